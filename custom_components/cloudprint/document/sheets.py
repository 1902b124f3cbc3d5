"""A web page of which each sheet of paper is one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Self

from .encoding import base64_pieces

type Size = tuple[float, float]
"""Width and height in millimetres."""

_PIXELS_PER_MM: Final = 96 / 25.4
"""What CSS calls a pixel."""
_HEAD: Final = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
    "@page{margin:0}html,body{margin:0}div{overflow:hidden;break-inside:avoid}"
    "div+div{break-before:page}img{display:block;transform-origin:0 0}"
)
_END: Final = b"</body></html>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of `paper` with a `picture` in its middle, which may fill it."""

    paper: Size
    picture: Size

    @classmethod
    def of_page(cls, size: Size, paper: Size | None = None) -> Self:
        """Return a sheet of a page's own size, or of a paper that it is to fit on.

        The paper is turned as the page lies; the page is scaled down, never up.
        """
        if paper is None:
            return cls(size, size)
        if (size[0] - size[1]) * (paper[0] - paper[1]) < 0:
            paper = (paper[1], paper[0])
        scale = min(1.0, paper[0] / size[0], paper[1] / size[1])
        return cls(paper, (size[0] * scale, size[1] * scale))


class WebPage:
    """Sheets, one after the other, as HTML.

    A picture's sheet is as large as the paper, whatever else is in the document: each
    size is a kind of page of its own. Sizes are whole pixels, as browsers round them:
    a fraction more than its page would be one more sheet.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        """Begin the page, which will have these sheets."""
        sizes = dict.fromkeys(_pixels(sheet.paper) for sheet in sheets)
        self._names = {size: f"s{number}" for number, size in enumerate(sizes)}
        self._html = BytesIO()
        self._html.write(f"{_HEAD}{self._rules()}</style></head><body>".encode())

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
        """Return how many bytes it has if this is all."""
        return self._html.tell() + len(_END)

    def add(self, sheet: Sheet, kind: str, picture: bytes) -> None:
        """Add a sheet with its picture: png or jpeg."""
        name = self._names[_pixels(sheet.paper)]
        self._html.write(
            f'<div class="{name}"><img alt="" style="{_style(sheet)}"'
            f' src="data:image/{kind};base64,'.encode()
        )
        self._html.writelines(base64_pieces(picture))
        self._html.write(b'"></div>')

    def finish(self) -> bytes:
        """End the page, and return it."""
        self._html.write(_END)
        # Without copying it
        return self._html.getvalue()


def _pixels(size: Size) -> tuple[int, int]:
    width, height = (max(1, round(side * _PIXELS_PER_MM)) for side in size)
    return width, height


def _style(sheet: Sheet) -> str:
    """Return what gives a picture its true size, in the middle of its sheet.

    Browsers put pictures on whole pixels, which makes a page too large or too small by
    up to half of one; only what is transformed they leave where it is.
    """
    width, height = _pixels(sheet.picture)
    across, along = (
        side * _PIXELS_PER_MM / pixels
        for side, pixels in zip(sheet.picture, (width, height), strict=True)
    )
    style = f"width:{width}px;height:{height}px;transform:scale({across:f},{along:f})"
    if sheet.picture == sheet.paper:
        return style
    left, top = (
        round((side - within) / 2 * _PIXELS_PER_MM)
        for side, within in zip(sheet.paper, sheet.picture, strict=True)
    )
    return f"{style};margin:{top}px 0 0 {left}px"
