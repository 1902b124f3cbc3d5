"""Detection of pictures by their bytes."""

import struct

import pytest

from custom_components.cloudprint.document.detection import detect
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from tests.samples.pictures import PICTURES


def boxes(major: bytes, *others: bytes) -> bytes:
    """Return the beginning of an ISOBMFF file with these brands."""
    brands = b"".join(others)
    size = 16 + len(brands)
    return struct.pack(">I4s4sI", size, b"ftyp", major, 0) + brands + bytes(64)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("called", ["", "a.txt", "a.png", "a.docx", "a.zip"])
def test_kinds(name: str, called: str) -> None:
    """The bytes decide, whatever the name."""
    document_format = DocumentFormat(name.partition("_")[0].upper())
    assert detect(PICTURES[name](), name=called) is document_format
    assert detect(PICTURES[name](), wanted=document_format) is document_format


@pytest.mark.parametrize(
    ("brands", "expected"),
    [
        ((b"heic",), DocumentFormat.HEIC),
        ((b"heix", b"mif1", b"heic"), DocumentFormat.HEIC),
        ((b"hevc", b"msf1"), DocumentFormat.HEIC),
        ((b"mif1", b"mif1", b"heic"), DocumentFormat.HEIC),
        ((b"mif1",), DocumentFormat.HEIC),
        ((b"msf1", b"hevc"), DocumentFormat.HEIC),
        ((b"avif", b"mif1", b"heic"), DocumentFormat.AVIF),
        ((b"avis",), DocumentFormat.AVIF),
        ((b"mif1", b"miaf", b"avif"), DocumentFormat.AVIF),
        ((b"mif1", *[b"abcd"] * 60, b"avif"), DocumentFormat.AVIF),
    ],
)
def test_brands(brands: tuple[bytes, ...], expected: DocumentFormat) -> None:
    """HEIC and AVIF are told apart by their brands."""
    assert detect(boxes(*brands)) is expected


@pytest.mark.parametrize(
    "data",
    [
        boxes(b"isom", b"avif", b"heic"),
        boxes(b"qt  "),
        boxes(b"M4A ", b"mp42"),
        b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
        b"RIFF\x24\0\0\0AVI LIST" + bytes(40),
    ],
)
def test_other_isobmff_files(data: bytes) -> None:
    """Other ISOBMFF files are not pictures."""
    with pytest.raises(DocumentError) as raised:
        detect(data)
    assert raised.value.key == "format_unrecognized"


def test_big_tiff() -> None:
    """BigTIFF is a TIFF, in both byte orders."""
    for data in (b"II+\0\x08\0\0\0", b"MM\0+\0\x08\0\0"):
        assert detect(data) is DocumentFormat.TIFF


def test_text_like_a_picture() -> None:
    """Text that begins like a picture is text."""
    assert detect(b"The ftyp box of a file says what is in it") is DocumentFormat.TEXT
    assert detect(b"RIFF is a kind of file") is DocumentFormat.TEXT
    assert detect(b"P1 is first, P2 is 2 weeks later") is DocumentFormat.TEXT
    assert detect(b"P7 is late") is DocumentFormat.TEXT


def test_too_many_brands() -> None:
    """Only the beginning of a long list of brands is read."""
    data = struct.pack(">I4s4sI", 2**32 - 1, b"ftyp", b"mif1", 0)
    data += b"abcd" * 1000 + b"avif"
    assert detect(data) is DocumentFormat.HEIC
