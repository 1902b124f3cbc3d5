"""Sheets of labels, and the type that fits on them."""

import csv
from pathlib import Path

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts import labels
from custom_components.cloudprint.document.layouts.labels import SHEETS, LabelSheet

SHEET = LabelSheet((100, 100), 1, 1, 50, 20, 0, 0, 50, 20)
PADDING = (5, 2.5)


def get_sizes(*texts: str) -> list[float]:
    """Return the type size of labels of 40 x 15 mm within their padding."""
    return [points for points, _ in SHEET.fit([[text] for text in texts], PADDING)]


def test_table() -> None:
    """Each sheet has a source; its labels are on their paper, and do not overlap."""
    file = Path(labels.__file__).with_suffix(".csv")
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert [row["name"] for row in rows] == list(SHEETS)
    assert all(row["source"].startswith(("glabels: ", "LibreOffice: ")) for row in rows)
    for name, sheet in SHEETS.items():
        assert sheet.across >= sheet.width, name
        assert sheet.down >= sheet.height, name
        assert min(sheet.left, sheet.top) >= 0, name
        for end, side in zip(sheet.end, sheet.paper, strict=True):
            assert end < side + 0.1, name


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Salt", 24),
        ("盐", 24),
        # Two lines of Chinese, as many characters as are 40 mm
        ("标签纸打印机" * 2, 17),
        # A word is not broken, but smaller,
        ("Wholemealflour", 13),
        # unless it would be hardly readable.
        ("https://example.com/a/long/address/0123456789", 7.5),
        # Closing punctuation does not begin a line.
        ("标签纸打，", 24),
    ],
)
def test_largest_type(text: str, points: float) -> None:
    """A text has the largest type that fits, up to 24 points."""
    (size,) = get_sizes(text)
    assert size == pytest.approx(points, abs=1.5)


def test_common_type() -> None:
    """Type is the same on most labels, and smaller where it has to be."""
    long = "A text of some more words that needs smaller type than others"
    common, *others, small = get_sizes("Salt", "Wholemealflour", "Rice", "Oats", long)
    assert set(others) == {common}
    assert common == get_sizes("Wholemealflour")[0]
    assert small == get_sizes(long)[0] < common


def test_smallest_type() -> None:
    """Text shrinks to 6 points, then is refused by the number of its label."""
    most = 30
    sizes = [get_sizes("word " * count)[0] for count in range(1, most + 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 6
    with pytest.raises(DocumentError) as raised:
        get_sizes("Salt", "word " * (most + 1), "Rice")
    assert raised.value.key == "label_too_long"
    assert raised.value.placeholders == {"number": "2", "size": "50 × 20 mm"}


@pytest.mark.parametrize("padding", [(24.5, 0), (25, 0), (30, 0), (0, 10), (0, 12)])
def test_no_room(padding: tuple[float, float]) -> None:
    """A label without any room is refused, even for one letter."""
    with pytest.raises(DocumentError):
        SHEET.fit([["A"]], padding)


def test_padding() -> None:
    """Text stays in what can be printed on each label, with the same room on all."""
    edge = LabelSheet((100, 100), 2, 2, 50, 50, 0, 0, 50, 50)
    assert edge.get_padding((0, 0, 0, 0)) == (3, 3)
    assert edge.get_padding((4, 5, 6, 7)) == (7, 6)
    inner = LabelSheet((100, 100), 2, 2, 40, 10, 10, 10, 40, 10)
    assert inner.get_padding((4, 5, 6, 7)) == (1, 1)
