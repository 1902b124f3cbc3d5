"""A week on one sheet, from calendars, lists and the weather."""

from typing import Any

import pytest

from custom_components.cloudprint.document.layouts.planner import Planner
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.source.pages.named import async_load_page
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from tests.actions import call, refuses
from tests.simulator import CloudSimulator

from ..conftest import AddPerson, SetUpHome
from ..resolving import async_resolve
from .test_agenda import add_calendar, timed, whole

# A Wednesday
NOW = "2026-11-25 07:30:00+00:00"
FAMILY = "calendar.family"


@pytest.fixture(autouse=True)
async def pages(hass: HomeAssistant) -> None:
    """Load the kind of the page, as the action does."""
    await async_load_page(hass, {"page": "planner"})


async def plan(
    hass: HomeAssistant, layouts: list[Any], user: Any = None, **options: Any
) -> Planner:
    """Return the week of some options."""
    fields = {"page": "planner", "page_options": options}
    await async_resolve(hass, fields, user=user)
    planner = layouts.pop()
    assert isinstance(planner, Planner)
    return planner


def items_of(planner: Planner) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return the items of each band."""
    return {
        band.name: [
            (item.first, item.last, item.time, item.text) for item in band.items
        ]
        for band in planner.bands
    }


def answer(hass: HomeAssistant, domain: str, action: str, **answers: Any) -> None:
    """Let an action answer for each entity, by its name."""

    async def respond(service: Any) -> Any:
        found = answers[service.data["entity_id"].partition(".")[2]]
        if isinstance(found, Exception):
            raise found
        return {service.data["entity_id"]: found}

    hass.services.async_register(
        domain, action, respond, supports_response=SupportsResponse.ONLY
    )


async def test_week(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """What covers whole days is a bar, also over the edges; the rest is on each day."""
    await set_up_home(NOW, country="GB")
    await add_calendar(
        hass,
        whole("Before", "2026-11-22", "2026-11-23"),
        whole("Visitors", "2026-11-21", "2026-11-25"),
        whole("Birthday", "2026-11-26", "2026-11-27"),
        whole("Holiday", "2026-11-28", "2026-12-05"),
        timed("Trip", "2026-11-26 18:00:00", "2026-11-28 09:00:00"),
        timed("Night shift", "2026-11-25 22:00:00", "2026-11-26 06:00:00"),
        timed("Party", "2026-11-27 20:00:00", "2026-11-28 00:00:00"),
        timed("Night train", "2026-11-29 22:00:00", "2026-11-30 06:00:00"),
        timed("Ferry", "2026-11-20 18:00:00", "2026-11-24 09:00:00"),
    )
    planner = await plan(hass, layouts)
    assert planner.title == "Week"
    assert planner.subtitle.replace(" – ", "–") == "23–29 Nov 2026"
    assert [day.heading for day in planner.days][::6] == ["Mon 23 Nov", "Sun 29 Nov"]
    assert planner.weekend == [5, 6]
    assert not planner.is_empty
    assert sorted(items_of(planner)["Family"]) == [
        (0, 1, "", "← Visitors"),
        (0, 1, "until 09:00", "← Ferry"),
        (2, 2, "from 22:00", "Night shift"),
        (3, 3, "", "Birthday"),
        (3, 3, "until 06:00", "Night shift"),
        (3, 5, "18:00 – 09:00", "Trip"),
        (4, 4, "20:00 – 00:00", "Party"),
        (5, 6, "", "Holiday →"),
        (6, 6, "from 22:00", "Night train"),
    ]


async def test_addresses(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """An address is its host: nobody types the rest, and it says who is called."""
    await set_up_home(NOW, country="GB")
    call = "https://me:secret@us02web.zoom.us/j/84512345678?pwd=Q2hhcm"
    await add_calendar(hass, whole(f"线上会议（{call}）", "2026-11-26", "2026-11-27"))
    planner = await plan(hass, layouts)
    assert items_of(planner)["Family"] == [(3, 3, "", "线上会议（us02web.zoom.us）")]


@pytest.mark.parametrize(
    ("options", "country", "first"),
    [
        ({}, "GB", "Mon 23 Nov"),
        ({}, "US", "Sun, Nov 22"),
        ({"week": "this_week"}, "GB", "Mon 23 Nov"),
        ({"week": "next_week"}, "GB", "Mon 30 Nov"),
        ({"week": "today"}, "GB", "Wed 25 Nov"),
        ({"week": "tomorrow"}, "GB", "Thu 26 Nov"),
        ({"first_day": 0}, "GB", "Wed 25 Nov"),
        ({"first_day": "7"}, "GB", "Wed 2 Dec"),
        ({"first_day": -3}, "GB", "Sun 22 Nov"),
    ],
)
async def test_first_day(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    layouts: list[Any],
    options: dict[str, Any],
    country: str,
    first: str,
) -> None:
    """A week begins as in the country, or on the day that was asked for."""
    await set_up_home(NOW, country=country)
    planner = await plan(hass, layouts, **options)
    assert planner.days[0].heading == first
    assert planner.is_empty


async def test_wrong_options(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A week and a first day contradict each other; other values are named."""
    await set_up_home(NOW)

    async def refused(**options: Any) -> None:
        await async_resolve(hass, {"page": "planner", "page_options": options})

    with refuses("fields_contradict", field="week", other="first_day"):
        await refused(week="next_week", first_day=1)
    with refuses("option_invalid", field="first_day", supported="-366 - 366"):
        await refused(first_day=400)
    with refuses("option_invalid", field="calendars", supported="calendar.…"):
        await refused(calendars=["todo.chores"])
    with refuses("entity_unknown", entity="todo.gone"):
        await refused(todo="todo.gone")


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [
        ("Europe/Berlin", "2026-10-25"),
        ("Europe/Berlin", "2026-03-29"),
        ("Africa/Cairo", "2026-04-24"),
    ],
)
async def test_clock_is_changed(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    layouts: list[Any],
    time_zone: str,
    day: str,
) -> None:
    """A day of 23 or 25 hours has its own events only, and is whole."""
    await set_up_home(f"{day} 05:00:00+00:00", time_zone=time_zone, country="GB")
    following = f"{day[:8]}{int(day[8:]) + 1}"
    await add_calendar(
        hass,
        whole("all of it", day, following),
        timed("late", f"{day} 23:00:00", f"{day} 23:59:59"),
        timed("after", f"{following} 00:00:00", f"{following} 01:00:00"),
    )
    planner = await plan(hass, layouts, first_day=0)
    assert items_of(planner)["Family"] == [
        (0, 0, "", "all of it"),
        (0, 0, "23:00 – 23:59", "late"),
        (1, 1, "00:00 – 01:00", "after"),
    ]


async def test_lists(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Tasks are on the day when they are due; overdue ones and others are on any day."""
    await set_up_home(NOW, country="GB")
    for entity_id in ("todo.chores", "calendar.dinner", "todo.ideas"):
        name = entity_id.partition(".")[2].title()
        hass.states.async_set(entity_id, "1", {"friendly_name": name})
    chores = [
        {
            "summary": "Late",
            "due": "2026-11-25T18:00:00+01:00",
            "status": "needs_action",
        },
        {"summary": "Windows", "due": "2026-11-25", "status": "needs_action"},
        {"summary": "Monday", "due": "2026-11-23", "status": "needs_action"},
        {"summary": "Done", "due": "2026-11-25", "status": "completed"},
        {"summary": "Next week", "due": "2026-11-30", "status": "needs_action"},
        {"summary": "Books", "due": "2026-11-20", "status": "needs_action"},
        {"summary": " ", "status": "needs_action"},
    ]
    ideas = [{"summary": "Soup", "status": "needs_action"}]
    answer(hass, "todo", "get_items", chores={"items": chores}, ideas={"items": ideas})
    dinner = [{"summary": "Pasta", "start": "2026-11-24", "end": "2026-11-25"}]
    answer(hass, "calendar", "get_events", dinner={"events": dinner * 2})
    planner = await plan(
        hass,
        layouts,
        todo="todo.chores",
        meals=["calendar.dinner", "todo.ideas"],
        title="Ours",
    )
    assert planner.title == "Ours"
    assert items_of(planner) == {
        "Chores": [
            (0, 0, "", "Monday"),
            (2, 2, "", "Windows"),
            (2, 2, "18:00", "Late"),
        ],
        "Chores, any day": [(0, 0, "", "(no title)"), (1, 1, "Fri 20 Nov", "Books")],
        # The same event twice is one.
        "Dinner": [(1, 1, "", "Pasta")],
        "Ideas, any day": [(0, 0, "", "Soup")],
    }
    assert [band.mark for band in planner.bands] == ["box", "box", "", ""]
    assert [band.has_days for band in planner.bands] == [True, False, True, False]
    # Only what is due before today is overdue.
    chores[5]["due"] = chores[6]["due"] = "2026-11-25"
    chores[2]["due"] = "2026-11-29"
    planner = await plan(
        hass, layouts, todo="todo.chores", meals="calendar.dinner", week="next_week"
    )
    assert items_of(planner) == {"Chores": [(0, 0, "", "Next week")], "Dinner": []}


async def test_weather(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Days with a forecast have it; a page without the weather says so."""
    await set_up_home(NOW, country="GB")
    days = [
        {"datetime": "2026-11-26", "condition": "sunny", "temperature": 8, "templow": 1}
    ]
    answer(
        hass,
        "weather",
        "get_forecasts",
        home={"forecast": days},
        broken=HomeAssistantError("secret"),
    )
    for name, features in (("home", 1), ("broken", 1), ("none", 0)):
        attributes = {"friendly_name": name, "supported_features": features}
        hass.states.async_set(f"weather.{name}", "sunny", attributes)
    hass.states.async_set("weather.away", "unavailable", {"friendly_name": "away"})
    planner = await plan(hass, layouts, weather="weather.home", calendars=[])
    assert [day.temperature for day in planner.days] == ["", "", "", "8°", "", "", ""]
    assert planner.days[3].low == "1°"
    assert planner.note == ""
    planner = await plan(hass, layouts, weather="weather.none")
    assert (planner.note, planner.days[3].temperature) == ("", "")
    await add_calendar(hass)
    for name in ("broken", "away"):
        planner = await plan(hass, layouts, weather=f"weather.{name}")
        assert planner.note == f"Unavailable and therefore left out: {name}"
        assert planner.days[3].temperature == ""


async def test_unavailable_calendars(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A page of all calendars says which are left out; one that was named is refused."""
    await set_up_home(NOW, country="GB")
    for name, state in (("away", "unavailable"), ("broken", "off"), ("empty", "off")):
        attributes = {"friendly_name": name.title()}
        hass.states.async_set(f"calendar.{name}", state, attributes)
    event = {"summary": "Dentist", "start": "2026-11-25", "end": "2026-11-26"}
    answer(
        hass,
        "calendar",
        "get_events",
        broken=HomeAssistantError("secret"),
        empty={"events": []},
        mine={"events": [event]},
        theirs={"events": [event]},
    )
    planner = await plan(hass, layouts)
    assert planner.note == "Unavailable and therefore left out: Away, Broken"
    assert items_of(planner) == {}
    # Two calendars with the same event each have it.
    for name in ("mine", "theirs"):
        hass.states.async_set(f"calendar.{name}", "off", {"friendly_name": name})
    planner = await plan(hass, layouts)
    assert items_of(planner) == {
        "mine": [(2, 2, "", "Dentist")],
        "theirs": [(2, 2, "", "Dentist")],
    }
    planner = await plan(hass, layouts, calendars="calendar.empty")
    assert items_of(planner) == {"Empty": []}
    with refuses("entity_unavailable", entity="Away"):
        await plan(hass, layouts, calendars=["calendar.mine", "calendar.away"])
    with refuses("entity_failed", HomeAssistantError, entity="Broken"):
        await plan(hass, layouts, calendars="calendar.broken")
    for name in ("mine", "theirs", "empty"):
        hass.states.async_remove(f"calendar.{name}")
    with refuses("entity_unavailable", entity="Away, Broken"):
        await plan(hass, layouts)
    for number in range(30):
        hass.states.async_set(
            f"calendar.n{number}", "unavailable", {"friendly_name": "x" * 200}
        )
    hass.states.async_set("calendar.empty", "off", {"friendly_name": "Empty"})
    note = (await plan(hass, layouts)).note
    assert note.endswith("+24 more")
    assert len(note) < 500


async def test_permission(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    add_person: AddPerson,
    layouts: list[Any],
) -> None:
    """Nobody prints what they may not read, and all calendars are theirs."""
    await set_up_home(NOW, country="GB")
    event = {"summary": "Dentist", "start": "2026-11-25", "end": "2026-11-26"}
    names = ("mine", "theirs")
    for name in names:
        hass.states.async_set(f"calendar.{name}", "off", {"friendly_name": name})
    answer(
        hass, "calendar", "get_events", **{name: {"events": [event]} for name in names}
    )
    person = await add_person("calendar.mine")
    planner = await plan(hass, layouts, person)
    assert list(items_of(planner)) == ["mine"]
    for option in ("calendars", "todo", "meals"):
        with refuses("entity_not_allowed", entity="calendar.theirs"):
            await plan(hass, layouts, person, **{option: "calendar.theirs"})
    with refuses("entity_not_allowed", entity="weather.home"):
        await plan(hass, layouts, person, weather="weather.home")


async def test_chinese(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A Chinese home gets a Chinese week, which starts on Monday."""
    await set_up_home(
        "2026-11-25 03:30:00+00:00",
        time_zone="Asia/Shanghai",
        language="zh-Hans",
        country="CN",
    )
    hass.states.async_set("calendar.away", "unavailable", {"friendly_name": "学校"})
    await add_calendar(
        hass, timed("值班", "2026-11-26 22:00:00", "2026-11-27 06:00:00")
    )
    planner = await plan(hass, layouts)
    assert planner.title == "一周计划"
    assert planner.days[0].heading == "11月23日周一"
    assert planner.note == "以下内容暂时不可用，未列出：学校"
    assert planner.more.format(count=3) == "还有 3 项"
    assert items_of(planner)["Family"] == [
        (3, 3, "22:00 起", "值班"),
        (4, 4, "至 06:00", "值班"),
    ]


async def test_narrow_paper(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """Paper on which seven days have no room beside each other is refused."""
    await set_up_home(NOW)
    settings = RenderSettings(paper=(80, 200))
    with refuses("planner_paper", field="page", paper="80 × 200"):
        await async_resolve(hass, {"page": "planner"}, settings)
    await async_resolve(hass, {"page": "planner"}, RenderSettings(paper=(210, 148)))


async def test_print(
    hass: HomeAssistant, device_id: str, simulator: CloudSimulator
) -> None:
    """A week is printed in landscape, and counts as one page."""
    await call(hass, "print", {"device_id": device_id, "page": "planner"})
    printed = simulator.printed[-1]
    assert printed.config["orientation"] == "LANDSCAPE"
    assert b'class="week"' in printed.content
