"""Documents that an older version received, but did not print; each has a note beside it.

The notes are IPP messages, and are read once.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from ..data import CloudPrintData
from ..source.upload import UPLOADS, Upload
from ..spool.journal import JournalError
from .job_template import parse_job_template
from .jobs import IppJob, IppJobs
from .protocol.encoding import IppFormatError, parse_message
from .protocol.errors import IppError
from .protocol.message import Tag
from .receive import ReceivedDocument, detect_format
from .shared_printer import PrinterView, SharedPrinter

_TEXTS: Final = (
    *("printer", "name", "user", "address", "document-format"),
    *("digest", "fingerprint"),
)
_NUMBERS: Final = ("document-number", "document-count")


type _KeptDocument = tuple[int, int, IppJob]  # number, count, job with only this one


async def async_read_notes(
    hass: HomeAssistant, account: CloudPrintData, view: PrinterView, jobs: IppJobs
) -> None:
    """Print the documents of a printer that have notes; remove those that are not whole."""
    uploads = hass.data[UPLOADS]
    found: defaultdict[int, list[_KeptDocument]] = defaultdict(list)
    for upload in uploads.kept:
        # The options depend on them.
        await account.capabilities.async_get(view.device_id)
        try:
            if kept := _parse_note(upload, view.snapshot()):
                found[kept[2].job_id].append(kept)
        except IppFormatError:
            LOGGER.warning("A document that came by IPP cannot be printed any more")
            uploads.remove(upload)
    for job_id, documents in found.items():
        try:
            await jobs.async_keep_id(job_id)
            job = await _async_join(hass, documents)
            if job is not None:
                # One that is in the journal already stays as it is.
                await jobs.async_spool(job)
        except (HomeAssistantError, IppError, JournalError) as err:
            # They are tried again with the next start, unless that is late.
            LOGGER.warning(
                "A document that came by IPP is not printed yet: %s", type(err).__name__
            )
            continue
        for *_, kept_job in documents:
            for document in kept_job.documents:
                uploads.remove(document.upload)


def _parse_note(upload: Upload, printer: SharedPrinter) -> _KeptDocument | None:
    """Return None for another printer's document. Raises IppFormatError."""
    message, _ = parse_message(upload.note or b"")
    operation, asked = (
        message.group(tag) for tag in (Tag.OPERATION_GROUP, Tag.JOB_GROUP)
    )
    if operation is None or asked is None:
        raise IppFormatError("note")
    device_id, name, user, address, document_format, digest, fingerprint = (
        str(operation.get_content(name)) for name in _TEXTS
    )
    numbers = [operation.get_content(name) for name in _NUMBERS]
    # An earlier version knew only one.
    number, count = (1 if value is None else value for value in numbers)
    if not isinstance(number, int) or not isinstance(count, int):
        raise IppFormatError("note")
    if device_id != printer.device_id:
        return None
    job = IppJob(
        job_id=message.request_id,
        name=name,
        user=user,
        address=address,
        template=parse_job_template(asked.attributes, printer),
        documents=[
            ReceivedDocument(
                upload, digest, detect_format(upload.head, document_format)
            )
        ],
        created_at=dt_util.utcnow(),
        fingerprint=fingerprint,
    )
    return number, count, job


async def _async_join(
    hass: HomeAssistant, kept: Sequence[_KeptDocument]
) -> IppJob | None:
    """Return a job with its documents in order, None if one is not whole."""
    ordered = sorted(kept, key=lambda each: each[0])
    _, count, job = ordered[0]
    if [number for number, *_ in ordered] != list(range(1, count + 1)):
        return None
    documents = [document for *_, each in ordered for document in each.documents]
    for document in documents:
        path = document.upload.path
        if await hass.async_add_executor_job(_get_digest, path) != document.digest:
            return None
    job.documents = documents
    return job


def _get_digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
