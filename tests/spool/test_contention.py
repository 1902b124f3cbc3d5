"""Tests of three hours with a service whose refusals have no documented reason."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest

from ..simulator import Fault, Printer, TokenRefusal
from .house import House

WORDINGS: Final = ("令牌无效或已失效", "请先登录", "Invalid access token", "操作失败")
PRINTS: Final = 180
"""One a minute"""
FIGURES: Final = f"Three hours, {PRINTS} prints"
STEP: Final = 10
"""Seconds."""


async def print_for_three_hours(
    house: House, printers: list[Printer]
) -> dict[str, dict[str, Any]]:
    """Print once a minute, in turn on some printers; return the jobs by name."""
    calls = []
    for number in range(PRINTS):
        printer = printers[number % len(printers)]
        calls.append(house.begin(printer, name=f"{number}"))
        await house.pass_time(60, step=STEP)
    await house.pass_time(300, step=STEP)
    # Errors are in the jobs, too.
    await asyncio.gather(*calls, return_exceptions=True)
    jobs = await house.jobs(limit=1000)
    assert len(jobs) == PRINTS
    return {job["name"]: job for job in jobs}


@pytest.mark.slow
async def test_another_client_signs_in_every_ten_minutes(
    house: House,
    printer: Printer,
    colour_printer: Printer,
    record_property: Callable[[str, object], None],
) -> None:
    """Every job is printed once, however a dead token is refused."""
    settings = house.simulator.settings
    settings.token_refusal = TokenRefusal.MESSAGE
    settings.token_messages = WORDINGS
    settings.other_client_seconds = 600

    jobs = await print_for_three_hours(house, [printer, colour_printer])
    states = Counter(job["state"] for job in jobs.values())
    record_property(
        FIGURES,
        f"another client signs in every 10 minutes: {len(house.simulator.printed)} "
        f"printed, {dict(states)}, {house.simulator.count('getToken')} tokens",
    )

    assert states == {"finished": PRINTS}
    assert Counter(job.name for job in house.simulator.printed) == dict.fromkeys(
        jobs, 1
    )
    refused = {
        request.refusal for request in house.simulator.requests if request.refusal
    }
    assert refused == set(WORDINGS)
    # The first one, and one for each time that another client signed in
    assert house.simulator.count("getToken") <= 3 * 6 + 2


@pytest.mark.slow
async def test_service_that_refuses_every_print(
    house: House, printer: Printer, record_property: Callable[[str, object], None]
) -> None:
    """Each job has the service's message, and the token is rarely probed."""
    house.simulator.faults.add(
        "newPrintTask", Fault.REFUSED, message="请先登录", times=None, signed_in=True
    )
    before = house.simulator.counts()

    jobs = await print_for_three_hours(house, [printer])
    asked = house.simulator.counts() - before
    record_property(FIGURES, f"all prints refused: {dict(asked)}")

    assert {(job["state"], job["message"]) for job in jobs.values()} == {
        ("failed", "请先登录")
    }
    assert asked["newPrintTask"] == PRINTS
    assert asked["getToken"] == 0
    # At most one probe a minute, beside the lists of every two minutes
    assert asked["queryPrinters"] <= PRINTS + PRINTS // 2 + 5
