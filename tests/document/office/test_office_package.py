"""The new Office formats and the OpenDocument formats."""

from collections.abc import Mapping
from io import BytesIO
import struct
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.office.office_package import (
    MAX_UNPACKED_BYTES,
    check_package,
    detect_package_format,
)
from tests.samples import documents

TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


def packed(parts: Mapping[str, bytes | str], packing: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP file."""
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(ZipInfo(name), content, packing)
        return file.getvalue()


def typed(content_type: str, **parts: bytes | str) -> bytes:
    """Return a package whose main part has this type."""
    override = f'<Override PartName="/x" ContentType="{content_type}"/>'
    return packed({TYPES: f"<Types>{override}</Types>", **parts})


def read(data: bytes) -> None:
    """Detect and check a document."""
    if detect_package_format(data) is not None:
        check_package(data)


def refusal(data: bytes) -> str:
    """Return the key of the error for a document."""
    with pytest.raises(DocumentError) as raised:
        read(data)
    return raised.value.key


def renamed(data: bytes) -> bytes:
    """Return a package with the names that some programs of Windows give its parts."""
    with ZipFile(BytesIO(data)) as archive:
        return packed(
            {
                name.lower().replace("/", "\\"): archive.read(name)
                for name in archive.namelist()
            }
        )


def test_names_of_windows() -> None:
    """Neither the case of the parts' names matters, nor which slashes they have."""
    data = renamed(documents.xlsx())
    assert b"[content_types].xml" in data
    assert b"xl\\workbook.xml" in data
    assert detect_package_format(data) is DocumentFormat.EXCEL
    check_package(data)
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data>"}
    encrypted = packed({"mimetype": f"{OPEN}.text", **manifest})
    assert refusal(renamed(encrypted)) == "office_encrypted"


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (f"{MAIN}.wordprocessingml.document.main+xml", "WORD"),
        (f"{MAIN}.wordprocessingml.template.main+xml", "WORD"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "WORD"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "WORD"),
        (f"{MAIN}.spreadsheetml.sheet.main+xml", "EXCEL"),
        (f"{MAIN}.spreadsheetml.template.main+xml", "EXCEL"),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "EXCEL"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "EXCEL"),
        (f"{MAIN}.presentationml.presentation.main+xml", "PPT"),
        (f"{MAIN}.presentationml.slideshow.main+xml", "PPT"),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", "PPT"),
        ("application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", "PPT"),
    ],
)
def test_main_types(content_type: str, expected: str) -> None:
    """The type of the main part decides, also with macros or for a template."""
    assert detect_package_format(typed(content_type)) is DocumentFormat(expected)


@pytest.mark.parametrize(
    ("content_type", "is_documented"),
    [
        (f"{MAIN}.wordprocessingml.document.main+xml", True),
        (f"{MAIN}.spreadsheetml.sheet.main+xml", True),
        (f"{MAIN}.presentationml.presentation.main+xml", True),
        (f"{MAIN}.wordprocessingml.template.main+xml", False),
        (f"{MAIN}.presentationml.slideshow.main+xml", False),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", False),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", False),
        ("application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", False),
    ],
)
def test_kinds_of_the_document(content_type: str, is_documented: bool) -> None:
    """The vendor's document names neither macros, binary sheets, templates nor shows."""
    assert check_package(typed(content_type)) is is_documented
    # An embedded document does not count.
    embedded = f"{content_type}'/><Default ContentType='{MAIN}.spreadsheetml.sheet"
    assert check_package(packed({TYPES: f"<x y='{embedded}'/>"})) is is_documented


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_types_in_any_encoding(encoding: str) -> None:
    """XML in UTF-16 is supported."""
    types = f"<Default ContentType='{MAIN}.spreadsheetml.sheet.main+xml'/>"
    assert detect_package_format(packed({TYPES: types.encode(encoding)})) is (
        DocumentFormat.EXCEL
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.ms-visio.drawing.main+xml",
        "application/vnd.ms-package.xps-fixeddocumentsequence+xml",
        # An embedded document
        f"{MAIN}.wordprocessingml.document",
        f"{MAIN}.wordprocessingml.document.glossary+xml",
        f"{MAIN}.drawingml.chart+xml",
        "",
    ],
)
def test_other_packages(content_type: str) -> None:
    """A package without the main part of a document is not a document."""
    assert detect_package_format(typed(content_type)) is None
    assert detect_package_format(packed({"word/document.xml": "x"})) is None
    assert detect_package_format(packed({TYPES: bytes(9)})) is None


@pytest.mark.parametrize(
    ("mimetype", "expected"),
    [
        (f"{OPEN}.text", "ODT"),
        (f"{OPEN}.text-template", "ODT"),
        (f"{OPEN}.spreadsheet\n", "ODS"),
        (f"{OPEN}.presentation-template", "ODP"),
        (f"{OPEN}.graphics", "ODG"),
        (f"{OPEN}.formula", None),
        (f"{OPEN}.textile", None),
        ("application/epub+zip", None),
    ],
)
def test_open_types(mimetype: str, expected: str | None) -> None:
    """An OpenDocument file has its type in a part of its own."""
    found = detect_package_format(packed({"mimetype": mimetype}, ZIP_STORED))
    assert found == (expected and DocumentFormat(expected))


def test_documents_in_an_archive() -> None:
    """An archive of documents is not a document."""
    data = packed(
        {"a.docx": documents.docx(), "b/c.odt": documents.office("sheet.ods")}
    )
    assert detect_package_format(data) is None


def test_password_of_an_archive() -> None:
    """A document with an encrypted part is refused."""
    data = documents.docx()
    check_package(data)
    # The flag of the first part, which tells the format, or of the last one
    for start in (data.index(b"PK\1\2"), data.rindex(b"PK\1\2")):
        flag = start + 8
        assert refusal(data[:flag] + b"\1" + data[flag + 1 :]) == "office_encrypted"


def test_password_of_an_open_document() -> None:
    """The encrypted parts of an OpenDocument file are listed in its manifest."""
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    parts = {"mimetype": f"{OPEN}.text", "META-INF/manifest.xml": manifest}
    assert refusal(packed(parts)) == "office_encrypted"
    parts["META-INF/manifest.xml"] = "<manifest:file-entry/>"
    check_package(packed(parts))


def test_bombs() -> None:
    """A file that is too large unpacked, or declares a wrong size, is refused."""
    data = typed(f"{MAIN}.wordprocessingml.document.main+xml", **{"word/x": bytes(9)})
    size = data.rindex(b"PK\1\2") + 24
    bomb = data[:size] + struct.pack("<I", MAX_UNPACKED_BYTES + 1) + data[size + 4 :]
    with pytest.raises(DocumentError) as raised:
        check_package(bomb)
    assert raised.value.key == "office_unpacks_too_large"
    assert raised.value.placeholders == {"limit": "512"}
    for lie in (MAX_UNPACKED_BYTES - 1000, 3):
        liar = data[:size] + struct.pack("<I", lie) + data[size + 4 :]
        assert refusal(liar) == "office_damaged"


def test_too_many_parts() -> None:
    """A ZIP file with too many parts is refused."""
    assert refusal(documents.docx() + b"PK\1\2" * 20_001) == "office_damaged"


@pytest.mark.filterwarnings("error")
def test_parts_at_the_same_place() -> None:
    """Parts with the same data are refused: a small file could become very large."""
    data = documents.docx()
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4) + 42
    assert refusal(data[:second] + bytes(4) + data[second + 4 :]) == "office_damaged"


def test_other_compression() -> None:
    """Compression that Office does not support is refused."""
    content_type = f"{MAIN}.wordprocessingml.document.main+xml"
    types = f'<Override ContentType="{content_type}"/>'
    assert refusal(packed({TYPES: types}, ZIP_BZIP2)) == "office_damaged"


def test_damage() -> None:
    """A truncated or changed file is refused."""
    data = documents.office("letter.docx")
    check_package(data)
    for size in (4, 30, 1000, len(data) - 30, len(data) - 1):
        assert refusal(data[:size]) == "office_damaged"
    for at in (100, 2000, 4000):
        assert data[at : at + 8] != bytes(8)
        assert refusal(data[:at] + bytes(8) + data[at + 8 :]) == "office_damaged"
