"""The files of a print."""

import pytest

from custom_components.cloudprint.document.source_file import Edits

CORNERS = ((0.1, 0.1), (0.9, 0.2), (0.8, 0.9), (0.2, 0.8))
CROP = (0.1, 0.2, 0.9, 0.8)


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
