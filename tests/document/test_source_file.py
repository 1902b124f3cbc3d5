"""The files of a print, as they are handed to the child process."""

import json
from pathlib import Path

import pytest

from custom_components.cloudprint.document import DocumentFormat
from custom_components.cloudprint.document.source_file import Edits, SourceFile

CORNERS = ((0.1, 0.1), (0.9, 0.2), (0.8, 0.9), (0.2, 0.8))
CROP = (0.1, 0.2, 0.9, 0.8)


@pytest.mark.parametrize(
    "file",
    [
        SourceFile(path=Path("/private/a")),
        SourceFile(
            path=Path("/private/b"),
            name="b.jpg",
            wanted=DocumentFormat.JPG,
            edits=Edits(corners=CORNERS, crop=CROP, rotation=270),
        ),
    ],
)
def test_json(file: SourceFile) -> None:
    """A file survives being written as JSON."""
    assert SourceFile.from_json(json.loads(json.dumps(file.as_json()))) == file


@pytest.mark.parametrize(
    ("edits", "part"),
    [
        (Edits(), (0.0, 0.0, 1.0, 1.0)),
        (Edits(crop=CROP), CROP),
        (Edits(crop=CROP, corners=CORNERS), (0.0, 0.0, 1.0, 1.0)),
    ],
)
def test_part(edits: Edits, part: tuple[float, ...]) -> None:
    """A crop is of a picture without corners."""
    assert edits.part == part
