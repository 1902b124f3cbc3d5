"""Moves a printer's device to the printer's new name on its server.

The device and its entities keep their ids, so that automations, history and defaults
continue. What belongs to the new name's device is moved to it.
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
from ..coordinator import build_printer_identifier
from ..data import JOURNAL, CloudPrintConfigEntry
from ..exceptions import create_error
from ..policy.rules import CONF_PRINTERS
from ..settings import (
    CONF_CHECK_UP,
    CONF_DEFAULT_PRINTER,
    CONF_TRAYS,
    CONF_WATCHED,
    PRINTED_ON,
)
from ..spool.journal import Journal, JournalError

NO_LIMIT: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A device to be kept, and the printer that it belongs to, with its new device."""

    device_id: str
    new_device_id: str
    printer: Printer


# The rename to apply at the next setup of an account, by entry id
_PENDING: HassKey[dict[str, Rename]] = HassKey(f"{DOMAIN}_rename")


async def async_rename(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, rename: Rename
) -> bool:
    """Rename a printer while its account is reloaded; return whether it succeeded."""
    pending = hass.data.setdefault(_PENDING, {})
    pending[entry.entry_id] = rename
    try:
        await hass.config_entries.async_reload(entry.entry_id)
    except OperationNotAllowed:
        # The entry is being set up, or could not be unloaded.
        pass
    finally:
        pending.pop(entry.entry_id, None)
    device = dr.async_get(hass).async_get(rename.device_id)
    return device is not None and _build_identifier(entry, rename) in device.identifiers


async def async_apply_rename(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Apply a pending rename before an account is set up.

    Jobs come first, as moving them again does no harm. Raises ConfigEntryNotReady if
    they cannot be moved; then nothing is renamed.
    """
    rename = hass.data.get(_PENDING, {}).pop(entry.entry_id, None)
    if rename is None:
        return
    devices = dr.async_get(hass)
    device = devices.async_get(rename.device_id)
    if device is None or devices.async_get(rename.new_device_id) is None:
        # A device was deleted meanwhile.
        return
    name = device.name_by_user or rename.printer.alias
    try:
        await _async_move_jobs(hass.data[JOURNAL], entry.entry_id, rename, name)
    except JournalError as err:
        raise create_error(
            ConfigEntryNotReady, "journal_unwritable", error=str(err)
        ) from err
    _move_device(hass, entry, rename, device)
    _move_subentries(hass, rename)
    _move_options(hass, entry, rename)


async def _async_move_jobs(
    journal: Journal, entry_id: str, rename: Rename, name: str
) -> None:
    """Move the new device's jobs to the old one, whose open jobs get the new name."""
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
    """Give the old device and its entities the identifiers of the new name."""
    devices, entities = dr.async_get(hass), er.async_get(hass)
    # Removes its entities; those of other integrations only lose their device.
    devices.async_remove_device(rename.new_device_id)
    identifier = _build_identifier(entry, rename)
    old = next(id_ for domain, id_ in device.identifiers if domain == DOMAIN)
    devices.async_update_device(
        rename.device_id,
        new_identifiers={identifier},
        manufacturer=rename.printer.maker,
        model=rename.printer.name,
        name=rename.printer.alias,
    )
    for entity in er.async_entries_for_device(
        entities, rename.device_id, include_disabled_entities=True
    ):
        if entity.platform == DOMAIN:
            entities.async_update_entity(
                entity.entity_id,
                new_unique_id=f"{identifier[1]}{entity.unique_id[len(old) :]}",
            )


@callback
def _move_options(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, rename: Rename
) -> None:
    """Let the options that name the new device name the old one, with newer answers."""
    options = {**entry.options}
    if options.get(CONF_DEFAULT_PRINTER) == rename.new_device_id:
        options[CONF_DEFAULT_PRINTER] = rename.device_id
    for name in (CONF_TRAYS, CONF_WATCHED):
        if rename.new_device_id in (of_printers := {**options.get(name, {})}):
            of_printers[rename.device_id] = of_printers.pop(rename.new_device_id)
            options[name] = of_printers
    if CONF_CHECK_UP in options:
        results = {**options[CONF_CHECK_UP]}
        for key, result in options[CONF_CHECK_UP].items():
            if result[PRINTED_ON] == rename.new_device_id:
                del results[key]
                # The key of a result about the printer names it, too.
                moved = key.replace(rename.new_device_id, rename.device_id)
                results[moved] = {**result, PRINTED_ON: rename.device_id}
        options[CONF_CHECK_UP] = results
    hass.config_entries.async_update_entry(entry, options=options)


def _build_identifier(entry: CloudPrintConfigEntry, rename: Rename) -> tuple[str, str]:
    return build_printer_identifier(entry.unique_id or "", *rename.printer.key)


@callback
def _move_subentries(hass: HomeAssistant, rename: Rename) -> None:
    """Let saved documents and rules name the device that is kept."""
    moved = {rename.new_device_id: rename.device_id}
    for entry in hass.config_entries.async_entries(DOMAIN):
        for subentry in list(entry.subentries.values()):
            data = {**subentry.data}
            if data.get("device_id") in moved:
                data["device_id"] = rename.device_id
            if CONF_PRINTERS in data:
                kept = (moved.get(id_, id_) for id_ in data[CONF_PRINTERS])
                data[CONF_PRINTERS] = list(dict.fromkeys(kept))
            hass.config_entries.async_update_subentry(entry, subentry, data=data)
