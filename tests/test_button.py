"""Tests of the buttons."""

import asyncio

import pytest

from homeassistant.const import (
    EVENT_HOMEASSISTANT_STOP,
    STATE_UNAVAILABLE,
    EntityCategory,
    Platform,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from .actions import call, refuses
from .conftest import SetUpAccount
from .entities import device_id_of, entity_id_of, state_of
from .hub import Hub
from .simulator import Fault, Printer


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )
    await hass.async_block_till_done()


async def test_release_held_jobs(hass: HomeAssistant, hub: Hub) -> None:
    """The button sends jobs that are held for an offline printer."""
    await hub.go_offline()
    job = await hub.print(text="x")
    assert job["state"] == "held"
    assert hub.simulator.printed == []

    await press(
        hass, entity_id_of(hass, hub.account, Platform.BUTTON, "release_held_jobs")
    )
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize("waiting", ["button", "notify"])
async def test_no_action_waits_for_another_one(hub: Hub, waiting: str) -> None:
    """While one printer's job is being sent, buttons and notify entities answer."""

    def start(
        action: str, key: str, on: Printer | None, **data: str
    ) -> asyncio.Task[object]:
        domain, _, service = action.partition(".")
        entity_id = entity_id_of(hub.hass, hub.account, Platform(domain), key, on)
        return hub.hass.async_create_task(
            hub.hass.services.async_call(
                domain, service, {**data, "entity_id": entity_id}, blocking=True
            )
        )

    def start_print(domain: str, on: Printer) -> asyncio.Task[object]:
        if domain == "button":
            return start("button.press", "test_page", on)
        return start("notify.send_message", "print_message", on, message="x")

    slow = hub.simulator.faults.add(
        "newPrintTask", Fault.SLOW, printer=hub.printer.name
    )
    first = start_print(waiting, hub.printer)
    await slow.reached.wait()
    async with asyncio.timeout(30):
        await start_print("button", hub.colour_printer)
        await start_print("notify", hub.colour_printer)
        await start("button.press", "release_held_jobs", None)
    assert not first.done()
    slow.release()
    await first
    assert len(hub.simulator.printed) == 3


async def test_release_while_home_assistant_stops(hub: Hub) -> None:
    """The button tells that nothing is sent any more."""
    button = entity_id_of(hub.hass, hub.account, Platform.BUTTON, "release_held_jobs")
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hub.hass.async_block_till_done()
    with refuses("account_not_loaded", HomeAssistantError, account="Cloud Print"):
        await press(hub.hass, button)


async def test_reprint_last(hass: HomeAssistant, hub: Hub) -> None:
    """The last document is printed again with the same options."""

    def shown() -> str:
        return hub.state(Platform.BUTTON, "reprint_last").state

    assert shown() == STATE_UNAVAILABLE
    await hub.print(text="牛奶", sides="two_sided_long_edge")
    await hass.async_block_till_done()
    assert shown() != STATE_UNAVAILABLE

    await press(hass, hub.entity_id(Platform.BUTTON, "reprint_last"))
    first, again = hub.simulator.printed
    assert again.content == first.content == "牛奶".encode()
    assert again.config == first.config == {"side": "DUPLEX"}

    # It is held while the service is away.
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await hub.refresh()
    assert shown() != STATE_UNAVAILABLE
    hub.data.coordinator.data = {}
    hub.data.coordinator.async_update_listeners()
    assert shown() == STATE_UNAVAILABLE


async def test_nothing_to_reprint_once_it_is_deleted(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """A document that is not stored cannot be printed again."""
    printer.step_seconds = 0
    account = await set_up_account(content_days=0)
    await call(
        hass,
        "print",
        device_id=device_id_of(hass, account, printer),
        text="x",
        wait=True,
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    state = state_of(hass, account, Platform.BUTTON, "reprint_last", printer)
    assert state.state == STATE_UNAVAILABLE


async def test_category_of_the_test_page(hass: HomeAssistant, hub: Hub) -> None:
    """The test page is below what is used every day."""
    entity_id = hub.entity_id(Platform.BUTTON, "test_page")
    entity = er.async_get(hass).async_get(entity_id)
    assert entity is not None
    assert entity.entity_category is EntityCategory.DIAGNOSTIC
