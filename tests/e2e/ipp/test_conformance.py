"""The test suites of ipptool: what a printer must do (RFC 8011, PWG 5100.12, 5100.14).

`python -m tests.e2e.ipp.conformance_table` writes the results into the documentation.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from .conformance_table import TITLE, row
from .house import House
from .ipptool import run_suite
from .network import require
from .samples import write_samples

pytestmark = pytest.mark.cups

SUITES: Final = {
    "ipp-1.1.test": ("1.1", ("pdf", "jpg", "pwg", "urf")),
    "ipp-2.0.test": ("2.0", ("pdf", "jpg", "pwg", "urf")),
    "ipp-everywhere.test": ("2.0", ("pdf", "pwg")),
}
"""The version of IPP and the formats of the documents that a suite is run with."""


@pytest.mark.timeout(1800)
async def test_suites_of_ipptool(
    ipp_house: House, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """No test of any suite fails, with documents of any format."""
    require("ipptool")
    samples = tmp_path / "samples"
    samples.mkdir()
    documents = write_samples(samples)
    await ipp_house.change_printer(step_seconds=0)
    uri = await ipp_house.until_shared()
    problems = []
    for suite, (version, formats) in SUITES.items():
        for name in formats:
            # A client may have so many open jobs only.
            await ipp_house.until_all_ended()
            report = await run_suite(
                uri, suite, samples=samples, document=documents[name], version=version
            )
            record_property(TITLE, row(suite, name, report))
            problems += [f"{suite}, {name}:\n{text}" for text in report.failures]
            assert report.passed
    # Encrypted, it is the same printer; what it says of itself is checked again.
    await ipp_house.until_all_ended()
    report = await run_suite(
        uri.replace("ipp://", "ipps://"),
        "ipp-everywhere.test",
        samples=samples,
        document=documents["pdf"],
        version="2.0",
    )
    record_property(TITLE, row("ipp-everywhere.test", "pdf, TLS", report))
    problems += report.failures
    assert not problems, "\n".join(problems)
    # What was accepted has come out, and nothing else.
    sent = [job for job in await ipp_house.until_all_ended() if job["task_id"]]
    assert len(sent) == len(await ipp_house.printed())
    assert await ipp_house.cloud.control("GET", "/violations") == []
