"""Tests of many held jobs, which are changed in slices."""

import asyncio
from collections.abc import Callable, Collection, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch

import pytest

from custom_components.cloudprint.data import Account
from custom_components.cloudprint.spool.circuit_breaker import CircuitBreaker
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.preparer import Prepare
from custom_components.cloudprint.spool.queue import SLICE
from custom_components.cloudprint.spool.spooler import Spooler
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..simulator import Printer
from ..waits import each_turn
from .house import House
from .samples import make_job

COUNT = 4 * SLICE


@dataclass(slots=True)
class Seen:
    """The work that was done.

    Attributes:
        notified: The jobs that listeners were notified of.
        updates: Their number at each update.
        most_at_once: The most jobs within one iteration of the event loop.
        reasons: How often the state of a printer was read.
    """

    notified: list[Job] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)
    most_at_once: int = 0
    reasons: int = 0


@contextmanager
def watch(account: Account) -> Generator[Seen]:
    """Watch the work for jobs until the end of the block."""
    seen = Seen()
    at_once = 0
    store = account.store
    is_offline = CircuitBreaker.is_offline

    def begin_turn() -> None:
        nonlocal at_once
        at_once = 0

    def notified(job: Job) -> None:
        nonlocal at_once
        at_once += 1
        seen.notified.append(job)
        seen.most_at_once = max(seen.most_at_once, at_once)

    def updated(device_ids: Collection[str]) -> None:
        seen.updates.append(len(seen.notified))

    def count(breaker: CircuitBreaker, printer_key: tuple[str, str]) -> bool:
        seen.reasons += 1
        return is_offline(breaker, printer_key)

    ends: list[Callable[[], object]] = [
        store.async_add_listener(notified),
        store.async_add_update_listener(updated),
    ]
    with patch.object(CircuitBreaker, "is_offline", count), each_turn(begin_turn):
        yield seen
    for end in ends:
        end()


async def write_jobs(
    house: House,
    printers: list[Printer],
    count: int = COUNT,
    expires_in: timedelta = timedelta(hours=1),
) -> list[Job]:
    """Write held jobs without contents to the journal of an account that is not set up.

    Each fails when it is sent, without a request.
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
    """Set up an account with many held jobs of two printers."""
    await house.pass_time(10)
    await house.unload()
    for one in (printer, colour_printer):
        one.online_status = "0"
    await write_jobs(house, [printer, colour_printer])
    await house.load()
    assert house.store.counts.held() == COUNT
    assert {job.reason for job in house.store.held_jobs} == {Reason.PRINTER_OFFLINE}
    return house


async def test_many_are_released(full_house: House) -> None:
    """They are changed in slices, and update what is shown once a loop iteration."""
    house = full_house
    with watch(house.account) as seen:
        answer = await house.act("release_jobs")
        await house.settle()
    assert [job["state"] for job in answer["jobs"]] == ["failed"] * COUNT
    released = seen.notified[:COUNT]
    assert {(job.state, job.reason) for job in released} == {("held", "order")}
    assert len({job.job_id for job in released}) == COUNT
    # Then each of them is sent and fails.
    assert len(seen.notified) == 3 * COUNT
    assert seen.updates[0] == COUNT
    assert seen.updates == sorted(set(seen.updates))
    assert seen.updates[-1] == 3 * COUNT
    assert seen.most_at_once <= SLICE
    # For a few times for each job
    assert seen.reasons <= 20 * COUNT


async def test_many_are_released_while_the_service_is_away(full_house: House) -> None:
    """They are held again, in slices."""
    house = full_house
    await house.cut_off()
    await house.account.coordinator.async_refresh()
    with watch(house.account) as seen:
        answer = await house.act("release_jobs")
    assert [job["state"] for job in answer["jobs"]] == ["held"] * COUNT
    assert {job.reason for job in house.store.held_jobs} == {Reason.SERVICE}
    assert len(seen.notified) == 2 * COUNT
    assert seen.updates == [COUNT, 2 * COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= 4 * COUNT


async def test_many_expire(full_house: House) -> None:
    """They are changed in slices, with one update at the end."""
    house = full_house
    with watch(house.account) as seen:
        await house.advance(3600)
    assert {job.state for job in seen.notified} == {"expired"}
    assert len(seen.notified) == COUNT
    assert seen.updates == [COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= COUNT
    assert house.store.open_jobs == []


async def test_cancel_during_a_release(full_house: House) -> None:
    """The canceled job is not released."""
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


async def test_release_is_canceled(full_house: House) -> None:
    """The jobs of the first slice are sent, and the others are still held."""
    house = full_house
    releasing = create_eager_task(house.spooler.async_release())
    releasing.cancel()
    await asyncio.wait([releasing])
    await house.settle()
    assert house.store.counts.held() == COUNT - SLICE
    states = [job["state"] for job in await house.jobs(limit=1000)]
    assert states == ["failed"] * SLICE + ["held"] * (COUNT - SLICE)


async def test_many_are_canceled(full_house: House) -> None:
    """Each is one decision."""
    house = full_house
    with watch(house.account) as seen:
        await asyncio.gather(
            *(house.spooler.async_cancel(job) for job in house.store.held_jobs)
        )
    assert {job.state for job in seen.notified} == {"canceled"}
    assert len(seen.notified) == COUNT
    assert seen.reasons <= 20 * COUNT


async def test_many_at_setup(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """Reasons are updated and jobs expire in slices."""
    await house.unload()
    printers = [printer, colour_printer]
    for one in printers:
        one.online_status = "0"
    await write_jobs(house, printers)
    await write_jobs(house, printers, expires_in=timedelta(0))
    watching = ExitStack()
    watched: list[Seen] = []
    start = Spooler.start

    def watch_start(spooler: Spooler, prepare: Prepare) -> None:
        watched.append(watching.enter_context(watch(house.account)))
        start(spooler, prepare)

    with patch.object(Spooler, "start", watch_start), watching:
        await house.load()
    (seen,) = watched
    states = [(job["state"], job["reason"]) for job in await house.jobs(limit=1000)]
    assert states == (
        [("held", "printer_offline")] * COUNT + [("expired", None)] * COUNT
    )
    assert len(seen.notified) == 2 * COUNT
    assert seen.updates == [2 * COUNT]
    assert seen.most_at_once <= SLICE
    assert seen.reasons <= 2 * COUNT


async def test_unload_meanwhile(
    house: House, printer: Printer, colour_printer: Printer
) -> None:
    """All jobs expire before the account is unloaded."""
    await house.unload()
    await write_jobs(house, [printer, colour_printer], expires_in=timedelta(0))
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.unload()
    jobs = await house.jobs(limit=1000)
    assert [job["state"] for job in jobs] == ["expired"] * COUNT
