"""Conversion of PWG raster and URF."""

from dataclasses import replace
import struct
from typing import Any

from PIL import Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.raster import raster
from custom_components.cloudprint.document.raster.raster import build_raster_content
from custom_components.cloudprint.document.settings import RenderSettings, Scaling

from ...samples.raster_files import (
    PWG_TYPES,
    URF_TYPES,
    RasterSheet,
    draw_sheet,
    write_pwg,
    write_urf,
)
from ..pdf.raster_pages import difference, kinds, paper_sizes, pictures

SHEET = RasterSheet(picture=draw_sheet(), dpi=(100, 100))
SETTINGS = RenderSettings(dpi=100)
A5_ON_ITS_SIDE = (210.0, 148.0)
PWG_COLOR = slice(4 + 384, 4 + 404)
"""Where the file describes the pixels of its first page."""


def refused(data: bytes, settings: RenderSettings = SETTINGS) -> DocumentError:
    """Return the error of a file."""
    with pytest.raises(DocumentError) as caught:
        convert(data, settings)
    return caught.value


def looks_like(content: Content, *sheets: Image.Image) -> None:
    """Check the pictures of content, which may have fewer greys and colors."""
    found = pictures(content)
    assert len(found) == len(sheets)
    for one, other in zip(found, sheets, strict=True):
        assert one.size == other.size
        assert difference(one, other) < 0.01


@pytest.mark.parametrize("kind", PWG_TYPES)
def test_pwg(kind: str) -> None:
    """Each type of PWG raster comes out as it looks."""
    mode = "RGB" if "rgb" in kind else "1" if kind.endswith("_1") else "L"
    seen = SHEET.picture.convert("L") if mode != "RGB" else SHEET.picture
    if mode == "1":
        seen = seen.convert("1", dither=Image.Dither.NONE)

    content = convert(write_pwg([SHEET, SHEET], kind), SETTINGS)

    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    assert (content.pages, content.is_ranged, content.warnings) == (2, False, ())
    assert content.paper == pytest.approx((210.0, 297.0), abs=0.2)
    looks_like(content, seen, seen)
    red, green, blue = pictures(content)[0].convert("RGB").split()
    assert (red == green == blue) is (mode != "RGB")


@pytest.mark.parametrize("kind", URF_TYPES)
def test_urf(kind: str) -> None:
    """Each type of URF comes out as it looks, whose lines leave out blank ends."""
    seen = SHEET.picture if kind.endswith("24") else SHEET.picture.convert("L")
    for count in (None, 0, 0xFFFFFFFF):
        content = convert(write_urf([SHEET] * 2, kind, count), SETTINGS)
        looks_like(content, seen, seen)


@pytest.mark.parametrize("transforms", [(1, 1), (-1, 1), (1, -1), (-1, -1)])
@pytest.mark.parametrize("kind", ["black_1", "sgray_8", "srgb_8"])
def test_back_side(transforms: tuple[int, int], kind: str) -> None:
    """A back side is turned for a printer, and is turned again here."""
    back = RasterSheet(picture=SHEET.picture, dpi=SHEET.dpi, transforms=transforms)
    front, content = (
        pictures(convert(write_pwg([sheet], kind), SETTINGS))[0]
        for sheet in (SHEET, back)
    )
    assert difference(front, content) == 0


@pytest.mark.parametrize(
    ("dpi", "wanted", "size"),
    [
        (600, 300, (591, 886)),
        (600, 200, (394, 591)),
        (300, 300, (591, 886)),
        (300, 200, (394, 591)),
        (300, 600, (591, 886)),
        (150, 300, (295, 443)),
    ],
)
def test_resolution(dpi: int, wanted: int, size: tuple[int, int]) -> None:
    """Pixels are averaged to the resolution of the print, at most 300 dpi."""
    picture = draw_sheet((50.0, 75.0), dpi, "L")
    sheet = RasterSheet(picture=picture, dpi=(dpi, dpi))
    for data in (write_pwg([sheet], "black_1"), write_urf([sheet], "W8")):
        content = convert(data, RenderSettings(dpi=wanted))
        assert content.paper == (50.0, 75.0)
        (found,) = pictures(content)
        assert found.size == pytest.approx(size, abs=1)
        small = picture.resize(found.size, Image.Resampling.BOX)
        assert difference(found, small) < 0.02


def test_greys_of_black() -> None:
    """Black pixels of 600 dpi become greys, which keep thin lines visible."""
    picture = Image.new("L", (1200, 1200), 255)
    for left in range(0, 1200, 10):
        picture.paste(0, (left, 0, left + 1, 1200))
    data = write_pwg([RasterSheet(picture=picture, dpi=(600, 600))], "black_1")
    (found,) = pictures(convert(data, RenderSettings(dpi=300)))
    assert difference(found, picture.reduce(2)) < 0.1
    assert len(found.convert("L").getcolors() or ()) > 1


def test_pages() -> None:
    """Pages have sizes of their own; selected ones may be repeated and turned."""
    wide = RasterSheet(picture=draw_sheet(A5_ON_ITS_SIDE), dpi=(100, 100))
    data = write_pwg([SHEET, wide, SHEET])
    settings = RenderSettings(dpi=100, page_ranges="2,1", turns_landscape=True)
    drawn: list[int] = []
    content = build_raster_content(data, DocumentFormat.PWG, settings, drawn.append)
    assert (content.pages, content.is_ranged, content.is_turned) == (2, True, True)
    # The file is read to its end, then the pages are drawn.
    assert drawn == [1, 2, 3, 2, 1]
    assert paper_sizes(content) == [
        pytest.approx((559, 794), abs=1),
        pytest.approx((794, 1123), abs=1),
    ]
    error = refused(data, RenderSettings(page_ranges="4"))
    assert error.key == "page_ranges_outside"


def test_more_pages_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of later pages, which are not kept in memory, are read again."""
    data = write_pwg([SHEET] * 3)
    expected = convert(data, SETTINGS)
    for kept in (0, len(data) // 2, len(data)):
        monkeypatch.setattr(raster, "_KEPT_BYTES", kept)
        assert convert(data, SETTINGS) == expected


def test_on_another_paper() -> None:
    """On a paper that was named, a page is as large as fits."""
    settings = RenderSettings(paper=(105.0, 148.0), is_paper_named=True, dpi=100)
    content = convert(write_urf([SHEET]), settings)
    assert content.paper == (105.0, 148.0)
    (found,) = pictures(content)
    assert found.size == pytest.approx((413, 583), abs=2)


def test_drawn_for_its_paper() -> None:
    """A page that a driver has drawn is neither turned again nor made smaller."""
    data = write_urf([SHEET])
    settings = RenderSettings(
        dpi=100, scaling=Scaling.FIT, margins=(5.0, 5.0, 5.0, 5.0), rotation=90
    )
    content = convert(data, settings)
    assert (content.paper, content.is_turned) == ((210.0, 297.0), False)
    # It is cut by the fraction of a pixel at most.
    (found,) = pictures(content)
    assert found.size == pytest.approx(SHEET.picture.size, abs=1)
    assert difference(found.resize((70, 99)), SHEET.picture.resize((70, 99))) < 0.02
    smaller = replace(settings, paper=(148.0, 210.0))
    assert convert(data, smaller).paper == (148.0, 210.0)


@pytest.mark.parametrize("dpi", [100, 300])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_scaled_over_its_paper(dpi: int, rotation: int) -> None:
    """Of a page that fills another paper, only the part on the paper is sent."""
    settings = RenderSettings(
        dpi=dpi, paper=(100.0, 100.0), scaling=Scaling.FILL, rotation=rotation
    )
    content = convert(write_pwg([SHEET]), settings)
    assert content.paper == (100.0, 100.0)
    # Never more pixels than the page has
    side = min(827, round(100 / 25.4 * dpi))
    (found,) = pictures(content)
    assert found.size == pytest.approx((side, side), rel=0.1)
    middle = SHEET.picture.crop((0, 171, 827, 998)).resize(
        found.size, Image.Resampling.BOX
    )
    assert difference(found, middle) < 0.02


def test_scaled_to_a_sliver() -> None:
    """A page far wider than its paper is cut to at least a pixel."""
    wide = RasterSheet(picture=Image.new("L", (1200, 3), 0), dpi=(60, 60))
    settings = RenderSettings(dpi=50, paper=(100.0, 150.0), scaling=Scaling.FILL)
    (found,) = pictures(convert(write_urf([wide], "W8"), settings))
    assert min(found.size) >= 1


def test_monochrome() -> None:
    """A print in monochrome has greys only, and so has a page without colors."""
    grey = RasterSheet(picture=draw_sheet(mode="L"), dpi=(100, 100))
    for data, settings in (
        (write_pwg([SHEET]), RenderSettings(dpi=100, is_monochrome=True)),
        (write_pwg([grey]), SETTINGS),
    ):
        (found,) = pictures(convert(data, settings))
        red, green, blue = found.convert("RGB").split()
        assert red == green == blue


def test_too_large() -> None:
    """Pages are made smaller to fit, then refused with what would fit."""
    noise = Image.merge(
        "RGB",
        [Image.effect_noise((500, 700), 90)] * 2 + [Image.effect_noise((500, 700), 40)],
    )
    sheets = [RasterSheet(picture=noise, dpi=(300, 300))] * 3
    data = write_pwg(sheets)
    full = convert(data, RenderSettings()).size
    fitted = convert(data, RenderSettings(max_bytes=full * 2 // 3))
    assert fitted.size <= full * 2 // 3
    assert pictures(fitted)[0].size < (500, 700)
    error = refused(data, RenderSettings(max_bytes=full // 10))
    assert error.key == "pdf_too_large"
    assert (error.placeholders["pages"], error.placeholders["example"]) == ("3", "1")
    assert refused(data, RenderSettings(max_bytes=9000)).key == "pdf_page_too_large"


@pytest.mark.parametrize("write", [write_pwg, write_urf])
def test_cut(write: Any) -> None:
    """A file that ends early is refused, wherever that is, unless no page is cut."""
    small = RasterSheet(picture=draw_sheet((20.0, 30.0), 60), dpi=(60, 60))
    data = write([small, small])
    one = len(write([small]))
    mark = len(b"RaS2PwgRaster\0") if write is write_pwg else len(b"UNIRAST\0")
    for end in (*range(mark, 60), one - 1, *range(one + 1, one + 50), len(data) - 1):
        assert refused(data[:end]).key == "raster_broken"
    if write is write_urf:
        # It says how many pages there should be.
        assert refused(data[:one]).key == "raster_broken"
    assert refused(data + b"\0").key == "raster_broken"


def test_no_pages() -> None:
    """A file without pages is refused."""
    for data in (write_urf([]), b"RaS2" + b"\0" * 9):
        assert refused(data).key == "raster_broken"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of pages is limited."""
    monkeypatch.setattr(raster, "MAX_FILE_PAGES", 2)
    small = RasterSheet(picture=draw_sheet((20.0, 30.0), 60), dpi=(60, 60))
    assert convert(write_urf([small] * 2), SETTINGS).pages == 2
    error = refused(write_urf([small] * 3))
    assert error.key == "tiff_pages_too_many"
    assert error.placeholders == {"format": "URF", "limit": "2"}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((8, 32, 4 * 827, 0, 6), "cmyk_8"),
        ((8, 24, 3 * 827, 0, 20), "adobe-rgb_8"),
        ((16, 48, 6 * 827, 0, 19), "srgb_16"),
        ((8, 24, 3 * 827, 1, 19), "srgb_8"),
        ((8, 8, 827, 0, 48), "color-space-48_8"),
    ],
)
def test_unsupported_pwg(values: tuple[int, ...], kind: str) -> None:
    """Colors that are not decoded are refused by their name."""
    data = bytearray(write_pwg([SHEET]))
    data[PWG_COLOR] = struct.pack(">5I", *values)
    error = refused(bytes(data))
    assert error.key == "raster_unsupported"
    assert error.placeholders == {"format": "PWG", "kind": kind}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((24, 3), "adobe-rgb, 24 bit/pixel"),
        ((32, 6), "cmyk, 32 bit/pixel"),
        ((16, 0), "sgray, 16 bit/pixel"),
        ((24, 77), "color-space-77, 24 bit/pixel"),
    ],
)
def test_unsupported_urf(values: tuple[int, int], kind: str) -> None:
    """Colors that are not decoded are refused by their name."""
    data = bytearray(write_urf([SHEET]))
    data[12:14] = values
    error = refused(bytes(data))
    assert error.key == "raster_unsupported"
    assert error.placeholders == {"format": "URF", "kind": kind}


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        pytest.param(24, 0, id="no_width"),
        pytest.param(24, 0xFFFFFFFF, id="wide"),
        pytest.param(28, 0, id="no_height"),
        pytest.param(28, 65_536, id="high"),
        pytest.param(32, 0, id="no_resolution"),
        pytest.param(32, 1 << 31, id="fine"),
    ],
)
def test_hostile_urf(offset: int, value: int) -> None:
    """Numbers that no page has are refused before any memory is taken."""
    data = bytearray(write_urf([SHEET]))
    data[offset : offset + 4] = struct.pack(">I", value)
    assert refused(bytes(data)).key == "raster_broken"


@pytest.mark.parametrize(
    ("offset", "values"),
    [
        pytest.param(276, (100, 0), id="resolution"),
        pytest.param(372, (65_535, 65_535), id="pixels"),
        pytest.param(392, (828 * 3,), id="line_bytes"),
    ],
)
def test_hostile_pwg(offset: int, values: tuple[int, ...]) -> None:
    """Numbers that no page has, or that contradict each other, are refused."""
    data = bytearray(write_pwg([SHEET]))
    struct.pack_into(f">{len(values)}I", data, 4 + offset, *values)
    assert refused(bytes(data)).key == "raster_broken"


def test_size_of_paper() -> None:
    """A page of a size that nothing prints is refused."""
    strip = RasterSheet(picture=Image.new("L", (2, 300)), dpi=(300, 300))
    error = refused(write_urf([strip], "W8"))
    assert error.key == "pdf_page_size_invalid"
    assert error.placeholders["page"] == "1"


def test_encodings() -> None:
    """Text becomes a PNG, a photo a JPEG."""
    photo = Image.merge(
        "RGB",
        [
            Image.radial_gradient("L").resize((600, 800)),
            Image.linear_gradient("L").resize((600, 800)),
            Image.effect_noise((600, 800), 60),
        ],
    )
    sheets = [
        RasterSheet(picture=draw_sheet((60.0, 90.0), 200, "L"), dpi=(200, 200)),
        RasterSheet(picture=photo, dpi=(200, 200)),
    ]
    assert kinds(convert(write_pwg(sheets), RenderSettings())) == ["png", "jpeg"]
