"""Drawings as an AI makes them of a page to color in."""

from io import BytesIO
from math import cos, radians, sin
from typing import Final

from PIL import Image, ImageDraw

_FINE: Final = 3  # times as large while it is drawn, for smooth lines
type Color = str | tuple[int, int, int] | None

_GREEN, _YELLOW, _ORANGE = (120, 200, 90), (255, 220, 60), (235, 160, 80)
_PINK: Final = (250, 150, 170)


def cat(
    size: int = 1024, *, line: int = 8, is_colored: bool = False, ground: int = 255
) -> Image.Image:
    """Return a cat in a meadow, with lines of a width, and maybe colors."""
    side = size * _FINE
    image = Image.new("RGB", (side, side * 4 // 3), (ground,) * 3)
    draw, unit, width = ImageDraw.Draw(image), side / 100, line * _FINE

    def oval(x: float, y: float, across: float, down: float, fill: Color) -> None:
        box = [(x - across) * unit, (y - down) * unit]
        box += [(x + across) * unit, (y + down) * unit]
        draw.ellipse(box, outline=0, width=width, fill=fill if is_colored else "white")

    def lines(*points: tuple[float, float], fill: Color = None) -> None:
        scaled = [(x * unit, y * unit) for x, y in points]
        if fill is not None:
            draw.polygon(scaled, fill=fill if is_colored else "white")
        draw.line(scaled, fill=0, width=width, joint="curve")

    hills = [(x, 84 - 5 * sin(radians(x * 4))) for x in range(4, 97)]
    lines((4, 129), *hills, (96, 129), (4, 129), fill=_GREEN)
    oval(82, 16, 8, 8, _YELLOW)
    for angle in range(0, 360, 30):
        x, y = cos(radians(angle)), sin(radians(angle))
        lines((82 + 10 * x, 16 + 10 * y), (82 + 14 * x, 16 + 14 * y))
    for x, y in ((14, 104), (84, 102), (20, 120), (50, 118), (79, 121)):
        lines((x, y), (x, y + 7))
        for angle in range(0, 360, 60):
            oval(
                x + 3.4 * cos(radians(angle)),
                y + 3.4 * sin(radians(angle)),
                2,
                2,
                _PINK,
            )
        oval(x, y, 2, 2, _YELLOW)
    oval(50, 78, 22, 27, _ORANGE)
    lines((32, 37), (33, 14), (47, 26), (32, 37), fill=_ORANGE)
    lines((68, 37), (67, 14), (53, 26), (68, 37), fill=_ORANGE)
    oval(50, 42, 21, 18, _ORANGE)
    for x in (42, 58):
        oval(x, 38, 4.5, 5.5, "white")
        draw.ellipse([(x - 1.8) * unit, 36 * unit, (x + 1.8) * unit, 41 * unit], fill=0)
    lines((47.5, 46), (52.5, 46), (50, 49), (47.5, 46), fill=_PINK)
    for x in (46.8, 53.2):
        box = [(x - 3.2) * unit, 46 * unit, (x + 3.2) * unit, 53 * unit]
        draw.arc(box, 10, 170, fill=0, width=width)
    for y in (47, 51):
        lines((18, y - 4), (37, y))
        lines((82, y - 4), (63, y))
    oval(40, 101, 9, 6, "white")
    oval(60, 101, 9, 6, "white")
    return image.resize((size, size * 4 // 3), Image.Resampling.LANCZOS)


def encode(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return the file of a picture."""
    with BytesIO() as file:
        image.save(file, kind)
        return file.getvalue()
