"""Runs the benchmarks: `python -m tests.benchmarks`, or with the name of a part."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from importlib import import_module
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

PARTS = (
    "acceptance",
    "days",
    "encodings",
    "history",
    "ipp",
    "large_print",
    "many",
    "pdf",
    "printers",
    "upload",
)
LONG_PARTS = ("arrange", "calls", "clean_up", "held", "hostile")
"""Parts that take minutes are run by name only."""


def main() -> int:
    """Run one part or all, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument(
        "part",
        nargs="?",
        choices=PARTS + LONG_PARTS,
        help="without it, all that are short",
    )
    part = parser.parse_args().part
    if part is not None:
        run: Callable[[Path], Coroutine[Any, Any, str]]
        run = import_module(f"{__package__}.{part}").run
        with TemporaryDirectory(prefix="cloudprint-") as folder:
            print(asyncio.run(run(Path(folder))), flush=True)
        return 0
    failed = []
    for name in PARTS:
        command = [sys.executable, "-m", __package__, name]
        print(f"\n=== {name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nDid not work: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
