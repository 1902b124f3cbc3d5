"""What went wrong while something was put right."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN


async def async_message(hass: HomeAssistant, err: HomeAssistantError) -> str:
    """Return what an error says, in the language of this Home Assistant."""
    messages = await async_get_translations(
        hass, hass.config.language, "exceptions", [DOMAIN]
    )
    message = messages[f"component.{DOMAIN}.exceptions.{err.translation_key}.message"]
    return message.format(**err.translation_placeholders or {})
