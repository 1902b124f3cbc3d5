"""Calendars as agendas."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from homeassistant.core import State
from homeassistant.util import dt as dt_util

from ...document.errors import check_entries
from ...document.layouts.models import Agenda, AgendaDay, AgendaEvent
from ...fields import get_flag, parse_whole_number
from ..reading import MAX_AGENDA_DAYS, async_ask
from ..request import Request, Source
from .locale_formatter import LocaleFormatter
from .page import async_page, get_title

_DAY: Final = timedelta(days=1)


async def async_agenda(request: Request, states: Sequence[State]) -> Source:
    """Return the events of calendars on `days` days, the first in `first_day` days."""
    formatter = await LocaleFormatter.async_create(request.hass)
    title = get_title(request) or (
        states[0].name if len(states) == 1 else formatter.word("agenda")
    )
    has_date = get_flag(request.fields, "show_date", default=True)
    count, later = parse_days(request)
    first = formatter.today + _DAY * later
    times = {
        "start_date_time": formatter.get_start(first),
        "end_date_time": formatter.get_start(first + count * _DAY),
    }
    answers = await asyncio.gather(
        *(
            async_ask(request.hass, state, "get_events", "events", **times)
            for state in states
        )
    )
    events = [event for answer in answers for event in answer]
    return await async_page(
        request,
        lambda: build_agenda(
            events, formatter, title, count, has_date=has_date, first=first
        ),
    )


def parse_days(request: Request) -> tuple[int, int]:
    """Return how many days, and the first of them from today."""
    days, first = (request.fields.get(name) for name in ("days", "first_day"))
    count = 1 if days is None else parse_whole_number("days", days, 1, MAX_AGENDA_DAYS)
    if first is None:
        return count, 0
    return count, parse_whole_number("first_day", first, 0, MAX_AGENDA_DAYS - 1)


def build_agenda(
    events: Sequence[Mapping[str, Any]],
    formatter: LocaleFormatter,
    title: str,
    count: int,
    *,
    has_date: bool,
    first: date,
) -> Agenda:
    """Return the agenda of `count` days. Raises DocumentError for too many events."""
    parsed = parse_events(events, formatter)
    dates = [first + number * _DAY for number in range(count)]
    days = tuple(_build_day(day, parsed, formatter) for day in dates)
    check_entries(sum(len(day.events) for day in days))
    subtitle = ""
    if has_date and count == 1:
        subtitle = formatter.full_date(first)
    elif has_date:
        subtitle = formatter.days(first, dates[-1])
    return Agenda(
        title=title,
        subtitle=subtitle,
        language=formatter.language,
        empty=formatter.word("no_events"),
        days=days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event from `start` up to, but not including, `end`, both in UTC."""

    start: datetime
    end: datetime
    is_all_day: bool
    summary: str
    location: str | None
    description: str | None

    @classmethod
    def from_item(
        cls, item: Mapping[str, Any], formatter: LocaleFormatter
    ) -> Self | None:
        """Return an event, or None for one without a start, which should not exist."""
        start = formatter.parse_moment(item.get("start"))
        end = formatter.parse_moment(item.get("end"))
        if start is None:
            return None
        is_all_day = not isinstance(start, datetime)
        first, last = (
            moment.astimezone(dt_util.UTC)
            if isinstance(moment, datetime)
            else formatter.get_start(moment)
            for moment in (start, start if end is None else end)
        )
        if is_all_day and last <= first:
            last = formatter.get_start(start + _DAY)
        return cls(
            start=first,
            end=max(first, last),
            is_all_day=is_all_day,
            summary=(item.get("summary") or "").strip() or formatter.word("untitled"),
            location=(item.get("location") or "").strip() or None,
            description=(item.get("description") or "").strip() or None,
        )

    def is_within(self, start: datetime, end: datetime) -> bool:
        """Return whether a part of it is between two times."""
        # An event without duration belongs to the day on which it starts.
        return self.start < end and (self.end > start or self.start >= start)

    def covers(self, start: datetime, end: datetime) -> bool:
        """Return whether it takes all of the time between two times."""
        return self.start <= start and self.end >= end


def parse_events(
    items: Iterable[Mapping[str, Any]], formatter: LocaleFormatter
) -> list[Event]:
    """Return events in order, whole days first."""
    return sorted(
        filter(None, (Event.from_item(item, formatter) for item in items)),
        key=lambda event: (not event.is_all_day, event.start, event.end, event.summary),
    )


def _build_day(
    day: date, events: Sequence[Event], formatter: LocaleFormatter
) -> AgendaDay:
    start = formatter.get_start(day)
    end = formatter.get_start(day + _DAY)
    heading = formatter.day(day)
    if near := formatter.near(day):
        heading = f"{near} \N{MIDDLE DOT} {heading}"
    return AgendaDay(
        heading=heading,
        events=tuple(
            AgendaEvent(
                time=format_event_time(event, start, end, formatter),
                summary=event.summary,
                location=event.location,
                description=event.description,
            )
            for event in events
            if event.is_within(start, end)
        ),
    )


def format_event_time(
    event: Event, start: datetime, end: datetime, formatter: LocaleFormatter
) -> str:
    """Return the times of an event between two times, such as a day."""
    if event.is_all_day or event.covers(start, end):
        return formatter.word("all_day")
    if event.end > end:
        return formatter.word("from", time=formatter.time(event.start))
    if event.start < start:
        return formatter.word("until", time=formatter.time(event.end))
    if event.start == event.end:
        return formatter.time(event.start)
    return f"{formatter.time(event.start)} \N{EN DASH} {formatter.time(event.end)}"
