"""Tests of keeping the token."""

import asyncio
import gc
from typing import Any

import pytest

from custom_components.cloudprint.api.token import Token, TokenKeeper, lifetime

DAY = 86400.0


class Issuer:
    """Issues tokens when it is let to, by a clock that a test sets."""

    def __init__(self) -> None:
        """Start at no particular time, letting everybody through."""
        self.now = 1000.0
        self.lives = DAY
        self.fetches = 0
        self.fetching: asyncio.Task[Any] | None = None
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.keeper = TokenKeeper(self.fetch, clock=lambda: self.now)

    async def fetch(self) -> tuple[str, float]:
        """Return a new token."""
        self.fetches += 1
        self.fetching = asyncio.current_task()
        value = f"token-{self.fetches}"
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return value, self.lives

    async def waiters(self, count: int) -> list[asyncio.Task[Token]]:
        """Return tasks that wait for a token that does not come yet."""
        self.open.clear()
        tasks = [asyncio.create_task(self.keeper.current()) for _ in range(count)]
        while not self.fetches:
            await asyncio.sleep(0)
        return tasks


@pytest.fixture
async def issuer() -> Issuer:
    """Return an issuer and its keeper."""
    return Issuer()


async def test_one_fetch_for_all(issuer: Issuer) -> None:
    """However many wait, one fetch serves them."""
    tasks = await issuer.waiters(20)
    issuer.open.set()
    tokens = await asyncio.gather(*tasks)
    assert issuer.fetches == 1
    assert {token.value for token in tokens} == {"token-1"}
    assert (await issuer.keeper.current()).value == "token-1"
    assert issuer.fetches == 1


async def test_one_failure_for_all(issuer: Issuer) -> None:
    """All who wait for a fetch hear of its failure; the next one tries again."""
    tasks = await issuer.waiters(3)
    issuer.error = OSError("down")
    issuer.open.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results == [issuer.error] * 3
    assert issuer.fetches == 1
    assert issuer.keeper.age is None

    issuer.error = None
    assert (await issuer.keeper.current()).value == "token-2"


async def test_waiters_survive_the_one_who_started(issuer: Issuer) -> None:
    """The one who started the fetch may go, and the fetch goes on."""
    first, *others = await issuer.waiters(3)
    first.cancel()
    await asyncio.wait((first,))
    issuer.open.set()
    assert [token.value for token in await asyncio.gather(*others)] == ["token-1"] * 2
    assert first.cancelled()
    assert issuer.fetches == 1


async def test_fetch_ends_with_its_last_waiter(issuer: Issuer) -> None:
    """A fetch that nobody waits for is given up, and troubles nobody after."""
    tasks = await issuer.waiters(2)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    next_one = asyncio.create_task(issuer.keeper.current())
    issuer.open.set()
    assert (await next_one).value == "token-2"


async def test_failure_that_nobody_looks_at(issuer: Issuer) -> None:
    """A fetch that fails just as its last waiter goes makes no noise."""
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: complaints.append(context)
    )

    async def fail_as_the_waiter_goes() -> None:
        (waiter,) = await issuer.waiters(1)
        assert issuer.fetching is not None
        issuer.fetching.add_done_callback(lambda _: waiter.cancel())
        issuer.error = OSError("down")
        issuer.open.set()
        await asyncio.wait((waiter,))
        assert waiter.cancelled()
        issuer.fetching = issuer.error = None

    await fail_as_the_waiter_goes()
    # A task complains when it is thrown away.
    gc.collect()
    assert not complaints


@pytest.mark.parametrize(
    ("lives", "margin"), [(DAY, 300), (3000, 300), (600, 60), (0.5, 0.05)]
)
async def test_renewed_before_it_ends(
    issuer: Issuer, lives: float, margin: float
) -> None:
    """A token is renewed five minutes before its end, or a tenth of a short life."""
    issuer.lives = lives
    token = await issuer.keeper.current()
    assert token.renew_at - token.obtained_at == pytest.approx(lives - margin)
    issuer.now = token.renew_at - margin / 2
    assert await issuer.keeper.current() is token
    issuer.now = token.renew_at
    assert (await issuer.keeper.current()).value == "token-2"


async def test_age(issuer: Issuer) -> None:
    """The age counts from the last fetch."""
    assert issuer.keeper.age is None
    await issuer.keeper.current()
    issuer.now += 7
    assert issuer.keeper.age == 7


async def test_refused_token_is_replaced_once(issuer: Issuer) -> None:
    """Several calls that were refused with the same token fetch one new one."""
    refused = await issuer.keeper.current()
    replacements = await asyncio.gather(
        *(issuer.keeper.replacement(refused) for _ in range(3))
    )
    late = await issuer.keeper.replacement(refused)
    assert {token.value for token in (*replacements, late)} == {"token-2"}
    assert issuer.fetches == 2
    assert issuer.keeper.forced_renewals_last_hour == 1


async def test_forced_renewals_are_remembered_for_an_hour(issuer: Issuer) -> None:
    """What is longer ago is not counted, nor more than a hundred."""
    token = await issuer.keeper.current()
    for _ in range(3):
        token = await issuer.keeper.replacement(token)
        issuer.now += 1200
    assert issuer.keeper.forced_renewals_last_hour == 2
    for _ in range(150):
        token = await issuer.keeper.replacement(token)
    assert issuer.keeper.forced_renewals_last_hour == 100


async def test_suspicion_is_allowed_once_an_hour(issuer: Issuer) -> None:
    """A refusal that may have another cause does not cost a token each time."""
    assert issuer.keeper.may_suspect()
    issuer.now += 3599
    assert not issuer.keeper.may_suspect()
    issuer.now += 1
    assert issuer.keeper.may_suspect()


async def test_clock_is_looked_up_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever replaces the monotonic clock later is heard."""
    keeper = TokenKeeper(Issuer().fetch)
    await keeper.current()
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    assert keeper.age is not None
    assert keeper.age > 1e8


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
    assert "hush" not in repr(Token("hush", obtained_at=0, renew_at=1))
