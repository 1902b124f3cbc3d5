"""Items of our media source: files in allowed folders, and files of saved documents.

The identifier of a file is `file` and its path, or `document/` and its kept file.
"""

from collections.abc import Iterator
from heapq import nsmallest
import os
from pathlib import Path
import re
from typing import Final
from urllib.parse import quote, unquote

from yarl import URL

from homeassistant.auth.models import User
from homeassistant.components.media_player import MediaClass
from homeassistant.components.media_source import URI_SCHEME, BrowseMediaSource
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from ..document.formats import ENDINGS, PICTURE_FORMATS, DocumentFormat, get_ending
from ..exceptions import invalid, shown
from .arranging import FILES
from .file import OPEN_LISTED_FOLDER, async_read_file, find_allowed_folder, open_below
from .kept_files import KEPT_FILES

OWN_MEDIA: Final = f"{URI_SCHEME}{DOMAIN}/"
FILE: Final = "file"
DOCUMENT: Final = "document"
MAX_ITEMS: Final = 1000  # Of a folder
THUMBNAIL_URL: Final = f"/api/{DOMAIN}/thumbnail"

# What no identifier may have, and what would end an address
_QUOTED: Final = re.compile(r"[%?#\x00-\x1f\x7f\ud800-\udfff]")


async def async_read_printable_file(
    hass: HomeAssistant, user: User | None, identifier: str
) -> tuple[bytes, str]:
    """Return an item's bytes and name, for a user or an automation.

    Raises HomeAssistantError and DocumentError.
    """
    kind, _, value = identifier.partition("/")
    if kind == FILE:
        return await async_read_file(hass, _parse_path(value))
    kept = _get_kept_files(hass) if user is None or user.is_admin else {}
    if kind != DOCUMENT or value not in kept:
        raise create_not_found(identifier)
    try:
        path = hass.data[KEPT_FILES].get_path(value)
        return await hass.async_add_executor_job(path.read_bytes), kept[value][1]
    except OSError:
        raise invalid("document_file_gone") from None


def create_not_found(identifier: str) -> Exception:
    """Create the error for an item that a user may not read, or that is not there."""
    return invalid("media_not_found", media=shown(f"{OWN_MEDIA}{identifier}"))


def create_folder(
    identifier: str, title: str, items: list[BrowseMediaSource], count: int = 0
) -> BrowseMediaSource:
    """Create a folder of the first of `count` items."""
    folder = _create_item(identifier, title, is_folder=True)
    folder.children = items[:MAX_ITEMS]
    folder.children_media_class = MediaClass.DIRECTORY
    folder.not_shown = max(count, len(items)) - len(folder.children)
    return folder


def list_kept_files(hass: HomeAssistant) -> list[BrowseMediaSource]:
    """Return the files of saved documents, named after these."""
    items = [
        _create_item(f"{DOCUMENT}/{file_id}", ": ".join(names))
        for file_id, names in _get_kept_files(hass).items()
    ]
    return sorted(items, key=lambda item: item.title.casefold())


def _get_kept_files(hass: HomeAssistant) -> dict[str, tuple[str, str]]:
    """Return the names of each file's document, and of the file, by its id."""
    return {
        file["file_id"]: (subentry.title, file["name"])
        for entry in hass.config_entries.async_entries(DOMAIN)
        for subentry in entry.subentries.values()
        for file in subentry.data.get(FILES, ())
    }


def list_allowed_folders(hass: HomeAssistant) -> list[BrowseMediaSource]:
    """Return the folders that Home Assistant may read. Blocking."""
    return [
        _create_item(_build_identifier(Path(name)), name, is_folder=True)
        for name in sorted(hass.config.allowlist_external_dirs)
        if _find_folder(hass, Path(name).resolve()) and Path(name).is_dir()
    ]


def list_folder(hass: HomeAssistant, identifier: str) -> BrowseMediaSource:
    """Return an allowed folder with what can be printed. Blocking.

    Raises ServiceValidationError.
    """
    path = Path(_parse_path(identifier.removeprefix(f"{FILE}/")))
    count = 0

    def find_listed(
        entries: Iterator[os.DirEntry[str]],
    ) -> Iterator[tuple[bool, str, str]]:
        nonlocal count
        for entry in entries:
            if _is_listed(hass, resolved, entry):
                count += 1
                yield not entry.is_dir(), entry.name.casefold(), entry.name

    try:
        resolved = path.resolve()
        if (allowed := _find_folder(hass, resolved)) is None:
            raise FileNotFoundError
        descriptor = open_below(allowed, resolved, OPEN_LISTED_FOLDER)
        try:
            with os.scandir(descriptor) as entries:
                # A large folder is not sorted as a whole.
                found = nsmallest(MAX_ITEMS, find_listed(entries))
        finally:
            os.close(descriptor)
    except OSError, ValueError:
        raise create_not_found(identifier) from None
    items = [
        _create_item(_build_identifier(path / name), name, is_folder=not is_file)
        for is_file, _, name in found
    ]
    return create_folder(identifier, path.name, items, count)


def _is_listed(hass: HomeAssistant, folder: Path, entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a folder or a printable file."""
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
    if folder is None:
        return None
    parts = path.relative_to(folder).parts
    return None if any(part.startswith(".") for part in parts) else folder


def _create_item(
    identifier: str, title: str, *, is_folder: bool = False
) -> BrowseMediaSource:
    """Create a folder, or a file of a type that media selectors accept."""
    media_class, media_type, thumbnail = MediaClass.DIRECTORY, "", None
    if not is_folder:
        found = ENDINGS.get(get_ending(title))
        media_class, media_type = MediaClass.APP, "application/octet-stream"
        if found is DocumentFormat.PDF or found in PICTURE_FORMATS:
            kind = "image" if found in PICTURE_FORMATS else "application"
            media_class, media_type = MediaClass.IMAGE, f"{kind}/{found.lower()}"
            thumbnail = str(URL(THUMBNAIL_URL).with_query({FILE: identifier}))
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=media_class,
        media_content_type=media_type,
        # A name that is not UTF-8 could not be sent.
        title=title.encode(errors="replace").decode(),
        can_play=not is_folder,
        can_expand=is_folder,
        thumbnail=thumbnail,
    )


def _build_identifier(path: Path) -> str:
    quoted = _QUOTED.sub(
        lambda found: quote(found[0], errors="surrogateescape"), str(path)
    )
    return f"{FILE}{quoted}"


def _parse_path(value: str) -> str:
    return f"/{unquote(value, errors='surrogateescape')}"
