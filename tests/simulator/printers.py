"""A printer that somebody shares with the cloud."""

from dataclasses import dataclass, field
from typing import Any

TASK_LIFE = ("SUBMITTED", "QUEUED", "PRINTING", "FINISHED")
"""The way of a task that goes well (OpenAPI 3.7.3)."""


@dataclass(eq=False, slots=True)
class Printer:
    """A shared printer. Every attribute may be changed while the cloud runs.

    The cloud knows a printer by name and server SN together, so changing `name` is
    what renaming it on its server does: the old pair no longer exists
    (vendor-api.md 6.1). `share_code` is unique in the whole cloud.
    """

    name: str
    sn: str
    share_code: str
    verification_code: str

    alias: str | None = None
    """Set by the printer's administrator; without one `<name>-<sn>` is answered."""

    device_type: str = "printer"

    capabilities: Any = field(default_factory=dict)
    """The record that queryPrinterDetail answers as JSON in a string. A string is
    answered as it is, so that it can be broken."""

    present: bool = True
    """Whether the printer's server is known to the cloud: False makes it vanish from
    the list, and calls for it fail, with the binding kept for its return."""

    hidden: bool | None = None
    """Field `hidden` in the list; None leaves it out, as the document does."""

    online_status: str | None = None
    """Field `onlineStatus` in the list, "1", "0" or "ONLINE"; None leaves it out."""

    deletable: bool | None = None
    """Field `deletable` in the list; None leaves it out, as the document does."""

    extra: dict[str, Any] = field(default_factory=dict)
    """Undocumented fields to add to the printer's record."""

    step_seconds: float = 1.0
    """Seconds a task stays in each state of `life`; 0: at its end when first asked."""

    life: tuple[str, ...] = TASK_LIFE
    """The states that new tasks go through; they stay in the last one for ever."""

    @property
    def shown_alias(self) -> str:
        """The alias, or what the cloud makes up without one (OpenAPI 3.2.3)."""
        return self.alias or f"{self.name}-{self.sn}"

    def record(self) -> dict[str, Any]:
        """The printer as addSharePrinter and queryPrinters answer it."""
        record: dict[str, Any] = {
            "sn": self.sn,
            "printerName": self.name,
            "deviceType": self.device_type,
            "printerAlias": self.shown_alias,
        }
        if self.online_status is not None:
            record["onlineStatus"] = self.online_status
        if self.hidden is not None:
            record["hidden"] = self.hidden
        if self.deletable is not None:
            record["deletable"] = self.deletable
        return record | self.extra
