"""Everything at once: a random life of a spool; `pytest tests/spool/chaos.py` runs it.

A seed that fails is printed, and can be added to `SEEDS`.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random, SystemRandom
import sys
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.spool.job import Reason
from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..simulator import Fault, Printer, TaskAnswer
from .conftest import OpenHouse
from .house import House, until

SEEDS: Final = (1, 20261124, 830487711, None)
"""None is another one each time."""
PRINTS: Final = 500

SUBMIT_FAULTS: Final = (
    Fault.DROP_BEFORE_READ,
    Fault.DROP_BEFORE_ACCEPT,
    Fault.DROP_AFTER_ACCEPT,
    Fault.DROP_MID_BODY,
    Fault.HTTP_401,
    Fault.HTTP_403,
    Fault.HTTP_404,
    Fault.HTTP_429,
    Fault.HTTP_500,
    Fault.HTTP_502,
    Fault.HTTP_503,
    Fault.HTML_200,
    Fault.HTML_502,
    Fault.CODE_401,
    Fault.CODE_401_TEXT,
    Fault.CODE_403,
    Fault.CODE_403_TEXT,
    Fault.REFUSED,
    Fault.INVALID_JSON,
    Fault.NOT_AN_OBJECT,
    Fault.EMPTY_BODY,
    Fault.MISSING_SUCCESS,
    Fault.MISSING_DATA,
    Fault.NULL_DATA,
    Fault.BARE_STRING,
    Fault.MISSING_TASK_ID,
    Fault.EXTRA_FIELDS,
    Fault.TEXT_CONTENT_TYPE,
    Fault.UNENVELOPED,
    Fault.KILL_TOKEN,
)
CONTROL_FAULTS: Final = (
    *SUBMIT_FAULTS,
    Fault.STRING_EXPIRES_IN,
    Fault.SHORT_EXPIRES_IN,
    Fault.MISSING_EXPIRES_IN,
    Fault.NESTED_LIST,
    Fault.SYNONYMS,
    Fault.OBJECT_DETAIL,
)
CONTROL_CALLS: Final = (
    "getToken",
    "queryPrinters",
    "queryPrinterDetail",
    "task/get",
)
STATES: Final = {
    "SUBMITTED": "submitted",
    "QUEUED": "queued",
    "PRINTING": "printing",
    "FINISHED": "finished",
    "ERROR": "failed",
    "CANCELED": "canceled",
}
ENDED: Final = ("FINISHED", "ERROR", "CANCELED")


class Chaos:
    """A random life of a house's printers."""

    def __init__(self, house: House, printers: list[Printer], random: Random) -> None:
        """Set up a life that has not begun."""
        self.house = house
        self.simulator = house.simulator
        self.printers = printers
        self.random = random
        self.calls: dict[str, str] = {}
        self.keys: dict[str, datetime] = {}
        self.used_keys: Counter[str] = Counter()
        self.actions: Counter[str] = Counter()
        self.steps: tuple[tuple[int, Callable[[], Awaitable[None]]], ...] = (
            (60, self.print),
            (8, self.print_many),
            (20, self.fault),
            (30, self.pass_time),
            (2, self.sleep),
            (4, self.offline),
            (3, self.cut),
            (3, self.release),
            (5, self.cancel),
            (4, self.reprint),
            (6, self.task),
            (3, self.tokens),
            (2, self.reload),
            (1, self.restart),
            (1, self.crash),
            (2, self.crash_while_sending),
        )

    @property
    def is_loaded(self) -> bool:
        """Return if the account is set up."""
        return self.house.entry.state is ConfigEntryState.LOADED

    async def live(self) -> None:
        """Do things until enough was printed."""
        weights = [weight for weight, _ in self.steps]
        functions = [function for _, function in self.steps]
        while len(self.calls) < PRINTS:
            (step,) = self.random.choices(functions, weights)
            self.actions[step.__name__] += 1
            await step()
            if self.random.random() < 0.3:
                await self.tend()

    async def tend(self) -> None:
        """Put right what keeps everything from being printed, as people would."""
        if not self.simulator.listening:
            await self.simulator.accept_connections()
        if not self.is_loaded or any(
            job.reason is Reason.AUTHENTICATION for job in self.house.register.open_jobs
        ):
            await self.reload()

    async def come_to_rest(self) -> None:
        """Mend everything, and wait until all jobs have ended."""
        self.simulator.faults.clear()
        if not self.simulator.listening:
            await self.simulator.accept_connections()
        for printer in self.printers:
            printer.online_status = "1"
        await self.reload()
        for seconds in (*[30] * 40, 3600, *[30] * 40, 12 * 3600, 13 * 3600, 60, 60):
            await self.house.advance(seconds)
            if self.is_loaded and not self.house.register.open_jobs:
                break

    # What people do

    async def print(self) -> None:
        """Print one thing, with whatever wishes."""
        number = len(self.calls)
        name = f"chaos-{number}"
        fields: dict[str, Any] = {"name": name, "text": f"{name}\n{'打印' * 40}"}
        chance = self.random.random()
        if chance < 0.05:
            fields["hold"] = False
        elif chance < 0.1:
            fields["expires_in"] = 0
        elif chance < 0.3:
            fields["expires_in"] = {"minutes": self.random.randint(1, 300)}
        if self.random.random() < 0.1:
            fields["ignore_quiet_hours"] = True
        if self.random.random() < 0.15:
            fields["idempotency_key"] = self.key()
        count = 2 if self.random.random() < 0.05 else 1
        printers = self.random.sample(self.printers, count)
        self.calls[name] = "under way"
        try:
            await self.meanwhile(self.house.print_all(printers, **fields))
        except HomeAssistantError as err:
            self.calls[name] = str(err.translation_key)
        else:
            self.calls[name] = "answered"

    async def meanwhile(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something, and let time pass while it waits for its turn."""
        task = asyncio.ensure_future(work)
        while not (await asyncio.wait({task}, timeout=0.05))[0]:
            self.house.freezer.tick(timedelta(seconds=1))
            async_fire_time_changed(self.house.hass)
        await task

    def key(self) -> str:
        """Return a new key, or one that is not a day old."""
        now = dt_util.utcnow()
        young = [
            key for key, since in self.keys.items() if now - since < timedelta(hours=20)
        ]
        if young and self.random.random() < 0.6:
            key = self.random.choice(young)
        else:
            key = f"key-{len(self.keys)}"
            self.keys[key] = now
        self.used_keys[key] += 1
        return key

    async def print_many(self) -> None:
        """Print several things at once."""
        for task in [
            self.house.hass.async_create_task(self.print(), eager_start=True)
            for _ in range(self.random.randint(2, 12))
        ]:
            await task

    async def release(self) -> None:
        """Send what is held."""
        await self.try_to("release_jobs")

    async def cancel(self) -> None:
        """Cancel some job, held or not."""
        if job := await self.some_job():
            await self.try_to("cancel_job", job_id=job["job_id"])

    async def reprint(self) -> None:
        """Print some job again."""
        if job := await self.some_job():
            await self.try_to("reprint_job", job_id=job["job_id"])

    async def some_job(self) -> dict[str, Any] | None:
        """Return one of the newest jobs."""
        jobs = await self.house.jobs(limit=30)
        return self.random.choice(jobs) if jobs else None

    async def try_to(self, action: str, **fields: Any) -> None:
        """Do something that may be refused."""
        with suppress(HomeAssistantError):
            await self.meanwhile(self.house.act(action, **fields))

    # What happens to them

    async def pass_time(self) -> None:
        """Let some time pass."""
        await self.house.advance(self.random.choice((1, 2, 3, 5, 10, 20, 40, 90)))

    async def sleep(self) -> None:
        """Let hours pass."""
        await self.house.advance(self.random.randint(600, 3 * 3600))

    async def fault(self) -> None:
        """Let something go wrong."""
        call = "newPrintTask"
        kinds: tuple[Fault, ...] = SUBMIT_FAULTS
        if self.random.random() < 0.4:
            call = self.random.choice(CONTROL_CALLS)
            kinds = CONTROL_FAULTS
        kind = self.random.choice(kinds)
        more: dict[str, Any] = {}
        if kind in (Fault.HTTP_429, Fault.HTTP_503):
            more["retry_after"] = self.random.choice((None, "5", "120"))
        if kind in (Fault.HTTP_500, Fault.HTTP_502) and call == "newPrintTask":
            more["accept"] = self.random.random() < 0.5
        self.simulator.faults.add(
            call, kind, times=self.random.choice((1, 1, 1, 1, 2)), **more
        )

    async def offline(self) -> None:
        """Switch a printer off or on."""
        printer = self.random.choice(self.printers)
        printer.online_status = self.random.choice((None, "1", "0", "ONLINE"))

    async def cut(self) -> None:
        """Cut the line, or mend it."""
        if self.simulator.listening:
            self.simulator.refuse_connections()
        else:
            await self.simulator.accept_connections()

    async def task(self) -> None:
        """Let something become of a task in the cloud."""
        if not self.simulator.printed:
            return
        printed = self.random.choice(self.simulator.printed[-20:])
        if self.simulator.task_status(printed.task_id) in ENDED:
            # What has ended stays so.
            return
        status = self.random.choice(
            (None, "PRINTING", "ERROR", "CANCELED", "FINISHED", "PRINTED")
        )
        self.simulator.set_task_status(printed.task_id, status)
        answers = (
            TaskAnswer.TASK,
            TaskAnswer.TASK,
            TaskAnswer.REFUSED,
            TaskAnswer.NULL,
        )
        self.simulator.set_task_answer(printed.task_id, self.random.choice(answers))

    async def tokens(self) -> None:
        """Let the token die."""
        self.simulator.kill_tokens()

    async def reload(self) -> None:
        """Reload the account, also one that could not be set up."""
        await self.house.hass.config_entries.async_reload(self.house.entry.entry_id)
        await self.house.settle()

    async def restart(self) -> None:
        """Restart Home Assistant."""
        if self.is_loaded:
            await self.house.restart()

    async def crash(self) -> None:
        """Kill Home Assistant."""
        if self.is_loaded:
            await self.house.crash()

    async def crash_while_sending(self) -> None:
        """Kill Home Assistant while a print is on its way."""
        if not self.is_loaded or not self.simulator.listening:
            return
        slow = self.simulator.faults.add(
            "newPrintTask", Fault.SLOW, accept=self.random.random() < 0.5
        )
        task = self.house.hass.async_create_task(self.print(), eager_start=True)
        await until(lambda: slow.reached.is_set() or task.done())
        if self.random.random() < 0.5:
            await self.house.crash()
        slow.release()
        await task


async def all_jobs(house: House) -> list[dict[str, Any]]:
    """Return the whole history, page by page."""
    jobs: list[dict[str, Any]] = []
    while True:
        more = {"before": jobs[-1]["job_id"]} if jobs else {}
        page: Any = (await house.act("get_jobs", limit=300, **more))["jobs"]
        if not page:
            return jobs
        jobs += page


@pytest.mark.parametrize("seed", SEEDS)
async def test_chaos(
    open_house: OpenHouse,
    printer: Printer,
    colour_printer: Printer,
    seed: int | None,
) -> None:
    """Never twice, never lost, never a false "done", whatever goes wrong and when."""
    if seed is None:
        seed = SystemRandom().randrange(10**9)
        sys.stdout.write(f"seed {seed}\n")
    house = await open_house(quiet_from="22:00:00", quiet_to="06:00:00")
    chaos = Chaos(house, [printer, colour_printer], Random(seed))
    await chaos.live()
    await chaos.come_to_rest()

    simulator = house.simulator
    jobs = await all_jobs(house)
    by_name = defaultdict(list)
    for job in jobs:
        by_name[job["name"]].append(job)
    # Shown with a failure, and with -s
    tally = Counter(job["state"] for job in jobs)
    sys.stdout.write(f"seed {seed}: {dict(tally)}, {dict(chaos.actions)}\n")

    for name, outcome in chaos.calls.items():
        found = by_name[name]
        printed = simulator.find_printed(name=name)
        # Never lost: what was answered is in the history; what is not was not printed.
        assert outcome != "under way", (seed, name)
        assert found or not printed, (seed, name, outcome)
        # Never twice: at most once a job, and not for a job that is said not to be sent.
        sent = [
            job
            for job in found
            if job["task_id"] is not None or job["state"] == "unconfirmed"
        ]
        assert len(printed) <= len(sent), (seed, name, found)
        assert {job["task_id"] for job in found if job["task_id"]} <= {
            job.task_id for job in printed
        }, (seed, name)

    for job in jobs:
        # Never a false "done": what the cloud says, or that nobody knows.
        assert job["state"] not in ("held", "submitting", "submitted", "queued"), job
        if job["task_id"] is None:
            assert job["state"] != "finished", (seed, job)
        elif job["state"] != "unconfirmed":
            truth = STATES.get(str(simulator.task_status(job["task_id"])))
            assert job["state"] == truth, (seed, job, truth)

    # A key stands for one print, however often it was used.
    assert any(count > 1 for count in chaos.used_keys.values())
    for state in ("finished", "unconfirmed", "expired", "failed", "canceled"):
        assert any(job["state"] == state for job in jobs), (seed, state)
