"""The blueprint that asks approvers by their phones."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.core import Context, EventOrigin, HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..hub import Hub
from ..printing.test_permissions import call_as
from ..rules import add_rule, waiting_for_approval
from .conftest import Automate

PRESSED = "mobile_app_notification_action"


class Home:
    """A child who prints, and parents with phones."""

    def __init__(self, hass: HomeAssistant, account: MockConfigEntry) -> None:
        """Keep the parts."""
        self.hass, self.account = hass, account
        self.users: dict[str, User] = {}
        self.sent: dict[str, list[ServiceCall]] = {}

    async def add(
        self, name: str, domain: str = "mobile_app", *, can_be_told: bool = True
    ) -> None:
        """Add a user, a person, and a phone that is signed in."""
        user = await self.hass.auth.async_create_user(name, group_ids=["system-users"])
        self.users[name] = user
        entry = MockConfigEntry(domain=domain, title=name)
        entry.add_to_hass(self.hass)
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(domain, name)},
            name=f"{name}'s phone",
        )
        tracker, *_ = [
            er.async_get(self.hass).async_get_or_create(
                kind, domain, name, config_entry=entry, device_id=device.id
            )
            for kind in ("device_tracker", *(["notify"] if can_be_told else []))
        ]
        self.hass.states.async_set(
            f"person.{name.lower()}",
            "home",
            {"user_id": user.id, "device_trackers": [tracker.entity_id]},
        )
        action = f"mobile_app_{name.lower()}_s_phone"
        self.sent[name] = async_mock_service(self.hass, "notify", action)

    @property
    def waiting(self) -> list[Job]:
        """Return what waits for an approval."""
        return waiting_for_approval(self.account)

    async def print(self, *device_ids: str, **fields: Any) -> list[Any]:
        """Let the child print."""
        fields = {"text": "x", "name": "Maths", "device_id": [*device_ids], **fields}
        answer = await call_as(self.hass, self.users["Child"], "print", **fields)
        await self.hass.async_block_till_done()
        jobs: list[Any] = answer["jobs"]
        return jobs

    async def press(self, name: str | None, action: str, **data: Any) -> None:
        """Let a phone send what a press sends, as the user whom it is signed in as."""
        user_id = None if name is None else self.users[name].id
        self.hass.bus.async_fire(
            PRESSED,
            {"action": action, **data},
            EventOrigin.remote,
            context=Context(user_id=user_id),
        )
        await self.hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
async def family(hass: HomeAssistant, hub: Hub, blueprint_home: None) -> Home:
    """Set up the home, and a rule by which both parents are asked."""
    await hass.auth.async_create_user("Owner")
    family = Home(hass, hub.account)
    for name in ("Mother", "Father", "Child"):
        await family.add(name)
    add_rule(
        hass,
        hub.account,
        "Children",
        users=[family.users["Child"].id],
        ask_above=0,
        approvers=[family.users[name].id for name in ("Mother", "Father")],
    )
    dr.async_get(hass).async_update_device(hub.device_id, name_by_user="Office")
    return family


def inputs(device_id: str, **more: Any) -> dict[str, Any]:
    """Return the inputs: both parents, and the child, who may not."""
    persons = ["person.mother", "person.father", "person.child"]
    return {"printers": [device_id], "approvers": persons, **more}


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 1, ": 2 pages, 1 prints without asking."),
        ("en", 2, ": 4 pages, 2 print without asking."),
        ("zh", 2, "，共 4 页（2 页以内无需审批）。"),
    ],
)
async def test_number(
    family: Home,
    device_id: str,
    automate: Automate,
    language: str,
    number: int,
    words: str,
) -> None:
    """The message names the pages, and how many print without asking."""
    (rule,) = family.account.subentries.values()
    data = {**rule.data, "ask_above": number}
    family.hass.config_entries.async_update_subentry(family.account, rule, data=data)
    await automate("approve_prints", **inputs(device_id, language=language))
    await family.print(device_id, copies=2 * number)
    (asked,) = family.sent["Mother"]
    assert asked.data["message"].endswith(words)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_asks(
    family: Home, device_id: str, automate: Automate, language: str
) -> None:
    """Both parents are asked on their phones, and the child is not."""
    await automate("approve_prints", **inputs(device_id, language=language))
    (job,) = await family.print(device_id)
    (asked,) = family.sent["Mother"]
    assert [each.data for each in family.sent["Father"]] == [asked.data]
    assert family.sent["Child"] == []
    title, message, approve, deny = {
        "en": (
            "Approve this print?",
            "Child would like to print “Maths” on “Office”: 1 page.",
            "Approve",
            "Deny",
        ),
        "zh": (
            "批准打印吗？",
            "Child想在“Office”上打印“Maths”，共 1 页。",
            "批准",
            "拒绝",
        ),
    }[language]
    assert (asked.data["title"], asked.data["message"]) == (title, message)
    (rule_id,) = family.account.subentries
    assert asked.data["data"] == {
        "tag": f"cloudprint_{job['job_id']}_{rule_id}",
        "url": f"/cloudprint?job={job['job_id']}",
        "clickAction": f"/cloudprint?job={job['job_id']}",
        "actions": [
            {
                "action": f"CLOUDPRINT_APPROVE_{job['job_id']}",
                "title": approve,
                "authenticationRequired": True,
            },
            {
                "action": f"CLOUDPRINT_DENY_{job['job_id']}",
                "title": deny,
                "destructive": True,
            },
        ],
    }


async def test_approves(family: Home, hub: Hub, automate: Automate) -> None:
    """A press approves all of the print, in the name of who pressed; then it is cleared."""
    await automate("approve_prints", **inputs(hub.device_id))
    first, other = await family.print(hub.device_id, hub.colour_id)
    await family.print(hub.device_id, name="Another")
    action = family.sent["Father"][0].data["data"]["actions"][0]["action"]
    await family.press("Father", action)
    assert [job.name for job in family.waiting] == ["Another"]
    assert [job.name for job in hub.simulator.printed] == ["Maths", "Maths"]
    jobs = await hub.jobs()
    approvals = {job["job_id"]: job["approval"] for job in jobs}
    for job in (first, other):
        assert approvals[job["job_id"]]["decided_by"] == "Father"
    # Nothing is left of it on any phone.
    for name in ("Mother", "Father"):
        asked, _, cleared = [each.data for each in family.sent[name]]
        assert cleared["message"] == "clear_notification"
        assert cleared["data"] == {"tag": asked["data"]["tag"]}
    # A late press on another phone changes nothing.
    await family.press("Mother", action.replace("APPROVE", "DENY"))
    await family.press("Mother", action)
    assert len(hub.simulator.printed) == 2


async def test_denies(family: Home, hub: Hub, automate: Automate) -> None:
    """A press denies it."""
    await automate("approve_prints", **inputs(hub.device_id))
    (job,) = await family.print(hub.device_id)
    await family.press("Mother", f"CLOUDPRINT_DENY_{job['job_id']}")
    (record,) = await hub.jobs()
    assert (record["state"], record["reason"]) == ("canceled", "denied")
    assert record["approval"]["decided_by"] == "Mother"
    assert hub.simulator.printed == []


async def test_forged(family: Home, hub: Hub, automate: Automate) -> None:
    """What a phone says of who pressed is nothing: only whom it is signed in as counts."""
    await automate("approve_prints", **inputs(hub.device_id))
    await family.add("Stranger")
    (job,) = await family.print(hub.device_id)
    approve = f"CLOUDPRINT_APPROVE_{job['job_id']}"
    mother = family.users["Mother"].id
    forged = {
        "user_id": mother,
        "approver": mother,
        "context": {"user_id": mother},
        "device_id": "mother",
    }
    for name in ("Child", "Stranger", None):
        await family.press(name, approve, **forged)
        await family.press(name, approve.replace("APPROVE", "DENY"), **forged)
    assert len(family.waiting) == 1
    assert hub.simulator.printed == []
    # Nor is another print approved by words around the id, or with nothing in it.
    for action in (f"X{approve}", f"{approve}X", "CLOUDPRINT_APPROVE_", "", "OTHER"):
        await family.press("Mother", action)
    hub.hass.bus.async_fire(PRESSED, {}, context=Context(user_id=mother))
    await hub.hass.async_block_till_done()
    assert len(family.waiting) == 1
    await family.press("Mother", approve)
    assert family.waiting == []


@pytest.mark.parametrize("how", ["card", "canceled"])
async def test_ended_elsewhere(
    hass: HomeAssistant, family: Home, device_id: str, automate: Automate, how: str
) -> None:
    """It disappears from the phones when it was decided elsewhere, or needs it no more."""
    await automate("approve_prints", **inputs(device_id))
    (job,) = await family.print(device_id)
    if how == "card":
        await call_as(hass, family.users["Mother"], "approve_job", job_id=job["job_id"])
    else:
        await call_as(hass, family.users["Child"], "cancel_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    assert family.sent["Father"][-1].data["message"] == "clear_notification"


async def test_phones_without_notifications(
    hass: HomeAssistant, family: Home, device_id: str, automate: Automate
) -> None:
    """What cannot be told keeps nobody else from being asked."""
    await family.add("Uncle", can_be_told=False)
    await family.add("Aunt", "another")
    hass.states.async_set("person.nobody", "home", {"user_id": None})
    rule = next(iter(family.account.subentries.values()))
    approvers = [user.id for user in family.users.values()]
    hass.config_entries.async_update_subentry(
        family.account, rule, data={**rule.data, "approvers": approvers}
    )
    persons = [f"person.{name}" for name in ("nobody", "uncle", "aunt", "father")]
    await automate("approve_prints", printers=[device_id], approvers=persons)
    await family.print(device_id)
    assert {name: len(sent) for name, sent in family.sent.items() if sent} == {
        "Father": 1
    }
