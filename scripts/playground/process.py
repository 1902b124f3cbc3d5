"""A program that runs in a process of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
import contextlib
import os
from pathlib import Path
import signal
import subprocess
from typing import Protocol

_STOP_SECONDS = 60
_LOOK_AGAIN_SECONDS = (0.05, 0.2)  # at first, and after a while


class ProcessError(Exception):
    """The program ended, or did not become ready in time."""


class Running(Protocol):
    """A started program, the first of its process group."""

    @property
    def pid(self) -> int:
        """Its process id."""

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""

    def wait(self) -> int:
        """Return the exit code once it has ended."""


def run_program(
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], log: Path
) -> Running:
    """Start a program in a folder; its output is added to a file."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl+C is for this process, which then ends the program.
            start_new_session=True,
        )


class Process:
    """One program at a time; its output is appended to a file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        cwd: Path,
        log: Path,
        modules: Path | None = None,
    ) -> None:
        """Prepare to run a program.

        Args:
            name: What people call it.
            command: The program and its arguments.
            cwd: The folder to run it in.
            log: File that its output is added to, over all its starts.
            modules: Folder of Python modules for the program, beside its own.
        """
        self.name = name
        self.log = log
        self._command = command
        self._cwd = cwd
        self._modules = modules
        self._process: Running | None = None

    @property
    def running(self) -> bool:
        """Whether the program runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the program."""
        # Where we find our own modules, the program need not look for its own.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        if self._modules is not None:
            environment["PYTHONPATH"] = str(self._modules)
        self._process = run_program(
            self._command, cwd=self._cwd, environment=environment, log=self.log
        )

    async def stop(self) -> None:
        """Ask the program to end, and kill it after a minute."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(ProcessError):
            await self._until(self._has_ended, "end", _STOP_SECONDS)
        await self.kill()

    async def kill(self) -> None:
        """Kill the program and its child processes, as a power cut would."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    async def ended(self, seconds: float) -> int:
        """Wait until the program has ended by itself.

        Returns:
            Its exit code; of one that a signal ended, the signal's negative number.

        Raises:
            ProcessError: Time is up.
        """
        await self._until(self._has_ended, "end", seconds)
        assert self._process is not None
        return self._process.wait()

    async def until(
        self, ready: Callable[[], Awaitable[bool]], what: str, seconds: float
    ) -> None:
        """Wait until something about the program is true.

        Args:
            ready: Tells whether it is.
            what: The verb for it, for the message when it is not.
            seconds: How long to wait at most.

        Raises:
            ProcessError: The program has ended, or time is up.
        """

        async def ready_or_ended() -> bool:
            if not self.running:
                raise ProcessError(f"{self.name} has ended:\n{self._last_words()}")
            return await ready()

        await self._until(ready_or_ended, what, seconds)

    async def _until(
        self, ready: Callable[[], Awaitable[bool]], what: str, seconds: float
    ) -> None:
        pause, longest = _LOOK_AGAIN_SECONDS
        try:
            async with asyncio.timeout(seconds):
                while not await ready():
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, longest)
        except TimeoutError:
            raise ProcessError(
                f"{self.name} did not {what} within {seconds:g} seconds:\n"
                f"{self._last_words()}"
            ) from None

    async def _has_ended(self) -> bool:
        return not self.running

    def _signal(self, number: signal.Signals) -> None:
        if self.running:
            assert self._process is not None
            os.killpg(self._process.pid, number)

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-20:])
