"""Content in base64, from scripts that have the bytes at hand."""

from base64 import b64decode

from ..document import DocumentError, check_size
from .request import Request, Source


async def async_data(request: Request) -> Source:
    """Return what base64 holds; line breaks in it and a data URL's head are allowed."""
    if not isinstance(request.value, str):
        raise DocumentError("data_not_base64")
    data = await request.hass.async_add_executor_job(_decode, request.value)
    return request.found(await request.async_convert(data))


def _decode(value: str) -> bytes:
    value = value.strip()
    if value.startswith("data:"):
        head, _, value = value.partition(",")
        if not head.endswith(";base64"):
            raise DocumentError("data_not_base64")
    try:
        data = b64decode("".join(value.split()), validate=True)
    except ValueError as err:
        raise DocumentError("data_not_base64") from err
    check_size(len(data))
    return data
