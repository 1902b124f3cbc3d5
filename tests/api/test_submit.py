"""Tests of submitting tasks: what arrives, and the meaning of a failure."""

import asyncio
from io import BytesIO
import threading
from typing import Any
import zipfile

import pytest

from custom_components.cloudprint.api.body import RequestBody
from custom_components.cloudprint.api.client import CloudPrintClient
from custom_components.cloudprint.api.errors import (
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    Delivery,
)
from custom_components.cloudprint.api.print_task import PrintTask
from custom_components.cloudprint.api.transport import Transport
from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from tests.simulator import CloudSimulator, Fault, Printer as SharedPrinter
from tests.simulator.contents import CONTENT_FORMS

from .scripted import ScriptedService
from .test_client import text_task
from .test_print_task import ALL_SETTINGS, sent


def package(folder: str) -> bytes:
    """Return an Office package with a folder of its kind only."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(f"{folder}/document.xml", bytes(range(256)))
    return stream.getvalue()


BYTES = {
    MediaFormat.PNG: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    MediaFormat.JPG: b"\xff\xd8\xff\xe0" + bytes(range(256)),
    MediaFormat.BMP: b"BM" + bytes(range(256)),
    MediaFormat.WORD: package("word"),
    MediaFormat.EXCEL: package("xl"),
    MediaFormat.PPT: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)),
}
STRINGS = {
    MediaFormat.HTML: '<h1>发票 "№ 1"</h1>\r\n\t<p>\\ 🖨️ &amp;</p>\u2028',
    MediaFormat.TEXT: '买牛奶\r\n\t"quoted" \\ 🥛\u2028\x7f',
}


@pytest.mark.parametrize(
    ("media_format", "media_source"),
    [
        (MediaFormat(form), MediaSource(source))
        for form, source in sorted(CONTENT_FORMS)
    ],
)
async def test_content_forms(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    media_format: MediaFormat,
    media_source: MediaSource,
) -> None:
    """All fifteen forms arrive byte for byte."""
    match media_source:
        case MediaSource.STRING:
            content = STRINGS[media_format].encode()
        case MediaSource.BASE64:
            content = BYTES[media_format]
        case MediaSource.URL:
            content = "https://example.com/发票.docx?a=1&b=%20#c".encode()
    task = PrintTask(
        name='任务 "1"',
        device_name=printer.name,
        server_sn=printer.sn,
        media_source=media_source,
        media_format=media_format,
        content=content,
    )
    task_id = await cloud.new_print_task(task)
    (job,) = simulator.printed
    assert (job.task_id, job.name) == (task_id, task.name)
    assert (job.media_format, job.media_source) == (media_format, media_source)
    assert job.content == content


async def test_settings_arrive(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """Every setting arrives under the document's name with the value that was given."""
    config = {**ALL_SETTINGS, "watermark": {"text": "绝密"}}
    task = PrintTask(
        name="Note",
        device_name=printer.name,
        server_sn=printer.sn,
        media_source=MediaSource.STRING,
        media_format=MediaFormat.HTML,
        content=b"<p>",
        javascript=True,
        print_background=False,
        headers={"Cookie": "a=b"},
        config=config,
    )
    await cloud.new_print_task(task)
    (job,) = simulator.printed
    assert job.task == sent(task)["data"]["task"]
    assert job.config == config


@pytest.mark.parametrize(
    ("fault", "options", "error", "delivery", "printed"),
    [
        (Fault.DROP_BEFORE_READ, {}, CloudPrintConnectionError, "unknown", 0),
        (Fault.DROP_BEFORE_ACCEPT, {}, CloudPrintConnectionError, "unknown", 0),
        (Fault.DROP_AFTER_ACCEPT, {}, CloudPrintConnectionError, "unknown", 1),
        (Fault.DROP_MID_BODY, {}, CloudPrintConnectionError, "unknown", 1),
        (Fault.HTTP_404, {}, CloudPrintStatusError, "refused", 0),
        (Fault.HTTP_429, {}, CloudPrintStatusError, "not_sent", 0),
        *(
            (
                fault,
                {"envelope": False, "accept": True, "retry_after": retry_after},
                CloudPrintStatusError,
                "unknown",
                1,
            )
            for fault in (Fault.HTTP_408, Fault.HTTP_425, Fault.HTTP_503)
            for retry_after in (None, "5")
        ),
        (Fault.HTTP_500, {}, CloudPrintStatusError, "unknown", 0),
        (Fault.HTTP_502, {"accept": True}, CloudPrintStatusError, "unknown", 1),
        (Fault.HTML_502, {}, CloudPrintStatusError, "unknown", 0),
        (Fault.HTTP_503, {}, CloudPrintStatusError, "not_sent", 0),
        (
            Fault.ANSWER,
            {"status": 401, "accept": True},
            CloudPrintStatusError,
            "unknown",
            1,
        ),
        (
            Fault.ANSWER,
            {"status": 403, "body": "<html>", "accept": True},
            CloudPrintStatusError,
            "unknown",
            1,
        ),
        (
            Fault.ANSWER,
            {"body": '{"code": 401, "message": "未登录"}', "accept": True},
            CloudPrintStatusError,
            "unknown",
            1,
        ),
        (Fault.HTTP_401, {}, CloudPrintRefusedError, "refused", 0),
        (Fault.HTTP_403, {}, CloudPrintRefusedError, "refused", 0),
        (Fault.CODE_401, {}, CloudPrintRefusedError, "refused", 0),
        (Fault.CODE_403_TEXT, {}, CloudPrintRefusedError, "refused", 0),
        (Fault.HTML_200, {}, CloudPrintResponseError, "unknown", 0),
        (Fault.REFUSED, {}, CloudPrintRefusedError, "refused", 0),
        (Fault.INVALID_JSON, {}, CloudPrintResponseError, "unknown", 1),
        (Fault.NOT_AN_OBJECT, {}, CloudPrintResponseError, "unknown", 1),
        (Fault.EMPTY_BODY, {}, CloudPrintResponseError, "unknown", 1),
        (Fault.MISSING_DATA, {}, CloudPrintResponseError, "unknown", 1),
        (Fault.NULL_DATA, {}, CloudPrintResponseError, "unknown", 1),
        (Fault.MISSING_TASK_ID, {}, CloudPrintResponseError, "unknown", 1),
    ],
)
@pytest.mark.parametrize("size", [1, 300_000])
async def test_delivery(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    fault: Fault,
    options: dict[str, Any],
    error: type[CloudPrintError],
    delivery: str,
    printed: int,
    size: int,
) -> None:
    """A failed submit reports its delivery, and costs neither a second nor a token.

    The token is alive in all cases, as lists of printers show.
    """
    simulator.faults.add("newPrintTask", fault, **options)
    with pytest.raises(error) as caught:
        await cloud.new_print_task(text_task(b"x" * size))
    assert caught.value.delivery == delivery
    assert str(caught.value)
    assert simulator.count("newPrintTask") == 1
    assert simulator.count("getToken") == 1
    assert simulator.times_printed() == printed


async def test_connection_refused(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """A service that does not listen has taken nothing."""
    await cloud.get_token()
    simulator.refuse_connections()
    # The first call uses the connection that was open.
    with pytest.raises(CloudPrintConnectionError):
        await cloud.query_printers()
    with pytest.raises(CloudPrintConnectionError) as caught:
        await cloud.new_print_task(text_task())
    assert caught.value.delivery is Delivery.NOT_SENT
    await simulator.accept_connections()
    await cloud.new_print_task(text_task())
    assert simulator.times_printed() == 1


async def test_cancelled(
    cloud: CloudPrintClient, simulator: CloudSimulator, printer: SharedPrinter
) -> None:
    """A canceled submit is not sent again."""
    slow = simulator.faults.add("newPrintTask", Fault.SLOW)
    task = asyncio.create_task(cloud.new_print_task(text_task()))
    await slow.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    slow.release()
    assert simulator.count("newPrintTask") == 1


@pytest.mark.parametrize("content", [b"\xff", b"x" * 100_000 + b"\xff"])
async def test_text_that_is_not_utf8(
    cloud: CloudPrintClient,
    simulator: CloudSimulator,
    printer: SharedPrinter,
    content: bytes,
) -> None:
    """A text that is not UTF-8 is refused before anything is sent."""
    with pytest.raises(CloudPrintError, match="written as JSON") as caught:
        await cloud.new_print_task(text_task(content))
    assert caught.value.delivery is Delivery.NOT_SENT
    assert simulator.requests == []


@pytest.mark.parametrize(("size", "in_loop"), [(1000, True), (1_000_000, False)])
async def test_large_task_is_encoded_in_a_thread(
    scripted: CloudPrintClient,
    service: ScriptedService,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    in_loop: bool,
) -> None:
    """Encoding a large task does not block the event loop."""
    threads = []
    to_body = PrintTask.to_body

    def watched_to_body(task: PrintTask) -> RequestBody:
        threads.append(threading.current_thread())
        return to_body(task)

    monkeypatch.setattr(PrintTask, "to_body", watched_to_body)
    service.answers("/openapi", {"success": True, "data": {"taskId": "t"}})
    await scripted.new_print_task(text_task(b"x" * size))
    assert [thread is threading.main_thread() for thread in threads] == [in_loop]


async def test_timeouts(
    scripted: CloudPrintClient,
    service: ScriptedService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The timeout of a submit grows with its size; other calls have 30 seconds."""
    allowed: dict[str, float] = {}
    post = Transport.post

    async def watched_post(
        self: Transport, path: str, body: RequestBody, *, timeout: float, **rest: Any
    ) -> dict[str, Any]:
        allowed[path] = timeout
        return await post(self, path, body, timeout=timeout, **rest)

    monkeypatch.setattr(Transport, "post", watched_post)
    answer = {"success": True, "data": {"taskId": "t", "taskStatus": "QUEUED"}}
    service.answers("/openapi", answer)
    service.answers("/openapi/task/get", answer)
    await scripted.new_print_task(text_task(b"x" * 512_000))
    await scripted.get_task("t", "s")
    size = len(service.requests_to("/openapi")[0].body)
    assert allowed == {
        "/openapi/getToken": 30,
        "/openapi": 60 + size / 51_200,
        "/openapi/task/get": 30,
    }
