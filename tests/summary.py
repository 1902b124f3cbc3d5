"""Shows the recorded properties of tests at the end of a run.

With pytest-xdist, also memory and processor time of each worker, and the time of tests by
folder and in the dearest files.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePath
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

import pytest

DEAREST = 20

_USAGE = "Peak memory and processor time of the workers"
_WORKERS = pytest.StashKey[list[str]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the memory and time of a pytest-xdist worker to the main process."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
        seconds = [usage.ru_utime + usage.ru_stime for usage in (own, children)]
        output[_USAGE] = (
            f"{own.ru_maxrss // 1024} MB, {seconds[0]:.0f} s,"
            f" and {seconds[1]:.0f} s in child processes"
        )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Keep the memory and time of a worker, unless it has crashed."""
    output: dict[str, str] = getattr(node, "workeroutput", {})
    node.config.stash.setdefault(_WORKERS, []).append(output.get(_USAGE, "unknown"))


def _build_time_table(reports: Iterable[pytest.TestReport]) -> list[str]:
    """Return the time of each folder, and of the dearest files, with set-up."""
    files, tests = Counter[str](), Counter[str]()
    for report in reports:
        file = report.location[0]
        files[file] += round(report.duration * 1000)
        tests[file] += report.when == "call"
    folders, tests_of_folders = Counter[str](), Counter[str]()
    for file, milliseconds in files.items():
        folder = "/".join((*PurePath(file).parent.parts[:2], ""))
        folders[folder] += milliseconds
        tests_of_folders[folder] += tests[file]
    return [
        f"{milliseconds / 1000:7.1f} s {numbers[path]:6} tests in {path}"
        for table, numbers, rows in (
            (folders, tests_of_folders, None),
            (files, tests, DEAREST),
        )
        for path, milliseconds in table.most_common(rows)
    ]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show memory and time of the workers, the table of time, and the properties."""
    reports = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
    ]
    sections = defaultdict[str, list[str]](list)
    for report in reports:
        if report.when == "call":
            for name, text in report.user_properties:
                sections[name].append(str(text))
    for texts in sections.values():
        texts.sort()
    if usages := config.stash.get(_WORKERS, None):
        sections[_USAGE] = usages
        sections["Time of tests, by folder and in the dearest files"] = (
            _build_time_table(reports)
        )
    for name, texts in sections.items():
        terminalreporter.section(name)
        for text in texts:
            terminalreporter.write_line(text)
