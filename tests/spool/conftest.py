"""Fixtures of the spool's tests."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.spool.journal import Journal
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..conftest import SetUpAccount
from ..simulator import CloudSimulator, Printer
from .clocks import Clocks
from .faults import UnsyncedConnection, unsynced_commits
from .house import House
from .samples import NOON

type OpenHouse = Callable[..., Awaitable[House]]


@pytest.fixture
def contents_folder(tmp_path: Path) -> Path:
    """Return the folder of an account's contents, which does not exist yet."""
    return tmp_path / "entry"


@pytest.fixture
async def journal(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, tmp_path: Path
) -> AsyncGenerator[Journal]:
    """Return an open journal, at noon."""
    freezer.move_to(NOON)
    journal = Journal(tmp_path / "journal.db", tmp_path / "marker")
    await journal.async_open()
    yield journal
    await journal.async_close()


@pytest.fixture
def unsynced() -> Generator[type[UnsyncedConnection]]:
    """Return a class that makes commits fail which are in the log nevertheless.

    Must be requested before the journal is opened.
    """
    with unsynced_commits() as connections:
        yield connections


@pytest.fixture
def clocks(freezer: FrozenDateTimeFactory) -> Generator[Clocks]:
    """Return the clocks of a machine, frozen."""
    with Clocks(freezer).rule() as clocks:
        yield clocks


@pytest.fixture
async def open_house(
    freezer: FrozenDateTimeFactory,
    clocks: Clocks,
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
) -> AsyncGenerator[OpenHouse]:
    """Return a function that sets up an account with two printers, in frozen time."""
    houses: list[House] = []
    await hass.config.async_set_time_zone("UTC")

    async def open_one(**options: Any) -> House:
        entry = await set_up_account(**options)
        house = House(hass, freezer, simulator, entry)
        houses.append(house)
        return house

    yield open_one
    for house in houses:
        simulator.faults.clear()
        if house.entry.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(house.entry.entry_id)
        await house.close_journal()


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    """Set up an account with two printers, in frozen time."""
    return await open_house()
