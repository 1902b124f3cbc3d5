"""How many printed sides a job has: the one count of rules, IPP and the card."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..document import Content, DocumentError
from ..document.layouts.page_count import estimate_pages
from ..document.sheets.page_ranges import select_pages
from ..spool.job import Job

_AT_ONCE: Final = 32 * 1024  # bytes of content that are counted in the event loop


async def async_count_impressions(
    hass: HomeAssistant, job: Job, content: Content
) -> int | None:
    """Return the printed sides of all copies of a job, or None if they are unknown."""
    if content.pages is not None or content.size <= _AT_ONCE:
        return count_impressions(job, content)
    return await hass.async_add_executor_job(count_impressions, job, content)


def count_impressions(job: Job, content: Content) -> int | None:
    """Return the printed sides of all copies of a job. Blocking.

    Options of `raw_options` may mean anything: with them nothing is known.
    """
    pages = estimate_pages(content)
    if pages is None or job.options.get("raw_options"):
        return None
    config = job.config
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
