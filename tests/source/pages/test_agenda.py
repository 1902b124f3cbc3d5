"""Calendars as agendas."""

from datetime import datetime, timedelta
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.layouts.models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
)
from custom_components.cloudprint.source.pages.agenda import build_agenda
from custom_components.cloudprint.source.pages.locale_formatter import LocaleFormatter
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.actions import refuses

from ..conftest import AddPerson, SetUpHome
from ..resolving import async_resolve

CALENDAR = "calendar.family"
NOW = "2026-11-25 07:30:00+00:00"


async def add_calendar(
    hass: HomeAssistant, *events: dict[str, str], name: str = "Family"
) -> None:
    """Set up the local calendar integration."""
    entry = MockConfigEntry(
        domain="local_calendar",
        title=name,
        data={"calendar_name": name, "storage_key": name.lower()},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    for event in events:
        await hass.services.async_call(
            "calendar",
            "create_event",
            {"entity_id": f"calendar.{name.lower()}", **event},
            blocking=True,
        )


def timed(summary: str, start: str, end: str, **more: str) -> dict[str, str]:
    """Return an event with local times."""
    return {"summary": summary, "start_date_time": start, "end_date_time": end, **more}


def whole(summary: str, start: str, end: str) -> dict[str, str]:
    """Return an all-day event, whose end is exclusive."""
    return {"summary": summary, "start_date": start, "end_date": end}


EVENTS = (
    timed("Night shift", "2026-11-25 22:00:00", "2026-11-26 06:00:00"),
    timed(
        "School",
        "2026-11-25 08:00:00",
        "2026-11-25 13:15:00",
        location="Room 3",
        description="Bring the form",
    ),
    whole("Visitors", "2026-11-24", "2026-11-27"),
    timed("Trip", "2026-11-24 18:00:00", "2026-11-27 09:00:00"),
    whole("Birthday", "2026-11-26", "2026-11-27"),
    timed("Party", "2026-11-25 20:00:00", "2026-11-26 00:00:00"),
    timed("Later", "2026-11-29 10:00:00", "2026-11-29 11:00:00"),
    timed("Before", "2026-11-24 10:00:00", "2026-11-25 00:00:00"),
)


async def test_today(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """By default, the agenda covers all of today, including past events."""
    await set_up_home(NOW)
    await add_calendar(hass, *EVENTS)

    source = await async_resolve(hass, {"entity": CALENDAR})

    assert source.title == "Family"
    assert layouts == [
        Agenda(
            title="Family",
            subtitle="Wednesday, November 25, 2026",
            language="en",
            empty="No events",
            days=(
                AgendaDay(
                    heading="Today · Wed, Nov 25",
                    events=(
                        AgendaEvent(time="All day", summary="Visitors"),
                        AgendaEvent(time="All day", summary="Trip"),
                        AgendaEvent(
                            time="8:00\xa0AM – 1:15\xa0PM",
                            summary="School",
                            location="Room 3",
                            description="Bring the form",
                        ),
                        AgendaEvent(time="8:00\xa0PM – 12:00\xa0AM", summary="Party"),
                        AgendaEvent(time="from 10:00\xa0PM", summary="Night shift"),
                    ),
                ),
            ),
        )
    ]


async def test_days(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Each day lists its events; an event of several days is on each of them."""
    await set_up_home(NOW, country="GB")
    await add_calendar(hass, *EVENTS)

    await async_resolve(hass, {"entity": CALENDAR, "days": "5"})

    (layout,) = layouts
    # Babel's versions have it with spaces or without.
    assert layout.subtitle.replace(" – ", "–") == "25–29 Nov 2026"
    assert {
        day.heading: [(event.time, event.summary) for event in day.events]
        for day in layout.days
    } == {
        "Today · Wed 25 Nov": [
            ("All day", "Visitors"),
            ("All day", "Trip"),
            ("08:00 – 13:15", "School"),
            ("20:00 – 00:00", "Party"),
            ("from 22:00", "Night shift"),
        ],
        "Tomorrow · Thu 26 Nov": [
            ("All day", "Visitors"),
            ("All day", "Birthday"),
            ("All day", "Trip"),
            ("until 06:00", "Night shift"),
        ],
        "Fri 27 Nov": [("until 09:00", "Trip")],
        "Sat 28 Nov": [],
        "Sun 29 Nov": [("10:00 – 11:00", "Later")],
    }


async def test_from_midnight_to_midnight(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """An event with times that covers a whole day is one of all day on it."""
    await set_up_home(NOW, country="GB")
    await add_calendar(
        hass,
        timed("Fair", "2026-11-25 00:00:00", "2026-11-26 00:00:00"),
        timed("Ferry", "2026-11-25 00:00:00", "2026-11-27 12:00:00"),
        timed("Visit", "2026-11-25 18:00:00", "2026-11-27 00:00:00"),
    )
    await async_resolve(hass, {"entity": CALENDAR, "days": 3})
    (agenda,) = layouts
    assert [
        {event.summary: event.time for event in day.events} for day in agenda.days
    ] == [
        {"Fair": "All day", "Ferry": "All day", "Visit": "from 18:00"},
        {"Ferry": "All day", "Visit": "All day"},
        {"Ferry": "until 12:00"},
    ]


async def test_chinese(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A Chinese home gets a Chinese agenda in local time."""
    await set_up_home(
        "2026-11-25 16:30:00+00:00",
        time_zone="Asia/Shanghai",
        language="zh-Hans",
        country="CN",
    )
    await add_calendar(
        hass,
        timed("值班", "2026-11-26 22:00:00", "2026-11-27 06:00:00"),
        timed("开会", "2026-11-26 09:00:00", "2026-11-26 10:30:00"),
        whole("妈妈生日", "2026-11-26", "2026-11-27"),
    )

    await async_resolve(
        hass, {"entity": CALENDAR, "days": 3, "title": "全家", "show_date": "off"}
    )

    (layout,) = layouts
    assert (layout.title, layout.subtitle) == ("全家", "")
    assert layout.empty == "没有日程"
    assert [
        (day.heading, [(event.time, event.summary) for event in day.events])
        for day in layout.days
    ] == [
        (
            "今天 · 11月26日周四",
            [("全天", "妈妈生日"), ("09:00 – 10:30", "开会"), ("22:00 起", "值班")],
        ),
        ("明天 · 11月27日周五", [("至 06:00", "值班")]),
        ("11月28日周六", []),
    ]


@pytest.mark.parametrize(
    ("time_zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-10-25", 25),
        ("Europe/Berlin", "2026-03-29", 23),
        # There, the clock is set forward at midnight, which that day does not have.
        ("Africa/Cairo", "2026-04-24", 23),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
    ],
)
async def test_clock_is_changed(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    layouts: list[Any],
    time_zone: str,
    day: str,
    hours: float,
) -> None:
    """Days of 23 and 25 hours list all their events."""
    await set_up_home(f"{day} 05:00:00+00:00", time_zone=time_zone, country="GB")
    await add_calendar(
        hass,
        timed(
            "evening before",
            f"{day[:8]}{int(day[8:]) - 1:02} 22:00:00",
            f"{day[:8]}{int(day[8:]) - 1:02} 23:59:59",
        ),
        timed("early", f"{day} 04:00:00", f"{day} 05:00:00"),
        timed("late", f"{day} 23:00:00", f"{day} 23:59:59"),
        timed(
            "after",
            f"{day[:8]}{int(day[8:]) + 1:02} 00:00:00",
            f"{day[:8]}{int(day[8:]) + 1:02} 01:00:00",
        ),
        whole("all of it", day, f"{day[:8]}{int(day[8:]) + 1:02}"),
    )

    await async_resolve(hass, {"entity": CALENDAR})

    (today,) = layouts[0].days
    assert [(event.time, event.summary) for event in today.events] == [
        ("All day", "all of it"),
        ("04:00 – 05:00", "early"),
        ("23:00 – 23:59", "late"),
    ]


async def test_clock_set_back(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """Events are in chronological order in the night when the clock is set back."""
    await set_up_home("2026-10-25 05:00:00+00:00", country="GB")
    form = await LocaleFormatter.async_create(hass)
    events = [
        {
            "summary": "second",
            "start": "2026-10-25T02:15:00+01:00",
            "end": "2026-10-25T02:20:00+01:00",
        },
        {
            "summary": "first",
            "start": "2026-10-25T02:30:00+02:00",
            "end": "2026-10-25T02:10:00+01:00",
        },
    ]
    layout = build_agenda(events, form, "Night", 1, has_date=True, first=form.today)
    assert [(event.time, event.summary) for event in layout.days[0].events] == [
        ("02:30 – 02:10", "first"),
        ("02:15 – 02:20", "second"),
    ]


async def test_events_of_other_integrations(
    hass: HomeAssistant, set_up_home: SetUpHome
) -> None:
    """Events without a duration, a name or a valid end are listed."""
    await set_up_home(NOW, country="GB")
    form = await LocaleFormatter.async_create(hass)
    events: list[dict[str, Any]] = [
        {"summary": "Moment", "start": "2026-11-25T09:00:00+00:00"},
        {
            "summary": "Midnight",
            "start": "2026-11-25T23:00:00+00:00",
            "end": "2026-11-25T23:00:00+00:00",
        },
        {"summary": " ", "start": "2026-11-25", "end": "2026-11-25", "location": " "},
        {
            "summary": "Backwards",
            "start": "2026-11-25T12:00:00+00:00",
            "end": "2026-11-25T11:00:00+00:00",
        },
        {"summary": "Never", "start": "some day"},
        {"summary": "Nothing"},
    ]
    layout = build_agenda(events, form, "All", 2, has_date=True, first=form.today)
    assert [
        [(event.time, event.summary, event.location) for event in day.events]
        for day in layout.days
    ] == [
        [
            ("All day", "(no title)", None),
            ("10:00", "Moment", None),
            ("13:00", "Backwards", None),
        ],
        [("00:00", "Midnight", None)],
    ]


async def test_many_events(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """Ten thousand events are printed; many more are refused."""
    await set_up_home(NOW)
    assert await async_setup_component(hass, "calendar", {})
    first = dt_util.now()

    class Full(CalendarEntity):
        entity_id = CALENDAR
        length = timedelta(minutes=1)

        @property
        @override
        def event(self) -> CalendarEvent | None:
            return None

        @override
        async def async_get_events(
            self, hass: HomeAssistant, start_date: datetime, end_date: datetime
        ) -> list[CalendarEvent]:
            starts = (first + timedelta(seconds=5 * n) for n in range(10_000))
            return [CalendarEvent(start, start + self.length, "on") for start in starts]

    entity = Full()
    await hass.data["calendar"].async_add_entities([entity])
    source = await async_resolve(hass, {"entity": CALENDAR, "days": 3})
    assert source.content.payload.count(b'class="summary"') == 10_000
    # Each of them is on each day.
    entity.length = timedelta(days=3)
    with refuses("entries_too_many", field="entity", count="30000", limit="20000"):
        await async_resolve(hass, {"entity": CALENDAR, "days": 3})


async def test_wrong_days(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """The agenda covers at most 31 whole days."""
    await set_up_home(NOW)
    await add_calendar(hass)
    await async_resolve(hass, {"entity": CALENDAR, "days": 31})
    assert len(layouts[0].days) == 31
    for wrong in (0, 32, 1.5, "many", -1, True):
        with refuses("option_invalid", field="days", supported="1 - 31"):
            await async_resolve(hass, {"entity": CALENDAR, "days": wrong})


async def test_permission(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    add_person: AddPerson,
    layouts: list[Any],
) -> None:
    """A user who may not read a calendar cannot print it."""
    await set_up_home(NOW)
    await add_calendar(hass, *EVENTS)
    await async_resolve(hass, {"entity": CALENDAR}, user=await add_person(CALENDAR))
    with refuses("entity_not_allowed", entity=CALENDAR):
        await async_resolve(hass, {"entity": CALENDAR}, user=await add_person())
    assert len(layouts) == 1


@pytest.mark.parametrize(
    "error", [HomeAssistantError("secret"), KeyError("secret"), TimeoutError()]
)
async def test_calendar_that_fails(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    """An error of the calendar's integration is reported."""
    await set_up_home(NOW)
    await add_calendar(hass)

    async def fail(*_: Any) -> None:
        raise error

    entity = hass.data["calendar"].get_entity(CALENDAR)
    monkeypatch.setattr(entity, "async_get_events", fail)
    with refuses("entity_failed", HomeAssistantError, entity="Family"):
        await async_resolve(hass, {"entity": CALENDAR})


async def test_removed_calendar(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A removed calendar that still has a state is reported as failing."""
    await set_up_home(NOW)
    await add_calendar(hass)
    hass.states.async_set("calendar.gone", "off", {"friendly_name": "Gone"})
    with refuses("entity_failed", HomeAssistantError, entity="Gone"):
        await async_resolve(hass, {"entity": "calendar.gone"})


async def test_several_calendars(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """Several calendars become one agenda, which may start later than today."""
    await set_up_home(NOW)
    await add_calendar(hass, whole("Birthday", "2026-11-26", "2026-11-27"))
    await add_calendar(
        hass,
        timed("School", "2026-11-26 08:00:00", "2026-11-26 13:00:00"),
        timed("Sports", "2026-11-25 15:00:00", "2026-11-25 16:00:00"),
        name="Children",
    )
    both = [CALENDAR, "calendar.children", CALENDAR]
    source = await async_resolve(hass, {"entity": both, "first_day": 1, "days": 2})
    assert source.title == "Agenda"
    (agenda,) = layouts
    assert agenda.subtitle == "Nov 26 \N{EN DASH} 27, 2026"
    assert [
        (day.heading, [event.summary for event in day.events]) for day in agenda.days
    ] == [
        ("Tomorrow \N{MIDDLE DOT} Thu, Nov 26", ["Birthday", "School"]),
        ("Fri, Nov 27", []),
    ]
    layouts.clear()
    source = await async_resolve(hass, {"entity": both, "title": "All of us"})
    assert source.title == "All of us"
    assert [event.summary for event in layouts[0].days[0].events] == ["Sports"]
    with refuses("option_invalid", field="first_day", supported="0 - 30"):
        await async_resolve(hass, {"entity": CALENDAR, "first_day": 31})
    with refuses("entity_unknown", entity="calendar.other"):
        await async_resolve(hass, {"entity": [CALENDAR, "calendar.other"]})


@pytest.mark.parametrize(
    "entities",
    [[CALENDAR, "todo.shopping"], ["camera.a", "camera.b"]],
)
async def test_only_calendars_together(
    hass: HomeAssistant, entities: list[str]
) -> None:
    """Other entities cannot be combined."""
    with refuses("entity_not_one", entity=", ".join(entities)):
        await async_resolve(hass, {"entity": entities})
