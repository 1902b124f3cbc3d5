"""A local network and an internet, both on this machine."""

from collections.abc import AsyncGenerator, Callable
from ipaddress import IPv4Address, IPv6Address

import pytest
import pytest_socket

from custom_components.cloudprint.document.text import linked_files as addresses
from custom_components.cloudprint.source.web import address
from homeassistant.core import HomeAssistant
from tests.networks import Names, resolve_names, set_adapters

from .site import PRIVATE, PUBLIC, ROUTER, Site

type Clock = Callable[[float], None]


@pytest.fixture
def names(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Names:
    """Resolve only a few names."""
    known = {
        "nas.lan": [PRIVATE],
        "printer.example.com": [PRIVATE],
        "example.com": [PUBLIC],
        "cdn.example.com": [PUBLIC],
        "away.example.com": ["93.184.215.14"],
    }
    return resolve_names(hass, monkeypatch, known)


@pytest.fixture
def internet_address(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat two of this machine's own addresses as public."""
    really = addresses.is_public

    def is_public(found: IPv4Address | IPv6Address) -> bool:
        return str(found) in (PUBLIC, ROUTER) or really(found)

    monkeypatch.setattr(address, "is_public", is_public)
    pytest_socket.socket_allow_hosts([PRIVATE, PUBLIC, ROUTER])


@pytest.fixture
async def lan(internet_address: None, names: Names) -> AsyncGenerator[Site]:
    """Run a site in the local network."""
    site = Site(PRIVATE)
    runner = await site.start()
    yield site
    await runner.cleanup()


@pytest.fixture
async def internet(internet_address: None, names: Names) -> AsyncGenerator[Site]:
    """Run a site on the internet."""
    site = Site(PUBLIC)
    runner = await site.start()
    yield site
    await runner.cleanup()


@pytest.fixture
async def router(
    internet_address: None, names: Names, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Site]:
    """Run a site with a public address in a network of this machine."""
    set_adapters(monkeypatch, [f"{ROUTER}/32"])
    site = Site(ROUTER)
    site.has("/password", "hunter2", "text/plain")
    runner = await site.start()
    yield site
    await runner.cleanup()


@pytest.fixture
def allowed(hass: HomeAssistant, lan: Site) -> None:
    """Allow the local site under its name and its address."""
    hass.config.allowlist_external_urls = {lan.url(host="nas.lan"), lan.url()}


@pytest.fixture
def clock(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a function that advances the loop's time."""
    really = hass.loop.time
    passed = 0.0

    def advance(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    monkeypatch.setattr(hass.loop, "time", lambda: really() + passed)
    return advance
