"""A file in one of the folders that Home Assistant may read from."""

from pathlib import Path

from homeassistant.core import HomeAssistant

from ..document import check_size
from ..exceptions import invalid, shown
from .request import Request, Source


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
        if not hass.config.is_allowed_path(str(path)):
            raise invalid("file_not_allowed", path=shown(value))
        if not path.is_file():
            raise invalid("file_not_found", path=shown(value))
        check_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError, RuntimeError, UnicodeError:
        # The path of a message may not be one that can be shown: no error text either.
        raise invalid("file_unreadable", path=shown(value)) from None
    check_size(len(data))
    return data, named.name
