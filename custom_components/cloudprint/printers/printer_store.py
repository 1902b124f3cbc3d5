"""The printers of an account as last reported, for a start without the service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
import json

from homeassistant.core import CALLBACK_TYPE
from homeassistant.util import dt as dt_util

from ..api.capabilities import PrinterCapabilities
from ..api.parsing import Model
from ..api.printer import Printer
from ..coordinator import PrinterCoordinator
from ..spool.job import PrinterKey
from ..spool.journal import Journal, JournalError
from ..spool.schema import insert_printers, select_printers
from .capabilities import CapabilityCache


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPrinter(Model):
    """A printer and its capabilities, if they are known."""

    printer: Printer
    capabilities: PrinterCapabilities | None = None


class PrinterStore:
    """An account's printers in the journal, for prints while the service is away."""

    def __init__(
        self,
        journal: Journal,
        coordinator: PrinterCoordinator,
        capabilities: CapabilityCache,
    ) -> None:
        """Set up a store that was not loaded."""
        self._journal = journal
        self._coordinator = coordinator
        self._capabilities = capabilities
        self._entry_id: str = coordinator.config_entry.entry_id
        self._stored: Mapping[PrinterKey, KnownPrinter] | None = None
        self.changed_at: datetime | None = None  # the service reported something new

    async def async_load(self) -> bool:
        """Restore the printers; return whether they were ever listed. Raises JournalError.

        Without a list, in a new journal or a damaged one, the device registry has them.
        """

        def load() -> tuple[datetime, list[KnownPrinter]] | None:
            row = select_printers(self._journal.database, self._entry_id)
            return row and _parse(*row)

        if (loaded := await self._journal.async_run(load)) is None:
            return self._coordinator.rebuild()
        self.changed_at, printers = loaded
        by_key = self._stored = {stored.printer.key: stored for stored in printers}
        self._coordinator.restore(stored.printer for stored in printers)
        self._capabilities.restore(
            {
                device_id: by_key[printer.key].capabilities
                for device_id, printer in self._coordinator.data.items()
            }
        )
        return True

    def start(self) -> CALLBACK_TYPE:
        """Write each change to the journal; return a callback that stops it."""
        self._save()
        return self._coordinator.async_add_listener(self._save)

    def _save(self) -> None:
        if not self._coordinator.last_update_success:
            return
        current = {
            printer.key: KnownPrinter(
                printer=replace(printer, online=None),
                capabilities=self._capabilities.get_reported(device_id),
            )
            for device_id, printer in self._coordinator.data.items()
        }
        if current != self._stored:
            self._stored = current
            self._coordinator.config_entry.async_create_task(
                self._coordinator.hass,
                self._async_write(current.values()),
                "cloudprint printers",
            )

    async def _async_write(self, printers: Iterable[KnownPrinter]) -> None:
        now = dt_util.utcnow()

        def write() -> None:
            record = json.dumps([stored.to_dict(by_alias=True) for stored in printers])
            with self._journal.database as connection:
                insert_printers(connection, [(self._entry_id, now.timestamp(), record)])

        try:
            await self._journal.async_run(write)
        except JournalError:
            # With the next list again
            self._stored = None
        else:
            self.changed_at = now


def _parse(
    changed_at: float, record: str
) -> tuple[datetime, list[KnownPrinter]] | None:
    """Return the printers of a record, or None if it is damaged."""
    try:
        printers = [KnownPrinter.from_dict(stored) for stored in json.loads(record)]
        return datetime.fromtimestamp(changed_at, UTC), printers
    except ValueError, LookupError, TypeError, OverflowError, OSError:
        return None
