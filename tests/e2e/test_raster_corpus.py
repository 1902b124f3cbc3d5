"""Raster that CUPS makes of the corpus looks as the documents do.

CUPS' own filters write PWG raster and URF. They become the same sheets as PDF files,
whose way to the paper `test_corpus` follows; here, the pictures on the sheets are
compared with the original.
"""

import asyncio
from pathlib import Path
import shutil

from PIL import Image
import pytest

from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.settings import RenderSettings

from ..document.pdf.raster_pages import paper_sizes, pictures
from ..samples.pdf_files import PASSWORDS, PDFS
from .cups_raster import KINDS, is_installed, make_raster
from .paper import DPI, Measured, Paper, differences
from .test_corpus import CORPUS, REAL_PDFS, Report, check, report

__all__ = ["report"]

pytestmark = pytest.mark.browser

MM_PER_PIXEL = 25.4 / 96
SAME_SIDE_MM = 1.0
MAX_GREY_DIFFERENCE = 0.15
MAX_GREY_INK_DIFFERENCE = 0.5
"""Ghostscript makes darker greys of colors, and dots of the greys of one bit."""

OTHER_PAGES = {"crop_box", "user_unit", "no_media_box"}
"""Files of whose pages Ghostscript takes another part, or another size."""
LARGE_PAGES = {"huge", "ribbon"}
"""Files with pages of several metres, which no printer of CUPS has."""
MANY_PAGES = {"many_pages"}
"""Each is like the others, and 600 dpi take their time."""
WRITTEN_PDFS = [
    name
    for name in PDFS
    if name not in OTHER_PAGES | LARGE_PAGES | MANY_PAGES | PASSWORDS.keys()
]


@pytest.fixture(autouse=True, scope="module")
def programs() -> None:
    """Require CUPS' filters, and the programs that examine the paper."""
    is_complete = is_installed() and shutil.which("pdftoppm") is not None
    assert is_complete, "a filter of CUPS is missing: start scripts/setup-programs"


def measure(original: Path, folder: Path, kind: str, *, is_urf: bool) -> Measured:
    """Convert a document that CUPS has made raster of, and compare it.

    Raster without colors is compared with the original's greys.
    """
    data = make_raster(original, folder, kind, 600, is_urf=is_urf)
    content = convert(data, RenderSettings(dpi=DPI))
    size_mm, looks = [], []
    ours = zip(paper_sizes(content), pictures(content), strict=True)
    paper = Paper(original)
    theirs = zip(paper.sizes(), paper.pictures(), strict=True)
    for (pixels, printed), (size, look) in zip(ours, theirs, strict=True):
        sheet = [side * MM_PER_PIXEL for side in pixels]
        page = printed.convert("RGB")
        if kind != "srgb_8":
            look = look.convert("L").convert("RGB")
        ways = [(size, look)]
        if abs(sheet[0] - size[1]) < SAME_SIDE_MM < abs(sheet[0] - size[0]):
            # Wide pages are turned to lie on upright paper.
            ways = [
                (size[::-1], look.transpose(turn))
                for turn in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
            ]
        looks.append(min((differences(page, way) for _, way in ways), key=sum))
        size_mm += [
            abs(one - other) for one, other in zip(sheet, ways[0][0], strict=True)
        ]
    return Measured(
        pages=len(looks),
        size_mm=max(size_mm),
        difference=max(share for share, _ in looks),
        ink_difference=max(ink for _, ink in looks),
    )


@pytest.mark.parametrize("is_urf", [False, True], ids=["pwg", "urf"])
@pytest.mark.parametrize("name", REAL_PDFS)
async def test_real_document(
    report: Report, tmp_path: Path, name: str, is_urf: bool
) -> None:
    """A document that another program made comes out of CUPS as it looks."""
    measured = await asyncio.to_thread(
        measure, CORPUS / name, tmp_path, "srgb_8", is_urf=is_urf
    )
    report("raster", f"{name} {'URF' if is_urf else 'PWG'}", measured)
    check(name, measured)


@pytest.mark.parametrize("name", WRITTEN_PDFS)
async def test_document(report: Report, tmp_path: Path, name: str) -> None:
    """A document of each kind comes out of CUPS as it looks."""
    original = tmp_path / "original.pdf"
    original.write_bytes(PDFS[name]())
    measured = await asyncio.to_thread(
        measure, original, tmp_path, "srgb_8", is_urf=False
    )
    report("raster", f"{name} PWG", measured)
    check(name, measured)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "srgb_8"])
@pytest.mark.parametrize("name", REAL_PDFS)
async def test_without_colour(tmp_path: Path, name: str, kind: str) -> None:
    """A document in grey or in black has all its pages and their ink."""
    measured = await asyncio.to_thread(
        measure, CORPUS / name, tmp_path, kind, is_urf=kind == "sgray_8"
    )
    assert measured.size_mm <= SAME_SIDE_MM
    assert measured.difference < MAX_GREY_DIFFERENCE
    assert measured.ink_difference < MAX_GREY_INK_DIFFERENCE
