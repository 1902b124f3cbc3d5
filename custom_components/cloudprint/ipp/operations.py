"""The operations of a printer, except those on its jobs (RFC 8011, 4.2)."""

from collections.abc import AsyncIterator
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown
from ..spool.clock import running_time
from ..texts import async_get_texts, own_language
from .errors import create_attribute_error
from .job_operations import JobOperations
from .jobs import IppJobs
from .message import Group, Tag
from .printer_attributes import (
    DOCUMENT_FORMATS,
    build_printer_attributes,
    select_attributes,
)
from .printer_view import PrinterView
from .request import IppRequest
from .response import Answer
from .submission import JobSubmitter
from .vocabulary import Operation, Status

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
