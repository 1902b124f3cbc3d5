"""Constants of the Cloud Print integration."""

from logging import Logger, getLogger
from typing import Final

DOMAIN: Final = "cloudprint"
LOGGER: Final[Logger] = getLogger(__package__)
MANUFACTURER: Final = "智睦云打印"
CONSOLE_URL: Final = "https://any.webprinter.cn/devcenter"
"""Where a person makes an application and finds its AppID and AppKey."""

CONF_APP_ID: Final = "app_id"
CONF_APP_KEY: Final = "app_key"
CONF_BASE_URL: Final = "base_url"
SECTION_ADVANCED: Final = "advanced"

CONF_SHARE_CODE: Final = "share_code"
CONF_VERIFICATION_CODE: Final = "verification_code"
