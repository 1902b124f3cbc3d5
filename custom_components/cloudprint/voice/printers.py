"""The printers that voice commands may use, and the choice among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..compat import get_effective_area_id
from ..const import DOMAIN
from ..coordinator import is_printer
from ..data import CloudPrintConfigEntry
from ..document.sheets.manual_duplex import Trays
from ..printing.permission import may
from ..printing.saved_document import SavedDocument
from ..printing.targets import Target, get_default_printers, get_target
from ..settings import VoiceSettings
from ..spool.job import Job
from .commands import PrinterSelector
from .responses import VoiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePrinter:
    """A printer, with its names; the first is used in answers."""

    target: Target
    names: tuple[str, ...]
    area_id: str | None

    @property
    def device_id(self) -> str:
        """Return the id of the printer's device."""
        return self.target.device_id

    @property
    def name(self) -> str:
        """Return the name for answers."""
        return self.names[0]

    @property
    def max_copies(self) -> int:
        """Return the limit of copies per command."""
        return self.target.account.voice.max_copies

    @property
    def last_job(self) -> Job | None:
        """Return the printer's newest job."""
        return self.target.account.store.last_job(self.device_id)

    @property
    def trays(self) -> Trays | None:
        """Return the stored trays of the printer, or None if they are not known."""
        return self.target.account.printer_settings.get_trays(self.device_id)

    def get_current(self, job: Job) -> Job:
        """Return the current state of a job of the printer."""
        return self.target.account.store.current(job)


def get_voice_accounts(hass: HomeAssistant) -> list[CloudPrintConfigEntry]:
    """Return the accounts with voice commands enabled, set up or not."""
    return [
        entry
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if VoiceSettings.from_options(entry.options).is_on
    ]


def get_voice_printers(
    hass: HomeAssistant, assistant: str, user: User | None
) -> list[VoicePrinter]:
    """Return the printers that an assistant may use and a user may see, by name.

    As soon as one printer has an exposed entity, printers without one are left out.
    Before, all are used, since Home Assistant exposes no entity of a printer by itself.
    """
    devices = dr.async_get(hass)
    loaded = hass.config_entries.async_loaded_entries(DOMAIN)
    printers: list[VoicePrinter] = []
    for entry in get_voice_accounts(hass):
        if entry not in loaded:
            continue
        account = entry.runtime_data
        for device_id, printer in account.coordinator.data.items():
            if (device := devices.async_get(device_id)) is None:
                continue
            names = _get_names(device, printer.alias)
            printers.append(
                VoicePrinter(
                    target=Target(
                        device_id=device_id,
                        name=names[0],
                        entry=entry,
                        account=account,
                        printer=printer,
                    ),
                    names=names,
                    area_id=device.area_id,
                )
            )
    exposed = [
        printer
        for printer in printers
        if _is_exposed(hass, assistant, printer.device_id)
    ]
    return sorted(
        (
            printer
            for printer in exposed or printers
            if may(hass, user, printer.device_id, POLICY_READ)
        ),
        key=lambda printer: printer.name,
    )


def get_printers_away(
    hass: HomeAssistant, user: User | None
) -> dict[str, tuple[str, ...]]:
    """Return the names, by device, of printers whose account is not set up.

    Leaves out printers that the user may not see.
    """
    loaded = hass.config_entries.async_loaded_entries(DOMAIN)
    return {
        device.id: _get_names(device)
        for entry in get_voice_accounts(hass)
        if entry not in loaded
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if is_printer(device) and may(hass, user, device.id, POLICY_READ)
    }


def _get_names(
    device: dr.DeviceEntry | dr.ChildDeviceEntry, *others: str
) -> tuple[str, ...]:
    names = (device.name_by_user, device.name, *others)
    return tuple(dict.fromkeys(name for name in names if name))


def _is_exposed(hass: HomeAssistant, assistant: str, device_id: str) -> bool:
    return any(
        async_should_expose(hass, assistant, entity.entity_id)
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
    )


def filter_printers(
    printers: Sequence[VoicePrinter], selector: PrinterSelector
) -> Sequence[VoicePrinter]:
    """Return the selected printers, or all of them if none was named.

    Raises VoiceError if there is none.
    """
    found = [
        printer
        for printer in printers
        if (not selector.device_ids or printer.device_id in selector.device_ids)
        and (not selector.area_ids or printer.area_id in selector.area_ids)
    ]
    if not found:
        raise VoiceError("no_printer_there", place=selector.name)
    return found


def choose_printer(
    hass: HomeAssistant,
    printers: Sequence[VoicePrinter],
    selector: PrinterSelector,
    area_id: str | None,
    user: User | None,
    document: SavedDocument | None = None,
) -> VoicePrinter:
    """Return the selected printer.

    Of several, choose the only one in the area where the command was heard,
    then the document's own one, then the default printer. Raises VoiceError, which asks
    which one, if that fails, and ServiceValidationError if the document's own one is gone
    or not connected.
    """
    found = filter_printers(printers, selector)
    is_bound = (
        document is not None and "device_id" in document.fields and not selector.name
    )
    for preferred in (
        # The only printer that voice may use may not be that of the document.
        () if is_bound else found,
        filter_near(found, area_id),
        _filter_own(found, document),
        *_filter_defaults(hass, found, user, document),
    ):
        if len(preferred) == 1:
            return preferred[0]
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


def _filter_own(
    printers: Sequence[VoicePrinter], document: SavedDocument | None
) -> Sequence[VoicePrinter]:
    """Return the document's own printer."""
    if document is None:
        return ()
    own = document.fields.get("device_id")
    return [printer for printer in printers if printer.device_id == own]


def _filter_defaults(
    hass: HomeAssistant,
    printers: Sequence[VoicePrinter],
    user: User | None,
    document: SavedDocument | None,
) -> Iterator[Sequence[VoicePrinter]]:
    """Return what `choose_device` chooses from, in its order.

    A document with a printer of its own is not printed on another one by default.
    """
    if document is not None and "device_id" in document.fields:
        return
    allowed = [
        printer
        for printer in printers
        if may(hass, user, printer.device_id, POLICY_CONTROL)
    ]
    choices = [allowed]
    if document is not None:
        account = document.entry
        choices.insert(0, [item for item in allowed if item.target.entry is account])
    for choice in choices:
        entries = {item.target.entry.entry_id: item.target.entry for item in choice}
        defaults = get_default_printers(hass, entries.values())
        yield [item for item in choice if item.device_id in defaults]
        yield choice
