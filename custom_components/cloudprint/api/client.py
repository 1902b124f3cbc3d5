"""The seven calls of the service (OpenAPI 3)."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from datetime import timedelta
from functools import partial
import secrets
import time
from typing import Any, Final

import aiohttp

from .answer import check_data, get_message, is_refusal, is_refusal_of_key, parse_json
from .body import PIECE, RequestBody, encode_json
from .capabilities import PrinterCapabilities
from .errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintResponseError,
    CloudPrintTokenError,
    Delivery,
)
from .parsing import Model, get_first, parse_task_id, text_or_none
from .print_task import PrintTask, Task
from .printer import Printer
from .token import Token, TokenCache, parse_lifetime, sign
from .transport import Transport

DEFAULT_BASE_URL: Final = "https://any.webprinter.cn"

_SUBMIT: Final = "/openapi"
_ADD: Final = "/openapi/control/addSharePrinter"
_REVOKE: Final = "/openapi/control/revokeSharePrinter"
_LIST: Final = "/openapi/control/queryPrinters"

# Calls whose refusal is final, so that a dead token must not be its cause
_ACTIONS: Final = (_SUBMIT, _ADD, _REVOKE)

# A difference that the service's clock and the way of an answer can explain
MAX_CLOCK_OFFSET: Final = timedelta(minutes=5)

# The document's 3 s (2.1) are less than the service needs to look for printers.
CONTROL_TIMEOUT: Final = 30.0
SUBMIT_TIMEOUT: Final = 60.0
# Bytes per second; the time for a body at this rate is added to SUBMIT_TIMEOUT.
SLOWEST_UPLOAD: Final = 50 * 1024


class CloudPrintClient:
    """An application's access to the service.

    Every call raises CloudPrintError and nothing else. It is repeated only once, and
    only if its token is refused for the list of printers, too. A refusal adds up to two
    control calls, and up to a minute before them for a print or a printer that is added
    or removed, if the service refuses with a new message each time.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        app_id: str,
        app_key: str,
        *,
        base_url: str = DEFAULT_BASE_URL,
    ) -> None:
        """Initialize; the caller closes the session."""
        self._app_id = app_id
        self._app_key = app_key
        self._transport = Transport(session, base_url)
        self.is_vendors = base_url == DEFAULT_BASE_URL  # else the user's own service
        self.tokens = TokenCache(self._fetch_token)
        self._submits = 0  # under way
        # When it was last asked
        self._was_key_accepted = False
        # How far a wrong clock of this machine is ahead of the service's, while that
        # refuses the AppKey: the signature contains the time (OpenAPI 3.1.2).
        self.clock_offset: timedelta | None = None

    async def get_token(self) -> None:
        """Fetch a token unless there is a live one (OpenAPI 3.1)."""
        await self.tokens.get()

    async def add_share_printer(
        self, share_code: str, verification_code: str
    ) -> Printer:
        """Bind a shared printer to the application (OpenAPI 3.2)."""
        answer = await self._call(
            _ADD, {"shareTicket": share_code, "password": verification_code}
        )
        printer = _parse_model(Printer, answer)
        if printer.is_garbled:
            raise CloudPrintResponseError
        return printer

    async def revoke_share_printer(self, printer: Printer) -> None:
        """Release a printer from the application (OpenAPI 3.3)."""
        await self._call(_REVOKE, printer.to_request())

    async def query_printers(self, *, may_be_null: bool = True) -> list[Printer]:
        """Return all devices of the application (OpenAPI 3.4), also hidden ones.

        Records that identify no printer are left out, but a list of only such records is
        an error: all printers would seem to be gone. So is a success without an array,
        unless it `may_be_null`.

        Because the document does not say how a dead token is refused, wrong answers in a
        row renew it, and the list is asked for again. That proves nothing of other calls.
        """
        try:
            answer = await self._call(_LIST, {})
            printers = _parse_printers(answer, may_be_null=may_be_null)
        except CloudPrintError as err:
            if not await self.tokens.renew_after_list(err, may_renew=not self._submits):
                raise
            return await self.query_printers(may_be_null=may_be_null)
        self.tokens.wrong_lists = 0
        return printers

    async def query_printer_detail(self, printer: Printer) -> PrinterCapabilities:
        """Return a printer's capabilities (OpenAPI 3.5)."""
        answer = await self._call(
            "/openapi/control/queryPrinterDetail", printer.to_request()
        )
        capabilities = _parse_model(PrinterCapabilities, answer)
        if capabilities == PrinterCapabilities():
            raise _create_response_error(answer)
        return capabilities

    async def new_print_task(self, task: PrintTask) -> str:
        """Submit a task and return its id (OpenAPI 3.6); it may not be printed yet."""
        if len(task.content) > PIECE:
            body = await asyncio.to_thread(task.to_body)
        else:
            body = task.to_body()
        self._submits += 1
        try:
            answer = await self._send(
                _SUBMIT, body, timeout=SUBMIT_TIMEOUT + body.size / SLOWEST_UPLOAD
            )
        finally:
            self._submits -= 1
        record = _parse_nested(data := answer.get("data"))
        task_id = parse_task_id(
            record.get("taskId") if isinstance(record, Mapping) else data
        )
        if task_id is None:
            raise _create_response_error(answer)
        return task_id

    async def get_task(self, task_id: str, server_sn: str) -> Task | None:
        """Return a task's record (OpenAPI 3.7.3), or None if the service has none."""
        answer = await self._call(
            "/openapi/task/get", {"taskId": task_id, "controlSn": server_sn}
        )
        return None if answer.get("data") is None else _parse_model(Task, answer)

    async def _call(self, path: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return await self._send(path, encode_json(request), timeout=CONTROL_TIMEOUT)

    async def _send(
        self, path: str, body: RequestBody, *, timeout: float
    ) -> dict[str, Any]:
        """Return the answer; repeat the request if its token was dead."""
        for _ in range(2):
            token = await self.tokens.get()
            try:
                return await self._post(path, body, token, timeout=timeout)
            except CloudPrintError as err:
                list_printers = partial(self._post, _LIST, encode_json({}), token)
                if not is_refusal(err) or not await token.is_cause_of(
                    err, list_printers, must_confirm=path in _ACTIONS
                ):
                    raise
                self.tokens.discard(token, err.message)
        raise self.tokens.create_error()

    async def _post(
        self,
        path: str,
        body: RequestBody,
        token: Token,
        *,
        timeout: float = CONTROL_TIMEOUT,
    ) -> dict[str, Any]:
        """Return the answer; record what it shows of the token."""
        with token.observe_list() if path == _LIST else nullcontext():
            answer = await self._transport.post(
                path, body, timeout=timeout, token=token.value
            )
            check_data(answer)
        token.has_served = True
        return answer

    async def _fetch_token(self) -> tuple[str, float]:
        """Return a new token and its lifetime in seconds (OpenAPI 3.1)."""
        timestamp = str(int(time.time() * 1000))
        once = secrets.token_hex(16)
        request = {
            "appid": self._app_id,
            "timestamp": timestamp,
            "oncestr": once,
            "signature": sign(self._app_id, timestamp, once, self._app_key),
        }
        try:
            answer = await self._transport.post(
                "/openapi/getToken", encode_json(request), timeout=CONTROL_TIMEOUT
            )
            token = _parse_token(answer)
        except CloudPrintError as err:
            if not is_refusal_of_key(err) or self.tokens.current:
                # The error is for the call that needed the token, which was not sent. With
                # a token that is still in use, it says nothing about the key.
                err.delivery = Delivery.NOT_SENT
                raise
            offset = self._transport.clock_offset
            is_wrong = offset is not None and abs(offset) > MAX_CLOCK_OFFSET
            self.clock_offset = offset if is_wrong else None
            # One refusal of a key that was accepted may be the service's mistake.
            if not self._was_key_accepted:
                raise CloudPrintAuthenticationError(err.message) from err
            self._was_key_accepted = False
            raise CloudPrintTokenError(err.message) from err
        self._was_key_accepted = True
        self.clock_offset = None
        return token


def _parse_token(answer: Mapping[str, Any]) -> tuple[str, float]:
    data = get_first(answer, "data") or answer
    record = data if isinstance(data, Mapping) else {"token": data}
    token = text_or_none(record.get("token"))
    if token is None or not token.isprintable():
        raise CloudPrintResponseError(get_message(answer))
    return token, parse_lifetime(record.get("expiresIn"))


def _parse_printers(answer: Mapping[str, Any], *, may_be_null: bool) -> list[Printer]:
    if answer.get("data") is None and may_be_null:
        return []
    records = _parse_nested(answer.get("data"))
    if isinstance(records, Mapping):
        # The vendor's own client looks for them there as well.
        records = get_first(records, "rows", "list", "records", "result", "data")
    if not isinstance(records, list):
        raise _create_response_error(answer)
    printers = []
    for record in records:
        with suppress(CloudPrintResponseError):
            printers.append(_parse_model(Printer, {"data": record}))
    if records and not printers:
        raise _create_response_error(answer)
    return printers


def _parse_model[ModelT: Model](
    model: type[ModelT], answer: Mapping[str, Any]
) -> ModelT:
    """Return the model of an answer's record. Raises CloudPrintResponseError."""
    try:
        return model.from_dict(_get_record(answer))
    except (LookupError, ValueError) as err:
        raise _create_response_error(answer) from err


def _get_record(answer: Mapping[str, Any]) -> dict[Any, Any]:
    record = _parse_nested(answer.get("data"))
    return record if isinstance(record, dict) else {}


def _parse_nested(value: Any) -> Any:
    # One record of the document is JSON in a string (OpenAPI 3.5.3).
    return parse_json(value) if isinstance(value, str) else value


def _create_response_error(answer: Mapping[str, Any]) -> CloudPrintResponseError:
    message = get_message(_get_record(answer)) or get_message(answer)
    return CloudPrintResponseError(message)
