"""Records of the requests and prints that the simulator received."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from .printers import Printer


class Call(StrEnum):
    """The seven calls, with the document's names."""

    GET_TOKEN = "getToken"
    ADD_SHARE_PRINTER = "addSharePrinter"
    REVOKE_SHARE_PRINTER = "revokeSharePrinter"
    QUERY_PRINTERS = "queryPrinters"
    QUERY_PRINTER_DETAIL = "queryPrinterDetail"
    NEW_PRINT_TASK = "newPrintTask"
    TASK_GET = "task/get"

    UNKNOWN = "unknown"
    """Any other request."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that the document does not allow."""

    time: float
    call: str
    detail: str


@dataclass(eq=False, slots=True)
class ReceivedRequest:
    """A received request and its outcome."""

    call: Call
    method: str
    path: str
    time: float
    token: str | None = field(repr=False)

    headers: dict[str, str] = field(repr=False)
    """All headers except the token, with names in lower case."""

    size: int | None = None
    """Size of the body in bytes; None if it was not read to its end."""

    body: Any = field(default=None, repr=False)
    """The body as JSON; None if it is not JSON."""

    app_id: str | None = None
    """The application of the token or the body, if it exists."""

    accepted: bool = False
    """Whether the call was carried out, regardless of the answer."""

    refusal: str | None = None
    """The message of the refusal, if the cloud refused."""

    faults: tuple[str, ...] = ()
    """The scripted faults that were applied."""

    status: int | None = None
    """The HTTP status of the answer; None without an answer."""


@dataclass(eq=False)
class PrintedJob:
    """One accepted print."""

    task_id: str
    app_id: str
    printer: Printer
    time: float

    printer_name: str
    """The printer's name at the time of the print."""

    task: dict[str, Any] = field(repr=False)
    """All fields of `task` as received."""

    content: bytes = field(repr=False)
    """The decoded content of BASE64, or the string or URL in UTF-8."""

    fetched: bytes | None = field(default=None, repr=False)
    """The content of the URL, if the cloud fetched it."""

    file: Path | None = None
    """The content, or a URL that was not fetched, if the simulator has a folder."""

    pdf: Path | None = None
    """The printed pages, once they are rendered."""

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
        """The task's config as received, by default empty."""
        config: dict[str, Any] = self.task.get("config", {})
        return config

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `content`, in lower-case hex."""
        return sha256(self.content).hexdigest()
