"""The files that ipptool's test suites print, which Debian does not have."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from PIL import Image

from ...samples.pdf_writer import POINTS_PER_MM, PdfWriter
from ...samples.raster_files import RasterSheet, draw_sheet, write_pwg, write_urf
from .ipptool import SUITES

A4: Final = (210.0, 297.0)
LETTER: Final = (215.9, 279.4)
PHOTO: Final = (101.6, 152.4)

PAGES: Final = 4
"""Pages of a sample that is printed on both sides."""

_FILE: Final = re.compile(r"^\tFILE ([^$\s]+)$", re.MULTILINE)
"""The names of files in a suite."""
_DPI: Final = (300, 600)
_DRAWN_DPI: Final = 100
_RASTER: Final = {
    "document-a4": (A4, PAGES, ("black_1", "sgray_8", "srgb_8")),
    "document-letter": (LETTER, PAGES, ("black_1", "sgray_8", "srgb_8")),
    "onepage-a4": (A4, 1, ("black_1", "sgray_8", "srgb_8")),
    "onepage-letter": (LETTER, 1, ("black_1", "sgray_8", "srgb_8")),
    "color.jpg-4x6": (PHOTO, 1, ("black_1", "sgray_8", "srgb_8")),
    "gray.jpg-4x6": (PHOTO, 1, ("black_1", "sgray_8")),
}


def write_samples(folder: Path) -> dict[str, Path]:
    """Write all samples, and return a document of each format by its ending.

    The suites are linked beside them, where ipptool looks for the files.
    """
    for suite in SUITES.glob("ipp-*.test"):
        (folder / suite.name).symlink_to(suite)
        # Also those must be there that are not for our printers.
        for name in _FILE.findall(suite.read_text("utf-8")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"")
    for name, size in (("a4", A4), ("letter", LETTER)):
        write_pdf(folder / f"document-{name}.pdf", size)
    for name, mode in (("color", "RGB"), ("gray", "L")):
        draw_sheet(PHOTO, mode=mode).save(folder / f"{name}.jpg")
    for path, data in _raster_samples():
        assert (folder / path).exists(), path
        (folder / path).write_bytes(data)
    sheets = [RasterSheet(picture=_draw(A4, 300))] * 2
    documents = {
        "pdf": folder / "document-a4.pdf",
        "jpg": folder / "color.jpg",
        "pwg": folder / "two-pages.pwg",
        "urf": folder / "two-pages.urf",
    }
    documents["pwg"].write_bytes(write_pwg(sheets, "sgray_8"))
    documents["urf"].write_bytes(write_urf(sheets))
    return documents


def _raster_samples() -> Iterator[tuple[str, bytes]]:
    """Yield the names of the samples of PWG raster with their data."""
    for dpi in _DPI:
        for name, (size, pages, kinds) in _RASTER.items():
            sheet = RasterSheet(picture=_draw(size, dpi), dpi=(dpi, dpi))
            for kind in kinds:
                called = kind.replace("_", "-")
                path = f"pwg-raster-samples-{dpi}dpi/{called}/{name}-{called}-{dpi}dpi"
                yield f"{path}.pwg", write_pwg([sheet] * pages, kind)


def _draw(size: tuple[float, float], dpi: int) -> Image.Image:
    """Return a page with the dots of a resolution, drawn with fewer."""
    picture = draw_sheet(size, _DRAWN_DPI)
    width, height = (round(side / 25.4 * dpi) for side in size)
    return picture.resize((width, height), Image.Resampling.NEAREST)


def write_pdf(file: Path, size: tuple[float, float] = A4) -> None:
    """Write a PDF file whose pages have their number in large digits."""
    width, height = (side * POINTS_PER_MM for side in size)
    writer = PdfWriter()
    font = writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number in range(1, PAGES + 1):
        writer.add_page(
            f"BT /F1 300 Tf {width / 3:g} {height / 3:g} Td ({number}) Tj ET",
            (width, height),
            resources=f"/Font << /F1 {font} 0 R >>",
        )
    file.write_bytes(writer.finish())
