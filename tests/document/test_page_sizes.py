"""Sizes of pages as they are sent, and how near they are to what was drawn."""

from base64 import b64decode
from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random
import re

from PIL import Image, ImageChops, ImageDraw, ImageOps
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.light import clean
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.picture_document import (
    PictureDocument,
)
from custom_components.cloudprint.document.pictures.picture_encoding import (
    encode_picture,
)
from custom_components.cloudprint.document.pictures.thumbnail import preview_sheet
from custom_components.cloudprint.document.settings import (
    MILLIMETRES_PER_INCH,
    RenderSettings,
)
from custom_components.cloudprint.document.sheets.first_page import find_first_page
from custom_components.cloudprint.document.sheets.page_image import encode_page
from custom_components.cloudprint.document.sheets.sheets import Sheet

from ..samples.pdf_files import PDFS, text
from ..samples.pictures import photo, saved, tiff_pages
from ..samples.raster_files import RasterSheet, write_pwg
from .pdf.raster_pages import difference

SIZE = (1240, 1754)
"""A6 at 300 dpi."""
PLENTY = 10_000_000.0
_BASELINE, _PROGRESSIVE = b"\xff\xc0", b"\xff\xc2"


@cache
def write_page() -> Image.Image:
    """Return a page of text with smooth edges."""
    large = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2), "white")
    draw = ImageDraw.Draw(large)
    for top in range(120, 3400, 90):
        draw.text((160, top), "the milk is nearly out " * 4, fill=0, font_size=60)
    return large.reduce(2)


@cache
def photograph_page() -> Image.Image:
    """Return the page on paper with grain, in uneven light, with a heading in red."""
    page = write_page()
    grain = Image.frombytes("L", SIZE, Random(7).randbytes(SIZE[0] * SIZE[1]))
    paper = Image.blend(Image.new("L", SIZE, 128), grain, 0.03)
    light = (
        Image.linear_gradient("L").resize(SIZE).point(lambda level: 180 + level // 6)
    )
    lit = ImageChops.multiply(ImageChops.add(page, paper, 1, -128), light)
    photo = lit.convert("RGB")
    ImageDraw.Draw(photo).text((80, 10), "Homework", fill=(170, 40, 30), font_size=40)
    return photo


def draw_cleaned(how: CleanUp, dpi: int = 300) -> tuple[Image.Image, bytes]:
    """Clean up the photo on paper on which it has this resolution; return its picture."""
    width, height = (side / dpi * MILLIMETRES_PER_INCH for side in SIZE)
    document = PictureDocument(
        saved(photograph_page(), "PNG"),
        DocumentFormat.PNG,
        settings=RenderSettings(clean_up=how),
        get_max_bytes=lambda _: PLENTY,
    )
    kind, data = document.draw_picture(1, Sheet.for_page((width, height)), dpi)
    image = Image.open(BytesIO(data))
    assert image.format == kind.upper()
    return image, data


def png_bytes(image: Image.Image) -> int:
    """Return the size of a picture as a PNG of all its colors."""
    return len(saved(image, "PNG"))


def error(one: Image.Image, other: Image.Image) -> int:
    """Return the greatest difference of two pictures."""
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(
        level
        for band in apart.split()
        for level, count in enumerate(band.histogram())
        if count
    )


def add_ground(draw: ImageDraw.ImageDraw) -> None:
    """Draw a coloured heading with white and black words."""
    draw.rectangle((60, 20, 1180, 80), fill=(20, 90, 200))
    draw.text((80, 30), "Shopping", fill="white", font_size=36)
    draw.text((400, 30), "Monday", fill="black", font_size=36)


def color_page(*drawing: Callable[[ImageDraw.ImageDraw], object]) -> Image.Image:
    """Return the page of text with something in colors."""
    page = write_page().convert("RGB")
    for draw in drawing:
        draw(ImageDraw.Draw(page))
    return page


def test_cleaned_black() -> None:
    """A page in black and white has one bit a pixel: a third of the bytes, or less."""
    whole = clean(photograph_page(), CleanUp.BLACK)
    image, data = draw_cleaned(CleanUp.BLACK)

    assert (image.format, image.mode) == ("PNG", "1")
    assert len(data) <= png_bytes(whole) / 3
    # All that was black or white still is.
    kept = ImageOps.invert(ImageChops.difference(image.convert("L"), whole))
    is_known = whole.point([255 * (level in (0, 255)) for level in range(256)])
    assert ImageChops.darker(ImageOps.invert(kept), is_known).getbbox() is None
    assert difference(image.convert("L").reduce(4), whole.reduce(4)) < 0.02


@pytest.mark.parametrize(("dpi", "greys"), [(190, 4), (120, 16)])
def test_cleaned_black_at_a_low_resolution(dpi: int, greys: int) -> None:
    """Where single pixels are seen, edges keep greys."""
    image, data = draw_cleaned(CleanUp.BLACK, dpi)
    whole = clean(photograph_page(), CleanUp.BLACK)
    assert len(image.getcolors() or []) == greys
    assert error(image, whole) <= 128 // (greys - 1) + 1
    assert len(data) < png_bytes(whole)


def test_cleaned_grey() -> None:
    """A grey page has 16 greys, between which no difference is seen."""
    whole = clean(photograph_page(), CleanUp.GREY)
    image, data = draw_cleaned(CleanUp.GREY)
    assert len(data) <= png_bytes(whole) / 1.8
    assert len(image.convert("L").getcolors() or []) <= 16
    assert error(image, whole) <= 9


def test_cleaned_color() -> None:
    """A page in colors is no PNG of all of them."""
    whole = clean(photograph_page(), CleanUp.COLOR)
    image, data = draw_cleaned(CleanUp.COLOR)
    assert len(data) <= png_bytes(whole) / 2
    assert difference(image, whole) < 0.02


def test_cleaned_within_its_bytes() -> None:
    """A page that is too large is made smaller like a picture."""
    size = 105.0, 148.5
    pictures = PictureDocument(
        saved(photograph_page(), "PNG"),
        DocumentFormat.PNG,
        settings=RenderSettings(clean_up=CleanUp.GREY),
        get_max_bytes=lambda _: 60_000.0,
    )
    kind, data = pictures.draw_picture(1, Sheet.for_page(size), 300)
    assert kind == "jpeg"
    assert len(data) <= 60_000


def test_cleaned_with_grain() -> None:
    """A grey page with a small photo is the smaller one of a JPEG and a PNG."""
    page = Image.new("L", SIZE, "white")
    grain = Image.frombytes("L", (300, 300), Random(5).randbytes(90_000))
    page.paste(Image.blend(Image.new("L", (300, 300), 128), grain, 0.2), (300, 600))
    kind, data = encode_page(page, 300)
    assert kind == "jpeg"
    assert len(data) < png_bytes(page)

    soft = Image.radial_gradient("L").resize((150, 150))
    page = write_page().copy()
    page.paste(soft, (300, 600))
    kind, data = encode_page(page, 300)
    assert kind == "png"
    assert Image.open(BytesIO(data)).tobytes() == page.tobytes()


def test_grey_scans() -> None:
    """A scan with grain is a JPEG of half the bytes, a clean one remains as it is."""
    grain = Image.frombytes("L", SIZE, Random(7).randbytes(SIZE[0] * SIZE[1]))
    scan = ImageChops.subtract(write_page(), grain.point(lambda level: level // 12))
    settings = RenderSettings(paper=(105.0, 148.5))

    content = convert(tiff_pages([scan], dpi=300), settings)
    assert content.media_format == "JPG"
    assert content.size <= png_bytes(scan) * 0.65
    assert difference(Image.open(BytesIO(content.payload)), scan) < 0.02
    # Any program reads it.
    assert _BASELINE in content.payload

    pages = convert(tiff_pages([scan, write_page()], dpi=300), settings)
    (kind, jpeg), (other_kind, png) = pictures(pages.payload)
    assert (kind, other_kind) == ("jpeg", "png")
    assert len(jpeg) <= png_bytes(scan) * 0.65
    assert Image.open(BytesIO(png)).tobytes() == write_page().tobytes()


def pictures(payload: bytes) -> list[tuple[str, bytes]]:
    """Return the kinds and bytes of the pictures of a web page."""
    return [
        (kind.decode(), b64decode(data))
        for kind, data in re.findall(rb'"data:image/(\w+);base64,([^"]*)"', payload)
    ]


def test_pdf_with_a_colored_word() -> None:
    """A page with a word in red is hardly larger than one without."""
    content = convert(PDFS["coloured_words"](), RenderSettings())
    (_, page), (_, black) = pictures(content.payload)
    assert len(page) * 4 / 3 < 280 * 1024
    assert len(page) < len(black) * 1.25


def test_few_inks() -> None:
    """Coloured words and grounds keep their exact colors, and edges remain smooth."""

    def add_word(draw: ImageDraw.ImageDraw) -> None:
        draw.text((900, 1650), "urgent", fill=(200, 0, 0), font_size=30)

    page = color_page(add_ground, add_word)
    kind, data = encode_page(page, 300)
    image = Image.open(BytesIO(data)).convert("RGB")
    assert kind == "png"
    assert len(data) < png_bytes(page) * 0.7
    assert image.getpixel((70, 25)) == (20, 90, 200)
    word = 900, 1650, 1010, 1690
    assert (200, 0, 0) in {color for _, color in image.crop(word).getcolors() or []}
    assert difference(image, page) < 0.01
    assert difference(image.crop(word), page.crop(word)) < 0.05


@pytest.mark.parametrize("count", [60, 3000])
def test_many_inks(count: int) -> None:
    """A drawing in many colors has a palette that is near all of them."""

    def add_colors(draw: ImageDraw.ImageDraw) -> None:
        for number in range(count):
            top, left = divmod(number, 60)
            color = (number * 37 % 200, number * 101 % 220, number * 59 % 256)
            box = 20 + left * 4, 20 + top * 4, 22 + left * 4, 22 + top * 4
            draw.rectangle(box, fill=color)

    page = color_page(add_colors)
    kind, data = encode_page(page, 300)
    image = Image.open(BytesIO(data))
    assert (kind, image.mode) == ("png", "P")
    assert difference(image, page) < 0.05


def test_a_color_gradient_has_no_steps() -> None:
    """A ground that changes its color is not drawn in a few steps of one ink."""

    def add_gradient(draw: ImageDraw.ImageDraw) -> None:
        for left in range(200):
            color = (55 + left, 55 + left, 255)
            draw.line((100 + left, 20, 100 + left, 90), fill=color)

    page = color_page(add_gradient)
    _, data = encode_page(page, 300)
    area = 104, 24, 296, 86
    found = Image.open(BytesIO(data)).convert("RGB").crop(area)
    assert len(found.getcolors() or []) > 20
    assert error(found, page.crop(area)) < 24


def test_colored_page_at_a_low_resolution() -> None:
    """At a low resolution, edges have 16 greys also on a page with colors."""
    page = color_page(add_ground)
    few, many = (
        Image.open(BytesIO(encode_page(page, dpi)[1])).convert("L").crop((0, 90, *SIZE))
        for dpi in (300, 100)
    )
    assert len(few.getcolors() or []) == 4
    assert len(many.getcolors() or []) == 16


def test_driver_pages_have_few_colors() -> None:
    """The pages of a printer driver are encoded like those of a PDF."""
    page = color_page(add_ground)
    content = convert(write_pwg([RasterSheet(picture=page)]), RenderSettings())
    ((kind, data),) = pictures(content.payload)
    assert kind == "png"
    assert data == encode_page(page, 300)[1]


@pytest.mark.parametrize(("soft", "marker"), [(True, _PROGRESSIVE), (False, _BASELINE)])
def test_jpeg_of_a_page(soft: bool, marker: bytes) -> None:
    """A JPEG in a web page is progressive if that makes it smaller."""
    size = (900, 900)
    grain = Image.frombytes("RGB", size, Random(2).randbytes(2_430_000))
    image = photo(size) if soft else Image.blend(photo(size), grain, 0.5)
    kind, data = encode_picture(image, PLENTY)
    assert kind == "jpeg"
    assert data.count(marker + b"\0\x11") == 1
    plain = BytesIO()
    image.save(plain, "JPEG", quality=90, subsampling=0)
    assert len(data) <= len(plain.getvalue()) * (0.95 if soft else 1)

    _, data = encode_picture(image, PLENTY, is_in_page=False)
    assert data.count(_BASELINE + b"\0\x11") == 1


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_drawings_are_exact(mode: str) -> None:
    """A drawing on a sheet has a palette of exactly its colors, if they are few."""
    page = color_page(add_ground) if mode == "RGB" else write_page().convert(mode)
    few = page.quantize(200).convert("RGB") if mode == "RGB" else page
    flat = write_page().point(lambda level: level // 32 * 36)
    grey = Image.merge("RGB", (flat,) * 3)
    for image, found in ((page, None), (few, "P"), (flat, "P"), (grey, "P")):
        kind, data = encode_picture(image, PLENTY)
        decoded = Image.open(BytesIO(data))
        assert kind == "png"
        assert decoded.convert("RGB").tobytes() == image.convert("RGB").tobytes()
        assert decoded.mode == (found if found and image is not page else image.mode)


def test_drawing_within_its_bytes() -> None:
    """A drawing that is too large is a JPEG of lower quality."""
    kind, data = encode_picture(color_page(add_ground), 60_000)
    assert kind == "jpeg"
    assert len(data) <= 60_000


def test_webp_is_smaller_and_exact() -> None:
    """WebP has the same pixels as the PNG, in two thirds of the bytes."""
    one, other = (
        convert(text(1), RenderSettings(uses_webp=uses_webp))
        for uses_webp in (False, True)
    )
    ((kind, png),) = pictures(one.payload)
    ((webp_kind, webp),) = pictures(other.payload)
    assert (kind, webp_kind) == ("png", "webp")
    assert len(webp) < len(png) * 0.7
    before, after = (Image.open(BytesIO(data)).convert("RGB") for data in (png, webp))
    assert before.tobytes() == after.tobytes()

    page = find_first_page(other)
    assert page is not None
    ((document_format, _),) = page.pictures
    assert document_format is DocumentFormat.WEBP
    assert preview_sheet(page.pictures, (210.0, 297.0))


@pytest.mark.parametrize("size", [(3000, 3001), (16384, 500)])
def test_webp_of_large_pages(size: tuple[int, int]) -> None:
    """Pages that are too long for WebP, or would need too much memory, are PNGs."""
    kind, _ = encode_page(Image.new("1", size, 1), 300, uses_webp=True)
    assert kind == "png"


@pytest.mark.parametrize("error", [MemoryError(), ValueError("encoding error 1")])
def test_webp_without_memory(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """A page for which the child process has too little memory left is a PNG."""

    def save(*_: object) -> None:
        raise error

    Image.init()
    monkeypatch.setitem(Image.SAVE, "WEBP", save)
    kind, data = encode_page(write_page(), 300, uses_webp=True)
    assert kind == "png"
    assert Image.open(BytesIO(data)).size == SIZE
