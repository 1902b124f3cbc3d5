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

from .actions import call
from .conftest import Advance, device_id_of
from .entities import entity_id_of, state_of
from .ipp.local_network import LocalNetwork, create_network, resource_of
from .repairs.fixing import POLL
from .simulator import Application, CloudSimulator, Fault, Printer

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
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    colour_printer: Printer,
    device_id: str,
    network: LocalNetwork,
    advance: Advance,
) -> None:
    """A printer is shared while its switch is on, which is off at first."""
    hass.config.internal_url = "http://ha.lan:8123"
    assert state(hass, account, printer).state == "off"
    assert uri(hass, account, printer) is None
    assert network.attempts == []

    await turn(hass, account, printer, "on")
    shown = state(hass, account, printer)
    resource = resource_of(hass, device_id)
    assert shown.state == "on"
    assert shown.attributes["uri"] == f"ipp://ha.lan:{PORT}/{resource}"
    assert shown.attributes["clients_today"] == 0
    assert network.served == {PORT: {resource}}
    await advance(2)
    assert network.announced == {PORT: [(printer.shown_alias, "")]}
    assert state(hass, account, colour_printer).state == "off"

    await turn(hass, account, printer, "off")
    assert state(hass, account, printer).state == "off"
    assert uri(hass, account, printer) is None
    assert network.served == {}
    assert network.announced == {}
    assert network.closed == [device_id]


async def test_clients_today(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    network: LocalNetwork,
) -> None:
    """The number of clients is updated with a print."""
    await turn(hass, account, printer, "on")
    network.printers[device_id].clients_today = 3
    await call(hass, "print", device_id=device_id, text="x")
    await hass.async_block_till_done()
    assert state(hass, account, printer).attributes["clients_today"] == 3


async def test_reload(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    network: LocalNetwork,
) -> None:
    """The printer is not shared while the account is unloaded, and again afterwards."""
    await turn(hass, account, printer, "on")
    await hass.config_entries.async_unload(account.entry_id)
    assert network.served == {}
    assert network.closed == [device_id]
    await hass.config_entries.async_setup(account.entry_id)
    await hass.async_block_till_done()
    assert state(hass, account, printer).state == "on"
    assert network.served == {PORT: {resource_of(hass, device_id)}}


async def test_other_port(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    network: LocalNetwork,
) -> None:
    """The printer moves to another port with the reload."""
    await turn(hass, account, printer, "on")
    hass.config_entries.async_update_entry(account, options={"ipp_port": 9631})
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert network.served == {9631: {resource_of(hass, device_id)}}
    assert ":9631/" in (uri(hass, account, printer) or "")


async def test_restored_after_a_restart(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: CloudSimulator,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
) -> None:
    """It is shared when the account is loaded, also while the service is away."""
    entity_id = state(hass, account, printer).entity_id
    await hass.config_entries.async_unload(account.entry_id)
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
    simulator.faults.add("getToken", Fault.HTTP_500, times=None)
    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        await hass.config_entries.async_setup(account.entry_id)
        await hass.async_block_till_done()
    assert account.state is ConfigEntryState.SETUP_RETRY
    assert network.attempts == []
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert state(hass, account, printer).state == "on"
    assert network.attempts == [PORT]


async def test_gone_and_back(
    hass: HomeAssistant,
    application: Application,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
    advance: Advance,
) -> None:
    """A printer that is gone is withdrawn, and shared again when it is back."""
    await turn(hass, account, printer, "on")
    simulator.unbind(application, printer)
    for _ in range(3):
        await advance(POLL)
    assert network.served == {}
    simulator.bind(application, printer)
    await advance(POLL)
    device_id = device_id_of(hass, account, printer)
    assert state(hass, account, printer).state == "on"
    assert network.served == {PORT: {resource_of(hass, device_id)}}


async def test_may_have_been_renamed(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
    advance: Advance,
) -> None:
    """A printer that is missing is withdrawn although its device is kept."""
    await turn(hass, account, printer, "on")
    name, printer.name = printer.name, "Renamed"
    for _ in range(3):
        await advance(POLL)
    assert network.served == {}
    printer.name = name
    await advance(POLL)
    assert state(hass, account, printer).state == "on"
    assert list(network.served) == [PORT]


async def test_disabled(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
) -> None:
    """A disabled switch shares nothing."""
    await turn(hass, account, printer, "on")
    er.async_get(hass).async_update_entity(
        entity_id_of(hass, account, Platform.SWITCH, "share_locally", printer),
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    await hass.async_block_till_done()
    assert network.served == {}


async def test_without_the_service(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
    advance: Advance,
) -> None:
    """Printers stay shared while the service is away: their jobs wait."""
    await turn(hass, account, printer, "on")
    simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    await advance(POLL)
    assert not account.runtime_data.coordinator.last_update_success
    assert state(hass, account, printer).state == "on"
    assert list(network.served) == [PORT]
    await turn(hass, account, printer, "off")
    assert network.served == {}


async def test_stop(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    network: LocalNetwork,
    advance: Advance,
) -> None:
    """Everything ends when Home Assistant stops, and nothing starts afterwards."""
    await turn(hass, account, printer, "on")
    await advance(2)
    hass.bus.async_fire("homeassistant_stop")
    await hass.async_block_till_done()
    assert network.served == {}
    assert network.announced == {}
    await turn(hass, account, printer, "on")
    assert network.attempts == [PORT]
