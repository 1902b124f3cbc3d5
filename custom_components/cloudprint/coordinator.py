"""Coordinator of an account's printers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api.client import CloudPrintClient
from .api.errors import CloudPrintAuthenticationError, CloudPrintError
from .api.parsing import GARBLED
from .api.printer import Printer
from .const import CONSOLE_URL, DOMAIN, LOGGER, MANUFACTURER, EntityKey
from .exceptions import create_error, service_failed
from .spool.circuit_breaker import CircuitBreaker
from .spool.failure import get_details
from .spool.job import Job, PrinterKey, Reason
from .texts import describe_clock, get_common_texts

# 30 lists an hour leave 30 of at most 60 calls for capabilities.
SCAN_INTERVAL: Final = timedelta(minutes=2)
PRINTER_DEVICE_TYPE: Final = "printer"
# Key of `MissingPrinters.renamed` in an entry's data. Diagnostics would show the data of
# an issue, which is also deleted while the account is disabled.
DATA_RENAMED: Final = "renamed_printers"
# Successful lists in a row without a printer after which it is removed
LISTS_UNTIL_GONE: Final = 2


def set_part_of_option(
    hass: HomeAssistant, entry: ConfigEntry[Any], option: str, key: str, part: object
) -> None:
    """Store one part of an account's option, or remove it if `part` is None.

    The account is not reloaded.
    """
    parts = {**entry.options.get(option, {}), key: part}
    parts = {key: part for key, part in parts.items() if part is not None}
    options = {**entry.options, option: parts}
    hass.config_entries.async_update_entry(entry, options=options)
    if entry.state is ConfigEntryState.LOADED:
        # Entities may have other choices, and shared printers announce others.
        entry.runtime_data.coordinator.async_update_listeners()


class MissingPrinters:
    """Printers of an account that are missing from the newest list, by device id.

    The service identifies a printer by server and name only. One that may have been
    renamed is not removed: only the user can tell.
    """

    def __init__(self, renamed: Mapping[str, Iterable[str]]) -> None:
        """Initialize with what was `renamed` before a restart."""
        self._misses: dict[str, int] = dict.fromkeys(renamed, 0)
        self._came = {device_id: set(came) for device_id, came in renamed.items()}

    @property
    def just_missed(self) -> set[str]:
        """Return the printers that were still in the list before the newest one."""
        return {device_id for device_id, misses in self._misses.items() if misses == 1}

    @property
    def renamed(self) -> Mapping[str, frozenset[str]]:
        """Return printers that may have been renamed, with new ones on the same server."""
        return {
            device_id: frozenset(came) for device_id, came in self._came.items() if came
        }

    def update(self, missing: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
        """Update from a list, by the SN of servers; return the printers to remove."""
        for device_id in self._misses.keys() - missing.keys():
            # It is listed again, or its device was removed.
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
        """Forget a printer whose device was removed."""
        self._misses.pop(device_id, None)
        self._came.pop(device_id, None)
        for came in self._came.values():
            came.discard(device_id)


def build_printer_identifier(app_id: str, server_sn: str, name: str) -> tuple[str, str]:
    """Return the device identifier of a printer, which two accounts can have."""
    return DOMAIN, f"{app_id}/{server_sn}/{name}"


def parse_printer_identifier(app_id: str, device: dr.DeviceEntry) -> PrinterKey:
    """Return what `build_printer_identifier` was called with."""
    identifier = next(id_ for domain, id_ in device.identifiers if domain == DOMAIN)
    server_sn, _, name = identifier.removeprefix(f"{app_id}/").partition("/")
    return server_sn, name


def is_printer(device: dr.DeviceEntry | dr.ChildDeviceEntry) -> bool:
    """Return whether a device is a printer, not an account or a document."""
    return (
        isinstance(device, dr.DeviceEntry)
        and device.entry_type is not dr.DeviceEntryType.SERVICE
    )


def get_printer_name(hass: HomeAssistant, device_id: str, default: str = "") -> str:
    """Return a printer's present name, or `default` if its device is gone."""
    device = dr.async_get(hass).async_get(device_id)
    return (device and (device.name_by_user or device.name)) or default or device_id


def get_job_printer(hass: HomeAssistant, job: Job) -> str:
    """Return the present name of a job's printer."""
    return get_printer_name(hass, job.device_id, job.printer)


def find_entity(
    hass: HomeAssistant, device_id: str, *keys: EntityKey, enabled: bool = False
) -> er.RegistryEntry | None:
    """Return the entity of a device with the first of the keys that it has."""
    entities = er.async_entries_for_device(
        er.async_get(hass), device_id, include_disabled_entities=not enabled
    )
    for key in keys:
        for entity in entities:
            if entity.platform == DOMAIN and entity.unique_id.endswith(f"_{key}"):
                return entity
    return None


def filter_printers(devices: Iterable[Printer]) -> list[Printer]:
    """Return the devices that are printers, are not hidden, and have a name."""
    return [
        device
        for device in devices
        if device.device_type == PRINTER_DEVICE_TYPE
        and not device.hidden
        and not device.is_garbled
    ]


def describe_refused_key(
    hass: HomeAssistant, client: CloudPrintClient, err: CloudPrintAuthenticationError
) -> tuple[str, dict[str, str]]:
    """Return the translation key and placeholders of the error for a refused AppKey."""
    clock = describe_clock(get_common_texts(hass), client.clock_offset)
    texts = {"message": err.message, "clock": clock}
    if err.message:
        key = "invalid_auth_clock" if clock else "invalid_auth"
    else:
        key = "key_refused_clock" if clock else "key_refused"
    return key, {name: text for name, text in texts.items() if text}


def get_renamed_printers(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, list[str]]:
    """Return the stored `MissingPrinters.renamed`, without removed candidates."""
    devices = dr.async_get(hass)
    return {
        device_id: list(filter(devices.async_get, candidates))
        for device_id, candidates in entry.data.get(DATA_RENAMED, {}).items()
    }


class PrinterCoordinator(DataUpdateCoordinator[Mapping[str, Printer]]):
    """Lists an account's printers, by device id."""

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        config_entry: ConfigEntry[Any],
        client: CloudPrintClient,
        breaker: CircuitBreaker,
    ) -> None:
        """Initialize; the coordinator opens and closes the circuit breaker."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=config_entry,
            name=config_entry.title,
            update_interval=SCAN_INTERVAL,
        )
        self.client = client
        self.app_id: str = config_entry.unique_id or ""
        self.missing = MissingPrinters(get_renamed_printers(hass, config_entry))
        self._breaker = breaker
        self.reason: Reason | None = None  # why the service is not available
        # At the newest refresh: the reason, the clock's offset, a wrong address
        self._told: tuple[Reason | None, timedelta | None, str | None] = (None,) * 3
        self.listed: frozenset[PrinterKey] | None = None  # None until the first list
        self._removed = set[PrinterKey]()  # since the newest list was requested

    def restore(self, printers: Iterable[Printer]) -> None:
        """Offer printers of before a restart, unless their device was deleted."""
        devices = self._printer_devices()
        self.data = {
            devices[printer.key].id: printer
            for printer in printers
            if printer.key in devices
        }

    def rebuild(self) -> bool:
        """Offer the printers of the device registry; return whether it has the account."""
        self.restore(
            Printer(server_sn=server_sn, name=name, alias=device.name or "")
            for (server_sn, name), device in self._printer_devices().items()
        )
        return bool(self._devices())

    @override
    async def _async_update_data(self) -> Mapping[str, Printer]:
        removed = self._removed = set()
        try:
            # `null` instead of a list is valid for an account without printers only.
            listed = await self.client.query_printers(
                may_be_null=not self._printer_devices()
            )
        except CloudPrintAuthenticationError as err:
            # Refused by getToken. The client renews refused tokens by itself.
            self._breaker.open(Reason.AUTHENTICATION, get_details(err))
            key, placeholders = describe_refused_key(self.hass, self.client, err)
            raise create_error(ConfigEntryAuthFailed, key, **placeholders) from err
        except CloudPrintError as err:
            self._breaker.open(
                Reason.SERVICE, get_details(err), retry_after=err.retry_after
            )
            failure = service_failed(UpdateFailed, err, "cannot_list_printers")
            # With 0, the coordinator would retry without a pause.
            if (err.retry_after or 0) > SCAN_INTERVAL.total_seconds():
                failure.retry_after = err.retry_after
            raise failure from err
        entry_id = self.config_entry.entry_id
        if self.hass.config_entries.async_get_entry(entry_id) is None:
            # Its devices went with it.
            return self.data
        return self._async_sync_devices(
            {
                printer.key: printer
                for printer in self._with_known_names(listed)
                if printer.key not in removed
            }
        )

    def _with_known_names(self, listed: Iterable[Printer]) -> list[Printer]:
        """Return the printers of a list, with known names in place of garbled ones."""
        remembered = {printer.key: printer for printer in (self.data or {}).values()}
        servers = {printer.server_sn for printer in listed if printer.is_garbled}
        keys = {printer.key for printer in listed}
        printers = [
            printer
            for key, printer in remembered.items()
            if printer.server_sn in servers and key not in keys
        ]
        for printer in filter_printers(listed):
            if GARBLED in printer.alias:
                alias = remembered.get(printer.key, replace(printer, alias="")).alias
                printer = replace(printer, alias=alias)
            printers.append(printer)
        return printers

    @property
    def misdirection(self) -> UpdateFailed | None:
        """Return the error of the newest list if it names the server that answered."""
        err = self.last_exception
        if self.last_update_success or not isinstance(err, UpdateFailed):
            return None
        is_named = {"address", "host"} & {*(err.translation_placeholders or ())}
        return err if is_named else None

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Close the circuit after the data, which the dispatcher reads, is updated."""
        before = self._told
        is_refused = isinstance(self.last_exception, ConfigEntryAuthFailed)
        why = Reason.AUTHENTICATION if is_refused else Reason.SERVICE
        self.reason = None if self.last_update_success else why
        err = self.misdirection
        key = err.translation_key if err else None
        self._told = self.reason, self.client.clock_offset, key
        self._report_printers()
        if self.last_update_success:
            entry = self.config_entry
            for flow in list(entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})):
                self.hass.config_entries.flow.async_abort(flow["flow_id"])
            self._breaker.close()
        elif before[0] and before != self._told:
            # Home Assistant tells them, and the log, of the first failure only.
            if key not in (None, before[2]):
                LOGGER.warning("%s", err)
            self.async_update_listeners()

    def _async_sync_devices(
        self, listed: Mapping[PrinterKey, Printer]
    ) -> dict[str, Printer]:
        """Update the device registry from a list; return the present printers."""
        devices = self._printer_devices()
        present = self._register_devices(listed.values())
        gone = self.missing.update(
            {device.id: key[0] for key, device in devices.items() if key not in listed},
            {
                device_id: printer.server_sn
                for device_id, printer in present.items()
                if printer.key not in devices
            },
        )
        for device_id in gone:
            self.missing.forget(device_id)
            dr.async_get(self.hass).async_remove_device(device_id)
        # What is restored is not a list.
        before = {} if self.listed is None else self.data
        self.listed = frozenset(listed)
        # A printer that is missing for the first time may be back in the next list.
        for device_id in self.missing.just_missed & before.keys():
            present[device_id] = before[device_id]
        return present

    def _devices(self) -> list[dr.DeviceEntry]:
        registry = dr.async_get(self.hass)
        return dr.async_entries_for_config_entry(registry, self.config_entry.entry_id)

    def _printer_devices(self) -> dict[PrinterKey, dr.DeviceEntry]:
        devices = filter(is_printer, self._devices())
        return {
            parse_printer_identifier(self.app_id, device): device for device in devices
        }

    def _register_devices(self, printers: Iterable[Printer]) -> dict[str, Printer]:
        """Register the account and its printers; return the printers by device id."""
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
                identifiers={build_printer_identifier(self.app_id, *printer.key)},
                manufacturer=printer.maker,
                model=printer.name,
                name=printer.alias,
            ).id: printer
            for printer in printers
        }

    def get_device_id(self, printer: Printer) -> str | None:
        """Return the device id of a printer, if it is present."""
        by_key = {listed.key: device_id for device_id, listed in self.data.items()}
        return by_key.get(printer.key)

    async def async_revoke(self, device_id: str) -> None:
        """Unshare a present printer, and remove it. Raises HomeAssistantError."""
        if (printer := self.data.get(device_id)) is None:
            return
        try:
            await self.client.revoke_share_printer(printer)
        except CloudPrintError as err:
            name = get_printer_name(self.hass, device_id, printer.alias)
            raise service_failed(
                HomeAssistantError, err, "cannot_remove_printer", printer=name
            ) from err
        self.async_remove(device_id)

    def async_remove(self, device_id: str) -> None:
        """Remove a printer that is no longer shared, if it is still present."""
        printers = {**self.data}
        if (removed := printers.pop(device_id, None)) is None:
            return
        if self.listed is not None:
            self.listed -= {removed.key}
        self._removed.add(removed.key)
        self.data = printers
        self._report_printers()
        dr.async_get(self.hass).async_remove_device(device_id)
        self.async_update_listeners()

    def _report_printers(self) -> None:
        """Tell the spool which printers are listed, and which are reported offline."""
        self._breaker.set_printers(
            self.listed if self.last_update_success else None,
            {
                printer.key
                for printer in (self.data or {}).values()
                if printer.online is False
            },
        )
