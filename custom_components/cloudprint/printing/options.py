"""The print options: parsed, checked, and turned into the cloud's `config`."""

from collections.abc import Callable, Mapping
from contextlib import suppress
import json
import re
from typing import Any, Final, cast

from ..api import (
    Collate,
    MediaFormat,
    Orientation,
    Paper,
    PaperConfig,
    PrintConfig,
    PrinterCapabilities,
)
from ..exceptions import invalid
from ..fields import (
    MAX_TEXT,
    as_json,
    boolean,
    choice,
    line_of_text,
    parse_number,
    parse_text,
    refused,
    whole_number,
)
from ..settings import Quirks
from ..spool.job import ContentSummary
from .capability_check import (
    CHOICES,
    MAX_COPIES,
    check_capabilities,
    copies_range,
    get_warnings,
    get_words,
)

MAX_PAGES_PER_SHEET: Final = 16
MAX_DPI: Final = 9600
MAX_LENGTH_MM: Final = 5000
MAX_LENGTH_INCHES: Final = 30
"""Two numbers up to this, without a unit, may be inches: 4x6, 11x17."""
SAME_PAPER_MM: Final = 2
"""Pages whose size differs by at most this use the printer's paper."""
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
"""Width and height in millimetres of the papers of a printer that reports none. B4 and
B5 are the JIS sizes, as on the document's printer."""

_PAGE_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)
_AS_TYPED: Final = str.maketrans("–—~～，、", "----,,")
_PAPER_SIZE: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(mm)?", re.IGNORECASE | re.ASCII
)
_RESOLUTION: Final = re.compile(
    r"(\d{1,5})\s*[x×*]\s*(\d{1,5})\s*(?:dpi)?", re.IGNORECASE | re.ASCII
)


type Parser = Callable[[str, object], PrintConfig]
"""Takes an option's name and value; returns the fields of `config` that they mean."""


def _choice(field: str, value: object) -> PrintConfig:
    known = CHOICES[field]
    # The key is from a table, which a TypedDict does not allow.
    return cast(PrintConfig, {known.config: str(choice(field, value, known.words))})


def _collate(field: str, value: object) -> PrintConfig:
    collate = Collate.COLLATE if boolean(field, value) else Collate.UNCOLLATE
    return {"collate": collate.value}


def _page_ranges(field: str, value: object) -> PrintConfig:
    """Parse ranges, with spaces, typographic dashes and Chinese commas as people type.

    The "1,3" of a template arrives as a list.
    """
    items = value if isinstance(value, list | tuple) else [value]
    text = ",".join(parse_text(item) or "" for item in items).translate(_AS_TYPED)
    text = re.sub(r"\s", "", text)
    parts = [_PAGE_RANGE.fullmatch(part) for part in text.split(",")]
    if len(text) > MAX_TEXT or not all(
        part and 1 <= int(part[1]) <= int(part[2] or part[1]) for part in parts
    ):
        raise refused(field, value, "1-3,5")
    return {"pageRanges": text}


def _scale(field: str, value: object) -> PrintConfig:
    """Parse a percentage, or a word: the document does not list the service's words."""
    text = value.strip() if isinstance(value, str) else ""
    if text.isidentifier():
        return {"scale": line_of_text(field, text, 40)}
    return {"scale": parse_number(field, text.removesuffix("%") or value, 1, 1000)}


def _dpi(field: str, value: object) -> PrintConfig:
    found = _RESOLUTION.fullmatch(value.strip()) if isinstance(value, str) else None
    pair = found.groups() if found else value
    if not isinstance(pair, list | tuple):
        pair = (pair, pair)
    if len(pair) != 2:
        raise refused(field, value, "300, 600x600")
    across, along = (whole_number(field, side, 1, MAX_DPI) for side in pair)
    return {"xdpi": across, "ydpi": along}


def _margins(field: str, value: object) -> PrintConfig:
    supported = "10, {top: 10, bottom: 10, left: 15, right: 15}"
    if not isinstance(value, Mapping):
        value = dict.fromkeys(MARGINS, value)
    if not value or not set(value) <= set(MARGINS):
        raise refused(field, value, supported)
    margins: dict[str, float] = {
        f"margin{edge.capitalize()}": parse_number(
            field, value[edge], 0, MAX_LENGTH_MM, supported=supported
        )
        for edge in MARGINS
        if edge in value
    }
    # The keys are computed, which a TypedDict does not allow.
    return cast(PrintConfig, margins)


def _raw_options(field: str, value: object) -> dict[str, Any]:
    """Parse other fields of `config`: only the service knows which of them it takes."""
    raw = None
    with suppress(ValueError):
        raw = as_json(value, MAX_RAW_LEVELS)
    if not isinstance(raw, dict) or len(json.dumps(raw)) > MAX_RAW_CHARACTERS:
        # The value is not shown: it may contain a header, a footer or a watermark.
        raise invalid(
            "raw_options_invalid",
            field=field,
            limit=str(MAX_RAW_CHARACTERS),
            example="{repeats: 2}",
        )
    return raw


PARSERS: Final[Mapping[str, Parser]] = {
    "copies": lambda field, value: {
        "copies": whole_number(field, value, 1, MAX_COPIES)
    },
    **dict.fromkeys(CHOICES, _choice),
    "collate": _collate,
    "pages_per_sheet": lambda field, value: {
        "pagesPerSheet": whole_number(field, value, 1, MAX_PAGES_PER_SHEET)
    },
    "page_ranges": _page_ranges,
    "scale": _scale,
    "dpi": _dpi,
    "margins": _margins,
    "header": lambda field, value: {"header": line_of_text(field, value)},
    "footer": lambda field, value: {"footer": line_of_text(field, value)},
    "fit_to_page": lambda field, value: {"autofit": boolean(field, value)},
    "booklet": lambda field, value: {"booklet": boolean(field, value)},
    "input_slot": lambda field, value: {"inputSlot": line_of_text(field, value)},
    "media_type": lambda field, value: {"mediaType": line_of_text(field, value)},
    "watermark": lambda field, value: {"watermark": line_of_text(field, value)},
}
"""The parsers of the options that depend on nothing else. The paper depends on the
printer, and the raw options override all others."""

PRINT_BACKGROUND: Final = "print_background"
"""The option that is a field of the task, and not of its `config`."""

OPTIONS: Final = ("paper", *PARSERS, PRINT_BACKGROUND, "raw_options")
"""All option fields of a print."""


def build_config(
    options: Mapping[str, Any],
    capabilities: PrinterCapabilities | None,
    content: ContentSummary | None = None,
    quirks: Quirks = Quirks(),
) -> tuple[dict[str, Any], list[str]]:
    """Return the cloud's `config` for a printer, and the keys of warnings about it.

    Content that was rendered into pages determines the paper if the options do not.
    `quirks` are those of the account.
    Raises ServiceValidationError for an invalid value, and for one with which the printer
    would put something else on paper; unknown capabilities exclude nothing.
    """
    known = capabilities or PrinterCapabilities()
    config: PrintConfig = {}
    warnings: list[str] = []
    if (paper := options.get("paper")) is not None:
        config["paperConfig"] = _paper(paper, known)
    for field, parse in PARSERS.items():
        if (value := options.get(field)) is None:
            continue
        parsed = parse(field, value)
        check_capabilities(field, value, parsed, known)
        config |= parsed
    if content is not None:
        _apply_pages(config, content, known)
        if quirks.landscape is False or content.is_turned:
            warnings += _avoid_landscape(config, content)
    sent: dict[str, Any] = {**config}
    if (raw := options.get("raw_options")) is not None:
        sent |= _raw_options("raw_options", raw)
    return sent, warnings + get_warnings(sent, known)


def find_print_background(
    options: Mapping[str, Any], content: ContentSummary, quirks: Quirks
) -> tuple[bool | None, list[str]]:
    """Return the task's `printBackground`, and the keys of warnings about it.

    It is true for pages of our own, and only means something for HTML. Raises
    ServiceValidationError.
    """
    wanted = get_print_background(options)
    if content.media_format is not MediaFormat.HTML:
        return None, [] if wanted is None else ["print_background_unused"]
    if wanted is None:
        is_own = content.paper is not None and quirks.background is not False
        return (True if is_own else None), []
    is_lost = wanted and quirks.background is False
    return wanted, ["print_background_unsupported"] if is_lost else []


def get_print_background(options: Mapping[str, Any]) -> bool | None:
    """Return the option, None if it is left out. Raises ServiceValidationError."""
    value = options.get(PRINT_BACKGROUND)
    return None if value is None else boolean(PRINT_BACKGROUND, value)


def _avoid_landscape(config: PrintConfig, content: ContentSummary) -> list[str]:
    """Say nothing of landscape for pages made here, which lie on upright sheets.

    Returns a warning for content that was to be printed in landscape and is not turned.
    """
    if content.is_turned:
        config.pop("orientation", None)
        paper = config["paperConfig"]
        paper["width"], paper["height"] = sorted((paper["width"], paper["height"]))
        return []
    if config.get("orientation") != Orientation.LANDSCAPE:
        return []
    if content.paper is not None and content.paper[0] <= content.paper[1]:
        del config["orientation"]
    return ["landscape_unsupported"]


def _apply_pages(
    config: PrintConfig, content: ContentSummary, known: PrinterCapabilities
) -> None:
    """Fit a config to pages that were rendered here."""
    if content.is_ranged:
        config.pop("pageRanges", None)
    if content.paper is None or "paperConfig" in config:
        return
    # Paper lies upright in the tray, whichever way the page is turned.
    short, long = sorted(content.paper)
    for paper in known.supported_papers:
        if max(abs(paper.width - short), abs(paper.height - long)) <= SAME_PAPER_MM:
            short, long = paper.width, paper.height
            break
    config["paperConfig"] = {"width": round(short, 2), "height": round(long, 2)}
    if content.paper[0] > content.paper[1]:
        config.setdefault("orientation", Orientation.LANDSCAPE.value)


def get_papers(known: PrinterCapabilities | None) -> list[Paper]:
    """Return a printer's papers, or the standard ones; each name once."""
    return list(_papers_by_name(known or PrinterCapabilities()).values())


def get_choices(option: str, known: PrinterCapabilities | None) -> list[str]:
    """Return the values of an option that a print on a printer may have."""
    if option == "paper":
        return [paper.name.strip() for paper in get_papers(known)]
    return get_words(option, known)


def limit_default(
    option: str, value: Any, known: PrinterCapabilities | None
) -> Any | None:
    """Return a default option as far as a print on the printer may have it, or None."""
    if option == "copies":
        copies = min(value, copies_range(known)[1])
        return copies if copies > 1 else None
    return value if value in get_choices(option, known) else None


def _papers_by_name(known: PrinterCapabilities) -> Mapping[str, Paper]:
    """Return a printer's papers, or the standard ones, by lower-case name."""
    return {paper.name.strip().lower(): paper for paper in known.supported_papers} or {
        name: Paper(name=name.capitalize(), width=float(width), height=float(height))
        for name, (width, height) in STANDARD_PAPERS.items()
    }


def _paper(value: object, known: PrinterCapabilities) -> PaperConfig:
    """Parse a paper: a name that the printer knows, or width and height in mm.

    Only the size is sent, as in the document's example (OpenAPI 3.6.2): the same name
    means different sizes on different printers. Names are tried first: the document's
    own printer has a paper called "11x17", which are inches.
    """
    papers = _papers_by_name(known)
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
    width, height = (
        float(
            parse_number(
                "paper", value[side], 1, MAX_LENGTH_MM, supported="1 - 5000 mm"
            )
        )
        for side in ("width", "height")
    )
    return {"width": width, "height": height}
