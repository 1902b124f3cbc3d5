"""The HTTP server of the shared printers."""

import asyncio
from collections import Counter
from contextlib import aclosing
from http import HTTPStatus
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final

from aiohttp import ClientError, HttpVersion11, hdrs, web
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send

from ...const import LOGGER
from ...exceptions import invalid
from ...networks import (
    SHARED,
    SIGNAL_REFUSED,
    AccessError,
    OwnNetworks,
    check_forwarded,
    check_host,
    check_peer,
    is_behind_vpn,
)
from ...printing.permission import find_default_printer
from ...texts import ENGLISH, async_message, own_language
from ..certificate import async_create_context
from ..protocol.encoding import (
    IncompleteError,
    IppFormatError,
    encode_message,
    parse_head,
)
from ..protocol.errors import log_unexpected
from ..protocol.message import Message, Operation, Status
from ..protocol.request import GENERAL_PATHS, IppClient, build_response
from ..shared_printer import PATH
from .authentication import CHALLENGE, FAILURE_SECONDS, Authenticator
from .body import (
    DocumentInterruptedError,
    DocumentStalledError,
    IppBody,
    MessageTooLargeError,
    RequestLimits,
)
from .connections import BUSY_SECONDS, Connection, Connections, listen
from .page import ICON_SIZES, async_build_page, build_icon, get_icon_resource

if TYPE_CHECKING:
    from ..printer import IppPrinter

CONTENT_TYPE: Final = "application/ipp"

_LIMITS: Final = RequestLimits()
_SHUTDOWN_SECONDS: Final = 0.1
_ICONS: Final = {get_icon_resource(size): size for size in ICON_SIZES}
_METHODS: Final = f"{hdrs.METH_GET}, {hdrs.METH_HEAD}, {hdrs.METH_POST}"
_HEADERS: Final = {
    hdrs.CACHE_CONTROL: "no-store",
    hdrs.SERVER: "Cloud Print",
    "X-Content-Type-Options": "nosniff",
}
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline';"
        " frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}
_UPGRADE: Final[dict[str, str]] = {
    hdrs.UPGRADE: "TLS/1.2, HTTP/1.1",
    hdrs.CONNECTION: hdrs.UPGRADE,
}
"""Where to go from 426 (RFC 2817, 4.2)."""
_LOG_SECONDS: Final = 60 * 60
_MAX_LOGGED: Final = 20  # Networks whose refused requests are logged within that time
_NEXT_TRY: Final = {
    HTTPStatus.SERVICE_UNAVAILABLE: BUSY_SECONDS,
    HTTPStatus.TOO_MANY_REQUESTS: FAILURE_SECONDS,
}


class IppServer:
    """Serves the printers that are shared on a port."""

    def __init__(
        self, hass: HomeAssistant, port: int, limits: RequestLimits = _LIMITS
    ) -> None:
        """Initialize without printers."""
        self._hass = hass
        self.port = port  # The one in use, once the server has started
        self.printers: dict[str, IppPrinter] = {}  # by their paths
        self._limits = limits
        self._authenticator = Authenticator()
        self._networks = OwnNetworks()
        self._logged: dict[str, float] = {}
        self._requests = Counter[str]()
        self._answers = set[asyncio.Task[_IppResponse]]()
        self._connections = Connections(self._async_handle, limits)

    async def async_start(self) -> None:
        """Listen on all interfaces. Raises OSError."""
        context = await async_create_context(self._hass)
        sockets = listen(self.port)
        self.port = sockets[0].getsockname()[1]
        self._connections.listen(sockets, context)

    async def async_stop(self) -> None:
        """End all connections once they are answered; close the printers first."""
        await self._connections.async_stop_listening()
        await self._connections.async_drop()
        if self._answers:
            await asyncio.wait(self._answers, timeout=self._limits.stop_seconds)
        await self._connections.shutdown(_SHUTDOWN_SECONDS)

    async def async_drop(self, resource: str) -> None:
        """End the connections that used a printer last, once it has answered them."""
        await self._connections.async_drop(resource)

    def _find(self, request: web.BaseRequest) -> tuple[str, IppPrinter | None]:
        """Return a path and its printer; the general paths have the only or default one."""
        resource = request.path.strip("/")
        if resource in GENERAL_PATHS:
            default = find_default_printer(self._hass)
            for path, printer in self.printers.items():
                if len(self.printers) == 1 or printer.device_id == default:
                    return path, printer
        return resource, self.printers.get(resource)

    async def _async_handle(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = self._connections.get(request.protocol)
        connection.cancel_timer()
        connection.requests += 1
        body = IppBody(request.content, self._limits, is_withheld=_expects(request))
        connection.body = body
        try:
            response = await self._async_respond(request, connection, body)
        except AccessError as err:
            reason = await self._async_explain(request, connection, err)
            response = _refuse(err.status, reason=reason)
        except DocumentStalledError:
            response = _refuse(HTTPStatus.REQUEST_TIMEOUT, is_last=True)
        except DocumentInterruptedError:
            response = _refuse(HTTPStatus.BAD_REQUEST, is_last=True)
        except Exception as err:  # noqa: BLE001 - logged
            log_unexpected(err)
            response = _refuse(HTTPStatus.INTERNAL_SERVER_ERROR)
        if body.is_broken or body.is_withheld:
            response.force_close()
        is_sent = await self._async_send(request, response)
        connection.answered.set()
        if not is_sent:
            connection.drop()
        elif response.keep_alive and not await body.async_drain():
            response.force_close()
        self._connections.wait(connection)
        return response

    async def _async_send(
        self, request: web.BaseRequest, response: web.Response
    ) -> bool:
        try:
            async with asyncio.timeout(self._limits.send_seconds):
                await response.prepare(request)
                await response.write_eof()
                await request.writer.drain()
        except ClientError, OSError, TimeoutError:
            return False
        transport = request.transport
        is_open = transport is not None and not transport.is_closing()
        if is_open and isinstance(response, _IppResponse) and response.note_written:
            try:
                response.note_written()
            except Exception as err:  # noqa: BLE001 - logged
                log_unexpected(err)
        return is_open

    async def _async_respond(
        self, request: web.BaseRequest, connection: Connection, body: IppBody
    ) -> web.Response:
        allowed = (printer.allowed_networks for printer in self.printers.values())
        networks = (await self._networks.async_get()).allow(frozenset().union(*allowed))
        check_forwarded(request.headers)
        url = self._hass.config.internal_url
        check_host(
            request.headers.getall(hdrs.HOST, ()),
            {URL(url).host or ""} if url else (),
            networks,
            connection.address,
        )
        check_peer(connection.address, networks)
        if request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
            return await self._async_show(request, connection)
        if request.method != hdrs.METH_POST:
            refusal = _refuse(HTTPStatus.METHOD_NOT_ALLOWED)
            refusal.headers[hdrs.ALLOW] = _METHODS
            return refusal
        _check_form(request)
        address = connection.address
        if self._requests[address] >= self._limits.requests_per_address:
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, is_last=True)
        self._requests[address] += 1
        try:
            return await self._async_post(request, connection, body)
        finally:
            self._requests[address] -= 1
            if not self._requests[address]:
                del self._requests[address]

    async def _async_post(
        self, request: web.BaseRequest, connection: Connection, body: IppBody
    ) -> web.Response:
        """Return the response to an IPP request. Raises AccessError.

        A wrong or unencrypted password is refused before the body is read.
        """
        resource, printer = self._find(request)
        user: str | None = None
        if printer is not None:
            connection.resource = resource
            must_encrypt = (
                printer.settings.needs_password and not connection.is_encrypted
            )
            if must_encrypt and hdrs.AUTHORIZATION in request.headers:
                raise _create_upgrade_error()
            user = self._authenticator.check_basic(
                request.headers, printer.settings, connection.address
            )
        if body.is_withheld:
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            # Only the response itself counts as such.
            request.writer.output_size = 0
            body.is_withheld = False
        try:
            message = await body.async_read_message()
        except IppFormatError as err:
            try:
                return _answer(parse_head(body.head), Status.BAD_REQUEST)
            except IncompleteError:
                raise AccessError(HTTPStatus.BAD_REQUEST) from err
        except MessageTooLargeError:
            return _answer(parse_head(body.head), Status.REQUEST_ENTITY_TOO_LARGE)
        if printer is None or self.printers.get(resource) is not printer:
            is_general = resource in GENERAL_PATHS
            # It may be shared again soon: CUPS takes the jobs of one not found as printed.
            if (is_general and not self.printers) or resource.startswith(PATH):
                return _answer(message, Status.SERVICE_UNAVAILABLE)
            return _answer(message, Status.NOT_FOUND)
        if (
            user is None
            and printer.settings.needs_password
            # A client must find the printer before it asks the user for a password.
            # AirPrint clients ask after a 401 to Validate-Job or Print-Job.
            and message.code != Operation.GET_PRINTER_ATTRIBUTES
        ):
            raise (
                _create_upgrade_error()
                if must_encrypt
                else AccessError(HTTPStatus.UNAUTHORIZED)
            )
        host = request.headers[hdrs.HOST]
        is_shared = is_behind_vpn(connection.address, host)
        client = IppClient(
            address=str(SHARED) if is_shared else connection.address,
            host=host,
            is_shared=is_shared,
            is_encrypted=connection.is_encrypted,
            is_cups_reconnected=connection.requests == 1
            and request.headers.get(hdrs.USER_AGENT, "").startswith("CUPS/"),
            user=user,
        )
        connection.answered.clear()
        # The job of a client that disconnects goes on; a stop waits for it.
        task = asyncio.create_task(_async_ask(printer, message, body, client))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        return await asyncio.shield(task)

    async def _async_explain(
        self, request: web.BaseRequest, connection: Connection, err: AccessError
    ) -> str:
        """Return why a request is refused, in words; log it once an hour and source.

        That is a network that can be allowed, or else an address.
        """
        if err.cause is None:
            return err.status.phrase
        address = connection.address
        if err.network is not None:
            # One account on the port is enough, and asks.
            for printer in islice(self.printers.values(), 1):
                signal = SIGNAL_REFUSED + printer.account.entry.entry_id
                async_dispatcher_send(self._hass, signal, err.network, address)
        source = str(err.network or address)
        now = monotonic()
        self._logged = {
            source: until for source, until in self._logged.items() if until > now
        }
        if source not in self._logged and len(self._logged) < _MAX_LOGGED:
            self._logged[source] = now + _LOG_SECONDS
            LOGGER.warning(
                "A request of %s to shared printers was refused: %s",
                address,
                await async_message(self._hass, err.cause, ENGLISH),
            )
        language = request.headers.get(hdrs.ACCEPT_LANGUAGE)
        return await async_message(self._hass, err.cause, language)

    async def _async_show(
        self, request: web.BaseRequest, connection: Connection
    ) -> web.Response:
        resource = request.path.strip("/")
        if (size := _ICONS.get(resource)) is not None:
            icon = await self._hass.async_add_executor_job(build_icon, size)
            headers = {**_HEADERS, hdrs.CACHE_CONTROL: "max-age=86400"}
            return web.Response(body=icon, content_type="image/png", headers=headers)
        printers = list(self.printers.values())
        if resource not in GENERAL_PATHS:
            if (printer := self.printers.get(resource)) is None:
                return _refuse(HTTPStatus.NOT_FOUND)
            printers = [printer]
        page = await async_build_page(
            self._hass,
            [printer.snapshot() for printer in printers],
            IppClient(address=connection.address, host=request.headers[hdrs.HOST]),
            own_language(
                request.headers.get(hdrs.ACCEPT_LANGUAGE, self._hass.config.language)
            ),
        )
        return web.Response(
            text=page, content_type="text/html", headers={**_HEADERS, **_PAGE_HEADERS}
        )


class _IppResponse(web.Response):
    def __init__(self, message: Message) -> None:
        super().__init__(
            body=encode_message(message), content_type=CONTENT_TYPE, headers=_HEADERS
        )
        self.note_written = message.note_written


async def _async_ask(
    printer: IppPrinter, message: Message, body: IppBody, client: IppClient
) -> _IppResponse:
    try:
        async with aclosing(body.pieces()) as document:
            return _IppResponse(await printer.async_handle(message, document, client))
    except DocumentInterruptedError:
        return _answer(message, Status.BAD_REQUEST)
    except Exception as err:  # noqa: BLE001 - logged
        log_unexpected(err)
        return _answer(message, Status.INTERNAL_ERROR)


def _expects(request: web.BaseRequest) -> bool:
    """Return whether a client waits before it sends the body (RFC 9110, 10.1.1)."""
    return request.version >= HttpVersion11 and hdrs.EXPECT in request.headers


def _check_form(request: web.BaseRequest) -> None:
    """Raise AccessError for a body that is no IPP, or whose end cannot be known."""
    headers = request.headers
    if (
        request.content_type != CONTENT_TYPE
        or headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity"
    ):
        # IPP has its own compression (RFC 8011, 5.4.32).
        raise AccessError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if hdrs.TRANSFER_ENCODING in headers:
        if request.version < HttpVersion11:
            raise AccessError(HTTPStatus.BAD_REQUEST)
    elif hdrs.CONTENT_LENGTH not in headers:
        raise AccessError(HTTPStatus.LENGTH_REQUIRED)
    if _expects(request) and headers[hdrs.EXPECT].lower() != "100-continue":
        raise AccessError(HTTPStatus.EXPECTATION_FAILED)


def _create_upgrade_error() -> AccessError:
    return AccessError(HTTPStatus.UPGRADE_REQUIRED, invalid("ipp_not_encrypted"))


def _refuse(
    status: HTTPStatus, *, reason: str = "", is_last: bool = False
) -> web.Response:
    """Return a response without IPP, after which the connection may be closed."""
    headers = dict(_HEADERS)
    if status == HTTPStatus.UPGRADE_REQUIRED:
        headers |= _UPGRADE
    if status in _NEXT_TRY:
        headers[hdrs.RETRY_AFTER] = str(_NEXT_TRY[status])
    if status == HTTPStatus.UNAUTHORIZED:
        headers[hdrs.WWW_AUTHENTICATE] = CHALLENGE
    text = f"{reason or status.phrase}\n"
    response = web.Response(status=status, text=text, headers=headers)
    if is_last:
        response.force_close()
    return response


def _answer(request: Message, status: Status) -> _IppResponse:
    return _IppResponse(build_response(request, status, ENGLISH))
