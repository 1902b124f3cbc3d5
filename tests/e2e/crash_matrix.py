"""Prints with a Home Assistant that is killed again and again, and counts the results."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
import signal
from typing import Any

import aiohttp

from scripts.playground.cloud import Printer, SimulatedCloud
from scripts.playground.home_assistant import CallError, HomeAssistant
from scripts.playground.process import ProcessError
from scripts.playground.table import table

from ..simulator import TaskAlias, TokenRefusal
from ..simulator.random_faults import (
    SUBMIT,
    WORDS,
    draw_fault,
    draw_refusal_of_a_live_token,
)
from .crashing_hass import Point, arm

_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A print and its expected result.

    Attributes:
        case: When Home Assistant is killed.
        name: What the job is called, and what it prints.
        printer: Where it prints.
        state: The job's last state.
        times: How often it comes out of the printer.
    """

    case: str
    name: str
    printer: Printer
    state: str
    times: int


@dataclass(slots=True, kw_only=True)
class CrashMatrix:
    """Starts prints, kills Home Assistant, and counts the pages that came out.

    Attributes:
        armed: The folder that `crashing_hass` looks into.
        devices: The device id of each printer, by its share code.
        prints: All prints, in the order in which they are called for.
    """

    home_assistant: HomeAssistant
    cloud: SimulatedCloud
    armed: Path
    devices: dict[str, str]
    prints: list[Print] = field(default_factory=list)

    def plan(
        self, case: str, printer: Printer, state: str = "finished", times: int = 1
    ) -> Print:
        """Return a new print to start."""
        planned = Print(
            case=case,
            name=self._name(case),
            printer=printer,
            state=state,
            times=times,
        )
        self.prints.append(planned)
        return planned

    def _name(self, case: str) -> str:
        """Return the name of the next print."""
        return f"{len(self.prints) + 1:02} {case}"

    async def call(self, planned: Print) -> dict[str, Any]:
        """Start a print under an idempotency key, and return the answer."""
        job: dict[str, Any]
        answer = await self.home_assistant.action(
            "cloudprint.print",
            {
                "device_id": self.devices[planned.printer.share_code],
                "text": planned.name,
                "name": planned.name,
                "idempotency_key": planned.name,
            },
        )
        (job,) = answer["jobs"]
        return job

    async def call_held(self, planned: Print, reason: str) -> None:
        """Start a print that is held, for a reason that the history shows."""
        assert (await self.call(planned))["state"] == "held"
        assert (await self.jobs())[planned.name]["reason"] == reason

    async def jobs(self) -> dict[str, dict[str, Any]]:
        """Return all jobs by their unique names."""
        answer = await self.home_assistant.action(
            "cloudprint.get_jobs", {"limit": 1000}
        )
        jobs = {job["name"]: job for job in answer["jobs"]}
        assert len(jobs) == len(answer["jobs"])
        return jobs

    async def states(self, prints: Iterable[Print]) -> list[str | None]:
        """Return the state of each print's job; None where there is no job."""
        jobs = await self.jobs()
        return [
            jobs[planned.name]["state"] if planned.name in jobs else None
            for planned in prints
        ]

    async def until_state(self, prints: Iterable[Print], *states: str) -> None:
        """Wait until the job of each print is in one of some states."""
        prints = list(prints)

        async def reached() -> bool:
            return set(await self.states(prints)) <= set(states)

        names = ", ".join(planned.name for planned in prints)
        what = f"show {names} as {' or '.join(states)}"
        await self.home_assistant.process.until(reached, what, _SECONDS)

    async def printed(self, printer: Printer | None = None) -> list[str]:
        """Return the names of what came out of one printer, or of all, in order."""
        where = f"?share_code={printer.share_code}" if printer else ""
        printed = await self.cloud.control("GET", f"/printed{where}")
        return [job["name"] for job in printed]

    async def slow_down(self, call: str, *, accept: bool) -> None:
        """Make the next call of a kind wait in the cloud, before or after it is carried out."""
        fault = {"call": call, "fault": "slow", "accept": accept}
        await self.cloud.control("POST", "/faults", fault)

    async def until_slow(self) -> None:
        """Wait until that call has arrived, and was carried out if it is to be."""

        async def reached() -> bool:
            (fault,) = await self.cloud.control("GET", "/faults")
            return bool(fault["reached"])

        await self.home_assistant.process.until(reached, "call the cloud", _SECONDS)

    async def until_dead(self) -> None:
        """Wait until Home Assistant has killed itself."""
        assert await self.home_assistant.process.ended(_SECONDS) == -signal.SIGKILL

    async def start_and_die(self, point: Point) -> None:
        """Start Home Assistant, and kill it while it loads its jobs."""
        arm(self.armed, point)
        with suppress(ProcessError, aiohttp.ClientError):
            await self.home_assistant.start()
        await self.until_dead()

    async def print_and_die(self, random: Random) -> None:
        """Start, print a few jobs while the cloud fails, and kill it at a random moment.

        One life in four ends before Home Assistant can be called, perhaps while it takes
        up the jobs that earlier lives have left.
        """
        await self._let_go_wrong(random)
        if random.random() < 0.25:
            self.home_assistant.process.start()
            await asyncio.sleep(random.uniform(0, 4))
            await self.home_assistant.kill()
            return
        await self.home_assistant.start()
        prints = [
            self.plan("at any moment", random.choice(self.cloud.printers))
            for _ in range(random.randint(1, 3))
        ]
        calls = [asyncio.create_task(self.call(planned)) for planned in prints]
        await asyncio.sleep(random.uniform(0, 1.5))
        await self.home_assistant.kill()
        for answer in await asyncio.gather(*calls, return_exceptions=True):
            assert isinstance(answer, (dict, CallError, aiohttp.ClientError)), answer

    async def _let_go_wrong(self, random: Random) -> None:
        """Set faults for the next calls, in place of those before."""
        await self.cloud.control("DELETE", "/faults")
        now = (await self.cloud.control("GET", "/time"))["now"]
        slow = {
            "call": SUBMIT,
            "fault": "slow",
            "seconds": random.uniform(0, 1),
            "accept": random.random() < 0.5,
        }
        next_name = self._name("at any moment")
        faults = [draw_fault(random, now, next_name) for _ in range(3)]
        if random.random() < 0.25:
            faults = [draw_refusal_of_a_live_token(random)]
        for fault in (slow, *faults):
            await self.cloud.control("POST", "/faults", fault)
        settings = {
            "token_refusal": random.choice(list(TokenRefusal)),
            "token_messages": random.sample(WORDS, 3),
            "task_alias": random.choice((TaskAlias.NONE, TaskAlias.OTHER)),
        }
        await self.cloud.control("PATCH", "/settings", settings)

    async def tally(self) -> tuple[str, int, int]:
        """Return a table of the prints' results, and how many of them are wrong.

        Returns:
            The table; how many were doubled; how many were lost, which are those that
            neither came out nor are known to Home Assistant.
        """
        jobs, printed = await self.jobs(), await self.printed()
        rows: dict[str, list[int]] = {}
        for planned in self.prints:
            times = printed.count(planned.name)
            job = jobs.get(planned.name)
            figures = (
                True,
                times == 1,
                job is not None and job["state"] == "unconfirmed",
                times > 1,
                times == 0 and job is None,
            )
            row = rows.setdefault(planned.case, [0] * len(figures))
            rows[planned.case] = [sum(pair) for pair in zip(row, figures, strict=True)]
        total = [sum(column) for column in zip(*rows.values(), strict=True)]
        text = table(
            ["killed", "called", "printed once", "unconfirmed", "doubled", "lost"],
            [[case, *map(str, row)] for case, row in (*rows.items(), ("all", total))],
        )
        return text, total[3], total[4]
