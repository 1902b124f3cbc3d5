"""Where a person is told to turn the paper, and says so: button, event, trigger."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.logbook import describe_event
from custom_components.cloudprint.printing.jobs import PRINT_AGAIN, async_decide
from custom_components.cloudprint.printing.manual_duplex import async_print_back_pass
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.exceptions import HomeAssistantError

from .actions import call, call_again, message_of, refuses
from .entities import entity_id_of, state_of
from .printing.one_sided import OneSided
from .simulator import Fault
from .test_automations import automate


async def press(one_sided: OneSided) -> None:
    """Press the button for the other sides."""
    await one_sided.hass.services.async_call(
        "button",
        "press",
        {"entity_id": entity_id(one_sided, Platform.BUTTON, "print_other_sides")},
        blocking=True,
    )


def entity_id(one_sided: OneSided, platform: Platform, key: str) -> str:
    """Return an entity of the printer."""
    return entity_id_of(
        one_sided.hass, one_sided.account, platform, key, one_sided.printer
    )


def button_of(one_sided: OneSided) -> str:
    """Return the state of the button for the other sides."""
    return state_of(
        one_sided.hass,
        one_sided.account,
        Platform.BUTTON,
        "print_other_sides",
        one_sided.printer,
    ).state


async def test_button(one_sided: OneSided) -> None:
    """The button is there once the front sides are out; each press prints one stack."""
    assert button_of(one_sided) == STATE_UNAVAILABLE
    for name in ("one", "two"):
        await one_sided.print(name)
        await one_sided.hass.async_block_till_done()
        if name == "one":
            assert button_of(one_sided) == STATE_UNAVAILABLE
    await one_sided.finish()
    assert button_of(one_sided) == STATE_UNKNOWN
    assert [job.name for job in one_sided.printed] == ["one", "two"]
    await press(one_sided)
    assert [job.name for job in one_sided.printed] == ["one", "two", "one"]
    assert button_of(one_sided) not in (STATE_UNAVAILABLE, STATE_UNKNOWN)
    with refuses("turn_busy"):
        await press(one_sided)
    await one_sided.finish()
    await press(one_sided)
    await one_sided.finish()
    assert [job.name for job in one_sided.printed] == ["one", "two"] * 2
    assert button_of(one_sided) == STATE_UNAVAILABLE


async def test_action(one_sided: OneSided) -> None:
    """The action prints the other sides of a job, of a printer, or the only ones."""
    hass = one_sided.hass
    await one_sided.print_fronts("one")
    back = await one_sided.print_fronts("two")
    await one_sided.print_fronts("three")
    printed = await call(hass, "print_other_sides", job_id=back)
    assert (printed["job_id"], printed["side"], printed["state"]) == (
        *(back, "back", "submitted"),
    )
    await one_sided.finish()
    await call(hass, "print_other_sides", device_id=one_sided.device_id)
    await one_sided.finish()
    await call(hass, "print_other_sides")
    await one_sided.finish()
    assert [job.name for job in one_sided.printed][3:] == ["two", "one", "three"]
    with refuses("turn_nothing"):
        await call(hass, "print_other_sides")


async def test_button_while_the_service_is_away(one_sided: OneSided) -> None:
    """The paper can be turned then, too: the other sides wait for the service."""
    await one_sided.print_fronts()
    one_sided.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await one_sided.account.runtime_data.coordinator.async_refresh()
    assert button_of(one_sided) != STATE_UNAVAILABLE


@pytest.mark.usefixtures("enabled_entities")
async def test_trigger_and_event(one_sided: OneSided) -> None:
    """It is told once, when the front sides are out; the other trigger is silent."""
    hass = one_sided.hass
    events = async_capture_events(hass, EVENT_JOB)
    entity = entity_id(one_sided, Platform.EVENT, "print_job")
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.paper_to_turn",
            "target": {"entity_id": entity},
        },
    )
    await one_sided.print()
    await hass.async_block_till_done()
    assert (calls, events) == ([], [])
    await one_sided.finish()
    await hass.async_block_till_done()
    (told,) = calls
    assert told.data["name"] == "Letter"
    assert [event.data["state"] for event in events] == ["finished", "held"]
    assert describe_event(hass, events[1].data)["message"] == (
        f"“Letter” waits for {one_sided.name}: the paper has to be turned"
    )
    state = hass.states.get(entity)
    assert state is not None
    assert (state.attributes["event_type"], state.attributes["reason"]) == (
        "held",
        "turn_paper",
    )
    await press(one_sided)
    await one_sided.finish()
    assert [event.data["state"] for event in events] == ["finished", "held", "finished"]


async def test_held_for_another_reason(one_sided: OneSided) -> None:
    """The trigger of held jobs fires for the front sides, and not for the others."""
    hass = one_sided.hass
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_held",
            "target": {"device_id": one_sided.device_id},
        },
    )
    await one_sided.print_fronts("silent")
    assert calls == []
    one_sided.printer.online_status = "0"
    await one_sided.account.runtime_data.coordinator.async_refresh()
    await one_sided.print("offline")
    await hass.async_block_till_done()
    assert [told.data["name"] for told in calls] == ["offline"]


async def test_printed_again(one_sided: OneSided) -> None:
    """It is told once more when back sides are printed again, and not for front sides."""
    hass, account = one_sided.hass, one_sided.account
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.paper_to_turn",
            "target": {"device_id": one_sided.device_id},
        },
    )
    one_sided.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await one_sided.print()
    await call_again(account)
    await hass.async_block_till_done()
    assert len(calls) == 1
    (front,) = account.runtime_data.store.undecided_jobs
    await async_decide(account.runtime_data, front, PRINT_AGAIN, AUTOMATION)
    await one_sided.finish()
    await hass.async_block_till_done()
    assert len(calls) == 1
    assert button_of(one_sided) == STATE_UNAVAILABLE
    _, back, _ = (await call(hass, "get_jobs"))["jobs"]
    assert (back["side"], back["state"]) == ("back", "canceled")
    await call(hass, "reprint_job", job_id=back["job_id"])
    await hass.async_block_till_done()
    assert len(calls) == 2
    assert button_of(one_sided) == STATE_UNKNOWN
    await press(one_sided)
    assert one_sided.printed[-1].content != one_sided.printed[-2].content


async def test_held_after_the_paper_was_turned(one_sided: OneSided) -> None:
    """It is told that the other sides have to wait for the service."""
    hass = one_sided.hass
    calls = await automate(
        hass,
        triggers={
            "trigger": "cloudprint.job_held",
            "target": {"device_id": one_sided.device_id},
        },
    )
    await one_sided.print_fronts()
    for request in ("newPrintTask", "queryPrinters"):
        one_sided.simulator.faults.add(request, Fault.HTTP_429)
    await one_sided.print("other", sides="one_sided")
    await press(one_sided)
    await hass.async_block_till_done()
    assert [told.data["name"] for told in calls] == ["other", "Letter"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            Fault.REFUSED,
            "The other sides of “Letter” are not printed on {printer}, because its front"
            " sides were not",
        ),
        (
            None,
            "The paper for the other sides of “Letter” was not turned in time at {printer}",
        ),
    ],
)
async def test_not_printed(
    one_sided: OneSided, fault: Fault | None, expected: str
) -> None:
    """The activity page says why the other sides are not printed."""
    hass = one_sided.hass
    events: list[Any] = async_capture_events(hass, EVENT_JOB)
    if fault is not None:
        one_sided.simulator.faults.add("newPrintTask", fault)
        with refuses("job_refused", HomeAssistantError):
            await one_sided.print()
    else:
        await one_sided.print_fronts()
        await one_sided.advance(3601)
    await hass.async_block_till_done()
    told = [event.data for event in events if event.data["reason"] == "turn_paper"]
    messages = [describe_event(hass, data)["message"] for data in told]
    assert messages[-1] == expected.format(printer=one_sided.name)
    assert button_of(one_sided) == STATE_UNAVAILABLE


async def test_turned_too_late(one_sided: OneSided) -> None:
    """Back sides that have expired are refused, with a message that says so."""
    back = await one_sided.print_fronts()
    await one_sided.advance(3601)
    with refuses("job_ended") as raised:
        await async_print_back_pass(one_sided.hass, {"job_id": back}, AUTOMATION)
    assert "canceled or continued" in message_of(raised.value)
    assert len(one_sided.printed) == 1


async def test_released_by_nobody_else(one_sided: OneSided) -> None:
    """Releasing the held jobs does not print the other sides on other paper."""
    await one_sided.print_fronts()
    assert (await call(one_sided.hass, "release_jobs"))["jobs"] == []
    assert len(one_sided.printed) == 1
