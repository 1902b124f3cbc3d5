"""What each printer can do: asked for once a day, a little at a time."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .api import CloudPrintError, PrinterCapabilities
from .coordinator import PrinterCoordinator

MAX_AGE: Final = timedelta(days=1)
RETRY_AFTER: Final = timedelta(hours=1)
FIRST_PAUSE: Final = timedelta(seconds=2)
QUICK_CALLS: Final = 10
PAUSE: Final = timedelta(seconds=200)
"""Between two calls beyond the first ten: with the lists, under 60 calls an hour."""


class CapabilityKeeper:
    """Keeps the capabilities of an account's printers, by the id of their devices.

    A printer whose capabilities are not known prints all the same.
    """

    def __init__(self, coordinator: PrinterCoordinator) -> None:
        """Set up a keeper that knows nothing yet."""
        self._coordinator = coordinator
        self._known: dict[str, PrinterCapabilities] = {}
        self._next: dict[str, datetime] = {}
        self._calls: list[datetime] = []
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._locks: dict[str, asyncio.Lock] = {}

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Begin to ask; return what ends it."""
        remove_listener = self._coordinator.async_add_listener(self._schedule)
        self._schedule()

        @callback
        def stop() -> None:
            remove_listener()
            if self._cancel_timer:
                self._cancel_timer()
                self._cancel_timer = None

        return stop

    def get(self, device_id: str) -> PrinterCapabilities | None:
        """Return what is known of a printer, without asking."""
        return self._known.get(device_id)

    async def async_get(self, device_id: str) -> PrinterCapabilities | None:
        """Return a printer's capabilities, asking for them if they are not known.

        None if the printer is not there, or would not say: it is not asked twice within
        an hour.
        """
        async with self._locks.setdefault(device_id, asyncio.Lock()):
            now = dt_util.utcnow()
            if device_id not in self._known and self._next.get(device_id, now) <= now:
                with suppress(CloudPrintError):
                    await self.async_ask(device_id)
        return self._known.get(device_id)

    async def async_ask(self, device_id: str) -> PrinterCapabilities:
        """Ask for a printer's capabilities now. Raises CloudPrintError and KeyError."""
        printer = self._coordinator.data[device_id]
        now = dt_util.utcnow()
        self._next[device_id] = now + RETRY_AFTER
        self._calls.append(now)
        capabilities = await self._coordinator.client.query_printer_detail(printer)
        self._next[device_id] = now + MAX_AGE
        if capabilities != self._known.get(device_id):
            self._known[device_id] = capabilities
            self._coordinator.async_update_listeners()
        return capabilities

    @callback
    def _schedule(self) -> None:
        """Plan the next call, if there is not one planned."""
        printers = self._coordinator.data or {}
        for gone in self._known.keys() - printers.keys():
            del self._known[gone]
        for gone in self._next.keys() - printers.keys():
            del self._next[gone]
        if self._cancel_timer or not printers:
            return
        now = dt_util.utcnow()
        due = min(self._next.get(device_id, now) for device_id in printers)
        self._calls = [call for call in self._calls if now - call < timedelta(hours=1)]
        pause = FIRST_PAUSE if len(self._calls) < QUICK_CALLS else PAUSE
        self._cancel_timer = async_call_later(
            self._coordinator.hass,
            max(due - now, pause).total_seconds(),
            self._async_ask_next,
        )

    async def _async_ask_next(self, now: datetime) -> None:
        due = [
            device_id
            for device_id in self._coordinator.data
            if self._next.get(device_id, now) <= now
        ]
        # What it cannot tell now it is asked again in an hour; printing needs none.
        with suppress(CloudPrintError):
            if due:
                await self.async_ask(due[0])
        self._cancel_timer = None
        self._schedule()
