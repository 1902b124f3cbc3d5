"""Settings for the unknown behaviour of the real service."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class TokenPolicy(StrEnum):
    """Effect of a second getToken on the first token (vendor-api.md 1 and 10.1)."""

    REPLACE = "replace"
    """A new token each time; the application's earlier tokens die."""

    SAME = "same"
    """The live token again, with its remaining lifetime."""


class TokenRefusal(StrEnum):
    """Shape of the answer to a call with a refused token (vendor-api.md 3)."""

    HTTP_401 = "http_401"
    """HTTP 401; the body also has `code` 401."""

    HTTP_403 = "http_403"
    """HTTP 403; the body also has `code` 403."""

    CODE_401 = "code_401"
    """HTTP 200 with the number 401 as `code`."""

    CODE_401_TEXT = "code_401_text"
    """HTTP 200 with the string "401" as `code`."""

    CODE_403 = "code_403"
    """HTTP 200 with the number 403 as `code`."""

    CODE_403_TEXT = "code_403_text"
    """HTTP 200 with the string "403" as `code`."""

    HTTP_401_BARE = "http_401_bare"
    """HTTP 401 with the page of a gateway in front of the service."""

    HTTP_403_BARE = "http_403_bare"
    """The same with 403."""

    HTTP_400_BARE = "http_400_bare"
    """The same with 400."""

    HTTP_419_BARE = "http_419_bare"
    """The same with 419, which some frameworks answer when a session is over."""

    MESSAGE = "message"
    """HTTP 200, `success` false and a message: only the wording tells the reason."""

    MESSAGE_OBJECT = "message_object"
    """The same, with an empty object in `data`."""

    # Shapes that say neither 401 or 403 nor `success` false with HTTP 200, so that another
    # failure, or even a success, can look the same: see `DISGUISED_REFUSALS`.

    OWN_CODE = "own_code"
    """HTTP 200 with a `code` of the service's own, and a message."""

    OWN_CODE_NULL = "own_code_null"
    """The same, with null in `data`."""

    SUCCESS_NULL = "success_null"
    """HTTP 200, `success` true, and null in `data`."""

    ERROR_TEXT = "error_text"
    """HTTP 200 with nothing but the text `error`, which the vendor's clients read."""

    STATUS_TEXT = "status_text"
    """HTTP 200 with `status` "error"."""

    LOGIN_PAGE = "login_page"
    """HTTP 200 with the page to log in to the console."""

    LOGIN_REDIRECT = "login_redirect"
    """HTTP 302 to that page."""

    EMPTY_BODY = "empty_body"
    """HTTP 200 with nothing."""

    HTTP_500_BARE = "http_500_bare"
    """HTTP 500 with the page of a gateway."""

    HTTP_503_BARE = "http_503_bare"
    """The same with 503."""

    HTTP_500 = "http_500"
    """HTTP 500 with `success` false, of an unhandled exception."""

    HTTP_500_CODE_401 = "http_500_code_401"
    """HTTP 500; the body has `code` 401."""


DISGUISED_REFUSALS: Final = frozenset(
    {
        TokenRefusal.OWN_CODE,
        TokenRefusal.OWN_CODE_NULL,
        TokenRefusal.SUCCESS_NULL,
        TokenRefusal.ERROR_TEXT,
        TokenRefusal.STATUS_TEXT,
        TokenRefusal.LOGIN_PAGE,
        TokenRefusal.LOGIN_REDIRECT,
        TokenRefusal.EMPTY_BODY,
        TokenRefusal.HTTP_500_BARE,
        TokenRefusal.HTTP_503_BARE,
        TokenRefusal.HTTP_500,
        TokenRefusal.HTTP_500_CODE_401,
    }
)
"""Refusals of a token that do not look like one."""

PLAIN_REFUSALS: Final = tuple(
    shape for shape in TokenRefusal if shape not in DISGUISED_REFUSALS
)
"""Refusals of a token that say `success` false, or an HTTP status or code 4xx."""


class TaskAlias(StrEnum):
    """Which id task/get answers, as in OpenAPI 3.7 (vendor-api.md 8.1, 3)."""

    NONE = "none"
    """The id that was asked for."""

    OTHER = "other"
    """Always the same other id of the task."""

    THIRD = "third"
    """Another id in the first answer, and a third one in all that follow."""

    SHARED = "shared"
    """The same other id for all tasks."""


@dataclass(slots=True)
class Settings:
    """Settings of one simulated cloud; each can be changed at any time."""

    token_policy: TokenPolicy = TokenPolicy.REPLACE
    token_refusal: TokenRefusal = TokenRefusal.HTTP_401

    token_messages: tuple[str, ...] = ("令牌无效或已失效",)
    """Messages for refused tokens, in turn; the real wording is unknown
    (vendor-api.md 3.3)."""

    token_lifetime: float = 86_400.0
    """Seconds; getToken answers them in milliseconds."""

    other_client_seconds: float | None = None
    """Interval at which another client of each application signs in, counted from 1970.
    With `TokenPolicy.REPLACE`, all earlier tokens die."""

    max_clock_skew: float | None = None
    """Largest deviation of a signature's timestamp, in seconds; None: any."""

    refuse_reused_oncestr: bool = False
    """Whether to refuse an application's random string if it was used before."""

    require_control_sn: bool = True
    """Whether task/get requires `controlSn`: the document's table does, its example
    omits it (vendor-api.md 8.1, 2)."""

    task_alias: TaskAlias = TaskAlias.NONE

    echo: dict[str, Any] = field(default_factory=dict)
    """Fields of `config` as task/get answers them instead of what was sent; `copies`
    also in the task itself."""

    extra_forms: set[tuple[str, str]] = field(default_factory=set)
    """Further accepted pairs of mediaFormat and mediaSource, such as
    ("PDF", "BASE64")."""

    fetch_local_urls: bool = False
    """Whether the cloud fetches URLs, only from 127.0.0.1. A task with a URL on another
    host, or with content of another format, ends as ERROR."""

    utc_offset: float = 8.0
    """Hours east of UTC of `createdTime`. The document's second task id, as a snowflake
    (see tasks.py), contains the time of its `createdTime` in China."""
