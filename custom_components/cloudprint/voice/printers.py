"""The printers that voice commands may use, and the choice among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..compat import get_effective_area_id
from ..const import DOMAIN
from ..coordinator import is_printer
from ..data import CloudPrintConfigEntry
from ..document.sheets.manual_duplex import Trays
from ..printing.permission import Target, find_device, get_readable_devices, get_target
from ..printing.saved_document import SavedDocument
from ..settings import VoiceSettings
from ..spool.job import Job
from .commands import PrinterSelector, VoiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePrinter:
    """A printer, with its names; the first is used in answers."""

    target: Target
    names: tuple[str, ...]
    area_id: str | None
    max_copies: int
    """Limit of copies per command."""

    @property
    def device_id(self) -> str:
        """Return the id of the printer's device."""
        return self.target.device_id

    @property
    def name(self) -> str:
        """Return the name for answers."""
        return self.names[0]

    @property
    def last_job(self) -> Job | None:
        """Return the printer's newest job."""
        return self.target.account.store.last_job(self.device_id)

    @property
    def trays(self) -> Trays | None:
        """Return the stored trays of the printer, or None if they are not known."""
        return self.target.account.printer_settings.get_trays(self.device_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePrinters:
    """The printers that an assistant may use and a user may see.

    Found once for each command. As soon as one printer has an exposed entity, printers
    without one are left out. Before, all are used, since Home Assistant exposes no entity
    of a printer by itself.
    """

    accounts: Sequence[CloudPrintConfigEntry]
    """The accounts with voice commands enabled, set up or not."""
    connected: Sequence[VoicePrinter] = ()
    """The printers of accounts that are set up, by name."""
    away: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names, by device, of the other accounts' printers."""

    @classmethod
    def find(cls, hass: HomeAssistant, assistant: str, user: User | None) -> Self:
        """Return the printers of now."""
        devices = dr.async_get(hass)
        accounts: list[CloudPrintConfigEntry] = []
        printers: list[VoicePrinter] = []
        away: dict[str, tuple[str, ...]] = {}
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        ):
            settings = VoiceSettings.from_options(entry.options)
            if not settings.is_on:
                continue
            accounts.append(entry)
            if entry.state is not ConfigEntryState.LOADED:
                away |= {
                    device.id: _get_names(device)
                    for device in dr.async_entries_for_config_entry(
                        devices, entry.entry_id
                    )
                    if is_printer(device)
                }
                continue
            account = entry.runtime_data
            for device_id, printer in account.coordinator.data.items():
                if (device := devices.async_get(device_id)) is None:
                    continue
                names = _get_names(device, printer.alias)
                target = Target(
                    device_id=device_id,
                    name=names[0],
                    entry=entry,
                    account=account,
                    printer=printer,
                )
                printers.append(
                    VoicePrinter(
                        target=target,
                        names=names,
                        area_id=device.area_id,
                        max_copies=settings.max_copies,
                    )
                )
        printers.sort(key=lambda printer: printer.names[0])
        registry = er.async_get(hass)
        exposed = [
            printer
            for printer in printers
            for entity in er.async_entries_for_device(registry, printer.device_id)
            if async_should_expose(hass, assistant, entity.entity_id)
        ]
        by_device = {printer.device_id: printer for printer in exposed or printers}
        readable = get_readable_devices(hass, user, {*by_device, *away}) or ()
        return cls(
            accounts=accounts,
            connected=[by_device[key] for key in by_device if key in readable],
            away={key: names for key, names in away.items() if key in readable},
        )

    def select(self, selector: PrinterSelector) -> Sequence[VoicePrinter]:
        """Return the selected printers, or all of them if none was named.

        Raises VoiceError if there is none.
        """
        if not self.connected:
            is_away = self.accounts and not any(
                entry.state is ConfigEntryState.LOADED for entry in self.accounts
            )
            raise VoiceError("not_connected" if is_away else "no_printer")
        if selector.device_ids and self.away.keys() >= {*selector.device_ids}:
            raise VoiceError("not_connected")
        found = [
            printer
            for printer in self.connected
            if (not selector.device_ids or printer.device_id in selector.device_ids)
            and (not selector.area_ids or printer.area_id in selector.area_ids)
        ]
        if not found:
            raise VoiceError("no_printer_there", place=selector.name)
        return found


def _get_names(
    device: dr.DeviceEntry | dr.ChildDeviceEntry, *others: str
) -> tuple[str, ...]:
    names = (device.name_by_user, device.name, *others)
    return tuple(dict.fromkeys(name for name in names if name))


def choose_printer(
    hass: HomeAssistant,
    found: Sequence[VoicePrinter],
    area_id: str | None,
    user: User | None,
    document: SavedDocument | None = None,
    *,
    is_named: bool = False,
) -> VoicePrinter:
    """Return one of the selected printers; `is_named` is whether the command named them.

    Of several, choose the only one in the area where the command was heard, then the
    document's own one, then the default printer. Raises VoiceError, which asks which one,
    if that fails, and ServiceValidationError if the document's own one is gone or not
    connected.
    """
    own = document and document.fields.get("device_id")
    is_bound = own is not None and not is_named
    by_device = {printer.device_id: printer for printer in found}
    # The only printer that voice may use may not be the document's.
    if len(found) == 1 and not is_bound:
        return found[0]
    if len(near := filter_near(found, area_id)) == 1:
        return near[0]
    # A document with a printer of its own is not printed on another one by default.
    entry = document.entry if document else None
    device_id = own or find_device(hass, user, entry, by_device)
    if device_id in by_device:
        return by_device[device_id]
    if document is not None and is_bound:
        get_target(hass, document.get_device_id(hass, user))
    names = list(dict.fromkeys(printer.name for printer in found))
    if len(names) == 1 < len(found):
        # The name does not tell them apart.
        raise VoiceError("ambiguous", name=names[0])
    raise VoiceError("which_printer", printers=names)


def get_area_id(
    hass: HomeAssistant, entity_id: str | None, device_id: str | None = None
) -> str | None:
    """Return the area of an entity, or else of its device.

    `device_id` is the device if there is no entity. Home Assistant finds the area of a
    satellite in the same way.
    """
    if entity_id and (entity := er.async_get(hass).async_get(entity_id)):
        if entity.area_id is not None:
            return entity.area_id
        device_id = entity.device_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return None if device is None else get_effective_area_id(hass, device)


def filter_near(
    printers: Sequence[VoicePrinter], area_id: str | None
) -> Sequence[VoicePrinter]:
    """Return the printers in an area."""
    if area_id is None:
        return ()
    return [printer for printer in printers if printer.area_id == area_id]
