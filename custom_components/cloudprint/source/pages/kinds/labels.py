"""Texts on sheets of labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
import re
from typing import Any, ClassVar, Final, override

from ....document.detection import detect
from ....document.formats import DocumentFormat
from ....document.layouts.labels import LABEL_PAPERS, SHEETS, LabelSheet, show_size
from ....document.layouts.models import NamedLayout
from ....document.layouts.table import has_names, read_rows
from ....document.settings import SAME_PAPER_MM
from ....document.sheets.paper import UNKNOWN_MARGIN_MM, Size
from ....document.text.text import decode_text
from ....exceptions import invalid
from ....fields import check_fields, choice, parse_number, parse_whole_number, refused
from ...file import async_read_file
from ...reading import get_state
from ...request import Request, async_get_converter, document_errors
from ..checklist import async_ask_items
from ..kind import MORE, Entity, Flag, Number, OneOf, PageKind, Text, Texts
from ..locale_formatter import LocaleFormatter

# How each of a sheet's measures is parsed, the least, the most, and the default
_MEASURES: Final[Mapping[str, tuple[Any, int, int, int | None]]] = {
    **dict.fromkeys(("columns", "rows"), (parse_whole_number, 1, 50, None)),
    **dict.fromkeys(("width", "height"), (parse_number, 5, 400, None)),
    **dict.fromkeys(("left", "top"), (parse_number, 0, 400, None)),
    **dict.fromkeys(("gap_x", "gap_y"), (parse_number, 0, 400, 0)),
}
# Options that would move or scale labels, and the values with which they do not
_NEUTRAL: Final[Mapping[str, object]] = {
    **dict.fromkeys(("booklet", "fit_to_page", "footer", "header", "margins"), False),
    "orientation": "portrait",
    "pages_per_sheet": 1,
    "scale": 100,
    "sides": "one_sided",
}
# The same among the raw options, and the paper
_MOVING: Final = re.compile(
    "autofit|booklet|footer|header|margin|orientation|pagesPerSheet|paper|scale|side"
)


_TYPE: Final = 9.0  # points of what is no label


class _LabelTexts(Texts):
    """A text for each label; in a list, one may have several lines."""

    @override
    def parse(self, field: str, value: object) -> Any:
        texts = value if isinstance(value, list) else super().parse(field, value)
        return [lines for text in texts if (lines := super().parse(field, text))]


class _Sheet(OneOf):
    @override
    def parse(self, field: str, value: object) -> Any:
        if not isinstance(value, Mapping):
            return SHEETS[super().parse(field, value)]
        check_fields(value, (*_MEASURES, "paper"))
        *measures, gap_x, gap_y = (
            parse(f"{field}.{name}", value.get(name, default), least, most)
            for name, (parse, least, most, default) in _MEASURES.items()
        )
        paper = choice(f"{field}.paper", value.get("paper", "a4"), LABEL_PAPERS)
        measures += [measures[2] + gap_x, measures[3] + gap_y]
        sheet = LabelSheet(paper, *measures)
        if max(sheet.end[0] - paper[0], sheet.end[1] - paper[1]) > 0.5:
            end, size = show_size(*sheet.end), show_size(*paper)
            raise invalid("labels_beyond", field=field, size=end, paper=size)
        return sheet


class _Nudge(Text):
    """Millimetres to the right and down, as a list or a text with a comma."""

    @override
    def parse(self, field: str, value: object) -> Any:
        sides = value if isinstance(value, list) else str(value).split(",")
        if len(sides) != 2:
            raise refused(field, value, "0.5, -1")
        return [parse_number(field, side, -20, 20) for side in sides]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels(NamedLayout):
    """Labels in the places of as many sheets as they need."""

    sheet: LabelSheet
    places: Sequence[tuple[float, Sequence[str]] | None]  # points and lines
    padding: Size
    has_outlines: bool
    template: ClassVar[str] = "labels"

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Return the number of sheets; each label has its own type size."""
        corners = self.sheet.get_corners()
        return _TYPE, {
            "corners": corners,
            "margin": 0.0,
            "page_count": ceil(len(self.places) / len(corners)),
        }


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Labels]:
    hass, sheet = request.hass, options["sheet"]
    x, y = options.get("nudge", (0, 0))
    sheet = replace(sheet, left=sheet.left + x, top=sheet.top + y)
    count, first = sheet.columns * sheet.rows, options.get("first", 1)
    paper, own = sorted(request.settings.paper), sheet.paper
    is_other = max(abs(paper[0] - own[0]), abs(paper[1] - own[1])) > SAME_PAPER_MM
    if request.settings.is_paper_named and is_other:
        raise invalid(
            "labels_other_paper", value=show_size(*paper), own=show_size(*own)
        )
    for name, neutral in _NEUTRAL.items():
        if request.fields.get(name, neutral) != neutral:
            raise invalid("labels_moved", field=name)
    if any(_MOVING.match(name) for name in request.fields.get("raw_options") or ()):
        raise invalid("labels_moved", field="raw_options")
    if first > count:
        raise refused("first", first, f"1 - {count}")
    given = [name for name in ("texts", "todo", "file") if options.get(name)]
    if len(given) > 1:
        raise invalid("content_ambiguous", fields=", ".join(given))
    # Without texts, a test sheet shows which label is which.
    field = given[0] if given else "outlines"
    if not options.get(field):
        raise invalid("page_option_missing", field="texts")
    texts = options.get("texts") or [*range(first, count + 1)]
    warnings: Sequence[str] = ()
    if field == "todo":
        items = await async_ask_items(request, get_state(request, options[field]))
        texts = [item.get("summary") or "" for item in items]
    elif field == "file":
        with document_errors(field):
            file = await async_read_file(hass, options[field])
            texts = await async_get_converter(hass).async_run(_read, *file)
        has_header = options.get("header")
        if has_header is None and has_names(texts):
            has_header, warnings = True, ("labels_header",)
        texts = ["\n".join(cells) for cells in texts[has_header or 0 :]]
    formatter = await LocaleFormatter.async_create(hass)
    padding = sheet.get_padding(request.settings.margins or (UNKNOWN_MARGIN_MM,) * 4)

    def build() -> Labels:
        with document_errors(field):
            labels = sheet.fit(PAGE.options["texts"].parse(field, texts), padding)
        return Labels(
            title=formatter.word("labels"),
            warnings=warnings,
            subtitle="",
            language=formatter.language,
            own_paper=sheet.paper,
            sheet=sheet,
            places=[*[None] * (first - 1), *labels],
            padding=padding,
            has_outlines=options.get("outlines", False),
        )

    return build


def _read(data: bytes, name: str) -> list[list[str]]:
    detect(data, name=name, wanted=DocumentFormat.CSV)
    return read_rows((decode_text(data) or "").removeprefix("\ufeff"))


PAGE = PageKind(
    options={
        "sheet": _Sheet(choices=tuple(SHEETS), is_required=True),
        "texts": _LabelTexts(),
        "first": Number(lowest=1, highest=2500, default=1),
        "todo": Entity(domains=("todo",), section=MORE),
        "file": Text(section=MORE),
        "header": Flag(section=MORE),
        "nudge": _Nudge(section=MORE),
        "outlines": Flag(section=MORE),
    },
    async_build=_async_build,
    print_options={"orientation": "portrait", "sides": "one_sided"},
)
