"""CUPS prints while Home Assistant has been started in an outage of the service."""

from pathlib import Path

import pytest

from .cups import Cups
from .house import House
from .samples import write_pdf

pytestmark = pytest.mark.cups


@pytest.mark.timeout(900)
async def test_killed_and_started_in_an_outage(
    house: House, cups: Cups, tmp_path: Path
) -> None:
    """The printer is found, takes the job, and prints it once when the service is back."""
    document = tmp_path / "document.pdf"
    write_pdf(document)
    await house.change_printer(step_seconds=0)
    await house.home_assistant.kill()
    await house.cloud.control("POST", "/connections", {"accept": False})
    await house.home_assistant.start()
    await cups.add_queue(await house.until_shared())
    job = await cups.print(document, title="Letter")
    held = await house.until_state("Letter", "held")
    assert held["reason"] == "service"

    await house.home_assistant.kill()
    await house.home_assistant.start()
    await house.until_shared()
    # The kill may have come before what was prepared was written.
    await house.until_state("Letter", "held")
    assert await cups.open_jobs() == [job]
    await house.cloud.control("POST", "/connections", {"accept": True})
    # The service is asked again after a pause that grows up to five minutes.
    reason = await cups.until_ended(job, seconds=600)
    assert reason == "job-completed-successfully"
    assert len(await house.printed()) == 1
    assert await house.cloud.control("GET", "/violations") == []
