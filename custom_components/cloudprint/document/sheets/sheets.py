"""Sheets of paper: which pages are on them, and their web page with a picture each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice
import re
from typing import Final, Protocol, Self

from ..content import base64_pieces
from ..errors import DocumentError
from ..settings import MILLIMETRES_PER_INCH, Margins, PageWord

type Size = tuple[float, float]
"""Width and height in millimetres."""

PIXELS_PER_MM: Final = 96 / MILLIMETRES_PER_INCH
"""CSS pixels."""
TOO_MANY_PAGES: Final = "pages_too_many"
"""The key of the error for more pages than a print may have."""
_EXAMPLES: Final = 3
"""Page ranges that this error names, of those that would do."""
_LEAST_CUT: Final = 0.001
"""Less, in millimetres, is due to rounding."""
HEAD: Final = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
    "@page{margin:0}html,body{margin:0}div{overflow:hidden;break-inside:avoid}"
    "div+div{break-before:page}img{display:block;transform-origin:0 0}"
)
_END: Final = b"</body></html>"
_STYLE: Final = re.compile(
    rb"width:(\d+)px;height:(\d+)px;transform:"
    rb"(?:translate\(([\d.-]+)px,([\d.-]+)px\) )?"
    rb"(?:translate[XY]?\([\d.,px]+\) rotate\((-?\d+)deg\) )?"
    rb"scale\(([\d.]+),([\d.]+)\)(?:;margin:(-?\d+)px 0 0 (-?\d+)px)?"
)


def select_pages(
    page_ranges: str | None, count: int, max_pages: int | None = None
) -> list[int]:
    """Return the numbers of the pages, from 1, in ranges such as "1-3,5,odd,reverse".

    Pages keep the order of the ranges and may be repeated. A range that begins within
    the document is cut at its end. Without ranges, all `count` pages are selected. Of
    these, `odd` and `even` leave those with such a number, and `reverse` turns their
    order round. Raises DocumentError for a range outside of the document, if no page is
    left, and for more than `max_pages`.
    """
    parts = [] if page_ranges is None else page_ranges.split(",")
    words = [part for part in parts if part in PageWord]
    selected = _find_ranges([part for part in parts if part not in PageWord], count)
    if PageWord.ODD in words and PageWord.EVEN in words:
        selected = []
    for word, remainder in ((PageWord.ODD, 1), (PageWord.EVEN, 0)):
        if word in words:
            selected = [pages[pages.start % 2 != remainder :: 2] for pages in selected]
    if PageWord.REVERSE in words:
        selected = [pages[::-1] for pages in reversed(selected)]
    number = sum(map(len, selected))
    if not number:
        raise DocumentError(
            "page_ranges_empty", part=page_ranges or "", pages=str(count)
        )
    if max_pages is not None and number > max_pages:
        examples = list(islice(_split(selected, words, max_pages), _EXAMPLES + 1))
        if len(examples) > _EXAMPLES:
            examples[-1] = "…"
        raise DocumentError(
            TOO_MANY_PAGES,
            pages=str(number),
            limit=str(max_pages),
            examples=" / ".join(examples),
        )
    return list(chain.from_iterable(selected))


def _find_ranges(ranges: Sequence[str], count: int) -> list[range]:
    """Return the pages in ranges; all without any. Raises DocumentError."""
    if not ranges:
        return [range(1, count + 1)]
    found: list[range] = []
    for part in ranges:
        first, _, last = part.partition("-")
        pages = range(int(first), min(int(last or first), count) + 1)
        if not pages:
            raise DocumentError("page_ranges_outside", part=part, pages=str(count))
        found.append(pages)
    return found


def _split(
    selected: Sequence[range], words: Sequence[str], max_pages: int
) -> Iterator[str]:
    """Yield page ranges that select the same pages in parts of at most `max_pages`."""
    part: list[str] = []
    room = max_pages
    for pages in selected:
        left = pages
        while left:
            taken, left = left[:room], left[room:]
            first, last = sorted((taken[0], taken[-1]))
            part.append(str(first) if first == last else f"{first}-{last}")
            room -= len(taken)
            if not room:
                yield _join(part, words)
                part, room = [], max_pages
    if part:
        yield _join(part, words)


def _join(ranges: Sequence[str], words: Sequence[str]) -> str:
    if PageWord.REVERSE in words:
        ranges = ranges[::-1]
    return ",".join((*ranges, *words))


def get_crop(offset: Size, size: Size, paper: Size) -> Margins:
    """Return how much is beyond the top, right, bottom and left edge of a paper.

    `offset` is where the upper left corner is, from that of the paper.
    """
    (left, top), (width, height) = offset, size
    beyond = (-top, left + width - paper[0], top + height - paper[1], -left)
    top, right, bottom, left = (edge if edge > _LEAST_CUT else 0.0 for edge in beyond)
    return top, right, bottom, left


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of `paper` with a `picture`, which is turned clockwise by `rotation`.

    `rotation` is 0, 90, 180 or 270 degrees, `picture` the size before it is turned.
    `offset` is where the upper left corner of the turned picture is, from that of the
    paper; what lies beyond the paper is cut. Without it, the picture is in the middle.
    """

    paper: Size
    picture: Size
    rotation: int = 0
    offset: Size | None = None

    @classmethod
    def for_page(cls, size: Size, paper: Size | None = None) -> Self:
        """Return a sheet of the size of a page, or of a paper to fit the page on.

        The paper gets the orientation of the page; the page is never enlarged.
        """
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
    def crop(self) -> Margins:
        """Return how much of the picture is cut, in millimetres.

        The numbers are for its top, right, bottom and left before it is turned.
        """
        if self.offset is None:
            return 0.0, 0.0, 0.0, 0.0
        edges = get_crop(self.offset, self.turned_picture, self.paper)
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
            left, top = offset
            offset = (top, width - left - self.turned_picture[0])
        rotation = (self.rotation + 270) % 360
        return replace(self, paper=(height, width), rotation=rotation, offset=offset)


class OnPaper(Protocol):
    """Anything that takes a sheet of paper."""

    @property
    def paper(self) -> Size:
        """Return the width and height in millimetres."""


class WebPage:
    """Sheets as HTML, one after the other.

    Each size of sheet has a CSS page of its own, so that every sheet has exactly the
    size of its paper. Sizes are whole pixels, to which browsers round pages: a sheet
    that is larger by a fraction would take a second page.
    """

    def __init__(self, sheets: Sequence[OnPaper], head: str = HEAD) -> None:
        """Begin the page, which will have these sheets, with the first of its styles."""
        sizes = dict.fromkeys(get_css_size(sheet.paper) for sheet in sheets)
        self._names = {size: f"s{number}" for number, size in enumerate(sizes)}
        self._html = BytesIO()
        self._html.write(f"{head}{self._rules()}</style></head><body>".encode())

    def _rules(self) -> str:
        rules = []
        for (width, height), name in self._names.items():
            size = f"{{size:{width}px {height}px}}"
            box = f"width:{width}px;height:{height}px"
            if len(self._names) == 1:
                rules.append(f"@page{size}.{name}{{{box}}}")
            else:
                rules.append(f"@page {name}{size}.{name}{{page:{name};{box}}}")
        return "".join(rules)

    @property
    def size(self) -> int:
        """Return the size in bytes if no more sheets are added."""
        return self._html.tell() + len(_END)

    def add(self, sheet: Sheet, kind: str, picture: bytes) -> None:
        """Add a sheet with its picture of the kind png, jpeg or webp."""
        self._begin(sheet)
        self._write(f'<img alt="" style="{get_style(sheet)}" src="')
        self._write_picture(kind, picture)
        self._write('"></div>')

    def _begin(self, sheet: OnPaper) -> None:
        self._write(f'<div class="{self._names[get_css_size(sheet.paper)]}">')

    def _write(self, text: str) -> None:
        self._html.write(text.encode())

    def _write_picture(self, kind: str, picture: bytes) -> None:
        """Write the address of a picture, which contains it."""
        self._write(f"data:image/{kind};base64,")
        self._html.writelines(base64_pieces(picture))

    def finish(self) -> bytes:
        """End the page, and return it."""
        self._html.write(_END)
        # Without copying it
        return self._html.getvalue()


def get_css_size(size: Size) -> tuple[int, int]:
    """Return a size in millimetres in whole CSS pixels, at least one."""
    width, height = (max(1, round(side * PIXELS_PER_MM)) for side in size)
    return width, height


def get_style(sheet: Sheet) -> str:
    """Return the style that puts a picture of its exact size in its place on a sheet.

    Browsers round the sizes of pictures to whole pixels, but not those of transformed
    ones.
    """
    width, height = get_css_size(_get_box(sheet))
    across, along = (
        side * PIXELS_PER_MM / pixels
        for side, pixels in zip(sheet.picture, (width, height), strict=True)
    )
    transform = f"{_turn(sheet)}scale({across:f},{along:f})"
    style = f"width:{width}px;height:{height}px;transform:"
    if sheet.offset is not None:
        left, top = (side * PIXELS_PER_MM for side in sheet.offset)
        return f"{style}translate({left:f}px,{top:f}px) {transform}"
    style += transform
    place = sheet.turned_picture
    if place == sheet.paper:
        return style
    left, top = (
        round((side - within) / 2 * PIXELS_PER_MM)
        for side, within in zip(sheet.paper, place, strict=True)
    )
    return f"{style};margin:{top}px 0 0 {left}px"


def parse_style(style: bytes, paper: Size) -> Sheet | None:
    """Return the sheet of a paper, by a style of `get_style`; None for any other."""
    if (found := _STYLE.fullmatch(style)) is None:
        return None
    width, height, left, top, turned, across, along, below, beside = (
        float(number or 0) for number in found.groups()
    )
    return Sheet(
        paper=paper,
        picture=(width * across / PIXELS_PER_MM, height * along / PIXELS_PER_MM),
        rotation=int(turned) % 360,
        offset=((left + beside) / PIXELS_PER_MM, (top + below) / PIXELS_PER_MM),
    )


def _get_box(sheet: Sheet) -> Size:
    """Return the size of a picture before it is transformed.

    A picture that is larger than its sheet is enlarged by the transformation: a browser
    would continue a larger box on the next page, although it is cut.
    """
    if sheet.offset is None:
        return sheet.picture
    (width, height), (across, along) = sheet.picture, sheet.paper
    times = max(1.0, width / across, height / along)
    return width / times, height / times


def _turn(sheet: Sheet) -> str:
    """Return the transformation that turns a picture around its upper left corner.

    The corner is moved so that that of the turned picture is in its place.
    """
    width, height = (side * PIXELS_PER_MM for side in sheet.picture)
    match sheet.rotation:
        case 90:
            return f"translateX({height:f}px) rotate(90deg) "
        case 180:
            return f"translate({width:f}px,{height:f}px) rotate(180deg) "
        case 270:
            return f"translateY({width:f}px) rotate(-90deg) "
    return ""
