"""A random sequence of actions and faults, which a seed determines.

Time is frozen and advanced; the wall clock is also set alone. Calls run in the
background while the sequence continues.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
import itertools
from random import Random
from time import monotonic
from typing import Any, Final
from unittest.mock import patch

from custom_components.cloudprint.spool.errors import SpoolError
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..simulator import Fault, Printer, TaskAlias, TaskAnswer, TokenRefusal
from ..simulator.random_faults import (
    SUBMIT,
    WORDS,
    draw_fault,
    draw_refusal_of_a_live_token,
)
from .clocks import Clocks
from .faults import full_disk
from .house import House, until
from .manual_duplex import BACKS, FRONTS, make_passes

ENDED: Final = ("FINISHED", "ERROR", "CANCELED", "PRINTED", "CANCELLED")


class Call:
    """A print action and its result."""

    def __init__(self, name: str, key: str | None, *, at: float, load: int) -> None:
        """Keep the fields, the time, and the number of loads of the account before."""
        self.name = name
        self.key = key
        self.called_at = self.expires_at = at
        """When its held jobs may expire at the earliest."""
        self.load = load
        self.jobs: list[dict[str, Any]] | None = None
        self.error: str | None = None
        self.is_dead = False
        """Whether Home Assistant was killed before it could answer."""

    @property
    def is_answered(self) -> bool:
        """Return whether the call has returned."""
        return self.jobs is not None or self.error is not None


class Chaos:
    """A random sequence of actions and faults."""

    def __init__(
        self, house: House, clocks: Clocks, printers: list[Printer], random: Random
    ) -> None:
        """Set up a sequence."""
        self.house = house
        self.clocks = clocks
        self.clock_offset = 0
        self.suspended = 0
        self.simulator = house.simulator
        self.printers = printers
        self.random = random
        self.calls: list[Call] = []
        self.steps: Counter[str] = Counter()
        self.both_sides: list[tuple[Job, Job]] = []
        """The jobs of front and back sides that were taken."""
        self.turned = set[str]()
        """The back sides whose paper was put back."""
        self._loads = 0
        self._keys: dict[str, datetime] = {}
        self._key_numbers = itertools.count()
        self._under_way: set[asyncio.Task[None]] = set()
        self._choices: tuple[tuple[int, Callable[[], Awaitable[None]]], ...] = (
            (60, self.print_one),
            (8, self.print_many),
            (8, self.print_both_sides),
            (30, self.turn_paper),
            (20, self.play_fault),
            (30, self.pass_time),
            (2, self.sleep),
            (4, self.switch_printer),
            (3, self.cut_line),
            (9, self.release),
            (6, self.cancel),
            (4, self.reprint),
            (4, self.decide),
            (6, self.change_task),
            (3, self.kill_tokens),
            (3, self.refuse_tokens_otherwise),
            (3, self.name_tasks_otherwise),
            (2, self.share_application),
            (3, self.refuse_an_accepted_print),
            (3, self.correct_clock),
            (2, self.set_clock),
            (2, self.mistake_the_day),
            (1, self.suspend),
            (2, self.fill_disk),
            (2, self.reload),
            (1, self.restart),
            (2, self.crash),
            (3, self.crash_while_sending),
        )

    @property
    def is_loaded(self) -> bool:
        """Return whether the account is set up."""
        return self.house.entry.state is ConfigEntryState.LOADED

    @property
    def running_time(self) -> float:
        """Return monotonic seconds."""
        return monotonic() + self.suspended

    @contextmanager
    def passing_time(self) -> Generator[None]:
        """Let time pass for sleeping tasks: frozen time does not by itself."""
        go_on = asyncio.sleep

        async def sleep(delay: float, result: Any = None) -> Any:
            if delay > 0:
                self.house.tick(delay)
            return await go_on(0, result)

        with patch("asyncio.sleep", sleep):
            yield

    async def live(self, prints: int) -> None:
        """Run actions until the number of prints is reached."""
        weights = [weight for weight, _ in self._choices]
        functions = [function for _, function in self._choices]
        while len(self.calls) < prints:
            (step,) = self.random.choices(functions, weights)
            self.steps[step.__name__] += 1
            await step()
            if self.random.random() < 0.3:
                await self.tend()

    async def tend(self) -> None:
        """Repair what prevents printing, as a user would."""
        await self.simulator.accept_connections()
        if not self.is_loaded or any(
            job.reason is Reason.AUTHENTICATION for job in self.house.store.open_jobs
        ):
            await self.reload()

    async def come_to_rest(self) -> None:
        """Repair everything, and wait until all calls and jobs have ended."""
        self.simulator.faults.clear()
        self.simulator.settings.other_client_seconds = None
        await self.simulator.accept_connections()
        for printer in self.printers:
            printer.online_status = "1"
        await self.reload()
        for seconds in (*[30] * 60, *[3600] * 26, *[30] * 10):
            await self.house.advance(seconds)
            if (
                self.is_loaded
                and not self.house.store.open_jobs
                and not self._under_way
            ):
                break
        for task in self._under_way:
            task.cancel()

    # Actions of users

    def begin(self, work: Awaitable[None]) -> None:
        """Start a background task."""

        async def do() -> None:
            await work

        task = create_eager_task(do())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def print_one(self) -> None:
        """Print one thing."""
        self.begin(self.call())
        await self.house.settle()

    async def print_many(self) -> None:
        """Print several things at once."""
        for _ in range(self.random.randint(2, 12)):
            self.begin(self.call())
        await self.house.settle()

    async def print_both_sides(self) -> None:
        """Print both sides of paper."""
        self.begin(self._call_both_sides())
        await self.house.settle()

    async def _call_both_sides(self) -> None:
        if not self.is_loaded:
            return
        printer = self.random.choice(self.printers)
        expires_in = timedelta(minutes=self.random.choice((0, 10, 60)))
        front, back = make_passes(
            self.house,
            printer,
            hold=self.random.random() < 0.9,
            expires_at=dt_util.utcnow() + expires_in,
        )
        number = len(self.both_sides)
        front = replace(front, name=f"fronts-{number}")
        back = replace(back, name=f"backs-{number}")
        try:
            await self.house.spooler.async_print([(front, FRONTS), (back, BACKS)])
        except SpoolError:
            self.steps["both sides refused"] += 1
        else:
            self.both_sides.append((front, back))

    async def turn_paper(self) -> None:
        """Say that some paper was put back, if there is any; perhaps too early."""
        if not self.is_loaded:
            return
        waiting = [
            job
            for job in self.house.store.held_jobs
            if job.awaits_turn
            and self.simulator.find_printed(name=job.name.replace("backs", "fronts"))
        ]
        if waiting:
            self.begin(self._turn(self.random.choice(waiting)))
            await self.house.settle()

    async def _turn(self, job: Job) -> None:
        if job.can_be_turned:
            self.turned.add(job.job_id)
        try:
            await self.house.spooler.async_print_back_sides(job)
        except SpoolError:
            self.steps["turned too early"] += 1

    async def call(self, *, may_have_key: bool = True) -> None:
        """Print with random options."""
        name = f"chaos-{len(self.calls)}"
        fields: dict[str, Any] = {"name": name, "text": f"{name}\n{'打印' * 40}"}
        chance = self.random.random()
        if chance < 0.05:
            fields["hold"] = False
        elif chance < 0.1:
            fields["expires_in"] = {"seconds": 0}
        elif chance < 0.3:
            fields["expires_in"] = {"minutes": self.random.randint(1, 300)}
        if self.random.random() < 0.1:
            fields["ignore_quiet_hours"] = True
        key = None
        if may_have_key and self.random.random() < 0.15:
            key = fields["idempotency_key"] = self._key()
        count = 2 if self.random.random() < 0.05 else 1
        printers = self.random.sample(self.printers, count)
        call = Call(name, key, at=self.running_time, load=self._loads)
        if fields.get("hold", True):
            expires_in = fields.get("expires_in", {"minutes": 60})
            call.expires_at += timedelta(**expires_in).total_seconds()
        self.calls.append(call)
        try:
            call.jobs = await self.house.print_all(printers, **fields)
        except HomeAssistantError as err:
            call.error = str(err.translation_key)

    def _key(self) -> str:
        """Return a new key, or one that is clearly less than a day old by any clock."""
        now = dt_util.utcnow()
        young = [
            key
            for key, since in self._keys.items()
            if now - since < timedelta(hours=12)
        ]
        if young and self.random.random() < 0.6:
            return self.random.choice(young)
        key = f"key-{next(self._key_numbers)}"
        self._keys[key] = now
        return key

    async def release(self) -> None:
        """Release all held jobs."""
        self.begin(self._try("release_jobs"))
        await self.house.settle()

    async def cancel(self) -> None:
        """Cancel a job in any state."""
        if job := await self._some_job():
            self.house.tick(self.random.choice((0, 1, 15)))
            for _ in range(self.random.randint(0, 30)):
                await asyncio.sleep(0)
            self.begin(self._try("cancel_job", job_id=job["job_id"]))
            await self.house.settle()

    async def reprint(self) -> None:
        """Reprint a job."""
        if job := await self._some_job():
            self.begin(self._try("reprint_job", job_id=job["job_id"]))
            await self.house.settle()

    async def decide(self) -> None:
        """Decide on an unconfirmed job by what was printed."""
        if not self.is_loaded or not (undecided := self.house.store.undecided_jobs):
            return
        job = self.random.choice(undecided)
        self.house.spooler.decide(
            job, is_printed=bool(self.simulator.find_printed(name=job.name))
        )

    async def _some_job(self) -> dict[str, Any] | None:
        """Return one of the newest jobs, a held one if there is any."""
        jobs = await self.house.jobs(limit=30)
        held = [job for job in jobs if job["state"] == "held"]
        return self.random.choice(held or jobs) if jobs else None

    async def _try(self, action: str, **fields: Any) -> None:
        """Run an action that may be refused."""
        try:
            await self.house.act(action, **fields)
        except HomeAssistantError:
            self.steps[f"{action} refused"] += 1

    # Events

    async def pass_time(self) -> None:
        """Let some time pass."""
        await self.house.advance(self.random.choice((1, 2, 3, 5, 10, 20, 40, 90)))

    async def sleep(self) -> None:
        """Let hours pass."""
        await self.house.advance(self.random.randint(600, 3 * 3600))

    async def play_fault(self) -> None:
        """Let one of the next calls fail."""
        next_name = f"chaos-{len(self.calls)}"
        drawn = draw_fault(self.random, self.simulator.now(), next_name)
        self.simulator.faults.add(**drawn)

    async def switch_printer(self) -> None:
        """Switch a printer off or on."""
        printer = self.random.choice(self.printers)
        printer.online_status = self.random.choice((None, "1", "0", "ONLINE"))

    async def cut_line(self) -> None:
        """Cut the connection, or restore it."""
        if self.simulator.listening:
            self.simulator.refuse_connections()
        else:
            await self.simulator.accept_connections()

    async def change_task(self) -> None:
        """Change the status of a task that has not ended."""
        tasks = [job.task_id for job in self.simulator.printed[-20:]]
        open_tasks = [
            task_id
            for task_id in tasks
            if self.simulator.task_status(task_id) not in ENDED
        ]
        if not open_tasks:
            return
        task_id = self.random.choice(open_tasks)
        status = self.random.choice(
            (None, "PRINTING", "PARTIAL_PRINTED", "PAUSED", *ENDED)
        )
        self.simulator.set_task_status(task_id, status)
        answer = self.random.choice((TaskAnswer.TASK, *TaskAnswer))
        self.simulator.set_task_answer(task_id, answer)

    async def kill_tokens(self) -> None:
        """Invalidate the token."""
        self.simulator.kill_tokens()

    async def refuse_tokens_otherwise(self) -> None:
        """Refuse invalid tokens in another way from now on."""
        settings = self.simulator.settings
        settings.token_refusal = self.random.choice(
            (*TokenRefusal, *[TokenRefusal.MESSAGE] * 4)
        )
        settings.token_messages = tuple(self.random.sample(WORDS, 3))

    async def name_tasks_otherwise(self) -> None:
        """Let task/get answer another id, or again the one that was asked for."""
        settings = self.simulator.settings
        settings.task_alias = self.random.choice((TaskAlias.NONE, TaskAlias.OTHER))

    async def share_application(self) -> None:
        """Let another client sign in regularly, or no longer."""
        self.simulator.settings.other_client_seconds = self.random.choice(
            (None, 60, 600)
        )

    async def refuse_an_accepted_print(self) -> None:
        """Let a gateway refuse the token of a print that was accepted."""
        if not self.is_loaded:
            return
        self.simulator.faults.clear()
        self.simulator.settings.other_client_seconds = None
        fault = self.simulator.faults.add(**draw_refusal_of_a_live_token(self.random))
        await self.print_one()
        await until(lambda: not self.house.store.busy_printers)
        self.simulator.faults.remove(fault)

    async def correct_clock(self) -> None:
        """Let the clock be corrected by some seconds."""
        await self._put_clock(self.random.choice((-20, -3, -1, 1, 2, 5, 60)))

    async def set_clock(self) -> None:
        """Set the wall clock some hours forward or back."""
        await self._put_clock(self.random.randint(-3, 3) * 3600 - self.clock_offset)

    async def _put_clock(self, seconds: int) -> None:
        """Set the wall clock forward or back; the cloud has its own."""
        self.clocks.put(seconds)
        self.clock_offset += seconds
        self.simulator.advance(-seconds)
        await self.house.advance(0)

    async def suspend(self) -> None:
        """Suspend the machine and its timers for a while."""
        seconds = self.random.choice((60, 600, 3600))
        self.clocks.suspend(seconds)
        self.suspended += seconds
        await self.house.advance(0)

    async def mistake_the_day(self) -> None:
        """Set the wall clock wrong by more than a day for a minute.

        No job that waits or is followed may end because of that.
        """
        if not self.is_loaded:
            return
        now = self.running_time
        calls = {
            job["job_id"]: call
            for call in self.calls
            for job in call.jobs or ()
            if not job.get("repeated")
        }
        before = self.house.store.open_jobs
        wrong = self.random.choice((-30, 30)) * 3600
        await self._put_clock(wrong)
        # The age of a new key would be wrong.
        self._keys.clear()
        self.begin(self.call(may_have_key=False))
        await self.house.advance(40)
        await self._put_clock(-wrong)
        for job in before:
            if not (call := calls.get(job.job_id)):
                continue
            job = await self.house.known({"job_id": job.job_id})
            if now - call.called_at < 12 * 3600:
                assert job.reason is not Reason.NO_FINAL_STATE, job.name
            # Between two loads, the wall clock tells how long a job has waited.
            if call.load == self._loads and call.expires_at > self.running_time:
                assert job.state is not JobState.EXPIRED, job.name

    async def fill_disk(self) -> None:
        """Print, and let time pass, while the disk is full."""
        with full_disk():
            await self.print_one()
            await self.house.advance(self.random.choice((1, 5, 20)))

    async def reload(self) -> None:
        """Reload the account, also one that could not be set up."""
        self._loads += 1
        await self.house.hass.config_entries.async_reload(self.house.entry.entry_id)
        await self.house.settle()

    async def restart(self) -> None:
        """Restart Home Assistant."""
        if self.is_loaded:
            self._loads += 1
            await self.house.restart()

    async def crash(self) -> None:
        """Kill Home Assistant at a random moment."""
        if not self.is_loaded:
            return
        if self.random.random() < 0.7:
            for _ in range(self.random.randint(1, 6)):
                self.begin(self.call())
            for _ in range(self.random.randint(0, 60)):
                await asyncio.sleep(0)
        await self._kill()

    async def crash_while_sending(self) -> None:
        """Kill Home Assistant while the cloud has a print, and has not answered."""
        if not self.is_loaded:
            return
        slow = self.simulator.faults.add(
            SUBMIT, Fault.SLOW, accept=self.random.random() < 0.5
        )
        self.begin(self.call())
        await until(lambda: slow.spent or not self.house.store.busy_printers)
        if not slow.spent:
            # It is held, or failed before.
            self.simulator.faults.remove(slow)
        await self._kill()
        slow.release()
        await self.house.settle()

    async def _kill(self) -> None:
        for call in self.calls:
            call.is_dead |= not call.is_answered
        self._loads += 1
        await self.house.crash()
