"""Save what a user has put together in the card as a document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from ..exceptions import invalid, shown
from ..fields import check_fields, get_device_id, parse_text_line, plain
from ..printing.action import async_try_document
from ..printing.options import OPTIONS
from ..printing.saved_document import (
    MAX_DOCUMENT_NAME,
    SUBENTRY_TYPE,
    SavedDocument,
    is_name_taken,
)
from ..source.arranging import FILES
from ..source.files import UPLOAD
from ..source.kept_files import KEPT_FILES, describe_edits
from ..source.resolving import CONTENT_FIELDS_WITH_UPLOAD, CONTENT_OPTIONS
from ..source.upload import UPLOADS
from .records import build_document_record

SAVED: Final = (
    "device_id",
    *(option for option in CONTENT_OPTIONS if option != "password"),
    *OPTIONS,
)
"""The fields of a print that are saved with its files: none that are secret."""


async def ws_save_document(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Save uploads as a document, which takes them over; administrators only.

    Raises HomeAssistantError; the uploads are left then.
    """
    if not user.is_admin:
        raise invalid("document_not_allowed")
    check_fields(fields, ("name", UPLOAD, *SAVED))
    name = parse_text_line("name", fields.get("name"), MAX_DOCUMENT_NAME)
    saved = {field: fields[field] for field in SAVED if fields.get(field) is not None}
    if "device_id" in saved:
        saved["device_id"] = get_device_id(fields)
    given = {**saved, UPLOAD: fields.get(UPLOAD)}
    request = await async_try_document(hass, given, CONTENT_FIELDS_WITH_UPLOAD, user)
    entry, items = request.targets[0].entry, request.content.value
    uploads, store = hass.data[UPLOADS], hass.data[KEPT_FILES]
    kept: dict[object, dict[str, Any]] = {}
    files: list[dict[str, Any]] = []
    with uploads.claimed([item.value for item in items], user):
        try:
            for item in items:
                if item.value not in kept:
                    upload = uploads.get(item.value, user)
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
