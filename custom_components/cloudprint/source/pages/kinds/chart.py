"""A list by weekdays with boxes to tick: chores, habits, medicine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched, product
from math import ceil
from typing import Any, ClassVar, Final, override

from homeassistant.const import WEEKDAYS

from ....document.errors import check_entries
from ....document.layouts.fit import line_count, measure_width
from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_room, get_type_size
from ....document.sheets.paper import Size
from ....exceptions import invalid
from ...reading import get_state
from ...request import Request
from ..checklist import async_ask_items
from ..kind import MORE, Entity, PageKind, SomeOf, Text, Texts
from ..locale_formatter import LocaleFormatter

# In points. Type sizes are for A4, and the first is the title's.
_SIZES: Final = (28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_SMALLEST: Final = 9.0
_LOWEST, _HIGHEST = 15.5, 120.0  # a row that a pen can tick, and one with all the room
_DAY, _DAYS_SHARE = 60.0, 0.55  # the width of a day, and of all of them at most
_LINE: Final = 1.25
_SPARE: Final = 0.97  # how much of a page is filled by estimate, since fonts differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(NamedLayout):
    """A chart; its rows may be on several sheets."""

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

        Rows share the height that is left; what is around them is in em of their type.
        """
        width, height = get_room(paper, 1)
        title, *sizes = (max(_SMALLEST, get_type_size(paper, size)) for size in _SIZES)
        title_lines = line_count(self.title, width / title * 0.9)
        day = min(_DAY, width * _DAYS_SHARE / len(self.days))
        rows, room = self.rows or [self.empty], width - day * len(self.days)
        heights = {
            points: [
                max(_LOWEST, _count_lines(row, room / points - 1) * points * _LINE + 4)
                for row in rows
            ]
            for points in sizes
        }
        for sheets, points in product(range(1, len(rows) + 1), sizes):
            per_sheet, least = ceil(len(rows) / sheets), heights[points]
            around = 4.2 + _LINE * line_count(self.reward, width / points - 3.5)
            around = title_lines * title * _LINE + around * points
            filled = max(map(sum, batched(least, per_sheet, strict=False)))
            if (remaining := height * _SPARE - around - filled) >= 0:
                break
        spare = max(min(remaining / per_sheet, _HIGHEST - min(least)), 0)
        spread = zip(rows, (row_height + spare for row_height in least), strict=True)
        filled_sheets = [*batched(spread, per_sheet, strict=False)]
        return points, {
            "title_points": title,
            "sheets": filled_sheets,
            "page_count": len(filled_sheets),
            "lowest": min(least) + spare,
            "day": day,
            "widest": max(map(measure_width, self.days)),
            "has_color": bool(self.reward),  # the star beside it
        }


def _count_lines(text: str, room: float) -> int:
    """Return the lines of a text; if there are several, words do not fill them."""
    lines = line_count(text, room)
    return lines if lines == 1 else line_count(text, room * 0.7)


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Chart]:
    rows, title = [*options.get("rows", ())], options.get("title")
    formatter = await LocaleFormatter.async_create(request.hass)
    if "todo" in options:
        state = get_state(request, options["todo"])
        items = await async_ask_items(request, state)
        rows += [item.get("summary") or formatter.word("untitled") for item in items]
        title = title or state.name
    elif not rows:
        raise invalid("page_option_missing", field="rows")
    chosen, reward = options.get("days") or WEEKDAYS, options.get("reward")

    def build() -> Chart:
        check_entries(len(rows))
        names = formatter.locale.days["stand-alone"]["abbreviated"]
        week = ((formatter.week_start + day) % 7 for day in range(7))
        return Chart(
            title=title or formatter.word("chart"),
            subtitle="",
            language=formatter.language,
            empty=formatter.word("nothing_to_do"),
            rows=rows,
            days=[names[day] for day in week if WEEKDAYS[day] in chosen],
            reward=formatter.word("chart_reward", reward=reward) if reward else "",
        )

    return build


PAGE = PageKind(
    options={
        "rows": Texts(),
        "todo": Entity(domains=("todo",)),
        "title": Text(),
        "days": SomeOf(choices=WEEKDAYS, default=[*WEEKDAYS], section=MORE),
        "reward": Text(section=MORE),
    },
    async_build=_async_build,
)
