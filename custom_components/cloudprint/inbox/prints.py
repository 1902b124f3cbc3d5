"""Prints that come by links: accepted once, and what becomes of them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
import hashlib
import json
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from homeassistant.components import persistent_notification
from homeassistant.exceptions import HomeAssistantError

from ..api import PrinterCapabilities
from ..const import DOMAIN
from ..data import JOURNAL
from ..document.detection import check_head, detect, guess_format
from ..document.formats import HEAD_BYTES
from ..document.source_file import SourceFile
from ..exceptions import failed, invalid, name_document
from ..policy.outlook import async_read_left
from ..policy.rules import find_rule
from ..printing.options import build_config, parse_options
from ..printing.outcome import create_job_error
from ..printing.permission import Target, choose_device, get_allowed_target
from ..printing.preparing import ReceivedPrint, async_accept
from ..source.request import document_errors
from ..source.upload import Upload
from ..spool.job import Job, JobState, Reason
from ..spool.journal import JournalError
from ..spool.preparation import PageLayout
from ..spool.spooler import KEY_LIFETIME
from ..texts import format_message, get_common_texts
from .access import Visit
from .receive import MAX_WAITING_BYTES, Contents

LINK_OPTIONS: Final = ("copies", "color", "sides")
SAME_WITHIN: Final = timedelta(minutes=10)
MAX_WAITING: Final = 20  # prints of a link
LINK_ORIGIN: Final = "link"
NOTIFICATION: Final = f"{DOMAIN}_links"

_MAX_READ: Final = 100  # prints of a link among which a repeat is looked for
_TOKEN_BYTES: Final = 16


def get_link_target(visit: Visit) -> Target:
    """Return the printer of a link. Raises HomeAssistantError, which names none."""
    hass, link, requester = visit.hass, visit.link, visit.requester
    with suppress(HomeAssistantError):
        device_id = link.device_id or choose_device(hass, requester, link.entry)
        target = get_allowed_target(hass, device_id, requester)
        # Without a printer of its account, another one's would be chosen.
        if target.entry is link.entry:
            return target
    raise failed("link_unavailable")


async def async_print_by_link(
    visit: Visit,
    contents: Contents,
    options: Mapping[str, Any],
    *,
    keyed: str,
    again: bool,
) -> dict[str, Any]:
    """Print contents, whose files are taken over; return the record of their job.

    The token of the print begins with `keyed`. A repeat prints nothing, unless `again`.
    Not to be run twice at the same time. Raises HomeAssistantError.
    """
    hass, link, requester = visit.hass, visit.link, visit.requester
    uploads, is_address = contents.uploads, contents.is_address
    target = get_link_target(visit)
    known = target.account.capabilities.get(target.device_id)
    build_config(parse_options(options), known or PrinterCapabilities())
    for upload in () if is_address else uploads:
        with document_errors("file"):
            _check_head(upload)
    paths = [upload.path for upload in uploads]
    digests = await hass.async_add_executor_job(_digest, paths)
    sent = [requester.address, is_address, digests, dict(sorted(options.items()))]
    fingerprint = _hash(json.dumps(sent, default=str))
    for job in [] if again else await _async_read(visit):
        is_same = _parse_key(job)[1] == fingerprint and job.age < SAME_WITHIN
        # What failed before it was sent may be sent again.
        if is_same and not (job.state.is_failure and job.task_id is None):
            return _build_record(visit, [job]) | {"repeated": True}
    _check_waiting(target, link.link_id, sum(upload.size for upload in uploads))
    token = f"{keyed}{token_urlsafe(_TOKEN_BYTES)}"
    job = await async_accept(
        hass,
        ReceivedPrint(
            device_id=target.device_id,
            origin=LINK_ORIGIN,
            name=contents.name,
            files=[
                SourceFile(path=upload.path, name=upload.name) for upload in uploads
            ],
            options=options,
            layout=PageLayout(),
            client=link.prefix,
            pages_per_hour=target.account.ipp.pages_per_hour,
            requester=requester,
            idempotency_key=f"{link.prefix}{token}:{fingerprint}",
            is_address=is_address,
        ),
    )
    if requester.is_stranger:
        texts = get_common_texts(hass)
        persistent_notification.async_create(
            hass,
            texts["common.link_used"].format(name=link.name),
            texts["common.link_used_title"],
            NOTIFICATION,
        )
    return _build_record(visit, [job])


def _check_waiting(target: Target, link_id: str, size: int) -> None:
    waiting = [
        job
        for job in target.account.store.open_jobs
        if job.requester.link_id == link_id
        and job.state in (JobState.PREPARING, JobState.HELD)
    ]
    if (
        len({job.print_id for job in waiting}) >= MAX_WAITING
        or sum(job.content.size for job in waiting) + size > MAX_WAITING_BYTES
    ):
        raise failed("link_full")


async def async_get_print(visit: Visit, token: str) -> dict[str, Any] | None:
    """Return the record of the print with a token, which its sender alone knows."""
    jobs = await _async_read(visit, f"{token}:")
    return _build_record(visit, jobs) if jobs else None


def digest_key(visit: Visit, key: str | None, *, again: bool) -> str:
    """Return a digest of a sender's own key, "" without one."""
    given = [visit.requester.address, key, again]
    return "" if key is None else _hash(json.dumps(given))[:32]


async def async_get_keyed(visit: Visit, keyed: str) -> dict[str, Any] | None:
    """Return the record of the print of the last day with a key."""
    found = await _async_read(visit, keyed) if keyed else []
    jobs = [job for job in found if job.age < KEY_LIFETIME]
    return _build_record(visit, jobs) | {"repeated": True} if jobs else None


async def async_get_pages_left(visit: Visit, target: Target) -> int | None:
    """Return how many pages the sender may print now, None without a limit."""
    hass, entry = visit.hass, target.entry
    limits = [visit.link.create_limit()]
    if rule := find_rule(entry, visit.requester, target.device_id):
        limits.append(rule.create_limit(entry.entry_id, visit.requester))
    lefts = await async_read_left(hass.data[JOURNAL], limits)
    return min((pages for left in lefts for pages in left.values()), default=None)


async def _async_read(visit: Visit, beginning: str = "") -> list[Job]:
    """Return the link's jobs by the beginning of their tokens, newest first."""
    journal, prefix = visit.hass.data[JOURNAL], f"{visit.link.prefix}{beginning}"
    try:
        jobs = await journal.async_jobs(
            entry_ids=[visit.link.entry.entry_id], key_prefix=prefix, limit=_MAX_READ
        )
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err
    # A user may choose such a key, too.
    ours = (job for job in jobs if job.content.origin == LINK_ORIGIN)
    return [job for job in ours if job.moved_to is None]


def _parse_key(job: Job) -> tuple[str, str]:
    """Return the token of a print, and its fingerprint."""
    _, token, fingerprint = (job.idempotency_key or "").rsplit(":", 2)
    return token, fingerprint


def _check_head(upload: Upload) -> None:
    """Raise DocumentError if it is clear at once that a file cannot be printed."""
    if upload.size < HEAD_BYTES:
        detect(upload.head, name=upload.name)
    else:
        check_head(upload.head, guess_format(upload.head, upload.name))


def _digest(paths: Sequence[Path]) -> list[str]:
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return digests


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _build_record(visit: Visit, jobs: Sequence[Job]) -> dict[str, Any]:
    """Return what the sender sees of a print: of its jobs, of the one to wait for."""
    job = min(
        jobs, key=lambda job: (job.state.is_final, job.state is JobState.FINISHED)
    )
    pages = job.content.pages
    return {
        "job": _parse_key(job)[0],
        "state": job.state,
        "reason": job.reason,
        "name": job.name,
        **({} if pages is None else {"pages": pages}),
        "message": _describe(visit, job),
    }


def _describe(visit: Visit, job: Job) -> str:
    """Return what has become of a job, in its sender's language."""
    texts = get_common_texts(visit.hass, visit.language)
    if (error := create_job_error(job)) is not None:
        return describe_error(visit, error, job.name)
    state: str = job.state
    if job.reason in (Reason.APPROVAL, Reason.DENIED, Reason.TURN_PAPER):
        state = job.reason
    elif job.state.is_task or job.state is JobState.SUBMITTING:
        state = JobState.PRINTING
    return texts[f"common.link_{state}"].format(name=job.name)


def describe_error(visit: Visit, err: HomeAssistantError, name: str = "") -> str:
    """Return an error in the sender's language, without names of this home."""
    placeholders = dict(err.translation_placeholders or {})
    if name:
        placeholders = name_document(placeholders, name)
    for private in {"account", "rule"} & placeholders.keys():
        placeholders[private] = visit.link.name
    told = invalid(str(err.translation_key), **placeholders)
    return format_message(told, get_common_texts(visit.hass, visit.language))
