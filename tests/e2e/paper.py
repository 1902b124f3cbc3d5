"""What comes out of a printer, looked at with poppler's tools."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from math import ceil, floor
from pathlib import Path
import re
import subprocess
from typing import IO, override
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from PIL import Image

type Picture = NDArray[np.uint8]
"""Rows of dots of red, green and blue."""

DPI = 100
MM_PER_POINT = 25.4 / 72
ROUNDING_MM = 0.5
"""Where a picture is told in whole dots."""

_SIZE = re.compile(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", re.MULTILINE)
_ROTATION = re.compile(r"^Page +\d+ rot: +(\d+)$", re.MULTILINE)
_PAGE = re.compile(r'<page [^>]*\bwidth="(\d+)"')
_IMAGE = re.compile(r'<image top="(-?\d+)" left="(-?\d+)" width="(\d+)" height="(\d+)"')
_WORD = re.compile(
    r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
)


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

    def words(self) -> list[list[tuple[str, Place]]]:
        """Return what can be read on each page, as it was printed, and where it is."""
        text = self._run("pdftotext", "-raw", "-bbox", after=("-",))
        pages = []
        for page in text.split("<page ")[1:]:
            words = []
            for match in _WORD.finditer(page):
                left, top, right, bottom = (
                    float(edge) * MM_PER_POINT for edge in match.groups()[:4]
                )
                place = Place(
                    left=left, top=top, width=right - left, height=bottom - top
                )
                words.append((unescape(match[5]), place))
            pages.append(words)
        return pages

    def images(self) -> list[list[Place]]:
        """Return where the raster pictures are on each page."""
        command = ("pdftohtml", "-xml", "-zoom", "3", "-stdout", "-fmt", "png")
        places = []
        for page, size in zip(
            self._run(*command).split("<page ")[1:], self.sizes(), strict=True
        ):
            width = _PAGE.match(f"<page {page}")
            assert width is not None
            scale = size[0] / int(width[1])
            found = []
            for match in _IMAGE.finditer(page):
                top, left, wide, high = (int(dots) * scale for dots in match.groups())
                found.append(Place(left=left, top=top, width=wide, height=high))
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


def whereabouts(
    pages: Sequence[Sequence[tuple[str, Place]]], texts: Sequence[str]
) -> list[tuple[int, float]]:
    """Return the page of each text, and how far down its first letter is in millimetres.

    Raises AssertionError for a text that cannot be read.
    """
    letters, heights = "", []
    for number, words in enumerate(pages):
        for word, place in words:
            letters += _letters(word)
            middle = place.top + place.height / 2
            heights += [(number, middle)] * len(_letters(word))
    found, end = [], 0
    for text in texts:
        wanted = _letters(text)
        # What is moved by a style was printed after what follows it.
        start = max(letters.find(wanted, end), letters.find(wanted))
        assert start >= 0, text
        found.append(heights[start])
        end = start + len(wanted)
    return found


def _letters(text: str) -> str:
    """Return a text without its blanks, each letter in its usual form.

    Of characters that look the same, a browser takes any for a font's glyph.
    """
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
class Counted:
    """How many pages came out."""

    pages: int

    def figures(self) -> tuple[float, ...]:
        """Return what else was measured."""
        return ()

    def row(self, name: str) -> str:
        """Return a row of a Markdown table, in which nothing stands for no figure."""
        figures = [f"{figure:.2f}" for figure in self.figures()]
        cells = [f"{name:28}", f"{self.pages:5}", *(f"{text:>8}" for text in figures)]
        cells += [" " * 8] * (5 - len(cells))
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Counted):
    """How paper differs from its original.

    Attributes:
        size_mm: The largest difference of a side of a page, in millimetres.
        difference: The mean absolute difference of the page that differs most, 0 to 1.
        ink_difference: The same for missing and surplus ink.
    """

    size_mm: float
    difference: float
    ink_difference: float

    @override
    def figures(self) -> tuple[float, ...]:
        """Return millimetres and percentages."""
        return self.size_mm, self.difference * 100, self.ink_difference * 100


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


def compared_pictures(printed: Paper, looks: Sequence[Image.Image]) -> Measured:
    """Compare the one picture on each page with how it should look.

    `size_mm` is by how much a side is longer or shorter than the other one asks for.
    Raises AssertionError if a picture is missing or not wholly on its page.
    """
    sizes, places = printed.sizes(), printed.images()
    assert len(sizes) == len(looks)
    all_measured = []
    for page, size, found, look in zip(
        printed.pictures(), sizes, places, looks, strict=True
    ):
        (place,) = found
        assert place.left > -ROUNDING_MM
        assert place.left + place.width < size[0] + ROUNDING_MM
        assert place.top > -ROUNDING_MM
        assert place.top + place.height < size[1] + ROUNDING_MM
        part = page[_dots(place.top, place.height), _dots(place.left, place.width)]
        wanted = np.asarray(
            look.convert("RGB").resize(
                (part.shape[1], part.shape[0]), Image.Resampling.BOX
            )
        )
        ratio = look.width / look.height
        all_measured.append(
            (
                abs(place.width - place.height * ratio),
                difference(part, wanted),
                ink_difference(part, wanted),
            )
        )
    worst = [max(column) for column in zip(*all_measured, strict=True)]
    return Measured(
        pages=len(sizes),
        size_mm=worst[0],
        difference=worst[1],
        ink_difference=worst[2],
    )


def _dots(start: float, length: float) -> slice:
    """Return the dots that are wholly within a length on the page, in millimetres."""
    return slice(max(0, ceil(start / 25.4 * DPI)), floor((start + length) / 25.4 * DPI))
