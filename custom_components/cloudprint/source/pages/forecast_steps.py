"""The hours and days of a weather forecast."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from homeassistant.util import dt as dt_util

from ...document.layouts.models import ForecastStep
from .locale_formatter import LocaleFormatter, day_of, moment_of

MAX_DAYS: Final = 7
MAX_HOURS: Final = 12
"""Steps of a page; hours are taken two by two when there are more."""

_HOUR: Final = timedelta(hours=1)
_REACH: Final = timedelta(hours=24)
_COMPASS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")

type Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Writes the weather as a household reads it.

    `conditions` are the words for Home Assistant's conditions, `units` the attributes
    of the entity, which say what its numbers are in.
    """

    form: LocaleFormatter
    conditions: Mapping[str, str]
    units: Mapping[str, Any]

    def description(self, condition: str | None) -> str:
        """Return a condition in words; what Home Assistant does not know, as it is."""
        return "" if condition is None else self.conditions.get(condition, condition)

    def number(self, value: object) -> str | None:
        """Return a number, if it is one."""
        number = _number(value)
        return None if number is None else self.form.number(number)

    def percent(self, value: object) -> str | None:
        """Return a percentage, if it is one."""
        number = _number(value)
        return None if number is None else self.form.percent(number)

    def degrees(self, value: object) -> str | None:
        """Return a temperature in a column of them, where its unit is known."""
        text = self.number(value)
        return None if text is None else f"{text}°"

    def quantity(self, value: object, unit: str) -> str | None:
        """Return a number with its unit, which an attribute names."""
        number = _number(value)
        if number is None:
            return None
        return self.form.quantity(number, self.units.get(unit) or "").strip()

    def wind(self, step: Step) -> str | None:
        """Return the wind of an hour, a day or now: from where, and how fast."""
        bearing = step.get("wind_bearing")
        if (degrees := _number(bearing)) is not None:
            bearing = self.form.word(f"wind_{_COMPASS[round(degrees / 45) % 8]}")
        elif not isinstance(bearing, str):
            bearing = None
        speed = self.quantity(step.get("wind_speed"), "wind_speed_unit")
        return " ".join(part for part in (bearing, speed) if part) or None

    def precipitation(self, steps: Sequence[Step]) -> str | None:
        """Return how much falls in some hours or a day, and how likely that is."""
        amounts = _numbers(step.get("precipitation") for step in steps)
        chances = _numbers(step.get("precipitation_probability") for step in steps)
        parts = (
            self.quantity(sum(amounts), "precipitation_unit") if amounts else None,
            self.percent(max(chances)) if chances else None,
        )
        return " \N{MIDDLE DOT} ".join(part for part in parts if part) or None


def hours_of(steps: Iterable[Step], weather: Weather) -> Iterator[ForecastStep]:
    """Yield the steps of an hourly forecast for this hour and those of a day with it."""
    now = weather.form.now.astimezone(dt_util.UTC)
    found = [
        (start, step)
        for start, step in _dated(steps, weather.form)
        if isinstance(start, datetime)
        and now - _HOUR < start.astimezone(dt_util.UTC) <= now - _HOUR + _REACH
    ]
    size = 1 if len(found) <= MAX_HOURS else 2
    for index in range(0, len(found), size):
        start, step = found[index]
        together = [step for _, step in found[index : index + size]]
        yield _step(weather.form.time(start), step, together, weather)


def days_of(steps: Iterable[Step], weather: Weather) -> Iterator[ForecastStep]:
    """Yield the days of a daily forecast from today on.

    Of a forecast that tells day and night apart, the night's temperature is the low one.
    """
    form = weather.form
    days: dict[date, list[Step]] = {}
    for start, step in _dated(steps, form):
        if (day := day_of(start)) >= form.today:
            days.setdefault(day, []).append(step)
    for day in sorted(days)[:MAX_DAYS]:
        heading = form.word("today") if day == form.today else form.weekday(day)
        halves = days[day]
        first = next((half for half in halves if half.get("is_daytime")), halves[0])
        low = first.get("templow")
        if low is None:
            nights = (half for half in halves if half.get("is_daytime") is False)
            low = next((n.get("temperature") for n in nights if n is not first), None)
        yield _step(heading, {**first, "templow": low}, halves, weather)


def _dated(
    steps: Iterable[Step], form: LocaleFormatter
) -> Iterator[tuple[date | datetime, Step]]:
    """Yield the steps that say when they are."""
    for step in steps:
        if (start := moment_of(step.get("datetime"), form.time_zone)) is not None:
            yield start, step


def _step(
    heading: str, step: Step, together: Sequence[Step], weather: Weather
) -> ForecastStep:
    condition = step.get("condition")
    if not isinstance(condition, str):
        condition = None
    return ForecastStep(
        heading=heading,
        condition=condition,
        description=weather.description(condition),
        temperature=weather.degrees(step.get("temperature")) or "",
        low=weather.degrees(step.get("templow")),
        precipitation=weather.precipitation(together),
        wind=weather.wind(step),
    )


def _numbers(values: Iterable[object]) -> list[float]:
    return [number for value in values if (number := _number(value)) is not None]


def _number(value: object) -> float | None:
    """Return a number, or None for anything else that an integration may give."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value
