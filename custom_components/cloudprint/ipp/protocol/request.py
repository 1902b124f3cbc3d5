"""Requests, checked as RFC 8011, 4.1 says, and the responses to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from ...fields import one_line
from ...texts import own_language
from .encoding import encode_message
from .errors import IppError
from .message import (
    MAX_NAME_OCTETS,
    Attribute,
    Group,
    Message,
    Operation,
    Status,
    Tag,
    as_text,
)

LANGUAGES: Final = {"en": "en", "zh-Hans": "zh-cn"}
COMPRESSIONS: Final = ("none", "gzip", "deflate")
ANONYMOUS: Final = "anonymous"
GENERAL_PATHS: Final = ("", "ipp", "ipp/print", "ipp/printer")
"""Where clients look that only have an address, without the id of a printer."""

_VERSIONS: Final = ((1, 0), (1, 1), (2, 0), (2, 1), (2, 2))
_OF_ALL: Final = (
    *("attributes-charset", "attributes-natural-language"),
    *("printer-uri", "requesting-user-name"),
)
_OF_JOBS: Final = ("job-id", "job-uri")
_OF_DOCUMENTS: Final = (
    *("compression", "document-format"),
    *("document-name", "document-natural-language"),
)
_OF_NEW_JOBS: Final = (
    *("client-info", "ipp-attribute-fidelity", "job-name"),
    *("job-impressions", "job-k-octets", "job-media-sheets"),
)
_SUPPORTED: Final[Mapping[Operation, tuple[str, ...]]] = {
    Operation.PRINT_JOB: (*_OF_NEW_JOBS, *_OF_DOCUMENTS),
    Operation.VALIDATE_JOB: (*_OF_NEW_JOBS, *_OF_DOCUMENTS),
    # Some clients name the first document with the job.
    Operation.CREATE_JOB: (*_OF_NEW_JOBS, *_OF_DOCUMENTS),
    Operation.SEND_DOCUMENT: (*_OF_JOBS, *_OF_DOCUMENTS, "last-document"),
    Operation.CANCEL_JOB: (*_OF_JOBS, "message"),
    Operation.GET_JOB_ATTRIBUTES: (*_OF_JOBS, "requested-attributes"),
    Operation.GET_JOBS: ("limit", "my-jobs", "requested-attributes", "which-jobs"),
    Operation.GET_PRINTER_ATTRIBUTES: ("document-format", "requested-attributes"),
    Operation.CANCEL_MY_JOBS: ("job-ids", "message"),
    Operation.CLOSE_JOB: _OF_JOBS,
    Operation.IDENTIFY_PRINTER: ("identify-actions", "job-id", "message"),
}
"""The operation attributes that mean something here, or whose meaning changes nothing on
paper. Others are returned as unsupported (RFC 8011, 4.1.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IppClient:
    """A client, and how it reached the server."""

    address: str
    host: str  # The name or address and the port that it used, as in "192.168.1.2:8631"
    is_shared: bool = False  # The address is one for all devices of a VPN
    is_encrypted: bool = False
    is_cups_reconnected: bool = False
    """CUPS asks so whether it may end a job; its other thread, whether that has failed."""
    user: str | None = field(default=None, repr=False)
    """The name it has authenticated with, None where none is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IppRequest:
    """A request that can be carried out, as far as its attributes say."""

    message: Message
    operation: Operation
    attributes: Group
    client: IppClient
    user: str = field(repr=False)
    """The name that the client has authenticated with, or else gives."""
    language: str
    job_id: int = 0  # 0 but for the operations on a job

    @property
    def job_attributes(self) -> Sequence[Attribute]:
        """Return the attributes of the job group."""
        group = self.message.group(Tag.JOB_GROUP)
        return () if group is None else group.attributes

    @property
    def unsupported(self) -> list[Attribute]:
        """Return the operation attributes that are ignored, without their values."""
        supported = (*_OF_ALL, *_SUPPORTED[self.operation])
        return [
            Tag.UNSUPPORTED.of(attribute.name, None)
            for attribute in self.attributes.attributes
            if attribute.name not in supported
        ]

    @property
    def job_digest(self) -> str:
        """Return a digest of the attributes of the job group."""
        group = Group(Tag.JOB_GROUP, list(self.job_attributes))
        return sha256(encode_message(Message((2, 0), 0, 1, [group]))).hexdigest()

    def get[T: (int, bool, str)](self, name: str, kind: type[T]) -> T | None:
        """Return the first value, None without any. Raises IppError for another type."""
        return _get(self.attributes, name, kind)

    def refuse(self, status: Status, name: str) -> IppError:
        """Return the error for an operation attribute whose value is unsupported."""
        refused = [item for item in self.attributes.attributes if item.name == name]
        return IppError(status, unsupported=refused)

    def get_requested(self) -> tuple[str, ...] | None:
        """Return `requested-attributes`, or None without them. Raises IppError."""
        if (attribute := self.attributes.get("requested-attributes")) is None:
            return None
        names = [as_text(content) for content in attribute.contents]
        if None in names:
            raise IppError(Status.BAD_REQUEST)
        return tuple(name for name in names if name)


def _get[T: (int, bool, str)](attributes: Group, name: str, kind: type[T]) -> T | None:
    if (attribute := attributes.get(name)) is None:
        return None
    content = as_text(attribute.content) if kind is str else attribute.content
    is_enum = kind is int and attribute.tag != Tag.INTEGER
    if not isinstance(content, kind) or is_enum:
        raise IppError(Status.BAD_REQUEST)
    return content


def find_language(message: Message) -> str:
    """Return the language of our texts for a request, also for a malformed one."""
    group = message.group(Tag.OPERATION_GROUP)
    tag = group and as_text(group.get_content("attributes-natural-language"))
    return own_language(tag or None)


def check_request(message: Message, client: IppClient, resource: str) -> IppRequest:
    """Return a request, checked in the order of RFC 8011, 4.1. Raises IppError."""
    if message.version[0] not in (1, 2):
        raise IppError(Status.VERSION_NOT_SUPPORTED)
    if message.request_id < 1:
        raise IppError(Status.BAD_REQUEST)
    groups = message.groups
    if (
        not groups
        or groups[0].tag != Tag.OPERATION_GROUP
        or sum(group.tag == Tag.OPERATION_GROUP for group in groups) > 1
    ):
        raise IppError(Status.BAD_REQUEST)
    attributes = groups[0]
    _check_first_two(attributes)
    try:
        operation = Operation(message.code)
    except ValueError:
        raise IppError(Status.OPERATION_NOT_SUPPORTED) from None
    job_id = _parse_target(attributes, operation, resource)
    return IppRequest(
        message=message,
        operation=operation,
        attributes=attributes,
        client=client,
        user=client.user or _parse_user(attributes),
        language=find_language(message),
        job_id=job_id,
    )


def _check_first_two(attributes: Group) -> None:
    if [(item.name, item.tag) for item in attributes.attributes[:2]] != [
        ("attributes-charset", Tag.CHARSET),
        ("attributes-natural-language", Tag.NATURAL_LANGUAGE),
    ]:
        raise IppError(Status.BAD_REQUEST)
    first = attributes.attributes[0]
    if (as_text(first.content) or "").lower() not in ("utf-8", "us-ascii"):
        raise IppError(Status.CHARSET_NOT_SUPPORTED, unsupported=[first])


def _parse_target(attributes: Group, operation: Operation, resource: str) -> int:
    is_job = "job-uri" in _SUPPORTED[operation]
    uri = attributes.get("printer-uri")
    if uri is None and is_job and (job_uri := attributes.get("job-uri")) is not None:
        path, _, last = _parse_path(job_uri).rpartition("/")
        _check_path(path, resource)
        if not last.isdecimal() or not last.isascii():
            raise IppError(Status.NOT_FOUND)
        return int(last)
    if uri is None:
        raise IppError(Status.BAD_REQUEST)
    _check_path(_parse_path(uri), resource)
    if not is_job:
        return 0
    if (job_id := _get(attributes, "job-id", int)) is None:
        raise IppError(Status.BAD_REQUEST)
    return job_id


def _parse_path(uri: Attribute) -> str:
    if uri.tag != Tag.URI:
        raise IppError(Status.BAD_REQUEST)
    try:
        return urlsplit(as_text(uri.content) or "").path.strip("/")
    except ValueError:
        raise IppError(Status.BAD_REQUEST) from None


def _check_path(path: str, resource: str) -> None:
    if path != resource and path not in GENERAL_PATHS:
        raise IppError(Status.NOT_FOUND)


def _parse_user(attributes: Group) -> str:
    name = _get(attributes, "requesting-user-name", str) or ""
    if len(name.encode()) > MAX_NAME_OCTETS:
        raise IppError(Status.REQUEST_VALUE_TOO_LONG)
    return one_line(name) or ANONYMOUS


def build_response(
    request: Message,
    status: Status,
    language: str,
    *,
    message: str = "",
    unsupported: Sequence[Attribute] = (),
    groups: Sequence[Group] = (),
) -> Message:
    """Return a response with its groups in the order of RFC 8011, 4.1.3."""
    attributes = [
        Tag.CHARSET.of("attributes-charset", "utf-8"),
        Tag.NATURAL_LANGUAGE.of("attributes-natural-language", LANGUAGES[language]),
    ]
    if message:
        attributes.append(Tag.TEXT.of("status-message", message))
    leading = [Group(Tag.OPERATION_GROUP, attributes)]
    if unsupported:
        leading.append(Group(Tag.UNSUPPORTED_GROUP, list(unsupported)))
    # The version that was asked for, or the closest
    earlier = (version for version in _VERSIONS if version <= request.version)
    version = max(earlier, default=_VERSIONS[0])
    return Message(version, status, request.request_id, [*leading, *groups])
