"""Public and local hosts."""

import asyncio
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from unittest.mock import patch

import pytest
from yarl import URL

from custom_components.cloudprint.document.text.linked_files import is_public
from custom_components.cloudprint.source.web.address import Hosts
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import HomeAssistantTCPConnector
from tests.networks import set_adapters

from ...networks import Names
from ...waits import Gate


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "93.184.215.14", "172.15.0.1", "100.63.0.1", "192.0.1.1"),
        *("2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"),
    ],
)
def test_public(address: str) -> None:
    """Public addresses, including IPv4 addresses within IPv6."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        # RFC 1918, loopback, link-local, this host, CGNAT
        *("10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1"),
        *("127.255.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "100.127.0.1"),
        # Multicast, broadcast, reserved, for tests
        *("224.0.0.251", "239.1.1.1", "255.255.255.255", "240.0.0.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "fc00::1", "fec0::1"),
        *("ff02::1", "2001:db8::1", "4000::1"),
        # IPv4 within IPv6: mapped, compatible, NAT64, 6to4, Teredo
        *("::ffff:192.168.1.1", "::ffff:127.0.0.1", "::192.168.1.1", "::7f00:1"),
        *("64:ff9b::c0a8:101", "64:ff9b:1::1", "2002:c0a8:101::1", "2001:0:1::1"),
    ],
)
def test_not_public(address: str) -> None:
    """All other addresses, in any notation."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com", "http://EXAMPLE.com.", "http://8.8.8.8"),
        *("http://8.8.2056", "http://[2606:4700::1111]", "http://unknown.example"),
    ],
)
async def test_public_host(hass: HomeAssistant, names: Names, url: str) -> None:
    """A name counts by its addresses; one that cannot be resolved counts as public."""
    names["example.com"] = ["93.184.215.14", "2606:2800:21f::1"]
    assert not await Hosts(hass).async_is_local(URL(url))


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/x", "http://127.1", "http://0x7f.1", "http://2130706433"),
        *("http://012.0.0.1", "http://172.16.0.1.", "http://[fe80::1%25eth0]"),
        *("http://[::ffff:192.168.0.1]", "http://[fd00::1]:8123", "http://0/"),
        *("http://localhost:8123", "http://LOCALHOST.", "http://homeassistant"),
        *("http://nas.local", "http://nas.lan", "http://nas.home.arpa", "http://..."),
        *("http://nas.internal.", "http://app.localhost", "http://printer.example.com"),
        *("http://both.example.com", "http://mapped.example.com"),
        *("http://198.18.0.7", "http://198.18.7", "http://unique.example.com"),
    ],
)
async def test_local_host(hass: HomeAssistant, names: Names, url: str) -> None:
    """One local address is enough, and so is a local name."""
    names["both.example.com"] = ["8.8.8.8", "fd00::1"]
    names["mapped.example.com"] = ["::ffff:10.0.0.1"]
    names["unique.example.com"] = ["fc00::7"]
    assert await Hosts(hass).async_is_local(URL(url))


@pytest.mark.parametrize(
    "url",
    [
        *("http://[2408:8207:1:200::1]", "http://[2408:8207:1:2ff::1]:8080"),
        *("http://8.8.4.1", "http://134743041", "http://[::ffff:8.8.4.1]"),
        *("http://[64:ff9b::808:401]", "http://router.example.com", "http://8.8.4.1."),
    ],
)
async def test_network_of_this_machine(
    hass: HomeAssistant, names: Names, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """A public address in a network of this machine is local, by name, too."""
    names["router.example.com"] = ["93.184.215.14", "2408:8207:1:201::1"]
    assert not await Hosts(hass).async_is_local(URL(url))
    set_adapters(monkeypatch, ["8.8.4.7/24"], ["2408:8207:1:200::7/128"])
    assert await Hosts(hass).async_is_local(URL(url))
    assert not await Hosts(hass).async_is_local(URL("http://8.8.8.8"))
    assert not await Hosts(hass).async_is_local(URL("http://[2408:8207:1:300::1]"))


async def test_adapter_of_a_proxy(
    hass: HomeAssistant, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy on this machine has an adapter in the network of its answers."""
    set_adapters(monkeypatch, ["198.18.0.1/16", "fdfe:dcba:9876::1/126"])
    names["example.com"] = ["198.18.0.7"]
    assert not await Hosts(hass).async_is_local(URL("http://example.com"))
    assert await Hosts(hass).async_is_local(URL("http://198.18.0.7"))


@pytest.mark.parametrize("others", [[], ["fc00::7"], ["fd00::1", "192.168.1.1"]])
async def test_name_behind_a_proxy(
    hass: HomeAssistant, names: Names, others: list[str]
) -> None:
    """A proxy that answers for all names is connected to at its own addresses only."""
    names["example.com"] = [*others, "198.18.0.7", "198.19.255.7"]
    names["nas.lan"] = ["198.18.0.8"]
    hosts = Hosts(hass)
    assert not await hosts.async_is_local(URL("http://example.com"))
    found = await hosts.resolve("example.com", 443)
    assert [result["host"] for result in found] == ["198.18.0.7", "198.19.255.7"]
    assert await hosts.async_is_local(URL("http://nas.lan"))


@pytest.mark.parametrize(
    "fault", [TimeoutError, OSError, UnicodeError("label too long")]
)
async def test_no_name_service(
    hass: HomeAssistant, fault: type[Exception] | Exception
) -> None:
    """A name that cannot be resolved counts as public, and has no addresses."""
    hosts = Hosts(hass)
    with patch.object(hass.loop, "getaddrinfo", side_effect=fault):
        assert not await hosts.async_is_local(URL("http://printer.example.com"))
    # It is not resolved again, as the result might differ.
    with pytest.raises(OSError):
        await hosts.resolve("printer.example.com")


async def test_slow_name_service(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    """A name server that does not answer is given up soon."""

    async def hang(host: str) -> None:
        await asyncio.Event().wait()

    names.before_answer = hang
    monkeypatch.setattr(
        "custom_components.cloudprint.source.web.address.RESOLVE_TIMEOUT", 0
    )
    assert not await Hosts(hass).async_is_local(URL("http://printer.example.com"))


async def test_checked_address_is_connected_to(
    hass: HomeAssistant, names: Names
) -> None:
    """A name is resolved only once, as it may have other addresses the second time."""
    names["example.com"] = ["8.8.8.8", "2606:4700::1111", "8.8.8.8"]
    hosts = Hosts(hass)
    assert not await hosts.async_is_local(URL("http://example.com"))
    names["example.com"] = ["192.168.1.1"]
    found = await hosts.resolve("Example.com.", 443)
    assert [(result["host"], result["family"]) for result in found] == [
        ("8.8.8.8", AF_INET),
        ("2606:4700::1111", AF_INET6),
    ]
    assert {result["port"] for result in found} == {443}
    await hosts.close()
    assert not await hosts.async_is_local(URL("http://example.com"))


async def test_two_answers_at_the_same_time(hass: HomeAssistant, names: Names) -> None:
    """Concurrent lookups of a name use the result of the first one."""
    gate = Gate()

    async def be_late(host: str) -> None:
        if len(names.lookups) == 1:
            await gate.wait()

    names["example.com"] = ["8.8.8.8"]
    names.before_answer = be_late
    hosts = Hosts(hass)
    late = hass.async_create_task(hosts.resolve("example.com"))
    await gate.reached.wait()
    names["example.com"] = ["192.168.1.1"]
    first = await hosts.resolve("example.com")
    assert [result["host"] for result in first] == ["192.168.1.1"]
    gate.open()
    assert await late == first


async def test_multicast_name(hass: HomeAssistant, names: Names) -> None:
    """Names in .local are resolved by multicast, through Home Assistant."""
    found = [{"host": "192.168.1.7"}, {"host": "192.168.1.7"}, {"host": "fd00::7"}]
    with patch.object(
        HomeAssistantTCPConnector, "async_resolve_host", return_value=found
    ) as resolve:
        hosts = Hosts(hass)
        assert await hosts.async_is_local(URL("http://nas.local"))
        resolve.assert_not_called()
        results = await hosts.resolve("NAS.local")
    assert [result["host"] for result in results] == ["192.168.1.7", "fd00::7"]
    resolve.assert_called_once_with("nas.local")
