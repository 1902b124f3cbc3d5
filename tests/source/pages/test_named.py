"""Pages that are asked for by name."""

from dataclasses import replace
from importlib import import_module
import sys
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.source.pages import named
from custom_components.cloudprint.source.pages.kinds import PAGE_NAMES, chart
from homeassistant.core import HomeAssistant
from tests.actions import call, refuses
from tests.hub import Hub


async def test_page_of_options(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is printed in the orientation of its kind, unless the print says another."""
    fields: dict[str, Any] = {
        "device_id": hub.device_id,
        "page": "chart",
        "page_options": {"rows": "Brush teeth\n\nMake the bed", "title": "Anna"},
    }
    wide = replace(chart.PAGE, print_options={"orientation": "landscape"})
    monkeypatch.setattr(chart, "PAGE", wide)
    await call(hub.hass, "print", fields)
    printed = hub.simulator.printed[-1]
    assert printed.config["orientation"] == "LANDSCAPE"
    await call(hub.hass, "print", fields, orientation="portrait")
    assert hub.simulator.printed[-1].config["orientation"] == "PORTRAIT"


@pytest.mark.parametrize(
    ("fields", "key", "placeholders"),
    [
        ({"page": "wall"}, "option_invalid", {"field": "page"}),
        ({"page": "chart"}, "page_option_missing", {"field": "rows"}),
        (
            {"page": "chart", "page_options": {"rows": ["a"], "size": 3}},
            "field_unknown",
            {"field": "size"},
        ),
        (
            {"page": "chart", "page_options": "a"},
            "option_invalid",
            {"field": "page_options"},
        ),
        (
            {"text": "a", "page_options": {}},
            "content_option_misplaced",
            {"field": "page_options"},
        ),
        (
            {"page": "chart", "page_options": {"rows": ["a"]}, "title": "a"},
            "content_option_misplaced",
            {"field": "title"},
        ),
    ],
)
async def test_wrong_pages(
    hub: Hub, fields: dict[str, Any], key: str, placeholders: dict[str, Any]
) -> None:
    """An unknown page, an unknown option and a missing one are named."""
    with refuses(key, **placeholders):
        await call(hub.hass, "print", fields, device_id=hub.device_id)
    assert hub.simulator.printed == []


def test_pages() -> None:
    """Pages are found by their modules."""
    assert "chart" in PAGE_NAMES


async def test_loaded_page(hass: HomeAssistant) -> None:
    """Home Assistant reports an import in its loop of what it does not see as loaded."""
    await named.async_load_page(hass, {"page": "coloring"})
    with patch.object(named, "import_module", wraps=import_module) as imported:
        named.parse_named_page({"page": "coloring", "page_options": {"subject": "a"}})
    assert imported.call_args.args[0] in sys.modules
