"""Where the pictures of a web page of sheets lie on their paper."""

from dataclasses import dataclass
import re
from typing import Final

from custom_components.cloudprint.document.content import Content

_IMAGE: Final = re.compile(r'<img alt="" style="([^"]*)"')
_RULE: Final = re.compile(r"@page[^{]*\{size:(\d+)px (\d+)px\}\.(\w+)\{")
_SHEET: Final = re.compile(r'<div class="(\w+)">')
_ELEMENT: Final = re.compile(r'<div class="(\w+)">(.*?)</div>')
_PLACED: Final = re.compile(r'<(?:img alt=""|svg) style="([^"]*transform[^"]*)"')
_STEP: Final = re.compile(r"(\w+)\(([^)]*)\)")
_LENGTH: Final = re.compile(r"-?[\d.]+")
_PIXELS_PER_MM: Final = 96 / 25.4

type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A picture on a sheet, in millimetres from the upper left corner of the paper.

    `top_left` is where the upper left corner of the picture itself is, `box` the left
    and upper edge, the width and the height that it takes on the paper.
    """

    paper: tuple[float, float]
    top_left: Point
    box: tuple[float, float, float, float]


def get_laid_out(content: Content) -> list[LaidOut]:
    """Return the picture of each sheet, as the styles of the web page place it."""
    page = content.payload.decode()
    papers = {
        name: (int(width) / _PIXELS_PER_MM, int(height) / _PIXELS_PER_MM)
        for width, height, name in _RULE.findall(page)
    }
    return [
        get_picture(style, papers[name])
        for name, style in zip(_SHEET.findall(page), _IMAGE.findall(page), strict=True)
    ]


def get_sheets(content: Content) -> list[list[LaidOut]]:
    """Return the pictures of each sheet that has any number of them."""
    page = content.payload.decode()
    papers = {
        name: (int(width) / _PIXELS_PER_MM, int(height) / _PIXELS_PER_MM)
        for width, height, name in _RULE.findall(page)
    }
    return [
        [get_picture(style, papers[name]) for style in _PLACED.findall(element)]
        for name, element in _ELEMENT.findall(page)
    ]


def get_picture(style: str, paper: tuple[float, float]) -> LaidOut:
    """Return a picture by the style of its element."""
    declared = dict(part.split(":") for part in style.split(";"))
    width, height = (_numbers(declared[name])[0] for name in ("width", "height"))
    left = top = 0.0
    if "margin" in declared:
        top, _, _, left = _numbers(declared["margin"])
    corners = []
    for corner in ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height)):
        across, down = _transform(declared["transform"], corner)
        corners.append(
            ((across + left) / _PIXELS_PER_MM, (down + top) / _PIXELS_PER_MM)
        )
    across_all, down_all = zip(*corners, strict=True)
    left, top = min(across_all), min(down_all)
    box = (left, top, max(across_all) - left, max(down_all) - top)
    return LaidOut(paper=paper, top_left=corners[0], box=box)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _LENGTH.findall(text)]


def _transform(transform: str, point: Point) -> Point:
    """Return where a point is moved: the last transformation is done first."""
    across, down = point
    for name, text in reversed(_STEP.findall(transform)):
        numbers = _numbers(text)
        match name, numbers:
            case "scale", [wide, high]:
                across, down = across * wide, down * high
            case "translate", [right, below]:
                across, down = across + right, down + below
            case "translateX", [right]:
                across += right
            case "translateY", [below]:
                down += below
            case "rotate", [90.0]:
                across, down = -down, across
            case "rotate", [180.0]:
                across, down = -across, -down
            case "rotate", [-90.0]:
                across, down = down, -across
            case _:
                raise ValueError(transform)
    return across, down
