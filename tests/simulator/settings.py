"""What nobody knows about the real service, as switches."""

from dataclasses import dataclass, field
from enum import StrEnum


class TokenPolicy(StrEnum):
    """What a second getToken does to the first token (vendor-api.md 1 and 10.1)."""

    REPLACE = "replace"
    """A new token each time; earlier tokens of the application die at once."""

    SAME = "same"
    """The living token again, with what is left of its validity."""


class TokenRefusal(StrEnum):
    """The shape of the answer to a call whose token is refused (vendor-api.md 3)."""

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

    MESSAGE = "message"
    """HTTP 200, `success` false and a text: nothing but wording tells what it is."""


@dataclass(slots=True)
class Settings:
    """Switches of one simulated cloud; each may be changed at any time."""

    token_policy: TokenPolicy = TokenPolicy.REPLACE
    token_refusal: TokenRefusal = TokenRefusal.HTTP_401

    token_messages: tuple[str, ...] = ("令牌无效或已失效",)
    """What calls whose token is refused are told, one after the other and round again:
    nobody knows the wording (vendor-api.md 3.3)."""

    token_lifetime: float = 86_400.0
    """Seconds that a token lives; getToken answers it in milliseconds."""

    other_client_seconds: float | None = None
    """How often another client of each application signs in: at every multiple of so
    many seconds since 1970. With `TokenPolicy.REPLACE`, all tokens from before die."""

    max_clock_skew: float | None = None
    """Largest distance, in seconds, of a signature's timestamp; None: any."""

    refuse_reused_oncestr: bool = False
    """Whether a random string may be used only once for each application."""

    require_control_sn: bool = True
    """Whether task/get needs `controlSn`: the document's table says so, its example
    leaves it out (vendor-api.md 8.1, 2)."""

    extra_forms: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of mediaFormat and mediaSource accepted beside the fifteen documented
    ones, such as ("PDF", "BASE64")."""

    fetch_local_urls: bool = False
    """Whether the cloud fetches what is behind a URL, and then only on 127.0.0.1: a
    task whose URL is elsewhere, or holds something else, ends as ERROR."""

    utc_offset: float = 8.0
    """Hours east of UTC of `createdTime`. The document's second task id, read as a
    snowflake (see tasks.py), holds the very time of its `createdTime` in China."""
