"""What a client learns of a job whose task the service had forgotten."""

import pytest

from custom_components.cloudprint.ipp.protocol.message import IppJobState

from ..conftest import Advance
from ..hub import Hub
from .client import Client, keyword, restart


@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize("status", ["FINISHED", "ERROR", "CANCELED"])
async def test_client_keeps_the_end(
    hub: Hub, client: Client, advance: Advance, status: str, is_restarted: bool
) -> None:
    """The job stays aborted as at that time, also after a restart."""
    hub.colour_printer.life = ("SUBMITTED",)
    job_id = (await client.print())["job-id"]
    await hub.hass.async_block_till_done()
    (task_id,) = hub.simulator.tasks
    hub.simulator.set_task_answer(task_id, "refused")
    for _ in range(6):
        await advance(30)
    told = await client.job(job_id)
    assert told["job-state"] == IppJobState.ABORTED
    hub.simulator.set_task_answer(task_id, "task")
    hub.simulator.set_task_status(task_id, status)
    await advance(300)
    assert hub.data.store.undecided_jobs == []
    if is_restarted:
        client = Client(await restart(hub.hass, hub.account, client.printer))
    job = await client.job(job_id)
    for name in (
        *("job-state", "job-state-reasons", "job-state-message"),
        *("date-time-at-completed", "job-impressions-completed"),
    ):
        assert job[name] == told[name]
    assert await client.jobs(keyword("which-jobs", "completed")) == [job_id]
    assert await client.jobs() == []
