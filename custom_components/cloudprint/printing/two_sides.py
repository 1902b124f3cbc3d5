"""The jobs of a print: one on each printer, or two where both sides are printed by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util.ulid import ulid_now

from ..api import Side
from ..document import Content
from ..document.passes import Trays, create_passes
from ..exceptions import invalid
from ..settings import DEFAULT_EXPIRES_IN
from ..source.request import async_get_converter
from ..spool.job import ContentSummary, Job, PaperSide
from ..spool.spooler import Submission
from .job_ticket import JobTicket
from .options import find_layout_by_service

ONE_SIDED: Final = "one_sided"


async def async_create_submissions(
    hass: HomeAssistant,
    ticket: JobTicket,
    content: Content,
    *,
    origin: str,
    **details: Any,
) -> list[Submission]:
    """Return new jobs for content on the printer of a ticket, to be submitted together.

    `origin` and `details` are as for `ContentSummary` and `JobTicket.create_jobs`. On a
    printer that prints one side, both sides of several pages are two jobs. Raises
    ServiceValidationError for options that the printer does not support, and for content
    and options with which it does not print both sides by hand.
    """
    trays = ticket.trays
    if trays is not None and (content.pages == 1 or content.is_picture):
        ticket, trays = ticket.with_sides(ONE_SIDED), None
    elif trays is not None and not content.has_sheets:
        if ticket.is_side_given:
            raise invalid(
                "sides_not_made_here", field="sides", printer=ticket.target.name
            )
        ticket, trays = ticket.with_sides(ONE_SIDED), None
        details["warnings"] = ("sides_unsupported",)
    if trays is None:
        summary = _summarize(content, origin)
        return [(job, content) for job in ticket.create_jobs(summary, **details)]
    check_options(ticket, is_ranged=content.is_ranged)
    fronts, backs = await async_get_converter(hass).async_run(
        _create_passes, content, trays, ticket.config["side"]
    )
    ticket = ticket.with_sides(ONE_SIDED)
    (front,) = ticket.create_jobs(_summarize(fronts, origin), **details)
    front = replace(front, side=PaperSide.FRONT, trays=trays)
    lifetime = None
    if front.expires_at is not None and not front.is_only_for_now:
        lifetime = front.expires_at - front.created_at
    back = replace(
        front,
        job_id=ulid_now(),
        content=_summarize(backs, origin),
        side=PaperSide.BACK,
    )
    back = link_back_sides(
        back,
        front,
        turn_within=lifetime or ticket.target.account.settings.expires_in or None,
    )
    return [(front, fronts), (back, backs)]


def link_back_sides(back: Job, front: Job, *, turn_within: timedelta | None) -> Job:
    """Return a new job as that of the back sides of another one.

    It waits for a person, even if the front sides must not wait for the printer.
    """
    return replace(
        back,
        follows=front.job_id,
        hold=True,
        expires_at=None,
        turn_within=turn_within or DEFAULT_EXPIRES_IN,
    )


def _summarize(content: Content, origin: str) -> ContentSummary:
    return ContentSummary(origin=origin, size=content.size, **content.info())


def _create_passes(
    content: Content, trays: Trays, side: str
) -> tuple[Content, Content]:
    return create_passes(content, trays, is_short_edge=side == Side.TUMBLE)


def check_options(ticket: JobTicket, *, is_ranged: bool) -> None:
    """Raise ServiceValidationError for options that mix up the sides, also raw ones.

    The service would count the sheets of each side as pages, unless their ranges were
    applied before (`is_ranged`). The copies of an account that makes none are jobs of
    their own: the person at the printer would have to turn the paper for each.
    """
    raw = ticket.options.get("raw_options", {})
    config = {**ticket.config, **raw}
    for field, without in find_layout_by_service(config):
        raise invalid("option_not_by_hand", field=field, value=str(without).lower())
    if "pageRanges" in (raw if is_ranged else config):
        raise invalid("page_ranges_not_by_hand", field="page_ranges")
    if ticket.quirks.copies is False and config.get("copies", 1) != 1:
        raise invalid("option_not_by_hand", field="copies", value="1")
