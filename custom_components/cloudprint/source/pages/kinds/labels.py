"""Texts on sheets of labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
import re
from typing import Any, ClassVar, Final, override

from ....document import DocumentFormat
from ....document.detection import detect
from ....document.layouts.label_sheets import (
    LABEL_PAPERS,
    LINE,
    SHEETS,
    FittedLabel,
    LabelSheet,
    show_size,
)
from ....document.layouts.models import NamedLayout
from ....document.layouts.table import read_rows
from ....document.settings import SAME_PAPER_MM
from ....document.sheets.paper import UNKNOWN_MARGIN_MM, Size
from ....document.text.text import decode_text
from ....exceptions import invalid
from ....fields import check_fields, choice, parse_number, parse_whole_number, refused
from ...file import async_read_file
from ...reading import async_ask, get_state
from ...request import Request, async_get_converter, document_errors
from ..kind import Entity, Flag, Number, OneOf, PageKind, Text, Texts
from ..locale_formatter import LocaleFormatter

_COUNTS: Final = ("columns", "rows")
# The least, the most, and the default of what a sheet is measured by
_MEASURES: Final[Mapping[str, tuple[int, int, int | None]]] = {
    **dict.fromkeys(_COUNTS, (1, 50, None)),
    **dict.fromkeys(("width", "height"), (5, 400, None)),
    **dict.fromkeys(("left", "top"), (0, 400, None)),
    **dict.fromkeys(("gap_x", "gap_y"), (0, 400, 0)),
}
_INACCURACY: Final = 0.5  # of measures, by which labels may be beyond the paper
# Options that would move or scale labels, and the values with which they do not
_NEUTRAL: Final[Mapping[str, object]] = {
    **dict.fromkeys(("booklet", "fit_to_page", "footer", "header", "margins"), False),
    "orientation": "portrait",
    "pages_per_sheet": 1,
    "scale": 100,
    "sides": "one_sided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _LabelTexts(Texts):
    """A text for each label; in a list, one may have several lines."""

    @override
    def parse(self, field: str, value: object) -> Any:
        if not isinstance(value, list | tuple):
            value = Texts.parse(self, field, value)
        return [Texts.parse(self, field, text) for text in value]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet(OneOf):
    """The name of a sheet, or its measures in millimetres."""

    @override
    def parse(self, field: str, value: object) -> Any:
        if not isinstance(value, Mapping):
            name = re.sub(r"\W+", "_", str(value).strip())
            return SHEETS[OneOf.parse(self, field, name)]
        check_fields(value, (*_MEASURES, "paper"))
        columns, rows, width, height, left, top, *gaps = (
            (parse_whole_number if name in _COUNTS else parse_number)(
                f"{field}.{name}", value.get(name, default), least, most
            )
            for name, (least, most, default) in _MEASURES.items()
        )
        pitch = width + gaps[0], height + gaps[1]
        paper = choice(f"{field}.paper", value.get("paper", "a4"), LABEL_PAPERS)
        counts = int(columns), int(rows)
        sheet = LabelSheet(*counts, width, height, left, top, *pitch, paper)
        right, bottom = sheet.end
        if max(right - paper[0], bottom - paper[1]) > _INACCURACY:
            size = show_size(right, bottom)
            raise invalid(
                "labels_beyond", field=field, size=size, paper=show_size(*paper)
            )
        return sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nudge(Text):
    """Millimetres to the right and down, as {x, y}, or as a text with a comma."""

    @override
    def parse(self, field: str, value: object) -> Any:
        sides = re.split("[,，]", str(value))
        if isinstance(value, Mapping):
            check_fields(value, ("x", "y"))
            sides = [value.get("x", 0), value.get("y", 0)]
        if len(sides) != 2:
            raise refused(field, value, "{x: 0.5, y: -1}")
        return tuple(parse_number(field, side, -20, 20) for side in sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labels(NamedLayout):
    """On a page, each label has its type size and lines; places before the first are None."""

    sheet: LabelSheet
    pages: Sequence[Sequence[FittedLabel | None]]
    corners: Sequence[Size]
    padding: Size
    has_outlines: bool
    template: ClassVar[str] = "labels"

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        return 9, {"line": LINE}


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], _Labels]:
    hass, sheet = request.hass, options["sheet"]
    first, nudge = options.get("first", 1), options.get("nudge", (0, 0))
    corners: list[Size] = sheet.get_corners(nudge)
    _check(request, sheet)
    if first > len(corners):
        raise refused("first", first, f"1 - {len(corners)}")
    given = [name for name in ("texts", "todo", "file") if options.get(name)]
    if len(given) > 1:
        raise invalid("content_ambiguous", fields=", ".join(given))
    # Without texts, a test sheet shows which label is which.
    field = given[0] if given else "outlines"
    if not options.get(field):
        raise invalid("page_option_missing", field="texts")
    texts = options.get("texts") or range(first, len(corners) + 1)
    if field == "todo":
        asked = get_state(request, options[field]), "get_items", "items"
        items = await async_ask(hass, *asked, status="needs_action")
        texts = [item.get("summary") or "" for item in items]
    elif field == "file":
        with document_errors(field):
            file = await async_read_file(hass, options[field])
            texts = await async_get_converter(hass).async_run(_read, *file)
    formatter = await LocaleFormatter.async_create(hass)
    margins = request.settings.margins or (UNKNOWN_MARGIN_MM,) * 4
    padding = sheet.get_padding(nudge, margins)

    def build() -> _Labels:
        labels = [each for each in _TEXTS.parse(field, [*texts]) if each]
        with document_errors(field):
            fitted = sheet.fit(labels, padding)
        places = [*[None] * (first - 1), *fitted]
        return _Labels(
            title=formatter.word("labels"),
            subtitle="",
            language=formatter.language,
            own_paper=sheet.paper,
            sheet=sheet,
            pages=list(batched(places, len(corners), strict=False)),
            corners=corners,
            padding=padding,
            has_outlines=options.get("outlines", False),
        )

    return build


def _check(request: Request, sheet: LabelSheet) -> None:
    """Raise ServiceValidationError for another paper, and for what moves labels."""
    paper, own = sorted(request.settings.paper), sheet.paper
    is_other = max(abs(paper[0] - own[0]), abs(paper[1] - own[1])) > SAME_PAPER_MM
    if request.settings.is_paper_named and is_other:
        raise invalid(
            "labels_other_paper", value=show_size(*paper), own=show_size(*own)
        )
    for field, neutral in _NEUTRAL.items():
        if request.fields.get(field, neutral) != neutral:
            raise invalid("labels_moved", field=field)


def _read(data: bytes, name: str) -> list[str]:
    """Return the cells of each row on lines of their own. Raises DocumentError."""
    detect(data, name=name, wanted=DocumentFormat.CSV)
    return ["\n".join(cells) for cells in read_rows(decode_text(data) or "")]


_TEXTS: Final = _LabelTexts()
PAGE = PageKind(
    options={
        "texts": _TEXTS,
        "todo": Entity(domains=("todo",)),
        "file": Text(),
        "sheet": _Sheet(choices=tuple(SHEETS), is_required=True),
        "first": Number(lowest=1, highest=2500),
        "nudge": _Nudge(),
        "outlines": Flag(),
    },
    async_build=_async_build,
    orientation="portrait",
    sides="one_sided",
)
