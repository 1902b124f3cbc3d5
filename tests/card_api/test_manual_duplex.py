"""Tests of the card's commands for both sides of paper by hand."""

from typing import Any

from ..conftest import Advance
from ..hub import Hub
from ..printing.test_manual_duplex import LONG, pages_of
from ..simulator import Fault
from .conftest import Browser

TRAYS = {"output": "face_up", "input": "lower_side"}


async def shown(browser: Browser, device_id: str) -> tuple[bool, Any, list[str]]:
    """Return what a printer's record says of its sides."""
    (found,) = [
        printer
        for printer in (await browser.ask("printers"))["printers"]
        if printer["device_id"] == device_id
    ]
    return found["needs_trays"], found["trays"], found["sides"]


async def test_trays(
    one_sided_id: str,
    colour_id: str,
    owner: Browser,
    member: Browser,
    stranger: Browser,
) -> None:
    """Administrators say how paper lies, and may forget it."""
    assert await shown(owner, one_sided_id) == (True, None, ["one_sided"])
    assert (await shown(owner, colour_id))[:2] == (False, None)
    fields = {"device_id": one_sided_id, **TRAYS}
    assert await member.refused("trays", **fields) == "trays_not_allowed"
    assert await stranger.refused("trays", **fields) == "device_unknown"
    for wrong in (
        {"output": "face_up"},
        {"output": "sideways", "input": "lower_side"},
        {"output": "face_up", "input": 1},
    ):
        key = await owner.refused("trays", device_id=one_sided_id, **wrong)
        assert key == "option_invalid"
    assert await shown(owner, one_sided_id) == (True, None, ["one_sided"])
    assert await owner.ask("trays", **fields) == {"trays": TRAYS}
    sides = ["one_sided", LONG, "two_sided_short_edge"]
    for browser in (owner, member):
        assert await shown(browser, one_sided_id) == (True, TRAYS, sides)
    assert await owner.ask("trays", device_id=one_sided_id) == {"trays": None}
    assert await shown(owner, one_sided_id) == (True, None, ["one_sided"])


async def test_turned(
    one_sided_id: str,
    hub: Hub,
    owner: Browser,
    member: Browser,
    guest: Browser,
    advance: Advance,
) -> None:
    """Users who may control the printer say that the paper was put back."""
    hub.printer.step_seconds = 0
    await owner.ask("trays", device_id=one_sided_id, **TRAYS)
    preview = await member.ask(
        "preview", **pages_of(3), device_id=one_sided_id, sides=LONG
    )
    assert (preview["pages"], preview["layout"]) == (3, None)
    assert preview["image"]
    # All sides are shown in the order of the pages.
    preview = await member.ask(
        "preview", **pages_of(7), device_id=one_sided_id, sides=LONG, sheet=5
    )
    sheets = preview["sheets"]
    assert (sheets["first"], sheets["shown"], sheets["count"]) == (5, 3, 7)
    answer = await member.ask(
        "print", **pages_of(3), device_id=one_sided_id, sides=LONG
    )
    front, back = answer["jobs"]
    job = (await member.ask("jobs/list"))["jobs"][0]
    assert job["job_id"] == back["job_id"]
    assert (job["side"], job["follows"]) == ("back", front["job_id"])
    assert job["trays"] == TRAYS
    assert (job["can_turn"], job["can_cancel"], job["expires_at"]) == (
        False,
        True,
        None,
    )
    # Its front sides were sent.
    assert not job["can_move"]
    key = await member.refused("jobs/turned", job_id=back["job_id"])
    assert key == "turn_too_early"
    # The pages are in order for the present trays.
    assert await owner.refused("trays", device_id=one_sided_id) == "trays_in_use"
    await advance(3)
    for browser, can_turn in ((member, True), (owner, True), (guest, False)):
        job = (await browser.ask("jobs/list"))["jobs"][0]
        assert job["can_turn"] is can_turn
        assert job["expires_at"]
    key = await guest.refused("jobs/turned", job_id=back["job_id"])
    assert key == "printer_not_allowed"
    job = (await member.ask("jobs/turned", job_id=back["job_id"]))["job"]
    assert (job["job_id"], job["state"]) == (back["job_id"], "submitted")
    assert not job["can_turn"]
    assert len(hub.simulator.printed) == 2


async def test_repeated(
    one_sided_id: str, hub: Hub, owner: Browser, advance: Advance
) -> None:
    """A print whose paper was not turned in time is done, and is not printed twice.

    It is refused if its front sides are.
    """
    hub.printer.step_seconds = 0
    await owner.ask("trays", device_id=one_sided_id, **TRAYS)
    fields = {"device_id": one_sided_id, "sides": LONG, **pages_of(3)}
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    assert await owner.refused("print", **fields) == "job_refused"
    await owner.ask("print", **fields, idempotency_key="lost")
    await advance(3)
    await advance(3600)
    jobs = (await owner.ask("print", **fields, idempotency_key="lost"))["jobs"]
    assert [job["state"] for job in jobs] == ["finished", "expired"]
    assert len(hub.simulator.printed) == 1
