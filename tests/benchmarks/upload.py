"""What it costs to take a file of 20 MiB that a browser sends, in memory above all.

Another process sends it, so that all memory that is seen is Home Assistant's.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
import random
import sys
import tracemalloc

from aiohttp.web import AppRunner, TCPSite
from pytest_homeassistant_custom_component.common import CLIENT_ID

from homeassistant.core import HomeAssistant
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from .account import home_assistant, share_printer
from .errors import BenchmarkError
from .process import Watch, give_back, memory, watch

ROUNDS = 3
SIZE = 20 * 2**20
LIMIT_MIB = 8
NOTHING_SECONDS = 0.5

_SENDER = """
import asyncio, sys
from pathlib import Path
import aiohttp

async def send(url, token, name):
    headers = {"Authorization": f"Bearer {token}", "X-File-Name": "a.png"}
    async with aiohttp.ClientSession(headers=headers) as session:
        with Path(name).open("rb") as file:
            async with session.post(url, data=file) as answer:
                assert answer.status == 200, await answer.text()

asyncio.run(send(*sys.argv[1:]))
"""


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    file, small = folder / "picture.png", folder / "small.png"
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(0).randbytes(SIZE - 8)
    file.write_bytes(picture)
    small.write_bytes(picture[:1000])
    del picture
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        home_assistant(folder) as hass,
    ):
        await share_printer(hass, cloud)
        async with _served(hass) as arguments:
            await _send(*arguments, str(small))
            # Free memory in the process would hide what an upload needs.
            give_back()
            before = memory()
            seen: dict[str, list[Watch]] = {"upload": [], "nothing": []}
            for _ in range(ROUNDS):
                async with watch() as watched:
                    await _send(*arguments, str(file))
                seen["upload"].append(watched)
                async with watch() as watched:
                    await asyncio.sleep(NOTHING_SECONDS)
                seen["nothing"].append(watched)
            left = memory() - before
            python_peak = await _python_peak(*arguments, str(file))
    rows = [
        [
            kind,
            f"{max(item.peak_memory for item in watched) - before:.1f}",
            f"{max(item.longest_block for item in watched) * 1000:.1f}",
            f"{min(item.seconds for item in watched):.2f}",
        ]
        for kind, watched in seen.items()
    ]
    head = ["20 MiB", "RSS at its peak, MiB more", "longest block ms", "fastest s"]
    return (
        f"{table(head, rows)}\n\n"
        f"Python's own objects at their peak: {python_peak:.1f} MiB.\n"
        f"RSS after {ROUNDS} uploads: {left:.1f} MiB more. The limit is {LIMIT_MIB} MiB."
    )


@asynccontextmanager
async def _served(hass: HomeAssistant) -> AsyncGenerator[tuple[str, str]]:
    """Serve Home Assistant on this machine; yield the address and a token for it."""
    user = await hass.auth.async_create_user("Owner")
    refresh_token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    runner = AppRunner(hass.http.app, access_log=None)
    await runner.setup()
    try:
        await TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        yield (
            f"http://127.0.0.1:{port}/api/cloudprint/upload",
            hass.auth.async_create_access_token(refresh_token),
        )
    finally:
        await runner.cleanup()


async def _python_peak(*arguments: str) -> float:
    """Return how much memory Python's objects took at most for a file, in MiB."""
    tracemalloc.start()
    try:
        await _send(*arguments)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


async def _send(*arguments: str) -> None:
    """Send a file from another process. Raises BenchmarkError."""
    sender = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SENDER, *arguments
    )
    if await sender.wait():
        raise BenchmarkError("The file was not taken")
