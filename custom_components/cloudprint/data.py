"""An account: the one handle of its printers, jobs and settings."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .api.client import CloudPrintClient
from .const import CONF_APP_ID, CONF_APP_KEY, CONF_BASE_URL, DOMAIN
from .coordinator import PrinterCoordinator
from .exceptions import invalid
from .policy.rules import Rule, get_rules
from .printers.capabilities import CapabilityCache
from .printers.printer_store import PrinterStore
from .settings import (
    DocumentSettings,
    IppSettings,
    PrinterSettings,
    SpoolSettings,
    get_entry,
)
from .spool.circuit_breaker import CircuitBreaker
from .spool.content_store import ContentStore
from .spool.dispatcher import Dispatcher
from .spool.job_store import JobStore
from .spool.journal import Journal
from .spool.manual_duplex import ManualDuplex
from .spool.spooler import Spooler
from .spool.submitter import Submitter
from .spool.tracker import TaskTracker

JOURNAL: HassKey[Journal] = HassKey(DOMAIN)


type CloudPrintConfigEntry = ConfigEntry[Account]


class Account:
    """An account that is set up: its printers, jobs and settings.

    Its printers and jobs raise ServiceValidationError once it is unloaded: a reference
    that was kept across an await is never out of date.
    """

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, content_folder: Path
    ) -> None:
        """Create the parts of an account, without starting them."""
        self.hass, self.entry = hass, entry
        self._is_closed = False
        self.client = client = CloudPrintClient(
            async_get_clientsession(hass),
            entry.data[CONF_APP_ID],
            entry.data[CONF_APP_KEY],
            base_url=entry.data[CONF_BASE_URL],
        )
        journal = hass.data[JOURNAL]
        self.settings = settings = SpoolSettings.from_options(entry.options)
        self.documents = DocumentSettings.from_options(entry.options)
        self.ipp = IppSettings.from_options(entry.options)
        self.printer_settings = PrinterSettings(entry)
        # By device id, kept by entities
        self.defaults: dict[str, dict[str, Any]] = {}
        breaker = CircuitBreaker()
        self._coordinator = PrinterCoordinator(hass, entry, client, breaker)
        self._capabilities = CapabilityCache(self._coordinator, self.printer_settings)
        self.printer_store = PrinterStore(
            journal, self._coordinator, self._capabilities
        )
        self._store = store = JobStore(journal, entry.entry_id)
        contents = ContentStore(hass, journal, content_folder, entry.entry_id, settings)
        self.tracker = TaskTracker(hass, client, store)
        self.dispatcher = Dispatcher(
            hass,
            store,
            Submitter(hass, entry, client, store, contents, breaker),
            self.tracker,
            settings,
            breaker,
            self._coordinator.async_refresh,
            ManualDuplex(store, journal),
        )
        self.spooler = Spooler(hass, journal, store, contents, self.dispatcher)

    @property
    def coordinator(self) -> PrinterCoordinator:
        """Return the printers, unless the account is closed."""
        return self._get_open(self._coordinator)

    @property
    def capabilities(self) -> CapabilityCache:
        """Return the capabilities of the printers, unless the account is closed."""
        return self._get_open(self._capabilities)

    @property
    def store(self) -> JobStore:
        """Return the jobs, unless the account is closed."""
        return self._get_open(self._store)

    @property
    def rules(self) -> list[Rule]:
        """Return the present rules: they change without a reload."""
        return get_rules(self.entry)

    def close(self) -> None:
        """End the use of an account that is unloaded; its own parts end their work."""
        self._is_closed = True

    def _get_open[_T](self, part: _T) -> _T:
        if self._is_closed:
            raise invalid("account_not_loaded", account=self.entry.title)
        return part


def get_accounts(hass: HomeAssistant) -> list[Account]:
    """Return the accounts that are loaded."""
    entries: list[CloudPrintConfigEntry]
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [entry.runtime_data for entry in entries]


def find_account(hass: HomeAssistant, entry_id: object) -> Account | None:
    """Return an account, or None if it is not loaded."""
    accounts = get_accounts(hass)
    return next(
        (account for account in accounts if account.entry.entry_id == entry_id), None
    )


def get_account(hass: HomeAssistant, entry_id: object) -> Account:
    """Return an account that is loaded. Raises ServiceValidationError."""
    entry = get_entry(hass, entry_id)
    if (account := find_account(hass, entry_id)) is None:
        raise invalid("account_not_loaded", account=entry.title)
    return account
