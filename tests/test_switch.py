"""Tests of the switch that shares a printer in the local network."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_load_restore_state_from_storage,
)

from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .conftest import Advance
from .entities import device_id_of, entity_id_of, state_of
from .hub import Hub
from .ipp.local_network import LocalNetwork, create_network, resource_of
from .repairs.fixing import POLL
from .simulator import Fault, Printer

PORT = 8631


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> LocalNetwork:
    """Share in a recorded network."""
    return create_network(monkeypatch)


async def turn(
    hass: HomeAssistant, account: MockConfigEntry, printer: Printer, state: str
) -> None:
    """Turn a printer's switch on or off."""
    entity_id = entity_id_of(hass, account, Platform.SWITCH, "share_locally", printer)
    await hass.services.async_call(
        Platform.SWITCH, f"turn_{state}", {"entity_id": entity_id}, blocking=True
    )
    await hass.async_block_till_done()


def state(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> State:
    """Return the state of a printer's switch."""
    return state_of(hass, account, Platform.SWITCH, "share_locally", printer)


def uri(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> str | None:
    """Return the address that a printer's switch shows."""
    shown: str | None = state(hass, account, printer).attributes["uri"]
    return shown


async def test_on_and_off(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork, advance: Advance
) -> None:
    """A printer is shared while its switch is on, which is off at first."""
    hass.config.internal_url = "http://ha.lan:8123"
    assert state(hass, hub.account, hub.printer).state == "off"
    assert uri(hass, hub.account, hub.printer) is None
    assert network.attempts == []

    await turn(hass, hub.account, hub.printer, "on")
    shown = state(hass, hub.account, hub.printer)
    resource = resource_of(hass, hub.device_id)
    assert shown.state == "on"
    assert shown.attributes["uri"] == f"ipp://ha.lan:{PORT}/{resource}"
    assert shown.attributes["clients_today"] == 0
    assert network.served == {PORT: {resource}}
    await advance(2)
    assert network.announced == {PORT: [(hub.printer.shown_alias, "")]}
    assert state(hass, hub.account, hub.colour_printer).state == "off"

    await turn(hass, hub.account, hub.printer, "off")
    assert state(hass, hub.account, hub.printer).state == "off"
    assert uri(hass, hub.account, hub.printer) is None
    assert network.served == {}
    assert network.announced == {}
    assert network.closed == [hub.device_id]


async def test_clients_today(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork
) -> None:
    """The number of clients is updated with a print."""
    await turn(hass, hub.account, hub.printer, "on")
    network.printers[hub.device_id].clients_today = 3
    await hub.print(text="x")
    await hass.async_block_till_done()
    assert state(hass, hub.account, hub.printer).attributes["clients_today"] == 3


async def test_reload(hass: HomeAssistant, hub: Hub, network: LocalNetwork) -> None:
    """The printer is not shared while the account is unloaded, and again afterwards."""
    await turn(hass, hub.account, hub.printer, "on")
    await hass.config_entries.async_unload(hub.account.entry_id)
    assert network.served == {}
    assert network.closed == [hub.device_id]
    await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    assert state(hass, hub.account, hub.printer).state == "on"
    assert network.served == {PORT: {resource_of(hass, hub.device_id)}}


async def test_other_port(hass: HomeAssistant, hub: Hub, network: LocalNetwork) -> None:
    """The printer moves to another port with the reload."""
    await turn(hass, hub.account, hub.printer, "on")
    hass.config_entries.async_update_entry(hub.account, options={"ipp_port": 9631})
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert network.served == {9631: {resource_of(hass, hub.device_id)}}
    assert ":9631/" in (uri(hass, hub.account, hub.printer) or "")


async def test_restored_after_a_restart(
    hass: HomeAssistant, hass_storage: dict[str, Any], hub: Hub, network: LocalNetwork
) -> None:
    """It is shared when the account is loaded, also while the service is away."""
    entity_id = state(hass, hub.account, hub.printer).entity_id
    await hass.config_entries.async_unload(hub.account.entry_id)
    hass_storage["core.restore_state"] = {
        "version": 1,
        "data": [
            {
                "state": State(entity_id, "on").as_dict(),
                "extra_data": None,
                "last_seen": dt_util.utcnow().isoformat(),
            }
        ],
    }
    await async_mock_load_restore_state_from_storage(hass)
    hub.simulator.faults.add("getToken", Fault.HTTP_500, times=None)
    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        await hass.config_entries.async_setup(hub.account.entry_id)
        await hass.async_block_till_done()
    assert hub.account.state is ConfigEntryState.SETUP_RETRY
    assert network.attempts == []
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert state(hass, hub.account, hub.printer).state == "on"
    assert network.attempts == [PORT]


async def test_gone_and_back(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork, advance: Advance
) -> None:
    """A printer that is gone is withdrawn, and shared again when it is back."""
    await turn(hass, hub.account, hub.printer, "on")
    hub.simulator.unbind(hub.application, hub.printer)
    for _ in range(3):
        await advance(POLL)
    assert network.served == {}
    hub.simulator.bind(hub.application, hub.printer)
    await advance(POLL)
    device_id = device_id_of(hass, hub.account, hub.printer)
    assert state(hass, hub.account, hub.printer).state == "on"
    assert network.served == {PORT: {resource_of(hass, device_id)}}


async def test_may_have_been_renamed(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork, advance: Advance
) -> None:
    """A printer that is missing is withdrawn although its device is kept."""
    await turn(hass, hub.account, hub.printer, "on")
    name, hub.printer.name = hub.printer.name, "Renamed"
    for _ in range(3):
        await advance(POLL)
    assert network.served == {}
    hub.printer.name = name
    await advance(POLL)
    assert state(hass, hub.account, hub.printer).state == "on"
    assert list(network.served) == [PORT]


async def test_disabled(hass: HomeAssistant, hub: Hub, network: LocalNetwork) -> None:
    """A disabled switch shares nothing."""
    await turn(hass, hub.account, hub.printer, "on")
    er.async_get(hass).async_update_entity(
        hub.entity_id(Platform.SWITCH, "share_locally"),
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    await hass.async_block_till_done()
    assert network.served == {}


async def test_without_the_service(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork, advance: Advance
) -> None:
    """Printers stay shared while the service is away: their jobs wait."""
    await turn(hass, hub.account, hub.printer, "on")
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    await advance(POLL)
    assert not hub.data.coordinator.last_update_success
    assert state(hass, hub.account, hub.printer).state == "on"
    assert list(network.served) == [PORT]
    await turn(hass, hub.account, hub.printer, "off")
    assert network.served == {}


async def test_stop(
    hass: HomeAssistant, hub: Hub, network: LocalNetwork, advance: Advance
) -> None:
    """Everything ends when Home Assistant stops, and nothing starts afterwards."""
    await turn(hass, hub.account, hub.printer, "on")
    await advance(2)
    hass.bus.async_fire("homeassistant_stop")
    await hass.async_block_till_done()
    assert network.served == {}
    assert network.announced == {}
    await turn(hass, hub.account, hub.printer, "on")
    assert network.attempts == [PORT]
