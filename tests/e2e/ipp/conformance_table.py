"""Writes the results of ipptool's test suites into docs/ipp-conformance.md.

Start it with `.venv/bin/python -m tests.e2e.ipp.conformance_table`; it runs the tests.
"""

from pathlib import Path
import re
from typing import Final

import pytest

from .ipptool import Report

PAGE: Final = Path(__file__).parents[3] / "docs" / "ipp-conformance.md"
TITLE: Final = "Test suites of ipptool"
"""The property that holds a row."""

_TABLE: Final = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->\n)", re.DOTALL)
_HEAD: Final = """\
| suite               | document | passed | skipped | failed |
| ------------------- | -------- | -----: | ------: | -----: |
"""


def row(suite: str, document: str, report: Report) -> str:
    """Return a row of the table."""
    figures = (report.passed, report.skipped, len(report.failures))
    cells = [
        f"{figure:{width}}" for figure, width in zip(figures, (6, 7, 6), strict=True)
    ]
    return f"| {suite:19} | {document:8} | {' | '.join(cells)} |"


class Rows:
    """A pytest plugin that collects the rows."""

    def __init__(self) -> None:
        """Start without rows."""
        self.rows: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the rows of a finished test."""
        if report.when == "call":
            self.rows += [
                str(text) for name, text in report.user_properties if name == TITLE
            ]


def main() -> int:
    """Run the tests, and write the table if they pass."""
    rows = Rows()
    tests = str(Path(__file__).with_name("test_conformance.py"))
    failed = pytest.main(["--quiet", tests], plugins=[rows])
    if not failed:
        table = _HEAD + "".join(f"{text}\n" for text in rows.rows)
        page = _TABLE.sub(rf"\g<1>{table}\g<2>", PAGE.read_text("utf-8"))
        PAGE.write_text(page, encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
