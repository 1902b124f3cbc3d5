"""Triggers and conditions in automations."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component

from .actions import call
from .conftest import Advance
from .entities import entity_id_of
from .simulator import CloudSimulator, Fault, Printer
from .test_button import press


async def automate(hass: HomeAssistant, **automation: Any) -> list[ServiceCall]:
    """Set up an automation; return its calls, which have the names of the jobs."""
    calls = async_mock_service(hass, "test", "told")
    told = {
        "action": "test.told",
        "data": {"name": "{{ trigger.to_state.attributes.job_name }}"},
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
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    colour_id: str,
    simulator: CloudSimulator,
    advance: Advance,
    trigger: str,
    fault: Fault | None,
    online: str,
    target: str,
) -> None:
    """Each trigger fires for its state, and only for jobs of its target."""
    area = ar.async_get(hass).async_create("Study")
    dr.async_get(hass).async_update_device(device_id, area_id=area.id)
    targets = {
        "entity_id": entity_id_of(hass, account, Platform.EVENT, "print_job", printer),
        "device_id": device_id,
        "area_id": area.id,
    }
    calls = await automate(
        hass,
        triggers={
            "trigger": f"cloudprint.{trigger}",
            "target": {target: targets[target]},
        },
    )
    printer.online_status = online
    await account.runtime_data.coordinator.async_refresh()
    for known, name in ((colour_id, "other"), (device_id, "ours")):
        if fault:
            simulator.faults.add("newPrintTask", fault)
        try:
            await call(hass, "print", device_id=known, text="x", name=name)
        except Exception:  # noqa: BLE001 - the error of the fault is not tested here
            assert fault is Fault.REFUSED
    for _ in range(10):
        await advance(10)
    assert [told.data["name"] for told in calls] == ["ours"]


async def test_jobs_changed_while_unloaded(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
    advance: Advance,
) -> None:
    """Triggers fire for jobs that changed while the account was unloaded."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await call(hass, "print", device_id=device_id, text="x", name="List")
    (job,) = account.runtime_data.store.undecided_jobs
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_unconfirmed",
            "target": {"device_id": device_id},
        },
    )
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert calls == []

    # As if the job had been sent in part, or restored from a backup.
    assert await hass.config_entries.async_unload(account.entry_id)
    await advance(60)
    await hass.data["cloudprint"].async_update(job.with_state(job.state, job.reason))
    assert await hass.config_entries.async_setup(account.entry_id)
    await hass.async_block_till_done()
    assert [told.data["name"] for told in calls] == ["List"]


async def test_conditions(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    colour_id: str,
    simulator: CloudSimulator,
    advance: Advance,
) -> None:
    """A condition is about the printers or the account in its target."""
    account_device = next(
        device.id
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), account.entry_id
        )
        if device.entry_type is dr.DeviceEntryType.SERVICE
    )
    calls = async_mock_service(hass, "test", "told")
    checks = [
        ("is_printing", device_id),
        ("is_printing", colour_id),
        ("has_held_jobs", device_id),
        ("has_held_jobs", colour_id),
        ("has_held_jobs", account_device),
        # Of all that the account has, also of its button that was pressed.
        ("has_held_jobs all", account_device),
    ]
    release = entity_id_of(hass, account, Platform.BUTTON, "release_held_jobs")
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
    printer.step_seconds = 20
    await call(hass, "print", device_id=device_id, text="x")
    for _ in range(10):
        await advance(5)
        if found := await true():
            break
    assert found == [("is_printing", device_id)]
    for _ in range(10):
        await advance(10)
    assert await true() == []

    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    await call(hass, "print", device_id=device_id, text="x")
    await hass.async_block_till_done()
    held = [
        ("has_held_jobs", device_id),
        ("has_held_jobs", account_device),
        ("has_held_jobs all", account_device),
    ]
    assert await true() == held
    # Jobs are held in Home Assistant, also while the service is unavailable.
    simulator.refuse_connections()
    await account.runtime_data.coordinator.async_refresh()
    assert await true() == held


async def test_each_job_once(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    advance: Advance,
) -> None:
    """Each of several jobs that end at the same time triggers once.

    This also holds if the target has the printer several times.
    """
    floor = fr.async_get(hass).async_create("Ground")
    area = ar.async_get(hass).async_create("Study", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Paper")
    dr.async_get(hass).async_update_device(
        device_id, area_id=area.id, labels={label.label_id}
    )
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_finished",
            "target": {
                "floor_id": floor.floor_id,
                "area_id": area.id,
                "label_id": label.label_id,
                "device_id": device_id,
            },
        },
        mode="parallel",
    )
    for name in ("one", "two", "three"):
        await call(hass, "print", device_id=device_id, text="x", name=name)
    await advance(60)
    names = sorted(told.data["name"] for told in calls)
    assert names == ["one", "three", "two"]
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert len(calls) == 3


async def test_text_that_looks_like_python(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """What a template says is printed, and again, also numbers in a row and JSON."""
    texts = ("4, 8, 15", '{"milk": 2}')
    action = {"action": "cloudprint.print", "target": {"device_id": device_id}}
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
    assert [job.content.decode() for job in simulator.printed] == list(texts)
    await call(hass, "reprint_job", device_id=device_id)
    assert [job.config["footer"] for job in simulator.printed] == ["[1, 2]"] * 3
