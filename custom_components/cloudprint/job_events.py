"""Reports each new state of a job once: to event entities, the event bus and triggers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from .const import DOMAIN, EntityKey
from .coordinator import get_printer_name
from .data import CloudPrintConfigEntry
from .printing.outcome import with_message
from .printing.permission import find_printer_entity
from .spool.job import Job, JobState

EVENT_JOB: Final = f"{DOMAIN}_job"

# States that are logged. Event entities also have those in between.
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

# Until when the states of each account's jobs are reported
_REPORTED: HassKey[defaultdict[str, datetime]] = HassKey(f"{DOMAIN}_reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReport:
    """A new state of a job, with the states of its printer's event entity.

    A disabled entity has no state: `to_state` is what it would be.
    """

    job: Job
    entity_id: str
    from_state: State | None
    to_state: State
    context: Context


SIGNAL_REPORT: Final = SignalType[JobReport](f"{DOMAIN}_job_report")


def get_job_signal(device_id: str) -> SignalType[Job]:
    """Return the signal of new states of a printer's jobs, for its event entity."""
    return SignalType(f"{DOMAIN}_job_{device_id}")


def build_attributes(hass: HomeAssistant, job: Job) -> dict[str, Any]:
    """Return the attributes that the event of a job's state has."""
    return {
        "job_id": job.job_id,
        "task_id": job.task_id,
        "job_name": job.name,
        "device_id": job.device_id,
        "reason": job.reason and job.reason.value,
        "message": with_message(hass, job).message,
        "requested_by": job.requested_by,
        "warnings": list(job.warnings),
    }


def find_event_entity(hass: HomeAssistant, device_id: str) -> er.RegistryEntry | None:
    """Return the event entity of a printer, which may be disabled."""
    for entity in er.async_entries_for_device(
        er.async_get(hass), device_id, include_disabled_entities=True
    ):
        if entity.platform == DOMAIN and EntityKey.PRINT_JOB.is_key_of(
            entity.unique_id
        ):
            return entity
    return None


def async_setup_reports(hass: HomeAssistant) -> None:
    """Note the time before the journal is opened, which can make jobs unconfirmed."""
    started = dt_util.utcnow() - datetime.resolution
    hass.data[_REPORTED] = defaultdict(lambda: started)


@callback
def async_report_jobs(
    hass: HomeAssistant, entry: CloudPrintConfigEntry
) -> CALLBACK_TYPE:
    """Report the new states of an account's jobs; return what stops it.

    They are reported once Home Assistant has started, which is when automations listen.
    """
    store, reported = entry.runtime_data.store, hass.data[_REPORTED]
    since = reported[entry.entry_id]
    missed = [job for job in store.undecided_jobs if job.updated_at > since]
    waiting: list[Job] | None = list(missed)
    states = {
        job.job_id: _get_reported(job)
        for job in (*store.open_jobs, *store.undecided_jobs)
        if job not in missed and not _is_quiet(job)
    }

    @callback
    def report(job: Job) -> None:
        """Report a job's state, unless it is the same as before."""
        if job.stays_unconfirmed:
            return
        if _is_quiet(job):
            if job.awaits_paper:
                # The front sides are printed again.
                states.pop(job.job_id, None)
            return
        state = _get_reported(job)
        if states.get(job.job_id) == state:
            return
        # An unconfirmed job can become unconfirmed again, which is not a new state.
        if job.state.is_final and job.state is not JobState.UNCONFIRMED:
            states.pop(job.job_id, None)
        else:
            states[job.job_id] = state
        _send(hass, job)

    @callback
    def handle(job: Job) -> None:
        if waiting is None:
            report(job)
        else:
            waiting.append(job)

    @callback
    def report_waiting() -> None:
        nonlocal waiting
        jobs, waiting = waiting, None
        for job in jobs or ():
            report(job)

    @callback
    def started(hass: HomeAssistant) -> None:
        # Automations may start to listen in the same iteration of the loop.
        hass.loop.call_soon(report_waiting)

    remove_listener = store.async_add_listener(handle)
    remove_start = async_at_started(hass, started)

    @callback
    def stop() -> None:
        remove_start()
        remove_listener()
        report_waiting()
        reported[entry.entry_id] = dt_util.utcnow()

    return stop


def _is_quiet(job: Job) -> bool:
    """Return whether a job is in preparation, or waits only for jobs before it."""
    return (
        job.state is JobState.PREPARING
        or job.awaits_order
        or (job.awaits_paper and not job.can_release_back_pass)
    )


def _get_reported(job: Job) -> tuple[JobState, bool]:
    return job.state, job.awaits_paper


@callback
def _send(hass: HomeAssistant, job: Job) -> None:
    """Tell the event entity, the event bus and the triggers of a new state."""
    entity = find_event_entity(hass, job.device_id)
    entity_id = "" if entity is None else entity.entity_id
    before = hass.states.get(entity_id)
    async_dispatcher_send(hass, get_job_signal(job.device_id), job)
    after = hass.states.get(entity_id)
    context = Context()
    if job.state in NOTABLE_STATES:
        is_enabled = after is not before
        shown = entity_id if is_enabled else find_printer_entity(hass, job.device_id)
        data = {
            "entity_id": shown,
            "device_id": job.device_id,
            "printer": get_printer_name(hass, job.device_id, job.printer),
            "job_id": job.job_id,
            "job_name": job.name,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
            "requested_by": job.requested_by,
        }
        hass.bus.async_fire(EVENT_JOB, data, context=context)
    if not entity_id:
        # The printer is gone.
        return
    if after is None or after is before:
        now = dt_util.utcnow().isoformat(timespec="milliseconds")
        attributes = {"event_type": job.state.value, **build_attributes(hass, job)}
        after = State(entity_id, now, attributes)
    report = JobReport(
        job=job,
        entity_id=entity_id,
        from_state=before,
        to_state=after,
        context=context,
    )
    async_dispatcher_send(hass, SIGNAL_REPORT, report)
