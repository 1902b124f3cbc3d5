"""What the printers do, and what became of the jobs."""

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

from .api import Printer
from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity, CloudPrintPrinterEntity, add_printer_entities
from .printers.status import get_status
from .spool.job import JobState
from .spool.job_store import JobStore

PARALLEL_UPDATES: Final = 0

type _Value = str | int | datetime | None


@dataclass(frozen=True, kw_only=True)
class PrinterSensorDescription(SensorEntityDescription):
    """A sensor of a printer: what it shows of the printer and its jobs.

    `is_known_here` is for what Home Assistant knows without the service.
    """

    value: Callable[[JobStore, str, Printer], _Value]
    attributes: Callable[[JobStore, str], Mapping[str, Any]] | None = None
    is_known_here: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(SensorEntityDescription):
    """A sensor of an account: what it shows of the jobs."""

    value: Callable[[JobStore], int]


def _last_job(store: JobStore, device_id: str, printer: Printer) -> str | None:
    job = store.last_job(device_id)
    return job.state.value if job else None


def _last_job_attributes(store: JobStore, device_id: str) -> Mapping[str, Any]:
    if (job := store.last_job(device_id)) is None:
        return {}
    return {
        "job_id": job.job_id,
        "task_id": job.task_id,
        "job_name": job.name,
        "created_at": job.created_at.isoformat(),
        "updated_at": job.updated_at.isoformat(),
    }


def _last_printed(store: JobStore, device_id: str, printer: Printer) -> datetime | None:
    job = store.last_finished(device_id)
    return job.updated_at if job else None


PRINTER_SENSORS: Final = (
    PrinterSensorDescription(
        key="status",
        translation_key="status",
        name=None,
        device_class=SensorDeviceClass.ENUM,
        options=["idle", "waiting", "printing", "offline"],
        value=get_status,
    ),
    PrinterSensorDescription(
        key="last_job",
        translation_key="last_job",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in JobState],
        value=_last_job,
        attributes=_last_job_attributes,
    ),
    PrinterSensorDescription(
        key="active_jobs",
        translation_key="active_jobs",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda store, device_id, printer: store.counts.open(device_id),
    ),
    PrinterSensorDescription(
        key="held_jobs",
        translation_key="held_jobs",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda store, device_id, printer: store.counts.held(device_id),
        is_known_here=True,
    ),
    PrinterSensorDescription(
        key="last_printed",
        translation_key="last_printed",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=_last_printed,
    ),
)

ACCOUNT_SENSORS: Final = (
    AccountSensorDescription(
        key="active_jobs",
        translation_key="active_jobs",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda store: store.counts.open(),
    ),
    AccountSensorDescription(
        key="held_jobs",
        translation_key="held_jobs",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda store: store.counts.held(),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account and of each of its printers."""
    async_add_entities(
        AccountSensor(entry, description) for description in ACCOUNT_SENSORS
    )
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [
            PrinterSensor(entry, device_id, description)
            for description in PRINTER_SENSORS
        ],
    )


class PrinterSensor(CloudPrintPrinterEntity, SensorEntity):
    """A sensor of a printer."""

    entity_description: PrinterSensorDescription

    @property
    @override
    def available(self) -> bool:
        """Return if what the sensor shows is known."""
        return self.entity_description.is_known_here or super().available

    @property
    @override
    def native_value(self) -> _Value:
        """Return what the sensor shows."""
        return self.entity_description.value(self.store, self.device_id, self.printer)

    @property
    @override
    def shown(self) -> _Value:
        """Return what the state is made of."""
        return self.native_value

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return more about the job that the sensor shows."""
        if self.entity_description.attributes is None:
            return None
        return self.entity_description.attributes(self.store, self.device_id)


class AccountSensor(CloudPrintEntity, SensorEntity):
    """A sensor of an account: Home Assistant knows its jobs without the service."""

    entity_description: AccountSensorDescription

    @property
    @override
    def native_value(self) -> int:
        """Return what the sensor shows."""
        return self.entity_description.value(self.store)

    @property
    @override
    def shown(self) -> int:
        """Return what the state is made of."""
        return self.native_value
