"""Runs the test suites of ipptool, and counts their results."""

from dataclasses import dataclass
from pathlib import Path
import re
from typing import Final

from .programs import run_any

SUITES: Final = Path("/usr/share/cups/ipptool")

_RESULT: Final = re.compile(
    r"^    (?P<name>\S.*?) +\[(?P<result>PASS|FAIL|SKIP)\]\n(?P<details>(?: {8}.*\n)*)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a suite, with those it includes. `failures` say what was wrong."""

    passed: int
    skipped: int
    failures: tuple[str, ...]


async def run_suite(
    uri: str, suite: str, *, samples: Path, document: Path, version: str
) -> Report:
    """Run a suite that lies among the samples against a printer.

    `document` is what tests print that do not name a file. Raises AssertionError if the
    suite did not run to its end.
    """
    status, said = await run_any(
        *("ipptool", "-I", "-t", "-V", version, "-f", str(document)),
        *(uri, str(samples / suite)),
    )
    found = list(_RESULT.finditer(said))
    results = [match["result"] for match in found]
    # It may call a success what stopped it, such as a missing sample.
    assert (status == 0) is ("FAIL" not in results), said
    assert "ipptool: " not in said, said[-1000:]
    return Report(
        passed=results.count("PASS"),
        skipped=results.count("SKIP"),
        failures=tuple(match[0] for match in found if match["result"] == "FAIL"),
    )
