"""The media source of files that can be printed: it lists them, and serves none."""

import asyncio
from typing import Final, override

from aiohttp import hdrs
from aiohttp.web import Request, Response

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.media_player import BrowseError
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.components.websocket_api import current_connection
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .compat import async_load
from .const import DOMAIN
from .document.errors import DocumentError
from .exceptions import invalid
from .printing.permission import may_any
from .requester import Requester
from .source.printable_files import (
    FILE,
    THUMBNAIL_URL,
    async_read_printable_file,
    create_item,
    create_not_found,
    find_kept_files,
    list_printable_files,
)
from .texts import async_message, get_common_texts

_COMMAND: Final = "websocket_api.async:"  # Tasks of commands are named so.
_PIXELS: Final = 360  # Of the longer side of a thumbnail
# So that few files are in memory, and a print waits for few of them.
_AT_A_TIME: Final = 2


async def async_get_media_source(hass: HomeAssistant) -> MediaSource:
    """Return the media source."""
    source = PrintableFiles(DOMAIN)
    source.name = get_common_texts(hass)["common.media_files"]
    return source


def _may_print(hass: HomeAssistant, user: User) -> bool:
    return user.is_active and any(
        may_any(hass, Requester.from_user(user), entry, POLICY_CONTROL)
        for entry in hass.config_entries.async_entries(DOMAIN)
    )


class PrintableFiles(MediaSource):
    """Lists what the user of a websocket command may print, and else nothing."""

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Refuse to serve a file: a print reads it by itself."""
        raise Unresolvable(await async_message(item.hass, invalid("media_not_served")))

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return a folder. Raises BrowseError."""
        hass, connection = item.hass, current_connection.get()
        # Other tasks inherit the connection of a command that has started them.
        task = asyncio.current_task()
        is_command = task is not None and task.get_name().startswith(_COMMAND)
        try:
            if connection and is_command and _may_print(hass, connection.user):
                kept = find_kept_files(hass, Requester.from_user(connection.user))
                return await hass.async_add_executor_job(
                    list_printable_files, hass, kept, item.identifier or ""
                )
            if item.identifier:
                raise create_not_found(item.identifier)
        except HomeAssistantError as err:
            raise BrowseError(await async_message(hass, err)) from None
        return create_item("", get_common_texts(hass)["common.media_files"])


class ThumbnailView(HomeAssistantView):
    """Serves small copies of pictures and first pages to users who may print these."""

    url = THUMBNAIL_URL
    name = f"api:{DOMAIN}:thumbnail"

    def __init__(self) -> None:
        """Limit how many are made at a time."""
        self._semaphore = asyncio.Semaphore(_AT_A_TIME)

    async def get(self, request: Request) -> Response:
        """Return a JPEG."""
        hass, user = request.app[KEY_HASS], request[KEY_HASS_USER]
        if not _may_print(hass, user):
            return Response(status=404)
        source = await async_load(hass, "source.request")
        create = source.async_get_converter(hass).async_create_thumbnail
        try:
            async with self._semaphore:
                data, name = await async_read_printable_file(
                    hass, Requester.from_user(user), request.query.get(FILE, "")
                )
                thumbnail = await create(data, name, pixels=_PIXELS)
        except HomeAssistantError, DocumentError:
            return Response(status=404)
        return Response(
            body=thumbnail.jpeg,
            content_type="image/jpeg",
            headers={hdrs.CACHE_CONTROL: "private, max-age=300"},
        )
