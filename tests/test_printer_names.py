"""A printer that was renamed has its new name everywhere, also for older jobs."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.cloudprint.coordinator import SCAN_INTERVAL
from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.logbook import describe_event
from custom_components.cloudprint.texts import async_load_texts
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .actions import call, call_again
from .conftest import Advance
from .hub import Hub
from .repairs.fixing import Post, issues
from .simulator import Fault, Printer
from .test_button import press

POLL = SCAN_INTERVAL.total_seconds() + 1


@pytest.fixture(params=["user", "server"])
async def rename(request: pytest.FixtureRequest, advance: Advance, hub: Hub) -> Any:
    """A function that renames the printer in Home Assistant, or on its server."""

    async def rename() -> str:
        if request.param == "user":
            dr.async_get(hub.hass).async_update_device(
                hub.device_id, name_by_user="New name"
            )
        else:
            hub.printer.alias = "New name"
            for _ in range(2):
                await advance(POLL)
        return "New name"

    return rename


async def submit(hass: HomeAssistant, device_id: str, **fields: Any) -> dict[str, Any]:
    """Print, and return the job."""
    (job,) = (await call(hass, "print", device_id=device_id, text="x", **fields))[
        "jobs"
    ]
    return dict(job)


async def test_responses(
    hass: HomeAssistant, device_id: str, printer: Printer, rename: Any, advance: Advance
) -> None:
    """Actions answer with the new name."""
    old = await submit(hass, device_id, idempotency_key="key", name="letter")
    printer.online_status = "0"
    await advance(POLL)
    held = [await submit(hass, device_id) for _ in range(2)]
    assert "New name" not in (old["printer"], held[0]["printer"])
    name = await rename()

    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert {job["printer"] for job in jobs} == {name}
    again = await submit(hass, device_id, idempotency_key="key")
    assert (again["job_id"], again["printer"]) == (old["job_id"], name)
    canceled = await call(hass, "cancel_job", job_id=held[0]["job_id"])
    assert canceled["printer"] == name
    assert (await call(hass, "reprint_job", job_id=old["job_id"]))["printer"] == name
    released = (await call(hass, "release_jobs"))["jobs"]
    assert released
    assert {job["printer"] for job in released} == {name}
    # Without its device, a job has the name that it was printed with.
    dr.async_get(hass).async_remove_device(device_id)
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert {job["printer"] for job in jobs} >= {old["printer"]}


async def test_events(hub: Hub, rename: Any, advance: Advance) -> None:
    """Events, the logbook and the test page have the new name."""
    await async_load_texts(hub.hass)
    events = async_capture_events(hub.hass, EVENT_JOB)
    # It must not end before the new name is known.
    hub.printer.step_seconds = 600
    await submit(hub.hass, hub.device_id)
    name = await rename()
    for _ in range(10):
        await advance(600)
    assert events[-1].data["state"] == "finished"
    assert events[-1].data["printer"] == name
    assert name in describe_event(hub.hass, events[0].data)["message"]


async def test_own_pages(hass: HomeAssistant, hub: Hub, rename: Any) -> None:
    """The test page has the new name."""
    name = await rename()
    await press(hass, hub.entity_id(Platform.BUTTON, "test_page"))
    assert name.encode() in hub.simulator.printed[-1].content


async def test_repairs(hass: HomeAssistant, hub: Hub, rename: Any, post: Post) -> None:
    """The question whether a job was printed has the new name."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    assert (await submit(hass, hub.device_id))["state"] == "unconfirmed"
    await call_again(hub.account)
    name = await rename()
    issue = issues(hass)["jobs_unconfirmed"]
    form = await post(handler="cloudprint", issue_id=issue.issue_id)
    assert form["description_placeholders"]["printer"] == name
