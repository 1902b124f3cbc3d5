"""Reports each new state of a job once: to event entities, the event bus and triggers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, State, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from .const import DOMAIN, EntityKey
from .coordinator import find_entity
from .data import Account
from .printing.permission import find_printer_entity
from .printing.viewer import Viewer
from .spool.job import FINAL_STATES, Job, JobState
from .spool.job_parts import Gate
from .spool.job_store import JobStore

EVENT_JOB: Final = f"{DOMAIN}_job"

# States that are logged. The event entity also has those in between.
NOTABLE_STATES: Final = FINAL_STATES | {JobState.HELD}

APPROVAL_NEEDED: Final = "approval_needed"
APPROVAL_ENDED: Final = "approval_ended"

type _Asked = tuple[tuple[str, str | None], str | None]
"""What was printed at once, and the rule that asks about it."""

# Until when the states of each account's jobs were reported
_REPORTED: HassKey[defaultdict[str, datetime]] = HassKey(f"{DOMAIN}_reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReport:
    """A new state of a job; `to_state` is what a disabled event entity would have.

    `jobs` are all of a print that begin or end to wait for the same approval.
    """

    what: str | tuple[JobState, bool]  # an approval, or as `get_reported` returns it
    jobs: Sequence[Job]
    from_state: State | None
    to_state: State
    context: Context


SIGNAL_REPORT: Final = SignalType[JobReport](f"{DOMAIN}_job_report")
# For the event entities, whose states are in the report
SIGNAL_JOB: Final = SignalType[Job, Context](f"{DOMAIN}_job")


def async_setup_reports(hass: HomeAssistant) -> None:
    """Note the time before the journal is opened, which can make jobs unconfirmed."""
    started = dt_util.utcnow() - datetime.resolution
    hass.data[_REPORTED] = defaultdict(lambda: started)


def async_report_jobs(account: Account) -> CALLBACK_TYPE:
    """Report the new states of an account's jobs; return what stops it.

    They are reported once Home Assistant has started, which is when automations listen.
    """
    hass, entry_id = account.hass, account.entry.entry_id
    reporter = _Reporter(account, hass.data[_REPORTED][entry_id])
    remove_listener = account.store.async_add_listener(reporter.handle_job)
    remove_start = async_at_started(hass, reporter.start_soon)

    def stop() -> None:
        remove_start()
        remove_listener()
        reporter.start()
        hass.data[_REPORTED][entry_id] = dt_util.utcnow()

    return stop


class _Reporter:
    def __init__(self, account: Account, since: datetime) -> None:
        """Initialize with the present states of jobs; unconfirmed ones may be new."""
        self._hass = account.hass
        self._store = store = account.store
        self._asked = _find_asked(store)
        undecided = [job for job in store.undecided_jobs if job.updated_at <= since]
        self._states = {
            job.job_id: get_reported(job)
            for job in (*store.open_jobs, *undecided)
            if not _is_quiet(job)
        }
        self._waiting: list[Job] | None = [
            job for job in store.undecided_jobs if job.updated_at > since
        ]

    @callback
    def start_soon(self, hass: HomeAssistant) -> None:
        # Automations may start to listen in the same iteration of the loop.
        hass.loop.call_soon(self.start)

    def start(self) -> None:
        waiting, self._waiting = self._waiting, None
        for job in waiting or ():
            self.handle_job(job)

    def handle_job(self, job: Job) -> None:
        """Report a job's state, unless the state is the same as before."""
        if self._waiting is not None:
            self._waiting.append(job)
            return
        self._report_approval(job)
        if job.state is JobState.UNCONFIRMED and job.is_dismissed:
            # The user does not know either if it was printed.
            return
        if _is_quiet(job):
            if job.awaits_paper:
                # The front sides are printed again.
                self._states.pop(job.job_id, None)
            return
        reported = get_reported(job)
        if self._states.get(job.job_id) == reported:
            return
        # An unconfirmed job can become unconfirmed again, which is not a new state.
        if job.state.is_final and job.state is not JobState.UNCONFIRMED:
            self._states.pop(job.job_id, None)
        else:
            self._states[job.job_id] = reported
        _report(self._hass, job)

    def _report_approval(self, job: Job) -> None:
        """Report when a print begins and ends to wait for an approval, once for its jobs."""
        asked = _get_asked(job)
        if (jobs := self._asked.get(asked)) is not None:
            jobs[job.job_id] = job
            if not any(asked_job.needs_approval for asked_job in jobs.values()):
                del self._asked[asked]
                # What was approved with changes is another job.
                decided = [
                    asked_job for asked_job in jobs.values() if not asked_job.moved_to
                ]
                _report(self._hass, job, APPROVAL_ENDED, decided or [job])
        elif job.needs_approval:
            jobs = _find_asked(self._store).get(asked, {job.job_id: job})
            self._asked[asked] = jobs
            _report(self._hass, job, APPROVAL_NEEDED, list(jobs.values()))


def _find_asked(store: JobStore) -> dict[_Asked, dict[str, Job]]:
    asked = defaultdict[_Asked, dict[str, Job]](dict)
    for job in store.unapproved_jobs:
        asked[_get_asked(job)][job.job_id] = job
    return dict(asked)


def _get_asked(job: Job) -> _Asked:
    approval = job.approval
    return job.asked_at_once, None if approval is None else approval.rule.rule_id


def _is_quiet(job: Job) -> bool:
    """Return whether a job waits without being reported as held."""
    return job.awaits_order or job.gate not in (None, Gate.PAPER)


def get_reported(job: Job) -> tuple[JobState, bool]:
    """Return the state that is reported once, and whether paper has to be turned."""
    return job.state, job.awaits_paper


def _report(
    hass: HomeAssistant, job: Job, approval: str | None = None, jobs: Sequence[Job] = ()
) -> None:
    viewer = Viewer.public(hass)
    public = viewer.show(job)
    # Names the automation that printed, and no user
    context = Context(parent_id=job.requester.context_id if viewer.sees(job) else None)
    jobs = jobs or [job]
    # Of a print for several printers, one may be gone.
    entities = (find_entity(hass, each.device_id, EntityKey.PRINT_JOB) for each in jobs)
    entity = next(filter(None, entities), None)
    entity_id = "" if entity is None else entity.entity_id
    before = hass.states.get(entity_id)
    if approval is None:
        async_dispatcher_send(hass, SIGNAL_JOB, job, context)
    after = hass.states.get(entity_id)
    is_enabled = after is not before
    is_notable = approval is None and job.state in NOTABLE_STATES
    if is_notable or approval == APPROVAL_NEEDED:
        shown = entity_id if is_enabled else find_printer_entity(hass, job.device_id)
        data = {"entity_id": shown, **public.as_event()}
        if approval is not None:
            data["state"] = approval
        hass.bus.async_fire(EVENT_JOB, data, context=context)
    if entity is None:
        # The printer is gone.
        return
    if after is None or not is_enabled:
        now = dt_util.utcnow().isoformat(timespec="milliseconds")
        attributes = {"event_type": job.state.value, **public.as_attributes()}
        after = State(entity_id, now, attributes, context=context)
    report = JobReport(
        what=approval or get_reported(job),
        jobs=jobs,
        from_state=before,
        to_state=after,
        context=context,
    )
    async_dispatcher_send(hass, SIGNAL_REPORT, report)
