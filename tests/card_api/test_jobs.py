"""Tests of the card's commands for jobs."""

from typing import Any

import pytest

from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant

from ..actions import call_again
from ..hub import Hub
from ..simulator import Fault
from .conftest import Browser


@pytest.fixture
async def offline(hub: Hub) -> None:
    """Report both printers offline."""
    await hub.go_offline(hub.printer, hub.colour_printer)


async def held(owner: Browser, device_id: str, name: str) -> str:
    """Print a text that is held; return its job."""
    answer = await owner.ask("print", device_id=device_id, text=name, name=name)
    (job,) = answer["jobs"]
    assert job["state"] == "held"
    job_id: str = job["job_id"]
    return job_id


@pytest.mark.usefixtures("offline")
async def test_cancel(
    hub: Hub, owner: Browser, member: Browser, guest: Browser, stranger: Browser
) -> None:
    """A held job can be canceled by users who may control its printer."""
    job_id = await held(owner, hub.device_id, "one")
    other_id = await held(owner, hub.colour_id, "two")
    assert await guest.refused("jobs/cancel", job_id=job_id) == "printer_not_allowed"
    assert await stranger.refused("jobs/cancel", job_id=job_id) == "job_unknown"
    assert await member.refused("jobs/cancel", job_id=other_id) == "job_unknown"
    (shown,) = (await guest.ask("jobs/list"))["jobs"]
    assert (shown["job_id"], shown["can_cancel"]) == (job_id, False)
    (shown,) = (await member.ask("jobs/list"))["jobs"]
    assert (shown["can_cancel"], shown["can_reprint"]) == (True, True)

    job = (await member.ask("jobs/cancel", job_id=job_id))["job"]
    assert (job["state"], job["reason"], job["can_cancel"]) == (
        "canceled",
        "by_hand",
        False,
    )
    # Canceled again, by the same user or another one
    for browser in (member, owner):
        again = (await browser.ask("jobs/cancel", job_id=job_id))["job"]
        assert again == job
    assert await owner.refused("jobs/cancel", job_id="nothing") == "job_unknown"


@pytest.mark.usefixtures("offline")
async def test_release(
    hub: Hub, owner: Browser, member: Browser, guest: Browser
) -> None:
    """Held jobs are released on the printers that the user may control."""
    first = await held(owner, hub.device_id, "one")
    second = await held(owner, hub.colour_id, "two")
    key = await guest.refused("jobs/release", device_id=hub.device_id)
    assert key == "printer_not_allowed"
    assert (
        await member.refused("jobs/release", device_id=hub.colour_id)
        == "device_unknown"
    )
    assert await guest.ask("jobs/release") == {"jobs": []}
    assert hub.simulator.printed == []

    (job,) = (await member.ask("jobs/release"))["jobs"]
    assert (job["job_id"], job["state"]) == (first, "submitted")
    (job,) = (await owner.ask("jobs/release"))["jobs"]
    assert (job["job_id"], job["state"]) == (second, "submitted")
    first = await held(owner, hub.device_id, "three")
    (job,) = (await owner.ask("jobs/release", device_id=hub.device_id))["jobs"]
    assert job["job_id"] == first


@pytest.mark.usefixtures("offline")
async def test_move(
    hub: Hub, owner: Browser, member: Browser, guest: Browser, stranger: Browser
) -> None:
    """A held job moves for users who may control both printers."""
    fields = {
        "job_id": await held(owner, hub.device_id, "one"),
        "device_id": hub.colour_id,
    }
    for browser, key in (
        (guest, "printer_not_allowed"),
        (stranger, "job_unknown"),
        (member, "device_unknown"),
    ):
        assert await browser.refused("jobs/move", **fields) == key
    assert [
        (await each.ask("jobs/list"))["jobs"][0]["can_move"] for each in (member, guest)
    ] == [
        True,
        False,
    ]
    job = (await owner.ask("jobs/move", **fields))["job"]
    assert (job["device_id"], job["state"], job["can_move"]) == (
        hub.colour_id,
        "held",
        True,
    )
    (_, old) = (await owner.ask("jobs/list"))["jobs"]
    assert (old["state"], old["reason"], old["moved_to"], old["can_move"]) == (
        "canceled",
        "moved",
        job["job_id"],
        True,
    )
    assert await owner.refused("jobs/move", **fields) == "job_moved"
    assert hub.simulator.printed == []


async def test_move_what_was_sent(device_id: str, owner: Browser) -> None:
    """What was sent does not move."""
    await owner.ask("print", device_id=device_id, text="x")
    (job,) = (await owner.ask("jobs/list"))["jobs"]
    assert not job["can_move"]


async def test_reprint(
    hub: Hub, owner: Browser, member: Browser, guest: Browser
) -> None:
    """A job can be reprinted by users who may control its printer."""
    (job,) = (await owner.ask("print", device_id=hub.device_id, text="x"))["jobs"]
    (other,) = (await owner.ask("print", device_id=hub.colour_id, text="y"))["jobs"]
    for fields in ({"job_id": job["job_id"]}, {"device_id": hub.device_id}):
        assert await guest.refused("jobs/reprint", **fields) == "printer_not_allowed"
    key = await member.refused("jobs/reprint", job_id=other["job_id"])
    assert key == "job_unknown"
    assert (
        await member.refused("jobs/reprint", device_id=hub.colour_id)
        == "device_unknown"
    )

    again = (await member.ask("jobs/reprint", job_id=job["job_id"], copies=2))["job"]
    assert (again["reprint_of"], again["options"]) == (job["job_id"], {"copies": 2})
    assert hub.simulator.times_printed(content=b"x") == 2


async def test_nothing_to_reprint(hub: Hub, owner: Browser) -> None:
    """A job whose content or printer is gone is not offered for reprint."""
    await owner.ask("print", device_id=hub.device_id, text="x")
    (job,) = (await owner.ask("jobs/list"))["jobs"]
    assert job["can_reprint"]
    hub.data.coordinator.data = {}
    (job,) = (await owner.ask("jobs/list"))["jobs"]
    assert not job["can_reprint"]


@pytest.mark.parametrize("decision", ["printed", "print_again", "forget"])
async def test_decide(
    decision: str,
    hub: Hub,
    owner: Browser,
    member: Browser,
    guest: Browser,
    stranger: Browser,
) -> None:
    """An unconfirmed job is decided once, by a user who may control its printer."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    (job,) = (await owner.ask("print", device_id=hub.device_id, text="x"))["jobs"]
    await call_again(hub.account)
    fields = {"job_id": job["job_id"], "decision": decision}
    assert await guest.refused("jobs/decide", **fields) == "printer_not_allowed"
    assert await stranger.refused("jobs/decide", **fields) == "job_unknown"
    key = await member.refused("jobs/decide", job_id=job["job_id"], decision="maybe")
    assert key == "option_invalid"
    (shown,) = (await member.ask("jobs/list"))["jobs"]
    assert shown["can_decide"]
    (shown,) = (await guest.ask("jobs/list"))["jobs"]
    assert not shown["can_decide"]

    answer = await member.ask("jobs/decide", **fields)
    is_again = decision == "print_again"
    assert answer["job"]["state"] == (
        "finished" if decision == "printed" else "unconfirmed"
    )
    assert not answer["job"]["can_decide"]
    assert ("again" in answer) is is_again
    if is_again:
        assert answer["again"]["reprint_of"] == job["job_id"]
        assert answer["again"]["requested_by"] == member.user.name
    # A second decision changes nothing.
    late = await owner.ask("jobs/decide", job_id=job["job_id"], decision="print_again")
    assert late.keys() == {"job"}
    assert hub.simulator.times_printed(content=b"x") == 1 + is_again


async def test_failing_reprint_stays_undecided(hub: Hub, owner: Browser) -> None:
    """A reprint that is refused leaves the job undecided."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    (job,) = (await owner.ask("print", device_id=hub.device_id, text="x"))["jobs"]
    await call_again(hub.account)
    fields = {"job_id": job["job_id"], "decision": "print_again"}
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    assert await owner.refused("jobs/decide", **fields) == "job_refused"
    shown = (await owner.ask("jobs/list", state="unconfirmed"))["jobs"]
    assert [job["can_decide"] for job in shown] == [True]


async def test_list(
    hub: Hub, owner: Browser, member: Browser, stranger: Browser
) -> None:
    """The history is paged, newest first, with the jobs that the user may read."""
    hub.printer.step_seconds = hub.colour_printer.step_seconds = 600
    ids: list[str] = []
    for index in range(5):
        target = (hub.device_id, hub.colour_id)[index % 2]
        answer = await owner.ask("print", device_id=target, text=str(index))
        ids.insert(0, answer["jobs"][0]["job_id"])

    async def listed(browser: Browser, **fields: Any) -> tuple[list[str], bool]:
        answer = await browser.ask("jobs/list", **fields)
        return [job["job_id"] for job in answer["jobs"]], answer["has_more"]

    assert await listed(owner) == (ids, False)
    assert await listed(owner, limit=2) == (ids[:2], True)
    assert await listed(owner, limit=3, before=ids[1]) == (ids[2:], False)
    assert await listed(owner, device_id=hub.colour_id) == ([ids[1], ids[3]], False)
    assert await listed(owner, state=["failed", "held"]) == ([], False)
    assert await listed(owner, state="submitted", limit=1) == (ids[:1], True)
    assert await listed(member) == (ids[::2], False)
    assert await listed(member, device_id=[hub.device_id, hub.colour_id]) == (
        ids[::2],
        False,
    )
    assert await listed(member, device_id=hub.colour_id) == ([], False)
    assert await listed(stranger) == ([], False)
    assert await owner.refused("jobs/list", limit=0) == "option_invalid"
    assert await owner.refused("jobs/list", state="lost") == "option_invalid"


async def test_list_without_account(
    hass: HomeAssistant, hub: Hub, owner: Browser
) -> None:
    """The history can be read while an account is not set up, but not changed."""
    await owner.ask("print", device_id=hub.device_id, text="x")
    await hass.config_entries.async_unload(hub.account.entry_id)
    (job,) = (await owner.ask("jobs/list"))["jobs"]
    assert [job[name] for name in ("can_cancel", "can_reprint", "can_decide")] == [
        False,
        False,
        False,
    ]
    key = await owner.refused("jobs/reprint", job_id=job["job_id"])
    assert key == "account_not_loaded"


async def test_nothing_is_kept(hass: HomeAssistant, hub: Hub, owner: Browser) -> None:
    """If no content is kept, only open jobs are offered for reprint."""
    hass.config_entries.async_update_entry(hub.account, options={"content_days": 0})
    await hass.config_entries.async_reload(hub.account.entry_id)
    for state, is_offered in (("submitted", True), ("finished", False)):
        await owner.ask("print", device_id=hub.device_id, text=state)
        job = hub.data.store.last_job(hub.device_id)
        if state == "finished":
            hub.data.store.transition(job, JobState.FINISHED)
        shown = (await owner.ask("jobs/list"))["jobs"][0]
        assert (shown["state"], shown["can_reprint"]) == (state, is_offered)
