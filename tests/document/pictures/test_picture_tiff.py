"""TIFF files of one or several pages."""

from base64 import b64decode
from io import BytesIO
import re
import struct

from PIL import Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import MAX_FILE_PAGES, DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.thumbnail import create_thumbnail
from custom_components.cloudprint.document.settings import A4, RenderSettings
from tests.samples import pictures
from tests.samples.pictures import BLUE, GREEN, PICTURES, RED, WHITE, saved, tiff_pages

from ..previews import create_preview

_LANDSCAPE = (297.0, 210.0)
_SHEET = re.compile(
    r'<div class="\w+"><img alt=""(?: style="([^"]*)")? '
    r'src="data:image/(png|jpeg);base64,([^"]*)">'
)
_PIXELS_PER_MM = 96 / 25.4


def sheets(content: Content) -> list[tuple[str, Image.Image]]:
    """Return the style and the picture of each sheet of a web page."""
    assert content.media_format is MediaFormat.HTML
    assert content.media_source is MediaSource.STRING
    found = _SHEET.findall(content.payload.decode())
    assert len(found) == content.pages
    return [(style, Image.open(BytesIO(b64decode(data)))) for style, _, data in found]


def colors(content: Content) -> list[tuple[int, ...]]:
    """Return the color in the middle of each sheet's picture."""
    return [
        tuple(image.convert("RGB").resize((1, 1)).tobytes())
        for _, image in sheets(content)
    ]


def width_and_height(style: str) -> tuple[float, float]:
    """Return the size in millimetres of a picture on its sheet."""
    width, height = re.findall(r"(?:^|;)(?:width|height):([\d.]+)px", style)
    # Whole pixels are scaled to the true size.
    (scale,) = re.findall(r"transform:scale\(([\d.]+),([\d.]+)\)", style)
    across, along = (
        float(pixels) * float(times) / _PIXELS_PER_MM
        for pixels, times in zip((width, height), scale, strict=True)
    )
    return across, along


def test_pages() -> None:
    """Each page is a sheet in its own orientation."""
    content = convert(PICTURES["tiff_multi"](), RenderSettings())

    assert (content.pages, content.paper, content.is_ranged) == (3, A4, False)
    assert colors(content) == [RED, GREEN, BLUE]
    assert [image.size for _, image in sheets(content)] == [
        (420, 594),
        (594, 420),
        (420, 594),
    ]
    html = content.payload.decode()
    assert "794px 1123px" in html
    assert "1123px 794px" in html


def test_landscape_first() -> None:
    """The first page decides the paper of the print."""
    pages = [Image.new("RGB", size, RED) for size in ((60, 40), (40, 60))]
    content = convert(tiff_pages(pages), RenderSettings())
    assert content.paper == _LANDSCAPE


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [("2", [GREEN]), ("2-9", [GREEN, BLUE]), ("3,1", [BLUE, RED])],
)
def test_page_ranges(ranges: str, expected: list[tuple[int, ...]]) -> None:
    """Only the selected pages are printed, and the cloud does not select again."""
    content = convert(
        PICTURES["tiff_multi"](),
        RenderSettings(page_ranges=ranges, is_monochrome=False),
    )
    assert colors(content) == expected
    assert content.is_ranged
    assert content.pages == len(expected)


def test_page_ranges_outside() -> None:
    """Page ranges outside of the file are refused."""
    with pytest.raises(DocumentError) as raised:
        convert(PICTURES["tiff_multi"](), RenderSettings(page_ranges="4"))
    assert raised.value.key == "page_ranges_outside"


def test_monochrome() -> None:
    """For a monochrome print, pages are grey."""
    content = convert(PICTURES["tiff_multi"](), RenderSettings(is_monochrome=True))
    for _, image in sheets(content):
        red, green, blue = image.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_true_size() -> None:
    """A page of known size has it, in the middle of the sheet."""
    pages = [Image.new("L", (1000, 500), 0)] * 2
    content = convert(tiff_pages(pages, dpi=254), RenderSettings())

    style, image = sheets(content)[0]
    assert width_and_height(style) == pytest.approx((100, 50), abs=0.05)
    assert image.size == (1000, 500)
    assert content.paper == _LANDSCAPE


def test_true_size_in_centimetres() -> None:
    """Resolutions in centimetres are supported."""
    page = Image.new("L", (1000, 500), 0)
    data = saved(
        page,
        "TIFF",
        save_all=True,
        append_images=[page],
        resolution_unit=3,
        x_resolution=100.0,
        y_resolution=100.0,
    )
    style, _ = sheets(convert(data, RenderSettings()))[0]
    assert width_and_height(style) == pytest.approx((100, 50), abs=0.05)


@pytest.mark.parametrize("dpi", [0, 1, 50, 100_000])
def test_fills_the_sheet(dpi: float) -> None:
    """A page that is too large, or of an implausible size, fills the sheet."""
    pages = [Image.new("L", (1000, 500), 0)] * 2
    content = convert(tiff_pages(pages, dpi=dpi), RenderSettings())
    style, _ = sheets(content)[0]
    assert width_and_height(style) == pytest.approx((297, 148.5), abs=0.05)


def test_unknown_size() -> None:
    """A page of unknown size fills the sheet."""
    page = Image.new("L", (1000, 500), 0)
    data = saved(page, "TIFF", save_all=True, append_images=[page])
    style, _ = sheets(convert(data, RenderSettings()))[0]
    assert width_and_height(style) == pytest.approx((297, 148.5), abs=0.05)


def test_resolution() -> None:
    """A scan of 600 dpi is reduced to 300, one of 300 is unchanged."""
    for dpi, expected in ((600, (1240, 1754)), (300, (1240, 1754)), (150, (620, 877))):
        size = (round(4.133 * dpi), round(5.847 * dpi))
        pages = [Image.new("1", size, 1)] * 2
        content = convert(tiff_pages(pages, dpi=dpi), RenderSettings())
        style, image = sheets(content)[0]
        assert width_and_height(style) == pytest.approx((105, 148.5), abs=0.05)
        assert image.size == pytest.approx(expected, abs=1)
        assert image.mode == ("P" if dpi == 600 else "1")


def _fax(pages: int) -> bytes:
    """Return a coarse fax, with half as many lines as columns in an inch."""
    page = Image.new("1", (864, 550), 1)
    page.paste(0, (0, 0, 864, 40))
    return saved(
        page,
        "TIFF",
        save_all=True,
        append_images=[page] * (pages - 1),
        compression="group4",
        x_resolution=204.0,
        y_resolution=98.0,
        resolution_unit=2,
    )


def test_fax() -> None:
    """A fax has its true length."""
    style, image = sheets(convert(_fax(2), RenderSettings()))[0]
    assert width_and_height(style) == pytest.approx((107.58, 142.55), abs=0.05)
    assert image.size == (864, 550)

    content = convert(_fax(1), RenderSettings())
    assert Image.open(BytesIO(content.payload)).size == (864, 1145)


def test_fax_of_wide_lines() -> None:
    """The same holds if the lines are finer."""
    data = saved(
        Image.new("L", (400, 800), 9), "TIFF", x_resolution=100.0, y_resolution=200.0
    )
    content = convert(data, RenderSettings())
    assert Image.open(BytesIO(content.payload)).size == (800, 800)


def test_square_pixels() -> None:
    """A single scan keeps its pixels."""
    data = saved(Image.new("L", (400, 800), 9), "TIFF", dpi=(300, 303))
    content = convert(data, RenderSettings())
    assert Image.open(BytesIO(content.payload)).size == (400, 800)


def test_thumbnails() -> None:
    """Thumbnails and masks are not printed."""
    page = Image.new("RGB", (80, 60), RED)
    small = Image.new("RGB", (20, 15), RED)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    with BytesIO() as file:
        page.save(file, "TIFF", save_all=True, append_images=[small], tiffinfo={254: 0})
        data = file.getvalue()
    assert Image.open(BytesIO(data)).n_frames == 2  # type: ignore[attr-defined] # Of a TIFF
    content = convert(data, RenderSettings())
    assert Image.open(BytesIO(content.payload)).size == (80, 60)


def test_only_a_thumbnail() -> None:
    """A thumbnail is printed if there is nothing else."""
    data = saved(Image.new("RGB", (20, 15), RED), "TIFF", tiffinfo={254: 1})
    content = convert(data, RenderSettings())
    assert Image.open(BytesIO(content.payload)).size == (20, 15)


def test_profile_of_each_page() -> None:
    """Each page has its own color profile."""
    strange, usual = pictures.swapped(), pictures.scene()
    strange.encoderinfo = {"icc_profile": pictures.swapped_profile()}
    with BytesIO() as file:
        usual.save(file, "TIFF", save_all=True, append_images=[strange, usual])
        data = file.getvalue()
    reds = [
        image.convert("RGB").getpixel((100, 60))
        for _, image in sheets(convert(data, RenderSettings()))
    ]
    for found in reds:
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(found, RED, strict=True)) < 4


def test_photos() -> None:
    """Photos are encoded as JPEGs."""
    data = tiff_pages([pictures.photo()] * 2)
    assert [image.format for _, image in sheets(convert(data, RenderSettings()))] == [
        "JPEG",
        "JPEG",
    ]


def test_too_many_bytes() -> None:
    """The resolution of pages is lowered until they can be sent."""
    data = tiff_pages([pictures.photo((900, 1200))] * 3, dpi=300)
    whole = convert(data, RenderSettings())
    for share in (0.9, 0.5, 0.25):
        max_bytes = int(whole.size * share)
        content = convert(data, RenderSettings(max_bytes=max_bytes))
        assert content.size <= max_bytes
        assert content.pages == 3


@pytest.mark.parametrize(("share", "example"), [(0.5, "1-2"), (0.15, "1")])
def test_too_large(share: float, example: str) -> None:
    """Pages that are too large are refused, and the error names those that fit."""
    data = tiff_pages([pictures.photo((100, 140))] * 5, dpi=72)
    whole = convert(data, RenderSettings())
    with pytest.raises(DocumentError) as raised:
        convert(data, RenderSettings(max_bytes=int(whole.size * share)))
    assert raised.value.key == "tiff_too_large"
    assert raised.value.placeholders == {"limit": "0", "example": example}


def test_too_many_pages() -> None:
    """Too many pages are refused without finding them all."""
    page = Image.new("1", (8, 8), 1)
    assert convert(tiff_pages([page] * 12), RenderSettings()).pages == 12
    with pytest.raises(DocumentError) as raised:
        convert(tiff_pages([page] * (MAX_FILE_PAGES + 1)), RenderSettings())
    assert raised.value.key == "tiff_pages_too_many"
    assert raised.value.placeholders == {"format": "TIFF", "limit": "1000"}


def test_circular_pages() -> None:
    """A circular list of pages ends."""
    data = bytearray(saved(Image.new("L", (8, 8), 9), "TIFF"))
    start = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[start : start + 2], "little")
    end = start + 2 + 12 * entries
    data[end : end + 4] = data[4:8]
    assert convert(bytes(data), RenderSettings()).pages == 1


def test_broken_page() -> None:
    """A broken page is an error, and is not omitted."""
    data = PICTURES["tiff_multi"]()
    second = data.index(b"\x78", len(data) // 2)
    spoilt = data[:second] + bytes(40) + data[second + 40 :]
    with pytest.raises(DocumentError) as raised:
        convert(spoilt, RenderSettings())
    assert raised.value.key == "picture_broken"


def test_page_without_width() -> None:
    """A page without width is an error, and is not omitted."""
    data = tiff_pages([Image.new("L", (40, 50), 9)] * 2)
    # The tag of the width, with one number of 16 or 32 bits
    (_, second) = re.finditer(rb"\x00\x01[\x03\x04]\x00\x01\x00\x00\x00\x28\x00", data)
    spoilt = data[: second.end() - 2] + bytes(2) + data[second.end() :]
    with pytest.raises(DocumentError) as raised:
        convert(spoilt, RenderSettings())
    assert raised.value.key == "picture_broken"


def test_big_tiff() -> None:
    """BigTIFF is supported."""
    data = saved(pictures.scene(), "TIFF", big_tiff=True)
    assert data.startswith(b"II+\0")
    assert convert(data, RenderSettings()).media_format is MediaFormat.PNG


def test_black_is_one() -> None:
    """A fax, in which black is one, is not inverted."""
    page = Image.new("1", (80, 80), 1)
    for compression in ("group3", "group4", "packbits"):
        data = saved(page, "TIFF", compression=compression)
        made = Image.open(BytesIO(convert(data, RenderSettings()).payload))
        assert made.convert("RGB").getpixel((40, 40)) == WHITE


def test_preview() -> None:
    """The preview is the first sheet, with the page in its middle."""
    preview = create_preview(
        convert(PICTURES["tiff_multi"](), RenderSettings(page_ranges="2"))
    )
    assert preview is not None
    image = Image.open(BytesIO(preview))
    assert image.size == (600, 424)
    assert image.getpixel((5, 5)) == WHITE
    assert image.getpixel((300, 212)) == GREEN


def test_orientation_in_the_card() -> None:
    """The card shows a scan upright."""
    data = pictures.turned(6, "TIFF")
    assert create_thumbnail(data, DocumentFormat.TIFF, 120).size == (120, 80)


def test_turned_pages() -> None:
    """Wide pages are turned onto upright sheets, if the account needs that."""
    data = tiff_pages([Image.new("RGB", (300, 200)), Image.new("RGB", (200, 300))])
    content = convert(data, RenderSettings(turns_landscape=True))
    assert content.is_turned
    assert content.paper == A4
    styles = [style for style, _ in sheets(content)]
    assert ["rotate(-90deg)" in style for style in styles] == [True, False]


TILE = (64, 48)


def old_tiles(image: Image.Image, *, photometric: int, orientation: int = 1) -> bytes:
    """Return a TIFF of tiles in which they are found as strips, as before TIFF 6.0."""
    across, along = TILE
    boxes = [
        (left, top, left + across, top + along)
        for top in range(0, image.height, along)
        for left in range(0, image.width, across)
    ]
    tiles = [image.crop(box).tobytes() for box in boxes]
    bands = len(image.getbands())
    bits = 1 if image.mode == "1" else 8
    start = 8
    offsets = [start + number * len(tiles[0]) for number in range(len(tiles))]
    entries = {
        256: (4, [image.width]),
        257: (4, [image.height]),
        258: (3, [bits] * bands),
        259: (3, [1]),
        262: (3, [photometric]),
        273: (4, offsets),
        274: (3, [orientation]),
        277: (3, [bands]),
        278: (4, [along]),
        279: (4, [len(tile) for tile in tiles]),
        322: (4, [across]),
        323: (4, [along]),
    }
    directory = start + sum(map(len, tiles))
    rest = directory + 2 + 12 * len(entries) + 4
    head, values = struct.pack("<H", len(entries)), b""
    for tag, (kind, numbers) in entries.items():
        packed = struct.pack(f"<{len(numbers)}{'HI'[kind == 4]}", *numbers)
        if len(packed) > 4:
            place = struct.pack("<I", rest + len(values))
            values += packed
        else:
            place = packed.ljust(4, b"\0")
        head += struct.pack("<HHI", tag, kind, len(numbers)) + place
    return b"".join(
        (struct.pack("<2sHI", b"II", 42, directory), *tiles, head, bytes(4), values)
    )


@pytest.mark.parametrize(
    ("mode", "photometric"), [("L", 0), ("L", 1), ("RGB", 2), ("1", 1)]
)
@pytest.mark.parametrize("orientation", [1, 6])
def test_tiles_found_as_strips(mode: str, photometric: int, orientation: int) -> None:
    """Old tiled files are read like others."""
    picture = pictures.photo((150, 100)).convert(mode)
    stored = picture.point(lambda value: 255 - value) if not photometric else picture
    data = old_tiles(stored, photometric=photometric, orientation=orientation)
    content = convert(data, RenderSettings())
    expected = convert(
        saved(picture, "TIFF", tiffinfo={274: orientation}), RenderSettings()
    )
    assert content == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Tiles without a size, and fewer offsets than tiles
        (struct.pack("<HHII", 322, 4, 1, 64), struct.pack("<HHII", 322, 4, 1, 0)),
        (struct.pack("<HHI", 273, 4, 9), struct.pack("<HHI", 273, 4, 8)),
    ],
)
def test_broken_tiles_found_as_strips(old: bytes, new: bytes) -> None:
    """A picture whose tiles are not all found is refused."""
    data = old_tiles(pictures.photo((150, 100)), photometric=2)
    assert old in data
    with pytest.raises(DocumentError, match="picture_broken"):
        convert(data.replace(old, new), RenderSettings())
