"""The HTTP headers that a print sends to an address."""

from collections.abc import Mapping
import re
from typing import Final

from ...exceptions import invalid
from ...fields import parse_text

HEADERS: Final = "headers"
MAX_HEADERS: Final = 50
MAX_CHARACTERS: Final = 8 * 1024  # In all; common servers accept as many.

# The HTTP client must set these itself.
FORBIDDEN: Final = frozenset(
    {
        *("accept-encoding", "connection", "content-encoding", "content-length"),
        *("expect", "host", "keep-alive", "proxy-authorization", "proxy-connection"),
        *("range", "te", "trailer", "transfer-encoding", "upgrade"),
    }
)

# With these, a proxy tells a request's origin to a server that trusts it.
FORGING: Final = frozenset(
    {
        *("cf-connecting-ip", "cf-connecting-ipv6", "client-ip", "fastly-client-ip"),
        *("forwarded", "forwarded-for", "remote-user", "true-client-ip", "via"),
        *("x-client-ip", "x-cluster-client-ip", "x-hass-source", "x-ingress-path"),
        *("x-http-method", "x-http-method-override", "x-method-override"),
    }
)
FORGING_PREFIXES: Final = (
    *("x-forwarded", "x-original-", "x-originating-", "x-real-", "x-remote-"),
    "x-rewrite-",
)

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")


def parse_headers(value: object) -> dict[str, str]:
    """Return headers. Raises ServiceValidationError without what may be secret."""
    if value is None:
        return {}
    limits = {"most": str(MAX_HEADERS), "limit": str(MAX_CHARACTERS)}
    error = invalid("headers_invalid", field=HEADERS, **limits)
    if not isinstance(value, Mapping) or len(value) > MAX_HEADERS:
        raise error
    headers: dict[str, str] = {}
    for name, content in value.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise error
        # Some servers treat underscores as hyphens.
        plain = name.lower().replace("_", "-")
        if plain in FORBIDDEN:
            raise invalid("header_forbidden", field=HEADERS, name=name)
        if plain in FORGING or plain.startswith(FORGING_PREFIXES):
            raise invalid("header_forging", field=HEADERS, name=name)
        text = parse_text(content)
        if text is None or not _VALUE.fullmatch(text):
            raise invalid("header_value_invalid", field=HEADERS, name=name)
        headers[str(name)] = text.strip()
    if (
        len({name.lower() for name in headers}) < len(value)
        or sum(len(name) + len(text) for name, text in headers.items()) > MAX_CHARACTERS
    ):
        raise error
    return headers
