"""Blueprints that tell people about prints: their own, and those of others."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..actions import call, may_refuse
from ..hub import Hub
from ..printing.one_sided import OneSided
from ..printing.test_on_behalf import add_link
from ..printing.test_permissions import call_as
from ..rules import add_rule, decide
from ..simulator import CloudSimulator, Fault
from .conftest import Automate, MoveTo

REQUESTER = "tell_requester"
WHO = "tell_who_printed"


@dataclass(kw_only=True)
class Family:
    """Two persons with phones, and what these are told."""

    hass: HomeAssistant
    anna: User
    ben: User
    sent: list[ServiceCall] = field(repr=False)

    def told(self) -> list[tuple[str, str, str]]:
        """Return and forget whose phone was told what, as phone, title and message."""
        told = []
        for message in self.sent:
            (phone,) = message.data["entity_id"]
            told.append((phone, message.data["title"], message.data["message"]))
        self.sent.clear()
        return told


def add_phone(hass: HomeAssistant, name: str, domain: str = "mobile_app") -> str:
    """Add a phone with the app; return its tracker."""
    entry = MockConfigEntry(domain=domain, title=name)
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(domain, name)}
    )
    trackers = [
        er.async_get(hass).async_get_or_create(
            kind,
            domain,
            name,
            suggested_object_id=name,
            config_entry=entry,
            device_id=device.id,
        )
        for kind in ("device_tracker", "notify", "sensor")
    ]
    return trackers[0].entity_id


def add_person(
    hass: HomeAssistant, name: str, user: User | None, *trackers: str
) -> None:
    """Add a person."""
    attributes: dict[str, Any] = {"friendly_name": name, "device_trackers": [*trackers]}
    if user is not None:
        attributes["user_id"] = user.id
    hass.states.async_set(f"person.{name.lower()}", "home", attributes)


@pytest.fixture
async def family(
    hass: HomeAssistant, account: MockConfigEntry, blueprint_home: None
) -> Family:
    """Add persons: a phone of another integration and a tag send no notifications."""
    await hass.auth.async_create_user("Owner")
    anna = await hass.auth.async_create_user("anna", group_ids=["system-users"])
    ben = await hass.auth.async_create_user("ben", group_ids=["system-users"])
    router = add_phone(hass, "router", "another")
    add_person(hass, "Anna", anna, router, add_phone(hass, "annas_phone"))
    add_person(hass, "Ben", ben, add_phone(hass, "bens_phone"), "device_tracker.gone")
    add_person(hass, "Kid", None, add_phone(hass, "kids_phone"))
    sent = async_mock_service(hass, "notify", "send_message")
    return Family(hass=hass, anna=anna, ben=ben, sent=sent)


@pytest.fixture
def office(hass: HomeAssistant, device_id: str) -> str:
    """Name the printer; return its device."""
    dr.async_get(hass).async_update_device(device_id, name_by_user="Office")
    return device_id


async def until_ended(move_to: MoveTo, minute: int = 30) -> None:
    """Let the printer print."""
    for second in range(5, 60, 5):
        await move_to(f"2026-11-25 00:{minute}:{second:02}")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_own(
    hass: HomeAssistant,
    family: Family,
    hub: Hub,
    office: str,
    automate: Automate,
    move_to: MoveTo,
    language: str,
) -> None:
    """Who has printed is told what has become of it, and nobody else."""
    await automate(REQUESTER, printers=[office], language=language)
    # An automation, another printer, and somebody without a phone
    await call(hass, "print", device_id=office, text="x")
    await call_as(hass, family.ben, "print", device_id=hub.colour_id, text="x")
    await call_as(hass, family.ben, "print", device_id=office, text="x", name="List")
    await until_ended(move_to)
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await call_as(hass, family.anna, "print", device_id=office, text="x", name="Map")
    await hass.async_block_till_done()
    hub.printer.life = ("SUBMITTED", "ERROR")
    await call_as(hass, family.ben, "print", device_id=office, text="x", name="1")
    await until_ended(move_to, 31)
    assert family.told() == (
        [
            (
                "notify.bens_phone",
                "Printed",
                "“List” was printed on “Office”.",
            ),
            (
                "notify.annas_phone",
                "Did it print?",
                "“Map” was sent to “Office”, but it is unknown whether it was printed."
                " Look at the printer before you print it again.",
            ),
            (
                "notify.bens_phone",
                "Your print failed",
                "“1” was not printed on “Office”.",
            ),
        ]
        if language == "en"
        else [
            ("notify.bens_phone", "打印好了", "“List”已在“Office”上打印完成。"),
            (
                "notify.annas_phone",
                "打印出来了吗？",
                "“Map”已发往“Office”，但不确定是否已打印。"
                "请先查看打印机，不要直接再打一份。",
            ),
            ("notify.bens_phone", "打印失败", "“1”未能在“Office”上打印。"),
        ]
    )


@pytest.mark.parametrize("has_own_history", [False, True])
@pytest.mark.parametrize("is_approved", [True, False])
async def test_decided(
    hass: HomeAssistant,
    account: MockConfigEntry,
    family: Family,
    office: str,
    automate: Automate,
    move_to: MoveTo,
    is_approved: bool,
    has_own_history: bool,
) -> None:
    """Who has printed is told of the decision, with the words of who denied it."""
    options = {**account.options, "own_history": has_own_history}
    hass.config_entries.async_update_entry(account, options=options)
    await hass.async_block_till_done()
    await automate(REQUESTER, printers=[office])
    add_rule(hass, account, users=[family.ben.id], ask_above=0)
    await call_as(
        hass, family.ben, "print", device_id=office, text="x", name="List", copies=2
    )
    assert family.told() == []
    words = None if is_approved else "Not today"
    owner = await hass.auth.async_get_owner()
    assert owner is not None
    await decide(hass, account, owner, is_approved=is_approved, message=words)
    await hass.async_block_till_done()
    phone = "notify.bens_phone"
    assert family.told() == [
        (
            phone,
            "Your print was approved",
            "“List” was approved, and will be printed on “Office”.",
        )
        if is_approved
        else (
            phone,
            "Your print was denied",
            "“List” was not approved, and is not printed on “Office”. Not today",
        )
    ]
    await until_ended(move_to)
    assert [title for _, title, _ in family.told()] == ["Printed"] * is_approved


async def test_not_decided(
    hub: Hub, family: Family, office: str, automate: Automate, move_to: MoveTo
) -> None:
    """Who has printed is told that nobody approved it; not of an own cancellation."""
    await automate(REQUESTER, printers=[office])
    add_rule(hub.hass, hub.account, users=[family.ben.id], ask_above=0, wait_hours=1)
    await call_as(
        hub.hass, family.ben, "print", device_id=office, text="x", name="Late"
    )
    printed = await call_as(hub.hass, family.ben, "print", device_id=office, text="x")
    job_id = printed["jobs"][0]["job_id"]
    await call_as(hub.hass, family.ben, "cancel_job", job_id=job_id)
    await move_to("2026-11-25 01:00:00")
    assert family.told() == []
    await move_to("2026-11-25 01:31:00")
    ((phone, title, message),) = family.told()
    assert (phone, title) == ("notify.bens_phone", "Your print was not approved")
    assert message == "Nobody approved “Late” in time; it is not printed on “Office”."


async def test_chosen_news(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    family: Family,
    office: str,
    automate: Automate,
    move_to: MoveTo,
) -> None:
    """People are told only of what was chosen."""
    await automate(REQUESTER, printers=[office], news=["failed"])
    await call_as(hass, family.ben, "print", device_id=office, text="x")
    await until_ended(move_to)
    assert family.told() == []
    simulator.faults.add("newPrintTask", Fault.REFUSED)
    with may_refuse():
        await call_as(hass, family.ben, "print", device_id=office, text="x")
    await hass.async_block_till_done()
    ((phone, _, message),) = family.told()
    assert phone == "notify.bens_phone"
    # With the words of the service
    assert message.startswith("“") and not message.endswith("“Office”.")


async def test_once_for_both_sides(
    hass: HomeAssistant,
    family: Family,
    one_sided: OneSided,
    office: str,
    automate: Automate,
) -> None:
    """Both sides by hand are one print, which is told once both have come out."""
    await automate(REQUESTER, printers=[office])
    await one_sided.print_fronts(on_behalf_of=family.ben.id)
    assert family.told() == []
    await call(hass, "print_other_sides", device_id=office)
    await one_sided.finish()
    assert [title for _, title, _ in family.told()] == ["Printed"]


@pytest.mark.parametrize("has_own_history", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_who(
    hub: Hub,
    family: Family,
    office: str,
    automate: Automate,
    move_to: MoveTo,
    language: str,
    has_own_history: bool,
) -> None:
    """One person is told who has printed, by the names of persons."""
    options = {**hub.account.options, "own_history": has_own_history}
    hub.hass.config_entries.async_update_entry(hub.account, options=options)
    await hub.hass.async_block_till_done()
    add_link(hub.hass, hub.account, "Mail")
    await automate(WHO, printers=[office], person="person.anna", language=language)
    await call_as(hub.hass, family.anna, "print", device_id=office, text="x")
    await call_as(
        hub.hass, family.ben, "print", device_id=office, text="x", name="List", copies=2
    )
    sheet: dict[str, Any] = {"device_id": office, "text": "x", "name": "Sheet"}
    await call(hub.hass, "print", **sheet)
    await call(hub.hass, "print", **sheet, on_behalf_of="Mail")
    await until_ended(move_to)
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await call_as(hub.hass, family.ben, "print", device_id=office, text="x", name="Map")
    await hub.hass.async_block_till_done()
    told = family.told()
    assert {phone for phone, _, _ in told} == {"notify.annas_phone"}
    unknown = told.pop()
    if language == "en":
        assert sorted(each[1:] for each in told) == [
            ("An automation printed “Sheet”", "It was printed on “Office”: 1 side."),
            ("Ben printed “List”", "It was printed on “Office”: 2 sides."),
            ("Mail printed “Sheet”", "It was printed on “Office”: 1 side."),
        ]
        assert unknown[1:] == (
            "Ben printed “Map”",
            "It was sent to “Office”, but it is unknown whether it was printed.",
        )
    else:
        assert sorted(each[1:] for each in told) == [
            ("Ben打印了“List”", "已在“Office”上打印完成，共 2 面。"),
            ("Mail打印了“Sheet”", "已在“Office”上打印完成，共 1 面。"),
            ("自动化打印了“Sheet”", "已在“Office”上打印完成，共 1 面。"),
        ]
        assert unknown[1:] == ("Ben打印了“Map”", "已发往“Office”，但不确定是否已打印。")


async def test_who_also_oneself(
    hass: HomeAssistant,
    family: Family,
    office: str,
    automate: Automate,
    move_to: MoveTo,
) -> None:
    """Own prints are told if that is wanted; without a phone, nothing is."""
    await automate(WHO, printers=[office], person="person.anna", own=True)
    await call_as(hass, family.anna, "print", device_id=office, text="x", name="List")
    await until_ended(move_to)
    ((phone, title, _),) = family.told()
    assert (phone, title) == ("notify.annas_phone", "Anna printed “List”")
    add_person(hass, "Anna", family.anna)
    await call_as(hass, family.ben, "print", device_id=office, text="x")
    await until_ended(move_to, 31)
    assert family.told() == []


@pytest.mark.parametrize("blueprint", [REQUESTER, WHO])
async def test_where_it_is_shown(
    hass: HomeAssistant,
    family: Family,
    office: str,
    automate: Automate,
    move_to: MoveTo,
    blueprint: str,
) -> None:
    """Other actions can lead to the print."""
    told = async_mock_service(hass, "test", "told")
    tell = [{"action": "test.told", "data": {"url": "{{ url }}"}}]
    person = {"person": "person.anna"} if blueprint == WHO else {}
    await automate(blueprint, printers=[office], tell=tell, **person)
    answer = await call_as(hass, family.ben, "print", device_id=office, text="x")
    await until_ended(move_to)
    job_id = answer["jobs"][0]["job_id"]
    assert [each.data["url"] for each in told] == [f"/cloudprint?job={job_id}"]
