"""Tests of posting a request, and of the errors that it raises."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import json
import socket
from typing import Any, override

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.api.answer import parse_retry_after
from custom_components.cloudprint.api.body import PIECE, encode_json, encode_string
from custom_components.cloudprint.api.errors import (
    TEXTS,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    Delivery,
)
from custom_components.cloudprint.api.transport import MAX_ANSWER, Transport

from .scripted import Answer, ScriptedService

PATH = "/openapi/control/queryPrinters"

type Conversation = Callable[
    [asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]
]


@pytest.fixture
def transport(session: aiohttp.ClientSession, service: ScriptedService) -> Transport:
    """Return a transport to the scripted service."""
    return Transport(session, f"{service.base_url}/")


@asynccontextmanager
async def serving(conversation: Conversation) -> AsyncIterator[str]:
    """Serve requests with hand-made answers."""

    async def handle(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"{}")
        await conversation(reader, writer)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        yield f"http://{host}:{port}"


async def post_error(
    transport: Transport, *, timeout: float = 30, path: str = PATH
) -> CloudPrintError:
    """Return the error that a post raises."""
    with pytest.raises(CloudPrintError) as caught:
        await transport.post(path, encode_json({}), timeout=timeout)
    assert str(caught.value) == (
        TEXTS[caught.value.key].format(**caught.value.placeholders)
        + (f": {caught.value.message}" if caught.value.message else "")
    )
    return caught.value


async def test_request(transport: Transport, service: ScriptedService) -> None:
    """A request has the document's headers."""
    service.answers(PATH, {"success": True})
    document = {"name": "佳能"}
    body = encode_json(document)
    assert await transport.post(PATH, body, timeout=30, token="t-1") == {
        "success": True
    }
    (request,) = service.received
    assert request.path == PATH
    assert request.json() == document
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Content-Length"] == str(body.size)
    assert request.token == "t-1"

    await transport.post(PATH, body, timeout=30)
    assert service.received[-1].token is None


async def test_large_request(transport: Transport, service: ScriptedService) -> None:
    """A body in pieces is sent with its length, not chunked."""
    service.answers(PATH, {"success": True})
    content = "0123456789" * PIECE
    body = encode_string(b'{"content":', content.encode(), b"}")
    await transport.post(PATH, body, timeout=30)
    (request,) = service.received
    assert request.json() == {"content": content}
    assert request.headers["Content-Length"] == str(body.size)
    assert "Transfer-Encoding" not in request.headers


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf{"success": true, "message": "\xff"}',
        json.dumps({"success": True, "message": "�" * PIECE}).encode(),
    ],
    ids=["byte order mark and no UTF-8", "large"],
)
async def test_unusual_answers(
    transport: Transport, service: ScriptedService, body: bytes
) -> None:
    """An object is accepted with any content type, also if it is not UTF-8."""
    service.answers(PATH, Answer(body, headers={"Content-Type": "text/html"}))
    answer = await transport.post(PATH, encode_json({}), timeout=30)
    assert answer["success"] is True
    assert set(answer["message"]) == {"�"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bad gateway</html>",
        b"[]",
        b'"text"',
        b"{",
        b"[" * 100_000,
        b'{"n": ' + b"1" * 5000 + b"}",
        b'{"a": "' + b"a" * MAX_ANSWER + b'"}',
    ],
    ids=["empty", "html", "list", "text", "cut", "deep", "long number", "too large"],
)
async def test_no_json_object(
    transport: Transport, service: ScriptedService, body: bytes
) -> None:
    """A successful answer that is not a JSON object is an error."""
    service.answers(PATH, Answer(body))
    error = await post_error(transport)
    assert type(error) is CloudPrintResponseError
    assert error.delivery is Delivery.UNKNOWN
    assert (error.key, error.message) == ("unexpected", "")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"success": False, "message": "验证码错误"}, "验证码错误"),
        ({"success": False, "msg": "no\n\n  luck", "code": 500}, "no luck"),
        ({"success": False, "message": "令牌失效", "code": 401}, "令牌失效"),
        ({"success": "false", "error": "E1"}, "E1"),
        ({"success": False, "message": None}, ""),
        ({"success": False, "message": "x" * 9999, "code": "X"}, "x" * 500),
        ({"success": 0, "message": "m", "data": None}, "m"),
    ],
)
@pytest.mark.parametrize("status", [200, 401, 403])
async def test_refused(
    transport: Transport,
    service: ScriptedService,
    answer: Any,
    status: int,
    message: str,
) -> None:
    """A refusal in the document's envelope keeps the vendor's message."""
    service.answers(PATH, Answer(answer, status))
    error = await post_error(transport)
    assert type(error) is CloudPrintRefusedError
    assert error.delivery is Delivery.REFUSED
    assert error.message == message


@pytest.mark.parametrize("code", [401, "401", 403, "403"])
@pytest.mark.parametrize("success", [{}, {"success": None}])
async def test_code_without_the_envelope(
    transport: Transport, service: ScriptedService, code: Any, success: Any
) -> None:
    """A code of 401 or 403 means the same as the HTTP status."""
    service.answers(PATH, {**success, "code": code, "message": "令牌失效"})
    error = await post_error(transport)
    assert type(error) is CloudPrintStatusError
    assert error.delivery is Delivery.UNKNOWN
    assert (error.status, error.message) == (int(code), "令牌失效")


async def test_code_beside_success(
    transport: Transport, service: ScriptedService
) -> None:
    """A code beside success is ignored: the call was carried out."""
    service.answers(PATH, {"success": True, "code": 401})
    assert await transport.post(PATH, encode_json({}), timeout=30)


@pytest.mark.parametrize("status", [401, 403])
async def test_refused_without_the_envelope(
    transport: Transport, service: ScriptedService, status: int
) -> None:
    """After a bare HTTP 401 or 403, the service can have taken the request."""
    service.answers(PATH, Answer(b"", status), Answer({"message": "未登录"}, status))
    for message in ("", "未登录"):
        error = await post_error(transport)
        assert type(error) is CloudPrintStatusError
        assert error.delivery is Delivery.UNKNOWN
        assert (error.status, error.message) == (status, message)


BUSY = {"success": False, "message": "服务暂不可用"}


@pytest.mark.parametrize(
    ("status", "body", "headers", "delivery"),
    [
        # A proxy answers so if its service has read the request and does not answer
        (503, b"", {}, Delivery.UNKNOWN),
        (503, b"<html>", {}, Delivery.UNKNOWN),
        (503, b"<html>", {"Retry-After": "soon"}, Delivery.UNKNOWN),
        (503, {"message": "upstream reset"}, {}, Delivery.UNKNOWN),
        (503, b"", {"Retry-After": "7"}, Delivery.UNKNOWN),
        (503, b"", {"Retry-After": "Tue, 24 Nov 2026 12:01:00 GMT"}, Delivery.UNKNOWN),
        (408, b"", {}, Delivery.UNKNOWN),
        (408, b"<html>", {"Retry-After": "7"}, Delivery.UNKNOWN),
        (425, b"", {}, Delivery.UNKNOWN),
        (425, {"code": 425}, {"Retry-After": "7"}, Delivery.UNKNOWN),
        # The service itself says that it has not taken the request
        (503, BUSY, {}, Delivery.NOT_SENT),
        (503, BUSY, {"Retry-After": "7"}, Delivery.NOT_SENT),
        (408, BUSY, {}, Delivery.REFUSED),
        (425, BUSY, {}, Delivery.REFUSED),
        # A limiter stands before the service
        (429, b"", {}, Delivery.NOT_SENT),
        (429, BUSY, {"Retry-After": "7"}, Delivery.NOT_SENT),
        # The service can have failed at any time
        (500, BUSY, {"Retry-After": "7"}, Delivery.UNKNOWN),
        (502, b"<html>", {"Retry-After": "7"}, Delivery.UNKNOWN),
    ],
)
async def test_busy(
    transport: Transport,
    service: ScriptedService,
    status: int,
    body: Any,
    headers: dict[str, str],
    delivery: Delivery,
) -> None:
    """A service that says itself that it is busy has taken nothing."""
    service.answers(PATH, Answer(body, status, headers))
    error = await post_error(transport)
    assert type(error) is CloudPrintStatusError
    assert (error.status, error.delivery) == (status, delivery)


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        (301, Delivery.REFUSED),
        (302, Delivery.UNKNOWN),
        (303, Delivery.UNKNOWN),
        (307, Delivery.REFUSED),
        (308, Delivery.REFUSED),
        (400, Delivery.REFUSED),
        (404, Delivery.REFUSED),
        (413, Delivery.REFUSED),
        (429, Delivery.NOT_SENT),
        (500, Delivery.UNKNOWN),
        (502, Delivery.UNKNOWN),
        (504, Delivery.UNKNOWN),
    ],
)
async def test_status(
    transport: Transport, service: ScriptedService, status: int, delivery: Delivery
) -> None:
    """The status decides whether the service can have taken the request."""
    service.answers(
        PATH,
        Answer(b"<html>", status, {"Location": "/elsewhere", "Retry-After": "7"}),
        Answer({"success": False, "message": "服务端异常"}, status),
    )
    error = await post_error(transport)
    assert type(error) is CloudPrintStatusError
    assert (error.status, error.delivery) == (status, delivery)
    key = {404: "not_found", 413: "too_large"}.get(status, "http_status")
    assert error.message == ""
    assert error.key == (key if status >= 400 else "redirected")
    address = service.base_url if status < 400 else None
    assert error.placeholders.get("address") == address
    assert error.retry_after == 7

    error = await post_error(transport)
    assert type(error) is CloudPrintStatusError
    assert (error.delivery, error.message) == (delivery, "服务端异常")
    assert error.retry_after is None
    # The redirection was not followed.
    assert len(service.received) == 2


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        (None, None),
        ("0", 0),
        ("120", 120),
        ("1.5", 1.5),
        ("-5", 0),
        ("999999999", 600),
        ("86400", 600),
        ("inf", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60),
        ("Tue, 24 Nov 2026 12:01:00 -0000", 60),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("Wed, 24 Nov 2027 12:00:00 GMT", 600),
        ("Tue, 99 Nov 2026 12:01:00 GMT", None),
    ],
)
def test_retry_after(
    freezer: FrozenDateTimeFactory, retry_after: str | None, seconds: float | None
) -> None:
    """Retry-After is seconds or a date; invalid values are ignored."""
    freezer.move_to("2026-11-24T12:00:00Z")
    assert parse_retry_after(retry_after) == seconds


async def test_connection_refused(
    session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """After a refused connection, nothing was sent; the log has the details."""
    caplog.set_level("DEBUG", "custom_components.cloudprint.api")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        error = await post_error(Transport(session, f"http://127.0.0.1:{port}"))
    assert type(error) is CloudPrintConnectionError
    assert error.delivery is Delivery.NOT_SENT
    assert (error.key, error.message) == ("unreachable", "")
    assert "ClientConnectorError (Cannot connect to host 127.0.0.1" in caplog.text


async def test_closed_session(
    session: aiohttp.ClientSession, service: ScriptedService
) -> None:
    """With a closed session, as while Home Assistant stops, nothing is sent."""
    await session.close()
    error = await post_error(Transport(session, service.base_url))
    assert type(error) is CloudPrintConnectionError
    assert error.delivery is Delivery.NOT_SENT


async def test_no_tls(session: aiohttp.ClientSession, service: ScriptedService) -> None:
    """After a failed handshake, nothing was sent."""
    base_url = service.base_url.replace("http:", "https:")
    error = await post_error(Transport(session, base_url))
    assert type(error) is CloudPrintConnectionError
    assert error.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize(
    "base_url", ["", "any.webprinter.cn", "ftp://127.0.0.1", "http://127.0.0.1:99999"]
)
async def test_invalid_base_url(session: aiohttp.ClientSession, base_url: str) -> None:
    """With an invalid base URL, nothing is sent."""
    error = await post_error(Transport(session, base_url))
    assert type(error) is CloudPrintConnectionError
    assert error.delivery is Delivery.NOT_SENT


class Resolver(AbstractResolver):
    """A resolver that raises an error, or never returns."""

    def __init__(self, error: OSError | None) -> None:
        """Initialize the resolver; without an error it never returns."""
        self._error = error

    @override
    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[ResolveResult]:
        """Resolve no name."""
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()
        raise AssertionError

    @override
    async def close(self) -> None:
        """Close nothing."""


@pytest.mark.parametrize(
    "resolver", [Resolver(OSError("no such name")), Resolver(None)]
)
async def test_unresolved_name(
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
    resolver: Resolver,
) -> None:
    """Without an address for the name, nothing is sent."""
    monkeypatch.setattr(
        "custom_components.cloudprint.api.transport.CONNECT_TIMEOUT", 0.01
    )
    connector = aiohttp.TCPConnector(resolver=resolver)
    async with aiohttp.ClientSession(connector=connector) as session:
        error = await post_error(Transport(session, "http://cloud.test"))
    assert type(error) is CloudPrintConnectionError
    assert (error.key, error.delivery) == ("unreachable", Delivery.NOT_SENT)


async def disconnect(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close the connection."""


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reset the connection."""
    writer.transport.abort()


async def garbage(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer in another protocol than HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    await writer.drain()


async def send_half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send half an answer."""
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"success"')
    await writer.drain()


async def send_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Send nothing until the client closes the connection."""
    await reader.read()


async def send_half_and_wait(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Send half an answer, then nothing until the client closes the connection."""
    await send_half(reader, writer)
    await reader.read()


@pytest.mark.parametrize("conversation", [disconnect, reset, garbage, send_half])
async def test_broken_connection(
    session: aiohttp.ClientSession, conversation: Conversation
) -> None:
    """Once the request is sent, its delivery is unknown."""
    async with serving(conversation) as base_url:
        error = await post_error(Transport(session, base_url))
    assert type(error) is CloudPrintConnectionError
    assert error.delivery is Delivery.UNKNOWN
    assert error.key == "broken"


@pytest.mark.parametrize("conversation", [send_nothing, send_half_and_wait])
async def test_no_answer_in_time(
    session: aiohttp.ClientSession, conversation: Conversation
) -> None:
    """After a timeout of the answer, the delivery is unknown."""
    async with serving(conversation) as base_url:
        error = await post_error(Transport(session, base_url), timeout=1)
    assert type(error) is CloudPrintConnectionError
    assert error.key == "no_answer"
    assert error.delivery is Delivery.UNKNOWN


async def test_status_with_half_a_body(session: aiohttp.ClientSession) -> None:
    """The status is enough if the body breaks off."""

    async def refuse_with_half_a_body(
        _: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\n<html>")
        await writer.drain()

    async with serving(refuse_with_half_a_body) as base_url:
        error = await post_error(Transport(session, base_url))
    assert type(error) is CloudPrintStatusError
    assert (error.status, error.delivery) == (503, Delivery.UNKNOWN)


async def test_cancelled(
    session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """A canceled post raises nothing but the cancellation, and is logged."""
    caplog.set_level("DEBUG", "custom_components.cloudprint.api")
    received = asyncio.Event()

    async def receive(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        received.set()
        await reader.read()

    async with serving(receive) as base_url:
        post = Transport(session, base_url).post(PATH, encode_json({}), timeout=30)
        task = asyncio.create_task(post)
        await received.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert f"{PATH}: cancelled" in caplog.text
