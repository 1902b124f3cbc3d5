"""What an error says, for whoever cannot look it up."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..source.local_form import own_language


async def async_message_of(
    hass: HomeAssistant, err: HomeAssistantError, language: str | None
) -> str:
    """Return an error of ours in a language, or else in that of Home Assistant.

    `language` is a tag or a whole `Accept-Language` header.
    """
    own = own_language((language or hass.config.language).strip())
    messages = await async_get_translations(hass, own, "exceptions", [DOMAIN])
    message = messages[f"component.{DOMAIN}.exceptions.{err.translation_key}.message"]
    return message.format(**err.translation_placeholders or {})
