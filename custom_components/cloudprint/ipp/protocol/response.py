"""Responses to requests."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..job_record import IppJob
from ..receive import ReceivedDocument
from .message import Attribute, Group, Message, Tag
from .request import LANGUAGES, find_version
from .vocabulary import Status


@dataclass(slots=True, kw_only=True)
class Answer:
    """What an operation answers.

    `unsupported` are the attributes that were ignored or substituted. `taken` is the job
    of which the client learns that it was taken, `received` the document of which it
    learns that it was received. `is_lost` is for a job that the client has to send again.
    """

    groups: Sequence[Group] = ()
    unsupported: Sequence[Attribute] = field(default=(), repr=False)
    taken: IppJob | None = None
    received: ReceivedDocument | None = None
    is_lost: bool = False

    @property
    def status(self) -> Status:
        """Return the status of the response."""
        if self.is_lost:
            # CUPS prints a job again that is aborted with this status, and only then.
            return Status.BUSY
        return Status.OK_IGNORED_OR_SUBSTITUTED if self.unsupported else Status.OK


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
        Attribute.of("attributes-charset", Tag.CHARSET, "utf-8"),
        Attribute.of(
            "attributes-natural-language", Tag.NATURAL_LANGUAGE, LANGUAGES[language]
        ),
    ]
    if message:
        attributes.append(Attribute.of("status-message", Tag.TEXT, message))
    found = [Group(Tag.OPERATION_GROUP, attributes)]
    if unsupported:
        found.append(Group(Tag.UNSUPPORTED_GROUP, list(unsupported)))
    return Message(find_version(request), status, request.request_id, [*found, *groups])
