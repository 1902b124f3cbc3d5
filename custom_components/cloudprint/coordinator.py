"""The printers of an account, listed regularly, and those missing from the lists."""

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
from .const import CONSOLE_URL, DOMAIN, LOGGER, MANUFACTURER
from .spool.circuit_breaker import CircuitBreaker
from .spool.job import Reason

LISTS_UNTIL_GONE: Final = 2
"""A printer is gone when this many successful lists in a row are without it."""


class MissingPrinters:
    """An account's missing printers, by the ids of their devices.

    The service knows a printer by its name on its server, so that one that is renamed
    there looks like one gone and one come. Only a person can tell, and as long as it
    may have been renamed, a missing printer is not taken for gone.
    """

    def __init__(self, renamed: Mapping[str, Iterable[str]]) -> None:
        """Set up with what was known of renamed printers before; see `renamed`."""
        self._misses: dict[str, int] = dict.fromkeys(renamed, 0)
        self._came = {device_id: set(came) for device_id, came in renamed.items()}

    @property
    def just_missed(self) -> set[str]:
        """Return the printers that the newest list is the first to be without."""
        return {device_id for device_id, misses in self._misses.items() if misses == 1}

    @property
    def renamed(self) -> Mapping[str, frozenset[str]]:
        """Return the printers that may have been renamed, each with what it may be.

        That is what came on the same server since it is missing.
        """
        return {
            device_id: frozenset(came) for device_id, came in self._came.items() if came
        }

    def update(
        self, missing: Mapping[str, str | None], new: Mapping[str, str]
    ) -> list[str]:
        """Take in what a list is without and what is new in it; return what is gone.

        Both are the ids of devices with the SN of their server.
        """
        for device_id in self._misses.keys() - missing.keys():
            # It is there again, or nobody wants to know about it any more.
            del self._misses[device_id], self._came[device_id]
        for device_id, server_sn in missing.items():
            self._misses[device_id] = self._misses.get(device_id, 0) + 1
            self._came.setdefault(device_id, set()).update(
                new_id for new_id, new_sn in new.items() if new_sn == server_sn
            )
        return [
            device_id
            for device_id, misses in self._misses.items()
            if misses >= LISTS_UNTIL_GONE and not self._came[device_id]
        ]

    def forget(self, device_id: str) -> None:
        """Leave a printer out that has no device any more."""
        self._misses.pop(device_id, None)
        self._came.pop(device_id, None)
        for came in self._came.values():
            came.discard(device_id)


SCAN_INTERVAL: Final = timedelta(minutes=2)
"""Thirty lists an hour leave as many calls for capabilities below 60 in all."""

PRINTER_DEVICE_TYPE: Final = "printer"

DATA_RENAMED: Final = "renamed_printers"
"""Where an account keeps what is asked: an issue tells printers' names to whoever reads
the diagnostics, if it is kept itself, and goes while the account is switched off."""


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


def renamed_printers(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, list[str]]:
    """Return what is asked, also since before Home Assistant was restarted.

    The devices of missing printers, each with those that it may be and that are still
    there. See MissingPrinters.
    """
    devices = dr.async_get(hass)
    return {
        device_id: list(filter(devices.async_get, candidates))
        for device_id, candidates in entry.data.get(DATA_RENAMED, {}).items()
    }


class PrinterCoordinator(DataUpdateCoordinator[Mapping[str, Printer]]):
    """Lists an account's printers, by the id of their devices."""

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        config_entry: ConfigEntry[Any],
        client: CloudPrintClient,
        breaker: CircuitBreaker,
        missing: MissingPrinters,
    ) -> None:
        """Set up a coordinator that has listed nothing yet.

        It opens and closes the circuit breaker through which jobs are sent.
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
        self._breaker = breaker
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
            self._breaker.open(Reason.AUTHENTICATION, err.message)
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="invalid_auth",
                translation_placeholders={"message": err.message},
            ) from err
        except CloudPrintError as err:
            self._breaker.open(Reason.SERVICE, err.message, retry_after=err.retry_after)
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
        """Close the circuit, now that it is known which printers are reported offline."""
        if self.last_update_success:
            self._breaker.close()

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
