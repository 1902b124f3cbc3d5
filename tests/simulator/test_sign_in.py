"""Tests of getToken and of tokens."""

from email.utils import parsedate_to_datetime
import json
import re
from typing import Any

import pytest

from . import (
    DOCUMENT_APP_ID,
    Application,
    CloudSimulator,
    Fault,
    Printer,
    TokenPolicy,
    TokenRefusal,
)
from .bare_client import IDENTITY, BareClient, task_body


async def test_worked_example(stranger: BareClient) -> None:
    """The document's signature (OpenAPI 3.1.2) is accepted at any time."""
    answer = await stranger.call(
        "getToken",
        {
            "appid": "f03e4012f1b7471f8ab9b3e9429ed67b",
            "timestamp": "1753366712000",
            "oncestr": "2154214",
            "signature": "aadc59381dc1ff8e55595be6b5707fc871dae6de",
        },
    )
    assert answer["success"] is True
    assert re.fullmatch("[0-9a-f]{32}", answer["data"]["token"])
    assert answer["data"]["expiresIn"] == 86_400_000
    assert stranger.simulator.violations == []
    request = stranger.simulator.requests[-1]
    assert request.call == "getToken"
    assert request.app_id == DOCUMENT_APP_ID
    assert request.accepted
    assert request.status == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"signature": "0" * 40}, "签名验证失败"), ({"appid": "nobody"}, "应用不存在")],
)
async def test_refused(
    stranger: BareClient, changes: dict[str, Any], message: str
) -> None:
    """A wrong key is refused in the default shape."""
    answer = await stranger.call("getToken", stranger.sign_in_body(**changes))
    assert answer == {"success": False, "message": message, "data": None}
    assert stranger.simulator.violations == []
    assert stranger.simulator.requests[-1].refusal == message
    assert not stranger.simulator.requests[-1].accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "AADC59381DC1FF8E55595BE6B5707FC871DAE6DE"},
        {"timestamp": "1753366712"},
        {"timestamp": 1753366712000},
        {"oncestr": 2154214},
        {"oncestr": ""},
        {"appid": None},
        {"nonce": "1"},
    ],
)
async def test_breaches(stranger: BareClient, changes: dict[str, Any]) -> None:
    """The four fields must be strings in their documented form; others are refused."""
    answer = await stranger.call("getToken", stranger.sign_in_body(**changes))
    assert answer == {"success": False, "message": "参数错误", "data": None}
    [violation] = stranger.simulator.violations
    assert violation.call == "getToken"
    assert next(iter(changes)) in violation.detail


async def test_replaced_token(caller: BareClient) -> None:
    """By default a new token kills the previous one."""
    first = caller.token
    assert await caller.sign_in() != first
    assert (await caller.call("queryPrinters"))["success"] is True
    caller.token = first
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401
    assert caller.simulator.violations == []


async def test_same_token(caller: BareClient) -> None:
    """The other policy returns the live token with its remaining lifetime."""
    caller.simulator.settings.token_policy = TokenPolicy.SAME
    caller.simulator.advance(400)
    answer = await caller.call("getToken", caller.sign_in_body())
    assert answer["data"] == {"token": caller.token, "expiresIn": 86_000_000}
    caller.simulator.advance(86_000)
    answer = await caller.call("getToken", caller.sign_in_body())
    assert answer["data"]["token"] != caller.token
    assert answer["data"]["expiresIn"] == 86_400_000


async def test_token_expires(caller: BareClient) -> None:
    """A token lives as long as announced."""
    caller.simulator.advance(86_399)
    assert (await caller.call("queryPrinters"))["success"] is True
    caller.simulator.advance(1)
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401


async def test_another_client(caller: BareClient) -> None:
    """Another client's token replaces the client's, and works."""
    token = caller.simulator.another_client_signs_in(caller.application)
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401
    caller.token = token
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_tokens_of_others(
    caller: BareClient, simulator: CloudSimulator, application: Application
) -> None:
    """Applications neither see each other's printers nor kill each other's tokens."""
    other = simulator.add_application("other", "key")
    simulator.bind(other, simulator.add_printer())
    simulator.another_client_signs_in(other)
    assert (await caller.call("queryPrinters"))["data"] == []
    assert simulator.kill_tokens(other) == 1
    assert (await caller.call("queryPrinters"))["success"] is True
    assert simulator.kill_tokens() == 1
    assert simulator.kill_tokens(application) == 0
    with pytest.raises(ValueError, match="other exists"):
        simulator.add_application("other", "key")


@pytest.mark.parametrize(
    ("shape", "status", "code"),
    [
        (TokenRefusal.HTTP_401, 401, 401),
        (TokenRefusal.HTTP_403, 403, 403),
        (TokenRefusal.CODE_401, 200, 401),
        (TokenRefusal.CODE_401_TEXT, 200, "401"),
        (TokenRefusal.CODE_403, 200, 403),
        (TokenRefusal.CODE_403_TEXT, 200, "403"),
        (TokenRefusal.MESSAGE, 200, None),
    ],
)
async def test_shapes_of_refusal(
    caller: BareClient, shape: TokenRefusal, status: int, code: int | str | None
) -> None:
    """A dead token is refused in each shape of the sources."""
    caller.simulator.settings.token_refusal = shape
    caller.token = "0" * 32
    response, _ = await caller.send("queryPrinters")
    answer = await response.json()
    assert response.status == status
    assert answer["success"] is False
    assert answer["message"] == "令牌无效或已失效"
    assert answer.get("code") == code
    assert ("code" in answer) is (code is not None)


@pytest.mark.parametrize(
    ("shape", "status"),
    [
        (TokenRefusal.HTTP_400_BARE, 400),
        (TokenRefusal.HTTP_401_BARE, 401),
        (TokenRefusal.HTTP_403_BARE, 403),
        (TokenRefusal.HTTP_419_BARE, 419),
        (TokenRefusal.HTTP_500_BARE, 500),
        (TokenRefusal.HTTP_503_BARE, 503),
        (TokenRefusal.LOGIN_PAGE, 200),
    ],
)
async def test_refused_by_a_gateway(
    caller: BareClient, shape: TokenRefusal, status: int
) -> None:
    """A gateway refuses a token without the document's envelope."""
    caller.simulator.settings.token_refusal = shape
    caller.token = "0" * 32
    response, body = await caller.send("queryPrinters")
    assert response.status == status
    assert response.content_type == "text/html"
    assert body.startswith(b"<html>")


WORDS = "令牌无效或已失效"


@pytest.mark.parametrize(
    ("shape", "status", "answer"),
    [
        (
            TokenRefusal.MESSAGE_OBJECT,
            200,
            {"success": False, "message": WORDS, "data": {}},
        ),
        (TokenRefusal.OWN_CODE, 200, {"code": 10003, "message": WORDS}),
        (
            TokenRefusal.OWN_CODE_NULL,
            200,
            {"code": 10003, "message": WORDS, "data": None},
        ),
        (TokenRefusal.SUCCESS_NULL, 200, {"success": True, "data": None}),
        (TokenRefusal.ERROR_TEXT, 200, {"error": WORDS}),
        (TokenRefusal.STATUS_TEXT, 200, {"status": "error"}),
        (
            TokenRefusal.HTTP_500,
            500,
            {"success": False, "message": WORDS, "data": None},
        ),
        (TokenRefusal.HTTP_500_CODE_401, 500, {"code": 401, "message": WORDS}),
        (TokenRefusal.LOGIN_REDIRECT, 302, None),
        (TokenRefusal.EMPTY_BODY, 200, None),
    ],
)
@pytest.mark.parametrize("is_dead", [True, False])
async def test_refused_without_saying_so(
    caller: BareClient, shape: TokenRefusal, status: int, answer: Any, is_dead: bool
) -> None:
    """A token is refused in words that are not listed, or as if all were well."""
    caller.simulator.settings.token_refusal = shape
    if is_dead:
        caller.token = "0" * 32
    else:
        caller.simulator.faults.add("*", Fault.TOKEN_REFUSED, message=WORDS)
    response, body = await caller.send("queryPrinters", allow_redirects=False)
    assert response.status == status
    assert (json.loads(body) if body else None) == answer


async def test_messages_of_refusal(caller: BareClient, printer: Printer) -> None:
    """Calls with a dead token get the messages in turn, and are not carried out."""
    settings = caller.simulator.settings
    settings.token_refusal = TokenRefusal.MESSAGE
    settings.token_messages = ("请先登录", "Invalid token", "操作失败")
    alive, caller.token = caller.token, "0" * 32
    answers = [
        await caller.call(call, body)
        for call, body in (
            ("queryPrinters", {}),
            ("newPrintTask", task_body()),
            ("task/get", {"taskId": "x", "controlSn": "pkDgrqeA"}),
            ("queryPrinterDetail", IDENTITY),
        )
    ]
    assert answers == [
        {"success": False, "message": message, "data": None}
        for message in ("请先登录", "Invalid token", "操作失败", "请先登录")
    ]
    caller.token = alive
    assert (await caller.call("queryPrinters"))["success"] is True
    assert caller.simulator.printed == []
    assert caller.simulator.violations == []


@pytest.mark.parametrize("policy", TokenPolicy)
async def test_another_client_every_ten_minutes(
    caller: BareClient, policy: TokenPolicy
) -> None:
    """Each sign-in of another client kills the token, unless tokens are repeated."""
    simulator = caller.simulator
    simulator.advance(-simulator.now() % 600)
    simulator.settings.token_policy = policy
    simulator.settings.other_client_seconds = 600
    for _ in range(3):
        await caller.sign_in()
        simulator.advance(599)
        assert (await caller.call("queryPrinters"))["success"] is True
        simulator.advance(1)
        response, _ = await caller.send("queryPrinters")
        assert response.status == (401 if policy is TokenPolicy.REPLACE else 200)
    assert simulator.count("getToken") == 3


@pytest.mark.parametrize(
    "call",
    [
        "addSharePrinter",
        "revokeSharePrinter",
        "queryPrinters",
        "queryPrinterDetail",
        "newPrintTask",
        "task/get",
    ],
)
async def test_missing_token(stranger: BareClient, printer: Printer, call: str) -> None:
    """Every call except getToken requires the token's header."""
    response, _ = await stranger.send(call)
    assert response.status == 401
    [violation] = stranger.simulator.violations
    assert "Api-Access-Token" in violation.detail


async def test_clock_skew(stranger: BareClient) -> None:
    """Old signatures can be refused."""
    body = stranger.sign_in_body()
    stranger.simulator.advance(301)
    assert (await stranger.call("getToken", body))["success"] is True
    stranger.simulator.settings.max_clock_skew = 300
    assert (await stranger.call("getToken", body))["message"] == "请求已过期"
    stranger.simulator.settings.max_clock_skew = 302
    assert (await stranger.call("getToken", body))["success"] is True


async def test_reused_oncestr(stranger: BareClient) -> None:
    """Repeated random strings can be refused."""
    stranger.simulator.settings.refuse_reused_oncestr = True
    body = stranger.sign_in_body()
    assert (await stranger.call("getToken", body))["success"] is True
    assert (await stranger.call("getToken", body))["message"] == "重复的请求"
    stranger.simulator.settings.refuse_reused_oncestr = False
    assert (await stranger.call("getToken", body))["success"] is True


async def test_date(caller: BareClient) -> None:
    """Answers have the date of the cloud's clock."""
    caller.simulator.advance(-3 * 3600)
    response, _ = await caller.send("getToken", caller.sign_in_body())
    date = parsedate_to_datetime(response.headers["Date"])
    assert abs(date.timestamp() - caller.simulator.now()) < 2
