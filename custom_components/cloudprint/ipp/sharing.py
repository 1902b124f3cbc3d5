"""The printers that are shared in the local network, of all accounts.

All accounts with the same port have one server and one announcement.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from yarl import URL

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.area_registry import EVENT_AREA_REGISTRY_UPDATED
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.device_registry import EVENT_DEVICE_REGISTRY_UPDATED
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER
from ..data import CloudPrintConfigEntry
from .announcement import Announcement
from .printer import IppPrinter
from .server.server import IppServer

RETRY_INTERVAL: Final = timedelta(minutes=5)
"""How often a server is started again whose port was taken."""
ANNOUNCE_DELAY: Final = 1
"""Seconds in which changes are announced together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """A shared printer, with the address that it was added to the server with."""

    entry_id: str
    printer: IppPrinter
    resource: str
    stop_listening: CALLBACK_TYPE


SHARING: HassKey[Sharing] = HassKey(f"{DOMAIN}_sharing")


class SharedPort:
    """A port with shared printers: its server and its announcement."""

    def __init__(
        self, hass: HomeAssistant, number: int, notify: Callable[[], None]
    ) -> None:
        """Set up a port without printers; call `notify` when it starts or stops."""
        self.number = number
        self.shared: dict[str, _Shared] = {}
        """The printers by device id."""
        self.is_running = False
        self._hass = hass
        self._notify = notify
        self._server = IppServer(hass, number)
        self._announcement = Announcement(hass, number)
        self._announcing = asyncio.Lock()
        self._starting = asyncio.Lock()
        self._debouncer = Debouncer(
            hass,
            LOGGER,
            cooldown=ANNOUNCE_DELAY,
            immediate=False,
            function=self._async_announce,
            background=True,
        )
        self._cancel_retry: CALLBACK_TYPE | None = None

    @property
    def is_announced(self) -> bool:
        """Return whether clients in the network find the printers by themselves."""
        return self.is_running and self._announcement.is_announced

    async def async_add(self, device_id: str, shared: _Shared) -> None:
        """Share a printer, and start the server if it is the first one."""
        self.shared[device_id] = shared
        self._server.add(shared.printer)
        if self.is_running:
            self.announce()
        else:
            await self.async_start()

    async def async_remove(self, device_id: str) -> None:
        """Close a printer, end its connections, and withdraw its announcement."""
        shared = self.shared.pop(device_id)
        shared.stop_listening()
        self._server.remove(shared.resource)
        await shared.printer.async_close()
        # Clients get the responses to their requests first.
        await self._server.async_drop(shared.resource)
        if self.is_running:
            await self._async_announce()

    async def async_stop(self) -> None:
        """Close the printers, end all connections, and free the port.

        The announcement is withdrawn, too.
        """
        self.is_running = False
        self._stop_retrying()
        self._debouncer.async_shutdown()
        removed, self.shared = self.shared, {}
        for shared in removed.values():
            shared.stop_listening()
            self._server.remove(shared.resource)
        await asyncio.gather(
            *(shared.printer.async_close() for shared in removed.values())
        )
        # Clients get the responses to their requests first.
        async with self._starting:
            await self._server.async_stop()
        async with self._announcing:
            await self._announcement.async_stop()

    @callback
    def announce(self) -> None:
        """Announce the printers as they are now, soon and once for several changes."""
        if self.is_running:
            self._debouncer.async_schedule_call()

    async def async_start(self) -> None:
        """Start the server, or try it again later."""
        async with self._starting:
            if not self.shared or self.is_running:
                # Stopped or started in the meantime.
                return
            try:
                await self._server.async_start()
            except OSError as err:
                self._retry_later(err)
                return
        if self._cancel_retry is not None:
            LOGGER.info("Port %s is available again", self.number)
            self._stop_retrying()
        self.is_running = True
        self.announce()

    @callback
    def _retry_later(self, err: OSError) -> None:
        if self._cancel_retry is None:
            LOGGER.warning(
                "Port %s is not available, no printer is shared on it: %s",
                self.number,
                err.strerror or err,
            )
            self._cancel_retry = async_track_time_interval(
                self._hass, self._async_retry, RETRY_INTERVAL, cancel_on_shutdown=True
            )

    async def _async_retry(self, now: datetime) -> None:
        await self.async_start()
        self._notify()

    @callback
    def _stop_retrying(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    async def _async_announce(self) -> None:
        async with self._announcing:
            await self._announcement.async_update(
                [shared.printer.snapshot() for shared in self.shared.values()]
            )
        for shared in self.shared.values():
            shared.printer.set_announced(self._announcement.names.get(shared.resource))
        self._notify()


class Sharing:
    """Shares printers in the local network, each on the port of its account.

    Changes are made one after another. All ports are freed when Home Assistant stops.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Set up without shared printers."""
        self._hass = hass
        self._ports: dict[int, SharedPort] = {}
        self._lock = asyncio.Lock()
        self._is_stopping = False
        self._listeners: dict[object, Callable[[], None]] = {}
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._async_stop)
        # The names and areas of printers, and the address of Home Assistant
        for event in (
            EVENT_AREA_REGISTRY_UPDATED,
            EVENT_CORE_CONFIG_UPDATE,
            EVENT_DEVICE_REGISTRY_UPDATED,
        ):
            hass.bus.async_listen(event, self._follow)

    @callback
    def async_add_listener(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call a listener when printers are shared or not, or differently.

        Returns a callback that removes it.
        """
        key = object()
        self._listeners[key] = listener

        @callback
        def remove() -> None:
            del self._listeners[key]

        return remove

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
            if any(shared.entry_id == entry_id for shared in port.shared.values())
        ]

    def get_printers(self, entry_id: str) -> Mapping[str, IppPrinter]:
        """Return the shared printers of an account, by device id."""
        return {
            device_id: shared.printer
            for port in self._ports.values()
            for device_id, shared in port.shared.items()
            if shared.entry_id == entry_id
        }

    def get_uri(self, device_id: str) -> str | None:
        """Return the address of a printer, or None while it cannot be reached."""
        port = self.get_port(device_id)
        if port is None or not port.is_running:
            return None
        shared = port.shared[device_id]
        return str(
            URL.build(
                scheme="ipps" if shared.printer.settings.needs_encryption else "ipp",
                host=_get_host(self._hass),
                port=port.number,
                path=f"/{shared.resource}",
            )
        )

    async def async_share(self, entry: CloudPrintConfigEntry, device_id: str) -> None:
        """Share a printer of a loaded account; do nothing if it is shared or gone.

        If the port is not available, it is tried again until the printer is unshared.
        """
        async with self._lock:
            is_gone = device_id not in entry.runtime_data.coordinator.data
            if self._is_stopping or is_gone or self.get_port(device_id) is not None:
                return
            printer = IppPrinter(self._hass, entry, device_id)
            # Before clients ask for what they have sent.
            await printer.async_read_notes()
            number = printer.settings.port
            if (port := self._ports.get(number)) is None:
                port = SharedPort(self._hass, number, self._notify)
                self._ports[number] = port
            await port.async_add(
                device_id,
                _Shared(
                    entry_id=entry.entry_id,
                    printer=printer,
                    resource=printer.snapshot().resource,
                    # Capabilities are part of what is announced.
                    stop_listening=entry.runtime_data.coordinator.async_add_listener(
                        port.announce
                    ),
                ),
            )
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
        """Return whether a port is free, or used by a server of ours."""
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

    @callback
    def _notify(self) -> None:
        for listener in list(self._listeners.values()):
            listener()


def is_port_of_home_assistant(hass: HomeAssistant, port: int) -> bool:
    """Return whether a port is that of Home Assistant's own pages."""
    return hass.config.api is not None and hass.config.api.port == port


def _get_host(hass: HomeAssistant) -> str:
    """Return the name or address of Home Assistant in the local network."""
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
