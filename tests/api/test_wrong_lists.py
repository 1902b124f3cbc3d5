"""Tests of lists that are answered wrongly, which may mean a dead token."""

import asyncio
from typing import Any

import aiohttp
import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintTokenError,
    Delivery,
)
from tests.simulator import (
    DISGUISED_REFUSALS,
    Application,
    CloudSimulator,
    Fault,
    TokenRefusal,
)
from tests.simulator.bare_client import IDENTITY, BareClient
from tests.waits import let_run, until

from .conftest import Clock
from .scripted import TOKEN_PATH, Answer, ScriptedService
from .test_client import text_task

SHAPES = sorted(DISGUISED_REFUSALS)
# The only shape whose code says what is wrong
EXPLICIT = TokenRefusal.HTTP_500_CODE_401

pytestmark = pytest.mark.usefixtures("printer")


async def list_printers(cloud: CloudPrintClient, times: int = 1) -> int:
    """List an account's printers that has some; return how often that failed."""
    failures = 0
    for _ in range(times):
        try:
            printers = await cloud.query_printers(may_be_null=False)
        except CloudPrintAuthenticationError:
            pytest.fail("The key is called wrong")
        except CloudPrintError:
            failures += 1
        else:
            assert len(printers) == 1
    return failures


@pytest.mark.parametrize("shape", SHAPES)
async def test_dead_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    shape: TokenRefusal,
) -> None:
    """A second wrong list in a row renews the token, and is asked for again."""
    simulator.settings.token_refusal = shape
    await list_printers(cloud)
    simulator.another_client_signs_in(application)
    simulator.forget()
    failures = await list_printers(cloud, 3)
    assert failures == (0 if shape is EXPLICIT else 1)
    assert simulator.counts() == {"getToken": 1, "queryPrinters": 4}


async def test_one_wrong_list_now_and_then(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """A list that is right in between keeps the token."""
    for _ in range(5):
        simulator.faults.add("queryPrinters", Fault.HTTP_500)
        assert await list_printers(cloud, 2) == 1
    assert simulator.count("getToken") == 1


async def test_wrong_lists_of_two_tokens(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """A list that was wrong with an earlier token does not count."""
    await list_printers(cloud)
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    assert await list_printers(cloud) == 1
    simulator.kill_tokens()
    await cloud.new_print_task(text_task())
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    assert await list_printers(cloud, 2) == 1
    assert simulator.count("getToken") == 2


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        (Fault.HTTP_429, {}),
        (Fault.HTTP_503, {"retry_after": "60"}),
        (Fault.HTTP_503, {"retry_after": "60", "envelope": False}),
        (Fault.DROP_BEFORE_ACCEPT, {}),
        (Fault.DROP_MID_BODY, {}),
    ],
)
async def test_no_wrong_answer(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    fault: Fault,
    options: dict[str, Any],
) -> None:
    """Limits and broken connections do not renew the token."""
    simulator.faults.add("queryPrinters", fault, times=None, **options)
    assert await list_printers(cloud, 5) == 5
    assert simulator.counts() == {"getToken": 1, "queryPrinters": 5}


async def test_account_without_printers(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """Null is right where no printer is known."""
    simulator.faults.add("queryPrinters", Fault.NULL_DATA, times=None)
    for _ in range(5):
        assert await cloud.query_printers() == []
    assert simulator.count("getToken") == 1


@pytest.mark.parametrize("is_token_dead", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
async def test_two_clients_of_one_application(
    cloud: CloudPrintClient,
    session: aiohttp.ClientSession,
    simulator: CloudSimulator,
    application: Application,
    clock: Clock,
    shape: TokenRefusal,
    is_token_dead: bool,
) -> None:
    """Lists that stay wrong for an hour cost four tokens, and no further lists."""
    simulator.settings.token_refusal = shape
    await list_printers(cloud)
    if not is_token_dead:
        simulator.faults.add("queryPrinters", Fault.TOKEN_REFUSED, times=None)
    neighbour = BareClient(session, simulator, application)
    await neighbour.sign_in()
    simulator.forget()
    signed_in_elsewhere = 0
    for _ in range(60):
        _, body = await neighbour.send(
            "queryPrinterDetail", IDENTITY, allow_redirects=False
        )
        if b'"data":"' not in body:
            await neighbour.sign_in()
            signed_in_elsewhere += 1
        await list_printers(cloud)
        clock.now += 60
    renewals = simulator.count("getToken") - signed_in_elsewhere
    assert 1 <= renewals <= 4
    assert simulator.count("queryPrinters") == 60 + renewals


GET_TOKEN_FAILS: list[tuple[Fault, dict[str, Any]]] = [
    (Fault.REFUSED, {}),
    (Fault.CODE_401, {}),
    (Fault.HTTP_401, {}),
    (Fault.HTTP_404, {}),
    (Fault.HTTP_500, {}),
    (Fault.HTTP_503, {"envelope": False}),
    (Fault.NULL_DATA, {"accept": False}),
    (Fault.DROP_BEFORE_ACCEPT, {}),
]


@pytest.mark.parametrize(("fault", "options"), GET_TOKEN_FAILS)
async def test_get_token_fails(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    clock: Clock,
    fault: Fault,
    options: dict[str, Any],
) -> None:
    """The token stays in use, and the key is not called wrong."""
    await list_printers(cloud)
    wrong = simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    failing = simulator.faults.add("getToken", fault, times=None, **options)
    for _ in range(8):
        assert await list_printers(cloud, 2) == 2
        clock.now += 1000
    assert failing.hits == 8
    # Nothing is asked for twice because of that.
    assert wrong.hits == 16

    simulator.faults.remove(wrong)
    assert await list_printers(cloud) == 0
    await cloud.new_print_task(text_task())
    assert simulator.times_printed() == 1
    assert simulator.count("getToken") == 9

    # A token that is dead needs another one; the first refusal may be a mistake.
    simulator.kill_tokens()
    with pytest.raises(CloudPrintError) as caught:
        await cloud.new_print_task(text_task())
    assert not isinstance(caught.value, CloudPrintAuthenticationError)
    assert caught.value.delivery is Delivery.NOT_SENT


async def test_token_is_refused_meanwhile(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """A token that another call proves dead does not stay in use."""
    (printer,) = await cloud.query_printers()
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=2)
    detail = simulator.faults.add("queryPrinterDetail", Fault.SLOW)
    renewal = simulator.faults.add("getToken", Fault.SLOW)
    simulator.faults.add("getToken", Fault.REFUSED)
    await list_printers(cloud)
    asking = asyncio.create_task(cloud.query_printer_detail(printer))
    await detail.reached.wait()
    listing = asyncio.create_task(list_printers(cloud))
    await renewal.reached.wait()
    simulator.kill_tokens()
    detail.release()
    # The list that proves it
    await until(lambda: simulator.count("queryPrinters") == 4)
    await until(lambda: cloud.tokens.age is None)
    renewal.release()
    with pytest.raises(CloudPrintTokenError):
        await asking
    assert await listing == 1
    assert simulator.count("getToken") == 2
    assert await list_printers(cloud) == 0


async def test_token_ends_meanwhile(
    cloud: CloudPrintClient, simulator: CloudSimulator, clock: Clock
) -> None:
    """A token whose time is over does not stay in use."""
    await list_printers(cloud)
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=2)
    renewal = simulator.faults.add("getToken", Fault.SLOW)
    simulator.faults.add("getToken", Fault.HTTP_500)
    await list_printers(cloud)
    listing = asyncio.create_task(list_printers(cloud))
    await renewal.reached.wait()
    submit = asyncio.create_task(cloud.new_print_task(text_task()))
    clock.now += 86_400
    renewal.release()
    with pytest.raises(CloudPrintError) as caught:
        await submit
    assert caught.value.delivery is Delivery.NOT_SENT
    assert await listing == 1
    assert simulator.count("newPrintTask") == 0


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"success": False, "message": "系统异常"}, 500),
        Answer({"code": 401, "message": "未登录"}, 500),
        Answer({"success": False, "code": 401, "message": "未登录"}, 503),
        Answer({"success": False, "code": 404, "message": "资源不存在"}, 404),
        Answer(b"<html>", 404),
        {"code": 10003, "message": "令牌无效"},
        {"success": True, "data": None},
        {"error": "令牌无效"},
    ],
)
async def test_no_wrong_key(
    scripted: CloudPrintClient, service: ScriptedService, answer: Any
) -> None:
    """A new key is not called wrong because the service is broken."""
    service.answers(TOKEN_PATH, answer)
    for _ in range(3):
        with pytest.raises(CloudPrintError) as caught:
            await scripted.query_printers()
        assert not isinstance(
            caught.value, CloudPrintAuthenticationError | CloudPrintTokenError
        )
        assert caught.value.delivery is Delivery.NOT_SENT
    assert len(service.requests_to(TOKEN_PATH)) == 3


# Submits


async def test_submit_under_way(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """No token is renewed while a print is being sent."""
    await list_printers(cloud)
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=4)
    slow = simulator.faults.add("newPrintTask", Fault.SLOW)
    submit = asyncio.create_task(cloud.new_print_task(text_task()))
    await slow.reached.wait()
    assert await list_printers(cloud, 3) == 3
    assert simulator.count("getToken") == 1
    slow.release()
    await submit
    assert await list_printers(cloud) == 0
    assert simulator.count("getToken") == 2
    assert simulator.times_printed() == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_submits_wait_for_the_renewal(
    cloud: CloudPrintClient, simulator: CloudSimulator, fails: bool
) -> None:
    """A print that is asked for during the renewal is sent after it, once."""
    await list_printers(cloud)
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=2)
    slow = simulator.faults.add("getToken", Fault.SLOW)
    if fails:
        simulator.faults.add("getToken", Fault.HTTP_500)
    await list_printers(cloud)
    listing = asyncio.create_task(list_printers(cloud))
    await slow.reached.wait()
    submit = asyncio.create_task(cloud.new_print_task(text_task()))
    await let_run()
    assert simulator.count("newPrintTask") == 0
    slow.release()
    await submit
    assert await listing == (1 if fails else 0)
    assert simulator.times_printed() == 1
    first, *_, last = [request.token for request in simulator.requests if request.token]
    assert (first == last) is fails


async def test_renewal_that_does_not_end(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A print waits for it no longer than getToken may take."""
    await list_printers(cloud)
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=2)
    slow = simulator.faults.add("getToken", Fault.SLOW)
    await list_printers(cloud)
    monkeypatch.setattr("custom_components.cloudprint.api.client.CONTROL_TIMEOUT", 0.1)
    listing = asyncio.create_task(list_printers(cloud))
    await slow.reached.wait()
    await cloud.new_print_task(text_task())
    assert await listing == 1
    assert simulator.times_printed() == 1


@pytest.mark.parametrize("shape", SHAPES)
async def test_print_that_was_taken(
    cloud: CloudPrintClient, simulator: CloudSimulator, shape: TokenRefusal
) -> None:
    """A print whose answer is wrong, too, is never sent again because of lists."""
    simulator.settings.token_refusal = shape
    await list_printers(cloud)
    simulator.faults.add("newPrintTask", Fault.TOKEN_REFUSED, accept=True)
    simulator.faults.add("queryPrinters", Fault.TOKEN_REFUSED, times=2)
    with pytest.raises(CloudPrintError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.UNKNOWN
    await list_printers(cloud, 3)
    assert simulator.count("getToken") == 2
    assert simulator.count("newPrintTask") == simulator.times_printed() == 1


@pytest.mark.parametrize(
    ("fault", "options", "delivery"),
    [
        # Refused: not taken, and held until lists show whether the token is alive
        (Fault.REFUSED, {}, Delivery.NOT_SENT),
        # The page of a proxy: taken or not
        (Fault.HTTP_401, {"envelope": False, "accept": True}, Delivery.UNKNOWN),
    ],
)
# Null proves the token alive: it is right for an account without printers.
@pytest.mark.parametrize(
    "shape", [shape for shape in SHAPES if shape is not TokenRefusal.SUCCESS_NULL]
)
async def test_wrong_lists_prove_nothing(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    shape: TokenRefusal,
    fault: Fault,
    options: dict[str, Any],
    delivery: Delivery,
) -> None:
    """A print that is refused is not sent again because a list is wrong, either."""
    simulator.settings.token_refusal = shape
    await list_printers(cloud)
    simulator.faults.add("newPrintTask", fault, **options)
    simulator.faults.add("queryPrinters", Fault.TOKEN_REFUSED, times=3)
    with pytest.raises(CloudPrintError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is delivery
    await list_printers(cloud, 3)
    assert simulator.count("newPrintTask") == 1
    assert simulator.times_printed() == ("accept" in options)
