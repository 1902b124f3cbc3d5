"""Tests of reprinting jobs."""

from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import documents
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import slowed
from .one_sided import OneSided


async def records(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return all jobs, newest first."""
    jobs: list[dict[str, Any]] = (await call(hass, "get_jobs"))["jobs"]
    return jobs


async def test_reprint(hass: HomeAssistant, hub: Hub) -> None:
    """A job's content is printed as a new job, as before."""
    printed = await call(
        hass, "print", device_id=hub.device_id, html="<p>x", name="Page", copies=2
    )
    job_id = printed["jobs"][0]["job_id"]

    again = await call(hass, "reprint_job", job_id=job_id)

    assert again["job_id"] != job_id
    assert again["state"] == "submitted"
    first, second = hub.simulator.printed
    assert again["task_id"] == second.task_id
    assert second.task == first.task
    newest, oldest = await records(hass)
    assert newest["reprint_of"] == job_id
    assert newest["options"] == {"copies": 2}
    assert newest["warnings"] == ["copies_unsupported"]
    assert oldest["reprint_of"] is None


async def test_reprint_with_other_options(hass: HomeAssistant, hub: Hub) -> None:
    """Given options override those of the job."""
    printed = await call(
        hass,
        "print",
        device_id=hub.colour_id,
        text="x",
        copies=2,
        paper="A4",
        raw_options={"repeats": 2},
        idempotency_key="once",
    )

    for _ in range(2):
        await call(
            hass,
            "reprint_job",
            job_id=printed["jobs"][0]["job_id"],
            copies=3,
            paper=None,
            color="monochrome",
        )

    assert len(hub.simulator.printed) == 3
    assert hub.simulator.printed[2].config == {
        "paperConfig": {"width": 210.0, "height": 297.0},
        "copies": 3,
        "color": "MONOCHROME",
        "repeats": 2,
    }
    assert (await records(hass))[0]["options"] == {
        "copies": 3,
        "paper": "A4",
        "color": "monochrome",
        "raw_options": {"repeats": 2},
    }


async def test_reprint_the_last_of_a_printer(hass: HomeAssistant, hub: Hub) -> None:
    """Without a job id, the printer's last job is printed."""
    await hub.print(text="1")
    await hub.print(text="2")
    await hub.print(device_id=hub.colour_id, text="3")

    await call(hass, "reprint_job", device_id=hub.device_id)

    assert hub.simulator.printed[-1].content == b"2"


async def test_reprint_of_a_large_file(
    hass: HomeAssistant, config_folder: Path, hub: Hub
) -> None:
    """Content that was stored on disk is printed byte for byte."""
    picture = documents.picture("BMP", (400, 300))
    (config_folder / "media" / "a.bmp").write_bytes(picture)
    await hub.print(file="media/a.bmp")

    await call(hass, "reprint_job", device_id=hub.device_id)

    assert hub.simulator.times_printed(content=picture) == 2


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "job_missing"),
        ({"job_id": None, "device_id": None}, "job_missing"),
        ({"job_id": "x", "device_id": "y"}, "device_unknown"),
        ({"job_id": "nothing"}, "job_unknown"),
        ({"job_id": ["x"]}, "text_invalid"),
        ({"device_id": "nobody"}, "device_unknown"),
        ({"device_id": ["a", "b"]}, "device_not_one"),
        ({"device_id": []}, "device_missing"),
        ({"job_id": "x", "text": "y"}, "field_unknown"),
    ],
)
async def test_reprint_nothing(
    hass: HomeAssistant, account: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    """A job id, a printer, or both are required."""
    with refuses(key):
        await call(hass, "reprint_job", fields)


async def test_reprint_of_a_printer_without_jobs(hass: HomeAssistant, hub: Hub) -> None:
    """A printer without jobs has nothing to reprint."""
    with refuses("printer_without_jobs", printer=hub.printer.shown_alias):
        await call(hass, "reprint_job", device_id=hub.device_id)


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"copies": 0}, "option_invalid"),
        ({"dpi": [10**5000]}, "option_invalid"),
        ({"sides": "two_sided_long_edge"}, "trays_unknown"),
    ],
    ids=["nonsense", "beyond all measure", "excluded"],
)
async def test_wrong_options(
    hass: HomeAssistant, hub: Hub, options: dict[str, Any], key: str
) -> None:
    """Options are checked as for a print."""
    hub.printer.report(supportedSides=["ONESIDE"])
    await hub.print(text="x")
    with refuses(key):
        await call(hass, "reprint_job", options, device_id=hub.device_id)
    assert len(await records(hass)) == len(hub.simulator.printed) == 1


async def test_content_is_gone(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """Content that is no longer kept cannot be printed."""
    printer.step_seconds = 0
    account = await set_up_account(content_days=0)
    device_id = device_id_of(hass, account, printer)
    await call(hass, "print", device_id=device_id, text="x", name="Note")
    await advance(3)
    assert (await records(hass))[0]["state"] == "finished"

    with refuses("job_content_gone", printer=printer.shown_alias):
        await call(hass, "reprint_job", device_id=device_id)
    assert len(simulator.printed) == 1


async def test_printer_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """A job of a printer that is gone cannot be printed."""
    response = await call(hass, "print", device_id=hub.device_id, text="x")
    hub.data.coordinator.data = {}
    for fields in (
        {"job_id": response["jobs"][0]["job_id"]},
        {"device_id": hub.device_id},
    ):
        with refuses("printer_gone", printer=hub.printer.shown_alias):
            await call(hass, "reprint_job", fields)


async def test_refused_again(hass: HomeAssistant, hub: Hub) -> None:
    """A reprint that fails is an error and in the history."""
    hub.printer.life = ("SUBMITTED",)
    await hub.print(text="x")
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, message="没有纸")
    with refuses("job_refused", HomeAssistantError, message="没有纸"):
        await call(hass, "reprint_job", device_id=hub.device_id)
    assert [job["state"] for job in await records(hass)] == ["failed", "submitted"]


async def test_reprint_that_cannot_be_written_down(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A reprint that cannot be written is not printed."""
    await hub.print(text="x")
    with (
        patch.object(Journal, "async_add", side_effect=JournalError("disk is full")),
        refuses("journal_unwritable", HomeAssistantError, error="disk is full"),
    ):
        await call(hass, "reprint_job", device_id=hub.device_id)
    assert len(hub.simulator.printed) == 1


async def test_account_that_is_unloaded_meanwhile(
    hass: HomeAssistant, hub: Hub
) -> None:
    """An account that is unloaded during the reprint is a translated error."""
    await hub.print(text="x", copies=2)
    unload = partial(hass.config_entries.async_unload, hub.account.entry_id)
    with (
        slowed(hub.data.capabilities, "async_get", unload),
        refuses("account_not_loaded", HomeAssistantError, account="Cloud Print"),
    ):
        await call(hass, "reprint_job", device_id=hub.device_id)
    assert len(hub.simulator.printed) == 1


async def test_front_sides_are_older_than_the_history(
    hass: HomeAssistant, one_sided: OneSided
) -> None:
    """The back sides alone wait for their paper."""
    back_id = await one_sided.print_fronts()
    await call(hass, "cancel_job", job_id=back_id)
    front = (await records(hass))[1]
    journal = hass.data[JOURNAL]

    def forget() -> None:
        with journal.database as connection:
            connection.execute("DELETE FROM jobs WHERE job_id = ?", (front["job_id"],))

    await journal.async_run(forget)
    again = await call(hass, "reprint_job", device_id=one_sided.device_id)
    assert (again["state"], again["side"]) == ("held", "back")


async def test_account_that_is_unloaded_while_the_front_sides_are_read(
    hass: HomeAssistant, hub: Hub, one_sided: OneSided
) -> None:
    """It is the same error for both sides of a printer's last document."""
    await one_sided.print_fronts()
    unload = partial(hass.config_entries.async_unload, hub.account.entry_id)
    with (
        slowed(Journal, "async_get", unload),
        refuses("account_not_loaded", account="Cloud Print"),
    ):
        await call(hass, "reprint_job", device_id=one_sided.device_id)
    assert len(hub.simulator.printed) == 1


async def test_response_is_optional(hass: HomeAssistant, hub: Hub) -> None:
    """The response is optional."""
    assert (
        hass.services.supports_response(DOMAIN, "reprint_job")
        is SupportsResponse.OPTIONAL
    )
    await hub.print(text="x")
    response = await hass.services.async_call(
        DOMAIN, "reprint_job", {"device_id": hub.device_id}, blocking=True
    )
    assert response is None
    assert len(hub.simulator.printed) == 2
