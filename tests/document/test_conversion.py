"""What becomes of a file's bytes, and who makes it."""

from unittest.mock import patch

import pytest

from custom_components.cloudprint.api import MediaFormat, MediaSource
from custom_components.cloudprint.document import (
    MAX_SOURCE_BYTES,
    Content,
    DocumentError,
    DocumentFormat,
    RenderSettings,
    check_size,
    convert,
)
from tests import documents

CONVERSION = "custom_components.cloudprint.document.conversion"
PAGES = Content.from_string("<p>pages", MediaFormat.HTML, pages=1)
SETTINGS = RenderSettings()


@pytest.mark.parametrize(
    ("data", "name", "maker", "given", "more"),
    [
        (
            b"%PDF-1.7",
            "a.pdf",
            "raster_content",
            (b"%PDF-1.7", DocumentFormat.PDF, SETTINGS),
            {},
        ),
        (b"# Milk", "a.md", "markdown_content", ("# Milk", SETTINGS), {}),
        (
            "# 牛奶".encode("gb18030"),
            "a.markdown",
            "markdown_content",
            ("# 牛奶", SETTINGS),
            {},
        ),
        (
            "牛奶,2".encode("utf-8-sig"),
            "x/Shopping list.csv",
            "table_content",
            ("牛奶,2", SETTINGS),
            {"title": "Shopping list"},
        ),
        *(
            (
                documents.picture(kind),
                "",
                "raster_content",
                (documents.picture(kind), DocumentFormat(name), SETTINGS),
                {},
            )
            for kind, name in (
                ("PNG", "PNG"),
                ("JPEG", "JPG"),
                ("GIF", "GIF"),
                ("TIFF", "TIFF"),
            )
        ),
    ],
)
def test_dispatch(
    data: bytes,
    name: str,
    maker: str,
    given: tuple[object, ...],
    more: dict[str, object],
) -> None:
    """Whoever knows a format gets the bytes or the text, and the settings."""
    with patch(f"{CONVERSION}.{maker}", autospec=True, return_value=PAGES) as called:
        assert convert(data, SETTINGS, name=name) is PAGES
    called.assert_called_once_with(*given, **more)


def test_table_without_a_name() -> None:
    """A table that came without a name has no title."""
    with patch(f"{CONVERSION}.table_content", return_value=PAGES) as called:
        convert(b"a,b", SETTINGS, wanted=DocumentFormat.CSV)
    called.assert_called_once_with("a,b", SETTINGS, title=None)


@pytest.mark.parametrize(
    ("data", "name", "media_format", "text"),
    [
        (b"  Milk\r\n\teggs \n", "", "TEXT", "  Milk\r\n\teggs \n"),
        ("牛奶\r\n".encode("utf-16"), "a.txt", "TEXT", "牛奶\r\n"),
        ("牛奶".encode("gb18030"), "a.log", "TEXT", "牛奶"),
        ("<p>牛奶".encode("utf-8-sig"), "a.html", "HTML", "<p>牛奶"),
        (
            '<html><meta charset="gbk"><p>牛奶'.encode("gb18030"),
            "a.html",
            "HTML",
            '<html><meta charset="utf-8"><p>牛奶',
        ),
        (
            "<META content='text/html; CharSet = GB2312' http-equiv=content-type>牛奶"
            "<meta name=charset>".encode("gb18030"),
            "a.html",
            "HTML",
            "<META content='text/html; CharSet = utf-8' http-equiv=content-type>牛奶"
            "<meta name=charset>",
        ),
        (b"<meta charset=UTF-8>x", "a.html", "HTML", None),
        (b"<p>" + b"x" * 1024 + b"<meta charset=gbk>", "a.html", "HTML", None),
        ("<meta charset=gbk>牛奶".encode(), "a.txt", "TEXT", None),
    ],
)
def test_text(data: bytes, name: str, media_format: str, text: str | None) -> None:
    """A text is sent as text, whatever its file was encoded in, with its line ends.

    None stands for all that is in UTF-8 and stays as it is.
    """
    content = convert(data, SETTINGS, name=name)
    assert content.media_format is MediaFormat(media_format)
    assert content.media_source is MediaSource.STRING
    assert content.payload == (data if text is None else text.encode())


def test_what_was_asked_for() -> None:
    """What was asked for decides about text, before its name."""
    content = convert(b"<p>", SETTINGS, name="a.txt", wanted=DocumentFormat.HTML)
    assert content.media_format is MediaFormat.HTML


@pytest.mark.parametrize("name", ["", "a.png", "a.txt", "a.pdf", "a.md", "a.csv"])
@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf", "\u3000".encode()])
def test_nothing(data: bytes, name: str) -> None:
    """An empty file is refused as such, and so is one of white space."""
    with pytest.raises(DocumentError) as raised:
        convert(data, SETTINGS, name=name)
    is_text = not name.endswith(("png", "pdf"))
    expected = "content_empty" if is_text or not data else "content_mismatch"
    assert raised.value.key == expected


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.csv", "a.docx"])
def test_too_large(name: str) -> None:
    """What is sent as it is, or grows, is not even read if it is too large."""
    data = documents.docx() if name == "a.docx" else b"Milk,2"
    with pytest.raises(DocumentError) as raised:
        convert(data, RenderSettings(max_bytes=len(data) - 1), name=name)
    assert raised.value.key == "content_too_large"


@pytest.mark.parametrize("data", [b"%PDF-1.7", documents.picture("PNG")])
def test_what_becomes_smaller(data: bytes) -> None:
    """What is made into pages may be larger than they are: only they are measured."""
    with patch(f"{CONVERSION}.raster_content", return_value=PAGES):
        assert convert(data, RenderSettings(max_bytes=len(PAGES.payload))) is PAGES
        with pytest.raises(DocumentError) as raised:
            convert(data, RenderSettings(max_bytes=len(PAGES.payload) - 1))
    assert raised.value.key == "content_too_large"


def test_largest_source() -> None:
    """What is made into pages may have 100 MiB."""
    assert MAX_SOURCE_BYTES == 100 * 1024 * 1024
    check_size(MAX_SOURCE_BYTES)
    with pytest.raises(DocumentError) as raised:
        check_size(MAX_SOURCE_BYTES + 1)
    assert raised.value.placeholders == {"size": "100.1", "limit": "100"}
