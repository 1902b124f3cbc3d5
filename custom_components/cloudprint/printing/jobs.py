"""List, cancel, release and reprint jobs, and decide on unconfirmed ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..coordinator import get_job_printer
from ..data import JOURNAL, Account, find_account, get_accounts
from ..exceptions import failed, invalid
from ..fields import (
    check_fields,
    get_device_id,
    get_device_ids,
    one_of,
    parse_ids,
    parse_text_line,
    parse_whole_number,
    refused,
)
from ..requester import Requester, RequesterKind
from ..settings import get_entry, has_own_history
from ..spool.errors import JobDecidedError, JobNotHeldError
from ..spool.job import SHOWN_STATES, Job, JobState
from ..spool.job_parts import PaperSide
from ..spool.journal import JournalError
from ..spool.queue import async_slices
from ..spool.submission import REPLACES_NOTHING, How, Replaced
from .another_printer import async_create_again, async_create_preparing
from .on_behalf import ON_BEHALF_OF, async_get_represented
from .options import OPTIONS
from .outcome import create_job_error, raise_failures
from .page_limit import UnaskedLimit
from .permission import Target, get_allowed_target, get_readable_devices, may
from .sending import spool_errors
from .targets import expand_target
from .viewer import (
    MAX_JOB_ID,
    Viewer,
    async_get_job,
    async_get_shown_job,
    async_read_job,
)

MAX_LISTED: Final = 1000


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
            raise refused("state", value, ", ".join(JobState))
        states = [one_of("state", name, JobState) for name in names]
    if "before" in given:
        before = parse_text_line("before", given["before"], MAX_JOB_ID)
    limit = parse_whole_number("limit", given.get("limit", 50), 1, MAX_LISTED)
    viewer = Viewer.of_person(hass, requester)
    jobs = await _async_read_jobs(
        hass,
        entry_ids=entry_ids,
        device_ids=get_readable_devices(hass, requester, device_ids),
        states=states,
        before=before,
        private=viewer.private,
        limit=limit + 1,
    )
    listed = [
        job
        for job in (_get_current(hass, job) for job in jobs[:limit])
        if (states is None or job.state in states) and viewer.lists(job)
    ]
    return listed, len(jobs) > limit


async def async_get_print_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> list[Job]:
    """Return all jobs of a job's print that a user may know, newest first."""
    check_fields(fields, ("job_id",))
    asked = await async_get_shown_job(hass, fields.get("job_id"), requester)
    jobs = await _async_read_jobs(
        hass,
        device_ids=get_readable_devices(hass, requester),
        print_id=asked.print_id,
        limit=MAX_LISTED,
    )
    viewer = Viewer.of_person(hass, requester)
    return [
        _get_current(hass, job)
        for job in jobs
        if job.print_id == asked.print_id and viewer.sees(job)
    ]


async def _async_read_jobs(hass: HomeAssistant, **conditions: Any) -> list[Job]:
    try:
        return await hass.data[JOURNAL].async_jobs(**conditions)
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err


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
        admission = await async_create_again(account, jobs, options, target, requester)
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
        preparing = await async_create_preparing(target, moved[0])
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
    admission = await async_create_again(
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
    asked = {"device_id": device_id, "state": SHOWN_STATES, "limit": MAX_LISTED}
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
        is_own = has_own_history(target.account.entry)
        key = "printer_without_own_jobs" if is_own else "printer_without_jobs"
        raise invalid(key, printer=target.name)
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
