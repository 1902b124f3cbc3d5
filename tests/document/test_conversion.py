"""Conversion of files: dispatch by format, text, limits of size."""

from unittest.mock import patch

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import (
    MAX_SOURCE_BYTES,
    DocumentError,
    check_size,
)
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.settings import RenderSettings, no_progress
from tests.samples import documents

DOCUMENT = "custom_components.cloudprint.document"
PAGES = Content.from_string("<p>pages", MediaFormat.HTML, pages=1)
SETTINGS = RenderSettings()


@pytest.mark.parametrize(
    ("data", "name", "target", "arguments", "options"),
    [
        (
            b"%PDF-1.7",
            "a.pdf",
            "pdf.pdf.build_pdf_content",
            (b"%PDF-1.7", SETTINGS, no_progress),
            {},
        ),
        (
            b"# Milk",
            "a.md",
            "layouts.markdown.build_markdown_content",
            ("# Milk", SETTINGS),
            {},
        ),
        (
            "# 牛奶".encode("gb18030"),
            "a.markdown",
            "layouts.markdown.build_markdown_content",
            ("# 牛奶", SETTINGS),
            {},
        ),
        (
            "牛奶,2".encode("utf-8-sig"),
            "x/Shopping list.csv",
            "layouts.table.build_table_content",
            ("牛奶,2", SETTINGS),
            {"title": "Shopping list"},
        ),
        *(
            (
                documents.picture(kind),
                "",
                "pictures.picture.build_picture_content",
                (documents.picture(kind), DocumentFormat(name), SETTINGS, no_progress),
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
    target: str,
    arguments: tuple[object, ...],
    options: dict[str, object],
) -> None:
    """Each format has its own function, which gets the data and the settings."""
    with patch(f"{DOCUMENT}.{target}", autospec=True, return_value=PAGES) as called:
        assert convert(data, SETTINGS, name=name) is PAGES
    called.assert_called_once_with(*arguments, **options)


def test_encoding() -> None:
    """The encoding that was given counts, and only text has one."""
    settings = RenderSettings(encoding="cp949")
    for name in ("a.txt", "a.md", "a.csv", "a.html", ""):
        content = convert("우유".encode("cp949"), settings, name=name)
        assert "우유" in content.payload.decode()
    for data, key, placeholders in (
        (b"\xff\xff", "encoding_mismatch", {"encoding": "cp949"}),
        (documents.picture("PNG"), "encoding_misplaced", {"format": "PNG"}),
        (documents.docx(), "encoding_misplaced", {"format": "WORD"}),
    ):
        with pytest.raises(DocumentError) as caught:
            convert(data, settings)
        assert caught.value.key == key
        assert caught.value.placeholders == placeholders


def test_unknown_encoding() -> None:
    """A text whose encoding cannot be told is refused with advice."""
    for name in ("", "a.txt", "a.md", "a.csv", "a.html"):
        with pytest.raises(DocumentError) as caught:
            convert(b"caf\xe9 \x81", SETTINGS, name=name)
        assert caught.value.key == "encoding_unknown"
        assert caught.value.placeholders["unicode"] == "UTF-8"


def test_table_without_a_name() -> None:
    """A table from a file without a name has no title."""
    with patch(
        f"{DOCUMENT}.layouts.table.build_table_content", return_value=PAGES
    ) as called:
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
        (
            f"<!-- {'x' * 3900} --><meta charset=gb2312>牛奶".encode("gb18030"),
            "a.html",
            "HTML",
            f"<!-- {'x' * 3900} --><meta charset=utf-8>牛奶",
        ),
        (
            "\n<?xml version='1.0' encoding='GB2312'?><html>牛奶".encode("gb18030"),
            "a.html",
            "HTML",
            "\n<?xml version='1.0' encoding='utf-8'?><html>牛奶",
        ),
        (b"<?xml version='1.0' encoding='UTF-8'?><html>x", "a.html", "HTML", None),
        (b"<html><p>&lt;?xml encoding='gbk'?>", "a.html", "HTML", None),
        (b"<p>" + b"x" * 4096 + b"<meta charset=gbk>", "a.html", "HTML", None),
        ("<meta charset=gbk>牛奶".encode(), "a.txt", "TEXT", None),
    ],
)
def test_text(data: bytes, name: str, media_format: str, text: str | None) -> None:
    """A text is sent in UTF-8 with its line ends, whatever the encoding of its file.

    None stands for a file that is sent unchanged.
    """
    content = convert(data, SETTINGS, name=name)
    assert content.media_format is MediaFormat(media_format)
    assert content.media_source is MediaSource.STRING
    assert content.payload == (data if text is None else text.encode())


@pytest.mark.parametrize(
    "page",
    [
        "<img src=cat.png>",
        '<IMG alt="a" SRC = "my pictures/cat.png">',
        "<html><img\nsrc='/images/cat.png'/>",
        "<img src=file:///home/anna/cat.png>",
        "<img src='C:\\cat.png'>",
        '<link href="page_files/style.css" rel="StyleSheet">',
        "<link rel=stylesheet href=../style.css>",
        "<script async src=show.js></script>",
        "<base target=_blank><img src=cat.png>",
        "<base href=pictures/><img src=cat.png>",
        "<!-- saved --><p>a < b<img src=https://a.b/c.png><img src=cat.png>",
    ],
)
def test_linked_files(page: str) -> None:
    """A page from a file warns of what is beside the file, which cannot be printed."""
    content = convert(page.encode(), SETTINGS, name="a.html")
    assert content.payload == page.encode()
    assert content.warnings == ("linked_files_missing",)
    assert convert(page.encode(), SETTINGS, name="a.txt").warnings == ()


@pytest.mark.parametrize(
    "page",
    [
        "<p>x",
        "<img>",
        "<img src=''><img src=#top>",
        "<img src=data:image/png;base64,AAAA>",
        "<img src='HTTPS://a.b/cat.png'><script src=//a.b/c.js></script>",
        "<img src=cid:cat@a.b><img data-src=cat.png>",
        "<link rel=icon href=icon.png><link rel=stylesheet>",
        "<a href=next.html>src=cat.png</a><imgs src=cat.png>",
        "<!-- <img src=cat.png> --><!-- <img src=cat.png>",
        "<base href=https://a.b/><img src=cat.png>",
        "<img src=data:image/png;base64," + "A" * 5000 + " alt=src=cat.png>",
    ],
)
def test_no_linked_files(page: str) -> None:
    """A page that contains all, or has it in the web, prints without a warning."""
    assert convert(page.encode(), SETTINGS, name="a.html").warnings == ()


def test_linked_files_of_a_huge_page() -> None:
    """Only the beginning of a page of very many elements is looked at."""
    page = b"<b>" * 200_000 + b"<img src=cat.png>"
    assert convert(page, SETTINGS, name="a.html").warnings == ()
    assert convert(page[3:], SETTINGS, name="a.html").warnings != ()


def test_requested_format() -> None:
    """For text, the requested format has priority over the name."""
    content = convert(b"<p>", SETTINGS, name="a.txt", wanted=DocumentFormat.HTML)
    assert content.media_format is MediaFormat.HTML


@pytest.mark.parametrize("name", ["", "a.png", "a.txt", "a.pdf", "a.md", "a.csv"])
@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf", "\u3000".encode()])
def test_empty(data: bytes, name: str) -> None:
    """An empty file is refused, and so is one of white space."""
    with pytest.raises(DocumentError) as raised:
        convert(data, SETTINGS, name=name)
    is_text = not name.endswith(("png", "pdf"))
    expected = "content_empty" if is_text or not data else "content_mismatch"
    assert raised.value.key == expected


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.csv", "a.docx"])
def test_too_large(name: str) -> None:
    """A file that conversion does not make smaller is refused before it is read."""
    data = documents.docx() if name == "a.docx" else b"Milk,2"
    with pytest.raises(DocumentError) as raised:
        convert(data, RenderSettings(max_bytes=len(data) - 1), name=name)
    assert raised.value.key == "content_too_large"


@pytest.mark.parametrize(
    ("data", "target"),
    [
        (b"%PDF-1.7", "pdf.pdf.build_pdf_content"),
        (documents.picture("PNG"), "pictures.picture.build_picture_content"),
    ],
)
def test_smaller_pages(data: bytes, target: str) -> None:
    """For a file that is converted to pages, only the size of the pages counts."""
    with patch(f"{DOCUMENT}.{target}", return_value=PAGES):
        assert convert(data, RenderSettings(max_bytes=len(PAGES.payload))) is PAGES
        with pytest.raises(DocumentError) as raised:
            convert(data, RenderSettings(max_bytes=len(PAGES.payload) - 1))
    assert raised.value.key == "content_too_large"


def test_largest_source() -> None:
    """A file that is converted to pages may have 100 MiB."""
    assert MAX_SOURCE_BYTES == 100 * 1024 * 1024
    check_size(MAX_SOURCE_BYTES)
    with pytest.raises(DocumentError) as raised:
        check_size(MAX_SOURCE_BYTES + 1)
    assert raised.value.placeholders == {"size": "100.1", "limit": "100"}
