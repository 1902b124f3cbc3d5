"""Writes what was measured of the corpus on paper into docs/documents.md.

Start it with `.venv/bin/python -m tests.e2e.corpus_table`; it runs the tests.
"""

from pathlib import Path
import re

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"
TITLE = "On paper: "
"""Prefix of a property that holds a row; the row's group follows."""

_TESTS = ("test_corpus.py", "test_raster_corpus.py", "test_arrangements.py")
_TABLE = re.compile(r"(<!-- measured: (.+?) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_HEAD = """\
| document                     | pages | size, mm |     % |  ink % |
| ---------------------------- | ----: | -------: | ----: | -----: |
"""
_HEADS = {
    "arrangements": """\
| arrangement               | sheets | pages | paper, mm | size, mm        | at, mm         | off, mm |
| ------------------------- | -----: | ----: | --------: | --------------: | -------------: | ------: |
""",
}
"""Those of tables that have their own."""


class Rows:
    """A pytest plugin that collects the rows of the tables by group."""

    def __init__(self) -> None:
        """Start without rows."""
        self.groups: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the rows of a finished test."""
        if report.when != "call":
            return
        for name, row in report.user_properties:
            if name.startswith(TITLE) and isinstance(row, str):
                self.groups.setdefault(name.removeprefix(TITLE), []).append(row)


def with_tables(text: str, groups: dict[str, list[str]]) -> str:
    """Return a page with its tables filled. Raises KeyError for one without rows."""

    def filled(match: re.Match[str]) -> str:
        rows = "".join(f"{row}\n" for row in sorted(groups[match[2]]))
        return f"{match[1]}{_HEADS.get(match[2], _HEAD)}{rows}{match[3]}"

    return _TABLE.sub(filled, text)


def main() -> int:
    """Run the tests, and write the tables if they pass."""
    rows = Rows()
    tests = [str(Path(__file__).with_name(name)) for name in _TESTS]
    failed = pytest.main(["--quiet", "--numprocesses=auto", *tests], plugins=[rows])
    if not failed:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(with_tables(page, rows.groups), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
