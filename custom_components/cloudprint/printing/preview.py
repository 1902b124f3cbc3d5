"""What the first page of a print looks like."""

from base64 import b64encode

from homeassistant.core import HomeAssistant

from ..document import Content
from ..source.converter import async_get_converter
from ..spool.errors import SpoolUnwritableError
from ..spool.job import Job
from ..spool.spooler import Spooler


async def preview_as_text(hass: HomeAssistant, content: Content) -> str | None:
    """Return the first page as a PNG in base64, or None where nothing shows it."""
    preview = await async_get_converter(hass).async_preview(content)
    return None if preview is None else b64encode(preview).decode("ascii")


async def async_preview_of_job(
    hass: HomeAssistant, spooler: Spooler, job: Job
) -> bytes | None:
    """Return the first page of what a job prints as a PNG, as long as it is kept."""
    try:
        content = await spooler.async_content(job)
    except SpoolUnwritableError:
        return None
    if content is None:
        return None
    return await async_get_converter(hass).async_preview(content)
