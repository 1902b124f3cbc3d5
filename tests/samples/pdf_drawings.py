"""PDF files with fonts, forms, drawings and photos."""

from io import BytesIO
from random import Random
from typing import Final

from PIL import Image

from .pdf_writer import (
    A4,
    FONTS,
    PdfWriter,
    bars_glyph,
    outline_font,
    prose,
    standard_fonts,
    text_lines,
)

_BAR: Final = {
    "top": (80, 780, 920, 860),
    "middle": (80, 380, 920, 460),
    "bottom": (80, -20, 920, 60),
    "left": (80, -20, 160, 860),
    "right": (840, -20, 920, 860),
    "upright": (460, -60, 540, 880),
    "low": (180, 40, 820, 120),
}
_BOX: Final = ("top", "bottom", "left", "right")
_CHARACTERS: Final = {
    "一": ("middle",),
    "二": ("top", "bottom"),
    "三": ("top", "middle", "bottom"),
    "十": ("middle", "upright"),
    "土": ("middle", "bottom", "upright"),
    "王": ("top", "middle", "bottom", "upright"),
    "口": _BOX,
    "日": (*_BOX, "middle"),
    "田": (*_BOX, "middle", "upright"),
    "中": ("top", "low", "left", "right", "upright"),
}


def chinese() -> bytes:
    """Return Chinese text in an embedded font whose glyphs are bars."""
    writer = PdfWriter()
    glyphs = [
        b"",
        *(bars_glyph([_BAR[b] for b in bars]) for bars in _CHARACTERS.values()),
    ]
    font = outline_font(writer, "ABCDEF+Bars", glyphs)
    order = "".join(_CHARACTERS)
    rows = [order[turn:] + order[:turn] for turn in range(10)] * 2
    codes = [
        "".join(f"{order.index(character) + 1:04x}" for character in row * 2)
        for row in rows
    ]
    shown = " T* ".join(f"<{line}> Tj" for line in codes)
    writer.add_page(
        f"BT /F1 22 Tf 34 TL 60 770 Td {shown} ET",
        resources=f"/Font << /F1 {font} 0 R >>",
    )
    return writer.finish()


def form() -> bytes:
    """Return a filled form: fields with and without appearances, and annotations."""
    writer = PdfWriter()
    checked = writer.add_stream(
        b"0 0 18 18 re S 3 3 m 15 15 l 3 15 m 15 3 l S",
        "/Type /XObject /Subtype /Form /BBox [0 0 18 18]",
    )
    unchecked = writer.add_stream(
        b"0 0 18 18 re S", "/Type /XObject /Subtype /Form /BBox [0 0 18 18]"
    )
    filled = writer.add_stream(
        b"/Tx BMC q BT /Helv 14 Tf 2 6 Td (Anna Mustermann) Tj ET Q EMC",
        "/Type /XObject /Subtype /Form /BBox [0 0 300 24]"
        f" /Resources << {standard_fonts(Helv='Helvetica')} >>",
    )
    stamp = writer.add_stream(
        b"0.8 0.1 0.1 RG 4 w 2 2 156 46 re S 20 20 120 10 re S",
        "/Type /XObject /Subtype /Form /BBox [0 0 160 50]",
    )
    widget = "/Type /Annot /Subtype /Widget /F 4 /P 99 0 R"
    fields = [
        f"/FT /Tx /T (name) /V (Anna Mustermann) /Rect [150 700 450 724]"
        f" /DA (/Helv 14 Tf 0 g) /AP << /N {filled} 0 R >>",
        "/FT /Tx /T (town) /V (Springfield) /Rect [150 650 450 674]"
        " /DA (/Helv 14 Tf 0 g) /MK << /BC [0 0 0] >>",
        "/FT /Btn /T (agreed) /V /Yes /AS /Yes /Rect [150 600 168 618]"
        f" /AP << /N << /Yes {checked} 0 R /Off {unchecked} 0 R >> >>",
        "/FT /Btn /T (newsletter) /V /Off /AS /Off /Rect [150 560 168 578]"
        f" /AP << /N << /Yes {checked} 0 R /Off {unchecked} 0 R >> >>",
    ]
    numbers = [writer.add(f"<< {widget} {field} >>") for field in fields]
    annotations = [
        *numbers,
        writer.add(
            "<< /Type /Annot /Subtype /Stamp /F 4 /Rect [350 500 510 550]"
            f" /AP << /N {stamp} 0 R >> >>"
        ),
    ]
    form = " ".join(f"{number} 0 R" for number in numbers)
    writer.catalog_entries = (
        f"/AcroForm << /Fields [{form}] /NeedAppearances true"
        f" /DR << {standard_fonts(Helv='Helvetica')} >> /DA (/Helv 14 Tf 0 g) >>"
    )
    writer.add_page(
        text_lines(["Name", "", "", "Town"], size=13, left=60, top=706),
        resources=FONTS,
        entries=f"/Annots [{' '.join(f'{number} 0 R' for number in annotations)}]",
    )
    return writer.finish()


def transparency() -> bytes:
    """Return overlapping shapes: constant opacity, a blend mode and a soft mask."""
    writer = PdfWriter()
    group = "/Group << /S /Transparency /CS /DeviceGray >>"
    shading = writer.add(
        "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [60 0 500 0]"
        " /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >>"
    )
    mask = writer.add_stream(
        b"/S1 sh",
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
        f" {group} /Resources << /Shading << /S1 {shading} 0 R >> >>",
    )
    states = (
        "/ExtGState << /Half << /ca 0.5 >> /Multiply << /BM /Multiply >>"
        f" /Masked << /SMask << /S /Luminosity /G {mask} 0 R >> >> >>"
    )
    drawing = (
        text_lines(prose(50, seed=9)) + "q /Half gs 0.9 0.1 0.1 rg 60 560 200 200 re f"
        " 0.1 0.1 0.9 rg 160 460 200 200 re f Q\n"
        "q /Multiply gs 1 1 0 rg 300 560 200 200 re f Q\n"
        "q /Masked gs 0 0.5 0.2 rg 60 150 440 200 re f Q\n"
    )
    writer.add_page(
        drawing, resources=f"{FONTS} {states}", entries="/Group << /S /Transparency >>"
    )
    return writer.finish()


def long_curve(points: int = 7000) -> bytes:
    """Return a curve of one path, which goes up and down over the width of a page.

    At 300 dpi, the outlines of its line cross more pixels than PDFium stores.
    """
    writer = PdfWriter()
    line = " l ".join(
        f"{50 + 495 * index / points:.3f}"
        f" {420 + (1 if index % 2 else -1) * (40 + index * 7919 % 60):d}"
        for index in range(points)
    )
    writer.add_page(f"0.3 w {line.replace(' l ', ' m ', 1)} S")
    return writer.finish()


def stretched_lines() -> bytes:
    """Return lines over a page, in units that are 40 times as wide as they are high."""
    writer = PdfWriter()
    lines = "".join(f"0 {y * 40} m {y / 2} {y * 40} l S\n" for y in range(20, 820, 10))
    writer.add_page(f"q 1 0 0 0.025 50 0 cm 40 w {lines} Q")
    return writer.finish()


def drawing() -> bytes:
    """Return hairlines, curves, dashes, a gradient and a pattern."""
    writer = PdfWriter()
    shading = writer.add(
        "<< /ShadingType 3 /ColorSpace /DeviceRGB /Coords [300 250 0 300 250 150]"
        " /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0.9 0] /C1 [0.1 0.2 0.8]"
        " /N 1 >> >>"
    )
    tile = writer.add_stream(
        b"0.3 w 0 0 m 8 8 l S",
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 8 8] /XStep 8 /YStep 8"
        " /Resources << >>",
    )
    fan = "".join(f"50 450 m {50 + step * 5} 800 l S\n" for step in range(100))
    waves = "".join(
        f"{step % 9 / 8:.3f} w 50 {440 - step} m 200 {500 - step} 400 {380 - step}"
        f" 550 {440 - step} c S\n"
        for step in range(0, 60, 4)
    )
    writer.add_page(
        f"0.1 w {fan} {waves} [6 3] 0 d 2 w 50 360 m 550 360 l S [] 0 d"
        " q 150 100 300 220 re W n /S1 sh Q\n"
        "/Pattern cs /P1 scn 470 100 80 220 re f",
        resources=f"/Shading << /S1 {shading} 0 R >> /Pattern << /P1 {tile} 0 R >>",
    )
    return writer.finish()


def _photo(kind: str, side: int) -> Image.Image:
    """Return a picture with the hues and the grain of a photo."""
    grain = Image.frombytes("L", (side, side), Random(1).randbytes(side * side))
    shapes = Image.effect_mandelbrot((side, side), (-2.2, -1.5, 1, 1.5), 60)
    light = Image.radial_gradient("L").resize((side, side), Image.Resampling.BICUBIC)
    slope = Image.linear_gradient("L").resize((side, side), Image.Resampling.BICUBIC)
    bands = [
        Image.blend(Image.blend(shapes, band, 0.7), grain, 0.1)
        for band in (light, slope, light.transpose(Image.Transpose.ROTATE_90))
    ]
    return bands[0] if kind == "L" else Image.merge("RGB", bands)


def _add_photo(writer: PdfWriter, kind: str, side: int = 1200) -> int:
    return _add_image(writer, _photo(kind, side))


def _add_image(writer: PdfWriter, image: Image.Image) -> int:
    with BytesIO() as file:
        image.save(file, "JPEG", quality=88)
        data = file.getvalue()
    space = {"L": "Gray", "RGB": "RGB"}[image.mode]
    return writer.add_stream(
        data,
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
        f" /ColorSpace /Device{space} /BitsPerComponent 8 /Filter /DCTDecode",
        compress=False,
    )


def scan(
    *pages: Image.Image,
    below: str = "",
    above: str = "",
    share: float = 1.0,
    entries: str = "",
) -> bytes:
    """Return pages of A4 with a picture each, and what is drawn below and above it.

    `share` is the part of the height that it covers.
    """
    writer = PdfWriter()
    width, height = A4
    for page in pages:
        objects = f"/XObject << /S {_add_image(writer, page)} 0 R >> {FONTS}"
        picture = f"q {width:g} 0 0 {height * share:g} 0 0 cm /S Do Q"
        writer.add_page(
            f"{below}\n{picture}\n{above}", resources=objects, entries=entries
        )
    return writer.finish()


def photos() -> bytes:
    """Return a colour photo, a grey one, and one within text."""
    writer = PdfWriter()
    colour, grey = (_add_photo(writer, kind) for kind in ("RGB", "L"))
    objects = f"/XObject << /C {colour} 0 R /G {grey} 0 R >>"
    full = "q {0:g} 0 0 {1:g} 0 0 cm /{2} Do Q\n"
    writer.add_page(full.format(*A4, "C"), resources=objects)
    writer.add_page(full.format(*A4, "G"), resources=objects)
    writer.add_page(
        text_lines(prose(30, seed=5)) + "q 250 0 0 250 170 80 cm /G Do Q",
        resources=f"{objects} {FONTS}",
    )
    return writer.finish()


def coloured_words() -> bytes:
    """Return a page of black text with one small word in red, and a black page."""
    writer = PdfWriter()
    lines = text_lines(prose(50, seed=8))
    red = "1 0 0 rg " + text_lines(["urgent"], size=6, top=60)
    writer.add_page(lines + red, resources=FONTS)
    writer.add_page(lines, resources=FONTS)
    return writer.finish()
