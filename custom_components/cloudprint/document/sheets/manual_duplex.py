"""Manual duplex: the front and the back pass of a printer that prints one side.

After the front pass, a person takes the sheets out as they lie, turns the stack over if
the trays need it, and puts it back with the edge first that came out first. The pages
are in such an order that the stack does not have to be sorted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
import re
from typing import Final, NamedTuple

from ..content import Content

_SHEET: Final = re.compile(rb'<div class="(s\d+)">')
"""The beginning of a sheet, as `WebPage` writes it."""
_END: Final = b"</body>"
_END_OF_STYLE: Final = b"</style>"
_TURN: Final = b".turned{transform:rotate(180deg)}"


class OutputTray(StrEnum):
    """How printed sheets lie, one on top of the other: with that side down or up."""

    FACE_DOWN = "face_down"
    """With the printed side below."""
    FACE_UP = "face_up"
    """With the printed side above."""


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

    Both have equally many sheets; the last back side stays blank if the pages are odd.
    Sheets have to lie upright. To be turned over at the short edge, back sides are
    upside down. Blocking. Raises ValueError for content that is not made of sheets.
    """
    page = _SplitPage.create(content.payload)
    count = len(page.sheets)
    if not content.has_sheets or count != content.pages:
        raise ValueError("not made of sheets")
    fronts = page.join([page.sheets[number] for number in trays.get_fronts(count)])
    backs = page.join(
        (
            page.sheets[number]
            if number < count
            else replace(page.sheets[number - 1], content=memoryview(b"</div>"))
            for number in trays.get_backs(count)
        ),
        is_upside_down=is_short_edge,
    )
    sheets = (count + 1) // 2
    return (
        replace(content, payload=fronts, pages=sheets),
        replace(content, payload=backs, pages=sheets),
    )


@dataclass(frozen=True, slots=True)
class _SheetText:
    """A sheet of a web page: the name of its size, and what follows its beginning."""

    name: bytes
    content: memoryview


class _SplitPage(NamedTuple):
    head: bytes
    sheets: list[_SheetText]
    end: bytes

    @classmethod
    def create(cls, payload: bytes) -> _SplitPage:
        """Split a web page; a page of another kind has no sheets."""
        found = list(_SHEET.finditer(payload))
        whole = memoryview(payload)
        end = max(payload.rfind(_END), 0)
        ends = [*(match.start() for match in found[1:]), end]
        return cls(
            payload[: found[0].start()] if found else payload[:end],
            [
                _SheetText(match[1], whole[match.end() : end])
                for match, end in zip(found, ends, strict=False)
            ],
            payload[end:],
        )

    def join(
        self, sheets: Iterable[_SheetText], *, is_upside_down: bool = False
    ) -> bytes:
        """Return a web page of these sheets."""
        head, name_end = self.head, b'">'
        if is_upside_down:
            head = head.replace(_END_OF_STYLE, _TURN + _END_OF_STYLE, 1)
            name_end = b' turned">'
        pieces: list[bytes | memoryview] = [head]
        for sheet in sheets:
            pieces += [b'<div class="', sheet.name, name_end, sheet.content]
        return b"".join([*pieces, self.end])
