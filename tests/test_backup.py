"""A backup takes a whole journal along, and one that is restored prints nothing again."""

import asyncio
from pathlib import Path
import shutil

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.backup import async_post_backup, async_pre_backup
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .actions import call, message_of
from .conftest import device_id_of
from .simulator import CloudSimulator, Printer


async def test_backup_under_load_restores(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    simulator: CloudSimulator,
) -> None:
    """What a backup took while jobs were printed is consistent, and sends nothing."""
    device_id = device_id_of(hass, account, printer)
    journal = hass.data[JOURNAL]
    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    held = await call(hass, "print", device_id=device_id, text="held", name="held")
    assert held["jobs"][0]["state"] == "held"

    prints = [
        asyncio.ensure_future(
            call(hass, "print", device_id=device_id, text="x", name=f"job {number}")
        )
        for number in range(20)
    ]
    await async_pre_backup(hass)
    # The backup copies what it finds, while the journal is being written to.
    folder = Path(hass.config.path(".storage/cloudprint"))
    snapshot = folder / "journal-snapshot.db"
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    assert (copy / snapshot.name).exists()
    await asyncio.gather(*prints)
    await async_post_backup(hass)
    assert not snapshot.exists()

    # Since then, everything was printed.
    printer.online_status = "1"
    await call(hass, "release_jobs")
    printed = len(simulator.printed)
    assert printed == 21

    # The old backup is restored: all of the configuration folder is replaced.
    assert await hass.config_entries.async_unload(account.entry_id)
    await journal.async_close()
    shutil.rmtree(folder)
    copy.rename(folder)
    marker = Path(hass.config.path(".cache/cloudprint.log"))
    marker.unlink()
    hass.data[JOURNAL] = Journal(folder / "journal.db", marker)
    await hass.data[JOURNAL].async_open()
    assert hass.data[JOURNAL].restored
    assert hass.data[JOURNAL].damaged is None
    assert await hass.config_entries.async_setup(account.entry_id)
    await hass.async_block_till_done()

    jobs = (await call(hass, "get_jobs", limit=100))["jobs"]
    assert ("held", "unconfirmed", "restored") in [
        (job["name"], job["state"], job["reason"]) for job in jobs
    ]
    assert {job["state"] for job in jobs} <= {"unconfirmed", "submitted", "finished"}
    await call(hass, "release_jobs")
    assert len(simulator.printed) == printed
    assert await hass.config_entries.async_unload(account.entry_id)
    await hass.data[JOURNAL].async_close()


@pytest.mark.parametrize(
    ("method", "hook"),
    [
        ("async_write_snapshot", async_pre_backup),
        ("async_remove_snapshot", async_post_backup),
    ],
)
async def test_backup_fails(
    hass: HomeAssistant,
    account: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    hook: object,
) -> None:
    """A copy that cannot be made fails the backup, in words."""

    async def fail(journal: Journal) -> None:
        raise JournalError("database or disk is full")

    monkeypatch.setattr(Journal, method, fail)
    assert callable(hook)
    with pytest.raises(HomeAssistantError) as raised:
        await hook(hass)
    assert "disk is full" in message_of(raised.value)
