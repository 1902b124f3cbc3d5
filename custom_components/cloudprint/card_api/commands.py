"""The websocket commands of the dashboard card."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from ..document.sheets.manual_duplex import InputTray, OutputTray, Trays
from ..exceptions import invalid, shown
from ..fields import (
    check_fields,
    get_device_id,
    get_device_ids,
    one_of,
    parse_text_line,
    plain,
)
from ..printing.action import async_get_approvers, async_print, async_try_document
from ..printing.approval import async_approve, async_deny
from ..printing.jobs import (
    DECISIONS,
    async_cancel,
    async_decide,
    async_get_jobs,
    async_get_print_jobs,
    async_move,
    async_release,
    async_reprint,
)
from ..printing.manual_duplex import async_print_back_pass, uses_trays
from ..printing.options import OPTIONS
from ..printing.permission import find_default_printer, get_allowed_target, may
from ..printing.preview import async_preview, async_preview_job
from ..printing.saved_document import (
    MAX_DOCUMENT_NAME,
    SUBENTRY_TYPE,
    SavedDocument,
    is_name_taken,
)
from ..printing.usage import async_get_months
from ..printing.viewer import Viewer, async_get_job
from ..requester import Requester
from ..settings import INPUT_TRAY, OUTPUT_TRAY
from ..source.arranging import FILES
from ..source.files import UPLOAD
from ..source.kept_files import KEPT_FILES, describe_edits
from ..source.resolving import (
    CONTENT_FIELDS_WITH_UPLOAD,
    CONTENT_OPTIONS,
    get_content_fields,
)
from ..source.upload import UPLOADS
from ..spool.job import Job
from . import SUBSCRIBE
from .job_feed import JobFeed
from .pages import async_get_pages
from .records import (
    async_build_job_records,
    async_build_printer_records,
    async_get_documents,
    build_document_record,
)
from .upload_view import async_create_thumbnail, async_find_corners

type Fields = Mapping[str, Any]
type Reply = dict[str, Any]
type _Command = Callable[[HomeAssistant, Requester, Fields], Awaitable[Reply]]

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
        hass, fields, requester, contents=get_content_fields(fields), allow_partial=True
    )
    viewer = Viewer.of_person(hass, requester)
    asked = [item.job for item in printed if item.job.needs_approval]
    return {
        "jobs": [item.as_response(viewer) for item in printed],
        "asked": await async_get_approvers(hass, asked) if asked else None,
    }


async def _async_printers(
    hass: HomeAssistant, requester: Requester, fields: Fields
) -> Reply:
    check_fields(fields, ("device_id",))
    default = find_default_printer(hass)
    if default is not None and not may(hass, requester, default, POLICY_CONTROL):
        default = None
    return {
        "printers": await async_build_printer_records(
            hass, requester, get_device_ids(fields)
        ),
        "default_printer": default,
    }


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
            output=one_of(OUTPUT_TRAY, fields.get(OUTPUT_TRAY), OutputTray),
            input=one_of(INPUT_TRAY, fields.get(INPUT_TRAY), InputTray),
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
    decision = one_of("decision", fields.get("decision"), DECISIONS)
    account, job = await async_get_job(hass, fields.get("job_id"), requester)
    job, again = await async_decide(account, job, decision, requester)
    jobs = [job] if again is None else [job, again]
    records = await async_build_job_records(hass, requester, jobs)
    return dict(zip(("job", "again"), records, strict=False))


_COMMANDS: Final[Mapping[str, _Command]] = {
    f"{DOMAIN}/printers": _async_printers,
    f"{DOMAIN}/documents": async_get_documents,
    f"{DOMAIN}/documents/save": _async_save,
    f"{DOMAIN}/pages": async_get_pages,
    f"{DOMAIN}/trays": _async_set_trays,
    f"{DOMAIN}/print": _async_print,
    f"{DOMAIN}/preview": async_preview,
    f"{DOMAIN}/corners": async_find_corners,
    f"{DOMAIN}/thumbnail": async_create_thumbnail,
    f"{DOMAIN}/jobs/list": _async_list_jobs,
    f"{DOMAIN}/jobs/get": _answer_with("jobs", async_get_print_jobs),
    f"{DOMAIN}/jobs/cancel": _answer_with("job", async_cancel),
    f"{DOMAIN}/jobs/move": _answer_with("job", async_move),
    f"{DOMAIN}/jobs/release": _answer_with("jobs", async_release),
    f"{DOMAIN}/jobs/turned": _answer_with("job", async_print_back_pass),
    f"{DOMAIN}/jobs/reprint": _answer_with("job", async_reprint),
    f"{DOMAIN}/jobs/decide": _async_decide_job,
    f"{DOMAIN}/jobs/preview": async_preview_job,
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
