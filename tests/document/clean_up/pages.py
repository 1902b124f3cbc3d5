"""Pages that are photographed for tests: what is drawn is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

type Color = tuple[int, int, int]

A4: Final = (210.0, 297.0)
CARD: Final = (85.6, 54.0)
B5: Final = (176.0, 250.0)
"""Width and height in millimetres."""

_WHITE: Final[Color] = (255, 255, 255)
_INK: Final[Color] = (25, 25, 30)
_LETTERS: Final = "abcdefghiklmnoprstuvwyABDEGHKLMNPRST23456789"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page: its ink on white, its size in millimetres and the color of its paper."""

    image: Image.Image
    size: tuple[float, float]
    paper: Color
    is_round: bool = False
    is_book: bool = False


class _Pen:
    """Draws on a page, in millimetres."""

    def __init__(self, size: tuple[float, float], scale: float, rng: Random) -> None:
        self.rng = rng
        self._scale = scale
        self._size = size
        self.image = Image.new(
            "RGB", (round(size[0] * scale), round(size[1] * scale)), _WHITE
        )
        self._draw = ImageDraw.Draw(self.image)

    def box(
        self,
        box: tuple[float, float, float, float],
        fill: Color | None = None,
        line: float = 0,
        color: Color = _INK,
    ) -> None:
        """Draw a rectangle by its edges."""
        left, top, right, bottom = (value * self._scale for value in box)
        self._draw.rectangle(
            (left, top, right, bottom),
            fill,
            color if line else None,
            max(1, round(line * self._scale)),
        )

    def line(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        width: float,
        color: Color = _INK,
    ) -> None:
        """Draw a line."""
        self._draw.line(
            [value * self._scale for value in (x, y, x2, y2)],
            color,
            max(1, round(width * self._scale)),
        )

    def ring(self, x: float, y: float, radius: float, color: Color) -> None:
        """Draw a stamp."""
        box = [
            value * self._scale
            for value in (x - radius, y - radius * 0.7, x + radius, y + radius * 0.7)
        ]
        self._draw.ellipse(box, None, color, max(1, round(0.8 * self._scale)))

    def text(
        self, x: float, y: float, width: float, height: float, color: Color = _INK
    ) -> None:
        """Write a line of text as wide as that, with letters of this height."""
        font = ImageFont.load_default(max(4.0, height * 1.35 * self._scale))
        end, at = (x + width) * self._scale, x * self._scale
        while True:
            word = "".join(self.rng.choices(_LETTERS, k=self.rng.randint(2, 9)))
            length = font.getlength(word + " ")
            if at + length > end:
                return
            self._draw.text((at, y * self._scale), word, color, font)
            at += length

    def characters(self, x: float, y: float, count: int, height: float) -> None:
        """Draw what has the density of Chinese text."""
        for index in range(count):
            left = x + index * height * 1.1
            for _ in range(self.rng.randint(4, 8)):
                first = self.rng.uniform(0, 1), self.rng.uniform(0, 1)
                length = self.rng.uniform(0.4, 1)
                is_across = self.rng.random() < 0.5
                second = (
                    (min(1, first[0] + length), first[1])
                    if is_across
                    else (first[0], min(1, first[1] + length))
                )
                self.line(
                    left + first[0] * height,
                    y + first[1] * height,
                    left + second[0] * height,
                    y + second[1] * height,
                    height * 0.1,
                )

    def picture(self, box: tuple[float, float, float, float]) -> None:
        """Draw a photo with soft areas of many colors."""
        left, top, right, bottom = (round(value * self._scale) for value in box)
        colors = Image.frombytes("RGB", (6, 5), self.rng.randbytes(90))
        self.image.paste(
            colors.resize((right - left, bottom - top), Image.Resampling.BICUBIC),
            (left, top),
        )


def _letter(rng: Random) -> Drawing:
    pen = _Pen(A4, 5, rng)
    pen.text(25, 22, 70, 5)
    y = 45.0
    while y < 265:
        for _ in range(rng.randint(3, 8)):
            pen.text(25, y, 160, 3.2)
            y += 6
        y += 6
    return Drawing(pen.image, A4, rng.choice([(250, 250, 248), (244, 241, 232)]))


def _worksheet(rng: Random) -> Drawing:
    pen = _Pen(A4, 5, rng)
    pen.characters(60, 15, 12, 7)
    y = 35.0
    for _ in range(10):
        pen.characters(18, y, rng.randint(20, 32), 4.5)
        if rng.random() < 0.5:
            pen.box((110, y + 7, 190, y + 20), line=0.4)
        else:
            pen.line(18, y + 18, 190, y + 18, 0.3, (120, 120, 120))
        pen.line(30, y + 12, 55, y + 11, 0.6, (60, 70, 160))
        y += 24
    return Drawing(pen.image, A4, rng.choice([(247, 246, 240), (236, 232, 220)]))


def _invoice(rng: Random) -> Drawing:
    size = (240.0, 140.0)
    pen = _Pen(size, 5, rng)
    red = (150, 60, 50)
    pen.characters(85, 10, 9, 7)
    pen.box((12, 32, 228, 126), line=0.7, color=red)
    for y in (52, 92, 102):
        pen.line(12, y, 228, y, 0.5, red)
    for x in (25, 100, 150, 190):
        pen.line(x, 52, x, 92, 0.4, red)
    for y in range(36, 124, 7):
        pen.characters(30, y, rng.randint(4, 12), 4)
        pen.text(105, y, 90, 3)
    pen.ring(190, 105, 18, (215, 40, 40))
    pen.box((16, 6, 34, 24), fill=_INK)
    pen.box((20, 10, 30, 20), fill=_WHITE)
    return Drawing(pen.image, size, (240, 243, 240))


def _receipt(rng: Random) -> Drawing:
    size = (58.0, rng.uniform(120, 170))
    pen = _Pen(size, 8, rng)
    grey = (70, 70, 80)
    pen.text(12, 6, 34, 4, grey)
    y = 16.0
    while y < size[1] - 12:
        pen.text(4, y, 30, 2.2, grey)
        pen.text(44, y, 11, 2.2, grey)
        if rng.random() < 0.15:
            pen.line(4, y + 4, 54, y + 4, 0.3, grey)
            y += 3
        y += 4.2
    return Drawing(pen.image, size, (246, 245, 243))


def _card(rng: Random) -> Drawing:
    pen = _Pen(CARD, 12, rng)
    ground = rng.choice([(214, 228, 238), (226, 232, 226), (236, 224, 222)])
    pen.box((0, 0, *CARD), fill=ground)
    for x in range(-10, 100, 7):
        pen.line(x, 54, x + 30, 0, 0.3, (200, 212, 228))
    for row, count in enumerate((6, 5, 8, 10)):
        pen.characters(7, 7 + row * 8, count, 3.4)
    pen.box((58, 8, 79, 35), fill=(150, 165, 190))
    pen.box((63, 12, 74, 24), fill=(205, 165, 140))
    pen.box((60, 25, 77, 35), fill=(50, 50, 70))
    pen.text(20, 43, 55, 3.2)
    return Drawing(pen.image, CARD, _WHITE, is_round=True)


def _book(rng: Random) -> Drawing:
    pen = _Pen(B5, 5.5, rng)
    y = 22.0
    while y < 225:
        pen.text(20, y, 135, 3.0)
        y += 6.4
    pen.picture((30, 120, 145, 180))
    pen.text(80, 236, 20, 2.6)
    return Drawing(pen.image, B5, (238, 232, 216), is_book=True)


def _magazine(rng: Random) -> Drawing:
    """Return a page with a picture that reaches its edges."""
    pen = _Pen(A4, 5, rng)
    pen.picture((0, 0, 210, 120))
    pen.text(20, 130, 120, 9)
    for column in (20, 110):
        y = 150.0
        while y < 270:
            pen.text(column, y, 80, 2.8)
            y += 5.4
    return Drawing(pen.image, A4, (248, 248, 250))


def _form(rng: Random) -> Drawing:
    """Return a page with a thick frame, dark bars and colored paper."""
    pen = _Pen(A4, 5, rng)
    pen.box((14, 14, 196, 283), line=1.4)
    pen.box((14, 14, 196, 34), fill=(40, 60, 110))
    pen.text(30, 20, 120, 7, _WHITE)
    for y in range(45, 280, 12):
        pen.line(14, y, 196, y, 0.35)
        pen.text(18, y + 4, 50, 3.2)
        pen.text(90, y + 4, rng.uniform(10, 90), 3.4, (40, 60, 150))
    pen.line(84, 45, 84, 283, 0.35)
    paper = rng.choice([(250, 240, 190), (245, 214, 220), (222, 240, 222)])
    return Drawing(pen.image, A4, paper)


PAGES: Final[Mapping[str, Callable[[Random], Drawing]]] = {
    "letter": _letter,
    "worksheet": _worksheet,
    "invoice": _invoice,
    "receipt": _receipt,
    "card": _card,
    "book": _book,
    "magazine": _magazine,
    "form": _form,
}
"""What is drawn on pages, by name."""


def draw_page(kind: str, rng: Random) -> Drawing:
    """Return a page, softened as printed ink is."""
    drawing = PAGES[kind](rng)
    return Drawing(
        drawing.image.filter(ImageFilter.GaussianBlur(0.5)),
        drawing.size,
        drawing.paper,
        drawing.is_round,
        drawing.is_book,
    )
