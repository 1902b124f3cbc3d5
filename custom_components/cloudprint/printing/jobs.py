"""List, cancel, release and reprint jobs, and decide on unconfirmed ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..coordinator import get_job_printer
from ..data import JOURNAL, Account, find_account, get_accounts
from ..exceptions import failed, invalid
from ..fields import (
    check_fields,
    choice,
    get_device_id,
    get_device_ids,
    parse_ids,
    parse_text_line,
    parse_whole_number,
    refused,
)
from ..policy.admission import Admission, apply_rules
from ..policy.rules import Rule
from ..requester import Requester, RequesterKind
from ..settings import get_entry, has_own_history
from ..source.request import Source
from ..spool.errors import ContentGoneError, JobDecidedError, JobNotHeldError
from ..spool.job import Job, JobState
from ..spool.job_parts import PaperSide
from ..spool.journal import JournalError
from ..spool.queue import async_slices
from ..spool.submission import REPLACES_NOTHING, How, Replaced, Submission
from .another_printer import async_adapt
from .job_ticket import ONE_SIDED, JobTicket, create_job
from .manual_duplex import as_back_pass, async_create_submissions, check_passes
from .on_behalf import ON_BEHALF_OF, async_get_represented
from .options import OPTIONS, parse_options
from .outcome import create_job_error, raise_failures
from .page_limit import UnaskedLimit
from .permission import (
    Target,
    get_allowed_target,
    get_readable_devices,
    get_target,
    may,
)
from .sending import SubmitOptions, spool_errors
from .targets import expand_target
from .viewer import MAX_JOB_ID, Viewer, async_get_job, async_read_job

MAX_LISTED: Final = 1000
_STATES: Final = {state.value: state for state in JobState}
_PREPARED: Final = [state for state in JobState if state is not JobState.PREPARING]


async def async_get_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> tuple[list[Job], bool]:
    """Return the jobs that a user may read, newest first, and whether there are more."""
    fields = expand_target(hass, fields, requester, POLICY_READ, has_several=True)
    check_fields(fields, ("config_entry_id", "device_id", "state", "limit", "before"))
    given = {name: fields[name] for name in fields if fields[name] is not None}
    entry_ids = states = before = None
    if "config_entry_id" in given:
        entry_ids = parse_ids("config_entry_id", given["config_entry_id"])
        for entry_id in entry_ids:
            get_entry(hass, entry_id)
    device_ids = get_device_ids(fields) or None
    if "state" in given:
        value = given["state"]
        names = value if isinstance(value, list | tuple) else [value]
        if not names:
            raise refused("state", value, ", ".join(_STATES))
        states = [choice("state", name, _STATES) for name in names]
    if "before" in given:
        before = parse_text_line("before", given["before"], MAX_JOB_ID)
    limit = parse_whole_number("limit", given.get("limit", 50), 1, MAX_LISTED)
    viewer = Viewer.of_person(hass, requester)
    try:
        jobs = await hass.data[JOURNAL].async_jobs(
            entry_ids=entry_ids,
            device_ids=get_readable_devices(hass, requester, device_ids),
            states=states,
            before=before,
            private=viewer.private,
            limit=limit + 1,
        )
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    listed = [
        job
        for job in (_get_current(hass, job) for job in jobs[:limit])
        if (states is None or job.state in states) and viewer.lists(job)
    ]
    return listed, len(jobs) > limit


def _get_current(hass: HomeAssistant, job: Job) -> Job:
    """Return a job as it is now: on a full disk, the journal has it as it was."""
    account = find_account(hass, job.entry_id)
    return job if account is None else account.store.current(job)


async def async_cancel(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> Job:
    """Cancel a job, or what waits of a printer's last one, as async_cancel_job does."""
    fields = expand_target(hass, fields, requester)
    check_fields(fields, ("job_id", "device_id"))
    account, jobs = await _async_find_jobs(hass, fields, requester)
    # A front pass takes its back pass along.
    waiting = (job for job in jobs if account.store.current(job).state.is_waiting)
    job = next(waiting, jobs[-1])
    return await async_cancel_job(account, job, requester)


async def async_cancel_job(account: Account, job: Job, requester: Requester) -> Job:
    """Cancel a held job, or return a canceled one. Raises HomeAssistantError."""
    hass = account.hass
    if not may(hass, requester, job.device_id, POLICY_CONTROL):
        raise invalid("printer_not_allowed", printer=get_job_printer(hass, job))
    try:
        with spool_errors(account.entry, "cannot_cancel_job"):
            return await account.spooler.async_cancel(job)
    except JobNotHeldError as err:
        if err.job.state is JobState.CANCELED and err.job.moved_to is None:
            return err.job
        raise _create_not_held(hass, err.job, "job_not_cancelable") from err


async def async_release(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> list[Job]:
    """Send the held jobs of printers, or of all that a user may control, now."""
    fields = expand_target(hass, fields, requester, has_several=True)
    check_fields(fields, ("device_id",))
    device_ids = get_device_ids(fields)
    for device_id in device_ids:
        get_allowed_target(hass, device_id, requester)
    released = list[Job]()
    # Each account as it is when it is its turn: the first results of the jobs before may
    # take minutes, in which it may be reloaded.
    for device_id in device_ids:
        target = get_allowed_target(hass, device_id, requester)
        with spool_errors(target.entry):
            released += await target.account.spooler.async_release(device_id)
    entry_ids = [account.entry.entry_id for account in get_accounts(hass)]
    for entry_id in () if device_ids else entry_ids:
        if (account := find_account(hass, entry_id)) is not None:
            released += await async_release_account(account, requester)
    return released


async def async_release_account(account: Account, requester: Requester) -> list[Job]:
    """Send the held jobs of an account's printers that a user may control, now."""
    held = {job.device_id for job in account.store.held_jobs}
    allowed = {
        device_id
        for device_id in held
        if may(account.hass, requester, device_id, POLICY_CONTROL)
    }
    with spool_errors(account.entry):
        return [
            job
            for device_id in ([None] if allowed == held else sorted(allowed))
            for job in await account.spooler.async_release(device_id)
        ]


async def async_map_jobs[_T](
    jobs: Iterable[Job], build: Callable[[Job], _T]
) -> list[_T]:
    """Build something of each job, with other tasks between slices of them."""
    return [build(job) async for some in async_slices(jobs) for job in some]


async def async_reprint(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    *,
    page_limit: UnaskedLimit | None = None,
) -> list[Job]:
    """Print a job, also on another printer, or a printer's last one with both passes.

    Raises HomeAssistantError, and ConfirmationNeededError for too many pages.
    """
    requester = await async_get_represented(hass, fields, requester)
    fields = expand_target(hass, fields, requester)
    check_fields(fields, ("job_id", "device_id", ON_BEHALF_OF, *OPTIONS))
    target = None
    if fields.get("job_id") is not None and fields.get("device_id") is not None:
        target = get_allowed_target(hass, get_device_id(fields), requester)
        fields = {**fields, "device_id": None}
    account, jobs = await _async_find_jobs(hass, fields, requester)
    last = jobs[-1]
    if target is not None and target.device_id == last.device_id:
        target = None
    if target is not None and last.duplex.side is not None:
        raise invalid("reprint_pass", printer=get_job_printer(hass, last))
    if len(jobs) > 1 and last.duplex.trays != account.capabilities.get_trays(
        last.device_id
    ):
        raise invalid("trays_changed", printer=get_job_printer(hass, last))
    return await _async_reprint(
        account, jobs, fields, requester, target=target, page_limit=page_limit
    )


async def _async_reprint(
    account: Account,
    jobs: Sequence[Job],
    changes: Mapping[str, Any],
    requester: Requester,
    *,
    target: Target | None = None,
    decides: bool = False,
    page_limit: UnaskedLimit | None = None,
) -> list[Job]:
    """With `decides`, raise JobDecidedError if the job was decided meanwhile."""
    options = {name: changes[name] for name in OPTIONS if changes.get(name) is not None}
    receiver = account if target is None else target.account
    with spool_errors(receiver.entry):
        admission = await _async_create_again(account, jobs, options, target, requester)
        if page_limit is not None:
            await page_limit.async_check(admission.submissions)
        replaced = Replaced(jobs=jobs, how=How.AGAIN) if decides else REPLACES_NOTHING
        printed = await receiver.spooler.async_print(
            admission.submissions, replaced, limits=admission.get_limits()
        )
    raise_failures(printed, allow_partial=True)
    return printed


async def async_move(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> Job:
    """Move a waiting job, with its back pass, to another printer of its account.

    Return the new job with its first result. Raises HomeAssistantError; then nothing has
    changed.
    """
    fields = expand_target(hass, fields, requester)
    check_fields(fields, ("job_id", "device_id"))
    account, job = await async_get_job(hass, fields.get("job_id"), requester)
    target = get_allowed_target(hass, get_device_id(fields), requester)
    if target.account is not account:
        raise invalid("move_account", printer=target.name)
    if target.device_id == job.device_id:
        raise invalid("move_same", printer=target.name)
    try:
        with spool_errors(account.entry):
            return await _async_move_to(target, job)
    except JobNotHeldError as err:
        if error := create_job_error(err.job):
            raise error from err
        raise _create_not_held(hass, err.job, "job_not_movable") from err


async def _async_move_to(target: Target, job: Job) -> Job:
    account = target.account
    moved = _find_moved(account, job)
    if moved[0].state is JobState.PREPARING:
        preparing = await _async_create_preparing(target, moved[0])
        replaced = Replaced(jobs=moved, how=How.MOVED)
        try:
            (job,) = await account.spooler.async_admit([(preparing, None)], replaced)
        except JobNotHeldError as err:
            if err.job.state is not JobState.HELD:
                raise
        else:
            return job
        # It was prepared meanwhile.
        moved = _find_moved(account, job)
    # It remains the print of who asked for it, not of who moves it.
    requester = await moved[0].requester.async_with_user(account.hass)
    admission = await _async_create_again(
        account, moved, {}, target, requester, is_moved=True
    )
    replaced = Replaced(jobs=moved, how=How.MOVED)
    jobs = await account.spooler.async_print(
        admission.submissions, replaced, limits=admission.get_limits()
    )
    return jobs[0]


def _find_moved(account: Account, job: Job) -> list[Job]:
    """Return a waiting job, and its other pass. Raises JobNotHeldError."""
    store = account.store
    job = store.current(job)
    if not store.is_waiting(job):
        raise JobNotHeldError(job)
    front = store.waiting.get(job.duplex.follows or job.job_id)
    if front is None or front.duplex.side is PaperSide.BACK:
        raise invalid("move_back_pass", printer=get_job_printer(account.hass, job))
    back = store.waiting.find_back_pass(front.job_id)
    return [front] if back is None else [front, back]


def _create_not_held(hass: HomeAssistant, job: Job, key: str) -> HomeAssistantError:
    if job.moved_to is not None:
        return invalid("job_moved")
    if job.state.is_final:
        return invalid("job_ended")
    return invalid(key, printer=get_job_printer(hass, job))


async def _async_create_preparing(target: Target, job: Job) -> Job:
    """Return the new job of one in preparation. Raises ServiceValidationError."""
    preparation = job.preparation
    assert preparation is not None
    options = parse_options(job.options)
    ticket = await JobTicket.async_create(
        target, options, job.requester, use_defaults=True
    )
    here = ticket.get_margins(ticket.get_paper())
    top, right, bottom, left = map(max, preparation.layout.margins, here, strict=True)
    layout = replace(preparation.layout, margins=(top, right, bottom, left))
    return create_job(
        target,
        SubmitOptions(requester=job.requester, print_id=job.print_id, name=job.name),
        state=job.state,
        content=job.content,
        options=job.options,
        preparation=replace(preparation, layout=layout),
    )


async def _async_create_again(
    account: Account,
    jobs: Sequence[Job],
    changes: Mapping[str, Any],
    target: Target | None,
    requester: Requester,
    *,
    is_moved: bool = False,
) -> Admission:
    """Create what prints the content of jobs again, or of both passes of manual duplex.

    Without a `target`, on their own printer. What is moved keeps its lifetime.
    """
    hass = account.hass
    submissions = list[Submission]()
    rules = dict[str, Sequence[Rule]]()
    for job in jobs:
        options = dict(job.options)
        if job.content.is_ranged:
            # Only the pages of the range are kept: new ranges count within these.
            options.pop("page_ranges", None)
        if raw := options.get("raw_options"):
            # They would come before what is changed now.
            names = {"side" if name == "sides" else name for name in changes}
            options["raw_options"] = {name: raw[name] for name in raw.keys() - names}
        options |= changes
        if job.duplex.side is not None:
            options["sides"] = ONE_SIDED
        ticket = await JobTicket.async_create(
            target or get_target(hass, job.device_id),
            parse_options(options),
            requester,
            needs_capabilities=target is not None,
        )
        rules[ticket.target.device_id] = ticket.rules
        if job.duplex.side is not None:
            check_passes(ticket, is_ranged=False)
        preparation = job.preparation
        stored = await account.spooler.contents.async_content(job)
        is_lost = job.is_secret or preparation is not None
        if stored is None or (is_lost and not is_moved):
            raise ContentGoneError(job)
        kept = replace(stored, is_ranged=False)
        if preparation is None and (target is not None or ticket.is_monochrome):
            kept = await async_adapt(hass, account, job, kept, ticket)
        submit = SubmitOptions(
            requester=requester,
            print_id=job.print_id,
            name=job.name,
            hold=job.waiting.hold,
            expires_in=job.waiting.lifetime if is_moved else None,
            ignore_quiet_hours=job.waiting.ignore_quiet_hours,
            preparation=preparation,
        )
        source = Source(
            origin=job.content.origin, content=kept, headers=job.task.headers
        )
        for again, content in await async_create_submissions(
            hass, ticket, source, submit
        ):
            if job.duplex.side is not None:
                duplex = replace(job.duplex, follows=None)
                again = replace(again, duplex=duplex)
            if not is_moved:
                again = replace(again, reprint_of=jobs[0].job_id)
            if content.payload is stored.payload:
                again = replace(again, content_id=job.content_id)
            submissions.append((again, content))
    if (last := jobs[-1]).duplex.side is PaperSide.BACK:
        back, content = submissions[-1]
        front = submissions[0][0] if len(jobs) > 1 else None
        submissions[-1] = as_back_pass(back, front, last.waiting.lifetime), content
    return apply_rules(hass, submissions, rules)


async def async_create_changed(
    account: Account, jobs: Sequence[Job], changes: Mapping[str, Any]
) -> Sequence[Submission]:
    """Create what prints waiting jobs of a print on one printer with other options.

    Each is a copy, or they are both passes. Raises HomeAssistantError.
    """
    front = jobs[0]
    has_passes = front.duplex.side is not None
    if has_passes and (len(jobs) == 1 or "sides" in changes):
        raise invalid("approval_passes", printer=get_job_printer(account.hass, front))
    if "copies" in changes and not has_passes:
        jobs = [front]
    requester = await front.requester.async_with_user(account.hass)
    with spool_errors(account.entry):
        admission = await _async_create_again(
            account, jobs, changes, None, requester, is_moved=True
        )
    # What a rule says of the changed print is decided, too.
    return [(replace(job, approval=None), data) for job, data in admission.submissions]


async def async_get_last_job(
    target: Target, requester: Requester, *, skips_moved: bool = False
) -> Job | None:
    """Return a printer's newest job; with own history, a person's own one."""
    account, device_id = target.account, target.device_id
    store, has_own = account.store, has_own_history(account.entry)
    is_any = requester.kind is RequesterKind.AUTOMATION or not has_own

    def is_meant(job: Job) -> bool:
        is_here = not skips_moved or job.moved_to is None
        return is_here and (is_any or requester.is_owner_of(job.requester))

    if (last := store.last_job(device_id)) is None or is_meant(last):
        return last
    asked = {"device_id": device_id, "state": _PREPARED, "limit": MAX_LISTED}
    jobs, _ = await async_get_jobs(account.hass, asked, requester)
    return next(map(store.current, filter(is_meant, jobs)), None)


async def _async_find_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> tuple[Account, list[Job]]:
    """Return the job with an id, or a printer's newest one with both passes."""
    if fields.get("job_id") is not None:
        if fields.get("device_id") is not None:
            raise invalid("job_ambiguous")
        account, job = await async_get_job(hass, fields["job_id"], requester)
        return account, [job]
    if fields.get("device_id") is None:
        raise invalid("job_missing")
    target = get_allowed_target(hass, get_device_id(fields), requester)
    last = await async_get_last_job(target, requester, skips_moved=True)
    if last is None:
        raise invalid("printer_without_jobs", printer=target.name)
    jobs = [last]
    # Its record may be older than the history.
    if last.duplex.follows and (
        front := await async_read_job(hass, last.duplex.follows)
    ):
        jobs.insert(0, front)
    return target.account, jobs


WAS_PRINTED: Final = "printed"
PRINT_AGAIN: Final = "print_again"
DECISIONS: Final = (WAS_PRINTED, PRINT_AGAIN, "forget")


async def async_decide(
    account: Account, job: Job, decision: str, requester: Requester
) -> tuple[Job, Job | None]:
    """Decide on an unconfirmed job; return it, and the new job if it is printed again.

    A second decision changes nothing. Raises HomeAssistantError; then it is undecided.
    """
    # Of an account that may be unloaded once it is printed again
    store = account.store
    if decision != PRINT_AGAIN:
        with spool_errors(account.entry):
            return account.spooler.decide(job, is_printed=decision == WAS_PRINTED), None
    again = None
    if store.current(job).awaits_decision:
        with suppress(JobDecidedError):
            again, *_ = await _async_reprint(
                account, [job], {}, requester, decides=True
            )
    return store.current(job), again
