"""Moves a printer's device to the new name that the printer has on its server.

The device keeps its id and its entities their ids, so that automations, histories and
defaults stay. What came under the new name meanwhile is taken over.
"""

from dataclasses import dataclass, replace
from typing import Final

from homeassistant.config_entries import OperationNotAllowed
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.hass_dict import HassKey

from ..api import Printer
from ..const import DOMAIN
from ..coordinator import printer_identifier
from ..data import JOURNAL, CloudPrintConfigEntry
from ..spool.journal import Journal, JournalError

NO_LIMIT: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A printer's device, and what the printer is known as now, with that device."""

    device_id: str
    new_device_id: str
    printer: Printer


_PENDING: HassKey[dict[str, Rename]] = HassKey(f"{DOMAIN}_rename")
"""What is to be done when an account is set up the next time, by its entry."""


async def async_rename(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, rename: Rename
) -> bool:
    """Reload an account with one of its printers renamed; return if it is.

    In between, no job of the account is anybody's.
    """
    pending = hass.data.setdefault(_PENDING, {})
    pending[entry.entry_id] = rename
    try:
        await hass.config_entries.async_reload(entry.entry_id)
    except OperationNotAllowed:
        # It is just being set up or could not be unloaded.
        pass
    finally:
        pending.pop(entry.entry_id, None)
    device = dr.async_get(hass).async_get(rename.device_id)
    return device is not None and _identifier(entry, rename) in device.identifiers


async def async_apply_rename(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Rename what is to be renamed, before anything of the account is there.

    Jobs first: whoever has to do all of it a second time does no harm. Raises
    ConfigEntryNotReady, and then nothing is renamed.
    """
    rename = hass.data.get(_PENDING, {}).pop(entry.entry_id, None)
    if rename is None:
        return
    devices = dr.async_get(hass)
    device = devices.async_get(rename.device_id)
    if device is None or devices.async_get(rename.new_device_id) is None:
        # Somebody may have deleted one of them meanwhile.
        return
    name = device.name_by_user or rename.printer.alias
    try:
        await _async_move_jobs(hass.data[JOURNAL], entry.entry_id, rename, name)
    except JournalError as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="journal_unwritable",
            translation_placeholders={"error": str(err)},
        ) from err
    _move_device(hass, entry, rename, device)
    _move_documents(hass, entry, rename)


async def _async_move_jobs(
    journal: Journal, entry_id: str, rename: Rename, name: str
) -> None:
    """Give the new device's jobs to the old one, whose own open jobs go where it is."""
    jobs = await journal.async_jobs(
        entry_ids=[entry_id],
        device_ids=[rename.device_id, rename.new_device_id],
        limit=NO_LIMIT,
    )
    await journal.async_update(
        *(
            replace(
                job,
                device_id=rename.device_id,
                server_sn=rename.printer.server_sn,
                printer_name=rename.printer.name,
                printer=name,
            )
            for job in jobs
            if job.device_id != rename.device_id or not job.state.is_final
        )
    )


@callback
def _move_device(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    rename: Rename,
    device: dr.DeviceEntry | dr.ChildDeviceEntry,
) -> None:
    """Have the old device and its entities be those of the new name."""
    devices, entities = dr.async_get(hass), er.async_get(hass)
    # Its entities go with it; those of others, such as helpers, only lose their device.
    devices.async_remove_device(rename.new_device_id)
    identifier = _identifier(entry, rename)
    old = next(known for domain, known in device.identifiers if domain == DOMAIN)
    devices.async_update_device(
        rename.device_id,
        new_identifiers={identifier},
        model=rename.printer.name,
        name=rename.printer.alias,
        serial_number=rename.printer.server_sn,
    )
    for entity in er.async_entries_for_device(
        entities, rename.device_id, include_disabled_entities=True
    ):
        if entity.platform == DOMAIN:
            entities.async_update_entity(
                entity.entity_id,
                new_unique_id=f"{identifier[1]}{entity.unique_id[len(old) :]}",
            )


def _identifier(entry: CloudPrintConfigEntry, rename: Rename) -> tuple[str, str]:
    return printer_identifier(
        entry.unique_id or "", rename.printer.server_sn, rename.printer.name
    )


@callback
def _move_documents(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, rename: Rename
) -> None:
    """Have documents that were saved for the new device print on the old one."""
    for subentry in list(entry.subentries.values()):
        if subentry.data.get("device_id") == rename.new_device_id:
            hass.config_entries.async_update_subentry(
                entry,
                subentry,
                data={**subentry.data, "device_id": rename.device_id},
            )
