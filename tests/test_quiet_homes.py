"""Tests of homes that are set up from now on: little is enabled, and little is logged."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.coordinator import get_printer_name
from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.spool.job import JobState
from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .conftest import Advance
from .hub import Hub
from .printing.one_sided import NOT_TURNED, OneSided
from .rules import add_rule, decide

type Read = Callable[[str, datetime], Awaitable[list[dict[str, Any]]]]

QUIET = {
    "event.print_job",
    "image.last_document",
    "select.orientation",
    "select.quality",
    "sensor.held_jobs",
    "sensor.last_printed",
    "sensor.pages",
}
"""What is disabled at first."""


@pytest.fixture
def read(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Read:
    """Return a function that reads the activity of a device since a time."""

    async def read_lines(device_id: str, since: datetime) -> list[dict[str, Any]]:
        await async_wait_recording_done(hass)
        entities = er.async_entries_for_device(er.async_get(hass), device_id)
        client = await hass_ws_client()
        await client.send_json_auto_id(
            {
                "type": "logbook/get_events",
                "start_time": since.isoformat(),
                "entity_ids": [entity.entity_id for entity in entities],
                "device_ids": [device_id],
            }
        )
        lines: list[dict[str, Any]] = (await client.receive_json())["result"]
        await client.close()
        return lines

    return read_lines


@pytest.mark.usefixtures("logbook")
@pytest.mark.parametrize(
    ("step_seconds", "steps"),
    [(0, []), (5, ["printing", "idle"]), (15, ["printing", "idle"])],
)
async def test_activity_of_a_page(
    hub: Hub, advance: Advance, read: Read, step_seconds: float, steps: list[str]
) -> None:
    """A page is three lines, two more if it is the first, one if its outcome is another."""
    hub.printer.step_seconds = step_seconds
    status = hub.entity_id(Platform.SENSOR, "status")
    last_job = hub.entity_id(Platform.SENSOR, "last_job")
    reprint = hub.entity_id(Platform.BUTTON, "reprint_last")
    printer = get_printer_name(hub.hass, hub.device_id)
    printed = f"“List” was printed on {printer}"
    failed = f"“List” could not be printed on {printer}"
    for outcome, said, more in (
        ("finished", printed, [(last_job, "finished"), (reprint, "unknown")]),
        ("finished", printed, []),
        ("failed", failed, [(last_job, "failed")]),
        ("failed", failed, []),
        ("finished", printed, [(last_job, "finished")]),
    ):
        await advance(15)
        since = dt_util.utcnow()
        await advance(15)
        end = "ERROR" if outcome == "failed" else "FINISHED"
        hub.printer.life = (*hub.printer.life[:-1], end)
        await hub.print(text="x", name="List")
        for _ in range(20):
            await advance(5)
        lines = [
            (line["entity_id"], line.get("message", line.get("state")))
            for line in await read(hub.device_id, since)
        ]
        assert Counter(lines) == Counter(
            [(status, said), *((status, step) for step in steps), *more]
        )


def shown(hub: Hub) -> tuple[str, str]:
    """Return the status of the printer, and what became of its last job."""
    status, last_job = (
        hub.state(Platform.SENSOR, key).state for key in ("status", "last_job")
    )
    return status, last_job


async def test_long_print(hub: Hub, advance: Advance) -> None:
    """A print that waits longer than a minute is shown, and its outcome at its end."""
    hub.printer.step_seconds = 50
    job = await hub.print(text="x")
    for _ in range(11):
        await advance(5)
        assert shown(hub) == ("idle", STATE_UNKNOWN)
        assert hub.state(Platform.SENSOR, "active_jobs").state == "1"
    await advance(5)
    assert shown(hub) == ("waiting", STATE_UNKNOWN)
    for _ in range(11):
        await advance(5)
    assert shown(hub) == ("printing", STATE_UNKNOWN)
    assert "job_id" not in hub.state(Platform.SENSOR, "last_job").attributes
    for _ in range(20):
        await advance(5)
    assert shown(hub) == ("idle", "finished")
    last_job = hub.state(Platform.SENSOR, "last_job")
    assert last_job.attributes["job_id"] == job["job_id"]


async def test_short_print(hub: Hub, advance: Advance) -> None:
    """A page prints once it is ten seconds on its way, also without news of the service."""
    job = await hub.print(text="x")
    hub.simulator.set_task_status(job["task_id"], "PRINTING")
    await advance(4)
    (state,) = hub.data.store.counts.states(hub.device_id)
    assert (state, *shown(hub)) == ("printing", "idle", STATE_UNKNOWN)
    hub.simulator.refuse_connections()
    await advance(6)
    assert shown(hub) == ("printing", STATE_UNKNOWN)
    await hub.simulator.accept_connections()

    # Ten seconds of what was sent a minute after it was asked for are its own.
    hub.simulator.set_task_status(job["task_id"], "FINISHED")
    await advance(60)
    assert shown(hub) == ("idle", "finished")
    await hub.go_offline()
    job = await hub.print(text="x")
    await advance(60)
    assert shown(hub) == ("offline", "finished")
    await hub.go_online()
    await hub.hass.async_block_till_done()
    assert shown(hub) == ("waiting", "finished")
    task_id = hub.data.store.open_jobs[0].sent.task_id
    hub.simulator.set_task_status(task_id, "PRINTING")
    await advance(4)
    assert hub.data.store.counts.states(hub.device_id) == {"printing"}
    assert shown(hub) == ("waiting", "finished")
    await advance(6)
    assert shown(hub) == ("printing", "finished")


async def test_clock_that_is_set_back(
    hub: Hub, freezer: FrozenDateTimeFactory, advance: Advance
) -> None:
    """What was sent in the future is on its way."""
    job = await hub.print(text="x")
    freezer.tick(-timedelta(days=1))
    hub.simulator.set_task_status(job["task_id"], "PRINTING")
    await hub.refresh()
    (job,) = hub.data.store.open_jobs
    hub.data.store.transition(job, JobState.PRINTING)
    await hub.hass.async_block_till_done()
    assert shown(hub) == ("printing", STATE_UNKNOWN)


@pytest.mark.parametrize("seconds", [4, 12])
async def test_restart_during_a_print(hub: Hub, advance: Advance, seconds: int) -> None:
    """Nothing is left of an account that is unloaded, and its states are right again."""
    hass, entry_id = hub.hass, hub.account.entry_id
    job = await hub.print(text="x")
    hub.simulator.set_task_status(job["task_id"], "PRINTING")
    await advance(seconds)
    before = shown(hub)
    assert before[0] == ("printing" if seconds > 10 else "idle")
    assert await hass.config_entries.async_unload(entry_id)
    await advance(seconds)
    assert shown(hub) == (STATE_UNAVAILABLE,) * 2
    assert await hass.config_entries.async_setup(entry_id)
    await hass.async_block_till_done()
    assert shown(hub) == before
    await advance(6)
    assert shown(hub) == ("printing", STATE_UNKNOWN)


async def test_outage_during_a_print(hub: Hub, advance: Advance) -> None:
    """Sensors are available as soon as the service is, also during a print."""
    hub.printer.step_seconds = 100
    await hub.print(text="x")
    hub.simulator.refuse_connections()
    await hub.refresh()
    await advance(60)
    assert shown(hub) == (STATE_UNAVAILABLE,) * 2
    await hub.simulator.accept_connections()
    await hub.refresh()
    await hub.hass.async_block_till_done()
    assert shown(hub) == ("waiting", STATE_UNKNOWN)


async def test_card(
    hub: Hub, hass_ws_client: WebSocketGenerator, advance: Advance
) -> None:
    """The card has the state of this moment, and the sensor by which it asks again."""
    client = await hass_ws_client()

    async def read_status() -> str:
        await client.send_json_auto_id(
            {"type": "cloudprint/printers", "device_id": hub.device_id}
        )
        (printer,) = (await client.receive_json())["result"]["printers"]
        assert printer["entity_id"] == hub.entity_id(Platform.SENSOR, "status")
        return str(printer["status"])

    assert await read_status() == "idle"
    job = await hub.print(text="x")
    assert await read_status() == "waiting"
    hub.simulator.set_task_status(job["task_id"], "PRINTING")
    await advance(4)
    assert (await read_status(), *shown(hub)) == ("printing", "idle", STATE_UNKNOWN)


async def test_waiting_job(hub: Hub) -> None:
    """That the printer is offline is shown at once, and no state of a job that waits."""
    await hub.go_offline()
    await hub.print(text="x")
    await hub.hass.async_block_till_done()
    assert hub.data.store.counts.states(hub.device_id) == {"held"}
    assert shown(hub) == ("offline", STATE_UNKNOWN)


async def test_enabled_event_entity(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """Who enables the event entity sees each step there; each job is still one event."""
    event = hub.entity_id(Platform.EVENT, "print_job")
    er.async_get(hass).async_update_entity(event, disabled_by=None)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    told = async_capture_events(hass, EVENT_JOB)
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    hub.printer.step_seconds = 10
    await hub.print(text="x")
    for _ in range(12):
        await advance(5)
    last_job = hub.entity_id(Platform.SENSOR, "last_job")
    states = {
        entity_id: [
            state.attributes.get("event_type", state.state)
            for change in changes
            if (state := change.data["new_state"]) and state.entity_id == entity_id
        ]
        for entity_id in (event, last_job)
    }
    assert {"submitted", "queued", "printing", "finished"} <= set(states[event])
    assert set(states[last_job]) <= {STATE_UNAVAILABLE, STATE_UNKNOWN, "finished"}
    assert [(each.data["state"], each.data["entity_id"]) for each in told] == [
        ("finished", event)
    ]


async def test_approval(hub: Hub, advance: Advance) -> None:
    """What is asked about is the last job until its end, also after a restart."""
    hass, account = hub.hass, hub.account
    owner = await hass.auth.async_create_user("Anna", group_ids=[GROUP_ID_ADMIN])
    await hub.print(text="x", name="Before")
    for _ in range(12):
        await advance(5)
    add_rule(hass, account, kinds=["automation"], ask_above=0)
    asked = await hub.print(text="x", name="Asked")

    async def check(expected: str) -> None:
        for _ in range(2):
            await hass.async_block_till_done()
            last_job = hub.state(Platform.SENSOR, "last_job")
            assert last_job.state == expected
            assert last_job.attributes["job_id"] == asked["job_id"]
            assert await hass.config_entries.async_reload(account.entry_id)

    assert asked["state"] == "held"
    await check("approval_needed")
    await hub.go_offline()
    await decide(hass, account, owner, is_approved=True)
    await check("approval_given")
    await hub.go_online()
    for _ in range(30):
        await advance(5)
    await check("finished")
    asked = await hub.print(text="x", name="Denied")
    await check("approval_needed")
    await decide(hass, account, owner, is_approved=False)
    await check("canceled")


async def test_entities(hass: HomeAssistant, device_id: str) -> None:
    """Twelve entities of a printer are enabled."""
    entities = er.async_entries_for_device(
        er.async_get(hass), device_id, include_disabled_entities=True
    )
    disabled = {
        f"{entity.domain}.{entity.translation_key}"
        for entity in entities
        if entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    }
    assert disabled == QUIET
    assert len(entities) - len(disabled) == 12


async def test_other_sides(hass: HomeAssistant, one_sided: OneSided) -> None:
    """The button comes with manual duplex, and stays as a person wants it."""
    entities = er.async_get(hass)
    account, device_id = one_sided.account, one_sided.device_id

    def find() -> er.RegistryEntry | None:
        keys = ("print_other_sides",)
        found = [
            entity
            for entity in er.async_entries_for_device(
                entities, device_id, include_disabled_entities=True
            )
            if entity.translation_key in keys
        ]
        return found[0] if found else None

    button = find()
    assert button is not None
    assert button.disabled_by is None
    assert hass.states.get(button.entity_id) is not None
    # Only the other printer has none.
    assert (
        sum(
            entity.translation_key == "print_other_sides"
            for entity in er.async_entries_for_config_entry(entities, account.entry_id)
        )
        == 1
    )
    capabilities = account.runtime_data.capabilities
    entities.async_update_entity(
        button.entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    capabilities.set_trays(device_id, None)
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    account.runtime_data.capabilities.set_trays(device_id, NOT_TURNED)
    await hass.async_block_till_done()
    button = find()
    assert button is not None
    assert button.disabled_by is er.RegistryEntryDisabler.USER
    assert hass.states.get(button.entity_id) is None
