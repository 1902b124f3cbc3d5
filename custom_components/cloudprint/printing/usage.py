"""How many pages were printed, for whom, when and where; and pages given back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
import json
import sqlite3
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

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
from ..policy.rules import find_rule
from ..requester import Requester, RequesterKind
from ..spool.job import Job
from ..spool.journal import JournalError
from ..spool.ledger import Usage, select_counted, select_usage
from .permission import MAX_JOB_ID, async_read_job, get_readable_devices, may
from .targets import expand_target

MONTHS: Final = 12
MAX_NOTE: Final = 200


async def async_get_usage(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> list[dict[str, Any]]:
    """Return the pages by person, printer and day; only one's own but administrators'.

    Raises HomeAssistantError.
    """
    fields = expand_target(hass, fields, requester, POLICY_READ, has_several=True)
    check_fields(fields, ("device_id", "person", "start", "end"))
    today = dt_util.now().date()
    end = _parse_day("end", fields.get("end"), today)
    start = _parse_day("start", fields.get("start"), end.replace(day=1))
    if start > end:
        raise refused("start", start, f"≤ {end}")
    user_ids = None if requester.is_admin else {str(requester.user_id)}
    if (people := fields.get("person")) not in (None, [], ""):
        wanted = {_get_user_id(hass, each) for each in parse_ids("person", people)}
        user_ids = wanted if user_ids is None else wanted & user_ids
    wanted_devices = get_device_ids(fields) or None
    read = partial(
        select_usage,
        by="day",
        since=start,
        until=end,
        device_ids=get_readable_devices(hass, requester, wanted_devices),
        user_ids=user_ids,
    )
    names = await _async_get_names(hass)
    return [
        {
            "day": row.period,
            **_describe_person(names, row),
            "device_id": row.device_id,
            "printer": get_printer_name(hass, row.device_id, row.printer),
            "pages": row.pages,
            "given_back": row.given_back,
            "notes": json.loads(row.notes),
        }
        for row in await _async_read(hass, read)
    ]


async def async_get_months(hass: HomeAssistant, requester: Requester) -> dict[str, Any]:
    """Return the pages of people and of printers in each of the last months.

    `{"months": ["2026-11", ...], "people": [{"name", "kind", "user_id", "pages": [...]}],
    "printers": [{"name", "device_id", "pages": [...]}]}`: the oldest month first, most
    pages first. For administrators only. Raises HomeAssistantError.
    """
    if not requester.is_admin:
        raise invalid("usage_not_allowed")
    today = dt_util.now().date()
    last = today.year * 12 + today.month
    months = [
        f"{(number - 1) // 12}-{(number - 1) % 12 + 1:02}"
        for number in range(last - MONTHS + 1, last + 1)
    ]
    since = date.fromisoformat(f"{months[0]}-01")
    rows = await _async_read(
        hass, partial(select_usage, by="month", since=since, until=today)
    )
    names = await _async_get_names(hass)
    months = months[months.index(rows[0].period) if rows else MONTHS - 1 :]
    return {
        "months": months,
        "people": _tabulate(months, rows, partial(_describe_person, names)),
        "printers": _tabulate(months, rows, partial(_describe_printer, hass)),
    }


async def async_give_back(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> dict[str, Any]:
    """Set how many counted pages of a job are given back; a repeat changes nothing.

    By administrators, and approvers but of their own prints. Raises HomeAssistantError.
    """
    check_fields(fields, ("job_id", "pages", "note"))
    job_id = parse_text_line("job_id", fields.get("job_id"), MAX_JOB_ID)
    note = fields.get("note") or None
    if note is not None:
        note = parse_text_line("note", note, MAX_NOTE)
    if not requester.is_admin:
        job = await async_read_job(hass, job_id)
        if job is None or not may(hass, requester, job.device_id, POLICY_READ):
            raise invalid("job_unknown", job_id=shown(job_id))
        if not await _async_is_approver(hass, requester, job):
            raise invalid("give_back_not_allowed")
    counted = await _async_read(hass, partial(select_counted, job_id=job_id))
    if counted is None:
        raise invalid("pages_not_counted", job_id=shown(job_id))
    given = fields.get("pages")
    pages = counted if given is None else parse_whole_number("pages", given, 0, counted)
    try:
        is_done = await hass.data[JOURNAL].async_give_back(
            job_id, pages, given_by=requester.user_id, note=note
        )
    except JournalError as err:
        raise failed("journal_unwritable", error=str(err)) from err
    if not is_done:
        # It was canceled meanwhile.
        raise invalid("pages_not_counted", job_id=shown(job_id))
    return {"job_id": job_id, "pages": counted - pages, "given_back": pages}


async def _async_is_approver(
    hass: HomeAssistant, requester: Requester, job: Job
) -> bool:
    owner, approvers = job.requester, job.approval and job.approval.approvers
    entry = hass.config_entries.async_get_entry(job.entry_id)
    if approvers is None and entry is not None:
        user = await hass.auth.async_get_user(owner.user_id or "")
        rule = find_rule(entry, replace(owner, user=user), job.device_id)
        approvers = rule and rule.approvers
    return requester.user_id != owner.user_id and requester.user_id in (approvers or ())


async def _async_read[T](
    hass: HomeAssistant, read: Callable[[sqlite3.Connection], T]
) -> T:
    journal = hass.data[JOURNAL]
    try:
        return await journal.async_run(lambda: read(journal.database))
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err


def _parse_day(field: str, value: object, default: date) -> date:
    try:
        return default if value in (None, "") else cv.date(value)
    except vol.Invalid:
        raise refused(field, value, "2026-11-29") from None


def _get_user_id(hass: HomeAssistant, person: str) -> str:
    """Return the user of a person's entity; other ids are a user's."""
    if not person.startswith("person."):
        return person
    state = hass.states.get(person)
    if state is None or (user_id := state.attributes.get("user_id")) is None:
        raise invalid("person_without_user", person=shown(person))
    return str(user_id)


async def _async_get_names(hass: HomeAssistant) -> dict[str, str]:
    """Return the names of users as of now, of their persons if they have some."""
    users = await hass.auth.async_get_users()
    names = {user.id: user.name for user in users if user.name}
    return names | {
        user_id: state.name
        for state in hass.states.async_all("person")
        if (user_id := state.attributes.get("user_id")) is not None
    }


def _describe_person(names: Mapping[str, str], row: Usage) -> dict[str, Any]:
    kind = row.kind
    if row.user_id is not None and kind != RequesterKind.AUTOMATION:
        kind = RequesterKind.USER.value
    name = names.get(row.user_id or "", row.name)
    return {"name": name, "kind": kind, "user_id": row.user_id}


def _describe_printer(hass: HomeAssistant, row: Usage) -> dict[str, Any]:
    name = get_printer_name(hass, row.device_id, row.printer)
    return {"name": name, "device_id": row.device_id}


def _tabulate(
    months: Sequence[str],
    rows: Iterable[Usage],
    describe: Callable[[Usage], Mapping[str, Any]],
) -> list[dict[str, Any]]:
    table = dict[tuple[Any, ...], dict[str, Any]]()
    for row in rows:
        described = describe(row)
        record = table.setdefault(
            tuple(described.values()), {**described, "pages": [0] * len(months)}
        )
        record["pages"][months.index(row.period)] += row.pages
    return sorted(table.values(), key=lambda record: -sum(record["pages"]))
