"""Prints documents that were received whole by IPP, but not printed before."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from homeassistant.core import HomeAssistant

from ..const import LOGGER
from ..source.upload import UPLOADS
from .encoding import IppFormatError
from .errors import IppError
from .intake import KeptDocument, async_is_whole, join_documents, parse_note
from .jobs import IppJobs
from .printer_view import PrinterView
from .submission import JobSubmitter

_FAILED: Final = "A document that came by IPP cannot be printed any more"


async def async_restore_jobs(
    hass: HomeAssistant, view: PrinterView, jobs: IppJobs, submitter: JobSubmitter
) -> None:
    """Print the kept documents of a printer; remove those that cannot be printed."""
    uploads = hass.data[UPLOADS]
    found: defaultdict[int, list[KeptDocument]] = defaultdict(list)
    for upload in uploads.kept:
        # The options depend on them.
        await view.async_fetch_capabilities()
        try:
            if kept := parse_note(upload, view.snapshot()):
                found[kept.job.job_id].append(kept)
        except IppFormatError:
            LOGGER.warning(_FAILED)
            uploads.remove(upload)
    for documents in found.values():
        if not await _async_restore_job(hass, documents, jobs, submitter):
            for document in documents:
                uploads.remove(document.upload)


async def _async_restore_job(
    hass: HomeAssistant,
    documents: Sequence[KeptDocument],
    jobs: IppJobs,
    submitter: JobSubmitter,
) -> bool:
    """Print a job with the documents that were kept; return whether it is."""
    job = join_documents(documents)
    try:
        if (
            job is None
            or not await async_is_whole(hass, job)
            or not await jobs.async_restore(job)
        ):
            return False
    except IppError:
        LOGGER.warning(_FAILED)
        return False
    for document in job.documents:
        hass.data[UPLOADS].claim(document.upload)
    submitter.start(job)
    return True
