"""The present weather and forecasts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, override

import pytest

from custom_components.cloudprint.document.layouts.models import (
    Fact,
    Forecast,
    ForecastStep,
)
from homeassistant.components.weather import (
    Forecast as Step,
    WeatherEntity,
    WeatherEntityFeature,
)
from homeassistant.const import (
    UnitOfPrecipitationDepth,
    UnitOfPressure,
    UnitOfSpeed,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
from tests.actions import refuses

from ..conftest import AddPerson, SetUpHome
from ..resolving import async_resolve

WEATHER = "weather.home"
NOW = "2026-11-25 07:30:00+00:00"


class Station(WeatherEntity):
    """A weather entity with readings and forecasts chosen by each test."""

    entity_id = WEATHER
    _attr_name = "Home"
    _attr_should_poll = False
    _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_native_pressure_unit = UnitOfPressure.HPA
    _attr_native_wind_speed_unit = UnitOfSpeed.KILOMETERS_PER_HOUR
    _attr_native_precipitation_unit = UnitOfPrecipitationDepth.MILLIMETERS

    def __init__(
        self,
        hourly: Sequence[Step] | None = None,
        daily: Sequence[Step] | None = None,
        twice_daily: Sequence[Step] | None = None,
        **readings: Any,
    ) -> None:
        """Set the forecasts."""
        self.hourly, self.daily, self.twice_daily = hourly, daily, twice_daily
        features = WeatherEntityFeature(0)
        for feature, steps in (
            (WeatherEntityFeature.FORECAST_HOURLY, hourly),
            (WeatherEntityFeature.FORECAST_DAILY, daily),
            (WeatherEntityFeature.FORECAST_TWICE_DAILY, twice_daily),
        ):
            if steps is not None:
                features |= feature
        self._attr_supported_features = features
        for name, value in readings.items():
            setattr(self, f"_attr_{name}", value)

    @override
    async def async_forecast_hourly(self) -> list[Step] | None:
        """Return the hourly forecast."""
        return list(self.hourly or ())

    @override
    async def async_forecast_daily(self) -> list[Step] | None:
        """Return the daily forecast."""
        return list(self.daily or ())

    @override
    async def async_forecast_twice_daily(self) -> list[Step] | None:
        """Return the forecast of days and nights."""
        return list(self.twice_daily or ())


READINGS: dict[str, Any] = {
    "condition": "partlycloudy",
    "native_temperature": 6.4,
    "native_apparent_temperature": -0.04,
    "humidity": 81,
    "native_pressure": 1013.25,
    "native_wind_speed": 12,
    "native_wind_gust_speed": 31.6,
    "wind_bearing": 300.0,
    "uv_index": 1.5,
}


def hours(count: int, start: str = "2026-11-25T06:00:00+00:00") -> list[Step]:
    """Return an hourly forecast."""
    first = datetime.fromisoformat(start)
    return [
        Step(
            datetime=(first + timedelta(hours=number)).isoformat(),
            condition="rainy",
            native_temperature=number,
            native_precipitation=0.5,
            precipitation_probability=10 * (number % 3),
            native_wind_speed=10,
            wind_bearing="SW",
        )
        for number in range(count)
    ]


def days(count: int) -> list[Step]:
    """Return a daily forecast that starts yesterday."""
    first = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
    return [
        Step(
            datetime=(first + timedelta(days=number)).isoformat(),
            condition="snowy",
            native_temperature=number,
            native_templow=number - 5.5,
            precipitation_probability=40,
        )
        for number in range(count)
    ]


async def add_station(hass: HomeAssistant, station: Station) -> None:
    """Set up the weather integration with the station."""
    assert await async_setup_component(hass, "weather", {})
    await hass.data["weather"].async_add_entities([station])
    await hass.async_block_till_done()


async def test_forecast(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Everything that the entity provides is printed in the home's language."""
    await set_up_home(NOW)
    await add_station(hass, Station(hourly=hours(4), daily=days(3), **READINGS))

    source = await async_resolve(hass, {"entity": WEATHER})

    assert source.title == "Home"
    assert layouts == [
        Forecast(
            title="Home",
            subtitle="Wednesday, November 25, 2026, 8:30\xa0AM",
            language="en",
            empty="No weather data",
            condition="partlycloudy",
            description="Partly cloudy",
            temperature="6.4\xa0°C",
            facts=(
                Fact(name="Feels like", value="0\xa0°C"),
                Fact(name="Wind", value="NW 12\xa0km/h"),
                Fact(name="Gusts", value="31.6\xa0km/h"),
                Fact(name="Humidity", value="81%"),
                Fact(name="Pressure", value="1013.2\xa0hPa"),
                Fact(name="UV index", value="1.5"),
            ),
            hours_heading="Next 24 hours",
            hours=(
                # The hour before is left out.
                ForecastStep(
                    heading="8:00\xa0AM",
                    condition="rainy",
                    description="Rainy",
                    temperature="1°",
                    precipitation="0.5\xa0mm · 10%",
                    wind="SW 10\xa0km/h",
                ),
                ForecastStep(
                    heading="9:00\xa0AM",
                    condition="rainy",
                    description="Rainy",
                    temperature="2°",
                    precipitation="0.5\xa0mm · 20%",
                    wind="SW 10\xa0km/h",
                ),
                ForecastStep(
                    heading="10:00\xa0AM",
                    condition="rainy",
                    description="Rainy",
                    temperature="3°",
                    precipitation="0.5\xa0mm · 0%",
                    wind="SW 10\xa0km/h",
                ),
            ),
            days_heading="Next days",
            days=(
                # Yesterday is left out.
                ForecastStep(
                    heading="Today",
                    condition="snowy",
                    description="Snowy",
                    temperature="1°",
                    low="-4.5°",
                    precipitation="40%",
                ),
                ForecastStep(
                    heading="Thursday",
                    condition="snowy",
                    description="Snowy",
                    temperature="2°",
                    low="-3.5°",
                    precipitation="40%",
                ),
            ),
        )
    ]


async def test_chinese(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A Chinese home gets a Chinese forecast in local time."""
    await set_up_home(NOW, time_zone="Asia/Shanghai", language="zh-Hans", country="CN")
    await add_station(hass, Station(hourly=hours(4), daily=days(3), **READINGS))

    await async_resolve(
        hass, {"entity": WEATHER, "title": "家里的天气", "show_date": False}
    )

    (layout,) = layouts
    assert (layout.title, layout.subtitle) == ("家里的天气", "")
    assert layout.description == "多云"
    assert [(fact.name, fact.value) for fact in layout.facts] == [
        ("体感", "0\xa0°C"),
        ("风速", "西北风 12\xa0km/h"),
        ("阵风", "31.6\xa0km/h"),
        ("湿度", "81%"),
        ("气压", "1013.2\xa0hPa"),
        ("紫外线", "1.5"),
    ]
    assert layout.hours_heading == "未来 24 小时"
    assert [(step.heading, step.description) for step in layout.hours] == [
        ("15:00", "雨"),
        ("16:00", "雨"),
        ("17:00", "雨"),
    ]
    assert layout.days_heading == "未来几天"
    assert [(step.heading, step.description) for step in layout.days] == [
        ("今天", "雪"),
        ("星期四", "雪"),
    ]


async def test_units_of_the_home(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Numbers have the home's units and the country's format."""
    await set_up_home(NOW, language="de", country="DE")
    hass.config.units = US_CUSTOMARY_SYSTEM
    await add_station(
        hass,
        Station(
            hourly=hours(2),
            native_temperature=6.4,
            native_wind_speed=12,
            condition="sunny",
        ),
    )

    await async_resolve(hass, {"entity": WEATHER})

    (layout,) = layouts
    assert layout.subtitle == "Mittwoch, 25. November 2026, 08:30"
    assert layout.description == "Sonnig"
    assert layout.temperature == "44\xa0°F"
    assert layout.facts == (Fact(name="Wind", value="7,5\xa0mph"),)
    assert layout.hours[0].temperature == "34°"
    assert layout.hours[0].precipitation == "0,02\xa0in · 10\xa0%"


async def test_whole_day(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Long forecasts are shortened to steps of two hours, and to a week."""
    await set_up_home(NOW, country="GB")
    await add_station(hass, Station(hourly=hours(48), daily=days(16)))

    await async_resolve(hass, {"entity": WEATHER})

    (layout,) = layouts
    assert [step.heading for step in layout.hours] == [
        *("08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00", "22:00"),
        *("00:00", "02:00", "04:00", "06:00"),
    ]
    assert [step.precipitation for step in layout.hours[:3]] == [
        *("1\xa0mm · 20%", "1\xa0mm · 10%", "1\xa0mm · 20%")
    ]
    assert [step.heading for step in layout.days] == [
        *("Today", "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday")
    ]


async def test_day_and_night(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A day and its night are one step; tonight may be alone."""
    await set_up_home("2026-11-25 19:00:00+00:00", country="GB")
    steps = [
        ("2026-11-25T18:00:00+01:00", False, 2, "clear-night"),
        ("2026-11-26T18:00:00+01:00", False, 3, "cloudy"),
        ("2026-11-26T06:00:00+01:00", True, 9, "sunny"),
        ("2026-11-27T06:00:00+01:00", True, 8, "fog"),
    ]
    await add_station(
        hass,
        Station(
            twice_daily=[
                Step(
                    datetime=start,
                    is_daytime=is_day,
                    native_temperature=temperature,
                    condition=condition,
                    native_precipitation=1.5,
                )
                for start, is_day, temperature, condition in steps
            ]
        ),
    )

    await async_resolve(hass, {"entity": WEATHER})

    assert [
        (step.heading, step.condition, step.temperature, step.low, step.precipitation)
        for step in layouts[0].days
    ] == [
        ("Today", "clear-night", "2°", None, "1.5\xa0mm"),
        ("Thursday", "sunny", "9°", "3°", "3\xa0mm"),
        ("Friday", "fog", "8°", None, "1.5\xa0mm"),
    ]


async def test_clock_set_back(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """No hour is lost when the clock is set back."""
    await set_up_home("2026-10-25 00:10:00+00:00", country="GB")
    await add_station(hass, Station(hourly=hours(3, "2026-10-25T00:00:00+00:00")))
    await async_resolve(hass, {"entity": WEATHER})
    assert [step.heading for step in layouts[0].hours] == ["02:00", "02:00", "03:00"]


async def test_invalid_values(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Missing and invalid values are left out."""
    await set_up_home(NOW)
    odd: list[Any] = [
        {"datetime": "2026-11-25T09:00:00", "condition": "raining frogs"},
        {"datetime": "whenever", "condition": "sunny"},
        {"datetime": "2026-11-25", "condition": "sunny"},
        {"condition": "sunny"},
        {"datetime": "2026-11-25T10:00:00", "condition": 3, "wind_bearing": True},
    ]
    await add_station(hass, Station(hourly=odd, daily=[]))

    await async_resolve(hass, {"entity": WEATHER})

    (layout,) = layouts
    assert layout.condition is None
    assert layout.description == ""
    assert layout.temperature is None
    assert layout.facts == ()
    assert layout.days == ()
    assert layout.hours[0] == ForecastStep(
        heading="9:00\xa0AM",
        condition="raining frogs",
        description="raining frogs",
        temperature="",
    )
    assert [step.heading for step in layout.hours] == ["9:00\xa0AM", "10:00\xa0AM"]


@pytest.mark.parametrize(
    ("bearing", "wind"),
    [
        (0, "N"),
        (22.4, "N"),
        (45, "NE"),
        (90, "E"),
        (135, "SE"),
        (180, "S"),
        (225, "SW"),
        (270, "W"),
        (315, "NW"),
        (359, "N"),
        ("ENE", "ENE"),
    ],
)
async def test_wind(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    layouts: list[Any],
    bearing: float | str,
    wind: str,
) -> None:
    """Wind directions are named by where the wind comes from."""
    await set_up_home(NOW)
    await add_station(hass, Station(wind_bearing=bearing))
    await async_resolve(hass, {"entity": WEATHER})
    assert layouts[0].facts == (Fact(name="Wind", value=wind),)


async def test_permission(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    add_person: AddPerson,
    layouts: list[Any],
) -> None:
    """A user who may not read the weather cannot print it."""
    await set_up_home(NOW)
    await add_station(hass, Station(daily=days(3)))
    await async_resolve(hass, {"entity": WEATHER}, user=await add_person(WEATHER))
    with refuses("entity_not_allowed", entity=WEATHER):
        await async_resolve(hass, {"entity": WEATHER}, user=await add_person())
    assert len(layouts) == 1


async def test_no_features(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """An entity that says nothing of forecasts is not asked for one."""
    await set_up_home(NOW)
    await add_station(hass, Station(daily=days(3), condition="sunny"))
    hass.states.async_set(WEATHER, "sunny", {"friendly_name": "Home"})
    await async_resolve(hass, {"entity": WEATHER})
    assert (layouts[0].hours, layouts[0].days) == ((), ())


async def test_station_that_fails(
    hass: HomeAssistant, set_up_home: SetUpHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the forecast is reported."""
    await set_up_home(NOW)
    station = Station(daily=days(3))
    await add_station(hass, station)

    async def fail() -> None:
        raise ValueError("secret")

    monkeypatch.setattr(station, "async_forecast_daily", fail)
    with refuses("entity_failed", HomeAssistantError, entity="Home") as raised:
        await async_resolve(hass, {"entity": WEATHER})
    assert "secret" not in str(raised.value)
