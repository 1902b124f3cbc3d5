"""An account with printers, and the actions of its users in tests."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
import shutil
from typing import Any
from unittest.mock import MagicMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL, Account
from custom_components.cloudprint.spool import dispatcher
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.job_store import JobStore
from custom_components.cloudprint.spool.journal import Journal
from custom_components.cloudprint.spool.journal_file import JournalFile
from custom_components.cloudprint.spool.spooler import Spooler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..entities import device_id_of
from ..simulator import CloudSimulator, Printer
from ..waits import until
from .kept import kept_contents

TEXT = "Only for the eyes of the neighbours · 只给邻居看"


class House:
    """An account in Home Assistant, and frozen time."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        simulator: CloudSimulator,
        entry: MockConfigEntry,
    ) -> None:
        """Keep the parts."""
        self.hass = hass
        self.freezer = freezer
        self.simulator = simulator
        self.entry = entry

    @property
    def account(self) -> Account:
        """Return the account's runtime data."""
        account: Account = self.entry.runtime_data
        return account

    @property
    def spooler(self) -> Spooler:
        """Return the account's spooler."""
        return self.account.spooler

    @property
    def store(self) -> JobStore:
        """Return the account's store."""
        return self.account.store

    @property
    def journal(self) -> Journal:
        """Return the journal."""
        return self.hass.data[JOURNAL]

    @property
    def folder(self) -> Path:
        """Return the folder of the journal."""
        return get_storage_folder(self.hass)

    @property
    def contents(self) -> list[str]:
        """Return the names of the account's contents on disk."""
        return kept_contents(self.folder, self.entry.entry_id)

    @property
    def marker(self) -> Path:
        """Return the marker of the journal."""
        return Path(self.hass.config.path(".cache", f"{DOMAIN}.log"))

    def device_id(self, printer: Printer) -> str:
        """Return the device of a printer."""
        return device_id_of(self.hass, self.entry, printer)

    async def go_online(self, printer: Printer, status: str = "1") -> None:
        """Let a printer be online."""
        printer.online_status = status
        await self.account.coordinator.async_refresh()

    async def go_offline(self, printer: Printer) -> None:
        """Let a printer be offline."""
        await self.go_online(printer, "0")

    # Actions

    async def act(self, action: str, **fields: Any) -> dict[str, Any]:
        """Call an action, and return its response."""
        response = await self.hass.services.async_call(
            DOMAIN, action, fields, blocking=True, return_response=True
        )
        assert isinstance(response, dict)
        return response

    async def print_all(self, printers: list[Printer], **fields: Any) -> list[Any]:
        """Print on several printers; return their jobs."""
        fields = {"text": TEXT, "name": "Letter"} | fields
        devices = [self.device_id(printer) for printer in printers]
        jobs: list[Any] = (await self.act("print", device_id=devices, **fields))["jobs"]
        return jobs

    async def print(self, printer: Printer, **fields: Any) -> dict[str, Any]:
        """Print, and return the job."""
        (job,) = await self.print_all([printer], **fields)
        assert isinstance(job, dict)
        return job

    async def refused(self, printer: Printer, **fields: Any) -> str | None:
        """Print, and return the translation key of the error."""
        with pytest.raises(HomeAssistantError) as error:
            await self.print(printer, **fields)
        return error.value.translation_key

    def begin(self, printer: Printer, **fields: Any) -> asyncio.Task[dict[str, Any]]:
        """Start to print in the background."""
        return create_eager_task(self.print(printer, **fields))

    async def hold(self, printer: Printer, *names: str) -> list[dict[str, Any]]:
        """Print while the service is away; it is back, but not probed yet."""
        await self.cut_off()
        jobs = [await self.print(printer, name=name) for name in names]
        await self.simulator.accept_connections()
        return jobs

    async def cut_off(self) -> None:
        """Let no request reach the service."""
        await self.settle()
        self.simulator.refuse_connections()
        await self.notice()

    async def notice(self) -> None:
        """Wait until Home Assistant has noticed if its connections were broken.

        A request over a broken connection is lost, and its outcome unknown.
        """
        connector = async_get_clientsession(self.hass).connector
        assert connector is not None
        await until(
            lambda: (
                self.simulator.listening
                or not any(
                    connection.is_connected()
                    for kept in connector._conns.values()  # noqa: SLF001 - no other way
                    for connection, _ in kept
                )
            )
        )

    async def jobs(self, **fields: Any) -> list[dict[str, Any]]:
        """Return the history, oldest first."""
        jobs: Any = (await self.act("get_jobs", **fields))["jobs"]
        return list(reversed(jobs))

    async def job(self, job_id: str) -> dict[str, Any]:
        """Return one job of the history."""
        (found,) = [
            job for job in await self.jobs(limit=1000) if job["job_id"] == job_id
        ]
        return found

    async def state(self, job: dict[str, Any]) -> tuple[str, str | None]:
        """Return a job's state and reason."""
        found = await self.job(job["job_id"])
        return found["state"], found["reason"]

    async def known(self, job: dict[str, Any]) -> Job:
        """Return a job as in the journal."""
        found = await self.journal.async_get(job["job_id"])
        assert found is not None
        return found

    # Time and restarts

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def tick(self, seconds: float) -> None:
        """Let time pass, and start what is due."""
        self.freezer.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self.hass)

    async def advance(self, seconds: float) -> None:
        """Let time pass, and finish what is due."""
        self.tick(seconds)
        await self.settle()

    async def advance_to(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        await self.advance((moment - dt_util.utcnow()).total_seconds())

    async def pass_time(self, seconds: float, step: float = 1) -> None:
        """Let time pass in steps."""
        for _ in range(int(seconds / step)):
            await self.advance(step)

    async def unload(self) -> None:
        """Unload the account."""
        assert await self.hass.config_entries.async_unload(self.entry.entry_id)
        await self.settle()

    async def load(self, *, settles: bool = True) -> None:
        """Set the account up again, and finish what it does by itself unless told not to."""
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        if settles:
            await self.settle()

    async def reload(self) -> None:
        """Reload the account."""
        await self.unload()
        await self.load()

    async def close_journal(self) -> None:
        """Close the journal, as at a stop of Home Assistant."""
        await self.journal.async_close()

    async def open_journal(self) -> None:
        """Open the journal again, as at a start of Home Assistant."""
        self.hass.data[JOURNAL] = Journal(self.folder / "journal.db", self.marker)
        await self.journal.async_open()

    async def restart(self) -> None:
        """Stop and start the parts of Home Assistant that matter here."""
        await self.unload()
        await self.close_journal()
        await self.open_journal()
        await self.load()

    @contextmanager
    def crashing_before(self, write: int) -> Iterator[MagicMock]:
        """Keep what a crash leaves before a write to the journal; they count from 0.

        The mock counts the writes.
        """
        original = JournalFile.write

        def keep_and_write(*args: Any, **options: Any) -> None:
            if written.call_count == write + 1 and not self._left.exists():
                self._keep()
            original(*args, **options)

        with patch.object(
            JournalFile, "write", autospec=True, side_effect=keep_and_write
        ) as written:
            yield written

    def _keep(self) -> None:
        shutil.copytree(self.folder, self._left / "storage")
        shutil.copytree(self.marker.parent, self._left / "cache")

    @property
    def _left(self) -> Path:
        return Path(self.hass.config.path("left"))

    async def keep_disk(self) -> None:
        """Copy the disk at this moment, for a later crash."""
        await self.journal.async_run(self._keep)

    async def crash(self, *, settles: bool = True) -> None:
        """Kill Home Assistant, as far as it matters here, and start it again.

        What is on the disk at this moment, or was when it was kept, is all that is left;
        requests that are under way may or may not reach the service, and no further one
        leaves.
        """

        async def never(*args: Any, **kwargs: Any) -> Any:
            await asyncio.Event().wait()

        with (
            patch.object(self.account.client, "new_print_task", never),
            # Over already, as frozen time does not pass.
            patch.object(dispatcher, "STOP_TIMEOUT", -1),
        ):
            if not self._left.exists():
                await self.keep_disk()
            # What another integration draws at this moment is lost.
            for drawing in self.hass.data.get("cloudprint_drawings", {}).values():
                drawing.cancel()
            await self.unload()
        await self.close_journal()
        for source, target in (
            (self._left / "storage", self.folder),
            (self._left / "cache", self.marker.parent),
        ):
            shutil.rmtree(target)
            source.replace(target)
        self._left.rmdir()
        await self.open_journal()
        await self.load(settles=settles)
