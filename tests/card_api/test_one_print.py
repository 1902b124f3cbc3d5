"""Tests of the command for one print, by any of its jobs."""

from typing import Any

from custom_components.cloudprint.settings import CONF_OWN_HISTORY
from homeassistant.core import HomeAssistant

from ..hub import Hub
from .conftest import Browser
from .test_approval import approver, ask

__all__ = ["approver"]


async def get(browser: Browser, job_id: str) -> list[Any]:
    """Return state, reason and who decided of each job, newest first."""
    jobs = (await browser.ask("jobs/get", job_id=job_id))["jobs"]
    return [
        (
            job["job_id"],
            job["state"],
            job["reason"],
            (job["approval"] or {}).get("decided_by"),
        )
        for job in jobs
    ]


async def test_all_jobs(
    hub: Hub, owner: Browser, member: Browser, approver: Browser, stranger: Browser
) -> None:
    """It has all jobs of the print, to who may read their printers, and no others."""
    printers = [hub.device_id, hub.colour_id]
    first, other = (await owner.ask("print", device_id=printers, text="1"))["jobs"]
    await owner.ask("print", device_id=printers, text="2")
    expected = {first["job_id"], other["job_id"]}
    for job_id in expected:
        jobs = await get(owner, job_id)
        assert {job[0] for job in jobs} == expected
    # The member may read one of the printers.
    assert [job[0] for job in await get(member, first["job_id"])] == [first["job_id"]]
    for browser, job_id in (
        (member, other["job_id"]),
        (stranger, first["job_id"]),
        (owner, "no"),
    ):
        assert await browser.refused("jobs/get", job_id=job_id) == "job_unknown"
    assert await owner.refused("jobs/get", job_id=[1]) == "text_invalid"
    assert await owner.refused("jobs/get") == "text_invalid"


async def test_denied(hub: Hub, member: Browser, approver: Browser) -> None:
    """Once it has ended, it says who did not allow it."""
    job_id = (await ask(member, hub.device_id, text="Hello"))["job_id"]
    assert await get(member, job_id) == [(job_id, "held", "approval", None)]
    await approver.ask("jobs/deny", job_id=job_id)
    expected = [(job_id, "canceled", "denied", "Somebody")]
    assert await get(member, job_id) == await get(approver, job_id) == expected


async def test_changed(hub: Hub, member: Browser, approver: Browser) -> None:
    """What was changed is found by both jobs; it says what was changed, and by whom."""
    fields = {"text": "Hello", "copies": 3, "color": "monochrome"}
    old_id = (await ask(member, hub.device_id, **fields))["job_id"]
    changes = {"copies": 2, "color": "monochrome"}
    (new,) = (await approver.ask("jobs/approve", job_id=old_id, **changes))["jobs"]
    assert new["approval"]["changes"] == {"copies": 2}
    new_id = new["job_id"]
    for job_id in (old_id, new_id):
        (given, changed) = await get(member, job_id)
        assert (given[0], given[3]) == (new_id, "Somebody")
        assert changed == (old_id, "canceled", "changed", None)
    # It is the same after a restart.
    await hub.hass.config_entries.async_reload(hub.account.entry_id)
    (job, _) = (await member.ask("jobs/get", job_id=old_id))["jobs"]
    assert job["approval"]["changes"] == {"copies": 2}


async def test_approved_as_it_is(hub: Hub, member: Browser, approver: Browser) -> None:
    """Without a change, there is none."""
    job_id = (await ask(member, hub.device_id, text="Hello", copies=2))["job_id"]
    (job,) = (await approver.ask("jobs/approve", job_id=job_id))["jobs"]
    assert (job["job_id"], job["approval"]["changes"]) == (job_id, {})
    assert [each[0] for each in await get(member, job_id)] == [job_id]


async def test_moved(hub: Hub, owner: Browser) -> None:
    """What was moved is found by the job that it was."""
    await hub.go_offline()
    (held,) = (await owner.ask("print", device_id=hub.device_id, text="1"))["jobs"]
    fields = {"job_id": held["job_id"], "device_id": hub.colour_id}
    moved = (await owner.ask("jobs/move", **fields))["job"]
    assert [job[:1] for job in await get(owner, held["job_id"])] == [
        (moved["job_id"],),
        (held["job_id"],),
    ]


async def test_own_history(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, approver: Browser
) -> None:
    """With own history, others do not know it; its approvers do."""
    options = {**hub.account.options, CONF_OWN_HISTORY: True}
    hass.config_entries.async_update_entry(hub.account, options=options)
    (own,) = (await owner.ask("print", device_id=hub.device_id, text="1"))["jobs"]
    assert await member.refused("jobs/get", job_id=own["job_id"]) == "job_unknown"
    asked = await ask(member, hub.device_id, text="Hello")
    for browser in (owner, member, approver):
        assert len(await get(browser, asked["job_id"])) == 1
