"""An account that nothing can be printed with."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import CONSOLE_URL
from ..data import CloudPrintConfigEntry
from .issue import async_hide, async_show

ISSUE_NO_PRINTER: Final = "no_printer"


@callback
def async_track_printers(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Tell how to share a printer while the service lists none."""
    coordinator = entry.runtime_data.coordinator

    @callback
    def track() -> None:
        if coordinator.data:
            async_hide(hass, entry, ISSUE_NO_PRINTER)
        elif coordinator.last_update_success:
            async_show(
                hass,
                entry,
                ISSUE_NO_PRINTER,
                is_fixable=False,
                learn_more_url=CONSOLE_URL,
            )

    entry.async_on_unload(coordinator.async_add_listener(track))
    track()
