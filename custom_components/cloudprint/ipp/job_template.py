"""The Job Template attributes of a job: what they mean for its print.

A value that the printer does not support is returned to the client, and the printer's
default takes its place (RFC 8011, 4.1.7 and 5.2).
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..api.capabilities import Paper
from ..document.settings import PageLayout, Scaling
from ..document.sheets.paper import turn_margins_upright
from ..fields import MAX_TEXT
from . import supported
from .protocol.media import EDGES, find_paper, get_edge_margins
from .protocol.message import (
    Attribute,
    IntegerRange,
    OrientationRequested,
    Resolution,
    Tag,
    as_text,
)
from .shared_printer import SharedPrinter

PAGE_DELIVERY: Final = "page-delivery"
_LAST_PAGE: Final = 999_999
_LONGEST_WORDS: Final = 20
_ROUNDING: Final = 20  # hundredths of mm: clients may calculate in points
_KEYWORDS: Final = (Tag.KEYWORD, Tag.NAME, Tag.NAME_WITH_LANGUAGE)  # or names
_ROTATIONS: Final[Mapping[int, int]] = {
    OrientationRequested.PORTRAIT: 0,
    OrientationRequested.LANDSCAPE: 270,
    OrientationRequested.REVERSE_LANDSCAPE: 90,
    OrientationRequested.REVERSE_PORTRAIT: 180,
    OrientationRequested.NONE: 0,
}
"""Degrees clockwise. Landscape pages are turned anti-clockwise (RFC 8011, 5.2.10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTemplate:
    """What the attributes of a job mean for its print."""

    options: dict[str, Any]
    layout: PageLayout
    attributes: tuple[Attribute, ...] = ()
    unsupported: tuple[Attribute, ...] = ()  # to return in their group
    is_conflicting: bool = False


class _UnsupportedError(Exception):
    """An attribute with a value that is not supported, or of the wrong type."""


@dataclass(slots=True)
class _Draft:
    printer: SharedPrinter
    options: dict[str, Any] = field(default_factory=dict)
    scaling: Scaling = Scaling.AUTO
    rotation: int = 0
    media: Paper | None = None
    media_col: Paper | None = None  # which media-col describes, margins too
    margins: dict[str, int] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    joins_documents: bool = False

    def parse_all(
        self, attributes: Iterable[Attribute], parsers: Mapping[str, _Parser]
    ) -> tuple[list[Attribute], list[Attribute]]:
        """Return what is accepted of attributes or members, and what is not supported."""
        accepted: list[Attribute] = []
        unsupported: list[Attribute] = []
        for attribute in attributes:
            if (parse := parsers.get(attribute.name)) is None:
                unsupported.append(Tag.UNSUPPORTED.of(attribute.name, None))
                continue
            try:
                parsed, *unknown = parse(self, attribute) or (attribute,)
            except _UnsupportedError:
                unsupported.append(attribute)
            else:
                accepted.append(parsed)
                unsupported += unknown
        return accepted, unsupported

    def get_sides(self) -> str:
        default = supported.SIDES_BY_KEYWORD[self.printer.get_default_sides()]
        return str(self.options.get("sides", default))

    def parse_collation(self, attribute: Attribute) -> None:
        """Parse multiple-document-handling: the order of copies, and where they begin.

        Several documents are printed as one. Only in a single document, one of them may
        begin on the back of the one before (RFC 8011, 5.2.4).
        """
        orders = self.printer.get_collations()
        order = _get_one_of(attribute, orders, Tag.KEYWORD)
        self.options["collate"] = orders[order]
        self.joins_documents = order == supported.SINGLE_DOCUMENT

    def parse_orientation(self, attribute: Attribute) -> None:
        self.rotation = _ROTATIONS[_get_one_of(attribute, _ROTATIONS, Tag.ENUM)]

    def parse_scaling(self, attribute: Attribute) -> None:
        self.scaling = Scaling(_get_one_of(attribute, set(Scaling), Tag.KEYWORD))

    def parse_resolution(self, attribute: Attribute) -> None:
        """Parse printer-resolution, which says how a raster document is made, too.

        It is only passed on if the printer reports it.
        """
        reported = self.printer.get_reported_resolutions()
        resolutions = {*reported, *supported.RASTER_RESOLUTIONS}
        resolution: Resolution = _get_one_of(attribute, resolutions, Tag.RESOLUTION)
        if resolution in reported:
            self.options["dpi"] = f"{resolution.across}x{resolution.along}"

    def parse_page_ranges(self, attribute: Attribute) -> None:
        """Parse page-ranges: ascending ranges that do not overlap (RFC 8011, 5.2.7)."""
        ranges: list[str] = []
        last = 0
        for part in attribute.contents:
            if not isinstance(part, IntegerRange):
                raise _UnsupportedError
            if not last < part.lower <= min(part.upper, _LAST_PAGE):
                raise _UnsupportedError
            last = part.upper
            ranges.append(f"{part.lower}-{min(last, _LAST_PAGE)}")
        text = ",".join(ranges)
        # Room for words that select among these pages
        if len(text) > MAX_TEXT - _LONGEST_WORDS:
            raise _UnsupportedError
        # Clients ask for all pages like this.
        if text != f"1-{_LAST_PAGE}":
            self.pages += ranges

    def parse_page_set(self, attribute: Attribute) -> None:
        page_set = _get_one_of(attribute, supported.PAGE_SETS, Tag.KEYWORD, Tag.NAME)
        if (word := supported.PAGE_SETS[page_set]) is not None:
            self.pages.append(word)

    def parse_page_delivery(self, attribute: Attribute) -> None:
        """Parse page-delivery: the order of sheets, which is the order of pages on one side."""
        delivery = _get_one_of(attribute, supported.PAGE_DELIVERIES, Tag.KEYWORD)
        if (word := supported.PAGE_DELIVERIES[delivery]) is None:
            return
        if self.get_sides() != "one_sided":
            raise _UnsupportedError
        self.pages.append(word)

    def parse_media(self, attribute: Attribute) -> None:
        self.media = self.get_named_paper(attribute)

    def parse_media_col(
        self, attribute: Attribute
    ) -> tuple[Attribute, Attribute] | None:
        """Parse media-col; of its members, those that are not supported are returned."""
        members: Iterable[Attribute] = _get_only(attribute, Tag.COLLECTION)
        # The margins tell papers of the same size apart.
        ordered = sorted(members, key=lambda item: not item.name.endswith("-margin"))
        accepted, unsupported = self.parse_all(ordered, _MEMBER_PARSERS)
        if not accepted:
            raise _UnsupportedError
        if not unsupported:
            return None
        return (
            Tag.COLLECTION.of(attribute.name, tuple(accepted)),
            Tag.COLLECTION.of(attribute.name, tuple(unsupported)),
        )

    def parse_media_size(self, attribute: Attribute) -> None:
        members: Sequence[Attribute] = _get_only(attribute, Tag.COLLECTION)
        if [member.name for member in members] == ["media-size-name"]:
            # As newer Android devices send it
            self.parse_media_size_name(members[0])
            return
        sides: dict[str, int] = {
            member.name: _get_only(member, Tag.INTEGER) for member in members
        }
        if set(sides) != {"x-dimension", "y-dimension"}:
            raise _UnsupportedError
        size = (sides["x-dimension"] / 100, sides["y-dimension"] / 100)
        paper = self.require_paper(size)
        # A name is more exact.
        self.media_col = self.media_col or paper

    def parse_media_size_name(self, attribute: Attribute) -> None:
        self.media_col = self.get_named_paper(attribute)

    def get_named_paper(self, attribute: Attribute) -> Paper:
        return self.require_paper(as_text(_get_only(attribute, *_KEYWORDS)) or "")

    def require_paper(self, media: str | tuple[float, float]) -> Paper:
        paper = find_paper(media, self.printer.papers, self.margins)
        if paper is None:
            raise _UnsupportedError
        return paper


type _Parser = Callable[[_Draft, Attribute], tuple[Attribute, Attribute] | None]
"""Returns what is accepted and what is not, if it is mixed. Raises _UnsupportedError."""


def parse_job_template(
    attributes: Sequence[Attribute], printer: SharedPrinter
) -> JobTemplate:
    """Return what the attributes of a job mean for a print on a printer."""
    draft = _Draft(printer)
    # What a delivery means depends on the sides.
    ordered = sorted(attributes, key=lambda item: item.name == PAGE_DELIVERY)
    accepted, unsupported = draft.parse_all(ordered, _PARSERS)
    if draft.pages:
        draft.options["page_ranges"] = ",".join(draft.pages)
    asked = [paper for paper in (draft.media_col, draft.media) if paper is not None]
    if asked:
        draft.options["paper"] = asked[0].name.strip()
    paper = asked[0] if asked else printer.default_paper
    edges = get_edge_margins(paper) | draft.margins
    top, right, bottom, left = (edges[edge] / 100 for edge in EDGES)
    margins = top, right, bottom, left
    per_paper = draft.options.get("pages_per_sheet", 1)
    if draft.get_sides() != "one_sided":
        per_paper *= 2
    if paper.width > paper.height:
        margins = turn_margins_upright(margins)
    return JobTemplate(
        options=draft.options,
        layout=PageLayout(
            scaling=draft.scaling,
            rotation=draft.rotation,
            # Those asked for, or the paper's.
            margins=margins,
            pages_per_paper=1 if draft.joins_documents else per_paper,
        ),
        attributes=tuple(accepted),
        unsupported=tuple(unsupported),
        is_conflicting=len({(paper.width, paper.height) for paper in asked}) > 1,
    )


def _get_only(attribute: Attribute, *tags: Tag) -> Any:
    if len(attribute.values) != 1 or attribute.tag not in tags:
        raise _UnsupportedError
    return attribute.content


def _get_one_of[T](
    attribute: Attribute, supported_values: Container[T], *tags: Tag
) -> T:
    content: T = _get_only(attribute, *tags)
    if content not in supported_values:
        raise _UnsupportedError
    return content


def _build_option_parser(
    option: str,
    get_values: Callable[[SharedPrinter], Mapping[Any, Any]],
    tag: Tag,
) -> _Parser:
    """Return the parser of an attribute that is an option; None leaves it to the printer."""

    def parse(draft: _Draft, attribute: Attribute) -> None:
        values = get_values(draft.printer)
        if (value := values[_get_one_of(attribute, values, tag)]) is not None:
            draft.options[option] = value

    return parse


def _build_margin_parser(edge: str) -> _Parser:
    """Return the parser of the margin at an edge, which some paper must have."""

    def parse(draft: _Draft, attribute: Attribute) -> None:
        margin: int = _get_only(attribute, Tag.INTEGER)
        margins = [get_edge_margins(paper)[edge] for paper in draft.printer.papers]
        closest = min(margins, key=lambda length: abs(length - margin))
        if abs(closest - margin) > _ROUNDING:
            raise _UnsupportedError
        draft.margins[edge] = closest

    return parse


def _accept(values: Container[int | str], *tags: Tag) -> _Parser:
    """Return the parser of an attribute whose supported values change nothing."""

    def parse(draft: _Draft, attribute: Attribute) -> None:
        _get_one_of(attribute, values, *tags)

    return parse


_PARSERS: Final[Mapping[str, _Parser]] = {
    "copies": _build_option_parser(
        "copies",
        lambda printer: {n: n for n in range(1, printer.get_max_copies() + 1)},
        Tag.INTEGER,
    ),
    "finishings": _accept((supported.FINISHINGS_NONE,), Tag.ENUM),
    "job-hold-until": _accept((supported.NO_HOLD,), *_KEYWORDS),
    "job-priority": _accept(range(1, 101), Tag.INTEGER),
    "job-sheets": _accept((supported.SHEETS_NONE,), *_KEYWORDS),
    "media": _Draft.parse_media,
    "media-col": _Draft.parse_media_col,
    "multiple-document-handling": _Draft.parse_collation,
    "number-up": _build_option_parser(
        "pages_per_sheet",
        lambda _: {n: n for n in supported.NUMBERS_UP},
        Tag.INTEGER,
    ),
    "orientation-requested": _Draft.parse_orientation,
    "output-bin": _accept((supported.OUTPUT_BIN,), *_KEYWORDS),
    PAGE_DELIVERY: _Draft.parse_page_delivery,
    "page-ranges": _Draft.parse_page_ranges,
    "page-set": _Draft.parse_page_set,
    "print-color-mode": _build_option_parser(
        "color", SharedPrinter.get_color_modes, Tag.KEYWORD
    ),
    "print-content-optimize": _accept((supported.AUTO,), Tag.KEYWORD),
    "print-quality": _build_option_parser(
        "quality", SharedPrinter.get_qualities, Tag.ENUM
    ),
    "print-rendering-intent": _accept((supported.AUTO,), Tag.KEYWORD),
    "print-scaling": _Draft.parse_scaling,
    "printer-resolution": _Draft.parse_resolution,
    "sides": _build_option_parser("sides", SharedPrinter.get_sides, Tag.KEYWORD),
}

_MEMBER_PARSERS: Final[Mapping[str, _Parser]] = {
    **{f"media-{edge}-margin": _build_margin_parser(edge) for edge in EDGES},
    "media-size": _Draft.parse_media_size,
    "media-size-name": _Draft.parse_media_size_name,
    "media-source": _accept((supported.AUTO,), *_KEYWORDS),
    "media-type": _accept((supported.AUTO, supported.STATIONERY), *_KEYWORDS),
}
JOB_TEMPLATE: Final = tuple(_PARSERS)
MEDIA_COL: Final = tuple(sorted(_MEMBER_PARSERS))  # its members (PWG 5100.7, 6.3.1)
