"""The simulator: the cloud with its server, faults and folder."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
import ssl
import time
from typing import Any

from aiohttp import web

from .accounts import Application
from .capabilities import load_capabilities
from .cloud import Cloud
from .faults import Faults
from .folder import Folder
from .listener import Listener
from .printers import Printer
from .records import Call, PrintedJob, ReceivedRequest, Violation
from .rendering import Renderer
from .server import CloudServer
from .settings import Settings
from .tasks import Task, TaskAnswer

DOCUMENT_APP_ID = "f03e4012f1b7471f8ab9b3e9429ed67b"
DOCUMENT_APP_KEY = "cdd916a412844758a63672461c85f354"
"""The application of the document's signature example (OpenAPI 3.1.2)."""


class CloudSimulator:
    """A simulated cloud. The package's docstring shows its use."""

    def __init__(
        self,
        *,
        folder: Path | None = None,
        clock: Callable[[], float] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        step_seconds: float = 1.0,
        render: bool = False,
    ) -> None:
        """Initialize a cloud without applications and printers.

        Args:
            folder: Folder of printed jobs; None keeps them in memory only.
            clock: Seconds since 1970; by default `time.time`, looked up at each call,
                so that tests can freeze it.
            host: Address to listen on.
            port: Port to listen on, 0 for a free one.
            step_seconds: Default of the printers' `step_seconds`.
            render: Whether to render jobs to PDF if the programs are installed.

        Raises ValueError to render without a folder.
        """
        if render and folder is None:
            raise ValueError("Printing to PDF needs a folder")
        self._clock = clock or (lambda: time.time())
        self._offset = 0.0
        self.step_seconds = step_seconds
        self.settings = Settings()
        self.faults = Faults()
        self._cloud = Cloud(self.settings, self.now, self._keep)
        self._server = CloudServer(self._cloud, self.faults, self.settings, self.now)
        self.tls: ssl.SSLContext | None = None
        self._host = host
        self._port = port
        self._listener: Listener | None = None
        self._folder = None if folder is None else Folder(folder)
        self._renderer = Renderer() if render else None

    # Life cycle

    async def start(self) -> None:
        """Start listening."""
        server = web.Server(self._server.handle, access_log=None, lingering_time=0)
        self._listener = Listener(server, self._host, self._port)
        self._listener.tls = self.tls
        await self._listener.start()

    async def stop(self) -> None:
        """Stop the server; calls that wait in a fault are resumed first."""
        self.faults.clear()
        if self._listener is not None:
            await self._listener.stop()
        if self._renderer is not None:
            await self._renderer.stop()

    @property
    def listening(self) -> bool:
        """Whether connections are accepted."""
        return self._listener is not None and self._listener.listening

    @property
    def base_url(self) -> str:
        """The base URL, without a trailing slash; available once started."""
        if self._listener is None:
            raise RuntimeError("The simulator was not started")
        return self._listener.url

    def refuse_connections(self) -> None:
        """Refuse connections and break the open ones, but keep the port.

        A client notices that an open connection is broken at its next request; only the
        request after that tries to connect.
        """
        if self._listener is not None:
            self._listener.refuse()

    async def accept_connections(self) -> None:
        """Accept connections again, on the same port."""
        if self._listener is not None:
            self._listener.tls = self.tls
            await self._listener.start()

    # Time

    def now(self) -> float:
        """Return the cloud's time, in seconds since 1970."""
        return self._clock() + self._offset

    def advance(self, seconds: float) -> None:
        """Move the cloud's time forward."""
        self._offset += seconds

    # Applications and printers

    @property
    def applications(self) -> list[Application]:
        """All applications."""
        return list(self._cloud.accounts.applications.values())

    @property
    def printers(self) -> list[Printer]:
        """All printers that are shared with the cloud."""
        return self._cloud.printers

    def add_application(
        self, app_id: str = DOCUMENT_APP_ID, app_key: str = DOCUMENT_APP_KEY
    ) -> Application:
        """Register an application, by default the document's."""
        return self._cloud.accounts.add(app_id, app_key)

    def add_printer(
        self,
        name: str = "佳能复合机",
        sn: str = "pkDgrqeA",
        share_code: str = "830487711",
        verification_code: str = "2598",
        *,
        alias: str | None = None,
        capabilities: Any = None,
        step_seconds: float | None = None,
        **attributes: Any,
    ) -> Printer:
        """Share a printer, by default the document's (OpenAPI 3.2, 3.5).

        The default of `capabilities` is the record of OpenAPI 3.5.3. `attributes` are
        further ones of `Printer`. Raises ValueError if the share code, or the name on
        the server, exists.
        """
        for printer in self.printers:
            if printer.share_code == share_code:
                raise ValueError(f"Share code {share_code} exists already")
            if (printer.name, printer.sn) == (name, sn):
                raise ValueError(f"Printer {name} exists already on {sn}")
        if capabilities is None:
            capabilities = load_capabilities("monochrome")
        printer = Printer(
            name=name,
            sn=sn,
            share_code=share_code,
            verification_code=verification_code,
            alias=alias,
            capabilities=capabilities,
            step_seconds=self.step_seconds if step_seconds is None else step_seconds,
            **attributes,
        )
        self.printers.append(printer)
        return printer

    def add_colour_printer(self, **attributes: Any) -> Printer:
        """Share a colour duplex printer."""
        return self.add_printer(
            **{
                "name": "EPSON L15160 Series",
                "sn": "mT4xWq2Z",
                "share_code": "615203948",
                "verification_code": "7316",
                "alias": "二楼彩色打印机",
                "capabilities": load_capabilities("colour_duplex"),
            }
            | attributes
        )

    def remove_printer(self, printer: Printer) -> None:
        """Remove a printer and its bindings.

        Use `printer.present = False` for one that comes back.
        """
        self.printers.remove(printer)
        for application in self.applications:
            self.unbind(application, printer)

    def bind(self, application: Application, printer: Printer) -> None:
        """Bind a printer without a call."""
        if printer not in application.printers:
            application.printers.append(printer)

    def unbind(self, application: Application, printer: Printer) -> None:
        """Release a printer without a call."""
        if printer in application.printers:
            application.printers.remove(printer)

    # Tokens

    def another_client_signs_in(self, application: Application) -> str:
        """Fetch a token as another client.

        `settings.token_policy` defines its effect on earlier tokens.
        """
        return self._cloud.accounts.issue(application, self.now())[0]

    def kill_tokens(self, application: Application | None = None) -> int:
        """Kill the tokens of one application or of all; return their number."""
        return self._cloud.accounts.kill(application)

    # Tasks

    @property
    def tasks(self) -> dict[str, Task]:
        """All tasks, by their ids."""
        return self._cloud.tasks

    def task_status(self, task_id: str) -> str:
        """Return a task's current state. Raises KeyError."""
        return self.tasks[task_id].status_at(self.now())

    def set_task_status(self, task_id: str, status: str | None) -> None:
        """Set a task's state to any word; None: by the clock. Raises KeyError."""
        self.tasks[task_id].status = status

    def set_task_answer(self, task_id: str, answer: TaskAnswer | str) -> None:
        """Set the answer of task/get for a task. Raises KeyError, ValueError."""
        self.tasks[task_id].answer = TaskAnswer(answer)

    # Records

    @property
    def requests(self) -> list[ReceivedRequest]:
        """All requests, oldest first."""
        return self._server.requests

    @property
    def violations(self) -> list[Violation]:
        """All requests that the document does not allow."""
        return self._server.violations

    @property
    def printed(self) -> list[PrintedJob]:
        """Every print that was accepted, oldest first."""
        return self._cloud.printed

    def count(self, call: Call | str | None = None) -> int:
        """Return the number of requests, of one call or of all. Raises ValueError."""
        if call is None:
            return len(self.requests)
        call = Call(call)
        return sum(request.call is call for request in self.requests)

    def counts(self) -> Counter[str]:
        """Return the number of requests of each call."""
        return Counter(str(request.call) for request in self.requests)

    def find_printed(
        self,
        *,
        name: str | None = None,
        content: bytes | None = None,
        digest: str | None = None,
        printer: Printer | None = None,
    ) -> list[PrintedJob]:
        """Return the accepted prints with this name, content, digest and printer."""
        if content is not None:
            digest = sha256(content).hexdigest()
        return [
            job
            for job in self.printed
            if (name is None or job.name == name)
            and (digest is None or job.digest == digest)
            and (printer is None or job.printer is printer)
        ]

    def times_printed(
        self,
        *,
        name: str | None = None,
        content: bytes | None = None,
        digest: str | None = None,
        printer: Printer | None = None,
    ) -> int:
        """Return the number of prints that `find_printed` returns."""
        return len(
            self.find_printed(
                name=name, content=content, digest=digest, printer=printer
            )
        )

    async def wait_rendered(self) -> None:
        """Wait until all jobs are rendered."""
        if self._renderer is not None:
            await self._renderer.wait()

    def forget(self) -> None:
        """Empty the lists of requests, prints and violations."""
        self.requests.clear()
        self.printed.clear()
        self.violations.clear()

    async def _keep(self, job: PrintedJob) -> None:
        if self._folder is not None:
            await self._folder.keep(job)
        if self._renderer is not None:
            self._renderer.add(job)
