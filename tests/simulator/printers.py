"""A printer that is shared with the cloud."""

from dataclasses import dataclass, field
from typing import Any

TASK_LIFE = ("SUBMITTED", "QUEUED", "PRINTING", "FINISHED")
"""The states of a successful task (OpenAPI 3.7.3)."""


@dataclass(eq=False, slots=True)
class Printer:
    """A shared printer. Every attribute can be changed while the cloud runs.

    A printer is identified by its name and server SN, so changing `name` simulates a
    rename on its server: the old pair no longer exists (vendor-api.md 6.1).
    `share_code` is unique in the whole cloud.
    """

    name: str
    sn: str
    share_code: str
    verification_code: str

    alias: str | None = None
    """Set by the printer's administrator; the default is `<name>-<sn>`."""

    device_type: str = "printer"

    capabilities: Any = field(default_factory=dict)
    """The record that queryPrinterDetail answers as JSON in a string. A string is
    answered unchanged, so that it can be malformed."""

    present: bool = True
    """Whether the printer's server is known to the cloud. False removes the printer
    from the list and refuses calls for it, but keeps the binding."""

    hidden: bool | None = None
    """Field `hidden` in the list; None omits it, as the document does."""

    online_status: str | None = None
    """Field `onlineStatus` in the list, "1", "0" or "ONLINE"; None omits it."""

    deletable: bool | None = None
    """Field `deletable` in the list; None omits it, as the document does."""

    extra: dict[str, Any] = field(default_factory=dict)
    """Undocumented fields to add to the printer's record."""

    step_seconds: float = 1.0
    """Seconds of a task in each state of `life`; 0: in the last at the first query."""

    life: tuple[str, ...] = TASK_LIFE
    """The states of new tasks; they stay in the last one."""

    @property
    def shown_alias(self) -> str:
        """The alias, or the cloud's default (OpenAPI 3.2.3)."""
        return self.alias or f"{self.name}-{self.sn}"

    def report(self, **capabilities: Any) -> None:
        """Change parts of the printer's capabilities."""
        self.capabilities = {**self.capabilities, **capabilities}

    def record(self) -> dict[str, Any]:
        """Return the printer's record in addSharePrinter and queryPrinters."""
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
