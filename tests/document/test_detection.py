"""Detection of the format of a document."""

import random

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.detection import detect, guess_format
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import (
    DocumentFormat,
    list_supported_formats,
    parse_format,
)
from custom_components.cloudprint.document.text.text import decode_text
from tests.samples import documents

FILES = {
    "a.png": documents.picture("PNG"),
    "a.jpg": documents.picture("JPEG"),
    "a.bmp": documents.picture("BMP"),
    "a.gif": documents.picture("GIF"),
    "a.tiff": documents.picture("TIFF"),
    "a.pwg": b"RaS2PwgRaster\0" + bytes(1782),
    "cups.pwg": b"RaS2" + bytes(1792),
    "a.urf": b"UNIRAST\0\0\0\0\1",
    "a.pdf": b"%PDF-1.7\nall in plain ASCII",
    "a.doc": documents.doc(),
    "a.docx": documents.docx(),
    "a.xls": documents.xls(),
    "old.xls": documents.compound_file(["Book"]),
    "a.xlsx": documents.xlsx(),
    "a.ppt": documents.ppt(),
    "a.pptx": documents.pptx(),
    "a.odt": documents.office("letter.odt"),
    "a.ods": documents.office("sheet.ods"),
    "a.odp": documents.office("slides.odp"),
    "a.odg": documents.office("drawing.odg"),
}


def get_error(
    data: bytes, name: str = "", wanted: DocumentFormat | None = None
) -> tuple[str, str]:
    """Return the key of the error, and the format that it names."""
    with pytest.raises(DocumentError) as raised:
        detect(data, name=name, wanted=wanted)
    placeholders = raised.value.placeholders
    assert (
        placeholders.get("supported", list_supported_formats())
        == list_supported_formats()
    )
    return raised.value.key, placeholders.get("value", placeholders.get("format", ""))


@pytest.mark.parametrize("name", FILES)
def test_bytes_decide(name: str) -> None:
    """The bytes decide, whatever the name."""
    expected = parse_format(name.partition(".")[2])
    for called in (name, name.upper(), "", "letter", "wrong.txt", "a.html", "a.pdf"):
        assert detect(FILES[name], name=called) is expected


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("wanted", DocumentFormat)
def test_requested_format(name: str, wanted: DocumentFormat) -> None:
    """The file must have the requested format."""
    data = FILES[name]
    is_compound = name in ("a.doc", "a.xls", "old.xls", "a.ppt")
    if wanted is parse_format(name.partition(".")[2]) or (
        # WPS files look like those of Office, so the request decides.
        is_compound and wanted is DocumentFormat.WPS
    ):
        assert detect(data, wanted=wanted) is wanted
    else:
        assert get_error(data, name, wanted) == ("content_mismatch", wanted)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"Milk", "", "TEXT"),
        (b"Milk", "list.txt", "TEXT"),
        (b"Milk", "list.ini", "TEXT"),
        (b"Milk", "README", "TEXT"),
        (b"# Milk", "README.md", "MARKDOWN"),
        (b"Milk,2", "list.CSV", "CSV"),
        (b"Milk", "page.htm", "HTML"),
        (b"<p>Milk", "", "TEXT"),
        (b"<p>Milk", "page.HTML", "HTML"),
        (b"\n <!DOCTYPE HTML><p>", "", "HTML"),
        (b"<HTML lang=zh>", "", "HTML"),
        (b'<?xml version="1.0"?>\n<!-- saved --><html>', "", "HTML"),
        ("<html>牛奶".encode("utf-16"), "", "HTML"),
        ("<html>牛奶".encode("gb18030"), "", "HTML"),
        (b"<htmlish>", "", "TEXT"),
        (b"<html>", "source.txt", "TEXT"),
        (b"<svg/>", "source.txt", "TEXT"),
        (b"<?xml?><note/>", "", "TEXT"),
        (b"BMW sells cars. That is all there is to say.", "", "TEXT"),
        (b"BM", "", "TEXT"),
    ],
)
def test_text(data: bytes, name: str, expected: str) -> None:
    """The format of a text is detected by its name, else by its beginning."""
    assert detect(data, name=name) is DocumentFormat(expected)


OBJECT = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n"
LETTER = b"Please find enclosed:\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF 1.4\n" + OBJECT,
        b"%PDFn\r\ntrailer",
        b"\xef\xbb\xbf%PDF-1.3\n",
        b"\0\r\n %PDF-1.3\n",
        b"GPL Ghostscript 10.02.0\nPage 1\n%PDF-1.7\n" + OBJECT,
        b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.6\r\n" + OBJECT,
        b"---__%PDF-1.1\n" + OBJECT,
        LETTER + bytes(1000 - len(LETTER)) + b"%PDF-1.4\n" + OBJECT,
        b"%".rjust(1025, b"x") + b"PDF-1.4\n" + OBJECT,
        b"%!PS-Adobe-3.0 PDF-1.3\n",
        b"%\xe2\xe3\xcf\xd3\n% of nothing\n\n12 0 obj \n<< >>",
    ],
)
def test_pdf(data: bytes) -> None:
    """A PDF is one with anything before its mark, and with the marks of old programs."""
    for name in ("", "scan.pdf", "letter.txt", "scan", "data.json"):
        assert detect(data, name=name) is DocumentFormat.PDF
        assert guess_format(data, name) is DocumentFormat.PDF
    assert detect(data, wanted=DocumentFormat.PDF) is DocumentFormat.PDF
    assert get_error(data, "", DocumentFormat.TEXT) == ("content_mismatch", "TEXT")


def test_pdf_in_a_damaged_file() -> None:
    """A file that is to be a PDF is one if it has any part of one."""
    for data in (LETTER + b"%PDF-1.4\n% later", b"UPDF-1\x99\n" + OBJECT):
        assert detect(data, name="a.pdf") is DocumentFormat.PDF
        assert guess_format(data, "", DocumentFormat.PDF) is DocumentFormat.PDF
    for data in (LETTER, bytes(2000) + b"%PDF-1.4\n"):
        assert get_error(data, "a.pdf") == ("content_mismatch", "PDF")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"A file begins with %PDF-1.4, and ends with %%EOF.", "", "TEXT"),
        (b"# Files\n\n    %PDF-1.4\n    " + OBJECT, "pdf.md", "MARKDOWN"),
        (b"<html><pre>%PDF-1.4\n" + OBJECT, "pdf.html", "HTML"),
        (LETTER + b"%PDF-1.4\n% \xe2\xe3\xcf\n" + OBJECT, "pdf.html", "PDF"),
        (LETTER.ljust(1025) + b"%PDF-1.4\n" + OBJECT, "", "TEXT"),
        (b"2 0 objections", "", "TEXT"),
    ],
)
def test_text_about_pdf(data: bytes, name: str, expected: str) -> None:
    """A text that shows parts of a PDF stays a text."""
    assert detect(data, name=name) is DocumentFormat(expected)


def test_likely_format_of_packages() -> None:
    """The name decides for a package, but makes no picture of it."""
    for data in (documents.docx(), documents.doc()):
        assert guess_format(data, "a.docx") is DocumentFormat.WORD
        for name in ("a.png", "a.pdf", ""):
            assert guess_format(data, name) is None


@pytest.mark.parametrize("wanted", ["HTML", "TEXT", "MARKDOWN", "CSV"])
def test_requested_text_format(wanted: str) -> None:
    """For text, the requested format has priority."""
    for name in ("", "a.txt", "a.svg", "a.docx"):
        assert detect(b"<svg/>", name=name, wanted=DocumentFormat(wanted)) == wanted


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"%!PS-Adobe-3.0", "PostScript"),
        (documents.office("letter.rtf"), "RTF"),
        (b"\0\0\1\0\1\0\x20\x20", "ICO"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7Z"),
        (b"Rar!\x1a\7\1\0", "RAR"),
        (b"\x1f\x8b\x08\0", "GZ"),
        (b"8BPS\0\1" + bytes(6), "PSD"),
        (b"gimp xcf v011\0", "XCF"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JP2"),
        (b"\xff\x4f\xff\x51\0\x2f", "J2K"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JXL"),
        (b"\xff\x0a\0\x10", "JXL"),
        (b"qoif\0\0\0\x80", "QOI"),
        (b"DDS |\0\0\0", "DDS"),
        (b"v/1\1\2\0\0\0", "EXR"),
        (b"P7\nWIDTH 1\n", "PAM"),
        (b"AT&TFORM\0\0", "DJVU"),
        (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
    ],
)
def test_foreign_formats(data: bytes, value: str) -> None:
    """The error for an unprintable file names its true format."""
    for name in ("", "a.pdf", "a.txt", "a.png", "a.docx"):
        assert get_error(data, name) == ("format_unknown", value)
    for wanted in DocumentFormat:
        assert get_error(data, wanted=wanted) == ("format_unknown", value)


@pytest.mark.parametrize("name", ["fapiao.ofd", "发票.OFD"])
def test_ofd(name: str) -> None:
    """The error for a Chinese electronic invoice says what to do."""
    assert get_error(b"", name) == ("ofd_unsupported", "")


@pytest.mark.parametrize("name", ["", "a.ofd", "a.pdf", "a.zip", "a.docx", "发票"])
def test_ofd_by_content(name: str) -> None:
    """It is told by its content, too, whatever it is called."""
    for part in ("OFD.xml", "ofd.xml"):
        data = documents.archive("Doc_0/Document.xml", part)
        assert get_error(data, name) == ("ofd_unsupported", "")
        for wanted in (DocumentFormat.PDF, DocumentFormat.TEXT):
            assert get_error(data, name, wanted=wanted) == ("ofd_unsupported", "")
    assert get_error(documents.archive("a/OFD.xml"))[0] == "format_unknown"


@pytest.mark.parametrize(
    ("data", "name", "value"),
    [
        (documents.archive("x"), "a.ZIP", "zip"),
        (documents.archive("x"), "a.epub", "epub"),
        (documents.archive("x"), "", "ZIP"),
        (documents.archive("a.docx", "b.odt"), "a.bin", "ZIP"),
        (documents.archive("word/document.xml"), "", "ZIP"),
        (documents.archive("[Content_Types].xml", "visio/document.xml"), "", "ZIP"),
        (b"<svg/>", "a.svg", "svg"),
        (b"<svg/>", "", "SVG"),
        (b'<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<SVG>', "", "SVG"),
        (b"Rarely text", "a.rar", "rar"),
        (documents.picture("TIFF"), "a.NEF", "nef"),
        (documents.picture("TIFF"), "a.dng", "dng"),
        (b"\0\0\2\0" + bytes(30), "a.tga", "tga"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "a.mp4", "mp4"),
    ],
)
def test_other_foreign_formats(data: bytes, name: str, value: str) -> None:
    """Without a magic number, the ending of the name or the content is named."""
    assert get_error(data, name) == ("format_unknown", value)


WORD_XML = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<?mso-application progid="Word.Document"?>\r
<w:wordDocument/>"""
FLAT_ODF = b"""\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>
<!-- exported -->
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>"""
SAVED_PAGE = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.b/\r\n"
MAIL = b"""\r
Received: from a.example\r
\tby b.example; Fri, 27 Nov 2026 08:00:00 +0000\r
From: Anna <anna@a.example>\r
Mime-Version: 1.0\r
Content-Type: text/plain\r
\r
Milk"""


@pytest.mark.parametrize(
    ("data", "ending", "value"),
    [
        (WORD_XML, "xml", "Office 2003 XML"),
        (FLAT_ODF, "fodt", "Flat ODF"),
        (FLAT_ODF, "fods", "Flat ODF"),
        (FLAT_ODF, "fodp", "Flat ODF"),
        (SAVED_PAGE, "mhtml", "EML/MHTML"),
        (SAVED_PAGE.partition(b"\n")[2], "mht", "EML/MHTML"),
        (MAIL, "eml", "EML/MHTML"),
    ],
)
def test_documents_in_text(data: bytes, ending: str, value: str) -> None:
    """A document whose file is text is refused, and not printed as its source."""
    assert get_error(data) == ("format_unknown", value)
    assert get_error(data, "saved.bin") == ("format_unknown", value)
    named = value if ending == "xml" else ending
    assert get_error(data, f"a.{ending}") == ("format_unknown", named)
    wanted = DocumentFormat.TEXT
    assert detect(data, name=f"a.{ending}", wanted=wanted) is wanted


@pytest.mark.parametrize(
    "data",
    [
        b"From: Anna\r\nTo: Bert\r\n\r\nMIME-Version: is the name of a field.",
        b"From: Anna\nMilk is out.\nMIME-Version: 1.0",
        b"MIME-Version is the name of a field.",
        b"From: Anna\n" + b"x" * 1024 + b":\nMIME-Version: 1.0",
        b"<?xml version='1.0'?><note><office:document/></note>",
    ],
)
def test_letter(data: bytes) -> None:
    """A letter that begins as a mail does is printed."""
    assert detect(data) is DocumentFormat.TEXT


@pytest.mark.parametrize(
    "data",
    [
        bytes(100),
        documents.compound_file(["VisioDocument"]),
        b"BM" + bytes(60),
        # An archive that has the name of a document
        documents.archive("x"),
    ],
)
def test_unrecognized(data: bytes) -> None:
    """Unknown bytes are refused, whatever the name or the requested format."""
    if not data.startswith(b"PK"):
        assert get_error(data) == ("format_unrecognized", "")
        assert get_error(data, "a.unknown") == ("format_unrecognized", "")
    for name, document_format in (
        ("a.png", DocumentFormat.PNG),
        ("a.docx", DocumentFormat.WORD),
        ("a.bmp", DocumentFormat.BMP),
        ("a.wps", DocumentFormat.WPS),
        ("a.txt", DocumentFormat.TEXT),
        ("a.md", DocumentFormat.MARKDOWN),
    ):
        assert get_error(data, name) == ("content_mismatch", document_format)
        assert get_error(data, "", document_format) == (
            "content_mismatch",
            document_format,
        )


@pytest.mark.parametrize(
    "data",
    [
        documents.docx()[:-30],
        b"PK\x03\x04",
        documents.doc()[:1000],
        documents.doc()[:8],
    ],
)
def test_damaged(data: bytes) -> None:
    """Damaged containers are refused, whatever the requested format."""
    for name in ("", "a.docx", "a.txt", "a.zip"):
        assert get_error(data, name) == ("office_damaged", "")
    assert get_error(data, "", DocumentFormat.WORD) == ("office_damaged", "")


def test_encrypted() -> None:
    """An encrypted document is refused before its format is known."""
    for name in ("letter-password.docx", "sheet-password.xlsx"):
        assert get_error(documents.office(name), name) == ("office_encrypted", "")


def test_embedded_document() -> None:
    """An embedded Office file does not change the format."""
    sheet = documents.compound_file(["Workbook"], ["WordDocument", "1Table"])
    for name in ("", "a.xls", "a.doc"):
        assert detect(sheet, name=name) is DocumentFormat.EXCEL
    assert get_error(sheet, "", DocumentFormat.WORD) == ("content_mismatch", "WORD")
    for ending in ("doc", "docx"):
        letter = documents.office(f"letter-with-sheet.{ending}")
        assert detect(letter, name="a.xls") is DocumentFormat.WORD


def damaged(name: str, seed: int) -> bytes:
    """Return a file with changed bytes, possibly truncated."""
    chance = random.Random(seed)
    spoilt = bytearray(FILES[name])
    for _ in range(chance.randrange(1, 40)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])])


@settings(max_examples=400, deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.builds(damaged, st.sampled_from([*FILES]), st.integers(0, 2**32)),
    name=st.sampled_from(["", *FILES, "a.txt", "a.html", "a.wps", "a.zip", "a", "."])
    | st.text(),
    wanted=st.none() | st.sampled_from(DocumentFormat),
)
@example(data=b"PK\x03\x04PK\x05\x06" + b"\xff" * 18, name="", wanted=None)
@example(data=b"<?" * 500, name="", wanted=None)
@example(data=b"<!--" * 300, name="", wanted=None)
@example(data=b"a:" * 500, name="", wanted=None)
@example(data=b"a:\n " * 250, name="", wanted=None)
@example(data=b"%\n\n" * 1000, name="", wanted=None)
def test_any_bytes(data: bytes, name: str, wanted: DocumentFormat | None) -> None:
    """Any bytes have a format or raise DocumentError."""
    try:
        found = detect(data, name=name, wanted=wanted)
    except DocumentError:
        return
    assert wanted in (None, found)
    if found in ("TEXT", "HTML", "MARKDOWN", "CSV"):
        assert decode_text(data) is not None
