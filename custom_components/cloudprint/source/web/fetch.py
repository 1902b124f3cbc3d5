"""Fetches the addresses that may be fetched, with a print's headers, within limits."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from http.client import responses
from pathlib import PurePosixPath
import re
from typing import Final, Self

from aiohttp import (
    ClientConnectorDNSError,
    ClientError,
    ClientResponse,
    ClientSSLError,
    hdrs,
)
from multidict import CIMultiDict
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.network import is_hass_url

from ...document.errors import MEBIBYTE, DocumentError
from ...exceptions import failed, invalid, shown
from ...fields import parse_text
from .address import Hosts, can_lead_up, normalize_url
from .session import Deadline, SizeLimit, async_read, create_session
from .stylesheet import parse_url, resolve_url

MAX_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
FETCH_SECONDS: Final = 60  # For all that a print fetches, and to build a page of it

# Of Python's parsers, for "charset*" without a value, numbers of thousands of digits, and
# some encodings
_INVALID_HEADER: Final = (IndexError, ValueError)
_LOGINS: Final = frozenset({401, 403, 407})

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The content of an address after redirects, of a type in lower case or ""."""

    url: URL = field(repr=False)
    data: bytes = field(repr=False)
    content_type: str
    charset: str | None = None
    name: str = field(default="", repr=False)


class Fetcher:
    """Fetches everything that one print needs, within `async with`, by the same rules.

    An address of the local network must be in `allowlist_external_urls` or be Home
    Assistant's own. The headers are sent to their own origin only.
    """

    def __init__(
        self, hass: HomeAssistant, hosts: Hosts, url: URL, headers: Mapping[str, str]
    ) -> None:
        """Start the deadline; the headers are for the origin of `url`."""
        self.hosts = hosts
        self.deadline = Deadline(hass.loop.time, FETCH_SECONDS)
        self._hass = hass
        self._origin = normalize_url(url).origin()
        self._headers = build_headers(url, headers)
        self._session = create_session(hosts)

    async def __aenter__(self) -> Self:
        """Return the fetcher."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End what still runs, and close the connections."""
        self.deadline.end()
        await self._session.close()

    async def async_fetch(self, url: URL, allowance: SizeLimit) -> Fetched:
        """Return the content of an address. Raises HomeAssistantError."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._async_request(url, allowance)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise failed("url_redirects", host=shown(url.host), limit=str(MAX_REDIRECTS))

    async def _async_request(self, url: URL, allowance: SizeLimit) -> Fetched | URL:
        host = shown(url.host)
        try:
            async with asyncio.timeout_at(self.deadline.at):
                url = await async_check_address(self._hass, self.hosts, url)
                async with self._session.get(
                    url,
                    headers=self._headers if url.origin() == self._origin else None,
                    allow_redirects=False,
                ) as response:
                    if response.status not in REDIRECTS:
                        return await self._async_read(url, response, allowance)
                    target = response.headers.get(hdrs.LOCATION, "")
                    if (redirect := resolve_url(url, target)) is None:
                        raise failed("url_redirect_invalid", host=shown(url.host))
                    return redirect
        # The client's own errors contain the whole address, with its query.
        except TimeoutError:
            raise failed("url_timeout", host=host) from None
        except ClientSSLError:
            raise failed("url_untrusted", host=host) from None
        except ClientConnectorDNSError:
            raise failed("url_host_unknown", host=host) from None
        except ClientError, OSError:
            raise failed("url_unreachable", host=host) from None

    async def _async_read(
        self, url: URL, response: ClientResponse, allowance: SizeLimit
    ) -> Fetched:
        host = shown(url.host)
        if response.status not in (200, 203):
            key = "url_login_needed" if response.status in _LOGINS else "url_status"
            phrase = responses.get(response.status, "")
            raise failed(key, host=host, status=f"{response.status} {phrase}".strip())
        try:
            data = await async_read(self._hass, response, allowance, self.deadline)
        except DocumentError:
            limit = str(allowance.most // MEBIBYTE)
            raise failed("url_too_large", host=host, limit=limit) from None
        try:
            content_type, charset = response.content_type.lower(), response.charset
        except _INVALID_HEADER:
            content_type, charset = "", None
        return Fetched(
            url=url,
            data=data,
            content_type=content_type,
            charset=charset,
            name=get_file_name(response),
        )


async def async_check_address(hass: HomeAssistant, hosts: Hosts, url: URL) -> URL:
    """Return an address, normalized. Raises ServiceValidationError."""
    address = normalize_url(url)
    if hosts.is_for_stranger and (
        await hosts.async_is_local(address) or await hosts.async_leads_home(address)
    ):
        raise invalid("url_not_public", host=shown(url.host))
    if await hosts.async_is_local(address) and not is_allowed(hass, address):
        raise invalid(
            "url_not_allowed", host=shown(url.host), origin=shown(url.origin())
        )
    return address


def is_allowed(hass: HomeAssistant, url: URL) -> bool:
    """Return whether a normalized address of the local network may be fetched."""
    if is_hass_url(hass, str(url)):
        return True
    # `Config.is_allowed_external_url` does not normalize the list.
    listed = map(parse_url, hass.config.allowlist_external_urls)
    folders = [f"{normalize_url(address)}".rstrip("/") for address in listed if address]
    return not can_lead_up(url) and any(
        f"{url}/".startswith(f"{folder}/") for folder in folders
    )


def parse_headers(value: object) -> dict[str, str]:
    """Return headers. Raises ServiceValidationError without what may be secret."""
    if value is None:
        return {}
    most, limit = str(MAX_HEADERS), str(MAX_CHARACTERS)
    error = invalid("headers_invalid", field=HEADERS, most=most, limit=limit)
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
        if text is None or not re.fullmatch(r"[\t\x20-\x7e]*", text):
            raise invalid("header_value_invalid", field=HEADERS, name=name)
        headers[str(name)] = text.strip()
    if (
        len({name.lower() for name in headers}) < len(value)
        or sum(len(name) + len(text) for name, text in headers.items()) > MAX_CHARACTERS
    ):
        raise error
    return headers


def build_headers(url: URL, headers: Mapping[str, str]) -> CIMultiDict[str]:
    """Return the headers of a print for its URL, with the URL's user and password."""
    built = CIMultiDict[str]()
    if url.user is not None or url.password is not None:
        login = f"{url.user or ''}:{url.password or ''}".encode()
        built[hdrs.AUTHORIZATION] = f"Basic {b64encode(login).decode()}"
    built.update(headers)
    return built


def get_file_name(response: ClientResponse) -> str:
    """Return the file name that the server gives, without folders."""
    message = Message()
    disposition = response.headers.get(hdrs.CONTENT_DISPOSITION, "")
    # aiohttp's own parser logs a warning with the name for each fault.
    message[hdrs.CONTENT_DISPOSITION] = disposition.encode(errors="replace").decode()
    try:
        parameters = message.get_params([], hdrs.CONTENT_DISPOSITION)
        names = [value for name, value in parameters if name.lower() == "filename"]
        # If there are two, the last one may contain any characters, not only ASCII.
        name = collapse_rfc2231_value(names[-1]) if names else ""
    except _INVALID_HEADER:
        return ""
    return PurePosixPath(name.replace("\\", "/")).name
