"""Which pages of a document are printed."""

import pytest

from custom_components.cloudprint.document import DocumentError
from custom_components.cloudprint.document.pdf.pdf import pages_of


@pytest.mark.parametrize(
    ("page_ranges", "pages"),
    [
        (None, [1, 2, 3, 4, 5, 6, 7]),
        ("1-7", [1, 2, 3, 4, 5, 6, 7]),
        ("3", [3]),
        ("1-3,5", [1, 2, 3, 5]),
        ("5,1-2", [5, 1, 2]),
        ("2,2,1-2", [2, 2, 1, 2]),
        ("5-99", [5, 6, 7]),
        ("7-7", [7]),
    ],
)
def test_pages(page_ranges: str | None, pages: list[int]) -> None:
    """Ranges keep their order, may overlap, and end with the document."""
    assert pages_of(page_ranges, 7) == pages


@pytest.mark.parametrize(
    ("page_ranges", "part"), [("8", "8"), ("8-9", "8-9"), ("1-3,99,100", "99")]
)
def test_pages_that_are_not_there(page_ranges: str, part: str) -> None:
    """A range without a single page of the document is a mistake."""
    with pytest.raises(DocumentError) as raised:
        pages_of(page_ranges, 7)
    assert raised.value.key == "page_ranges_outside"
    assert raised.value.placeholders == {
        "value": page_ranges,
        "part": part,
        "pages": "7",
    }
