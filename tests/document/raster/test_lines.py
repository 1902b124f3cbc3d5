"""Lines of raster: run-length encoding, repetitions, strips and turned back sides."""

from random import Random

from PIL import Image, ImageChops
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.raster import lines
from custom_components.cloudprint.document.raster.lines import Lines, draw_page
from custom_components.cloudprint.document.raster.page import (
    BLACK_1,
    BLACK_8,
    GREY_8,
    RGB_8,
    RasterPage,
    Samples,
)

from ...samples.raster_files import compress, draw_sheet


def page(width: int, height: int, samples: Samples = GREY_8) -> RasterPage:
    """Return a page whose lines begin with the file."""
    return RasterPage(
        document_format=DocumentFormat.PWG,
        width=width,
        height=height,
        dpi=(100, 100),
        samples=samples,
        start=0,
    )


def pixels(data: bytes, of: RasterPage) -> bytes:
    """Return the pixels of a page at its full resolution, one byte each of grey."""
    return draw_page(
        Lines(data, of), of, (of.width, of.height), is_grey=False
    ).tobytes()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\0\3\7", b"\7\7\7\7", id="run"),
        pytest.param(b"\0\xfd\1\2\3\4", b"\1\2\3\4", id="row"),
        pytest.param(b"\0\0\1\xff\2\3\0\4", b"\1\2\3\4", id="both"),
        pytest.param(b"\0\1\1\x80", b"\1\1\xff\xff", id="rest_blank"),
        pytest.param(b"\0\x80", b"\xff\xff\xff\xff", id="all_blank"),
    ],
)
def test_runs(data: bytes, expected: bytes) -> None:
    """Each kind of run becomes its pixels."""
    assert pixels(data, page(4, 1)) == expected


def test_long_blank_rest() -> None:
    """A rest that takes several runs is blank, in each kind of pixels."""
    for samples, blank in ((GREY_8, 255), (BLACK_8, 255), (RGB_8, 255)):
        for width in (129, 256, 300):
            of = page(width, 1, samples)
            first = b"\0" * samples.unit
            drawn = draw_page(
                Lines(b"\0\0" + first + b"\x80", of), of, (width, 1), is_grey=True
            )
            assert drawn.tobytes()[1:] == bytes((blank,)) * (width - 1)
    drawn = draw_page(
        Lines(b"\0\x80", page(1000, 1, BLACK_1)),
        page(1000, 1, BLACK_1),
        (1000, 1),
        is_grey=True,
    )
    assert drawn.getextrema() == (255, 255)


def test_repeated_lines() -> None:
    """A line is repeated, but not beyond the page."""
    assert pixels(b"\2\1\7\0\1\1", page(2, 4)) == b"\7\7\7\7\7\7\1\1"
    of = page(2, 2)
    read = Lines(b"\xff\1\7", of)
    assert list(read) == [(b"\x81\7", 2)]
    assert read.end == 3


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0", id="no_run"),
        pytest.param(b"\0\3", id="no_pixel"),
        pytest.param(b"\0\xfd\1\2\3", id="cut_row"),
        pytest.param(b"\0\1\1", id="cut_line"),
        pytest.param(b"\0\4\1", id="long_run"),
        pytest.param(b"\0\xfc\1\2\3\4\5", id="long_row"),
        pytest.param(b"\0\3\1\0\3\1", id="missing_line"),
    ],
)
def test_broken_lines(data: bytes) -> None:
    """A page that is cut, or has too long a line, is refused as a whole."""
    of = page(4, 3 if data.startswith(b"\0\3\1") else 1)
    with pytest.raises(DocumentError) as caught:
        list(Lines(data, of))
    assert caught.value.key == "raster_broken"
    assert caught.value.placeholders == {"format": "PWG"}


def test_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read in windows, whose ends are nowhere to be seen."""
    random = Random(5)
    width, height = 40, 60
    rows = [random.choices(b"\0\1", k=width) for _ in range(height)]
    data = b"ab" + compress([bytes(row) for row in rows], 1) + b"cd"
    of = RasterPage(
        document_format=DocumentFormat.URF,
        width=width,
        height=height,
        dpi=(100, 100),
        samples=GREY_8,
        start=2,
    )
    expected = b"".join(bytes(row) for row in rows)
    for size in (0, 1, 77, 1 << 20):
        monkeypatch.setattr(lines, "_WINDOW_BYTES", size)
        monkeypatch.setattr(lines, "_STRIP_PIXELS", size + 1)
        assert pixels(data, of) == expected
        read = Lines(data, of)
        assert sum(repeats for _, repeats in read) == height
        assert read.end == len(data) - 2


def test_averaged_in_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    """A smaller picture is the average of all pixels, as if it was made in one go."""
    whole = draw_sheet(dpi=60).crop((0, 0, 495, 701))
    data = compress(
        [
            whole.tobytes()[start : start + 495 * 3]
            for start in range(0, 495 * 701 * 3, 495 * 3)
        ],
        3,
    )
    of = page(495, 701, RGB_8)
    monkeypatch.setattr(lines, "_STRIP_PIXELS", 495 * 10)
    drawn = draw_page(Lines(data, of), of, (247, 350), is_grey=False)
    assert drawn.size == (248, 351)
    assert ImageChops.difference(drawn, whole.reduce(2)).getbbox() is None
    grey = draw_page(Lines(data, of), of, (165, 234), is_grey=True)
    assert (grey.mode, grey.size) == ("L", (165, 234))


def test_uneven_resolution() -> None:
    """Sides of different resolutions, and of no whole ratio, become the wanted size."""
    whole = Image.linear_gradient("L").resize((300, 100))
    data = compress(
        [whole.tobytes()[start : start + 300] for start in range(0, 30_000, 300)], 1
    )
    drawn = draw_page(
        Lines(data, page(300, 100)), page(300, 100), (100, 100), is_grey=False
    )
    assert drawn.size == (100, 100)
    assert ImageChops.difference(drawn, whole.reduce((3, 1))).getbbox() is None
    assert draw_page(
        Lines(data, page(300, 100)), page(300, 100), (200, 67), is_grey=False
    ).size == (200, 67)
    # Never more pixels than there are
    assert draw_page(
        Lines(data, page(300, 100)), page(300, 100), (600, 200), is_grey=False
    ).size == (300, 100)
