"""Tests of calls that the service refuses because of the token or the request."""

import asyncio
from typing import Any

import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintStatusError,
    CloudPrintTokenError,
    Delivery,
)
from custom_components.cloudprint.api.token import FREE_RENEWALS
from tests.simulator import (
    PLAIN_REFUSALS,
    Application,
    CloudSimulator,
    Fault,
    Printer as SharedPrinter,
    TokenPolicy,
    TokenRefusal,
)

from .conftest import Clock
from .scripted import LIST_PATH, TOKEN_PATH, Answer, ScriptedService
from .test_client import ADD, DETAIL, GET, LIST, REVOKE, call_path, text_task

SUBMIT = "/openapi"

WORDINGS = ["令牌无效或已失效", "请先登录", "操作失败", None]
REFUSALS: list[Any] = [
    *({"success": False, "message": message} for message in WORDINGS),
    {"success": False, "code": 401, "message": "令牌失效"},
    {"code": "403", "message": "无访问权限"},
    Answer({"success": False, "message": "未登录"}, 401),
    Answer({"error": "Unauthorized"}, 401),
    Answer(b"", 403),
    Answer(b"<html>", 401),
    Answer({"success": False, "message": "token无效"}, 400),
    Answer({"code": 401, "message": "未登录"}, 440),
    Answer(b"", 498),
]
GOOD_ANSWERS = {
    SUBMIT: {"success": True, "data": {"taskId": "t"}},
    GET: {"success": True, "data": {"taskStatus": "QUEUED"}},
    ADD: {"success": True, "data": {"sn": "s", "printerName": "p"}},
    DETAIL: {"success": True, "data": '{"supportedSides": ["ONESIDE"]}'},
    REVOKE: {"success": True},
    LIST: {"success": True, "data": []},
}


# The token is dead


@pytest.mark.parametrize("refusal", PLAIN_REFUSALS)
async def test_another_client_killed_the_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
    refusal: TokenRefusal,
) -> None:
    """The token is renewed and the call repeated, however the service refuses it."""
    simulator.settings.token_refusal = refusal
    assert len(await cloud.query_printers()) == 1
    simulator.another_client_signs_in(application)
    assert len(await cloud.query_printers()) == 1
    assert simulator.counts() == {"getToken": 2, "queryPrinters": 3}
    assert cloud.tokens.forced_renewals_last_hour == 1


@pytest.mark.parametrize("path", GOOD_ANSWERS)
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_every_call_in_every_wording(
    scripted: CloudPrintClient, service: ScriptedService, path: str, refusal: Any
) -> None:
    """The token is tried on the list and renewed, and the call is repeated."""
    service.answers(path, GOOD_ANSWERS[path])
    await scripted.get_token()
    service.kill_tokens(refusal)
    await call_path(scripted, path)

    first, second = service.requests_to(path)
    assert (first.token, second.token) == ("token-1", "token-2")
    assert first.body == second.body
    assert len(service.requests_to(TOKEN_PATH)) == 2
    if path != LIST:
        assert [probe.token for probe in service.requests_to(LIST)] == ["token-1"]
    assert scripted.tokens.forced_renewals_last_hour == 1


@pytest.mark.parametrize("refusal", PLAIN_REFUSALS)
async def test_print_with_a_dead_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
    refusal: TokenRefusal,
) -> None:
    """A task that was refused because of its token is sent again, and printed once."""
    simulator.settings.token_refusal = refusal
    await cloud.get_token()
    simulator.another_client_signs_in(application)
    content = b"0123456789" * 100_000
    await cloud.new_print_task(text_task(content))
    assert simulator.times_printed(content=content) == 1
    assert simulator.counts() == {"getToken": 2, "newPrintTask": 2, "queryPrinters": 1}


async def test_many_calls_with_a_dead_token(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
) -> None:
    """Concurrent calls that fail with one token fetch one new token."""
    simulator.settings.token_refusal = TokenRefusal.MESSAGE
    await cloud.get_token()
    simulator.another_client_signs_in(application)
    await asyncio.gather(
        *(cloud.query_printers() for _ in range(5)),
        *(cloud.new_print_task(text_task(b"%d" % number)) for number in range(5)),
    )
    assert simulator.count("getToken") == 2
    assert simulator.times_printed() == 5
    assert cloud.tokens.forced_renewals_last_hour == 1


async def test_first_calls_share_a_token(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """Concurrent first calls fetch one token."""
    await asyncio.gather(*(cloud.query_printers() for _ in range(10)))
    assert simulator.counts() == {"getToken": 1, "queryPrinters": 10}


async def test_service_repeats_the_token(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """A renewal may return the same value again."""
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


async def test_second_attempt_is_lost(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """The outcome of the second attempt is final."""
    await cloud.get_token()
    simulator.kill_tokens()
    simulator.faults.add("newPrintTask", Fault.REFUSED)
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    with pytest.raises(CloudPrintConnectionError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.UNKNOWN
    assert simulator.times_printed() == 1


async def test_second_attempt_is_refused(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """A refusal with a new token that is alive means the request."""
    await cloud.get_token()
    simulator.kill_tokens()
    simulator.faults.add("newPrintTask", Fault.REFUSED, times=2)
    with pytest.raises(CloudPrintRefusedError, match="操作失败"):
        await cloud.new_print_task(text_task())
    assert simulator.counts() == {"getToken": 2, "newPrintTask": 2, "queryPrinters": 2}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("path", GOOD_ANSWERS)
async def test_new_token_is_dead_too(
    scripted: CloudPrintClient, service: ScriptedService, path: str, refusal: Any
) -> None:
    """There is no third attempt, and the key is not blamed; nothing was carried out."""
    service.answers(LIST, refusal)
    service.answers(path, refusal)
    with pytest.raises(CloudPrintTokenError) as caught:
        await call_path(scripted, path)
    assert caught.value.delivery is Delivery.NOT_SENT
    assert str(caught.value)
    assert len(service.requests_to(path)) == 2
    assert len(service.requests_to(TOKEN_PATH)) == 2


@pytest.mark.parametrize(
    ("fault", "error", "retry_after"),
    [
        (Fault.DROP_AFTER_ACCEPT, CloudPrintConnectionError, None),
        (Fault.HTTP_429, CloudPrintStatusError, 30),
        (Fault.HTTP_502, CloudPrintStatusError, None),
        (Fault.HTTP_401, CloudPrintAuthenticationError, None),
        (Fault.CODE_401, CloudPrintAuthenticationError, None),
        (Fault.REFUSED, CloudPrintAuthenticationError, None),
    ],
)
@pytest.mark.parametrize("dead", [False, True])
async def test_no_token_for_a_print(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    fault: Fault,
    error: type[CloudPrintError],
    retry_after: float | None,
    dead: bool,
) -> None:
    """Without a token, for the first or second attempt, no task was taken."""
    if dead:
        await cloud.get_token()
        simulator.kill_tokens()
        if error is CloudPrintAuthenticationError:
            # The key was accepted before.
            error = CloudPrintTokenError
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


# The token is alive


@pytest.mark.parametrize(
    "fault", [Fault.REFUSED, Fault.CODE_403, Fault.HTTP_401, Fault.HTTP_403]
)
async def test_service_that_refuses_everything(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    clock: Clock,
    fault: Fault,
) -> None:
    """A service that refuses requests costs one list a minute, and no token."""
    for call in "newPrintTask", "task/get":
        simulator.faults.add(call, fault, times=None)
    for second in range(0, 600, 10):
        for path in SUBMIT, GET:
            with pytest.raises(CloudPrintRefusedError) as caught:
                await call_path(cloud, path)
            assert caught.value.delivery is Delivery.REFUSED
        # With more lists than this, a later call would wait for a minute.
        assert simulator.count("queryPrinters") == second // 60 + 1
        clock.now += 10
    assert simulator.counts() == {
        "getToken": 1,
        "queryPrinters": 10,
        "newPrintTask": 60,
        "task/get": 60,
    }
    assert cloud.tokens.forced_renewals_last_hour == 0


async def test_refusal_with_another_message(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    clock: Clock,
) -> None:
    """A print is refused only with a message that was used while the token lived."""
    simulator.faults.add("newPrintTask", Fault.REFUSED)
    with pytest.raises(CloudPrintRefusedError):
        await cloud.new_print_task(text_task())
    simulator.settings.token_refusal = TokenRefusal.MESSAGE
    simulator.kill_tokens()
    # Calls that change nothing report the message at once.
    with pytest.raises(CloudPrintRefusedError, match="令牌"):
        await call_path(cloud, DETAIL)
    assert simulator.count("queryPrinters") == 1

    await cloud.new_print_task(text_task())
    assert simulator.counts() == {
        "getToken": 2,
        "queryPrinters": 2,
        "newPrintTask": 3,
        "queryPrinterDetail": 1,
    }
    assert simulator.times_printed() == 1


async def test_token_dies_between_two_codes(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
) -> None:
    """The right code is not called wrong because a wrong one was tried just before."""
    simulator.settings.token_refusal = TokenRefusal.MESSAGE
    new_printer = simulator.add_colour_printer()
    with pytest.raises(CloudPrintRefusedError):
        await cloud.add_share_printer(new_printer.share_code, "wrong")
    simulator.another_client_signs_in(application)
    simulator.forget()
    added = await cloud.add_share_printer(
        new_printer.share_code, new_printer.verification_code
    )
    assert simulator.counts() == {
        "getToken": 1,
        "queryPrinters": 1,
        "addSharePrinter": 2,
    }

    simulator.another_client_signs_in(application)
    simulator.forget()
    await cloud.revoke_share_printer(added)
    assert simulator.counts() == {
        "getToken": 1,
        "queryPrinters": 1,
        "revokeSharePrinter": 2,
    }
    assert application.printers == [printer]


@pytest.mark.parametrize(
    ("answer", "retry_after"),
    [
        (Answer({"success": False, "message": "系统繁忙"}, 500), None),
        (Answer({"message": "系统繁忙"}, 429, {"Retry-After": "86400"}), 600),
        ({"message": "系统繁忙"}, None),
    ],
)
async def test_list_fails(
    scripted: CloudPrintClient,
    service: ScriptedService,
    answer: Any,
    retry_after: float | None,
) -> None:
    """A request that was refused in the envelope was not taken, for either reason."""
    service.answers(LIST, answer)
    service.answers(SUBMIT, {"success": False, "message": "操作失败"})
    with pytest.raises(CloudPrintTokenError, match="系统繁忙") as caught:
        await scripted.new_print_task(text_task())
    assert caught.value.delivery is Delivery.NOT_SENT
    assert caught.value.retry_after == retry_after

    service.answers(SUBMIT, Answer({"message": "未登录"}, 401))
    with pytest.raises(CloudPrintStatusError, match="未登录") as bare:
        await scripted.new_print_task(text_task())
    assert bare.value.delivery is Delivery.UNKNOWN
    assert len(service.requests_to(SUBMIT)) == 2
    assert len(service.requests_to(TOKEN_PATH)) == 1


# Tokens that keep dying


@pytest.mark.parametrize("refusal", PLAIN_REFUSALS)
async def test_token_is_killed_every_minute(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
    clock: Clock,
    refusal: TokenRefusal,
) -> None:
    """Beside a client that signs in once a minute, everything is printed once."""
    simulator.settings.token_refusal = refusal
    for second in range(0, 1200, 7):
        if second % 60 < 7:
            simulator.another_client_signs_in(application)
        await cloud.new_print_task(text_task(b"%d" % second))
        assert simulator.times_printed(content=b"%d" % second) == 1
        clock.now += 7
    assert simulator.count("getToken") == 20


async def test_token_is_killed_every_second(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    application: Application,
    printer: SharedPrinter,
    clock: Clock,
) -> None:
    """Tokens are fetched every 15 s, so that printing goes on."""
    simulator.settings.token_refusal = TokenRefusal.MESSAGE
    printed = 0
    pauses = []
    for second in range(600):
        simulator.another_client_signs_in(application)
        try:
            await cloud.new_print_task(text_task())
        except CloudPrintTokenError as err:
            pauses.append(err.retry_after)
        else:
            printed += 1
        assert simulator.times_printed() == printed
        clock.now += 1
        assert simulator.count("getToken") <= FREE_RENEWALS + 1 + second // 15
    assert printed >= 40
    assert all(pause and pause <= 15 for pause in pauses)


@pytest.mark.parametrize("refusal", [REFUSALS[2], Answer(b"", 401)])
async def test_service_that_refuses_all_tokens(
    scripted: CloudPrintClient, service: ScriptedService, clock: Clock, refusal: Any
) -> None:
    """Tokens are fetched less and less often, until the service accepts one."""
    service.answers(LIST_PATH, refusal)
    service.answers(SUBMIT, refusal)
    for _ in range(6 * 60):
        with pytest.raises(CloudPrintTokenError) as caught:
            await scripted.new_print_task(text_task())
        assert caught.value.delivery is Delivery.NOT_SENT
        clock.now += 10
    assert len(service.requests_to(TOKEN_PATH)) == FREE_RENEWALS + 11
    assert caught.value.retry_after is not None
    assert caught.value.retry_after <= 600

    service.answers(LIST_PATH, GOOD_ANSWERS[LIST])
    service.answers(SUBMIT, GOOD_ANSWERS[SUBMIT])
    clock.now += caught.value.retry_after
    assert await scripted.new_print_task(text_task()) == "t"
