"""Random lives of prints of several people on the printers of two accounts.

What each of them has printed is told by the simulator alone: by the names of its tasks.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from math import ceil
from random import Random
from typing import Any, Final, override
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.policy.admission import apply_rules
from custom_components.cloudprint.policy.rules import find_rules
from custom_components.cloudprint.printing.action import async_print
from custom_components.cloudprint.printing.impressions import count_impressions
from custom_components.cloudprint.printing.jobs import async_move, async_reprint
from custom_components.cloudprint.printing.usage import async_get_usage, async_give_back
from custom_components.cloudprint.printing.viewer import Viewer
from custom_components.cloudprint.requester import AUTOMATION, Requester, RequesterKind
from custom_components.cloudprint.spool.errors import SpoolError
from custom_components.cloudprint.spool.job import Decision, Job, JobState, Reason
from custom_components.cloudprint.spool.job_parts import Pages
from custom_components.cloudprint.spool.job_store import JobStore
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..entities import device_id_of
from ..simulator import Fault, Printer
from ..simulator.records import PrintedJob
from .chaos import Call, Chaos
from .clocks import Clocks
from .house import House
from .manual_duplex import BACKS, FRONTS, make_passes

LINES: Final = 60  # of a text on a page
NOT_PRINTED: Final = ("ERROR", "CANCELED", "CANCELLED")

type Tally = Counter[tuple[str, str]]  # pages by person and device


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who prints, or something."""

    tag: str
    requester: Requester


async def make_people(hass: HomeAssistant) -> list[Person]:
    """Return users with and without limits, and kinds that share theirs."""
    await hass.auth.async_create_user("Owner")
    people = [Person("automation", AUTOMATION)]
    for name in ("anna", "ben", "carl"):
        user = await hass.auth.async_create_user(name, group_ids=[GROUP_ID_USER])
        people.append(Person(name, Requester.from_user(user)))
    kinds = (RequesterKind.DEVICE, RequesterKind.VOICE)
    return people + [
        Person(kind.value, Requester(kind=kind, name=kind.value)) for kind in kinds
    ]


class TwoAccounts(House):
    """A house with a second account."""

    other: MockConfigEntry

    @property
    def entries(self) -> list[MockConfigEntry]:
        """Return both accounts."""
        return [self.entry, self.other]

    @property
    def loaded(self) -> list[MockConfigEntry]:
        """Return the accounts that are set up."""
        return [e for e in self.entries if e.state is ConfigEntryState.LOADED]

    @property
    def stores(self) -> list[JobStore]:
        """Return the stores of the accounts that are set up."""
        return [entry.runtime_data.store for entry in self.loaded]

    @override
    async def unload(self) -> None:
        for entry in self.loaded:
            assert await self.hass.config_entries.async_unload(entry.entry_id)
        await self.settle()

    @override
    async def load(self, *, settles: bool = True) -> None:
        for entry in self.entries:
            if entry.state is not ConfigEntryState.LOADED:
                await self.hass.config_entries.async_setup(entry.entry_id)
        if settles:
            await self.settle()

    @override
    async def crash(self, *, settles: bool = True) -> None:
        async def never(*args: Any, **kwargs: Any) -> Any:
            await asyncio.Event().wait()

        with ExitStack() as stack:
            for entry in self.loaded:
                client = entry.runtime_data.client
                stack.enter_context(patch.object(client, "new_print_task", never))
            await super().crash(settles=settles)


class Lives(Chaos):
    """A random sequence in which people print, and others decide."""

    house: TwoAccounts

    def __init__(
        self,
        house: TwoAccounts,
        clocks: Clocks,
        printers: list[Printer],
        other_printers: list[Printer],
        people: Sequence[Person],
        random: Random,
    ) -> None:
        """Set up a sequence."""
        super().__init__(house, clocks, printers, random)
        self.people = people
        self.devices = {
            (printer.sn, printer.name): device_id_of(house.hass, entry, printer)
            for entry, own in zip(
                house.entries, (printers, other_printers), strict=True
            )
            for printer in own
        }
        self.seen = set[str]()
        """The tasks of which Home Assistant was told that they were being printed."""
        self.counted = Counter[str]()
        """What the sensors of pages have shown at last."""
        left_out = ("fill_disk", "mistake_the_day", "refuse_an_accepted_print")
        self._choices = (
            *(each for each in self._choices if each[1].__name__ not in left_out),
            (25, self.decide_approval),
            (15, self.move),
            (6, self.change_seen_task),
        )

    @contextmanager
    def watching(self) -> Generator[None]:
        """Note which tasks were seen to be printed."""
        transition = JobStore.transition

        def note(
            store: JobStore, job: Job, state: JobState, *args: Any, **changes: Any
        ) -> Job:
            if state is JobState.PRINTING and job.sent.task_id is not None:
                self.seen.add(job.sent.task_id)
            return transition(store, job, state, *args, **changes)

        with patch.object(JobStore, "transition", note):
            yield

    # What people do

    @override
    async def call(self, *, may_have_key: bool = True) -> None:
        person = self.random.choice(self.people)
        name = f"life-{len(self.calls)}-{person.tag}"
        pages = self.random.choice((1, 1, 2, 3, 7))
        fields: dict[str, Any] = {
            "name": name,
            "text": "\n".join([name] * pages * LINES),
            "device_id": self.random.sample(
                [*self.devices.values()], self.random.choice((1, 1, 1, 2))
            ),
        }
        if self.random.random() < 0.3:
            fields["copies"] = self.random.choice((2, 3))
        if self.random.random() < 0.1:
            fields["hold"] = False
        elif self.random.random() < 0.3:
            fields["expires_in"] = {"minutes": self.random.randint(0, 300)}
        key = None
        if may_have_key and self.random.random() < 0.1:
            key = fields["idempotency_key"] = self._key()
        call = Call(name, key, at=self.running_time, load=self._loads)
        self.calls.append(call)
        try:
            printed = await async_print(self.house.hass, fields, person.requester)
        except HomeAssistantError as err:
            call.error = str(err.translation_key)
            self.steps[call.error] += 1
        else:
            viewer = Viewer.of_person(self.house.hass, person.requester)
            call.jobs = [item.as_response(viewer) for item in printed]

    @override
    async def _call_both_sides(self) -> None:
        if not self.is_loaded:
            return
        front, back = make_passes(self.house, self.random.choice(self.printers))
        number = len(self.both_sides)
        front = replace(front, name=f"fronts-{number}-automation")
        back = replace(back, name=f"backs-{number}-automation", print_id=front.print_id)
        front, back = (
            replace(job, pages=Pages(impressions=count_impressions(job, content)))
            for job, content in ((front, FRONTS), (back, BACKS))
        )
        rules = find_rules(self.house.entry, front.requester, front.device_id)
        both = apply_rules(
            self.house.hass, [(front, FRONTS), (back, BACKS)], {front.device_id: rules}
        )
        try:
            await self.house.spooler.async_print(
                both.submissions, limits=both.get_limits()
            )
        except SpoolError:
            self.steps["both sides refused"] += 1
        else:
            self.both_sides.append((front, back))

    @override
    async def play_fault(self) -> None:
        await super().play_fault()
        for fault in list(self.simulator.faults):
            # Whose task is whose could not be told, not even here.
            if fault.fault is Fault.REPEATED_TASK_ID:
                self.simulator.faults.remove(fault)

    @override
    async def reprint(self) -> None:
        if job := await self._some_job():
            tag = job["name"].rpartition("-")[2]
            (person,) = [each for each in self.people if each.tag == tag]
            self.begin(self._act(async_reprint, job, person.requester))
            await self.house.settle()

    async def move(self) -> None:
        """Move a job to another printer of its account."""
        if job := await self._some_job():
            new = self.random.choice([*self.devices.values()])
            self.begin(self._act(async_move, job, AUTOMATION, device_id=new))
            await self.house.settle()

    async def _act(
        self, act: Any, job: dict[str, Any], requester: Requester, **fields: Any
    ) -> None:
        try:
            await act(self.house.hass, {"job_id": job["job_id"], **fields}, requester)
        except HomeAssistantError:
            self.steps[f"{act.__name__} refused"] += 1
        else:
            self.steps[f"{act.__name__} done"] += 1

    async def decide_approval(self) -> None:
        """Approve or deny a print."""
        for entry in self.house.loaded:
            asked = [j for j in entry.runtime_data.store.open_jobs if j.needs_approval]
            if not asked:
                continue
            print_id = self.random.choice(asked).print_id
            await entry.runtime_data.spooler.async_decide_approval(
                [job for job in asked if job.print_id == print_id],
                Decision(
                    user_id=None, user=None, is_approved=self.random.random() < 0.7
                ),
            )
            self.steps["decided on approval"] += 1

    async def change_seen_task(self) -> None:
        """Let a task be printed for a while, and then fail or be canceled."""
        tasks = [job.task_id for job in self.simulator.printed[-8:]]
        task_id = self.random.choice(tasks) if tasks else None
        if task_id is None or self.simulator.task_status(task_id) not in (
            *("SUBMITTED", "QUEUED", "PRINTING"),
        ):
            return
        self.simulator.set_task_status(task_id, "PRINTING")
        await self.house.pass_time(60, step=20)
        self.simulator.set_task_status(task_id, self.random.choice(NOT_PRINTED))
        self.steps["seen, and not finished"] += task_id in self.seen

    @override
    async def reload(self) -> None:
        await super().reload()
        await self.house.hass.config_entries.async_reload(self.house.other.entry_id)
        await self.house.settle()

    @override
    async def tend(self) -> None:
        await super().tend()
        for store in self.house.stores:
            for device_id, pages in self.counted.items():
                if device_id in store.printed_pages:
                    assert store.printed_pages[device_id] >= pages
            self.counted |= store.printed_pages

    @override
    async def come_to_rest(self) -> None:
        await super().come_to_rest()
        for seconds in (*[30] * 60, *[3600] * 26, *[30] * 10):
            if len(self.house.stores) == 2 and not any(
                store.open_jobs for store in self.house.stores
            ):
                break
            await self.house.advance(seconds)

    # What became of it

    def _tell(self, task: PrintedJob) -> tuple[str, str]:
        """Return whose task it is, and on which device."""
        printer = task.printer.sn, task.printer_name
        return task.name.rpartition("-")[2], self.devices[printer]

    def _was_printed(self, task_id: str) -> bool:
        status = self.simulator.task_status(task_id)
        return status not in NOT_PRINTED or task_id in self.seen

    def get_truth(self) -> Tally:
        """Return the pages that the simulator has printed."""
        truth: Tally = Counter()
        for task in self.simulator.printed:
            if self._was_printed(task.task_id):
                lines = task.content.count(b"\n") + 1
                copies = task.task.get("config", {}).get("copies", 1)
                truth[self._tell(task)] += ceil(lines / LINES) * copies
        return truth

    async def give_back(self, jobs: Sequence[dict[str, Any]]) -> None:
        """Give back the pages of uncertain jobs that were not printed.

        Somebody has looked for their paper: which task they are is not known here.
        """
        known = {job["task_id"] for job in jobs}
        lost = defaultdict[tuple[str, str], list[bool]](list)
        for task in self.simulator.printed:
            if task.task_id not in known:
                device_id = self.devices[task.printer.sn, task.printer_name]
                lost[task.name, device_id].append(self._was_printed(task.task_id))
        for found in lost.values():
            found.sort()
        tasks = {task.task_id for task in self.simulator.printed}
        for job in jobs:
            is_uncertain = job["state"] == JobState.UNCONFIRMED or (
                job["state"] == JobState.FINISHED and job["reason"] == Reason.BY_HAND
            )
            if not is_uncertain:
                continue
            if job["task_id"] in tasks:
                was_printed = self._was_printed(job["task_id"])
            else:
                found = lost[job["name"], job["device_id"]]
                was_printed = found.pop() if found else False
            if not was_printed:
                for _ in range(2):
                    await self._act(async_give_back, job, AUTOMATION, note="no paper")
        left = {name for (name, _), found in lost.items() if any(found)}
        assert not left, [job for job in jobs if job["name"] in left]

    async def get_ledger(self) -> Tally:
        """Return the pages that are counted."""
        answer = await async_get_usage(
            self.house.hass, {"start": "2020-01-01", "end": "2040-01-01"}, AUTOMATION
        )
        users = {each.requester.user_id: each.tag for each in self.people}
        ledger: Tally = Counter()
        for row in answer["usage"]:
            tag = row["kind"] if row["user_id"] is None else users[row["user_id"]]
            ledger[tag, row["device_id"]] += row["pages"]
        return +ledger
