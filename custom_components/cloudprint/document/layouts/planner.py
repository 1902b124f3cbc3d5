"""A week on one wide sheet: days across, calendars, tasks and meals below each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import Any, ClassVar, Final, override

from ..errors import DocumentError
from ..sheets.paper import Size
from .fit import WIDEST_WORD, measure_width, wrap
from .models import ForecastStep, NamedLayout
from .page import get_room, get_type_size

PLANNED_DAYS: Final = 7
_SMALLEST: Final = 9.0  # points, on any paper
_POINTS: Final = (14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5)
_MANY: Final = 300  # items that are not tried in larger type
_MOST_LANES: Final = 50
MOST_NAMES: Final = 8  # of what is left out
_LONGEST_NAME: Final = 40
_MOST_FULL: Final = 10  # bands that share a sheet, each with room for some items
_LEAST_ROOM: Final = (48.0, 32.0)  # of paper that is not refused, in em of small type
_SPARE: Final = 0.98
# In em, as in the template
_LINE: Final = 1.25
_BOLD: Final = 1.12
_SIDES: Final = 0.9
_ITEM: Final = 0.28
_BOX: Final = 1.4
_NAME: Final = 4.5  # of a name that is not broken
_BAND: Final = 0.3
_TITLE: Final = 1.75
_SUBTITLE: Final = 1.2
_SYMBOL: Final = 2.4
_SLIM: Final = 0.85  # of letters, as is measured on paper

type _Lanes = list[dict[int, PlannerItem]]  # bars by each of their days
type _Arranged = tuple[_Lanes, list[tuple[int, float, list[PlannerItem]]]]


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

        Raises DocumentError for paper that is too small.
        """
        room = get_room(paper, _SMALLEST)
        if any(side < least for side, least in zip(room, _LEAST_ROOM, strict=True)):
            raise DocumentError("planner_paper", paper=f"{paper[0]:g} × {paper[1]:g}")
        sizes = [max(_SMALLEST, get_type_size(paper, points)) for points in _POINTS]
        if sum(len(band.items) for band in self.bands) > _MANY:
            sizes.clear()
        for points in (*sizes, _SMALLEST):
            grid = _Grid(self, paper, points)
            if sum(grid.needs) <= grid.room:
                break
        kept = len(self.bands)
        while kept and grid.count_bands() < len(grid.planner.bands):
            kept = min(kept - 1, grid.count_bands())
            names = [
                f"{band.name[:_LONGEST_NAME]}{'…' * (len(band.name) > _LONGEST_NAME)}"
                for band in self.bands[kept:]
            ]
            more = self.more.format(count=len(names))
            names[MOST_NAMES:] = ["…"] * (len(names) > MOST_NAMES)
            note = f"{more}: {' \N{MIDDLE DOT} '.join(names)}"
            fewer = replace(
                self,
                bands=self.bands[:kept],
                note=" | ".join(filter(None, (self.note, note))),
            )
            grid = _Grid(fewer, paper, _SMALLEST)
        return grid.points, grid.build() | {"note": grid.planner.note, "page_count": 1}


class _Grid:
    """The bands of a week in a type size; all lengths are in em."""

    def __init__(self, planner: Planner, paper: Size, points: float) -> None:
        """Measure what each band needs, and the room for all of them."""
        self.planner, self.points = planner, points
        width, height = get_room(paper, points)
        names = (
            max(wrap(name, inf, _SLIM)[1], min(measure_width(name), _NAME)) * _BOLD
            for name in (band.name for band in planner.bands)
        )
        self.names = min(max(names, default=0) + _SIDES, width / (PLANNED_DAYS + 1))
        self.column = (width - self.names) / PLANNED_DAYS
        beside = width - measure_width(planner.subtitle) * _SUBTITLE - _SIDES
        title = self._measure(planner.title or "", max(beside / _TITLE, 5), _BOLD)
        head = max(map(self._measure_day, planner.days)) + _SIDES + title * _TITLE
        self.room = height * _SPARE - head - self._measure(planner.note, width)
        self.arranged = [self._arrange(band, inf) for band in planner.bands]
        self.least, self.needs = list[float](), list[float]()
        for band, (_, days) in zip(planner.bands, self.arranged, strict=True):
            name = self._measure(band.name, self.names - _SIDES, _BOLD)
            need = max(top + self._measure_items(band, day) for _, top, day in days)
            few = max(_LINE + _ITEM, self.room / _MOST_FULL)
            self.least.append(max(name, min(need, few)) + _BAND)
            self.needs.append(max(name, need) + _BAND)

    def count_bands(self) -> int:
        """Return how many bands have room for their names and some items."""
        return sum(total <= self.room for total in accumulate(self.least))

    def build(self) -> dict[str, Any]:
        """Return the values of the template. Small bands have all that they need."""
        heights, remaining = list(self.least), self.room - sum(self.least)
        order = sorted(range(len(heights)), key=self.needs.__getitem__)
        for others, number in zip(range(len(order), 0, -1), order, strict=True):
            more = min(self.needs[number] - heights[number], max(remaining, 0) / others)
            heights[number] += more
            remaining -= more
        # What is left is room to write in.
        spare = max(remaining - _TITLE, 0) / max(len(heights), 1)
        rows = list[Mapping[str, Any]]()
        for number, (band, height) in enumerate(
            zip(self.planner.bands, heights, strict=True)
        ):
            (lanes, days), room = self.arranged[number], inf
            if height < self.needs[number]:
                room = height - _BAND
                lanes, days = self._arrange(band, room / 2)
            cells = [(n, *self._take(band, day, room - top)) for n, top, day in days]
            least = spare and height + spare - max(top for _, top, _ in days)
            row = {"band": band, "lanes": lanes, "cells": cells}
            rows.append(row | {"height": round(least, 2)})
        return {"names": round(self.names, 2), "rows": rows, "has_color": True}

    def _arrange(self, band: PlannerBand, room: float) -> _Arranged:
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
            grown[number] = max(grown[number], self._measure_items(band, [item]))
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
    ) -> tuple[Sequence[PlannerItem], str]:
        """Return the items with room, and a text about those without."""
        if self._measure_items(band, items) <= room:
            return items, ""
        room -= _LINE + _ITEM
        taken = []
        for item in items:
            if (height := self._measure_items(band, [item])) <= room:
                taken.append(item)
                room -= height
        return taken, self.planner.more.format(count=len(items) - len(taken))

    def _measure_items(self, band: PlannerBand, items: Iterable[PlannerItem]) -> float:
        total, sides = 0.0, _SIDES + _BOX * (band.mark == "box")
        for item in items:
            room = self.column * (item.last - item.first + 1) - sides
            total += self._measure(f"{item.time} {item.text}", room) + _ITEM
        return total

    def _measure_day(self, day: ForecastStep) -> float:
        room = self.column - _SIDES
        weather = f"{day.temperature} / {day.low} {day.precipitation or ''}"
        height = max(_SYMBOL, self._measure(weather, room - _SYMBOL))
        heading = self._measure(day.heading, room, _BOLD)
        return heading + height * bool(day.temperature or day.condition) + _BAND

    def _measure(self, text: str, room: float, scale: float = 1.0) -> float:
        """Return the height of a text; endless if it is large and breaks a word."""
        lines, widest = wrap(text, room / scale, _SLIM)
        if room / scale < widest < WIDEST_WORD and self.points > _SMALLEST:
            return inf
        return lines * _LINE
