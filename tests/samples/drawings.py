"""Drawings as an AI makes them of a page to color in."""

from io import BytesIO
from math import cos, radians, sin
from typing import Final

from PIL import Image, ImageDraw

_FINE: Final = 3  # times as large while it is drawn, for smooth lines
type Color = str | tuple[int, int, int] | None

_GREEN, _YELLOW, _ORANGE = (120, 200, 90), (255, 220, 60), (235, 160, 80)


def cat(
    size: int = 1024, *, line: int = 8, is_colored: bool = False, ground: int = 255
) -> Image.Image:
    """Return a cat in a meadow, with lines of a width, and maybe colors."""
    side = size * _FINE
    image = Image.new("RGB", (side, side), (ground,) * 3)
    draw, unit, width = ImageDraw.Draw(image), side / 100, line * _FINE

    def oval(x: float, y: float, across: float, down: float, fill: Color) -> None:
        box = [(x - across) * unit, (y - down) * unit]
        box += [(x + across) * unit, (y + down) * unit]
        draw.ellipse(box, outline=0, width=width, fill=fill if is_colored else None)

    def lines(*points: tuple[float, float], fill: Color = None) -> None:
        scaled = [(x * unit, y * unit) for x, y in points]
        if is_colored and fill:
            draw.polygon(scaled, fill=fill)
        draw.line(scaled, fill=0, width=width, joint="curve")

    lines((5, 95), (95, 95), (95, 78), (5, 78), (5, 95), fill=_GREEN)
    oval(80, 18, 9, 9, _YELLOW)
    for angle in range(0, 360, 30):
        x, y = cos(radians(angle)), sin(radians(angle))
        lines((80 + 11 * x, 18 + 11 * y), (80 + 15 * x, 18 + 15 * y))
    oval(50, 68, 22, 24, _ORANGE)
    lines((33, 30), (36, 10), (47, 19), (33, 30), fill=_ORANGE)
    lines((67, 30), (64, 10), (53, 19), (67, 30), fill=_ORANGE)
    oval(50, 36, 19, 17, _ORANGE)
    for x in (43, 57):
        oval(x, 33, 4, 5, "white")
        draw.ellipse([(x - 1.6) * unit, 31 * unit, (x + 1.6) * unit, 35 * unit], fill=0)
    lines((48, 40), (52, 40), (50, 43), (48, 40))
    for x in (47, 53):
        box = [(x - 3) * unit, 40 * unit, (x + 3) * unit, 47 * unit]
        draw.arc(box, 20, 160, fill=0, width=width)
    for y in (41, 45):
        lines((20, y - 4), (38, y))
        lines((80, y - 4), (62, y))
    oval(41, 88, 8, 5, "white")
    oval(59, 88, 8, 5, "white")
    return image.resize((size, size), Image.Resampling.LANCZOS)


def encode(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return the file of a picture."""
    with BytesIO() as file:
        image.save(file, kind)
        return file.getvalue()
