"""An account without printers."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import CONSOLE_URL
from ..data import CloudPrintConfigEntry
from .issue import async_set_issue

ISSUE_NO_PRINTER: Final = "no_printer"


@callback
def async_check_printers(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Report that the service lists no printers; a failed list changes nothing."""
    coordinator = entry.runtime_data.coordinator
    if coordinator.data or coordinator.last_update_success:
        async_set_issue(
            hass,
            entry,
            ISSUE_NO_PRINTER,
            is_open=not coordinator.data,
            is_fixable=False,
            learn_more_url=CONSOLE_URL,
        )
