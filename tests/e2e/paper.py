"""What comes out of a printer, looked at with poppler's tools."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
import re
import subprocess
from typing import IO
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

type Picture = NDArray[np.uint8]
"""Rows of dots of red, green and blue."""

DPI = 100
MM_PER_POINT = 25.4 / 72

_SIZE = re.compile(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", re.MULTILINE)
_ROTATION = re.compile(r"^Page +\d+ rot: +(\d+)$", re.MULTILINE)
_IMAGE = re.compile(r'<image top="(-?\d+)" left="(-?\d+)" width="(\d+)" height="(\d+)"')
_ZOOM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is on a page, in millimetres from the top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Paper:
    """The pages of a PDF file."""

    file: Path
    password: str | None = field(default=None, repr=False)

    def sizes(self) -> list[tuple[float, float]]:
        """Return the width and height of each page in millimetres, as it is looked at."""
        text = self._run("pdfinfo", "-f", "1", "-l", "-1")
        sizes = []
        for size, rotation in zip(
            _SIZE.findall(text), _ROTATION.findall(text), strict=True
        ):
            width, height = (float(length) * MM_PER_POINT for length in size)
            is_turned = int(rotation) % 180 == 90
            sizes.append((height, width) if is_turned else (width, height))
        return sizes

    def text(self) -> str:
        """Return all that can be read, without its blanks.

        A font's glyph may stand for several characters that look the same, of which a
        browser takes any: they are all made into the usual one.
        """
        text = self._run("pdftotext", "-enc", "UTF-8", "-nopgbrk", after=("-",))
        return legible(text)

    def images(self) -> list[list[Place]]:
        """Return where the raster pictures are on each page."""
        text = self._run(
            *("pdftohtml", "-xml", "-zoom", str(_ZOOM), "-hidden", "-stdout"),
            *("-fmt", "png"),
        )
        scale = MM_PER_POINT / _ZOOM
        places = []
        for page in text.split("<page ")[1:]:
            found = []
            for match in _IMAGE.finditer(page):
                top, left, width, height = (int(n) * scale for n in match.groups())
                found.append(Place(left=left, top=top, width=width, height=height))
            places.append(found)
        return places

    def pictures(self, dpi: int = DPI) -> Generator[Picture]:
        """Yield how each page looks."""
        arguments = self._arguments("pdftoppm", "-cropbox", "-r", str(dpi))
        with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            yield from _pictures_in(process.stdout)
        assert process.returncode == 0

    def _run(self, *command: str, after: tuple[str, ...] = ()) -> str:
        done = subprocess.run(
            [*self._arguments(*command), *after],
            check=True,
            stdout=subprocess.PIPE,
            cwd=self.file.parent,
        )
        return done.stdout.decode()

    def _arguments(self, *command: str) -> list[str]:
        password = () if self.password is None else ("-upw", self.password)
        return [*command, *password, str(self.file)]


def legible(text: str) -> str:
    """Return text as `Paper.text` returns it."""
    return "".join(normalize("NFKC", text).split())


def _pictures_in(stream: IO[bytes]) -> Iterator[Picture]:
    """Yield the portable pixmaps (P6) that come one after the other."""
    while (kind := stream.readline().strip()) != b"":
        width, height = map(int, stream.readline().split())
        depth = stream.readline().strip()
        assert (kind, depth) == (b"P6", b"255")
        data = stream.read(width * height * 3)
        yield np.frombuffer(data, np.uint8).reshape(height, width, 3)


def difference(one: Picture, other: Picture) -> float:
    """Return the mean absolute difference of two pictures, from 0 to 1.

    One may be a dot larger, as lengths in dots were rounded.
    """
    one, other = _same_size(one, other)
    return float(np.abs(one.astype(np.int16) - other).mean() / 255)


def ink_difference(printed: Picture, original: Picture) -> float:
    """Return how much ink is missing or too much, as a share of the original's ink.

    A blank page differs little from a page with little on it, but it lacks all the
    ink. Fine detail counts for nothing here: both are looked at from afar.
    """
    printed, original = _same_size(printed, original)
    ours, theirs = _from_afar(printed), _from_afar(original)
    return float(np.abs(ours - theirs).sum() / max(theirs.sum(), 1.0))


def _same_size(one: Picture, other: Picture) -> tuple[Picture, Picture]:
    height = min(one.shape[0], other.shape[0])
    width = min(one.shape[1], other.shape[1])
    return one[:height, :width], other[:height, :width]


def _from_afar(picture: Picture) -> NDArray[np.float64]:
    """Return how dark each millimetre or so of a page is."""
    height, width = (length // 4 * 4 for length in picture.shape[:2])
    dark = 255.0 - picture[:height, :width].mean(axis=2)
    blocks = dark.reshape(height // 4, 4, width // 4, 4)
    averages: NDArray[np.float64] = blocks.mean(axis=(1, 3))
    return averages


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How paper differs from its original.

    Attributes:
        pages: How many pages both have.
        size_mm: The largest difference of a side of a page, in millimetres.
        difference: The mean absolute difference of the page that differs most, 0 to 1.
        ink_difference: The same for missing and surplus ink.
    """

    pages: int
    size_mm: float
    difference: float
    ink_difference: float

    def row(self, name: str) -> str:
        """Return a row of a Markdown table."""
        return (
            f"| {name:28} | {self.pages:5} | {self.size_mm:9.2f} |"
            f" {self.difference * 100:10.2f} | {self.ink_difference * 100:8.1f} |"
        )


def compared(printed: Paper, original: Paper, dpi: int = DPI) -> Measured:
    """Compare all pages. Raises AssertionError if they are not as many."""
    ours, theirs = printed.sizes(), original.sizes()
    assert len(ours) == len(theirs)
    size_mm = max(
        abs(our_side - their_side)
        for our_size, their_size in zip(ours, theirs, strict=True)
        for our_side, their_side in zip(our_size, their_size, strict=True)
    )
    looks = [
        (difference(one, other), ink_difference(one, other))
        for one, other in zip(
            printed.pictures(dpi), original.pictures(dpi), strict=True
        )
    ]
    return Measured(
        pages=len(ours),
        size_mm=size_mm,
        difference=max(look[0] for look in looks),
        ink_difference=max(look[1] for look in looks),
    )
