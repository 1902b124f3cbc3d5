"""The websocket commands of the dashboard card."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import asdict, replace
from html import escape
from types import MappingProxyType
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.hass_dict import HassKey

from ..api import MediaFormat, MediaSource
from ..const import DOMAIN
from ..data import get_account
from ..document import MEBIBYTE, Content, RenderSettings
from ..document.layouts.page import get_margin
from ..document.settings import A4, MAX_PAGES
from ..document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
    join_sheets,
    split_sheets,
)
from ..document.sheets.sheet_preview import SheetPreview, create_sheet_preview
from ..exceptions import invalid, shown
from ..fields import (
    check_fields,
    choice,
    get_device_id,
    parse_text_line,
    parse_whole_number,
    plain,
)
from ..printing.action import (
    async_prepare,
    async_print,
    async_submit,
    async_try_document,
)
from ..printing.approval import async_approve, async_deny
from ..printing.jobs import (
    DECISIONS,
    async_cancel,
    async_decide,
    async_get_jobs,
    async_move,
    async_release,
    async_reprint,
)
from ..printing.manual_duplex import async_print_back_pass, uses_trays
from ..printing.options import OPTIONS
from ..printing.permission import (
    MAX_JOB_ID,
    async_get_job,
    async_read_job,
    find_default_printer,
    get_allowed_target,
    may,
    may_decide,
)
from ..printing.saved_document import (
    MAX_DOCUMENT_NAME,
    SUBENTRY_TYPE,
    SavedDocument,
    is_name_taken,
)
from ..printing.sending import spool_errors
from ..printing.usage import async_get_months
from ..requester import Requester
from ..settings import INPUT_TRAY, OUTPUT_TRAY
from ..source.arranging import FILES
from ..source.files import UPLOAD
from ..source.kept_files import KEPT_FILES, describe_edits
from ..source.pages.kind import SEED
from ..source.pages.named import NamedPage
from ..source.request import async_get_converter, document_errors
from ..source.resolving import (
    CONTENT_FIELDS,
    CONTENT_FIELDS_WITH_UPLOAD,
    CONTENT_OPTIONS,
    async_resolve,
)
from ..source.upload import UPLOADS
from ..source.url import async_fetched
from ..spool.errors import ContentGoneError
from ..spool.job import Job
from . import SUBSCRIBE
from .job_feed import JobFeed
from .pages import async_get_pages
from .records import (
    async_build_job_records,
    async_build_printer_records,
    build_document_record,
    build_document_records,
)
from .upload_view import async_create_thumbnail, async_find_corners

type Fields = Mapping[str, Any]
type Reply = dict[str, Any]
type _Command = Callable[[HomeAssistant, Requester, Fields], Awaitable[Reply]]

# Previews rendered at the same time: each takes as long as a print.
MAX_PREVIEWS: Final = 2
# Of a page's HTML, with its pictures, up to which it is sent for a preview.
MAX_LAYOUT_BYTES: Final = 2 * MEBIBYTE
# Enough for sheets that are shown in the size of a hand.
SHEETS_DPI: Final = 72
# Drawn at once for a card that asks for the visible ones, each with as many bytes
SHEETS_AT_ONCE: Final = 4

SHEET: Final = "sheet"  # the first that is looked at

_PREVIEWS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_previews")

# The fields of a print that are saved with its files: none that are secret.
SAVED: Final = (
    "device_id",
    *(option for option in CONTENT_OPTIONS if option != "password"),
    *OPTIONS,
)


async def _async_print(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    # A print of which only some jobs failed is done: a repeat would print others twice.
    # Who has seen that a page is empty, and prints it, wants it.
    fields = {"skip_empty": False, **fields}
    printed = await async_print(
        hass, fields, requester, contents=_get_contents(fields), allow_partial=True
    )
    return {"jobs": [item.as_response() for item in printed]}


async def async_preview(
    hass: HomeAssistant,
    requester: Requester,
    fields: Fields,
    turn: AbstractAsyncContextManager[object] = nullcontext(),
) -> Reply:
    """Return the preview of a print, made in a `turn`. Raises HomeAssistantError."""
    drawn, max_bytes = None, MAX_LAYOUT_BYTES
    if fields.get(SHEET) is not None:
        drawn = _parse_sheets(fields[SHEET])
        max_bytes *= SHEETS_AT_ONCE
    shows_sheets = drawn is not None or isinstance(fields.get(UPLOAD), list)
    fields = {name: value for name, value in fields.items() if name != SHEET}
    request = await async_prepare(
        hass, {**fields, "dry_run": True}, requester, contents=_get_contents(fields)
    )
    page = request.content.value
    # An address is waited for before, so that a slow one holds up no other preview.
    async with async_fetched(request.content) as content, turn, _limit_previews(hass):
        if shows_sheets:
            settings = replace(content.settings, dpi=SHEETS_DPI, shown_sheets=drawn)
            content = replace(content, settings=settings)
        source = await async_resolve(content)
        printed = await async_submit(hass, request, source)
    sheets = None
    options = page.options if isinstance(page, NamedPage) else {}
    # Who may print a saved secret is not told it before.
    is_hidden = printed[0].job.is_secret and fields.get("document") is not None
    if shows_sheets:
        sheets = await asyncio.to_thread(
            create_sheet_preview, source.content, max_bytes, drawn
        )
    return {
        "pages": source.content.pages,
        "image": None if drawn and sheets else printed[0].preview,
        "layout": None if is_hidden else _build_layout_record(source.content),
        "sheets": sheets and asdict(sheets),
        "name": printed[0].job.name,
        "warnings": list(printed[0].job.warnings),
        "policy": printed[0].policy,
        # The card adds it to the options of the print, so that this is what comes out.
        **({SEED: options[SEED]} if SEED in options else {}),
    }


def _get_contents(fields: Mapping[str, Any]) -> Sequence[str]:
    return CONTENT_FIELDS if fields.get(UPLOAD) is None else CONTENT_FIELDS_WITH_UPLOAD


def _limit_previews(hass: HomeAssistant) -> asyncio.Semaphore:
    return hass.data.setdefault(_PREVIEWS, asyncio.Semaphore(MAX_PREVIEWS))


def _parse_sheets(value: object) -> range:
    first = parse_whole_number(SHEET, value, 1, MAX_PAGES)
    return range(first, first + SHEETS_AT_ONCE)


def _build_layout_record(content: Content) -> dict[str, Any] | None:
    """Return a page of our own as HTML, with its paper and margin in mm, if small."""
    is_page = content.media_format is MediaFormat.HTML and content.pages is None
    if not is_page or content.paper is None or content.size > MAX_LAYOUT_BYTES:
        return None
    margin = get_margin(content.paper) if content.margin is None else content.margin
    width, height = content.paper
    return {
        "html": content.payload.decode(),
        "width": width,
        "height": height,
        "margin": margin,
    }


async def _async_preview_asked(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    """Draw what is kept of a print that the requester may approve."""
    check_fields(fields, ("job_id", SHEET))
    wanted = _parse_sheets(fields.get(SHEET))
    job_id = parse_text_line("job_id", fields.get("job_id"), MAX_JOB_ID)
    job = await async_read_job(hass, job_id)
    if job is None or not may_decide(hass, requester, job):
        raise invalid("job_unknown", job_id=shown(job_id))
    account = get_account(hass, job.entry_id)
    contents = dict[str | None, Content]()
    with spool_errors(account.entry):
        for each in account.store.unapproved_jobs:
            if each.asked_at_once == job.asked_at_once:
                kept = await account.spooler.contents.async_content(each)
                if kept is None or each.is_secret:
                    raise ContentGoneError(each)
                contents[each.content_id] = kept
    if not contents:
        raise invalid("job_ended")
    content, *_ = contents.values()
    image = sheets = None
    converter = async_get_converter(hass)
    async with _limit_previews(hass):
        if content.has_sheets:
            sheets = await asyncio.to_thread(_draw_sheets, [*contents.values()], wanted)
        elif (
            content.media_source is MediaSource.URL
            or content.media_format is MediaFormat.TEXT
        ):
            text = escape(content.payload.decode(errors="replace"))
            html = f'<pre style="font-size:11pt;white-space:pre-wrap">{text}</pre>'
            content = Content.from_string(html, MediaFormat.HTML, paper=A4)
        elif content.media_format is MediaFormat.PDF:
            ranges = None if content.is_ranged else job.config.get("pageRanges")
            settings = RenderSettings(
                dpi=SHEETS_DPI, shown_sheets=wanted, page_ranges=ranges
            )
            with document_errors("job_id"):
                content = await converter.async_convert(content.payload, settings)
            sheets = await asyncio.to_thread(
                create_sheet_preview, content, MAX_LAYOUT_BYTES * len(wanted), wanted
            )
        else:
            image = await converter.async_preview(content)
            content = replace(content, paper=content.paper or A4)
    return {
        "pages": sheets.count if sheets else content.pages,
        "image": image and b64encode(image).decode(),
        "layout": _build_layout_record(content),
        "sheets": sheets and asdict(sheets),
    }


def _draw_sheets(contents: Sequence[Content], wanted: range) -> SheetPreview | None:
    """Return sheets as they are kept; those of a back pass after the front pass."""
    parts = [split_sheets(content.payload) for content in contents]
    head, _, tail = parts[-1]
    sheets = [sheet for _, some, _ in parts for sheet in some]
    page = join_sheets(head, sheets, tail)
    content = replace(contents[0], payload=page, pages=len(sheets))
    return create_sheet_preview(content, len(page), wanted)


async def _async_printers(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    check_fields(fields, ())
    default = find_default_printer(hass)
    if default is not None and not may(hass, requester, default, POLICY_CONTROL):
        default = None
    return {
        "printers": await async_build_printer_records(hass, requester),
        "default_printer": default,
    }


async def _async_documents(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    check_fields(fields, ())
    return {"documents": build_document_records(hass, requester)}


async def _async_set_trays(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    """Set or forget a printer's trays; by administrators, and while no paper waits."""
    check_fields(fields, ("device_id", OUTPUT_TRAY, INPUT_TRAY))
    target = get_allowed_target(hass, get_device_id(fields), requester)
    if not requester.is_admin:
        raise invalid("trays_not_allowed", printer=target.name)
    if uses_trays(target.account, target.device_id):
        raise invalid("trays_in_use", printer=target.name)
    trays = None
    if any(fields.get(name) is not None for name in (OUTPUT_TRAY, INPUT_TRAY)):
        trays = Trays(
            output=choice(
                OUTPUT_TRAY,
                fields.get(OUTPUT_TRAY),
                {tray: tray for tray in OutputTray},
            ),
            input=choice(
                INPUT_TRAY, fields.get(INPUT_TRAY), {tray: tray for tray in InputTray}
            ),
        )
    target.account.capabilities.set_trays(target.device_id, trays)
    return {"trays": trays and trays.as_json()}


async def _async_save(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    """Save uploads as a document, which takes them over; administrators only."""
    if not requester.is_admin:
        raise invalid("document_not_allowed")
    check_fields(fields, ("name", UPLOAD, *SAVED))
    name = parse_text_line("name", fields.get("name"), MAX_DOCUMENT_NAME)
    saved = {field: fields[field] for field in SAVED if fields.get(field) is not None}
    if "device_id" in saved:
        saved["device_id"] = get_device_id(fields)
    given = {**saved, UPLOAD: fields.get(UPLOAD)}
    request = await async_try_document(
        hass, given, CONTENT_FIELDS_WITH_UPLOAD, requester
    )
    entry, items = request.targets[0].entry, request.content.value
    uploads, store = hass.data[UPLOADS], hass.data[KEPT_FILES]
    kept: dict[object, dict[str, Any]] = {}
    files: list[dict[str, Any]] = []
    with uploads.claimed([item.value for item in items], requester):
        try:
            for item in items:
                if item.value not in kept:
                    upload = uploads.get(item.value, requester)
                    kept[item.value] = await store.async_add(
                        upload.path, upload.name, files
                    )
                files.append({**kept[item.value], **describe_edits(item.edits)})
            if is_name_taken(entry, name):
                raise invalid("document_name_taken", field="name", value=shown(name))
            subentry = ConfigSubentry(
                data=MappingProxyType({**plain(saved), FILES: files}),
                subentry_type=SUBENTRY_TYPE,
                title=name,
                unique_id=None,
            )
            hass.config_entries.async_add_subentry(entry, subentry)
        finally:
            store.release(file["file_id"] for file in files)
    document = SavedDocument.from_subentry(entry, subentry)
    return {"document": build_document_record(document)}


async def _async_list_jobs(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    jobs, has_more = await async_get_jobs(hass, fields, requester)
    return {
        "jobs": await async_build_job_records(hass, requester, jobs),
        "has_more": has_more,
    }


def _answer_with(name: str, act: Callable[..., Awaitable[Job | list[Job]]]) -> _Command:
    """Return a command that answers with all "jobs", or with one "job", the first."""

    async def async_answer(
        hass: HomeAssistant, requester: Requester, fields: Fields
    ) -> Reply:
        jobs = await act(hass, fields, requester)
        jobs = jobs if isinstance(jobs, list) else [jobs]
        records = await async_build_job_records(hass, requester, jobs)
        return {name: records if name == "jobs" else records[0]}

    return async_answer


async def _async_decide_job(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    check_fields(fields, ("job_id", "decision"))
    decision = choice("decision", fields.get("decision"), {d: d for d in DECISIONS})
    account, job = await async_get_job(hass, fields.get("job_id"), requester)
    job, again = await async_decide(account, job, decision, requester)
    jobs = [job] if again is None else [job, again]
    records = await async_build_job_records(hass, requester, jobs)
    return dict(zip(("job", "again"), records, strict=False))


_COMMANDS: Final[Mapping[str, _Command]] = {
    f"{DOMAIN}/printers": _async_printers,
    f"{DOMAIN}/documents": _async_documents,
    f"{DOMAIN}/documents/save": _async_save,
    f"{DOMAIN}/pages": async_get_pages,
    f"{DOMAIN}/trays": _async_set_trays,
    f"{DOMAIN}/print": _async_print,
    f"{DOMAIN}/preview": async_preview,
    f"{DOMAIN}/corners": async_find_corners,
    f"{DOMAIN}/thumbnail": async_create_thumbnail,
    f"{DOMAIN}/jobs/list": _async_list_jobs,
    f"{DOMAIN}/jobs/cancel": _answer_with("job", async_cancel),
    f"{DOMAIN}/jobs/move": _answer_with("job", async_move),
    f"{DOMAIN}/jobs/release": _answer_with("jobs", async_release),
    f"{DOMAIN}/jobs/turned": _answer_with("job", async_print_back_pass),
    f"{DOMAIN}/jobs/reprint": _answer_with("job", async_reprint),
    f"{DOMAIN}/jobs/decide": _async_decide_job,
    f"{DOMAIN}/jobs/preview": _async_preview_asked,
    f"{DOMAIN}/jobs/approve": _answer_with("jobs", async_approve),
    f"{DOMAIN}/jobs/deny": _answer_with("jobs", async_deny),
    f"{DOMAIN}/usage": async_get_months,
}


async def async_handle(
    hass: HomeAssistant, connection: ActiveConnection, message: dict[str, Any]
) -> None:
    """Perform a command and answer. A subscription is confirmed before its jobs."""
    fields = {
        name: value for name, value in message.items() if name not in ("id", "type")
    }
    feed, result = None, None
    try:
        if message["type"] == SUBSCRIBE:
            feed = JobFeed(hass, connection, message["id"], fields)
        else:
            result = await _COMMANDS[message["type"]](
                hass, Requester.from_user(connection.user), fields
            )
    except HomeAssistantError as err:
        connection.subscriptions.pop(message["id"], None)
        # Without logging it: it is meant for one user only.
        connection.send_error(
            message["id"],
            websocket_api.ERR_SERVICE_VALIDATION_ERROR
            if isinstance(err, ServiceValidationError)
            else websocket_api.ERR_HOME_ASSISTANT_ERROR,
            str(err),
            translation_domain=err.translation_domain,
            translation_key=err.translation_key,
            translation_placeholders=err.translation_placeholders,
        )
        return
    if feed is None:
        connection.send_result(message["id"], result)
    else:
        connection.subscriptions[message["id"]] = feed.start()
        connection.send_result(message["id"])
        await feed.async_send()
