"""Items of media sources. Our own source serves none: its files are read here."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final

from aiohttp import ClientError, ClientSSLError
from yarl import URL

from homeassistant.components import media_source
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.media_source import PlayMedia, Unresolvable
from homeassistant.core import HomeAssistant, valid_entity_id
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..compat import async_media_image
from ..document.errors import MAX_SOURCE_BYTES
from ..document.formats import ENDINGS, TEXT_FORMATS, get_ending
from ..exceptions import failed, invalid, shown
from ..fields import parse_text
from .file import find_allowed_folder, read_regular_file
from .printable_files import OWN_MEDIA, async_read_printable_file
from .reading import ANSWER_TIMEOUT, PICTURE_DOMAINS
from .request import Request
from .web.address import Hosts
from .web.format import ENDINGS_OF_TYPES, strip_parameters
from .web.session import Deadline, SizeLimit, async_read, create_session

FETCH_TIMEOUT: Final = 60

_MOVING: Final = ("audio/", "video/", "multipart/")
_STREAMS: Final = ("application/vnd.apple.mpegurl", "application/x-mpegurl")


def find_pictured_entity(request: Request) -> str | None:
    """Return a picture's entity, or None. Raises ServiceValidationError."""
    media_id = _parse_media_id(request)
    address = media_id.removeprefix(media_source.URI_SCHEME)
    domain, _, identifier = address.partition("/")
    if domain == "tts":
        # Its ID is not shown: it contains the text to speak.
        raise invalid("media_speech", type=domain)
    if media_source.DOMAIN not in request.hass.config.components:
        raise invalid("media_not_set_up", integration=media_source.DOMAIN)
    if domain not in PICTURE_DOMAINS:
        return None
    if not valid_entity_id(identifier):
        raise _create_not_file(media_id)
    return identifier


def _parse_media_id(request: Request) -> str:
    value = request.value
    given = value.get("media_content_id") if isinstance(value, Mapping) else value
    media_id = given.strip() if isinstance(given, str) else ""
    if not media_source.is_media_source_id(media_id):
        example = media_source.URI_SCHEME
        raise invalid("media_invalid", field=request.origin, example=example)
    return media_id


def get_item_title(value: object) -> str | None:
    """Return the item's title in the media selector's value."""
    metadata = value.get("metadata") if isinstance(value, Mapping) else None
    title = metadata.get("title") if isinstance(metadata, Mapping) else None
    return parse_text(title) or None


def _shown(media_id: str) -> str:
    """Return an ID without its query, which may be secret."""
    return shown(media_id.partition("?")[0])


def _create_not_file(media_id: str) -> ServiceValidationError:
    return invalid("media_not_file", media=_shown(media_id), example=".pdf")


async def async_read_media(request: Request) -> tuple[bytes, str]:
    """Return the bytes and the file name, if any. Raises HomeAssistantError."""
    hass, media_id = request.hass, _parse_media_id(request)
    if media_id.startswith(OWN_MEDIA):
        identifier = media_id.removeprefix(OWN_MEDIA)
        return await async_read_printable_file(hass, request.requester, identifier)
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            if (image := await async_media_image(hass, media_id)) is not None:
                return image, ""
            media = await media_source.async_resolve_media(hass, media_id, None)
    except Unresolvable:
        raise invalid("media_not_found", media=_shown(media_id)) from None
    except TimeoutError:
        raise failed("media_unreadable", media=_shown(media_id)) from None
    except Exception:  # noqa: BLE001 - of another integration
        # For a folder, or a file of unknown type, local media fails an assertion.
        raise _create_not_file(media_id) from None
    kind = strip_parameters(media.mime_type)
    if kind.startswith(_MOVING) or kind in _STREAMS:
        raise invalid("media_moving", media=_shown(media_id), type=kind)
    if media.path is not None:
        data = await hass.async_add_executor_job(_read_file, hass, media.path, media_id)
        return data, _get_file_name(media.path.name, kind)
    data = await _async_fetch(hass, media, media_id)
    return data, _get_file_name(URL(media.url).name, kind)


def _get_file_name(name: str, kind: str) -> str:
    """Return a name with an ending, or "" for names such as "original" or a number.

    A text gets the ending of its type.
    """
    if get_ending(name) in ENDINGS:
        return name
    if not PurePosixPath(name).suffix:
        name = ""
    ending = ENDINGS_OF_TYPES.get(kind, "")
    return f"{name or ' '}.{ending}" if ENDINGS.get(ending) in TEXT_FORMATS else name


def _read_file(hass: HomeAssistant, named: Path, media_id: str) -> bytes:
    try:
        path = named.resolve()
        folder: Path | None = path.parent
        if (own := find_allowed_folder(hass, named)) is not None:
            # Local media: a link may lead only to what may be read as a file.
            folder = own.resolve()
            if not path.is_relative_to(folder):
                folder = find_allowed_folder(hass, path)
        if folder is None:
            raise invalid("media_not_allowed", media=_shown(media_id))
        return read_regular_file(folder, path)
    except IsADirectoryError:
        raise _create_not_file(media_id) from None
    except FileNotFoundError, NotADirectoryError:
        raise invalid("media_not_found", media=_shown(media_id)) from None
    except OSError:
        raise failed("media_unreadable", media=_shown(media_id)) from None


async def _async_fetch(hass: HomeAssistant, media: PlayMedia, media_id: str) -> bytes:
    unreadable = failed("media_unreadable", media=_shown(media_id))
    deadline = Deadline(hass.loop.time, FETCH_TIMEOUT)
    try:
        if (url := _build_address(hass, media.url)) is None:
            raise unreadable
        async with (
            asyncio.timeout_at(deadline.at),
            create_session(Hosts(hass)) as session,
            session.get(url) as response,
        ):
            if response.status != HTTPStatus.OK:
                raise unreadable
            return await async_read(
                hass, response, SizeLimit(MAX_SOURCE_BYTES), deadline
            )
    except ClientSSLError as err:
        raise failed("url_untrusted", host=shown(err.host)) from None
    except ClientError, NoURLAvailableError, OSError, TimeoutError:
        # The client's own errors contain the address, which may be signed.
        raise unreadable from None
    finally:
        deadline.end()


def _build_address(hass: HomeAssistant, url: str) -> URL | None:
    """Return an absolute address, signed if Home Assistant's own, or None."""
    if url.startswith("/"):
        lifetime = timedelta(seconds=FETCH_TIMEOUT)
        signed = async_sign_path(hass, url, lifetime, use_content_user=True)
        return URL(f"{get_url(hass)}{signed}")
    with suppress(ValueError):
        if (address := URL(url)).scheme in ("http", "https"):
            return address
    return None
