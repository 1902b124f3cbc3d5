"""Event entities of print jobs, and the `cloudprint_job` event of the logbook."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN, EntityKey
from .coordinator import get_printer_name
from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, add_printer_entities
from .printing.outcome import with_message
from .spool.job import Job, JobState
from .texts import get_common_texts

PARALLEL_UPDATES: Final = 0

PRINT_JOB: Final = EventEntityDescription(
    key=EntityKey.PRINT_JOB,
    event_types=[state.value for state in JobState if state is not JobState.PREPARING],
)

EVENT_JOB: Final = f"{DOMAIN}_job"

# States that are logged. The event entity also has those in between.
NOTABLE_STATES: Final = frozenset(
    {
        JobState.HELD,
        JobState.FINISHED,
        JobState.FAILED,
        JobState.CANCELED,
        JobState.UNCONFIRMED,
        JobState.EXPIRED,
    }
)


@callback
def async_fire_job(hass: HomeAssistant, entity_id: str | None, job: Job) -> None:
    """Fire the event of a job's new state, if the state is notable."""
    if job.state not in NOTABLE_STATES:
        return
    hass.bus.async_fire(
        EVENT_JOB,
        {
            "entity_id": entity_id,
            "device_id": job.device_id,
            "printer": get_printer_name(hass, job.device_id, job.printer),
            "job_id": job.job_id,
            "job_name": job.name,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
            "requested_by": job.requested_by,
        },
    )


@callback
def async_fire_job_without_entity(hass: HomeAssistant, job: Job) -> None:
    """Fire the event of a job that ended on a printer without an enabled event entity."""
    if (
        job.state.is_final
        and not job.stays_unconfirmed
        and not any(
            entity.domain == Platform.EVENT and entity.platform == DOMAIN
            for entity in er.async_entries_for_device(er.async_get(hass), job.device_id)
        )
    ):
        async_fire_job(hass, None, job)


def describe_event(hass: HomeAssistant, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name and the message of an event, in Home Assistant's language.

    The message is complete without the name, which the frontend replaces by the entity's.
    """
    texts = get_common_texts(hass)
    printer = get_printer_name(hass, data["device_id"], data["printer"])
    key = f"common.logbook_{data['state']}"
    template = texts.get(f"{key}_{data['reason']}", texts[key])
    message = template.format(name=data["job_name"], printer=printer)
    if requested_by := data.get("requested_by"):
        message = texts["common.logbook_requested_by"].format(
            message=message, requested_by=requested_by
        )
    return texts["common.logbook_name"], message


def _is_quiet(job: Job) -> bool:
    """Return whether a job is in preparation, or waits only for jobs before it."""
    return (
        job.state is JobState.PREPARING
        or job.awaits_order
        or (job.awaits_paper and not job.can_release_back_pass)
    )


def _get_reported(job: Job) -> tuple[JobState, bool]:
    return job.state, job.awaits_paper


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up an event entity for each printer."""
    entry.async_on_unload(
        entry.runtime_data.store.async_add_listener(
            partial(async_fire_job_without_entity, hass)
        )
    )
    add_printer_entities(entry, async_add_entities, (PrintJobEvent, PRINT_JOB))


class PrintJobEvent(CloudPrintPrinterEntity, EventEntity):
    """Fires an event for each new state of a printer's jobs."""

    _needs_service = False  # jobs also change without it

    def __init__(
        self,
        entry: CloudPrintConfigEntry,
        device_id: str,
        description: EventEntityDescription,
    ) -> None:
        """Initialize with the present states of the open jobs, which are not new."""
        super().__init__(entry, device_id, description)
        self._states = {
            job.job_id: _get_reported(job)
            for job in self.store.open_jobs
            if job.device_id == device_id and not _is_quiet(job)
        }

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the jobs; fire the events of those that became unconfirmed before."""
        await super().async_added_to_hass()
        self.async_on_remove(self.store.async_add_listener(self._handle_job))
        # While an entity is being added, its state cannot be written.
        self.hass.loop.call_soon(self._handle_missed_jobs)

    @callback
    def _handle_missed_jobs(self) -> None:
        """Fire the events of unconfirmed jobs that are newer than the last event."""
        last = dt_util.parse_datetime(self.state) if self.state else None
        for job in self.store.undecided_jobs:
            # The state has milliseconds, the job microseconds.
            if last is None or job.updated_at >= last + timedelta(milliseconds=1):
                self._handle_job(job)

    @callback
    def _handle_job(self, job: Job) -> None:
        """Fire the event of a job's state, unless the state is the same as before."""
        if job.device_id != self.device_id or job.stays_unconfirmed:
            return
        if _is_quiet(job):
            if job.awaits_paper:
                # The front sides are printed again.
                self._states.pop(job.job_id, None)
            return
        reported = _get_reported(job)
        if self._states.get(job.job_id) == reported:
            return
        # An unconfirmed job can become unconfirmed again, which is not a new state.
        if job.state.is_final and job.state is not JobState.UNCONFIRMED:
            self._states.pop(job.job_id, None)
        else:
            self._states[job.job_id] = reported
        self._trigger_event(
            job.state.value,
            {
                "job_id": job.job_id,
                "task_id": job.task_id,
                "job_name": job.name,
                "device_id": job.device_id,
                "reason": job.reason and job.reason.value,
                "message": with_message(self.hass, job).message,
                "requested_by": job.requested_by,
                "warnings": list(job.warnings),
            },
        )
        self.async_write_ha_state()
        async_fire_job(self.hass, self.entity_id, job)
