"""The printers and accounts that actions name."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..api import Printer
from ..const import DOMAIN
from ..coordinator import is_printer
from ..data import CloudPrintConfigEntry, CloudPrintData
from ..exceptions import invalid, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A printer to print on, and the account that it belongs to.

    `name` is what people call it, who may have given it another one than its server.
    The account is kept apart from its entry, which loses it when it is unloaded while
    something else is waited for.
    """

    device_id: str
    name: str
    entry: CloudPrintConfigEntry
    account: CloudPrintData
    printer: Printer


def target_of(hass: HomeAssistant, device_id: str) -> Target:
    """Return the printer that a device is. Raises ServiceValidationError."""
    device = dr.async_get(hass).async_get(device_id)
    if device is None:
        raise invalid("device_unknown", device_id=shown(device_id))
    name = device.name_by_user or device.name or device_id
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or entry.domain != DOMAIN or not is_printer(device):
        raise invalid("device_not_printer", device=name)
    account = loaded_entry_of(hass, entry.entry_id).runtime_data
    printer = account.coordinator.data.get(device_id)
    if printer is None:
        raise invalid("printer_gone", printer=name)
    return Target(
        device_id=device_id, name=name, entry=entry, account=account, printer=printer
    )


def only_printer(hass: HomeAssistant) -> str | None:
    """Return the device of the one printer that there is, unless there are others."""
    devices = [
        device_id
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for device_id in entry.runtime_data.coordinator.data
    ]
    return devices[0] if len(devices) == 1 else None


def known_entry_of(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return the account of an id, set up or not. Raises ServiceValidationError."""
    entry = (
        hass.config_entries.async_get_entry(entry_id)
        if isinstance(entry_id, str)
        else None
    )
    if entry is None or entry.domain != DOMAIN:
        raise invalid("account_unknown", value=shown(entry_id))
    return entry


def loaded_entry_of(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return the account of an id that is set up. Raises ServiceValidationError."""
    entry = known_entry_of(hass, entry_id)
    if entry.state is not ConfigEntryState.LOADED:
        raise invalid("account_not_loaded", account=entry.title)
    return entry
