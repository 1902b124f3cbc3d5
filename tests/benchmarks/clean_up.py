"""Photographed pages: time and memory for 12 megapixels, corners, and contrast.

The photos are those of the tests, with the same seeds; by those "held out", nothing was
tuned.
"""

from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
import subprocess
import sys
from time import process_time

from PIL import Image

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.corners import find_page
from custom_components.cloudprint.document.clean_up.light import clean
from custom_components.cloudprint.document.clean_up.perspective import straighten
from custom_components.cloudprint.document.settings import MAX_DPI
from custom_components.cloudprint.document.sheets.page_image import (
    encode_black_page,
    encode_page,
)
from scripts.playground.table import table

from ..document.clean_up.measures import Reading, get_error, read
from ..document.clean_up.photos import HELD_OUT, PHOTOS, Photo, take_photo
from .errors import BenchmarkError

PIXELS = (3000, 4000)
"""12 megapixels, upright."""
SEED = 9
"""A worksheet on a dark table, partly in the shade."""
ROUNDS = 5
MOST_ERROR = 0.01
"""Of the diagonal of a photo, for corners that count as found."""


def take_large_photo() -> Photo:
    """Return a photo of 12 megapixels."""
    photo = take_photo(SEED)
    large = photo.image.resize(PIXELS, Image.Resampling.BICUBIC)
    return Photo(photo.name, large, photo.corners, photo.page)


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    photo = take_large_photo()
    path = folder / "photo.jpg"
    photo.image.save(path)
    corners = find_page(photo.image).corners
    if corners is None:
        raise BenchmarkError("no corners")
    page = straighten(photo.image, corners)
    steps: dict[str, Callable[[], object]] = {
        "find corners": lambda: find_page(photo.image).corners,
        "straighten": lambda: straighten(photo.image, corners),
        **{
            f"clean, {how}": partial(clean, page, how, is_straight=True)
            for how in (CleanUp.COLOR, CleanUp.GREY, CleanUp.BLACK)
        },
    }
    rows = [(name, f"{_time(step):.2f}") for name, step in steps.items()]
    loaded, whole = _get_peaks(path)
    return "\n\n".join(
        (
            table(("step", "seconds"), rows),
            _measure_sizes(page),
            f"peak memory: {whole:.0f} MiB, {loaded:.0f} MiB with the photo alone",
            _compare("photos", range(PHOTOS)),
            _compare("held out", HELD_OUT),
        )
    )


def _measure_sizes(page: Image.Image) -> str:
    """Return the size of the page as it is sent, and as a PNG of all its colors."""
    rows = []
    for how in CleanUp:
        cleaned = clean(page, how)
        encode = encode_black_page if how is CleanUp.BLACK else encode_page
        kind, data = encode(cleaned, MAX_DPI)
        with BytesIO() as file:
            cleaned.save(file, "PNG")
            whole = len(file.getvalue())
        rows.append((how, kind, f"{len(data) / 1024:.0f}", f"{whole / len(data):.1f}"))
    return table(("page", "as", "KiB", "times smaller than a PNG"), rows)


def _time(step: Callable[[], object]) -> float:
    """Return the usual seconds of a step, which runs in one thread."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        step()
        times.append(process_time() - start)
    return median(times)


def _get_peaks(path: Path) -> tuple[float, float]:
    """Return the peaks with a photo, and after all steps, in MiB, of a new process."""
    command = [sys.executable, "-m", "tests.benchmarks.clean_up_peak", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    loaded, whole = map(float, done.stdout.split())
    return loaded, whole


def _compare(title: str, seeds: Iterable[int]) -> str:
    """Return what was found in photos, and how well they can be read."""
    head = ("photo", "off", "contrast", "black", "evenness", "black")
    rows: list[tuple[str, ...]] = []
    found = 0
    before: list[Reading] = []
    after: list[Reading] = []
    for seed in seeds:
        photo = take_photo(seed)
        error = get_error(
            find_page(photo.image).corners, photo.corners, photo.image.size
        )
        found += error <= MOST_ERROR
        page = straighten(photo.image.convert("RGB"), photo.corners)
        old = read(page, photo.page)
        new = read(clean(page, CleanUp.BLACK), photo.page)
        if old is not None and new is not None:
            before.append(old)
            after.append(new)
        rows.append((photo.name, f"{error:.2%}", *_describe(old, new)))
    rows.append(
        (
            f"{title}: median, of {len(before)}",
            f"{found} found",
            *_describe(_get_median(before), _get_median(after)),
        )
    )
    return table(head, rows)


def _describe(old: Reading | None, new: Reading | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ("", "", "", "")
    return (
        f"{old.contrast:.2f}",
        f"{new.contrast:.2f}",
        f"{old.evenness:.2f}",
        f"{new.evenness:.2f}",
    )


def _get_median(readings: list[Reading]) -> Reading:
    return Reading(
        median(reading.contrast for reading in readings),
        median(reading.worst for reading in readings),
        median(reading.evenness for reading in readings),
    )
