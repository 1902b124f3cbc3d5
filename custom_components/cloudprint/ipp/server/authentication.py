"""Who may print: names and passwords of HTTP Basic (RFC 7617)."""

from base64 import b64decode
from collections import deque
from collections.abc import Callable, Mapping
from hmac import compare_digest
from http import HTTPStatus
from time import monotonic
from typing import Final
from unicodedata import normalize

from aiohttp import hdrs

from ...networks import AccessError
from ...settings import IppSettings

CHALLENGE: Final = 'Basic realm="Cloud Print", charset="UTF-8"'

MAX_FAILURES: Final = 10  # wrong passwords of an address in FAILURE_SECONDS
FAILURE_SECONDS: Final = 60
_MAX_ADDRESSES: Final = 1024
_MAX_CREDENTIALS: Final = 1024


class Authenticator:
    """Checks names and passwords, and limits how often an address may be wrong."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Initialize without failures; `clock` returns seconds."""
        self._clock = clock
        self._failures: dict[str, deque[float]] = {}

    def check_basic(
        self, headers: Mapping[str, str], settings: IppSettings, address: str
    ) -> str | None:
        """Return the user, None without a password. Raises AccessError for a wrong one."""
        header = headers.get(hdrs.AUTHORIZATION)
        if header is None or not settings.needs_password:
            return None
        now = self._clock()
        failures = self._failures.get(address, deque())
        while failures and failures[0] <= now - FAILURE_SECONDS:
            failures.popleft()
        if len(failures) >= MAX_FAILURES:
            raise AccessError(HTTPStatus.TOO_MANY_REQUESTS)
        self._failures.pop(address, None)
        if _is_right(header, settings):
            return settings.username
        # The addresses that have been wrong last are at the end.
        self._failures[address] = failures
        failures.append(now)
        if len(self._failures) > _MAX_ADDRESSES:
            del self._failures[next(iter(self._failures))]
        raise AccessError(HTTPStatus.UNAUTHORIZED)


def _is_right(header: str, settings: IppSettings) -> bool:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > _MAX_CREDENTIALS:
        return False
    try:
        credentials = b64decode(encoded.strip(), validate=True).decode()
    except ValueError:
        return False
    expected = f"{settings.username}:{settings.password}"
    return compare_digest(
        normalize("NFC", credentials).encode(), normalize("NFC", expected).encode()
    )
