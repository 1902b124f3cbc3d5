"""Tests of the one count of pages."""

from typing import Any

import pytest

from custom_components.cloudprint.api import MediaFormat, MediaSource
from custom_components.cloudprint.document import Content
from custom_components.cloudprint.policy.pages import (
    async_count_impressions,
    count_impressions,
    count_sides,
)
from custom_components.cloudprint.spool.job import sum_impressions
from homeassistant.core import HomeAssistant

from ..spool.samples import make_job


def sheets(pages: int) -> Content:
    """Return content of pages."""
    return Content.from_string("x", MediaFormat.HTML, pages=pages)


@pytest.mark.parametrize(
    ("pages", "config", "expected"),
    [
        (5, {}, 5),
        (5, {"copies": 3}, 15),
        (5, {"pagesPerSheet": 4}, 2),
        (5, {"pagesPerSheet": 4, "copies": 2}, 4),
        (1, {"booklet": True}, 1),
        (2, {"booklet": True}, 2),
        (4, {"booklet": True}, 2),
        (5, {"booklet": True}, 4),
        (8, {"booklet": True, "copies": 2}, 8),
        (5, {"side": "DUPLEX"}, 5),
    ],
)
def test_sides(pages: int, config: dict[str, Any], expected: int) -> None:
    """A page is a printed side, of each copy."""
    assert count_sides(pages, config) == expected
    assert count_impressions(make_job(config=config), sheets(pages)) == expected


@pytest.mark.parametrize(
    ("content", "fields", "expected"),
    [
        (sheets(9), {"config": {"pageRanges": "2-4,7", "copies": 2}}, 8),
        (sheets(2), {"config": {"pageRanges": "5"}}, None),
        (sheets(2), {"options": {"raw_options": {"copies": 9}}}, None),
        (Content.from_string("a\n" * 60, MediaFormat.TEXT), {}, 2),
        (Content.from_string("<p>x", MediaFormat.HTML), {}, None),
        (
            Content.from_string("https://x", MediaFormat.PDF, MediaSource.URL),
            {},
            None,
        ),
        (
            Content(
                media_format=MediaFormat.WORD,
                media_source=MediaSource.BASE64,
                payload=b"x",
                stated_pages=7,
            ),
            {"config": {"copies": 2}},
            14,
        ),
    ],
)
def test_content(
    content: Content, fields: dict[str, Any], expected: int | None
) -> None:
    """What can be told is counted; what is unknown stays so."""
    assert count_impressions(make_job(**fields), content) == expected


def test_sum() -> None:
    """What is unknown of one job is unknown of all."""
    known, unknown = make_job(impressions=2), make_job(impressions=None)
    assert sum_impressions([known, known]) == 4
    assert sum_impressions([known, unknown]) is None


async def test_large_text(hass: HomeAssistant) -> None:
    """What takes long to count is counted outside of the event loop."""
    text = Content.from_string("a\n" * 60_000, MediaFormat.TEXT)
    job = make_job(config={"copies": 2})
    assert await async_count_impressions(hass, job, text) == 2 * 1001
