"""Tests of the page about documents: it covers everything that the tests print."""

import re

import pytest

from ..e2e.corpus_table import PAGE, with_tables
from ..e2e.test_arrangements import CASES
from ..e2e.test_corpus import MARKDOWN_FIELDS, OFFICE_FILES, REAL_PDFS, WEB_PAGES
from ..samples.pdf_files import PDFS
from ..samples.pictures import PICTURES

GROUPS = {
    "PDF": [*REAL_PDFS, *PDFS],
    "pictures": [*PICTURES],
    "Markdown": [f"everything.md ({field})" for field in MARKDOWN_FIELDS],
    "Office files": OFFICE_FILES,
    "web pages": [*WEB_PAGES],
    "arrangements": [*CASES],
}


@pytest.mark.parametrize("group", GROUPS)
def test_tables_are_complete(group: str) -> None:
    """New files of the corpus are measured, and removed ones are dropped."""
    page = PAGE.read_text("utf-8")
    _, _, rest = page.partition(f"<!-- measured: {group} -->\n")
    table, end, _ = rest.partition("<!-- end -->\n")
    assert end
    rows = re.findall(r"^\| (\S.*?) +\| +\d+ \|", table, re.MULTILINE)
    assert rows == sorted(GROUPS[group])


def test_tables_are_filled() -> None:
    """Only the part between the marks is written, in the order of the rows."""
    page = "a\n<!-- measured: b c -->\nold\n<!-- end -->\nd\n"
    filled = with_tables(page, {"b c": ["| 2 |", "| 1 |"]})
    assert filled.startswith("a\n<!-- measured: b c -->\n| document ")
    assert filled.endswith("|\n| 1 |\n| 2 |\n<!-- end -->\nd\n")
    assert "old" not in filled
