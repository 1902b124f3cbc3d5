"""Where the test page comes from."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN


class PrintsTestPage(Protocol):
    """Prints a test page on a printer, and returns what the action `print` returns."""

    async def __call__(self, hass: HomeAssistant, device_id: str) -> Mapping[str, Any]:
        """Print it. Raises HomeAssistantError as the action does."""


TEST_PAGE: Final[HassKey[PrintsTestPage]] = HassKey(f"{DOMAIN}_test_page")


async def async_print_test_page(
    hass: HomeAssistant, device_id: str
) -> Mapping[str, Any]:
    """Print a test page on a printer; return what the action `print` returns."""
    return await hass.data[TEST_PAGE](hass, device_id)
