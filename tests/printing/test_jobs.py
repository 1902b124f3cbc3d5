"""Tests of listing, canceling and releasing jobs."""

from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.jobs import (
    WAS_PRINTED,
    async_decide,
    async_map_jobs,
)
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.job import JobState
from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.spool.queue import SLICE
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..hub import Hub, add_account
from ..simulator import CloudSimulator, Fault, Printer
from ..spool.samples import make_job
from ..waits import each_turn, until


@pytest.fixture
async def account(
    printer: Printer, colour_printer: Printer, set_up_account: SetUpAccount
) -> MockConfigEntry:
    """Set up an account whose first printer is reported offline."""
    printer.online_status = "0"
    return await set_up_account()


async def print_text(hass: HomeAssistant, device_id: str, **more: Any) -> str:
    """Print a text; return the job's id."""
    response = await call(hass, "print", {"text": "x", **more}, device_id=device_id)
    job_id: str = response["jobs"][0]["job_id"]
    return job_id


async def states(hass: HomeAssistant) -> dict[str, str]:
    """Return the state of each job."""
    jobs = (await call(hass, "get_jobs"))["jobs"]
    return {job["job_id"]: job["state"] for job in jobs}


async def test_record(hass: HomeAssistant, hub: Hub) -> None:
    """A listed job has all its data, and none of its content."""
    job_id = await print_text(
        hass,
        hub.device_id,
        text="secret 你好",
        name="Note",
        copies="2",
        margins={"top": 1},
        raw_options={"labels": ["a"]},
        expires_in={"minutes": 30},
        idempotency_key="k",
    )

    (job,) = await hub.jobs()

    created, updated, expires = (
        job.pop(name) for name in ("created_at", "updated_at", "expires_at")
    )
    assert created <= updated < expires
    assert job.pop("print_id")
    assert all(time.endswith("+00:00") for time in (created, updated, expires))
    assert job == {
        "job_id": job_id,
        "task_id": None,
        "device_id": hub.device_id,
        "printer": hub.printer.shown_alias,
        "name": "Note",
        "state": "held",
        "reason": "printer_offline",
        "message": None,
        "task_status": None,
        "warnings": ["copies_unsupported"],
        "content": {"source": "text", "format": "TEXT", "bytes": 13},
        "options": {
            "copies": "2",
            "margins": {"top": 1},
            "raw_options": {"labels": ["a"]},
        },
        "reprint_of": None,
        "moved_to": None,
        "watched": None,
        "requested_by": None,
        "user_id": None,
        "approval": None,
        "impressions": None,
        "side": None,
        "follows": None,
    }


async def test_filters(hass: HomeAssistant, hub: Hub) -> None:
    """Jobs are listed newest first, and filtered."""
    assert hass.services.supports_response(DOMAIN, "get_jobs") is SupportsResponse.ONLY
    held = [await print_text(hass, hub.device_id) for _ in range(2)]
    sent = [await print_text(hass, hub.colour_id) for _ in range(2)]
    canceled = await print_text(hass, hub.device_id)
    await call(hass, "cancel_job", job_id=canceled)

    everything = [canceled, *reversed(sent), *reversed(held)]
    for fields, expected in (
        ({}, everything),
        ({"config_entry_id": hub.account.entry_id}, everything),
        ({"config_entry_id": [hub.account.entry_id]}, everything),
        ({"device_id": [hub.device_id, hub.colour_id]}, everything),
        ({"device_id": hub.colour_id}, sent[::-1]),
        ({"device_id": hub.device_id, "state": "held"}, held[::-1]),
        ({"state": [" HELD", "canceled"]}, [canceled, *held[::-1]]),
        ({"state": "finished"}, []),
        ({"limit": 2}, everything[:2]),
        ({"limit": "2", "before": everything[1]}, everything[2:4]),
        ({"limit": 2.0, "before": everything[3]}, everything[4:]),
        ({"before": everything[4]}, []),
        ({"before": "nothing"}, []),
        # A device that is gone may have had jobs.
        ({"device_id": "gone"}, []),
        (dict.fromkeys(("config_entry_id", "device_id", "state", "limit")), everything),
    ):
        jobs = (await call(hass, "get_jobs", fields))["jobs"]
        assert [job["job_id"] for job in jobs] == expected, fields


async def test_default_limit(hass: HomeAssistant, colour_id: str) -> None:
    """A page has fifty jobs by default."""
    for _ in range(26):
        await call(hass, "print", device_id=colour_id, text="x")
        await call(hass, "print", device_id=colour_id, text="x")

    async def get_ids(**fields: Any) -> list[str]:
        # Their states change meanwhile.
        jobs = (await call(hass, "get_jobs", **fields))["jobs"]
        return [job["job_id"] for job in jobs]

    first = await get_ids()
    assert len(first) == 50
    rest = await get_ids(before=first[-1])
    assert len(rest) == 2
    assert await get_ids(limit=1000) == first + rest


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"config_entry_id": "nobody"}, "account_unknown"),
        ({"config_entry_id": []}, "id_invalid"),
        ({"config_entry_id": "\ud800"}, "id_invalid"),
        ({"device_id": []}, "id_invalid"),
        ({"device_id": [1]}, "id_invalid"),
        ({"device_id": "\udfff"}, "id_invalid"),
        ({"state": "lost"}, "option_invalid"),
        ({"state": []}, "option_invalid"),
        ({"state": {}}, "option_invalid"),
        ({"state": ["held", None]}, "option_invalid"),
        ({"limit": 0}, "option_invalid"),
        ({"limit": 1001}, "option_invalid"),
        ({"limit": "all"}, "option_invalid"),
        ({"before": ""}, "text_invalid"),
        ({"before": "\ud800"}, "text_invalid"),
        ({"job_id": "x"}, "field_unknown"),
    ],
)
async def test_wrong_filters(hub: Hub, fields: dict[str, Any], key: str) -> None:
    """Invalid filters are refused."""
    with refuses(key):
        await call(hub.hass, "get_jobs", fields)


async def test_foreign_account(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Only accounts of this integration can be listed."""
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    with refuses("account_unknown", value=other.entry_id):
        await call(hass, "get_jobs", config_entry_id=other.entry_id)


async def test_jobs_of_an_account_that_is_away(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
) -> None:
    """Jobs are listed while the account cannot be set up."""
    job_id = await print_text(hass, device_id)
    simulator.refuse_connections()
    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        await hass.config_entries.async_reload(account.entry_id)
    assert account.state is ConfigEntryState.SETUP_RETRY
    for fields in ({}, {"config_entry_id": account.entry_id}, {"device_id": device_id}):
        (job,) = (await call(hass, "get_jobs", fields))["jobs"]
        assert (job["job_id"], job["state"]) == (job_id, "held")

    with refuses("account_not_loaded", account="Cloud Print"):
        await call(hass, "cancel_job", job_id=job_id)
    assert await call(hass, "release_jobs") == {"jobs": []}


async def test_journal_that_cannot_be_read(hass: HomeAssistant, device_id: str) -> None:
    """A journal that cannot be read is a translated error."""
    fault = JournalError("disk I/O error")
    with (
        patch.object(Journal, "async_jobs", side_effect=fault),
        refuses("journal_unreadable", HomeAssistantError, error="disk I/O error"),
    ):
        await call(hass, "get_jobs")
    for action in ("cancel_job", "reprint_job"):
        with (
            patch.object(Journal, "async_get", side_effect=fault),
            refuses("journal_unreadable", HomeAssistantError, error="disk I/O error"),
        ):
            await call(hass, action, job_id="x")


async def test_cancel(hass: HomeAssistant, hub: Hub) -> None:
    """A held job is canceled and never printed."""
    job_id = await print_text(hass, hub.device_id)

    response = await call(hass, "cancel_job", job_id=f" {job_id}\n")

    assert response["job_id"] == job_id
    assert response["state"] == "canceled"
    assert await states(hass) == {job_id: "canceled"}
    assert await call(hass, "release_jobs") == {"jobs": []}
    assert hub.simulator.count("newPrintTask") == 0
    assert await call(hass, "cancel_job", job_id=job_id) == response


async def test_cancel_ended_job(hass: HomeAssistant, hub: Hub) -> None:
    """A job that ended otherwise cannot be canceled."""
    job_id = await print_text(hass, hub.device_id)
    hub.data.store.transition(hub.data.store.held_jobs[0], JobState.EXPIRED)
    with refuses("job_ended"):
        await call(hass, "cancel_job", job_id=job_id)


async def test_cancel_submitted_job(hass: HomeAssistant, hub: Hub) -> None:
    """A submitted job cannot be canceled; the error says where it can be."""
    hub.colour_printer.life = ("SUBMITTED",)
    job_id = await print_text(hass, hub.colour_id, name="Note")
    with refuses("job_not_cancelable", printer=hub.colour_printer.shown_alias):
        await call(hass, "cancel_job", job_id=job_id)
    assert await states(hass) == {job_id: "submitted"}


async def test_cancel_that_cannot_be_written_down(hub: Hub) -> None:
    """A job is not canceled unless that is written, as a restart would print it."""
    job_id = await print_text(hub.hass, hub.device_id, name="Note")
    with (
        patch.object(Journal, "async_update", side_effect=JournalError("disk is full")),
        refuses("cannot_cancel_job", HomeAssistantError, error="disk is full"),
    ):
        await call(hub.hass, "cancel_job", job_id=job_id)
    assert await states(hub.hass) == {job_id: "held"}
    assert (await call(hub.hass, "cancel_job", job_id=job_id))["state"] == "canceled"


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "job_missing"),
        ({"job_id": None}, "job_missing"),
        ({"job_id": ""}, "text_invalid"),
        ({"job_id": ["x"]}, "text_invalid"),
        ({"job_id": "\ud800"}, "text_invalid"),
        ({"job_id": "x" * 101}, "text_invalid"),
        ({"job_id": "nothing"}, "job_unknown"),
        ({"job_id": 3}, "job_unknown"),
        ({"job_id": "x", "device_id": "y"}, "job_ambiguous"),
    ],
)
async def test_cancel_nothing(hub: Hub, fields: dict[str, Any], key: str) -> None:
    """A job or a printer is required."""
    with refuses(key):
        await call(hub.hass, "cancel_job", fields)


async def test_release(hass: HomeAssistant, hub: Hub) -> None:
    """Held jobs of a printer are sent although it is reported offline."""
    first = await print_text(hass, hub.device_id, text="1")
    second = await print_text(hass, hub.device_id, text="2")
    assert hub.simulator.printed == []

    assert await call(hass, "release_jobs", device_id=hub.colour_id) == {"jobs": []}
    response = await call(hass, "release_jobs", device_id=[hub.device_id])

    assert [job["job_id"] for job in response["jobs"]] == [first, second]
    assert {job["state"] for job in response["jobs"]} == {"submitted"}
    assert [job.content for job in hub.simulator.printed] == [b"1", b"2"]


async def test_release_all(hass: HomeAssistant, hub: Hub) -> None:
    """Without a printer, all held jobs are sent."""
    job_id = await print_text(hass, hub.device_id)
    response = await call(hass, "release_jobs", device_id=None)
    assert [job["job_id"] for job in response["jobs"]] == [job_id]
    assert len(hub.simulator.printed) == 1


@pytest.fixture
async def other_account(
    hass: HomeAssistant, account: MockConfigEntry, simulator: CloudSimulator
) -> MockConfigEntry:
    """Set up a second account, in quiet hours."""
    shared = simulator.add_printer(name="Shop", sn="Xk9shoP1", share_code="700000001")
    shared.step_seconds = 0
    quiet = {"quiet_from": "00:00:00", "quiet_to": "23:59:59"}
    return await add_account(hass, simulator, shared, name="Shop", **quiet)


@pytest.mark.parametrize("are_named", [False, True])
async def test_account_that_is_reloaded_during_a_release(
    freezer: FrozenDateTimeFactory,
    advance: Advance,
    hub: Hub,
    other_account: MockConfigEntry,
    are_named: bool,
) -> None:
    """What it has printed since is not printed again."""
    await hub.hass.config.async_set_time_zone("UTC")
    freezer.move_to("2026-11-25 12:00:00+00:00")
    other_id = device_id_of(hub.hass, other_account, hub.simulator.printers[-1])
    await print_text(hub.hass, hub.device_id, name="first")
    job_id = await print_text(hub.hass, other_id, name="second")
    assert (await states(hub.hass))[job_id] == "held"
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    releasing = hub.hass.async_create_task(
        call(
            hub.hass,
            "release_jobs",
            {"device_id": [hub.device_id, other_id]} if are_named else {},
        ),
        eager_start=True,
    )
    await slow.reached.wait()

    hub.hass.config_entries.async_update_entry(other_account, options={})
    assert await hub.hass.config_entries.async_reload(other_account.entry_id)
    store = other_account.runtime_data.store
    await until(lambda: hub.simulator.times_printed(name="second"))
    await until(lambda: not store.busy_printers)
    freezer.tick(3)
    async_fire_time_changed(hub.hass)
    await until(lambda: store.last_finished.get(other_id))
    slow.release()
    assert [job["name"] for job in (await releasing)["jobs"]] == ["first"]
    assert (await states(hub.hass))[job_id] == "finished"
    assert await hub.hass.config_entries.async_reload(other_account.entry_id)
    for _ in range(5):
        await advance(5)
    assert hub.simulator.times_printed(name="second") == 1


@pytest.mark.parametrize("are_named", [False, True])
async def test_account_that_is_unloaded_during_a_release(
    hass: HomeAssistant, hub: Hub, other_account: MockConfigEntry, are_named: bool
) -> None:
    """Its jobs are still held, as if it had been unloaded before."""
    other_id = device_id_of(hass, other_account, hub.simulator.printers[-1])
    await print_text(hass, hub.device_id)
    job_id = await print_text(hass, other_id)
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    fields = {"device_id": [hub.device_id, other_id]} if are_named else {}
    releasing = hass.async_create_task(
        call(hass, "release_jobs", fields), eager_start=True
    )
    await slow.reached.wait()
    assert await hass.config_entries.async_unload(other_account.entry_id)
    slow.release()
    if are_named:
        with refuses("account_not_loaded", account="Shop"):
            await releasing
    else:
        assert len((await releasing)["jobs"]) == 1
    assert (await states(hass))[job_id] == "held"
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize("are_named", [False, True])
async def test_changes_while_home_assistant_stops(hub: Hub, are_named: bool) -> None:
    """They are refused once the jobs are written for the last time."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await print_text(hub.hass, hub.colour_id)
    (unconfirmed,) = hub.data.store.undecided_jobs
    job_id = await print_text(hub.hass, hub.device_id)
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hub.hass.async_block_till_done()
    for action, fields in (
        ("release_jobs", {"device_id": hub.device_id} if are_named else {}),
        ("cancel_job", {"job_id": job_id}),
    ):
        with refuses("account_not_loaded", HomeAssistantError, account="Cloud Print"):
            await call(hub.hass, action, fields)
    with refuses("account_not_loaded", HomeAssistantError, account="Cloud Print"):
        await async_decide(hub.data, unconfirmed, WAS_PRINTED, AUTOMATION)
    assert await states(hub.hass) == {unconfirmed.job_id: "unconfirmed", job_id: "held"}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"device_id": []}, "id_invalid"),
        ({"device_id": ""}, "id_invalid"),
        ({"device_id": "nobody"}, "device_unknown"),
        ({"device_id": [3]}, "id_invalid"),
        ({"all": True}, "field_unknown"),
    ],
)
async def test_release_nothing(hub: Hub, more: dict[str, Any], key: str) -> None:
    """A wrong printer releases nothing, and an empty list does not mean all."""
    job_id = await print_text(hub.hass, hub.device_id)
    with refuses(key):
        await call(hub.hass, "release_jobs", more)
    with refuses("device_unknown"):
        await call(hub.hass, "release_jobs", device_id=[hub.device_id, "nobody"])
    assert await states(hub.hass) == {job_id: "held"}
    assert hub.simulator.printed == []


@pytest.mark.parametrize(
    ("action", "fields"), [("cancel_job", {"job_id": "x"}), ("release_jobs", {})]
)
async def test_responses_are_optional(
    hass: HomeAssistant, device_id: str, action: str, fields: dict[str, str]
) -> None:
    """The response is optional."""
    assert hass.services.supports_response(DOMAIN, action) is SupportsResponse.OPTIONAL
    job_id = await print_text(hass, device_id)
    response = await hass.services.async_call(
        DOMAIN, action, dict.fromkeys(fields, job_id), blocking=True
    )
    assert response is None
    assert (await states(hass))[job_id] != "held"


async def test_many_jobs_are_built_in_slices() -> None:
    """Other tasks run while the response for many jobs is built."""
    jobs = [make_job(name=f"{number}") for number in range(4 * SLICE)]
    turns = 0

    def count() -> None:
        nonlocal turns
        turns += 1

    with each_turn(count):
        assert await async_map_jobs(jobs, lambda job: job.name) == [
            job.name for job in jobs
        ]
    assert turns == 3
    assert await async_map_jobs([], lambda job: job.name) == []
