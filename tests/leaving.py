"""A home whose account is unloaded, reloaded or removed while something is done."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
import logging
import time
from typing import Any, Final

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool.job import Job, JobState
from homeassistant.auth.models import User
from homeassistant.config_entries import (
    ConfigEntryState,
    OperationNotAllowed,
    UnknownEntry,
)
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, SupportsResponse
from homeassistant.data_entry_flow import UnknownFlow
from homeassistant.exceptions import HomeAssistantError

from .actions import call, message_of
from .entities import device_id_of, entity_id_of
from .hub import account_data
from .simulator import Application, CloudSimulator, Fault, Printer
from .subentries import add_subentry
from .waits import let_run

SECRET: Final = "s" * 43
"""Of the home's link."""
LEAVES: Final = ("unload", "reload", "remove")
TURNS: Final = range(1, 61)
FEW_TURNS: Final = (1, 2, 3, 5, 8, 13, 21, 34, 55)
_TURN: Final = 0.0002
"""Seconds of a turn at least: in each, a thread or a socket can have answered."""

type Way = Callable[[Home], Awaitable[object]]


def is_held(job: Job) -> bool:
    """Return whether a job waits for its printer."""
    return job.state is JobState.HELD and not job.needs_approval


class Home:
    """An account with a printer that is online, and one that is not."""

    def __init__(
        self,
        hass: HomeAssistant,
        simulator: CloudSimulator,
        application: Application,
        printers: tuple[Printer, Printer],
        owner: User,
        child: User,
        caplog: pytest.LogCaptureFixture,
        socket: Any,
        client: TestClient[Any, Any],
        **options: Any,
    ) -> None:
        """Keep the parts; `socket` and `client` are of the owner's browser."""
        self.hass = hass
        self.simulator = simulator
        self.application = application
        self.online, self.offline = printers
        self.offline.online_status = "0"
        self.owner, self.child = owner, child
        self.account = self._create_account(options)
        self.socket, self.client = socket, client
        self.spare = simulator.add_printer(name="Spare", share_code="830487799")
        self._caplog = caplog
        self._options = options

    def device_id(self, printer: Printer) -> str:
        """Return the device of a printer."""
        return device_id_of(self.hass, self.account, printer)

    def entity_id(
        self, platform: Platform, key: str, printer: Printer | None = None
    ) -> str:
        """Return an entity of a printer, or of the account."""
        return entity_id_of(self.hass, self.account, platform, key, printer)

    async def act(self, action: str, *, user: User | None = None, **fields: Any) -> Any:
        """Call an action as the owner, or as another user."""
        name = action if "." in action else f"{DOMAIN}.{action}"
        domain, _, service = name.partition(".")
        responds = self.hass.services.supports_response(domain, service)
        return await self.hass.services.async_call(
            domain,
            service,
            fields,
            blocking=True,
            context=Context(user_id=(user or self.owner).id),
            return_response=responds is not SupportsResponse.NONE,
        )

    def find_jobs(self, is_meant: Callable[[Job], object]) -> Sequence[Job]:
        """Return the open and undecided jobs that are meant."""
        store = self.account.runtime_data.store
        jobs = {job.job_id: job for job in (*store.open_jobs, *store.undecided_jobs)}
        return [job for job in jobs.values() if is_meant(job)]

    async def prepare(self) -> None:
        """Bring the account back, with a job that waits, one to approve, one to decide."""
        if self.hass.config_entries.async_get_entry(self.account.entry_id) is None:
            self.account = self._create_account(self._options)
        if self.account.state is not ConfigEntryState.LOADED:
            await self.hass.config_entries.async_setup(self.account.entry_id)
            await self.hass.async_block_till_done()
        assert self.account.state is ConfigEntryState.LOADED
        offline, online = self.device_id(self.offline), self.device_id(self.online)
        if not self.find_jobs(is_held):
            await call(self.hass, "print", device_id=offline, text="Letter")
        if not self.find_jobs(lambda job: job.needs_approval):
            await self.act("print", user=self.child, device_id=online, text="Asked")
        if not self.find_jobs(lambda job: job.awaits_decision):
            self.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
            await call(self.hass, "print", device_id=online, text="Lost", name="Lost")
            await self.account.runtime_data.dispatcher.async_probe()

    async def leave_at(self, turn: int, leave: str, way: Way) -> None:
        """Do something, and let the account leave at a turn of the event loop."""
        await self.prepare()
        self._caplog.clear()
        entries, entry_id = self.hass.config_entries, self.account.entry_id
        doing = asyncio.ensure_future(way(self))
        for _ in range(turn):
            time.sleep(_TURN)  # noqa: ASYNC251 - in which nothing else runs
            await let_run(1)
        leaving = {
            "unload": entries.async_unload,
            "reload": entries.async_reload,
            "remove": entries.async_remove,
        }[leave](entry_id)
        done, left = await asyncio.gather(doing, leaving, return_exceptions=True)
        await self.hass.async_block_till_done()
        what = f"{leave} at turn {turn}"
        # Home Assistant and aiohttp log what nobody has expected.
        unexpected = [
            record
            for record in self._caplog.records
            if record.exc_info
            or "unexpectedly" in record.message
            or (record.levelno >= logging.ERROR and "Traceback" in record.message)
        ]
        logged = [logging.Formatter().format(record) for record in unexpected]
        assert not logged, f"{what}: {'\n'.join(logged)}"
        # What is done may reload the account itself.
        assert left is None or isinstance(left, bool | dict | OperationNotAllowed), what
        # Home Assistant ends the flows of an account that is removed.
        if isinstance(done, BaseException) and not isinstance(
            done, UnknownFlow | UnknownEntry
        ):
            done.add_note(what)
            if not isinstance(done, HomeAssistantError):
                raise done
            message_of(done)

    def _create_account(self, options: dict[str, Any]) -> MockConfigEntry:
        account = MockConfigEntry(
            domain=DOMAIN,
            title="Cloud Print",
            unique_id=self.application.app_id,
            data=account_data(self.simulator, self.application),
            options=options,
        )
        account.add_to_hass(self.hass)
        subentries: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("document", "Sheet", {"text": "1 + 1 ="}),
            ("link", "Guests", {"secret": SECRET}),
            ("rule", "Children", {"users": [self.child.id], "ask_above": 0}),
        )
        for kind, title, data in subentries:
            add_subentry(self.hass, account, kind, title, **data)
        return account
