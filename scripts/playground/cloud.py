"""The simulated cloud (tests/simulator) as a process."""

from dataclasses import dataclass
import json
from pathlib import Path
import sys
from typing import Any, Self

import aiohttp

from .process import Process

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Printer:
    """A printer that the cloud shares."""

    name: str
    alias: str
    sn: str
    share_code: str
    verification_code: str


class SimulatedCloud:
    """A cloud with two printers, which keep what they print in `printed`.

    The attributes below are known once it was started.
    """

    base_url: str
    control_url: str
    app_id: str
    app_key: str
    printers: list[Printer]

    def __init__(self, folder: Path, *, step_seconds: float = 1.0) -> None:
        """Prepare the cloud.

        Args:
            folder: Where it keeps its files.
            step_seconds: How long a task stays in each of its states.
        """
        self.printed = folder / "printed"
        self._announcement = folder / "cloud.json"
        self.process = Process(
            "The simulated cloud",
            [
                *(sys.executable, "-m", "tests.simulator"),
                *("--folder", str(self.printed)),
                *("--announce", str(self._announcement)),
                *("--step-seconds", str(step_seconds)),
            ],
            cwd=ROOT,
            log=folder / "cloud.log",
        )

    async def __aenter__(self) -> Self:
        """Start the cloud, and wait until it answers."""
        self.process.start()
        try:
            await self.process.until(self._has_announced, "start", _START_SECONDS)
        except BaseException:
            await self.process.kill()
            raise
        facts = json.loads(self._announcement.read_text(encoding="utf-8"))
        self.base_url = facts["base_url"]
        self.control_url = facts["control_url"]
        self.app_id = facts["app_id"]
        self.app_key = facts["app_key"]
        self.printers = [Printer(**printer) for printer in facts["printers"]]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the cloud."""
        await self.process.stop()

    async def control(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> Any:
        """Make a call of its control API, see tests/simulator/control.py.

        Raises:
            aiohttp.ClientResponseError: The call was refused.
        """
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.request(method, f"{self.control_url}{path}", json=body) as answer,
        ):
            return await answer.json()

    async def _has_announced(self) -> bool:
        return self._announcement.exists()
