"""The model of IPP messages: attributes in groups, and the numbers in them.

RFC 8010, RFC 8011, PWG 5100.11, PWG 5100.14.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Final, Self

MAX_NAME_OCTETS: Final = 255


class Tag(IntEnum):
    """Delimiter and value tags (RFC 8010, 3.5)."""

    OPERATION_GROUP = 0x01
    JOB_GROUP = 0x02
    END = 0x03
    PRINTER_GROUP = 0x04
    UNSUPPORTED_GROUP = 0x05

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTET_STRING = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE_OF_INTEGER = 0x33
    COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    NATURAL_LANGUAGE = 0x48
    MIME_MEDIA_TYPE = 0x49
    MEMBER_NAME = 0x4A

    def of(self, name: str, *contents: AttributeContent) -> Attribute:
        """Return an attribute whose values all have this tag."""
        return Attribute.of(name, self, *contents)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution in dots per inch, across and along the feed."""

    across: int
    along: int


@dataclass(frozen=True, slots=True)
class IntegerRange:
    """A range of integers, both ends included."""

    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text or name with its natural language."""

    text: str = field(repr=False)
    language: str


type AttributeContent = (
    int
    | bool
    | str
    | bytes
    | datetime
    | Resolution
    | IntegerRange
    | LocalizedText
    | tuple[Attribute, ...]
    | None
)
"""What a value is in Python: a collection is a tuple of its member attributes, an
out-of-band value is None, and a value with an unknown tag is bytes."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its tag, which may be one that `Tag` does not know."""

    tag: int
    content: AttributeContent = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute, or a member of a collection, with at least one value."""

    name: str
    values: tuple[Value, ...]

    @classmethod
    def of(cls, name: str, tag: Tag, *contents: AttributeContent) -> Self:
        """Return an attribute whose values all have the same tag."""
        return cls(name, tuple(Value(tag, content) for content in contents))

    @property
    def tag(self) -> int:
        """Return the tag of the first value."""
        return self.values[0].tag

    @property
    def content(self) -> AttributeContent:
        """Return the content of the first value."""
        return self.values[0].content

    @property
    def contents(self) -> list[AttributeContent]:
        """Return the contents of all values."""
        return [value.content for value in self.values]


def as_text(content: AttributeContent) -> str | None:
    """Return the string of a text, name, keyword or URI; None for another type."""
    if isinstance(content, LocalizedText):
        return content.text
    return content if isinstance(content, str) else None


def limit_octets(text: str, longest: int) -> str:
    """Return the beginning of a text that has at most so many octets in UTF-8."""
    return text.encode()[:longest].decode(errors="ignore")


@dataclass(slots=True)
class Group:
    """A group of attributes; names are unique in it."""

    tag: int
    attributes: list[Attribute] = field(default_factory=list)

    def get(self, name: str) -> Attribute | None:
        """Return the attribute with a name, if there is one."""
        return next((item for item in self.attributes if item.name == name), None)

    def get_content(self, name: str) -> AttributeContent:
        """Return the content of the first value of an attribute, None without it."""
        attribute = self.get(name)
        return None if attribute is None else attribute.content


@dataclass(slots=True)
class Message:
    """A request or a response."""

    version: tuple[int, int]  # major and minor
    code: int  # the operation of a request, or the status of a response
    request_id: int
    groups: list[Group] = field(default_factory=list)
    note_written: Callable[[], None] | None = field(default=None, compare=False)
    """Called once a response was written whole."""

    def group(self, tag: Tag) -> Group | None:
        """Return the first group with a tag, if there is one."""
        return next((group for group in self.groups if group.tag == tag), None)


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
