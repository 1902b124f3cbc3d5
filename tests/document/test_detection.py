"""Which format a document is in."""

import random

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.api import CONTENT_FORMS, MediaFormat, MediaSource
from custom_components.cloudprint.document import DocumentError, content_from_bytes
from custom_components.cloudprint.document.text import decode_text
from tests import documents

FILES = {
    "a.png": (MediaFormat.PNG, documents.picture("PNG")),
    "a.jpg": (MediaFormat.JPG, documents.picture("JPEG")),
    "a.bmp": (MediaFormat.BMP, documents.picture("BMP")),
    "a.doc": (MediaFormat.WORD, documents.doc()),
    "a.docx": (MediaFormat.WORD, documents.docx()),
    "a.xls": (MediaFormat.EXCEL, documents.xls()),
    "old.xls": (MediaFormat.EXCEL, documents.compound_file(["Book"])),
    "a.xlsx": (MediaFormat.EXCEL, documents.xlsx()),
    "a.ppt": (MediaFormat.PPT, documents.ppt()),
    "a.pptx": (MediaFormat.PPT, documents.pptx()),
}


def error_of(
    data: bytes, name: str = "", media_format: MediaFormat | None = None
) -> tuple[str, str]:
    """Return the key of the refusal, and what it says that the document is (not)."""
    with pytest.raises(DocumentError) as raised:
        content_from_bytes(data, name=name, media_format=media_format)
    placeholders = raised.value.placeholders
    return raised.value.key, placeholders.get("value", placeholders.get("format", ""))


@pytest.mark.parametrize("name", FILES)
def test_bytes_decide(name: str) -> None:
    """The bytes are enough; no name makes anything else of them."""
    expected, data = FILES[name]
    for called in (name, name.upper(), "", "letter", "wrong.txt", "page.html", "a.pdf"):
        content = content_from_bytes(data, name=called)
        assert content.media_format is expected
        assert content.media_source is MediaSource.BASE64
        assert content.payload == data


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("wanted", MediaFormat)
def test_asked_for(name: str, wanted: MediaFormat) -> None:
    """What was asked for must be true."""
    expected, data = FILES[name]
    if wanted is expected:
        assert content_from_bytes(data, media_format=wanted).payload == data
    else:
        assert error_of(data, name, wanted) == ("content_mismatch", wanted)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"Milk", "", MediaFormat.TEXT),
        (b"Milk", "list.txt", MediaFormat.TEXT),
        (b"Milk", "list.ini", MediaFormat.TEXT),
        (b"Milk", "README", MediaFormat.TEXT),
        (b"Milk", "page.htm", MediaFormat.HTML),
        (b"<p>Milk", "", MediaFormat.TEXT),
        (b"<p>Milk", "page.HTML", MediaFormat.HTML),
        (b"\n <!DOCTYPE HTML><p>", "", MediaFormat.HTML),
        (b"<HTML lang=zh>", "", MediaFormat.HTML),
        (b"<html>", "source.txt", MediaFormat.TEXT),
        (b"BMW sells cars. That is all there is to say.", "", MediaFormat.TEXT),
    ],
)
def test_text(data: bytes, name: str, expected: MediaFormat) -> None:
    """A text is what its name says, else what it begins with."""
    content = content_from_bytes(data, name=name)
    assert content.media_format is expected
    assert content.media_source is MediaSource.STRING
    assert content.payload == data


def test_text_as_asked_for() -> None:
    """Whoever asks for a page gets one, whatever it looks like or is called."""
    for name in ("", "a.txt", "a.svg"):
        content = content_from_bytes(
            b"<svg/>", name=name, media_format=MediaFormat.HTML
        )
        assert content.media_format is MediaFormat.HTML


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        ("牛奶".encode("utf-8-sig"), "牛奶"),
        ("牛奶\r\n".encode("utf-16"), "牛奶\r\n"),
        ("牛奶".encode("gb18030"), "牛奶"),
    ],
)
def test_encodings(encoded: bytes, text: str) -> None:
    """A text is sent as text, whatever its file was encoded in."""
    assert content_from_bytes(encoded, name="a.txt").payload == text.encode()


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"%PDF-1.7\nall in plain ASCII", "PDF"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (rb"{\rtf1 Hello}", "RTF"),
        (documents.picture("GIF"), "GIF"),
        (documents.picture("TIFF"), "TIFF"),
        (b"MM\0*" + bytes(20), "TIFF"),
        (documents.picture("WEBP"), "WEBP"),
    ],
)
def test_foreign_formats(data: bytes, value: str) -> None:
    """What the cloud does not take is called by its name, however it is called."""
    for name in ("", "a.pdf", "a.txt", "a.png", "a.docx"):
        assert error_of(data, name) == ("format_unknown", value)
    for wanted in MediaFormat:
        assert error_of(data, media_format=wanted) == ("format_unknown", value)


@pytest.mark.parametrize(
    ("data", "name", "value"),
    [
        (documents.archive("mimetype", "content.xml"), "a.odt", "odt"),
        (documents.archive("x"), "a.ZIP", "zip"),
        (b"<svg/>", "a.svg", "svg"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "a.heic", "heic"),
    ],
)
def test_foreign_endings(data: bytes, name: str, value: str) -> None:
    """An ending tells what the bytes do not."""
    assert error_of(data, name) == ("format_unknown", value)


def test_nothing() -> None:
    """An empty file is refused as such, and so is one of white space."""
    for name in ("", "a.png", "a.txt", "a.pdf"):
        assert error_of(b"", name) == ("content_empty", "")
    assert error_of(b" \r\n", "a.txt") == ("content_empty", "")


@pytest.mark.parametrize(
    "data",
    [
        bytes(100),
        documents.archive("x"),
        # A folder of Office's without what makes it a package, and the other way round
        documents.archive("word/document.xml"),
        documents.archive("[Content_Types].xml", "visio/document.xml"),
        documents.docx()[:-30],
        b"PK\x03\x04",
        documents.compound_file(["VisioDocument"]),
        b"BM" + bytes(60),
        b"BM",
    ],
)
def test_unrecognized(data: bytes) -> None:
    """Bytes that say nothing are refused; a name or a wish does not help."""
    text = decode_text(data)
    assert text is None or data == b"BM"
    if text is None:
        assert error_of(data) == ("format_unrecognized", "")
        assert error_of(data, "a.unknown") == ("format_unrecognized", "")
    for name, media_format in (
        ("a.png", MediaFormat.PNG),
        ("a.docx", MediaFormat.WORD),
        ("a.bmp", MediaFormat.BMP),
    ):
        assert error_of(data, name) == ("content_mismatch", media_format)
        assert error_of(data, "", media_format) == ("content_mismatch", media_format)
    if text is None:
        assert error_of(data, "a.txt") == ("content_mismatch", MediaFormat.TEXT)


def test_a_letter_within_a_sheet() -> None:
    """An Office file with another one inside is what it is said to be."""
    data = documents.compound_file(["Workbook"], ["WordDocument", "1Table"])

    assert content_from_bytes(data, name="a.xls").media_format is MediaFormat.EXCEL
    assert (
        content_from_bytes(data, media_format=MediaFormat.EXCEL).media_format
        is MediaFormat.EXCEL
    )
    assert error_of(data, "a.ppt", MediaFormat.PPT) == (
        "content_mismatch",
        MediaFormat.PPT,
    )


def damaged(data: bytes, seed: int) -> bytes:
    """Return a file with some bytes changed, and perhaps its end lost."""
    chance = random.Random(seed)
    spoilt = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])])


@settings(max_examples=400, deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.builds(
        damaged,
        st.sampled_from([data for _, data in FILES.values()]),
        st.integers(0, 2**32),
    ),
    name=st.sampled_from(["", *FILES, "a.txt", "a.html", "a.odt", "a", "."])
    | st.text(),
    wanted=st.none() | st.sampled_from(MediaFormat),
)
@example(data=b"PK\x03\x04PK\x05\x06" + b"\xff" * 18, name="", wanted=None)
def test_any_bytes(data: bytes, name: str, wanted: MediaFormat | None) -> None:
    """Anything is content in a documented form, or refused as a document."""
    try:
        content = content_from_bytes(data, name=name, media_format=wanted)
    except DocumentError:
        return
    assert (content.media_format, content.media_source) in CONTENT_FORMS
    assert wanted in (None, content.media_format)
    if content.media_source is MediaSource.BASE64:
        assert content.payload == data
    else:
        assert content.payload.decode() == decode_text(data)
