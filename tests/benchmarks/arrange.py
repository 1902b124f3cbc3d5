"""Photos on sheets: time, memory and bytes, compared with ImageMagick's montage."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
import random
import shutil
from statistics import median
import subprocess
from time import perf_counter, sleep

from PIL import Image

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
)
from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.source_file import SourceFile
from scripts.playground.table import table

from ..document.child_processes import converting_processes
from .errors import BenchmarkError
from .process import peak_memory

PHOTOS = 30
SIZE = (4032, 3024)
"""12 megapixels, as most phones take."""
ROUNDS = 3
GRID = ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=9)
SHEETS = 4
PREVIEW_DPI = 50
_TICK = 0.01

MONTAGE = ("-tile", "3x3", "-geometry", "780x1110+12+12", "-quality", "90")
"""The same grid: nine on A4 at 300 dpi."""


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    photos = await asyncio.to_thread(_write_photos, folder)
    size = sum(photo.stat().st_size for photo in photos) / PHOTOS / 2**20
    print_settings = RenderSettings(arrange=GRID)
    preview_settings = RenderSettings(arrange=GRID, dpi=PREVIEW_DPI)
    measured = {
        "this integration": await _measure(photos, print_settings),
        f"its preview, {PREVIEW_DPI} dpi": await _measure(photos, preview_settings),
    }
    if (program := shutil.which("montage")) is not None:
        command = [program, *map(str, photos), *MONTAGE]
        measured["montage"] = await asyncio.to_thread(
            _measure_program, command, folder / "montage"
        )
    rows = [
        [name, f"{seconds:.1f}", f"{memory:.0f}", f"{data / 2**20:.1f}"]
        for name, (seconds, memory, data) in measured.items()
    ]
    head = [f"{PHOTOS} photos of 12 MP and {size:.1f} MiB, 9 a sheet"]
    head += ["median s", "peak RSS MiB", "MiB"]
    return f"{table(head, rows)}\n{_compare(measured)}"


def _compare(measured: dict[str, tuple[float, float, float]]) -> str:
    """Return how the first figures compare with those of the program."""
    if (theirs := measured.get("montage")) is None:
        return "montage is not installed: nothing to compare with."
    ours = measured["this integration"]
    time, memory = (theirs[index] / ours[index] for index in (0, 1))
    return f"montage takes {time:.1f} times the time, and {memory:.1f} the memory."


def _write_photos(folder: Path) -> list[Path]:
    """Write photos with soft colors, detail and grain, each with another seed."""
    photos = []
    for seed in range(PHOTOS):
        grain = random.Random(seed)
        soft = Image.frombytes("RGB", (8, 6), grain.randbytes(144))
        fine = Image.frombytes("RGB", (1008, 756), grain.randbytes(1008 * 756 * 3))
        photo = Image.blend(
            soft.resize(SIZE, Image.Resampling.BICUBIC),
            fine.resize(SIZE, Image.Resampling.BICUBIC),
            0.12,
        )
        photo.save(path := folder / f"{seed:02}.jpg", quality=92)
        photos.append(path)
    return photos


async def _measure(
    photos: Sequence[Path], settings: RenderSettings
) -> tuple[float, float, float]:
    """Return the median time, the peak memory of the child process, and the bytes."""
    files = [SourceFile(path=photo) for photo in photos]
    converter = Converter()
    seconds = []
    try:
        for _ in range(ROUNDS):
            start = perf_counter()
            content = await converter.async_convert_files(files, settings)
            seconds.append(perf_counter() - start)
            if content.pages != SHEETS:
                raise BenchmarkError(f"{content.pages} of {SHEETS} sheets")
        (child,) = converting_processes()
        memory = peak_memory(str(child))
    finally:
        await converter.async_stop()
    return median(seconds), memory, content.size


def _measure_program(command: list[str], target: Path) -> tuple[float, float, float]:
    """Return the same of a program, run once, that writes its sheets into a folder."""
    target.mkdir()
    peak = 0.0
    start = perf_counter()
    process = subprocess.Popen([*command, str(target / "sheet.jpg")])
    while process.poll() is None:
        # It may end at any moment.
        with suppress(OSError, ValueError):
            peak = max(peak, peak_memory(str(process.pid)))
        sleep(_TICK)
    seconds = perf_counter() - start
    sheets = list(target.iterdir())
    if process.returncode or len(sheets) != SHEETS:
        raise BenchmarkError(f"{command[0]}: {len(sheets)} of {SHEETS} sheets")
    return seconds, peak, sum(sheet.stat().st_size for sheet in sheets)
