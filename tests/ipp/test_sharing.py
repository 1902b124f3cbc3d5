"""Tests of sharing: servers by port, announcements, ports that are taken."""

import asyncio
import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.shared_port import RETRY_INTERVAL
from custom_components.cloudprint.ipp.sharing import (
    SHARING,
    Sharing,
    is_port_of_home_assistant,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr

from ..conftest import Advance
from ..entities import device_id_of
from ..hub import Hub, add_account
from ..simulator import CloudSimulator
from .local_network import LocalNetwork, create_network, resource_of

PORT = 8631
RETRY = RETRY_INTERVAL.total_seconds() + 1


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> LocalNetwork:
    """Share in a recorded network."""
    return create_network(monkeypatch)


@pytest.fixture
def sharing(hass: HomeAssistant, account: MockConfigEntry) -> Sharing:
    """Return what shares the printers."""
    return hass.data[SHARING]


def is_announced(sharing: Sharing, account: MockConfigEntry) -> bool:
    """Return whether the port of an account is announced."""
    (port,) = sharing.get_ports(account.entry_id)
    return port.is_announced


async def test_one_server_for_all(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    network: LocalNetwork,
    sharing: Sharing,
    advance: Advance,
) -> None:
    """All accounts have the server of their port, which stops with the last printer."""
    shop_printer = simulator.add_printer(name="Shop", sn="X1", share_code="700000001")
    other = await add_account(hass, simulator, shop_printer)
    shop_id = device_id_of(hass, other, shop_printer)
    for printer_id in ("gone", device_id, device_id, colour_id, shop_id):
        await sharing.async_share(printer_id)
    assert network.attempts == [PORT]
    assert network.served == {
        PORT: {resource_of(hass, known) for known in (device_id, colour_id, shop_id)}
    }
    assert sharing.get_printers(account.entry_id).keys() == {device_id, colour_id}
    assert sharing.get_printers(other.entry_id).keys() == {shop_id}
    assert not is_announced(sharing, account)
    await advance(2)
    assert is_announced(sharing, account)
    assert len(network.announced[PORT]) == 3

    await sharing.async_unshare(device_id)
    await sharing.async_unshare(device_id)
    assert len(network.announced[PORT]) == 2
    await sharing.async_unshare(colour_id)
    assert sharing.get_ports(account.entry_id) == []
    assert network.served == {PORT: {resource_of(hass, shop_id)}}
    await sharing.async_unshare(shop_id)
    assert network.served == {}
    assert network.announced == {}
    assert sorted(network.closed) == sorted([device_id, colour_id, shop_id])


async def test_announcement_follows(
    hub: Hub, network: LocalNetwork, sharing: Sharing, advance: Advance
) -> None:
    """Names and areas are announced when they change."""
    await sharing.async_share(hub.device_id)
    areas, devices = ar.async_get(hub.hass), dr.async_get(hub.hass)
    kitchen = areas.async_create("Kitchen")
    devices.async_update_device(
        hub.device_id, name_by_user="Recipes", area_id=kitchen.id
    )
    await advance(2)
    assert network.announced == {PORT: [("Recipes", "Kitchen")]}
    assert network.told == {hub.device_id: "Recipes"}
    areas.async_update(kitchen.id, name="Study")
    await advance(2)
    assert network.announced == {PORT: [("Recipes", "Study")]}
    network.announced.clear()
    hub.data.coordinator.async_update_listeners()
    await advance(2)
    assert network.announced == {PORT: [("Recipes", "Study")]}


async def test_taken_port(
    hub: Hub,
    network: LocalNetwork,
    sharing: Sharing,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A port that is taken is tried again, with one message in the log."""
    caplog.set_level(logging.INFO)
    network.taken.add(PORT)
    await sharing.async_share(hub.device_id)
    await sharing.async_share(hub.colour_id)
    assert sharing.get_uri(hub.device_id) is None
    await sharing.async_unshare(hub.colour_id)
    for _ in range(2):
        await advance(RETRY)
    assert network.served == {}
    assert network.announced == {}
    network.taken.clear()
    await advance(RETRY)
    assert network.served == {PORT: {resource_of(hub.hass, hub.device_id)}}
    assert sharing.get_uri(hub.device_id) is not None
    told = [
        record.getMessage()
        for record in caplog.records
        if record.name == "custom_components.cloudprint"
        and record.getMessage().startswith("Port")
    ]
    assert told == [
        "Port 8631 is not available, no printer is shared on it: Address already in use",
        "Port 8631 is available again",
    ]
    attempts = len(network.attempts)
    await advance(RETRY)
    assert len(network.attempts) == attempts


async def test_unshared_while_the_port_is_taken(
    device_id: str, network: LocalNetwork, sharing: Sharing, advance: Advance
) -> None:
    """It is no longer tried."""
    network.taken.add(PORT)
    await sharing.async_share(device_id)
    await sharing.async_unshare(device_id)
    network.taken.clear()
    await advance(RETRY)
    assert network.attempts == [PORT]


async def test_unshared_while_starting(
    hub: Hub, network: LocalNetwork, sharing: Sharing, advance: Advance
) -> None:
    """A server that is just being started again is stopped."""
    network.taken.add(PORT)
    await sharing.async_share(hub.device_id)
    (port,) = sharing.get_ports(hub.account.entry_id)
    network.taken.clear()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(port.async_stop())
        tasks.create_task(port.async_start())
    assert network.served == {}
    assert not port.is_running


async def test_started_twice(hub: Hub, network: LocalNetwork, sharing: Sharing) -> None:
    """A server that was just started does not find its own port taken."""
    network.taken.add(PORT)
    await sharing.async_share(hub.device_id)
    (port,) = sharing.get_ports(hub.account.entry_id)
    network.taken.clear()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(port.async_start())
        tasks.create_task(port.async_start())
    assert port.is_running
    assert network.attempts == [PORT, PORT]


async def test_is_port_free(device_id: str, sharing: Sharing) -> None:
    """A port can be used if no other program uses it."""
    taken = await asyncio.get_running_loop().create_server(
        asyncio.Protocol, "127.0.0.1", 0
    )
    number = taken.sockets[0].getsockname()[1]
    assert not await sharing.async_can_use(number)
    taken.close()
    await taken.wait_closed()
    assert await sharing.async_can_use(number)
    await sharing.async_share(device_id)
    assert await sharing.async_can_use(PORT)


async def test_address(
    hub: Hub, sharing: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address has the internal host of Home Assistant, or its IP address."""
    await sharing.async_share(hub.device_id)
    path = f":{PORT}/{resource_of(hub.hass, hub.device_id)}"
    assert hub.hass.config.api is not None
    assert is_port_of_home_assistant(hub.hass, hub.hass.config.api.port)
    monkeypatch.setattr(hub.hass.config.api, "local_ip", "192.168.1.2")
    assert sharing.get_uri(hub.device_id) == f"ipp://192.168.1.2{path}"
    monkeypatch.setattr(hub.hass.config.api, "use_ssl", True)
    assert sharing.get_uri(hub.device_id) == f"ipp://192.168.1.2{path}"
    hub.hass.config.internal_url = "http://[fd00::2]:8123"
    assert sharing.get_uri(hub.device_id) == f"ipp://[fd00::2]{path}"
    hub.hass.config.internal_url = None
    monkeypatch.setattr(hub.hass.config.api, "local_ip", "127.0.0.1")
    assert sharing.get_uri(hub.device_id) == f"ipp://127.0.0.1{path}"
    monkeypatch.setattr(hub.hass.config, "api", None)
    assert sharing.get_uri(hub.device_id) == f"ipp://localhost{path}"
    assert not is_port_of_home_assistant(hub.hass, PORT)
