"""Printing: one way for the action, and for all that prints after it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .api import PrinterCapabilities
from .exceptions import shown
from .fields import (
    check_fields,
    device_ids_of,
    duration_of,
    flag_of,
    line_of_text,
    plain,
)
from .outcome import raise_failures, spool_failure
from .print_options import OPTIONS, config_of
from .source import RESOLVERS, Source, async_resolve
from .spool.dispatcher import async_task
from .spool.errors import SpoolError
from .spool.job import ContentSummary, Job, JobState
from .targets import Target, target_of

DEFAULT_TIMEOUT: Final = timedelta(minutes=5)
MAX_TIMEOUT: Final = timedelta(hours=24)
MAX_EXPIRES_IN: Final = timedelta(days=365)
MAX_NAME: Final = 200
MAX_KEY: Final = 200

HOLDING_FIELDS: Final = ("hold", "expires_in", "ignore_quiet_hours", "idempotency_key")
ANSWER_FIELDS: Final = ("wait", "timeout", "dry_run")
PRINT_FIELDS: Final = (
    "device_id",
    *RESOLVERS,
    "format",
    "name",
    *OPTIONS,
    *HOLDING_FIELDS,
    *ANSWER_FIELDS,
)
"""All fields of a print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a print is to be answered."""

    wait: bool
    timeout: timedelta
    is_dry_run: bool


async def async_print(hass: HomeAssistant, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Print what the fields of the action say; return its response.

    Raises ServiceValidationError before anything is sent, and HomeAssistantError for a
    job that could not be printed. That job is in the history all the same.
    """
    check_fields(fields, PRINT_FIELDS)
    targets = [
        target_of(hass, device_id)
        for device_id in device_ids_of(fields, is_needed=True)
    ]
    answer = _answer_of(fields)
    source = await async_resolve(hass, fields)
    name = _name_of(fields, source)
    jobs = [await _async_job(target, source, name, fields) for target in targets]
    if answer.is_dry_run:
        return {"jobs": [await _async_dry_run(job, source) for job in jobs]}
    printed = await _async_send(targets, jobs, source)
    if answer.wait:
        printed = await _async_wait(printed, answer.timeout)
    raise_failures([job for _, job, _ in printed])
    return {
        "jobs": [
            job.as_response() | ({"repeated": True} if is_repeated else {})
            for _, job, is_repeated in printed
        ]
    }


def _answer_of(fields: Mapping[str, Any]) -> Answer:
    timeout = fields.get("timeout")
    return Answer(
        wait=flag_of(fields, "wait"),
        timeout=DEFAULT_TIMEOUT
        if timeout is None
        else duration_of("timeout", timeout, MAX_TIMEOUT),
        is_dry_run=flag_of(fields, "dry_run"),
    )


def _name_of(fields: Mapping[str, Any], source: Source) -> str:
    """Return what the print is called; what it says is in nobody's list of jobs."""
    if (name := fields.get("name")) is not None:
        return " ".join(line_of_text("name", name, MAX_NAME).split())
    if source.title:
        return " ".join(shown(source.title).split())[:MAX_NAME]
    return f"Home Assistant {dt_util.now():%Y-%m-%d %H.%M}"


async def _async_job(
    target: Target, source: Source, name: str, fields: Mapping[str, Any]
) -> Job:
    """Return the job of a print on one printer, which nobody has taken yet."""
    options = {
        field: fields[field] for field in OPTIONS if fields.get(field) is not None
    }
    account = target.entry.runtime_data
    capabilities: PrinterCapabilities | None = None
    if options:
        capabilities = await account.capabilities.async_get(target.device_id)
    config, warnings = config_of(options, capabilities)
    now = dt_util.utcnow()
    expires_in = fields.get("expires_in")
    key = fields.get("idempotency_key")
    return Job(
        job_id=ulid_now(),
        entry_id=target.entry.entry_id,
        device_id=target.device_id,
        server_sn=target.printer.server_sn,
        printer_name=target.printer.name,
        printer=target.printer.alias,
        name=name,
        state=JobState.HELD,
        created_at=now,
        updated_at=now,
        content=ContentSummary(
            origin=source.origin,
            media_source=source.content.media_source,
            media_format=source.content.media_format,
            size=source.content.size,
        ),
        config=config,
        options=plain(options),
        warnings=tuple(warnings),
        expires_at=now
        + (
            account.settings.expires_in
            if expires_in is None
            else duration_of("expires_in", expires_in, MAX_EXPIRES_IN)
        ),
        hold=flag_of(fields, "hold", default=True),
        ignore_quiet_hours=flag_of(fields, "ignore_quiet_hours"),
        idempotency_key=None
        if key is None
        else line_of_text("idempotency_key", key, MAX_KEY),
    )


async def _async_dry_run(job: Job, source: Source) -> dict[str, Any]:
    """Return what would be sent, with the content's type and length in its place."""
    task = await async_task(job, source.content)
    return {
        "device_id": job.device_id,
        "printer": job.printer,
        "name": job.name,
        "task": task.redacted()["data"]["task"],
        "warnings": list(job.warnings),
    }


async def _async_send(
    targets: Sequence[Target], jobs: Sequence[Job], source: Source
) -> list[tuple[Target, Job, bool]]:
    """Hand jobs to the spools of their accounts; return them in their order."""
    accounts = {target.entry.entry_id: target for target in targets}
    try:
        printed = await asyncio.gather(
            *(
                target.entry.runtime_data.spooler.async_print(
                    [job for job in jobs if job.entry_id == entry_id], source.content
                )
                for entry_id, target in accounts.items()
            )
        )
    except SpoolError as err:
        raise spool_failure(err, targets[0].entry) from err
    return [
        (target, job, is_repeated)
        for target, account_jobs in zip(accounts.values(), printed, strict=True)
        for job, is_repeated in account_jobs
    ]


async def _async_wait(
    printed: Sequence[tuple[Target, Job, bool]], timeout: timedelta
) -> list[tuple[Target, Job, bool]]:
    """Return jobs when they have ended, or as they are when the time is over."""
    spoolers = {
        job.job_id: target.entry.runtime_data.spooler for target, job, _ in printed
    }
    waiting = [
        asyncio.ensure_future(spoolers[job.job_id].async_wait(job))
        for _, job, _ in printed
    ]
    try:
        await asyncio.wait(waiting, timeout=timeout.total_seconds())
    finally:
        for future in waiting:
            future.cancel()
    return [
        (
            target,
            future.result()
            if future.done() and not future.cancelled()
            else spoolers[job.job_id].register.current(job),
            is_repeated,
        )
        for (target, job, is_repeated), future in zip(printed, waiting, strict=True)
    ]
