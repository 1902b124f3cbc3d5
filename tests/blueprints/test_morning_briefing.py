"""The morning briefing: what is on the page, when it is printed, and when not."""

from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from homeassistant.components.calendar import CalendarEvent
from homeassistant.components.local_calendar.calendar import LocalCalendarEntity
from homeassistant.components.weather import Forecast as Step
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

from ..hub import Hub
from ..simulator import CloudSimulator
from ..source.pages.test_agenda import CALENDAR, add_calendar, timed, whole
from ..source.pages.test_checklist import LIST, add_list
from ..source.pages.test_forecast import WEATHER, Station, add_station
from .conftest import AUTOMATION, Automate, MoveTo, config_of, run, show

EVENTS = (
    timed("Night shift", "2026-11-25 22:00:00", "2026-11-26 06:00:00"),
    timed("School *new*", "2026-11-25 08:00:00", "2026-11-25 13:15:00", location="3|a"),
    whole("Visitors", "2026-11-24", "2026-11-27"),
    timed("Party", "2026-11-24 20:00:00", "2026-11-25 01:00:00"),
    timed("Trip", "2026-11-24 18:00:00", "2026-11-27 09:00:00"),
    whole("Tomorrow", "2026-11-26", "2026-11-27"),
)
ITEMS = (
    {"item": "# <b>Milk</b>"},
    {"item": "Bins out", "due_date": "2026-11-25"},
    {"item": "Call grandma", "due_datetime": "2026-11-25 17:30:00"},
    {"item": "Tax return", "due_date": "2026-11-23"},
    {"item": "Bake", "due_date": "2026-11-26"},
)
TODAY: Step = {
    "datetime": "2026-11-25T11:00:00+00:00",
    "condition": "partlycloudy",
    "native_temperature": 9,
    "native_templow": 3.25,
    "native_precipitation": 2.5,
    "precipitation_probability": 0.07 * 100,  # type: ignore[typeddict-item]  # as some entities do
    "native_wind_speed": 12,
}
LATER: Step = {"datetime": "2026-11-26T11:00:00+00:00", "condition": "snowy"}


def page(simulator: CloudSimulator) -> list[str]:
    """Return the lines of the only page that was printed."""
    (job,) = simulator.printed
    assert job.media_format == "HTML"
    soup = BeautifulSoup(job.content, "html.parser")
    assert soup.body is not None
    return [
        " ".join(element.get_text().split())
        for element in soup.body.find_all(["h1", "h2", "li", "p"])
        if element.name != "p" or element.find_parent("li") is None
    ]


async def test_page(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """Agenda, weather and to-dos are one print, each thing as it is."""
    await add_calendar(hub.hass, *EVENTS)
    await add_list(hub.hass, *ITEMS)
    await add_station(hub.hass, Station(daily=[TODAY, LATER]))
    await automate(
        "morning_briefing",
        printer=hub.device_id,
        calendars=[CALENDAR],
        weather=WEATHER,
        lists=[LIST],
    )
    await move_to("2026-11-25 06:59:59")
    assert hub.simulator.printed == []
    await move_to("2026-11-25 07:00:00")
    assert page(hub.simulator) == [
        "Wednesday, 25 November",
        "Agenda",
        "All day Visitors",
        "All day Trip",
        "until 01:00 Party",
        "08:00–13:15 School *new* · 3|a",
        "from 22:00 Night shift",
        "Weather",
        "Partly cloudy, 3.2 to 9 °C Precipitation: 2.5 mm, 7% Wind: 12 km/h",
        "To do",
        "# <b>Milk</b>",
        "Bins out",
        "Call grandma (due 17:30)",
        "Tax return (due 23 November)",
        "Bake (due 26 November)",
    ]
    assert hub.simulator.printed[0].name == "Morning briefing"


async def test_chinese(hass: HomeAssistant, hub: Hub, automate: Automate) -> None:
    """The page is in the language that was chosen, with the clock that was chosen."""
    await add_calendar(
        hass,
        timed("开会", "2026-11-25 14:05:00", "2026-11-25 15:00:00"),
        timed("取快递", "2026-11-25 00:00:00", "2026-11-25 00:30:00"),
    )
    await add_list(hass, *ITEMS)
    hours: list[Any] = [
        {"datetime": f"2026-11-25T{hour}:00:00+00:00", "native_temperature": hour}
        for hour in (10, 11)
    ]
    hours[0]["condition"] = "raining frogs"
    await add_station(hass, Station(hourly=[*hours, LATER]))
    await automate(
        "morning_briefing",
        printer=hub.device_id,
        calendars=[CALENDAR],
        weather=WEATHER,
        lists=[LIST],
        language="zh",
        only_due=True,
        twelve_hours=True,
    )
    await run(hass)
    assert page(hub.simulator) == [
        "11月25日 星期三",
        "日程",
        "12:00 AM–12:30 AM 取快递",
        "2:05 PM–3:00 PM 开会",
        "天气",
        "raining frogs，10 至 11 °C",
        "待办",
        "Bins out",
        "Call grandma (5:30 PM 到期)",
        "Tax return (11月23日 到期)",
    ]
    assert hub.simulator.printed[0].name == "早间简报"


async def test_inches(hass: HomeAssistant, hub: Hub, automate: Automate) -> None:
    """A little rain in inches is not none."""
    hass.config.units = US_CUSTOMARY_SYSTEM
    await add_station(hass, Station(daily=[{**TODAY, "native_precipitation": 1.0}]))
    await automate("morning_briefing", printer=hub.device_id, weather=WEATHER)
    await run(hass)
    assert "Precipitation: 0.04 in, 7%" in page(hub.simulator)[-1]


async def test_nothing_to_tell(hub: Hub, automate: Automate) -> None:
    """An empty day says so, and what was not chosen is not on the page."""
    await add_calendar(hub.hass)
    await add_list(hub.hass)
    await automate(
        "morning_briefing", printer=hub.device_id, calendars=[CALENDAR], lists=[LIST]
    )
    await run(hub.hass)
    assert page(hub.simulator) == [
        "Wednesday, 25 November",
        "Agenda",
        "No events",
        "To do",
        "Nothing to do",
    ]


async def _async_save(hass: HomeAssistant, **inputs: Any) -> None:
    """Save the automation, as the editor does."""
    config = config_of("morning_briefing", **inputs)
    config["automation"][0]["id"] = "briefing"
    with patch("homeassistant.config.load_yaml_config_file", return_value=config):
        await hass.services.async_call("automation", "reload", blocking=True)
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("language", "choose"),
    [("en", "Choose calendars, the weather or to-do lists"), ("zh", "请为“Ours”选择")],
)
async def test_nothing_chosen(
    hass: HomeAssistant, hub: Hub, automate: Automate, language: str, choose: str
) -> None:
    """Without anything to print, a notification says so when it is saved, or run."""
    shown = async_mock_service(hass, "persistent_notification", "create")
    # On another day, and whatever the conditions
    inputs = {
        "printer": hub.device_id,
        "language": language,
        "weekdays": ["sun"],
        "only_if": [{"condition": "template", "value_template": "{{ false }}"}],
    }
    await automate("morning_briefing", **inputs)
    assert shown == []
    await _async_save(hass, **inputs)
    await run(hass)
    for call in shown:
        assert call.data["message"].startswith(choose)
        assert call.data["message"].endswith("](/config/automation/edit/briefing)")
    first, second = shown
    assert first.data == second.data
    assert hub.simulator.printed == []


async def test_something_chosen(hub: Hub, automate: Automate) -> None:
    """With anything to print, nothing happens when automations are saved."""
    shown = async_mock_service(hub.hass, "persistent_notification", "create")
    await add_list(hub.hass)
    await automate("morning_briefing", printer=hub.device_id, lists=[LIST])
    await _async_save(hub.hass, printer=hub.device_id, lists=[LIST])
    state = hub.hass.states.get(AUTOMATION)
    assert state is not None
    assert state.attributes["last_triggered"] is None
    await run(hub.hass)
    assert len(hub.simulator.printed) == 1
    assert shown == []


async def test_nothing_chosen_in_yaml(hub: Hub, automate: Automate) -> None:
    """An automation without an id has no editor to link to."""
    shown = async_mock_service(hub.hass, "persistent_notification", "create")
    await automate("morning_briefing")
    await run(hub.hass)
    (call,) = shown
    assert call.data["message"].endswith("there is nothing to print.")


async def test_what_cannot_be_read(
    hub: Hub, automate: Automate, move_to: MoveTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unavailable source is not shown as empty, and the rest is printed."""
    await add_calendar(hub.hass, EVENTS[1])
    await add_list(hub.hass, ITEMS[0])
    station = Station(twice_daily=[])
    await add_station(hub.hass, station)
    await show(hub.hass, "calendar.work", "unavailable")
    await show(hub.hass, "todo.shop", "unavailable")
    await automate(
        "morning_briefing",
        printer=hub.device_id,
        calendars=[CALENDAR, "calendar.work"],
        weather=WEATHER,
        lists=[LIST, "todo.shop"],
    )
    await run(hub.hass)
    expected = [
        "Wednesday, 25 November",
        "Agenda",
        "08:00–13:15 School *new* · 3|a",
        "calendar.work: could not be read",
        "Weather",
        "Home: could not be read",
        "Chores",
        "# <b>Milk</b>",
        "todo.shop",
        "todo.shop: could not be read",
    ]
    assert page(hub.simulator) == expected

    async def fail() -> None:
        raise HomeAssistantError("too bad")

    monkeypatch.setattr(station, "async_forecast_twice_daily", fail)
    hub.simulator.forget()
    await move_to("2026-11-25 00:45:00")
    await run(hub.hass)
    assert page(hub.simulator) == expected


async def test_one_calendar_fails(
    hass: HomeAssistant, hub: Hub, automate: Automate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A calendar whose server is away does not cost the events of the others."""
    await add_calendar(hass, EVENTS[1])
    await add_calendar(hass, name="Work")
    await add_calendar(hass, EVENTS[0], name="Shifts")
    get_events = LocalCalendarEntity.async_get_events

    async def fail_at_work(
        calendar: LocalCalendarEntity, *args: Any
    ) -> list[CalendarEvent]:
        if calendar.name == "Work":
            raise HomeAssistantError("too bad")
        return await get_events(calendar, *args)

    monkeypatch.setattr(LocalCalendarEntity, "async_get_events", fail_at_work)
    await automate(
        "morning_briefing",
        printer=hub.device_id,
        calendars=["calendar.work", CALENDAR, "calendar.shifts"],
    )
    await run(hass)
    assert page(hub.simulator) == [
        "Wednesday, 25 November",
        "Agenda",
        "08:00–13:15 School *new* · 3|a",
        "from 22:00 Night shift",
        "Work: could not be read",
    ]


async def test_getting_up(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """The first person up triggers the page once; movement at night does not."""
    await add_list(hub.hass, ITEMS[0])
    await automate(
        "morning_briefing",
        printer=hub.device_id,
        lists=[LIST],
        get_up=["binary_sensor.kitchen"],
        not_before="05:30:00",
        at="07:30:00",
        weekdays=["wed", "thu"],
        only_if=[{"condition": "state", "entity_id": "zone.home", "state": "1"}],
    )
    await show(hub.hass, "zone.home", "1")

    async def move() -> None:
        await show(hub.hass, "binary_sensor.kitchen", "off")
        await show(hub.hass, "binary_sensor.kitchen", "on")

    await move_to("2026-11-25 05:29:00")
    await move()
    await move_to("2026-11-25 06:10:00")
    for state in ("unavailable", "on"):
        await show(hub.hass, "binary_sensor.kitchen", state)
    assert hub.simulator.printed == []
    await move()
    assert len(hub.simulator.printed) == 1
    await move()
    await move_to("2026-11-25 07:30:00")
    await move_to("2026-11-25 18:00:00")
    await move()
    assert len(hub.simulator.printed) == 1

    # No movement on the next day.
    await move_to("2026-11-26 07:29:00")
    assert len(hub.simulator.printed) == 1
    await move_to("2026-11-26 07:30:00")
    assert len(hub.simulator.printed) == 2
    # Friday is not among the days; a week later the home is empty.
    await move_to("2026-11-27 07:30:00")
    await show(hub.hass, "zone.home", "0")
    await move_to("2026-12-02 07:30:00")
    await move()
    assert len(hub.simulator.printed) == 2
    await run(hub.hass)
    await move_to("2026-12-02 07:31:00")
    await run(hub.hass)
    assert len(hub.simulator.printed) == 4


async def test_not_in_the_evening(
    hass: HomeAssistant, hub: Hub, automate: Automate, move_to: MoveTo
) -> None:
    """A page that could not be printed in the morning is not printed later."""
    await add_list(hass, ITEMS[0])
    await automate(
        "morning_briefing", printer=hub.device_id, lists=[LIST], expires_in={"hours": 2}
    )
    await hub.go_offline()
    await move_to("2026-11-25 07:00:00")
    assert len(hub.data.store.held_jobs) == 1
    await move_to("2026-11-25 09:00:01")
    await hub.go_online()
    await move_to("2026-11-25 18:00:00")
    assert hub.data.store.held_jobs == []
    assert hub.simulator.printed == []
