"""A printer that prints one side: what is printed by hand on both, in two passes."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.coordinator import get_printer_name
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.spool.job import Job
from homeassistant.core import HomeAssistant

from ..actions import call
from ..samples.pdf_files import text
from ..simulator import CloudSimulator, PrintedJob, Printer

TURNED = Trays(output=OutputTray.FACE_UP, input=InputTray.PRINTS_UPPER)
"""The trays of a printer whose stack is turned over."""
NOT_TURNED = Trays(output=OutputTray.FACE_DOWN, input=InputTray.PRINTS_UPPER)


@dataclass(frozen=True, kw_only=True)
class OneSided:
    """A printer that prints one side, and whose trays are known."""

    hass: HomeAssistant
    account: MockConfigEntry
    advance: Callable[[float], Awaitable[None]]
    device_id: str
    printer: Printer
    simulator: CloudSimulator

    @property
    def name(self) -> str:
        """Return the name of the printer."""
        return get_printer_name(self.hass, self.device_id)

    async def set_trays(self, trays: Trays = TURNED) -> None:
        """Let the printer report one side, and answer how its trays are."""
        capabilities = self.account.runtime_data.capabilities
        self.printer.report(supportedSides=["ONESIDE"])
        await capabilities.async_fetch(self.device_id)
        capabilities.set_trays(self.device_id, trays)
        await self.hass.async_block_till_done()

    async def print(self, name: str = "Letter", **fields: Any) -> list[Any]:
        """Print three pages on both sides; return the records of the two jobs."""
        answer = await call(
            self.hass,
            "print",
            {
                "device_id": self.device_id,
                "data": b64encode(text(pages=3, lines=2)).decode(),
                "sides": "two_sided_long_edge",
                "name": name,
                **fields,
            },
        )
        return list(answer["jobs"])

    async def finish(self) -> None:
        """Wait until what was sent has come out."""
        for _ in range(60):
            if all(job.sent.task_id is None for job in self.open_jobs):
                return
            await self.advance(5)
        raise AssertionError("a task does not end")

    async def print_fronts(self, name: str = "Letter", **fields: Any) -> str:
        """Print the front sides; return the id of the job of the back sides."""
        front, back = await self.print(name, **fields)
        await self.finish()
        assert (front["side"], back["side"]) == ("front", "back")
        return str(back["job_id"])

    @property
    def open_jobs(self) -> list[Job]:
        """Return the jobs that have not ended."""
        jobs: list[Job] = self.account.runtime_data.store.open_jobs
        return jobs

    @property
    def printed(self) -> list[PrintedJob]:
        """Return what was printed."""
        return self.simulator.printed
