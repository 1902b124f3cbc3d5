"""A file in one of the folders that Home Assistant may read from."""

from pathlib import Path

from homeassistant.core import HomeAssistant

from ..api import MediaFormat
from ..document import Content, content_from_bytes
from ..exceptions import invalid, shown
from .limits import check_size


async def async_file(
    hass: HomeAssistant, value: object, media_format: MediaFormat | None
) -> tuple[Content, str]:
    """Return a file's content; a relative path starts at the configuration folder."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise invalid("file_not_found", path=shown(value))
    return await hass.async_add_executor_job(_read, hass, value, media_format)


def _read(
    hass: HomeAssistant, value: str, media_format: MediaFormat | None
) -> tuple[Content, str]:
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
    content = content_from_bytes(data, name=named.name, media_format=media_format)
    return content, named.name
