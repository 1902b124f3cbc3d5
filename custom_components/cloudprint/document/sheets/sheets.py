"""Sheets of paper, and their web page with a picture each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
import re
from typing import Final, Self

from ..content import base64_pieces
from ..settings import MILLIMETRES_PER_INCH, Margins
from .paper import Size

PIXELS_PER_MM: Final = 96 / MILLIMETRES_PER_INCH  # of CSS
_LEAST_CUT: Final = 0.001  # less, in millimetres, is due to rounding
HEAD: Final = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
    "@page{margin:0}html,body{margin:0}div{overflow:hidden;break-inside:avoid}"
    "div+div{break-before:page}img{display:block;transform-origin:0 0}"
)
_END: Final = b"</body></html>"
_PAGE_SIZE: Final = re.compile(rb"@page[ \w]*\{size:(\d+)px (\d+)px\}")
_END_OF_STYLES: Final = b"</style>"
_STYLE: Final = re.compile(
    rb"width:(\d+)px;height:(\d+)px;transform:"
    rb"(?:translate\(([\d.-]+)px,([\d.-]+)px\) )?"
    rb"(?:translate[XY]?\([\d.,px]+\) rotate\((-?\d+)deg\) )?"
    rb"scale\(([\d.]+),([\d.]+)\)(?:;margin:(-?\d+)px 0 0 (-?\d+)px)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShape:
    """A page's size in millimetres; only its ratio without `is_size_known`."""

    size: Size
    is_picture: bool = False
    is_size_known: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of `paper` with a `picture`, which is turned clockwise by `rotation`.

    `rotation` is in degrees, `picture` the size before it is turned. `offset` is the
    upper left corner of the turned picture; what lies beyond the paper is cut. Without
    it, the picture is in the middle.
    """

    paper: Size
    picture: Size
    rotation: int = 0
    offset: Size | None = None

    @classmethod
    def for_page(cls, size: Size, paper: Size | None = None) -> Self:
        """Return a sheet of a page's size, or of a paper that the page fits on."""
        if paper is None:
            return cls(size, size)
        if (size[0] - size[1]) * (paper[0] - paper[1]) < 0:
            paper = (paper[1], paper[0])
        scale = min(1.0, paper[0] / size[0], paper[1] / size[1])
        return cls(paper, (size[0] * scale, size[1] * scale))

    @property
    def is_turned(self) -> bool:
        """Return whether the picture is turned a quarter to either side."""
        return self.rotation % 180 != 0

    @property
    def turned_picture(self) -> Size:
        """Return the size of the picture as it lies on the paper."""
        width, height = self.picture
        return (height, width) if self.is_turned else (width, height)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the offset and the size of the picture, in millimetres."""
        return *(self.offset or (0.0, 0.0)), *self.picture

    @property
    def crop(self) -> Margins:
        """Return what is cut: top, right, bottom, left before the picture's turn."""
        if self.offset is None:
            return 0.0, 0.0, 0.0, 0.0
        (x, y), (width, height) = self.offset, self.turned_picture
        right, bottom = x + width - self.paper[0], y + height - self.paper[1]
        beyond = (-y, right, bottom, -x)
        edges = [edge if edge > _LEAST_CUT else 0.0 for edge in beyond]
        # Turned a quarter to the right, the top of the picture is on the right.
        turns = self.rotation // 90
        top, right, bottom, left = edges[turns:] + edges[:turns]
        return top, right, bottom, left

    def cut(self) -> Self:
        """Return the sheet with only the part of the picture that is on the paper."""
        top, right, bottom, left = self.crop
        if self.offset is None or not any(self.crop):
            return self
        width, height = self.picture
        return replace(
            self,
            picture=(width - left - right, height - top - bottom),
            offset=(max(0.0, self.offset[0]), max(0.0, self.offset[1])),
        )

    def upright(self) -> Self:
        """Return the sheet, turned a quarter to the left if it is wider than high."""
        return self.turned_left() if self.paper[0] > self.paper[1] else self

    def turned_left(self) -> Self:
        """Return the sheet with what is on it, turned a quarter to the left."""
        width, height = self.paper
        offset = self.offset
        if offset is not None:
            x, y = offset
            offset = (y, width - x - self.turned_picture[0])
        rotation = (self.rotation + 270) % 360
        return replace(self, paper=(height, width), rotation=rotation, offset=offset)


class WebPage:
    """Sheets as HTML, one after the other.

    Each size of sheet has a CSS page. Sizes are whole pixels, to which browsers round
    pages: a sheet that is larger by a fraction would take a second page.
    """

    def __init__(self, papers: Iterable[Size], head: str = HEAD) -> None:
        """Begin the page, which will have sheets of these sizes in millimetres."""
        sizes = dict.fromkeys(map(get_css_size, papers))
        self._names = {size: f"s{number}" for number, size in enumerate(sizes)}
        self._html = BytesIO()
        self._write(head)
        for (width, height), name in self._names.items():
            size = f"{{size:{width}px {height}px}}"
            box = f"width:{width}px;height:{height}px"
            if len(self._names) == 1:
                self._write(f"@page{size}.{name}{{{box}}}")
            else:
                self._write(f"@page {name}{size}.{name}{{page:{name};{box}}}")
        self._write("</style></head><body>")

    @property
    def size(self) -> int:
        """Return the size in bytes if no more sheets are added."""
        return self._html.tell() + len(_END)

    def add(self, sheet: Sheet, kind: str, picture: bytes) -> None:
        """Add a sheet with its picture of the kind png, jpeg or webp."""
        self._begin(sheet.paper)
        self._write(f'<img alt="" style="{get_style(sheet)}" src="')
        self._write_picture(kind, picture)
        self._write('"></div>')

    def add_blank(self, paper: Size) -> None:
        """Add a sheet without a picture."""
        self._begin(paper)
        self._write("</div>")

    def _begin(self, paper: Size) -> None:
        self._write(f'<div class="{self._names[get_css_size(paper)]}">')

    def _write(self, text: str) -> None:
        self._html.write(text.encode())

    def _write_picture(self, kind: str, picture: bytes) -> None:
        self._write(f"data:image/{kind};base64,")
        self._html.writelines(base64_pieces(picture))

    def finish(self) -> bytes:
        """End the page, and return it."""
        self._html.write(_END)
        # Without copying it
        return self._html.getvalue()


def has_wide_sheets(page: bytes) -> bool:
    """Return whether a sheet of a web page is wider than high."""
    sizes = _PAGE_SIZE.findall(page, 0, page.find(_END_OF_STYLES))
    return any(int(width) > int(height) for width, height in sizes)


def get_css_size(size: Size) -> tuple[int, int]:
    """Return a size in millimetres in whole CSS pixels, at least one."""
    width, height = (max(1, round(side * PIXELS_PER_MM)) for side in size)
    return width, height


def get_style(sheet: Sheet) -> str:
    """Return a picture's style; browsers round its size, unless it is transformed."""
    times = 1.0
    if sheet.offset is not None:
        # A browser would break a box that is larger than the paper.
        times = max(1.0, *(sheet.picture[at] / sheet.paper[at] for at in (0, 1)))
    width, height = get_css_size((sheet.picture[0] / times, sheet.picture[1] / times))
    across, along = (
        side * PIXELS_PER_MM / pixels
        for side, pixels in zip(sheet.picture, (width, height), strict=True)
    )
    transform = f"{_turn(sheet)}scale({across:f},{along:f})"
    style = f"width:{width}px;height:{height}px;transform:"
    if sheet.offset is not None:
        x, y = (side * PIXELS_PER_MM for side in sheet.offset)
        return f"{style}translate({x:f}px,{y:f}px) {transform}"
    style += transform
    place = sheet.turned_picture
    if place == sheet.paper:
        return style
    x, y = (
        round((side - within) / 2 * PIXELS_PER_MM)
        for side, within in zip(sheet.paper, place, strict=True)
    )
    return f"{style};margin:{y}px 0 0 {x}px"


def parse_style(style: bytes, paper: Size) -> Sheet | None:
    """Return the sheet of a style of `get_style`; None for any other."""
    if (match := _STYLE.fullmatch(style)) is None:
        return None
    width, height, x, y, turned, across, along, below, beside = (
        float(number or 0) for number in match.groups()
    )
    return Sheet(
        paper=paper,
        picture=(width * across / PIXELS_PER_MM, height * along / PIXELS_PER_MM),
        rotation=int(turned) % 360,
        offset=((x + beside) / PIXELS_PER_MM, (y + below) / PIXELS_PER_MM),
    )


def _turn(sheet: Sheet) -> str:
    """Return the transformation that turns a picture, and moves its corner back."""
    width, height = (side * PIXELS_PER_MM for side in sheet.picture)
    match sheet.rotation:
        case 90:
            return f"translateX({height:f}px) rotate(90deg) "
        case 180:
            return f"translate({width:f}px,{height:f}px) rotate(180deg) "
        case 270:
            return f"translateY({width:f}px) rotate(-90deg) "
    return ""
