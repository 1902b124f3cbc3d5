"""The dashboard card's websocket commands and upload: docs/card-api.md."""

from homeassistant.core import HomeAssistant, callback

from .commands import async_register_commands
from .upload_view import UploadView


@callback
def async_setup_card_api(hass: HomeAssistant) -> None:
    """Register the upload and the websocket commands."""
    hass.http.register_view(UploadView())
    async_register_commands(hass)
