"""Tests of keeping the token, and of proving whether it is alive."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from custom_components.cloudprint.api import (
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintStatusError,
    CloudPrintTokenError,
    Delivery,
)
from custom_components.cloudprint.api.token import (
    FIRST_PAUSE,
    FREE_RENEWALS,
    LONGEST_PAUSE,
    PROBE_INTERVAL,
    Token,
    TokenCache,
    lifetime,
)

from .conftest import Clock

DAY = 86400.0

BARE_401 = CloudPrintStatusError("bare", delivery=Delivery.UNKNOWN, status=401)
OFFLINE = CloudPrintConnectionError("down", delivery=Delivery.UNKNOWN, retry_after=7)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop all clocks, the event loop's as well: nothing here waits for a network."""
    clock = Clock()
    monkeypatch.setattr("time.monotonic", lambda: clock.now)
    return clock


def refused(message: str = "失败") -> CloudPrintRefusedError:
    """Return a refusal in the document's envelope."""
    return CloudPrintRefusedError(message, delivery=Delivery.REFUSED)


def start[T](call: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Run a call as far as it comes without waiting."""
    return asyncio.Task(call, loop=asyncio.get_running_loop(), eager_start=True)


# Keeping


class Issuer:
    """Issues tokens when it is let to."""

    def __init__(self) -> None:
        """Start by letting all through."""
        self.lives = DAY
        self.fetches = 0
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.keeper = TokenCache(self.fetch)

    async def fetch(self) -> tuple[str, float]:
        """Return a new token."""
        self.fetches += 1
        value = f"token-{self.fetches}"
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return value, self.lives

    def waiters(self, count: int) -> list[asyncio.Task[Token]]:
        """Return tasks that wait for a token that does not come yet."""
        self.open.clear()
        return [start(self.keeper.current()) for _ in range(count)]


@pytest.fixture
async def issuer(clock: Clock) -> Issuer:
    """Return an issuer and its keeper."""
    return Issuer()


async def test_one_fetch_for_all(issuer: Issuer) -> None:
    """However many wait, one fetch serves them."""
    tasks = issuer.waiters(20)
    issuer.open.set()
    tokens = await asyncio.gather(*tasks)
    assert issuer.fetches == 1
    assert {token.value for token in tokens} == {"token-1"}
    assert (await issuer.keeper.current()).value == "token-1"
    assert issuer.fetches == 1


async def test_one_failure_for_all(issuer: Issuer) -> None:
    """All that wait for a fetch get its failure; the next call tries again."""
    tasks = issuer.waiters(3)
    issuer.error = OSError("down")
    issuer.open.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results == [issuer.error] * 3
    assert issuer.fetches == 1
    assert issuer.keeper.age is None

    issuer.error = None
    assert (await issuer.keeper.current()).value == "token-2"


async def test_waiters_survive_the_one_that_fetches(issuer: Issuer) -> None:
    """When the call that fetches is cancelled, the next one that waits fetches."""
    first, *others = issuer.waiters(3)
    first.cancel()
    await asyncio.wait((first,))
    issuer.open.set()
    assert [token.value for token in await asyncio.gather(*others)] == ["token-2"] * 2
    assert first.cancelled()
    assert issuer.fetches == 2


async def test_all_waiters_are_cancelled(issuer: Issuer) -> None:
    """The next call finds nothing in its way."""
    tasks = issuer.waiters(2)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    issuer.open.set()
    assert (await issuer.keeper.current()).value == "token-2"


@pytest.mark.parametrize(
    ("lives", "margin"), [(DAY, 300), (3000, 300), (600, 60), (0.5, 0.05)]
)
async def test_renewed_before_it_ends(
    issuer: Issuer, clock: Clock, lives: float, margin: float
) -> None:
    """A token is renewed five minutes before its end, or a tenth of a short life."""
    issuer.lives = lives
    token = await issuer.keeper.current()
    assert token.renew_at - token.obtained_at == pytest.approx(lives - margin)
    clock.now = token.renew_at - margin / 2
    assert await issuer.keeper.current() is token
    clock.now = token.renew_at
    assert (await issuer.keeper.current()).value == "token-2"
    assert issuer.keeper.forced_renewals_last_hour == 0


async def test_age(issuer: Issuer, clock: Clock) -> None:
    """The age counts from the last fetch."""
    assert issuer.keeper.age is None
    await issuer.keeper.current()
    clock.now += 7
    assert issuer.keeper.age == 7


async def test_dead_token_is_replaced_once(issuer: Issuer) -> None:
    """Several calls that were refused with the same token fetch one new one."""
    token = await issuer.keeper.current()
    for _ in range(3):
        issuer.keeper.discard(token, "令牌失效")
        assert (await issuer.keeper.current()).value == "token-2"
    assert issuer.fetches == 2
    assert issuer.keeper.forced_renewals_last_hour == 1


async def use_up(issuer: Issuer, *, has_served: bool) -> None:
    """Find the present token dead."""
    token = await issuer.keeper.current()
    token.has_served = has_served
    issuer.keeper.discard(token, "令牌失效")


async def test_forced_renewals_are_remembered_for_an_hour(
    issuer: Issuer, clock: Clock
) -> None:
    """What is longer ago is not counted, nor more than a hundred."""
    for _ in range(3):
        await use_up(issuer, has_served=True)
        clock.now += 1200
    assert issuer.keeper.forced_renewals_last_hour == 2
    for _ in range(150):
        await use_up(issuer, has_served=True)
        clock.now += FIRST_PAUSE
    assert issuer.keeper.forced_renewals_last_hour == 100


@pytest.mark.parametrize(
    ("has_served", "expected"),
    [
        # The service refuses each new token: the pauses grow.
        (False, [15, 30, 60, 120, 240, 480, 600, 600]),
        # Another client ends each one after some calls: they stay.
        (True, [15] * 8),
    ],
)
async def test_pauses(
    issuer: Issuer, clock: Clock, has_served: bool, expected: list[float]
) -> None:
    """After a few tokens in a row that prove dead soon, there are pauses."""
    for _ in range(FREE_RENEWALS):
        await use_up(issuer, has_served=has_served)
    pauses = []
    for _ in range(8):
        await use_up(issuer, has_served=has_served)
        fetches = issuer.fetches
        with pytest.raises(CloudPrintTokenError) as caught:
            await issuer.keeper.current()
        assert (caught.value.message, caught.value.delivery) == ("令牌失效", "not_sent")
        assert issuer.fetches == fetches
        assert caught.value.retry_after is not None
        pauses.append(caught.value.retry_after)
        clock.now += caught.value.retry_after
    assert pauses == expected

    # However long it goes on.
    for _ in range(2000):
        await use_up(issuer, has_served=False)
        clock.now += LONGEST_PAUSE

    # A token that was of use for a while ends it.
    token = await issuer.keeper.current()
    token.has_served = True
    clock.now += 60
    issuer.keeper.discard(token, "令牌失效")
    for _ in range(FREE_RENEWALS - 1):
        await use_up(issuer, has_served=False)
    await issuer.keeper.current()
    assert issuer.keeper.unavailable().retry_after is None


@pytest.mark.parametrize("clock_shift", [-DAY, DAY])
async def test_clock_of_the_wall(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch, clock_shift: float
) -> None:
    """A clock that is set forward or back changes nothing."""
    token = await issuer.keeper.current()
    monkeypatch.setattr("time.time", lambda: 1.8e9 + clock_shift)
    assert await issuer.keeper.current() is token
    assert issuer.keeper.age == 0


# Proving


class Probes:
    """The lists of printers that prove a token alive or not, one after the other."""

    def __init__(self) -> None:
        """Have a token that lives."""
        self.token = Token("t", lives=DAY)
        self.count = 0
        self.error: CloudPrintError | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def list_printers(self) -> None:
        """List the printers."""
        with self.token.listing():
            self.count += 1
            await self.open.wait()
            if self.error is not None:
                raise self.error

    async def prove(
        self, refusal: CloudPrintError | None = None, *, must_confirm: bool = True
    ) -> bool:
        """Return whether the token is dead, after a call with it was refused."""
        return await self.token.is_cause_of(
            refusal or refused(), self.list_printers, must_confirm=must_confirm
        )


@pytest.fixture
async def probes(clock: Clock) -> Probes:
    """Return a token and what proves it."""
    return Probes()


@pytest.mark.parametrize("error", [None, refused("令牌失效"), BARE_401])
@pytest.mark.parametrize("refusal", [refused(), BARE_401])
async def test_probe_is_shared(
    probes: Probes, error: CloudPrintError | None, refusal: CloudPrintError
) -> None:
    """Calls that were refused with the same words wait for one list."""
    probes.error = error
    probes.open.clear()
    tasks = [start(probes.prove(refusal)) for _ in range(10)]
    probes.open.set()
    assert set(await asyncio.gather(*tasks)) == {error is not None}
    assert probes.count == 1


async def test_dead_token_stays_dead(probes: Probes) -> None:
    """No list is needed for calls that end later, however they were refused."""
    probes.error = refused()
    assert await probes.prove() is True
    for refusal in refused("其他"), BARE_401:
        assert await probes.prove(refusal) is True
    assert probes.count == 1


async def test_failed_probe_is_shared(probes: Probes) -> None:
    """Whether a refused request was meant is unknown, but not that it was refused."""
    probes.error = OFFLINE
    probes.open.clear()
    first = start(probes.prove())
    tasks = [start(probes.prove()) for _ in range(3)]
    bare = start(probes.prove(BARE_401))
    probes.open.set()
    for task in first, *tasks:
        with pytest.raises(CloudPrintTokenError) as caught:
            await task
        error = caught.value
        assert (error.message, error.delivery) == ("down", Delivery.NOT_SENT)
        assert error.retry_after == 7
    # Where that is unknown, too, it stays so.
    assert await bare is False
    # All but the first were refused after its list had begun.
    assert probes.count == 2

    # The next refusal may be proved at once.
    probes.error = None
    assert await probes.prove() is False
    assert probes.count == 3


async def test_probe_that_began_before_the_refusal(probes: Probes) -> None:
    """A token can die while it is being tried: what began before proves no life."""
    probes.open.clear()
    first = start(probes.prove())
    others = [start(probes.prove(refused("其他"))) for _ in range(3)]
    assert probes.count == 1
    probes.open.set()
    assert await first is False
    probes.error = refused()
    assert await asyncio.gather(*others) == [True] * 3
    assert probes.count == 2


async def test_cancelled_probe(probes: Probes) -> None:
    """When the call that lists is cancelled, the next one lists."""
    probes.open.clear()
    first = start(probes.prove())
    second = start(probes.prove())
    first.cancel()
    await asyncio.wait((first,))
    probes.open.set()
    assert await second is False
    assert first.cancelled()
    assert probes.count == 2


async def test_same_words_within_a_minute(probes: Probes, clock: Clock) -> None:
    """A service that keeps refusing costs a list a minute."""
    for second in range(600):
        assert await probes.prove(refused("失败")) is False
        assert await probes.prove(refused("其他"), must_confirm=False) is False
        assert probes.count == second // 60 + 1
        clock.now += 1


async def test_other_words_within_a_minute(probes: Probes, clock: Clock) -> None:
    """What would do harm if it were believed is tried, and known from then on."""
    for count in range(1, 7):
        assert await probes.prove(refused(f"{count}")) is False
        assert probes.count == count
    for known in range(1, 7):
        assert await probes.prove(refused(f"{known}")) is False
    assert probes.count == 6

    # There were too many: the next list is waited for, and shared.
    waiting = [start(probes.prove(refused(f"{number}"))) for number in (7, 8, 9)]
    clock.now += 59
    assert await probes.prove(refused("1")) is False
    assert not any(task.done() for task in waiting)
    assert probes.count == 6
    clock.now += 1
    assert await asyncio.gather(*waiting) == [False] * 3
    assert probes.count == 7


async def test_a_bare_status_is_tried_at_once(probes: Probes, clock: Clock) -> None:
    """While it waited, the token could die, and what was taken would be repeated."""
    for count in range(1, 7):
        assert await probes.prove(refused(f"{count}")) is False
    waiting = start(probes.prove(refused("7")))
    bare = start(probes.prove(BARE_401))
    await asyncio.sleep(0)
    assert bare.done()
    assert bare.result() is False
    # What waits for the next list has this one.
    assert probes.count == 7
    clock.now += PROBE_INTERVAL
    assert await waiting is False
    assert probes.count == 7


async def test_words_that_are_always_others(probes: Probes, clock: Clock) -> None:
    """Messages that differ each time cost hardly more, and fill no memory."""
    for number in range(150):
        assert await probes.prove(refused(f"{number}")) is False
        clock.now += PROBE_INTERVAL
    assert await probes.prove(refused("149")) is False
    assert probes.count == 151
    # One that was forgotten is as good as new.
    assert await probes.prove(refused("0")) is False
    assert probes.count == 152

    for number in range(150, 300):
        waiting = start(probes.prove(refused(f"{number}")))
        clock.now += 6 if waiting.done() else PROBE_INTERVAL
        assert await waiting is False
    minutes = (clock.now - probes.token.obtained_at) / PROBE_INTERVAL
    assert probes.count <= minutes + 6


@pytest.mark.parametrize("error", [None, refused()])
async def test_list_that_was_made_anyway(
    probes: Probes, clock: Clock, error: CloudPrintError | None
) -> None:
    """A list after the refusal proves as much as one that is made for it."""
    for count in range(6):
        assert await probes.prove(refused(f"{count}")) is False
    waiting = start(probes.prove(refused("其他")))
    probes.error = error
    try:
        await probes.list_printers()
    except CloudPrintRefusedError:
        assert error
    clock.now += PROBE_INTERVAL
    assert await waiting is (error is not None)
    assert probes.count == 7


@pytest.mark.parametrize(
    ("expires_in", "seconds"),
    [
        (86400000, DAY),
        ("86400000", DAY),
        (60000, 60),
        ("1500", 1.5),
        (None, DAY),
        ("", DAY),
        ("soon", DAY),
        (0, DAY),
        (-1, DAY),
        (float("inf"), DAY),
        (10**15, DAY),
        (True, DAY),
        ([], DAY),
    ],
)
def test_lifetime(expires_in: Any, seconds: float) -> None:
    """Milliseconds, as number or string; one day when in doubt."""
    assert lifetime(expires_in) == seconds


def test_representation_hides_the_token() -> None:
    """A token that ends up in a log is not readable."""
    assert "hush" not in repr(Token("hush", lives=1))
