"""Prints that come by links: accepted once, and what becomes of them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
import hashlib
import json
from secrets import token_urlsafe
from typing import Any, Final

from homeassistant.components import persistent_notification
from homeassistant.exceptions import HomeAssistantError

from ..api.capabilities import PrinterCapabilities
from ..const import DOMAIN
from ..data import JOURNAL
from ..document.detection import check_head, detect, guess_format
from ..document.formats import HEAD_BYTES
from ..document.settings import PageLayout
from ..document.source_file import SourceFile
from ..exceptions import failed, invalid, name_document
from ..fields import check_fields, get_flag, parse_text_line
from ..policy.outlook import async_read_left
from ..policy.rules import find_rules
from ..printing.options import build_config, parse_options
from ..printing.outcome import create_job_error
from ..printing.permission import Target, choose_device, get_allowed_target
from ..printing.preparing import async_accept
from ..printing.sending import MAX_KEY, SubmitOptions, spool_errors
from ..source.request import document_errors
from ..source.upload import UPLOADS, Upload
from ..spool.job import Job, JobState, Reason
from ..spool.preparation import Preparation
from ..spool.spooler import KEY_LIFETIME
from ..texts import format_message, get_common_texts
from .access import Visit
from .receive import LINK_CONTENTS, MAX_WAITING_BYTES, Form, async_get_contents

LINK_OPTIONS: Final = ("copies", "color", "sides")
SAME_WITHIN: Final = timedelta(minutes=10)
MAX_WAITING: Final = 20  # prints of a link
PAGES_PER_HOUR: Final = 100  # of a link
LINK_ORIGIN: Final = "link"
NOTIFICATION: Final = f"{DOMAIN}_links"
KEY_HEADER: Final = "Idempotency-Key"

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


def get_options(options: object) -> Form:
    """Return the options that a sender may choose. Raises ServiceValidationError."""
    given = options or {}
    if not isinstance(given, Mapping):
        raise invalid("upload_malformed")
    check_fields(given, LINK_OPTIONS)
    return {name: value for name, value in given.items() if value not in (None, "")}


async def async_print_by_link(
    visit: Visit, fields: Form, received: list[Upload]
) -> dict[str, Any]:
    """Print what a form says; return the record of its job. Raises HomeAssistantError.

    A repeat prints nothing, unless it is asked for `again`. Not to be run twice at the
    same time.
    """
    hass, link, requester = visit.hass, visit.link, visit.requester
    check_fields(fields, (*LINK_CONTENTS, *LINK_OPTIONS, "options", "key", "again"))
    given = {option: fields[option] for option in LINK_OPTIONS if option in fields}
    options = get_options(fields.get("options", given))
    again, keyed = get_flag(fields, "again"), ""
    key = fields.get("key", visit.request.headers.get(KEY_HEADER))
    if key is not None:
        key = parse_text_line(KEY_HEADER, key, MAX_KEY)
        keyed = _hash([requester.address, key, again])[:32]
        # First: the uploads of a repeat are gone.
        jobs = await _async_read(visit, keyed)
        if jobs := [job for job in jobs if job.age < KEY_LIFETIME]:
            return _build_record(visit, jobs) | {"repeated": True}
    uploads, name = await async_get_contents(visit, fields, received)
    ids = [upload.upload_id for upload in uploads]
    with hass.data[UPLOADS].claimed(ids, requester):
        target, is_address = get_link_target(visit), bool(fields.get("url"))
        _check(target, uploads, options, is_address=is_address)
        digests = await hass.async_add_executor_job(_digest, uploads)
        sent = [requester.address, is_address, digests, dict(sorted(options.items()))]
        fingerprint = _hash(sent)
        for job in [] if again else await _async_read(visit):
            is_same = _parse_key(job)[1] == fingerprint and job.age < SAME_WITHIN
            # What failed before it was sent may be sent again.
            if is_same and not (job.state.is_failure and job.sent.task_id is None):
                return _build_record(visit, [job]) | {"repeated": True}
        _check_waiting(target, link.link_id, sum(upload.size for upload in uploads))
        token = f"{keyed}{token_urlsafe(_TOKEN_BYTES)}"
        job = await async_accept(
            hass,
            target.device_id,
            [SourceFile(path=file.path, name=file.name) for file in uploads],
            SubmitOptions(
                requester=requester,
                name=name,
                idempotency_key=f"{link.prefix}{token}:{fingerprint}",
                preparation=Preparation(
                    layout=PageLayout(),
                    client=link.prefix,
                    pages_per_hour=PAGES_PER_HOUR,
                    is_address=is_address,
                ),
            ),
            origin=LINK_ORIGIN,
            options=options,
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


def _check(
    target: Target, uploads: Sequence[Upload], options: Form, *, is_address: bool
) -> None:
    """Raise HomeAssistantError for what clearly cannot be printed."""
    capabilities = target.account.capabilities.get(target.device_id)
    build_config(parse_options(options), capabilities or PrinterCapabilities())
    with document_errors("file"):
        for upload in () if is_address else uploads:
            if upload.size < HEAD_BYTES:
                detect(upload.head, name=upload.name)
            else:
                check_head(upload.head, guess_format(upload.head, upload.name))


def _check_waiting(target: Target, link_id: str, size: int) -> None:
    waiting = [
        job
        for job in target.account.store.open_jobs
        if job.requester.link_id == link_id
        and job.state in (JobState.PREPARING, JobState.HELD)
    ]
    is_full = len({job.print_id for job in waiting}) >= MAX_WAITING
    if is_full or sum(job.content.size for job in waiting) + size > MAX_WAITING_BYTES:
        raise failed("link_full")


async def async_get_print(visit: Visit, token: str) -> dict[str, Any] | None:
    """Return the record of the print with a token, which its sender alone knows."""
    jobs = await _async_read(visit, f"{token}:")
    return _build_record(visit, jobs) if jobs else None


async def async_get_pages_left(visit: Visit, target: Target) -> int | None:
    """Return how many pages the sender may print now, None without a limit."""
    hass, entry = visit.hass, target.entry
    rules = find_rules(entry, visit.requester, target.device_id)
    limits = [rule.create_limit(entry.entry_id, visit.requester) for rule in rules]
    limits.append(visit.link.create_limit())
    balances = await async_read_left(hass.data[JOURNAL], limits)
    return min(
        (pages for balance in balances for pages in balance.values()), default=None
    )


async def _async_read(visit: Visit, beginning: str = "") -> list[Job]:
    """Return the link's jobs by the beginning of their tokens, newest first."""
    journal, prefix = visit.hass.data[JOURNAL], f"{visit.link.prefix}{beginning}"
    with spool_errors(visit.link.entry, "journal_unreadable"):
        jobs = await journal.async_jobs(
            entry_ids=[visit.link.entry.entry_id], key_prefix=prefix, limit=_MAX_READ
        )
    # A user may choose such a key, too.
    ours = (job for job in jobs if job.content.origin == LINK_ORIGIN)
    return [job for job in ours if job.moved_to is None]


def _parse_key(job: Job) -> tuple[str, str]:
    """Return the token of a print, and its fingerprint."""
    _, token, fingerprint = (job.idempotency_key or "").rsplit(":", 2)
    return token, fingerprint


def _digest(uploads: Sequence[Upload]) -> list[str]:
    digests = []
    for upload in uploads:
        with upload.path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return digests


def _hash(value: object) -> str:
    text = json.dumps(value, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


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
