"""Manual duplex: the jobs of both passes, and the paper that a person puts back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api.vocabulary import Side
from ..coordinator import get_job_printer
from ..data import Account, get_accounts
from ..document.sheets.manual_duplex import Trays, create_passes
from ..exceptions import invalid
from ..fields import check_fields, get_device_ids, one_line
from ..frontend import TRAYS_URL
from ..requester import Requester
from ..settings import DEFAULT_EXPIRES_IN
from ..source.request import Source, async_get_converter
from ..spool.errors import JobNotHeldError, PrinterBusyError
from ..spool.job import ContentSummary, Job, create_job_id
from ..spool.job_parts import Gate, Pages, PaperSide, Pass
from ..spool.submission import Submission
from ..texts import get_common_texts, join_names
from .impressions import async_count_impressions, count_impressions
from .job_ticket import JobTicket
from .options import find_layout_by_service
from .permission import get_allowed_target, may, name_printers
from .sending import MAX_JOB_NAME, SubmitOptions, spool_errors
from .targets import expand_target
from .viewer import async_get_job


def get_turn_picture(trays: Trays) -> str:
    """Return the picture of how the stack is put back, in Markdown."""
    return f"![]({TRAYS_URL}/{trays.output}_{trays.input}.svg)"


def describe_turn(hass: HomeAssistant, trays: Trays | None) -> str:
    """Return how the stack is put back for trays, in Home Assistant's language."""
    texts = get_common_texts(hass)
    if trays is None:
        return texts["common.turn_unknown"]
    return texts[f"common.turn_{'over' if trays.is_stack_turned else 'keep'}"]


def get_waiting_back_passes(
    hass: HomeAssistant, requester: Requester
) -> list[tuple[Account, Job]]:
    """Return back passes that wait for paper, which a user may release, oldest first."""
    return [
        (account, job)
        for account in get_accounts(hass)
        for job in account.store.waiting.back_passes
        if job.can_release_back_pass
        and account.store.is_held(job)
        and may(hass, requester, job.device_id, POLICY_CONTROL)
    ]


def uses_trays(account: Account, device_id: str) -> bool:
    """Return whether a back pass waits whose pages are in order for a printer's trays."""
    return any(job.device_id == device_id for job in account.store.waiting.back_passes)


async def async_print_back_pass(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> Job:
    """Release the back pass whose paper was put back; return its job with its result.

    `fields` have the `job_id` of either pass, or a target; of its printers, or of all
    without either, only one may wait for paper. A second call prints nothing.
    """
    fields = expand_target(hass, fields, requester, has_several=True)
    check_fields(fields, ("job_id", "device_id"))
    account, job = await _async_find(hass, fields, requester)
    try:
        with spool_errors(account.entry):
            # The paper is in everybody's way, whose print it ever is.
            return await account.spooler.async_release_back_pass(job)
    except PrinterBusyError as err:
        raise invalid("turn_busy", printer=get_job_printer(hass, job)) from err
    except JobNotHeldError as err:
        if err.job.state.is_final:
            raise invalid("job_ended") from err
        raise invalid("turn_too_early", printer=get_job_printer(hass, job)) from err


async def _async_find(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> tuple[Account, Job]:
    if fields.get("job_id") is not None:
        if fields.get("device_id") is not None:
            raise invalid("job_ambiguous")
        account, job = await async_get_job(hass, fields["job_id"], requester)
        back = account.store.waiting.find_back_pass(job.job_id)
        if job.duplex.follows is None and back is None:
            raise invalid("turn_none", printer=get_job_printer(hass, job))
        return account, back or job
    waiting = get_waiting_back_passes(hass, requester)
    if device_ids := get_device_ids(fields):
        for device_id in device_ids:
            get_allowed_target(hass, device_id, requester)
        waiting = [pair for pair in waiting if pair[1].device_id in device_ids]
        if not waiting:
            raise invalid("turn_none", printer=name_printers(hass, device_ids))
    if not waiting:
        raise invalid("turn_nothing")
    if len({job.device_id for _, job in waiting}) > 1:
        names = dict.fromkeys(get_job_printer(hass, job) for _, job in waiting)
        printers = join_names(names, hass.config.language)
        raise invalid("turn_ambiguous", printers=printers)
    return waiting[0]


async def async_create_submissions(
    hass: HomeAssistant,
    ticket: JobTicket,
    source: Source,
    submit: SubmitOptions,
    content_id: str | None = None,
) -> list[Submission]:
    """Return new jobs for content, with their pages, to be submitted together.

    Several pages on both sides of a printer that prints one are a front and a back pass.
    Raises ServiceValidationError.
    """
    content, trays = source.content, ticket.trays
    warnings: tuple[str, ...] = ()
    if submit.name is None:
        title = one_line(source.title or "")[:MAX_JOB_NAME].strip()
        default = f"Home Assistant {dt_util.now():%Y-%m-%d %H.%M}"
        submit = replace(submit, name=title or default)
    if trays is not None and (content.pages == 1 or content.is_picture):
        ticket, trays = ticket.on_one_side(), None
    elif trays is not None and not content.has_sheets:
        if ticket.is_side_given:
            raise invalid(
                "sides_not_made_here", field="sides", printer=ticket.target.name
            )
        ticket, trays = ticket.on_one_side(), None
        warnings = ("sides_unsupported",)
    details: dict[str, Any] = {"headers": source.headers, "content_id": content_id}
    summary = ContentSummary(origin=source.origin, size=content.size, **content.info())
    if trays is None:
        jobs = ticket.create_jobs(summary, submit, warnings=warnings, **details)
        paper = ticket.capabilities.default_paper
        sides = await async_count_impressions(hass, jobs[0], content, paper)
        pages = Pages(impressions=sides)
        return [(replace(job, pages=pages), content) for job in jobs]
    check_passes(ticket, is_ranged=content.is_ranged)
    is_short_edge = ticket.config["side"] == Side.TUMBLE
    fronts, backs = await async_get_converter(hass).async_run(
        partial(create_passes, content, trays, is_short_edge=is_short_edge)
    )
    (front,) = ticket.on_one_side().create_jobs(
        replace(summary, size=fronts.size, **fronts.info()), submit, **details
    )
    front = replace(
        front,
        duplex=Pass(side=PaperSide.FRONT, trays=trays),
        pages=Pages(impressions=count_impressions(front, fronts)),
    )
    lifetime = front.waiting.lifetime or ticket.target.account.settings.expires_in
    back = replace(
        front,
        job_id=create_job_id(),
        content=replace(summary, size=backs.size, **backs.info()),
        duplex=Pass(side=PaperSide.BACK, trays=trays),
        pages=Pages(impressions=count_impressions(front, backs)),
    )
    return [(front, fronts), (as_back_pass(back, front, lifetime), backs)]


def as_back_pass(back: Job, front: Job | None, lifetime: timedelta | None) -> Job:
    """Return a new job as a back pass, which waits for a person to put back its paper.

    Without a front pass, that can be done at once; its lifetime begins when it can.
    """
    lifetime = lifetime or DEFAULT_EXPIRES_IN
    gates: tuple[Gate, ...] = (Gate.PAPER,)
    expires_at: datetime | None = back.created_at + lifetime
    if front is not None:
        back, gates, expires_at = back.behind(front), (Gate.FRONT, *gates), None
    return back.with_waiting(
        gates=gates, hold=True, lifetime=lifetime, expires_at=expires_at
    )


def check_passes(ticket: JobTicket, *, is_ranged: bool) -> None:
    """Raise ServiceValidationError for options that mix up the passes, also raw ones.

    The service would count the sheets of a pass as pages, unless their ranges were
    applied before (`is_ranged`). Paper would be turned for each copy that is a job.
    """
    raw = ticket.options.raw
    config = {**ticket.config, **raw}
    for field, without in find_layout_by_service(config):
        raise invalid("option_not_by_hand", field=field, value=str(without).lower())
    if "pageRanges" in (raw if is_ranged else config):
        raise invalid("page_ranges_not_by_hand", field="page_ranges")
    if ticket.quirks.copies is False and config.get("copies", 1) != 1:
        raise invalid("option_not_by_hand", field="copies", value="1")
