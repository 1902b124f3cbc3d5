"""The one road of a print: tickets for its printers, and the jobs that print its content."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from homeassistant.core import HomeAssistant

from ..document.settings import PageLayout, RenderSettings
from ..policy.admission import Admission, apply_rules
from ..requester import Requester
from ..source.request import Source
from .job_ticket import JobTicket, complete_settings, get_max_bytes, paginates_text
from .manual_duplex import async_create_submissions
from .options import PrintOptions
from .permission import Target
from .sending import SubmitOptions

_NO_IDS: Final[Mapping[str, str]] = {}


async def async_create_tickets(
    targets: Sequence[Target],
    options: PrintOptions,
    requester: Requester,
    settings: RenderSettings,
    *,
    layout: PageLayout | None = None,
    use_defaults: bool = False,
    needs_capabilities: bool = False,
    is_rendered: bool = True,
) -> tuple[Sequence[JobTicket], RenderSettings]:
    """Return a ticket for each printer, and how content is rendered for all of them.

    Content that is sent as it came is not rendered: only its size is limited. Raises as `JobTicket.async_create` does.
    """
    tickets = [
        await JobTicket.async_create(
            target,
            options,
            requester,
            use_defaults=use_defaults,
            arrange=settings.arrange,
            needs_capabilities=needs_capabilities,
        )
        for target in targets
    ]
    if not is_rendered and not paginates_text(tickets):
        return tickets, replace(settings, max_bytes=get_max_bytes(tickets))
    return tickets, complete_settings(settings, tickets, layout)


async def async_create_admission(
    hass: HomeAssistant,
    parts: Sequence[tuple[JobTicket, Source]],
    submit: SubmitOptions,
    content_ids: Mapping[str, str] = _NO_IDS,
) -> Admission:
    """Return the jobs that print content on printers, as their rules admit them.

    `content_ids` say under which id each account keeps room for it. Raises
    HomeAssistantError.
    """
    submissions = [
        submission
        for ticket, source in parts
        for submission in await async_create_submissions(
            hass,
            ticket,
            source,
            submit,
            content_id=content_ids.get(ticket.target.entry.entry_id),
        )
    ]
    rules = {ticket.target.device_id: ticket.rules for ticket, _ in parts}
    return apply_rules(hass, submissions, rules)
