"""Tests of the system health."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.api.client import DEFAULT_BASE_URL
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.coordinator import SCAN_INTERVAL
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import Advance
from .flows.steps import TEXTS
from .hub import Hub, account_data
from .simulator import Fault

POLL = SCAN_INTERVAL.total_seconds() + 1
ADDRESS = "/config/integrations/integration/cloudprint"


async def health(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> dict[str, Any]:
    """Return the system health of the integration; all of it has texts."""

    assert await async_setup_component(hass, "system_health", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "system_health/info"})
    assert (await client.receive_json())["success"]
    found: dict[str, Any] = {}
    while True:
        event = (await client.receive_json())["event"]
        if event["type"] == "initial":
            ours = event["data"][DOMAIN]
            assert ours["manage_url"] == ADDRESS
            found = ours["info"]
        elif event["type"] == "update" and event["domain"] == DOMAIN:
            found[event["key"]] = event.get("data") or event["error"]
        elif event["type"] == "finish":
            break
    for texts in TEXTS.values():
        assert found.keys() <= texts["system_health"]["info"].keys()
    return found


async def test_account(
    hass: HomeAssistant, advance: Advance, hub: Hub, hass_ws_client: WebSocketGenerator
) -> None:
    """It has the service, printers and jobs, and the last error."""
    hub.printer.online_status = "0"
    await advance(POLL)
    await hub.print(text="x")
    found = await health(hass, hass_ws_client)
    (asked,) = hub.simulator.violations
    assert "unknown path /" in str(asked)
    hub.simulator.violations.clear()
    assert datetime.fromisoformat(found.pop("token_obtained")["value"]).tzinfo
    assert found == {
        "accounts": "1/1",
        "can_reach_service": "ok",
        "held_jobs": 1,
        "open_jobs": 1,
        "printers": 2,
        "shared_printers": 0,
    }

    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await advance(POLL)
    hub.simulator.refuse_connections()
    found = await health(hass, hass_ws_client)
    assert found["can_reach_service"] == {"type": "failed", "error": "unreachable"}
    assert (
        found["last_error"]
        == "The printers cannot be listed. The service says: 服务端异常"
    )
    await hub.simulator.accept_connections()


async def test_several_accounts(hub: Hub, hass_ws_client: WebSocketGenerator) -> None:
    """Accounts are taken together, without disabled ones."""
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_502)
    added = []
    for name in ("other", "off"):
        entry = MockConfigEntry(
            domain=DOMAIN,
            title=name,
            unique_id=name,
            data=account_data(
                hub.simulator, hub.simulator.add_application(name, "key")
            ),
            disabled_by=ConfigEntryDisabler.USER if name == "off" else None,
        )
        entry.add_to_hass(hub.hass)
        added.append(entry)
    await hub.hass.config_entries.async_setup(added[0].entry_id)
    found = await health(hub.hass, hass_ws_client)
    # Both have the same service, which is checked once.
    assert len(hub.simulator.violations) == 1
    hub.simulator.violations.clear()
    assert found["accounts"] == "1/2"
    assert found["printers"] == 2
    assert (
        found["last_error"]
        == "The printers cannot be listed. The service says: 网关错误"
    )

    assert await hub.hass.config_entries.async_unload(added[0].entry_id)
    found = await health(hub.hass, hass_ws_client)
    assert found["accounts"] == "1/2"
    assert "last_error" not in found
    hub.simulator.violations.clear()


async def test_without_accounts(
    enable_custom_integrations: None,
    hass: HomeAssistant,
    config_folder: Path,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without an account, the vendor's service is checked."""
    asked: list[str] = []

    async def reach(hass: HomeAssistant, url: str) -> str:
        asked.append(url)
        return "ok"

    monkeypatch.setattr(
        "homeassistant.components.system_health.async_check_can_reach_url", reach
    )
    assert await async_setup_component(hass, DOMAIN, {})
    assert await health(hass, hass_ws_client) == {
        "accounts": "0/0",
        "can_reach_service": "ok",
        "held_jobs": 0,
        "open_jobs": 0,
        "printers": 0,
        "shared_printers": 0,
    }
    assert asked == [DEFAULT_BASE_URL]
