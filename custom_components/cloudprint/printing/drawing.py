"""Pages that another integration draws: asked for once, when the print is a job."""

import asyncio
from dataclasses import replace
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from ..document import RenderSettings
from ..exceptions import failed
from ..source.pages.named import (
    PAGE_FIELD,
    PAGE_OPTIONS,
    async_load_page,
    parse_named_page,
)
from ..source.request import Request, Source
from ..source.resolving import async_resolve
from ..spool.errors import NotNowError
from ..spool.job import Job
from ..spool.preparation import Preparation

_DRAWINGS: Final[HassKey[dict[str, asyncio.Task[bytes]]]] = HassKey(
    f"{DOMAIN}_drawings"
)
"""What is drawn for each print, whose job may be moved or reloaded meanwhile."""


async def async_draw_page(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    job: Job,
    preparation: Preparation,
    settings: RenderSettings,
) -> Source:
    """Return the page of a job, whose picture is asked for, and kept, before that.

    Raises NotNowError while it is drawn, JournalError, and HomeAssistantError.
    """
    fields = {PAGE_FIELD: preparation.page, PAGE_OPTIONS: preparation.page_options}
    await async_load_page(hass, fields)
    request = Request(
        hass=hass,
        origin=PAGE_FIELD,
        value=parse_named_page(fields),
        requester=await job.requester.async_with_user(hass),
        settings=settings,
    )
    spooler, documents = entry.runtime_data.spooler, preparation.documents
    drawings = hass.data.setdefault(_DRAWINGS, {})
    if not documents:
        drawing = drawings.get(job.print_id)
        if drawing is None:
            if preparation.is_asked:
                raise failed("drawing_interrupted")
            drawing = await _async_ask(entry, job, request)
        if not drawing.done():
            raise NotNowError(drawing)
        documents = await spooler.async_keep_picture(job, drawing.result())
    drawings.pop(job.print_id, None)
    paths = await spooler.contents.async_provide_documents(documents)
    if not paths:
        raise failed("document_gone")
    page = replace(request.value, picture=paths[0])
    return await async_resolve(replace(request, value=page))


async def _async_ask(
    entry: CloudPrintConfigEntry, job: Job, request: Request
) -> asyncio.Task[bytes]:
    """Begin to draw, after that was written. Raises JournalError, HomeAssistantError."""
    # What can be refused is refused before.
    await async_resolve(request)
    await entry.runtime_data.store.async_write(job.with_preparation(is_asked=True))
    hass, page = request.hass, request.value
    drawing = hass.async_create_background_task(
        page.kind.async_draw(request, page.options), "cloudprint drawing"
    )
    drawings = hass.data[_DRAWINGS]
    drawings[job.print_id] = drawing

    def forget(drawing: asyncio.Task[bytes]) -> None:
        # None while it is reloaded
        account = getattr(entry, "runtime_data", None)
        jobs = [job] if account is None else account.store.open_jobs
        is_open = any(each.print_id == job.print_id for each in jobs)
        if drawing.cancelled() or drawing.exception() or not is_open:
            # An error is told by who waits for it.
            drawings.pop(job.print_id)

    drawing.add_done_callback(forget)
    return drawing
