"""A state machine of random actions on jobs, with its invariants.

Hypothesis chooses the rules in a thread. Each runs in the event loop, with the actions of
a real Home Assistant and a simulated cloud.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
import pytest

from custom_components.cloudprint.spool.dispatcher import MAX_SUBMITS
from custom_components.cloudprint.spool.job import Job, JobState
from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..simulator import Fault, Printer
from ..waits import until
from .house import House

TASKS: Final = {"submitted", "queued", "printing"}
OUTCOMES: Final = {"finished", "failed", "canceled", "unconfirmed"}

PICTURE: Final[dict[str | None, set[str]]] = {
    None: {"held", "submitting", "failed", "expired"},
    "held": {"held", "submitting", "canceled", "expired", "failed"},
    "submitting": {"submitted", "held", "failed", "expired", "unconfirmed"},
    **dict.fromkeys(sorted(TASKS), TASKS | OUTCOMES),
    # By a user's decision
    "unconfirmed": {"finished", "unconfirmed"},
}
"""The allowed transitions of a job."""

SUBMIT: Final = "newPrintTask"
FAULTS: Final = (
    Fault.DROP_BEFORE_ACCEPT,
    Fault.DROP_AFTER_ACCEPT,
    Fault.HTTP_429,
    Fault.HTTP_500,
    Fault.HTTP_503,
    Fault.INVALID_JSON,
    Fault.REFUSED,
    Fault.CODE_401,
)
PRINTER: Final = st.sampled_from((0, 1))
WHICH: Final = st.integers(0, 1000)


def reachable(state: str) -> set[str]:
    """Return the states that follow from a state in any number of steps."""
    found: set[str] = set()
    beyond = {state}
    while beyond:
        beyond = set().union(*(PICTURE.get(state, set()) for state in beyond)) - found
        found |= beyond
    return found


def is_unsent(job: dict[str, Any]) -> bool:
    """Return whether a job claims that it was never sent."""
    return job["state"] in ("held", "expired") or (
        job["state"] == "canceled" and job["reason"] == "by_hand"
    )


class SpoolMachine(RuleBasedStateMachine):
    """Random actions of users, printers and the service."""

    house: House
    printers: list[Printer]
    loop: asyncio.AbstractEventLoop
    steps: Counter[tuple[str | None, str]]

    def __init__(self) -> None:
        """Start without jobs."""
        super().__init__()
        self.states: dict[str, str] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.called = 0
        self.reprints: Counter[str] = Counter()
        self.keys: dict[str, set[str]] = {}
        self.unheld: set[str] = set()
        self.wrong: list[tuple[str, str | None, str]] = []
        self.do(self._begin())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the event loop, and wait until nothing is under way."""

        async def do() -> Any:
            doing = asyncio.ensure_future(work)
            while not doing.done():
                await until(lambda: doing.done() or self._only_time_helps())
                if not doing.done():
                    await self.house.advance(1)
            try:
                return doing.result()
            except HomeAssistantError:
                return None
            finally:
                await self.house.settle()
                jobs = await self.house.jobs(limit=1000)
                self.records = {job["job_id"]: job for job in jobs}

        return asyncio.run_coroutine_threadsafe(do(), self.loop).result()

    def _only_time_helps(self) -> bool:
        """Return whether jobs wait for the pause between two jobs."""
        if self.house.entry.state is not ConfigEntryState.LOADED:
            return False
        store = self.house.store
        return not store.busy_printers and any(
            job.awaits_order for job in store.held_jobs
        )

    async def _begin(self) -> None:
        house = self.house
        house.simulator.faults.clear()
        await house.unload()
        await house.journal.async_forget_others([])
        for printer in self.printers:
            printer.online_status = "1"
        await house.load()
        self.listen()
        self.printed_before = len(house.simulator.printed)

    def listen(self) -> None:
        """Record each transition of each job."""
        self.house.store.async_add_listener(self._watch)

    def _watch(self, job: Job) -> None:
        before, after = self.states.get(job.job_id), job.state.value
        self.steps[before, after] += 1
        if after not in PICTURE.get(before, set()):
            self.wrong.append((job.job_id, before, after))
        self.states[job.job_id] = after

    # Actions of users

    @rule(
        printer=PRINTER,
        hold=st.sampled_from((True, True, True, False)),
        expires_in=st.sampled_from((None, None, 0, 30, 600)),
        key=st.sampled_from((None, None, "a", "b")),
    )
    def print_one(
        self, printer: int, hold: bool, expires_in: int | None, key: str | None
    ) -> None:
        """Print."""
        self.called += 1
        fields: dict[str, Any] = {"name": f"job {self.called}", "hold": hold}
        if expires_in is not None:
            fields["expires_in"] = {"seconds": expires_in}
        if key is not None:
            fields["idempotency_key"] = key
        job = self.do(self.house.print(self.printers[printer], **fields))
        if not hold and job is not None and not job.get("repeated"):
            self.unheld.add(job["job_id"])
        if key is not None and job is not None:
            self.keys.setdefault(key, set()).add(job["job_id"])

    @rule(printers=st.lists(PRINTER, min_size=2, max_size=4))
    def print_several(self, printers: list[int]) -> None:
        """Print several things at once."""

        async def print_all() -> None:
            printing = []
            for printer in printers:
                self.called += 1
                name = f"job {self.called}"
                printing.append(self.house.begin(self.printers[printer], name=name))
            await asyncio.gather(*printing, return_exceptions=True)

        self.do(print_all())

    # No preconditions: what a job has come to may depend on the disk, and Hypothesis needs
    # the same choices when it repeats an example.

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        """Cancel a job, which may be refused."""
        if not self.states:
            return
        self.do(self.house.act("cancel_job", job_id=self.some_job(which)))

    @rule(which=WHICH)
    def reprint(self, which: int) -> None:
        """Reprint a job."""
        if not self.states:
            return
        name = self.records[self.some_job(which)]["name"]
        self.reprints[name] += 1
        self.do(self.house.act("reprint_job", job_id=self.some_job(which)))

    @rule()
    def release(self) -> None:
        """Release all held jobs."""
        self.do(self.house.act("release_jobs"))

    @rule(which=WHICH, is_printed=st.booleans())
    def decide(self, which: int, is_printed: bool) -> None:
        """Decide on an unconfirmed job."""

        async def decide() -> None:
            undecided = self.house.store.undecided_jobs
            if undecided:
                job = undecided[which % len(undecided)]
                self.house.spooler.decide(job, is_printed=is_printed)

        self.do(decide())

    def some_job(self, which: int) -> str:
        """Return a job."""
        job_ids = sorted(self.states)
        return job_ids[which % len(job_ids)]

    # Events

    @rule(fault=st.sampled_from(FAULTS), times=st.sampled_from((1, 1, 3)))
    def fault(self, fault: Fault, times: int) -> None:
        """Let the next submits fail."""
        self.house.simulator.faults.add(SUBMIT, fault, times=times)

    @rule(times=st.sampled_from((1, 5)))
    def service_away(self, times: int) -> None:
        """Let the service be away for some lists."""
        self.house.simulator.faults.add("queryPrinters", Fault.HTTP_503, times=times)

    @rule(printer=PRINTER, status=st.sampled_from(("0", "1", None)))
    def switch(self, printer: int, status: str | None) -> None:
        """Switch a printer off or on."""
        self.printers[printer].online_status = status

    @rule(seconds=st.sampled_from((1, 3, 10, 31, 61, 125, 700, 90_000)))
    def pass_time(self, seconds: int) -> None:
        """Let time pass."""
        self.do(self.house.advance(seconds))

    @rule(
        which=WHICH,
        status=st.sampled_from(
            ("QUEUED", "PRINTING", "FINISHED", "ERROR", "CANCELED", "OTHER")
        ),
    )
    def change_task(self, which: int, status: str) -> None:
        """Change the status of a task that has not ended."""
        simulator = self.house.simulator
        if not (printed := simulator.printed[self.printed_before :]):
            return
        task_id = printed[which % len(printed)].task_id
        if simulator.task_status(task_id) not in ("FINISHED", "ERROR", "CANCELED"):
            simulator.set_task_status(task_id, status)

    @rule()
    def restart(self) -> None:
        """Restart Home Assistant."""
        self.do(self._restart(self.house.restart))

    @rule()
    def crash(self) -> None:
        """Kill Home Assistant."""
        self.do(self._restart(self.house.crash))

    async def _restart(self, restart: Callable[[], Awaitable[None]]) -> None:
        # Setup without the service has its own tests.
        self.house.simulator.faults.clear()
        await restart()
        self.listen()

    # Invariants

    @invariant()
    def every_step_is_in_the_picture(self) -> None:
        """There are no other transitions."""
        assert self.wrong == []

    @invariant()
    def nothing_is_lost_or_forgotten(self) -> None:
        """Each job is in the history in its last notified state."""
        for job_id, state in self.states.items():
            now = self.records[job_id]["state"]
            if now != state:
                # Only a start of Home Assistant changes jobs without notifications.
                assert now in reachable(state), (state, now)
        self.states |= {job_id: job["state"] for job_id, job in self.records.items()}

    @invariant()
    def a_held_job_says_why(self) -> None:
        """Unconfirmed jobs end, too."""
        for job in self.records.values():
            if job["state"] in ("held", "unconfirmed"):
                assert job["reason"], job

    @invariant()
    def only_tasks_have_a_task(self) -> None:
        """A job without a task in the cloud is not in a state of a task."""
        for job in self.records.values():
            if job["state"] in TASKS:
                assert job["task_id"], job
            if job["state"] in ("held", "expired", "submitting"):
                assert job["task_id"] is None, job

    @invariant()
    def nothing_prints_twice(self) -> None:
        """Each job is printed once at most, and not at all if it was never sent."""
        printed: Counter[str] = Counter(
            job.name for job in self.house.simulator.printed[self.printed_before :]
        )
        for name, count in printed.items():
            jobs = [job for job in self.records.values() if job["name"] == name]
            assert len(jobs) <= 1 + self.reprints[name]
            assert count <= sum(not is_unsent(job) for job in jobs), jobs

    @invariant()
    def nothing_waits_beyond_its_time(self) -> None:
        """Expired jobs are not held, and jobs that must not wait never are."""
        now = dt_util.utcnow()
        for job_id, job in self.records.items():
            if job["state"] == "held":
                assert datetime.fromisoformat(job["expires_at"]) > now, job
                assert job_id not in self.unheld, job

    @invariant()
    def a_key_is_one_job(self) -> None:
        """All calls with a key within a day return the same job."""
        for jobs in self.keys.values():
            created = sorted(
                datetime.fromisoformat(self.records[job_id]["created_at"])
                for job_id in jobs
            )
            for earlier, later in pairwise(created):
                assert later - earlier >= timedelta(hours=24), created

    @invariant()
    def one_at_a_time(self) -> None:
        """No printer is sent two jobs at once, and the service no more than its limit."""
        store = self.house.store
        sending = [job for job in store.open_jobs if job.state is JobState.SUBMITTING]
        assert len(sending) == len({job.printer_key for job in sending})
        assert len(store.busy_printers) <= MAX_SUBMITS


@pytest.mark.slow
async def test_random_actions(
    house: House, printer: Printer, colour_printer: Printer, record_property: Any
) -> None:
    """Jobs obey the rules under random actions in any order."""
    loop = asyncio.get_running_loop()
    steps: Counter[tuple[str | None, str]] = Counter()

    class Machine(SpoolMachine):
        """The machine of this test."""

    Machine.house, Machine.loop, Machine.steps = house, loop, steps
    Machine.printers = [printer, colour_printer]
    await asyncio.to_thread(
        run_state_machine_as_test,
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    record_property(
        "Steps of jobs that were seen",
        ", ".join(
            f"{before or 'new'} > {after}: {count}"
            for (before, after), count in sorted(steps.items(), key=str)
        ),
    )
