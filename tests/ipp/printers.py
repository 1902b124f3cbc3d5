"""Shared printers as clients see them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from custom_components.cloudprint.api.capabilities import Paper, PrinterCapabilities
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter, make_label
from custom_components.cloudprint.printers.status import PrinterState

A4: Final = Paper(name="A4", width=210, height=297)
TIME: Final = datetime(2026, 11, 26, 12, tzinfo=UTC)


def uuid_of(identifier: str) -> UUID:
    """Return the UUID of the printer with a device registry identifier."""
    return uuid5(NAMESPACE_OID, f"cloudprint.{identifier}")


def path_of(identifier: str) -> str:
    """Return the path of the printer with a device registry identifier."""
    return f"ipp/print/{uuid_of(identifier).hex[:12]}"


PRINTER: Final = SharedPrinter(
    device_id="0a1b2c3d4e5f",
    uuid=uuid_of("sn-1"),
    resource=path_of("sn-1"),
    name="Office printer",
    label="Office printer",
    dns_sd_name="Office printer",
    location="Study",
    make_and_model="Canon MF3010 (USB)",
    capabilities=PrinterCapabilities(
        supported_colors=("COLOR", "MONOCHROME"),
        supported_sides=("ONESIDE", "DUPLEX", "TUMBLE"),
    ),
    papers=(A4,),
    default_paper=A4,
    defaults={},
    state=PrinterState.IDLE,
    queued_jobs=0,
    is_accepting=True,
    needs_password=False,
    language="en",
    device_url="http://homeassistant.local:8123/config/devices/device/0a1b2c3d4e5f",
    started_at=TIME,
    changed_at=TIME,
    configured_at=TIME,
    version="0.1.0",
)
"""A printer that prints in color and on both sides."""


def make_printer(identifier: str = "sn-1", **changes: Any) -> SharedPrinter:
    """Return the printer with changes. Its label follows its name."""
    if "name" in changes:
        label = make_label(changes["name"])
        changes = {"label": label, "dns_sd_name": label} | changes
    uuid, resource = uuid_of(identifier), path_of(identifier)
    return replace(PRINTER, uuid=uuid, resource=resource, **changes)
