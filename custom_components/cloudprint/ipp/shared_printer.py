"""What clients see of a shared printer at a moment, and when that has changed last."""

from dataclasses import dataclass
from datetime import datetime
import re
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.loader import async_get_loaded_integration
from homeassistant.util import dt as dt_util

from ..api.capabilities import Paper, PrinterCapabilities
from ..const import DOMAIN
from ..coordinator import build_printer_identifier, get_printer_name, is_printer
from ..data import Account
from ..printers.status import PrinterState, get_status
from ..printing.capability_check import get_defaults
from ..printing.papers import get_papers
from .protocol.message import limit_octets
from .supported import SupportedOptions

PATH: Final = "ipp/print/"
USUAL_PAPER: Final = "a4"  # The default paper of a printer that reports none
MAX_LABEL_OCTETS: Final = 63

_ASCII_WORD: Final = re.compile(r"[A-Za-z0-9][\w+-]*", re.ASCII)
_MAX_MODEL: Final = 32
ID_LENGTH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPrinter(SupportedOptions):
    """A printer at a moment, as its IPP attributes and its announcement describe it."""

    device_id: str
    uuid: UUID  # stays the same as long as the printer does
    resource: str  # its path on the server, without the first slash
    name: str
    label: str  # to announce
    dns_sd_name: str  # announced
    location: str  # The name of its area, or empty
    make_and_model: str
    papers: tuple[Paper, ...]
    default_paper: Paper
    state: PrinterState
    queued_jobs: int
    is_accepting: bool
    needs_password: bool
    language: str  # Home Assistant's, as in "en" or "zh-Hans"
    device_url: str | None
    """The page of the device in Home Assistant, where its address is known."""
    started_at: datetime
    changed_at: datetime
    configured_at: datetime  # When anything but the state last changed
    version: str  # this integration's: the printer's firmware to clients


class PrinterView:
    """Describes a printer, and when that has changed last."""

    def __init__(self, account: Account, device_id: str) -> None:
        """Set up the view of a listed printer of a loaded account."""
        self._hass = account.hass
        self._account = account
        self.device_id = device_id
        self._printer = account.coordinator.data[device_id]
        self._started_at = dt_util.utcnow()
        self._state: tuple[object, datetime] = (None, self._started_at)
        self._rest: tuple[object, datetime] = (None, self._started_at)
        self.announced_name: str | None = None  # once it is announced
        _, identifier = build_printer_identifier(
            account.coordinator.app_id,
            self._printer.server_sn,
            self._printer.name,
        )
        self._uuid = uuid5(NAMESPACE_OID, f"{DOMAIN}.{identifier}")
        self.resource = f"{PATH}{self._uuid.hex[:12]}"

    def snapshot(self) -> SharedPrinter:
        """Return the printer as it is now."""
        account, device_id = self._account, self.device_id
        self._printer = account.coordinator.data.get(device_id, self._printer)
        name = get_printer_name(self._hass, device_id, self._printer.alias)
        defaults = get_defaults(account, device_id)
        capabilities = account.capabilities.get(device_id)
        papers = tuple(get_papers(capabilities))
        state = get_status(account.store, device_id, self._printer)
        label = self._make_label(name)
        rest: dict[str, Any] = {
            "name": name,
            "label": label,
            "dns_sd_name": self.announced_name or label,
            "location": self._find_area(),
            "capabilities": capabilities or PrinterCapabilities(),
            "papers": papers,
            "default_paper": _find_default_paper(
                papers, capabilities, defaults.get("paper")
            ),
            "defaults": defaults,
        }
        self._state = _since(self._state, state)
        self._rest = _since(self._rest, rest)
        return SharedPrinter(
            device_id=device_id,
            uuid=self._uuid,
            resource=self.resource,
            make_and_model=self._printer.name,
            state=state,
            queued_jobs=account.store.counts.open(device_id),
            is_accepting=account.entry.state is ConfigEntryState.LOADED
            and not self._hass.is_stopping,
            needs_password=account.ipp.needs_password,
            language=self._hass.config.language,
            device_url=self._find_device_url(),
            started_at=self._started_at,
            changed_at=self._state[1],
            configured_at=self._rest[1],
            version=str(async_get_loaded_integration(self._hass, DOMAIN).version),
            **rest,
        )

    def _make_label(self, name: str) -> str:
        """Return the name to announce.

        CUPS makes names of queues of ASCII letters and digits only: the model is added to
        a name without any, and a part of the id where printers would still be the same.
        """
        if _ASCII_WORD.search(name):
            return make_label(name)
        model = get_ascii(self._printer.name)
        if not model or self._has_twin(model):
            model = f"{model or DOMAIN} {self._uuid.hex[:ID_LENGTH]}"
        end = f" ({model})"
        return f"{limit_octets(make_label(name), MAX_LABEL_OCTETS - len(end))}{end}"

    def _has_twin(self, model: str) -> bool:
        """Return whether another printer of a model has a name without ASCII, too."""
        registry = dr.async_get(self._hass)
        return any(
            device.id != self.device_id
            and get_ascii(device.model or "") == model
            and is_printer(device)
            and not _ASCII_WORD.search(get_printer_name(self._hass, device.id))
            for entry in self._hass.config_entries.async_entries(DOMAIN)
            for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
        )

    def _find_area(self) -> str:
        device = dr.async_get(self._hass).async_get(self.device_id)
        area_id = device and device.area_id
        area = area_id and ar.async_get(self._hass).async_get_area(area_id)
        return area.name if area else ""

    def _find_device_url(self) -> str | None:
        try:
            base = get_url(self._hass, allow_external=False, allow_cloud=False)
        except NoURLAvailableError:
            return None
        return f"{base}/config/devices/device/{self.device_id}"


def make_label(name: str) -> str:
    """Return a name for a service: no dots, no control characters (RFC 6763, 4.1.1)."""
    words = "".join(
        character if character.isprintable() and character != "." else " "
        for character in name
    ).split()
    return limit_octets(" ".join(words) or DOMAIN, MAX_LABEL_OCTETS).rstrip()


def get_ascii(model: str) -> str:
    """Return the words of a model that are in ASCII, as far as a label has room."""
    return " ".join(_ASCII_WORD.findall(model))[:_MAX_MODEL].rstrip()


def _since(earlier: tuple[object, datetime], value: object) -> tuple[object, datetime]:
    if earlier[0] is None:
        return value, earlier[1]
    return earlier if earlier[0] == value else (value, dt_util.utcnow())


def _find_default_paper(
    papers: tuple[Paper, ...], capabilities: PrinterCapabilities | None, chosen: object
) -> Paper:
    reported = capabilities and capabilities.default_paper
    by_name = {paper.name.strip().lower(): paper for paper in papers}
    for name in (chosen, reported and reported.name.strip(), USUAL_PAPER):
        if isinstance(name, str) and name.lower() in by_name:
            return by_name[name.lower()]
    return papers[0]
