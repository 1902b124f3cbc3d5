"""What people ask about jobs and do with them, once there are any."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..data import JOURNAL, CloudPrintConfigEntry, CloudPrintData
from ..exceptions import failed, invalid, shown
from ..fields import (
    check_fields,
    choice,
    device_id_of,
    device_ids_of,
    ids_of,
    line_of_text,
    refused,
    whole_number,
)
from ..spool.errors import JobDecidedError, JobNotHeldError, SpoolError
from ..spool.job import Job, JobState
from ..spool.journal import JournalError
from .job_ticket import JobTicket
from .options import OPTIONS
from .outcome import raise_failures, spool_failure
from .permission import allowed_target, may, readable_devices
from .targets import known_entry_of, loaded_entry_of, target_of

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 1000
MAX_JOB_ID: Final = 100
STATES: Final = {state.value: state for state in JobState}


async def async_get_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None = None
) -> dict[str, Any]:
    """Return the jobs that somebody may see, also while the cloud is away."""
    jobs, _ = await async_page_of_jobs(hass, fields, user)
    return {"jobs": [job.as_record() for job in jobs]}


async def async_page_of_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> tuple[list[Job], bool]:
    """Return jobs, newest first, and if there are more.

    Raises ServiceValidationError, and HomeAssistantError when they cannot be read.
    """
    check_fields(fields, ("config_entry_id", "device_id", "state", "limit", "before"))
    entry_ids = wanted = states = before = None
    if (value := fields.get("config_entry_id")) is not None:
        entry_ids = ids_of("config_entry_id", value)
        for entry_id in entry_ids:
            known_entry_of(hass, entry_id)
    if (value := fields.get("device_id")) is not None:
        wanted = ids_of("device_id", value)
    if (value := fields.get("state")) is not None:
        states = _states_of(value)
    if (value := fields.get("before")) is not None:
        before = line_of_text("before", value, MAX_JOB_ID)
    value = fields.get("limit")
    limit = (
        DEFAULT_LIMIT if value is None else whole_number("limit", value, 1, MAX_LIMIT)
    )
    try:
        jobs = await hass.data[JOURNAL].async_jobs(
            entry_ids=entry_ids,
            device_ids=readable_devices(hass, user, wanted),
            states=states,
            before=before,
            limit=limit + 1,
        )
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    return jobs[:limit], len(jobs) > limit


def _states_of(value: object) -> list[JobState]:
    """Return one state or several. Raises ServiceValidationError."""
    names = value if isinstance(value, list | tuple) else [value]
    if not names:
        raise refused("state", value, ", ".join(STATES))
    return [choice("state", name, STATES) for name in names]


async def async_cancel(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None = None
) -> dict[str, Any]:
    """Cancel a held job.

    Raises ServiceValidationError for one that is not held, and HomeAssistantError.
    """
    check_fields(fields, ("job_id",))
    entry, job = await async_job(hass, fields.get("job_id"), user)
    try:
        job = await entry.runtime_data.spooler.async_cancel(job)
    except JobNotHeldError as err:
        if err.job.state.is_final:
            raise invalid("job_ended", state=err.job.state) from err
        raise invalid("job_not_cancelable", printer=job.printer) from err
    except JournalError as err:
        raise failed("cannot_cancel_job", error=str(err)) from err
    return job.as_response()


async def async_release(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None = None
) -> dict[str, Any]:
    """Send the held jobs of printers, or of all that somebody may control, now."""
    check_fields(fields, ("device_id",))
    targets = [
        allowed_target(hass, device_id, user)
        for device_id in device_ids_of(fields, is_needed=False)
    ]
    jobs: list[Job] = []
    for target in targets:
        jobs += await target.account.spooler.async_release(target.device_id)
    if not targets:
        accounts = [
            entry.runtime_data
            for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        ]
        for account in accounts:
            jobs += await _async_release_all(hass, account, user)
    return {"jobs": [job.as_response() for job in jobs]}


async def _async_release_all(
    hass: HomeAssistant, account: CloudPrintData, user: User | None
) -> list[Job]:
    """Send the held jobs of an account that somebody may control."""
    device_ids = {job.device_id for job in account.store.held_jobs}
    allowed = {
        device_id
        for device_id in device_ids
        if may(hass, user, device_id, POLICY_CONTROL)
    }
    if allowed == device_ids:
        return await account.spooler.async_release()
    return [
        job
        for device_id in sorted(allowed)
        for job in await account.spooler.async_release(device_id)
    ]


async def async_reprint(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None = None
) -> dict[str, Any]:
    """Print again what a job, or a printer's last job, printed.

    Raises ServiceValidationError and HomeAssistantError, as async_print does.
    """
    check_fields(fields, ("job_id", "device_id", *OPTIONS))
    entry, job = await _async_job_to_reprint(hass, fields, user)
    return (await async_print_again(hass, entry, job, fields)).as_response()


async def async_print_again(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    job: Job,
    changes: Mapping[str, Any],
    *,
    decides: bool = False,
) -> Job:
    """Print what a job printed as a new job, with changed options.

    It may decide what is asked about an unconfirmed job. Raises HomeAssistantError, and
    JobDecidedError if it was decided on meanwhile.
    """
    # The entry loses it when it is unloaded while something else is waited for.
    spooler = entry.runtime_data.spooler
    again = await _async_again(hass, job, changes)
    try:
        printed = await spooler.async_reprint(job, again, decides=decides)
    except JobDecidedError:
        raise
    except SpoolError as err:
        raise spool_failure(err, entry) from err
    raise_failures([printed])
    return printed


async def _async_again(
    hass: HomeAssistant, job: Job, changes: Mapping[str, Any]
) -> Job:
    """Return a new job that prints what a job printed, with changed options."""
    options, content = job.options, job.content
    if content.is_ranged:
        # Only the pages of the range are kept: ranges mean those of them from now on.
        options = {field: options[field] for field in options if field != "page_ranges"}
        content = replace(content, is_ranged=False)
    options = options | {
        field: changes[field] for field in OPTIONS if changes.get(field) is not None
    }
    ticket = await JobTicket.async_of(target_of(hass, job.device_id), options)
    return ticket.create_job(
        content,
        name=job.name,
        headers=job.headers,
        hold=job.hold,
        ignore_quiet_hours=job.ignore_quiet_hours,
    )


async def _async_job_to_reprint(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return the job of an id, or the newest one of a printer."""
    if fields.get("job_id") is not None:
        if fields.get("device_id") is not None:
            raise invalid("job_ambiguous")
        return await async_job(hass, fields["job_id"], user)
    if fields.get("device_id") is None:
        raise invalid("job_missing")
    target = allowed_target(hass, device_id_of(fields), user)
    job = target.account.store.last_job(target.device_id)
    if job is None:
        raise invalid("printer_without_jobs", printer=target.name)
    return target.entry, job


async def async_job(
    hass: HomeAssistant, value: object, user: User | None
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return a job that somebody may change, and its account, which is set up.

    Raises ServiceValidationError for an id of no job, or of one on a printer that they
    may not control, and HomeAssistantError when it cannot be read.
    """
    job_id = line_of_text("job_id", value, MAX_JOB_ID)
    try:
        job = await hass.data[JOURNAL].async_get(job_id)
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    if job is None or not may(hass, user, job.device_id, POLICY_READ):
        raise invalid("job_unknown", job_id=shown(job_id))
    if not may(hass, user, job.device_id, POLICY_CONTROL):
        raise invalid("printer_not_allowed", printer=job.printer)
    return loaded_entry_of(hass, job.entry_id), job


PRINTED: Final = "printed"
PRINT_AGAIN: Final = "print_again"
FORGET: Final = "forget"

DECISIONS: Final = (PRINTED, PRINT_AGAIN, FORGET)


async def async_decide(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, job: Job, decision: str
) -> Job | None:
    """Take a decision for an unconfirmed job; return the new one if it prints again.

    A second decision changes nothing. Raises HomeAssistantError when it cannot be
    printed again, and then the question stands.
    """
    account = entry.runtime_data
    if decision != PRINT_AGAIN:
        account.spooler.decide(job, is_printed=decision == PRINTED)
        return None
    if not account.store.current(job).awaits_decision:
        # Answered before, in another window.
        return None
    try:
        return await async_print_again(hass, entry, job, {}, decides=True)
    except JobDecidedError:
        # Answered meanwhile.
        return None
