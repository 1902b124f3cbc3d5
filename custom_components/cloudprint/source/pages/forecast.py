"""Weather: what it is now, and what it is going to be."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from homeassistant.components.weather import WeatherEntityFeature
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State

from ...document.layouts.layouts import Fact, Forecast
from ...texts import async_get_texts
from ..reading import async_ask
from ..request import Request, Source
from .forecast_steps import Weather, days_of, hours_of
from .locale_formatter import LocaleFormatter
from .page import async_page, shows_date, title_of

_CONDITION: Final = "entity_component._.state."


async def async_forecast(request: Request, state: State) -> Source:
    """Return the weather now, of the next hours, and of the next days.

    Hours and days are there as far as the entity forecasts them.
    """
    title = title_of(request) or state.name
    is_dated = shows_date(request, default=True)
    hass = request.hass
    form = await LocaleFormatter.async_of(hass)
    features = WeatherEntityFeature(state.attributes.get("supported_features", 0))
    hours: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    if WeatherEntityFeature.FORECAST_HOURLY in features:
        hours = await async_ask(hass, state, "get_forecasts", "forecast", type="hourly")
    if WeatherEntityFeature.FORECAST_DAILY in features:
        days = await async_ask(hass, state, "get_forecasts", "forecast", type="daily")
    elif WeatherEntityFeature.FORECAST_TWICE_DAILY in features:
        days = await async_ask(
            hass, state, "get_forecasts", "forecast", type="twice_daily"
        )
    weather = Weather(
        form=form,
        conditions=await _async_conditions(hass),
        units=state.attributes,
    )
    return await async_page(
        request,
        lambda: forecast_of(state, hours, days, weather, title, is_dated=is_dated),
        title,
    )


async def _async_conditions(hass: HomeAssistant) -> Mapping[str, str]:
    """Return Home Assistant's own words for the weather."""
    texts = await async_get_texts(
        hass, hass.config.language, "entity_component", domain="weather"
    )
    return {
        key.removeprefix(_CONDITION): text
        for key, text in texts.items()
        if key.startswith(_CONDITION)
    }


def forecast_of(
    state: State,
    hours: Sequence[Mapping[str, Any]],
    days: Sequence[Mapping[str, Any]],
    weather: Weather,
    title: str,
    *,
    is_dated: bool,
) -> Forecast:
    """Return a weather entity's state and its `weather.get_forecasts` as a page."""
    form = weather.form
    condition = None if state.state == STATE_UNKNOWN else state.state
    return Forecast(
        title=title,
        subtitle=form.full_moment() if is_dated else "",
        language=form.language,
        empty=form.word("no_weather"),
        condition=condition,
        description=weather.description(condition),
        temperature=weather.quantity(
            state.attributes.get("temperature"), "temperature_unit"
        ),
        facts=tuple(_facts(state.attributes, weather)),
        hours_heading=form.word("next_hours"),
        hours=tuple(hours_of(hours, weather)),
        days_heading=form.word("next_days"),
        days=tuple(days_of(days, weather)),
    )


def _facts(attributes: Mapping[str, Any], weather: Weather) -> list[Fact]:
    """Return what else a weather entity knows of now, and a person wants to."""
    quantity, form = weather.quantity, weather.form
    facts = (
        (
            "feels_like",
            quantity(attributes.get("apparent_temperature"), "temperature_unit"),
        ),
        ("wind", weather.wind(attributes)),
        ("gusts", quantity(attributes.get("wind_gust_speed"), "wind_speed_unit")),
        ("humidity", weather.percent(attributes.get("humidity"))),
        ("pressure", quantity(attributes.get("pressure"), "pressure_unit")),
        ("uv_index", weather.number(attributes.get("uv_index"))),
    )
    return [
        Fact(name=form.word(key), value=value)
        for key, value in facts
        if value is not None
    ]
