"""Approve and deny prints that wait for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..coordinator import get_job_printer
from ..data import JOURNAL, Account, get_account, get_accounts
from ..exceptions import invalid, shown
from ..fields import check_fields, parse_text_line
from ..policy.outlook import async_read_left, get_least
from ..policy.rules import find_rules
from ..requester import Requester, RequesterKind
from ..settings import get_entry
from ..spool.errors import JobNotHeldError
from ..spool.job import Decision, Job
from ..spool.ledger import PageLimit
from .another_printer import async_create_changed
from .outcome import create_job_error
from .sending import spool_errors
from .viewer import LeftToday, async_get_shown_job, async_read_job, may_decide

CHANGES: Final = ("color", "sides", "copies")

type _Waiting = list[tuple[Account, list[Job]]]
"""Jobs of one printer that print the same, with their account."""


async def async_approve(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> list[Job]:
    """Approve what waits of a job's print, as far as the user may; return the jobs.

    With `color`, `sides` or `copies` they are made anew. Raises HomeAssistantError.
    """
    check_fields(fields, ("job_id", "approver", *CHANGES))
    changes = {name: fields[name] for name in CHANGES if fields.get(name) is not None}
    return await _async_decide(hass, fields, requester, changes, is_approved=True)


async def async_deny(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> list[Job]:
    """Deny what waits of a job's print, as far as the user may; return the jobs.

    `message` is what the user says of it. Raises HomeAssistantError.
    """
    check_fields(fields, ("job_id", "approver", "message"))
    message = fields.get("message") or None
    message = message and parse_text_line("message", message)
    return await _async_decide(
        hass, fields, requester, {}, is_approved=False, message=message
    )


async def async_read_left_today(
    hass: HomeAssistant, decider: Requester, jobs: Iterable[Job]
) -> LeftToday:
    """Return what the askers of jobs have left, of those that a user may decide on."""
    limits = dict[str, list[PageLimit]]()
    for job in jobs:
        if job.needs_approval and may_decide(hass, decider, job):
            asker = await job.requester.async_with_user(hass)
            rules = find_rules(get_entry(hass, job.entry_id), asker, job.device_id)
            limits[job.job_id] = [
                rule.create_limit(job.entry_id, asker) for rule in rules
            ]
    all_limits = [*chain.from_iterable(limits.values())]
    balances = iter(await async_read_left(hass.data[JOURNAL], all_limits))
    return {
        job_id: get_least([*islice(balances, len(limits[job_id]))], "day")
        for job_id in limits
    }


async def _async_find(hass: HomeAssistant, decider: Requester, asked: Job) -> _Waiting:
    """Return what waits of the print of a job, as far as a user may decide on it."""
    waiting: _Waiting = []
    is_waiting = False
    for account in get_accounts(hass):
        same = defaultdict[str, list[Job]](list)
        for job in account.store.unapproved_jobs:
            if job.asked_at_once == asked.asked_at_once:
                is_waiting = True
                if may_decide(hass, decider, job):
                    same[job.device_id].append(job)
        waiting += [(account, jobs) for jobs in same.values()]
    if waiting:
        return waiting
    if is_waiting:
        is_own = asked.requester.user_id == decider.user_id
        raise invalid("approval_own" if is_own else "approval_not_allowed")
    if asked.needs_approval:
        get_account(hass, asked.entry_id)
    raise await _async_create_decided(hass, asked)


async def _async_get_decider(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> Requester:
    """Return the user who decides; an automation names one, by an id or a person."""
    value, user_id = fields.get("approver"), None
    if value is not None:
        user_id = value = parse_text_line("approver", value)
        if (person := hass.states.get(value)) is not None:
            user_id = person.attributes.get("user_id")
    if requester.kind is RequesterKind.USER:
        if value is not None and user_id != requester.user_id:
            raise invalid("approver_is_caller", field="approver")
        return requester
    if requester.kind is not RequesterKind.AUTOMATION:
        raise invalid("approval_not_this_way")
    if value is None:
        raise invalid("approver_missing", field="approver")
    user = await hass.auth.async_get_user(user_id or "")
    if user is None or not user.is_active or user.system_generated:
        raise invalid("approver_unknown", field="approver", value=shown(value))
    return replace(Requester.from_user(user), context_id=requester.context_id)


async def _async_decide(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    changes: Mapping[str, Any],
    *,
    is_approved: bool,
    message: str | None = None,
) -> list[Job]:
    decider = await _async_get_decider(hass, fields, requester)
    asked = await async_get_shown_job(hass, fields.get("job_id"), decider)
    waiting = await _async_find(hass, decider, asked)
    # All are made before the first is approved.
    made = [
        await async_create_changed(account, jobs, changes) if changes else ()
        for account, jobs in waiting
    ]
    decided = list[Job]()
    error: HomeAssistantError | None = None
    for (account, jobs), again in zip(waiting, made, strict=True):
        try:
            options = again[0][0].options if again else {}
            decision = Decision(
                user_id=decider.user_id,
                user=decider.name,
                is_approved=is_approved,
                changes={
                    name: value
                    for name, value in options.items()
                    if name in changes and value != jobs[0].options.get(name)
                },
            )
            with spool_errors(account.entry):
                decided += await account.spooler.async_decide_approval(
                    jobs, decision, message=message, made=again
                )
        except JobNotHeldError as err:
            error = create_job_error(err.job)
        except HomeAssistantError as err:
            error = err
    if not decided and error is None:
        error = await _async_create_decided(hass, asked)
    if error is not None:
        raise error
    return decided


async def _async_create_decided(hass: HomeAssistant, asked: Job) -> HomeAssistantError:
    """Return the error for a job that needs no approval any more."""
    job = asked
    next_id: str | None = asked.job_id
    while next_id and (next_job := await async_read_job(hass, next_id)):
        job, next_id = next_job, next_job.moved_to
    printer = get_job_printer(hass, job)
    if job.approval is None:
        return invalid("approval_not_needed", printer=printer)
    if (decision := job.approval.decision) is None:
        # Where it was moved to, another rule asks.
        is_moved = job.needs_approval and job.job_id != asked.job_id
        return invalid("job_moved" if is_moved else "job_ended")
    key = "approval_given" if decision.is_approved else "approval_denied"
    return invalid(key, printer=printer, name=decision.user or "-")
