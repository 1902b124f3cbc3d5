"""A print's ticket for each printer, and the settings for rendering its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
import math
from types import MappingProxyType
from typing import Any, Final, Self

from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..api import Color, Orientation, Paper, PrinterCapabilities
from ..document import A4, MAX_DPI, RenderSettings
from ..document.arrange.settings import Arrangement, ArrangeSettings
from ..document.settings import Margins
from ..document.sheets.manual_duplex import Trays
from ..document.sheets.placement import turn_margins_upright
from ..document.text.charset_detection import find_encoding
from ..exceptions import invalid
from ..fields import parse_text, refused
from ..printers.capabilities import TWO_SIDED
from ..settings import Quirks
from ..source.arranging import has_layout_fields, parse_arrange, parse_clean_up
from ..spool.job import ContentSummary, Job, JobState
from .capability_check import SIDES
from .defaults import get_defaults
from .options import (
    as_record,
    build_config,
    find_layout_by_service,
    find_print_background,
    get_print_background,
)
from .papers import find_same_papers, get_margins, is_wide_in_tray, parse_paper
from .targets import Target

MAX_PASSWORD: Final = 500
MAX_REPEATED: Final = 50
"""The most copies of which each is a job."""

_MIN_DPI: Final = 72
"""A lower reported resolution is none: Windows' qualities are from -1 to -4."""

_ENCODINGS: Final = (
    "utf-8, utf-16, gb18030, big5, shift_jis, euc-jp, euc-kr, windows-1252,"
    " windows-1251"
)
"""Common encodings, as examples for a message."""


_ARRANGED_HERE: Final = {
    "pages_per_sheet": "arrange: grid, pictures_per_sheet: 4",
    "booklet": "arrange: booklet",
}
"""What is used instead of options of the service, as examples for a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTicket:
    """A printer, its capabilities, and the options of a print on it.

    `config` is the cloud's `PrintConfig` for the options, without the fields that raw
    options override. With `is_side_given`, the sides are not by the printer's defaults.
    """

    target: Target
    capabilities: PrinterCapabilities | None
    options: Mapping[str, Any]
    config: Mapping[str, Any]
    is_side_given: bool = False

    @classmethod
    async def async_create(
        cls,
        target: Target,
        options: Mapping[str, Any],
        *,
        use_defaults: bool = False,
        fields: Mapping[str, Any] = MappingProxyType({}),
    ) -> Self:
        """Create a ticket, with the printer's default options below the given ones.

        The service is only asked for the capabilities if there are options to check, or
        `fields` of the print that say how its files are laid out. An arrangement decides
        the orientation itself. Raises ServiceValidationError, also if the service would
        lay out sheets that are arranged here.
        """
        account, device_id = target.account, target.device_id
        arrange = parse_arrange(fields)
        capabilities = account.capabilities.get(device_id)
        if (
            options
            or has_layout_fields(fields)
            or (use_defaults and account.defaults.get(device_id))
        ):
            capabilities = await account.capabilities.async_get(device_id)
        is_side_given = "sides" in options
        if use_defaults:
            options = {**get_defaults(account, device_id), **options}
        is_arranged = arrange and arrange.arrangement is not Arrangement.PAGES
        if is_arranged:
            options = {
                name: value for name, value in options.items() if name != "orientation"
            }
        config, _ = build_config(options, capabilities)
        if is_arranged:
            _check_laid_out_once(config)
        get_print_background(options)
        for name in options.get("raw_options", ()):
            config.pop(name, None)
        return cls(
            target=target,
            capabilities=capabilities,
            options=options,
            config=config,
            is_side_given=is_side_given,
        )

    @property
    def trays(self) -> Trays | None:
        """Return the printer's trays for a print on both sides by hand, otherwise None."""
        if self.config.get("side") not in TWO_SIDED:
            return None
        return self.target.account.capabilities.get_trays(self.target.device_id)

    def with_sides(self, sides: str) -> Self:
        """Return the ticket with another value of the option `sides`."""
        config = {**self.config, "side": SIDES[sides].value}
        return replace(self, options={**self.options, "sides": sides}, config=config)

    @property
    def quirks(self) -> Quirks:
        """Return what the check-up found out about the account and the printer."""
        settings = self.target.account.printer_settings
        return settings.get_quirks(self.target.device_id)

    @property
    def is_pdf_native(self) -> bool:
        """Return whether the account takes PDF files as they are."""
        native = self.quirks.pdf
        return self.target.account.documents.is_native if native is None else native

    @property
    def is_pdf_url_native(self) -> bool:
        """Return whether the account takes addresses of PDF files."""
        native = self.quirks.pdf_url
        return self.target.account.documents.is_native if native is None else native

    @property
    def dpi(self) -> int:
        """Return the resolution of rendered pages in dots per inch."""
        asked = (self.config.get("xdpi"), self.config.get("ydpi"))
        known = (self.capabilities and self.capabilities.dpi) or 0
        default = known if known >= _MIN_DPI else MAX_DPI
        return min(max((*filter(None, asked),), default=default), MAX_DPI)

    @property
    def is_monochrome(self) -> bool:
        """Return whether pages are rendered in grey.

        Capabilities do not decide it: the document's own printer reports MONOCHROME
        alone, and prints in color (OpenAPI 3.5.3).
        """
        is_said = self.config.get("color") == Color.MONOCHROME
        return is_said or self.quirks.color is False

    def get_paper(self, arrange: ArrangeSettings | None = None) -> Paper:
        """Return the paper; it has no name if only its size is known.

        Photos are printed on paper of their own size if the printer has some, without
        margins if possible.
        """
        known = self.capabilities or PrinterCapabilities()
        if "paperConfig" in self.config:
            return parse_paper(self.options["paper"], known)
        if arrange and arrange.arrangement is Arrangement.PHOTO and arrange.size:
            if same := find_same_papers(arrange.size, known.supported_papers):
                return min(same, key=lambda paper: sum(get_margins(paper)))
        return known.default_paper or Paper(name="", width=A4[0], height=A4[1])

    def get_margins(self, arrange: ArrangeSettings | None = None) -> Margins:
        """Return the margins of the paper as it lies upright in the tray.

        A size has those of the printer's paper of that size.
        """
        paper = self.get_paper(arrange)
        if not paper.name and self.capabilities:
            papers = self.capabilities.supported_papers
            same = find_same_papers((paper.width, paper.height), papers)
            paper = next(iter(same), paper)
        margins = get_margins(paper)
        return turn_margins_upright(margins) if paper.width > paper.height else margins

    def get_size(self, arrange: ArrangeSettings | None = None) -> tuple[float, float]:
        """Return the size of the paper in millimetres, with the orientation applied.

        Where landscape does not come out right, pages are laid out upright.
        """
        paper = self.get_paper(arrange)
        size = (paper.width, paper.height)
        is_landscape = self.config.get("orientation") == Orientation.LANDSCAPE
        if is_landscape and self.quirks.landscape is not False:
            size = (max(size), min(size))
        return size

    def turns_landscape(self, arrange: ArrangeSettings | None = None) -> bool:
        """Return whether wide pages have to be turned onto upright paper."""
        known = self.capabilities or PrinterCapabilities()
        paper = self.get_paper(arrange)
        is_wide = is_wide_in_tray((paper.width, paper.height), known)
        return self.quirks.landscape is False and not is_wide

    def create_jobs(
        self,
        content: ContentSummary,
        *,
        name: str,
        headers: dict[str, str] | None,
        hold: bool,
        ignore_quiet_hours: bool,
        expires_in: timedelta | None = None,
        idempotency_key: str | None = None,
        warnings: Sequence[str] = (),
    ) -> list[Job]:
        """Return new jobs, to be handed to the spooler together.

        There is one for each copy if the account makes no copies, otherwise a single
        one. They have the `warnings`, and those about the options. Raises
        ServiceValidationError for options that the printer does not support.
        """
        target, options, quirks = self.target, self.options, self.quirks
        count = 1
        if quirks.copies is False and (count := self.config.get("copies", 1)) > 1:
            if count > MAX_REPEATED:
                raise refused("copies", count, f"1 - {MAX_REPEATED}")
            options = {name: options[name] for name in options if name != "copies"}
        config, found = build_config(options, self.capabilities, content, quirks)
        print_background, more = find_print_background(options, content, quirks)
        now = dt_util.utcnow()
        job = Job(
            job_id=ulid_now(),
            entry_id=target.entry.entry_id,
            device_id=target.device_id,
            server_sn=target.printer.server_sn,
            printer_name=target.printer.name,
            printer=target.name,
            name=name,
            state=JobState.HELD,
            created_at=now,
            updated_at=now,
            content=content,
            config=config,
            headers=headers,
            print_background=print_background,
            options=as_record(options),
            warnings=(*warnings, *found, *more, *content.warnings),
            expires_at=target.account.settings.expires_at(
                now, expires_in, ignore_quiet_hours=ignore_quiet_hours
            ),
            hold=hold,
            ignore_quiet_hours=ignore_quiet_hours,
            idempotency_key=idempotency_key,
        )
        return [job, *(replace(job, job_id=ulid_now()) for _ in range(count - 1))]


def _check_laid_out_once(config: Mapping[str, Any]) -> None:
    """Raise ServiceValidationError if the service would lay out sheets, too."""
    for field, without in find_layout_by_service(config):
        raise invalid(
            "option_arranged_twice",
            field=field,
            arrange="arrange",
            value=str(without).lower(),
            example=_ARRANGED_HERE[field],
        )


def build_render_settings(
    tickets: Sequence[JobTicket],
    fields: Mapping[str, Any],
    *,
    has_remote_pictures: bool = True,
) -> RenderSettings:
    """Return render settings that suit all printers of a print.

    Raises ServiceValidationError for an invalid password, encoding or arrangement.
    """
    accounts = [ticket.target.account.documents for ticket in tickets]
    arrange = parse_arrange(fields)
    margins = [ticket.get_margins(arrange) for ticket in tickets]
    # The same edge of all papers
    top, right, bottom, left = map(max, zip(*margins, strict=True))
    is_turned_by_hand = any(ticket.trays is not None for ticket in tickets)
    return RenderSettings(
        dpi=max(ticket.dpi for ticket in tickets),
        is_monochrome=all(ticket.is_monochrome for ticket in tickets),
        # Pages for a larger paper still fit a smaller one when scaled.
        paper=max((ticket.get_size(arrange) for ticket in tickets), key=math.prod),
        is_paper_named=any("paperConfig" in ticket.config for ticket in tickets),
        page_ranges=tickets[0].config.get("pageRanges"),
        password=_parse_password(fields),
        encoding=parse_encoding(fields),
        max_bytes=min(account.max_bytes for account in accounts),
        is_native=all(account.is_native for account in accounts),
        has_header_or_footer=any(
            name in settings
            for ticket in tickets
            for settings in (ticket.config, ticket.options.get("raw_options", ()))
            for name in ("header", "footer")
        ),
        sends_pdf=all(ticket.is_pdf_native for ticket in tickets),
        sends_pdf_urls=all(ticket.is_pdf_url_native for ticket in tickets),
        # Front and back sides lie alike on upright sheets only.
        turns_landscape=is_turned_by_hand
        or any(ticket.turns_landscape(arrange) for ticket in tickets),
        is_turned_by_hand=is_turned_by_hand,
        paginates_text=any(ticket.quirks.text is False for ticket in tickets),
        margins=(top, right, bottom, left),
        arrange=arrange,
        clean_up=parse_clean_up(fields),
        has_remote_pictures=has_remote_pictures,
        uses_webp=all(ticket.quirks.webp is True for ticket in tickets),
    )


def _parse_password(fields: Mapping[str, Any]) -> str | None:
    if (value := fields.get("password")) is None:
        return None
    password = parse_text(value) or ""
    if not 1 <= len(password) <= MAX_PASSWORD:
        raise invalid(
            "text_invalid",
            field="password",
            length=str(len(password)),
            longest=str(MAX_PASSWORD),
        )
    return password


def parse_encoding(fields: Mapping[str, Any]) -> str | None:
    """Return Python's name of the encoding of a text, or None without one.

    Raises ServiceValidationError for an unknown encoding.
    """
    if (value := fields.get("encoding")) is None:
        return None
    encoding = find_encoding(value) if isinstance(value, str) else None
    if encoding is None:
        raise refused("encoding", value, _ENCODINGS)
    return encoding
