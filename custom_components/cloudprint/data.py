"""The runtime data of an account."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .api import CloudPrintClient
from .const import CONF_APP_ID, CONF_APP_KEY, CONF_BASE_URL, DOMAIN
from .coordinator import PrinterCoordinator
from .exceptions import invalid
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudPrintData:
    """The runtime data of an account."""

    client: CloudPrintClient
    coordinator: PrinterCoordinator
    capabilities: CapabilityCache
    printer_store: PrinterStore
    store: JobStore
    dispatcher: Dispatcher
    tracker: TaskTracker
    spooler: Spooler
    settings: SpoolSettings
    documents: DocumentSettings
    ipp: IppSettings
    printer_settings: PrinterSettings
    defaults: dict[str, dict[str, Any]]  # kept by entities, by device id


type CloudPrintConfigEntry = ConfigEntry[CloudPrintData]


def get_account(hass: HomeAssistant, entry_id: object) -> CloudPrintData:
    """Return the runtime data of a loaded account. Raises ServiceValidationError.

    After an await, an account may be unloaded, and its entry has no `runtime_data`.
    """
    entry: CloudPrintConfigEntry = get_entry(hass, entry_id)
    if entry.state is not ConfigEntryState.LOADED:
        raise invalid("account_not_loaded", account=entry.title)
    return entry.runtime_data


def find_account(hass: HomeAssistant, entry_id: str) -> CloudPrintData | None:
    """Return the runtime data of an account if it is loaded."""
    entry: CloudPrintConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    return entry.runtime_data


def create_account(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, content_folder: Path
) -> CloudPrintData:
    """Create the parts of an account, without starting them."""
    client = CloudPrintClient(
        async_get_clientsession(hass),
        entry.data[CONF_APP_ID],
        entry.data[CONF_APP_KEY],
        base_url=entry.data[CONF_BASE_URL],
    )
    journal = hass.data[JOURNAL]
    settings = SpoolSettings.from_options(entry.options)
    printer_settings = PrinterSettings(entry)
    breaker = CircuitBreaker()
    coordinator = PrinterCoordinator(hass, entry, client, breaker)
    capabilities = CapabilityCache(coordinator, printer_settings)
    store = JobStore(journal, entry.entry_id)
    contents = ContentStore(hass, journal, content_folder, entry.entry_id, settings)
    submitter = Submitter(hass, entry, client, store, contents, breaker)
    tracker = TaskTracker(hass, client, store)
    dispatcher = Dispatcher(
        hass,
        store,
        submitter,
        tracker,
        settings,
        breaker,
        coordinator.async_refresh,
        ManualDuplex(store, journal),
    )
    return CloudPrintData(
        client=client,
        coordinator=coordinator,
        capabilities=capabilities,
        printer_store=PrinterStore(journal, coordinator, capabilities),
        store=store,
        dispatcher=dispatcher,
        tracker=tracker,
        spooler=Spooler(hass, journal, store, contents, dispatcher),
        settings=settings,
        documents=DocumentSettings.from_options(entry.options),
        ipp=IppSettings.from_options(entry.options),
        printer_settings=printer_settings,
        defaults={},
    )
