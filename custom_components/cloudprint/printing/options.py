"""How something is to be printed: what people write, checked, as the cloud wants it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
import json
import re
from typing import Any, Final

from ..api import Collate, Orientation, Paper, PrinterCapabilities
from ..exceptions import invalid
from ..fields import (
    MAX_TEXT,
    as_json,
    boolean,
    choice,
    line_of_text,
    number_of,
    refused,
    text_of,
    whole_number,
)
from ..spool.job import ContentSummary
from .capability_check import (
    COLORS,
    MAX_COPIES,
    ORIENTATIONS,
    QUALITIES,
    SIDES,
    check_capabilities,
    warnings_of,
)

MAX_PAGES_PER_SHEET: Final = 16
MAX_DPI: Final = 9600
MAX_LENGTH_MM: Final = 5000
MAX_LENGTH_INCHES: Final = 30
"""Two numbers up to this, without a unit, may be meant in inches: 4x6, 11x17."""
SAME_PAPER_MM: Final = 2
"""Pages that differ less from a paper of the printer's are meant for it."""
MAX_RAW_CHARACTERS: Final = 64 * 1024
MAX_RAW_LEVELS: Final = 16
MARGINS: Final = ("top", "bottom", "left", "right")

STANDARD_PAPERS: Final[Mapping[str, tuple[float, float]]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b4": (257, 364),
    "b5": (182, 257),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "11x17": (279.4, 431.8),
}
"""Papers of a printer that does not tell its own; B4 and B5 are the JIS sizes, as with
the document's printer. Width and height in millimetres."""

_PAGE_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)
_AS_TYPED: Final = str.maketrans("–—~～，、", "----,,")
_PAPER_SIZE: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(mm)?", re.IGNORECASE | re.ASCII
)
_RESOLUTION: Final = re.compile(
    r"(\d{1,5})\s*[x×*]\s*(\d{1,5})\s*(?:dpi)?", re.IGNORECASE | re.ASCII
)


type Parser = Callable[[str, object], dict[str, Any]]
"""Returns the fields of `config` that an option means, of its name and its value."""


def _text_as(name: str) -> Parser:
    return lambda field, value: {name: line_of_text(field, value)}


def _flag_as(name: str) -> Parser:
    return lambda field, value: {name: boolean(field, value)}


def _count_as(name: str, most: int) -> Parser:
    return lambda field, value: {name: whole_number(field, value, 1, most)}


def _choice_as(name: str, choices: Mapping[str, StrEnum]) -> Parser:
    return lambda field, value: {name: choice(field, value, choices).value}


def _collate(field: str, value: object) -> dict[str, Any]:
    collate = Collate.COLLATE if boolean(field, value) else Collate.UNCOLLATE
    return {"collate": collate.value}


def _page_ranges(field: str, value: object) -> dict[str, Any]:
    """Accept what people type: spaces, typographic dashes, Chinese commas.

    A template's "1,3" reaches us as a list.
    """
    items = value if isinstance(value, list | tuple) else [value]
    text = ",".join(text_of(item) or "" for item in items).translate(_AS_TYPED)
    text = re.sub(r"\s", "", text)
    parts = [_PAGE_RANGE.fullmatch(part) for part in text.split(",")]
    if len(text) > MAX_TEXT or not all(
        part and 1 <= int(part[1]) <= int(part[2] or part[1]) for part in parts
    ):
        raise refused(field, value, "1-3,5")
    return {"pageRanges": text}


def _scale(field: str, value: object) -> dict[str, Any]:
    """Accept a percentage, or a word of the service's, whose list is not documented."""
    text = value.strip() if isinstance(value, str) else ""
    if text.isidentifier():
        return {"scale": line_of_text(field, text, 40)}
    return {"scale": number_of(field, text.removesuffix("%") or value, 1, 1000)}


def _dpi(field: str, value: object) -> dict[str, Any]:
    found = _RESOLUTION.fullmatch(value.strip()) if isinstance(value, str) else None
    pair = found.groups() if found else value
    if not isinstance(pair, list | tuple):
        pair = (pair, pair)
    if len(pair) != 2:
        raise refused(field, value, "300, 600x600")
    across, along = (whole_number(field, side, 1, MAX_DPI) for side in pair)
    return {"xdpi": across, "ydpi": along}


def _margins(field: str, value: object) -> dict[str, Any]:
    supported = "10, {top: 10, bottom: 10, left: 15, right: 15}"
    if not isinstance(value, Mapping):
        value = dict.fromkeys(MARGINS, value)
    if not value or not set(value) <= set(MARGINS):
        raise refused(field, value, supported)
    return {
        f"margin{edge.capitalize()}": number_of(
            field, value[edge], 0, MAX_LENGTH_MM, supported=supported
        )
        for edge in MARGINS
        if edge in value
    }


def _raw_options(field: str, value: object) -> dict[str, Any]:
    """Accept whatever can be sent; the service alone knows the rest."""
    raw = None
    with suppress(ValueError):
        raw = as_json(value, MAX_RAW_LEVELS)
    if not isinstance(raw, dict) or len(json.dumps(raw)) > MAX_RAW_CHARACTERS:
        # It may hold a header, a footer or a watermark.
        raise invalid(
            "raw_options_invalid",
            field=field,
            limit=str(MAX_RAW_CHARACTERS),
            example="{repeats: 2}",
        )
    return raw


PARSERS: Final[Mapping[str, Parser]] = {
    "copies": _count_as("copies", MAX_COPIES),
    "color": _choice_as("color", COLORS),
    "sides": _choice_as("side", SIDES),
    "orientation": _choice_as("orientation", ORIENTATIONS),
    "quality": _choice_as("quality", QUALITIES),
    "collate": _collate,
    "pages_per_sheet": _count_as("pagesPerSheet", MAX_PAGES_PER_SHEET),
    "page_ranges": _page_ranges,
    "scale": _scale,
    "dpi": _dpi,
    "margins": _margins,
    "header": _text_as("header"),
    "footer": _text_as("footer"),
    "fit_to_page": _flag_as("autofit"),
    "booklet": _flag_as("booklet"),
    "input_slot": _text_as("inputSlot"),
    "media_type": _text_as("mediaType"),
    "watermark": _text_as("watermark"),
}
"""What turns each option into fields of `config` (OpenAPI 3.7.3). The paper is apart, as
it depends on the printer, and so are the raw options, which win over all others."""

OPTIONS: Final = ("paper", *PARSERS, "raw_options")
"""All option fields of a print."""


def build_config(
    options: Mapping[str, Any],
    capabilities: PrinterCapabilities | None,
    content: ContentSummary | None = None,
) -> tuple[dict[str, Any], list[str]]:
    """Return the cloud's `config` for a printer, and what a person should know of it.

    What was made into pages says what paper they are for, where the options do not.
    Raises ServiceValidationError for a value that means nothing, or that the printer's
    capabilities exclude. What is not known of a printer excludes nothing.
    """
    known = capabilities or PrinterCapabilities()
    config: dict[str, Any] = {}
    if (paper := options.get("paper")) is not None:
        config["paperConfig"] = _paper(paper, known)
    for field, parse in PARSERS.items():
        if (value := options.get(field)) is None:
            continue
        parsed = parse(field, value)
        check_capabilities(field, value, parsed, known)
        config |= parsed
    if content is not None:
        config = _for_pages(config, content, known)
    if (raw := options.get("raw_options")) is not None:
        config |= _raw_options("raw_options", raw)
    return config, warnings_of(config, known)


def _for_pages(
    config: dict[str, Any], content: ContentSummary, known: PrinterCapabilities
) -> dict[str, Any]:
    """Return a config that fits pages that were made here."""
    if content.is_ranged:
        config.pop("pageRanges", None)
    if content.paper is None or "paperConfig" in config:
        return config
    # In the tray, paper lies upright; what is printed on it may not.
    short, long = sorted(content.paper)
    for paper in known.supported_papers:
        if max(abs(paper.width - short), abs(paper.height - long)) <= SAME_PAPER_MM:
            short, long = paper.width, paper.height
            break
    config["paperConfig"] = {"width": round(short, 2), "height": round(long, 2)}
    if content.paper[0] > content.paper[1]:
        config.setdefault("orientation", Orientation.LANDSCAPE.value)
    return config


def papers_of(known: PrinterCapabilities | None) -> list[Paper]:
    """Return a printer's papers, or the standard ones; each name once."""
    return list(_papers(known or PrinterCapabilities()).values())


def paper_names(known: PrinterCapabilities | None) -> list[str]:
    """Return the names of a printer's papers, each once."""
    return [paper.name.strip() for paper in papers_of(known)]


def _papers(known: PrinterCapabilities) -> Mapping[str, Paper]:
    """Return a printer's papers by their names in lower case, or the standard ones."""
    return {paper.name.strip().lower(): paper for paper in known.supported_papers} or {
        name: Paper(name=name.capitalize(), width=float(width), height=float(height))
        for name, (width, height) in STANDARD_PAPERS.items()
    }


def _paper(value: object, known: PrinterCapabilities) -> dict[str, float]:
    """Return a paper's size: a name the printer knows, or width and height in mm.

    The size alone is sent, as in the document's example (OpenAPI 3.6.2): the same name
    means different sizes to different printers. Names come first: the document's own
    printer has a paper that is called "11x17", in inches.
    """
    papers = _papers(known)
    text = value.strip() if isinstance(value, str) else ""
    exact = (paper for paper in known.supported_papers if paper.name.strip() == text)
    if paper := next(exact, papers.get(text.lower())):
        return {"width": paper.width, "height": paper.height}
    if (found := _PAPER_SIZE.fullmatch(text)) and (
        found[3] or max(float(found[1]), float(found[2])) > MAX_LENGTH_INCHES
    ):
        value = {"width": found[1], "height": found[2]}
    if not isinstance(value, Mapping):
        names = (*(paper.name for paper in papers.values()), "105x156")
        raise refused("paper", value, ", ".join(names))
    if set(value) != {"width", "height"}:
        raise refused("paper", dict(value), "{width: 105, height: 156}")
    return {
        side: float(
            number_of("paper", value[side], 1, MAX_LENGTH_MM, supported="1 - 5000 mm")
        )
        for side in ("width", "height")
    }
