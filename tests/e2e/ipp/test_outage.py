"""CUPS prints while Home Assistant has been started in an outage of the service."""

from pathlib import Path

import pytest

from .cups import Cups
from .house import House
from .samples import write_pdf

pytestmark = pytest.mark.cups


@pytest.mark.timeout(900)
async def test_killed_and_started_in_an_outage(
    ipp_house: House, cups: Cups, tmp_path: Path
) -> None:
    """The printer is found, takes the job, and prints it once when the service is back."""
    document = tmp_path / "document.pdf"
    write_pdf(document)
    await ipp_house.change_printer(step_seconds=0)
    await ipp_house.home_assistant.kill()
    await ipp_house.cloud.control("POST", "/connections", {"accept": False})
    await ipp_house.home_assistant.start()
    await cups.add_queue(await ipp_house.until_shared())
    job = await cups.print(document, title="Letter")
    held = await ipp_house.until_state("Letter", "held")
    assert held["reason"] == "service"

    # CUPS counts a job as printed if the process dies while it answers a poll: the pause
    # after each is longer than the one before.
    await cups.until_polled(3)
    await ipp_house.home_assistant.kill()
    await ipp_house.home_assistant.start()
    await ipp_house.until_shared()
    # The kill may have come before what was prepared was written.
    await ipp_house.until_state("Letter", "held")
    assert await cups.open_jobs() == [job]
    await ipp_house.cloud.control("POST", "/connections", {"accept": True})
    # The service is asked again after a pause that grows up to five minutes.
    reason = await cups.until_ended(job, seconds=600)
    assert reason == "job-completed-successfully"
    assert len(await ipp_house.printed()) == 1
    assert await ipp_house.cloud.control("GET", "/violations") == []
