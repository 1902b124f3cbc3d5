"""A file that somebody sent to be printed."""

from pathlib import Path

from ..exceptions import invalid
from .request import Request, Source
from .upload_store import UPLOADS


async def async_upload(request: Request) -> Source:
    """Return what a file is that the user who prints has sent, and nobody else.

    Raises ServiceValidationError when it is not there any more.
    """
    hass = request.hass
    upload = hass.data[UPLOADS].get(request.value, request.user)
    data = await hass.async_add_executor_job(_read, upload.path)
    content = await request.async_convert(data, name=upload.name)
    return request.found(content, upload.name or None)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        raise invalid("upload_unknown") from err
