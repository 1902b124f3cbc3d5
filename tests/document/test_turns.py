"""Turns of the house and of clients."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.document.turns import (
    HOUSE,
    TimeUsedUpError,
    Turn,
    Turns,
)

ANNA = Turn(client="192.168.1.20")
BEN = Turn(client="192.168.1.21")
CLARA = Turn(client="192.168.1.22")
HOUR = 60 * 60


class Workshop:
    """Works on one thing at a time, each for as long as a test wants."""

    def __init__(self, turns: Turns) -> None:
        """Initialize with the turns that it works by."""
        self.turns = turns
        self.begun: list[str] = []
        self._go_on: dict[str, asyncio.Event] = {}
        self._has_begun = asyncio.Condition()
        self.tasks: dict[str, asyncio.Task[str]] = {}

    def ask(self, turn: Turn, *names: str) -> None:
        """Ask for works with these names."""
        for name in names:
            self._go_on[name] = asyncio.Event()

            async def async_work(name: str = name) -> str:
                async with self._has_begun:
                    self.begun.append(name)
                    self._has_begun.notify_all()
                await self._go_on[name].wait()
                return name

            # Has its place at once
            self.tasks[name] = asyncio.create_task(
                self.turns.async_run(turn, async_work), eager_start=True
            )

    async def until_begun(self, *names: str) -> None:
        """Wait until these works were begun, and none after them."""
        async with asyncio.timeout(10), self._has_begun:
            await self._has_begun.wait_for(lambda: len(self.begun) >= len(names))
        assert self.begun == list(names)

    async def finish(self, name: str) -> None:
        """Finish a work."""
        self._go_on[name].set()
        assert await self.tasks[name] == name

    async def finish_all(self, names: Sequence[str]) -> None:
        """Finish works, which are begun in this order after all that were before."""
        before = self.begun[: -1 if self.begun[-1:] == [names[0]] else None]
        for number, name in enumerate(names, 1):
            await self.until_begun(*before, *names[:number])
            await self.finish(name)


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    """Return a workshop, of which nothing is left at the end."""
    made = Workshop(Turns(1, patience=0.05))
    yield made
    for task in made.tasks.values():
        task.cancel()
    await asyncio.gather(*made.tasks.values(), return_exceptions=True)
    assert made.turns.is_idle


async def test_order(workshop: Workshop) -> None:
    """The house is before all clients, and these take turns, whoever asks more often."""
    workshop.ask(HOUSE, "first")
    await workshop.until_begun("first")
    workshop.ask(ANNA, "a1", "a2", "a3")
    workshop.ask(BEN, "b1", "b2")
    workshop.ask(CLARA, "c1")
    workshop.ask(HOUSE, "photo", "letter")
    await workshop.finish_all(["first", "photo", "letter"])
    await workshop.finish_all(["a1", "b1", "c1", "a2", "b2", "a3"])
    # What was printed before is no reason to wait later.
    workshop.ask(BEN, "b3")
    workshop.ask(ANNA, "a4")
    workshop.ask(CLARA, "c2")
    await workshop.finish_all(["b3", "a4", "c2"])


async def test_new_client_does_not_overtake(workshop: Workshop) -> None:
    """One with a new address does not make those that wait for their turn wait longer."""
    workshop.ask(ANNA, "a1", "a2", "a3")
    workshop.ask(BEN, "b1")
    await workshop.until_begun("a1")
    await workshop.finish("a1")
    await workshop.until_begun("a1", "a2")
    workshop.ask(CLARA, "c1")
    await workshop.finish("a2")
    await workshop.finish_all(["b1", "a3", "c1"])


async def test_client_whose_file_ran_into_a_limit(workshop: Workshop) -> None:
    """It waits for ten turns of others, with the files that it has sent already."""
    others = [f"b{number}" for number in range(15)]
    workshop.ask(ANNA, "a1", "a2")
    await workshop.until_begun("a1")
    workshop.ask(BEN, *others)
    workshop.turns.put_back(ANNA)
    workshop.ask(ANNA, "a3")
    # The house never waits.
    workshop.turns.put_back(HOUSE)
    await workshop.finish_all(["a1", *others[:10], "a2", *others[10:12], "a3"])
    await workshop.finish_all(others[12:])


async def test_interrupted_for_the_house(workshop: Workshop) -> None:
    """The work of a client is begun anew, before its other ones, and ends at last."""
    workshop.ask(ANNA, "a1", "a2")
    await workshop.until_begun("a1")
    workshop.ask(HOUSE, "photo")
    await workshop.until_begun("a1", "photo")
    assert not workshop.tasks["a1"].done()
    await workshop.finish("photo")
    await workshop.until_begun("a1", "photo", "a1")
    await workshop.finish("a1")
    await workshop.until_begun("a1", "photo", "a1", "a2")
    await workshop.finish("a2")


async def test_patience_grows() -> None:
    """What was interrupted has twice the time at the next turn."""
    workshop = Workshop(Turns(1, patience=0.001))
    workshop.ask(ANNA, "a1")
    await workshop.until_begun("a1")
    begun = ["a1"]
    loop = asyncio.get_running_loop()
    for number in range(8):
        asked = loop.time()
        workshop.ask(HOUSE, photo := f"photo {number}")
        await workshop.until_begun(*begun, photo)
        if number == 7:
            assert loop.time() - asked > 0.1
        await workshop.finish(photo)
        begun += [photo, "a1"]
        await workshop.until_begun(*begun)
    await workshop.finish("a1")


async def test_house_is_not_interrupted(workshop: Workshop) -> None:
    """What the house waits for is finished, whoever else waits."""
    workshop.ask(HOUSE, "photo")
    await workshop.until_begun("photo")
    workshop.ask(HOUSE, "letter")
    workshop.ask(ANNA, "a1")
    await asyncio.wait([workshop.tasks["photo"]], timeout=0.2)
    assert workshop.begun == ["photo"]
    await workshop.finish_all(["photo", "letter", "a1"])


async def test_house_that_waits_no_longer(workshop: Workshop) -> None:
    """A client goes on if the one that it should make room for has gone."""
    workshop.ask(ANNA, "a1")
    await workshop.until_begun("a1")
    workshop.ask(HOUSE, "photo")
    workshop.tasks["photo"].cancel()
    await asyncio.wait([workshop.tasks["a1"]], timeout=0.2)
    assert workshop.begun == ["a1"]
    await workshop.finish("a1")


async def test_without_patience() -> None:
    """What cannot be interrupted is not; others work beside it."""
    workshop = Workshop(Turns(2))
    workshop.ask(ANNA, "a1", "a2")
    workshop.ask(HOUSE, "photo")
    await asyncio.wait(list(workshop.tasks.values()), timeout=0.1)
    assert workshop.begun == ["a1", "a2"]
    await workshop.finish("a2")
    await workshop.until_begun("a1", "a2", "photo")
    await workshop.finish("photo")
    await workshop.finish("a1")


async def test_errors(workshop: Workshop) -> None:
    """Errors are those of the work, also a timeout of its own, and end its turn."""

    async def fail() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        await workshop.turns.async_run(ANNA, fail)
    assert workshop.turns.is_idle


async def test_cancelled(workshop: Workshop) -> None:
    """What is cancelled makes room, whether it works, waits, or is just about to work."""
    workshop.ask(ANNA, "a1")
    workshop.ask(BEN, "b1")
    workshop.ask(CLARA, "c1")
    await workshop.until_begun("a1")
    workshop.tasks["b1"].cancel()
    workshop.tasks["a1"].cancel()
    await workshop.until_begun("a1", "c1")
    workshop.ask(BEN, "b2", "b3")
    workshop.tasks["c1"].cancel()
    workshop.tasks["b2"].cancel()
    await workshop.until_begun("a1", "c1", "b3")


async def test_seconds_of_an_hour(
    workshop: Workshop, freezer: FrozenDateTimeFactory
) -> None:
    """A client works for its seconds of an hour, whatever waits; the house has no limit."""
    turns = workshop.turns
    anna = Turn(client="192.168.1.20", seconds_per_hour=100)

    async def work() -> None:
        freezer.tick(60)

    await turns.async_run(anna, work)
    turns.check_time(anna)
    freezer.tick(HOUR / 2)
    workshop.ask(anna, "a1")
    await workshop.until_begun("a1")
    # It was accepted before the time was used up.
    workshop.ask(anna, "a2")
    freezer.tick(60)
    await workshop.finish("a1")
    with pytest.raises(TimeUsedUpError):
        await workshop.tasks["a2"]
    with pytest.raises(TimeUsedUpError):
        turns.check_time(anna)
    turns.check_time(Turn(client="192.168.1.21", seconds_per_hour=100))
    turns.check_time(HOUSE)
    assert workshop.begun == ["a1"]
    freezer.tick(HOUR / 2)
    turns.check_time(anna)
    freezer.tick(HOUR / 2)
    await turns.async_run(anna, work)


async def test_alone() -> None:
    """What works alone begins once nothing else works, and nothing beside it."""
    workshop = Workshop(Turns(2))
    alone = Turn(client=BEN.client, is_alone=True)
    workshop.ask(ANNA, "first")
    workshop.ask(alone, "alone")
    workshop.ask(CLARA, "last")
    await workshop.until_begun("first")
    await workshop.finish("first")
    await workshop.until_begun("first", "alone")
    await workshop.finish("alone")
    await workshop.until_begun("first", "alone", "last")
    await workshop.finish("last")
