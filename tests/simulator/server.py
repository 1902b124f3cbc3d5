"""The cloud over HTTP, with its faults."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from email.utils import formatdate
from typing import Any

from aiohttp import ClientError, web

from .accounts import Application
from .answers import (
    Answer,
    fault_answer,
    json_answer,
    refusal_answer,
    shape,
    too_large_answer,
    unescape_control_characters,
)
from .cloud import Cloud
from .faults import Fault, Faults, ScriptedFault, Subject
from .records import Call, ReceivedRequest, Violation
from .refusal import NotFound, Refused, TokenRefused
from .settings import Settings
from .validation import parse_body

_PATHS: Mapping[str, Call] = {
    "/openapi/getToken": Call.GET_TOKEN,
    "/openapi/control/addSharePrinter": Call.ADD_SHARE_PRINTER,
    "/openapi/control/revokeSharePrinter": Call.REVOKE_SHARE_PRINTER,
    "/openapi/control/queryPrinters": Call.QUERY_PRINTERS,
    "/openapi/control/queryPrinterDetail": Call.QUERY_PRINTER_DETAIL,
    "/openapi": Call.NEW_PRINT_TASK,
    "/openapi/task/get": Call.TASK_GET,
}
_TOKEN_HEADER = "Api-Access-Token"
_DROPS = frozenset({Fault.DROP_BEFORE_ACCEPT, Fault.DROP_AFTER_ACCEPT})


class CloudServer:
    """Records and answers requests of any size."""

    def __init__(
        self,
        cloud: Cloud,
        faults: Faults,
        settings: Settings,
        now: Callable[[], float],
    ) -> None:
        """Initialize the server of a cloud."""
        self._cloud = cloud
        self._faults = faults
        self._settings = settings
        self._now = now
        self.requests: list[ReceivedRequest] = []
        self.violations: list[Violation] = []

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handle one request."""
        call = _PATHS.get(request.path, Call.UNKNOWN)
        received = ReceivedRequest(
            call=call,
            method=request.method,
            path=request.path,
            time=self._now(),
            token=request.headers.get(_TOKEN_HEADER),
            headers={
                name.lower(): value
                for name, value in request.headers.items()
                if name.lower() != _TOKEN_HEADER.lower()
            },
        )
        self.requests.append(received)
        early = self._faults.take_before_read(
            call, is_signed_in=self._find_owner(received) is not None
        )
        if early is not None:
            received.faults = (early.fault,)
            if early.fault is Fault.TOO_LARGE:
                return await _refuse_unread(request)
            return _drop(request)
        try:
            raw = await request.content.read()
        except ConnectionError, ClientError, web.RequestPayloadError:
            # The client disconnected within the body.
            return _drop(request)
        received.size = len(raw)
        body = self._read(received, raw)

        main, combined = self._faults.take(call, self._subject(received))
        received.faults = tuple(f.fault for f in (main, *combined) if f is not None)
        await _wait(combined, accepted=False)
        if any(scripted.fault is Fault.KILL_TOKEN for scripted in combined):
            self._kill_token(received)
        envelope: dict[str, Any] | None = None
        answer: Answer | None = None
        if main is None or main.accept:
            try:
                envelope = await self._perform(received, request, body)
                received.accepted = True
                if any(f.fault is Fault.REPEATED_TASK_ID for f in combined):
                    self._repeat_task_id(call, envelope)
                if any(f.fault is Fault.OTHER_TASK for f in combined):
                    self._answer_other_task(received, envelope)
            except Refused as refused:
                self._record_refusal(received, refused)
                answer = refusal_answer(refused, self._settings.token_refusal)
                envelope = {
                    "success": False,
                    "message": refused.message,
                    "data": None,
                }
        await _wait(combined, accepted=True)
        return await self._send(request, received, main, combined, envelope, answer)

    def _read(self, received: ReceivedRequest, raw: bytes) -> dict[str, Any] | Refused:
        try:
            body = received.body = parse_body(raw)
        except Refused as refused:
            return refused
        return body

    async def _perform(
        self,
        received: ReceivedRequest,
        request: web.BaseRequest,
        body: dict[str, Any] | Refused,
    ) -> dict[str, Any]:
        call = received.call
        if call is Call.UNKNOWN:
            raise NotFound("路径不存在", f"unknown path {received.path}")
        if received.method != "POST":
            raise NotFound("请求方法不支持", f"method {received.method}")
        if request.content_type != "application/json":
            raise NotFound(
                "资源不存在", f"content type {received.headers.get('content-type')!r}"
            )
        if (request.charset or "utf-8").lower() != "utf-8":
            raise NotFound("资源不存在", f"charset {request.charset!r}")
        application: Application | None = None
        if call is not Call.GET_TOKEN:
            application = self._cloud.accounts.owner(received.token, self._now())
            received.app_id = application.app_id
        if isinstance(body, Refused):
            raise body
        if application is None and self._cloud.accounts.knows(body.get("appid")):
            received.app_id = body["appid"]
        return await self._cloud.answer(call, application, body)

    async def _send(
        self,
        request: web.BaseRequest,
        received: ReceivedRequest,
        main: ScriptedFault | None,
        combined: Sequence[ScriptedFault],
        envelope: dict[str, Any] | None,
        refusal: Answer | None,
    ) -> web.StreamResponse:
        if main is not None and main.fault in _DROPS:
            return _drop(request)
        if refusal is None and envelope is not None:
            envelope = shape(envelope, combined)
        cut = main is not None and main.fault is Fault.DROP_MID_BODY
        if main is not None and main.fault is Fault.TOKEN_REFUSED:
            dead = TokenRefused(main.message)
            answer = refusal_answer(dead, self._settings.token_refusal)
        elif main is not None and not cut:
            answer = fault_answer(main, envelope)
        else:
            answer = refusal or json_answer(envelope)
        if any(scripted.fault is Fault.TEXT_CONTENT_TYPE for scripted in combined):
            answer.content_type = "text/html;charset=UTF-8"
        if any(scripted.fault is Fault.CONTROL_CHARACTERS for scripted in combined):
            unescape_control_characters(answer)
        if any(scripted.fault is Fault.GB18030 for scripted in combined):
            answer.body = answer.body.decode().encode("gb18030")
        received.status = answer.status
        headers = {"Date": formatdate(self._now(), usegmt=True)} | answer.headers
        headers |= {"Content-Type": answer.content_type}
        if not cut:
            return web.Response(body=answer.body, status=answer.status, headers=headers)
        response = web.StreamResponse(status=answer.status, headers=headers)
        response.content_length = len(answer.body)
        try:
            await response.prepare(request)
            await response.write(answer.body[: len(answer.body) // 2])
        except ConnectionError:
            return _drop(request)
        if request.transport is not None:
            request.transport.close()
        return response

    def _record_refusal(self, received: ReceivedRequest, refused: Refused) -> None:
        received.refusal = refused.message
        if refused.violation is not None:
            self.violations.append(
                Violation(received.time, received.call, refused.violation)
            )

    def _find_owner(self, received: ReceivedRequest) -> Application | None:
        return self._cloud.accounts.find_owner(received.token, self._now())

    def _kill_token(self, received: ReceivedRequest) -> None:
        if owner := self._find_owner(received):
            self._cloud.accounts.kill(owner)

    def _repeat_task_id(self, call: Call, envelope: dict[str, Any]) -> None:
        """Answer a print with the id of the printer's previous print, if any."""
        if call is not Call.NEW_PRINT_TASK:
            return
        *earlier, new = self._cloud.tasks.values()
        for task in earlier:
            if task.printer is new.printer:
                envelope["data"]["taskId"] = task.task_id

    def _answer_other_task(
        self, received: ReceivedRequest, envelope: dict[str, Any]
    ) -> None:
        """Answer task/get with the newest other task of the application, if any."""
        if received.call is not Call.TASK_GET:
            return
        for task_id, task in self._cloud.tasks.items():
            if task.app_id == received.app_id and task_id != received.body["taskId"]:
                envelope["data"] = self._cloud.get_record(task)

    def _subject(self, received: ReceivedRequest) -> Subject:
        """Return the properties of a call that faults can select."""
        is_signed_in = self._find_owner(received) is not None
        printer: str | None = None
        name: str | None = None
        match received.body:
            case {"printerName": str(printer)}:
                pass
            case {"data": {"task": {"deviceName": str(printer)} as task}}:
                name = task.get("name")
            case {"taskId": str(task_id)} if task_id in self._cloud.tasks:
                task = self._cloud.tasks[task_id]
                printer, name = task.printer.name, task.fields["name"]
        return Subject(printer, name, is_signed_in)


async def _wait(faults: Sequence[ScriptedFault], *, accepted: bool) -> None:
    for scripted in faults:
        if scripted.fault is Fault.SLOW and scripted.accept is accepted:
            scripted.reached.set()
            if scripted.seconds is None:
                await scripted.released.wait()
            else:
                try:
                    async with asyncio.timeout(scripted.seconds):
                        await scripted.released.wait()
                except TimeoutError:
                    pass


async def _refuse_unread(request: web.BaseRequest) -> web.StreamResponse:
    """Answer 413 before the body, and drop the body, as nginx does."""
    answer = too_large_answer()
    response = web.Response(
        body=answer.body,
        status=answer.status,
        headers={"Content-Type": answer.content_type},
    )
    response.force_close()
    try:
        await response.prepare(request)
        await response.write_eof()
        while await request.content.readany():
            pass
    except ConnectionError, ClientError, web.RequestPayloadError:
        return _drop(request)
    return response


def _drop(request: web.BaseRequest) -> web.StreamResponse:
    """Break the connection; return a response that is not sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
