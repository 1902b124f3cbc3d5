"""Tests of calls whose token the service refuses."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from custom_components.cloudprint.api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintStatusError,
    Delivery,
)
from tests.simulator import (
    Application,
    CloudSimulator,
    Fault,
    Printer as SharedPrinter,
    TokenPolicy,
    TokenRefusal,
)

from .scripted import ScriptedService
from .test_client import GET, LIST, text_task

REFUSED = {"success": False, "code": 401, "message": "令牌失效"}


@pytest.mark.parametrize("refusal", TokenRefusal)
async def test_another_client_killed_the_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    shared_printer: SharedPrinter,
    refusal: TokenRefusal,
) -> None:
    """However the service says it: the token is renewed and the call repeated."""
    simulator.settings.token_refusal = refusal
    assert len(await cloud.query_printers()) == 1
    simulator.another_client_signs_in(application)
    assert len(await cloud.query_printers()) == 1
    assert simulator.counts() == {"getToken": 2, "queryPrinters": 3}
    assert cloud.forced_renewals_last_hour == 1


async def test_print_with_a_dead_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    shared_printer: SharedPrinter,
) -> None:
    """A task that was refused for its token is sent again, and printed once."""
    await cloud.get_token()
    simulator.another_client_signs_in(application)
    content = "0123456789" * 100_000
    await cloud.new_print_task(text_task(content))
    assert simulator.times_printed(content=content.encode()) == 1
    assert simulator.counts() == {"getToken": 2, "newPrintTask": 2}


async def test_many_calls_with_a_dead_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    shared_printer: SharedPrinter,
) -> None:
    """Calls that fail at the same time with one token fetch one new one."""
    await cloud.get_token()
    simulator.another_client_signs_in(application)
    await asyncio.gather(*(cloud.query_printers() for _ in range(10)))
    assert simulator.count("getToken") == 2
    assert cloud.forced_renewals_last_hour == 1


async def test_first_calls_share_a_token(
    cloud: CloudPrintClient, simulator: CloudSimulator, shared_printer: SharedPrinter
) -> None:
    """Calls that start together fetch one token."""
    await asyncio.gather(*(cloud.query_printers() for _ in range(10)))
    assert simulator.counts() == {"getToken": 1, "queryPrinters": 10}


async def test_token_that_the_service_repeats(
    cloud: CloudPrintClient, simulator: CloudSimulator, shared_printer: SharedPrinter
) -> None:
    """A service that has one living token for all may give the same again."""
    simulator.settings.token_policy = TokenPolicy.SAME
    simulator.faults.add("queryPrinters", Fault.CODE_403_TEXT)
    assert len(await cloud.query_printers()) == 1
    first, second = (
        request.token
        for request in simulator.requests
        if request.call == "queryPrinters"
    )
    assert first == second
    assert simulator.count("getToken") == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault.HTTP_401,
        Fault.HTTP_403,
        Fault.CODE_401,
        Fault.CODE_401_TEXT,
        Fault.CODE_403,
        Fault.CODE_403_TEXT,
    ],
)
async def test_refused_again(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    shared_printer: SharedPrinter,
    fault: Fault,
) -> None:
    """A new token that is refused, too, is the end of it."""
    simulator.faults.add("newPrintTask", fault, times=None)
    with pytest.raises(CloudPrintAuthenticationError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.REFUSED
    assert caught.value.code in {"401", "403"}
    assert simulator.counts() == {"getToken": 2, "newPrintTask": 2}
    assert simulator.times_printed() == 0


@pytest.mark.parametrize(
    ("fault", "error", "retry_after"),
    [
        (Fault.DROP_AFTER_ACCEPT, CloudPrintConnectionError, None),
        (Fault.HTTP_429, CloudPrintStatusError, 30),
        (Fault.HTTP_502, CloudPrintStatusError, None),
        (Fault.HTTP_401, CloudPrintAuthenticationError, None),
        (Fault.CODE_401, CloudPrintAuthenticationError, None),
    ],
)
@pytest.mark.parametrize("dead", [False, True])
async def test_no_token_for_a_print(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    shared_printer: SharedPrinter,
    fault: Fault,
    error: type[CloudPrintError],
    retry_after: float | None,
    dead: bool,
) -> None:
    """Without a token, first or second, nothing of a task was taken."""
    if dead:
        await cloud.get_token()
        simulator.kill_tokens()
    options: dict[str, Any] = {}
    if retry_after is not None:
        options["retry_after"] = str(retry_after)
    simulator.faults.add("getToken", fault, **options)
    with pytest.raises(error) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.NOT_SENT
    assert caught.value.retry_after == retry_after
    assert simulator.times_printed() == 0

    await cloud.new_print_task(text_task())
    assert simulator.times_printed() == 1


async def test_suspicion(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    shared_printer: SharedPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bare refusal of a call that asks for nothing is laid to the token, rarely."""
    now = 5000.0
    # The event loop's own clock goes on.
    clock = SimpleNamespace(monotonic=lambda: now)
    monkeypatch.setattr("custom_components.cloudprint.api.token.time", clock)
    simulator.faults.add("queryPrinters", Fault.REFUSED, message="请先登录")
    assert len(await cloud.query_printers()) == 1
    assert simulator.counts() == {"getToken": 2, "queryPrinters": 2}
    assert cloud.forced_renewals_last_hour == 1

    # Not again within the hour.
    simulator.faults.add("queryPrinters", Fault.REFUSED, message="请先登录")
    with pytest.raises(CloudPrintRefusedError, match="请先登录"):
        await cloud.query_printers()
    assert simulator.counts() == {"getToken": 2, "queryPrinters": 3}

    # Then again; and when the new token does not help, the vendor's words remain.
    now += 3600
    simulator.faults.add("queryPrinters", Fault.REFUSED, message="服务异常", times=2)
    with pytest.raises(CloudPrintRefusedError, match="服务异常"):
        await cloud.query_printers()
    assert simulator.counts() == {"getToken": 3, "queryPrinters": 5}


async def test_no_suspicion(client: CloudPrintClient, service: ScriptedService) -> None:
    """A refusal with a code, or of a call with arguments, has its own reasons."""
    service.answers(LIST, {"success": False, "code": 500, "message": "m"})
    service.answers(GET, {"success": False, "message": "m"})
    with pytest.raises(CloudPrintRefusedError):
        await client.query_printers()
    with pytest.raises(CloudPrintRefusedError):
        await client.get_task("t", "s")
    assert len(service.received) == 3


async def test_repeated_with_the_new_token(
    client: CloudPrintClient, service: ScriptedService
) -> None:
    """The second attempt is the first with another token."""
    service.answers("/openapi", REFUSED, {"success": True, "data": {"taskId": "t"}})
    assert await client.new_print_task(text_task("x" * 200_000)) == "t"
    first, second = service.requests_to("/openapi")
    assert (first.token, second.token) == ("token-1", "token-2")
    assert first.body == second.body


async def test_second_attempt_that_is_lost(
    cloud: CloudPrintClient, simulator: CloudSimulator, shared_printer: SharedPrinter
) -> None:
    """What becomes of the second attempt decides, and there is no third."""
    simulator.faults.add("newPrintTask", Fault.CODE_401)
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    with pytest.raises(CloudPrintConnectionError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.UNKNOWN
    assert simulator.times_printed() == 1
