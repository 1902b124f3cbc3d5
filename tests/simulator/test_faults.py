"""Tests of the faults as a client sees them."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
import json
import socket
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ClientSession,
)
import pytest

from ..waits import let_run, until
from . import Call, CloudSimulator, Fault, Printer, TokenRefusal
from .bare_client import IDENTITY, PATHS, BareClient, task_body

BODIES: dict[str, Any] = {
    "addSharePrinter": {"shareTicket": "830487711", "password": "2598"},
    "revokeSharePrinter": IDENTITY,
    "queryPrinters": {},
    "queryPrinterDetail": IDENTITY,
    "newPrintTask": task_body(),
    "task/get": {"taskId": "x", "controlSn": "pkDgrqeA"},
}

STATUSES = (400, 401, 403, 404, 408, 425, 429, 500, 502, 503)


def printed(caller: BareClient) -> int:
    """Return the number of accepted prints."""
    return caller.simulator.times_printed()


@pytest.mark.parametrize(
    ("fault", "accepted", "read"),
    [
        (Fault.DROP_BEFORE_READ, 0, False),
        (Fault.DROP_BEFORE_ACCEPT, 0, True),
        (Fault.DROP_AFTER_ACCEPT, 1, True),
    ],
)
async def test_dropped(
    caller: BareClient, printer: Printer, fault: Fault, accepted: int, read: bool
) -> None:
    """The connection breaks before or after the print is accepted."""
    scripted = caller.simulator.faults.add("newPrintTask", fault)
    with pytest.raises(ClientError):
        await caller.call("newPrintTask", task_body())
    assert printed(caller) == accepted
    [request] = caller.simulator.requests
    assert request.faults == (fault,)
    assert (request.body is not None) is read
    assert (request.size is not None) is read
    assert request.accepted is bool(accepted)
    assert request.status is None
    assert scripted.hits == 1
    # Only once
    await caller.print()
    assert printed(caller) == accepted + 1
    assert scripted.hits == 1


async def test_dropped_before_a_large_body_was_read(
    caller: BareClient, printer: Printer
) -> None:
    """The connection breaks without reading a large body."""
    caller.simulator.faults.add("*", Fault.DROP_BEFORE_READ)
    with pytest.raises((ClientError, ConnectionError)):
        await caller.call("newPrintTask", task_body(content="x" * 20_000_000))
    assert printed(caller) == 0


@pytest.mark.parametrize(("accept", "accepted"), [(None, 1), (False, 0)])
async def test_dropped_in_the_middle(
    caller: BareClient, printer: Printer, accept: bool | None, accepted: int
) -> None:
    """The connection breaks within an answer."""
    caller.simulator.faults.add("newPrintTask", Fault.DROP_MID_BODY, accept=accept)
    with pytest.raises(ClientPayloadError):
        await caller.call("newPrintTask", task_body())
    assert printed(caller) == accepted
    assert caller.simulator.requests[0].status == 200


@pytest.mark.parametrize("call", PATHS)
@pytest.mark.parametrize(
    "fault",
    [
        Fault.DROP_BEFORE_READ,
        Fault.DROP_BEFORE_ACCEPT,
        Fault.DROP_AFTER_ACCEPT,
        Fault.DROP_MID_BODY,
    ],
)
async def test_every_call_can_be_dropped(
    caller: BareClient, printer: Printer, call: str, fault: Fault
) -> None:
    """Faults apply only to the call that they were added for."""
    caller.simulator.faults.add(call, fault)
    for other, body in BODIES.items():
        if other != call:
            await caller.call(other, body)
    caller.simulator.bind(caller.application, printer)
    body = caller.sign_in_body() if call == "getToken" else BODIES[call]
    with pytest.raises(ClientError):
        await caller.call(call, body)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        *((Fault[f"HTTP_{status}"], status, status) for status in STATUSES),
        (Fault.CODE_401, 200, 401),
        (Fault.CODE_401_TEXT, 200, "401"),
        (Fault.CODE_403, 200, 403),
        (Fault.CODE_403_TEXT, 200, "403"),
        (Fault.REFUSED, 200, None),
    ],
)
@pytest.mark.parametrize("accept", [False, True])
async def test_refused(
    caller: BareClient,
    printer: Printer,
    fault: Fault,
    status: int,
    code: int | str | None,
    accept: bool,
) -> None:
    """A call is refused in each shape; with `accept` it is carried out."""
    caller.simulator.faults.add("newPrintTask", fault, accept=accept or None)
    response, _ = await caller.send("newPrintTask", task_body())
    assert response.status == status
    answer = await response.json()
    assert answer["success"] is False
    assert answer["message"]
    assert answer["data"] is None
    assert ("code" in answer) is (code is not None)
    assert answer.get("code") == code
    assert "Retry-After" not in response.headers
    assert printed(caller) == accept
    assert caller.simulator.violations == []
    assert caller.simulator.requests[0].status == status


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (Fault[f"HTTP_{status}"], f"{status} {HTTPStatus(status).phrase}")
        for status in STATUSES
    ],
)
@pytest.mark.parametrize("accept", [False, True])
async def test_bare_status(
    caller: BareClient, printer: Printer, fault: Fault, title: str, accept: bool
) -> None:
    """A gateway answers with the status only, before or after the print."""
    caller.simulator.faults.add("newPrintTask", fault, envelope=False, accept=accept)
    response, body = await caller.send("newPrintTask", task_body())
    assert f"{response.status} {response.reason}" == title
    assert response.content_type == "text/html"
    assert f"<title>{title}</title>".encode() in body
    assert "Retry-After" not in response.headers
    assert printed(caller) == accept


@pytest.mark.parametrize("fault", [Fault.HTTP_429, Fault.HTTP_500, Fault.HTTP_503])
@pytest.mark.parametrize(
    "retry_after", ["120", "86400", "Fri, 25 Jul 2025 02:45:24 GMT"]
)
@pytest.mark.parametrize("envelope", [False, True])
@pytest.mark.parametrize("accept", [False, True])
async def test_retry_after(
    caller: BareClient,
    printer: Printer,
    fault: Fault,
    retry_after: str,
    envelope: bool,
    accept: bool,
) -> None:
    """Retry-After is seconds or a date, with or without the envelope."""
    caller.simulator.faults.add(
        "newPrintTask",
        fault,
        retry_after=retry_after,
        envelope=envelope,
        accept=accept,
    )
    response, _ = await caller.send("newPrintTask", task_body())
    assert response.headers["Retry-After"] == retry_after
    assert (response.content_type == "application/json") is envelope
    assert printed(caller) == accept


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.HTML_200, 200), (Fault.HTML_502, 502)]
)
async def test_html(
    caller: BareClient, printer: Printer, fault: Fault, status: int
) -> None:
    """The answer is an HTML page."""
    caller.simulator.faults.add("newPrintTask", fault)
    response, body = await caller.send("newPrintTask", task_body())
    assert response.status == status
    assert response.content_type == "text/html"
    assert body.startswith(b"<html>")
    assert printed(caller) == 0


async def test_message(caller: BareClient) -> None:
    """A refusal can have any message."""
    caller.simulator.faults.add("queryPrinters", Fault.REFUSED, message="企业未初始化")
    answer = await caller.call("queryPrinters")
    assert answer == {"success": False, "message": "企业未初始化", "data": None}


TASK_ID = "pkDgrqeA-amel55ta2gw0"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.NOT_AN_OBJECT, [{"success": True, "data": {"taskId": TASK_ID}}]),
        (Fault.MISSING_SUCCESS, {"data": {"taskId": TASK_ID}}),
        (Fault.MISSING_DATA, {"success": True}),
        (Fault.NULL_DATA, {"success": True, "data": None}),
        (Fault.BARE_STRING, {"success": True, "data": TASK_ID}),
        (Fault.MISSING_TASK_ID, {"success": True, "data": {}}),
        (Fault.UNENVELOPED, {"taskId": TASK_ID}),
    ],
)
async def test_damaged(
    caller: BareClient, printer: Printer, fault: Fault, expected: Any
) -> None:
    """A print is accepted, and the answer is malformed."""
    caller.simulator.faults.add("newPrintTask", fault)
    assert await caller.call("newPrintTask", task_body()) == expected
    assert printed(caller) == 1


@pytest.mark.parametrize("fault", [Fault.INVALID_JSON, Fault.EMPTY_BODY])
async def test_unreadable(caller: BareClient, printer: Printer, fault: Fault) -> None:
    """The answer is not JSON."""
    caller.simulator.faults.add("newPrintTask", fault)
    response, body = await caller.send("newPrintTask", task_body())
    assert response.status == 200
    assert response.content_type == "application/json"
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert printed(caller) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault.NOT_AN_OBJECT,
        Fault.MISSING_SUCCESS,
        Fault.BARE_STRING,
        Fault.MISSING_TASK_ID,
        Fault.DROP_MID_BODY,
        Fault.INVALID_JSON,
    ],
)
async def test_damaged_without_effect(
    caller: BareClient, printer: Printer, fault: Fault
) -> None:
    """With `accept` false the call is not carried out; the answer is malformed."""
    caller.simulator.faults.add("newPrintTask", fault, accept=False)
    try:
        await caller.send("newPrintTask", task_body())
    except ClientPayloadError:
        assert fault is Fault.DROP_MID_BODY
    assert printed(caller) == 0


async def test_damaged_refusal(caller: BareClient, printer: Printer) -> None:
    """The answer to a refused call is malformed, too."""
    caller.simulator.faults.add("newPrintTask", Fault.MISSING_SUCCESS)
    answer = await caller.call("newPrintTask", task_body(deviceName="other"))
    assert answer == {"message": "设备不存在或未绑定到该应用", "data": None}


@pytest.mark.parametrize("call", ["getToken", "queryPrinters", "task/get"])
async def test_bare_strings(caller: BareClient, printer: Printer, call: str) -> None:
    """Any call can answer with a bare string."""
    task_id = await caller.print()
    bodies = BODIES | {
        "getToken": caller.sign_in_body(),
        "task/get": {"taskId": task_id, "controlSn": "pkDgrqeA"},
    }
    caller.simulator.faults.add(call, Fault.BARE_STRING)
    answer = await caller.call(call, bodies[call])
    assert answer["success"] is True
    assert isinstance(answer["data"], str)
    if call == "getToken":
        caller.token = str(answer["data"])
        assert (await caller.call("queryPrinters"))["success"] is True


async def test_any_answer(caller: BareClient) -> None:
    """A test can set the whole answer."""
    caller.simulator.faults.add(
        "queryPrinters",
        Fault.ANSWER,
        status=302,
        headers={"Location": "https://example.com/", "Content-Type": "text/plain"},
        body="login",
    )
    response, body = await caller.send("queryPrinters", allow_redirects=False)
    assert response.status == 302
    assert response.headers["Location"] == "https://example.com/"
    assert response.content_type == "text/plain"
    assert body == b"login"


@pytest.mark.parametrize(
    ("fault", "options", "expected"),
    [
        (Fault.STRING_EXPIRES_IN, {}, "86400000"),
        (Fault.SECONDS_EXPIRES_IN, {}, 86_400),
        (Fault.SHORT_EXPIRES_IN, {}, 1000),
        (Fault.SHORT_EXPIRES_IN, {"seconds": 90}, 90_000),
        (Fault.MISSING_EXPIRES_IN, {}, None),
    ],
)
async def test_expires_in(
    caller: BareClient, fault: Fault, options: dict[str, Any], expected: Any
) -> None:
    """A token's lifetime is answered in each form."""
    caller.simulator.faults.add("*", fault, times=None, **options)
    answer = await caller.call("getToken", caller.sign_in_body())
    assert answer["data"].get("expiresIn") == expected
    assert ("expiresIn" in answer["data"]) is (expected is not None)
    caller.token = answer["data"]["token"]
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_unenveloped_token(caller: BareClient) -> None:
    """The document's own example of a token has no envelope."""
    caller.simulator.faults.add("getToken", Fault.UNENVELOPED)
    caller.simulator.faults.add("getToken", Fault.STRING_EXPIRES_IN)
    answer = await caller.call("getToken", caller.sign_in_body())
    assert answer.keys() == {"token", "expiresIn"}
    assert answer["expiresIn"] == "86400000"


@pytest.mark.parametrize("key", ["rows", "list", "records", "result"])
async def test_nested_list(caller: BareClient, printer: Printer, key: str) -> None:
    """The printers can be nested in `data`."""
    caller.simulator.faults.add("queryPrinters", Fault.NESTED_LIST, key=key)
    answer = await caller.call("queryPrinters")
    assert answer["data"][key] == [printer.record()]
    assert answer["data"]["total"] == 1


async def test_synonyms(caller: BareClient, printer: Printer) -> None:
    """Name and SN can have other keys."""
    caller.simulator.faults.add("*", Fault.SYNONYMS, times=2)
    [listed] = (await caller.call("queryPrinters"))["data"]
    assert listed == {
        "shareSn": "pkDgrqeA",
        "deviceName": "佳能复合机",
        "deviceType": "printer",
        "printerAlias": "佳能复合机-pkDgrqeA",
    }
    caller.simulator.unbind(caller.application, printer)
    bound = await caller.call("addSharePrinter", BODIES["addSharePrinter"])
    assert bound["data"] == listed


async def test_object_detail(caller: BareClient, printer: Printer) -> None:
    """Capabilities can be an object."""
    caller.simulator.faults.add("queryPrinterDetail", Fault.OBJECT_DETAIL)
    answer = await caller.call("queryPrinterDetail", IDENTITY)
    assert answer["data"] == printer.capabilities


@pytest.mark.parametrize("call", PATHS)
async def test_extra_fields(caller: BareClient, printer: Printer, call: str) -> None:
    """All objects can have unknown fields."""
    task_id = await caller.print()
    bodies = BODIES | {
        "getToken": caller.sign_in_body(),
        "task/get": {"taskId": task_id, "controlSn": "pkDgrqeA"},
    }
    if call == "addSharePrinter":
        caller.simulator.unbind(caller.application, printer)
    caller.simulator.faults.add(call, Fault.EXTRA_FIELDS)
    answer = await caller.call(call, bodies[call])
    assert answer["success"] is True
    assert answer["traceId"]
    data = answer.get("data")
    if isinstance(data, list):
        [data] = data
    if isinstance(data, dict):
        assert data["traceId"]


async def test_swapped_case(caller: BareClient, printer: Printer) -> None:
    """States and device types can be in the other case."""
    task_id = await caller.print()
    caller.simulator.faults.add("*", Fault.SWAPPED_CASE, times=None)
    [listed] = (await caller.call("queryPrinters"))["data"]
    assert listed == printer.record() | {"deviceType": "PRINTER"}
    task = await caller.task(task_id)
    assert (task["taskStatus"], task["deviceType"]) == ("submitted", "PRINTER")
    assert task["statusDetail"] == "SUBMITTED"
    # The cloud accepts this spelling, too.
    await caller.print(deviceType="PRINTER")
    detail = await caller.call(
        "queryPrinterDetail", IDENTITY | {"deviceType": "Printer"}
    )
    assert detail["success"] is True
    assert (await caller.call("revokeSharePrinter", IDENTITY)) == {"success": True}
    assert caller.simulator.violations == []


async def test_another_device_type(caller: BareClient, printer: Printer) -> None:
    """A printer can have the type PRINTER, and prints."""
    printer.device_type = "PRINTER"
    await caller.print(deviceType="PRINTER")
    await caller.print(deviceType="printer")
    assert printed(caller) == 2


async def test_other_task(caller: BareClient, printer: Printer) -> None:
    """The answer can be about another task of the application."""
    first = await caller.print(name="a")
    caller.simulator.faults.add("*", Fault.OTHER_TASK, times=4)
    assert (await caller.call("queryPrinters"))["success"] is True
    # There is no other one.
    assert (await caller.task(first))["taskName"] == "a"
    second = await caller.print(name="b")
    caller.simulator.set_task_status(second, "FINISHED")
    task = await caller.task(first)
    assert (task["taskId"], task["taskName"]) == (second, "b")
    assert task["taskStatus"] == "FINISHED"
    task = await caller.task(first)
    assert (task["taskId"], task["taskName"]) == (first, "a")
    assert task["taskStatus"] == "SUBMITTED"


async def test_control_characters(
    caller: BareClient, simulator: CloudSimulator
) -> None:
    """Strings can contain control characters, which strict JSON does not allow."""
    printer = simulator.add_printer(
        capabilities={"supportedPapers": [{"name": "Envelope DL"}]}
    )
    simulator.bind(caller.application, printer)
    caller.simulator.faults.add("*", Fault.CONTROL_CHARACTERS, times=2)
    _, body = await caller.send("queryPrinterDetail", IDENTITY)
    assert b"Envelope\nDL" in body
    with pytest.raises(ValueError, match="Invalid control character"):
        json.loads(body)
    answer = json.loads(body, strict=False)
    assert answer["message"] == "操作\t成功"
    _, body = await caller.send("queryPrinters")
    assert json.loads(body, strict=False)["data"] == [printer.record()]


async def test_repeated_task_id(
    caller: BareClient, simulator: CloudSimulator, printer: Printer
) -> None:
    """Two prints of one printer can be answered with the same id."""
    simulator.bind(caller.application, simulator.add_colour_printer())
    other = {"deviceName": "EPSON L15160 Series", "controlSn": "mT4xWq2Z"}
    repeated = simulator.faults.add("*", Fault.REPEATED_TASK_ID, times=None)
    first = await caller.print(name="a")
    second = await caller.print(name="b", **other)
    assert first != second
    assert await caller.print(name="c", **other) == second
    assert await caller.print(name="d") == first
    assert (await caller.call("queryPrinters"))["success"] is True
    assert repeated.hits == 5
    assert [job.name for job in simulator.printed] == ["a", "b", "c", "d"]
    assert len({job.task_id for job in simulator.printed}) == 4
    assert (await caller.task(first))["taskName"] == "a"


@pytest.mark.parametrize("envelope", [False, True])
async def test_one_print(caller: BareClient, printer: Printer, envelope: bool) -> None:
    """A fault can be limited to prints of one name."""
    task_id = await caller.print(name="a")
    forbidden = caller.simulator.faults.add(
        "newPrintTask", Fault.HTTP_403, name="b", times=None, envelope=envelope
    )
    caller.simulator.faults.add("task/get", Fault.NULL_DATA, name="a", times=None)
    await caller.print(name="a")
    for _ in range(2):
        response, _ = await caller.send("newPrintTask", task_body(name="b"))
        assert response.status == 403
        assert (response.content_type == "application/json") is envelope
    other = await caller.print(name="c")
    assert forbidden.hits == 2
    assert caller.simulator.times_printed(name="b") == 0
    assert await caller.task(task_id) is None
    assert (await caller.task(other))["taskName"] == "c"


async def test_service_that_refuses_all_prints(
    caller: BareClient, printer: Printer
) -> None:
    """Prints are refused with a message; a dead token is refused first, as usual."""
    settings = caller.simulator.settings
    settings.token_refusal = TokenRefusal.MESSAGE
    settings.token_messages = ("请先登录",)
    early = caller.simulator.faults.add(
        "newPrintTask", Fault.DROP_BEFORE_READ, signed_in=True, after=2
    )
    refusing = caller.simulator.faults.add(
        "newPrintTask", Fault.REFUSED, message="余额不足", times=None, signed_in=True
    )
    for dead, message in ((False, "余额不足"), (True, "请先登录")):
        if dead:
            caller.simulator.kill_tokens()
        for _ in range(2):
            answer = await caller.call("newPrintTask", task_body())
            assert answer == {"success": False, "message": message, "data": None}
    assert (refusing.hits, early.hits) == (2, 0)
    await caller.sign_in()
    with pytest.raises(ClientError):
        await caller.call("newPrintTask", task_body())
    assert (refusing.hits, early.hits) == (2, 1)
    assert printed(caller) == 0


async def test_text_content_type(caller: BareClient) -> None:
    """JSON can have another content type."""
    caller.simulator.faults.add("queryPrinters", Fault.TEXT_CONTENT_TYPE)
    response, body = await caller.send("queryPrinters")
    assert response.content_type == "text/html"
    assert json.loads(body) == {"success": True, "data": []}


async def test_kill_token(caller: BareClient, printer: Printer) -> None:
    """Another client's sign-in kills the token of the call."""
    caller.simulator.faults.add("newPrintTask", Fault.KILL_TOKEN)
    response, _ = await caller.send("newPrintTask", task_body())
    assert response.status == 401
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401
    await caller.sign_in()
    await caller.print()
    assert printed(caller) == 1
    # A dead token has no application.
    caller.token = "dead"
    caller.simulator.faults.add("queryPrinters", Fault.KILL_TOKEN)
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401


@pytest.mark.parametrize("accept", [False, True])
async def test_slow(caller: BareClient, printer: Printer, accept: bool) -> None:
    """A call waits until it is released, before or after it is carried out."""
    slow = caller.simulator.faults.add("newPrintTask", Fault.SLOW, accept=accept)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(caller.print())
        await slow.reached.wait()
        # The list is answered meanwhile, and gives the print its time.
        await caller.call("queryPrinters")
        assert printed(caller) == accept
        assert not call.done()
        slow.release()
    assert printed(caller) == 1


async def test_slow_for_a_time(caller: BareClient) -> None:
    """A call can wait for some seconds, or be released earlier."""
    faults = caller.simulator.faults
    faults.add("queryPrinters", Fault.SLOW, seconds=0.001)
    await caller.call("queryPrinters")
    slow = faults.add("queryPrinters", Fault.SLOW, seconds=3600)
    async with asyncio.TaskGroup() as group:
        group.create_task(caller.call("queryPrinters"))
        await slow.reached.wait()
        slow.release()


@pytest.mark.parametrize("fault", [None, Fault.DROP_MID_BODY, Fault.DROP_AFTER_ACCEPT])
async def test_caller_gives_up(
    caller: BareClient, printer: Printer, fault: Fault | None
) -> None:
    """A print is accepted even if the client disconnects."""
    if fault is not None:
        caller.simulator.faults.add("newPrintTask", fault)
    slow = caller.simulator.faults.add("newPrintTask", Fault.SLOW)
    call = asyncio.create_task(caller.print())
    await slow.reached.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert printed(caller) == 0
    slow.release()
    while not printed(caller):
        await caller.call("queryPrinters")
    assert caller.simulator.requests[0].accepted


async def test_caller_hangs_up_in_the_body(caller: BareClient) -> None:
    """An incomplete request is recorded."""
    port = int(caller.simulator.base_url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /openapi HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
        b"Content-Type: application/json\r\n\r\n{"
    )
    await writer.drain()
    await until(lambda: caller.simulator.requests)
    writer.close()
    await writer.wait_closed()
    await caller.call("queryPrinters")
    first = caller.simulator.requests[0]
    assert first.call == "newPrintTask"
    assert first.size is None
    assert not first.accepted


async def test_slow_and_dropped(caller: BareClient, printer: Printer) -> None:
    """Faults that can be combined are added to another."""
    slow = caller.simulator.faults.add("newPrintTask", Fault.SLOW)
    caller.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    slow.release()
    with pytest.raises(ClientError):
        await caller.call("newPrintTask", task_body())
    assert printed(caller) == 1
    assert caller.simulator.requests[0].faults == ("drop_after_accept", "slow")


async def test_order(caller: BareClient) -> None:
    """Faults apply in their order, each `times` times."""
    faults = caller.simulator.faults
    faults.add("queryPrinters", Fault.HTTP_500, times=2)
    faults.add("*", Fault.HTTP_502, after=1)
    last = faults.add("queryPrinters", Fault.HTTP_503, times=None)
    seen = []
    for _ in range(6):
        response, _ = await caller.send("queryPrinters")
        seen.append(response.status)
    # The 502 skips one call, which gets the next fault.
    assert seen == [500, 500, 503, 502, 503, 503]
    assert last.hits == 3
    faults.remove(last)
    assert (await caller.call("queryPrinters"))["success"] is True
    assert [scripted.hits for scripted in faults] == [2, 1]
    faults.clear()
    assert list(faults) == []


async def test_order_before_reading(caller: BareClient) -> None:
    """A drop before reading waits for its turn, too, and can skip calls."""
    faults = caller.simulator.faults
    faults.add("queryPrinters", Fault.HTTP_500)
    faults.add("queryPrinters", Fault.EXTRA_FIELDS, times=None)
    faults.add("queryPrinters", Fault.DROP_BEFORE_READ, after=1)
    response, _ = await caller.send("queryPrinters")
    assert response.status == 500
    assert (await caller.call("queryPrinters"))["success"] is True
    with pytest.raises(ClientError):
        await caller.call("queryPrinters")
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_one_printer(
    caller: BareClient, simulator: CloudSimulator, printer: Printer
) -> None:
    """A fault can be limited to one printer."""
    simulator.bind(caller.application, simulator.add_colour_printer())
    name = "EPSON L15160 Series"
    other = {"printerName": name, "shareSn": "mT4xWq2Z", "deviceType": "printer"}
    task_id = await caller.print(deviceName=name, controlSn="mT4xWq2Z")
    simulator.faults.add("*", Fault.HTTP_500, printer=name, times=None)
    assert (await caller.call("queryPrinterDetail", IDENTITY))["success"] is True
    assert (await caller.call("queryPrinters"))["success"] is True
    await caller.print()
    for call, body in (
        ("queryPrinterDetail", other),
        ("newPrintTask", task_body(deviceName=name)),
        ("task/get", {"taskId": task_id, "controlSn": "mT4xWq2Z"}),
    ):
        response, _ = await caller.send(call, body)
        assert response.status == 500


@pytest.mark.parametrize(
    ("call", "fault", "options", "message"),
    [
        ("print", Fault.HTTP_500, {}, "print"),
        ("*", "explode", {}, "explode"),
        ("*", Fault.SLOW, {"minutes": 1}, "minutes"),
        ("*", Fault.DROP_BEFORE_READ, {"printer": "x"}, "before the printer is known"),
        ("*", Fault.DROP_BEFORE_READ, {"name": "x"}, "before the printer is known"),
        ("*", Fault.DROP_AFTER_ACCEPT, {"accept": False}, "defines whether"),
    ],
)
async def test_impossible(
    simulator: CloudSimulator,
    call: str,
    fault: Fault,
    options: dict[str, Any],
    message: str,
) -> None:
    """An invalid fault is not added."""
    with pytest.raises(ValueError, match=message):
        simulator.faults.add(call, fault, **options)
    assert list(simulator.faults) == []


@pytest.mark.parametrize("fault", Fault)
async def test_every_fault_is_counted(
    caller: BareClient, printer: Printer, fault: Fault
) -> None:
    """Each fault is applied, counted and recorded."""
    scripted = caller.simulator.faults.add(Call.NEW_PRINT_TASK, fault)
    scripted.release()
    try:
        await caller.send("newPrintTask", task_body())
    except ClientError, ConnectionError:
        assert "drop" in fault
    assert scripted.hits == 1
    assert scripted.reached.is_set()
    assert caller.simulator.requests[0].faults == (fault,)


async def test_refused_connection(
    caller: BareClient, simulator: CloudSimulator
) -> None:
    """Connections are broken and refused, and accepted again on the same port."""
    url = simulator.base_url
    await caller.call("queryPrinters")
    simulator.refuse_connections()
    simulator.refuse_connections()
    assert [simulator.listening] == [False]
    # The session notices its broken connection only now.
    with pytest.raises(ClientOSError):
        await caller.call("queryPrinters")
    with pytest.raises(ClientConnectorError):
        await caller.call("queryPrinters")
    assert simulator.count() == 1
    await simulator.accept_connections()
    await simulator.accept_connections()
    assert [simulator.listening] == [True]
    assert simulator.base_url == url
    # The token is still alive.
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_refused_during_a_call(
    caller: BareClient, simulator: CloudSimulator, printer: Printer
) -> None:
    """A call under way loses its connection, but is carried out."""
    slow = simulator.faults.add("newPrintTask", Fault.SLOW)
    call = asyncio.create_task(caller.call("newPrintTask", task_body()))
    await slow.reached.wait()
    simulator.refuse_connections()
    with pytest.raises(ClientError):
        await call
    slow.release()
    await simulator.accept_connections()
    while not printed(caller):
        await caller.call("queryPrinters")


@pytest.mark.parametrize("turns", range(6))
async def test_refused_while_it_is_accepted(
    simulator: CloudSimulator, turns: int
) -> None:
    """A connection that is just being accepted is broken, too."""
    errors: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: errors.append(context))
    port = int(simulator.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setblocking(False)
        await let_run(turns)
        simulator.refuse_connections()
        with suppress(ConnectionResetError):
            assert await loop.sock_recv(connection, 1) == b""
    assert errors == []
    await simulator.accept_connections()
    async with ClientSession() as session:
        client = BareClient(session, simulator, simulator.add_application())
        await client.sign_in()


async def test_stop_ends_what_waits(socket_enabled: None) -> None:
    """`stop` ends all calls, and can be called twice or without `start`."""
    simulator = CloudSimulator()
    with pytest.raises(RuntimeError, match="not started"):
        _ = simulator.base_url
    assert not simulator.listening
    await simulator.stop()
    simulator.refuse_connections()
    await simulator.accept_connections()
    await simulator.start()
    slow = simulator.faults.add("*", Fault.SLOW)
    async with ClientSession() as session:
        call = asyncio.create_task(
            BareClient(session, simulator, simulator.add_application()).send("getToken")
        )
        await slow.reached.wait()
        await simulator.stop()
        with pytest.raises(ClientError):
            await call
    await simulator.stop()
    assert simulator.count("getToken") == 1


async def test_port_is_taken(simulator: CloudSimulator) -> None:
    """A port that is in use is an error."""
    port = int(simulator.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await CloudSimulator(port=port).start()


async def test_real_time(socket_enabled: None) -> None:
    """The default clock is `time.time`."""
    simulator = CloudSimulator()
    before = simulator.now()
    simulator.advance(1000)
    assert simulator.now() >= before + 1000
