"""Measures small malicious files: time, memory, and how long other jobs wait."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.source_file import SourceFile
from custom_components.cloudprint.document.turns import Turn
from custom_components.cloudprint.source.request import async_get_converter
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from ..samples.hostile_files import empty_png, many_pages, nested_forms, slow_shading
from ..samples.pictures import PICTURES
from .account import home_assistant, print_job, share_printer, until_ended
from .process import Watch, family_memory, watch

PNGS = 6
PDFS = 5
_INTERVAL = 0.02


@dataclass(slots=True)
class _Seen:
    """Results of prints, and the measurements meanwhile."""

    watched: Watch
    longest_wait: float = 0.0
    grown: float = 0.0
    results: list[str] = field(default_factory=list)


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    files = {
        "nested forms": (nested_forms(), 1),
        "slow shading": (slow_shading(), 1),
        f"{PNGS} white PNGs": (empty_png(), PNGS),
        "60,000 pages": (many_pages(60_000), 1),
    }
    rows = []
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        home_assistant(folder) as hass,
    ):
        entry = await share_printer(hass, cloud)
        (device_id,) = entry.runtime_data.coordinator.data
        file = folder / "file"
        for name, (data, prints) in files.items():
            file.write_bytes(data)
            seen = await _seen(
                hass,
                [
                    print_job(
                        hass, device_id=device_id, file=str(file), name=str(number)
                    )
                    for number in range(prints)
                ],
            )
            rows.append(
                [
                    name,
                    f"{len(data) / 1000:.0f}",
                    ", ".join(sorted(set(seen.results))),
                    f"{seen.watched.seconds:.1f}",
                    f"{seen.longest_wait * 1000:.0f}",
                    f"{seen.watched.longest_block * 1000:.0f}",
                    f"{seen.grown:.0f}",
                ]
            )
        await until_ended(entry)
        alone, beside = await _photo(hass), await _photo_beside_a_phone(hass, file)
    head = ["file", "kB", "result", "s", "longest wait of another job ms"]
    return (
        f"{table([*head, 'longest block ms', 'memory MiB more'], rows)}\n"
        "At most 60 s, waits of 100 ms and 512 MiB are wanted.\n\n"
        f"A photo of the house takes {alone:.1f} s, and {beside:.1f} s beside {PDFS}"
        " slow PDFs of a phone; at most 15 s are wanted."
    )


async def _photo(hass: HomeAssistant) -> float:
    """Convert a photo for the house, and return how many seconds it takes."""
    start = perf_counter()
    photo = PICTURES["heic_photo"]()
    await async_get_converter(hass).async_convert(photo, RenderSettings())
    return perf_counter() - start


async def _photo_beside_a_phone(hass: HomeAssistant, path: Path) -> float:
    """Do so while a phone has sent files that take minutes each."""
    converter = async_get_converter(hass)
    phone = Turn(client="192.168.1.20")
    path.write_bytes(slow_shading())
    files = [SourceFile(path=path)]
    slow = [
        asyncio.create_task(
            converter.async_convert_files(files, RenderSettings(), turn=phone)
        )
        for _ in range(PDFS)
    ]
    # The first one is at work then.
    await asyncio.sleep(1)
    seconds = await _photo(hass)
    for conversion in slow:
        conversion.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    return seconds


async def _seen(
    hass: HomeAssistant, prints: list[Coroutine[Any, Any, dict[str, Any]]]
) -> _Seen:
    """Print, and measure how long jobs of other integrations wait for a thread."""
    before = family_memory()
    seen = _Seen(Watch())

    async def other_jobs() -> None:
        while True:
            start = perf_counter()
            started = await hass.async_add_executor_job(perf_counter)
            seen.longest_wait = max(seen.longest_wait, started - start)
            seen.grown = max(seen.grown, family_memory() - before)
            await asyncio.sleep(_INTERVAL)

    async with watch() as seen.watched:
        others = asyncio.create_task(other_jobs())
        results = await asyncio.gather(*prints, return_exceptions=True)
        others.cancel()
    seen.results = [
        str(result.translation_key)
        if isinstance(result, HomeAssistantError)
        else "printed"
        if isinstance(result, dict)
        else type(result).__name__
        for result in results
    ]
    return seen
