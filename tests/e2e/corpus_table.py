"""Writes what was measured of the corpus on paper into docs/documents.md.

Start it with `.venv/bin/python -m tests.e2e.corpus_table`; it runs the tests.
"""

from pathlib import Path
import re

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"
TITLE = "On paper: "
"""What the name of a property begins with that holds a row; its group follows."""

_TABLE = re.compile(r"(<!-- measured: (.+?) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_HEAD = """\
| document                     | pages | size, mm |     % |  ink % |
| ---------------------------- | ----: | -------: | ----: | -----: |
"""


class Rows:
    """A plugin of pytest that keeps the rows of the tables, by their groups."""

    def __init__(self) -> None:
        """Have none yet."""
        self.groups: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the rows of a test that is over."""
        if report.when != "call":
            return
        for name, row in report.user_properties:
            if name.startswith(TITLE) and isinstance(row, str):
                self.groups.setdefault(name.removeprefix(TITLE), []).append(row)


def with_tables(text: str, groups: dict[str, list[str]]) -> str:
    """Return a page with its tables filled. Raises KeyError for one without rows."""

    def filled(match: re.Match[str]) -> str:
        rows = "".join(f"{row}\n" for row in sorted(groups[match[2]]))
        return f"{match[1]}{_HEAD}{rows}{match[3]}"

    return _TABLE.sub(filled, text)


def main() -> int:
    """Run the tests; write the tables if all is as it should be."""
    rows = Rows()
    tests = str(Path(__file__).with_name("test_corpus.py"))
    failed = pytest.main(["--quiet", "--numprocesses=auto", tests], plugins=[rows])
    if not failed:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(with_tables(page, rows.groups), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
