"""How much a print is about to read, as far as that is known before it is read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .arranging import FILES
from .file import find_file
from .files import UPLOAD
from .kept_files import KEPT_FILES
from .upload import UPLOADS

_FINDERS: Final[Mapping[str, Callable[[HomeAssistant, Any, User | None], Path]]] = {
    "file": lambda hass, value, user: find_file(hass, str(value))[1],
    UPLOAD: lambda hass, value, user: hass.data[UPLOADS].get(value, user).path,
    FILES: lambda hass, value, user: hass.data[KEPT_FILES].get_path(str(value)),
}
"""Return a file's path by the value of a field. Raise what its resolver raises."""
_KEYS: Final = {FILES: "file_id"}
"""Of the value in an item, if it is not the field."""


async def async_measure(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> int:
    """Return the bytes of data or files; what is fetched or unreadable has none."""
    if isinstance(data := fields.get("data"), str):
        return len(data) // 4 * 3
    if all(fields.get(field) is None for field in _FINDERS):
        return 0
    return await hass.async_add_executor_job(_measure_files, hass, fields, user)


def _measure_files(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> int:
    size = 0
    for field, find in _FINDERS.items():
        value = fields.get(field, [])
        for item in value if isinstance(value, list | tuple) else [value]:
            if isinstance(item, Mapping):
                item = item.get(_KEYS.get(field, field))
            with suppress(ServiceValidationError, OSError, ValueError):
                size += find(hass, item, user).stat().st_size
    return size
