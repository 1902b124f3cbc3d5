"""Shared printers for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.cloudprint.api.capabilities import Paper, PrinterCapabilities
from custom_components.cloudprint.ipp.protocol.request import IppClient
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter
from custom_components.cloudprint.printers.status import PrinterState
from custom_components.cloudprint.printing.papers import get_papers

from ..simulator import load_capabilities
from .printers import path_of, uuid_of

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
CLIENT = IppClient(address="192.168.1.20", host="192.168.1.2:8631")
MONOCHROME = PrinterCapabilities.from_dict(load_capabilities("monochrome"))
COLOR = PrinterCapabilities.from_dict(load_capabilities("colour_duplex"))
A4 = Paper(name="A4", width=210, height=297, left=5.08, top=5.08)
A4_BORDERLESS = Paper(name="A4 borderless", width=210, height=297, left=0, top=0)
PHOTO = Paper(name="4x6", width=102, height=152, left=0, top=0)


def build_printer(
    capabilities: PrinterCapabilities | None = COLOR, **changes: Any
) -> SharedPrinter:
    """Return a printer with its papers, the first or A4 being its default."""
    papers = tuple(changes.pop("papers", None) or get_papers(capabilities))
    default = next((paper for paper in papers if paper.name == "A4"), papers[0])
    values: dict[str, Any] = {
        "device_id": "device",
        "uuid": uuid_of("entry_printer"),
        "resource": path_of("entry_printer"),
        "name": "客厅 HP LaserJet",
        "label": "客厅 HP LaserJet",
        "dns_sd_name": "客厅 HP LaserJet",
        "location": "客厅",
        "make_and_model": "HP LaserJet Pro",
        "capabilities": capabilities or PrinterCapabilities(),
        "papers": papers,
        "default_paper": default,
        "defaults": {},
        "state": PrinterState.IDLE,
        "queued_jobs": 0,
        "is_accepting": True,
        "needs_password": False,
        "language": "en",
        "device_url": None,
        "started_at": NOW - timedelta(hours=1),
        "changed_at": NOW - timedelta(minutes=1),
        "configured_at": NOW - timedelta(hours=1),
        "version": "0.1.0",
    }
    return SharedPrinter(**values | changes)
