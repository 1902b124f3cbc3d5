"""To-do lists as checklists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import State

from ...document.errors import check_entries
from ...document.layouts.models import Checklist, ChecklistGroup, ChecklistItem
from ...exceptions import invalid, shown
from ...fields import get_flag
from ..reading import async_ask
from ..request import Request, Source
from .locale_formatter import LocaleFormatter, get_day
from .page import async_page, get_title

COMPLETED: Final = "completed"


async def async_checklist(request: Request, state: State) -> Source:
    """Return a to-do list's items."""
    title = get_title(request) or state.name
    has_date = get_flag(request.fields, "show_date", default=True)
    has_completed = get_flag(request.fields, "completed")
    items = await async_ask_items(request, state, has_completed=has_completed)
    formatter = await LocaleFormatter.async_create(request.hass)
    return await async_page(
        request, lambda: build_checklist(items, formatter, title, has_date=has_date)
    )


async def async_ask_items(
    request: Request, state: State, *, has_completed: bool = False
) -> list[dict[str, Any]]:
    """Return the items of a to-do list. Raises HomeAssistantError."""
    if state.state == STATE_UNKNOWN:
        # A list that is not loaded yet looks empty.
        raise invalid("entity_unavailable", entity=shown(state.name))
    items = await async_ask(request.hass, state, "get_items", "items")
    return [item for item in items if has_completed or item.get("status") != COMPLETED]


def build_checklist(
    items: Sequence[Mapping[str, Any]],
    formatter: LocaleFormatter,
    title: str,
    *,
    has_date: bool,
) -> Checklist:
    """Return items grouped by due date. Raises DocumentError for too many."""
    check_entries(len(items))
    overdue: list[ChecklistItem] = []
    days: dict[date, list[ChecklistItem]] = {}
    undated: list[ChecklistItem] = []
    completed: list[ChecklistItem] = []
    for item in items:
        is_done = item.get("status") == COMPLETED
        group = undated
        text: str | None = None
        if (due := formatter.parse_moment(item.get("due"))) is not None:
            day = get_day(due)
            text = formatter.time(due) if isinstance(due, datetime) else None
            if is_done or day < formatter.today:
                group, shown_day = overdue, formatter.day(day)
                text = formatter.together(shown_day, text) if text else shown_day
            else:
                # Its heading is the day.
                group = days.setdefault(day, [])
        (completed if is_done else group).append(
            ChecklistItem(
                summary=(item.get("summary") or "").strip()
                or formatter.word("untitled"),
                due=text,
                description=(item.get("description") or "").strip() or None,
                is_done=is_done,
            )
        )
    groups = [
        (formatter.word("overdue"), overdue),
        *(
            (formatter.near(day) or formatter.day(day), days[day])
            for day in sorted(days)
        ),
        # If no item has a date, no heading says so.
        (formatter.word("no_date") if overdue or days else None, undated),
        (formatter.word("completed"), completed),
    ]
    return Checklist(
        title=title,
        subtitle=formatter.full_date(formatter.today) if has_date else "",
        language=formatter.language,
        empty=formatter.word("nothing_to_do"),
        groups=tuple(
            ChecklistGroup(heading=heading, items=tuple(entries))
            for heading, entries in groups
            if entries
        ),
    )
