"""Files in the folders that Home Assistant may read."""

import os
from pathlib import Path
import stat
from typing import Final

from homeassistant.core import HomeAssistant

from ..document.errors import MAX_SOURCE_BYTES, check_size
from ..exceptions import invalid, shown

_OPEN_FOLDER: Final = (
    # O_PATH passes through folders that cannot be listed; macOS does not have it.
    getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW
)
OPEN_LISTED_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_OPEN_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


async def async_read_file(hass: HomeAssistant, value: object) -> tuple[bytes, str]:
    """Return the bytes and the name of a file. Raises ServiceValidationError."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise invalid("file_not_found", path=shown(value))
    return await hass.async_add_executor_job(_read, hass, value)


def _read(hass: HomeAssistant, value: str) -> tuple[bytes, str]:
    try:
        folder, path = find_file(hass, value)
        return read_regular_file(folder, path), Path(value.strip()).name
    except FileNotFoundError, IsADirectoryError, NotADirectoryError:
        raise invalid("file_not_found", path=shown(value)) from None
    except OSError, UnicodeError:
        # The error's text would contain the path, perhaps with invalid characters.
        raise invalid("file_unreadable", path=shown(value)) from None


def find_file(hass: HomeAssistant, value: str) -> tuple[Path, Path]:
    """Return a file's allowed folder and path, resolved. Raises ValueError, OSError."""
    # Links are resolved first: they may lead out of an allowed folder.
    path = Path(hass.config.path(value.strip())).resolve()
    if (folder := find_allowed_folder(hass, path)) is None:
        raise invalid("file_not_allowed", path=shown(value))
    return folder, path


def find_allowed_folder(hass: HomeAssistant, path: Path) -> Path | None:
    """Return the folder by which a resolved path may be read, or None."""
    folders = map(Path, hass.config.allowlist_external_dirs)
    allowed = [folder for folder in folders if path.is_relative_to(folder)]
    # An inner folder could be replaced from within the outermost one.
    return min(allowed, key=lambda folder: len(folder.parts), default=None)


def open_below(folder: Path, path: Path, flags: int) -> int:
    """Open a path below a folder, or the folder itself, both resolved.

    Follows no link, also if it is created meanwhile. Raises OSError.
    """
    *steps, name = path.relative_to(folder).parts or (".",)
    descriptor = os.open(folder, _OPEN_FOLDER)
    for step, kind in (*((step, _OPEN_FOLDER) for step in steps), (name, flags)):
        try:
            inner = os.open(step, kind, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = inner
    return descriptor


def read_regular_file(folder: Path, path: Path) -> bytes:
    """Return the content of a regular file. Raises like `open_below`, DocumentError."""
    # A folder is refused by `open`.
    with open(
        path, "rb", opener=lambda *_: open_below(folder, path, _OPEN_FILE)
    ) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileNotFoundError
        check_size(status.st_size)
        # Reading allocates the given size, so the limit would be too much.
        data = file.read(status.st_size + 1)
        if len(data) > status.st_size:
            # The file has grown.
            data += file.read(MAX_SOURCE_BYTES + 1 - len(data))
    check_size(len(data))
    return data
