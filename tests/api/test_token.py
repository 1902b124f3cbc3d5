"""Tests of the token cache, and of proving a token alive."""

import asyncio
from collections.abc import Coroutine
import gc
import logging
from typing import Any

import pytest

from custom_components.cloudprint.api.errors import (
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintStatusError,
    CloudPrintTokenError,
    Delivery,
)
from custom_components.cloudprint.api.token import (
    FIRST_TOKEN_PAUSE,
    FREE_RENEWALS,
    MAX_PAUSE,
    PROBE_INTERVAL,
    Token,
    TokenCache,
    parse_lifetime,
)
from tests.waits import until

from .conftest import Clock

DAY = 86400.0

BARE_401 = CloudPrintStatusError("bare", delivery=Delivery.UNKNOWN, status=401)
OFFLINE = CloudPrintConnectionError("down", delivery=Delivery.UNKNOWN, retry_after=7)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop all clocks, also that of the event loop; no test here uses the network."""
    clock = Clock()
    monkeypatch.setattr("time.monotonic", lambda: clock.now)
    return clock


def refused(message: str = "失败") -> CloudPrintRefusedError:
    """Return a refusal in the document's envelope."""
    return CloudPrintRefusedError(message, delivery=Delivery.REFUSED)


def start[T](call: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Run a call until it waits."""
    return asyncio.Task(call, loop=asyncio.get_running_loop(), eager_start=True)


# The cache


class Issuer:
    """A service that issues tokens while it is open."""

    def __init__(self) -> None:
        """Initialize an issuer that is open."""
        self.lifetime = DAY
        self.fetches = 0
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.cache = TokenCache(self.fetch)

    async def fetch(self) -> tuple[str, float]:
        """Return a new token."""
        self.fetches += 1
        value = f"token-{self.fetches}"
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return value, self.lifetime

    def waiters(self, count: int) -> list[asyncio.Task[Token]]:
        """Return tasks that wait for a token."""
        self.open.clear()
        return [start(self.cache.get()) for _ in range(count)]


@pytest.fixture
async def issuer(clock: Clock) -> Issuer:
    """Return an issuer with its cache."""
    return Issuer()


async def test_one_fetch_for_all(issuer: Issuer) -> None:
    """Concurrent calls share one fetch."""
    tasks = issuer.waiters(20)
    issuer.open.set()
    tokens = await asyncio.gather(*tasks)
    assert issuer.fetches == 1
    assert {token.value for token in tokens} == {"token-1"}
    assert (await issuer.cache.get()).value == "token-1"
    assert issuer.fetches == 1


async def test_one_failure_for_all(issuer: Issuer) -> None:
    """Concurrent calls share the failure of a fetch; the next call tries again."""
    tasks = issuer.waiters(3)
    issuer.error = OSError("down")
    issuer.open.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results == [issuer.error] * 3
    assert issuer.fetches == 1
    assert issuer.cache.age is None

    issuer.error = None
    assert (await issuer.cache.get()).value == "token-2"


async def test_first_caller_is_cancelled(issuer: Issuer) -> None:
    """The other callers get their token."""
    first, *others = issuer.waiters(3)
    first.cancel()
    await asyncio.wait((first,))
    issuer.open.set()
    assert [token.value for token in await asyncio.gather(*others)] == ["token-1"] * 2
    assert first.cancelled()
    assert issuer.fetches == 1


@pytest.mark.parametrize("error", [None, OSError("down")])
async def test_all_callers_are_cancelled(
    issuer: Issuer, caplog: pytest.LogCaptureFixture, error: OSError | None
) -> None:
    """The next call gets the token; a failure in the meantime is not logged."""
    tasks = issuer.waiters(2)
    # It warns of slow steps, too.
    caplog.set_level(logging.ERROR, "asyncio")
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    issuer.error = error
    issuer.open.set()
    (renewal,) = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait((renewal,))
    issuer.error = None
    value = "token-2" if error else "token-1"
    assert (await issuer.cache.get()).value == value
    gc.collect()
    assert not caplog.records


@pytest.mark.parametrize(
    ("lifetime", "margin"), [(DAY, 300), (3000, 300), (600, 60), (0.5, 0.05)]
)
async def test_renewed_before_it_ends(
    issuer: Issuer, clock: Clock, lifetime: float, margin: float
) -> None:
    """A token is renewed five minutes before its end, or a tenth of a short life."""
    issuer.lifetime = lifetime
    token = await issuer.cache.get()
    assert token.renew_at - token.obtained_at == pytest.approx(lifetime - margin)
    clock.now = token.renew_at - margin / 2
    assert await issuer.cache.get() is token
    clock.now = token.renew_at
    assert (await issuer.cache.get()).value == "token-2"
    assert issuer.cache.forced_renewals_last_hour == 0


async def test_age(issuer: Issuer, clock: Clock) -> None:
    """The age is counted from the last fetch."""
    assert issuer.cache.age is None
    await issuer.cache.get()
    clock.now += 7
    assert issuer.cache.age == 7


async def test_dead_token_is_replaced_once(issuer: Issuer) -> None:
    """Several calls that were refused with one token fetch one new token."""
    token = await issuer.cache.get()
    for _ in range(3):
        issuer.cache.discard(token, "令牌失效")
        assert (await issuer.cache.get()).value == "token-2"
    assert issuer.fetches == 2
    assert issuer.cache.forced_renewals_last_hour == 1


async def use_up(issuer: Issuer, *, has_served: bool) -> None:
    """Fetch a token and discard it."""
    token = await issuer.cache.get()
    token.has_served = has_served
    issuer.cache.discard(token, "令牌失效")


async def test_forced_renewals_are_remembered_for_an_hour(
    issuer: Issuer, clock: Clock
) -> None:
    """Renewals of the last hour are counted, up to a hundred."""
    for _ in range(3):
        await use_up(issuer, has_served=True)
        clock.now += 1200
    assert issuer.cache.forced_renewals_last_hour == 2
    for _ in range(150):
        await use_up(issuer, has_served=True)
        clock.now += FIRST_TOKEN_PAUSE
    assert issuer.cache.forced_renewals_last_hour == 100


@pytest.mark.parametrize(
    ("has_served", "expected"),
    [
        # The service refuses each new token: the pauses grow
        (False, [15, 30, 60, 120, 240, 480, 600, 600]),
        # Another client ends each token after some calls: the pauses stay
        (True, [15] * 8),
    ],
)
async def test_pauses(
    issuer: Issuer, clock: Clock, has_served: bool, expected: list[float]
) -> None:
    """After some short-lived tokens in a row, there are pauses."""
    for _ in range(FREE_RENEWALS):
        await use_up(issuer, has_served=has_served)
    pauses = []
    for _ in range(8):
        await use_up(issuer, has_served=has_served)
        fetches = issuer.fetches
        with pytest.raises(CloudPrintTokenError) as caught:
            await issuer.cache.get()
        assert (caught.value.message, caught.value.delivery) == ("令牌失效", "not_sent")
        assert issuer.fetches == fetches
        assert caught.value.retry_after is not None
        pauses.append(caught.value.retry_after)
        clock.now += caught.value.retry_after
    assert pauses == expected

    # There is no overflow.
    for _ in range(2000):
        await use_up(issuer, has_served=False)
        clock.now += MAX_PAUSE

    # A token that lives longer ends the pauses.
    token = await issuer.cache.get()
    token.has_served = True
    clock.now += 60
    issuer.cache.discard(token, "令牌失效")
    for _ in range(FREE_RENEWALS - 1):
        await use_up(issuer, has_served=False)
    await issuer.cache.get()
    assert issuer.cache.create_error().retry_after is None


@pytest.mark.parametrize("clock_shift", [-DAY, DAY])
async def test_wall_clock_jumps(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch, clock_shift: float
) -> None:
    """Setting the wall clock changes nothing."""
    token = await issuer.cache.get()
    monkeypatch.setattr("time.time", lambda: 1.8e9 + clock_shift)
    assert await issuer.cache.get() is token
    assert issuer.cache.age == 0


# Probes


class Probes:
    """Lists of printers that prove a token alive or dead."""

    def __init__(self) -> None:
        """Initialize probes of a live token."""
        self.token = Token("t", lifetime=DAY)
        self.count = 0
        self.error: CloudPrintError | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def list_printers(self) -> None:
        """List the printers."""
        with self.token.observe_list():
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
    """Return a token with its probes."""
    return Probes()


@pytest.mark.parametrize("error", [None, refused("令牌失效"), BARE_401])
@pytest.mark.parametrize("refusal", [refused(), BARE_401])
async def test_probe_is_shared(
    probes: Probes, error: CloudPrintError | None, refusal: CloudPrintError
) -> None:
    """Calls that were refused with the same message share one list."""
    probes.error = error
    probes.open.clear()
    tasks = [start(probes.prove(refusal)) for _ in range(10)]
    probes.open.set()
    assert set(await asyncio.gather(*tasks)) == {error is not None}
    assert probes.count == 1


async def test_dead_token_stays_dead(probes: Probes) -> None:
    """Later refusals need no list."""
    probes.error = refused()
    assert await probes.prove() is True
    for refusal in refused("其他"), BARE_401:
        assert await probes.prove(refusal) is True
    assert probes.count == 1


async def test_failed_probe_is_shared(probes: Probes) -> None:
    """If the list fails, the request was refused for an unknown reason."""
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
    # The delivery of a bare status stays unknown.
    assert await bare is False
    # All but the first were refused after its list had started.
    assert probes.count == 2

    # The next refusal is probed at once.
    probes.error = None
    assert await probes.prove() is False
    assert probes.count == 3


async def test_probe_started_before_the_refusal(probes: Probes) -> None:
    """A list that started before a refusal does not prove the token alive."""
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
    """When the call that lists is canceled, the next one lists."""
    probes.open.clear()
    first = start(probes.prove())
    second = start(probes.prove())
    first.cancel()
    await asyncio.wait((first,))
    probes.open.set()
    assert await second is False
    assert first.cancelled()
    assert probes.count == 2


async def test_same_message_within_a_minute(probes: Probes, clock: Clock) -> None:
    """A service that keeps refusing costs a list a minute."""
    for second in range(600):
        assert await probes.prove(refused("失败")) is False
        assert await probes.prove(refused("其他"), must_confirm=False) is False
        assert probes.count == second // 60 + 1
        clock.now += 1


async def test_other_messages_within_a_minute(probes: Probes, clock: Clock) -> None:
    """A new message is probed if it must be confirmed, and known from then on."""
    for count in range(1, 7):
        assert await probes.prove(refused(f"{count}")) is False
        assert probes.count == count
    for known in range(1, 7):
        assert await probes.prove(refused(f"{known}")) is False
    assert probes.count == 6

    # The budget is exceeded: the calls wait for the next list, and share it.
    waiting = [start(probes.prove(refused(f"{number}"))) for number in (7, 8, 9)]
    clock.now += 59
    assert await probes.prove(refused("1")) is False
    assert not any(task.done() for task in waiting)
    assert probes.count == 6
    clock.now += 1
    assert await asyncio.gather(*waiting) == [False] * 3
    assert probes.count == 7


async def test_bare_status_is_probed_at_once(probes: Probes, clock: Clock) -> None:
    """During a pause, the token could die, and a request that was taken be repeated."""
    for count in range(1, 7):
        assert await probes.prove(refused(f"{count}")) is False
    waiting = start(probes.prove(refused("7")))
    bare = start(probes.prove(BARE_401))
    await until(bare.done)
    assert bare.result() is False
    # The waiting call uses this list, too.
    assert probes.count == 7
    clock.now += PROBE_INTERVAL
    assert await waiting is False
    assert probes.count == 7


async def test_messages_that_always_differ(probes: Probes, clock: Clock) -> None:
    """Messages that differ each time cost few lists more, and bounded memory."""
    for number in range(150):
        assert await probes.prove(refused(f"{number}")) is False
        clock.now += PROBE_INTERVAL
    assert await probes.prove(refused("149")) is False
    assert probes.count == 151
    # A forgotten message is new again.
    assert await probes.prove(refused("0")) is False
    assert probes.count == 152

    for number in range(150, 300):
        waiting = start(probes.prove(refused(f"{number}")))
        clock.now += 6 if waiting.done() else PROBE_INTERVAL
        assert await waiting is False
    minutes = (clock.now - probes.token.obtained_at) / PROBE_INTERVAL
    assert probes.count <= minutes + 6


@pytest.mark.parametrize("error", [None, refused()])
async def test_list_of_another_caller(
    probes: Probes, clock: Clock, error: CloudPrintError | None
) -> None:
    """Any list after the refusal serves as its probe."""
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
        (604800000, 7 * DAY),
        (200_000, 200),
        ("200000", 200),
        # Only seconds
        (86400, DAY),
        ("7200", 7200),
        (199_999, 199_999),
        (0.5, 0.5),
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
    """Milliseconds, or seconds if it is small; one day for anything else."""
    assert parse_lifetime(expires_in) == seconds


def test_representation_hides_the_token() -> None:
    """A token in a log is not readable."""
    assert "hush" not in repr(Token("hush", lifetime=1))
