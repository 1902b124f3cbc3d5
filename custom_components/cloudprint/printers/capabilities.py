"""The capabilities of printers, fetched once a day, one printer at a time."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HassJob
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api.capabilities import PrinterCapabilities
from ..api.errors import CloudPrintError
from ..api.vocabulary import Color, Side
from ..coordinator import PrinterCoordinator, set_part_of_option
from ..document.sheets.manual_duplex import Trays
from ..settings import CONF_TRAYS, OVERRIDES_DUPLEX, PrinterSettings

NEVER: Final = datetime.min.replace(tzinfo=UTC)
MAX_AGE: Final = timedelta(days=1)
FETCH_AGAIN_AFTER: Final = timedelta(hours=1)
QUICK_PAUSE: Final = timedelta(seconds=2)
QUICK_CALLS: Final = 10
PAUSE: Final = timedelta(seconds=200)  # with the lists, at most 60 calls an hour
TWO_SIDED: Final = (Side.DUPLEX, Side.TUMBLE)


def is_one_sided(capabilities: PrinterCapabilities) -> bool:
    """Return whether a printer reports that it prints one side, and not two."""
    sides = capabilities.supported_sides
    return Side.ONESIDE in sides and not set(TWO_SIDED).intersection(sides)


@dataclass(slots=True)
class _Record:
    capabilities: PrinterCapabilities | None = None
    due_at: datetime = NEVER
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class CapabilityCache:
    """The capabilities of an account's printers; unknown ones can be printed on."""

    def __init__(
        self, coordinator: PrinterCoordinator, settings: PrinterSettings
    ) -> None:
        """Set up an empty cache."""
        self._coordinator = coordinator
        self._settings = settings
        self._records: dict[str, _Record] = {}
        self._calls: list[datetime] = []
        self._cancel_timer: CALLBACK_TYPE = lambda: None
        self._is_running = False
        self._is_fetching = False

    def restore(self, reported: Mapping[str, PrinterCapabilities | None]) -> None:
        """Use what printers reported before a restart until they are asked again."""
        self._records = {
            device_id: _Record(capabilities)
            for device_id, capabilities in reported.items()
        }

    def start(self) -> CALLBACK_TYPE:
        """Start fetching; return a callback that stops it."""
        remove_listener = self._coordinator.async_add_listener(self._schedule)
        self._is_running = True
        self._schedule()

        def stop() -> None:
            remove_listener()
            self._is_running = False
            self._schedule()

        return stop

    def get(self, device_id: str) -> PrinterCapabilities | None:
        """Return a printer's capabilities, if known, as people have found them."""
        capabilities = self.get_reported(device_id)
        if capabilities is None:
            return None
        if self.get_trays(device_id) is not None:
            sides = dict.fromkeys((*capabilities.supported_sides, *TWO_SIDED))
            capabilities = replace(capabilities, supported_sides=(*sides,))
        has_color = self._settings.get_quirks(device_id).color
        if has_color is not None:
            colors = (Color.COLOR, Color.MONOCHROME)
            capabilities = replace(
                capabilities, supported_colors=colors if has_color else colors[1:]
            )
        return capabilities

    def get_reported(self, device_id: str) -> PrinterCapabilities | None:
        """Return the capabilities that a printer reports if they are known."""
        record = self._records.get(device_id)
        return None if record is None else record.capabilities

    def is_one_sided(self, device_id: str) -> bool:
        """Return whether a printer prints two sides only by manual duplex."""
        capabilities = self.get_reported(device_id)
        return capabilities is not None and is_one_sided(capabilities)

    def reports_two_sides(self, device_id: str) -> bool:
        """Return whether a printer reports that it prints two sides by itself."""
        capabilities = self.get_reported(device_id)
        return capabilities is not None and not set(TWO_SIDED).isdisjoint(
            capabilities.supported_sides
        )

    def get_trays(self, device_id: str) -> Trays | None:
        """Return the trays of a printer that reports one side, or that override this."""
        capabilities = self.get_reported(device_id)
        if (
            capabilities is not None
            and not is_one_sided(capabilities)
            and not self._settings.overrides_duplex(device_id)
        ):
            return None
        return self._settings.get_trays(device_id)

    def set_trays(self, device_id: str, trays: Trays | None) -> None:
        """Store the trays of a printer, or forget them; no reload is needed."""
        is_one_sided = self.is_one_sided(device_id)
        override = {} if is_one_sided else {OVERRIDES_DUPLEX: True}
        hass, entry = self._coordinator.hass, self._coordinator.config_entry
        stored = None if trays is None else trays.as_json() | override
        set_part_of_option(hass, entry, CONF_TRAYS, device_id, stored)

    async def async_get(self, device_id: str) -> PrinterCapabilities | None:
        """Return a printer's capabilities, or None; fetch them the first time, if due."""
        record = self._get_record(device_id)
        async with record.lock:
            is_fetched = record.capabilities is not None and record.due_at != NEVER
            if not is_fetched and self._is_due(record):
                with suppress(CloudPrintError, KeyError):
                    await self._async_fetch(device_id, record)
        return self.get(device_id)

    async def async_fetch(self, device_id: str) -> PrinterCapabilities:
        """Fetch what a printer reports now. Raises CloudPrintError and KeyError."""
        record = self._get_record(device_id)
        async with record.lock:
            return await self._async_fetch(device_id, record)

    def _get_record(self, device_id: str) -> _Record:
        return self._records.setdefault(device_id, _Record())

    def _is_due(self, record: _Record) -> bool:
        return (
            self._coordinator.last_update_success and record.due_at <= dt_util.utcnow()
        )

    async def _async_fetch(
        self, device_id: str, record: _Record
    ) -> PrinterCapabilities:
        printer = self._coordinator.data[device_id]
        now = dt_util.utcnow()
        record.due_at = now + FETCH_AGAIN_AFTER
        self._calls.append(now)
        capabilities = await self._coordinator.client.query_printer_detail(printer)
        record.due_at = now + MAX_AGE
        if capabilities != record.capabilities:
            record.capabilities = capabilities
            self._coordinator.async_update_listeners()
        return capabilities

    def _schedule(self) -> None:
        printers = self._coordinator.data
        for gone in self._records.keys() - printers.keys():
            del self._records[gone]
        self._cancel_timer()
        is_idle = self._is_running and not self._is_fetching
        if not (is_idle and printers and self._coordinator.last_update_success):
            return
        now = dt_util.utcnow()
        self._calls = [call for call in self._calls if now - call < timedelta(hours=1)]
        last = self._calls[-1] if self._calls else now
        pause = QUICK_PAUSE if len(self._calls) < QUICK_CALLS else PAUSE
        due = min(self._get_record(device_id).due_at for device_id in printers)
        self._cancel_timer = async_call_later(
            self._coordinator.hass,
            max(0.0, (max(due, last + pause) - now).total_seconds()),
            HassJob(self._async_fetch_next, cancel_on_shutdown=True),
        )

    async def _async_fetch_next(self, now: datetime) -> None:
        device_id = min(
            self._coordinator.data,
            key=lambda device_id: self._get_record(device_id).due_at,
            default=None,
        )
        if device_id and self._is_due(self._get_record(device_id)):
            self._is_fetching = True
            try:
                # Repeated in an hour; the printer may have been removed meanwhile.
                with suppress(CloudPrintError, KeyError):
                    await self.async_fetch(device_id)
            finally:
                self._is_fetching = False
        self._schedule()
