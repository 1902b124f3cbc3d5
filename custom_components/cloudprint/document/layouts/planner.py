"""A week on one wide sheet: days across, calendars, tasks and meals below each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf
import re
from typing import Any, ClassVar, Final, override

from ..errors import DocumentError
from ..sheets.paper import Size
from .fit import WIDEST_WORD, is_wide, measure_width, word_width
from .models import ForecastStep, NamedLayout
from .page import get_room, get_type_size

PLANNED_DAYS: Final = 7
_SMALLEST: Final = 9.0  # points, on any paper
_POINTS: Final = (14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5)
_MANY: Final = 300  # items that are not tried in larger type
_MOST_LANES: Final = 50
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
_GAP: Final = 0.25  # between words
_SMALL: Final = 0.94  # of small letters, beside `measure_width`
_CAPITAL: Final = 0.15  # more for a capital letter
_PART: Final = re.compile(
    r"[^ \t\n\r\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]+|[^ \t\n\r]"
)

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
    """What a calendar or a list has; without days, those of its items are only places."""

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
        grids = (_Grid(self, paper, points) for points in (*sizes, _SMALLEST))
        grid = next(grid for grid in grids if grid.is_final)
        return grid.points, grid.build() | {"page_count": 1}


class _Grid:
    """The bands of a week in a type size; all lengths are in em."""

    def __init__(self, planner: Planner, paper: Size, points: float) -> None:
        """Measure what each band needs, and the room for all of them."""
        self.planner, self.points = planner, points
        width, height = get_room(paper, points)
        names = (
            max(word_width(band.name), min(measure_width(band.name), _NAME)) * _BOLD
            for band in planner.bands
        )
        self.names = min(max(names, default=0) + _SIDES, width / (PLANNED_DAYS + 1))
        self.column = (width - self.names) / PLANNED_DAYS
        beside = width - measure_width(planner.subtitle) * _SUBTITLE - _SIDES
        title = self._measure(planner.title or "", max(beside / _TITLE, 5), _BOLD)
        self.room = (
            height * _SPARE - title * _TITLE - self._measure(planner.note, width)
        )
        self.room -= max(map(self._measure_day, planner.days)) + _SIDES
        self.arranged = [self._arrange(band, inf) for band in planner.bands]
        self.needs = [
            max(
                self._measure(band.name, self.names - _SIDES, _BOLD),
                *(top + self._measure_items(band, day) for _, top, day in days),
            )
            + _BAND
            for band, (_, days) in zip(planner.bands, self.arranged, strict=True)
        ]
        self.is_final = points == _SMALLEST or sum(self.needs) <= self.room

    def build(self) -> dict[str, Any]:
        """Return the values of the template. Small bands have all that they need."""
        heights, left = list(self.needs), self.room
        order = sorted(range(len(heights)), key=heights.__getitem__)
        for others, number in zip(range(len(order), 0, -1), order, strict=True):
            heights[number] = min(heights[number], max(left, 0) / others)
            left -= heights[number]
        # What is left is room to write in.
        spare = max(left - _TITLE, 0) / len(heights) if heights else 0
        return {
            "names": round(self.names, 2),
            "rows": [self._build_row(*each, spare) for each in enumerate(heights)],
        }

    def _build_row(self, number: int, height: float, spare: float) -> Mapping[str, Any]:
        """Return what of a band has room in a height, and how much of a day has not."""
        band, (lanes, days) = self.planner.bands[number], self.arranged[number]
        room = inf
        if height < self.needs[number]:
            room = height - _BAND
            lanes, days = self._arrange(band, room / 2)
        cells = [
            (start, *self._take(band, day, room - top)) for start, top, day in days
        ]
        least = spare and height + spare - max(top for _, top, _ in days)
        return {"band": band, "lanes": lanes, "cells": cells, "height": round(least, 2)}

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
        return heading + height * bool(day.temperature) + _BAND

    def _measure(self, text: str, room: float, scale: float = 1.0) -> float:
        """Return the height of a text; endless if it is large and breaks a word."""
        lines, used = 0, room
        for part in _PART.findall(text):
            width, gap = measure_width(part) * scale, 0.0
            if not is_wide(part[0]):
                width = width * _SMALL + sum(map(str.isupper, part)) * _CAPITAL
                gap = _GAP
            if room < width < WIDEST_WORD and self.points > _SMALLEST:
                return inf
            if used + gap + width > room:
                lines, used, gap = lines + 1, 0.0, 0.0
            used += gap + width
            lines += (broken := max(0, ceil(used / room) - 1))
            used -= broken * room
        return lines * _LINE
