"""The cost of printing a file of 20 MiB: the event loop's longest block, and memory.

The blocks are compared with those of a bare aiohttp POST, and of an idle loop.
"""

import asyncio
from base64 import b64encode
from io import BytesIO
from pathlib import Path
import random
import tracemalloc

from PIL import Image

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from .account import home_assistant, print_job, share_printer, until_ended
from .bare_cloud import BareCloud, print_body
from .process import Watch, figures, memory, watch

ROUNDS = 4
PIXELS = (2560, 2720)
"""Size of a bitmap of just under 20 MiB, the limit of a print; it is sent unchanged."""
NOTHING_SECONDS = 0.5


def _bitmap() -> bytes:
    """Return a bitmap of noise."""
    width, height = PIXELS
    noise = random.Random(0).randbytes(width * height * 3)
    with BytesIO() as file:
        Image.frombytes("RGB", PIXELS, noise).save(file, "BMP")
        return file.getvalue()


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    picture = _bitmap()
    file = folder / "picture.bmp"
    file.write_bytes(picture)
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        BareCloud(cloud) as bare,
        home_assistant(folder) as hass,
    ):
        entry = await share_printer(hass, cloud)
        (device_id,) = entry.runtime_data.coordinator.data
        await print_job(hass, device_id=device_id, text="warm-up")
        # The first large print, before anything else has grown the process
        before = memory()
        async with watch() as first:
            await print_job(hass, device_id=device_id, file=str(file))
        grown = first.peak_memory - before
        await until_ended(entry)
        left = memory() - before

        body = print_body(
            cloud.printers[0],
            mediaSource="BASE64",
            mediaFormat="BMP",
            content=b64encode(picture).decode(),
        )
        prints, posts, nothing = [first], list[Watch](), list[Watch]()
        for _ in range(ROUNDS):
            async with watch() as seen:
                await print_job(hass, device_id=device_id, file=str(file))
            prints.append(seen)
            async with watch() as seen:
                await bare.post("/openapi", body)
            posts.append(seen)
            async with watch() as seen:
                await asyncio.sleep(NOTHING_SECONDS)
            nothing.append(seen)

        await until_ended(entry)
        tracemalloc.start()
        await print_job(hass, device_id=device_id, file=str(file))
        await until_ended(entry)
        held, peak = (size / 2**20 for size in tracemalloc.get_traced_memory())
    rows = [
        ["cloudprint.print of a file", *figures(prints)],
        ["one bare POST of the same", *figures(posts)],
        ["nothing", *figures(nothing)],
    ]
    head = ["20 MiB", "median s", "longest block ms", "median ms"]
    return (
        f"{table(head, rows)}\n\n"
        f"RSS during the first print: {grown:.0f} MiB more at the peak, {left:.0f} MiB"
        f" more after the job (at most 64 MiB more at the peak).\n"
        f"Python's objects during another: {peak:.0f} MiB at the peak,"
        f" {peak * 2**20 / len(picture):.1f} times the file; {held:.1f} MiB at the end."
    )
