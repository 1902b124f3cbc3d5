"""The print options: parsed, checked, and turned into the cloud's `config`."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
import json
import re
from typing import Any, Final, Self, cast
import unicodedata

from ..api.capabilities import Paper, PrinterCapabilities
from ..api.print_task import PrintConfig
from ..api.vocabulary import Collate, MediaFormat, Orientation
from ..document.settings import PageWord, has_page_words
from ..document.sheets.page_ranges import select_pages
from ..exceptions import invalid, shown
from ..fields import (
    MAX_TEXT,
    as_json,
    boolean,
    choice,
    parse_number,
    parse_text,
    parse_text_line,
    parse_whole_number,
    plain,
    refused,
)
from ..settings import Quirks
from ..source.request import document_errors
from ..spool.job import ContentSummary
from .capability_check import CHOICES, MAX_COPIES, check_capabilities
from .papers import MAX_LENGTH_MM, find_same_papers, is_wide_in_tray, parse_paper

MAX_PAGES_PER_SHEET: Final = 16
MAX_RESOLUTION: Final = 9600
MAX_RAW_CHARACTERS: Final = 64 * 1024
MAX_RAW_LEVELS: Final = 16
MARGINS: Final = ("top", "bottom", "left", "right")

_PAGE_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)
_DASHES: Final = re.compile(r"[-‐-―−~至]+")
_COMMAS: Final = re.compile(r"[、;]")
_RESOLUTION: Final = re.compile(
    r"(\d{1,5})\s*[x×*]\s*(\d{1,5})\s*(?:dpi)?", re.IGNORECASE | re.ASCII
)


def _choice(field: str, value: object) -> PrintConfig:
    option = CHOICES[field]
    # The key is from a table, which a TypedDict does not allow.
    return cast(PrintConfig, {option.config: str(choice(field, value, option.words))})


def _collate(field: str, value: object) -> PrintConfig:
    collate = Collate.COLLATE if boolean(field, value) else Collate.UNCOLLATE
    return {"collate": collate.value}


def _page_ranges(field: str, value: object) -> PrintConfig:
    """Parse "1-9,odd,reverse", also as Chinese keyboards type it: "１——３，５"."""
    # The "1,3" of a template arrives as a list.
    items = value if isinstance(value, list | tuple) else [value]
    text = ",".join(parse_text(item) or "" for item in items)
    # Characters of full width become ASCII.
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    text = _COMMAS.sub(",", _DASHES.sub("-", text))
    parts = text.split(",")
    if (
        len(text) > MAX_TEXT
        or not all(part in PageWord or _is_page_range(part) for part in parts)
        or {PageWord.ODD, PageWord.EVEN} <= set(parts)
    ):
        raise refused(field, value, "1-3,5 · 1-9,odd · even,reverse")
    return {"pageRanges": text}


def _is_page_range(part: str) -> bool:
    match = _PAGE_RANGE.fullmatch(part)
    return match is not None and 1 <= int(match[1]) <= int(match[2] or match[1])


def _scale(field: str, value: object) -> PrintConfig:
    """Parse a percentage, or a word: the document does not list the service's words."""
    text = value.strip() if isinstance(value, str) else ""
    if text.isidentifier():
        return {"scale": parse_text_line(field, text, 40)}
    return {"scale": parse_number(field, text.removesuffix("%") or value, 1, 1000)}


def _dpi(field: str, value: object) -> PrintConfig:
    match = _RESOLUTION.fullmatch(value.strip()) if isinstance(value, str) else None
    pair = match.groups() if match else value
    if not isinstance(pair, list | tuple):
        pair = (pair, pair)
    if len(pair) != 2:
        raise refused(field, value, "300, 600x600")
    across, along = (
        parse_whole_number(field, side, 1, MAX_RESOLUTION) for side in pair
    )
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


# From an option's name and value to the fields of `config` that they mean. The paper
# depends on the printer, and the raw options override all others.
PARSERS: Final[Mapping[str, Callable[[str, object], PrintConfig]]] = {
    "copies": lambda field, value: {
        "copies": parse_whole_number(field, value, 1, MAX_COPIES)
    },
    **dict.fromkeys(CHOICES, _choice),
    "collate": _collate,
    "pages_per_sheet": lambda field, value: {
        "pagesPerSheet": parse_whole_number(field, value, 1, MAX_PAGES_PER_SHEET)
    },
    "page_ranges": _page_ranges,
    "scale": _scale,
    "dpi": _dpi,
    "margins": _margins,
    "header": lambda field, value: {"header": parse_text_line(field, value)},
    "footer": lambda field, value: {"footer": parse_text_line(field, value)},
    "fit_to_page": lambda field, value: {"autofit": boolean(field, value)},
    "booklet": lambda field, value: {"booklet": boolean(field, value)},
    "input_slot": lambda field, value: {"inputSlot": parse_text_line(field, value)},
    "media_type": lambda field, value: {"mediaType": parse_text_line(field, value)},
    "watermark": lambda field, value: {"watermark": parse_text_line(field, value)},
}
_LINES: Final = ("header", "footer", "input_slot", "media_type", "watermark")

# A field of the task, and not of its `config`
PRINT_BACKGROUND: Final = "print_background"

OPTIONS: Final = ("paper", *PARSERS, PRINT_BACKGROUND, "raw_options")

# With these, the service lays out sheets: their field of `config`, and neutral value.
_PER_SHEET: Final[Mapping[str, tuple[str, object]]] = {
    "pages_per_sheet": ("pagesPerSheet", 1),
    "booklet": ("booklet", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """The options of a print, and the `parts` of `config` that each of them means.

    A paper is parsed once its printer is known.
    """

    given: Mapping[str, Any] = field(default_factory=dict, repr=False)
    parts: Mapping[str, PrintConfig] = field(default_factory=dict, repr=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    print_background: bool | None = None

    def over(self, defaults: Mapping[str, Any]) -> Self:
        """Return the options with defaults, which are parsed, below them."""
        if not defaults:
            return self
        below = parse_options(defaults)
        return replace(
            self,
            given={**below.given, **self.given},
            parts={**below.parts, **self.parts},
        )

    def without(self, option: str) -> Self:
        """Return the options without one of them."""
        return replace(
            self,
            given={name: self.given[name] for name in self.given if name != option},
            parts={name: self.parts[name] for name in self.parts if name != option},
        )


def parse_options(fields: Mapping[str, Any]) -> PrintOptions:
    """Parse the options among the fields of a print. Raises ServiceValidationError."""
    given = {name: fields[name] for name in OPTIONS if fields.get(name) is not None}
    parts = {
        option: PARSERS[option](option, value)
        for option, value in given.items()
        if option in PARSERS
    }
    background = given.get(PRINT_BACKGROUND)
    return PrintOptions(
        given=given,
        parts=parts,
        raw=_raw_options("raw_options", given.get("raw_options", {})),
        print_background=None
        if background is None
        else boolean(PRINT_BACKGROUND, background),
    )


def build_config(
    options: PrintOptions, capabilities: PrinterCapabilities
) -> tuple[dict[str, Any], Paper | None]:
    """Return the cloud's `config`, without raw options, and the paper that is named."""
    config: dict[str, Any] = {}
    paper = None
    if (value := options.given.get("paper")) is not None:
        paper = parse_paper(value, capabilities)
        config["paperConfig"] = {"width": paper.width, "height": paper.height}
    for option, part in options.parts.items():
        check_capabilities(option, options.given[option], part, capabilities)
        config |= part
    return config, paper


def fit_config(
    config: Mapping[str, Any],
    content: ContentSummary,
    capabilities: PrinterCapabilities,
    quirks: Quirks,
) -> tuple[dict[str, Any], list[str]]:
    """Return a config for content, with its paper if none is named, and warnings."""
    fitted = {**config}
    _apply_page_ranges(fitted, content)
    if content.paper is not None:
        _apply_paper(fitted, content.paper, capabilities)
    if quirks.landscape is False or content.is_turned:
        return fitted, _avoid_landscape(fitted, content)
    return fitted, []


def find_layout_by_service(config: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Return options with which the service lays out sheets, and their neutral value."""
    return [
        (option, without)
        for option, (field, without) in _PER_SHEET.items()
        if config.get(field, without) != without
    ]


def find_print_background(
    requested: bool | None, content: ContentSummary, quirks: Quirks
) -> tuple[bool | None, list[str]]:
    """Return the task's `printBackground`, true for pages of our own, and warnings."""
    if content.media_format is not MediaFormat.HTML:
        return None, [] if requested is None else ["print_background_unused"]
    if requested is None:
        is_own = content.paper is not None and quirks.background is not False
        return (True if is_own else None), []
    is_lost = requested and quirks.background is False
    return requested, ["print_background_unsupported"] if is_lost else []


def _avoid_landscape(config: dict[str, Any], content: ContentSummary) -> list[str]:
    """Say nothing of landscape for pages on upright sheets; return warnings."""
    if content.is_turned:
        config.pop("orientation", None)
        width, height = sorted(config["paperConfig"].values())
        config["paperConfig"] = {"width": width, "height": height}
        return []
    if config.get("orientation") != Orientation.LANDSCAPE:
        return []
    if content.paper is not None and content.paper[0] <= content.paper[1]:
        del config["orientation"]
    return ["landscape_unsupported"]


def _apply_page_ranges(config: dict[str, Any], content: ContentSummary) -> None:
    if (page_ranges := config.get("pageRanges")) is None:
        return
    if content.is_ranged:
        del config["pageRanges"]
    elif has_page_words(page_ranges):
        raise invalid(
            "page_words_unsupported",
            field="page_ranges",
            value=shown(page_ranges),
            example="1,3,5",
        )
    elif content.pages is not None:
        with document_errors(content.origin):
            select_pages(page_ranges, content.pages)


def _apply_paper(
    config: dict[str, Any], size: tuple[float, float], capabilities: PrinterCapabilities
) -> None:
    if "paperConfig" not in config:
        # Paper lies upright in the tray unless the printer says otherwise, whichever way
        # the page is turned.
        width, height = sorted(size)
        for paper in find_same_papers(size, capabilities.supported_papers)[:1]:
            width, height = paper.width, paper.height
        config["paperConfig"] = {"width": round(width, 2), "height": round(height, 2)}
    width, height = size
    paper_size = config["paperConfig"]["width"], config["paperConfig"]["height"]
    is_paper_wide = is_wide_in_tray(paper_size, capabilities)
    is_turned = height > width if is_paper_wide else width > height
    if is_turned:
        config.setdefault("orientation", Orientation.LANDSCAPE.value)
    elif is_paper_wide and config.get("orientation") == Orientation.LANDSCAPE:
        del config["orientation"]


def as_record(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return checked options as plain JSON values, with which a job is printed again."""
    lines = {name: parse_text(options[name]) for name in _LINES if name in options}
    recorded: dict[str, Any] = plain({**options, **lines})
    return recorded
