"""Damaged raster is printed or raises DocumentError."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.raster.lines import draw_page
from custom_components.cloudprint.document.raster.raster import find_pages
from custom_components.cloudprint.document.settings import RenderSettings, Scaling

from ...samples.raster_files import (
    PWG_TYPES,
    URF_TYPES,
    RasterSheet,
    draw_sheet,
    write_pwg,
    write_urf,
)

SMALL = RasterSheet(picture=draw_sheet((20.0, 30.0), 60), dpi=(60, 60))
BACK = RasterSheet(picture=SMALL.picture, dpi=(60, 60), transforms=(-1, -1))
FILES = [
    *(write_pwg([SMALL, BACK], kind) for kind in PWG_TYPES),
    *(write_urf([SMALL, SMALL], kind) for kind in URF_TYPES),
]
FIELDS = (
    *(4 + offset for offset in (276, 280, 372, 376, 384, 388, 392, 396, 400, 456, 460)),
    *(8, 12, 24, 28, 32),
)
"""Offsets of numbers in the headers."""
NUMBERS = (0, 1, 2, 8, 24, 47, 60, 255, 256, 1000, 1 << 16, (1 << 31) - 1, 0xFFFFFFFF)

print_settings = st.builds(
    RenderSettings,
    dpi=st.sampled_from((10, 72)),
    is_monochrome=st.booleans(),
    is_paper_named=st.booleans(),
    turns_landscape=st.booleans(),
    scaling=st.sampled_from((None, *Scaling)),
    rotation=st.sampled_from((0, 90, 180, 270)),
    paper=st.sampled_from(((210.0, 297.0), (30.0, 20.0), (3.0, 500.0))),
    page_ranges=st.sampled_from((None, "1", "2-99,1")),
    max_bytes=st.sampled_from((500, 3000, 20_000_000)),
)


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """Return a file with other numbers in its headers, and bytes that are no longer."""
    data = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.sampled_from(FIELDS))
        data[start : start + 4] = draw(st.sampled_from(NUMBERS)).to_bytes(4)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from((0, 1, 3, 200)))
        data[start:end] = draw(st.binary(max_size=5))
    return bytes(data[: draw(st.integers(0, 2 * len(data)))])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_files(), print_settings)
def test_damaged(data: bytes, render_settings: RenderSettings) -> None:
    """Whatever a file looks like, the only error is DocumentError."""
    with suppress(DocumentError):
        content = convert(data, render_settings)
        assert content.size <= render_settings.max_bytes


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 40), st.integers(1, 40))
def test_any_lines(data: bytes, width: int, height: int) -> None:
    """Lines that are accepted once are drawn, with as many pixels as the page has."""
    header = b"".join(
        (
            b"UNIRAST\0\0\0\0\0\x08\0",
            bytes(10),
            *(number.to_bytes(4) for number in (width, height, 100)),
            bytes(8),
        )
    )
    with suppress(DocumentError):
        pages = find_pages(header + data, DocumentFormat.URF, lambda _: None)
        page = pages[0]
        size = (width, height)
        drawn = draw_page(page.lines, page.header, size, is_grey=False)
        assert drawn.size == (width, height)
