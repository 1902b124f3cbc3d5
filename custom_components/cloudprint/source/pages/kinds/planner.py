"""A week on one sheet: calendars, tasks, meals and the weather of seven days."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
import re
from typing import Any, Final

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv

from ....document.errors import check_entries
from ....document.layouts.models import ForecastStep
from ....document.layouts.planner import (
    MOST_NAMES,
    PLANNED_DAYS,
    Planner,
    PlannerBand,
    PlannerItem,
)
from ....exceptions import invalid, shown, shown_briefly
from ....texts import join_names
from ...reading import async_ask, get_state
from ...request import Request
from ..agenda import format_event_time, parse_events
from ..checklist import async_ask_items
from ..forecast import Weather, async_ask_days, build_days
from ..kind import MORE, Entities, Entity, Number, OneOf, PageKind, Text
from ..locale_formatter import LocaleFormatter, get_day

_DAY: Final = timedelta(days=1)
_CALENDARS: Final = "calendars"
_WEATHER: Final = "weather"
_THIS_WEEK: Final = "this_week"
_NEXT_WEEK: Final = "next_week"
# In days after the first one of this week, or after today
_WEEKS: Final = {_THIS_WEEK: 0, _NEXT_WEEK: PLANNED_DAYS, "today": 0, "tomorrow": 1}
_MARKS: Final = {_CALENDARS: "frame", "todo": "box", "meals": ""}
_ADDRESS: Final = re.compile(
    r"https?://(?:[^\s/?#@]*@)?([^\s/?#]+)[^\s，。；）]*", re.IGNORECASE
)

type _Items = Sequence[Mapping[str, Any]]
type _Planned = tuple[list[PlannerItem], list[PlannerItem]]


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Planner]:
    hass, formatter = request.hass, await LocaleFormatter.async_create(request.hass)
    first = _find_first_day(options, formatter)
    days = [first + number * _DAY for number in range(PLANNED_DAYS + 1)]
    starts = [formatter.get_start(day) for day in days]
    # Without these, the page says that they are missing.
    spared = {_WEATHER} if options.get(_CALENDARS) else {_WEATHER, _CALENDARS}
    sources = [
        (name, get_state(request, entity_id, may_be_unavailable=name in spared))
        for name in (*_MARKS, _WEATHER)
        for entity_id in cv.ensure_list(options.get(name))
    ]
    if _CALENDARS in spared:
        used = [state.entity_id for _, state in sources]
        sources[:0] = [
            (_CALENDARS, state)
            for state in sorted(hass.states.async_all("calendar"), key=lambda s: s.name)
            if state.entity_id not in used
            and request.requester.can_access(state.entity_id)
        ]

    async def async_read(name: str, state: State) -> _Items | None:
        try:
            if state.state == STATE_UNAVAILABLE:
                return None
            if state.domain == "todo":
                return await async_ask_items(request, state)
            if state.domain == "weather":
                return await async_ask_days(hass, state)
            times = {"start_date_time": starts[0], "end_date_time": starts[-1]}
            return await async_ask(hass, state, "get_events", "events", **times)
        except HomeAssistantError:
            if name in spared:
                return None
            raise

    answers = await asyncio.gather(*(async_read(*source) for source in sources))
    asked = [(*source, answer) for source, answer in zip(sources, answers, strict=True)]
    missing = [state.name for _, state, answer in asked if answer is None]
    names = [shown_briefly(name) for name in missing[:MOST_NAMES]]
    if count := len(missing) - len(names):
        names.append(formatter.word("more", count=str(count)))
    left_out = join_names(names, formatter.language)
    if missing and len(missing) == len(asked):
        raise invalid("entity_unavailable", entity=shown(left_out))
    forecasts = [
        (answer, await Weather.async_create(hass, state, formatter))
        for name, state, answer in asked
        if name == _WEATHER and answer
    ]

    def build() -> Planner:
        bands = list[PlannerBand]()
        for name, state, answer in asked:
            if name == _WEATHER or not (answer or name not in spared):
                continue
            plan = _plan_tasks if state.domain == "todo" else _plan_events
            dated, undated = plan(answer or (), starts, formatter)
            band = PlannerBand(name=state.name, items=dated, mark=_MARKS[name])
            if dated or not undated:
                bands.append(band)
            if undated:
                any_day = formatter.word("any_day", name=state.name)
                bands.append(replace(band, name=any_day, items=undated, has_days=False))
        check_entries(sum(len(band.items) for band in bands))
        forecast = build_days(*forecasts[0]) if forecasts else {}
        locale = formatter.locale
        weekend = range(locale.weekend_start, locale.weekend_end + 1)
        return Planner(
            title=options.get("title") or formatter.word("week"),
            subtitle=formatter.days(first, days[-2]),
            language=formatter.language,
            days=[
                replace(
                    forecast.get(day, ForecastStep(heading="")),
                    heading=formatter.day(day),
                )
                for day in days[:-1]
            ],
            weekend=[n for n, day in enumerate(days) if day.weekday() in weekend],
            bands=bands,
            more=formatter.word("more", count="{count}"),
            note=formatter.word("left_out", names=left_out) if left_out else "",
        )

    return build


def _plan_events(
    events: _Items, starts: Sequence[datetime], formatter: LocaleFormatter
) -> _Planned:
    """Return a bar for what covers a whole day, or else an item for each day."""
    planned = []
    for event in parse_events(events, formatter):
        days = [n for n in range(PLANNED_DAYS) if event.is_within(*starts[n : n + 2])]
        is_bar = any(event.covers(*starts[n : n + 2]) for n in days)
        for part in [days] if is_bar else [[number] for number in days]:
            start, end = starts[part[0]], starts[part[-1] + 1]
            edges = (starts[0], starts[-1]) if is_bar else (start, end)
            text, time = _show_hosts(event.summary), ""
            if not event.covers(start, end):
                time = format_event_time(event, *edges, formatter)
            if is_bar and event.start < start:
                text = f"\N{LEFTWARDS ARROW} {text}"
            if is_bar and event.end > end:
                text = f"{text} \N{RIGHTWARDS ARROW}"
            planned.append(
                PlannerItem(text=text, time=time, first=part[0], last=part[-1])
            )
    # The same event twice in a calendar is one.
    return list(dict.fromkeys(planned)), []


def _plan_tasks(
    tasks: _Items, starts: Sequence[datetime], formatter: LocaleFormatter
) -> _Planned:
    """Return tasks with a day, and overdue or undated ones."""
    dated, undated = list[PlannerItem](), list[PlannerItem]()
    first = starts[0].astimezone(formatter.time_zone).date()
    # Dates are before times.
    for task in sorted(tasks, key=lambda task: str(task.get("due") or "")):
        text = _show_hosts((task.get("summary") or "").strip())
        text = text or formatter.word("untitled")
        due = formatter.parse_moment(task.get("due"))
        number = -1 if due is None else (get_day(due) - first).days
        if 0 <= number < PLANNED_DAYS:
            time = formatter.time(due) if isinstance(due, datetime) else ""
            dated.append(PlannerItem(text=text, time=time, first=number, last=number))
        elif due is None or get_day(due) < min(first, formatter.today):
            time = "" if due is None else formatter.day(get_day(due))
            place = len(undated) % PLANNED_DAYS
            undated.append(PlannerItem(text=text, time=time, first=place, last=place))
    return dated, undated


def _show_hosts(text: str) -> str:
    """Return a text with the host of each address in it, whose rest nobody types."""
    return _ADDRESS.sub(r"\1", text)


def _find_first_day(options: Mapping[str, Any], formatter: LocaleFormatter) -> date:
    week = options.get("week", _THIS_WEEK)
    if "first_day" in options and "week" in options:
        raise invalid("fields_contradict", field="week", other="first_day")
    later: int = options.get("first_day", _WEEKS[week])
    if "first_day" not in options and week in (_THIS_WEEK, _NEXT_WEEK):
        later -= (formatter.today.weekday() - formatter.week_start) % PLANNED_DAYS
    return formatter.today + later * _DAY


PAGE = PageKind(
    options={
        _CALENDARS: Entities(domains=("calendar",)),
        "todo": Entities(domains=("todo", "calendar")),
        _WEATHER: Entity(domains=("weather",)),
        "week": OneOf(choices=[*_WEEKS], default=_THIS_WEEK),
        "meals": Entities(domains=("todo", "calendar"), section=MORE),
        "title": Text(section=MORE),
        "first_day": Number(lowest=-366, highest=366, section=None),
    },
    async_build=_async_build,
    print_options={"orientation": "landscape"},
)
