"""PDF files: time compared with pdftoppm, bytes, memory, and blocking of the event loop."""

import asyncio
from pathlib import Path
import shutil
from statistics import median
import subprocess
import sys
from time import perf_counter

from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.settings import RenderSettings
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from ..samples.pdf_files import PDFS, text
from .account import home_assistant, print_job, share_printer, until_ended
from .errors import BenchmarkError
from .process import Watch, figures, watch

PAGES = 24
ROUNDS = 3
LARGE_PAGES = 48
"""As many dense pages as fit into one print of 20 MiB at 300 dpi."""
PRINTS = 4
MEMORY_PAGES = (2, 200)


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    converter = Converter()
    try:
        parts = [await _speed(converter, folder), await _bytes(converter), _memory()]
    finally:
        await converter.async_stop()
    return "\n\n".join([*parts, await _event_loop(folder)])


async def _speed(converter: Converter, folder: Path) -> str:
    """Return the time for pages of text in grey, compared with pdftoppm."""
    file = folder / "text.pdf"
    file.write_bytes(data := text(PAGES))
    settings = RenderSettings(is_monochrome=True)
    program = shutil.which("pdftoppm")
    target = str(folder / "page")
    ours, theirs = list[float](), list[float]()
    for _ in range(ROUNDS):
        start = perf_counter()
        await converter.async_convert(data, settings)
        ours.append(perf_counter() - start)
        if program is not None:
            start = perf_counter()
            command = [program, "-r", "300", "-gray", "-png", str(file), target]
            await asyncio.to_thread(subprocess.run, command, check=True)
            theirs.append(perf_counter() - start)
    head = [f"{PAGES} dense A4 pages, 300 dpi, grey", "median ms a page"]
    rows = [["this integration", _per_page(ours)]]
    if program is None:
        return (
            f"{table(head, rows)}\npdftoppm is not installed: nothing to compare with."
        )
    rows.append(["pdftoppm -r 300 -gray -png", _per_page(theirs)])
    times = median(theirs) / median(ours)
    return f"{table(head, rows)}\n{times:.1f} times as fast; at least 5 are wanted."


def _per_page(seconds: list[float]) -> str:
    return f"{median(seconds) / PAGES * 1000:.0f}"


async def _bytes(converter: Converter) -> str:
    """Return the size of pages of several kinds, and the time for them."""
    documents: dict[str, tuple[bytes, RenderSettings]] = {
        "text of 25 lines": (text(6, 25), RenderSettings()),
        "dense text": (text(6), RenderSettings()),
        "dense text, monochrome": (text(6), RenderSettings(is_monochrome=True)),
        "text with coloured words": (
            PDFS["coloured_words"](),
            RenderSettings(page_ranges="1"),
        ),
        "colour photo": (PDFS["photos"](), RenderSettings(page_ranges="1")),
        "grey photo": (PDFS["photos"](), RenderSettings(page_ranges="2")),
        "Chinese letter (Chromium)": (PDFS["chromium"](), RenderSettings()),
    }
    rows = []
    for name, (data, settings) in documents.items():
        start = perf_counter()
        content = await converter.async_convert(data, settings)
        seconds = perf_counter() - start
        if content.pages is None:
            raise BenchmarkError(f"{name} was not converted to pages")
        size = content.size / content.pages / 1024
        rows.append([name, f"{size:.0f}", f"{seconds / content.pages * 1000:.0f}"])
    return (
        f"{table(['300 dpi', 'payload KiB a page', 'ms a page'], rows)}\n"
        "At most 150 KiB of such text and 250 KiB of dense text are wanted."
    )


def _memory() -> str:
    """Return the peak memory for few and for many pages, each in its own process."""
    peaks = []
    for pages in MEMORY_PAGES:
        command = [sys.executable, "-m", f"{__package__}.pdf_peak", str(pages)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        peaks.append(float(done.stdout))
    rows = [
        [str(pages), f"{peak:.1f}"]
        for pages, peak in zip(MEMORY_PAGES, peaks, strict=True)
    ]
    return (
        f"{table(['pages', 'peak RSS MiB'], rows)}\n"
        f"{peaks[1] - peaks[0]:.1f} MiB more; less than 64 are wanted."
    )


async def _event_loop(folder: Path) -> str:
    """Return for how long a print of a large PDF blocks the event loop."""
    file = folder / "large.pdf"
    file.write_bytes(data := text(LARGE_PAGES))
    converter = Converter()
    size = (await converter.async_convert(data, RenderSettings())).size
    await converter.async_stop()
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        home_assistant(folder) as hass,
    ):
        entry = await share_printer(hass, cloud)
        (device_id,) = entry.runtime_data.coordinator.data
        await print_job(hass, device_id=device_id, text="warm-up")
        prints, nothing = list[Watch](), list[Watch]()
        for _ in range(PRINTS):
            async with watch() as seen:
                await print_job(hass, device_id=device_id, file=str(file))
            prints.append(seen)
            async with watch() as seen:
                await asyncio.sleep(median(seen.seconds for seen in prints))
            nothing.append(seen)
        await until_ended(entry)
    rows = [
        ["cloudprint.print of a file", *figures(prints)],
        ["nothing, for as long", *figures(nothing)],
    ]
    head = [f"PDF of {size / 2**20:.1f} MiB", "median s", "longest block ms"]
    return f"{table([*head, 'median ms'], rows)}\nLess than 20 ms are wanted."
