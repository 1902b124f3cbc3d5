"""Tests of the list of pages that the card can make."""

from typing import Any, Final

import pytest

from custom_components.cloudprint.source.pages.kind import (
    MORE,
    Entities,
    Entity,
    Flag,
    Number,
    OneOf,
    PageKind,
    Secret,
    SomeOf,
    Text,
    Texts,
)
from custom_components.cloudprint.source.pages.kinds import PAGE_NAMES, chart
from homeassistant.core import HomeAssistant

from .conftest import Browse, Browser

KIND: Final = PageKind(
    options={
        "rows": Texts(is_required=True),
        "title": Text(),
        "password": Secret(),
        "count": Number(lowest=1, highest=9, default=5),
        "outlines": Flag(),
        "sheet": OneOf(choices=("a4_2x4", "own")),
        "days": SomeOf(choices=("a", "b"), default=["a"], section=MORE),
        "todo": Entity(domains=("todo",)),
        "calendars": Entities(domains=("calendar", "todo")),
    },
    async_build=chart.PAGE.async_build,
)
NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(("max", "min", "multiple", "type")),
    "required": False,
    "default": None,
    "section": "",
    "choices": [],
}


@pytest.fixture
async def options(
    hass: HomeAssistant, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> dict[str, dict[str, Any]]:
    """Return the options of a page of all kinds, as a user finds them in Chinese."""
    for entity_id, name in (
        ("todo.shop", "Shopping"),
        ("todo.home", "Chores"),
        ("todo.secret", "Secret"),
        ("calendar.family", "Family"),
    ):
        hass.states.async_set(entity_id, "0", {"friendly_name": name})
    monkeypatch.setattr(chart, "PAGE", KIND)
    readable = ("todo.shop", "todo.home", "calendar.family")
    user = await browse({"entity_ids": {each: {"read": True} for each in readable}})
    pages = (await user.ask("pages", language="zh-CN"))["pages"]
    (page,) = (page for page in pages if page["page"] == "chart")
    assert "打卡表" in page["name"]
    assert page["description"]
    return {option["name"]: option for option in page["options"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rows", {"kind": "texts", "required": True, "multiple": False}),
        ("title", {"kind": "text", "multiple": False}),
        ("password", {"kind": "text", "type": "password", "multiple": False}),
        ("count", {"kind": "number", "min": 1, "max": 9, "default": 5}),
        ("outlines", {"kind": "boolean"}),
        (
            "days",
            {
                "kind": "select",
                "multiple": True,
                "choices": [["a", "a"], ["b", "b"]],
                "default": ["a"],
                "section": "更多",
            },
        ),
        (
            "todo",
            {
                "kind": "select",
                "multiple": False,
                "choices": [["todo.home", "Chores"], ["todo.shop", "Shopping"]],
            },
        ),
        (
            "calendars",
            {
                "kind": "select",
                "multiple": True,
                "choices": [
                    ["todo.home", "Chores"],
                    ["calendar.family", "Family"],
                    ["todo.shop", "Shopping"],
                ],
            },
        ),
    ],
)
async def test_options(
    options: dict[str, dict[str, Any]], name: str, expected: dict[str, Any]
) -> None:
    """Each option says how it is asked for; a user is offered only readable entities."""
    texts = ("name", "label", "description")
    found = {key: value for key, value in options[name].items() if key not in texts}
    assert found == NOTHING | expected


async def test_texts(options: dict[str, dict[str, Any]]) -> None:
    """Texts are in the language that was asked for, and names where there are none."""
    assert options["rows"]["label"] == "事项"
    assert options["rows"]["description"]
    assert (options["count"]["label"], options["count"]["description"]) == ("count", "")
    (known, unknown) = options["sheet"]["choices"]
    assert known == ["a4_2x4", "A4，8 个：105 × 74.25 毫米"]
    assert unknown == ["own", "own"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_every_page(owner: Browser, language: str) -> None:
    """All pages are listed, each with a name and texts of its own for its options."""
    pages = (await owner.ask("pages", language=language))["pages"]
    assert [page["page"] for page in pages] == [*PAGE_NAMES]
    for page in pages:
        assert page["name"] != page["page"]
        assert page["description"]
        for option in page["options"]:
            assert option["label"] != option["name"], page["page"]
            for value, text in option["choices"]:
                assert text != value, (page["page"], option["name"])


async def test_wrong_language(owner: Browser) -> None:
    """A language that is none is refused as other fields are."""
    assert await owner.refused("pages", language=[]) == "text_invalid"
    assert await owner.refused("pages") == "text_invalid"
