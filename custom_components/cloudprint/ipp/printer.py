"""A printer of an account as an IPP printer: what the server hands its requests to."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown
from ..spool.clock import running_time
from ..texts import async_get_texts, own_language
from .job_operations import JobOperations
from .jobs import IppJobs
from .older_notes import async_read_notes
from .printer_attributes import (
    DOCUMENT_FORMATS,
    build_printer_attributes,
    select_attributes,
)
from .printer_view import PrinterView
from .protocol.errors import (
    IppError,
    async_get_message,
    create_attribute_error,
    log_unexpected,
)
from .protocol.message import Group, Message, Tag
from .protocol.request import IppRequest, check_request, find_language
from .protocol.response import Answer, build_response
from .protocol.vocabulary import Operation, Status
from .shared_printer import IppClient, SharedPrinter, get_resource
from .submission import JobSubmitter

IDENTIFY_EVERY: Final = 60
"""Seconds between two notifications about the same printer."""


class PrinterOperations:
    """Carries out the operations of a printer."""

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
    ) -> None:
        """Set up a printer of a loaded account."""
        self._hass = hass
        self._device_id = device_id
        self.view = PrinterView(hass, entry, device_id)
        self.jobs = IppJobs(hass, entry, device_id)
        self.submitter = JobSubmitter(hass, entry, device_id, self.jobs)
        self.job_operations = JobOperations(
            hass, entry, self.view, self.jobs, self.submitter
        )
        self._identified: float | None = None

    async def async_run(
        self, request: IppRequest, document: AsyncIterator[bytes]
    ) -> Answer:
        """Carry out an operation. Raises IppError."""
        jobs = self.job_operations
        match request.operation:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return self._get_printer_attributes(request)
            case Operation.IDENTIFY_PRINTER:
                return await self._async_identify()
            case Operation.PRINT_JOB:
                return await jobs.async_print_job(request, document)
            case Operation.VALIDATE_JOB:
                return jobs.validate_job(request)
            case Operation.CREATE_JOB:
                return await jobs.async_create_job(request)
            case Operation.SEND_DOCUMENT:
                return await jobs.async_send_document(request, document)
            case Operation.CLOSE_JOB:
                return await jobs.async_close_job(request)
            case Operation.CANCEL_JOB:
                return await jobs.async_cancel_job(request)
            case Operation.CANCEL_MY_JOBS:
                return await jobs.async_cancel_my_jobs(request)
            case Operation.GET_JOB_ATTRIBUTES:
                return await jobs.lister.async_get_job_attributes(request)
            case _:
                return await jobs.lister.async_get_jobs(request)

    def _get_printer_attributes(self, request: IppRequest) -> Answer:
        attribute = request.attributes.get("document-format")
        name = request.get_text("document-format")
        if attribute is not None and (name or "").lower() not in DOCUMENT_FORMATS:
            raise create_attribute_error(
                Status.DOCUMENT_FORMAT_NOT_SUPPORTED, attribute.name, attribute
            )
        attributes = select_attributes(
            build_printer_attributes(
                self.view.snapshot(), request.client, dt_util.utcnow()
            ),
            request.get_requested(),
        )
        return Answer(groups=[Group(Tag.PRINTER_GROUP, attributes)])

    async def _async_identify(self) -> Answer:
        """Show which printer is meant: it cannot flash or beep from here."""
        now = running_time()
        if self._identified is None or now >= self._identified + IDENTIFY_EVERY:
            self._identified = now
            language = own_language(self._hass.config.language)
            texts = await async_get_texts(self._hass, language, "common")
            printer = self.view.snapshot()
            key = "identify_message_place" if printer.location else "identify_message"
            persistent_notification.async_create(
                self._hass,
                texts[f"common.{key}"].format(
                    printer=as_markdown(printer.name),
                    place=as_markdown(printer.location),
                ),
                texts["common.identify_title"],
                f"{DOMAIN}_identify_{self._device_id}",
            )
        return Answer()


MAX_UNANSWERED: Final = 100
"""Responses whose delivery is awaited; older ones count as not received."""


class IppPrinter:
    """Handles the requests for one printer, until it is closed."""

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
    ) -> None:
        """Set up a listed printer of a loaded account."""
        self._hass = hass
        self.device_id = device_id
        self.settings = entry.runtime_data.ipp
        self._operations = PrinterOperations(hass, entry, device_id)
        self._view = self._operations.view
        self._resource = get_resource(self._view.identifier)
        self._unanswered: list[tuple[Message, Answer]] = []
        self._seen: dict[str, date] = {}

    def snapshot(self) -> SharedPrinter:
        """Return the printer as it is now."""
        return self._view.snapshot()

    @callback
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
        """Answer a request; every one gets a response.

        `document` yields the octets behind the attributes of the request, and raises
        DocumentInterruptedError if they end too early. It is read only as far as it is
        needed. Raises nothing but CancelledError: then what is being received is dropped,
        and what is in the journal stays.
        """
        self._note_client(client.address)
        language = find_language(request)
        try:
            checked = check_request(request, client, self._resource)
            answer = await self._operations.async_run(checked, document)
        except IppError as err:
            return await self._async_refuse(request, err, language)
        except Exception as err:  # noqa: BLE001 - the client gets an answer in any case
            log_unexpected(err)
            error = IppError(Status.INTERNAL_ERROR)
            return await self._async_refuse(request, error, language)
        # A group has no name twice.
        returned = {
            each.name: each for each in (*checked.unsupported, *answer.unsupported)
        }
        answer.unsupported = list(returned.values())
        response = build_response(
            request,
            answer.status,
            language,
            unsupported=answer.unsupported,
            groups=answer.groups,
        )
        if answer.taken is not None or answer.received is not None:
            self._unanswered.append((response, answer))
            del self._unanswered[:-MAX_UNANSWERED]
        return response

    @callback
    def async_answered(self, response: Message) -> None:
        """Note that a response was written whole; it is the object of async_handle.

        A client that sends the same print or document again means another one then.
        Until this is called, it is taken for a repeat.
        """
        for index, (known, answer) in enumerate(self._unanswered):
            if known is response:
                del self._unanswered[index]
                if answer.taken is not None:
                    self._operations.jobs.set_answered(answer.taken)
                if answer.received is not None:
                    answer.received.is_answered = True
                break

    async def async_read_notes(self) -> None:
        """Print what an older version has received, but not printed."""
        operations = self._operations
        await async_read_notes(
            self._hass, self._view, operations.jobs, operations.submitter
        )

    async def async_close(self) -> None:
        """Abort what is not being written yet, and wait for what is."""
        await self._operations.job_operations.async_close()

    async def _async_refuse(
        self, request: Message, err: IppError, language: str
    ) -> Message:
        return build_response(
            request,
            err.status,
            language,
            message=await async_get_message(self._hass, err, language),
            unsupported=err.unsupported,
        )

    def _note_client(self, address: str) -> None:
        today = dt_util.now().date()
        if self._seen.get(address) != today:
            # Those of other days are not counted any more.
            self._seen = {
                other: day for other, day in self._seen.items() if day == today
            }
            self._seen[address] = today
