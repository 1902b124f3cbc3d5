"""Sensors of the states of printers and jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .api import Printer
from .const import EntityKey
from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity, CloudPrintPrinterEntity, add_printer_entities
from .printers.status import PrinterState, get_status
from .spool.job import JobState
from .spool.job_store import JobStore

PARALLEL_UPDATES: Final = 0


@dataclass(frozen=True, kw_only=True)
class PrinterSensorDescription(SensorEntityDescription):
    """Describes a sensor of a printer."""

    value_fn: Callable[[JobStore, str, Printer], StateType | datetime]
    attributes_fn: Callable[[JobStore, str], Mapping[str, Any]] | None = None
    needs_service: bool = True


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """Describes a sensor of an account."""

    value_fn: Callable[[JobStore], int]


def _get_last_job_attributes(store: JobStore, device_id: str) -> Mapping[str, Any]:
    if (job := store.last_job(device_id)) is None:
        return {}
    return {
        "job_id": job.job_id,
        "task_id": job.task_id,
        "job_name": job.name,
        "created_at": job.created_at.isoformat(),
        "updated_at": job.updated_at.isoformat(),
    }


PRINTER_SENSORS: Final = (
    PrinterSensorDescription(
        key=EntityKey.STATUS,
        name=None,
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in PrinterState],
        value_fn=get_status,
    ),
    PrinterSensorDescription(
        key=EntityKey.LAST_JOB,
        device_class=SensorDeviceClass.ENUM,
        # It becomes the last one once it was prepared.
        options=[state.value for state in JobState if state is not JobState.PREPARING],
        value_fn=lambda store, device_id, printer: (
            job.state.value if (job := store.last_job(device_id)) else None
        ),
        attributes_fn=_get_last_job_attributes,
    ),
    PrinterSensorDescription(
        key=EntityKey.ACTIVE_JOBS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store, device_id, printer: store.counts.open(device_id),
    ),
    PrinterSensorDescription(
        key=EntityKey.HELD_JOBS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store, device_id, printer: store.counts.held(device_id),
        needs_service=False,
    ),
    PrinterSensorDescription(
        key=EntityKey.LAST_PRINTED,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda store, device_id, printer: (
            job.updated_at if (job := store.last_finished(device_id)) else None
        ),
    ),
)

ACCOUNT_SENSORS: Final = (
    AccountSensorDescription(
        key=EntityKey.ACTIVE_JOBS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store: store.counts.open(),
    ),
    AccountSensorDescription(
        key=EntityKey.HELD_JOBS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda store: store.counts.held(),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account and its printers."""
    async_add_entities(
        AccountSensor(entry, description) for description in ACCOUNT_SENSORS
    )
    kinds = ((PrinterSensor, description) for description in PRINTER_SENSORS)
    add_printer_entities(entry, async_add_entities, *kinds)


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

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        if self.entity_description.attributes_fn is None:
            return None
        return self.entity_description.attributes_fn(self.store, self.device_id)


class AccountSensor(CloudPrintEntity, SensorEntity):
    """A sensor of an account."""

    entity_description: AccountSensorDescription
    _follows_jobs = True

    @property
    @override
    def native_value(self) -> int:
        return self.entity_description.value_fn(self.store)
