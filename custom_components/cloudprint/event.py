"""What becomes of a printer's jobs, as it happens."""

from datetime import timedelta
from functools import partial
from typing import Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, add_printer_entities
from .job_event import async_fire_job, async_fire_job_without_printer
from .spool.job import Job, JobState

PARALLEL_UPDATES: Final = 0

PRINT_JOB: Final = EventEntityDescription(
    key="print_job",
    translation_key="print_job",
    event_types=[state.value for state in JobState],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of each printer."""
    entry.async_on_unload(
        entry.runtime_data.spooler.register.async_add_listener(
            partial(async_fire_job_without_printer, hass)
        )
    )
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [PrintJobEvent(entry, device_id, PRINT_JOB)],
    )


class PrintJobEvent(CloudPrintPrinterEntity, EventEntity):
    """An event for each state that a job of a printer comes to."""

    # Most of what happens to jobs happens here.
    _needs_service = False

    def __init__(
        self,
        entry: CloudPrintConfigEntry,
        device_id: str,
        description: EventEntityDescription,
    ) -> None:
        """Set up events of the jobs from now on."""
        super().__init__(entry, device_id, description)
        self._states = {
            job.job_id: job.state
            for job in self.register.open_jobs
            if job.device_id == device_id
        }

    @override
    async def async_added_to_hass(self) -> None:
        """Tell what became of jobs while nobody could be told: while starting."""
        await super().async_added_to_hass()
        # As long as an entity is only being added, it has no state that could change.
        self.hass.loop.call_soon(self._tell_untold)

    @callback
    def _tell_untold(self) -> None:
        """Tell of unconfirmed jobs that are newer than what was told last."""
        last = dt_util.parse_datetime(self.state) if self.state else None
        for job in self.register.undecided_jobs:
            # What was told is known to the millisecond only.
            if last is None or job.updated_at >= last + timedelta(milliseconds=1):
                self._handle_job(job)

    @callback
    @override
    def _follow_jobs(self) -> CALLBACK_TYPE:
        """Follow each step of each job: an event is more than a number of jobs."""
        return self.register.async_add_listener(self._handle_job)

    @callback
    def _handle_job(self, job: Job) -> None:
        """Tell a job's new state; a job that stays in its state has nothing to tell."""
        is_known = self._states.get(job.job_id) is job.state
        if (
            job.device_id != self.device_id
            or is_known
            or job.stays_unconfirmed
            or job.is_waiting_its_turn
        ):
            return
        # One that nobody knows the outcome of may be asked about again.
        if job.state.is_final and job.state is not JobState.UNCONFIRMED:
            self._states.pop(job.job_id, None)
        else:
            self._states[job.job_id] = job.state
        self._trigger_event(
            job.state.value,
            {
                "job_id": job.job_id,
                "task_id": job.task_id,
                "job_name": job.name,
                "device_id": job.device_id,
                "reason": job.reason and job.reason.value,
                "message": job.message,
            },
        )
        self.async_write_ha_state()
        async_fire_job(self.hass, self.entity_id, job)
