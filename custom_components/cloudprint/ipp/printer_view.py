"""What clients see of a printer at a moment."""

from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.loader import async_get_loaded_integration
from homeassistant.util import dt as dt_util

from ..api import Paper, PrinterCapabilities
from ..const import DOMAIN
from ..coordinator import build_printer_identifier, get_printer_name
from ..data import CloudPrintConfigEntry
from ..printers.status import get_open_jobs, get_status
from ..printing.job_ticket import get_defaults
from ..printing.papers import get_papers
from ..settings import IppSettings
from .shared_printer import SharedPrinter

USUAL_PAPER = "a4"
"""The default paper of a printer that reports none."""


class PrinterView:
    """Describes a printer, and when that has changed last."""

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
    ) -> None:
        """Set up the view of a listed printer of a loaded account."""
        self._hass = hass
        self._entry = entry
        self._account = entry.runtime_data
        self.device_id = device_id
        self._printer = self._account.coordinator.data[device_id]
        self._settings = IppSettings.from_options(entry.options)
        self._started_at = dt_util.utcnow()
        self._state: tuple[object, datetime] = (None, self._started_at)
        self._rest: tuple[object, datetime] = (None, self._started_at)
        self.identifier = build_printer_identifier(
            self._account.coordinator.app_id,
            self._printer.server_sn,
            self._printer.name,
        )[1]

    async def async_fetch_capabilities(self) -> None:
        """Fetch what the printer can do if that is not known, where the service answers."""
        await self._account.capabilities.async_get(self.device_id)

    def snapshot(self) -> SharedPrinter:
        """Return the printer as it is now."""
        account, device_id = self._account, self.device_id
        self._printer = account.coordinator.data.get(device_id, self._printer)
        known = account.capabilities.get(device_id)
        defaults = get_defaults(account, device_id)
        papers = tuple(get_papers(known))
        state = get_status(account.store, device_id, self._printer)
        rest: dict[str, Any] = {
            "name": get_printer_name(self._hass, device_id, self._printer.alias),
            "location": self._find_area(),
            "capabilities": known,
            "papers": papers,
            "default_paper": _find_default_paper(papers, known, defaults.get("paper")),
            "defaults": defaults,
        }
        self._state = _since(self._state, state)
        self._rest = _since(self._rest, rest)
        return SharedPrinter(
            device_id=device_id,
            identifier=self.identifier,
            make_and_model=self._printer.name,
            state=state,
            queued_jobs=len(get_open_jobs(account.store, device_id)),
            is_accepting=self.is_accepting,
            needs_password=self._settings.needs_password,
            language=self._hass.config.language,
            device_url=self._find_device_url(),
            started_at=self._started_at,
            changed_at=self._state[1],
            configured_at=self._rest[1],
            version=str(async_get_loaded_integration(self._hass, DOMAIN).version),
            **rest,
        )

    @property
    def is_accepting(self) -> bool:
        """Return whether the account takes jobs."""
        return (
            self._entry.state is ConfigEntryState.LOADED and not self._hass.is_stopping
        )

    def _find_area(self) -> str:
        """Return the name of the printer's area, or nothing."""
        device = dr.async_get(self._hass).async_get(self.device_id)
        if device is None or device.area_id is None:
            return ""
        area = ar.async_get(self._hass).async_get_area(device.area_id)
        return "" if area is None else area.name

    def _find_device_url(self) -> str | None:
        """Return the address of the printer's page in Home Assistant."""
        try:
            base = get_url(self._hass, allow_external=False, allow_cloud=False)
        except NoURLAvailableError:
            return None
        return f"{base}/config/devices/device/{self.device_id}"


def _since(known: tuple[object, datetime], value: object) -> tuple[object, datetime]:
    """Return a value with the time since which it is the same."""
    if known[0] is None:
        return value, known[1]
    return known if known[0] == value else (value, dt_util.utcnow())


def _find_default_paper(
    papers: tuple[Paper, ...], known: PrinterCapabilities | None, chosen: object
) -> Paper:
    """Return the paper of prints without one."""
    reported = known and known.default_paper
    by_name = {paper.name.strip().lower(): paper for paper in papers}
    names = (chosen, reported and reported.name.strip(), USUAL_PAPER)
    known_names = [
        name.lower()
        for name in names
        if isinstance(name, str) and name.lower() in by_name
    ]
    return by_name[known_names[0]] if known_names else papers[0]
