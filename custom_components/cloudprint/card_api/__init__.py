"""The dashboard card's websocket commands and upload: docs/card-api.md."""

from typing import Any, Final

from aiohttp.web import Request, Response
import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant

from ..compat import async_load
from ..const import DOMAIN

SUBSCRIBE: Final = f"{DOMAIN}/jobs/subscribe"
COMMANDS: Final = (
    SUBSCRIBE,
    *(
        f"{DOMAIN}/{name}"
        for name in (
            *("print", "preview", "printers", "trays", "corners", "thumbnail", "usage"),
            *("documents", "documents/save", "pages", "jobs/list", "jobs/cancel"),
            *("jobs/move", "jobs/release", "jobs/turned", "jobs/reprint"),
            *("jobs/decide", "jobs/preview", "jobs/approve", "jobs/deny", "jobs/get"),
        )
    ),
)


class UploadView(HomeAssistantView):
    """Receives files from users who may print."""

    url = f"/api/{DOMAIN}/upload"
    name = f"api:{DOMAIN}:upload"

    async def post(self, request: Request) -> Response:
        """Receive a file, which is the body."""
        upload_view = await async_load(request.app[KEY_HASS], "card_api.upload_view")
        response: Response = await upload_view.async_post(request)
        return response


def async_setup_card_api(hass: HomeAssistant) -> None:
    """Register the upload and the websocket commands.

    They accept any fields and check them themselves, as the actions do: the schema
    errors of Home Assistant would log what is to be printed.
    """
    hass.http.register_view(UploadView())
    for command in COMMANDS:
        websocket_api.async_register_command(
            hass,
            command,
            _async_handle,
            websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend(
                {vol.Required("type"): command}, extra=vol.ALLOW_EXTRA
            ),
        )


@websocket_api.async_response
async def _async_handle(
    hass: HomeAssistant, connection: ActiveConnection, message: dict[str, Any]
) -> None:
    is_subscribing = message["type"] == SUBSCRIBE
    if is_subscribing:
        # It may be ended before the feed starts.
        connection.subscriptions[message["id"]] = lambda: None
    commands = await async_load(hass, "card_api.commands")
    if not is_subscribing or message["id"] in connection.subscriptions:
        await commands.async_handle(hass, connection, message)
