"""The printers that spoken commands may use, and which of them is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..coordinator import is_printer
from ..data import CloudPrintConfigEntry
from ..printing.permission import may
from ..printing.targets import Target
from ..settings import VoiceSettings
from ..spool.job import Job
from .commands import PrinterSelector
from .words import VoiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPrinter:
    """A printer, what it is called, and where it stands."""

    target: Target
    names: tuple[str, ...]
    area_id: str | None

    @property
    def device_id(self) -> str:
        """Return the printer's device."""
        return self.target.device_id

    @property
    def name(self) -> str:
        """Return what the printer is called in answers."""
        return self.names[0]

    @property
    def max_copies(self) -> int:
        """Return the most copies that a command may ask for."""
        return VoiceSettings.from_options(self.target.entry.options).max_copies

    @property
    def last_job(self) -> Job | None:
        """Return the printer's newest job."""
        return self.target.account.store.last_job(self.device_id)

    def current(self, job: Job) -> Job:
        """Return a job of the printer as it is now."""
        return self.target.account.store.current(job)


def spoken_accounts(hass: HomeAssistant) -> list[CloudPrintConfigEntry]:
    """Return the accounts that have spoken commands on, set up or not."""
    return [
        entry
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if VoiceSettings.from_options(entry.options).is_on
    ]


def spoken_printers(
    hass: HomeAssistant, assistant: str, user: User | None
) -> list[SpokenPrinter]:
    """Return the printers that an assistant may use and a user may see, by name.

    Once a person has exposed an entity of a printer, only printers with an exposed
    entity are used. Until then it is all of them: Home Assistant exposes no entity of
    a printer by itself, and commands are to work without that.
    """
    devices = dr.async_get(hass)
    loaded = hass.config_entries.async_loaded_entries(DOMAIN)
    printers: list[SpokenPrinter] = []
    for entry in spoken_accounts(hass):
        if entry not in loaded:
            continue
        account = entry.runtime_data
        for device_id, printer in account.coordinator.data.items():
            if (device := devices.async_get(device_id)) is None:
                continue
            names = _names(device, printer.alias)
            printers.append(
                SpokenPrinter(
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


def printers_away(hass: HomeAssistant, user: User | None) -> dict[str, tuple[str, ...]]:
    """Return the names of printers whose account is not set up now, by device.

    Only of those that a user may see.
    """
    loaded = hass.config_entries.async_loaded_entries(DOMAIN)
    return {
        device.id: _names(device)
        for entry in spoken_accounts(hass)
        if entry not in loaded
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if is_printer(device) and may(hass, user, device.id, POLICY_READ)
    }


def _names(
    device: dr.DeviceEntry | dr.ChildDeviceEntry, *others: str
) -> tuple[str, ...]:
    names = (device.name_by_user, device.name, *others)
    return tuple(dict.fromkeys(name for name in names if name))


def _is_exposed(hass: HomeAssistant, assistant: str, device_id: str) -> bool:
    return any(
        async_should_expose(hass, assistant, entity.entity_id)
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
    )


def printers_at(
    printers: Sequence[SpokenPrinter], place: PrinterSelector
) -> Sequence[SpokenPrinter]:
    """Return the printers that a command names, or all of them if it names none.

    Raises VoiceError if none of them is where the command says.
    """
    found = [
        printer
        for printer in printers
        if (not place.device_ids or printer.device_id in place.device_ids)
        and (not place.area_ids or printer.area_id in place.area_ids)
    ]
    if not found:
        raise VoiceError("no_printer_there", place=place.name)
    return found


def printer_for(
    hass: HomeAssistant,
    printers: Sequence[SpokenPrinter],
    place: PrinterSelector,
    heard_by: str | None,
) -> SpokenPrinter:
    """Return the one printer that a command means.

    `heard_by` is the device that heard it: if there are several printers and none was
    named, it is the only one in the same area. Raises VoiceError, which asks which one.
    """
    found = printers_at(printers, place)
    if (
        len(found) > 1
        and heard_by
        and (device := dr.async_get(hass).async_get(heard_by))
    ):
        near = [
            printer
            for printer in found
            if device.area_id and printer.area_id == device.area_id
        ]
        found = near if len(near) == 1 else found
    if len(found) > 1:
        names = list(dict.fromkeys(printer.name for printer in found))
        if len(names) == 1:
            # To name it again would be of no use.
            raise VoiceError("ambiguous", name=names[0])
        raise VoiceError("which_printer", printers=names)
    return found[0]
