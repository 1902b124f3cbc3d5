"""Jobs for a printer that is no longer shared."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..hub import Hub
from ..simulator import Application, CloudSimulator, Fault
from .fixing import POLL, Post, begin, issues


@pytest.fixture
async def waiting(advance: Advance, hub: Hub) -> list[str]:
    """Hold two jobs for a printer that is gone; return their ids."""
    hub.printer.online_status = "0"
    await advance(POLL)
    jobs = [await hub.print(text=name, name=name) for name in ("one", "two")]
    hub.simulator.unbind(hub.application, hub.printer)
    await advance(POLL)
    return [job["job_id"] for job in jobs]


async def states(hass: HomeAssistant) -> list[tuple[str, str | None]]:
    """Return the states and reasons of all jobs, oldest first."""
    jobs: list[Any] = (await call(hass, "get_jobs"))["jobs"]
    return [(job["state"], job["reason"]) for job in reversed(jobs)]


@pytest.mark.usefixtures("waiting")
async def test_wait_until_it_is_shared_again(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """Held jobs are not sent, and are printed once when the printer is back."""
    for _ in range(2):
        await advance(POLL)
    path = await begin(hass, post, "printer_gone")
    result = await post(path, next_step_id="wait")
    assert (result["type"], result["reason"]) == ("abort", "still_waiting")
    assert await states(hass) == [("held", "printer_gone")] * 2
    assert hub.simulator.count("newPrintTask") == 0
    assert "printer_gone" in issues(hass)

    hub.printer.online_status = "1"
    hub.simulator.bind(hub.application, hub.printer)
    await advance(POLL)
    await advance(10)
    assert issues(hass) == {}
    for content in (b"one", b"two"):
        assert hub.simulator.times_printed(content=content) == 1


@pytest.mark.usefixtures("waiting")
async def test_released(hass: HomeAssistant, simulator: CloudSimulator) -> None:
    """Releasing held jobs does not send them while the printer is gone."""
    answer = await call(hass, "release_jobs")
    assert [job["state"] for job in answer["jobs"]] == ["held", "held"]
    assert await states(hass) == [("held", "printer_gone")] * 2
    assert simulator.count("newPrintTask") == 0
    assert "printer_gone" in issues(hass)


async def test_cancel(
    hass: HomeAssistant,
    post: Post,
    simulator: CloudSimulator,
    waiting: list[str],
) -> None:
    """The listed jobs that are still held are canceled."""
    path = await begin(hass, post, "printer_gone")
    await call(hass, "cancel_job", job_id=waiting[0])
    assert "printer_gone" in issues(hass)
    form = await post(path, next_step_id="cancel")
    assert form["type"] == "form"
    assert form["description_placeholders"]["jobs"].count("\n") == 1
    assert await states(hass) == [("canceled", "by_hand"), ("held", "printer_gone")]
    assert (await post(path))["type"] == "create_entry"
    assert await states(hass) == [("canceled", "by_hand")] * 2
    assert issues(hass) == {}
    assert simulator.count("newPrintTask") == 0


@pytest.mark.usefixtures("waiting")
async def test_cannot_be_canceled(
    hass: HomeAssistant, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the journal cannot be written, the jobs are not canceled."""

    async def fail(*_: object) -> None:
        raise JournalError("disk I/O error")

    path = await begin(hass, post, "printer_gone")
    await post(path, next_step_id="cancel")
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "async_update", fail)
        result = await post(path)
    assert (result["type"], result["reason"]) == ("abort", "cannot_cancel")
    assert await states(hass) == [("held", "printer_gone")] * 2
    assert "printer_gone" in issues(hass)


@pytest.mark.usefixtures("waiting")
async def test_unloaded_meanwhile(
    hass: HomeAssistant, account: MockConfigEntry, post: Post
) -> None:
    """Jobs of an account that is unloaded after the first one are not canceled."""
    path = await begin(hass, post, "printer_gone")
    await post(path, next_step_id="cancel")
    unloading: list[asyncio.Task[bool]] = []

    def unload(job: Job) -> None:
        unloading.append(
            hass.async_create_task(
                hass.config_entries.async_unload(account.entry_id), eager_start=True
            )
        )

    account.runtime_data.store.async_add_listener(unload)
    result = await post(path)
    assert (result["type"], result["reason"]) == ("abort", "account_not_loaded")
    assert await asyncio.gather(*unloading) == [True]
    assert await states(hass) == [("canceled", "by_hand"), ("held", "printer_gone")]


@pytest.mark.usefixtures("waiting")
async def test_expired(hass: HomeAssistant, advance: Advance) -> None:
    """The jobs expire, which closes the issue."""
    await advance(3600)
    assert await states(hass) == [("expired", "printer_gone")] * 2
    assert issues(hass) == {}


@pytest.mark.usefixtures("waiting")
async def test_without_its_account(hub: Hub, post: Post) -> None:
    """The flow aborts if its account is not loaded."""
    issue_id = issues(hub.hass)["printer_gone"].issue_id
    path = await begin(hub.hass, post, "printer_gone")
    assert await hub.hass.config_entries.async_unload(hub.account.entry_id)
    for result in (
        await post(path, next_step_id="cancel"),
        await post(handler=DOMAIN, issue_id=issue_id),
    ):
        assert (result["type"], result["reason"]) == ("abort", "account_not_loaded")
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    assert issues(hub.hass) == {}


async def test_missing_from_one_list(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A job for a printer that is missing from one list waits for the next one."""
    hub.printer.present = False
    await advance(POLL)
    await hub.print(text="patient")
    with refuses("job_printer_gone", HomeAssistantError):
        await hub.print(text="impatient", hold=False)
    assert await states(hass) == [("held", "printer_gone"), ("failed", "printer_gone")]
    hub.printer.present = True
    # A failed list is not taken for one without the printer.
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await advance(POLL)
    assert (await states(hass))[0] == ("held", "service")
    assert issues(hass) == {}
    await advance(POLL)
    await advance(10)
    assert hub.simulator.times_printed(content=b"patient") == 1


async def test_no_printer(
    hass: HomeAssistant,
    advance: Advance,
    application: Application,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
) -> None:
    """An account without printers has an issue until it has one."""
    await set_up_account()
    issue = issues(hass)["no_printer"]
    assert not issue.is_fixable
    assert issue.learn_more_url
    shared = simulator.add_printer()
    simulator.bind(application, shared)
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await advance(POLL)
    assert "no_printer" in issues(hass)
    await advance(POLL)
    assert issues(hass) == {}

    # A failed list does not open the issue.
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await advance(POLL)
    assert issues(hass) == {}

    simulator.unbind(application, shared)
    for _ in range(3):
        await advance(POLL)
    assert set(issues(hass)) == {"no_printer"}
