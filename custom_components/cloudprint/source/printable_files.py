"""Items of our media source: files in allowed folders, and files of saved documents.

The identifier of a file is `file` and its path, or `document/` and its kept file.
"""

from collections import Counter
from collections.abc import Mapping
import os
from pathlib import Path
import re
from typing import Final
from urllib.parse import quote, unquote

from yarl import URL

from homeassistant.components.media_player import MediaClass
from homeassistant.components.media_source import URI_SCHEME, BrowseMediaSource
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..document.formats import ENDINGS, PICTURE_FORMATS, DocumentFormat, get_ending
from ..exceptions import invalid, shown
from ..requester import Requester
from ..texts import get_common_texts
from .file import OPEN_LISTED_FOLDER, async_read_file, find_allowed_folder, open_below
from .kept_files import KEPT_FILES

OWN_MEDIA: Final = f"{URI_SCHEME}{DOMAIN}/"
FILE: Final = "file"
MAX_ITEMS: Final = 1000  # Of a folder
THUMBNAIL_URL: Final = f"/api/{DOMAIN}/thumbnail"

_DOCUMENT: Final = "document"
# What no identifier may have, and what would end an address
_QUOTED: Final = re.compile(r"[%?#\x00-\x1f\x7f\ud800-\udfff]")


async def async_read_printable_file(
    hass: HomeAssistant, requester: Requester, identifier: str
) -> tuple[bytes, str]:
    """Return an item's bytes and name, for a user or an automation.

    Raises HomeAssistantError and DocumentError.
    """
    kind, _, value = identifier.partition("/")
    if kind == FILE:
        return await async_read_file(hass, _parse_path(value))
    kept = find_kept_files(hass, requester)
    if kind != _DOCUMENT or value not in kept:
        raise create_not_found(identifier)
    try:
        path = hass.data[KEPT_FILES].get_path(value)
        return await hass.async_add_executor_job(path.read_bytes), kept[value][1]
    except OSError:
        raise invalid("document_file_gone") from None


def find_kept_files(
    hass: HomeAssistant, requester: Requester
) -> Mapping[str, tuple[str, str]]:
    """Return what `KeptFileStore.find_named` does, for administrators and automations."""
    return hass.data[KEPT_FILES].find_named() if requester.is_admin else {}


def create_not_found(identifier: str) -> Exception:
    """Create the error for an item that a user may not read, or that is not there."""
    return invalid("media_not_found", media=shown(f"{OWN_MEDIA}{identifier}"))


def list_printable_files(
    hass: HomeAssistant, kept: Mapping[str, tuple[str, str]], identifier: str
) -> BrowseMediaSource:
    """Return a folder. Blocking. Raises ServiceValidationError."""
    if identifier.startswith(f"{FILE}/"):
        return _list_folder(hass, identifier)
    texts = get_common_texts(hass)
    documents = create_item(_DOCUMENT, texts["common.media_documents"])
    documents.children = [
        create_item(f"{_DOCUMENT}/{file_id}", title, is_folder=False)
        for title, file_id in sorted((": ".join(kept[key]), key) for key in kept)
    ]
    if kept and identifier == _DOCUMENT:
        return documents
    if identifier:
        raise create_not_found(identifier)
    paths = [
        path
        for path in map(Path, sorted(hass.config.allowlist_external_dirs))
        if _find_folder(hass, path.resolve()) and path.is_dir()
    ]
    same = Counter(path.name for path in paths)
    folders = [
        create_item(
            _build_identifier(path),
            path.name if path.name and same[path.name] == 1 else str(path),
        )
        for path in paths
    ]
    root = create_item("", texts["common.media_files"])
    root.children = [*folders, documents] if kept else folders
    return root


def _list_folder(hass: HomeAssistant, identifier: str) -> BrowseMediaSource:
    path = Path(_parse_path(identifier.removeprefix(f"{FILE}/")))
    try:
        resolved = path.resolve()
        if (allowed := _find_folder(hass, resolved)) is None:
            raise create_not_found(identifier)
        descriptor = open_below(allowed, resolved, OPEN_LISTED_FOLDER)
        try:
            with os.scandir(descriptor) as entries:
                listed = sorted(
                    (not entry.is_dir(), entry.name.casefold(), entry.name)
                    for entry in entries
                    if _is_listed(hass, resolved, entry)
                )
        finally:
            os.close(descriptor)
    except OSError, ValueError:
        raise create_not_found(identifier) from None
    folder = create_item(identifier, path.name)
    folder.children = [
        create_item(_build_identifier(path / name), name, is_folder=not is_file)
        for is_file, _, name in listed[:MAX_ITEMS]
    ]
    folder.not_shown = max(0, len(listed) - MAX_ITEMS)
    return folder


def _is_listed(hass: HomeAssistant, folder: Path, entry: os.DirEntry[str]) -> bool:
    try:
        if entry.name.startswith(".") or (
            entry.is_symlink()
            and _find_folder(hass, (folder / entry.name).resolve()) is None
        ):
            return False
        return entry.is_dir() or (get_ending(entry.name) in ENDINGS and entry.is_file())
    except OSError:
        return False


def _find_folder(hass: HomeAssistant, path: Path) -> Path | None:
    """Return the allowed folder in which a resolved path is not hidden, or None."""
    folder = find_allowed_folder(hass, path)
    parts = path.relative_to(folder).parts if folder else ()
    return None if any(part.startswith(".") for part in parts) else folder


def create_item(
    identifier: str, title: str, *, is_folder: bool = True
) -> BrowseMediaSource:
    """Create a folder, or a file of a type that media selectors accept."""
    item = BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY if is_folder else MediaClass.APP,
        media_content_type="" if is_folder else "application/octet-stream",
        # A name that is not UTF-8 could not be sent.
        title=title.encode(errors="replace").decode(),
        can_play=not is_folder,
        can_expand=is_folder,
    )
    document_format = None if is_folder else ENDINGS.get(get_ending(title))
    if document_format is DocumentFormat.PDF or document_format in PICTURE_FORMATS:
        kind = "image" if document_format in PICTURE_FORMATS else "application"
        item.media_class = MediaClass.IMAGE
        item.media_content_type = f"{kind}/{document_format.lower()}"
        item.thumbnail = str(URL(THUMBNAIL_URL).with_query({FILE: identifier}))
    return item


def _build_identifier(path: Path) -> str:
    quoted = _QUOTED.sub(
        lambda match: quote(match[0], errors="surrogateescape"), str(path)
    )
    return f"{FILE}{quoted}"


def _parse_path(value: str) -> str:
    return f"/{unquote(value, errors='surrogateescape')}"
