"""Tests of the response: at once, at the end of the jobs, and in a dry run."""

import asyncio
from base64 import b64encode
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr

from ..actions import call, refuses
from ..conftest import Advance
from ..hub import Hub
from ..samples import documents
from ..simulator import CloudSimulator, Fault
from ..waits import until


async def until_ended(
    simulator: CloudSimulator,
    jobs: int,
    waiting: asyncio.Future[Any],
    advance: Advance,
) -> None:
    """Advance the time until a print that waits has ended."""
    await until(lambda: len(simulator.printed) >= jobs)
    # Longer than any of these jobs takes
    for _ in range(20):
        await advance(3)
        if waiting.done():
            return
    raise AssertionError("The print goes on")


async def test_wait(hass: HomeAssistant, advance: Advance, hub: Hub) -> None:
    """With `wait`, the response comes when the job has ended."""
    waiting = asyncio.ensure_future(
        call(hass, "print", device_id=hub.device_id, text="x", wait=True)
    )
    await until_ended(hub.simulator, 1, waiting, advance)

    (job,) = (await waiting)["jobs"]
    assert job["state"] == "finished"
    assert job["task_id"] == hub.simulator.printed[0].task_id


async def test_printer_that_a_person_named(hass: HomeAssistant, hub: Hub) -> None:
    """Responses and errors use the user's name for a printer."""
    dr.async_get(hass).async_update_device(hub.device_id, name_by_user="书房打印机")
    job = await hub.print(text="x")
    assert job["printer"] == "书房打印机"
    capabilities = await call(hass, "get_capabilities", device_id=hub.device_id)
    assert capabilities["printer"] == "书房打印机"
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    with refuses("job_refused", HomeAssistantError, printer="书房打印机"):
        await hub.print(text="x")


async def test_wait_for_one_that_fails(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A job that fails in the cloud is an error, once all jobs have ended."""
    hub.printer.life = ("SUBMITTED", "ERROR")
    waiting = asyncio.ensure_future(
        call(
            hass,
            "print",
            device_id=[hub.device_id, hub.colour_id],
            text="x",
            name="N",
            wait=True,
        )
    )
    await until_ended(hub.simulator, 2, waiting, advance)

    with refuses("job_task_error", HomeAssistantError, printer=hub.printer.shown_alias):
        await waiting
    jobs = await hub.jobs()
    assert {job["device_id"]: job["state"] for job in jobs} == {
        hub.device_id: "failed",
        hub.colour_id: "finished",
    }


async def test_wait_for_one_that_is_canceled_there(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A job that was canceled in the cloud is no error."""
    hub.printer.life = ("SUBMITTED", "CANCELED")
    waiting = asyncio.ensure_future(
        call(hass, "print", device_id=hub.device_id, text="x", wait=True)
    )
    await until_ended(hub.simulator, 1, waiting, advance)
    assert (await waiting)["jobs"][0]["state"] == "canceled"


@pytest.mark.parametrize("timeout", [0, "0", "00:00:00", {"seconds": 0}, 0.001])
async def test_wait_no_longer(hass: HomeAssistant, hub: Hub, timeout: object) -> None:
    """At the timeout, the response has the current state of each job."""
    response = await call(
        hass,
        "print",
        device_id=[hub.device_id, hub.colour_id],
        text="x",
        wait=True,
        timeout=timeout,
    )
    assert [job["state"] for job in response["jobs"]] == ["submitted", "submitted"]


async def test_timeout_without_wait(hass: HomeAssistant, device_id: str) -> None:
    """A timeout without `wait` has no effect."""
    response = await call(hass, "print", device_id=device_id, text="x", timeout=5)
    assert response["jobs"][0]["state"] == "submitted"


async def test_canceled_wait(hass: HomeAssistant, advance: Advance, hub: Hub) -> None:
    """A script that is stopped while it waits does not affect the job."""
    waiting = asyncio.ensure_future(
        call(hass, "print", device_id=hub.device_id, text="x", wait=True)
    )
    await until(lambda: hub.simulator.printed)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    again = asyncio.ensure_future(
        call(hass, "print", device_id=hub.device_id, text="x", wait=True)
    )
    await until_ended(hub.simulator, 2, again, advance)
    jobs = await hub.jobs()
    assert [job["state"] for job in jobs] == ["finished", "finished"]


@pytest.mark.parametrize(
    ("fields", "task"),
    [
        (
            {"text": "secret 你好", "name": "Note"},
            {
                "name": "Note",
                "mediaSource": "STRING",
                "mediaFormat": "TEXT",
                "content": {"type": "STRING", "length": 9},
                "config": {},
            },
        ),
        (
            {
                "html": "<p>secret</p>",
                "name": "Page",
                "paper": "A5",
                "copies": 2,
                "raw_options": {"labels": {"a": ["b"]}},
            },
            {
                "name": "Page",
                "mediaSource": "STRING",
                "mediaFormat": "HTML",
                "content": {"type": "STRING", "length": 13},
                "javascript": True,
                "config": {
                    "paperConfig": {"width": 148.0, "height": 210.0},
                    "copies": 2,
                    "labels": {"a": ["b"]},
                },
            },
        ),
        (
            {
                "data": b64encode(documents.docx()).decode(),
                "name": "Letter",
                "sides": "two_sided_short_edge",
            },
            {
                "name": "Letter",
                "mediaSource": "BASE64",
                "mediaFormat": "WORD",
                "content": {
                    "type": "BASE64",
                    "length": len(b64encode(documents.docx())),
                },
                "config": {"side": "TUMBLE"},
            },
        ),
    ],
)
async def test_dry_run(
    hass: HomeAssistant, hub: Hub, fields: dict[str, Any], task: dict[str, Any]
) -> None:
    """A dry run responds with the redacted task, and does nothing else."""
    response = await call(
        hass, "print", fields, device_id=hub.device_id, dry_run=True, wait=True
    )

    expected = {
        "device_id": hub.device_id,
        "printer": hub.printer.shown_alias,
        "name": fields["name"],
        "task": {
            **task,
            "deviceName": hub.printer.name,
            "deviceType": "printer",
            "controlSn": hub.printer.sn,
        },
        "warnings": ["copies_unsupported"] if "copies" in fields else [],
    }
    assert response == {"jobs": [expected]}
    assert "secret" not in str(response)
    assert hub.simulator.count("newPrintTask") == 0
    assert (await hub.jobs()) == []

    # Except for the content, it is exactly what is sent.
    await call(hass, "print", fields, device_id=hub.device_id)
    sent = hub.simulator.printed[0].task
    assert sent.pop("content")
    del expected["task"]["content"]
    assert sent == expected["task"]


async def test_dry_run_while_the_service_is_away(hass: HomeAssistant, hub: Hub) -> None:
    """A dry run needs no connection to the service."""
    hub.simulator.refuse_connections()
    response = await call(
        hass, "print", device_id=hub.device_id, text="x", copies=2, dry_run=True
    )
    assert response["jobs"][0]["task"]["config"] == {"copies": 2}


async def test_several_printers(hass: HomeAssistant, hub: Hub) -> None:
    """Each printer gets its own job, once, in the given order."""
    response = await call(
        hass,
        "print",
        device_id=[hub.colour_id, hub.device_id, hub.colour_id],
        text="x",
        copies=2,
    )
    assert [job["device_id"] for job in response["jobs"]] == [
        hub.colour_id,
        hub.device_id,
    ]
    assert [job["warnings"] for job in response["jobs"]] == [[], ["copies_unsupported"]]
    assert len(hub.simulator.printed) == 2
    for shared in (hub.printer, hub.colour_printer):
        assert hub.simulator.times_printed(content=b"x", printer=shared) == 1
    assert response["jobs"][0]["job_id"] != response["jobs"][1]["job_id"]


async def test_several_printers_of_which_one_fails(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A refused job does not stop the jobs on other printers."""
    hub.colour_printer.life = ("SUBMITTED",)
    hub.simulator.faults.add(
        "newPrintTask", Fault.REFUSED, message="停用", printer=hub.printer.name
    )
    with refuses("job_refused", HomeAssistantError, message="停用"):
        await call(hass, "print", device_id=[hub.device_id, hub.colour_id], text="x")

    jobs = await hub.jobs()
    assert {job["device_id"]: job["state"] for job in jobs} == {
        hub.device_id: "failed",
        hub.colour_id: "submitted",
    }
    assert len(hub.simulator.printed) == 1


async def test_idempotency(hass: HomeAssistant, hub: Hub) -> None:
    """The same idempotency key returns the same job, marked as repeated."""
    hub.printer.life = ("SUBMITTED",)
    first = await call(
        hass, "print", device_id=hub.device_id, text="x", idempotency_key=" bill\n7 "
    )
    again = await call(
        hass, "print", device_id=hub.device_id, text="y", idempotency_key="bill 7"
    )
    assert again == {"jobs": [first["jobs"][0] | {"repeated": True}]}
    assert len(hub.simulator.printed) == 1
    # A dry run ignores the key.
    await hub.print(
        text="y",
        idempotency_key="other",
        dry_run=True,
    )
    await hub.print(text="y", idempotency_key="other")
    assert len(hub.simulator.printed) == 2


async def test_idempotency_on_another_printer(hass: HomeAssistant, hub: Hub) -> None:
    """A key returns its first jobs, whichever printers they are on."""
    first = await call(
        hass, "print", device_id=hub.device_id, text="x", idempotency_key="k"
    )
    again = await call(
        hass, "print", device_id=hub.colour_id, text="x", idempotency_key="k"
    )
    assert again["jobs"][0]["job_id"] == first["jobs"][0]["job_id"]
    assert again["jobs"][0]["device_id"] == hub.device_id
    assert len(hub.simulator.printed) == 1


async def test_idempotency_without_the_content(
    hass: HomeAssistant, config_folder: Path, hub: Hub
) -> None:
    """A repeated print does not need its content again."""
    hub.printer.life = ("SUBMITTED",)
    file = config_folder / "media" / "bill.txt"
    file.write_text("x")
    fields = {"device_id": hub.device_id, "file": str(file), "idempotency_key": "k"}
    first = await call(hass, "print", fields)
    file.unlink()
    again = await call(hass, "print", fields)
    assert again == {"jobs": [first["jobs"][0] | {"repeated": True}]}
    assert len(hub.simulator.printed) == 1
    with refuses("file_not_found"):
        await call(hass, "print", fields, dry_run=True)


async def test_idempotency_of_failed_job(hub: Hub) -> None:
    """A job that failed under a key fails again, without being printed again."""
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    for _ in range(2):
        with refuses("job_refused", HomeAssistantError):
            await hub.print(text="x", idempotency_key="k")
    assert len(await hub.jobs()) == 1


async def test_idempotency_with_unreadable_journal(hub: Hub) -> None:
    """Nothing is printed under a key while the journal cannot be read."""
    with (
        patch.object(Journal, "async_keyed_jobs", side_effect=JournalError("no disk")),
        refuses("journal_unwritable", HomeAssistantError, error="no disk"),
    ):
        await hub.print(text="x", idempotency_key="k")
    assert hub.simulator.printed == []
