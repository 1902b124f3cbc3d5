"""The shared printers of all accounts: a port has one server and one announcement."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from yarl import URL

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.area_registry import EVENT_AREA_REGISTRY_UPDATED
from homeassistant.helpers.device_registry import EVENT_DEVICE_REGISTRY_UPDATED
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.util.hass_dict import HassKey

from ..compat import async_load
from ..const import DOMAIN
from ..data import Account
from ..printing.permission import find_listing_account

if TYPE_CHECKING:
    from .printer import IppPrinter
    from .shared_port import SharedPort

# The page of an account, with Configure and its entry's id at the end
ACCOUNT_URL: Final = (
    f"homeassistant://config/integrations/integration/{DOMAIN}#config_entry="
)
SIGNAL_SHARING: Final = f"{DOMAIN}_sharing"  # sent when sharing changes
SHARING: HassKey[Sharing] = HassKey(f"{DOMAIN}_sharing")


class Sharing:
    """Shares printers, each on the port of its account, until Home Assistant stops."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Set up without shared printers."""
        self._hass = hass
        self._ports: dict[int, SharedPort] = {}
        self._lock = asyncio.Lock()
        self._is_stopping = False
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._async_stop)
        # The names and areas of printers, and the address of Home Assistant
        for event in (
            EVENT_AREA_REGISTRY_UPDATED,
            EVENT_CORE_CONFIG_UPDATE,
            EVENT_DEVICE_REGISTRY_UPDATED,
        ):
            hass.bus.async_listen(event, self._follow)

    def get_port(self, device_id: str) -> SharedPort | None:
        """Return the port on which a printer is shared, even if it is not available."""
        return next(
            (port for port in self._ports.values() if device_id in port.shared), None
        )

    def get_ports(self, entry_id: str) -> list[SharedPort]:
        """Return the ports on which an account's printers are shared: one or none."""
        return [
            port
            for port in self._ports.values()
            if any(
                printer.account.entry.entry_id == entry_id
                for printer in port.shared.values()
            )
        ]

    def get_printers(self, entry_id: str) -> Mapping[str, IppPrinter]:
        """Return the shared printers of an account, by device id."""
        return {
            device_id: printer
            for port in self._ports.values()
            for device_id, printer in port.shared.items()
            if printer.account.entry.entry_id == entry_id
        }

    def get_uri(self, device_id: str, scheme: str = "") -> str | None:
        """Return a printer's address while it can be reached; its page with "http"."""
        port = self.get_port(device_id)
        if port is None or not port.is_running:
            return None
        printer = port.shared[device_id]
        ipp = "ipps" if printer.settings.needs_password else "ipp"
        return str(
            URL.build(
                scheme=scheme or ipp,
                host=_get_host(self._hass),
                port=port.number,
                path=f"/{printer.resource}",
            )
        )

    async def async_share(self, device_id: str) -> None:
        """Share a printer; a port that is not available is tried again."""
        async with self._lock:
            loaded = await async_load(self._hass, "ipp.shared_port")
            account = find_listing_account(self._hass, device_id)
            is_done = self._is_stopping or self.get_port(device_id) is not None
            if account is None or is_done:
                return
            number = account.ipp.port
            if (port := self._ports.get(number)) is None:
                port = loaded.SharedPort(self._hass, number, self._notify)
                self._ports[number] = port
            await port.async_add(account, device_id)
        self._notify()

    async def async_unshare(self, device_id: str) -> None:
        """Stop sharing a printer: end its connections, and withdraw it at once."""
        async with self._lock:
            if (port := self.get_port(device_id)) is None:
                return
            if len(port.shared) > 1:
                await port.async_remove(device_id)
            else:
                del self._ports[port.number]
                await port.async_stop()
        self._notify()

    async def async_can_use(self, number: int) -> bool:
        """Return whether a port is free, or has shared printers."""
        if (port := self._ports.get(number)) is not None and port.is_running:
            return True
        try:
            server = await self._hass.loop.create_server(asyncio.Protocol, port=number)
        except OSError:
            return False
        server.close()
        return True

    async def _async_stop(self, event: Event) -> None:
        self._is_stopping = True
        async with self._lock:
            ports = list(self._ports.values())
            self._ports.clear()
            await asyncio.gather(*(port.async_stop() for port in ports))

    @callback
    def _follow(self, event: Event[Any]) -> None:
        for port in self._ports.values():
            port.announce()

    def _notify(self) -> None:
        async_dispatcher_send(self._hass, SIGNAL_SHARING)


def async_track_pages(account: Account) -> None:
    """Let a printer's device link to its page while it is shared, else to its account."""
    hass, entry, coordinator = account.hass, account.entry, account.coordinator
    registry, sharing = dr.async_get(hass), hass.data[SHARING]

    @callback
    def update() -> None:
        for device_id in filter(registry.async_get, coordinator.data):
            url = sharing.get_uri(device_id, "http") or f"{ACCOUNT_URL}{entry.entry_id}"
            registry.async_update_device(device_id, configuration_url=url)

    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_SHARING, update))
    entry.async_on_unload(coordinator.async_add_listener(update))
    update()


def is_port_of_home_assistant(hass: HomeAssistant, port: int) -> bool:
    """Return whether Home Assistant's own pages are on a port."""
    return hass.config.api is not None and hass.config.api.port == port


def _get_host(hass: HomeAssistant) -> str:
    with suppress(NoURLAvailableError):
        url = get_url(
            hass,
            allow_external=False,
            allow_cloud=False,
            allow_ip=True,
            prefer_external=False,
        )
        return URL(url).host or "localhost"
    return hass.config.api.local_ip if hass.config.api is not None else "localhost"
