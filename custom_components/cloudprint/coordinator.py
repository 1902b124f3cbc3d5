"""The printers of an account, refreshed."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
    Printer,
)
from .const import DOMAIN, LOGGER, MANUFACTURER
from .flows.base_url import CONSOLE_URL
from .missing_printers import MissingPrinters
from .spool.gate import ServiceGate
from .spool.job import Reason

SCAN_INTERVAL: Final = timedelta(minutes=2)
"""Thirty lists an hour leave as many calls for capabilities below 60 in all."""

PRINTER_DEVICE_TYPE: Final = "printer"


def printer_identifier(app_id: str, server_sn: str, name: str) -> tuple[str, str]:
    """Return the device identifier of a printer.

    Its name on its server is the only name by which the cloud knows it apart from the
    others there; the account keeps two accounts with the same printer apart.
    """
    return DOMAIN, f"{app_id}/{server_sn}/{name}"


def is_printer(device: dr.DeviceEntry | dr.ChildDeviceEntry) -> bool:
    """Return if a device of ours is a printer: accounts and documents are services."""
    return (
        isinstance(device, dr.DeviceEntry)
        and device.entry_type is not dr.DeviceEntryType.SERVICE
    )


def _longer_pause(retry_after: float | None) -> float | None:
    """Return the service's Retry-After in seconds, None if it is within the interval.

    One of 0 must not make the coordinator list again at once, again and again.
    """
    if retry_after is None or retry_after <= SCAN_INTERVAL.total_seconds():
        return None
    return retry_after


class PrinterCoordinator(DataUpdateCoordinator[Mapping[str, Printer]]):
    """Lists an account's printers, by the id of their devices."""

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        config_entry: ConfigEntry[Any],
        client: CloudPrintClient,
        gate: ServiceGate,
        missing: MissingPrinters,
    ) -> None:
        """Set up a coordinator that has listed nothing yet.

        It opens and closes the gate through which jobs are sent.
        """
        super().__init__(
            hass,
            LOGGER,
            config_entry=config_entry,
            name=config_entry.title,
            update_interval=SCAN_INTERVAL,
        )
        self.client = client
        self.app_id: str = config_entry.unique_id or ""
        self.missing = missing
        self._gate = gate
        self._listed: frozenset[tuple[str, str]] | None = None

    @override
    async def _async_update_data(self) -> Mapping[str, Printer]:
        try:
            # Only an account without printers may be answered without a list.
            listed = await self.client.query_printers(
                may_be_null=not any(map(is_printer, self._devices()))
            )
        except CloudPrintAuthenticationError as err:
            # Only getToken was refused; refused tokens are renewed by the client.
            self._gate.close(Reason.AUTHENTICATION, err.message)
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="invalid_auth",
                translation_placeholders={"message": err.message},
            ) from err
        except CloudPrintError as err:
            self._gate.close(Reason.SERVICE, err.message, retry_after=err.retry_after)
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_list_printers",
                translation_placeholders={"message": err.message},
                retry_after=_longer_pause(err.retry_after),
            ) from err
        return self._async_sync_devices(
            {
                printer.key: printer
                for printer in listed
                if printer.device_type == PRINTER_DEVICE_TYPE and not printer.hidden
            }
        )

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Open the gate, now that it is known which printers are reported offline."""
        if self.last_update_success:
            self._gate.open()

    @callback
    def _async_sync_devices(
        self, listed: Mapping[tuple[str, str], Printer]
    ) -> dict[str, Printer]:
        """Bring the device registry in line with a list; return what is there now."""
        known = {device.id for device in self._devices()}
        present = self._register_devices(listed.values())
        gone = self.missing.update(
            {
                device.id: device.serial_number
                for device in self._devices()
                if device.id not in present and is_printer(device)
            },
            {
                device_id: printer.server_sn
                for device_id, printer in present.items()
                if device_id not in known
            },
        )
        for device_id in gone:
            self.missing.forget(device_id)
            dr.async_get(self.hass).async_remove_device(device_id)
        self._listed = frozenset(listed)
        # One that is missing for the first time may be there again in a moment.
        for device_id in self.missing.just_missed & (self.data or {}).keys():
            present[device_id] = self.data[device_id]
        return present

    def _devices(self) -> list[dr.DeviceEntry]:
        """Return the devices of the account, its own among them."""
        registry = dr.async_get(self.hass)
        return dr.async_entries_for_config_entry(registry, self.config_entry.entry_id)

    def _register_devices(self, printers: Iterable[Printer]) -> dict[str, Printer]:
        """Register the account and its printers; return these by their devices."""
        registry = dr.async_get(self.hass)
        entry_id = self.config_entry.entry_id
        registry.async_get_or_create(
            config_entry_id=entry_id,
            identifiers={(DOMAIN, self.app_id)},
            entry_type=dr.DeviceEntryType.SERVICE,
            manufacturer=MANUFACTURER,
            name=self.config_entry.title,
            configuration_url=CONSOLE_URL,
        )
        return {
            registry.async_get_or_create(
                config_entry_id=entry_id,
                identifiers={
                    printer_identifier(self.app_id, printer.server_sn, printer.name)
                },
                manufacturer=MANUFACTURER,
                model=printer.name,
                name=printer.alias,
                serial_number=printer.server_sn,
            ).id: printer
            for printer in printers
        }

    def device_id_of(self, printer: Printer) -> str | None:
        """Return the device of a printer, if it is there."""
        for device_id, known in self.data.items():
            if known.key == printer.key:
                return device_id
        return None

    @callback
    def async_remove(self, device_id: str) -> None:
        """Remove a printer that is no longer the account's; it may have gone already."""
        if (removed := self.data.get(device_id)) is None:
            return
        self._listed = (self._listed or frozenset()) - {removed.key}
        self.data = {
            known_id: printer
            for known_id, printer in self.data.items()
            if known_id != device_id
        }
        dr.async_get(self.hass).async_remove_device(device_id)
        self.async_update_listeners()

    def is_offline(self, printer_key: tuple[str, str]) -> bool:
        """Return if the service reports a printer offline; "online" proves nothing."""
        return any(
            printer.key == printer_key and printer.online is False
            for printer in (self.data or {}).values()
        )

    def is_gone(self, printer_key: tuple[str, str]) -> bool:
        """Return if the newest list is without a printer; no list says nothing."""
        return (
            self.last_update_success
            and self._listed is not None
            and printer_key not in self._listed
        )

    async def async_probe(self) -> None:
        """Ask the service whether it is there."""
        await self.async_refresh()
