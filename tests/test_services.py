"""Checks of the list of actions and their fields; `--snapshot-update` writes it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonValueType

from .package import read


def _fields(fields: Mapping[str, Any]) -> Iterator[tuple[str, JsonValueType]]:
    """Yield fields and their selectors, including the fields of sections."""
    for name, field in fields.items():
        if "fields" in field:
            yield from _fields(field["fields"])
        else:
            (selector,) = field["selector"].items()
            mark = "*" if field.get("required") else ""
            yield name + mark, selector[0]


@pytest.mark.usefixtures("account")
async def test_actions(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    """Each action has these fields; a star marks the ones that it needs."""
    described = read("services.yaml")
    assert described.keys() == hass.services.async_services()[DOMAIN].keys()
    assert {
        action: {
            "fields": dict(_fields(description.get("fields", {}))),
            "response": hass.services.supports_response(DOMAIN, action).value,
            "target": "target" in description,
        }
        for action, description in described.items()
    } == snapshot
