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
from .conftest import Advance, SetUpAccount, device_id_of
from .entities import entity_id_of, state_of
from .flows.steps import TEXTS
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


async def test_a_job(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    colour_printer: Printer,
    device_id: str,
    advance: Advance,
) -> None:
    """Each state of a job is one event, of its printer only."""
    printer.step_seconds = 10
    before = state_of(hass, account, Platform.EVENT, "print_job", printer).attributes
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    answer = await call(hass, "print", device_id=device_id, text="x", name="List")
    for _ in range(20):
        await advance(5)
    assert types_of(hass, account, printer, events) == [
        "submitting",
        "submitted",
        "queued",
        "printing",
        "finished",
    ]
    assert types_of(hass, account, colour_printer, events) == []
    (job,) = answer["jobs"]
    attributes = state_of(
        hass, account, Platform.EVENT, "print_job", printer
    ).attributes
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
        "device_id": device_id,
        "reason": None,
        "message": None,
        "requested_by": None,
        "warnings": [],
    }
    # Each attribute that Home Assistant does not name has a name.
    named = TEXTS["en"]["entity"]["event"]["print_job"]["state_attributes"]
    assert {key for key in named if "name" in named[key]} == set(attributes) - {*before}


async def test_ignored_options(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
    advance: Advance,
) -> None:
    """The event says which options the service did not take as they were sent."""
    simulator.settings.echo = {"copies": 1}
    await call(hass, "print", device_id=device_id, text="x", copies=2)
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.attributes["warnings"] == ["copies_unsupported"]
    await advance(5)
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.attributes["event_type"] == "finished"
    assert state.attributes["warnings"] == ["copies_unsupported", "copies_ignored"]


async def test_held_and_canceled(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """A held job is one event with its reason, however often the reason changes."""
    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    answer = await call(hass, "print", device_id=device_id, text="x")
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.attributes["event_type"] == "held"
    assert state.attributes["reason"] == "printer_offline"
    printer.online_status = "1"
    simulator.refuse_connections()
    await account.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    await call(hass, "cancel_job", job_id=answer["jobs"][0]["job_id"])
    await hass.async_block_till_done()
    assert types_of(hass, account, printer, events) == ["held", "canceled"]


async def test_unconfirmed_and_decided(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """A decision that leaves a job unconfirmed is no event."""
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    for _ in range(2):
        simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        await call(hass, "print", device_id=device_id, text="x")
        await call_again(account)
    spooler = account.runtime_data.spooler
    first, second = account.runtime_data.store.undecided_jobs
    spooler.decide(first, is_printed=False)
    spooler.decide(second, is_printed=True)
    await hass.async_block_till_done()
    assert types_of(hass, account, printer, events) == [
        "submitting",
        "unconfirmed",
        "submitting",
        "unconfirmed",
        "finished",
    ]


async def test_after_a_restart(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
    advance: Advance,
) -> None:
    """The state of a job after a restart is one event."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await call(hass, "print", device_id=device_id, text="x")
    (job,) = account.runtime_data.store.undecided_jobs
    await hass.async_block_till_done()
    told_at = state_of(hass, account, Platform.EVENT, "print_job", printer).state

    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.state == told_at

    # As if the job had been found half sent, before the entity was there.
    assert await hass.config_entries.async_unload(account.entry_id)
    await advance(60)
    journal = hass.data["cloudprint"]
    await journal.async_update(job.with_state(job.state, job.reason))
    assert await hass.config_entries.async_setup(account.entry_id)
    await hass.async_block_till_done()
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.attributes["event_type"] == "unconfirmed"
    assert state.state != told_at
    assert device_id_of(hass, account, printer) == device_id


async def test_jobs_that_end_during_the_setup(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    advance: Advance,
) -> None:
    """Jobs that end during the setup are events of the entity."""
    await call(hass, "print", device_id=device_id, text="x", name="sent")
    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    await call(hass, "print", device_id=device_id, text="x", name="held")
    assert await hass.config_entries.async_unload(account.entry_id)
    await advance(2 * 3600)
    events = async_capture_events(hass, EVENT_JOB)
    assert await hass.config_entries.async_setup(account.entry_id)
    await advance(1)
    assert {event.data["job_name"]: event.data["state"] for event in events} == {
        "sent": "finished",
        "held": "expired",
    }
    entity_id = entity_id_of(hass, account, Platform.EVENT, "print_job", printer)
    assert {event.data["entity_id"] for event in events} == {entity_id}


@pytest.mark.parametrize(
    ("fault", "state"),
    [(Fault.REFUSED, "failed"), (Fault.DROP_AFTER_ACCEPT, "unconfirmed")],
)
async def test_job_that_ends_during_a_reload(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    simulator: CloudSimulator,
    fault: Fault,
    state: str,
) -> None:
    """Its end is one event: the entities are there until then."""
    events = async_capture_events(hass, EVENT_JOB)
    slow = simulator.faults.add("newPrintTask", Fault.SLOW)
    simulator.faults.add("newPrintTask", fault)
    printing = hass.async_create_task(
        call(hass, "print", device_id=device_id, text="x"), eager_start=True
    )
    await slow.reached.wait()
    reloading = hass.async_create_task(
        hass.config_entries.async_reload(account.entry_id), eager_start=True
    )
    slow.release()
    assert await reloading
    with may_refuse():
        await printing
    await hass.async_block_till_done()
    assert [event.data["state"] for event in events] == [state]
    last = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert last.attributes["event_type"] == state


async def test_no_event_repeats(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    advance: Advance,
) -> None:
    """No event repeats because event entities round their times."""
    freezer.move_to("2026-11-25 07:00:00.000900+00:00")
    printer.life = ("SUBMITTED",)
    await call(hass, "print", device_id=device_id, text="x")
    await advance(24 * 3600)
    state = state_of(hass, account, Platform.EVENT, "print_job", printer)
    assert state.attributes["event_type"] == "unconfirmed"
    events = async_capture_events(hass, EVENT_JOB)
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    again = state_of(hass, account, Platform.EVENT, "print_job", printer)
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
