"""A port for shared printers that another program uses."""

import asyncio
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.shared_port import RETRY_INTERVAL
from custom_components.cloudprint.ipp.sharing import SHARING
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..conftest import Advance
from ..entities import entity_id_of
from ..ipp.local_network import LocalNetwork, create_network
from ..simulator import Printer
from .fixing import Post, issues

PORT = 8631
RETRY = RETRY_INTERVAL.total_seconds() + 1


@pytest.fixture
async def network(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    account: MockConfigEntry,
    printer: Printer,
) -> LocalNetwork:
    """Share a printer on a port that is taken."""
    network = create_network(monkeypatch)
    network.taken.add(PORT)
    entity_id = entity_id_of(hass, account, Platform.SWITCH, "share_locally", printer)
    await hass.services.async_call(
        Platform.SWITCH, "turn_on", {"entity_id": entity_id}, blocking=True
    )
    shown = hass.states.get(entity_id)
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


async def test_reload(
    hass: HomeAssistant, account: MockConfigEntry, network: LocalNetwork
) -> None:
    """The port is tried again when the account is reloaded."""
    network.taken.clear()
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert issues(hass) == {}
    assert list(network.served) == [PORT]


async def test_unload(
    hass: HomeAssistant, account: MockConfigEntry, network: LocalNetwork
) -> None:
    """An account that is not loaded needs no port."""
    await hass.config_entries.async_unload(account.entry_id)
    assert issues(hass) == {}


async def test_another_port(
    hass: HomeAssistant, account: MockConfigEntry, network: LocalNetwork, post: Post
) -> None:
    """The fix flow moves the account's printers to a port that is free."""
    other = await asyncio.get_running_loop().create_server(
        asyncio.Protocol, "127.0.0.1", 0
    )
    taken = other.sockets[0].getsockname()[1]
    assert hass.config.api is not None
    issue = issues(hass)["ipp_port_taken"]
    form = await post(handler="cloudprint", issue_id=issue.issue_id)
    assert form["step_id"] == "port"
    assert form["description_placeholders"] == {"port": str(PORT)}
    assert form["data_schema"][0]["description"] == {"suggested_value": PORT + 1}
    path = f"/{form['flow_id']}"
    for port, error in (
        (hass.config.api.port, "port_of_home_assistant"),
        (taken, "port_taken"),
    ):
        form = await post(path, port=port)
        assert form["errors"] == {"port": error}
    other.close()
    await other.wait_closed()
    # Another program may have taken it by now.
    with patch.object(hass.data[SHARING], "async_can_use", return_value=True):
        done = await post(path, port=taken)
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    assert account.options == {"ipp_port": taken}
    assert list(network.served) == [taken]
    assert issues(hass) == {}


async def test_deleted_meanwhile(
    hass: HomeAssistant, account: MockConfigEntry, network: LocalNetwork, post: Post
) -> None:
    """The flow ends if the account was deleted."""
    issue = issues(hass)["ipp_port_taken"]
    form = await post(handler="cloudprint", issue_id=issue.issue_id)
    await hass.config_entries.async_remove(account.entry_id)
    with patch.object(hass.data[SHARING], "async_can_use", return_value=True):
        done = await post(f"/{form['flow_id']}", port=PORT + 1)
    assert (done["type"], done["reason"]) == ("abort", "account_gone")
