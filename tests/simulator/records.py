"""What the simulator remembers of what reached it."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from .printers import Printer


class Call(StrEnum):
    """The seven calls, by the names the document gives them."""

    GET_TOKEN = "getToken"
    ADD_SHARE_PRINTER = "addSharePrinter"
    REVOKE_SHARE_PRINTER = "revokeSharePrinter"
    QUERY_PRINTERS = "queryPrinters"
    QUERY_PRINTER_DETAIL = "queryPrinterDetail"
    NEW_PRINT_TASK = "newPrintTask"
    TASK_GET = "task/get"

    UNKNOWN = "unknown"
    """Anything that is not one of the seven."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the document does not allow."""

    time: float
    call: str
    detail: str


@dataclass(eq=False, slots=True)
class ReceivedRequest:
    """One request as it came in, and what became of it."""

    call: Call
    method: str
    path: str
    time: float
    token: str | None = field(repr=False)

    headers: dict[str, str] = field(repr=False)
    """All headers but the token, with names in lower case."""

    size: int | None = None
    """The body's bytes; None when it was not read to its end."""

    body: Any = field(default=None, repr=False)
    """The body read as JSON; None when it could not be."""

    app_id: str | None = None
    """The application that the token or the body named, once it was found."""

    accepted: bool = False
    """Whether the cloud did what was asked, whatever the caller was told."""

    refusal: str | None = None
    """The message of the refusal, when the cloud refused."""

    faults: tuple[str, ...] = ()
    """The scripted faults that were played on it."""

    status: int | None = None
    """The HTTP status that was answered; None when nothing was."""


@dataclass(eq=False)
class PrintedJob:
    """One accepted print."""

    task_id: str
    app_id: str
    printer: Printer
    time: float

    printer_name: str
    """The printer's name at that time."""

    task: dict[str, Any] = field(repr=False)
    """Every field of `task` as it was received."""

    content: bytes = field(repr=False)
    """The decoded content of BASE64, the UTF-8 of STRING, of URL the address itself."""

    fetched: bytes | None = field(default=None, repr=False)
    """What was behind the address, when the cloud was allowed to fetch it."""

    file: Path | None = None
    """The kept content, when the simulator has a folder; of a URL that was not
    fetched, the address."""

    pdf: Path | None = None
    """What came out of the printer, once it was printed to PDF."""

    @property
    def name(self) -> str:
        """The task's name."""
        return str(self.task["name"])

    @property
    def sn(self) -> str:
        """The server SN of the printer."""
        return self.printer.sn

    @property
    def media_format(self) -> str:
        """The task's mediaFormat, such as "PNG"."""
        return str(self.task["mediaFormat"])

    @property
    def media_source(self) -> str:
        """The task's mediaSource: "STRING", "URL" or "BASE64"."""
        return str(self.task["mediaSource"])

    @property
    def config(self) -> dict[str, Any]:
        """The task's config as it was received; empty when there was none."""
        config: dict[str, Any] = self.task.get("config", {})
        return config

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `content`, in lower-case hex."""
        return sha256(self.content).hexdigest()
