"""A Home Assistant that starts with prints of before."""

import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

_PRINTS = 12
_SECONDS = 4  # until the service answers a print


@pytest.mark.slow
async def test_start_waits_for_no_print(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> None:
    """Home Assistant runs while waiting prints are still sent, one after the other."""
    printer = cloud.printers[0]
    settings = f"/printers/{printer.share_code}"
    devices = await add_account(home_assistant, cloud, [printer])
    await cloud.control("PATCH", settings, {"online_status": "0"})
    await home_assistant.restart()
    names = [f"Letter {number}" for number in range(_PRINTS)]
    for name in names:
        await home_assistant.action(
            "cloudprint.print",
            {"device_id": devices[printer.share_code], "text": "x", "name": name},
        )
    await home_assistant.process.stop()
    await cloud.control("PATCH", settings, {"online_status": "1"})
    slow = {"call": "newPrintTask", "fault": "slow", "seconds": _SECONDS}
    await cloud.control("POST", "/faults", slow)

    await home_assistant.start()
    assert len(await cloud.control("GET", "/printed")) < 3

    await cloud.control("DELETE", "/faults")

    async def all_printed() -> bool:
        return len(await cloud.control("GET", "/printed")) >= _PRINTS

    await home_assistant.process.until(all_printed, "print all", 120)
    printed = await cloud.control("GET", "/printed")
    assert [task["name"] for task in printed] == names
    assert await cloud.control("GET", "/violations") == []
