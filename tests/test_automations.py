"""Triggers and conditions in automations."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_mock_service,
)

from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.spool.job import JobState
from homeassistant.const import Platform
from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.target import TargetSelection
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads, json_loads_object

from .actions import call
from .conftest import Advance
from .entities import device_id_of, entity_id_of
from .hub import Hub
from .simulator import Fault
from .test_button import press


@pytest.fixture(params=["enabled", "disabled"], autouse=True)
def event_entity(request: pytest.FixtureRequest) -> str:
    """Test homes with an enabled event entity, and those where it is disabled."""
    if request.param == "enabled":
        request.getfixturevalue("enabled_entities")
    return str(request.param)


async def automate(hass: HomeAssistant, **automation: Any) -> list[ServiceCall]:
    """Set up an automation; return its calls, which have the names of the jobs."""
    calls = async_mock_service(hass, "test", "told")
    told = {
        "action": "test.told",
        "data": {
            "name": "{{ trigger.to_state.attributes.job_name }}",
            "job": "{{ trigger.job | to_json }}",
            "state": "{{ trigger.to_state.as_dict() | to_json }}",
            "entity_id": "{{ trigger.entity_id }}",
        },
    }
    assert await async_setup_component(
        hass, "automation", {"automation": {"actions": [told], **automation}}
    )
    await hass.async_block_till_done()
    return calls


@pytest.mark.parametrize(
    ("trigger", "fault", "online"),
    [
        ("job_finished", None, "1"),
        ("job_failed", Fault.REFUSED, "1"),
        ("job_unconfirmed", Fault.DROP_AFTER_ACCEPT, "1"),
        ("job_held", None, "0"),
    ],
)
@pytest.mark.parametrize("target", ["entity_id", "device_id", "area_id"])
async def test_triggers(
    hub: Hub,
    advance: Advance,
    trigger: str,
    fault: Fault | None,
    online: str,
    target: str,
) -> None:
    """Each trigger fires for its state, and only for jobs of its target."""
    area = ar.async_get(hub.hass).async_create("Study")
    dr.async_get(hub.hass).async_update_device(hub.device_id, area_id=area.id)
    targets = {
        "entity_id": hub.entity_id(Platform.EVENT, "print_job"),
        "device_id": hub.device_id,
        "area_id": area.id,
    }
    calls = await automate(
        hub.hass,
        triggers={
            "trigger": f"cloudprint.{trigger}",
            "target": {target: targets[target]},
        },
    )
    hub.printer.online_status = online
    await hub.refresh()
    for known, name in ((hub.colour_id, "other"), (hub.device_id, "ours")):
        if fault:
            hub.simulator.faults.add("newPrintTask", fault)
        try:
            await call(hub.hass, "print", device_id=known, text="x", name=name)
        except Exception:  # noqa: BLE001 - the error of the fault is not tested here
            assert fault is Fault.REFUSED
    for _ in range(10):
        await advance(10)
    assert [told.data["name"] for told in calls] == ["ours"]


async def test_jobs_changed_while_unloaded(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """Triggers fire for jobs that changed while the account was unloaded."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x", name="List")
    (job,) = hub.data.store.undecided_jobs
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_unconfirmed",
            "target": {"device_id": hub.device_id},
        },
    )
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert calls == []

    # As if the job had been sent in part, or restored from a backup.
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    await advance(60)
    await hass.data["cloudprint"].async_update(job.with_state(job.state, job.reason))
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    assert [told.data["name"] for told in calls] == ["List"]


async def test_what_triggers_give(
    hass: HomeAssistant, hub: Hub, advance: Advance, event_entity: str
) -> None:
    """They give the job as `get_jobs` has it, and the state of the event entity."""
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_finished",
            "target": {"device_id": hub.device_id},
        },
    )
    await hub.print(text="x", name="List")
    for _ in range(10):
        await advance(10)
    (told,) = calls
    (job,) = await hub.jobs()
    to_state = json_loads_object(told.data["state"])
    assert json_loads(told.data["job"]) == job
    entity_id = hub.entity_id(Platform.EVENT, "print_job")
    assert told.data["entity_id"] == to_state["entity_id"] == entity_id
    state = hass.states.get(entity_id)
    assert (state is None) is (event_entity == "disabled")
    if state is not None:
        assert to_state["state"] == state.state
    attributes = to_state["attributes"]
    assert isinstance(attributes, dict)
    assert {name: attributes[name] for name in EVENT_ATTRIBUTES} == {
        "device_id": hub.device_id,
        "event_type": "finished",
        "job_id": job["job_id"],
        "job_name": "List",
        "message": None,
        "reason": None,
        "requested_by": None,
        "task_id": job["task_id"],
        "warnings": [],
    }


EVENT_ATTRIBUTES = (
    "device_id",
    "event_type",
    "job_id",
    "job_name",
    "message",
    "reason",
    "requested_by",
    "task_id",
    "warnings",
)


@pytest.mark.parametrize(
    ("by", "is_told"),
    [
        ("status", True),
        ("label of the status", None),
        ("without the status", None),
        ("without the event", None),
        ("entity of others", False),
    ],
)
async def test_target_entities(
    hub: Hub, advance: Advance, event_entity: str, by: str, is_told: bool | None
) -> None:
    """The status stands for a printer whose event entity is disabled."""
    entities = er.async_get(hub.hass)
    status = hub.entity_id(Platform.SENSOR, "status")
    event = hub.entity_id(Platform.EVENT, "print_job")
    other = entities.async_get_or_create("sensor", "test", "x", device_id=hub.device_id)
    label = lr.async_get(hub.hass).async_create("Paper")
    entities.async_update_entity(status, labels={label.label_id})
    targets: dict[str, dict[str, Any]] = {
        "status": {"entity_id": status},
        "label of the status": {"label_id": label.label_id},
        "without the status": {
            "device_id": hub.device_id,
            "exclude": {"entity_id": status},
        },
        "without the event": {
            "device_id": hub.device_id,
            "exclude": {"entity_id": event},
        },
        "entity of others": {"entity_id": [other.entity_id, "sensor.unknown"]},
    }
    if "exclude" in targets[by] and not hasattr(TargetSelection({}), "exclude"):
        pytest.skip("Home Assistant 2026.8 has no such targets")
    calls = await automate(
        hub.hass,
        triggers={"trigger": "cloudprint.job_finished", "target": targets[by]},
    )
    await hub.print(text="x", name="List")
    await advance(60)
    if is_told is None:
        is_told = (event_entity == "disabled") is (
            by in ("label of the status", "without the event")
        )
    assert [told.data["name"] for told in calls] == ["List"] * is_told


async def test_empty_target(
    hass: HomeAssistant, account: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """A trigger without a target says so."""
    await automate(hass, triggers={"trigger": "cloudprint.job_finished", "target": {}})
    assert "The target of the trigger names nothing" in caplog.text


async def test_printer_added_later(hub: Hub, advance: Advance) -> None:
    """Jobs of a printer that came to the area later trigger, too."""
    area = ar.async_get(hub.hass).async_create("Study")
    calls = await automate(
        hub.hass,
        triggers={
            "trigger": "cloudprint.job_finished",
            "target": {"area_id": area.id},
        },
    )
    printer = hub.simulator.add_printer("HP", share_code="830487799")
    hub.simulator.bind(hub.application, printer)
    await hub.refresh()
    await hub.hass.async_block_till_done()
    device_id = device_id_of(hub.hass, hub.account, printer)
    await call(hub.hass, "print", device_id=device_id, text="x", name="before")
    await advance(60)
    dr.async_get(hub.hass).async_update_device(device_id, area_id=area.id)
    await call(hub.hass, "print", device_id=device_id, text="x", name="after")
    await advance(60)
    assert [told.data["name"] for told in calls] == ["after"]


async def test_start(hass: HomeAssistant, hub: Hub) -> None:
    """What becomes of jobs at the start triggers once automations listen."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x", name="List")
    (job,) = hub.data.store.undecided_jobs
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    # As if Home Assistant had been killed while it was sent.
    await hass.data["cloudprint"].async_update(job.with_state(JobState.SUBMITTING))
    hass.set_state(CoreState.not_running)
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    events = async_capture_events(hass, EVENT_JOB)
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_unconfirmed",
            "target": {"device_id": hub.device_id},
        },
    )
    assert hub.data.store.undecided_jobs
    assert (calls, events) == ([], [])
    await hass.async_start()
    await hass.async_block_till_done()
    assert [told.data["name"] for told in calls] == ["List"]
    assert [event.data["state"] for event in events] == ["unconfirmed"]


async def test_conditions(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """A condition is about the printers or the account in its target."""
    account_device = next(
        device.id
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), hub.account.entry_id
        )
        if device.entry_type is dr.DeviceEntryType.SERVICE
    )
    calls = async_mock_service(hass, "test", "told")
    checks = [
        ("is_printing", hub.device_id),
        ("is_printing", hub.colour_id),
        ("has_held_jobs", hub.device_id),
        ("has_held_jobs", hub.colour_id),
        ("has_held_jobs", account_device),
        # Of all that the account has, also of its button that was pressed.
        ("has_held_jobs all", account_device),
    ]
    release = entity_id_of(hass, hub.account, Platform.BUTTON, "release_held_jobs")
    await press(hass, release)
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": [
                {
                    "triggers": {"trigger": "event", "event_type": "check"},
                    "conditions": {
                        "condition": f"cloudprint.{condition.removesuffix(' all')}",
                        "target": {"device_id": target},
                        "options": {
                            "behavior": "all" if condition.endswith(" all") else "any"
                        },
                    },
                    "actions": {"action": "test.told", "data": {"number": number}},
                }
                for number, (condition, target) in enumerate(checks)
            ]
        },
    )
    await hass.async_block_till_done()

    async def true() -> list[tuple[str, str]]:
        calls.clear()
        hass.bus.async_fire("check")
        await hass.async_block_till_done()
        return sorted((checks[told.data["number"]] for told in calls), key=checks.index)

    assert await true() == []
    hub.printer.step_seconds = 20
    await hub.print(text="x")
    for _ in range(10):
        await advance(5)
        if found := await true():
            break
    assert found == [("is_printing", hub.device_id)]
    for _ in range(10):
        await advance(10)
    assert await true() == []

    await hub.go_offline()
    await hub.print(text="x")
    await hass.async_block_till_done()
    held = [
        ("has_held_jobs", hub.device_id),
        ("has_held_jobs", account_device),
        ("has_held_jobs all", account_device),
    ]
    assert await true() == held
    # Jobs are held in Home Assistant, also while the service is unavailable.
    hub.simulator.refuse_connections()
    await hub.refresh()
    assert await true() == held


async def test_held_for_some_time(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """The time counts from the first held job on, also while others come and go."""
    calls = async_mock_service(hass, "test", "told")
    automation = {
        "triggers": {"trigger": "event", "event_type": "check"},
        "conditions": {
            "condition": "cloudprint.has_held_jobs",
            "target": {"device_id": hub.device_id},
            "options": {"for": {"minutes": 5}},
        },
        "actions": {"action": "test.told"},
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hub.go_offline()
    first = await call(hass, "print", device_id=hub.device_id, text="x")

    async def is_true() -> bool:
        calls.clear()
        hass.bus.async_fire("check")
        await hass.async_block_till_done()
        return bool(calls)

    await advance(200)
    assert not await is_true()
    await hub.print(text="y")
    await call(hass, "cancel_job", job_id=first["jobs"][0]["job_id"])
    await advance(101)
    assert await is_true()
    (second,) = hub.data.store.held_jobs
    await call(hass, "cancel_job", job_id=second.job_id)
    assert not await is_true()
    await hub.print(text="z")
    await advance(200)
    assert not await is_true()


async def test_each_job_once(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """Each of several jobs that end at the same time triggers once.

    This also holds if the target has the printer several times.
    """
    floor = fr.async_get(hass).async_create("Ground")
    area = ar.async_get(hass).async_create("Study", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Paper")
    dr.async_get(hass).async_update_device(
        hub.device_id, area_id=area.id, labels={label.label_id}
    )
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_finished",
            "target": {
                "floor_id": floor.floor_id,
                "area_id": area.id,
                "label_id": label.label_id,
                "device_id": hub.device_id,
            },
        },
        mode="parallel",
    )
    for name in ("one", "two", "three"):
        await hub.print(text="x", name=name)
    await advance(60)
    names = sorted(told.data["name"] for told in calls)
    assert names == ["one", "three", "two"]
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert len(calls) == 3


async def test_text_that_looks_like_python(hass: HomeAssistant, hub: Hub) -> None:
    """What a template says is printed, and again, also numbers in a row and JSON."""
    texts = ("4, 8, 15", '{"milk": 2}')
    action = {"action": "cloudprint.print", "target": {"device_id": hub.device_id}}
    automation = {
        "triggers": {"trigger": "event", "event_type": "go"},
        "actions": [
            action | {"data": {"text": f"{{{{ {text!r} }}}}", "footer": "{{ [1, 2] }}"}}
            for text in texts
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    assert [job.content.decode() for job in hub.simulator.printed] == list(texts)
    await call(hass, "reprint_job", device_id=hub.device_id)
    assert [job.config["footer"] for job in hub.simulator.printed] == ["[1, 2]"] * 3
