"""Checks of the list of actions and their fields; `--snapshot-update` writes it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.util.json import JsonValueType


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
    described = (await async_get_all_descriptions(hass))[DOMAIN]
    assert {
        action: {
            "fields": dict(_fields(description["fields"])),
            "response": hass.services.supports_response(DOMAIN, action).value,
            "target": "target" in description,
        }
        for action, description in described.items()
    } == snapshot
