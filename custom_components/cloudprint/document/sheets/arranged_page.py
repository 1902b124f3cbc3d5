"""Sheets with several pictures, as a web page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import json
from typing import Final

from ..arrange.models import Line
from .paper import Size
from .sheets import HEAD, PIXELS_PER_MM, Sheet, WebPage, get_css_size, get_style

ARRANGED_HEAD: Final = (
    f"{HEAD}div{{position:relative}}"
    "img,svg{position:absolute;left:0;top:0;transform-origin:0 0}"
)
_DIGITS: Final = 3  # of a millimetre, in the description of a sheet
_LINE_MM: Final = 0.15
_DASH_MM: Final = 2
_WHOLE: Final = 'width="100%" height="100%"'

type Picture = tuple[str, bytes]  # png, jpeg or webp, and the bytes


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet with pictures, each with its place on the whole paper."""

    paper: Size
    pictures: Sequence[tuple[Sheet, Picture]] = ()
    lines: Sequence[Line] = ()


class ArrangedPage(WebPage):
    """Sheets with several pictures as HTML, one after the other.

    The element of a sheet refers to no other one. It begins with a comment of JSON:
    `at` has for each picture its number on the sheet, left and upper edge, width and
    height before it is turned, and rotation; `lines` two points each; all in
    millimetres.
    """

    def __init__(self, sheets: Sequence[PrintedSheet]) -> None:
        """Add all sheets; one without pictures and lines is blank."""
        super().__init__((sheet.paper for sheet in sheets), ARRANGED_HEAD)
        self._count = 0
        for sheet in sheets:
            self._add_sheet(sheet)

    def _add_sheet(self, sheet: PrintedSheet) -> None:
        self._begin(sheet.paper)
        times = Counter(picture for _, picture in sheet.pictures)
        numbers = {picture: number for number, picture in enumerate(times)}
        self._write(f"<!--{_describe(sheet, numbers)}-->")
        names: dict[Picture, str] = {}
        for place, picture in sheet.pictures:
            style = get_style(place)
            if times[picture] == 1:
                self._write(f'<img alt="" style="{style}" src="')
                self._write_picture(*picture)
                self._write('">')
            elif (name := names.get(picture)) is not None:
                use = f'<use {_WHOLE} xlink:href="#{name}"/>'
                self._write(f'<svg style="{style}">{use}</svg>')
            else:
                # Only SVG can show a picture again without its bytes.
                names[picture] = name = f"p{self._count}"
                self._count += 1
                image = f'<image id="{name}" {_WHOLE} preserveAspectRatio="none"'
                self._write(f'<svg style="{style}">{image} xlink:href="')
                self._write_picture(*picture)
                self._write('"/></svg>')
        self._write(f"{_draw_lines(sheet)}</div>")


def _describe(sheet: PrintedSheet, numbers: dict[Picture, int]) -> str:
    places = [
        [numbers[picture], *_round(*place.box), place.rotation]
        for place, picture in sheet.pictures
    ]
    lines = [_round(*line.start, *line.end) for line in sheet.lines]
    return json.dumps({"at": places, "lines": lines}, separators=(",", ":"))


def _round(*lengths: float) -> list[float]:
    return [round(length, _DIGITS) for length in lengths]


def _draw_lines(sheet: PrintedSheet) -> str:
    if not sheet.lines:
        return ""
    across, along = get_css_size(sheet.paper)
    box = f"0 0 {across / PIXELS_PER_MM:f} {along / PIXELS_PER_MM:f}"
    solid = _path(line for line in sheet.lines if not line.is_dashed)
    dashed = _path(line for line in sheet.lines if line.is_dashed)
    return (
        f'<svg viewBox="{box}" style="width:{across}px;height:{along}px" '
        f'stroke="#000" stroke-width="{_LINE_MM}"><path d="{solid}"/>'
        f'<path stroke-dasharray="{_DASH_MM}" d="{dashed}"/></svg>'
    )


def _path(lines: Iterable[Line]) -> str:
    return "".join(
        "M{:g} {:g}L{:g} {:g}".format(*_round(*line.start, *line.end)) for line in lines
    )
