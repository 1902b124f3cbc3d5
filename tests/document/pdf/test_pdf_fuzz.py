"""Damaged PDF files are printed or raise DocumentError."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.settings import RenderSettings

from ...samples.pdf_files import PASSWORD, PDFS

NAMES = (
    "text",
    "chinese",
    "libreoffice",
    "rotated",
    "mixed_sizes",
    "crop_box",
    "form",
    "transparency",
    "drawing",
    "coloured_words",
    "encrypted_rc4_40",
    "encrypted_aes_256",
)
FILES = {name: PDFS[name]() for name in NAMES}
WORDS = (
    *(b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"startxref"),
    *(b"<<", b">>", b"[", b"]", b"(", b")", b"/", b"R", b"%", b"null", b"-1", b"0"),
    *(b"99999999999", b"/Length", b"/Kids", b"/Parent", b"/Count 65535"),
    *(b"/MediaBox [0 0 0 0]", b"/MediaBox [9 9 -9 1e30]", b"/Rotate 45"),
)
"""Elements of PDF files, to be put in wrong places."""

print_settings = st.builds(
    RenderSettings,
    dpi=st.sampled_from((10, 36)),
    is_monochrome=st.booleans(),
    is_paper_named=st.booleans(),
    page_ranges=st.sampled_from((None, "1", "2-99,1")),
    password=st.sampled_from((None, PASSWORD)),
    max_bytes=st.sampled_from((500, 20_000, 20_000_000)),
)


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """Return a file with replaced, removed or repeated bytes."""
    data = bytearray(FILES[draw(st.sampled_from(NAMES))])
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 2, 16, 400))))
        data[start:end] = draw(
            st.one_of(
                st.sampled_from(WORDS),
                st.binary(max_size=8),
                st.just(bytes(data[start:end] * 2)),
            )
        )
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data))) :]
    return bytes(data)


@given(data=damaged_files(), chosen=print_settings)
@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_damaged_files(data: bytes, chosen: RenderSettings) -> None:
    """A damaged file is printed or refused."""
    # Any other exception fails the test.
    with suppress(DocumentError):
        content = build_pdf_content(data, chosen)
        assert content.pages
        assert content.size <= chosen.max_bytes


@given(data=st.binary(max_size=400))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_other_data(data: bytes) -> None:
    """Other data is refused as a damaged PDF."""
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(b"%PDF-1.7\n" + data, RenderSettings())
    assert raised.value.key == "pdf_unreadable"


@pytest.mark.parametrize("name", NAMES)
def test_truncated_files(name: str) -> None:
    """A truncated file is printed or refused."""
    data = FILES[name]
    step = max(1, len(data) // 40)
    chosen = RenderSettings(dpi=20, password=PASSWORD)
    outcomes = set()
    for end in range(0, len(data), step):
        try:
            outcomes.add(str(build_pdf_content(data[:end], chosen).media_format))
        except DocumentError as err:
            outcomes.add(err.key)
    assert "pdf_unreadable" in outcomes
