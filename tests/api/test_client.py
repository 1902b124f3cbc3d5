"""Tests of the seven calls, against the simulated cloud and undocumented answers."""

from datetime import timedelta
import json
import logging
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.api.capabilities import Paper
from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    CloudPrintTokenError,
    Delivery,
)
from custom_components.cloudprint.api.print_task import PrintTask
from custom_components.cloudprint.api.printer import Printer
from custom_components.cloudprint.api.vocabulary import (
    MediaFormat,
    MediaSource,
    TaskStatus,
)
from tests.simulator import CloudSimulator, Fault, Printer as SharedPrinter, TaskAnswer

from .conftest import APP_ID, APP_KEY, Clock
from .scripted import TOKEN_PATH, Answer, ScriptedService

PRINTER = Printer(server_sn="pkDgrqeA", name="佳能复合机")

ADD = "/openapi/control/addSharePrinter"
REVOKE = "/openapi/control/revokeSharePrinter"
LIST = "/openapi/control/queryPrinters"
DETAIL = "/openapi/control/queryPrinterDetail"
GET = "/openapi/task/get"


def text_task(content: bytes = b"hello") -> PrintTask:
    """Return a task that prints a text on the document's printer."""
    return PrintTask(
        name="Note",
        device_name=PRINTER.name,
        server_sn=PRINTER.server_sn,
        media_source=MediaSource.STRING,
        media_format=MediaFormat.TEXT,
        content=content,
    )


async def test_all_calls(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
) -> None:
    """A printer is bound, queried, printed on and released."""
    simulator.add_printer(alias="1 楼公区打印机")

    await cloud.get_token()
    assert await cloud.query_printers() == []

    printer = await cloud.add_share_printer("830487711", "2598")
    assert printer == Printer(
        server_sn="pkDgrqeA", name="佳能复合机", alias="1 楼公区打印机"
    )
    assert await cloud.query_printers() == [printer]

    capabilities = await cloud.query_printer_detail(printer)
    assert capabilities.upper_copies == 9999
    assert capabilities.default_paper == Paper(
        name="A4", width=210, height=297, left=5.08, top=5.08, system=False
    )

    task_id = await cloud.new_print_task(text_task())
    assert simulator.times_printed(content=b"hello") == 1
    task = await cloud.get_task(task_id, printer.server_sn)
    assert task is not None
    assert task.task_id == task_id
    assert task.status == TaskStatus.SUBMITTED
    simulator.advance(60)
    task = await cloud.get_task(task_id, printer.server_sn)
    assert task is not None
    assert task.status == TaskStatus.FINISHED

    await cloud.revoke_share_printer(printer)
    assert await cloud.query_printers() == []
    assert simulator.counts() == {
        "getToken": 1,
        "addSharePrinter": 1,
        "revokeSharePrinter": 1,
        "queryPrinters": 3,
        "queryPrinterDetail": 1,
        "newPrintTask": 1,
        "task/get": 2,
    }


async def test_nothing_secret_is_logged(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log has the calls and their outcomes only."""
    caplog.set_level(logging.DEBUG)
    await cloud.new_print_task(text_task(b"my diary"))
    with pytest.raises(CloudPrintRefusedError):
        await cloud.add_share_printer("830487711", "0000")

    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.cloudprint.api")
    ]
    assert [line.rpartition(",")[0] for line in ours] == [
        "/openapi/getToken: answered",
        "/openapi: answered",
        f"{ADD}: CloudPrintRefusedError",
        f"{LIST}: answered",
    ]
    token = simulator.requests[-1].token
    assert token
    for secret in (token, APP_KEY, APP_ID, "my diary", "830487711", "0000"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("app_id", "app_key"), [(APP_ID, "wrong"), ("wrong", APP_KEY), (APP_ID, "\ud800")]
)
async def test_wrong_key(
    session: aiohttp.ClientSession,
    simulator: CloudSimulator,
    cloud: CloudPrintClient,
    app_id: str,
    app_key: str,
) -> None:
    """A refused getToken is an authentication error; nothing else is sent."""
    client = CloudPrintClient(session, app_id, app_key, base_url=simulator.base_url)
    for call in (client.get_token(), client.new_print_task(text_task())):
        with pytest.raises(CloudPrintAuthenticationError) as caught:
            await call
        assert str(caught.value)
        assert caught.value.delivery is Delivery.NOT_SENT
    assert simulator.counts() == {"getToken": 2}
    assert client.tokens.age is None


@pytest.mark.parametrize(
    "refusal",
    [
        {"success": False, "message": "签名错误"},
        {"code": 401, "message": "签名错误"},
        Answer({"code": "1003", "message": "签名错误"}, 401),
        Answer({"success": False, "message": "签名错误"}, 400),
        Answer({"success": False, "code": 422, "message": "签名错误"}, 422),
    ],
)
async def test_key_is_refused_once(
    scripted: CloudPrintClient, service: ScriptedService, clock: Clock, refusal: Any
) -> None:
    """A key that was accepted before is only wrong if it is refused twice in a row."""
    token = {"success": True, "data": {"token": "token", "expiresIn": 200_000}}
    service.answers(TOKEN_PATH, token, refusal, token, refusal, refusal, refusal, token)
    for error in (
        None,
        CloudPrintTokenError,
        None,
        CloudPrintTokenError,
        CloudPrintAuthenticationError,
        CloudPrintAuthenticationError,
        None,
    ):
        clock.now += 200
        if error is None:
            await scripted.get_token()
            continue
        with pytest.raises(error) as caught:
            await scripted.get_token()
        assert caught.value.delivery is Delivery.NOT_SENT
        assert caught.value.message == "签名错误"


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(b"<html>", 401),
        Answer(b"", 403),
        Answer({"error": "No"}, 401),
        Answer(b"<html>", 400),
        Answer({"message": "Bad Request"}, 400),
        Answer({"success": False, "code": 404, "message": "路径或资源不存在"}, 404),
        Answer({"success": False, "message": "请求过于频繁"}, 429),
        Answer({"success": False, "message": "服务端异常"}, 500),
        Answer({"success": False, "message": "服务暂不可用"}, 503),
    ],
)
async def test_no_token_for_another_reason(
    scripted: CloudPrintClient, service: ScriptedService, refusal: Answer
) -> None:
    """The key is not wrong if a proxy refuses, the address is wrong or the service busy."""
    service.answers(TOKEN_PATH, refusal)
    for _ in range(2):
        with pytest.raises(CloudPrintStatusError) as caught:
            await scripted.new_print_task(text_task())
        assert caught.value.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize("status", [200, 400, 401])
@pytest.mark.parametrize(
    ("date", "offset"),
    [
        ("Sun, 29 Nov 2026 12:00:00 GMT", None),
        ("Sun, 29 Nov 2026 12:05:00 GMT", None),
        ("Sun, 29 Nov 2026 11:55:00 GMT", None),
        ("Sun, 29 Nov 2026 11:54:59 GMT", timedelta(seconds=301)),
        ("Sun, 29 Nov 2026 09:00:00 GMT", timedelta(hours=3)),
        ("Mon, 30 Nov 2026 12:00:00 GMT", timedelta(days=-1)),
        ("Sun, 29 Nov 2026 17:00:00 +0800", timedelta(hours=3)),
        ("Sun, 29 Nov 2026 09:00:00 -0000", timedelta(hours=3)),
        ("soon", None),
        ("", None),
    ],
)
async def test_clock_is_wrong(
    scripted: CloudPrintClient,
    service: ScriptedService,
    freezer: FrozenDateTimeFactory,
    status: int,
    date: str,
    offset: timedelta | None,
) -> None:
    """If the key is refused, the Date of the answer tells whether the clock is wrong."""
    freezer.move_to("2026-11-29 12:00:00")
    refusal = {"success": False, "message": "请求已过期"}
    token = {"success": True, "data": {"token": "token", "expiresIn": 86400000}}
    service.answers(
        TOKEN_PATH,
        Answer(refusal, status, {"Date": date}),
        Answer(token, headers={"Date": "Sun, 29 Nov 2026 09:00:00 GMT"}),
    )
    assert scripted.clock_offset is None
    with pytest.raises(CloudPrintAuthenticationError):
        await scripted.get_token()
    assert scripted.clock_offset == offset
    # The service does not mind.
    await scripted.get_token()
    assert scripted.clock_offset is None


async def test_app_id_that_is_not_utf8(
    session: aiohttp.ClientSession, simulator: CloudSimulator
) -> None:
    """An AppID that UTF-8 cannot hold is not sent."""
    client = CloudPrintClient(session, "\ud800", "key", base_url=simulator.base_url)
    with pytest.raises(CloudPrintError, match="written as JSON"):
        await client.get_token()
    assert simulator.requests == []


@pytest.mark.parametrize(("share_code", "code"), [("1", "2598"), ("830487711", "1")])
async def test_wrong_codes(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    share_code: str,
    code: str,
) -> None:
    """A wrong share or verification code is refused with the vendor's message."""
    with pytest.raises(CloudPrintRefusedError) as caught:
        await cloud.add_share_printer(share_code, code)
    (refused,) = (request for request in simulator.requests if request.refusal)
    assert caught.value.message == refused.refusal
    assert caught.value.delivery is Delivery.REFUSED


async def test_unknown_printer(cloud: CloudPrintClient) -> None:
    """A printer that is not bound can be neither queried nor released."""
    for call in (
        cloud.query_printer_detail(PRINTER),
        cloud.revoke_share_printer(PRINTER),
    ):
        with pytest.raises(CloudPrintRefusedError) as caught:
            await call
        assert caught.value.message == "设备不存在或未绑定到该应用"


async def test_undocumented_variants(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """Extra fields, other keys, nestings and content types are accepted."""
    printer.online_status = "0"
    printer.hidden = True
    for fault in (Fault.EXTRA_FIELDS, Fault.TEXT_CONTENT_TYPE, Fault.SYNONYMS):
        simulator.faults.add("*", fault, times=None)
    simulator.faults.add("queryPrinterDetail", Fault.OBJECT_DETAIL)
    expected = Printer(
        server_sn="pkDgrqeA", name="佳能复合机", online=False, hidden=True
    )
    assert await cloud.query_printers() == [expected]
    for key in ("rows", "list", "records", "result"):
        simulator.faults.add("queryPrinters", Fault.NESTED_LIST, key=key)
        assert await cloud.query_printers() == [expected]
    assert (await cloud.query_printer_detail(PRINTER)).supports_copies is False


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("getToken", Fault.UNENVELOPED),
        ("getToken", Fault.STRING_EXPIRES_IN),
        ("getToken", Fault.MISSING_EXPIRES_IN),
        ("getToken", Fault.BARE_STRING),
        ("getToken", Fault.MISSING_SUCCESS),
        ("newPrintTask", Fault.BARE_STRING),
        ("newPrintTask", Fault.MISSING_SUCCESS),
        ("task/get", Fault.MISSING_SUCCESS),
        ("queryPrinters", Fault.MISSING_SUCCESS),
    ],
)
async def test_other_envelopes(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    call: str,
    fault: Fault,
) -> None:
    """An answer with the required values is accepted in any envelope."""
    scripted = simulator.faults.add(call, fault)
    task_id = await cloud.new_print_task(text_task())
    task = await cloud.get_task(task_id, "pkDgrqeA")
    assert task is not None
    assert task.task_id == task_id
    assert len(await cloud.query_printers()) == 1
    assert scripted.hits == 1
    assert simulator.count("getToken") == 1
    assert simulator.times_printed() == 1


async def test_short_lived_token(
    cloud: CloudPrintClient, simulator: CloudSimulator, clock: Clock
) -> None:
    """A token is renewed in time, and its age is reported."""
    simulator.faults.add("getToken", Fault.SHORT_EXPIRES_IN, seconds=600)
    await cloud.query_printers()
    clock.now += 539
    await cloud.query_printers()
    assert cloud.tokens.age == 539
    assert simulator.count("getToken") == 1
    clock.now += 2
    await cloud.query_printers()
    assert cloud.tokens.age == 0
    assert simulator.count("getToken") == 2
    assert cloud.tokens.forced_renewals_last_hour == 0


async def test_lifetime_in_seconds(
    cloud: CloudPrintClient, simulator: CloudSimulator, clock: Clock
) -> None:
    """A lifetime that can only be seconds is not taken for a minute and a half."""
    simulator.faults.add("getToken", Fault.SECONDS_EXPIRES_IN)
    await cloud.query_printers()
    clock.now += 86_000
    await cloud.query_printers()
    assert simulator.count("getToken") == 1
    clock.now += 101
    await cloud.query_printers()
    assert simulator.count("getToken") == 2


async def test_unknown_task(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """The service reports an unknown task as null or as a refusal."""
    task_id = await cloud.new_print_task(text_task())
    simulator.set_task_answer(task_id, TaskAnswer.NULL)
    assert await cloud.get_task(task_id, "pkDgrqeA") is None
    simulator.set_task_answer(task_id, TaskAnswer.REFUSED)
    with pytest.raises(CloudPrintRefusedError):
        await cloud.get_task(task_id, "pkDgrqeA")


async def test_unknown_status(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """An undocumented status is kept unchanged."""
    task_id = await cloud.new_print_task(text_task())
    simulator.set_task_status(task_id, "PARTIAL_PRINTED")
    task = await cloud.get_task(task_id, "pkDgrqeA")
    assert task is not None
    assert task.status == "PARTIAL_PRINTED"


async def test_no_printers(
    scripted: CloudPrintClient, service: ScriptedService
) -> None:
    """An empty array means no printers; no array means so only if allowed."""
    assert await scripted.query_printers(may_be_null=False) == []
    for nothing in {}, {"data": None}:
        service.answers(LIST, {"success": True, **nothing})
        assert await scripted.query_printers() == []
        with pytest.raises(CloudPrintResponseError, match="not as documented"):
            await scripted.query_printers(may_be_null=False)


@pytest.mark.parametrize("named", ["7", 7, "8", None])
async def test_id_of_a_task(
    scripted: CloudPrintClient, service: ScriptedService, named: object
) -> None:
    """A record is returned with the id that it names, which may be another one."""
    record = {"taskStatus": "FINISHED", "taskId": named}
    service.answers(GET, {"success": True, "data": record})
    task = await scripted.get_task("7", "s")
    assert task is not None
    assert task.status == TaskStatus.FINISHED
    assert task.task_id == (None if named is None else str(named))


@pytest.mark.usefixtures("printer")
async def test_control_characters(
    cloud: CloudPrintClient, simulator: CloudSimulator
) -> None:
    """Strings with control characters are read, in the envelope and in its data."""
    simulator.faults.add("*", Fault.CONTROL_CHARACTERS, times=None)
    (printer,) = await cloud.query_printers()
    capabilities = await cloud.query_printer_detail(printer)
    names = [paper.name for paper in capabilities.supported_papers]
    # As the document prints its lines
    assert "Envelope No. 10 (COM10)" in names
    assert all(name.isprintable() for name in names)
    task_id = await cloud.new_print_task(text_task())
    assert (await cloud.get_task(task_id, printer.server_sn)) is not None


@pytest.mark.parametrize("name", ["\x00", "\r\n", "\x1f\x7f"])
async def test_paper_with_an_unusable_name(
    scripted: CloudPrintClient, service: ScriptedService, name: str
) -> None:
    """A paper is left out if its name is only control characters."""
    papers = [
        {"name": name, "width": 1, "height": 1},
        {"name": "信封　5号\t横", "width": 1, "height": 1},
        {"name": "信封　5号  横", "width": 1, "height": 1},
    ]
    service.answers(DETAIL, {"success": True, "data": {"supportedPapers": papers}})
    capabilities = await scripted.query_printer_detail(PRINTER)
    # Only what has to be is changed: people have chosen papers by their names.
    assert [paper.name for paper in capabilities.supported_papers] == [
        *("信封 5号 横", "信封　5号  横")
    ]


async def test_records_without_identity(
    scripted: CloudPrintClient, service: ScriptedService
) -> None:
    """Records that do not identify a printer are left out."""
    good = {"sn": "s", "printerName": "p"}
    service.answers(
        LIST,
        {"success": True, "data": ["?", None, {"sn": "s"}, good, json.dumps(good)]},
    )
    expected = Printer(server_sn="s", name="p")
    assert await scripted.query_printers() == [expected, expected]


async def call_path(client: CloudPrintClient, path: str) -> Any:
    """Make the call that uses a path."""
    match path:
        case "/openapi/control/addSharePrinter":
            return await client.add_share_printer("1", "2")
        case "/openapi/control/revokeSharePrinter":
            return await client.revoke_share_printer(PRINTER)
        case "/openapi/control/queryPrinters":
            return await client.query_printers()
        case "/openapi/control/queryPrinterDetail":
            return await client.query_printer_detail(PRINTER)
        case "/openapi/task/get":
            return await client.get_task("t", "s")
        case "/openapi":
            return await client.new_print_task(text_task())
        case _:
            return await client.get_token()


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        (ADD, [{"success": True}, {"success": True, "data": {"sn": "s"}}]),
        (REVOKE, [{}, {"data": None}, {"status": 500, "error": "no"}]),
        (LIST, [{"success": True, "data": "x"}, {"success": True, "data": {"a": 1}}]),
        (LIST, [{"success": True, "data": [{"sn": "s"}]}, {}, {"data": None}]),
        (DETAIL, [{"success": True, "data": "no JSON"}, {"success": True}]),
        (DETAIL, [{"success": True, "data": "[]"}, {"success": True, "data": 7}]),
        (GET, [{"success": True, "data": {}}, {"success": True, "data": []}, {}]),
        ("/openapi", [{"success": True}, {"success": True, "data": {}}, {}]),
        ("/openapi", [{"success": True, "data": {"taskId": ""}}]),
        ("/openapi", [{"success": True, "data": {"taskId": {}}}]),
        ("/openapi/getToken", [{"success": True}, {"token": ""}, {"token": "a\nb"}]),
        ("/openapi/getToken", [{"success": True, "data": []}, {"data": {"token": {}}}]),
    ],
)
async def test_unusable_answers(
    scripted: CloudPrintClient, service: ScriptedService, path: str, answers: list[Any]
) -> None:
    """An answer without a required value is an error with a message."""
    for answer in answers:
        service.answers(path, answer)
        with pytest.raises(CloudPrintResponseError) as caught:
            await call_path(scripted, path)
        assert str(caught.value)
        assert caught.value.delivery is (
            Delivery.NOT_SENT if path.endswith("getToken") else Delivery.UNKNOWN
        )
    # A second list in a row is asked for again with a new token.
    assert len(service.requests_to(path)) == len(answers) + (path == LIST)


async def test_vendor_message_of_an_undocumented_answer(
    scripted: CloudPrintClient, service: ScriptedService
) -> None:
    """The vendor's message is kept even if the envelope is wrong."""
    service.answers(GET, {"code": 500, "message": "系统繁忙"})
    with pytest.raises(CloudPrintResponseError, match="系统繁忙"):
        await scripted.get_task("t", "s")


async def test_vendor_message_on_one_line(
    scripted: CloudPrintClient, service: ScriptedService
) -> None:
    """Control characters are removed from messages."""
    message = "\x1b[31m 缺纸\r\n\x00 {tray}"
    service.answers(GET, {"success": False, "message": message})
    with pytest.raises(CloudPrintRefusedError) as caught:
        await scripted.get_task("t", "s")
    assert caught.value.message == "[31m 缺纸 {tray}"


async def test_requests(scripted: CloudPrintClient, service: ScriptedService) -> None:
    """Requests have exactly the document's fields (OpenAPI 3.1 to 3.7)."""
    requests = {
        ADD: {"shareTicket": "1", "password": "2"},
        REVOKE: {
            "printerName": "佳能复合机",
            "shareSn": "pkDgrqeA",
            "deviceType": "printer",
        },
        LIST: {},
        GET: {"taskId": "t", "controlSn": "s"},
    }
    requests[DETAIL] = requests[REVOKE]
    for path, expected in requests.items():
        service.answers(path, {"message": "not as documented"})
        with pytest.raises(CloudPrintError):
            await call_path(scripted, path)
        assert service.requests_to(path)[-1].json() == expected
    first = service.requests_to("/openapi/getToken")[0]
    assert first.token is None
    assert set(first.json()) == {"appid", "timestamp", "oncestr", "signature"}
    assert all(isinstance(value, str) for value in first.json().values())
    assert APP_KEY.encode() not in first.body


async def test_base_url_with_a_slash_and_a_path(
    session: aiohttp.ClientSession, service: ScriptedService
) -> None:
    """The base URL may have a path, as behind a proxy, and a trailing slash."""
    base_url = f"{service.base_url}/print/"
    client = CloudPrintClient(session, APP_ID, APP_KEY, base_url=base_url)
    token = {"success": True, "data": {"token": "t"}}
    service.answers("/print/openapi/getToken", token)
    await client.get_token()
    assert [request.path for request in service.received] == ["/print/openapi/getToken"]
