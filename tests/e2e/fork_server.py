"""Forks processes that run Home Assistant, with its own modules already loaded.

Importing these modules is most of a start's time, and is done once here. Each fork is a
process like any other, and can be killed like one. The integration is not loaded here.

Requests are lines of JSON on standard input. `{"start": {...}}` is answered with a process
id; `{"poll": pid}` and `{"wait": pid}` with an exit code, null while the process runs,
negative for a signal.
"""

from contextlib import suppress
import importlib
import json
import logging
import os
from pathlib import Path
import runpy
import signal
import sys
from typing import Any, Final

FILE: Final = Path(__file__)

_COMPONENTS: Final = """
ai_task analytics api auth backup blueprint button camera config conversation counter
date datetime default_config device_automation diagnostics event file_upload frontend
geo_location hardware hassio history homeassistant homeassistant.scene http humidifier
image image_upload infrared input_boolean input_datetime input_select input_text intent
lawn_mower logbook logger lovelace media_source onboarding person radio_frequency recorder
remote repairs schedule search select sensor siren stt switch system_health tag text time
timer todo tts weather websocket_api zeroconf
"""


def _start(
    arguments: list[str], folder: str, environment: dict[str, str], log: str, net: str
) -> int:
    """Fork a process that does what Python does with these arguments; return its id."""
    if pid := os.fork():
        # Done by both, so that it is done when either goes on
        os.setpgid(pid, pid)
        return pid
    os.setpgid(0, 0)
    _join_network(net)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    _open(os.devnull, os.O_RDONLY, 0)
    _open(log, os.O_WRONLY | os.O_APPEND, 1)
    os.dup2(1, 2)
    modules = environment.get("PYTHONPATH")
    sys.path[:0] = [modules] if modules else []
    option, name, *sys.argv[1:] = arguments
    sys.argv[0] = name
    if option == "-m":
        sys.path.insert(0, folder)
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(name, run_name="__main__")
    sys.exit()


def _join_network(net: str) -> None:
    """Join the network namespace of the test, which may have its own."""
    if Path(net).stat().st_ino != Path("/proc/self/ns/net").stat().st_ino:
        with Path(net).open("rb") as namespace:
            os.setns(namespace.fileno(), os.CLONE_NEWNET)


def _open(path: str, flags: int, number: int) -> None:
    opened = os.open(path, flags)
    os.dup2(opened, number)
    os.close(opened)


def _answer(request: dict[str, Any]) -> int | None:
    if "start" in request:
        return _start(**request["start"])
    if "wait" in request:
        return os.waitstatus_to_exitcode(os.waitpid(request["wait"], 0)[1])
    pid, status = os.waitpid(request["poll"], os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if pid else None


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Threads do not survive a fork, so numpy may have none.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Each fork logs again what is missing.
    logging.disable()
    importlib.import_module("homeassistant.runner")
    for name in _COMPONENTS.split():
        with suppress(ImportError):
            importlib.import_module(f"homeassistant.components.{name}")
    logging.disable(logging.NOTSET)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    _main()
