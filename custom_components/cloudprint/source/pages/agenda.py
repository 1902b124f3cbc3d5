"""Calendars as agendas."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from homeassistant.core import State
from homeassistant.util import dt as dt_util

from ...document import check_entries
from ...document.layouts.models import Agenda, AgendaDay, AgendaEvent
from ...fields import whole_number
from ..reading import async_ask
from ..request import Request, Source
from .locale_formatter import LocaleFormatter, moment_of, start_of
from .page import async_page, shows_date, title_of

MAX_DAYS: Final = 31
_DAY: Final = timedelta(days=1)


async def async_agenda(request: Request, states: Sequence[State]) -> Source:
    """Return the events of one calendar or several as one agenda.

    It begins today, or `first_day` days later, and has as many days as `days` says.
    """
    form = await LocaleFormatter.async_of(request.hass)
    title = title_of(request) or (
        states[0].name if len(states) == 1 else form.word("agenda")
    )
    is_dated = shows_date(request, default=True)
    days, later = (request.fields.get(name) for name in ("days", "first_day"))
    count = 1 if days is None else whole_number("days", days, 1, MAX_DAYS)
    first = form.today + _DAY * (
        0 if later is None else whole_number("first_day", later, 0, MAX_DAYS - 1)
    )
    answers = await asyncio.gather(
        *(
            async_ask(
                request.hass,
                state,
                "get_events",
                "events",
                start_date_time=start_of(first, form.time_zone),
                end_date_time=start_of(first + count * _DAY, form.time_zone),
            )
            for state in states
        )
    )
    events = [event for answer in answers for event in answer]
    return await async_page(
        request,
        lambda: agenda_of(events, form, title, count, is_dated=is_dated, first=first),
        title,
    )


def agenda_of(
    events: Sequence[Mapping[str, Any]],
    form: LocaleFormatter,
    title: str,
    count: int,
    *,
    is_dated: bool,
    first: date | None = None,
) -> Agenda:
    """Return events of `calendar.get_events` by so many days from the first one on.

    The first one is today if it is left out. An event of several days is under each of
    them. Events without times come first, the others in the order in which they start.
    Raises DocumentError for more than one print may hold.
    """
    found = sorted(
        (
            event
            for item in events
            if (event := _Event.from_item(item, form)) is not None
        ),
        key=lambda event: (not event.is_all_day, event.start, event.end, event.summary),
    )
    first = first or form.today
    last = first + (count - 1) * _DAY
    days = {
        day: _events_of(day, found, form)
        for day in (first + number * _DAY for number in range(count))
    }
    check_entries(sum(map(len, days.values())))
    subtitle = ""
    if is_dated:
        subtitle = form.full_date(last) if count == 1 else form.days(first, last)
    return Agenda(
        title=title,
        subtitle=subtitle,
        language=form.language,
        empty=form.word("no_events"),
        days=tuple(_day(day, events, form) for day, events in days.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """An event; `start` and `end`, which is not part of it, are in UTC."""

    start: datetime
    end: datetime
    is_all_day: bool
    summary: str
    location: str | None
    description: str | None

    @classmethod
    def from_item(cls, item: Mapping[str, Any], form: LocaleFormatter) -> Self | None:
        """Return an event that has a start, which all should have."""
        start = moment_of(item.get("start"), form.time_zone)
        end = moment_of(item.get("end"), form.time_zone)
        if start is None:
            return None
        is_all_day = not isinstance(start, datetime)
        first, last = (
            moment.astimezone(dt_util.UTC)
            if isinstance(moment, datetime)
            else start_of(moment, form.time_zone)
            for moment in (start, start if end is None else end)
        )
        if is_all_day and last <= first:
            last = start_of(start + _DAY, form.time_zone)
        return cls(
            start=first,
            end=max(first, last),
            is_all_day=is_all_day,
            summary=(item.get("summary") or "").strip() or form.word("untitled"),
            location=(item.get("location") or "").strip() or None,
            description=(item.get("description") or "").strip() or None,
        )


def _span(day: date, form: LocaleFormatter) -> tuple[datetime, datetime]:
    """Return when a day and the next one start, in UTC."""
    return start_of(day, form.time_zone), start_of(day + _DAY, form.time_zone)


def _events_of(
    day: date, events: Sequence[_Event], form: LocaleFormatter
) -> list[_Event]:
    start, end = _span(day, form)
    return [
        event
        for event in events
        # One that takes no time is in the day that it starts in.
        if event.start < end and (event.end > start or event.start >= start)
    ]


def _day(day: date, events: Sequence[_Event], form: LocaleFormatter) -> AgendaDay:
    start, end = _span(day, form)
    heading = form.day(day)
    if (distance := (day - form.today).days) <= 1:
        near = form.word("tomorrow" if distance else "today")
        heading = f"{near} \N{MIDDLE DOT} {heading}"
    return AgendaDay(
        heading=heading,
        events=tuple(
            AgendaEvent(
                time=_time(event, start, end, form),
                summary=event.summary,
                location=event.location,
                description=event.description,
            )
            for event in events
        ),
    )


def _time(event: _Event, start: datetime, end: datetime, form: LocaleFormatter) -> str:
    """Return when an event is, of the day between start and end."""
    starts, ends = event.start >= start, event.end <= end
    if event.is_all_day or not (starts or ends):
        return form.word("all_day")
    if not ends:
        return form.word("from", time=form.time(event.start))
    if not starts:
        return form.word("until", time=form.time(event.end))
    if event.start == event.end:
        return form.time(event.start)
    return f"{form.time(event.start)} \N{EN DASH} {form.time(event.end)}"
