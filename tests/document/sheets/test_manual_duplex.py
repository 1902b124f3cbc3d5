"""Both sides of paper by hand: the passes are printed on paper and read."""

from base64 import b64decode
from dataclasses import replace
from itertools import product
import re

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
    create_passes,
)
from custom_components.cloudprint.document.sheets.sheets import Sheet, WebPage

from ..folding import Machine, Print, print_by_hand, read

PORTRAIT = (210.0, 297.0)
LANDSCAPE = (297.0, 210.0)

ALL_TRAYS = [
    Trays(output=output, input=slot) for output, slot in product(OutputTray, InputTray)
]

_SHEET = re.compile(r'<div class="(s\d+)( turned)?">(.*?)</div>')
_PICTURE = re.compile(r'style="([^"]*)" src="data:image/png;base64,([^"]*)"')


def make_content(pages: int, *sizes: tuple[float, float]) -> Content:
    """Return content of sheets whose pictures are the numbers of their pages.

    The pages have the sizes in turn, and all sheets are upright.
    """
    sheets = [
        Sheet.for_page(sizes[number % len(sizes)]).upright() for number in range(pages)
    ]
    page = WebPage(sheet.paper for sheet in sheets)
    for number, sheet in enumerate(sheets, 1):
        page.add(sheet, "png", str(number).encode())
    return Content(
        media_format=MediaFormat.HTML,
        media_source=MediaSource.STRING,
        payload=page.finish(),
        pages=pages,
        paper=PORTRAIT,
    )


def get_prints(content: Content) -> list[Print]:
    """Return what the sheets of a web page put on paper."""
    html = content.payload.decode()
    found = []
    for _, turned, inner in _SHEET.findall(html):
        assert not turned or ".turned{transform:rotate(180deg)}" in html
        up = 180 if turned else 0
        page = 0
        if picture := _PICTURE.fullmatch(
            inner.removeprefix('<img alt="" ').removesuffix(">")
        ):
            up += 270 if "rotate(-90deg)" in picture[1] else 0
            page = int(b64decode(picture[2]))
        else:
            assert inner == ""
        found.append(Print(page, up % 360))
    # A side that stays blank is no page.
    assert sum(each.page > 0 for each in found) == content.pages
    return found


def make_machine(trays: Trays, *, is_bottom_first: bool = False) -> Machine:
    """Return a printer with these trays."""
    return Machine(
        prints_upper=trays.input is InputTray.PRINTS_UPPER,
        is_face_up=trays.output is OutputTray.FACE_UP,
        is_bottom_first=is_bottom_first,
    )


def with_blank(pages: int) -> list[int]:
    """Return the pages in order, with a blank side after an odd number of them."""
    return [*range(1, pages + 1), *([0] if pages % 2 else [])]


@pytest.mark.parametrize("trays", ALL_TRAYS, ids=str)
@pytest.mark.parametrize("pages", range(1, 10))
def test_pages_of_both_passes(trays: Trays, pages: int) -> None:
    """The stack reads from the first page to the last without being sorted."""
    fronts = [Print(number + 1) for number in trays.get_fronts(pages)]
    backs = [
        Print(number + 1 if number < pages else 0) for number in trays.get_backs(pages)
    ]
    stack = print_by_hand(
        make_machine(trays), fronts, backs, is_stack_turned=trays.is_stack_turned
    )
    assert read(stack, at_short_edge=False) == with_blank(pages)


@pytest.mark.parametrize("trays", ALL_TRAYS, ids=str)
@pytest.mark.parametrize("is_short_edge", [False, True], ids=["long", "short"])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("is_bottom_first", [False, True], ids=["top", "bottom"])
@pytest.mark.parametrize("copies", [1, 2])
def test_sheets_of_both_passes(
    trays: Trays,
    is_short_edge: bool,
    size: tuple[float, float],
    is_bottom_first: bool,
    copies: int,
) -> None:
    """Their web pages come out in order and upright, whichever edge leads."""
    for pages in range(2, 10):
        content = make_content(pages, size)
        passes = create_passes(content, trays, is_short_edge=is_short_edge)
        machine = make_machine(trays, is_bottom_first=is_bottom_first)
        fronts, backs = (get_prints(each) * copies for each in passes)
        stack = print_by_hand(
            machine, fronts, backs, is_stack_turned=trays.is_stack_turned
        )
        read_pages = read(stack, at_short_edge=is_short_edge)
        assert read_pages == with_blank(pages) * copies, pages


@pytest.mark.parametrize("trays", ALL_TRAYS, ids=str)
def test_uncollated_copies(trays: Trays) -> None:
    """Each sheet is printed twice in a row, in both passes."""
    passes = create_passes(make_content(5, PORTRAIT), trays, is_short_edge=False)
    fronts, backs = (
        [each for each in get_prints(content) for _ in range(2)] for content in passes
    )
    stack = print_by_hand(
        make_machine(trays), fronts, backs, is_stack_turned=trays.is_stack_turned
    )
    assert read(stack, at_short_edge=False) == [1, 2, 1, 2, 3, 4, 3, 4, 5, 0, 5, 0]


def test_the_model_notices_mistakes() -> None:
    """The physical model itself: what is wrong does not read as if it were right."""
    face_down = make_machine(ALL_TRAYS[0])
    one, two = [Print(1), Print(3)], [Print(2), Print(4)]
    with pytest.raises(AssertionError, match="printed face"):
        print_by_hand(face_down, one, two, is_stack_turned=True)
    stack = print_by_hand(face_down, one, two, is_stack_turned=False)
    assert read(stack, at_short_edge=False) == [1, 4, 3, 2]
    with pytest.raises(AssertionError, match="not upright"):
        read(stack, at_short_edge=True)
    with pytest.raises(AssertionError, match="left"):
        print_by_hand(face_down, one, two[:1], is_stack_turned=False)


def test_what_the_person_does() -> None:
    """The stack is turned over where the printed side would be printed again."""
    assert [trays.is_stack_turned for trays in ALL_TRAYS] == [False, True, True, False]
    assert ALL_TRAYS[1].as_json() == {"output": "face_down", "input": "lower_side"}


def test_passes_of_sheets_of_several_sizes() -> None:
    """A blank back side is as large as its front; the rest of the content is the same."""
    content = replace(
        make_content(3, PORTRAIT, (148.0, 210.0)), warnings=("characters_missing",)
    )
    trays = Trays(output=OutputTray.FACE_UP, input=InputTray.PRINTS_UPPER)
    fronts, backs = create_passes(content, trays, is_short_edge=False)
    assert _SHEET.findall(backs.payload.decode())[-1] == ("s0", "", "")
    for each in (fronts, backs):
        assert replace(each, payload=b"", pages=3) == replace(content, payload=b"")
        head = content.payload[: content.payload.index(b"<div")]
        assert each.payload.startswith(head)
        assert each.payload.endswith(b"</div></body></html>")


@pytest.mark.parametrize(
    "content",
    [
        Content.from_string("Text", MediaFormat.TEXT),
        Content.from_string("<p>A page of another program</p>", MediaFormat.HTML),
        # Pages of ours, but not as many as they say
        replace(make_content(2, PORTRAIT), pages=3),
        Content.from_string("<p>No sheets</p>", MediaFormat.HTML, pages=2),
    ],
)
def test_content_without_sheets(content: Content) -> None:
    """It cannot be put in another order."""
    with pytest.raises(ValueError, match="not made of sheets"):
        create_passes(content, ALL_TRAYS[0], is_short_edge=False)
    assert content.has_sheets is (content.pages is not None)
