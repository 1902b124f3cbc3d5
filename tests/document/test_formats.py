"""The cloud's formats and their file endings."""

import pytest

from custom_components.cloudprint.api import MediaFormat
from custom_components.cloudprint.document import (
    ENDINGS,
    FOREIGN_ENDINGS,
    ending_of,
    parse_format,
    supported_formats,
)

NAMES = ("HTML", "PNG", "JPG", "BMP", "WORD", "EXCEL", "PPT", "TEXT")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_document(name: str) -> None:
    """The document's own names are known in any case."""
    for written in (name, name.lower(), name.title(), f"  {name} "):
        found = parse_format(written)
        assert found is not None
        assert found.value == name


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("htm", "HTML"),
        ("jpeg", "JPG"),
        ("doc", "WORD"),
        ("docx", "WORD"),
        ("xls", "EXCEL"),
        ("xlsx", "EXCEL"),
        ("pptx", "PPT"),
        ("txt", "TEXT"),
        ("csv", "TEXT"),
    ],
)
def test_endings(ending: str, name: str) -> None:
    """File endings are known in any case, with or without their dot."""
    for written in (ending, ending.upper(), f".{ending}", f" .{ending.title()} "):
        assert parse_format(written) is MediaFormat(name)


@pytest.mark.parametrize(
    "name", ["", ".", "pdf", "PDF", "XLSXX", "html5", "png;jpg", "\0"]
)
def test_other_names(name: str) -> None:
    """Nothing else is a format."""
    assert parse_format(name) is None


def test_supported_formats_are_all_that_would_do() -> None:
    """Whoever reads the list can choose any of it."""
    listed = supported_formats().split(", ")
    assert set(NAMES) < set(listed)
    assert all(parse_format(name) for name in listed)


def test_no_ending_is_both() -> None:
    """An ending is the cloud's or it is not."""
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
def test_ending_of(name: str, ending: str) -> None:
    """An ending is what follows the last dot of the last part."""
    assert ending_of(name) == ending
