"""A file in one of the folders that Home Assistant may read from."""

import os
from pathlib import Path
import stat
from typing import Final

from homeassistant.core import HomeAssistant

from ..document import MAX_SOURCE_BYTES, check_size
from ..exceptions import invalid, shown
from .request import Request, Source

_OPEN_FOLDER: Final = (
    # To go through a folder, one need not be allowed to list it; macOS has no O_PATH.
    getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW
)
_OPEN_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


async def async_file(request: Request) -> Source:
    """Return a file's content; a relative path starts at the configuration folder."""
    value = request.value
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise invalid("file_not_found", path=shown(value))
    data, name = await request.hass.async_add_executor_job(_read, request.hass, value)
    return request.found(await request.async_convert(data, name=name), name)


def _read(hass: HomeAssistant, value: str) -> tuple[bytes, str]:
    try:
        named = Path(hass.config.path(value.strip()))
        # Links are followed first: a folder is allowed for what is really in it.
        path = named.resolve()
        if (folder := allowed_folder(hass, path)) is None:
            raise invalid("file_not_allowed", path=shown(value))
        return read_file(folder, path), named.name
    except FileNotFoundError, IsADirectoryError, NotADirectoryError:
        raise invalid("file_not_found", path=shown(value)) from None
    except OSError, UnicodeError:
        # The path of a message may not be one that can be shown: no error text either.
        raise invalid("file_unreadable", path=shown(value)) from None


def allowed_folder(hass: HomeAssistant, path: Path) -> Path | None:
    """Return the folder that allows Home Assistant to read a path, or None.

    Unlike `Config.is_allowed_path`, this takes the path as it is written, and does not
    look at the file system, where it could be another one by now.
    """
    folders = map(Path, hass.config.allowlist_external_dirs)
    allowed = [folder for folder in folders if path.is_relative_to(folder)]
    # Within the outermost folder, an inner one can be exchanged.
    return min(allowed, key=lambda folder: len(folder.parts), default=None)


def read_file(folder: Path, path: Path) -> bytes:
    """Return what a regular file in or below a folder holds.

    Both paths are resolved ones. Each step from the folder to the file is opened by
    itself and follows no link, so that what is exchanged for one meanwhile does not
    lead out of the folder. Blocking, but no pipe is waited for.

    Raises IsADirectoryError for a folder, FileNotFoundError for what is no file either,
    other OSErrors for what cannot be read, and DocumentError for what is too large.
    """
    *steps, name = path.relative_to(folder).parts or (".",)
    descriptor = os.open(folder, _OPEN_FOLDER)
    for step, flags in (*((step, _OPEN_FOLDER) for step in steps), (name, _OPEN_FILE)):
        try:
            inner = os.open(step, flags, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = inner
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise FileNotFoundError
        check_size(status.st_size)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            # A read of so many bytes allocates them, so the limit is no good size.
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                # The file has grown.
                data += file.read(MAX_SOURCE_BYTES + 1 - len(data))
    finally:
        os.close(descriptor)
    check_size(len(data))
    return data
