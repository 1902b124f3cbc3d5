"""A port in the local network on which printers are shared."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.event import async_track_time_interval

from ..const import LOGGER
from ..data import Account
from .announcement import Announcement
from .printer import IppPrinter
from .server.server import IppServer

RETRY_INTERVAL: Final = timedelta(minutes=5)  # where the port is taken
ANNOUNCE_DELAY: Final = 1  # Seconds in which changes are announced together


class SharedPort:
    """A port with shared printers: its server and its announcement."""

    def __init__(
        self, hass: HomeAssistant, number: int, notify: Callable[[], None]
    ) -> None:
        """Set up a port without printers; call `notify` when it starts or stops."""
        self.number = number
        self.shared: dict[str, IppPrinter] = {}  # The printers by device id
        self.is_running = False
        self._listening: dict[str, CALLBACK_TYPE] = {}
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

    async def async_add(self, account: Account, device_id: str) -> None:
        """Share a printer, and start the server if it is the first one."""
        coordinator = account.coordinator
        printer = IppPrinter(account, device_id)
        # Capabilities are part of what is announced.
        self._listening[device_id] = coordinator.async_add_listener(self.announce)
        self.shared[device_id] = printer
        self._server.printers[printer.resource] = printer
        await self.async_start()
        self.announce()

    async def async_remove(self, device_id: str) -> None:
        """Close a printer, end its connections, and withdraw its announcement."""
        printer = self.shared.pop(device_id)
        await self._async_close(printer)
        # Clients get the responses to their requests first.
        await self._server.async_drop(printer.resource)
        if self.is_running:
            await self._async_announce()

    async def async_stop(self) -> None:
        """Close the printers, end all connections, and withdraw the announcement."""
        self.is_running = False
        self._stop_retrying()
        self._debouncer.async_shutdown()
        removed, self.shared = self.shared, {}
        await asyncio.gather(*map(self._async_close, removed.values()))
        # Clients get the responses to their requests first.
        async with self._starting:
            await self._server.async_stop()
        async with self._announcing:
            await self._announcement.async_stop()

    async def _async_close(self, printer: IppPrinter) -> None:
        self._listening.pop(printer.device_id)()
        self._server.printers.pop(printer.resource, None)
        await printer.async_close()

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

    def _stop_retrying(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    async def _async_announce(self) -> None:
        async with self._announcing:
            await self._announcement.async_update(
                [printer.snapshot() for printer in self.shared.values()]
            )
        for printer in self.shared.values():
            printer.set_announced(self._announcement.names.get(printer.resource))
        self._notify()
