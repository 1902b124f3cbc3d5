"""Numbers of IPP: operations, status codes and states (RFC 8011, PWG 5100.11, 5100.14)."""

from enum import IntEnum
from typing import Final


class Operation(IntEnum):
    """The operations that the server supports (RFC 8011, 5.4.15)."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CANCEL_MY_JOBS = 0x0039
    CLOSE_JOB = 0x003B
    IDENTIFY_PRINTER = 0x003C


class Status(IntEnum):
    """The status codes that the server uses (RFC 8011, appendix B)."""

    OK = 0x0000
    OK_IGNORED_OR_SUBSTITUTED = 0x0001
    BAD_REQUEST = 0x0400
    FORBIDDEN = 0x0401
    NOT_AUTHORIZED = 0x0403
    NOT_POSSIBLE = 0x0404
    TIMEOUT = 0x0405
    NOT_FOUND = 0x0406
    REQUEST_ENTITY_TOO_LARGE = 0x0408
    REQUEST_VALUE_TOO_LONG = 0x0409
    DOCUMENT_FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_OR_VALUES_NOT_SUPPORTED = 0x040B
    CHARSET_NOT_SUPPORTED = 0x040D
    CONFLICTING_ATTRIBUTES = 0x040E
    COMPRESSION_NOT_SUPPORTED = 0x040F
    COMPRESSION_ERROR = 0x0410
    DOCUMENT_FORMAT_ERROR = 0x0411
    INTERNAL_ERROR = 0x0500
    OPERATION_NOT_SUPPORTED = 0x0501
    SERVICE_UNAVAILABLE = 0x0502
    VERSION_NOT_SUPPORTED = 0x0503
    TEMPORARY_ERROR = 0x0505
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507
    JOB_CANCELED = 0x0508


class IppJobState(IntEnum):
    """The values of job-state (RFC 8011, 5.3.7)."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


ENDED: Final = frozenset(
    {IppJobState.CANCELED, IppJobState.ABORTED, IppJobState.COMPLETED}
)
NOT_COMPLETED: Final = "not-completed"
WHICH_JOBS: Final = {
    "completed": ENDED,
    NOT_COMPLETED: frozenset(IppJobState) - ENDED,
    "all": frozenset(IppJobState),
    "aborted": frozenset({IppJobState.ABORTED}),
    "canceled": frozenset({IppJobState.CANCELED}),
    "pending": frozenset({IppJobState.PENDING}),
    "pending-held": frozenset({IppJobState.PENDING_HELD}),
    "processing": frozenset({IppJobState.PROCESSING}),
    "processing-stopped": frozenset({IppJobState.PROCESSING_STOPPED}),
}


class IppPrinterState(IntEnum):
    """The values of printer-state (RFC 8011, 5.4.11)."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class OrientationRequested(IntEnum):
    """The values of orientation-requested (RFC 8011, 5.2.10)."""

    PORTRAIT = 3
    LANDSCAPE = 4
    REVERSE_LANDSCAPE = 5
    REVERSE_PORTRAIT = 6
    NONE = 7


class PrintQuality(IntEnum):
    """The values of print-quality (RFC 8011, 5.2.13)."""

    DRAFT = 3
    NORMAL = 4
    HIGH = 5
