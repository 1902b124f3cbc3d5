"""Damaged files among others are printed, or raise DocumentError with their number."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.arrange.settings import (
    PER_SHEET,
    Arrangement,
    ArrangeSettings,
    CleanUp,
    PictureFit,
)
from custom_components.cloudprint.document.batch import convert_files
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.settings import RenderSettings, Scaling
from custom_components.cloudprint.document.source_file import Edits, SourceFile
from tests.samples.pdf_files import PDFS, text
from tests.samples.pictures import PICTURES
from tests.samples.raster_files import RasterSheet, draw_sheet, write_pwg, write_urf

from .previews import create_preview

SHEET = RasterSheet(picture=draw_sheet((50.0, 70.0), 30), dpi=(30, 30))
FILES = {
    "text": text(2, 5),
    "mixed_sizes": PDFS["mixed_sizes"](),
    "pwg": write_pwg([SHEET] * 2),
    "urf": write_urf([SHEET]),
    **{
        name: PICTURES[name]()
        for name in ("png", "jpg", "jpg_progressive", "heic", "tiff_multi", "webp")
    },
}

shares = st.floats(0, 0.4)
edits = st.builds(
    Edits,
    corners=st.one_of(
        st.none(),
        st.builds(
            lambda left, top, right, bottom: (
                *((left, top), (1 - right, top / 2)),
                *((1 - right / 2, 1 - bottom), (left, 1.0)),
            ),
            *(shares,) * 4,
        ),
    ),
    crop=st.one_of(
        st.none(),
        st.builds(lambda left, top: (left, top, left + 0.5, 1.0), shares, shares),
    ),
    rotation=st.sampled_from((0, 90, 180, 270)),
)
arrangements = st.builds(
    ArrangeSettings,
    arrangement=st.sampled_from(Arrangement),
    per_sheet=st.sampled_from((None, *PER_SHEET)),
    fit=st.sampled_from((None, *PictureFit)),
)
print_settings = st.builds(
    RenderSettings,
    dpi=st.sampled_from((10, 36)),
    is_monochrome=st.booleans(),
    paper=st.sampled_from(((210.0, 297.0), (152.0, 102.0), (40.0, 60.0))),
    page_ranges=st.sampled_from((None, "1", "2-99,1")),
    max_bytes=st.sampled_from((5_000, 60_000, 20_000_000)),
    turns_landscape=st.booleans(),
    scaling=st.sampled_from((None, *Scaling)),
    margins=st.sampled_from((None, (0.0,) * 4, (4.0, 3.0, 12.0, 3.0))),
    arrange=st.one_of(st.none(), arrangements),
    clean_up=st.sampled_from((None, CleanUp.BLACK)),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a file that may have replaced, removed or repeated bytes."""
    data = bytearray(FILES[draw(st.sampled_from(sorted(FILES)))])
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 16, 400))))
        data[start:end] = draw(
            st.one_of(st.binary(max_size=8), st.just(bytes(data[start:end] * 2)))
        )
    return bytes(data)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(damaged(), edits), min_size=1, max_size=4), print_settings)
def test_damaged_files(
    files: list[tuple[bytes, Edits]], render_settings: RenderSettings
) -> None:
    """Files become pages that have a preview, or an error with its number."""
    with TemporaryDirectory() as folder:
        written = []
        for number, (data, changes) in enumerate(files):
            path = Path(folder, str(number))
            path.write_bytes(data)
            written.append(SourceFile(path=path, edits=changes))
        error = None
        try:
            content = convert_files(written, render_settings)
        except DocumentError as err:
            error = err
    if error is not None:
        assert error.file is None or 1 <= error.file <= len(files) > 1
        return
    assert content.size <= render_settings.max_bytes
    assert content.pages
    assert create_preview(content) is not None
