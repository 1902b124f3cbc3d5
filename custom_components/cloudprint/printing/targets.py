"""The printers and accounts that an action targets."""

from collections.abc import Iterable
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..api import Printer
from ..const import DOMAIN
from ..coordinator import get_printer_name, is_printer
from ..data import CloudPrintConfigEntry, CloudPrintData
from ..exceptions import invalid, shown
from ..settings import CONF_DEFAULT_PRINTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A printer, its present name, and its account, which its entry may lose."""

    device_id: str
    name: str
    entry: CloudPrintConfigEntry
    account: CloudPrintData
    printer: Printer


def get_target(hass: HomeAssistant, device_id: str) -> Target:
    """Return the printer of a device. Raises ServiceValidationError."""
    device = dr.async_get(hass).async_get(device_id)
    if device is None:
        raise invalid("device_unknown", device_id=shown(device_id))
    name = device.name_by_user or device.name or device_id
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or entry.domain != DOMAIN:
        raise invalid("device_not_printer", device=name)
    if entry.state is ConfigEntryState.LOADED:
        account: CloudPrintData = entry.runtime_data
        if (printer := account.coordinator.data.get(device_id)) is not None:
            return Target(
                device_id=device_id,
                name=name,
                entry=entry,
                account=account,
                printer=printer,
            )
    if not is_printer(device):
        raise invalid("device_not_printer", device=name)
    get_loaded_entry(hass, entry.entry_id)
    raise invalid("printer_gone", printer=name)


def get_printers(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> dict[str, str]:
    """Return the names of an account's printers by device id, also unlisted ones."""
    return {
        device.id: get_printer_name(hass, device.id)
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if is_printer(device)
    }


def get_listed_printers(
    hass: HomeAssistant, entries: Iterable[CloudPrintConfigEntry]
) -> list[str]:
    """Return the devices of the printers that accounts list, or listed when loaded."""
    return [
        device_id
        for entry in entries
        for device_id in (
            entry.runtime_data.coordinator.data
            if entry.state is ConfigEntryState.LOADED
            else get_printers(hass, entry)
        )
    ]


def get_default_printers(
    hass: HomeAssistant, entries: Iterable[CloudPrintConfigEntry]
) -> list[str]:
    """Return the devices of the default printers of accounts that still exist."""
    return [
        device_id
        for entry in entries
        if (device_id := entry.options.get(CONF_DEFAULT_PRINTER))
        in get_printers(hass, entry)
    ]


def find_default_printer(
    hass: HomeAssistant, entry: CloudPrintConfigEntry | None = None
) -> str | None:
    """Return the default printer of an account, or the only one of all accounts."""
    entries = (
        hass.config_entries.async_loaded_entries(DOMAIN) if entry is None else [entry]
    )
    defaults = get_default_printers(hass, entries)
    return defaults[0] if len(defaults) == 1 else None


def get_entry(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return an account, loaded or not. Raises ServiceValidationError."""
    entry = (
        hass.config_entries.async_get_entry(entry_id)
        if isinstance(entry_id, str)
        else None
    )
    if entry is None or entry.domain != DOMAIN:
        raise invalid("account_unknown", value=shown(entry_id))
    return entry


def get_loaded_entry(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return an account that is loaded. Raises ServiceValidationError."""
    entry = get_entry(hass, entry_id)
    if entry.state is not ConfigEntryState.LOADED:
        raise invalid("account_not_loaded", account=entry.title)
    return entry
