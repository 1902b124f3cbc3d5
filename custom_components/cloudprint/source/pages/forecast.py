"""Weather entities as a page: the present weather, the next hours and days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from homeassistant.components.weather import WeatherEntityFeature
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

from ...document.layouts.models import Fact, Forecast, ForecastStep
from ...fields import get_flag
from ...texts import async_get_texts
from ..reading import async_ask
from ..request import Request, Source
from .locale_formatter import LocaleFormatter, get_day
from .page import async_page, get_title

MAX_FORECAST_DAYS: Final = 7
MAX_HOURS: Final = 12  # With more, two are joined to one step.

_CONDITION: Final = "entity_component._.state."
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(hours=24)
_COMPASS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")

type Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Formats a weather entity's numbers in its `units`, and its conditions."""

    formatter: LocaleFormatter
    texts: Mapping[str, str]
    units: Mapping[str, Any]

    @classmethod
    async def async_create(
        cls, hass: HomeAssistant, state: State, formatter: LocaleFormatter
    ) -> Self:
        """Return what formats a weather entity."""
        texts = await async_get_texts(
            hass, hass.config.language, "entity_component", domain="weather"
        )
        return cls(formatter=formatter, texts=texts, units=state.attributes)

    def description(self, condition: str | None) -> str:
        """Return a condition's translation; an unknown one unchanged."""
        return self.texts.get(f"{_CONDITION}{condition}", condition or "")

    def percent(self, value: object) -> str | None:
        """Return a percentage, or None for anything but a number."""
        number = _parse_number(value)
        return None if number is None else self.formatter.percent(number)

    def degrees(self, value: object) -> str | None:
        """Return a temperature with a degree sign instead of its unit."""
        text = self.quantity(value)
        return None if text is None else f"{text}°"

    def quantity(self, value: object, unit: str = "") -> str | None:
        """Return a number with the unit that the attribute `unit` holds, if any."""
        if (number := _parse_number(value)) is None:
            return None
        return self.formatter.quantity(number, self.units.get(unit) or "").strip()

    def wind(self, step: Step) -> str | None:
        """Return the wind's direction and speed."""
        bearing = step.get("wind_bearing")
        if (degrees := _parse_number(bearing)) is not None:
            bearing = self.formatter.word(f"wind_{_COMPASS[round(degrees / 45) % 8]}")
        elif not isinstance(bearing, str):
            bearing = None
        speed = self.quantity(step.get("wind_speed"), "wind_speed_unit")
        return " ".join(part for part in (bearing, speed) if part) or None

    def precipitation(self, steps: Sequence[Step]) -> str | None:
        """Return the amount and probability of precipitation in consecutive steps."""
        amounts = _parse_numbers(step.get("precipitation") for step in steps)
        chances = _parse_numbers(s.get("precipitation_probability") for s in steps)
        parts = (
            self.quantity(sum(amounts), "precipitation_unit") if amounts else None,
            self.percent(max(chances)) if chances else None,
        )
        return " \N{MIDDLE DOT} ".join(part for part in parts if part) or None


async def async_forecast(request: Request, state: State) -> Source:
    """Return the present weather, and the hours and days that the entity forecasts."""
    title = get_title(request) or state.name
    has_date = get_flag(request.fields, "show_date", default=True)
    hass = request.hass
    formatter = await LocaleFormatter.async_create(hass)
    hours = await _async_ask(hass, state, "hourly")
    days = await async_ask_days(hass, state)
    weather = await Weather.async_create(hass, state, formatter)
    condition = None if state.state == STATE_UNKNOWN else state.state
    temperature = state.attributes.get("temperature")
    return await async_page(
        request,
        lambda: Forecast(
            title=title,
            subtitle=formatter.full_moment() if has_date else "",
            language=formatter.language,
            empty=formatter.word("no_weather"),
            condition=condition,
            description=weather.description(condition),
            temperature=weather.quantity(temperature, "temperature_unit"),
            facts=tuple(_build_facts(state.attributes, weather)),
            hours_heading=formatter.word("next_hours"),
            hours=tuple(_build_hours(hours, weather)),
            days_heading=formatter.word("next_days"),
            days=tuple(build_days(days, weather).values())[:MAX_FORECAST_DAYS],
        ),
    )


async def async_ask_days(hass: HomeAssistant, state: State) -> list[dict[str, Any]]:
    """Return the forecast of a weather entity's days. Raises HomeAssistantError."""
    days = await _async_ask(hass, state, "daily")
    return days or await _async_ask(hass, state, "twice_daily")


async def _async_ask(
    hass: HomeAssistant, state: State, kind: str
) -> list[dict[str, Any]]:
    """Return the forecast of a kind, without steps if the entity has none."""
    features = WeatherEntityFeature(state.attributes.get("supported_features", 0))
    if WeatherEntityFeature[f"FORECAST_{kind.upper()}"] not in features:
        return []
    return await async_ask(hass, state, "get_forecasts", "forecast", type=kind)


def _build_facts(attributes: Mapping[str, Any], weather: Weather) -> list[Fact]:
    quantity, formatter = weather.quantity, weather.formatter
    felt = attributes.get("apparent_temperature")
    facts = (
        ("feels_like", quantity(felt, "temperature_unit")),
        ("wind", weather.wind(attributes)),
        ("gusts", quantity(attributes.get("wind_gust_speed"), "wind_speed_unit")),
        ("humidity", weather.percent(attributes.get("humidity"))),
        ("pressure", quantity(attributes.get("pressure"), "pressure_unit")),
        ("uv_index", quantity(attributes.get("uv_index"))),
    )
    return [
        Fact(name=formatter.word(key), value=value)
        for key, value in facts
        if value is not None
    ]


def _build_hours(steps: Iterable[Step], weather: Weather) -> Iterator[ForecastStep]:
    """Yield steps for 24 hours from the present hour on."""
    now = weather.formatter.now.astimezone(dt_util.UTC)
    hours = [
        (start, step)
        for start, step in _parse_times(steps, weather.formatter)
        if isinstance(start, datetime)
        and now - _HOUR < start.astimezone(dt_util.UTC) <= now - _HOUR + _DAY
    ]
    size = 1 if len(hours) <= MAX_HOURS else 2
    for index in range(0, len(hours), size):
        start, step = hours[index]
        together = [step for _, step in hours[index : index + size]]
        yield _build_step(weather.formatter.time(start), step, together, weather)


def build_days(steps: Iterable[Step], weather: Weather) -> dict[date, ForecastStep]:
    """Return steps for the days from today on; a night's temperature is the low one."""
    formatter, built = weather.formatter, dict[date, ForecastStep]()
    days: dict[date, list[Step]] = {}
    for start, step in _parse_times(steps, formatter):
        if (day := get_day(start)) >= formatter.today:
            days.setdefault(day, []).append(step)
    for day in sorted(days):
        is_today = day == formatter.today
        heading = formatter.word("today") if is_today else formatter.weekday(day)
        halves = days[day]
        first = next((half for half in halves if half.get("is_daytime")), halves[0])
        low = first.get("templow")
        if low is None:
            nights = (half for half in halves if half.get("is_daytime") is False)
            low = next((n.get("temperature") for n in nights if n is not first), None)
        built[day] = _build_step(heading, {**first, "templow": low}, halves, weather)
    return built


def _parse_times(
    steps: Iterable[Step], formatter: LocaleFormatter
) -> Iterator[tuple[date | datetime, Step]]:
    for step in steps:
        if start := formatter.parse_moment(step.get("datetime")):
            yield start, step


def _build_step(
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


def _parse_numbers(values: Iterable[object]) -> list[float]:
    return [number for value in values if (number := _parse_number(value)) is not None]


def _parse_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value
