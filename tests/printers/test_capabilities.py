"""Tests of when capabilities are fetched."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.cloudprint.api.errors import CloudPrintRefusedError
from homeassistant.core import HomeAssistant
from homeassistant.util.async_ import get_scheduled_timer_handles

from ..actions import call
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..simulator import (
    Application,
    CloudSimulator,
    Fault,
    Printer,
    TokenRefusal,
    load_capabilities,
)
from ..waits import Gate, slowed

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def late_capabilities() -> None:
    """Fetch capabilities as soon as usual."""


def asked(simulator: CloudSimulator) -> list[str]:
    """Return the printers whose capabilities were fetched, in order."""
    return [
        request.body["printerName"]
        for request in simulator.requests
        if request.call == "queryPrinterDetail"
    ]


async def test_start_up_and_daily(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Capabilities are fetched soon after the start, one by one, and once a day."""
    capabilities = hub.data.capabilities
    assert asked(hub.simulator) == []
    assert capabilities.get(hub.device_id) is None
    told: list[Any] = []
    hub.data.coordinator.async_add_listener(
        lambda: told.append(capabilities.get(hub.device_id))
    )
    await advance(2.1)
    assert asked(hub.simulator) == [hub.printer.name]
    assert capabilities.get(hub.device_id) is not None
    assert told == [capabilities.get(hub.device_id)]
    await advance(2.1)
    assert asked(hub.simulator) == [hub.printer.name, hub.colour_printer.name]

    before = capabilities.get(hub.device_id)
    hub.printer.capabilities = load_capabilities("monochrome") | {"dpi": 1200}
    for _ in range(23):
        await advance(HOUR)
    assert len(asked(hub.simulator)) == 2
    assert capabilities.get(hub.device_id) == before
    for _ in range(2):
        await advance(HOUR)
    assert sorted(asked(hub.simulator)[2:]) == sorted(
        [hub.printer.name, hub.colour_printer.name]
    )
    assert capabilities.get(hub.device_id).dpi == 1200
    await hass.config_entries.async_unload(hub.account.entry_id)


async def test_printer_comes_and_goes(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
) -> None:
    """Capabilities are fetched for a new printer, and dropped with it."""
    entry = await set_up_account()
    capabilities = entry.runtime_data.capabilities
    await advance(HOUR)
    assert asked(simulator) == []
    printer = simulator.add_printer()
    for number in (1, 2):
        simulator.bind(application, printer)
        await advance(121)
        await advance(3)
        assert len(asked(simulator)) == number
        device_id = device_id_of(hass, entry, printer)
        assert capabilities.get(device_id) is not None
        simulator.unbind(application, printer)
        await advance(121)
        await advance(121)
        assert capabilities.get(device_id) is None


async def test_failures(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A printer without capabilities prints; the fetch is repeated after an hour."""
    entry = await set_up_account()
    device_id = device_id_of(hass, entry, printer)
    fault = simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    await advance(3)
    assert len(asked(simulator)) == 1
    await call(hass, "print", device_id=device_id, text="x", paper="A4", copies=2)
    assert simulator.times_printed(content=b"x") == 1
    for _ in range(5):
        await advance(HOUR / 6)
    assert len(asked(simulator)) == 1
    assert entry.runtime_data.capabilities.get(device_id) is None

    simulator.faults.remove(fault)
    await advance(HOUR / 6)
    assert len(asked(simulator)) == 2
    assert entry.runtime_data.capabilities.get(device_id) is not None


async def test_others_are_asked_before_those_that_fail(
    advance: Advance,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
) -> None:
    """Failing printers do not delay the others."""
    for number in range(40):
        broken = number < 30
        simulator.bind(
            application,
            simulator.add_printer(
                f"{'broken' if broken else 'good'} {number}",
                share_code=str(number),
                capabilities="no capabilities" if broken else None,
            ),
        )
    await set_up_account()
    for _ in range(2 * HOUR // 50):
        await advance(50)
    assert set(asked(simulator)) == {printer.name for printer in simulator.printers}


async def test_service_that_is_away_is_not_asked(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Nothing is fetched while the lists fail, and soon after they succeed."""
    entry = await set_up_account()
    device_id = device_id_of(hass, entry, printer)
    capabilities = entry.runtime_data.capabilities
    fault = simulator.faults.add("queryPrinters", Fault.HTTP_502, times=None)
    await entry.runtime_data.coordinator.async_refresh()
    for _ in range(20):
        await advance(60)
    assert await capabilities.async_get(device_id) is None
    assert asked(simulator) == []
    simulator.faults.remove(fault)
    await advance(301)
    await advance(3)
    assert capabilities.get(device_id) is not None


async def test_ask_for_a_print(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A print with options fetches unknown capabilities, once for concurrent prints."""
    entry = await set_up_account()
    device_id = device_id_of(hass, entry, printer)
    capabilities = entry.runtime_data.capabilities
    slow = simulator.faults.add("queryPrinterDetail", Fault.SLOW)
    asking = [
        hass.async_create_task(ask(device_id), eager_start=True)
        for ask in (
            capabilities.async_fetch,
            capabilities.async_get,
            capabilities.async_get,
        )
    ]
    await slow.reached.wait()
    slow.release()
    for task in asking:
        assert await task == capabilities.get(device_id) is not None
    assert len(asked(simulator)) == 1
    assert await capabilities.async_get(device_id) == capabilities.get(device_id)
    await advance(3)
    assert len(asked(simulator)) == 1


async def test_ask_again(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """An explicit fetch is always done; a print does not repeat a failed one."""
    entry = await set_up_account()
    device_id = device_id_of(hass, entry, printer)
    capabilities = entry.runtime_data.capabilities
    simulator.faults.add("queryPrinterDetail", Fault.REFUSED)
    assert await capabilities.async_get(device_id) is None
    await advance(3)
    assert await capabilities.async_get(device_id) is None
    assert len(asked(simulator)) == 1
    assert await capabilities.async_fetch(device_id)
    assert len(asked(simulator)) == 2


async def test_printer_that_is_not_there(account: MockConfigEntry) -> None:
    """The capabilities of a printer that is gone are unknown."""
    capabilities = account.runtime_data.capabilities
    assert capabilities.get("gone") is None
    assert await capabilities.async_get("gone") is None
    with pytest.raises(KeyError):
        await capabilities.async_fetch("gone")


async def test_unloaded_while_asking(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, advance: Advance, hub: Hub
) -> None:
    """An account that is unloaded during a fetch stops fetching."""
    slow = hub.simulator.faults.add("queryPrinterDetail", Fault.SLOW)
    freezer.tick(timedelta(seconds=3))
    async_fire_time_changed(hass)
    await slow.reached.wait()
    await hass.config_entries.async_unload(hub.account.entry_id)
    slow.release()
    await hass.async_block_till_done()
    for _ in range(3):
        await advance(HOUR)
    assert len(asked(hub.simulator)) == 1


async def test_printer_that_is_removed_while_it_is_asked(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    advance: Advance,
    hub: Hub,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A fetch that has waited for the one before is given up, and the others go on."""
    for _ in range(2):
        await advance(2.1)
    assert len(asked(hub.simulator)) == 2
    device_id = device_id_of(hass, hub.account, hub.printer)
    capabilities = hub.data.capabilities
    gate = Gate()
    with slowed(hub.data.client, "query_printer_detail", gate.wait):
        asking = asyncio.create_task(capabilities.async_fetch(device_id))
        await gate.reached.wait()
        # The clock jumps, so that the next fetch of the same printer is due.
        freezer.tick(timedelta(days=1))
        async_fire_time_changed(hass)
        hub.simulator.unbind(hub.application, hub.printer)
        hub.data.coordinator.async_remove(device_id)
        gate.open()
        with pytest.raises(CloudPrintRefusedError):
            await asking
        await advance(3)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert capabilities.get(device_id) is None
    await advance(3)
    assert asked(hub.simulator)[2:] == [hub.printer.name, hub.colour_printer.name]


async def test_unknown_token_refusal(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A key that is refused during a fetch starts a reauth with the next list."""
    hub.simulator.settings.token_refusal = TokenRefusal.CODE_401
    hub.application.app_key = "f" * 32
    hub.simulator.kill_tokens()
    await advance(3)
    assert hass.config_entries.flow.async_progress() == []
    await advance(121)
    assert len(hass.config_entries.flow.async_progress()) == 1
    hub.simulator.violations.clear()


async def let_pass(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    seconds: float,
    now: Callable[[], float],
) -> None:
    """Advance the time from one timer to the next."""
    end = now() + seconds
    while (left := end - now()) > 0:
        loop_time = hass.loop.time()
        due = [
            handle.when() - loop_time
            for handle in get_scheduled_timer_handles(hass.loop)
            if not handle.cancelled()
        ]
        step = min([left, *(after for after in due if after > 0)])
        freezer.tick(timedelta(seconds=step, milliseconds=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.slow
@pytest.mark.parametrize("printers", [1, 10, 40])
async def test_calls_an_hour(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
    printers: int,
) -> None:
    """An account makes at most 60 calls in any hour, with any number of printers."""
    for number in range(printers):
        simulator.bind(
            application,
            simulator.add_printer(f"printer {number}", share_code=str(number)),
        )
    await set_up_account()
    await let_pass(hass, freezer, HOUR, simulator.now)
    assert len(set(asked(simulator))) >= min(printers, 25)
    assert simulator.count("queryPrinters") in (30, 31)
    assert simulator.count() <= 60

    await let_pass(hass, freezer, DAY, simulator.now)
    assert len(set(asked(simulator))) == printers
    times = [request.time for request in simulator.requests]
    for first, start in enumerate(times):
        assert sum(time < start + HOUR for time in times[first : first + 61]) <= 60
