"""Examines printed pages with poppler's tools."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from math import ceil, sqrt
from pathlib import Path
import re
import subprocess
from typing import override
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from PIL import Image

type Dots = NDArray[np.float32]

DPI = 300
"""Dots per inch that paper is looked at with, as a printer has them. With fewer,
`pdftoppm` moves letters to whole dots, each PDF in its own way."""
_MAX_DOTS = 20_000_000
"""Larger pages are rendered with fewer dots per inch."""
DOTS_COMPARED = 3
"""Dots that are averaged before a comparison, which is made at 100 dpi."""
_MANY_PAGES = 20
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

    def in_dots(self) -> tuple[int, int, int, int]:
        """Return the left, upper, right and lower edge."""
        edges = (self.left, self.top, self.left + self.width, self.top + self.height)
        left, top, right, bottom = (max(0, round(mm / 25.4 * DPI)) for mm in edges)
        return left, top, right, bottom


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

    def pictures(self, step: int = 1) -> Generator[Image.Image]:
        """Yield the rendered pages, or every nth of them."""
        sizes = self.sizes()
        for number, size in enumerate(sizes[::step]):
            page = str(number * step + 1)
            dpi = min(DPI, sqrt(_MAX_DOTS / (size[0] * size[1])) * 25.4)
            command = ("pdftoppm", "-cropbox", "-r", f"{dpi:.2f}", "-f", page)
            done = subprocess.run(
                self._arguments(*command, "-l", page), check=True, capture_output=True
            )
            with Image.open(BytesIO(done.stdout)) as picture:
                yield picture.convert("RGB")

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


def differences(printed: Image.Image, original: Image.Image) -> tuple[float, float]:
    """Return by how much two pictures differ, and by how much of the original's ink.

    The first is the mean absolute difference of their colours, from 0 to 1. A blank
    page differs little from a page with little on it, but it lacks all the ink: that is
    the second. Fine detail counts for nothing there, both are looked at from afar. One
    picture may be a few dots larger, as lengths in dots were rounded.
    """
    size = (
        min(printed.width, original.width),
        min(printed.height, original.height),
    )
    ours, theirs = (_dots(picture, size) for picture in (printed, original))
    ink = [_ink(dots) for dots in (ours, theirs)]
    return (
        float(np.abs(ours - theirs).mean() / 255),
        float(np.abs(ink[0] - ink[1]).sum() / max(ink[1].sum(), 1)),
    )


def _dots(picture: Image.Image, size: tuple[int, int]) -> Dots:
    reduced = picture.crop((0, 0, *size)).reduce(DOTS_COMPARED)
    return np.asarray(reduced, np.float32)


def _ink(dots: Dots) -> Dots:
    """Return how dark each square millimetre or so is."""
    rows, columns = (max(1, length // 4) for length in dots.shape[:2])
    dark = 255 - dots.mean(axis=2)[: rows * 4, : columns * 4]
    high, wide = dark.shape[0] // rows, dark.shape[1] // columns
    squares: Dots = dark[: rows * high, : columns * wide].reshape(
        rows, high, columns, wide
    )
    averages: Dots = squares.mean(axis=(1, 3))
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


def compared(printed: Paper, original: Paper) -> Measured:
    """Compare the pages, of very many only some with a look at them.

    Raises AssertionError if they are not as many.
    """
    ours, theirs = printed.sizes(), original.sizes()
    assert len(ours) == len(theirs)
    size_mm = max(
        abs(our_side - their_side)
        for our_size, their_size in zip(ours, theirs, strict=True)
        for our_side, their_side in zip(our_size, their_size, strict=True)
    )
    step = ceil(len(ours) / _MANY_PAGES)
    looks = [
        differences(one, other)
        for one, other in zip(
            printed.pictures(step), original.pictures(step), strict=True
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
    size_mm, measured = [], []
    for page, size, found, look in zip(
        printed.pictures(), sizes, places, looks, strict=True
    ):
        (place,) = found
        assert place.left > -ROUNDING_MM
        assert place.left + place.width < size[0] + ROUNDING_MM
        assert place.top > -ROUNDING_MM
        assert place.top + place.height < size[1] + ROUNDING_MM
        size_mm.append(abs(place.width - place.height * look.width / look.height))
        part = page.crop(place.in_dots())
        measured.append(differences(part, look.convert("RGB").resize(part.size)))
    return Measured(
        pages=len(sizes),
        size_mm=max(size_mm),
        difference=max(share for share, _ in measured),
        ink_difference=max(ink for _, ink in measured),
    )
