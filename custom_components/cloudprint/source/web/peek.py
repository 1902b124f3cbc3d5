"""Asks public addresses for the type of their content, without fetching it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, hdrs
from yarl import URL

from homeassistant.core import HomeAssistant

from ...document import ENDINGS, DocumentFormat
from ...document.detection import guess_format
from ...document.formats import HEAD_BYTES, TEXT_FORMATS
from .address import Hosts, normalize_url
from .fetch import MAX_REDIRECTS, REDIRECTS, build_headers, get_file_name
from .fetched_format import ENDINGS_OF_TYPES, strip_parameters
from .session import create_session
from .stylesheet import resolve_url

PEEK_SECONDS: Final = 5
"""For all requests together: the print waits."""

_OFFICE_DOCUMENT: Final = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"
_ENDINGS: Final = {
    **ENDINGS_OF_TYPES,
    f"{_OFFICE_DOCUMENT}.wordprocessingml.document": "docx",
    f"{_OFFICE_DOCUMENT}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE_DOCUMENT}.presentationml.presentation": "pptx",
    f"{_OPEN_DOCUMENT}.text": "odt",
    f"{_OPEN_DOCUMENT}.spreadsheet": "ods",
    f"{_OPEN_DOCUMENT}.presentation": "odp",
    f"{_OPEN_DOCUMENT}.graphics": "odg",
}
_SUCCESS: Final = frozenset(
    {
        HTTPStatus.OK,
        HTTPStatus.NON_AUTHORITATIVE_INFORMATION,
        HTTPStatus.PARTIAL_CONTENT,
    }
)
_REQUESTS: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    (hdrs.METH_HEAD, {}),
    (
        hdrs.METH_GET,
        {hdrs.RANGE: f"bytes=0-{HEAD_BYTES - 1}", hdrs.ACCEPT_ENCODING: "identity"},
    ),
)


async def async_peek(
    hass: HomeAssistant, hosts: Hosts, url: URL, headers: Mapping[str, str]
) -> DocumentFormat | None:
    """Return the format of an address's content, None for text and if it is unknown.

    Asks for the content's type, then for its first bytes. Contacts no address of the
    local network, and follows no redirect to one.
    """
    with suppress(ClientError, OSError, TimeoutError):
        async with asyncio.timeout(PEEK_SECONDS), create_session(hosts) as session:
            for method, more in _REQUESTS:
                own_headers = build_headers(url, {**headers, **more})
                found = await _async_ask(session, hosts, url, method, own_headers, more)
                if found is not None:
                    return None if found in TEXT_FORMATS else found
    return None


async def _async_ask(
    session: ClientSession,
    hosts: Hosts,
    url: URL,
    method: str,
    own_headers: Mapping[str, str],
    other_headers: Mapping[str, str],
) -> DocumentFormat | None:
    """Return the format by a request, or None; redirects get `other_headers`."""
    origin = normalize_url(url).origin()
    for _ in range(MAX_REDIRECTS + 1):
        url = normalize_url(url)
        if await hosts.async_is_local(url):
            return None
        headers = own_headers if url.origin() == origin else other_headers
        async with session.request(
            method, url, headers=headers, allow_redirects=False
        ) as response:
            if response.status not in REDIRECTS:
                return await _async_find_format(response)
            target = resolve_url(url, response.headers.get(hdrs.LOCATION, ""))
        if target is None:
            return None
        url = target
    return None


async def _async_find_format(response: ClientResponse) -> DocumentFormat | None:
    if response.status not in _SUCCESS:
        return None
    if response.method == hdrs.METH_HEAD:
        content_type = response.headers.get(hdrs.CONTENT_TYPE, "")
        ending = _ENDINGS.get(strip_parameters(content_type), "")
        return ENDINGS.get(ending)
    if response.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        return None
    head = bytearray()
    async for piece in response.content.iter_chunked(HEAD_BYTES):
        head += piece
        if len(head) >= HEAD_BYTES:
            break
    return guess_format(bytes(head[:HEAD_BYTES]), get_file_name(response))
