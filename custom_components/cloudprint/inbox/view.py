"""The requests of links: the page, what it asks for, and prints in one request."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from aiohttp import hdrs
from aiohttp.web import Request, Response

from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..data import find_account
from ..document.errors import MAX_SOURCE_BYTES
from ..document.formats import ENDINGS
from ..exceptions import create_error, failed, invalid, log_failure
from ..fields import check_fields
from ..networks import AccessError, OwnNetworks
from ..printers.status import get_status
from ..printing.capability_check import CHOICES, get_choices, get_copies_range
from ..printing.preview import SHEET, async_preview
from ..printing.quota import STRANGERS_PART
from ..source.files import UPLOAD, build_upload_record
from ..source.upload import MAX_UPLOAD_SECONDS, STATUS, UPLOADS, Upload
from ..spool.tasks import Tasks
from ..texts import async_get_texts, own_language
from . import prints, receive
from .access import Visit, async_admit, async_is_local

MAX_RECEIVING: Final = 24  # requests whose bodies arrive, and previews, of all links
MAX_RECEIVING_OF_LINK: Final = 16
MAX_RECEIVING_EACH: Final = 3  # of a sender
MAX_PREVIEWS_EACH: Final = 6  # A page asks for three at most.
_PAGE: Final = Path(__file__).parent / "page.html"

_HEADERS: Final = {
    hdrs.CACHE_CONTROL: "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_NOT_FOUND: Final = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<title>{title}</title><h1>{title}</h1><p>{text}</p></html>\n"
)
_POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
    " img-src 'self' data: blob:; connect-src 'self'; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_STATUS: Final = STATUS | {
    "link_busy": HTTPStatus.TOO_MANY_REQUESTS,
    "link_full": HTTPStatus.TOO_MANY_REQUESTS,
    "links_full": HTTPStatus.INSUFFICIENT_STORAGE,
    "spool_full": HTTPStatus.INSUFFICIENT_STORAGE,
    "upload_unknown": HTTPStatus.GONE,
}


@dataclass(slots=True)
class _Inbox:
    """What all links share."""

    networks: OwnNetworks = field(default_factory=OwnNetworks)
    receiving: Counter[str] = field(default_factory=Counter)
    previews: Counter[str] = field(default_factory=Counter)
    printing: Tasks = field(default_factory=Tasks)
    # A repeat is looked for while nothing else is accepted.
    accepting: asyncio.Lock = field(default_factory=asyncio.Lock)
    # One at a time, so that there are previews left for the house.
    previewing: asyncio.Lock = field(default_factory=asyncio.Lock)


_INBOX: HassKey[_Inbox] = HassKey(f"{DOMAIN}_inbox")


async def async_handle_request(hass: HomeAssistant, request: Request) -> Response:
    """Answer a request."""
    inbox = hass.data.setdefault(_INBOX, _Inbox())
    what = f"{request.method} {request.match_info.get('what', '')}"
    visit: Visit | None = None
    try:
        visit = await async_admit(hass, request, inbox.networks, is_page=what == "GET ")
        response = await _HANDLERS.get(what, _async_find_nothing)(inbox, visit)
    except AccessError:
        response = await _async_not_found(hass, request, inbox)
    except HomeAssistantError as err:
        assert visit is not None
        response = _refuse(visit, err)
    except Exception as err:  # noqa: BLE001 - aiohttp would log what it is about
        log_failure("A request of a link", err)
        response = Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if not request.content.at_eof():
        # What is still sent would keep the connection busy.
        response.force_close()
    response.headers.update(_HEADERS)
    return response


async def _async_not_found(
    hass: HomeAssistant, request: Request, inbox: _Inbox
) -> Response:
    """Return the same for every path: at home a readable page, else what core answers."""
    # Without the networks of the link, so that nobody learns whether there is one
    if not await async_is_local(hass, request, inbox.networks):
        return Response(status=HTTPStatus.NOT_FOUND, text="404: Not Found")
    language = own_language(request.headers.get(hdrs.ACCEPT_LANGUAGE))
    texts = await async_get_texts(hass, language, "common")
    page = _NOT_FOUND.format(
        language=language,
        title=texts["common.guest_gone"],
        text=texts["common.guest_gone_help"],
    )
    return Response(status=HTTPStatus.NOT_FOUND, text=page, content_type="text/html")


def _refuse(visit: Visit, err: HomeAssistantError) -> Response:
    key, usual = str(err.translation_key), HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(err, ServiceValidationError):
        usual = HTTPStatus.BAD_REQUEST
    if key in ("upload_encoded", "upload_malformed"):
        # Otherwise aiohttp would read the rest of the body and log a traceback.
        visit.request.content.feed_eof()
    answer = {"code": key, "message": prints.describe_error(visit, err)}
    return _answer(visit, answer, _STATUS.get(key, usual))


def _answer(visit: Visit, answer: Mapping[str, Any], status: HTTPStatus) -> Response:
    """Return an answer as JSON, or as a sentence for a plain request that wants none."""
    is_plain = "what" not in visit.request.match_info
    if is_plain and "json" not in visit.request.headers.get(hdrs.ACCEPT, ""):
        return Response(status=status, text=f"{answer['message']}\n")
    return HomeAssistantView.json(answer, status)


async def _async_show_page(inbox: _Inbox, visit: Visit) -> Response:
    page = await visit.hass.async_add_executor_job(_PAGE.read_text, "utf-8")
    nonce = token_urlsafe(16)
    page = page.replace("{{nonce}}", nonce).replace("{{language}}", visit.language)
    return Response(
        text=page.replace("{{name}}", escape(visit.link.name)),
        content_type="text/html",
        headers={"Content-Security-Policy": _POLICY.format(nonce=nonce)},
    )


async def _async_describe(inbox: _Inbox, visit: Visit) -> Response:
    target = prints.get_link_target(visit)
    account, device_id = target.account, target.device_id
    capabilities = account.capabilities.get(device_id)
    lowest, highest = get_copies_range(capabilities)
    most = min(MAX_SOURCE_BYTES, receive.MAX_WAITING_BYTES)
    if visit.requester.is_stranger:
        most = min(most, account.settings.content_limit // STRANGERS_PART)
    choices = [option for option in prints.LINK_OPTIONS if option in CHOICES]
    options = {option: get_choices(option, capabilities) for option in choices}
    return HomeAssistantView.json(
        {
            "name": visit.link.name,
            "printer": target.name,
            "state": get_status(account.store, device_id, target.printer),
            "accepts": ["image/*", *(f".{ending}" for ending in ENDINGS)],
            "max_bytes": most,
            "options": {"copies": {"min": lowest, "max": highest}, **options},
            "pages_left": await prints.async_get_pages_left(visit, target),
            "language": visit.language,
        }
    )


async def _async_find_nothing(inbox: _Inbox, visit: Visit) -> Response:
    raise AccessError(HTTPStatus.NOT_FOUND)


async def _async_show_job(inbox: _Inbox, visit: Visit) -> Response:
    token = visit.request.match_info.get("token", "")
    if (record := await prints.async_get_print(visit, token)) is None:
        raise AccessError(HTTPStatus.NOT_FOUND)
    return HomeAssistantView.json(record)


async def _async_upload(inbox: _Inbox, visit: Visit) -> Response:
    async with _async_counted(inbox.receiving, visit):
        upload = await receive.async_receive_file(visit)
    return HomeAssistantView.json(build_upload_record(upload))


async def _async_preview(inbox: _Inbox, visit: Visit) -> Response:
    async with (
        _async_counted(inbox.previews, visit, MAX_PREVIEWS_EACH),
        _async_removed(visit) as received,
    ):
        fields = await receive.async_read_json(visit)
        check_fields(fields, (*receive.LINK_CONTENTS, "options", SHEET))
        printed = prints.get_options(fields.get("options"))
        device_id = prints.get_link_target(visit).device_id
        printed |= {"device_id": device_id, SHEET: fields.get(SHEET)}
        uploads, _ = await receive.async_get_contents(visit, fields, received)
        if url := fields.get("url"):
            printed["url"] = url
        else:
            printed[UPLOAD] = [upload.upload_id for upload in uploads]
        try:
            answer = await async_preview(
                visit.hass, visit.requester, printed, inbox.previewing
            )
        except HomeAssistantError as err:
            raise _name_file(err, uploads) from None
        visit.check_open()
    # Of a rule, a guest learns neither the words nor who decides.
    told = {name: answer["policy"][name] for name in ("asks", "used_up")}
    return HomeAssistantView.json({**answer, "policy": told})


def _name_file(
    err: HomeAssistantError, uploads: Sequence[Upload]
) -> HomeAssistantError:
    """Return an error with a file's name for the field, as in "upload 2"."""
    placeholders = {**(err.translation_placeholders or {})}
    field_name, _, number = placeholders.get("field", "").partition(" ")
    if field_name == UPLOAD:
        placeholders["field"] = uploads[int(number or 1) - 1].name or UPLOAD
    return create_error(type(err), str(err.translation_key), **placeholders)


async def _async_print(inbox: _Inbox, visit: Visit) -> Response:
    # It goes on if the client breaks the connection.
    printing = inbox.printing.start(_async_try_to_print(inbox, visit), "link")
    answer = await asyncio.shield(printing)
    if isinstance(answer, Exception):
        raise answer
    if not answer.get("repeated"):
        return _answer(visit, answer, HTTPStatus.ACCEPTED)
    if not answer["state"].is_failure:
        answer["message"] = prints.describe_error(visit, invalid("link_repeated"))
    return _answer(visit, answer, HTTPStatus.OK)


async def _async_try_to_print(
    inbox: _Inbox, visit: Visit
) -> dict[str, Any] | Exception:
    """Print uploads, or what the request has itself; return the record, or the error."""
    try:
        async with _async_removed(visit) as received:
            async with _async_counted(inbox.receiving, visit):
                fields = await receive.async_receive_form(visit, received)
            async with inbox.accepting:
                # It may have been closed, or its user, while the documents arrived.
                visit = await async_admit(
                    visit.hass, visit.request, inbox.networks, is_page=False
                )
                work = prints.async_print_by_link(visit, fields, received)
                account = find_account(visit.hass, visit.link.entry.entry_id)
                tasks = account.spooler.accepting if account else inbox.printing
                return await tasks.start(work, "link")
    except Exception as err:  # noqa: BLE001 - asyncio would log it if nobody waits
        return err


_HANDLERS: Final[Mapping[str, Callable[[_Inbox, Visit], Awaitable[Response]]]] = {
    "GET ": _async_show_page,
    "GET info": _async_describe,
    "GET jobs": _async_show_job,
    "POST ": _async_print,
    "POST upload": _async_upload,
    "POST preview": _async_preview,
    "POST print": _async_print,
}


@asynccontextmanager
async def _async_removed(visit: Visit) -> AsyncGenerator[list[Upload]]:
    """Remove in the end the uploads that are added."""
    uploads = list[Upload]()
    try:
        yield uploads
    finally:
        for upload in uploads:
            visit.hass.data[UPLOADS].remove(upload)


@asynccontextmanager
async def _async_counted(
    counts: Counter[str], visit: Visit, most: int = MAX_RECEIVING_EACH
) -> AsyncGenerator[None]:
    """Count what is done for senders. Raises HomeAssistantError for too many, too slow."""
    sender = str(visit.requester.owner_id)
    link, _, _ = sender.rpartition(" ")
    of_link = sum(counts[one] for one in counts if one.startswith(f"{link} "))
    is_link_busy = counts[sender] >= most or of_link >= MAX_RECEIVING_OF_LINK
    if is_link_busy or counts.total() >= MAX_RECEIVING:
        raise failed("link_busy")
    counts[sender] += 1
    try:
        async with asyncio.timeout(MAX_UPLOAD_SECONDS):
            yield
    except TimeoutError as err:
        minutes = str(MAX_UPLOAD_SECONDS // 60)
        raise failed("upload_too_slow", minutes=minutes) from err
    finally:
        # Drops a sender without any.
        counts -= Counter([sender])
