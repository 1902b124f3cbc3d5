"""A port for shared printers that another program uses."""

import asyncio
from unittest.mock import patch

import pytest

from custom_components.cloudprint.ipp.shared_port import RETRY_INTERVAL
from custom_components.cloudprint.ipp.sharing import SHARING
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..conftest import Advance
from ..hub import Hub
from ..ipp.local_network import LocalNetwork, create_network
from .fixing import Post, issues

PORT = 8631
RETRY = RETRY_INTERVAL.total_seconds() + 1


@pytest.fixture
async def network(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> LocalNetwork:
    """Share a printer on a port that is taken."""
    network = create_network(monkeypatch)
    network.taken.add(PORT)
    entity_id = hub.entity_id(Platform.SWITCH, "share_locally")
    await hub.hass.services.async_call(
        Platform.SWITCH, "turn_on", {"entity_id": entity_id}, blocking=True
    )
    shown = hub.hass.states.get(entity_id)
    assert shown is not None
    assert shown.state == "on"
    assert shown.attributes["uri"] is None
    return network


async def test_port_becomes_free(
    hass: HomeAssistant, network: LocalNetwork, advance: Advance
) -> None:
    """The issue names the port, and closes by itself."""
    issue = issues(hass)["ipp_port_taken"]
    assert issue.translation_placeholders == {"port": str(PORT)}
    network.taken.clear()
    await advance(RETRY)
    assert "ipp_port_taken" not in issues(hass)
    assert list(network.served) == [PORT]


async def test_reload(hub: Hub, network: LocalNetwork) -> None:
    """The port is tried again when the account is reloaded."""
    network.taken.clear()
    await hub.hass.config_entries.async_reload(hub.account.entry_id)
    await hub.hass.async_block_till_done()
    assert issues(hub.hass) == {}
    assert list(network.served) == [PORT]


async def test_unload(hub: Hub, network: LocalNetwork) -> None:
    """An account that is not loaded needs no port."""
    await hub.hass.config_entries.async_unload(hub.account.entry_id)
    assert issues(hub.hass) == {}


async def test_another_port(hub: Hub, network: LocalNetwork, post: Post) -> None:
    """The fix flow moves the account's printers to a port that is free."""
    other = await asyncio.get_running_loop().create_server(
        asyncio.Protocol, "127.0.0.1", 0
    )
    taken = other.sockets[0].getsockname()[1]
    assert hub.hass.config.api is not None
    issue = issues(hub.hass)["ipp_port_taken"]
    form = await post(handler="cloudprint", issue_id=issue.issue_id)
    assert form["step_id"] == "port"
    assert form["description_placeholders"] == {"port": str(PORT)}
    assert form["data_schema"][0]["description"] == {"suggested_value": PORT + 1}
    path = f"/{form['flow_id']}"
    for port, error in (
        (hub.hass.config.api.port, "port_of_home_assistant"),
        (taken, "port_taken"),
    ):
        form = await post(path, port=port)
        assert form["errors"] == {"port": error}
    other.close()
    await other.wait_closed()
    # Another program may have taken it by now.
    with patch.object(hub.hass.data[SHARING], "async_can_use", return_value=True):
        done = await post(path, port=taken)
    assert done["type"] == "create_entry"
    await hub.hass.async_block_till_done()
    assert hub.account.options == {"ipp_port": taken}
    assert list(network.served) == [taken]
    assert issues(hub.hass) == {}


async def test_deleted_meanwhile(hub: Hub, network: LocalNetwork, post: Post) -> None:
    """The flow ends if the account was deleted."""
    issue = issues(hub.hass)["ipp_port_taken"]
    form = await post(handler="cloudprint", issue_id=issue.issue_id)
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    with patch.object(hub.hass.data[SHARING], "async_can_use", return_value=True):
        done = await post(f"/{form['flow_id']}", port=PORT + 1)
    assert (done["type"], done["reason"]) == ("abort", "account_gone")
