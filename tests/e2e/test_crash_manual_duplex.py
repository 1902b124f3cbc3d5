"""Both sides of paper by hand in a Home Assistant that is killed with -9.

Whenever that is, no side is printed twice, and none by itself.
"""

from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import Printer, SimulatedCloud
from scripts.playground.home_assistant import CallError, HomeAssistant

from ..samples.pdf_files import text
from .crash_matrix import CrashMatrix
from .crashing_hass import FILE, Point, arm

_SECONDS: Final = 120
TRAYS: Final = {"output": "face_down", "input": "upper_side"}
WAITS: Final = ("held", "turn_paper")

type State = tuple[str, str | None]


class BothSides:
    """Prints on both sides by hand, and looks at what became of them."""

    def __init__(self, matrix: CrashMatrix, printer: Printer) -> None:
        """Set up for a printer."""
        self.matrix = matrix
        self.hass = matrix.home_assistant
        self.device_id = matrix.devices[printer.share_code]
        self._count = 0

    @property
    def name(self) -> str:
        """Return the name of the newest print."""
        return f"both sides {self._count}"

    async def print(self) -> None:
        """Print three pages under a new name."""
        self._count += 1
        await self.hass.action(
            "cloudprint.print",
            {
                "device_id": self.device_id,
                "data": b64encode(text(3, 5)).decode(),
                "name": self.name,
                "sides": "two_sided_long_edge",
            },
        )

    async def turn(self) -> None:
        """Say that the paper of the newest print was put back."""
        await self.hass.command("cloudprint/jobs/turned", device_id=self.device_id)

    async def die(self, point: Point, *, turning: bool = False) -> None:
        """Print, or print the back sides, until Home Assistant is killed; start it again."""
        arm(self.matrix.armed, point)
        with suppress(aiohttp.ClientError, CallError, TypeError):
            await (self.turn() if turning else self.print())
        await self.matrix.until_dead()
        await self.hass.start()

    async def states(self) -> dict[str, State]:
        """Return the state and reason of the jobs of the newest print, by their side."""
        answer = await self.hass.action("cloudprint.get_jobs", {"limit": 100})
        return {
            job["side"]: (job["state"], job["reason"])
            for job in answer["jobs"]
            if job["name"] == self.name
        }

    async def until(self, **expected: State) -> None:
        """Wait until the jobs of the newest print are in these states."""

        async def reached() -> bool:
            return await self.states() == expected

        await self.hass.process.until(reached, f"show {expected}", _SECONDS)

    async def printed(self) -> int:
        """Return how many sides of the newest print have come out."""
        return (await self.matrix.printed()).count(self.name)


@pytest.fixture
async def both_sides(
    cloud: SimulatedCloud, tmp_path: Path
) -> AsyncGenerator[BothSides]:
    """Return a printer that prints both sides by hand, in a real Home Assistant."""
    printer = cloud.printers[0]
    capabilities = {"supportedSides": ["ONESIDE"]}
    await cloud.control(
        "PATCH", f"/printers/{printer.share_code}", {"capabilities": capabilities}
    )
    armed = tmp_path / "armed"
    async with HomeAssistant(
        tmp_path, program=("-P", str(FILE), str(armed))
    ) as home_assistant:
        devices = await add_account(home_assistant, cloud, cloud.printers)
        device_id = devices[printer.share_code]
        await home_assistant.action(
            "cloudprint.get_capabilities", {"device_id": device_id}
        )
        await home_assistant.command("cloudprint/trays", device_id=device_id, **TRAYS)
        await home_assistant.restart()
        matrix = CrashMatrix(
            home_assistant=home_assistant, cloud=cloud, armed=armed, devices=devices
        )
        yield BothSides(matrix, printer)


@pytest.mark.slow
async def test_killed_between_both_sides(both_sides: BothSides) -> None:
    """At every point of both passes."""
    finished: State = ("finished", None)
    interrupted: State = ("unconfirmed", "interrupted")

    await both_sides.die(Point.BEFORE_JOURNAL)
    assert await both_sides.states() == {}

    # The front sides were not sent, or were: only a person knows.
    for point, times in ((Point.AFTER_JOURNAL, 0), (Point.AFTER_ANSWER, 1)):
        await both_sides.die(point)
        assert await both_sides.states() == {"front": interrupted, "back": WAITS}
        assert await both_sides.printed() == times
        await both_sides.turn()
        await both_sides.until(front=("finished", "by_hand"), back=finished)
        assert await both_sides.printed() == times + 1

    # While the paper is turned
    await both_sides.print()
    await both_sides.until(front=finished, back=WAITS)
    await both_sides.hass.kill()
    await both_sides.hass.start()
    assert await both_sides.states() == {"front": finished, "back": WAITS}
    assert await both_sides.printed() == 1

    # After it was turned
    await both_sides.die(Point.BEFORE_SENDING, turning=True)
    assert await both_sides.states() == {"front": finished, "back": interrupted}
    assert await both_sides.printed() == 1
    await both_sides.print()
    await both_sides.until(front=finished, back=WAITS)
    await both_sides.die(Point.AFTER_ANSWER, turning=True)
    assert await both_sides.states() == {"front": finished, "back": interrupted}
    assert await both_sides.printed() == 2
    with pytest.raises(CallError):
        await both_sides.turn()
