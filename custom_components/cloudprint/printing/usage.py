"""How many pages were printed, for whom, when and where; and pages given back."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
import json
import sqlite3
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..coordinator import get_printer_name
from ..data import JOURNAL
from ..exceptions import failed, invalid, shown
from ..fields import (
    check_fields,
    get_device_ids,
    parse_ids,
    parse_text_line,
    parse_whole_number,
    refused,
)
from ..policy.people import async_get_people
from ..policy.rules import find_rules
from ..requester import Requester
from ..settings import get_entry
from ..spool.journal import JournalError
from ..spool.ledger import Usage, give_back, select_usage
from .permission import get_readable_devices
from .targets import expand_target
from .viewer import MAX_JOB_ID, async_get_readable_job, may_decide

MAX_NOTE: Final = 200
MAX_GIVEN_BACK: Final = 100_000


async def async_get_usage(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> dict[str, Any]:
    """Return the pages by person, printer and day; only administrators see others'.

    Raises HomeAssistantError.
    """
    fields = expand_target(hass, fields, requester, POLICY_READ, has_several=True)
    check_fields(fields, ("device_id", "person", "start", "end"))
    until = _parse_day("end", fields.get("end"), dt_util.now().date())
    since = _parse_day("start", fields.get("start"), until.replace(day=1))
    devices = get_readable_devices(hass, requester, get_device_ids(fields) or None)
    users = None if requester.is_admin else {str(requester.user_id)}
    if (people := fields.get("person")) not in (None, [], ""):
        asked = {_get_user_id(hass, person) for person in parse_ids("person", people)}
        users = asked if users is None else asked & users
    query = {"since": since, "until": until, "device_ids": devices, "user_ids": users}
    rows = await _async_select(hass, **query)
    usage = [{**row._asdict(), "notes": json.loads(row.notes)} for row in rows]
    return {"usage": usage, "pages": sum(row.pages for row in rows)}


async def async_get_months(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the pages of people and of printers in each month of a year.

    `{"months": ["2026-11", ...], "people": [{"name", "kind", "user_id", "pages": [...]}],
    "printers": [{"name", "device_id", "pages": [...]}]}`: the oldest month with pages
    first, who has most pages first. For administrators. Raises HomeAssistantError.
    """
    check_fields(fields, ())
    if not requester.is_admin:
        raise invalid("usage_not_allowed")
    today = dt_util.now().date()
    last = today.year * 12 + today.month - 1
    months = [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - 11, last + 1)]
    since = date.fromisoformat(f"{months[0]}-01")
    rows = await _async_select(hass, since=since, until=today, is_monthly=True)
    months = months[months.index(rows[0].date) if rows else -1 :]

    def tabulate(**columns: str) -> list[dict[str, Any]]:
        table = dict[tuple[Any, ...], dict[str, Any]]()
        for row in rows:
            head = {name: getattr(row, column) for name, column in columns.items()}
            new = {**head, "pages": [0] * len(months)}
            record = table.setdefault(tuple(head.values()), new)
            record["pages"][months.index(row.date)] += row.pages
        return sorted(table.values(), key=lambda record: -sum(record["pages"]))

    return {
        "months": months,
        "people": tabulate(name="name", kind="kind", user_id="user_id"),
        "printers": tabulate(name="printer", device_id="device_id"),
    }


async def async_give_back(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> dict[str, Any]:
    """Set how many counted pages of a job are given back; a repeat changes nothing.

    By administrators, and approvers but of their own prints. Raises HomeAssistantError.
    """
    check_fields(fields, ("job_id", "pages", "note"))
    job_id = parse_text_line("job_id", fields.get("job_id"), MAX_JOB_ID)
    pages, note = fields.get("pages"), fields.get("note") or None
    if pages is not None:
        pages = parse_whole_number("pages", pages, 0, MAX_GIVEN_BACK)
    note = note and parse_text_line("note", note, MAX_NOTE)
    if not requester.is_admin:
        job = await async_get_readable_job(hass, job_id, requester)
        owner = await job.requester.async_with_user(hass)
        entry = get_entry(hass, job.entry_id)
        rules = find_rules(entry, owner, job.device_id)
        is_asked = any(requester.user_id in rule.approvers for rule in rules)
        is_asked = is_asked and requester.user_id != owner.user_id
        if not (is_asked or may_decide(hass, requester, job)):
            raise invalid("give_back_not_allowed")
    write = partial(
        give_back, job_id=job_id, pages=pages, by=requester.user_id, note=note
    )
    if (counted := await _async_run(hass, write, "journal_unwritable")) is None:
        raise invalid("pages_not_counted", job_id=shown(job_id))
    return {"job_id": job_id, "pages": counted[0], "given_back": counted[1]}


async def _async_run[T](
    hass: HomeAssistant, work: Callable[[sqlite3.Connection], T], error: str
) -> T:
    journal = hass.data[JOURNAL]
    try:
        return await journal.async_run(lambda: work(journal.database))
    except JournalError as err:
        raise failed(error, error=str(err)) from err


def _parse_day(field: str, value: object, default: date) -> date:
    try:
        return default if value in (None, "") else cv.date(value)
    except vol.Invalid:
        raise refused(field, value, "2026-11-29") from None


def _get_user_id(hass: HomeAssistant, value: str) -> str:
    """Return the user of a person, or an id of a user as it is."""
    person = hass.states.get(value)
    return value if person is None else str(person.attributes.get("user_id"))


async def _async_select(hass: HomeAssistant, **query: Any) -> list[Usage]:
    """Return usage with the names of people and printers as of now."""
    rows = await _async_run(hass, partial(select_usage, **query), "journal_unreadable")
    names = await async_get_people(hass)
    return [
        row._replace(
            name=names.get(row.user_id or "", row.name),
            kind="user" if row.user_id and row.kind != "automation" else row.kind,
            printer=get_printer_name(hass, row.device_id, row.printer),
        )
        for row in rows
    ]
