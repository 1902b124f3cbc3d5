"""Run the simulator in a process of its own: `python -m tests.simulator`."""

import argparse
import asyncio
import contextlib
import json
import os
from pathlib import Path
import signal
import sys
from tempfile import mkdtemp
from typing import Any

from .control import ControlServer
from .simulator import CloudSimulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator",
        description="A simulated cloud with two printers that print to a folder.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=0, help="port of the cloud; 0 for a free one"
    )
    parser.add_argument(
        "--control-port",
        type=int,
        default=0,
        help="port of the control API; 0 for a free one",
    )
    parser.add_argument(
        "--folder", type=Path, help="folder of printed jobs; by default a new one"
    )
    parser.add_argument(
        "--render",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="print jobs to PDF with Chromium and LibreOffice if installed",
    )
    parser.add_argument(
        "--step-seconds",
        type=float,
        default=1.0,
        help="seconds of a task in each state; 0: finished at the first query",
    )
    parser.add_argument(
        "--fetch-local-urls",
        action="store_true",
        help="fetch URLs on 127.0.0.1",
    )
    parser.add_argument(
        "--announce", type=Path, help="file for the addresses and keys, as JSON"
    )
    return parser.parse_args()


def _announce(file: Path, facts: dict[str, Any]) -> None:
    """Write a file atomically."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.write_text(
        json.dumps(facts, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    unfinished.replace(file)


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)

    folder: Path = arguments.folder or Path(mkdtemp(prefix="cloudprint-"))
    simulator = CloudSimulator(
        folder=folder,
        host=arguments.host,
        port=arguments.port,
        step_seconds=arguments.step_seconds,
        render=arguments.render,
    )
    simulator.settings.fetch_local_urls = arguments.fetch_local_urls
    application = simulator.add_application()
    simulator.add_printer()
    simulator.add_colour_printer()
    control = ControlServer(simulator, host=arguments.host, port=arguments.control_port)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(simulator.stop)
        await simulator.start()
        stack.push_async_callback(control.stop)
        await control.start()
        facts = {
            "base_url": simulator.base_url,
            "control_url": control.url,
            "app_id": application.app_id,
            "app_key": application.app_key,
            "folder": str(folder.absolute()),
            "pid": os.getpid(),
            "printers": [
                {
                    "name": printer.name,
                    "alias": printer.shown_alias,
                    "sn": printer.sn,
                    "share_code": printer.share_code,
                    "verification_code": printer.verification_code,
                }
                for printer in simulator.printers
            ],
        }
        print(f"Base URL     {simulator.base_url}")
        print(f"Control URL  {control.url}")
        print(f"AppID        {application.app_id}")
        print(f"AppKey       {application.app_key}")
        print(f"Folder       {folder.absolute()}")
        for printer in simulator.printers:
            print(
                f"Printer      {printer.shown_alias}: share code {printer.share_code},"
                f" verification code {printer.verification_code}"
            )
        sys.stdout.flush()
        if arguments.announce is not None:
            _announce(arguments.announce, facts)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
