"""A printer of an account as an IPP printer: what the server hands its requests to."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..data import Account
from ..exceptions import as_markdown
from ..networks import Network
from ..settings import IppSettings
from ..spool.clock import running_time
from ..texts import get_common_texts
from .job_attributes import build_message, has_failed_within
from .job_operations import JOB_OPERATIONS, Answer, JobOperation
from .jobs import IppJobs
from .printer_attributes import (
    DOCUMENT_FORMATS,
    build_printer_attributes,
    select_attributes,
)
from .protocol.errors import IppError, async_get_message, log_unexpected
from .protocol.message import Group, Message, Operation, Status, Tag
from .protocol.request import (
    IppClient,
    IppRequest,
    build_response,
    check_request,
    find_language,
)
from .shared_printer import PrinterView, SharedPrinter
from .viewer import ClientViewer

IDENTIFY_EVERY: Final = 60
SAID_FOR: Final = timedelta(minutes=1)


class IppPrinter:
    """Handles the requests for one printer, until it is closed."""

    def __init__(self, account: Account, device_id: str) -> None:
        """Set up a listed printer of a loaded account."""
        self._hass = account.hass
        self.account = account
        self.device_id = device_id
        self.settings = account.ipp
        self._view = PrinterView(account, device_id)
        self.resource = self._view.resource
        self._jobs = IppJobs(account, device_id)
        self._identified: float | None = None
        self._seen: dict[str, date] = {}

    @property
    def allowed_networks(self) -> frozenset[Network]:
        """Return the networks that the account allows at present."""
        return IppSettings.from_options(self.account.entry.options).networks

    def snapshot(self) -> SharedPrinter:
        """Return the printer as it is now."""
        return self._view.snapshot()

    def set_announced(self, name: str | None) -> None:
        """Note the name by which the printer is announced, None while it is not."""
        self._view.announced_name = name

    @property
    def clients_today(self) -> int:
        """Return the number of addresses that used the printer since midnight."""
        today = dt_util.now().date()
        return sum(day == today for day in self._seen.values())

    async def async_handle(
        self, request: Message, document: AsyncIterator[bytes], client: IppClient
    ) -> Message:
        """Answer a request. Raises nothing but CancelledError.

        `document` is read only as far as it is needed, and raises
        DocumentInterruptedError if it ends too early.
        """
        today = dt_util.now().date()
        if self._seen.get(client.address) != today:
            self._seen = {
                address: day for address, day in self._seen.items() if day == today
            } | {client.address: today}
        language = find_language(request)
        try:
            checked = check_request(request, client, self.resource)
            answer = await self._async_run(checked, document)
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            error = err
            if not isinstance(error, IppError):
                log_unexpected(err)
                error = IppError(Status.INTERNAL_ERROR)
            return build_response(
                request,
                error.status,
                language,
                message=await async_get_message(self._hass, error, language),
                unsupported=error.unsupported,
            )
        # A group has no name twice.
        returned = {
            attribute.name: attribute
            for attribute in (*checked.unsupported, *answer.unsupported)
        }
        status = Status.OK_IGNORED_OR_SUBSTITUTED if returned else Status.OK
        response = build_response(
            request,
            # CUPS prints a job again that is aborted with this status, and only then.
            Status.BUSY if answer.is_lost else status,
            language,
            unsupported=list(returned.values()),
            groups=answer.groups,
        )
        response.note_written = partial(self._set_answered, answer)
        return response

    async def _async_run(
        self, request: IppRequest, document: AsyncIterator[bytes]
    ) -> Answer:
        try:
            printer = self._view.snapshot()
        except ServiceValidationError as err:
            raise IppError(Status.NOT_ACCEPTING_JOBS, err) from err
        match request.operation:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return self._get_printer_attributes(request, printer)
            case Operation.IDENTIFY_PRINTER:
                return self._identify(printer)
        operate = JOB_OPERATIONS[request.operation]
        return await operate(
            JobOperation(self.account, self._jobs, printer, request, document)
        )

    def _get_printer_attributes(
        self, request: IppRequest, printer: SharedPrinter
    ) -> Answer:
        name = "document-format"
        requested = request.get(name, str)
        if requested is not None and requested.lower() not in DOCUMENT_FORMATS:
            raise request.refuse(Status.DOCUMENT_FORMAT_NOT_SUPPORTED, name)
        texts = get_common_texts(self._hass, printer.language)
        client, message = request.client, ""
        viewer = ClientViewer.of_client(self.account.entry, request)
        if viewer.is_told_failures(printer):
            # CUPS shows no message of a job.
            last = self._jobs.find_last(viewer.owns)
            if last is not None and has_failed_within(last, SAID_FOR):
                message = build_message(last, printer, texts)
        now = dt_util.utcnow()
        attributes = build_printer_attributes(printer, client, now, texts, message)
        attributes = select_attributes(attributes, request.get_requested())
        return Answer(groups=[Group(Tag.PRINTER_GROUP, attributes)])

    def _identify(self, printer: SharedPrinter) -> Answer:
        """Show which printer is meant: it cannot flash or beep from here."""
        now = running_time()
        if self._identified is None or now >= self._identified + IDENTIFY_EVERY:
            self._identified = now
            texts = get_common_texts(self._hass)
            key = "identify_message_place" if printer.location else "identify_message"
            persistent_notification.async_create(
                self._hass,
                texts[f"common.{key}"].format(
                    printer=as_markdown(printer.name),
                    place=as_markdown(printer.location),
                ),
                texts["common.identify_title"],
                f"{DOMAIN}_identify_{self.device_id}",
            )
        return Answer()

    def _set_answered(self, answer: Answer) -> None:
        """Note that the client knows it: the same print is no repeat any more."""
        if answer.accepted is not None:
            self._jobs.set_answered(answer.accepted)
        if answer.received is not None:
            answer.received.is_answered = True

    async def async_close(self) -> None:
        """Abort what is not being written yet, and wait for what is."""
        await self._jobs.async_close()
