"""Headings of pages, and the fields that apply to each content."""

from typing import Any

import pytest

from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.source.arranging import check_content_options
from custom_components.cloudprint.source.pages.page import async_get_heading
from custom_components.cloudprint.source.request import Request
from custom_components.cloudprint.source.resolving import parse_value
from homeassistant.core import HomeAssistant
from tests.actions import refuses

from ..conftest import SetUpHome


def request(hass: HomeAssistant, origin: str, value: object, **fields: Any) -> Request:
    """Return the request of a print."""
    value = parse_value(origin, {origin: value})
    return Request(
        hass=hass, origin=origin, value=value, fields=fields, requester=AUTOMATION
    )


async def test_heading(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """The heading contains what was asked for."""
    await set_up_home("2026-11-25 22:30:00+00:00", time_zone="Asia/Shanghai")
    date = "Thursday, November 26, 2026"
    fields: dict[str, Any]
    for fields, heading in (
        ({}, (None, None)),
        ({"title": " Menu\nof the day "}, ("Menu of the day", None)),
        ({"title": 7, "show_date": "yes"}, ("7", date)),
        ({"show_date": True}, (None, date)),
        ({"show_date": False}, (None, None)),
    ):
        assert (
            await async_get_heading(request(hass, "markdown", "x", **fields)) == heading
        )
    hass.config.language = "zh-Hans"
    asked = request(hass, "markdown", "x", show_date=True)
    assert await async_get_heading(asked) == (None, "2026年11月26日星期四")


async def test_no_heading(hass: HomeAssistant) -> None:
    """Invalid titles and booleans are refused."""
    wrong: tuple[Any, ...] = ("", " \n", [], True, "x" * 501)
    for title in wrong:
        with refuses("text_invalid", field="title"):
            await async_get_heading(request(hass, "markdown", "x", title=title))
    with refuses("option_invalid", field="show_date"):
        await async_get_heading(request(hass, "markdown", "x", show_date="today"))


@pytest.mark.parametrize(
    ("origin", "value", "fields"),
    [
        ("text", "x", {}),
        ("text", "x", {"title": None, "days": None, "headers": None}),
        ("markdown", "x", {"title": "x", "show_date": True}),
        ("entity", "todo.x", {"title": "x", "show_date": False, "completed": True}),
        ("entity", "calendar.x", {"title": "x", "show_date": True, "days": 3}),
        ("entity", "weather.x", {"title": "x", "show_date": True}),
        ("entity", "camera.x", {"caption": False}),
        ("entity", "camera.x", {"title": "x", "caption": True}),
        ("entity", "image.x", {"show_date": True, "caption": "on"}),
        ("file", "x", {"password": "x"}),
        ("file", "x", {"encoding": "x"}),
        ("url", "x", {"encoding": "x"}),
        ("data", "x", {"password": "x"}),
        ("media", "x", {"password": "x"}),
        ("url", "x", {"password": "x", "headers": {}}),
    ],
)
def test_options_of_content(
    hass: HomeAssistant, origin: str, value: str, fields: dict[str, Any]
) -> None:
    """Fields are accepted with the content that they apply to."""
    check_content_options(request(hass, origin, value, **fields))


@pytest.mark.parametrize(
    ("origin", "value", "field", "content"),
    [
        ("text", "x", "title", "text"),
        ("file", "x", "title", "file"),
        ("html", "x", "show_date", "html"),
        ("markdown", "x", "days", "markdown"),
        ("entity", "weather.x", "days", "weather"),
        ("entity", "calendar.x", "completed", "calendar"),
        ("entity", "todo.x", "caption", "todo"),
        ("media", "x", "caption", "media"),
        ("text", "x", "password", "text"),
        ("text", "x", "encoding", "text"),
        ("markdown", "x", "encoding", "markdown"),
        ("entity", "todo.x", "encoding", "todo"),
        ("entity", "camera.x", "password", "camera"),
        ("file", "x", "headers", "file"),
        ("entity", "image.x", "headers", "image"),
    ],
)
def test_options_of_other_content(
    hass: HomeAssistant, origin: str, value: str, field: str, content: str
) -> None:
    """A field that does not apply to the content is refused, even if it is off."""
    fields = {field: False}
    with refuses("content_option_misplaced", field=field, content=content):
        check_content_options(request(hass, origin, value, **fields))


@pytest.mark.parametrize("field", ["title", "show_date"])
@pytest.mark.parametrize("caption", [None, False, "off"])
def test_options_of_caption(
    hass: HomeAssistant, field: str, caption: bool | str | None
) -> None:
    """A picture without a caption cannot have a title or a date."""
    fields: dict[str, Any] = {field: "on", "caption": caption}
    with refuses("content_option_needs_caption", field=field):
        check_content_options(request(hass, "entity", "camera.x", **fields))


def test_options_of_no_entity(hass: HomeAssistant) -> None:
    """An invalid entity is reported before misplaced fields."""
    with refuses("entity_invalid"):
        check_content_options(request(hass, "entity", "", days=3))
