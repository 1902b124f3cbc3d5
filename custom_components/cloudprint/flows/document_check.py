"""Checks what was entered in the form of a saved document."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..api.capabilities import PrinterCapabilities
from ..data import CloudPrintConfigEntry
from ..document.settings import RenderSettings
from ..document.text.charset_detection import find_encoding
from ..exceptions import as_markdown, invalid
from ..printing.action import async_try_document
from ..printing.options import build_config, parse_options
from ..printing.permission import find_device, find_listing_account, get_printers
from ..printing.saved_document import KINDS, is_name_taken
from ..requester import AUTOMATION
from ..source.arranging import FILES, PAGE_FIELD, check_content_options, parse_encoding
from ..source.check import async_check
from ..source.pages.form import get_text_key
from ..source.pages.named import get_page_kind
from ..source.reading import DOMAINS
from ..source.request import Request
from ..source.resolving import (
    CONTENT_FIELDS_OF_DOCUMENTS,
    has_layout_fields,
    parse_value,
)
from ..texts import (
    ENGLISH,
    async_get_texts,
    async_message,
    get_common_texts,
    join_names,
)
from .document_form import CONF_NAME, NO_ERRORS, FormErrors, find_place, parse_input

# Placeholders of messages that are names of fields, or lists
_FIELD_PLACEHOLDERS: Final = ("arrange", "caption", "field", "other")
_LIST_PLACEHOLDERS: Final = ("examples", "fields", "supported")


async def async_validate(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    own_id: str | None,
    kind: str,
    user_input: Mapping[str, Any],
) -> FormErrors:
    """Return the errors of a form, and a message with details.

    `own_id` is the id of a document that is changed. The form itself refuses invalid
    templates, and files are checked one by one and at the end.
    """
    try:
        name, fields = parse_input(user_input)
    except ServiceValidationError:
        return {CONF_NAME: "name_invalid"}, ""
    if is_name_taken(entry, name, own_id):
        return {CONF_NAME: "name_taken"}, ""
    try:
        settings = RenderSettings(encoding=parse_encoding(fields))
    except ServiceValidationError as err:
        return await _async_refuse(hass, kind, "options_invalid", err)
    try:
        request = Request(
            hass=hass,
            origin=kind,
            value=parse_value(kind, fields),
            requester=AUTOMATION,
            fields=fields,
            settings=settings,
        )
        if kind != FILES:
            await async_check(request)
    except ServiceValidationError as err:
        place = find_place(kind, None)
        return {place: "content_invalid"}, await _async_explain(hass, err)
    printers = get_printers(hass)
    own = fields.get("device_id")
    device_id = own or find_device(hass, AUTOMATION, entry)
    if own and own not in printers:
        return {"device_id": "printer_gone"}, ""
    if device_id is None and printers:
        return {"device_id": "printer_missing"}, ""
    try:
        check_content_options(request)
        capabilities = None
        if (account := find_listing_account(hass, device_id)) is not None:
            capabilities = await account.capabilities.async_get(str(device_id))
        build_config(parse_options(fields), capabilities or PrinterCapabilities())
    except ServiceValidationError as err:
        return await _async_refuse(hass, kind, "options_invalid", err)
    if kind == PAGE_FIELD or (kind == "media" and has_layout_fields(fields)):
        return await async_try(hass, entry, fields)
    return NO_ERRORS


async def async_check_content(
    hass: HomeAssistant, origin: str, fields: Mapping[str, Any], encoding: str = ""
) -> FormErrors:
    """Return the errors of a form for kept files, or a page after `async_load_page`."""
    page = fields.get(PAGE_FIELD)
    options = get_page_kind(page).options if page else {}
    try:
        request = Request(
            hass=hass,
            origin=origin,
            value=parse_value(origin, fields),
            requester=AUTOMATION,
            settings=RenderSettings(encoding=find_encoding(encoding)),
        )
        await async_check(request)
    except ServiceValidationError as err:
        field = (err.translation_placeholders or {}).get("field", "")
        place = find_place(origin, None)
        if field in options:
            place = options[field].section or field
        return {place: "content_invalid"}, await _async_explain(hass, err, page)
    return NO_ERRORS


async def async_try(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, fields: Mapping[str, Any]
) -> FormErrors:
    """Return the errors of a print of a document, which is prepared but not sent.

    What cannot be tried at the moment is accepted.
    """
    device_id = fields.get("device_id") or find_device(hass, AUTOMATION, entry)
    if find_listing_account(hass, device_id) is None:
        return NO_ERRORS
    try:
        await async_try_document(
            hass,
            {**fields, "device_id": device_id},
            CONTENT_FIELDS_OF_DOCUMENTS,
            AUTOMATION,
        )
    except ServiceValidationError as err:
        kind = next(kind for kind in KINDS if kind in fields)
        if kind == PAGE_FIELD and err.translation_key == "entity_unavailable":
            return NO_ERRORS
        page = fields.get(PAGE_FIELD)
        return await _async_refuse(hass, kind, "content_invalid", err, page)
    except HomeAssistantError:
        pass
    return NO_ERRORS


def describe_default(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> str:
    """Return on which printer a document without a printer is printed, in Markdown."""
    texts = get_common_texts(hass)
    device_id = find_device(hass, AUTOMATION, entry)
    names = get_printers(hass)
    if device_id in names:
        text = texts["common.document_default_printer"]
        return text.format(printer=as_markdown(names[device_id]))
    return texts["common.document_no_default"] if names else ""


async def _async_refuse(
    hass: HomeAssistant,
    kind: str,
    error: str,
    err: ServiceValidationError,
    page: str | None = None,
) -> FormErrors:
    """Return an error at the field that it is about."""
    field = (err.translation_placeholders or {}).get("field")
    return {find_place(kind, field): error}, await _async_explain(hass, err, page)


async def _async_explain(
    hass: HomeAssistant, err: ServiceValidationError, page: str | None = None
) -> str:
    """Return an error's message, with the form's words instead of the action's."""
    fields = await async_get_texts(hass, None, "config_subentries", "services")
    choices = await async_get_texts(hass, None, "selector")
    words = {key.rpartition(".")[2]: word for key, word in choices.items()}
    for domain in DOMAINS:
        titles = await async_get_texts(hass, None, "title", domain=domain)
        words[domain] = titles["title"]

    def translate(name: str, text: str) -> str:
        if name in _FIELD_PLACEHOLDERS:
            # Kept files are no field of the action; one of several has a number.
            field, _, number = text.partition(" ")
            key = "file" if field == FILES else field
            label = fields.get(f"services.print.fields.{key}.name", key)
            if page and key in get_page_kind(page).options:
                label = fields.get(get_text_key(page, key), label)
            return f"{label} {number}".strip()
        parts = [words.get(word, word) for word in text.split(", ")]
        # Other values may contain commas of their own, such as an example in JSON.
        is_list = name in _LIST_PLACEHOLDERS
        return join_names(parts, hass.config.language if is_list else ENGLISH)

    placeholders = err.translation_placeholders or {}
    translated = {name: translate(name, text) for name, text in placeholders.items()}
    return await async_message(hass, invalid(str(err.translation_key), **translated))
