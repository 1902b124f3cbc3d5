"""Notes about received documents, for when Home Assistant is killed or stopped.

CUPS does not notice if a connection breaks after the last octet of a document: it waits
for the job to be printed, and would count it as printed where it is not known any more.
So a job whose document is whole outlives a crash, also before it is in the journal. It
outlives a stop or a reload, too, if its client cannot be told to send it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant

from ..source.upload import Upload
from .encoding import IppFormatError, encode_message, parse_message
from .job_record import IppJob, Stage
from .job_template import parse_job_template
from .message import Attribute, Group, Message, Tag
from .receive import ReceivedDocument
from .shared_printer import SharedPrinter
from .vocabulary import Operation

_VERSION: Final = (2, 0)
_TEXTS: Final = (
    *("printer", "name", "user", "address", "document-format"),
    *("digest", "fingerprint"),
)
_NUMBERS: Final = ("document-number", "document-count")


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document that was kept: the `number`th of the `count` documents of a job.

    The `job` has only this one.
    """

    job: IppJob
    upload: Upload
    number: int
    count: int


def build_note(job: IppJob, number: int, printer: str) -> bytes:
    """Return a note about a document of a job, by its number from 1: an IPP message.

    `printer` is the device id.
    """
    assert job.template is not None
    document = job.documents[number - 1]
    texts = (
        *(printer, job.name, job.user, job.address),
        *(document.document_format, document.digest, job.fingerprint),
    )
    attributes = [
        Attribute.of(name, Tag.TEXT, text)
        for name, text in zip(_TEXTS, texts, strict=True)
    ]
    attributes += [
        Attribute.of(name, Tag.INTEGER, count)
        for name, count in zip(_NUMBERS, (number, len(job.documents)), strict=True)
    ]
    attributes.append(Attribute.of("created", Tag.DATE_TIME, job.created_at))
    groups = [
        Group(Tag.OPERATION_GROUP, attributes),
        Group(Tag.JOB_GROUP, list(job.template.attributes)),
    ]
    return encode_message(Message(_VERSION, Operation.PRINT_JOB, job.job_id, groups))


def parse_note(upload: Upload, printer: SharedPrinter) -> KeptDocument | None:
    """Return a kept document; None for another printer's.

    Raises IppFormatError for a malformed note.
    """
    message, _ = parse_message(upload.note or b"")
    operation, job = message.group(Tag.OPERATION_GROUP), message.group(Tag.JOB_GROUP)
    if operation is None or job is None:
        raise IppFormatError("note")
    device_id, name, user, address, document_format, digest, fingerprint = (
        str(operation.get_content(name)) for name in _TEXTS
    )
    created_at = operation.get_content("created")
    numbers = [operation.get_content(name) for name in _NUMBERS]
    # An earlier version knew only one.
    number, count = (1 if value is None else value for value in numbers)
    if (
        not isinstance(created_at, datetime)
        or not isinstance(number, int)
        or not isinstance(count, int)
    ):
        raise IppFormatError("note")
    if device_id != printer.device_id:
        return None
    found = IppJob(
        job_id=message.request_id,
        name=name,
        user=user,
        address=address,
        template=parse_job_template(job.attributes, printer),
        stage=Stage.RECEIVED,
        documents=[ReceivedDocument(upload, digest, document_format)],
        created_at=created_at,
        fingerprint=fingerprint,
    )
    return KeptDocument(found, upload, number, count)


def join_documents(kept: Sequence[KeptDocument]) -> IppJob | None:
    """Return a job with its documents in their order; None if one of them is missing."""
    ordered = sorted(kept, key=lambda each: each.number)
    job, count = ordered[0].job, ordered[0].count
    if [each.number for each in ordered] != list(range(1, count + 1)):
        return None
    job.documents = [document for each in ordered for document in each.job.documents]
    return job


async def async_is_whole(hass: HomeAssistant, job: IppJob) -> bool:
    """Return whether documents are what was received: a power cut may damage them."""
    for document in job.documents:
        path = document.upload.path
        if await hass.async_add_executor_job(_get_digest, path) != document.digest:
            return False
    return True


def _get_digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
