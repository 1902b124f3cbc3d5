"""Tests of prints with a token that another client has ended, however that is refused."""

from collections import Counter

import pytest

from custom_components.cloudprint.const import DOMAIN

from ..simulator import DISGUISED_REFUSALS, Application, Fault, Printer, TokenRefusal
from .house import House

SHAPES = sorted(DISGUISED_REFUSALS)
FIVE_MINUTES = 300
DAY = 86_400


async def count_states(house: House) -> Counter[tuple[str, str]]:
    """Count the jobs of each printer in each state."""
    return Counter((job["printer"], job["state"]) for job in await house.jobs())


@pytest.mark.parametrize("shape", TokenRefusal)
async def test_prints_go_on(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    application: Application,
    shape: TokenRefusal,
) -> None:
    """One print a printer is unconfirmed at most; the next are sent within five minutes."""
    simulator = house.simulator
    simulator.settings.token_refusal = shape
    simulator.another_client_signs_in(application)
    for name in "abc":
        await house.print_all([printer, colour_printer], name=name)
    tokens = simulator.count("getToken")
    await house.pass_time(FIVE_MINUTES, 5)
    states = await count_states(house)
    unconfirmed = [
        count for (_, state), count in states.items() if state == "unconfirmed"
    ]
    assert set(unconfirmed) <= {1}
    assert {state for _, state in states} <= {"unconfirmed", "finished"}
    for one in (printer, colour_printer):
        for name in "bc":
            assert simulator.times_printed(name=name, printer=one) == 1
    assert simulator.times_printed() == 6 - sum(unconfirmed)
    assert simulator.count("getToken") - tokens <= 1
    assert not house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)


@pytest.mark.parametrize("shape", SHAPES)
async def test_print_that_was_taken(
    house: House, printer: Printer, shape: TokenRefusal
) -> None:
    """A print that came out stays unconfirmed, and comes out once."""
    simulator = house.simulator
    simulator.settings.token_refusal = shape
    simulator.faults.add("newPrintTask", Fault.TOKEN_REFUSED, accept=True)
    simulator.faults.add("queryPrinters", Fault.TOKEN_REFUSED, times=2)
    taken = await house.print(printer, name="taken")
    held = await house.print(printer, name="held")
    assert (taken["state"], held["state"]) == ("unconfirmed", "held")
    await house.pass_time(FIVE_MINUTES, 5)
    assert await house.state(taken) == ("unconfirmed", "no_answer")
    assert await house.state(held) == ("finished", None)
    assert [job.name for job in simulator.printed] == ["taken", "held"]
    assert simulator.count("getToken") == 2


@pytest.mark.parametrize("shape", SHAPES)
async def test_outage_of_a_day(
    house: House, printer: Printer, shape: TokenRefusal
) -> None:
    """The key is not called wrong, and prints come out afterwards."""
    simulator = house.simulator
    simulator.settings.token_refusal = shape
    outage = simulator.faults.add("*", Fault.TOKEN_REFUSED, times=None)
    await house.print(printer, name="first")
    await house.pass_time(DAY, FIVE_MINUTES * 6)
    assert not house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert outage.hits > 96
    simulator.faults.remove(outage)
    await house.print(printer, name="second")
    await house.pass_time(FIVE_MINUTES * 2, 30)
    assert [job.name for job in simulator.printed] == ["second"]
    assert not house.hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_pace_of_lists(house: House) -> None:
    """A service that stays broken is asked at the usual pace, but for the renewals."""
    calls: list[Counter[str]] = []
    for fault in (Fault.HTTP_429, Fault.HTTP_500):
        scripted = house.simulator.faults.add("queryPrinters", fault, times=None)
        house.simulator.forget()
        await house.pass_time(3600, 5)
        calls.append(house.simulator.counts())
        house.simulator.faults.remove(scripted)
        await house.pass_time(600, 30)
    limited, broken = calls
    renewals = broken["getToken"]
    assert 1 <= renewals <= 4
    assert limited["getToken"] == 0
    assert broken["queryPrinters"] == limited["queryPrinters"] + renewals


async def test_hour_without_events(house: House) -> None:
    """While all is well, there is a list every two minutes, and nothing else."""
    await house.pass_time(600, 60)
    house.simulator.forget()
    await house.pass_time(3600, 60)
    assert house.simulator.counts() == {"queryPrinters": 30}
