"""What people ask about jobs and do with them, once there are any."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .const import DOMAIN
from .data import JOURNAL, CloudPrintConfigEntry
from .exceptions import failed, invalid, shown
from .fields import (
    check_fields,
    choice,
    device_id_of,
    device_ids_of,
    ids_of,
    line_of_text,
    plain,
    whole_number,
)
from .outcome import raise_failures, spool_failure
from .plan import Plan
from .print_options import OPTIONS, config_of
from .spool.errors import JobNotHeldError, SpoolError
from .spool.job import Job, JobState
from .spool.journal import JournalError
from .targets import known_entry_of, loaded_entry_of, target_of

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 1000
MAX_JOB_ID: Final = 100
STATES: Final = {state.value: state for state in JobState}


async def async_get_jobs(
    hass: HomeAssistant, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return jobs, newest first, also while the cloud is away."""
    check_fields(fields, ("config_entry_id", "device_id", "state", "limit", "before"))
    entry_ids = device_ids = states = before = None
    if (value := fields.get("config_entry_id")) is not None:
        entry_ids = ids_of("config_entry_id", value)
        for entry_id in entry_ids:
            known_entry_of(hass, entry_id)
    if (value := fields.get("device_id")) is not None:
        device_ids = ids_of("device_id", value)
    if (value := fields.get("state")) is not None:
        states = [choice("state", state, STATES) for state in ids_of("state", value)]
    if (value := fields.get("before")) is not None:
        before = line_of_text("before", value, MAX_JOB_ID)
    limit = fields.get("limit")
    try:
        jobs = await hass.data[JOURNAL].async_jobs(
            entry_ids=entry_ids,
            device_ids=device_ids,
            states=states,
            before=before,
            limit=DEFAULT_LIMIT
            if limit is None
            else whole_number("limit", limit, 1, MAX_LIMIT),
        )
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    return {"jobs": [job.as_record() for job in jobs]}


async def async_cancel(
    hass: HomeAssistant, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Cancel a held job.

    Raises ServiceValidationError for one that is not held, and HomeAssistantError.
    """
    check_fields(fields, ("job_id",))
    entry, job = await _async_job(hass, fields.get("job_id"))
    try:
        job = await entry.runtime_data.spooler.async_cancel(job)
    except JobNotHeldError as err:
        if err.job.state.is_final:
            raise invalid("job_ended", name=job.name, state=err.job.state) from err
        raise invalid("job_not_cancelable", name=job.name, printer=job.printer) from err
    except SpoolError as err:
        raise failed(
            "cannot_cancel_job", name=job.name, error=str(err.__cause__)
        ) from err
    return job.as_response()


async def async_release(
    hass: HomeAssistant, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Send the held jobs of printers, or of all, now."""
    check_fields(fields, ("device_id",))
    targets = [
        target_of(hass, device_id)
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
            jobs += await account.spooler.async_release()
    return {"jobs": [job.as_response() for job in jobs]}


async def async_reprint(
    hass: HomeAssistant, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print again what a job, or a printer's last job, printed.

    Raises ServiceValidationError and HomeAssistantError, as async_print does.
    """
    check_fields(fields, ("job_id", "device_id", *OPTIONS))
    entry, job = await _async_job_to_reprint(hass, fields)
    return (await async_print_again(hass, entry, job, fields)).as_response()


async def async_print_again(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    job: Job,
    changes: Mapping[str, Any],
) -> Job:
    """Print what a job printed as a new job, with changed options.

    Raises HomeAssistantError.
    """
    # The entry loses it when it is unloaded while something else is waited for.
    spooler = entry.runtime_data.spooler
    again = await _async_again(hass, job, changes)
    try:
        printed = await spooler.async_reprint(job, again)
    except SpoolError as err:
        raise spool_failure(err, entry) from err
    raise_failures([printed])
    return printed


async def _async_again(
    hass: HomeAssistant, job: Job, changes: Mapping[str, Any]
) -> Job:
    """Return a new job that prints what a job printed, with changed options."""
    target = target_of(hass, job.device_id)
    account = target.account
    options, content = job.options, job.content
    if content.is_ranged:
        # Only the pages of the range are kept: ranges mean those of them from now on.
        options = {field: options[field] for field in options if field != "page_ranges"}
        content = replace(content, is_ranged=False)
    options = options | {
        field: changes[field] for field in OPTIONS if changes.get(field) is not None
    }
    plan = await Plan.async_of(target, options)
    config, warnings = config_of(options, plan.capabilities, content)
    now = dt_util.utcnow()
    return replace(
        job,
        job_id=ulid_now(),
        server_sn=target.printer.server_sn,
        printer_name=target.printer.name,
        printer=target.printer.alias,
        state=JobState.HELD,
        reason=None,
        created_at=now,
        updated_at=now,
        submitted_at=None,
        expires_at=now + account.settings.expires_in,
        content=content,
        config=config,
        options=plain(options),
        warnings=tuple(warnings),
        task_id=None,
        task_status=None,
        message=None,
        idempotency_key=None,
        ignore_offline=False,
        is_dismissed=False,
    )


async def _async_job_to_reprint(
    hass: HomeAssistant, fields: Mapping[str, Any]
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return the job of an id, or the newest one of a printer."""
    if fields.get("job_id") is not None:
        if fields.get("device_id") is not None:
            raise invalid("job_ambiguous")
        return await _async_job(hass, fields["job_id"])
    if fields.get("device_id") is None:
        raise invalid("job_missing")
    target = target_of(hass, device_id_of(fields))
    job = target.account.spooler.register.last_job(target.device_id)
    if job is None:
        raise invalid("printer_without_jobs", printer=target.printer.alias)
    return target.entry, job


async def _async_job(
    hass: HomeAssistant, value: object
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return the job of an id, and its account, which is set up."""
    job_id = line_of_text("job_id", value, MAX_JOB_ID)
    try:
        job = await hass.data[JOURNAL].async_get(job_id)
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    if job is None:
        raise invalid("job_unknown", job_id=shown(job_id))
    return loaded_entry_of(hass, job.entry_id), job
