"""Sums for school, on one sheet or several, with the answers on another one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from math import ceil
from secrets import randbelow
from typing import Any, ClassVar, Final, override

from ....document.layouts.fit import fit_text, measure_width
from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_room
from ....document.sheets.paper import Size
from ....document.sums import Carrying, Operator, Sum, SumOptions, make_sums
from ...request import Request
from ..kind import Flag, Number, OneOf, PageKind, SomeOf, Text
from ..locale_formatter import LocaleFormatter

_SIGNS: Final = {
    Operator.ADD: "+",
    Operator.SUBTRACT: "\N{MINUS SIGN}",
    Operator.MULTIPLY: "\N{MULTIPLICATION SIGN}",
    Operator.DIVIDE: "\N{DIVISION SIGN}",
}
_COUNT: Final = 40
_MAX_SEED: Final = 9999
_SMALLEST: Final = 11.5  # points on A4, of what has several pages
_SMALLEST_ANYWHERE: Final = 9.0
_MOST_COLUMNS: Final = 5  # unless more are asked for
# In em of the page
_BLANK: Final = 2.5
_SIGN: Final = 1.7
_GAP: Final = 1.4
_ROW: Final = 2.2
_LINES: Final = 2.4  # the place for the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet(NamedLayout):
    """Sums, with `words` of the page by their names."""

    sums: Sequence[Sum]
    is_repeated: bool
    columns: int | None
    has_answers: bool
    words: Mapping[str, str]
    template: ClassVar[str] = "worksheet"

    @property
    @override
    def warnings(self) -> tuple[str, ...]:
        return ("sums_repeated",) if self.is_repeated else ()

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Choose the largest type with which all sums fit on one page, in rows."""
        widths = {part: self._measure(part) for part in ("left", "right", "result")}
        needed = sum(widths.values()) + 2 * _SIGN + _GAP

        def get_columns(width: float) -> int:
            most = min(int(width / needed), self.columns or _MOST_COLUMNS)
            return max(1, min(most, len(self.sums)))

        def get_heights(width: float) -> list[float]:
            columns = get_columns(width)
            # Fewer columns than were asked for are no fit.
            pages = 1 if columns >= min(self.columns or 1, len(self.sums)) else 100
            return [pages * (_LINES + ceil(len(self.sums) / columns) * _ROW)]

        points = fit_text(self.title, self.subtitle, paper, _SMALLEST, get_heights)
        if self.columns:
            across = get_room(paper, 1)[0] / needed / min(self.columns, len(self.sums))
            points = min(points, across)
        points = max(_SMALLEST_ANYWHERE, points)
        columns = get_columns(get_room(paper, points)[0])
        return points, {
            "columns": 1,  # of the page
            "blank": _BLANK,
            "row": _ROW,
            "rows": [*batched(self.sums, columns, strict=False)],
            "signs": _SIGNS,
            # Up to the equals sign, and after it
            "widths": (needed - widths["result"] - _GAP, widths["result"]),
        }

    def _measure(self, part: str) -> float:
        """Return the width of one of the numbers of all sums, and of its blank."""

        def measure(one: Sum) -> float:
            text = str(getattr(one, part))
            if part == "result" and one.remainder:
                text += f"{self.words['remainder']}{one.remainder}  "
            return max(measure_width(text) * 1.1, _BLANK if one.asked == part else 0)

        return round(max(map(measure, self.sums)), 2)


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Worksheet]:
    formatter = await LocaleFormatter.async_create(request.hass)
    chosen = options.get("operations") or [Operator.ADD, Operator.SUBTRACT]
    operators = [Operator(one) for one in chosen]
    is_table = not {Operator.ADD, Operator.SUBTRACT}.issuperset(operators)
    sum_options = SumOptions(
        operators=operators,
        count=options.get("count", _COUNT),
        largest=options.get("largest", 100 if is_table else 20),
        seed=options.get("seed", randbelow(_MAX_SEED) + 1),
        carrying=Carrying(options.get("carrying", Carrying.EITHER)),
        has_missing=options.get("missing", False),
        has_remainders=options.get("remainders", False),
    )

    def build() -> Worksheet:
        sums, is_repeated = make_sums(sum_options)
        words = ("answers", "date", "name", "remainder", "right", "time")
        return Worksheet(
            title=options.get("title") or formatter.word("sums"),
            subtitle=formatter.word(
                "sums_kind",
                operators=" ".join(_SIGNS[one] for one in operators),
                largest=str(sum_options.largest),
                seed=str(sum_options.seed),
            ),
            language=formatter.language,
            sums=sums,
            is_repeated=is_repeated,
            columns=options.get("columns"),
            has_answers=options.get("answers", False),
            words={word: formatter.word(f"sums_{word}") for word in words},
        )

    return build


PAGE = PageKind(
    options={
        "operations": SomeOf(choices=tuple(Operator)),
        "count": Number(lowest=1, highest=500),
        "largest": Number(lowest=5, highest=1000),
        "carrying": OneOf(choices=tuple(Carrying)),
        "missing": Flag(),
        "remainders": Flag(),
        "answers": Flag(),
        "columns": Number(lowest=1, highest=8),
        "title": Text(),
        "seed": Number(lowest=0, highest=10**9),
    },
    async_build=_async_build,
    separate_sheet="answers",
)
