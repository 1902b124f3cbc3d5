"""A CUPS of a test's own, with its scheduler, queues and programs."""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
import re
import shutil
from tempfile import TemporaryDirectory
from typing import Final

from scripts.playground.process import Process

from .programs import run

SECONDS: Final = 120
PROGRAMS: Final = ("cupsd", "lpadmin", "lp", "lpstat", "cancel")
QUEUE: Final = "house"

_UNANSWERED: Final = re.compile(
    r"\[Job (\d+)\] Send-Document: .*\n.*\[Job \1\] ---- end-of-attributes-tag"
)

_FILES: Final = """\
SystemGroup root
User lp
Group lp
ServerRoot {folder}
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
PassEnv DBUS_SYSTEM_BUS_ADDRESS
"""
_DAEMON: Final = """\
LogLevel debug
MaxLogSize 0
Listen {folder}/cups.sock
DefaultAuthType None
Browsing Off
DirtyCleanInterval 0
JobKillDelay 5
JobRetryInterval 2
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


class Cups:
    """A running CUPS. Its error log has all that it does."""

    def __init__(self, folder: Path) -> None:
        """Write the configuration to a folder with a short path."""
        self._environment = {"CUPS_SERVER": str(folder / "cups.sock")}
        self._folder = folder
        self.error_log = folder / "error.log"
        # What runs as another user must reach its socket and files.
        folder.chmod(0o755)
        for name in ("cache", "state", "spool", "tmp"):
            (folder / name).mkdir()
        (folder / "tmp").chmod(0o1777)
        files, daemon = folder / "cups-files.conf", folder / "cupsd.conf"
        files.write_text(_FILES.format(folder=folder), encoding="utf-8")
        daemon.write_text(_DAEMON.format(folder=folder), encoding="utf-8")
        self.process = Process(
            "CUPS",
            ["cupsd", "-f", "-c", str(daemon), "-s", str(files)],
            cwd=folder,
            log=self.error_log,
        )

    async def start(self) -> None:
        """Start, and wait until it answers."""

        async def answers() -> bool:
            return "is running" in await self.run("lpstat", "-r")

        self.process.start()
        await self.process.until(answers, "answer", SECONDS)

    async def restart(self) -> None:
        """Stop and start again."""
        await self.process.stop()
        await self.start()

    async def run(self, *command: str) -> str:
        """Run a program of CUPS, and return what it says."""
        return await run(*command, environment=self._environment)

    async def until_said(self, text: str, *command: str) -> None:
        """Repeat a program of CUPS until it says a text."""

        async def is_said() -> bool:
            return text in await self.run(*command)

        await self.process.until(is_said, f"say {text!r}", SECONDS)

    async def add_queue(self, uri: str, name: str = QUEUE) -> None:
        """Add a queue without a driver, and wait until CUPS knows what the printer can."""
        ppd = self._folder / "ppd" / f"{name}.ppd"

        async def is_ready() -> bool:
            return ppd.exists() and "IPP Everywhere" in self.read_ppd(name)

        await self.run("lpadmin", "-p", name, "-E", "-v", uri, "-m", "everywhere")
        await self.process.until(is_ready, "ask the printer what it can", SECONDS)

    def read_ppd(self, name: str = QUEUE) -> str:
        """Return what CUPS has made of the attributes of a queue's printer."""
        return (self._folder / "ppd" / f"{name}.ppd").read_text(encoding="utf-8")

    async def print(
        self, file: Path, *options: str, title: str, queue: str = QUEUE
    ) -> str:
        """Print a file as a person does, and return the id of the job."""
        arguments = [part for option in options for part in ("-o", option)]
        said = await self.run(
            "lp", "-d", queue, "-t", title, *arguments, "--", str(file)
        )
        match = re.search(r"request id is (\S+)", said)
        assert match is not None, said
        return match[1]

    async def cancel(self, job: str) -> None:
        """Cancel a job."""
        await self.run("cancel", job)

    async def open_jobs(self) -> list[str]:
        """Return the ids of the jobs that have not ended."""
        return re.findall(r"^(\S+)", await self.run("lpstat", "-o"), re.MULTILINE)

    async def ended_jobs(self) -> dict[str, str]:
        """Return why each job has ended, by its id.

        Reasons are those of IPP, such as "job-completed-successfully".
        """
        said = await self.run("lpstat", "-l", "-W", "completed", "-o")
        return dict(
            re.findall(r"^(\S+) .*?^\s+Alerts: (\S+)", said, re.MULTILINE | re.DOTALL)
        )

    def find_unanswered(self, queue: str = QUEUE) -> set[str]:
        """Return the ids of jobs with a document that the printer has not answered.

        CUPS logs it with the status of the request before, and without attributes.
        """
        log = self.error_log.read_text("utf-8", errors="replace")
        return {f"{queue}-{number}" for number in _UNANSWERED.findall(log)}

    async def until_ended(self, job: str, seconds: float = SECONDS) -> str:
        """Wait until a job has ended, for some seconds at most, and return why.

        CUPS lists a job as ended before it changes its reason.
        """

        async def has_ended() -> bool:
            reasons = await self.ended_jobs()
            return reasons.get(job, "job-printing") != "job-printing"

        await self.process.until(has_ended, f"end {job}", seconds)
        return (await self.ended_jobs())[job]

    async def until_all_ended(self, jobs: Collection[str], seconds: float) -> None:
        """Wait until jobs have ended, for some seconds at most; let their queue go on.

        CUPS stops it if the connection breaks at its first request of a job.
        """

        async def have_ended() -> bool:
            await self.run("lpadmin", "-p", QUEUE, "-E")
            return set(jobs) <= (await self.ended_jobs()).keys()

        await self.process.until(have_ended, "end all jobs", seconds)

    async def until_polled(self, times: int) -> None:
        """Wait until CUPS has asked the printer for the state of a job, so many times."""
        await self._until_logged("Get-Job-Attributes: successful-ok", times)

    async def until_tried(self) -> None:
        """Wait until CUPS has found that it cannot reach the printer."""
        await self._until_logged("Connection error: ", 1)

    async def _until_logged(self, words: str, times: int) -> None:
        def count() -> int:
            return self.error_log.read_text("utf-8", errors="replace").count(words)

        before = count()

        async def is_logged() -> bool:
            return count() >= before + times

        await self.process.until(is_logged, f"log {words!r}", SECONDS)


@asynccontextmanager
async def running_cups(keep_log: Path) -> AsyncGenerator[Cups]:
    """Run a CUPS without queues, and keep its log in a file at the end."""
    # A socket's path has at most 107 characters.
    with TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True) as folder:
        cups = Cups(Path(folder))
        try:
            await cups.start()
            yield cups
        finally:
            await cups.process.stop()
            shutil.copy(cups.error_log, keep_log)
