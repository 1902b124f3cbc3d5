"""The Job Template attributes of a shared printer: what jobs may ask for, and the rest.

RFC 8011, 5.2; PWG 5100.3, 5100.7 and 5100.13.
"""

from collections.abc import Callable, Iterable
from typing import Final

from ...api import Paper
from ...document.settings import Scaling
from ...document.sheets.paper import Size
from .. import supported
from ..shared_printer import SharedPrinter
from .media import (
    EDGES,
    get_edge_margins,
    get_media_names,
    get_media_size,
    to_hundredths,
)
from .message import Attribute, Content, IntegerRange, Tag, out_of_band
from .vocabulary import Orientation

JOB_TEMPLATE: Final = (
    "copies",
    "finishings",
    "job-hold-until",
    "job-priority",
    "job-sheets",
    "media",
    "media-col",
    "multiple-document-handling",
    "number-up",
    "orientation-requested",
    "output-bin",
    "page-delivery",
    "page-ranges",
    "page-set",
    "print-color-mode",
    "print-content-optimize",
    "print-quality",
    "print-rendering-intent",
    "print-scaling",
    "printer-resolution",
    "sides",
)
"""The attributes that a job may have."""
MEDIA_COL: Final = (
    "media-bottom-margin",
    "media-left-margin",
    "media-right-margin",
    "media-size",
    "media-size-name",
    "media-source",
    "media-top-margin",
    "media-type",
)
"""The members that media-col may have (PWG 5100.7, 6.3.1)."""
DATABASE: Final = "media-col-database"
TEMPLATE_NAMES: Final = frozenset(
    f"{name}-{ending}"
    for name in (*JOB_TEMPLATE, *MEDIA_COL, "overrides")
    for ending in ("database", "default", "ready", "supported")
)
"""The attributes of a printer that are in the group "job-template"."""

FINISHINGS_NONE: Final = 3
SHEETS_NONE: Final = "none"
NO_HOLD: Final = "no-hold"
OUTPUT_BIN: Final = "face-down"
DEFAULT_PRIORITY: Final = 50


def attributes_of(tag: Tag) -> Callable[..., Attribute]:
    """Return a function that builds attributes from a name and contents with a tag."""

    def build(name: str, *contents: Content) -> Attribute:
        return Attribute.of(name, tag, *contents)

    return build


integer: Final = attributes_of(Tag.INTEGER)
boolean: Final = attributes_of(Tag.BOOLEAN)
enum: Final = attributes_of(Tag.ENUM)
keyword: Final = attributes_of(Tag.KEYWORD)
collection: Final = attributes_of(Tag.COLLECTION)
resolution: Final = attributes_of(Tag.RESOLUTION)
integer_range: Final = attributes_of(Tag.RANGE_OF_INTEGER)


def build_template_attributes(printer: SharedPrinter) -> list[Attribute]:
    """Return the defaults and supported values of a printer, media-col-database too."""
    return [
        integer("copies-default", supported.get_default_copies(printer)),
        integer_range(
            "copies-supported", IntegerRange(1, supported.get_max_copies(printer))
        ),
        enum("finishings-default", FINISHINGS_NONE),
        enum("finishings-supported", FINISHINGS_NONE),
        keyword("job-hold-until-default", NO_HOLD),
        keyword("job-hold-until-supported", NO_HOLD),
        integer("job-priority-default", DEFAULT_PRIORITY),
        # The number of levels: all priorities are the same.
        integer("job-priority-supported", 1),
        keyword("job-sheets-default", SHEETS_NONE),
        keyword("job-sheets-supported", SHEETS_NONE),
        *_build_media(printer),
        keyword(
            "multiple-document-handling-default",
            supported.get_default_collation(printer),
        ),
        keyword(
            "multiple-document-handling-supported",
            *supported.get_collations(printer),
        ),
        integer("number-up-default", 1),
        integer("number-up-supported", *supported.NUMBERS_UP),
        # The pages of the document decide.
        out_of_band("orientation-requested-default", Tag.NO_VALUE),
        enum("orientation-requested-supported", *Orientation),
        keyword("output-bin-default", OUTPUT_BIN),
        keyword("output-bin-supported", OUTPUT_BIN),
        # What overrides may select by; there is nothing that they may change.
        keyword("overrides-supported", "document-number", "document-numbers", "pages"),
        keyword("page-delivery-default", next(iter(supported.PAGE_DELIVERIES))),
        keyword("page-delivery-supported", *supported.PAGE_DELIVERIES),
        boolean("page-ranges-supported", True),
        keyword("page-set-default", next(iter(supported.PAGE_SETS))),
        keyword("page-set-supported", *supported.PAGE_SETS),
        keyword("print-color-mode-default", supported.get_default_color_mode(printer)),
        keyword("print-color-mode-supported", *supported.get_color_modes(printer)),
        *(
            keyword(f"{name}-{ending}", supported.AUTO)
            for name in ("print-content-optimize", "print-rendering-intent")
            for ending in ("default", "supported")
        ),
        enum("print-quality-default", supported.get_default_quality(printer)),
        enum("print-quality-supported", *supported.get_qualities(printer)),
        keyword("print-scaling-default", supported.AUTO),
        keyword("print-scaling-supported", *Scaling),
        resolution(
            "printer-resolution-default", supported.get_default_resolution(printer)
        ),
        resolution("printer-resolution-supported", *supported.get_resolutions(printer)),
        keyword("sides-default", supported.get_default_sides(printer)),
        keyword("sides-supported", *supported.get_sides(printer)),
    ]


def build_media_col(paper: Paper, name: str) -> tuple[Attribute, ...]:
    """Return the collection media-col of a paper and its name in IPP."""
    margins = get_edge_margins(paper)
    return (
        collection("media-size", _build_size(get_media_size(name, paper))),
        keyword("media-size-name", name),
        *(integer(f"media-{edge}-margin", margins[edge]) for edge in EDGES),
        keyword("media-source", supported.AUTO),
        keyword("media-type", supported.STATIONERY),
    )


def _build_media(printer: SharedPrinter) -> Iterable[Attribute]:
    """Yield the attributes of the papers.

    Which of them are in the trays is not known: each of them may be.
    """
    names = get_media_names(printer.papers)
    default = next(
        (name for name, paper in names.items() if paper == printer.default_paper),
        next(iter(names)),
    )
    # Some clients take the first for the default.
    ordered = {default: names[default]} | names
    columns = [build_media_col(paper, name) for name, paper in ordered.items()]
    sizes = dict.fromkeys(get_media_size(*item) for item in ordered.items())
    yield keyword("media-default", default)
    yield keyword("media-supported", *ordered)
    yield keyword("media-ready", *ordered)
    yield collection("media-col-default", columns[0])
    yield collection("media-col-ready", *columns)
    yield collection(DATABASE, *columns)
    yield keyword("media-col-supported", *MEDIA_COL)
    yield collection("media-size-supported", *map(_build_size, sizes))
    for edge in EDGES:
        margins = {get_edge_margins(paper)[edge] for paper in names.values()}
        yield integer(f"media-{edge}-margin-supported", *sorted(margins))
    yield keyword("media-source-supported", supported.AUTO)
    yield keyword("media-type-supported", supported.AUTO, supported.STATIONERY)


def _build_size(size: Size) -> tuple[Attribute, ...]:
    """Return the collection media-size of a size in millimetres."""
    width, height = map(to_hundredths, size)
    return integer("x-dimension", width), integer("y-dimension", height)
