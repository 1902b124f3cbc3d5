"""How many printed sides a job has: the one count of rules, usage and the card."""

import asyncio
from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..api.capabilities import Paper
from ..api.vocabulary import Orientation
from ..const import DOMAIN
from ..document.content import Content
from ..document.errors import DocumentError
from ..document.layouts.page_count import TEXT_MARGIN, estimate_pages
from ..document.settings import A4
from ..document.sheets.page_ranges import select_pages
from ..spool.job import Job

_AT_ONCE: Final = 4 * 1024  # bytes of content that are counted in the event loop
_COUNTING: Final[HassKey[asyncio.Lock]] = HassKey(f"{DOMAIN}_counting")
"""Held while a longer content is counted, of which there are copies in memory then."""


async def async_count_impressions(
    hass: HomeAssistant, job: Job, content: Content, default_paper: Paper | None
) -> int | None:
    """Return the printed sides of all copies of a job, or None if they are unknown.

    `default_paper` is the printer's, as far as it is known.
    """
    size = (default_paper.width, default_paper.height) if default_paper else A4
    if content.pages is not None or content.size <= _AT_ONCE:
        return count_impressions(job, content, size)
    async with hass.data.setdefault(_COUNTING, asyncio.Lock()):
        return await hass.async_add_executor_job(count_impressions, job, content, size)


def count_impressions(
    job: Job, content: Content, size: tuple[float, float] = A4
) -> int | None:
    """Return the printed sides of all copies of a job. Blocking.

    `size` is of the printer's default paper. Options of `raw_options` may mean
    anything: with them nothing is known.
    """
    config = job.task.config
    if job.options.get("raw_options"):
        return None
    if (paper := config.get("paperConfig")) is not None:
        size = paper["width"], paper["height"]
    if config.get("orientation") == Orientation.LANDSCAPE:
        size = max(size), min(size)
    top, right, bottom, left = (
        max(TEXT_MARGIN, config.get(f"margin{edge}", 0.0))
        for edge in ("Top", "Right", "Bottom", "Left")
    )
    room = size[0] - left - right, size[1] - top - bottom
    # A word is the service's; smaller type may not be what comes out.
    scale = config.get("scale", 100)
    times = None if isinstance(scale, str) else max(1.0, scale / 100)
    pages = estimate_pages(content, room, times)
    if pages is None:
        return None
    if (ranges := config.get("pageRanges")) is not None:
        try:
            pages = len(select_pages(ranges, pages))
        except DocumentError:
            return None
    return count_sides(pages, config)


def count_sides(pages: int, config: Mapping[str, Any]) -> int:
    """Return the printed sides of all copies that pages become by a task's `config`."""
    sides = ceil(pages / int(config.get("pagesPerSheet", 1)))
    if config.get("booklet"):
        # A folded sheet has four pages. One page alone leaves a side blank.
        sides = min(sides, 2 * ceil(sides / 4))
    return sides * int(config.get("copies", 1))
