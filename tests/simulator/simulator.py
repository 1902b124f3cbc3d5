"""The whole simulator: the cloud, its server, its faults, its folder."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
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
    """A cloud of one's own. The package's docstring shows how to use it."""

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
        """Prepare a cloud that knows no application and no printer.

        Args:
            folder: Where printers keep what they print; None keeps it in memory only.
            clock: Seconds since 1970; `time.time` unless given, as it is at each call,
                so that time that tests freeze is frozen here, too.
            host: Address to listen at.
            port: Port to listen at, 0 for a free one.
            step_seconds: Pace of printers that are added without one of their own.
            render: Whether kept jobs are printed to PDF where the programs for it are
                installed. Needs a folder.

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
        self._host = host
        self._port = port
        self._listener: Listener | None = None
        self._folder = None if folder is None else Folder(folder)
        self._renderer = Renderer() if render else None

    # Its life

    async def start(self) -> None:
        """Listen."""
        server = web.Server(self._server.handle, access_log=None, lingering_time=0)
        self._listener = Listener(server, self._host, self._port)
        await self._listener.start()

    async def stop(self) -> None:
        """End everything; calls that wait in a fault go on first."""
        self.faults.clear()
        if self._listener is not None:
            await self._listener.stop()
        if self._renderer is not None:
            await self._renderer.stop()

    @property
    def listening(self) -> bool:
        """Whether connections are taken."""
        return self._listener is not None and self._listener.listening

    @property
    def base_url(self) -> str:
        """Where the cloud is, without a slash at the end; known once started."""
        if self._listener is None:
            raise RuntimeError("The simulator was not started")
        return self._listener.url

    def refuse_connections(self) -> None:
        """Refuse connections and break the open ones; the port stays ours.

        A session that keeps connections open learns that its own is broken when it
        next uses it; only then does it try, in vain, to connect.
        """
        if self._listener is not None:
            self._listener.refuse()

    async def accept_connections(self) -> None:
        """Take connections again, on the same port."""
        if self._listener is not None:
            await self._listener.start()

    # Time

    def now(self) -> float:
        """The cloud's time, in seconds since 1970."""
        return self._clock() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass for the cloud: tasks go on, tokens grow old."""
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
        """Register an application; without arguments the document's own."""
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
        """Share a printer; without arguments the document's own (OpenAPI 3.2, 3.5).

        Without `capabilities` it has the record of OpenAPI 3.5.3. `attributes` are
        further ones of `Printer`. Raises ValueError for a share code, or a name on a
        server, that exists.
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
        """Stop sharing a printer: it is gone for everyone, with its bindings.

        One that is to come back is hidden by `printer.present = False` instead.
        """
        self.printers.remove(printer)
        for application in self.applications:
            self.unbind(application, printer)

    def bind(self, application: Application, printer: Printer) -> None:
        """Bind a printer, as if it had been bound earlier."""
        if printer not in application.printers:
            application.printers.append(printer)

    def unbind(self, application: Application, printer: Printer) -> None:
        """Revoke a printer, as if somebody else had done so."""
        if printer in application.printers:
            application.printers.remove(printer)

    # Tokens

    def another_client_signs_in(self, application: Application) -> str:
        """Fetch a token as another client would.

        What it does to earlier tokens is up to `settings.token_policy`.
        """
        return self._cloud.accounts.issue(application, self.now())[0]

    def kill_tokens(self, application: Application | None = None) -> int:
        """Make the tokens of one application, or of all, worthless; return how many."""
        return self._cloud.accounts.kill(application)

    # Tasks

    @property
    def tasks(self) -> dict[str, Task]:
        """All tasks, by their ids."""
        return self._cloud.tasks

    def task_status(self, task_id: str) -> str:
        """What a task's state is now. Raises KeyError."""
        return self.tasks[task_id].status_at(self.now())

    def set_task_status(self, task_id: str, status: str | None) -> None:
        """Hold a task in any state, known or not; None lets it go on by the clock.

        Raises KeyError.
        """
        self.tasks[task_id].status = status

    def set_task_answer(self, task_id: str, answer: TaskAnswer | str) -> None:
        """Say how task/get answers for a task. Raises KeyError, ValueError."""
        self.tasks[task_id].answer = TaskAnswer(answer)

    # What was seen

    @property
    def requests(self) -> list[ReceivedRequest]:
        """All requests, oldest first."""
        return self._server.requests

    @property
    def violations(self) -> list[Violation]:
        """Whatever the document does not allow and was done; a test wants none."""
        return self._server.violations

    @property
    def printed(self) -> list[PrintedJob]:
        """Every print that was accepted, oldest first."""
        return self._cloud.printed

    def count(self, call: Call | str | None = None) -> int:
        """How many requests there were, of one call or of all. Raises ValueError."""
        if call is None:
            return len(self.requests)
        call = Call(call)
        return sum(request.call is call for request in self.requests)

    def counts(self) -> Counter[str]:
        """How many requests there were of each call."""
        return Counter(str(request.call) for request in self.requests)

    def find_printed(
        self,
        *,
        name: str | None = None,
        content: bytes | None = None,
        digest: str | None = None,
        printer: Printer | None = None,
    ) -> list[PrintedJob]:
        """The accepted prints with this name, content, digest and printer."""
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
        """How often something was printed, as `find_printed` finds it."""
        return len(
            self.find_printed(
                name=name, content=content, digest=digest, printer=printer
            )
        )

    async def wait_rendered(self) -> None:
        """Wait until everything that can be printed to PDF is."""
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
