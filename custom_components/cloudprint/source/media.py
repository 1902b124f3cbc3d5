"""Items of Home Assistant's media sources."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final

from aiohttp import ClientError
from yarl import URL

from homeassistant.components import media_source
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.media_source import PlayMedia, Unresolvable
from homeassistant.core import HomeAssistant, valid_entity_id
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..compat import async_media_image
from ..document import ENDINGS, check_size, get_ending
from ..exceptions import failed, invalid, shown
from ..fields import parse_text
from .file import allowed_folder, read_file
from .reading import ANSWER_TIMEOUT, PICTURE_DOMAINS, state_of
from .request import Request, Source
from .snapshot import async_snapshot

FETCH_TIMEOUT: Final = 60
"""Seconds for a whole item."""

_SPEECH: Final = "tts"
_TEXT_ENDINGS: Final = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/csv": "csv",
    "text/html": "html",
}
"""Endings of what the bytes do not tell apart."""
_MOVING: Final = ("audio/", "video/", "multipart/")
_STREAMS: Final = ("application/vnd.apple.mpegurl", "application/x-mpegurl")


async def async_media(request: Request) -> Source:
    """Return what a media source item is; of a camera, what it shows at the moment.

    Raises HomeAssistantError for what cannot be had, DocumentError for what cannot be
    printed.
    """
    hass, media_id = request.hass, _media_id_of(request)
    address = media_id.removeprefix(media_source.URI_SCHEME)
    domain, _, identifier = address.partition("/")
    if domain == _SPEECH:
        # The ID holds what is to be said.
        raise invalid("media_speech", type=domain)
    if media_source.DOMAIN not in hass.config.components:
        raise invalid("media_not_set_up", integration=media_source.DOMAIN)
    if domain in PICTURE_DOMAINS:
        if not valid_entity_id(identifier):
            raise _not_file(media_id)
        return await async_snapshot(request, state_of(request, identifier))
    data, name, mime_type = await _async_read(hass, media_id)
    content = await request.async_convert(data, name=_hinted(name, mime_type))
    return request.found(content, _title_of(request.value) or name or None)


def _media_id_of(request: Request) -> str:
    """Return the ID of what the media selector gives, or of a text."""
    value = request.value
    given = value.get("media_content_id") if isinstance(value, Mapping) else value
    media_id = given.strip() if isinstance(given, str) else ""
    if not media_source.is_media_source_id(media_id):
        raise invalid(
            "media_invalid", field=request.origin, example=media_source.URI_SCHEME
        )
    return media_id


def _title_of(value: object) -> str | None:
    """Return what the media selector calls its item."""
    metadata = value.get("metadata") if isinstance(value, Mapping) else None
    title = metadata.get("title") if isinstance(metadata, Mapping) else None
    return parse_text(title) or None


def _shown(media_id: str) -> str:
    """Return an ID as a message may show it: what follows a question mark may not."""
    return shown(media_id.partition("?")[0])


def _not_file(media_id: str) -> ServiceValidationError:
    return invalid("media_not_file", media=_shown(media_id), example=".pdf")


def _hinted(name: str, mime_type: str) -> str:
    """Return a file's name with an ending, for text in what its source says it is in."""
    if get_ending(name) in ENDINGS:
        return name
    ending = _TEXT_ENDINGS.get(_essence(mime_type))
    return name if ending is None else f"{name or 'x'}.{ending}"


def _essence(mime_type: str) -> str:
    return mime_type.partition(";")[0].strip().lower()


async def _async_read(hass: HomeAssistant, media_id: str) -> tuple[bytes, str, str]:
    """Return an item's bytes, its file's name if it has one, and its MIME type."""
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            if (image := await async_media_image(hass, media_id)) is not None:
                return image, "", ""
            media = await media_source.async_resolve_media(hass, media_id, None)
    except Unresolvable:
        raise invalid("media_not_found", media=_shown(media_id)) from None
    except Exception:  # noqa: BLE001 - of another integration
        # Of a folder, or a file of an unknown kind, local media asserts that it is none.
        raise _not_file(media_id) from None
    kind = _essence(media.mime_type)
    if kind.startswith(_MOVING) or kind in _STREAMS:
        raise invalid("media_moving", media=_shown(media_id), type=kind)
    if media.path is not None:
        data = await hass.async_add_executor_job(_read_file, hass, media.path, media_id)
        return data, _file_name(media.path.name), media.mime_type
    data = await _async_fetch(hass, media, media_id)
    return data, _file_name(URL(media.url).name), media.mime_type


def _file_name(name: str) -> str:
    """Return a name that is a file's own; "original" or a number says nothing."""
    return name if PurePosixPath(name).suffix else ""


def _read_file(hass: HomeAssistant, named: Path, media_id: str) -> bytes:
    try:
        path = named.resolve()
        folder: Path | None = path.parent
        if (own := allowed_folder(hass, named)) is not None:
            # Local media: a link does not lead to what may not be read as a file.
            own = own.resolve()
            folder = own if path.is_relative_to(own) else allowed_folder(hass, path)
        if folder is None:
            raise invalid("media_not_allowed", media=_shown(media_id))
        return read_file(folder, path)
    except IsADirectoryError:
        raise _not_file(media_id) from None
    except FileNotFoundError, NotADirectoryError:
        raise invalid("media_not_found", media=_shown(media_id)) from None
    except OSError:
        raise failed("media_unreadable", media=_shown(media_id)) from None


async def _async_fetch(hass: HomeAssistant, media: PlayMedia, media_id: str) -> bytes:
    """Return what is at the address of an item, which may be Home Assistant's own."""
    unreadable = failed("media_unreadable", media=_shown(media_id))
    pieces: list[bytes] = []
    size = 0
    try:
        if (url := _address_of(hass, media.url)) is None:
            raise unreadable
        async with (
            asyncio.timeout(FETCH_TIMEOUT),
            async_get_clientsession(hass).get(url) as response,
        ):
            if response.status != HTTPStatus.OK:
                raise unreadable
            check_size(response.content_length or 0)
            async for piece in response.content.iter_any():
                pieces.append(piece)
                size += len(piece)
                check_size(size)
    except ClientError, NoURLAvailableError, TimeoutError:
        # The error of a client names the address, which may be signed.
        raise unreadable from None
    # In one go, what is large would hold up the event loop.
    return await hass.async_add_executor_job(b"".join, pieces)


def _address_of(hass: HomeAssistant, url: str) -> URL | None:
    """Return an address that can be fetched, or None if it is none."""
    if url.startswith("/"):
        signed = async_sign_path(
            hass, url, timedelta(seconds=FETCH_TIMEOUT), use_content_user=True
        )
        return URL(f"{get_url(hass)}{signed}")
    try:
        address = URL(url)
    except ValueError:
        return None
    return address if address.scheme in ("http", "https") else None
