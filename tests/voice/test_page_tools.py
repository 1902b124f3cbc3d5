"""Tools of language models for pages."""

import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.llm import PAGE_KINDS
from custom_components.cloudprint.source.pages import kinds, named
from custom_components.cloudprint.source.pages.kind import (
    MORE,
    Entity,
    Option,
    PageKind,
    Text,
)
from custom_components.cloudprint.source.pages.page import async_page
from custom_components.cloudprint.source.request import Request
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.helpers import llm

from .conftest import Home
from .test_llm import convert, tools_of, use


async def test_fields(home: Home) -> None:
    """A tool has the options of its page, with descriptions, and of a print."""
    tools = await tools_of(home.hass, "assist")
    assert "cloudprint__print_wifi" not in tools
    tool = tools["cloudprint__print_worksheet"]
    assert tool.title == "Print: Sums for school"
    fields = convert(tool.parameters, custom_serializer=llm.selector_serializer)
    properties = fields["properties"]
    assert not fields.get("required")
    assert all(field["description"] for field in properties.values())
    assert {*properties} == {
        *("operations", "count", "largest", "carrying", "missing", "remainders"),
        *("answers", "columns", "title", "seed"),
        *("copies", "color", "sides", "printer"),
    }
    assert properties["operations"]["type"] == "array"
    assert properties["operations"]["items"]["enum"] == [
        *("add", "subtract", "multiply", "divide"),
    ]
    assert properties["carrying"]["enum"] == ["either", "with", "without"]
    assert (properties["count"]["minimum"], properties["count"]["maximum"]) == (1, 500)
    assert properties["answers"]["type"] == "boolean"


async def test_print_page(home: Home) -> None:
    """A page is printed with the options that were given, and refused with a sentence."""
    data, is_error = await use(
        home,
        "print_worksheet",
        operations=["add"],
        count=4,
        largest=20,
        title="For Ben",
        printer="彩色打印机",
        copies=2,
        color="monochrome",
    )
    assert not is_error
    assert data["message"] == "Sent “For Ben” to 彩色打印机."
    assert home.printed() == ["For Ben @ study x 2, monochrome"]
    data, is_error = await use(
        home, "print_worksheet", "zh-CN", largest=9, carrying="with"
    )
    assert is_error
    assert "9 以内没有符合要求的题目" in data["error"]
    assert home.printed() == []


async def test_names_of_entities(home: Home) -> None:
    """Only exposed calendars and lists can be chosen, by their names."""
    tool = (await tools_of(home.hass, "assist"))["cloudprint__print_planner"]
    fields = convert(tool.parameters, custom_serializer=llm.selector_serializer)
    properties = fields["properties"]
    assert properties["calendars"]["items"]["enum"] == ["Family", "学校"]
    assert "Secret list" not in properties["todo"]["items"]["enum"]
    assert properties["weather"]["enum"] == ["Forecast Home"]
    with patch.object(named, "async_page", wraps=async_page) as page:
        lists = {"todo": ["Groceries"], "weather": "Forecast Home"}
        for given in ({}, {"calendars": ["Family"], **lists}):
            data, is_error = await use(home, "print_planner", title="Ours", **given)
            assert not is_error, data
    options: list[Any] = [call.args[0].value.options for call in page.call_args_list]
    family, school, shopping, weather = map(
        home.entity_id, ("Family", "学校", "Shopping list", "Forecast Home")
    )
    assert options == [
        {"calendars": [family, school], "title": "Ours"},
        {
            "calendars": [family],
            "todo": [shopping],
            "weather": weather,
            "title": "Ours",
        },
    ]
    assert home.printed() == ["Ours @ office", "Ours @ office"]
    for name in ("Family", "学校"):
        entity_id = home.entity_id(name)
        async_expose_entity(home.hass, "conversation", entity_id, should_expose=False)
    await home.settle()
    data, is_error = await use(home, "print_planner")
    assert is_error
    assert home.printed() == []


async def _async_build(request: Request, options: Any) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize("is_secret", [True, False])
async def test_what_models_choose(
    home: Home, monkeypatch: pytest.MonkeyPatch, *, is_secret: bool
) -> None:
    """What is secret has no tool, and models choose no files and no other entities."""
    options: dict[str, Option] = {
        "title": Text(section=MORE),
        "seed": Entity(domains=("ai_task",), section=MORE),
        "file": Text(),
        "count": Entity(domains=("calendar", "ai_task"), is_required=True),
    }
    kind = PageKind(options=options, async_build=_async_build, is_secret=is_secret)
    module = f"{kinds.__name__}.worksheet"
    monkeypatch.setitem(sys.modules, module, SimpleNamespace(PAGE=kind))
    monkeypatch.setitem(PAGE_KINDS, "worksheet", kind)
    tools = await tools_of(home.hass, "assist")
    if is_secret:
        assert "cloudprint__print_worksheet" not in tools
        return
    tool = tools["cloudprint__print_worksheet"]
    fields = convert(tool.parameters, custom_serializer=llm.selector_serializer)
    assert {*fields["properties"]} - {"copies", "color", "sides", "printer"} == {
        *("title", "count"),
    }
    assert fields["required"] == ["count"]
