"""Printers that may have been renamed on their servers."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..data import CloudPrintConfigEntry
from ..repairs.issue import async_hide, async_show

ISSUE_RENAMED: Final = "printer_renamed"

DATA_RENAMED: Final = "renamed_printers"
"""Where an account keeps what is asked: an issue tells printers' names to whoever reads
the diagnostics, if it is kept itself, and goes while the account is switched off."""


def renamed_printers(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, list[str]]:
    """Return what is asked, also since before Home Assistant was restarted.

    The devices of missing printers, each with those that it may be and that are still
    there. See MissingPrinters.
    """
    devices = dr.async_get(hass)
    return {
        device_id: list(filter(devices.async_get, candidates))
        for device_id, candidates in entry.data.get(DATA_RENAMED, {}).items()
    }


@callback
def async_track_renamed(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask whether a printer that came is one that is missing."""
    coordinator = entry.runtime_data.coordinator

    @callback
    def track() -> None:
        renamed = coordinator.missing.renamed
        for device_id in renamed_printers(hass, entry).keys() - renamed.keys():
            async_hide(hass, entry, ISSUE_RENAMED, device_id)
        for device_id in renamed:
            async_show(hass, entry, ISSUE_RENAMED, device_id=device_id)
        _keep(hass, entry, {old: sorted(new) for old, new in renamed.items()})

    @callback
    def forget(event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        if event.data["action"] != "remove":
            return
        before = coordinator.missing.renamed
        coordinator.missing.forget(event.data["device_id"])
        if coordinator.missing.renamed != before:
            track()

    entry.async_on_unload(coordinator.async_add_listener(track))
    entry.async_on_unload(
        hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, forget)
    )
    track()


@callback
def _keep(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, renamed: dict[str, list[str]]
) -> None:
    """Keep what is asked across restarts."""
    if renamed == entry.data.get(DATA_RENAMED, {}):
        return
    data = {key: value for key, value in entry.data.items() if key != DATA_RENAMED}
    if renamed:
        data[DATA_RENAMED] = renamed
    hass.config_entries.async_update_entry(entry, data=data)
