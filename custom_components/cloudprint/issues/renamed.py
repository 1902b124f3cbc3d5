"""Printers that may have been renamed on their servers."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, issue_registry as ir

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from ..exceptions import shown
from .issue import async_hide, async_show

ISSUE_RENAMED: Final = "printer_renamed"


def renamed_printers(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, list[str]]:
    """Return what is asked, also since before Home Assistant was restarted.

    The devices of missing printers, each with those that it may be. See
    MissingPrinters.
    """
    return {
        str(issue.data["device_id"]): str(issue.data["candidates"]).split()
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
        and issue.translation_key == ISSUE_RENAMED
        and issue.data
        and issue.data["entry_id"] == entry.entry_id
    }


@callback
def async_track_renamed(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask whether a printer that came is one that is missing."""
    coordinator = entry.runtime_data.coordinator
    devices = dr.async_get(hass)

    @callback
    def track() -> None:
        renamed = coordinator.missing.renamed
        for device_id in renamed_printers(hass, entry).keys() - renamed.keys():
            async_hide(hass, entry, ISSUE_RENAMED, device_id)
        for device_id, candidates in renamed.items():
            old, *new = [
                device_name(devices, known)
                for known in (device_id, *sorted(candidates))
            ]
            async_show(
                hass,
                entry,
                ISSUE_RENAMED,
                {"old": old, "new": " / ".join(new)},
                device_id=device_id,
                is_persistent=True,
                candidates=" ".join(sorted(candidates)),
            )

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


def device_name(devices: dr.DeviceRegistry, device_id: str) -> str:
    """Return what a person knows a device as."""
    device = devices.async_get(device_id)
    return shown((device and (device.name_by_user or device.name)) or device_id)
