"""What an account has while it is set up."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry
from homeassistant.util.hass_dict import HassKey

from .api import CloudPrintClient
from .const import DOMAIN
from .coordinator import PrinterCoordinator
from .printers.capabilities import CapabilityKeeper
from .printers.defaults import PrinterDefaults
from .settings import DocumentSettings, SpoolSettings
from .spool.dispatcher import Dispatcher
from .spool.journal import Journal
from .spool.spooler import Spooler

JOURNAL: HassKey[Journal] = HassKey(DOMAIN)
"""The journal of all accounts; it is there before any of them, and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudPrintData:
    """The parts of one account."""

    client: CloudPrintClient
    coordinator: PrinterCoordinator
    capabilities: CapabilityKeeper
    dispatcher: Dispatcher
    spooler: Spooler
    settings: SpoolSettings
    documents: DocumentSettings
    defaults: PrinterDefaults


type CloudPrintConfigEntry = ConfigEntry[CloudPrintData]
