"""Tests of the event entities and of the `cloudprint_job` event."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.printing.jobs import PRINT_AGAIN, async_decide
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNKNOWN, Platform
from homeassistant.core import Event, HomeAssistant

from .actions import call, call_again, may_refuse, refuses
from .conftest import Advance, SetUpAccount
from .entities import device_id_of, entity_id_of
from .flows.steps import TEXTS
from .hub import Hub
from .simulator import CloudSimulator, Fault, Printer

pytestmark = pytest.mark.usefixtures("enabled_entities")


def types_of(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    events: list[Event[Any]],
) -> list[str]:
    """Return the types of a printer's events, in order."""
    entity_id = entity_id_of(hass, account, Platform.EVENT, "print_job", printer)
    return [
        event.data["new_state"].attributes["event_type"]
        for event in events
        if event.data["entity_id"] == entity_id
        and event.data["new_state"].state != STATE_UNKNOWN
    ]


async def test_a_job(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """Each state of a job is one event, of its printer only."""
    hub.printer.step_seconds = 10
    before = hub.state(Platform.EVENT, "print_job").attributes
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    answer = await call(hass, "print", device_id=hub.device_id, text="x", name="List")
    for _ in range(20):
        await advance(5)
    assert types_of(hass, hub.account, hub.printer, events) == [
        "submitting",
        "submitted",
        "queued",
        "printing",
        "finished",
    ]
    assert types_of(hass, hub.account, hub.colour_printer, events) == []
    (job,) = answer["jobs"]
    attributes = hub.state(Platform.EVENT, "print_job").attributes
    assert {
        key: attributes[key]
        for key in (
            "job_id",
            "task_id",
            "job_name",
            "device_id",
            "reason",
            "message",
            "requested_by",
            "warnings",
        )
    } == {
        "job_id": job["job_id"],
        "task_id": job["task_id"],
        "job_name": "List",
        "device_id": hub.device_id,
        "reason": None,
        "message": None,
        "requested_by": None,
        "warnings": [],
    }
    # Each attribute that Home Assistant does not name has a name.
    named = TEXTS["en"]["entity"]["event"]["print_job"]["state_attributes"]
    assert {key for key in named if "name" in named[key]} == set(attributes) - {*before}


async def test_ignored_options(hub: Hub, advance: Advance) -> None:
    """The event says which options the service did not take as they were sent."""
    hub.simulator.settings.echo = {"copies": 1}
    await hub.print(text="x", copies=2)
    state = hub.state(Platform.EVENT, "print_job")
    assert state.attributes["warnings"] == ["copies_unsupported"]
    await advance(5)
    state = hub.state(Platform.EVENT, "print_job")
    assert state.attributes["event_type"] == "finished"
    assert state.attributes["warnings"] == ["copies_unsupported", "copies_ignored"]


async def test_held_and_canceled(hass: HomeAssistant, hub: Hub) -> None:
    """A held job is one event with its reason, however often the reason changes."""
    await hub.go_offline()
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    answer = await call(hass, "print", device_id=hub.device_id, text="x")
    state = hub.state(Platform.EVENT, "print_job")
    assert state.attributes["event_type"] == "held"
    assert state.attributes["reason"] == "printer_offline"
    hub.printer.online_status = "1"
    hub.simulator.refuse_connections()
    await hub.refresh()
    await hass.async_block_till_done()
    await call(hass, "cancel_job", job_id=answer["jobs"][0]["job_id"])
    await hass.async_block_till_done()
    assert types_of(hass, hub.account, hub.printer, events) == ["held", "canceled"]


async def test_unconfirmed_and_decided(hass: HomeAssistant, hub: Hub) -> None:
    """A decision that leaves a job unconfirmed is no event."""
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    for _ in range(2):
        hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        await hub.print(text="x")
        await call_again(hub.account)
    spooler = hub.data.spooler
    first, second = hub.data.store.undecided_jobs
    spooler.decide(first, is_printed=False)
    spooler.decide(second, is_printed=True)
    await hass.async_block_till_done()
    assert types_of(hass, hub.account, hub.printer, events) == [
        "submitting",
        "unconfirmed",
        "submitting",
        "unconfirmed",
        "finished",
    ]


async def test_after_a_restart(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """The state of a job after a restart is one event."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x")
    (job,) = hub.data.store.undecided_jobs
    await hass.async_block_till_done()
    told_at = hub.state(Platform.EVENT, "print_job").state

    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    state = hub.state(Platform.EVENT, "print_job")
    assert state.state == told_at

    # As if the job had been found half sent, before the entity was there.
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    await advance(60)
    journal = hass.data["cloudprint"]
    await journal.async_update(job.with_state(job.state, job.reason))
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    state = hub.state(Platform.EVENT, "print_job")
    assert state.attributes["event_type"] == "unconfirmed"
    assert state.state != told_at
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id


async def test_jobs_that_end_during_the_setup(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """Jobs that end during the setup are events of the entity."""
    await hub.print(text="x", name="sent")
    await hub.go_offline()
    await hub.print(text="x", name="held")
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    await advance(2 * 3600)
    events = async_capture_events(hass, EVENT_JOB)
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    await advance(1)
    assert {event.data["job_name"]: event.data["state"] for event in events} == {
        "sent": "finished",
        "held": "expired",
    }
    entity_id = hub.entity_id(Platform.EVENT, "print_job")
    assert {event.data["entity_id"] for event in events} == {entity_id}


@pytest.mark.parametrize(
    ("fault", "state"),
    [(Fault.REFUSED, "failed"), (Fault.DROP_AFTER_ACCEPT, "unconfirmed")],
)
async def test_job_that_ends_during_a_reload(
    hass: HomeAssistant, hub: Hub, fault: Fault, state: str
) -> None:
    """Its end is one event: the entities are there until then."""
    events = async_capture_events(hass, EVENT_JOB)
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    hub.simulator.faults.add("newPrintTask", fault)
    printing = hass.async_create_task(
        call(hass, "print", device_id=hub.device_id, text="x"), eager_start=True
    )
    await slow.reached.wait()
    reloading = hass.async_create_task(
        hass.config_entries.async_reload(hub.account.entry_id), eager_start=True
    )
    slow.release()
    assert await reloading
    with may_refuse():
        await printing
    await hass.async_block_till_done()
    assert [event.data["state"] for event in events] == [state]
    last = hub.state(Platform.EVENT, "print_job")
    assert last.attributes["event_type"] == state


async def test_no_event_repeats(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, hub: Hub, advance: Advance
) -> None:
    """No event repeats because event entities round their times."""
    freezer.move_to("2026-11-25 07:00:00.000900+00:00")
    hub.printer.life = ("SUBMITTED",)
    await hub.print(text="x")
    await advance(24 * 3600)
    state = hub.state(Platform.EVENT, "print_job")
    assert state.attributes["event_type"] == "unconfirmed"
    events = async_capture_events(hass, EVENT_JOB)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    again = hub.state(Platform.EVENT, "print_job")
    assert (again.state, again.attributes) == (state.state, state.attributes)
    assert events == []


async def test_failed_reprint(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
) -> None:
    """A failed reprint leaves the job in its state, which is no event."""
    account = await set_up_account(content_days=0)
    events = async_capture_events(hass, EVENT_JOB)
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    device_id = device_id_of(hass, account, printer)
    await call(hass, "print", device_id=device_id, text="x")
    await hass.async_block_till_done(wait_background_tasks=True)
    (job,) = account.runtime_data.store.undecided_jobs
    with refuses("job_content_gone"):
        await async_decide(account.runtime_data, job, PRINT_AGAIN, AUTOMATION)
    await hass.async_block_till_done()
    assert account.runtime_data.store.undecided_jobs
    assert [event.data["state"] for event in events] == ["unconfirmed"]
