"""Starts Home Assistant in a third of the time, by fork_server.py."""

from collections.abc import Mapping, Sequence
import json
import os
from pathlib import Path
import subprocess
import sys
import threading
from typing import Any

from scripts.playground.process import Running, run_program

from . import crashing_hass, fork_server

_FORKED = (["-m", "homeassistant"], ["-P", str(crashing_hass.FILE)])


class ForkServer:
    """Starts Home Assistant as a fork of a process that has loaded its modules.

    Other programs are started as usual.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """Stop the server; its forks keep running."""
        if self._process is not None:
            self._process.communicate()

    def run_program(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        log: Path,
    ) -> Running:
        """Start a program as `scripts.playground.process.run_program` does."""
        python, *arguments = command
        if python != sys.executable or arguments[:2] not in _FORKED:
            return run_program(command, cwd=cwd, environment=environment, log=log)
        log.touch()
        pid = self.ask(
            start={
                "arguments": arguments,
                "folder": str(cwd),
                "environment": dict(environment),
                "log": str(log),
                "net": f"/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net",
            }
        )
        return _Forked(self, pid)

    def ask(self, **request: Any) -> Any:
        """Return the answer to a request."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(fork_server.FILE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(request)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class _Forked:
    """A fork of the server, which alone can wait for it."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self._server = server
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self._code is None:
            self._code = self._server.ask(poll=self.pid)
        return self._code

    def wait(self) -> int:
        """Return the exit code once it has ended."""
        if self._code is None:
            self._code = self._server.ask(wait=self.pid)
        return self._code
