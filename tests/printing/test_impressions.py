"""Tests of the one count of pages."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.page import build_text_content
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.printing.impressions import (
    async_count_impressions,
    count_impressions,
    count_sides,
)
from custom_components.cloudprint.spool.job import sum_impressions
from homeassistant.core import HomeAssistant

from ..actions import call
from ..simulator import Printer
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
        (Content.from_string("a\n" * 61, MediaFormat.TEXT), {}, 2),
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
    assert await async_count_impressions(hass, job, text, None) == 2 * 1000


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, 2),
        ({"scale": 200}, 4),
        ({"scale": 50}, 2),  # The service may not know it.
        ({"scale": "fit"}, None),
        ({"marginTop": 100}, 3),
        ({"marginTop": 0, "marginBottom": 0}, 2),
        ({"marginLeft": 100, "marginRight": 100}, 2),
        ({"orientation": "LANDSCAPE"}, 3),
        ({"paperConfig": {"width": 148, "height": 210}}, 3),
        ({"paperConfig": {"width": 40, "height": 20}}, 100),
    ],
)
def test_layout_of_text(config: dict[str, Any], expected: int | None) -> None:
    """A text has as many pages as fit with these options."""
    text = Content.from_string("a\n" * 100, MediaFormat.TEXT)
    assert count_impressions(make_job(config=config), text) == expected
    if "scale" in config:
        own = build_text_content("a\n" * 100, RenderSettings())
        pages = count_impressions(make_job(config=config), own)
        assert pages == (expected and {2: 3, 4: 5}[expected])
    # A picture and sheets that were made here have theirs.
    assert count_impressions(make_job(config=config), sheets(7)) == 7


async def test_paper_of_the_printer(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, printer: Printer
) -> None:
    """Without a paper of the print, the printer's own counts."""
    fields = {"device_id": device_id, "text": "a\n" * 60}
    await call(hass, "print", fields)
    store = account.runtime_data.store
    assert store.last_job(device_id).pages.impressions == 1
    label = {"name": "Label", "width": 100, "height": 150}
    printer.report(defaultPaper=label)
    await account.runtime_data.capabilities.async_fetch(device_id)
    await call(hass, "print", fields)
    assert store.last_job(device_id).pages.impressions == 3
