"""The Job Template attributes of a shared printer: what jobs may ask for, and the rest.

RFC 8011, 5.2; PWG 5100.3, 5100.7 and 5100.13.
"""

from collections.abc import Iterable
from typing import Final

from ...api import Paper
from ...document.settings import Scaling
from ...document.sheets.sheets import Size
from .. import supported
from ..job_template import JOB_TEMPLATE, MEDIA_COL
from ..shared_printer import SharedPrinter
from .media import (
    EDGES,
    get_edge_margins,
    get_media_names,
    get_media_size,
    to_hundredths,
)
from .message import Attribute, IntegerRange, Tag, out_of_band
from .vocabulary import OrientationRequested

DATABASE: Final = "media-col-database"
TEMPLATE_NAMES: Final = frozenset(
    f"{name}-{ending}"
    for name in (*JOB_TEMPLATE, *MEDIA_COL, "overrides")
    for ending in ("database", "default", "ready", "supported")
)

DEFAULT_PRIORITY: Final = 50


def build_template_attributes(printer: SharedPrinter) -> list[Attribute]:
    """Return the defaults and supported values of a printer, media-col-database too."""
    return [
        Tag.INTEGER.of("copies-default", supported.get_default_copies(printer)),
        Tag.RANGE_OF_INTEGER.of(
            "copies-supported", IntegerRange(1, supported.get_max_copies(printer))
        ),
        Tag.ENUM.of("finishings-default", supported.FINISHINGS_NONE),
        Tag.ENUM.of("finishings-supported", supported.FINISHINGS_NONE),
        Tag.KEYWORD.of("job-hold-until-default", supported.NO_HOLD),
        Tag.KEYWORD.of("job-hold-until-supported", supported.NO_HOLD),
        Tag.INTEGER.of("job-priority-default", DEFAULT_PRIORITY),
        # The number of levels: all priorities are the same.
        Tag.INTEGER.of("job-priority-supported", 1),
        Tag.KEYWORD.of("job-sheets-default", supported.SHEETS_NONE),
        Tag.KEYWORD.of("job-sheets-supported", supported.SHEETS_NONE),
        *_build_media(printer),
        Tag.KEYWORD.of(
            "multiple-document-handling-default",
            supported.get_default_collation(printer),
        ),
        Tag.KEYWORD.of(
            "multiple-document-handling-supported",
            *supported.get_collations(printer),
        ),
        Tag.INTEGER.of("number-up-default", 1),
        Tag.INTEGER.of("number-up-supported", *supported.NUMBERS_UP),
        # The pages of the document decide.
        out_of_band("orientation-requested-default", Tag.NO_VALUE),
        Tag.ENUM.of("orientation-requested-supported", *OrientationRequested),
        Tag.KEYWORD.of("output-bin-default", supported.OUTPUT_BIN),
        Tag.KEYWORD.of("output-bin-supported", supported.OUTPUT_BIN),
        # What overrides may select by; there is nothing that they may change.
        Tag.KEYWORD.of(
            "overrides-supported", "document-number", "document-numbers", "pages"
        ),
        Tag.KEYWORD.of("page-delivery-default", next(iter(supported.PAGE_DELIVERIES))),
        Tag.KEYWORD.of("page-delivery-supported", *supported.PAGE_DELIVERIES),
        Tag.BOOLEAN.of("page-ranges-supported", True),
        Tag.KEYWORD.of("page-set-default", next(iter(supported.PAGE_SETS))),
        Tag.KEYWORD.of("page-set-supported", *supported.PAGE_SETS),
        Tag.KEYWORD.of(
            "print-color-mode-default", supported.get_default_color_mode(printer)
        ),
        Tag.KEYWORD.of(
            "print-color-mode-supported", *supported.get_color_modes(printer)
        ),
        *(
            Tag.KEYWORD.of(f"{name}-{ending}", supported.AUTO)
            for name in ("print-content-optimize", "print-rendering-intent")
            for ending in ("default", "supported")
        ),
        Tag.ENUM.of("print-quality-default", supported.get_default_quality(printer)),
        Tag.ENUM.of("print-quality-supported", *supported.get_qualities(printer)),
        Tag.KEYWORD.of("print-scaling-default", supported.AUTO),
        Tag.KEYWORD.of("print-scaling-supported", *Scaling),
        Tag.RESOLUTION.of(
            "printer-resolution-default", supported.get_default_resolution(printer)
        ),
        Tag.RESOLUTION.of(
            "printer-resolution-supported", *supported.get_resolutions(printer)
        ),
        Tag.KEYWORD.of("sides-default", supported.get_default_sides(printer)),
        Tag.KEYWORD.of("sides-supported", *supported.get_sides(printer)),
    ]


def build_media_col(paper: Paper, name: str) -> tuple[Attribute, ...]:
    """Return the collection media-col of a paper and its name in IPP."""
    margins = get_edge_margins(paper)
    return (
        Tag.COLLECTION.of("media-size", _build_size(get_media_size(name, paper))),
        Tag.KEYWORD.of("media-size-name", name),
        *(Tag.INTEGER.of(f"media-{edge}-margin", margins[edge]) for edge in EDGES),
        Tag.KEYWORD.of("media-source", supported.AUTO),
        Tag.KEYWORD.of("media-type", supported.STATIONERY),
    )


def _build_media(printer: SharedPrinter) -> Iterable[Attribute]:
    """Yield the attributes of the papers, each of which may be in a tray."""
    names = get_media_names(printer.papers)
    default = next(
        (name for name, paper in names.items() if paper == printer.default_paper),
        next(iter(names)),
    )
    # Some clients take the first for the default.
    ordered = {default: names[default]} | names
    columns = [build_media_col(paper, name) for name, paper in ordered.items()]
    sizes = dict.fromkeys(get_media_size(*item) for item in ordered.items())
    yield Tag.KEYWORD.of("media-default", default)
    yield Tag.KEYWORD.of("media-supported", *ordered)
    yield Tag.KEYWORD.of("media-ready", *ordered)
    yield Tag.COLLECTION.of("media-col-default", columns[0])
    yield Tag.COLLECTION.of("media-col-ready", *columns)
    yield Tag.COLLECTION.of(DATABASE, *columns)
    yield Tag.KEYWORD.of("media-col-supported", *MEDIA_COL)
    yield Tag.COLLECTION.of("media-size-supported", *map(_build_size, sizes))
    for edge in EDGES:
        margins = {get_edge_margins(paper)[edge] for paper in names.values()}
        yield Tag.INTEGER.of(f"media-{edge}-margin-supported", *sorted(margins))
    yield Tag.KEYWORD.of("media-source-supported", supported.AUTO)
    yield Tag.KEYWORD.of("media-type-supported", supported.AUTO, supported.STATIONERY)


def _build_size(size: Size) -> tuple[Attribute, ...]:
    width, height = map(to_hundredths, size)
    return Tag.INTEGER.of("x-dimension", width), Tag.INTEGER.of("y-dimension", height)
