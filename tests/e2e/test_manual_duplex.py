"""Both sides of paper by hand, as Chromium prints the two passes."""

from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image
import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.settings import A4, RenderSettings
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
    create_passes,
)

from ..document.folding import Machine, Print, print_by_hand, read
from ..samples.pdf_writer import A4 as A4_POINTS, PdfWriter
from .browser import print_to_paper

pytestmark = pytest.mark.browser

SHADES: Final = {1: 0.1, 2: 0.25, 3: 0.4, 4: 0.55, 5: 0.7}
"""How light the mark of each page is, at its upper left corner."""
MARK: Final = 120
"""Its sides, in points."""
MAX_MM: Final = 0.25

UP: Final = {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}
"""Where the top of a page points, by the corner of the paper with its mark."""


def make_pdf(*, is_wide: bool) -> bytes:
    """Return five pages, each with its mark."""
    writer = PdfWriter()
    width, height = A4_POINTS[::-1] if is_wide else A4_POINTS
    for shade in SHADES.values():
        writer.add_page(
            f"{shade} g 0 {height - MARK} {MARK} {MARK} re f", (width, height)
        )
    return writer.finish()


def look(picture: Image.Image) -> Print:
    """Return what is on a printed page, by its mark; a page without one is blank."""
    grey = picture.convert("L")
    found = [
        Print(number, up)
        for corner, up in UP.items()
        for number, shade in SHADES.items()
        if abs(get_shade(grey, corner) - shade) < 0.05
    ]
    assert len(found) <= 1, found
    return found[0] if found else Print(0)


def get_shade(picture: Image.Image, corner: tuple[int, int]) -> float:
    """Return how light a grey picture is at a corner, from 0 to 1."""
    within = picture.width * 0.08
    across, down = (
        round(within + at * (side - 2 * within))
        for at, side in zip(corner, picture.size, strict=True)
    )
    shade = picture.getpixel((across, down))
    assert isinstance(shade, int | float)
    return shade / 255


def print_pass(content: Content, folder: Path, sheets: int) -> list[Print]:
    """Return the printed sheets of a pass, after checking the size of each."""
    folder.mkdir()
    paper = print_to_paper(content, folder)
    sizes = paper.sizes()
    assert len(sizes) == sheets
    for size in sizes:
        assert size == pytest.approx(A4, abs=MAX_MM)
    return [look(picture) for picture in paper.pictures()]


@pytest.mark.parametrize("is_short_edge", [False, True], ids=["long", "short"])
@pytest.mark.parametrize("is_wide", [False, True], ids=["portrait", "landscape"])
def test_both_passes(tmp_path: Path, is_short_edge: bool, is_wide: bool) -> None:
    """For all trays, the stack reads in order and upright; the last side stays blank."""
    settings = RenderSettings(dpi=72, is_manual_duplex=True, turns_landscape=True)
    content = convert(make_pdf(is_wide=is_wide), settings)
    printed: dict[Content, list[Print]] = {}
    for output, slot in product(OutputTray, InputTray):
        trays = Trays(output=output, input=slot)
        passes = create_passes(content, trays, is_short_edge=is_short_edge)
        for each in passes:
            # Several trays have the same pass.
            if each not in printed:
                folder = tmp_path / str(len(printed))
                printed[each] = print_pass(each, folder, sheets=3)
        fronts, backs = (printed[each] for each in passes)
        machine = Machine(
            prints_upper=slot is InputTray.PRINTS_UPPER,
            is_face_up=output is OutputTray.FACE_UP,
        )
        stack = print_by_hand(
            machine, fronts, backs, is_stack_turned=trays.is_stack_turned
        )
        assert read(stack, at_short_edge=is_short_edge) == [1, 2, 3, 4, 5, 0]
