"""Tests of who has printed how much, and of pages that are given back."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from ..actions import call, refuses
from ..conftest import Advance
from ..entities import device_id_of, entity_id_of, state_of
from ..hub import Hub, account_data
from ..rules import add_rule
from ..samples import documents
from ..simulator import Application, CloudSimulator, Printer
from .test_permissions import READ, call_as, person

DAY = "2026-11-29"


@pytest.fixture(autouse=True)
def november(freezer: FrozenDateTimeFactory) -> None:
    """Let it be a day in November."""
    freezer.move_to(f"{DAY} 12:00:00")


def text(pages: int) -> str:
    """Return a text of pages."""
    return "\n".join(["x"] * 60 * pages)


async def add_user(hass: HomeAssistant, name: str) -> User:
    """Return a member of the household."""
    await hass.auth.async_create_user("Owner")
    return await hass.auth.async_create_user(name, group_ids=[GROUP_ID_USER])


async def print_as(hass: HomeAssistant, user: User, device_id: str, pages: int) -> str:
    """Print some pages; return the id of the job."""
    fields = {"device_id": device_id, "text": text(pages)}
    (job,) = (await call_as(hass, user, "print", **fields))["jobs"]
    return str(job["job_id"])


def shown(answer: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Return the rows of an answer."""
    fields = ("date", "name", "kind", "printer", "pages")
    return {tuple(row[field] for field in fields) for row in answer["usage"]}


async def test_by_person_printer_and_day(
    hass: HomeAssistant, hub: Hub, freezer: FrozenDateTimeFactory
) -> None:
    """Users have the names that they have now; who is gone, the last one."""
    devices = dr.async_get(hass)
    devices.async_update_device(hub.device_id, name_by_user="Office")
    devices.async_update_device(hub.colour_id, name_by_user="Hall")
    anna, ben = await add_user(hass, "Anna"), await add_user(hass, "Ben")
    await print_as(hass, anna, hub.device_id, 2)
    await print_as(hass, anna, hub.device_id, 3)
    await print_as(hass, ben, hub.colour_id, 1)
    await hub.print(text="x", copies=4)
    freezer.tick(timedelta(days=1))
    await print_as(hass, anna, hub.device_id, 1)
    await hass.auth.async_update_user(anna, name="Anna B.")
    await hass.auth.async_remove_user(ben)
    devices.async_update_device(hub.device_id, name_by_user="Study")
    answer = await call(hass, "get_usage")
    assert answer["pages"] == 11
    assert shown(answer) == {
        (DAY, "Anna B.", "user", "Study", 5),
        (DAY, "Ben", "user", "Hall", 1),
        (DAY, None, "automation", "Study", 4),
        ("2026-11-30", "Anna B.", "user", "Study", 1),
    }
    for fields, pages in (
        ({"start": "2026-11-30"}, 1),
        ({"start": DAY, "end": DAY}, 10),
        ({"end": "2026-11-28"}, 0),
        ({"device_id": hub.colour_id}, 1),
        ({"person": anna.id}, 6),
        ({"person": [ben.id]}, 1),
        ({"person": []}, 11),
        ({"person": "person.nobody"}, 0),
    ):
        assert (await call(hass, "get_usage", fields))["pages"] == pages, fields
    hass.states.async_set("person.anna", "home", {"user_id": anna.id})
    answer = await call(hass, "get_usage", person="person.anna")
    assert {row["name"] for row in answer["usage"]} == {"anna"}
    with refuses("option_invalid", field="start"):
        await call(hass, "get_usage", start="yesterday")
    with refuses("field_unknown", field="user"):
        await call(hass, "get_usage", user="x")


async def test_only_ones_own(hass: HomeAssistant, hub: Hub) -> None:
    """Who is no administrator sees no other, and no printer that may not be read."""
    anna = await add_user(hass, "Anna")
    status = er.async_get(hass).async_get_entity_id(
        Platform.SENSOR,
        "cloudprint",
        f"{hub.account.unique_id}/{hub.printer.sn}/{hub.printer.name}_status",
    )
    somebody = await person(hass, {"entity_ids": {status: READ | {"control": True}}})
    await print_as(hass, anna, hub.device_id, 2)
    await print_as(hass, somebody, hub.device_id, 3)
    answer = await call_as(hass, somebody, "get_usage")
    assert {row["name"] for row in answer["usage"]} == {"Somebody"}
    assert answer["pages"] == 3
    assert (await call_as(hass, somebody, "get_usage", person=anna.id))["usage"] == []
    somebody.groups[0].policy["entities"]["entity_ids"] = {}  # type: ignore[index]
    somebody.invalidate_cache()
    assert (await call_as(hass, somebody, "get_usage"))["usage"] == []


async def test_give_back(hass: HomeAssistant, hub: Hub) -> None:
    """Approvers and administrators give pages back, nobody else, and not their own."""
    anna, mother = await add_user(hass, "Anna"), await add_user(hass, "Mother")
    add_rule(
        hass,
        hub.account,
        users=[anna.id, mother.id],
        pages_a_day=4,
        approvers=[mother.id],
    )
    job_id = await print_as(hass, anna, hub.device_id, 4)
    own = await print_as(hass, mother, hub.device_id, 2)
    with refuses("pages_used_up_day", HomeAssistantError, left="0"):
        await print_as(hass, anna, hub.device_id, 1)
    with refuses("give_back_not_allowed"):
        await call_as(hass, anna, "give_back_pages", job_id=job_id)
    with refuses("give_back_not_allowed"):
        await call_as(hass, mother, "give_back_pages", job_id=own)
    stranger = await person(hass, {})
    with refuses("job_unknown"):
        await call_as(hass, stranger, "give_back_pages", job_id=job_id)
    for _ in range(2):
        answer = await call_as(
            hass, mother, "give_back_pages", job_id=job_id, pages=3, note="Torn"
        )
        assert answer == {"job_id": job_id, "pages": 1, "given_back": 3}
    await print_as(hass, anna, hub.device_id, 3)
    with refuses("pages_used_up_day", HomeAssistantError, left="0"):
        await print_as(hass, anna, hub.device_id, 1)
    (row, *_) = (await call(hass, "get_usage", person=anna.id))["usage"]
    assert (row["pages"], row["given_back"], row["notes"]) == (4, 3, ["Torn"])
    # An automation, as an administrator
    answer = await call(hass, "give_back_pages", job_id=own)
    assert answer["given_back"] == 2
    with refuses("option_invalid", field="pages"):
        await call(hass, "give_back_pages", job_id=own, pages=-1)
    with refuses("pages_not_counted"):
        await call(hass, "give_back_pages", job_id="unknown")
    unruled = (await call(hass, "print", device_id=hub.colour_id, text="x"))["jobs"][0]
    with refuses("give_back_not_allowed"):
        await call_as(hass, mother, "give_back_pages", job_id=unruled["job_id"])


async def test_journal_fails(hass: HomeAssistant, device_id: str) -> None:
    """An error says that nothing was read or written."""
    journal = hass.data[JOURNAL]
    for action, key in (
        ("get_usage", "journal_unreadable"),
        ("give_back_pages", "journal_unwritable"),
    ):
        fields = {"job_id": "x"} if action == "give_back_pages" else {}
        with (
            patch.object(journal, "async_run", side_effect=JournalError("dead")),
            refuses(key, HomeAssistantError, error="dead"),
        ):
            await call(hass, action, fields)


async def test_two_printers_count_to_one_limit(hass: HomeAssistant, hub: Hub) -> None:
    """A print on two printers passes no limit that two prints would not."""
    anna = await add_user(hass, "Anna")
    add_rule(hass, hub.account, users=[anna.id], pages_a_day=5)
    add_rule(
        hass, hub.account, users=[anna.id], printers=[hub.colour_id], pages_a_day=5
    )
    fields = {"device_id": [hub.device_id, hub.colour_id], "text": text(3)}
    with refuses("pages_used_up_day", HomeAssistantError, pages="6", left="5"):
        await call_as(hass, anna, "print", **fields)
    assert (await call(hass, "get_usage"))["pages"] == 0


async def test_office_file_says_its_pages(hass: HomeAssistant, hub: Hub) -> None:
    """A rule asks above a number of pages also of a Word file, and again of its reprint."""
    anna = await add_user(hass, "Anna")
    add_rule(hass, hub.account, users=[anna.id], ask_above=6)
    data = b64encode(documents.docx("<Pages>7</Pages><Words>3</Words>")).decode()
    fields = {"device_id": hub.device_id, "data": data, "copies": 1}
    (job,) = (await call_as(hass, anna, "print", **fields))["jobs"]
    assert job["state"] == "held"
    (found,) = await hub.jobs()
    assert found["reason"] == "approval"
    await call(hass, "print", {"device_id": hub.device_id, "data": data})
    await hass.async_block_till_done()
    assert (await call(hass, "get_usage"))["pages"] == 7
    await call(hass, "reprint_job", device_id=hub.device_id)
    assert (await call(hass, "get_usage"))["pages"] == 14
    # As python-docx writes it, whatever is in the file
    unsure = b64encode(documents.docx("<Pages>1</Pages><Words>0</Words>")).decode()
    await call_as(hass, anna, "print", device_id=hub.device_id, data=unsure)
    (job, *_) = await hub.jobs()
    assert job["approval"]["causes"] == ["pages_unknown"]


@pytest.mark.parametrize("has_rule", [False, True])
async def test_sensor(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    application: Application,
    printer: Printer,
    advance: Advance,
    enable_custom_integrations: None,
    config_folder: Path,
    has_rule: bool,
) -> None:
    """It is disabled without a rule, adds what is finished, and never falls."""
    rule: Any = {
        "data": {"others": True},
        "subentry_type": "rule",
        "title": "Guests",
        "unique_id": None,
    }
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=application.app_id,
        data=account_data(simulator, application),
        subentries_data=[rule] if has_rule else [],
    )
    entry.add_to_hass(hass)
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    entity_id = entity_id_of(hass, entry, Platform.SENSOR, "pages", printer)
    device_id = device_id_of(hass, entry, printer)
    (job,) = (await call(hass, "print", device_id=device_id, text=text(3)))["jobs"]
    assert (hass.states.get(entity_id) is not None) is has_rule
    er.async_get(hass).async_update_entity(entity_id, disabled_by=None)

    async def get_pages(*, reloads: bool = False) -> str:
        await advance(60)
        if reloads:
            await hass.config_entries.async_reload(entry.entry_id)
            await hass.async_block_till_done()
        return state_of(hass, entry, Platform.SENSOR, "pages", printer).state

    assert await get_pages(reloads=True) == "3"
    await call(hass, "give_back_pages", job_id=job["job_id"])
    printer.life = ("SUBMITTED", "PRINTING", "ERROR")
    await call(hass, "print", device_id=device_id, text=text(2))
    assert await get_pages() == "3"
    printer.life = ("FINISHED",)
    await call(hass, "print", device_id=device_id, text=text(2), copies=2)
    assert await get_pages() == "7"
    assert await get_pages(reloads=True) == "7"
