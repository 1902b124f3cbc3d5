"""Manual duplex: the front and the back pass of a printer that prints one side.

After the front pass, a person takes the sheets out as they lie, turns the stack over if
the trays need it, and puts it back with the edge first that came out first. The pages
are in such an order that the stack does not have to be sorted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
import re
from typing import Final

from ..content import Content

_SHEET: Final = re.compile(rb'<div class="(s\d+)">')  # as `WebPage` begins one
_END_OF_STYLE: Final = b"</style>"
_TURN: Final = b".turned{transform:rotate(180deg)}"

type _SheetText = tuple[bytes, memoryview]  # its size's name, what follows


class OutputTray(StrEnum):
    """How printed sheets lie, one on top of the other: with that side down or up."""

    FACE_DOWN = "face_down"
    FACE_UP = "face_up"


class InputTray(StrEnum):
    """Which side of the paper in the tray is printed; the sheet on top is taken first."""

    PRINTS_UPPER = "upper_side"
    PRINTS_LOWER = "lower_side"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trays:
    """How a printer takes paper in, and how it puts it out."""

    output: OutputTray
    input: InputTray

    @property
    def is_stack_turned(self) -> bool:
        """Return whether the stack is turned over, or put back as it lies."""
        is_face_down = self.output is OutputTray.FACE_DOWN
        return is_face_down is (self.input is InputTray.PRINTS_LOWER)

    def as_json(self) -> dict[str, str]:
        """Return the trays as options and the card have them."""
        return {"output": self.output.value, "input": self.input.value}

    def get_fronts(self, count: int) -> list[int]:
        """Return the front pass of `count` pages, from 0, as they are printed."""
        fronts = list(range(0, count, 2))
        return fronts if self.input is InputTray.PRINTS_UPPER else fronts[::-1]

    def get_backs(self, count: int) -> list[int]:
        """Return the back pass likewise; if `count` is odd, the last one is no page."""
        backs = list(range(1, count + 1, 2))
        return backs if self.output is OutputTray.FACE_UP else backs[::-1]


def create_passes(
    content: Content, trays: Trays, *, is_short_edge: bool
) -> tuple[Content, Content]:
    """Return the front and the back pass of content with more than one page.

    Both have equally many upright sheets; the last back side stays blank, and is no
    page, if the pages are odd. To be turned over at the short edge, back sides are upside down. Blocking.
    Raises ValueError for content that is not made of sheets.
    """
    head, sheets, tail = split_sheets(content.payload)
    count = len(sheets)
    if not content.has_sheets or count != content.pages:
        raise ValueError("not made of sheets")
    fronts = [sheets[number] for number in trays.get_fronts(count)]
    blank = [] if count % 2 == 0 else [(sheets[-1][0], memoryview(b"</div>"))]
    backs = [(*sheets, *blank)[number] for number in trays.get_backs(count)]
    front_pass = replace(
        content, payload=join_sheets(head, fronts, tail), pages=len(fronts)
    )
    if is_short_edge:
        head = head.replace(_END_OF_STYLE, _TURN + _END_OF_STYLE, 1)
        backs = [(name + b" turned", sheet) for name, sheet in backs]
    back_pass = replace(
        content, payload=join_sheets(head, backs, tail), pages=count // 2
    )
    return front_pass, back_pass


def split_sheets(page: bytes) -> tuple[bytes, list[_SheetText], bytes]:
    """Return what is before, in and after the sheets of a web page, if any."""
    matches = list(_SHEET.finditer(page))
    end = max(page.rfind(b"</body>"), 0)
    ends = [*(match.start() for match in matches[1:]), end]
    whole = memoryview(page)
    sheets = [
        (match[1], whole[match.end() : end])
        for match, end in zip(matches, ends, strict=False)
    ]
    return page[: matches[0].start() if matches else end], sheets, page[end:]


def join_sheets(head: bytes, sheets: Iterable[_SheetText], tail: bytes) -> bytes:
    """Return the web page of some sheets."""
    pieces: list[bytes | memoryview] = [head]
    for name, sheet in sheets:
        pieces += [b'<div class="', name, b'">', sheet]
    return b"".join([*pieces, tail])
