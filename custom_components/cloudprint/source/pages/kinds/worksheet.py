"""Sums for school, with the answers on another sheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from math import ceil
from typing import Any, ClassVar, Final, override

from ....document.layouts.fit import ROUNDED, SPARE, fit_text, get_header_height
from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_room
from ....document.sheets.paper import Size
from ....document.sums import CARRYING, SIGNS, Sum, make_sums
from ...request import Request
from ..kind import MORE, SEED, Flag, Number, OneOf, PageKind, SomeOf, Text
from ..locale_formatter import LocaleFormatter

_WORDS: Final = ("sums_answers", "sums_date", "sums_name", "sums_right", "sums_time")
_OPERATIONS: Final = ["add", "subtract"]
_COUNT: Final = 40
_SMALLEST: Final = 11.5  # points on A4, unless columns are asked for
_SMALLEST_ANYWHERE: Final = 9.0
_MOST_COLUMNS: Final = 5  # unless more are asked for
# In em of the page
_DIGIT: Final = 0.62
_BLANK: Final = 2.5
_SIGN: Final = 1.7
_GAP: Final = 1.4
_ROW: Final = 2.2
_HIGHEST_ROW: Final = 3.2
_ANSWER: Final = 0.8  # of a row
_NAME: Final = 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet(NamedLayout):
    """Sums, with the words of the page by their keys."""

    sums: Sequence[Sum]
    columns: int | None
    has_answers: bool
    words: Mapping[str, str]
    remainder: str  # such as "{} r {}", of a result and its remainder
    template: ClassVar[str] = "worksheet"

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Choose the largest type with which all sums fit on one page, in rows."""
        digits = _DIGIT * max(len(str(max(one.left, one.result))) for one in self.sums)
        blank = max(digits, _BLANK)
        asks = (
            digits + (digits if self.sums[0].asked == "result" else blank) + 2 * _SIGN
        )
        answer = blank + (_BLANK if any(one.remainder for one in self.sums) else 0)
        column = asks + answer + _GAP
        most = min(self.columns or _MOST_COLUMNS, len(self.sums))

        def get_columns(width: float) -> int:
            fitting = max(1, min(most, int(width / column + 0.01)))
            if self.columns:
                return fitting
            # Half as many may do, so that the last row is full.
            fewer = range(fitting, max(1, (fitting - 1) // 2), -1)
            return next((n for n in fewer if len(self.sums) % n == 0), fitting)

        def get_heights(width: float) -> list[float]:
            return [_NAME + ceil(len(self.sums) / get_columns(width)) * _ROW]

        points = fit_text(self.title, self.subtitle, paper, _SMALLEST, get_heights)
        if self.columns:
            points = min(points, get_room(paper, most * column)[0])
        points = max(_SMALLEST_ANYWHERE, points)
        width, height = get_room(paper, points)
        rows = [*batched(self.sums, get_columns(width), strict=False)]
        header = get_header_height(self.title, self.subtitle, paper, points)
        row = (height * SPARE - header - _NAME) / len(rows)
        row, room = max(_ROW, min(_HIGHEST_ROW, row)), height * (1 - ROUNDED / points)
        sheets = [*_split(rows, room - header - _NAME, room, row)]
        low = row * _ANSWER
        answers = [*_split(rows, room - _NAME, room, low)] if self.has_answers else []
        return points, {
            "columns": 1,  # of a sheet
            "blank": _BLANK,
            "row": row,
            "sheets": sheets,
            "answers": answers,
            "signs": SIGNS,
            "widths": (asks, answer),
            "page_count": len(sheets) + len(answers),
        }


def _split[R](
    rows: Sequence[R], first: float, room: float, height: float
) -> Iterator[Sequence[R]]:
    """Yield the rows of each sheet, whose `first` has less room than the others."""
    count = max(1, int(first / height + 0.01))
    yield rows[:count]
    yield from batched(rows[count:], max(1, int(room / height)), strict=False)


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Worksheet]:
    formatter = await LocaleFormatter.async_create(request.hass)
    kinds = options.get("operations") or _OPERATIONS
    largest = options.get("largest") or (100 if {*kinds} - {"add", "subtract"} else 20)
    seed = options[SEED]

    def build() -> Worksheet:
        sums, is_repeated = make_sums(
            kinds,
            count=options.get("count", _COUNT),
            largest=largest,
            seed=seed,
            carrying=options.get("carrying", CARRYING[0]),
            has_missing=options.get("missing", False),
            has_remainders=options.get("remainders", False),
        )
        signs = " ".join(SIGNS[kind] for kind in kinds)
        return Worksheet(
            title=options.get("title") or formatter.word("sums"),
            subtitle=formatter.word(
                "sums_kind", signs=signs, largest=str(largest), seed=str(seed)
            ),
            language=formatter.language,
            sums=sums,
            warnings=("sums_repeated",) if is_repeated else (),
            columns=options.get("columns"),
            has_answers=options.get("answers", False),
            words={word: formatter.word(word) for word in _WORDS},
            remainder=formatter.word("sums_remainder", result="{}", remainder="{}"),
        )

    return build


PAGE = PageKind(
    options={
        "operations": SomeOf(choices=tuple(SIGNS), default=_OPERATIONS),
        "largest": Number(lowest=5, highest=1000),
        "count": Number(lowest=1, highest=500, default=_COUNT),
        "answers": Flag(),
        "carrying": OneOf(choices=CARRYING, default=CARRYING[0], section=MORE),
        "missing": Flag(section=MORE),
        "remainders": Flag(section=MORE),
        "columns": Number(lowest=1, highest=8, section=MORE),
        "title": Text(section=MORE),
        SEED: Number(lowest=0, highest=10**9, section=MORE),
    },
    async_build=_async_build,
    separate_sheet="answers",
)
