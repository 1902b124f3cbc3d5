"""Tests of answers in shapes and encodings that the document does not have."""

from collections.abc import Awaitable, Callable
import json
from typing import Any

import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import (
    CloudPrintError,
    CloudPrintResponseError,
    Delivery,
)
from custom_components.cloudprint.api.printer import Printer
from tests.simulator import CloudSimulator, Fault, Printer as SharedPrinter

from .scripted import LIST_PATH, TOKEN_PATH, Answer, ScriptedService
from .test_client import text_task

DETAIL = "/openapi/control/queryPrinterDetail"
SUBMIT = "/openapi"
PRINTER = Printer(server_sn="pkDgrqeA", name="佳能复合机")
RECORD = {"sn": "pkDgrqeA", "printerName": "佳能复合机"}
OFFLINE = {"success": False, "message": "打印机离线", "data": None}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{}", ""),
        ({}, ""),
        ({"supportedColors": [], "dpi": None, "unknown": 1}, ""),
        ({"error": "打印机离线"}, "打印机离线"),
        (json.dumps(OFFLINE), "打印机离线"),
        (OFFLINE, "打印机离线"),
        ("打印机离线", ""),
        ([], ""),
    ],
)
async def test_no_capabilities(
    scripted: CloudPrintClient, service: ScriptedService, data: Any, message: str
) -> None:
    """A record without any known field is none; what the vendor says in it is kept."""
    service.answers(DETAIL, {"success": True, "data": data})
    with pytest.raises(CloudPrintResponseError) as caught:
        await scripted.query_printer_detail(PRINTER)
    assert (caught.value.key, caught.value.message) == ("unexpected", message)


@pytest.mark.parametrize(
    "data",
    [
        {"data": [RECORD]},
        json.dumps([RECORD]),
        json.dumps({"data": [RECORD]}),
        json.dumps({"rows": [RECORD]}),
        [json.dumps(RECORD)],
    ],
)
async def test_lists(
    scripted: CloudPrintClient, service: ScriptedService, data: Any
) -> None:
    """A list is read within an object, and within a string."""
    service.answers(LIST_PATH, {"success": True, "data": data})
    assert await scripted.query_printers() == [PRINTER]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (json.dumps(OFFLINE), "打印机离线"),
        (OFFLINE, "打印机离线"),
        *(("", ""), ("null", ""), ({}, ""), (1, "")),
    ],
)
async def test_no_list(
    scripted: CloudPrintClient, service: ScriptedService, data: Any, message: str
) -> None:
    """Anything else is no list without printers."""
    service.answers(LIST_PATH, {"success": True, "data": data})
    with pytest.raises(CloudPrintResponseError) as caught:
        await scripted.query_printers()
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("task_id", "is_one"),
    [
        ("cmehsz9mg0e8", True),
        ("x" * 200, True),
        (7, True),
        ("任务 7", True),
        ("x" * 201, False),
        ("0", False),
        (0, False),
        (" 0 ", False),
        ("a\nb", False),
        (" ", False),
        (None, False),
        (False, False),
        (OFFLINE, False),
    ],
)
async def test_task_ids(
    scripted: CloudPrintClient, service: ScriptedService, task_id: Any, is_one: bool
) -> None:
    """A print is accepted with 1 to 200 printable characters, which are not 0."""
    record = {"taskId": task_id}
    for data in task_id, record, json.dumps(record):
        service.answers(SUBMIT, {"success": True, "data": data})
        if is_one:
            assert await scripted.new_print_task(text_task()) == str(task_id)
            continue
        with pytest.raises(CloudPrintResponseError) as caught:
            await scripted.new_print_task(text_task())
        assert caught.value.delivery is Delivery.UNKNOWN


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (SUBMIT, {"success": True, "code": 500, "message": "打印机离线"}),
        (SUBMIT, {"success": True, "message": "打印机离线", "data": {}}),
        (SUBMIT, {"success": True, "data": json.dumps(OFFLINE)}),
        (DETAIL, {"success": True, "code": 500, "message": "打印机离线"}),
        (DETAIL, {"success": True, "message": "打印机离线", "data": {}}),
        (LIST_PATH, {"success": True, "msg": "打印机离线", "data": {}}),
        (TOKEN_PATH, {"success": True, "message": "打印机离线", "data": None}),
        (TOKEN_PATH, {"code": 1, "error": "打印机离线", "data": None}),
    ],
)
async def test_words_beside_no_data(
    scripted: CloudPrintClient, service: ScriptedService, path: str, answer: Any
) -> None:
    """What the vendor says is not lost where `data` is empty."""
    service.answers(path, answer)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        SUBMIT: lambda: scripted.new_print_task(text_task()),
        DETAIL: lambda: scripted.query_printer_detail(PRINTER),
    }
    with pytest.raises(CloudPrintResponseError, match="打印机离线") as caught:
        await calls.get(path, scripted.query_printers)()
    assert caught.value.message == "打印机离线"


LISTED = json.dumps({"success": True, "data": [RECORD]}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (LISTED.encode(), "utf-8"),
        (LISTED.encode(), "gbk"),
        (LISTED.encode("utf-8-sig"), None),
        (LISTED.encode("gb18030"), None),
        (LISTED.encode("gbk"), "utf-8"),
        (LISTED.encode("gbk"), "GBK"),
        (LISTED.encode("gbk"), "no-such-one"),
        (LISTED.encode("gbk"), "hex"),
        (LISTED.encode("big5", "replace"), "big5"),
        (LISTED.encode("utf-16"), "utf-16"),
    ],
)
async def test_encodings(
    scripted: CloudPrintClient,
    service: ScriptedService,
    body: bytes,
    charset: str | None,
) -> None:
    """A body is read in UTF-8, else as its header says, else in GB18030."""
    kind = "application/json" + (f";charset={charset}" if charset else "")
    service.answers(LIST_PATH, Answer(body, headers={"Content-Type": kind}))
    (printer,) = await scripted.query_printers()
    expected = body.decode(charset) if charset == "big5" else LISTED
    assert printer.name == json.loads(expected)["data"][0]["printerName"]


@pytest.mark.parametrize(
    "body",
    [
        LISTED.replace("佳能复合机", "佳能\0复合机").encode().replace(b"\0", b"\xe4"),
        LISTED.replace("佳能复合机", "佳\N{REPLACEMENT CHARACTER}机").encode(),
        b'{"success": true, "data": [{"sn": "pkDgrqeA", "printerName": "\xff\xff"}]}',
    ],
    ids=["damaged", "stored so", "nothing"],
)
async def test_garbled(
    scripted: CloudPrintClient, service: ScriptedService, body: bytes
) -> None:
    """A damaged text in UTF-8 is not taken for another encoding."""
    service.answers(LIST_PATH, Answer(body))
    (printer,) = await scripted.query_printers()
    assert printer.is_garbled
    service.answers(
        "/openapi/control/addSharePrinter",
        Answer(body.replace(b"[", b"").replace(b"]", b"")),
    )
    with pytest.raises(CloudPrintResponseError):
        await scripted.add_share_printer("123456", "1234")


@pytest.mark.parametrize("size", [10, 3_000_000])
async def test_too_large(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    size: int,
) -> None:
    """A gateway refuses a body before it reads it: nothing was taken."""
    simulator.faults.add("newPrintTask", Fault.TOO_LARGE)
    with pytest.raises(CloudPrintError) as caught:
        await cloud.new_print_task(text_task(b"x" * size))
    error = caught.value
    assert (error.key, error.delivery, error.message) == (
        "too_large",
        Delivery.REFUSED,
        "",
    )
    assert str(error) == "The request is too large for the service"


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("https://new.example/a?token=secret#x", "https://new.example"),
        ("https://me:secret@new.example:8443/", "https://new.example:8443"),
        ("//new.example/login", "http://new.example"),
        ("mailto:admin@new.example", None),
        ("http://[", None),
        (None, None),
    ],
)
async def test_redirected(
    scripted: CloudPrintClient,
    service: ScriptedService,
    location: str | None,
    address: str | None,
) -> None:
    """A redirection says to which server, without its path and secrets."""
    headers = {"Location": location} if location else {}
    service.answers(LIST_PATH, Answer(b"", 302, headers))
    with pytest.raises(CloudPrintError) as caught:
        await scripted.query_printers()
    assert caught.value.placeholders.get("address") == address
    assert caught.value.key == ("redirected" if address else "http_status")
    assert "secret" not in str(caught.value)
