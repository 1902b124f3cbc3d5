"""The window through which jobs are seen: who may know what of a job, and its shapes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..coordinator import get_job_printer
from ..data import JOURNAL, Account, get_account
from ..exceptions import failed, invalid, name_document, shown
from ..fields import parse_text_line
from ..policy.rules import get_rules
from ..printers.watch import describe_watched
from ..requester import Requester, RequesterKind
from ..settings import has_own_history
from ..spool.job import ContentSummary, Job
from ..spool.job_parts import Gate, Pages, Waiting
from ..spool.journal import JournalError, Private
from ..texts import format_message, get_common_texts
from .permission import may

MAX_JOB_ID: Final = 100

_OF_OWNER: Final = ("task_id", "job_name", "message", "requested_by")
"""What is in no state and no event with own history: everybody sees the same ones."""
_OF_QUEUE: Final = (
    *("job_id", "entry_id", "device_id", "server_sn", "printer_name"),
    *("printer", "state", "reason", "created_at", "updated_at", "is_dismissed"),
)
"""What all who see a printer may know of its jobs."""
_OF_QUEUED_CONTENT: Final = ("media_source", "media_format", "pages")


type LeftToday = Mapping[str, int | None]
"""Pages that the asker of a job may print today, None without a limit, by job."""
NOBODY_ASKED: Final[LeftToday] = {}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at jobs: a person, or everybody, by states, events and the activity."""

    hass: HomeAssistant
    requester: Requester | None

    @classmethod
    def of_person(cls, hass: HomeAssistant, requester: Requester) -> Self:
        """Return the window of a person, or of an automation."""
        return cls(hass, requester)

    @classmethod
    def public(cls, hass: HomeAssistant) -> Self:
        """Return the window of everybody in the house."""
        return cls(hass, None)

    def sees(self, job: Job) -> bool:
        """Return whether it may know what a job of a readable printer is."""
        if self.requester is not None:
            return may_see_job(self.hass, self.requester, job)
        entry = self.hass.config_entries.async_get_entry(job.entry_id)
        return entry is None or not has_own_history(entry)

    def lists(self, job: Job) -> bool:
        """Return whether a job is in its lists: another person's only in the queue."""
        return not job.state.is_final or self.sees(job)

    @property
    def private(self) -> Private | None:
        """Return a person with the accounts whose ended jobs of others are not listed."""
        entries = filter(
            has_own_history, self.hass.config_entries.async_entries(DOMAIN)
        )
        entry_ids = [entry.entry_id for entry in entries]
        if not entry_ids or self.requester is None or self.requester.is_exempt:
            return None
        return self.requester.user_id, entry_ids

    def show(self, job: Job) -> ShownJob:
        """Return a job as it may know it, with its printer's present name."""
        hidden: Collection[str] = ()
        printer = get_job_printer(self.hass, job)
        if printer != job.printer:
            job = replace(job, printer=printer)
        if self.requester is None:
            hidden = () if self.sees(job) else _OF_OWNER
        elif not self.sees(job):
            job = _hide_details(self.hass, job)
        return ShownJob(
            self.hass, self.requester, _with_message(self.hass, job), hidden
        )

    def hide(self, entry: ConfigEntry, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return fields of an event that was stored, as everybody may know them now."""
        hidden = _OF_OWNER if has_own_history(entry) else ()
        return {name: fields[name] for name in fields if name not in hidden}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job as its viewer may know it, without `hidden` fields."""

    hass: HomeAssistant
    requester: Requester | None
    job: Job
    hidden: Collection[str]

    def as_response(self) -> dict[str, Any]:
        """Return the job for the response of an action."""
        job, pages = self.job, self.job.content.pages
        return {
            "job_id": job.job_id,
            "task_id": job.sent.task_id,
            "device_id": job.device_id,
            "printer": job.printer,
            "name": job.name,
            "state": job.state.value,
            **({} if pages is None else {"pages": pages}),
            **({} if job.duplex.side is None else {"side": job.duplex.side.value}),
            "warnings": list(job.warnings),
        }

    def as_record(self, left_today: LeftToday = NOBODY_ASKED) -> dict[str, Any]:
        """Return the job for the history, with all details that users may see."""
        job = self.job
        return self.as_response() | {
            "reason": job.reason,
            "message": job.message,
            "task_status": job.sent.status,
            "created_at": job.created_at.isoformat(),
            "updated_at": job.updated_at.isoformat(),
            "expires_at": job.waiting.expires_at.isoformat()
            if job.waiting.expires_at
            else None,
            "content": {
                "source": job.content.origin,
                "format": job.content.media_format.value,
                "bytes": job.content.size,
            },
            "options": job.options,
            "print_id": job.print_id,
            "impressions": job.pages.impressions,
            "approval": _build_approval_record(job, left_today),
            "reprint_of": job.reprint_of,
            "moved_to": job.moved_to,
            "requested_by": job.requester.name,
            "user_id": job.requester.user_id,
            "side": job.duplex.side,
            "follows": job.duplex.follows,
            "watched": self.requester
            and describe_watched(self.hass, job, self.requester),
        }

    def as_attributes(self) -> dict[str, Any]:
        """Return the attributes of the event entity for the job's state."""
        names = ("job_id", "task_id", "job_name", "device_id", "reason", "message")
        return self._publish(*names, "requested_by", "warnings")

    def as_event(self) -> dict[str, Any]:
        """Return the data of the event of the job's state."""
        names = ("device_id", "printer", "job_id", "job_name", "state", "reason")
        return self._publish(*names, "requested_by")

    def as_last_job(self) -> dict[str, Any]:
        """Return the attributes of the sensor of a printer's last job."""
        return self._publish(
            "job_id", "task_id", "job_name", "created_at", "updated_at"
        )

    def _publish(self, *names: str) -> dict[str, Any]:
        """Return the fields of those names that are not hidden."""
        job = self.job
        fields = {
            "job_id": job.job_id,
            "task_id": job.sent.task_id,
            "job_name": job.name,
            "device_id": job.device_id,
            "printer": job.printer,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
            "message": job.message,
            "requested_by": job.requester.name,
            "warnings": list(job.warnings),
            "created_at": job.created_at.isoformat(),
            "updated_at": job.updated_at.isoformat(),
        }
        return {name: fields[name] for name in names if name not in self.hidden}


def _hide_details(hass: HomeAssistant, job: Job) -> Job:
    """Return a job with what the queue needs alone."""
    content = {name: getattr(job.content, name) for name in _OF_QUEUED_CONTENT}
    return Job(
        requester=Requester(kind=job.requester.kind),
        print_id="",
        name=get_common_texts(hass)["common.another_print"],
        content=ContentSummary(origin="", size=0, **content),
        waiting=Waiting(
            # Who may not know the job is not asked about it.
            gates=job.waiting.gates_without(Gate.APPROVAL),
            expires_at=job.waiting.expires_at,
        ),
        duplex=replace(job.duplex, trays=None),
        pages=Pages(impressions=job.pages.impressions),
        **{name: getattr(job, name) for name in _OF_QUEUE},
    )


def _with_message(hass: HomeAssistant, job: Job) -> Job:
    """Return a job with what became of it in words, in Home Assistant's language."""
    if job.failure is None:
        return job
    placeholders = name_document(job.failure.placeholders, job.name)
    error = invalid(job.failure.key, **placeholders)
    return replace(job, message=format_message(error, get_common_texts(hass)))


def _build_approval_record(job: Job, left_today: LeftToday) -> dict[str, Any] | None:
    if (approval := job.approval) is None:
        return None
    decision = approval.decision
    return {
        "state": approval.state,
        "request_id": approval.request_id,
        "rule_id": approval.rule.rule_id,
        "rule": approval.rule.name,
        "causes": [cause.value for cause in approval.causes],
        "pages": approval.pages,
        "ask_above": approval.rule.ask_above,
        "decided_by": decision and decision.user,
        "decided_at": decision and decision.at.isoformat(),
        "changes": decision.changes if decision else {},
        **({"left_today": left_today[job.job_id]} if job.job_id in left_today else {}),
    }


def may_act_on_job(hass: HomeAssistant, requester: Requester, job: Job) -> bool:
    """Return whether a user may print or cancel a job of a printer to be controlled."""
    if requester.is_exempt or requester.is_owner_of(job.requester):
        return True
    entry = hass.config_entries.async_get_entry(job.entry_id)
    return not (entry is None or job.is_secret or has_own_history(entry))


def may_see_job(hass: HomeAssistant, requester: Requester, job: Job) -> bool:
    """Return whether a user may know what a job of a readable printer is."""
    is_acting = may_act_on_job(hass, requester, job)
    return is_acting or may_decide(hass, requester, job)


async def async_get_readable_job(
    hass: HomeAssistant, value: object, requester: Requester
) -> Job:
    """Return a job of a printer that a user may read. Raises HomeAssistantError."""
    job_id = parse_text_line("job_id", value, MAX_JOB_ID)
    job = await async_read_job(hass, job_id)
    if job is None or not may(hass, requester, job.device_id, POLICY_READ):
        raise invalid("job_unknown", job_id=shown(job_id))
    return job


async def async_get_shown_job(
    hass: HomeAssistant, value: object, requester: Requester
) -> Job:
    """Return a job that a user may know. Raises HomeAssistantError."""
    job = await async_get_readable_job(hass, value, requester)
    if not may_see_job(hass, requester, job):
        raise invalid("job_unknown", job_id=shown(job.job_id))
    return job


async def async_get_job(
    hass: HomeAssistant, value: object, requester: Requester
) -> tuple[Account, Job]:
    """Return a job that a user may control, and its account. Raises HomeAssistantError."""
    job = await async_get_readable_job(hass, value, requester)
    if not may(hass, requester, job.device_id, POLICY_CONTROL):
        raise invalid("printer_not_allowed", printer=get_job_printer(hass, job))
    if not may_act_on_job(hass, requester, job):
        raise invalid("job_not_own")
    return get_account(hass, job.entry_id), job


def may_decide(hass: HomeAssistant, decider: Requester, job: Job) -> bool:
    """Return whether a user may approve or deny a job: administrators, and approvers.

    Approvers need to see the printer, not to print on it, and decide on no own print.
    If the rule was changed meanwhile, they are those that it has now.
    """
    user, approval = decider.user, job.approval
    if decider.kind is not RequesterKind.USER or user is None or approval is None:
        return False
    if (entry := hass.config_entries.async_get_entry(job.entry_id)) is None:
        return False
    rules = {rule.rule_id: rule.approvers for rule in get_rules(entry)}
    approvers = rules.get(approval.rule.rule_id, approval.rule.approvers)
    is_asked = user.id in approvers and user.id != job.requester.user_id
    return user.is_admin or (
        is_asked and may(hass, decider, job.device_id, POLICY_READ)
    )


def name_approvers(job: Job, people: Mapping[str, str]) -> list[str]:
    """Return the names of a job's approvers who are among people and do not print it."""
    approvers = () if job.approval is None else job.approval.rule.approvers
    asked = (user_id for user_id in approvers if user_id != job.requester.user_id)
    return [people[user_id] for user_id in asked if user_id in people]


async def async_find_deciders(hass: HomeAssistant, job: Job) -> list[str]:
    """Return the ids of active users who may approve or deny a job."""
    return [
        user.id
        for user in await hass.auth.async_get_users()
        if user.is_active and may_decide(hass, Requester.from_user(user), job)
    ]


async def async_read_job(hass: HomeAssistant, job_id: str) -> Job | None:
    """Return a job, or None for an unknown one. Raises HomeAssistantError."""
    try:
        return await hass.data[JOURNAL].async_get(job_id)
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
