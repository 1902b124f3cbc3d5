"""The formats of documents and their file endings."""

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    UNDOCUMENTED_FORMATS,
    DocumentFormat,
    get_ending,
    list_supported_formats,
    parse_format,
)

NAMES = ("HTML", "PNG", "JPG", "BMP", "WORD", "EXCEL", "PPT", "TEXT")


@pytest.mark.parametrize("name", [*NAMES, "PDF", "MARKDOWN", "CSV", "HEIC", "ODT"])
def test_names(name: str) -> None:
    """All names are recognized in any case."""
    for written in (name, name.lower(), name.title(), f"  {name} "):
        found = parse_format(written)
        assert found is not None
        assert found.value == name


def test_formats_of_the_service() -> None:
    """Formats of the cloud have the same names in both enums."""
    assert list(DocumentFormat)[:8] == list(NAMES) == list(MediaFormat)[:8]
    for document_format in UNDOCUMENTED_FORMATS:
        assert MediaFormat(document_format)


@pytest.mark.parametrize(
    ("endings", "name"),
    [
        ("htm html xhtml", "HTML"),
        ("jpeg jpg", "JPG"),
        ("doc docx docm dot dotx dotm", "WORD"),
        ("xls xlsx xlsm xlsb xlt xltx xltm", "EXCEL"),
        ("ppt pptx pptm pot potx potm pps ppsx ppsm", "PPT"),
        ("txt text log json xml yaml yml", "TEXT"),
        ("md markdown", "MARKDOWN"),
        ("csv", "CSV"),
        ("tif tiff", "TIFF"),
        ("heic heif", "HEIC"),
        ("pwg", "PWG"),
        ("urf", "URF"),
        ("odt ott", "ODT"),
        ("ods ots", "ODS"),
        ("odp otp", "ODP"),
        ("odg otg", "ODG"),
        ("wps wpt et ett dps dpt", "WPS"),
    ],
)
def test_endings(endings: str, name: str) -> None:
    """File endings are recognized in any case, with or without their dot."""
    for ending in endings.split():
        for written in (ending, ending.upper(), f".{ending}", f" .{ending.title()} "):
            assert parse_format(written) is DocumentFormat(name)


@pytest.mark.parametrize(
    "name", ["", ".", "rtf", "RTF", "XLSXX", "html5", "png;jpg", "\0"]
)
def test_other_names(name: str) -> None:
    """Other names are not formats."""
    assert parse_format(name) is None


def test_supported_formats() -> None:
    """Each entry of the list is a valid format and is unique."""
    listed = list_supported_formats().split(", ")
    assert set(NAMES) < set(listed)
    assert {"PDF", "MARKDOWN", "docx", "xlsm", "jpeg", "txt"} < set(listed)
    assert not {"ODT", "odt", "WPS", "et"} & set(listed)
    assert len({name.lower() for name in listed}) == len(listed)
    assert all(parse_format(name) for name in listed)


def test_foreign_endings() -> None:
    """No ending is both printable and foreign."""
    assert not FOREIGN_ENDINGS & ENDINGS.keys()


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PNG", "png"),
        ("folder.d/letter.Docx", "docx"),
        ("archive.tar.gz", "gz"),
        ("README", ""),
        (".html", ""),
        ("", ""),
        ("dot.", ""),
    ],
)
def test_get_ending(name: str, ending: str) -> None:
    """The ending follows the last dot of the last part of a path."""
    assert get_ending(name) == ending
