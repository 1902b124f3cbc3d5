"""To-do lists as checklists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import State

from ...document import check_entries
from ...document.layouts.models import Checklist, ChecklistGroup, ChecklistItem
from ...exceptions import invalid
from ...fields import get_flag
from ..reading import async_ask, name_of
from ..request import Request, Source
from .locale_formatter import LocaleFormatter, day_of, moment_of
from .page import async_page, shows_date, title_of

COMPLETED: Final = "completed"


async def async_checklist(request: Request, state: State) -> Source:
    """Return a to-do list: what is open, and with `completed` what is done, too.

    Raises ServiceValidationError for a list that is not known yet: an empty page would
    say that there is nothing to do.
    """
    title = title_of(request) or state.name
    is_dated = shows_date(request, default=True)
    with_completed = get_flag(request.fields, "completed")
    if state.state == STATE_UNKNOWN:
        raise invalid("entity_unavailable", entity=name_of(state))
    items = await async_ask(request.hass, state, "get_items", "items")
    if not with_completed:
        items = [item for item in items if item.get("status") != COMPLETED]
    form = await LocaleFormatter.async_of(request.hass)
    return await async_page(
        request, lambda: checklist_of(items, form, title, is_dated=is_dated), title
    )


def checklist_of(
    items: Sequence[Mapping[str, Any]],
    form: LocaleFormatter,
    title: str,
    *,
    is_dated: bool,
) -> Checklist:
    """Return items of `todo.get_items` by the days when they are due.

    What is overdue comes first, what has no date after all days, what is completed last;
    under each heading, things stay in the list's order. Raises DocumentError for more
    than one print may hold.
    """
    check_entries(len(items))
    overdue: list[ChecklistItem] = []
    days: dict[date, list[ChecklistItem]] = {}
    undated: list[ChecklistItem] = []
    completed: list[ChecklistItem] = []
    for item in items:
        due = moment_of(item.get("due"), form.time_zone)
        if item.get("status") == COMPLETED:
            completed.append(_item(item, form, _due(due, form), is_done=True))
        elif due is None:
            undated.append(_item(item, form, None))
        elif day_of(due) < form.today:
            overdue.append(_item(item, form, _due(due, form)))
        else:
            days.setdefault(day_of(due), []).append(_item(item, form, _time(due, form)))
    groups = [
        (form.word("overdue"), overdue),
        *((_heading(day, form), days[day]) for day in sorted(days)),
        # A list without any dates needs no heading that says so.
        (form.word("no_date") if overdue or days else None, undated),
        (form.word("completed"), completed),
    ]
    return Checklist(
        title=title,
        subtitle=form.full_date(form.today) if is_dated else "",
        language=form.language,
        empty=form.word("nothing_to_do"),
        groups=tuple(
            ChecklistGroup(heading=heading, items=tuple(found))
            for heading, found in groups
            if found
        ),
    )


def _item(
    item: Mapping[str, Any],
    form: LocaleFormatter,
    due: str | None,
    *,
    is_done: bool = False,
) -> ChecklistItem:
    return ChecklistItem(
        summary=(item.get("summary") or "").strip() or form.word("untitled"),
        due=due,
        description=(item.get("description") or "").strip() or None,
        is_done=is_done,
    )


def _heading(day: date, form: LocaleFormatter) -> str:
    match (day - form.today).days:
        case 0:
            return form.word("today")
        case 1:
            return form.word("tomorrow")
    return form.day(day)


def _time(due: date | datetime, form: LocaleFormatter) -> str | None:
    return form.time(due) if isinstance(due, datetime) else None


def _due(due: date | datetime | None, form: LocaleFormatter) -> str | None:
    if due is None:
        return None
    day, time = form.day(day_of(due)), _time(due, form)
    return day if time is None else form.together(day, time)
