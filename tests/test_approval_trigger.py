"""Tests of what is told of approvals: triggers, the sensor, events and the activity."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_mock_service,
)

from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.logbook import describe_event
from homeassistant.auth.models import User
from homeassistant.const import Platform
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads_object

from .actions import call
from .conftest import Advance
from .entities import device_id_of, entity_id_of
from .hub import Hub
from .policy.test_admission import jobs_of
from .printing.test_permissions import call_as
from .printing.test_quirks import answers
from .rules import add_rule

type Told = Callable[[], list[dict[str, Any]]]
NAMES = ("approval_needed", "approval_ended", "job_held", "job_finished")


@pytest.fixture
async def told(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> Told:
    """Set up an automation with all triggers; return what it was told since, by whom."""
    calls = async_mock_service(hass, "test", "told")
    triggers = [
        {
            "trigger": f"cloudprint.{name}",
            "id": name,
            "target": {"device_id": [device_id, colour_id]},
        }
        for name in NAMES
    ]
    data = {"what": "{{ trigger.id }}", "job": "{{ trigger.job | to_json }}"}
    automation = {
        "alias": "Tell",
        "mode": "parallel",
        "triggers": triggers,
        "actions": [{"action": "test.told", "data": data}],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()

    def get() -> list[dict[str, Any]]:
        found = [
            {
                "what": each.data["what"],
                **json_loads_object(each.data["job"]),
            }
            for each in calls
        ]
        calls.clear()
        return found

    return get


@pytest.fixture
async def owner(hass: HomeAssistant) -> User:
    """Return an administrator."""
    return await hass.auth.async_create_user("Owner", group_ids=["system-admin"])


@pytest.fixture
async def child(hass: HomeAssistant, owner: User) -> User:
    """Return a user who is no administrator."""
    return await hass.auth.async_create_user("Child", group_ids=["system-users"])


def whats(told: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    """Return what was told, with states and reasons."""
    return [(each["what"], each["state"], each["reason"]) for each in told]


async def test_once_for_a_print(
    hass: HomeAssistant, hub: Hub, owner: User, child: User, told: Told
) -> None:
    """Copies as jobs on two printers are asked about once, with what one has to know."""
    hass.config_entries.async_update_entry(hub.account, options=answers(copies="one"))
    mother = await hass.auth.async_create_user("Mother", group_ids=["system-users"])
    gone = await hass.auth.async_create_user("Gone", group_ids=["system-users"])
    await hass.auth.async_remove_user(gone)
    rule_id = add_rule(
        hass,
        hub.account,
        "Children",
        users=[child.id],
        ask_above=0,
        approvers=[mother.id, gone.id, child.id],
    )
    fields = {"text": "x", "copies": 2, "name": "Letter"}
    devices = [hub.device_id, hub.colour_id]
    answer = await call_as(hass, child, "print", device_id=devices, **fields)
    await hass.async_block_till_done()
    (asked,) = told()
    assert asked["what"] == "approval_needed"
    assert (asked["state"], asked["reason"]) == ("held", "approval")
    assert (asked["name"], asked["requested_by"]) == ("Letter", "Child")
    assert asked["job_id"] in [job["job_id"] for job in answer["jobs"]]
    approval = asked["approval"]
    assert set(approval.pop("approvers")) == {mother.id, owner.id}
    assert approval == {
        "state": "needed",
        "request_id": answer["jobs"][0]["job_id"],
        "rule_id": rule_id,
        "rule": "Children",
        "causes": ["pages"],
        "pages": 4,
        "ask_above": 0,
        "decided_by": None,
        "changes": {},
        "decided_at": None,
    }
    await call_as(hass, mother, "approve_job", job_id=asked["job_id"])
    await hass.async_block_till_done()
    ended = told()
    assert [each["what"] for each in ended] == ["approval_ended"]
    assert ended[0]["approval"]["state"] == "given"
    assert ended[0]["approval"]["decided_by"] == "Mother"


async def test_no_held_event(
    hass: HomeAssistant,
    hub: Hub,
    owner: User,
    child: User,
    told: Told,
    advance: Advance,
) -> None:
    """The wait is no event of a held job; after approval its usual events go on."""
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    events = async_capture_events(hass, EVENT_JOB)
    (job,) = await jobs_of(hass, child, device_id=hub.device_id, text="x")
    await hass.async_block_till_done()
    assert whats(told()) == [("approval_needed", "held", "approval")]
    assert [event.data["state"] for event in events] == ["approval_needed"]
    message = describe_event(hass, events[0].data)["message"]
    assert message.startswith("“Home Assistant")
    assert "waits for an approval before it goes to" in message
    await hub.go_offline()
    await call_as(hass, owner, "approve_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    assert whats(told())[1:] == [("job_held", "held", "printer_offline")]
    await hub.go_online()
    for _ in range(12):
        await advance(5)
    assert whats(told()) == [("job_finished", "finished", None)]
    states = [event.data["state"] for event in events]
    assert states == ["approval_needed", "held", "finished"]


@pytest.mark.parametrize("how", ["denied", "expired", "canceled", "moved"])
async def test_ended(
    hass: HomeAssistant,
    hub: Hub,
    owner: User,
    child: User,
    told: Told,
    advance: Advance,
    how: str,
) -> None:
    """Whatever ends the wait is told, but a move goes on waiting."""
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    events = async_capture_events(hass, EVENT_JOB)
    (job,) = await jobs_of(hass, child, device_id=hub.device_id, text="x")
    job_id = job["job_id"]
    if how == "denied":
        await call_as(hass, owner, "deny_job", job_id=job_id, message="No")
    elif how == "expired":
        await advance(24 * 3600 + 1)
    elif how == "canceled":
        await call_as(hass, child, "cancel_job", job_id=job_id)
    else:
        await call_as(hass, child, "move_job", job_id=job_id, device_id=hub.colour_id)
    await hass.async_block_till_done()
    asked, *ended = told()
    assert asked["what"] == "approval_needed"
    if how == "moved":
        assert ended == []
        # The buttons of the notification still work.
        await call_as(hass, owner, "approve_job", job_id=job_id, copies=2)
        await hass.async_block_till_done()
        (now,) = told()
        assert (now["what"], now["approval"]["state"]) == ("approval_ended", "given")
        assert now["device_id"] == hub.colour_id
        assert now["reason"] != "moved"
        return
    expected = {
        "denied": ("canceled", "denied"),
        "expired": ("expired", "approval"),
        "canceled": ("canceled", "by_hand"),
    }[how]
    assert whats(ended) == [("approval_ended", *expected)]
    assert (events[-1].data["state"], events[-1].data["reason"]) == expected
    if how == "denied":
        assert ended[0]["message"] == "No"


@pytest.mark.parametrize("is_last", [True, False])
async def test_printer_that_is_gone(
    hass: HomeAssistant, hub: Hub, owner: User, child: User, told: Told, is_last: bool
) -> None:
    """The end of the wait is told by another printer of the print."""
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    printers = [hub.device_id, hub.colour_id][:: 1 if is_last else -1]
    fields = {"device_id": printers, "text": "x"}
    job, _ = await jobs_of(hass, child, **fields)
    registry = er.async_get(hass)
    for entity in er.async_entries_for_device(registry, hub.colour_id, True):
        registry.async_remove(entity.entity_id)
    await hass.async_block_till_done()
    told()
    await call_as(hass, owner, "deny_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    (ended,) = told()
    assert (ended["what"], ended["device_id"]) == ("approval_ended", hub.device_id)


async def test_asked_again(
    hass: HomeAssistant, hub: Hub, owner: User, child: User, told: Told
) -> None:
    """A print that is printed again is asked about again."""
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    (job,) = await jobs_of(hass, child, device_id=hub.device_id, text="x")
    await call_as(hass, owner, "deny_job", job_id=job["job_id"])
    await call_as(hass, child, "reprint_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    names = [each["what"] for each in told()]
    assert names == ["approval_needed", "approval_ended", "approval_needed"]
    # Also while it waits
    await call_as(hass, child, "reprint_job", job_id=job["job_id"], copies=2)
    await hass.async_block_till_done()
    (asked,) = told()
    assert (asked["what"], asked["approval"]["pages"]) == ("approval_needed", 2)


async def test_restart(
    hass: HomeAssistant, hub: Hub, owner: User, child: User, told: Told
) -> None:
    """What waited before is not told again; what comes during the start is, after it."""
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    fields = {"device_id": hub.device_id, "text": "x"}
    (job,) = await jobs_of(hass, child, **fields)
    await hass.async_block_till_done()
    told()
    hass.set_state(CoreState.starting)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await call_as(hass, child, "print", **fields, name="New")
    await hass.async_block_till_done()
    assert told() == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()
    assert [(each["what"], each["name"]) for each in told()] == [
        ("approval_needed", "New")
    ]
    await call_as(hass, owner, "approve_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    assert [each["what"] for each in told()][:1] == ["approval_ended"]


async def test_other_printers(
    hass: HomeAssistant, hub: Hub, child: User, told: Told
) -> None:
    """A trigger tells of the printers of its target alone, in any order of the print."""
    third = hub.simulator.add_printer(
        name="Third", sn="Third001", share_code="700000009"
    )
    hub.simulator.bind(hub.application, third)
    await hub.refresh()
    third_id = device_id_of(hass, hub.account, third)
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    await call_as(hass, child, "print", device_id=third_id, text="x")
    await hass.async_block_till_done()
    assert told() == []
    await call_as(hass, child, "print", device_id=[third_id, hub.device_id], text="x")
    await hass.async_block_till_done()
    (asked,) = told()
    assert asked["device_id"] == hub.device_id


async def test_sensor(hass: HomeAssistant, hub: Hub, owner: User, child: User) -> None:
    """Prints that wait are counted, in accounts with a rule alone, and not named."""
    registry = er.async_get(hass)

    def find() -> str | None:
        unique_id = f"{hub.account.unique_id}_approvals"
        return registry.async_get_entity_id(Platform.SENSOR, "cloudprint", unique_id)

    assert find() is None
    add_rule(hass, hub.account, users=[child.id], ask_above=0)
    await hass.async_block_till_done()
    entity_id = entity_id_of(hass, hub.account, Platform.SENSOR, "approvals")
    assert entity_id == find()
    assert hass.states.is_state(entity_id, "0")
    fields = {
        "device_id": [hub.device_id, hub.colour_id],
        "text": "x",
        "name": "Secret",
    }
    (job, _) = await jobs_of(hass, child, **fields)
    await hass.async_block_till_done()
    state = hass.states.get(entity_id)
    assert state is not None and state.state == "1"
    assert "Secret" not in str(state.as_dict())
    assert set(state.attributes) == {"state_class", "friendly_name"}
    add_rule(hass, hub.account, "Another", kinds=["link"], ask_above=1)
    await call_as(hass, child, "print", **fields)
    await hass.async_block_till_done()
    assert hass.states.is_state(entity_id, "2")
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert hass.states.is_state(entity_id, "2")
    await call_as(hass, owner, "approve_job", job_id=job["job_id"])
    await hass.async_block_till_done()
    assert hass.states.is_state(entity_id, "1")
    assert (await call(hass, "release_jobs"))["jobs"] == []


async def test_sensor_of_no_rule(
    hass: HomeAssistant, hub: Hub, owner: User, child: User
) -> None:
    """The sensor goes with the last rule, unless a print waits, and comes again."""
    rule_id = add_rule(hass, hub.account, users=[child.id], ask_above=0)
    await hass.async_block_till_done()
    entity_id = entity_id_of(hass, hub.account, Platform.SENSOR, "approvals")
    registry = er.async_get(hass)
    fields = {"device_id": hub.device_id, "text": "x"}
    (job,) = await jobs_of(hass, child, **fields)
    hass.config_entries.async_remove_subentry(hub.account, rule_id)
    await hass.async_block_till_done()
    assert hass.states.is_state(entity_id, "1")
    await call_as(hass, owner, "deny_job", job_id=job["job_id"])
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert registry.async_get(entity_id) is None
    rule_id = add_rule(hass, hub.account, users=[child.id], ask_above=0)
    await hass.async_block_till_done()
    assert hass.states.is_state(entity_id, "0")
    hass.config_entries.async_remove_subentry(hub.account, rule_id)
    await hass.async_block_till_done()
    assert registry.async_get(entity_id) is None
    assert hass.states.get(entity_id) is None
