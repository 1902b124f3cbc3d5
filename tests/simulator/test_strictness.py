"""Tests that requests must follow the document."""

import json
from typing import Any

import pytest

from . import Printer
from .bare_client import IDENTITY, PATHS, BareClient, task_body

TICKET = {"shareTicket": "830487711", "password": "2598"}
QUESTION = {"taskId": "pkDgrqeA-amel55ta2gw0", "controlSn": "pkDgrqeA"}

FIELDS = [
    ("addSharePrinter", TICKET),
    ("revokeSharePrinter", IDENTITY),
    ("queryPrinterDetail", IDENTITY),
    ("task/get", QUESTION),
]


def only_violation(caller: BareClient) -> str:
    """Return the only violation."""
    [violation] = caller.simulator.violations
    return violation.detail


async def assert_refused(caller: BareClient, call: str, body: Any, detail: str) -> None:
    """Send a body; expect a refusal in the default shape, and a violation."""
    answer = await caller.call(call, body)
    assert answer["success"] is False
    assert answer["data"] is None
    assert answer["message"]
    assert only_violation(caller) == detail
    assert caller.simulator.violations[0].call == call
    assert caller.simulator.printed == []


@pytest.mark.parametrize("call", PATHS)
@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"],
)
async def test_content_type(caller: BareClient, call: str, content_type: str) -> None:
    """Another content type than JSON gets 404, as in the vendor's fault log."""
    response, _ = await caller.send(
        call, data=b"{}", headers={"Content-Type": content_type}
    )
    assert response.status == 404
    assert (await response.json())["success"] is False
    assert only_violation(caller) == f"content type {content_type!r}"


async def test_charset(caller: BareClient) -> None:
    """The charset must be UTF-8 or missing."""
    for charset, status in (("utf-8", 200), ("UTF-8", 200), ("gbk", 404)):
        response, _ = await caller.send(
            "queryPrinters",
            data=b"{}",
            headers={"Content-Type": f"application/json; charset={charset}"},
        )
        assert response.status == status
    assert only_violation(caller) == "charset 'gbk'"


@pytest.mark.parametrize("call", PATHS)
async def test_method(caller: BareClient, call: str) -> None:
    """Every call is a POST."""
    response, _ = await caller.send(call, method="GET", data=b"")
    assert response.status == 404
    assert only_violation(caller) == "method GET"


async def test_path(caller: BareClient) -> None:
    """Unknown paths get 404."""
    response, _ = await caller.send("/openapi/task/cancel", {})
    assert response.status == 404
    assert only_violation(caller) == "unknown path /openapi/task/cancel"
    assert caller.simulator.count("unknown") == 1


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"", "the body is not JSON: "),
        (b"{", "the body is not JSON: "),
        (b'{"a": NaN}', "the body is not JSON: NaN"),
        ('{"a": "佳能"}'.encode("gbk"), "the body is not JSON: "),
        (b"[" * 100_000, "the body is not JSON: "),
        (b"[]", "the body is not a JSON object"),
        (b'"text"', "the body is not a JSON object"),
    ],
)
async def test_body(caller: BareClient, raw: bytes, detail: str) -> None:
    """A body must be a JSON object in UTF-8."""
    answer = await caller.call(
        "queryPrinters", data=raw, headers={"Content-Type": "application/json"}
    )
    assert answer == {"success": False, "message": "请求数据格式错误", "data": None}
    assert only_violation(caller).startswith(detail)
    assert caller.simulator.requests[-1].body is None
    assert caller.simulator.requests[-1].size == len(raw)


async def test_no_fields(caller: BareClient) -> None:
    """The list takes no field."""
    await assert_refused(caller, "queryPrinters", {"a": 1}, "unknown field a")


@pytest.mark.parametrize(
    ("call", "body", "name"),
    [(call, body, name) for call, body in FIELDS for name in body],
)
@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (..., "{} is missing"),
        (None, "{} is not a string"),
        (830487711, "{} is not a string"),
        ("", "{} is empty"),
        ("  ", "{} is empty"),
    ],
)
async def test_fields(
    caller: BareClient,
    printer: Printer,
    call: str,
    body: dict[str, str],
    name: str,
    value: Any,
    detail: str,
) -> None:
    """Every field is a required string."""
    changed = {k: v for k, v in (body | {name: value}).items() if v is not ...}
    await assert_refused(caller, call, changed, detail.format(name))


@pytest.mark.parametrize(("call", "body"), FIELDS)
async def test_unknown_field(
    caller: BareClient, printer: Printer, call: str, body: dict[str, str]
) -> None:
    """Undocumented fields are refused."""
    await assert_refused(caller, call, body | {"tag": "x"}, "unknown field tag")


async def test_control_sn_may_be_needless(caller: BareClient, printer: Printer) -> None:
    """The document's example omits controlSn (vendor-api.md 8.1, 2)."""
    task_id = await caller.print()
    caller.simulator.settings.require_control_sn = False
    answer = await caller.call("task/get", {"taskId": task_id})
    assert answer["data"]["taskId"] == task_id
    assert caller.simulator.violations == []
    body = {"taskId": task_id, "controlSn": 1}
    answer = await caller.call("task/get", body)
    assert answer["success"] is False
    assert only_violation(caller) == "controlSn is not a string"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "unknown command None"),
        ({"command": "listTasks", "data": {}}, "unknown command 'listTasks'"),
        ({"command": "newPrintTask"}, "data is not an object"),
        ({"command": "newPrintTask", "data": []}, "data is not an object"),
        ({"command": "newPrintTask", "data": {}}, "data.task is not an object"),
        (
            {"command": "newPrintTask", "data": {"task": "x"}},
            "data.task is not an object",
        ),
        (task_body() | {"id": 1}, "unknown field id"),
        (
            {"command": "newPrintTask", "data": {"task": {}, "user": 1}},
            "unknown field data.user",
        ),
    ],
)
async def test_command(
    caller: BareClient, printer: Printer, body: dict[str, Any], detail: str
) -> None:
    """A print must be a command with a task in its data."""
    await assert_refused(caller, "newPrintTask", body, detail)


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "deviceName",
        "deviceType",
        "controlSn",
        "mediaSource",
        "mediaFormat",
        "content",
    ],
)
@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (None, "task.{} is missing"),
        (1, "task.{} is not a string"),
        ("", "task.{} is empty"),
        (" \n", "task.{} is empty"),
    ],
)
async def test_task_fields(
    caller: BareClient, printer: Printer, name: str, value: Any, detail: str
) -> None:
    """The fields that the document's example sets are required."""
    body = task_body(**{name: value})
    await assert_refused(caller, "newPrintTask", body, detail.format(name))


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"javascript": "true"}, "task.javascript cannot be 'true'"),
        ({"printBackground": 1}, "task.printBackground cannot be 1"),
        ({"headers": ["a"]}, "task.headers cannot be ['a']"),
        ({"headers": {"a": 1}}, "task.headers cannot be {'a': 1}"),
        ({"config": []}, "task.config is not an object"),
        ({"size": 1}, "unknown field task.size"),
        ({"config": {"duplex": True}}, "unknown field config.duplex"),
        ({"config": {"copies": "2"}}, "config.copies cannot be '2'"),
    ],
)
async def test_optional_task_fields(
    caller: BareClient, printer: Printer, changes: dict[str, Any], detail: str
) -> None:
    """Optional fields must have their types."""
    await assert_refused(caller, "newPrintTask", task_body(**changes), detail)


async def test_config_is_not_null(caller: BareClient, printer: Printer) -> None:
    """A config can be omitted, but not be null."""
    body = task_body()
    body["data"]["task"]["config"] = None
    await assert_refused(caller, "newPrintTask", body, "task.config is not an object")


@pytest.mark.parametrize("name", ["deviceName", "controlSn", "deviceType"])
async def test_foreign_printer(caller: BareClient, printer: Printer, name: str) -> None:
    """Printing requires a bound printer."""
    answer = await caller.call("newPrintTask", task_body(**{name: "other"}))
    assert answer == {
        "success": False,
        "message": "设备不存在或未绑定到该应用",
        "data": None,
    }
    assert caller.simulator.violations == []
    assert caller.simulator.printed == []


async def test_scanners_do_not_print(caller: BareClient, printer: Printer) -> None:
    """A print on another device is refused."""
    printer.device_type = "scanner"
    answer = await caller.call("newPrintTask", task_body(deviceType="scanner"))
    assert answer["message"] == "该设备不支持打印"
    assert caller.simulator.printed == []


async def test_documents_own_task(caller: BareClient, printer: Printer) -> None:
    """The document's example (OpenAPI 3.6.2) is accepted unchanged."""
    task = {
        "name": "Task001",
        "deviceName": "佳能复合机",
        "deviceType": "printer",
        "controlSn": "pkDgrqeA",
        "mediaSource": "URL",
        "mediaFormat": "PNG",
        "content": "https://pavo.elongstatic.com/i/ori/1n49kB759vO.png",
        "javascript": True,
        "printBackground": None,
        "headers": None,
        "config": {
            "color": "COLOR",
            "side": "ONESIDE",
            "paperConfig": {"width": 105, "height": 156},
        },
    }
    answer = await caller.call(
        "newPrintTask", {"command": "newPrintTask", "data": {"task": task}}
    )
    assert answer["success"] is True
    assert caller.simulator.violations == []
    assert caller.simulator.printed[0].task == task


async def test_records(caller: BareClient, printer: Printer) -> None:
    """Every request is recorded with its body."""
    await caller.send("queryPrinters", {}, headers={"Accept": "application/json"})
    await caller.call("queryPrinterDetail", IDENTITY)
    first, second = caller.simulator.requests
    assert first.call == "queryPrinters"
    assert first.path == "/openapi/control/queryPrinters"
    assert first.method == "POST"
    assert first.time == caller.simulator.now()
    assert first.token == caller.token
    assert first.headers["content-type"] == "application/json"
    assert first.headers["accept"] == "application/json"
    assert "api-access-token" not in first.headers
    assert first.body == {}
    assert first.app_id == caller.application.app_id
    assert first.accepted
    assert first.status == 200
    assert second.body == IDENTITY
    assert second.size == len(json.dumps(IDENTITY))
    assert caller.simulator.count() == 2
    assert caller.simulator.count("queryPrinters") == 1
    assert caller.simulator.counts() == {"queryPrinters": 1, "queryPrinterDetail": 1}
    with pytest.raises(ValueError, match="queryPrinter"):
        caller.simulator.count("queryPrinter")
