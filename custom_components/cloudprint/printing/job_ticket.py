"""A print's ticket for each printer, and the settings for rendering its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
import math
from typing import Any, Final, Self

from homeassistant.util import dt as dt_util

from ..api.capabilities import Paper, PrinterCapabilities
from ..api.vocabulary import Color, Orientation
from ..document.arrange.settings import Arrangement, ArrangeSettings
from ..document.settings import A4, MAX_DPI, Margins, PageLayout, RenderSettings
from ..document.sheets.manual_duplex import Trays
from ..document.sheets.paper import turn_margins_upright
from ..exceptions import invalid
from ..fields import refused
from ..policy.rules import ColorRule, Rule, find_rules
from ..printers.capabilities import TWO_SIDED
from ..requester import Requester
from ..settings import Quirks
from ..spool.job import ContentSummary, Job, JobState, create_job_id
from ..spool.job_parts import Gate, TaskOptions, Waiting
from .capability_check import SIDES, get_capability_warnings, get_defaults
from .options import (
    PrintOptions,
    as_record,
    build_config,
    find_layout_by_service,
    find_print_background,
    fit_config,
)
from .papers import find_same_papers, get_margins, is_wide_in_tray
from .permission import Target
from .sending import SubmitOptions

MAX_REPEATED: Final = 50

# A lower reported resolution is none: Windows' qualities are from -1 to -4.
_MIN_DPI: Final = 72

ONE_SIDED: Final = "one_sided"

# What is used instead of options of the service, as examples for a message
_ARRANGED_HERE: Final = {
    "pages_per_sheet": "arrange: grid, pictures_per_sheet: 4",
    "booklet": "arrange: booklet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTicket:
    """A printer, its capabilities, and the options of a print on it.

    `config` has no fields that raw options override; `paper` is named by the options.
    With `is_side_given`, the sides are not a default. `trays` are for manual duplex.
    """

    target: Target
    requester: Requester
    capabilities: PrinterCapabilities
    options: PrintOptions
    config: Mapping[str, Any]
    quirks: Quirks
    paper: Paper | None = None
    is_side_given: bool = False
    trays: Trays | None = None

    @classmethod
    async def async_create(
        cls,
        target: Target,
        options: PrintOptions,
        requester: Requester,
        *,
        use_defaults: bool = False,
        arrange: ArrangeSettings | None = None,
        needs_capabilities: bool = False,
    ) -> Self:
        """Create a ticket, with the printer's default options below the given ones.

        The service is only asked for the capabilities if they are needed, as with options.
        An arrangement decides the orientation itself. Raises ServiceValidationError.
        """
        account, device_id = target.account, target.device_id
        has_defaults = use_defaults and account.defaults.get(device_id)
        if options.given or needs_capabilities or has_defaults:
            capabilities = await account.capabilities.async_get(device_id)
        else:
            capabilities = account.capabilities.get(device_id)
        capabilities = capabilities or PrinterCapabilities()
        is_side_given = "sides" in options.given
        if has_defaults:
            options = options.over(get_defaults(account, device_id))
        is_arranged = arrange and arrange.arrangement is not Arrangement.PAGES
        if is_arranged:
            options = options.without("orientation")
        config, paper = build_config(options, capabilities)
        if is_arranged:
            for field, without in find_layout_by_service({**config, **options.raw}):
                raise invalid(
                    "option_arranged_twice",
                    field=field,
                    arrange="arrange",
                    value=str(without).lower(),
                    example=_ARRANGED_HERE[field],
                )
        for name in options.raw:
            config.pop(name, None)
        return cls(
            target=target,
            requester=requester,
            capabilities=capabilities,
            options=options,
            config=config,
            paper=paper if "paperConfig" in config else None,
            quirks=account.printer_settings.get_quirks(device_id),
            is_side_given=is_side_given,
            trays=account.capabilities.get_trays(device_id)
            if config.get("side") in TWO_SIDED
            else None,
        )

    def on_one_side(self) -> Self:
        """Return the ticket of a print on one side of the paper."""
        given = {**self.options.given, "sides": ONE_SIDED}
        config = {**self.config, "side": SIDES[ONE_SIDED].value}
        options = replace(self.options, given=given)
        return replace(self, options=options, config=config, trays=None)

    @property
    def rules(self) -> list[Rule]:
        """Return the rules for this print as they are now, all to be kept."""
        return find_rules(self.target.entry, self.requester, self.target.device_id)

    @property
    def dpi(self) -> int:
        """Return the resolution of rendered pages in dots per inch."""
        asked = (self.config.get("xdpi"), self.config.get("ydpi"))
        reported = self.capabilities.dpi or 0
        default = reported if reported >= _MIN_DPI else MAX_DPI
        return min(max((*filter(None, asked),), default=default), MAX_DPI)

    @property
    def needs_grey(self) -> bool:
        """Return whether grey was asked for, whatever the printer prints."""
        if self.config.get("color") == Color.MONOCHROME:
            return True
        return any(rule.color is ColorRule.NEVER for rule in self.rules)

    @property
    def is_monochrome(self) -> bool:
        """Return whether pages and pictures are rendered in grey."""
        # A printer that reports MONOCHROME may print color (OpenAPI 3.5.3).
        return self.needs_grey or self.quirks.color is False

    @property
    def has_header_or_footer(self) -> bool:
        """Return whether the print has a header or footer: pages have none then."""
        fields = self.config.keys() | self.options.raw.keys()
        return not fields.isdisjoint(("header", "footer"))

    def is_native(self, is_right: bool | None) -> bool:
        """Return whether files are sent as they are, by an answer of the check-up."""
        return self.target.account.documents.is_native if is_right is None else is_right

    def get_paper(self, arrange: ArrangeSettings | None = None) -> Paper:
        """Return the paper, without a name if only its size is known.

        Photos get paper of their size if there is some, without margins if possible.
        """
        capabilities = self.capabilities
        if self.paper is not None:
            return self.paper
        if arrange and arrange.arrangement is Arrangement.PHOTO and arrange.size:
            if same := find_same_papers(arrange.size, capabilities.supported_papers):
                return min(same, key=lambda paper: sum(get_margins(paper)))
        return capabilities.default_paper or Paper(name="", width=A4[0], height=A4[1])

    def get_margins(self, paper: Paper) -> Margins:
        """Return the margins of a paper, or of its size, upright in the tray."""
        if not paper.name:
            papers = self.capabilities.supported_papers
            same = find_same_papers((paper.width, paper.height), papers)
            paper = next(iter(same), paper)
        margins = get_margins(paper)
        return turn_margins_upright(margins) if paper.width > paper.height else margins

    def get_size(self, paper: Paper) -> tuple[float, float]:
        """Return the size of a paper in mm, turned to landscape if that comes out."""
        size = (paper.width, paper.height)
        is_landscape = self.config.get("orientation") == Orientation.LANDSCAPE
        if is_landscape and self.quirks.landscape is not False:
            size = (max(size), min(size))
        return size

    def turns_landscape(self, paper: Paper) -> bool:
        """Return whether wide pages are turned onto upright paper."""
        if self.trays is not None:
            return True
        is_wide = is_wide_in_tray((paper.width, paper.height), self.capabilities)
        return self.quirks.landscape is False and not is_wide

    def create_jobs(
        self,
        content: ContentSummary,
        submit: SubmitOptions,
        *,
        headers: dict[str, str] | None = None,
        warnings: Sequence[str] = (),
        **details: Any,
    ) -> list[Job]:
        """Return a new job, or one for each copy if the account makes no copies."""
        options, config, quirks = self.options, self.config, self.quirks
        count = 1
        makes_copies = quirks.copies is not False or submit.preparation is not None
        if not makes_copies and (count := config.get("copies", 1)) > 1:
            if count > MAX_REPEATED:
                raise refused("copies", count, f"1 - {MAX_REPEATED}")
            options = options.without("copies")
            config = {name: config[name] for name in config if name != "copies"}
        if quirks.color is False:
            content = replace(content, has_color=False)
        fitted, fitting_warnings = fit_config(
            config, content, self.capabilities, quirks
        )
        sent = {**fitted, **options.raw}
        if sent:
            fitting_warnings += get_capability_warnings(sent, self.capabilities, quirks)
        print_background, more = find_print_background(
            options.print_background, content, quirks
        )
        job = create_job(
            self.target,
            submit,
            content=content,
            task=TaskOptions(
                config=sent, headers=headers, print_background=print_background
            ),
            options=as_record(options.given),
            warnings=(*warnings, *fitting_warnings, *more, *content.warnings),
            **details,
        )
        return [job, *(replace(job, job_id=create_job_id()) for _ in range(count - 1))]


def create_job(
    target: Target,
    submit: SubmitOptions,
    *,
    state: JobState = JobState.HELD,
    **details: Any,
) -> Job:
    """Return a new job on a printer; `details` are its other fields."""
    now = dt_util.utcnow()
    expires_at = target.account.settings.expires_at(
        now, submit.expires_in, ignore_quiet_hours=submit.ignore_quiet_hours
    )
    return Job(
        job_id=create_job_id(),
        print_id=submit.print_id,
        requester=submit.requester,
        entry_id=target.entry.entry_id,
        device_id=target.device_id,
        server_sn=target.printer.server_sn,
        printer_name=target.printer.name,
        printer=target.name,
        name=submit.name or "",
        state=state,
        created_at=now,
        updated_at=now,
        preparation=submit.preparation,
        waiting=Waiting(
            gates=() if submit.preparation is None else (Gate.PREPARE,),
            hold=submit.hold,
            lifetime=expires_at - now,
            expires_at=expires_at,
            ignore_quiet_hours=submit.ignore_quiet_hours,
        ),
        idempotency_key=submit.idempotency_key,
        **details,
    )


def complete_settings(
    settings: RenderSettings,
    tickets: Sequence[JobTicket],
    layout: PageLayout | None = None,
) -> RenderSettings:
    """Return the render settings of a print's content as they suit all its printers."""
    papers = [(ticket, ticket.get_paper(settings.arrange)) for ticket in tickets]
    margins = [ticket.get_margins(paper) for ticket, paper in papers]
    # The same edge of all papers
    top, right, bottom, left = map(max, zip(*margins, strict=True))
    settings = replace(
        settings,
        dpi=max(ticket.dpi for ticket in tickets),
        is_monochrome=all(ticket.is_monochrome for ticket in tickets),
        # Pages for a larger paper still fit a smaller one when scaled.
        paper=max((ticket.get_size(paper) for ticket, paper in papers), key=math.prod),
        is_paper_named=any(ticket.paper is not None for ticket in tickets),
        page_ranges=tickets[0].config.get("pageRanges"),
        max_bytes=get_max_bytes(tickets),
        is_native=all(ticket.target.account.documents.is_native for ticket in tickets),
        has_header_or_footer=any(ticket.has_header_or_footer for ticket in tickets),
        turns_landscape=any(ticket.turns_landscape(paper) for ticket, paper in papers),
        is_manual_duplex=any(ticket.trays is not None for ticket in tickets),
        paginates_text=paginates_text(tickets),
        margins=(top, right, bottom, left),
        uses_webp=all(ticket.quirks.webp is True for ticket in tickets),
        is_pdf_native=all(ticket.is_native(ticket.quirks.pdf) for ticket in tickets),
        is_pdf_url_native=all(
            ticket.is_native(ticket.quirks.pdf_url) for ticket in tickets
        ),
        # What is approved is what is printed, not what is there by then.
        is_fetched_here=any(
            rule.may_ask for ticket in tickets for rule in ticket.rules
        ),
    )
    if layout is not None:
        settings = replace(settings, **asdict(layout))
    # The cloud takes no password, and grey is made here.
    is_whole = settings.password is None and settings.is_layout_free
    is_whole = is_whole and not all(ticket.needs_grey for ticket in tickets)
    return replace(
        settings,
        is_pdf_native=is_whole and settings.is_pdf_native,
        is_pdf_url_native=is_whole and settings.is_pdf_url_native,
    )


def get_max_bytes(tickets: Sequence[JobTicket]) -> int:
    """Return the size in bytes up to which all accounts of a print take content."""
    return min(ticket.target.account.documents.max_bytes for ticket in tickets)


def paginates_text(tickets: Sequence[JobTicket]) -> bool:
    """Return whether a text becomes a page, as it does not come out right otherwise."""
    return any(ticket.quirks.text is False for ticket in tickets)
