"""Tests of the time by which old jobs and contents are deleted."""

from collections.abc import AsyncGenerator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.clock import read_retention_time
from custom_components.cloudprint.spool.journal import Journal
from homeassistant.util import dt as dt_util

from ..simulator import Printer
from .clocks import Clocks
from .conftest import OpenHouse
from .house import House

HOUR = 3600
DAY = 24 * HOUR
YEAR = 366 * DAY


@pytest.fixture
async def week_house(open_house: OpenHouse) -> House:
    """Set up an account that keeps contents for a week."""
    return await open_house(content_days=7)


async def print_and_finish(house: House, printer: Printer) -> dict[str, object]:
    """Print, and return the job once it is finished."""
    job = await house.print(printer)
    await house.pass_time(30, 5)
    assert await house.state(job) == ("finished", None)
    return job


@pytest.mark.parametrize("put", [8 * DAY, YEAR])
@pytest.mark.parametrize("is_restarted", [False, True])
async def test_wall_clock_jumps_ahead(
    week_house: House, clocks: Clocks, printer: Printer, put: float, is_restarted: bool
) -> None:
    """Nothing is deleted before the clock has been there for a day."""
    job = await print_and_finish(week_house, printer)
    clocks.put(put)
    for hours in (2, 20):
        if is_restarted:
            await week_house.restart()
        await week_house.pass_time(hours * HOUR, HOUR)
        assert await week_house.jobs() != []
        assert week_house.contents != []
    clocks.put(-put)
    await week_house.pass_time(5 * HOUR, HOUR)
    assert (await week_house.act("reprint_job", job_id=job["job_id"]))["jobs"]


@pytest.mark.parametrize(("put", "is_listed"), [(8 * DAY, True), (YEAR, False)])
async def test_wall_clock_stays_ahead(
    week_house: House, clocks: Clocks, printer: Printer, put: float, is_listed: bool
) -> None:
    """A clock that was right to jump is believed after a day."""
    await print_and_finish(week_house, printer)
    clocks.put(put)
    await week_house.pass_time(26 * HOUR, HOUR)
    assert bool(await week_house.jobs()) is is_listed
    assert week_house.contents == []


async def test_contents_that_are_not_kept(
    open_house: OpenHouse, clocks: Clocks, printer: Printer
) -> None:
    """They are deleted when their job ends, whatever the clock says."""
    house = await open_house(content_days=0)
    clocks.put(-DAY)
    await house.advance(HOUR)
    clocks.put(DAY)
    await print_and_finish(house, printer)
    assert house.contents == []


class Retention:
    """A journal and what it takes for the time."""

    def __init__(self, journal: Journal, path: Path) -> None:
        """Keep the journal."""
        self._journal = journal
        self._path = path

    async def lag(self) -> float:
        """Return by how many hours the time is behind the wall clock."""
        read: datetime = await self._journal.async_run(
            lambda: read_retention_time(self._journal.database)
        )
        return (dt_util.utcnow() - read) / timedelta(hours=1)

    def damage(self, wall: float) -> None:
        """Replace the time in the file."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute("UPDATE clock SET wall = ?", (wall,))


@pytest.fixture
async def retention(
    freezer: FrozenDateTimeFactory, clocks: Clocks, tmp_path: Path
) -> AsyncGenerator[Retention]:
    """Return a new journal's time, which was read once."""
    path = tmp_path / "journal.db"
    journal = Journal(path, tmp_path / "marker")
    await journal.async_open()
    retention = Retention(journal, path)
    assert await retention.lag() == 0
    yield retention
    await journal.async_close()


async def test_time_passes(retention: Retention, clocks: Clocks) -> None:
    """The wall clock is believed while it goes on, also where it is slightly corrected."""
    for _ in range(3):
        clocks.pass_time(30 * DAY)
        clocks.put(600)
        assert await retention.lag() == 0


@pytest.mark.parametrize(("put", "lag"), [(HOUR - 1, 0), (HOUR + 60, 1 + 1 / 60)])
async def test_slight_correction(
    retention: Retention, clocks: Clocks, put: float, lag: float
) -> None:
    """Up to an hour is not doubted, as when summer begins for a clock in local time."""
    clocks.put(put)
    assert await retention.lag() == pytest.approx(lag)


async def test_time_is_set_twice(retention: Retention, clocks: Clocks) -> None:
    """Each time, a day begins in which the clock is doubted."""
    clocks.put(2 * HOUR)
    assert await retention.lag() == pytest.approx(2)
    clocks.pass_time(23 * HOUR)
    assert await retention.lag() == pytest.approx(2)
    clocks.put(-2 * HOUR)
    assert await retention.lag() == 0
    clocks.put(2 * HOUR)
    clocks.pass_time(2 * HOUR)
    assert await retention.lag() == pytest.approx(2)
    clocks.pass_time(DAY)
    assert await retention.lag() == 0
    clocks.pass_time(DAY)
    assert await retention.lag() == 0


async def test_time_is_set_back(retention: Retention, clocks: Clocks) -> None:
    """Of two times, the earlier one deletes less."""
    clocks.put(-2 * HOUR)
    assert await retention.lag() == 0


async def test_reboot(retention: Retention, clocks: Clocks) -> None:
    """Time without power is known from the wall clock alone."""
    clocks.reboot()
    clocks.put(30 * DAY)
    assert await retention.lag() == 0


@pytest.mark.parametrize("wall", [1e300, -1e300])
async def test_damaged_time(retention: Retention, wall: float) -> None:
    """It says nothing."""
    retention.damage(wall)
    assert await retention.lag() == 0
