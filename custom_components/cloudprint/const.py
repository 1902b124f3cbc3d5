"""Constants of the Cloud Print integration."""

from enum import StrEnum
from logging import Logger, getLogger
from typing import Final

DOMAIN: Final = "cloudprint"
DATA_CONVERTER: Final = f"{DOMAIN}_converter"
LOGGER: Final[Logger] = getLogger(__package__)
MANUFACTURER: Final = "智睦云打印"
# Page on which a user creates an application and finds its AppID and AppKey
CONSOLE_URL: Final = "https://any.webprinter.cn/devcenter"

CONF_APP_ID: Final = "app_id"
CONF_APP_KEY: Final = "app_key"
CONF_BASE_URL: Final = "base_url"
SECTION_ADVANCED: Final = "advanced"

CONF_SHARE_CODE: Final = "share_code"
CONF_VERIFICATION_CODE: Final = "verification_code"


class EntityKey(StrEnum):
    """Ends of unique ids, and translation keys; print defaults have their options' names."""

    ACTIVE_JOBS = "active_jobs"
    APPROVALS = "approvals"
    CLOUD_CONNECTION = "cloud_connection"
    HELD_JOBS = "held_jobs"
    LAST_DOCUMENT = "last_document"
    LAST_JOB = "last_job"
    LAST_PRINTED = "last_printed"
    PAGES = "pages"
    PRINT_JOB = "print_job"
    PRINT_MESSAGE = "print_message"
    PRINT_OTHER_SIDES = "print_other_sides"
    RELEASE_HELD_JOBS = "release_held_jobs"
    REPRINT_LAST = "reprint_last"
    SHARE_LOCALLY = "share_locally"
    STATUS = "status"
    SUPPLIES = "supplies"
    TEST_PAGE = "test_page"


# The origin of the content of a page with a secret, such as Wi-Fi for guests
SECRET_PAGE: Final = "secret_page"
