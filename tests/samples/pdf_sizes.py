"""PDF files with pages of all sizes and orientations."""

from typing import Final

from .pdf_writer import A4, FONTS, PdfWriter, millimetres, prose, text_lines

_MARK: Final = "0 0 0 rg 40 40 60 20 re f 40 60 20 60 re f\n"
"""An L in the lower left corner: it shows how a page lies."""


def _pages(*sizes: tuple[float, float], entries: str = "") -> bytes:
    writer = PdfWriter()
    for number, size in enumerate(sizes, 1):
        lines = [f"Page {number}", f"{size[0]:g} x {size[1]:g}"]
        drawing = _MARK + text_lines(lines, size=14, left=20, top=size[1] - 24)
        border = f"1 w 4 4 {size[0] - 8:g} {size[1] - 8:g} re S\n"
        writer.add_page(drawing + border, size, resources=FONTS, entries=entries)
    return writer.finish()


def rotated() -> bytes:
    """Return four pages, each rotated by 90 degrees more."""
    writer = PdfWriter()
    for angle in (0, 90, 180, 270):
        lines = [f"Turned by {angle} degrees", *prose(20, seed=angle)]
        writer.add_page(
            _MARK + text_lines(lines), resources=FONTS, entries=f"/Rotate {angle}"
        )
    return writer.finish()


def landscape() -> bytes:
    """Return two landscape A4 pages."""
    return _pages((A4[1], A4[0]), (A4[1], A4[0]))


def mixed_sizes() -> bytes:
    """Return pages of eight sizes in both orientations."""
    return _pages(
        millimetres(210, 297),
        millimetres(210, 148),
        (612, 792),
        millimetres(420, 297),
        millimetres(80, 200),
        millimetres(85.6, 54),
        millimetres(210, 297),
        (612, 1008),
    )


def crop_box() -> bytes:
    """Return an A3 page with an A5 crop box away from the corner."""
    writer = PdfWriter()
    wide, high = millimetres(148, 210)
    drawing = text_lines(prose(80, seed=3), left=-80, top=1000)
    box = "1 0 0 RG 3 w 110 260 400 560 re S\n"
    writer.add_page(
        drawing + box,
        None,
        resources=FONTS,
        entries="/MediaBox [-100 -50 741.89 1140.551]"
        f" /CropBox [100 250 {100 + wide:g} {250 + high:g}]",
    )
    return writer.finish()


def user_unit() -> bytes:
    """Return an A5 page whose unit is two points."""
    wide, high = millimetres(74, 105)
    return _pages((wide, high), entries="/UserUnit 2")


def no_media_box() -> bytes:
    """Return a page without a size; readers use US Letter."""
    writer = PdfWriter()
    writer.add_page(text_lines(prose(5), top=700), None, resources=FONTS)
    return writer.finish()


def huge() -> bytes:
    """Return a page of the largest possible size, 5 m a side."""
    return _pages((14400, 14400))


def ribbon() -> bytes:
    """Return a page of the largest possible width and 1 cm of height."""
    return _pages((14400, 28.35))


def tiny() -> bytes:
    """Return a page of 1 mm by 1 mm."""
    writer = PdfWriter()
    writer.add_page("0 0 1.5 1.5 re f", (3, 3))
    return writer.finish()
