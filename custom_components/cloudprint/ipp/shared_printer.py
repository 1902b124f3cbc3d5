"""A shared printer as clients see it, and who they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from ..api import Paper, PrinterCapabilities
from ..const import DOMAIN
from ..printers.status import PrinterState

PATH: Final = "ipp/print/"
"""What the paths of all printers begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPrinter:
    """A printer at a moment, as its IPP attributes and its announcement describe it.

    `label` is the name that it is to be announced by, and `dns_sd_name` the one that it is
    announced by. `location` is the name of its area, or empty. `papers` are the printer's
    own, or the standard ones, at least one; `default_paper` is one of them. `defaults` are
    the default options of a print, by their field. `queued_jobs` have not ended.
    `is_accepting` is false while the account cannot take jobs. `language` is Home
    Assistant's, as in "en" or "zh-Hans". `changed_at` is when the state last changed, and
    `configured_at` when anything else did.
    """

    device_id: str
    identifier: str
    name: str
    label: str
    dns_sd_name: str
    location: str
    make_and_model: str
    capabilities: PrinterCapabilities | None
    papers: tuple[Paper, ...]
    default_paper: Paper
    defaults: Mapping[str, Any]
    state: PrinterState
    queued_jobs: int
    is_accepting: bool
    needs_password: bool
    needs_encryption: bool
    language: str
    device_url: str | None
    """The page of the device in Home Assistant, where its address is known."""
    started_at: datetime
    changed_at: datetime
    configured_at: datetime
    version: str
    """The version of this integration, which is the printer's firmware to clients."""

    @property
    def uuid(self) -> UUID:
        """Return an id that stays the same for as long as the printer does."""
        return get_uuid(self.identifier)

    @property
    def resource(self) -> str:
        """Return the path of the printer on the server, without the first slash."""
        return get_resource(self.identifier)


def get_uuid(identifier: str) -> UUID:
    """Return the UUID of the printer with a device registry identifier."""
    return uuid5(NAMESPACE_OID, f"{DOMAIN}.{identifier}")


def get_resource(identifier: str) -> str:
    """Return the path of the printer with a device registry identifier."""
    return f"{PATH}{get_uuid(identifier).hex[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IppClient:
    """A client, and how it reached the server.

    `user` is the name it has authenticated with, None where none is asked for. `host` is
    the name or address and the port that it used, as in "192.168.1.2:8631".
    """

    address: str
    host: str
    is_encrypted: bool = False
    user: str | None = field(default=None, repr=False)
