"""Tests of the ids of jobs: none is given twice, whatever happens."""

import asyncio
from pathlib import Path
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp.jobs import BLOCK, JobIds
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import Operation, Status
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant

from ..hub import Hub
from .client import Client, flag, jobs_in, text_of

MODEL = "Pixel 9"
PHONES = 4
JOBS_OF_EACH = 40
LAST = flag("last-document")


async def _create(client: Client) -> int:
    (job,) = jobs_in(await client.ask(Operation.CREATE_JOB))
    job_id: int = job["job-id"]
    return job_id


async def test_document_after_a_kill(hub: Hub, freezer: FrozenDateTimeFactory) -> None:
    """A document of a job that a kill has lost is not printed as that of another phone.

    The ids of many jobs at once run ahead of the clock.
    """
    freezer.move_to("2026-11-26 12:30:00-08:00")
    printer = IppPrinter(hub.data, hub.colour_id)
    phones = [
        Client(printer, MODEL, f"192.168.1.{number}")
        for number in range(20, 20 + PHONES)
    ]
    journal = hub.hass.data[JOURNAL]
    with patch.object(
        journal, "async_reserve_ipp_ids", wraps=journal.async_reserve_ipp_ids
    ) as reserve:
        lost = await asyncio.gather(
            *(_create(phone) for phone in phones for _ in range(JOBS_OF_EACH))
        )
    assert lost == sorted(set(lost))
    assert reserve.call_count == len(lost) // BLOCK + 1

    # As after a kill: nothing is closed, and what was in memory is not known.
    printer = IppPrinter(hub.data, hub.colour_id)
    one, other = (
        Client(printer, each.user, each.client.address) for each in phones[:2]
    )
    request = one.build(Operation.SEND_DOCUMENT, LAST, job_id=lost[-1])
    # CUPS sends it again as another job then.
    assert (await one.send(request, b"Mine")).code == Status.NOT_POSSIBLE
    assert await _create(other) > max(lost)
    assert (await one.send(request, b"Mine")).code == Status.NOT_POSSIBLE
    await hub.hass.async_block_till_done()
    assert hub.simulator.printed == []


async def test_many_kills(tmp_path: Path, freezer: FrozenDateTimeFactory) -> None:
    """Ids rise for each printer, also while the clock stands still or goes back."""
    given: list[int] = []
    for run in range(4):
        journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
        await journal.async_open()
        ids, others = JobIds(journal, "printer"), JobIds(journal, "other")
        given += [await ids.async_next() for _ in range(BLOCK + run)]
        assert await others.async_next() <= given[0] + 4 * BLOCK
        freezer.tick(-3600)
        # Without closing the journal, its file is as after a kill.
        await journal.async_run(journal.database.close)
    assert given == sorted(set(given))


async def test_clock_that_is_far_ahead(
    hass: HomeAssistant, account: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """It uses up half of the ids, not all of them."""
    ids = JobIds(hass.data[JOURNAL], "printer")
    freezer.move_to("2199-01-01")
    assert await ids.async_next() == 1 << 30
    assert await ids.async_next() == (1 << 30) + 1


async def test_journal_that_cannot_be_written(
    hass: HomeAssistant, client: Client
) -> None:
    """A job whose id cannot be reserved is not created; the next one is."""
    request = client.build(Operation.CREATE_JOB)
    with patch.object(
        hass.data[JOURNAL], "async_reserve_ipp_ids", side_effect=JournalError("full")
    ):
        response = await client.send(request)
    assert response.code == Status.TEMPORARY_ERROR
    assert "could not be saved" in text_of(response)
    assert "full" in text_of(response)
    assert (await client.send(request)).code == Status.OK


async def test_journal_that_cannot_be_read(hass: HomeAssistant, client: Client) -> None:
    """Whether an unknown job was lost is not known then."""
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=12)
    with patch.object(
        hass.data[JOURNAL], "async_last_ipp_id", side_effect=JournalError("gone")
    ):
        response = await client.send(request, b"Hello")
    assert response.code == Status.TEMPORARY_ERROR
    assert (await client.send(request, b"Hello")).code == Status.NOT_FOUND
