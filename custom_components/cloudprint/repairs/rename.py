"""Moves a printer's device to the printer's new name on its server.

The device and its entities keep their ids, so that automations, history and defaults
continue. What belongs to the new name's device is moved to it.
"""

from dataclasses import dataclass, replace
from typing import Final

from homeassistant.config_entries import OperationNotAllowed
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.hass_dict import HassKey

from ..api.printer import Printer
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

    async def async_move_jobs(self, journal: Journal, entry_id: str, name: str) -> None:
        """Move the new device's jobs to the old one, whose open jobs get the new name."""
        jobs = await journal.async_jobs(
            entry_ids=[entry_id],
            device_ids=[self.device_id, self.new_device_id],
            limit=NO_LIMIT,
        )
        await journal.async_update(
            *(
                replace(
                    job,
                    device_id=self.device_id,
                    server_sn=self.printer.server_sn,
                    printer_name=self.printer.name,
                    printer=name,
                )
                for job in jobs
                if job.device_id != self.device_id or not job.state.is_final
            )
        )

    def move_device(
        self,
        hass: HomeAssistant,
        entry: CloudPrintConfigEntry,
        device: dr.DeviceEntry | dr.ChildDeviceEntry,
    ) -> None:
        """Give the old device and its entities the identifiers of the new name."""
        devices, entities = dr.async_get(hass), er.async_get(hass)
        # Removes its entities; those of other integrations only lose their device.
        devices.async_remove_device(self.new_device_id)
        identifier = self.build_identifier(entry)
        old = next(id_ for domain, id_ in device.identifiers if domain == DOMAIN)
        devices.async_update_device(
            self.device_id,
            new_identifiers={identifier},
            manufacturer=self.printer.maker,
            model=self.printer.name,
            name=self.printer.alias,
        )
        for entity in er.async_entries_for_device(
            entities, self.device_id, include_disabled_entities=True
        ):
            if entity.platform == DOMAIN:
                entities.async_update_entity(
                    entity.entity_id,
                    new_unique_id=f"{identifier[1]}{entity.unique_id[len(old) :]}",
                )

    def move_options(self, hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
        """Let the options that name the new device name the old one, with newer answers."""
        options = {**entry.options}
        if options.get(CONF_DEFAULT_PRINTER) == self.new_device_id:
            options[CONF_DEFAULT_PRINTER] = self.device_id
        for name in (CONF_TRAYS, CONF_WATCHED):
            if self.new_device_id in (of_printers := {**options.get(name, {})}):
                of_printers[self.device_id] = of_printers.pop(self.new_device_id)
                options[name] = of_printers
        if CONF_CHECK_UP in options:
            results = {**options[CONF_CHECK_UP]}
            for key, result in options[CONF_CHECK_UP].items():
                if result[PRINTED_ON] == self.new_device_id:
                    del results[key]
                    # The key of a result about the printer names it, too.
                    moved = key.replace(self.new_device_id, self.device_id)
                    results[moved] = {**result, PRINTED_ON: self.device_id}
            options[CONF_CHECK_UP] = results
        hass.config_entries.async_update_entry(entry, options=options)

    def build_identifier(self, entry: CloudPrintConfigEntry) -> tuple[str, str]:
        """Return the identifier of the new name's device."""
        return build_printer_identifier(entry.unique_id or "", *self.printer.key)

    def move_subentries(self, hass: HomeAssistant) -> None:
        """Let saved documents and rules name the device that is kept."""
        moved = {self.new_device_id: self.device_id}
        for entry in hass.config_entries.async_entries(DOMAIN):
            for subentry in list(entry.subentries.values()):
                data = {**subentry.data}
                if data.get("device_id") in moved:
                    data["device_id"] = self.device_id
                if CONF_PRINTERS in data:
                    kept = (moved.get(id_, id_) for id_ in data[CONF_PRINTERS])
                    data[CONF_PRINTERS] = list(dict.fromkeys(kept))
                hass.config_entries.async_update_subentry(entry, subentry, data=data)


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
    return device is not None and rename.build_identifier(entry) in device.identifiers


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
        await rename.async_move_jobs(hass.data[JOURNAL], entry.entry_id, name)
    except JournalError as err:
        raise create_error(
            ConfigEntryNotReady, "journal_unwritable", error=str(err)
        ) from err
    rename.move_device(hass, entry, device)
    rename.move_subentries(hass)
    rename.move_options(hass, entry)
