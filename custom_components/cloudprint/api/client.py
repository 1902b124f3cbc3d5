"""The seven calls of the service (OpenAPI 3)."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
import secrets
import time
from typing import Any, Final

import aiohttp
from mashumaro import DataClassDictMixin

from .answer import data_of, is_refusal, parse
from .body import PIECE, Body, encode, encode_large
from .capabilities import PrinterCapabilities
from .errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintResponseError,
    Delivery,
)
from .print_task import PrintTask
from .printer import Printer, PrinterKey, to_request
from .reading import first, text
from .task import Task
from .token import Token, TokenCache, lifetime, sign
from .transport import Transport

DEFAULT_BASE_URL: Final = "https://any.webprinter.cn"

_SUBMIT: Final = "/openapi"
_LIST: Final = "/openapi/control/queryPrinters"

# The document's 3 s (2.1) are less than the service's own look for printers takes.
CONTROL_TIMEOUT: Final = 30.0
SUBMIT_TIMEOUT: Final = 60.0
SLOWEST_UPLOAD: Final = 50 * 1024
"""Bytes per second that are waited for beyond SUBMIT_TIMEOUT."""


class CloudPrintClient:
    """An application's access to the service.

    Every call raises a subclass of `CloudPrintError` and nothing else, whose
    `delivery` says whether the service can have carried it out. A call is repeated in
    one case, and once: it was refused, and so is its token on the list of printers.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        app_id: str,
        app_key: str,
        *,
        base_url: str = DEFAULT_BASE_URL,
    ) -> None:
        """Use a session that somebody else closes."""
        self._app_id = app_id
        self._app_key = app_key
        self._transport = Transport(session, base_url)
        self._tokens = TokenCache(self._fetch_token)

    @property
    def token_age(self) -> float | None:
        """Seconds since the present token was fetched; None while there is none."""
        return self._tokens.age

    @property
    def forced_renewals_last_hour(self) -> int:
        """How often a token was refused before its time within the last hour.

        More than a few mean that somebody else fetches tokens for the same
        application. 100 stands for more, too.
        """
        return self._tokens.forced_renewals_last_hour

    async def get_token(self) -> None:
        """Make sure that there is a live token (OpenAPI 3.1).

        Raises:
            CloudPrintAuthenticationError: The service refused the AppID or AppKey.
            CloudPrintError: Anything else.

        """
        await self._tokens.current()

    async def add_share_printer(
        self, share_code: str, verification_code: str
    ) -> Printer:
        """Bind a shared printer to the application (OpenAPI 3.2)."""
        return _read(
            Printer,
            await self._call(
                "/openapi/control/addSharePrinter",
                {"shareTicket": share_code, "password": verification_code},
            ),
        )

    async def revoke_share_printer(self, printer: PrinterKey) -> None:
        """Release a printer from the application (OpenAPI 3.3)."""
        await self._call("/openapi/control/revokeSharePrinter", to_request(printer))

    async def query_printers(self, *, may_be_null: bool = True) -> list[Printer]:
        """Return all devices of the application (OpenAPI 3.4).

        Hidden ones and devices of other types than printers are among them. Records
        that do not say which printer they are about are left out, but a list of only
        such records is an error: it would look as if all printers were gone.

        Args:
            may_be_null: Whether success without an array, not even an empty one, means
                that there are no devices; it is an error otherwise.

        """
        records = await self._call(_LIST, {})
        if records is None and may_be_null:
            return []
        if isinstance(records, Mapping):
            # The vendor's own client looks for them there as well.
            records = first(records, "rows", "list", "records", "result")
        if not isinstance(records, list):
            raise _unexpected("not a list of printers")
        printers = []
        for record in records:
            try:
                printers.append(_read(Printer, record))
            except CloudPrintResponseError:
                continue
        if records and not printers:
            raise _unexpected("no printer in its list is as documented")
        return printers

    async def query_printer_detail(self, printer: PrinterKey) -> PrinterCapabilities:
        """Return what a printer can do (OpenAPI 3.5)."""
        return _read(
            PrinterCapabilities,
            await self._call(
                "/openapi/control/queryPrinterDetail", to_request(printer)
            ),
        )

    async def new_print_task(self, task: PrintTask) -> str:
        """Submit a task and return its id (OpenAPI 3.6).

        That the service took it is all that this means.

        Each attempt may take a minute, and the time that a slow line needs for the
        content. A refusal adds up to two control calls, and up to a minute before them
        if the service keeps refusing with a new message each time.
        """
        request = task.to_request()
        if len(task.content) > PIECE:
            body = await asyncio.to_thread(encode_large, request)
        else:
            body = encode(request)
        data = await self._send(
            _SUBMIT, body, timeout=SUBMIT_TIMEOUT + body.size / SLOWEST_UPLOAD
        )
        task_id = text(data.get("taskId") if isinstance(data, Mapping) else data)
        if task_id is None:
            raise _unexpected("no task id")
        return task_id

    async def get_task(self, task_id: str, server_sn: str) -> Task | None:
        """Return what became of a task (OpenAPI 3.7); None if there is no such task.

        Raises:
            CloudPrintResponseError: The answer is of no use, or about another task.
            CloudPrintError: Anything else.

        """
        data = await self._call(
            "/openapi/task/get", {"taskId": task_id, "controlSn": server_sn}
        )
        if data is None:
            return None
        task = _read(Task, data)
        if task.task_id not in (None, task_id):
            raise _unexpected("another task")
        return task

    async def _call(self, path: str, request: Mapping[str, Any]) -> Any:
        """Return the data that answers a small request."""
        return await self._send(path, encode(request), timeout=CONTROL_TIMEOUT)

    async def _send(self, path: str, body: Body, *, timeout: float) -> Any:
        """Return the data that answers a request, sent again if its token was dead.

        Args:
            path: Path below the base URL.
            body: The request's body.
            timeout: Seconds for each attempt.

        """
        for _ in range(2):
            token = await self._tokens.current()
            try:
                return await self._post(path, body, token, timeout=timeout)
            except CloudPrintError as err:
                if not is_refusal(err):
                    raise
                list_printers = partial(self._post, _LIST, encode({}), token)
                if not await token.is_cause_of(
                    err, list_printers, must_confirm=path == _SUBMIT
                ):
                    raise
                self._tokens.discard(token, err.message)
        raise self._tokens.unavailable()

    async def _post(
        self,
        path: str,
        body: Body,
        token: Token,
        *,
        timeout: float = CONTROL_TIMEOUT,
    ) -> Any:
        """Return the data that answers one request, and what it shows of its token."""
        with token.listing() if path == _LIST else nullcontext():
            answer = await self._transport.post(
                path, body, timeout=timeout, token=token.value
            )
            data = data_of(answer)
        token.has_served = True
        return data

    async def _fetch_token(self) -> tuple[str, float]:
        """Return a new token and the seconds that it lives (OpenAPI 3.1)."""
        timestamp = str(int(time.time() * 1000))
        once = secrets.token_hex(16)
        request = {
            "appid": self._app_id,
            "timestamp": timestamp,
            "oncestr": once,
            "signature": sign(self._app_id, timestamp, once, self._app_key),
        }
        try:
            return _token_in(
                await self._transport.post(
                    "/openapi/getToken", encode(request), timeout=CONTROL_TIMEOUT
                )
            )
        except CloudPrintError as err:
            if is_refusal(err):
                raise CloudPrintAuthenticationError(err.message) from err
            # Said of the call that needed the token: nothing of it has left.
            err.delivery = Delivery.NOT_SENT
            raise


def _token_in(answer: Mapping[str, Any]) -> tuple[str, float]:
    """Return the token and the seconds that it lives, enveloped or not."""
    data = first(answer, "data") or answer
    record = data if isinstance(data, Mapping) else {"token": data}
    token = text(record.get("token"))
    if token is None or not token.isprintable():
        raise _unexpected("no token")
    return token, lifetime(record.get("expiresIn"))


def _read[ModelT: DataClassDictMixin](model: type[ModelT], record: Any) -> ModelT:
    """Return a model of a record, or raise if it lacks what is needed.

    The document has one record that is JSON in a string (3.5.3): any may be.
    """
    if isinstance(record, str):
        record = parse(record.encode(errors="replace"))
    if not isinstance(record, Mapping):
        raise _unexpected(f"no {model.__name__}")
    try:
        return model.from_dict(record)
    except (LookupError, ValueError) as err:
        raise _unexpected(f"{model.__name__} without what it needs") from err


def _unexpected(what: str) -> CloudPrintResponseError:
    return CloudPrintResponseError(
        f"The service's answer is not as documented: {what}", delivery=Delivery.UNKNOWN
    )
