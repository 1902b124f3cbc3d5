"""How much a print is about to read, as far as that is known before it is read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .arranging import FILES, FileItem
from .file import find_file
from .files import UPLOAD
from .kept_files import KEPT_FILES
from .request import Request
from .upload import UPLOADS

_FINDERS: Final[Mapping[str, Callable[[HomeAssistant, Any, User | None], Path]]] = {
    "file": lambda hass, value, user: find_file(hass, str(value))[1],
    UPLOAD: lambda hass, value, user: hass.data[UPLOADS].get(value, user).path,
    FILES: lambda hass, value, user: hass.data[KEPT_FILES].get_path(str(value)),
}
"""Return the path of a file by its value. Raise what its resolver raises."""


async def async_measure(request: Request) -> int:
    """Return the bytes of the data or the files that a print names.

    What cannot be read counts for nothing, nor does what has to be fetched.
    """
    if request.origin == "data":
        data = request.value[0].value
        return len(data) // 4 * 3 if isinstance(data, str) else 0
    if request.origin not in _FINDERS:
        return 0
    return await request.hass.async_add_executor_job(_measure_files, request)


def _measure_files(request: Request) -> int:
    find, size = _FINDERS[request.origin], 0
    for item in request.value:
        value = item.value if isinstance(item, FileItem) else item["file_id"]
        with suppress(ServiceValidationError, OSError, ValueError):
            size += find(request.hass, value, request.user).stat().st_size
    return size
