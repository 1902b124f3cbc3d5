"""What a person does with the stack between the two sides, in words and as a picture."""

from homeassistant.core import HomeAssistant

from ..document.passes import Trays
from ..frontend import TRAYS_URL
from ..texts import async_get_texts, own_language


def get_turn_picture(trays: Trays) -> str:
    """Return the picture of how the stack is put back, in Markdown."""
    return f"![]({TRAYS_URL}/{trays.output}_{trays.input}.svg)"


async def async_describe_turn(hass: HomeAssistant, trays: Trays | None) -> str:
    """Return how the stack is put back, in Home Assistant's language.

    The trays are those for which the pages are in order. Without them, this is less
    exact.
    """
    texts = await async_get_texts(hass, own_language(hass.config.language), "common")
    if trays is None:
        return texts["common.turn_unknown"]
    return texts[f"common.turn_{'over' if trays.is_stack_turned else 'keep'}"]
