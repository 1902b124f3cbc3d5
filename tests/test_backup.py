"""Tests of backups."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import closing
from itertools import count
import json
from pathlib import Path
import shutil
import sqlite3
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.backup import async_post_backup, async_pre_backup
from custom_components.cloudprint.source.kept_files import (
    KEPT_FILES,
    REMOVED_AFTER,
    KeptFileStore,
)
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import Journal, JournalTooNewError
from homeassistant.backup_restore import restore_backup
from homeassistant.components.backup.const import DATA_MANAGER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from .actions import call
from .entities import device_id_of
from .hub import Hub
from .printing.test_saved_documents import save
from .simulator import Printer
from .spool.faults import full_disk
from .spool.house import House
from .waits import until


@pytest.fixture
async def backup_house(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, hub: Hub
) -> AsyncGenerator[House]:
    """Set up an account with two printers, in frozen time."""
    house = House(hass, freezer, hub.simulator, hub.account)
    yield house
    hub.simulator.faults.clear()
    if hub.account.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(hub.account.entry_id)
    await house.close_journal()


async def read(folder: Path) -> tuple[list[Job], Journal]:
    """Return the jobs of an installation that starts with a copied folder."""
    journal = Journal(folder / "journal.db", folder / "elsewhere" / "marker")
    await journal.async_open()
    jobs = await journal.async_jobs(limit=10_000)
    await journal.async_close()
    return jobs, journal


async def stop(house: House) -> None:
    """Stop the parts of Home Assistant that matter here."""
    await house.unload()
    await house.close_journal()


async def start(house: House) -> None:
    """Start the parts of Home Assistant that matter here."""
    await house.open_journal()
    await house.load()


async def back_up(house: House) -> None:
    """Back Home Assistant up."""
    await house.hass.data[DATA_MANAGER].async_create_backup(
        agent_ids=["backup.local"],
        include_addons=None,
        include_all_addons=False,
        include_database=False,
        include_folders=None,
        include_homeassistant=True,
        name="all",
        password=None,
    )
    await house.settle()


def restore(hass: HomeAssistant) -> None:
    """Restore the only backup, as Home Assistant does before it starts."""
    (backup,) = Path(hass.config.path("backups")).glob("*.tar")
    Path(hass.config.path(".HA_RESTORE")).write_text(
        json.dumps(
            {
                "path": str(backup),
                "password": None,
                "remove_after_restore": False,
                "restore_database": False,
                "restore_homeassistant": True,
            }
        ),
        encoding="utf-8",
    )
    assert restore_backup(hass.config.config_dir)


async def test_backup_of_home_assistant(backup_house: House, hub: Hub) -> None:
    """A restored installation has all jobs, and prints none again."""
    assert await async_setup_component(hub.hass, "backup", {})
    await hub.hass.async_block_till_done()
    manager = hub.hass.data[DATA_MANAGER]
    assert "cloudprint" in manager.platforms
    finished = await backup_house.print(hub.printer, name="finished")
    await backup_house.pass_time(30, 5)
    held = await backup_house.hold(hub.printer, "held")
    await back_up(backup_house)
    # Home Assistant continues, and prints the held jobs.
    await backup_house.pass_time(60, 5)
    assert backup_house.simulator.times_printed(name="held") == 1
    await stop(backup_house)

    await hub.hass.async_add_executor_job(restore, hub.hass)
    assert not backup_house.marker.exists()
    await start(backup_house)
    await backup_house.pass_time(120, 5)
    assert await backup_house.state(finished) == ("finished", None)
    assert await backup_house.state(held[0]) == ("unconfirmed", "restored")
    assert len(backup_house.simulator.printed) == 2
    # New held jobs are printed.
    (new,) = await backup_house.hold(hub.printer, "new")
    await backup_house.restart()
    await backup_house.pass_time(60, 5)
    assert await backup_house.state(new) == ("finished", None)
    assert backup_house.simulator.times_printed(name="new") == 1


async def test_files_of_documents(
    hass: HomeAssistant, backup_house: House, printer: Printer, tmp_path: Path
) -> None:
    """A restored installation prints its saved documents, and keeps their files."""
    assert await async_setup_component(hass, "backup", {})
    await hass.async_block_till_done()
    (tmp_path / "card.txt").write_bytes(b"plain text")
    store = hass.data[KEPT_FILES]
    file = await store.async_add(tmp_path / "card.txt", "card.txt")
    device_id = device_id_of(hass, backup_house.entry, printer)
    card = {"files": [file], "device_id": device_id}
    subentry_id = save(hass, backup_house.entry, "Card", **card)
    store.release([file["file_id"]])
    await backup_house.settle()
    await back_up(backup_house)
    hass.config_entries.async_remove_subentry(backup_house.entry, subentry_id)
    await backup_house.advance(REMOVED_AFTER.total_seconds())
    path = store.get_path(file["file_id"])
    assert not path.exists()
    await stop(backup_house)
    await hass.async_add_executor_job(restore, hass)
    await start(backup_house)
    assert path.stat().st_mode & 0o777 == 0o600
    # The documents are restored with the accounts, before the integration starts.
    save(hass, backup_house.entry, "Card", **card)
    await KeptFileStore(hass, path.parent).async_start()
    await backup_house.settle()
    await call(hass, "print", document="Card")
    assert backup_house.simulator.printed[-1].content == b"plain text"


async def test_backup_under_load(
    backup_house: House, printer: Printer, tmp_path: Path
) -> None:
    """The backup is consistent while jobs are printed."""
    numbers = count()
    is_over = False

    async def keep_printing() -> list[dict[str, Any]]:
        printed = []
        while not is_over:
            printed.append(
                await backup_house.print(printer, name=f"load {next(numbers)}")
            )
        return printed

    loads = [asyncio.ensure_future(keep_printing()) for _ in range(4)]
    copies: list[tuple[set[str], Path]] = []
    for number in range(5):
        await until(
            lambda: len(backup_house.simulator.printed) >= 20 * (len(copies) + 1)
        )
        answered = {job.name for job in backup_house.simulator.printed}
        await async_pre_backup(backup_house.hass)
        target = tmp_path / f"copy {number}"
        await asyncio.to_thread(
            shutil.copytree,
            backup_house.folder,
            target,
            ignore=shutil.ignore_patterns("*.db-shm"),
        )
        await async_post_backup(backup_house.hass)
        copies.append((answered, target))
    is_over = True
    called = {job["name"] for jobs in await asyncio.gather(*loads) for job in jobs}
    assert len(called) >= 100
    assert not list(backup_house.folder.glob("*snapshot*"))

    for answered, target in copies:
        assert (target / "journal-snapshot.db").exists()
        jobs, journal = await read(target)
        assert journal.damaged is None
        names = [job.name for job in jobs]
        assert len(names) == len(set(names))
        # Jobs that were printed before the backup are in it, and not sent again.
        assert answered <= set(names) <= called
        assert not {job.state for job in jobs} & {JobState.HELD, JobState.SUBMITTING}


@pytest.mark.parametrize("snapshot", [True, False])
async def test_folder_copied_back_by_hand(
    backup_house: House, printer: Printer, tmp_path: Path, snapshot: bool
) -> None:
    """Nothing is printed again."""
    (job,) = await backup_house.hold(printer, "held")
    if snapshot:
        await async_pre_backup(backup_house.hass)
    shutil.copytree(backup_house.folder, tmp_path / "copy")
    if snapshot:
        await async_post_backup(backup_house.hass)
    await backup_house.pass_time(60, 5)
    assert backup_house.simulator.times_printed(name="held") == 1
    await stop(backup_house)
    shutil.rmtree(backup_house.folder)
    (tmp_path / "copy").rename(backup_house.folder)
    await start(backup_house)
    await backup_house.pass_time(120, 5)
    assert await backup_house.state(job) == ("unconfirmed", "restored")
    assert len(backup_house.simulator.printed) == 1
    # The content is kept for a reprint.
    again = await backup_house.act("reprint_job", job_id=job["job_id"])
    assert again["state"] == "submitted"


async def test_backup_fails(backup_house: House, printer: Printer) -> None:
    """The backup raises an error, and jobs are printed."""
    with full_disk(), pytest.raises(HomeAssistantError) as error:
        await async_pre_backup(backup_house.hass)
    assert error.value.translation_key == "cannot_back_up"
    assert not list(backup_house.folder.glob("*snapshot*"))
    assert (await backup_house.print(printer))["state"] == "submitted"
    await async_pre_backup(backup_house.hass)
    await async_post_backup(backup_house.hass)
    # A missing snapshot is no error; a closed journal is.
    await async_post_backup(backup_house.hass)
    await stop(backup_house)
    for action in (async_pre_backup, async_post_backup):
        with pytest.raises(HomeAssistantError) as error:
            await action(backup_house.hass)
        assert error.value.translation_key == "cannot_back_up"


async def test_journal_of_a_newer_release(backup_house: House) -> None:
    """It is not open, so that the backup needs no copy and does not fail."""
    await stop(backup_house)
    with closing(sqlite3.connect(backup_house.folder / "journal.db")) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalTooNewError):
        await backup_house.open_journal()
    for action in (async_pre_backup, async_post_backup):
        await action(backup_house.hass)
    assert not list(backup_house.folder.glob("*snapshot*"))


async def test_backup_does_not_change_the_journal(
    backup_house: House, printer: Printer
) -> None:
    """Held jobs are printed after it, also after a kill."""
    printer.online_status = "0"
    await backup_house.advance(125)
    job = await backup_house.print(printer)
    await async_pre_backup(backup_house.hass)
    await backup_house.crash()
    assert await backup_house.state(job) == ("held", "printer_offline")
    await async_pre_backup(backup_house.hass)
    await async_post_backup(backup_house.hass)
    await backup_house.crash()
    assert await backup_house.state(job) == ("held", "printer_offline")
    printer.online_status = "1"
    await backup_house.pass_time(180, 5)
    assert await backup_house.state(job) == ("finished", None)
    assert len(backup_house.simulator.printed) == 1
