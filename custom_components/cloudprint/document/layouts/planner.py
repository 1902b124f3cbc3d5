"""A week on one wide sheet: days across, calendars, tasks and meals below each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product
from math import inf
from operator import itemgetter
from typing import Any, ClassVar, Final, NamedTuple, override

from ..errors import DocumentError
from ..sheets.paper import Size
from .fit import WIDEST_WORD, measure_letters, measure_width, wrap
from .models import ForecastStep, NamedLayout
from .page import get_room, get_type_size

PLANNED_DAYS: Final = 7
_SMALLEST: Final = 9.0  # points, on any paper
_POINTS: Final = (14.0, 13.0, 12.0, 11.0, 10.0)
_MANY: Final = 300  # items that are not tried in larger type
_MOST_LANES: Final = 50
MOST_NAMES: Final = 8  # of what is left out
_LONGEST_NAME: Final = 40
_MOST_FULL: Final = 10  # bands that share a sheet, each with room for some items
_LEAST_ROOM: Final = (48.0, 32.0)  # of paper that is not refused, in em of small type
_SPARE: Final = 0.985
_FULLNESS: Final = (0.0, 1.0, 0.5)  # how much of a column's width is by how full it is
_NARROWEST: Final = 0.6  # of a column, where all are as wide as they are full
_ROUNDED: Final = 1e-6  # em, lost where a width is multiplied and divided
# In em, as in the template
_LINE: Final = 1.25
_BOLD: Final = 1.08
_SIDES: Final = 0.9
_PADDING: Final = 0.2  # above and below an entry
_FRAME: Final = (0.4, 0.08)  # more beside an entry, and above and below it
_LANE: Final = 0.1  # more around bars, whose margins are their own
_BOX: Final = 1.4
_NAME: Final = 4.5  # of a name that is not broken
_BAND: Final = 0.3
_TITLE: Final = 1.75
_SUBTITLE: Final = 1.2
_SYMBOL: Final = 2.4
_NOTE: Final = (1.4 / 1.25, 0.25)  # of its lines, and above them
_SLIM: Final = 0.88  # of letters, as is measured on paper, and 5 % for other fonts

type _Lanes = list[dict[int, PlannerItem]]  # bars by each of their days
type _Days = list[tuple[int, float, list[PlannerItem]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerItem:
    """An event, task or meal of a day, or of several as a bar over them; days from 0."""

    text: str
    time: str = ""
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerBand:
    """A row of a week; without `has_days`, its items are only put in columns."""

    name: str
    items: Sequence[PlannerItem]
    mark: str = ""  # of items: "box" to tick, "frame" around those without a time
    has_days: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner(NamedLayout):
    """A week; `more` says how many items of a day have no room."""

    days: Sequence[ForecastStep]
    weekend: Sequence[int] = ()
    bands: Sequence[PlannerBand]
    more: str
    note: str = ""
    template: ClassVar[str] = "planner"

    @property
    @override
    def is_empty(self) -> bool:
        return not any(band.items for band in self.bands)

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        """Use the largest type with room for all, or the smallest without.

        Days are as wide as they are full before type is smaller. Raises DocumentError for
        paper that is too small.
        """
        room = get_room(paper, _SMALLEST)
        if any(side < least for side, least in zip(room, _LEAST_ROOM, strict=True)):
            raise DocumentError("planner_paper", paper=f"{paper[0]:g} × {paper[1]:g}")
        sizes = {
            max(_SMALLEST, get_type_size(paper, points)): None for points in _POINTS
        }
        if sum(len(band.items) for band in self.bands) > _MANY:
            sizes.clear()
        for points, fullness in product((*sizes, _SMALLEST), _FULLNESS):
            grid = _Grid(self, paper, points, fullness)
            if sum(grid.needs) <= grid.room:
                return points, grid.build()[1]
        kept, planner = len(self.bands), self
        grids = [_Grid(self, paper, _SMALLEST, fullness) for fullness in _FULLNESS]
        while kept and (count := min(grid.count_bands() for grid in grids)) < len(
            planner.bands
        ):
            kept = min(kept - 1, count)
            names = [
                f"{band.name[:_LONGEST_NAME]}{'…' * (len(band.name) > _LONGEST_NAME)}"
                for band in self.bands[kept:]
            ]
            more = self.more.format(count=len(names))
            names[MOST_NAMES:] = ["…"] * (len(names) > MOST_NAMES)
            note = f"{more}: {' \N{MIDDLE DOT} '.join(names)}"
            note = " | ".join(filter(None, (self.note, note)))
            planner = replace(self, bands=self.bands[:kept], note=note)
            grids = [_Grid(planner, paper, _SMALLEST)]
        return _SMALLEST, min((grid.build() for grid in grids), key=itemgetter(0))[1]


class _Row(NamedTuple):
    """A band as it is printed, in how much of its room, and what it hides."""

    lanes: _Lanes
    cells: Sequence[tuple[int, Sequence[PlannerItem], str]]
    top: float  # of the day that begins lowest
    height: float
    hidden: int


class _Grid:
    """The bands of a week in a type size; all lengths are in em."""

    def __init__(
        self, planner: Planner, paper: Size, points: float, fullness: float = 0
    ) -> None:
        """Measure what each band needs, and the room for all of them."""
        self.planner, self.points = planner, points
        self.measured = dict[tuple[str, float], float]()
        width, height = get_room(paper, points)
        names = (
            max(wrap(name, inf, _SLIM)[1], min(measure_width(name), _NAME)) * _BOLD
            for name in (band.name for band in planner.bands)
        )
        self.names = min(max(names, default=0) + _SIDES, width / (PLANNED_DAYS + 1))
        self.columns = self._divide(width - self.names, fullness)
        beside = width - measure_width(planner.subtitle) * _SUBTITLE - _SIDES
        title = self._measure(planner.title or "", max(beside / _TITLE, 5), _BOLD)
        heads = map(self._measure_day, planner.days, self.columns, strict=True)
        self.room = height * _SPARE - max(heads) - _SIDES - title * _TITLE
        # A narrow column breaks its lines less evenly.
        self.room -= _LINE * bool(fullness)
        if note := self._measure(planner.note, width):
            self.room -= note * _NOTE[0] + _NOTE[1]
        self.arranged = [self._arrange(band, inf) for band in planner.bands]
        self.names_need, self.least, self.needs = (
            list[float](),
            list[float](),
            list[float](),
        )
        for band, (_, days) in zip(planner.bands, self.arranged, strict=True):
            name = self._measure(band.name, self.names - _SIDES, _BOLD) + _BAND
            need = max(top + self._measure_items(band, day) for _, top, day in days)
            few = max(_LINE + _PADDING, self.room / _MOST_FULL)
            self.names_need.append(name)
            self.least.append(max(name, min(need, few) + _BAND))
            self.needs.append(max(name, need + _BAND))

    def count_bands(self) -> int:
        """Return how many bands have room for their names and some items."""
        return sum(total <= self.room for total in accumulate(self.least))

    def build(self) -> tuple[int, dict[str, Any]]:
        """Return how many items are hidden, and the values of the template.

        Small bands have all that they need.
        """
        heights, remaining = list(self.least), self.room - sum(self.least)
        order = sorted(range(len(heights)), key=self.needs.__getitem__)
        for others, number in zip(range(len(order), 0, -1), order, strict=True):
            more = min(self.needs[number] - heights[number], max(remaining, 0) / others)
            heights[number] += more
            remaining -= more
        rows = [self._fill(number, height) for number, height in enumerate(heights)]
        remaining = self._grow(rows)
        # What is left is room to write in.
        spare = max(remaining - _TITLE, 0) / max(len(rows), 1)
        return sum(row.hidden for row in rows), {
            "names": round(self.names, 2),
            "columns": [round(column, 2) for column in self.columns],
            "rows": [
                {
                    "band": band,
                    "lanes": row.lanes,
                    "cells": row.cells,
                    "height": round(spare and row.height + spare - row.top, 2),
                }
                for band, row in zip(self.planner.bands, rows, strict=True)
            ],
            "has_color": True,
            "note": self.planner.note,
            "page_count": 1,
        }

    def _grow(self, rows: list[_Row]) -> float:
        """Show what is hidden and needs least, while there is room; return what is left."""
        larger = dict[int, _Row | None]()
        while True:
            spare = self.room - sum(row.height for row in rows)
            fitting = list[tuple[float, int, _Row]]()
            for number, row in enumerate(rows):
                if row.hidden and number not in larger:
                    heights = [row.height + step for step in _steps(spare)]
                    tried = (self._fill(number, height) for height in heights)
                    fewer = (new for new in tried if new.hidden < row.hidden)
                    larger[number] = next(fewer, None)
                new = larger.get(number)
                if new and new.height - row.height <= spare:
                    fitting.append((new.height - row.height, number, new))
            if not fitting:
                return spare
            _, number, rows[number] = min(fitting, key=itemgetter(0))
            del larger[number]

    def _fill(self, number: int, height: float) -> _Row:
        """Return a band with what it has room for."""
        band, room = self.planner.bands[number], inf
        lanes, days = self.arranged[number]
        if height < self.needs[number] - _ROUNDED:
            room = height - _BAND
            lanes, days = self._arrange(band, room / 2)
        cells, used, hidden = [], 0.0, 0
        for start, top, day in days:
            items, height = self._take(band, day, room - top)
            used, more = max(used, top + height), len(day) - len(items)
            text = self.planner.more.format(count=more) if more else ""
            cells.append((start, items, text))
            hidden += more
        top = max(top for _, top, _ in days)
        height = max(self.names_need[number], used + _BAND)
        return _Row(lanes, cells, top, height, hidden)

    def _arrange(self, band: PlannerBand, room: float) -> tuple[_Lanes, _Days]:
        """Put bars in lanes, as far as these have room, and all else in days.

        A day begins below the last lane with a bar over it.
        """
        lanes: _Lanes = []
        heights: list[float] = []
        days: list[list[PlannerItem]] = [[] for _ in range(PLANNED_DAYS)]
        for item in sorted(band.items, key=lambda item: item.first):
            covered = range(item.first, item.last + 1)
            free = (n for n, lane in enumerate(lanes) if item.first not in lane)
            grown = [*heights, 0.0]
            number = next(free, len(lanes))
            grown[number] = max(grown[number], self._measure_item(band, item) + _LANE)
            if len(covered) == 1 or number == _MOST_LANES or sum(grown) > room:
                for day in covered:
                    days[day].append(replace(item, first=day, last=day))
                continue
            if number == len(lanes):
                lanes.append({})
            lanes[number] |= dict.fromkeys(covered, item)
            heights = grown[: len(lanes)]
        starts = (
            max((n for n, lane in enumerate(lanes, 1) if day in lane), default=0)
            for day in range(PLANNED_DAYS)
        )
        return lanes, [
            (start, sum(heights[:start]), day)
            for start, day in zip(starts, days, strict=True)
        ]

    def _take(
        self, band: PlannerBand, items: Sequence[PlannerItem], room: float
    ) -> tuple[Sequence[PlannerItem], float]:
        """Return the items with room, whole days first, and the height of all."""
        total = self._measure_items(band, items)
        if total <= room + _ROUNDED:
            return items, total
        used = _LINE + _PADDING  # of how many have none
        taken = set[int]()
        for number in sorted(range(len(items)), key=lambda n: bool(items[n].time)):
            height = self._measure_item(band, items[number])
            if used + height <= room + _ROUNDED:
                taken.add(number)
                used += height
        return [items[number] for number in sorted(taken)], used

    def _measure_items(self, band: PlannerBand, items: Iterable[PlannerItem]) -> float:
        return sum(self._measure_item(band, item) for item in items)

    def _measure_item(self, band: PlannerBand, item: PlannerItem) -> float:
        is_bar = item.first < item.last or (band.mark == "frame" and not item.time)
        beside, above = _FRAME if is_bar else (0.0, 0.0)
        sides = _SIDES + beside + (_BOX - beside) * (band.mark == "box")
        room = sum(self.columns[item.first : item.last + 1]) - sides
        # Times are bold, and a little wider.
        text = f"{item.time}  {item.text}" if item.time else item.text
        return self._measure(text, room) + _PADDING + above

    def _measure_day(self, day: ForecastStep, column: float) -> float:
        room = column - _SIDES
        height = max(_SYMBOL, self._measure(_describe_weather(day), room - _SYMBOL))
        heading = self._measure(day.heading, room, _BOLD)
        return heading + height * bool(day.temperature or day.condition) + _BAND

    def _divide(self, width: float, fullness: float) -> list[float]:
        """Return the widths of the days: even, as far as not by how full these are."""
        even = [width / PLANNED_DAYS] * PLANNED_DAYS
        if not fullness:
            return even
        filled, words = [0.0] * PLANNED_DAYS, [0.0] * PLANNED_DAYS
        for band in self.planner.bands:
            sides = _SIDES + _FRAME[0] + _BOX * (band.mark == "box")
            for item in band.items:
                if item.first == item.last:
                    text = f"{item.time}  {item.text}"
                    filled[item.first] += measure_letters(text, _SLIM)
                    word = wrap(text, inf, _SLIM)[1]
                    if word < WIDEST_WORD:
                        words[item.first] = max(words[item.first], word + sides)
        least = [
            max(
                wrap(day.heading, inf, _SLIM)[1] * _BOLD + _SIDES,
                wrap(_describe_weather(day), inf, _SLIM)[1] + _SYMBOL + _SIDES,
                even[0] * _NARROWEST,
            )
            for day in self.planner.days
        ]
        whole = [max(pair) for pair in zip(least, words, strict=True)]
        # Only the smallest type may break words.
        if self.points > _SMALLEST or sum(whole) <= width:
            least = whole
        spare = width - sum(least)
        if spare < 0 or not any(filled):
            return even
        return [
            (one + spare * share / sum(filled)) * fullness + same * (1 - fullness)
            for one, share, same in zip(least, filled, even, strict=True)
        ]

    def _measure(self, text: str, room: float, scale: float = 1.0) -> float:
        """Return the height of a text; endless if it is large and breaks a word."""
        room = room / scale + _ROUNDED
        if (height := self.measured.get((text, room))) is None:
            lines, widest = wrap(text, room, _SLIM)
            is_broken = room < widest < WIDEST_WORD and self.points > _SMALLEST
            height = inf if is_broken else lines * _LINE
            self.measured[text, room] = height
        return height


def _describe_weather(day: ForecastStep) -> str:
    return f"{day.temperature} / {day.low} {day.precipitation or ''}"


def _steps(spare: float) -> Iterator[float]:
    """Yield by how much a band may grow."""
    yield from (half * _LINE / 2 for half in range(1, int(spare / _LINE * 2) + 1))
    yield spare
