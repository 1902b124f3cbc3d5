"""A list by weekdays with boxes to tick: chores, habits, medicine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched, product
from math import ceil
from typing import Any, ClassVar, Final, override

from ....document import check_entries
from ....document.layouts.fit import line_count, measure_width
from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_margin, get_type_size
from ....document.settings import MILLIMETRES_PER_INCH
from ....document.sheets.paper import Size
from ....exceptions import invalid
from ...reading import get_state
from ...request import Request
from ..checklist import async_ask_items
from ..kind import Entity, PageKind, SomeOf, Text, Texts
from ..locale_formatter import LocaleFormatter

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_POINT: Final = MILLIMETRES_PER_INCH / 72
_TITLE: Final = 28.0
_SIZES: Final = (24.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)  # on A4
_SMALLEST: Final = 9.0
_LOWEST: Final = 15.5  # row with a box that a pen can tick
_HIGHEST: Final = 120.0  # row of one line, when they share what is left
_BOX: Final = 36.0
_DAY: Final = 60.0
_DAYS_SHARE: Final = 0.55  # of the width, on small paper
_LINE: Final = 1.25
_BOLD: Final = 1.12  # how much wider bold letters are
_BETWEEN: Final = 4.0  # rows
_AROUND: Final = 2.5  # em of the type: the weekdays, and what is above and below
_ASIDE: Final = 0.8  # em beside the text of a row
_REWARD: Final = (4.5, 1.6)  # em: beside its text, and its frame
_SPARE: Final = 0.97  # how much of a page is filled by estimate, since fonts differ


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart(NamedLayout):
    rows: Sequence[str]
    days: Sequence[str]
    reward: str
    template: ClassVar[str] = "chart"

    @property
    @override
    def is_empty(self) -> bool:
        return not self.rows

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Fit rows on the fewest sheets, each a whole chart, in the largest type.

        Rows share the height that is left. Lengths are in points.
        """
        width, height = ((side - 2 * get_margin(paper)) / _POINT for side in paper)
        day = min(_DAY, width * _DAYS_SHARE / len(self.days))
        title, *sizes = (
            max(_SMALLEST, get_type_size(paper, size)) for size in (_TITLE, *_SIZES)
        )
        lines = line_count(self.title, width / title / _BOLD)
        room = width - day * len(self.days)
        measured = [(size, self._measure(size, width, room)) for size in sizes]
        points, per_sheet, spare, heights = sizes[0], 1, 0.0, list[float]()
        for sheets, (points, (around, heights)) in product(
            range(1, len(self.rows) + 1), measured
        ):
            per_sheet = ceil(len(self.rows) / sheets)
            filled = max(map(sum, batched(heights, per_sheet, strict=False)))
            left = height * _SPARE - lines * title * _LINE - around - filled
            spare = max(min(left / per_sheet, _HIGHEST - min(heights)), 0.0)
            if left >= 0:
                break
        rows = zip(self.rows, (least + spare for least in heights), strict=True)
        lowest = min(heights, default=_LOWEST) + spare
        widest = max(map(measure_width, self.days)) * _BOLD + _ASIDE
        filled_sheets = [*batched(rows, per_sheet, strict=False)]
        return points, {
            "title_points": title,
            "sheets": filled_sheets,
            "page_count": max(len(filled_sheets), 1),
            "day": day,
            "day_points": max(_SMALLEST, min(points, day / widest)),
            "box_points": min(_BOX, day * 0.7, lowest - _BETWEEN),
        }

    def _measure(
        self, points: float, width: float, room: float
    ) -> tuple[float, list[float]]:
        """Return the height around rows below the title, and the least of each row."""
        beside, frame = _REWARD
        reward = line_count(self.reward, width / points - beside) * _LINE + frame
        heights = [
            max(
                _LOWEST,
                line_count(row, room / points - _ASIDE) * points * _LINE + _BETWEEN,
            )
            for row in self.rows
        ]
        return (_AROUND + reward * bool(self.reward)) * points, heights


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], _Chart]:
    rows, title = [*options.get("rows", ())], options.get("title")
    formatter = await LocaleFormatter.async_create(request.hass)
    if "todo" in options:
        state = get_state(request, options["todo"])
        title = title or state.name
        rows += [
            (item.get("summary") or "").strip() or formatter.word("untitled")
            for item in await async_ask_items(request, state)
        ]
    elif not rows:
        raise invalid("page_option_missing", field="rows")
    reward = options.get("reward")

    def build() -> _Chart:
        check_entries(len(rows))
        names = formatter.locale.days["stand-alone"]["abbreviated"]
        week = [(formatter.week_start + day) % 7 for day in range(7)]
        chosen = options.get("days") or _WEEKDAYS
        return _Chart(
            title=title or formatter.word("chart"),
            subtitle="",
            language=formatter.language,
            empty=formatter.word("nothing_to_do"),
            rows=rows,
            days=[names[day] for day in week if _WEEKDAYS[day] in chosen],
            reward=formatter.word("chart_reward", reward=reward) if reward else "",
        )

    return build


PAGE = PageKind(
    options={
        "rows": Texts(),
        "todo": Entity(domains=("todo",)),
        "days": SomeOf(choices=_WEEKDAYS),
        "title": Text(),
        "reward": Text(),
    },
    async_build=_async_build,
)
