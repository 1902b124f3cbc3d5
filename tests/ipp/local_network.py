"""A local network that records what is shared in it, without sockets and multicast."""

from collections.abc import Iterable, Set as AbstractSet
from dataclasses import dataclass, field
import errno
from typing import override

import pytest

from custom_components.cloudprint.coordinator import get_printer_name
from custom_components.cloudprint.data import Account
from custom_components.cloudprint.ipp import shared_port
from custom_components.cloudprint.ipp.announcement import Announcement
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.server.server import IppServer
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter
from custom_components.cloudprint.settings import IppSettings
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr

from .printers import make_printer, path_of


@dataclass(slots=True)
class LocalNetwork:
    """What clients see: by port, the served resources and the announced printers."""

    taken: set[int] = field(default_factory=set)
    """Ports that other programs use."""
    attempts: list[int] = field(default_factory=list)
    """Ports of servers that were started, or could not be."""
    served: dict[int, AbstractSet[str]] = field(default_factory=dict)
    announced: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Names and places of the printers."""
    told: dict[str, str | None] = field(default_factory=dict)
    """The names that printers know they are announced by, by device id."""
    closed: list[str] = field(default_factory=list)
    """Devices of printers that were told to abort what they receive."""
    printers: dict[str, FakePrinter] = field(default_factory=dict)
    """The newest printer of each device."""


class FakePrinter(IppPrinter):
    """A printer that handles no requests."""

    network: LocalNetwork
    clients_today = 0

    def __init__(self, account: Account, device_id: str) -> None:
        """Initialize a printer of an account."""
        self.hass, self.account, self.device_id = account.hass, account, device_id
        self.settings = IppSettings.from_options(account.entry.options)
        self.resource = resource_of(self.hass, device_id)
        self.network.printers[device_id] = self

    @override
    def snapshot(self) -> SharedPrinter:
        device = dr.async_get(self.hass).async_get(self.device_id)
        assert isinstance(device, dr.DeviceEntry)
        area = device.area_id and ar.async_get(self.hass).async_get_area(device.area_id)
        ((_, identifier),) = device.identifiers
        return make_printer(
            device_id=self.device_id,
            identifier=identifier,
            name=get_printer_name(self.hass, self.device_id),
            location=area.name if area else "",
        )

    @override
    def set_announced(self, name: str | None) -> None:
        self.network.told[self.device_id] = name

    @override
    async def async_close(self) -> None:
        self.network.closed.append(self.device_id)


class FakeServer(IppServer):
    """A server that is only recorded."""

    network: LocalNetwork

    def __init__(self, hass: HomeAssistant, port: int) -> None:
        """Initialize a server without printers."""
        self.port = port
        self.printers = {}

    @override
    async def async_start(self) -> None:
        self.network.attempts.append(self.port)
        if self.port in self.network.taken:
            raise OSError(errno.EADDRINUSE, "Address already in use")
        self.network.served[self.port] = self.printers.keys()

    @override
    async def async_stop(self) -> None:
        self.network.served.pop(self.port, None)

    @override
    async def async_drop(self, resource: str) -> None:
        pass


class FakeAnnouncement(Announcement):
    """An announcement that is only recorded."""

    network: LocalNetwork

    def __init__(self, hass: HomeAssistant, port: int) -> None:
        """Initialize an announcement of nothing."""
        self.port = port
        self._names: dict[str, str] = {}

    @property
    @override
    def is_announced(self) -> bool:
        return self.port in self.network.announced

    @property
    @override
    def names(self) -> dict[str, str]:
        return self._names

    @override
    async def async_update(self, printers: Iterable[SharedPrinter]) -> None:
        printers = list(printers)
        self._names = {printer.resource: printer.label for printer in printers}
        self.network.announced[self.port] = sorted(
            (printer.name, printer.location) for printer in printers
        )

    @override
    async def async_stop(self) -> None:
        self.network.announced.pop(self.port, None)


def create_network(monkeypatch: pytest.MonkeyPatch) -> LocalNetwork:
    """Replace what reaches the network."""
    network = LocalNetwork()
    for name, fake in (
        ("IppPrinter", FakePrinter),
        ("IppServer", FakeServer),
        ("Announcement", FakeAnnouncement),
    ):
        monkeypatch.setattr(fake, "network", network, raising=False)
        monkeypatch.setattr(shared_port, name, fake)
    return network


def resource_of(hass: HomeAssistant, device_id: str) -> str:
    """Return the path of a printer on its server."""
    device = dr.async_get(hass).async_get(device_id)
    assert isinstance(device, dr.DeviceEntry)
    ((_, identifier),) = device.identifiers
    return path_of(identifier)
