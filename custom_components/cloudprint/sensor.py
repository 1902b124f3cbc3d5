"""Sensors of the states of printers and jobs."""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.typing import StateType

from .api.printer import Printer
from .const import DOMAIN, EntityKey
from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity, CloudPrintPrinterEntity, add_printer_entities
from .printers.status import PrinterState, get_quiet_status
from .printers.watch import get_watched
from .printing.viewer import Viewer
from .spool.job import JobState
from .spool.job_store import JobStore

PARALLEL_UPDATES: Final = 0


@dataclass(frozen=True, kw_only=True)
class PrinterSensorDescription(SensorEntityDescription):
    """Describes a sensor of a printer."""

    value_fn: Callable[[JobStore, str, Printer], StateType | datetime]
    needs_service: bool = True


def _get_outcome(store: JobStore, device_id: str, printer: Printer) -> str | None:
    if (job := store.last_notable.get(device_id)) is None:
        return None
    if job.state.is_final or job.approval is None:
        return job.state.value
    return f"approval_{job.approval.state}"


PRINTER_STATUS: Final = SensorEntityDescription(
    key=EntityKey.STATUS,
    name=None,
    device_class=SensorDeviceClass.ENUM,
    options=[state.value for state in PrinterState],
)

LAST_JOB: Final = PrinterSensorDescription(
    key=EntityKey.LAST_JOB,
    device_class=SensorDeviceClass.ENUM,
    options=[
        "approval_needed",
        "approval_given",
        *(state.value for state in JobState if state.is_final),
    ],
    value_fn=_get_outcome,
)

PRINTER_SENSORS: Final = (
    PrinterSensorDescription(
        key=EntityKey.ACTIVE_JOBS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store, device_id, printer: store.counts.open(device_id),
    ),
    PrinterSensorDescription(
        key=EntityKey.HELD_JOBS,
        entity_registry_enabled_default=False,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store, device_id, printer: store.counts.held(device_id),
        needs_service=False,
    ),
    PrinterSensorDescription(
        key=EntityKey.LAST_PRINTED,
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda store, device_id, printer: (
            job.updated_at if (job := store.last_finished.get(device_id)) else None
        ),
    ),
)

PRINTED_PAGES: Final = PrinterSensorDescription(
    key=EntityKey.PAGES,
    entity_category=EntityCategory.DIAGNOSTIC,
    state_class=SensorStateClass.TOTAL_INCREASING,
    value_fn=lambda store, device_id, printer: store.printed_pages[device_id],
    needs_service=False,
)

SUPPLIES: Final = SensorEntityDescription(
    key=EntityKey.SUPPLIES,
    device_class=SensorDeviceClass.ENUM,
    entity_category=EntityCategory.DIAGNOSTIC,
    options=["not_reported", "watched"],
)

# What the sensors of an account count, by their keys
ACCOUNT_SENSORS: Final[dict[str, Callable[[JobStore], int]]] = {
    EntityKey.ACTIVE_JOBS: lambda store: store.counts.open(),
    EntityKey.HELD_JOBS: lambda store: store.counts.held(),
    EntityKey.APPROVALS: lambda store: len(
        {job.asked_at_once for job in store.unapproved_jobs}
    ),
}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account and its printers."""
    account = entry.runtime_data
    registry, added = er.async_get(hass), set[str]()

    @callback
    def update_counts(*_: object) -> None:
        for key in ACCOUNT_SENSORS:
            sensor = AccountSensor(account, SensorEntityDescription(key=key))
            # Approvals are counted while there is a rule, or a print waits for one.
            if key != EntityKey.APPROVALS or account.rules or sensor.native_value:
                if key not in added:
                    async_add_entities([sensor])
                added.add(key)
            elif entity_id := registry.async_get_entity_id(
                Platform.SENSOR, DOMAIN, str(sensor.unique_id)
            ):
                registry.async_remove(entity_id)
                added.discard(key)

    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, update_counts)
    )
    update_counts()
    is_enabled = bool(account.rules)
    pages = replace(PRINTED_PAGES, entity_registry_enabled_default=is_enabled)
    kinds = ((PrinterSensor, description) for description in (*PRINTER_SENSORS, pages))
    others = (
        (StatusSensor, PRINTER_STATUS),
        (LastJobSensor, LAST_JOB),
        (SuppliesSensor, SUPPLIES),
    )
    add_printer_entities(account, async_add_entities, *others, *kinds)


class PrinterSensor(CloudPrintPrinterEntity, SensorEntity):
    """A sensor of a printer."""

    entity_description: PrinterSensorDescription
    _follows_jobs = True

    @property
    @override
    def available(self) -> bool:
        return not self.entity_description.needs_service or super().available

    @property
    @override
    def native_value(self) -> StateType | datetime:
        return self.entity_description.value_fn(
            self.store, self.device_id, self.printer
        )


class StatusSensor(CloudPrintPrinterEntity, SensorEntity):
    """The status of a printer, whose changes are lines of the activity."""

    _follows_jobs = True
    _cancel_timer: CALLBACK_TYPE | None = None  # of its next change by time alone

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._stop_timer)
        self._update()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._update()
        super()._handle_coordinator_update()

    @override
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        if self.device_id in device_ids:
            self._update()
        super()._handle_jobs(device_ids)

    def _update(self) -> None:
        self._stop_timer()
        printer = self.coordinator.data.get(self.device_id, self.printer)
        status, seconds = get_quiet_status(self.store, self.device_id, printer)
        self._attr_native_value = status
        if seconds is not None:
            job = HassJob(self._handle_time, cancel_on_shutdown=True)
            self._cancel_timer = async_call_later(self.hass, seconds, job)

    @callback
    def _handle_time(self, now: datetime) -> None:
        self._handle_jobs({self.device_id})

    def _stop_timer(self) -> None:
        if self._cancel_timer is not None:
            self._cancel_timer()


class LastJobSensor(PrinterSensor):
    """What became of a printer's newest job, of which one on its way says nothing yet."""

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        job = self.store.last_notable.get(self.device_id)
        return {} if job is None else Viewer.public(self.hass).show(job).as_last_job()


class SuppliesSensor(CloudPrintPrinterEntity, SensorEntity):
    """A note: the service reports no ink, paper and jams, but a watched device may."""

    _needs_service = False

    @property
    @override
    def native_value(self) -> str:
        watched = get_watched(self.hass, self.entry, self.device_id)
        return "watched" if watched else "not_reported"


class AccountSensor(CloudPrintEntity, SensorEntity):
    """Counts jobs of an account."""

    _attr_state_class = SensorStateClass.MEASUREMENT
    _follows_jobs = True

    @property
    @override
    def native_value(self) -> int:
        return ACCOUNT_SENSORS[self.entity_description.key](self.store)
