"""Fetches addresses: with care, within limits, and only those that may be fetched."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from http import HTTPStatus
from pathlib import PurePosixPath
from threading import Lock
from typing import Final
import zlib

from aiohttp import (
    ClientConnectorDNSError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    hdrs,
)
from multidict import CIMultiDict
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import SERVER_SOFTWARE
from homeassistant.helpers.network import is_hass_url
from homeassistant.util.ssl import get_default_context

from ...document import MEBIBYTE
from ...exceptions import failed, invalid, shown
from .address import HostResolver, Hosts, may_lead_up, normalized
from .connector import PieceConnector
from .stylesheet import absolute, parse_url

MAX_REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 10
TOTAL_SECONDS: Final = 60
"""For everything that one print fetches, and for making one page of it."""

_HEADER_BYTES: Final = 64 * 1024
"""As in Home Assistant's own sessions: some servers send very long headers."""
_CHUNK_BYTES: Final = 64 * 1024
_CODINGS: Final = ("gzip", "x-gzip")
_GZIP: Final = 16 + zlib.MAX_WBITS
_PACKED_BYTES: Final = 4 * 1024
"""Unpacked at a time: zlib makes at most 1,032 times as much of it, four MiB."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LOGINS: Final = frozenset({401, 403, 407})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address holds.

    `url` is where it was found after all redirects, `content_type` the type without its
    parameters, in lower case; `name` is the file's name if the server gives it one.
    """

    url: URL = field(repr=False)
    data: bytes = field(repr=False)
    content_type: str
    charset: str | None = None
    name: str = field(default="", repr=False)


class Deadline:
    """The moment by which all that one print fetches is there, and made into a page.

    Threads that work for the print ask for it, too: they cannot be cancelled.
    """

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """Set it to so many seconds from now, by a monotonic clock."""
        self.at = clock() + seconds
        self._clock = clock

    def check(self) -> None:
        """Raise TimeoutError once it has passed."""
        if self._clock() >= self.at:
            raise TimeoutError

    def end(self) -> None:
        """Let it pass now, since nothing more is needed."""
        self.at = self._clock()


class Allowance:
    """How many bytes may be fetched; threads take from it, too."""

    def __init__(self, most: int) -> None:
        """Allow so many."""
        self.most = most
        self._taken = 0
        self._lock = Lock()

    def has(self, size: int) -> bool:
        """Return if so many more are allowed."""
        return self._taken + size <= self.most

    def take(self, size: int) -> bool:
        """Take so many, or give some back, and return if they are allowed."""
        with self._lock:
            self._taken += size
            return self._taken <= self.most


class Fetcher:
    """Fetches what one print needs, and all of it by the same rules.

    An address of this network must be in `allowlist_external_urls` or be Home
    Assistant's own. The headers are sent to their own origin only.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        session: ClientSession,
        hosts: Hosts,
        url: URL,
        headers: Mapping[str, str],
    ) -> None:
        """Keep what every request needs; the time starts to run."""
        self.hosts = hosts
        self.deadline = Deadline(hass.loop.time, TOTAL_SECONDS)
        self._hass = hass
        self._session = session
        self._origin = normalized(url).origin()
        self._headers = CIMultiDict(_login(url))
        self._headers.update(headers)

    async def async_fetch(self, url: URL, allowance: Allowance) -> Fetched:
        """Return what an address holds, wherever it is redirected to.

        Raises ServiceValidationError for an address that may not be fetched, and
        HomeAssistantError for one that cannot be.
        """
        for _ in range(MAX_REDIRECTS + 1):
            found = await self._async_request(url, allowance)
            if isinstance(found, Fetched):
                return found
            url = found
        raise failed("url_redirects", host=shown(url.host), limit=str(MAX_REDIRECTS))

    async def _async_request(self, url: URL, allowance: Allowance) -> Fetched | URL:
        """Return what an address itself holds, or where it leads to."""
        host = shown(url.host)
        try:
            # It is the same deadline for each request.
            async with asyncio.timeout_at(self.deadline.at):
                url = await self._async_allowed(url)
                async with self._session.get(
                    url,
                    headers=self._headers_for(url),
                    allow_redirects=False,
                ) as response:
                    if response.status in _REDIRECTS:
                        return _target(url, response)
                    return await self._async_read(url, response, allowance)
        # The errors of a client name the whole address, with its query.
        except TimeoutError:
            raise failed("url_timeout", host=host) from None
        except ClientSSLError:
            raise failed("url_untrusted", host=host) from None
        except ClientConnectorDNSError:
            raise failed("url_host_unknown", host=host) from None
        except ClientError, OSError:
            raise failed("url_unreachable", host=host) from None

    async def _async_allowed(self, url: URL) -> URL:
        """Return an address in the form in which it may be fetched.

        Raises ServiceValidationError if it may not be.
        """
        address = normalized(url)
        if await self.hosts.async_is_local(address) and not is_allowed(
            self._hass, address
        ):
            raise invalid(
                "url_not_allowed", host=shown(url.host), origin=shown(url.origin())
            )
        return address

    def _headers_for(self, url: URL) -> CIMultiDict[str]:
        headers = CIMultiDict(
            # What is not asked for need not be unpacked.
            {hdrs.USER_AGENT: SERVER_SOFTWARE, hdrs.ACCEPT_ENCODING: _CODINGS[0]}
        )
        if url.origin() == self._origin:
            headers.update(self._headers)
        return headers

    async def _async_read(
        self, url: URL, response: ClientResponse, allowance: Allowance
    ) -> Fetched:
        host = shown(url.host)
        if response.status not in (
            HTTPStatus.OK,
            HTTPStatus.NON_AUTHORITATIVE_INFORMATION,
        ):
            raise _refusal(host, response.status)
        if not allowance.has(response.content_length or 0):
            raise _too_large(host, allowance)
        coding = response.headers.get(hdrs.CONTENT_ENCODING, "").strip().lower()
        if coding not in ("", "identity", *_CODINGS):
            raise ClientPayloadError("it is in a coding that was not asked for")
        pieces: list[bytes] = []
        async for piece in response.content.iter_chunked(_CHUNK_BYTES):
            if not allowance.take(len(piece)):
                raise _too_large(host, allowance)
            pieces.append(piece)

        def joined() -> bytes:
            """Return all of it; in one go, 100 MiB would hold up the event loop."""
            data = b"".join(pieces)
            if coding not in _CODINGS:
                return data
            allowance.take(-len(data))
            unpacked: list[bytes] = []
            for piece in _unpacked(data, self.deadline):
                if not allowance.take(len(piece)):
                    raise _too_large(host, allowance)
                unpacked.append(piece)
            return b"".join(unpacked)

        return Fetched(
            url=url,
            data=await self._hass.async_add_executor_job(joined),
            content_type=response.content_type.lower(),
            charset=response.charset,
            name=_name_of(response),
        )


@asynccontextmanager
async def async_fetcher(
    hass: HomeAssistant, hosts: Hosts, url: URL, headers: Mapping[str, str]
) -> AsyncGenerator[Fetcher]:
    """Open what fetches for one print; the headers are for the URL's origin.

    The session is its own: Home Assistant's would look names up by itself, and so
    perhaps connect to another address than the one that was checked.
    """
    connector = PieceConnector(
        resolver=HostResolver(hosts), use_dns_cache=False, ssl=get_default_context()
    )
    async with ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        trust_env=False,
        # aiohttp would unpack on the event loop.
        auto_decompress=False,
        max_line_size=_HEADER_BYTES,
        max_field_size=_HEADER_BYTES,
    ) as session:
        fetcher = Fetcher(hass, session, hosts, url, headers)
        try:
            yield fetcher
        finally:
            fetcher.deadline.end()


def is_allowed(hass: HomeAssistant, url: URL) -> bool:
    """Return if a normalized address of this network may be fetched.

    Like `Config.is_allowed_external_url`, but the addresses in the list are normalized
    as well, and nothing leads out of the folder that one of them is.
    """
    if is_hass_url(hass, str(url)):
        return True
    listed = map(parse_url, hass.config.allowlist_external_urls)
    folders = [f"{normalized(each)}".rstrip("/") for each in listed if each]
    return not may_lead_up(url) and any(
        f"{url}/".startswith(f"{folder}/") for folder in folders
    )


def _login(url: URL) -> dict[str, str]:
    """Return the header for the name and password in a URL, if it has any."""
    if url.user is None and url.password is None:
        return {}
    login = f"{url.user or ''}:{url.password or ''}".encode()
    return {hdrs.AUTHORIZATION: f"Basic {b64encode(login).decode()}"}


def _unpacked(data: bytes, deadline: Deadline) -> Iterator[bytes]:
    """Yield what gzip packed, piece by piece; it may be of several members.

    Raises ClientPayloadError for what was not packed by gzip or is not whole, and
    TimeoutError at the deadline.
    """
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for start in range(0, len(data), _PACKED_BYTES):
            piece = data[start : start + _PACKED_BYTES]
            while piece:
                deadline.check()
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_GZIP)
                if unpacked := unpacker.decompress(piece):
                    yield unpacked
                piece = unpacker.unused_data
    except zlib.error as err:
        raise ClientPayloadError("it cannot be unpacked") from err
    if data and not unpacker.eof:
        raise ClientPayloadError("it ends too early")


def _target(url: URL, response: ClientResponse) -> URL:
    """Return where a redirect leads to."""
    target = absolute(url, response.headers.get(hdrs.LOCATION, ""))
    if target is None:
        raise failed("url_redirect_invalid", host=shown(url.host))
    return target


def _refusal(host: str, status: int) -> HomeAssistantError:
    key = "url_login_needed" if status in _LOGINS else "url_status"
    try:
        text = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        text = str(status)
    return failed(key, host=host, status=text)


def _too_large(host: str, allowance: Allowance) -> HomeAssistantError:
    return failed("url_too_large", host=host, limit=str(allowance.most // MEBIBYTE))


def _name_of(response: ClientResponse) -> str:
    """Return the file name that the server gives, without any folders."""
    message = Message()
    disposition = response.headers.get(hdrs.CONTENT_DISPOSITION, "")
    # aiohttp's own reader warns in the log of each fault, with the name.
    message[hdrs.CONTENT_DISPOSITION] = disposition.encode(errors="replace").decode()
    given = message.get_params([], hdrs.CONTENT_DISPOSITION)
    names = [value for name, value in given if name.lower() == "filename"]
    try:
        # The last one is that in any letters, if there is also one in ASCII.
        name = collapse_rfc2231_value(names[-1]) if names else ""
    except ValueError:
        # In an encoding that is none for names
        return ""
    return PurePosixPath(name.replace("\\", "/")).name
