"""Checks of the list of actions, their fields and targets; `--snapshot-update` writes it."""

from collections.abc import Iterator, Mapping
import sys
from typing import Any
from unittest.mock import Mock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
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


async def _async_choose(
    client: MockHAClientWebSocket, target: Mapping[str, Any]
) -> set[str]:
    """Return which of our actions the editor offers for a target."""
    await client.send_json_auto_id(
        {"type": "get_services_for_target", "target": target}
    )
    response = await client.receive_json()
    assert response["success"], response
    return {name for name in response["result"] if name.startswith(DOMAIN)}


async def test_offered_by_target(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    account: MockConfigEntry,
    device_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The editor offers what acts on a printer for each target that has one."""
    # To check descriptions, Home Assistant imports voice satellites, which need these.
    for name in ("pymicro_vad", "pyspeex_noise"):
        monkeypatch.setitem(sys.modules, name, Mock())
    assert await async_setup_component(hass, "websocket_api", {})
    client = await hass_ws_client()
    floor = fr.async_get(hass).async_create("Upstairs").floor_id
    study = ar.async_get(hass).async_create("Study", floor_id=floor).id
    kitchen = ar.async_get(hass).async_create("Kitchen").id
    label = lr.async_get(hass).async_create("Homework").label_id
    devices = dr.async_get(hass)
    devices.async_update_device(device_id, area_id=study, labels={label})
    (service,) = {
        device.id
        for device in dr.async_entries_for_config_entry(devices, account.entry_id)
        if device.entry_type is dr.DeviceEntryType.SERVICE
    }
    devices.async_update_device(service, area_id=kitchen)
    expected = {
        f"{DOMAIN}.{action}"
        for action, description in read("services.yaml").items()
        if "target" in description
    }
    for target in (
        {"device_id": [device_id]},
        {"area_id": [study]},
        {"floor_id": [floor]},
        {"label_id": [label]},
    ):
        assert await _async_choose(client, target) == expected, target
    for target in ({"device_id": [service]}, {"area_id": [kitchen]}):
        assert await _async_choose(client, target) == set()


def test_targets() -> None:
    """These actions act on printers, all with the same choice of targets."""
    targets = {
        name: action["target"]
        for name, action in read("services.yaml").items()
        if "target" in action
    }
    assert targets.keys() >= {
        "print",
        "get_capabilities",
        "get_jobs",
        "get_usage",
        "cancel_job",
        "print_other_sides",
        "release_jobs",
        "reprint_job",
    }
    for target in targets.values():
        assert target == targets["print"]
