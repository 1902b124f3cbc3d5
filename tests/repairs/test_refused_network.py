"""Devices of further networks, which an administrator allows in a fix flow."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.ipp import shared_port
from custom_components.cloudprint.ipp.protocol.message import Operation
from custom_components.cloudprint.ipp.server import connections
from custom_components.cloudprint.ipp.server.connections import Connection
from custom_components.cloudprint.ipp.server.server import IppServer
from custom_components.cloudprint.ipp.sharing import SHARING
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from scripts.playground.ports import free_port

from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of
from ..flows.steps import TEXTS
from ..ipp.conftest import certificate
from ..ipp.connection import Answer, connected, ipp, post as ipp_request
from ..ipp.local_network import FakeAnnouncement, LocalNetwork
from ..networks import set_adapters
from ..simulator import Printer
from .fixing import POLL, Post, issues

__all__ = ["certificate"]

KEY = "ipp_network_refused"
WEEK = 7 * 24 * 3600
HOST = "192.168.1.2"
VPN_NAME = "ha.tail1234.ts.net"


@dataclass
class House:
    """Devices of several networks, and the server that they send requests to."""

    hass: HomeAssistant
    account: MockConfigEntry
    device: str = "127.0.0.1"

    async def request(self, device: str, host: str = HOST, *more: str) -> Answer:
        """Return the response to a device."""
        self.device = device
        server = SimpleNamespace(port=self.account.options["ipp_port"])
        async with connected(cast("IppServer", server)) as client:
            body = ipp(Operation.GET_PRINTER_ATTRIBUTES)
            return await client.ask(
                ipp_request("ipp/print", body, *more, host=f"{host}:8631")
            )

    async def ask(self, device: str, host: str = HOST, *more: str) -> int:
        """Return the status for a device."""
        return (await self.request(device, host, *more)).status


@pytest.fixture
async def network_house(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[House]:
    """Share a printer, in one network."""
    monkeypatch.setattr(FakeAnnouncement, "network", LocalNetwork(), raising=False)
    monkeypatch.setattr(shared_port, "Announcement", FakeAnnouncement)
    set_adapters(monkeypatch, [f"{HOST}/24", "100.100.0.1/32"])
    account = await set_up_account(ipp_port=free_port())
    house = House(hass, account)
    monkeypatch.setattr(connections, "Connection", lambda _: Connection(house.device))
    entity_id = entity_id_of(hass, account, Platform.SWITCH, "share_locally", printer)
    device_id = device_id_of(hass, account, printer)
    await hass.services.async_call(
        Platform.SWITCH, "turn_on", {"entity_id": entity_id}, blocking=True
    )
    yield house
    await hass.data[SHARING].async_unshare(device_id)


async def open_flow(hass: HomeAssistant, post: Post) -> tuple[str, dict[str, Any]]:
    """Return the path of the fix flow, and its form."""
    form = await post(handler=DOMAIN, issue_id=issues(hass)[KEY].issue_id)
    return f"/{form['flow_id']}", form


@pytest.mark.parametrize(
    ("device", "proposed", "host"),
    [
        ("192.168.77.9", "192.168.77.0/24", HOST),
        ("10.20.0.9", "10.20.0.0/24", HOST),
        ("fd00:2::9", "fd00:2::/64", HOST),
        ("100.64.0.5", "100.64.0.0/24", "100.100.0.1"),
        ("127.0.0.1", "100.64.0.0/10", "100.100.0.1"),
        ("::1", "100.64.0.0/10", VPN_NAME),
    ],
)
async def test_allowed(
    hass: HomeAssistant,
    network_house: House,
    post: Post,
    caplog: pytest.LogCaptureFixture,
    device: str,
    proposed: str,
    host: str,
) -> None:
    """A device of another private network is answered once it is allowed, at once."""
    assert await network_house.ask("192.168.1.20") == 200
    assert issues(hass) == {}
    for _ in range(2):
        answer = await network_house.request(device, host)
        assert answer.status == 403
        assert b"An administrator can allow its network" in answer.body
    assert caplog.text.count("to shared printers was refused") == 1
    # All users read issues: it names nothing.
    assert issues(hass)[KEY].translation_placeholders is None
    server = hass.data[SHARING].get_ports(network_house.account.entry_id)
    path, form = await open_flow(hass, post)
    assert form["description_placeholders"]["address"] == device
    assert form["data_schema"][0]["description"] == {"suggested_value": proposed}
    assert (await post(path, network=proposed))["type"] == "create_entry"
    assert await network_house.ask(device, host) == 200
    assert issues(hass) == {}
    assert network_house.account.options["ipp_networks"] == [proposed]
    # It was not restarted: transfers go on.
    assert hass.data[SHARING].get_ports(network_house.account.entry_id) == server
    await hass.config_entries.async_reload(network_house.account.entry_id)
    await hass.async_block_till_done()
    assert await network_house.ask(device, host) == 200


@pytest.mark.parametrize(
    ("device", "request_"),
    [
        ("8.8.8.8", (HOST,)),
        ("2408:8207:1:200::9", (HOST,)),
        ("192.168.77.9", ("evil.example",)),
        ("192.168.77.9", (VPN_NAME,)),
        ("192.168.77.9", (HOST, "Origin: http://evil.example")),
        ("127.0.0.1", ("evil.example",)),
        ("127.0.0.1", (VPN_NAME, "X-Forwarded-For: 100.64.0.5")),
        ("127.0.0.1", ("100.100.0.1", "Via: 1.1 proxy")),
    ],
)
async def test_never_allowed(
    hass: HomeAssistant, network_house: House, device: str, request_: tuple[str, ...]
) -> None:
    """Nobody is asked about the internet, proxies and web pages."""
    options = {**network_house.account.options, "ipp_networks": ["100.64.0.0/10"]}
    for changed in (network_house.account.options, options):
        hass.config_entries.async_update_entry(network_house.account, options=changed)
        assert await network_house.ask(device, *request_) == 403
        assert issues(hass) == {}


async def test_another_network(
    hass: HomeAssistant, network_house: House, post: Post
) -> None:
    """The network can be changed, to a private one that has the device in it."""
    await network_house.ask("192.168.77.9")
    path, form = await open_flow(hass, post)
    for entered, error in (
        ("0.0.0.0/0", "network_invalid"),
        ("192.168.77.9", "network_invalid"),
        ("192.168.78.0/24", "network_without_device"),
    ):
        form = await post(path, network=entered)
        assert form["errors"] == {"network": error}
        assert form["description_placeholders"]["network"] == entered
        assert form["data_schema"][0]["description"] == {"suggested_value": entered}
        for texts in TEXTS.values():
            assert "{network}" in texts["issues"][KEY]["fix_flow"]["error"][error]
    assert (await post(path, network=" 192.168.77.9/16 "))["type"] == "create_entry"
    assert network_house.account.options["ipp_networks"] == ["192.168.0.0/16"]
    assert await network_house.ask("192.168.200.9") == 200


async def test_several(hass: HomeAssistant, network_house: House, post: Post) -> None:
    """At most three networks wait, and are decided on one after the other."""
    for number in (1, 2, 3, 4, 2, 5):
        await network_house.ask(f"10.0.{number}.9")
        assert [issue.domain for issue in ir.async_get(hass).issues.values()] == [
            DOMAIN
        ]
    path, form = await open_flow(hass, post)
    shown = []
    for decision in ({"network": "10.0.5.0/24"}, {}, {"network": "10.0.4.0/24"}):
        shown.append(form["description_placeholders"]["address"])
        form = await post(path, **decision)
    assert shown == ["10.0.5.9", "10.0.2.9", "10.0.4.9"]
    assert form["type"] == "create_entry"
    assert issues(hass) == {}
    assert network_house.account.options["ipp_networks"] == [
        "10.0.5.0/24",
        "10.0.4.0/24",
    ]
    # What was not allowed is asked about when it tries again.
    assert await network_house.ask("10.0.2.9") == 403
    assert issues(hass).keys() == {KEY}


async def test_gone(
    hass: HomeAssistant,
    network_house: House,
    advance: Advance,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is gone a week after the last try."""
    await network_house.ask("192.168.77.9")
    freezer.tick(WEEK - POLL - 1)
    await network_house.ask("192.168.77.10")
    await advance(WEEK - POLL)
    assert issues(hass).keys() == {KEY}
    await advance(2 * POLL)
    assert KEY not in issues(hass)


async def test_allowed_elsewhere(
    hass: HomeAssistant, network_house: House, post: Post
) -> None:
    """There is nothing to decide once it was allowed in the settings."""
    await network_house.ask("192.168.77.9")
    issue_id = issues(hass)[KEY].issue_id
    options = {**network_house.account.options, "ipp_networks": ["192.168.0.0/16"]}
    hass.config_entries.async_update_entry(network_house.account, options=options)
    done = await post(handler=DOMAIN, issue_id=issue_id)
    assert done["type"] == "create_entry"
    assert issues(hass) == {}
    assert await network_house.ask("192.168.77.9") == 200


async def test_ignored(
    hass: HomeAssistant, network_house: House, advance: Advance
) -> None:
    """What is ignored stays so, also when it has been quiet for long."""
    await network_house.ask("192.168.77.9")
    issue_id = issues(hass)[KEY].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, True)
    await advance(WEEK + POLL)
    await network_house.ask("192.168.78.9")
    await hass.config_entries.async_reload(network_house.account.entry_id)
    await hass.async_block_till_done()
    await network_house.ask("192.168.79.9")
    assert issues(hass)[KEY].dismissed_version is not None


async def test_deleted_meanwhile(
    hass: HomeAssistant, network_house: House, post: Post
) -> None:
    """The flow ends if the account was deleted."""
    await network_house.ask("192.168.77.9")
    path, _ = await open_flow(hass, post)
    await hass.config_entries.async_remove(network_house.account.entry_id)
    done = await post(path, network="192.168.77.0/24")
    assert (done["type"], done["reason"]) == ("abort", "account_gone")
    assert issues(hass) == {}
