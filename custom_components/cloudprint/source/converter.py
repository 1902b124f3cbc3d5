"""The one converter of a Home Assistant."""

from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.singleton import singleton
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..document import Converter

_CONVERTER: Final[HassKey[Converter]] = HassKey(f"{DOMAIN}_converter")


@singleton(_CONVERTER)
@callback
def async_get_converter(hass: HomeAssistant) -> Converter:
    """Return the converter, which all accounts share."""
    converter = Converter()

    async def async_stop(event: Event) -> None:
        await converter.async_stop()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, async_stop)
    return converter
