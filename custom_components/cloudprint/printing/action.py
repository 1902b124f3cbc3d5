"""Printing: one way for the action, and for all that prints after it."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..document import Content, RenderSettings
from ..exceptions import invalid
from ..fields import check_fields, device_ids_of, one_line, plain
from ..source import CONTENT_OPTIONS, RESOLVERS, Source, async_resolve
from ..source.converter import async_get_converter
from ..spool.errors import SpoolUnwritableError
from ..spool.job import ContentSummary, Job, JobState
from ..spool.spooler import Spooler
from ..spool.submitter import create_print_task
from .job_ticket import JobTicket, build_render_settings
from .options import OPTIONS, build_config
from .outcome import raise_failures
from .permission import allowed_target, may
from .saved_document import saved_document_of
from .sending import (
    ANSWER_FIELDS,
    HOLDING_FIELDS,
    MAX_NAME,
    SubmitOptions,
    async_printed_before,
    async_send,
    async_wait,
)
from .targets import Target, only_printer


async def preview_as_text(hass: HomeAssistant, content: Content) -> str | None:
    """Return the first page as a PNG in base64, or None where nothing shows it."""
    preview = await async_get_converter(hass).async_preview(content)
    return None if preview is None else b64encode(preview).decode("ascii")


async def async_preview_of_job(
    hass: HomeAssistant, spooler: Spooler, job: Job
) -> bytes | None:
    """Return the first page of what a job prints as a PNG, as long as it is kept."""
    try:
        content = await spooler.async_content(job)
    except SpoolUnwritableError:
        return None
    if content is None:
        return None
    return await async_get_converter(hass).async_preview(content)


PRINT_FIELDS: Final = (
    "device_id",
    "document",
    *RESOLVERS,
    *CONTENT_OPTIONS,
    "name",
    *OPTIONS,
    *HOLDING_FIELDS,
    *ANSWER_FIELDS,
)
"""All fields of a print."""

CHOSEN_FIELDS: Final = ("device_id", "entity")
"""Fields of which the editor leaves an empty list when all that was chosen is removed."""

type Resolve = Callable[[RenderSettings], Awaitable[Source]]
"""Makes content, as the pages of a print must be."""


async def async_print(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    user: User | None = None,
    *,
    resolve: Resolve | None = None,
) -> dict[str, Any]:
    """Print what the fields of the action say; return its response.

    `user` is the person who asked, or None for an automation; `resolve` makes content
    that no field of the action names, such as a test page. Raises
    ServiceValidationError before anything is sent, and HomeAssistantError for a job
    that could not be printed. That job is in the history all the same.
    """
    check_fields(fields, PRINT_FIELDS)
    fields = {
        field: value
        for field, value in fields.items()
        if not (field in CHOSEN_FIELDS and value == [])
    }
    if fields.get("document") is not None:
        fields = _with_document(hass, fields, user)
    targets = [
        allowed_target(hass, device_id, user)
        for device_id in device_ids_of(fields, is_needed=True)
    ]
    wishes = SubmitOptions.from_fields(fields)
    options = {
        field: fields[field] for field in OPTIONS if fields.get(field) is not None
    }
    plans = [await _async_plan(target, options) for target in targets]
    settings = build_render_settings(plans, fields)
    errors: list[HomeAssistantError] = []
    if not (printed := await async_printed_before(targets, wishes)):
        source = await (
            async_resolve(hass, fields, settings, user)
            if resolve is None
            else resolve(settings)
        )
        jobs = [_job(plan, source, wishes) for plan in plans]
        if wishes.is_dry_run:
            preview = await preview_as_text(hass, source.content)
            tried = [await _async_dry_run(job, source, preview) for job in jobs]
            return {"jobs": tried}
        printed, errors = await async_send(targets, jobs, source)
    if not all(may(hass, user, item.job.device_id, POLICY_READ) for item in printed):
        # The key is that of a print on a printer that the user may not see.
        raise invalid("key_taken", field="idempotency_key")
    if wishes.wait and printed:
        printed = await async_wait(printed, wishes.timeout)
    if errors:
        raise errors[0]
    raise_failures([item.job for item in printed])
    return {"jobs": [item.as_response() for item in printed]}


async def _async_plan(target: Target, options: Mapping[str, Any]) -> JobTicket:
    """Return the plan of a print, with the printer's defaults for all other options.

    Raises ServiceValidationError.
    """
    defaults = target.account.defaults
    if defaults.are_chosen(target.device_id):
        # Which of them apply may not be known before, as after a restart.
        await target.account.capabilities.async_get(target.device_id)
    return await JobTicket.async_of(
        target, {**defaults.options(target.device_id), **options}
    )


def _with_document(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> dict[str, Any]:
    """Return the fields of a print of a saved document; those that were given win."""
    given = {
        field: value
        for field, value in fields.items()
        if value is not None and field != "document"
    }
    if contents := [name for name in RESOLVERS if name in given]:
        raise invalid("content_ambiguous", fields=", ".join(("document", *contents)))
    document = saved_document_of(hass, fields["document"], user)
    if "device_id" not in given:
        given["device_id"] = document.device_id(hass, only_printer(hass))
    return document.print_fields(hass) | given


def _job(plan: JobTicket, source: Source, wishes: SubmitOptions) -> Job:
    """Return the job of a print on one printer, which nobody has taken yet."""
    target, content = plan.target, source.content
    summary = ContentSummary(
        origin=source.origin,
        media_source=content.media_source,
        media_format=content.media_format,
        size=content.size,
        pages=content.pages,
        paper=content.paper,
        is_ranged=content.is_ranged,
    )
    config, warnings = build_config(plan.options, plan.capabilities, summary)
    now = dt_util.utcnow()
    return Job(
        job_id=ulid_now(),
        entry_id=target.entry.entry_id,
        device_id=target.device_id,
        server_sn=target.printer.server_sn,
        printer_name=target.printer.name,
        printer=target.name,
        name=wishes.name or _name_of(source),
        state=JobState.HELD,
        created_at=now,
        updated_at=now,
        content=summary,
        config=config,
        headers=source.headers,
        options=plain(plan.options),
        warnings=tuple(warnings),
        expires_at=target.account.settings.expires_at(
            now, wishes.expires_in, ignore_quiet_hours=wishes.ignore_quiet_hours
        ),
        hold=wishes.hold,
        ignore_quiet_hours=wishes.ignore_quiet_hours,
        idempotency_key=wishes.idempotency_key,
    )


def _name_of(source: Source) -> str:
    """Return what a print is called; what it says is in nobody's list of jobs."""
    title = one_line(source.title or "")[:MAX_NAME].strip()
    return title or f"Home Assistant {dt_util.now():%Y-%m-%d %H.%M}"


async def _async_dry_run(
    job: Job, source: Source, preview: str | None
) -> dict[str, Any]:
    """Return what would be sent, with the content's type and length in its place.

    Of content that was made into pages or is a picture, also the first page.
    """
    task = create_print_task(job, source.content)
    answer: dict[str, Any] = {
        "device_id": job.device_id,
        "printer": job.printer,
        "name": job.name,
        "task": await asyncio.to_thread(task.redacted),
        "warnings": list(job.warnings),
    }
    if job.content.pages is not None:
        answer["pages"] = job.content.pages
    if preview is not None:
        answer["preview"] = preview
    return answer
