"""A Home Assistant that is killed while it has something to print."""

import asyncio
from typing import Any

import aiohttp
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .log import our_debug_records, our_errors, read_log

TEXT = "Only for the eyes of the neighbours · 只给邻居看"
_SECONDS = 120


async def _add_printer(home_assistant: HomeAssistant, cloud: SimulatedCloud) -> str:
    """Add the account with one printer, and return the printer's device id.

    Home Assistant takes up to ten seconds to write its registries down, and would
    forget the devices if it was killed before; it does so at once when it is stopped.
    """
    printer = cloud.printers[0]
    devices = await add_account(home_assistant, cloud, [printer])
    await home_assistant.restart()
    return devices[printer.share_code]


async def _jobs(home_assistant: HomeAssistant) -> list[dict[str, Any]]:
    jobs: list[dict[str, Any]] = (
        await home_assistant.action("cloudprint.get_jobs", {})
    )["jobs"]
    return jobs


async def _until_state(home_assistant: HomeAssistant, state: str) -> dict[str, Any]:
    """Wait until the only job is in a state, and return it."""

    async def reached() -> bool:
        (job,) = await _jobs(home_assistant)
        return bool(job["state"] == state)

    await home_assistant.process.until(reached, f"show a job as {state}", _SECONDS)
    (job,) = await _jobs(home_assistant)
    return job


async def _assert_clean_log(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> None:
    """The integration logged no error, and nothing secret or printed."""
    records = read_log(home_assistant.process.log)
    assert our_debug_records(records)
    assert our_errors(records) == []
    requests = await cloud.control("GET", "/requests")
    tokens = {request["token"] for request in requests if request["token"]}
    assert tokens
    log = "".join(record.text for record in records)
    for secret in (cloud.app_key, TEXT, *tokens):
        assert secret not in log


@pytest.mark.slow
@pytest.mark.parametrize("alias", ["none", "other"])
async def test_job_is_followed_to_its_end_after_a_kill(
    home_assistant: HomeAssistant, cloud: SimulatedCloud, alias: str
) -> None:
    """Killed in the middle of polling, it polls on, and does not print again.

    It does so also where the cloud reports the task under another id.
    """
    await cloud.control("PATCH", "/settings", {"task_alias": alias})
    device_id = await _add_printer(home_assistant, cloud)
    settings = f"/printers/{cloud.printers[0].share_code}"
    await cloud.control("PATCH", settings, {"life": ["SUBMITTED", "PRINTING"]})
    answer = await home_assistant.action(
        "cloudprint.print", {"device_id": device_id, "text": TEXT, "name": "Letter"}
    )
    (job,) = answer["jobs"]
    await _until_state(home_assistant, "printing")

    await home_assistant.kill()
    await cloud.control("PATCH", f"/tasks/{job['task_id']}", {"status": "FINISHED"})
    await home_assistant.start()

    ended = await _until_state(home_assistant, "finished")
    assert ended["job_id"] == job["job_id"]
    assert ended["task_id"] == job["task_id"]
    assert ended["device_id"] == device_id
    (printed,) = await cloud.control("GET", "/printed")
    assert printed["name"] == "Letter"
    assert await cloud.control("GET", "/violations") == []
    await _assert_clean_log(home_assistant, cloud)


@pytest.mark.slow
async def test_job_is_not_sent_again_after_a_kill(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> None:
    """Killed before the cloud's answer, the job is unconfirmed, and not repeated."""
    device_id = await _add_printer(home_assistant, cloud)
    await cloud.control(
        "POST", "/faults", {"call": "newPrintTask", "fault": "slow", "accept": True}
    )
    pending = asyncio.create_task(
        home_assistant.action(
            "cloudprint.print", {"device_id": device_id, "text": TEXT, "name": "Letter"}
        )
    )

    async def sent() -> bool:
        return len(await cloud.control("GET", "/printed")) == 1

    await home_assistant.process.until(sent, "send the job", _SECONDS)
    await home_assistant.kill()
    with pytest.raises(aiohttp.ClientError):
        await pending
    await cloud.control("DELETE", "/faults")
    await home_assistant.start()

    job = await _until_state(home_assistant, "unconfirmed")
    assert job["name"] == "Letter"
    # What comes later would be behind a second Letter, if there was one.
    await home_assistant.action(
        "cloudprint.print", {"device_id": device_id, "text": "end", "name": "Last"}
    )
    printed = await cloud.control("GET", "/printed")
    assert [job["name"] for job in printed] == ["Letter", "Last"]
    assert await cloud.control("GET", "/violations") == []
    await _assert_clean_log(home_assistant, cloud)


@pytest.mark.slow
async def test_job_is_not_sent_again_without_the_log(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> None:
    """What is left of the journal says that the job is held; a person is asked."""
    device_id = await _add_printer(home_assistant, cloud)
    settings = f"/printers/{cloud.printers[0].share_code}"
    await cloud.control("PATCH", settings, {"online_status": "0"})
    await home_assistant.restart()
    await home_assistant.action(
        "cloudprint.print", {"device_id": device_id, "text": TEXT, "name": "Letter"}
    )
    await _until_state(home_assistant, "held")
    await cloud.control("PATCH", settings, {"online_status": "1"})
    await home_assistant.restart()
    await _until_state(home_assistant, "finished")

    await home_assistant.kill()
    (home_assistant.config / ".storage/cloudprint/journal.db-wal").unlink()
    await home_assistant.start()

    await _until_state(home_assistant, "unconfirmed")
    issues = (await home_assistant.command("repairs/list_issues"))["issues"]
    assert "journal_damaged" in {issue["issue_id"] for issue in issues}
    await home_assistant.action(
        "cloudprint.print", {"device_id": device_id, "text": "end", "name": "Last"}
    )
    printed = await cloud.control("GET", "/printed")
    assert [job["name"] for job in printed] == ["Letter", "Last"]
