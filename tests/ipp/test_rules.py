"""Tests of rules for phones and computers: what these see of approvals and limits."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    IppPrinterState,
    Operation,
    Status,
)
from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..conftest import Advance
from ..hub import Hub
from ..rules import add_rule, decide, waiting_for_approval
from ..samples import pdf_files
from ..waits import until
from .client import Client, integer, jobs_in, keyword, restart
from .test_ownership import SEEN_BY_ALL

PHONES: dict[str, Any] = {"kinds": ["device"]}
ASKED: dict[str, Any] = {**PHONES, "ask_above": 0}
HELD = (IppJobState.PENDING_HELD, "job-held-for-authorization")
WORDS = "Use the back of old paper"


@pytest.fixture
async def ben(hass: HomeAssistant) -> User:
    """Add an administrator."""
    return await hass.auth.async_create_user("Ben", group_ids=["system-admin"])


async def ask(hass: HomeAssistant, client: Client, name: str = "Letter") -> int:
    """Print what a rule asks about; return its id."""
    job_id: int = (await client.print(name=name))["job-id"]
    await hass.async_block_till_done()
    assert await state_of(client, job_id) == HELD
    return job_id


async def state_of(client: Client, job_id: int) -> tuple[int, str]:
    """Return the state of a job, and the reason."""
    job = await client.job(job_id)
    return job["job-state"], job["job-state-reasons"]


async def described(client: Client) -> dict[str, object]:
    """Return the attributes of the printer."""
    response = await client.ask(Operation.GET_PRINTER_ATTRIBUTES)
    return {item.name: item.content for item in response.groups[1].attributes}


def job_of(account: MockConfigEntry) -> Job:
    """Return the only open job."""
    jobs: list[Job] = account.runtime_data.store.open_jobs
    (job,) = jobs
    return job


async def test_held_until_approved(
    hass: HomeAssistant, hub: Hub, client: Client, advance: Advance, ben: User
) -> None:
    """A print that a rule asks about is held, and holds nobody else up."""
    add_rule(hass, hub.account, **ASKED)
    job_id = await ask(hass, client)
    job = await client.job(job_id)
    assert job["job-state-message"].startswith("“Letter” waits for an approval before")
    assert job["number-of-intervening-jobs"] == 0
    assert await client.jobs() == [job_id]
    assert await client.jobs(keyword("which-jobs", "pending-held")) == [job_id]
    assert await client.jobs(keyword("which-jobs", "pending")) == []
    printer = await described(client)
    assert printer["printer-state"] == IppPrinterState.IDLE
    assert printer["queued-job-count"] == 1
    assert hub.simulator.printed == []

    await decide(hass, hub.account, ben, is_approved=True)
    (printed,) = hub.simulator.printed
    assert printed.name == "Letter"
    assert (await state_of(client, job_id))[0] == IppJobState.PROCESSING
    (task_id,) = hub.simulator.tasks
    hub.simulator.set_task_status(task_id, "FINISHED")
    await advance(60)
    assert (await state_of(client, job_id))[0] == IppJobState.COMPLETED
    assert (await described(client))["queued-job-count"] == 0


async def test_nobody_waits_for_it(hub: Hub, client: Client) -> None:
    """What waits for an approval is not before what waits for the printer."""
    rule_id = add_rule(hub.hass, hub.account, **ASKED)
    await ask(hub.hass, client)
    hub.hass.config_entries.async_remove_subentry(hub.account, rule_id)
    await hub.go_offline(hub.colour_printer)
    for number in range(2):
        job_id = (await client.print(name=f"Page {number}"))["job-id"]
        await hub.hass.async_block_till_done()
        job = await client.job(job_id)
        assert job["job-state"] == IppJobState.PENDING
        assert job["number-of-intervening-jobs"] == number


@pytest.mark.parametrize("words", [WORDS, None])
async def test_denied(hub: Hub, client: Client, ben: User, words: str | None) -> None:
    """A denied print is canceled by the operator, with the words for its owner."""
    add_rule(hub.hass, hub.account, **ASKED)
    job_id = await ask(hub.hass, client)
    await decide(hub.hass, hub.account, ben, is_approved=False, message=words)
    for _ in range(2):
        job = await client.job(job_id)
        assert job["job-state"] == IppJobState.CANCELED
        assert job["job-state-reasons"] == "job-canceled-by-operator"
        said = job["job-state-message"]
        assert said == words if words else said.startswith("“Letter” was not approved")
        other = await Client(client.printer, "Ben").job(job_id)
        assert set(other) == SEEN_BY_ALL
        client = Client(await restart(hub.hass, hub.account, client.printer))
    assert hub.simulator.printed == []


async def test_canceled_while_it_waits(hub: Hub, client: Client, ben: User) -> None:
    """Its owner cancels a print that waits for an approval, and nobody else does."""
    add_rule(hub.hass, hub.account, **ASKED)
    job_id = await ask(hub.hass, client)
    other = Client(client.printer, "Ben", "192.168.1.21")
    (seen,) = jobs_in(
        await other.ask(
            Operation.GET_JOBS, more=[keyword("requested-attributes", "all")]
        )
    )
    assert set(seen) == SEEN_BY_ALL
    assert (seen["job-state"], seen["job-state-reasons"]) == HELD
    refused = await other.send(other.build(Operation.CANCEL_JOB, job_id=job_id))
    assert refused.code == Status.NOT_AUTHORIZED
    await client.ask(Operation.CANCEL_JOB, job_id=job_id)
    canceled = (IppJobState.CANCELED, "job-canceled-by-user")
    assert await state_of(client, job_id) == canceled
    assert waiting_for_approval(hub.account) == []
    await decide(hub.hass, hub.account, ben, is_approved=True)
    assert await state_of(client, job_id) == canceled
    assert hub.simulator.printed == []


async def test_restart_while_it_waits(hub: Hub, client: Client, ben: User) -> None:
    """A print that waits for an approval has the same id and state after a restart."""
    add_rule(hub.hass, hub.account, **ASKED)
    job_id = await ask(hub.hass, client)
    client = Client(await restart(hub.hass, hub.account, client.printer))
    assert await state_of(client, job_id) == HELD
    assert await client.jobs() == [job_id]
    assert hub.simulator.printed == []
    await decide(hub.hass, hub.account, ben, is_approved=True)
    assert len(hub.simulator.printed) == 1
    assert (await state_of(client, job_id))[0] == IppJobState.PROCESSING


async def test_not_approved_in_time(hub: Hub, client: Client, advance: Advance) -> None:
    """A print that nobody has approved in time is aborted, and says so."""
    add_rule(hub.hass, hub.account, **ASKED, wait_hours=1)
    job_id = await ask(hub.hass, client)
    await advance(3601)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-message"].startswith("“Letter” was not approved in time")
    assert hub.simulator.printed == []


@pytest.mark.parametrize("period", ["day", "month"])
async def test_no_pages_left(hub: Hub, client: Client, period: str) -> None:
    """A print of more pages than are left is aborted, with the sentence."""
    add_rule(hub.hass, hub.account, "Phones", **PHONES, **{f"pages_a_{period}": 3})
    first = await client.print(pdf_files.text(pages=2))
    await hub.hass.async_block_till_done()
    job_id = (await client.print(pdf_files.text(pages=1), job=[integer("copies", 2)]))[
        "job-id"
    ]
    await until(lambda: len(hub.data.store.open_jobs) == 1)
    for _ in range(2):
        job = await client.job(job_id)
        assert job["job-state"] == IppJobState.ABORTED
        assert job["job-state-reasons"] == "account-limit-reached"
        said = job["job-state-message"]
        period_said = {"day": "today", "month": "this month"}[period]
        assert said == (
            "This print has more pages (2) than “Phones” leaves for "
            f"{period_said} (1 of 3)."
        )
        client = Client(await restart(hub.hass, hub.account, client.printer))
    # Another phone has no pages of its own.
    other = Client(client.printer, "Cleo", "192.168.1.22")
    assert set(await other.job(job_id)) == SEEN_BY_ALL
    assert len(hub.simulator.printed) == 1
    assert first["job-id"] < job_id


async def test_never_color(hass: HomeAssistant, hub: Hub, client: Client) -> None:
    """Where phones may not print in color, they print in grey, whatever they send."""
    add_rule(hass, hub.account, **PHONES, color="never")
    color = [keyword("print-color-mode", "color")]
    await client.print(pdf_files.text(), job=color)
    await until(lambda: hub.simulator.printed)
    assert hub.simulator.printed[0].config["color"] == "MONOCHROME"


@pytest.mark.parametrize("password", ["house", None])
async def test_identity(
    hub: Hub, ipp_printer: IppPrinter, password: str | None
) -> None:
    """A print is a device's, under the name that it gives or has a password for."""
    add_rule(hub.hass, hub.account, **ASKED)
    await ask(hub.hass, Client(ipp_printer, "Anna", authenticated=password))
    for _ in range(2):
        requester = job_of(hub.account).requester
        assert requester.kind == "device"
        assert requester.name == f"{password or 'Anna'} (192.168.1.20)"
        assert requester.address == "192.168.1.20"
        assert requester.user_id is None
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
