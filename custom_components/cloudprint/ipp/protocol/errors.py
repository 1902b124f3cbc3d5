"""The error of an IPP request, and how other errors become one."""

from collections.abc import Sequence
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...exceptions import log_failure, name_document
from ...texts import async_message
from .message import Attribute, Status, limit_octets

MAX_MESSAGE: Final = 255  # octets of a status-message (RFC 8011, 5.1.2)

_KEYS: Final = {
    Status.NOT_ACCEPTING_JOBS: "account_not_loaded account_unknown journal_too_new",
    Status.SERVICE_UNAVAILABLE: "device_not_printer device_unknown printer_gone",
    Status.TEMPORARY_ERROR: """conversion_stopped conversion_unavailable
        journal_unreadable journal_unwritable spool_full upload_no_room upload_too_many
        upload_unwritable""",
    Status.REQUEST_ENTITY_TOO_LARGE: """content_too_large pages_too_many
        pdf_page_too_large pdf_too_large picture_too_large tiff_pages_too_many
        tiff_too_large upload_too_large""",
    Status.DOCUMENT_FORMAT_NOT_SUPPORTED: """format_unknown format_unrecognized
        ofd_unsupported office_foreign""",
    Status.BUSY: "pages_used_up pages_used_up_day pages_used_up_month",
    Status.INTERNAL_ERROR: """document_gone preparation_failed preparation_interrupted
        preparation_too_late""",
    Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED: """ipp_too_many_pages option_invalid
        option_not_by_hand option_unsupported page_ranges_not_by_hand
        sides_not_made_here""",
}
"""The errors of a print by their status; others are about its document."""
_STATUS: Final = {key: status for status, keys in _KEYS.items() for key in keys.split()}


class IppError(Exception):
    """A request that is refused; `cause` says why, where that concerns a person."""

    def __init__(
        self,
        status: Status,
        cause: HomeAssistantError | None = None,
        *,
        unsupported: Sequence[Attribute] = (),
    ) -> None:
        """Store the status, and what goes with it."""
        super().__init__(status.name)
        self.status = status
        self.cause = cause
        self.unsupported = tuple(unsupported)


def create_ipp_error(err: Exception, name: str) -> IppError:
    """Turn the error of a print into one of a request; `name` is the job's."""
    if isinstance(err, IppError):
        return err
    if not isinstance(err, HomeAssistantError):
        log_unexpected(err)
        return IppError(Status.INTERNAL_ERROR)
    key = err.translation_key or ""
    # Clients know no fields.
    placeholders = name_document(err.translation_placeholders or {}, name)
    cause = type(err)(
        translation_domain=err.translation_domain,
        translation_key=key,
        translation_placeholders=placeholders,
    )
    document_error = (
        Status.DOCUMENT_FORMAT_ERROR
        if isinstance(err, ServiceValidationError)
        else Status.TEMPORARY_ERROR
    )
    return IppError(_STATUS.get(key, document_error), cause)


async def async_get_message(hass: HomeAssistant, err: IppError, language: str) -> str:
    """Return the words of an error: in a language, or the keyword of its status."""
    if err.cause is None:
        kind = "server-error" if err.status >= Status.INTERNAL_ERROR else "client-error"
        return f"{kind}-{err.status.name.lower().replace('_', '-')}"
    message = await async_message(hass, err.cause, language)
    return limit_octets(message, MAX_MESSAGE)


def log_unexpected(err: Exception) -> None:
    """Log an error without its message, which may quote a document."""
    log_failure("A request by IPP", err)
