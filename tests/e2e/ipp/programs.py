"""Runs programs to their end."""

import asyncio
from collections.abc import Mapping
import os


async def run(*command: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a program, and return what it says. Raises AssertionError if it fails."""
    status, output = await run_any(*command, environment=environment)
    assert status == 0, output
    return output


async def run_any(
    *command: str, environment: Mapping[str, str] | None = None
) -> tuple[int | None, str]:
    """Run a program, and return its exit status and what it says."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode()
    return process.returncode, output
