"""Tests of many held jobs: what is done for each of them, and in which portions."""

import asyncio
from collections.abc import Callable, Collection, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch

import pytest

from custom_components.cloudprint.data import CloudPrintData
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.job_store import SLICE
from custom_components.cloudprint.spool.spooler import Spooler
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..simulator import Printer
from .house import House
from .samples import make_job

COUNT = 4 * SLICE


@dataclass(slots=True)
class Seen:
    """What was seen of the work meanwhile.

    Attributes:
        told: The jobs that listeners were told of.
        updates: How many jobs had been told each time it was told that some changed.
        most_at_once: The most jobs told before everything else had its turn.
        reasons: How often it was asked for a printer's state, to see what jobs wait for.
    """

    told: list[Job] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)
    most_at_once: int = 0
    reasons: int = 0


@contextmanager
def watch(account: CloudPrintData) -> Generator[Seen]:
    """Watch the work that is done for jobs until the end of the block."""
    seen = Seen()
    at_once = 0
    store, coordinator = account.store, account.coordinator
    is_offline = coordinator.is_offline

    async def tick() -> None:
        nonlocal at_once
        while True:
            at_once = 0
            await asyncio.sleep(0)

    def told(job: Job) -> None:
        nonlocal at_once
        at_once += 1
        seen.told.append(job)
        seen.most_at_once = max(seen.most_at_once, at_once)

    def updated(device_ids: Collection[str]) -> None:
        seen.updates.append(len(seen.told))

    def count(printer_key: tuple[str, str]) -> bool:
        seen.reasons += 1
        return is_offline(printer_key)

    ends: list[Callable[[], object]] = [
        store.async_add_listener(told),
        store.async_add_update_listener(updated),
        asyncio.ensure_future(tick()).cancel,
    ]
    with patch.object(coordinator, "is_offline", count):
        yield seen
    for end in ends:
        end()


async def write_jobs(
    house: House,
    printers: list[Printer],
    count: int = COUNT,
    expires_in: timedelta = timedelta(hours=1),
) -> list[Job]:
    """Put held jobs into the journal of an account that is not set up.

    What they print is gone: whichever is sent has failed, without a network.
    """
    now = dt_util.utcnow()
    jobs = []
    for number in range(count):
        printer = printers[number % len(printers)]
        jobs.append(
            make_job(
                entry_id=house.entry.entry_id,
                device_id=house.device_id(printer),
                server_sn=printer.sn,
                printer_name=printer.name,
                name=f"{number}",
                created_at=now - timedelta(hours=1),
                expires_at=now + expires_in,
            )
        )
    await house.journal.async_add(*jobs, before=lambda: None)
    return jobs


@pytest.fixture
async def full_house(house: House, printer: Printer, colour_printer: Printer) -> House:
    """Set up an account with many jobs that wait for two printers."""
    await house.pass_time(10)
    await house.unload()
    for one in (printer, colour_printer):
        one.online_status = "0"
    await write_jobs(house, [printer, colour_printer])
    await house.load()
    assert house.store.counts.held() == COUNT
    assert {job.reason for job in house.store.held_jobs} == {Reason.PRINTER_OFFLINE}
    return house


async def test_many_that_are_released(full_house: House) -> None:
    """A few at a time, and how many there are is told once for all of them."""
    house = full_house
    with watch(house.account) as seen:
        answer = await house.act("release_jobs")
    assert [job["state"] for job in answer["jobs"]] == ["failed"] * COUNT
    released = seen.told[:COUNT]
    assert {(job.state, job.reason) for job in released} == {("held", "order")}
    assert len({job.job_id for job in released}) == COUNT
    # From then on, each of them is sent and ends.
    assert len(seen.told) == 3 * COUNT
    assert seen.updates == [COUNT, *range(COUNT + 1, 3 * COUNT + 1)]
    assert seen.most_at_once <= SLICE
    # Twice when it is released, and a few times when it, or the one before it, is sent.
    assert seen.reasons <= 20 * COUNT


async def test_many_that_the_service_does_not_take(full_house: House) -> None:
    """Those who released them are told that they wait again, all in portions."""
    house = full_house
    await house.cut_off()
    await house.account.coordinator.async_refresh()
    with watch(house.account) as seen:
        answer = await house.act("release_jobs")
    assert [job["state"] for job in answer["jobs"]] == ["held"] * COUNT
    assert {job.reason for job in house.store.held_jobs} == {Reason.SERVICE}
    assert len(seen.told) == 2 * COUNT
    assert seen.updates == [COUNT, 2 * COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= 4 * COUNT


async def test_many_that_expire(full_house: House) -> None:
    """All at the same moment, a few at a time."""
    house = full_house
    with watch(house.account) as seen:
        await house.advance(3600)
    assert {job.state for job in seen.told} == {"expired"}
    assert len(seen.told) == COUNT
    assert seen.updates == [COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= COUNT
    assert house.store.open_jobs == []


async def test_one_that_goes_on_meanwhile(full_house: House) -> None:
    """What is canceled while others are released is canceled, and stays so."""
    house = full_house
    last = house.store.held_jobs[-1]
    canceling: list[asyncio.Task[Job]] = []

    def cancel(job: Job) -> None:
        if not canceling:
            canceling.append(create_eager_task(house.spooler.async_cancel(last)))

    end = house.store.async_add_listener(cancel)
    answer = await house.act("release_jobs")
    end()
    assert (await canceling[0]).state is JobState.CANCELED
    assert len(answer["jobs"]) == COUNT - 1
    states = [job["state"] for job in await house.jobs(limit=1000)]
    assert states == ["failed"] * (COUNT - 1) + ["canceled"]


async def test_whoever_releases_them_does_not_stay(full_house: House) -> None:
    """What was released by then is sent, and the others wait as before."""
    house = full_house
    releasing = create_eager_task(house.spooler.async_release())
    releasing.cancel()
    await asyncio.wait([releasing])
    await house.settle()
    assert house.store.counts.held() == COUNT - SLICE
    states = [job["state"] for job in await house.jobs(limit=1000)]
    assert states == ["failed"] * SLICE + ["held"] * (COUNT - SLICE)


async def test_many_that_are_canceled(full_house: House) -> None:
    """Each is decided on by itself, whatever others there are."""
    house = full_house
    with watch(house.account) as seen:
        await asyncio.gather(
            *(house.spooler.async_cancel(job) for job in house.store.held_jobs)
        )
    assert {job.state for job in seen.told} == {"canceled"}
    assert len(seen.told) == COUNT
    assert seen.reasons <= 20 * COUNT


async def test_many_when_the_account_is_set_up(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Those that wait say why, and those that have expired end, a few at a time."""
    await house.unload()
    printers = [printer, colour_printer]
    for one in printers:
        one.online_status = "0"
    await write_jobs(house, printers)
    await write_jobs(house, printers, expires_in=timedelta(0))
    watching = ExitStack()
    watched: list[Seen] = []
    start = Spooler.start

    def watch_start(spooler: Spooler) -> None:
        watched.append(watching.enter_context(watch(house.account)))
        start(spooler)

    with patch.object(Spooler, "start", watch_start), watching:
        await house.load()
    (seen,) = watched
    states = [(job["state"], job["reason"]) for job in await house.jobs(limit=1000)]
    assert states == (
        [("held", "printer_offline")] * COUNT + [("expired", None)] * COUNT
    )
    assert len(seen.told) == 2 * COUNT
    assert seen.updates == [2 * COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= 2 * COUNT


async def test_a_stop_in_the_middle(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """An account that goes lets what has begun come to its end."""
    await house.unload()
    await write_jobs(house, [printer, colour_printer], expires_in=timedelta(0))
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.unload()
    jobs = await house.jobs(limit=1000)
    assert [job["state"] for job in jobs] == ["expired"] * COUNT
