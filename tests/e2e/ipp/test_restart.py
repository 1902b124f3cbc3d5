"""Home Assistant is restarted, or the account reloaded, while CUPS prints."""

from pathlib import Path

import pytest

from ..crashing_hass import PAUSE
from .cups import Cups
from .house import House
from .samples import write_pdf

pytestmark = pytest.mark.cups


@pytest.mark.parametrize("is_restarted", [True, False])
async def test_ended_while_converting(
    ipp_house: House, cups: Cups, tmp_path: Path, is_restarted: bool
) -> None:
    """The document comes out once, and is not completed for CUPS before."""
    document = tmp_path / "document.pdf"
    write_pdf(document)
    await cups.add_queue(await ipp_house.until_shared())
    await ipp_house.change_printer(step_seconds=0)
    pause = tmp_path / "armed" / PAUSE
    pause.parent.mkdir()
    pause.touch()
    job = await cups.print(document, title="Letter")
    await ipp_house.until_state("Letter", "preparing")
    if is_restarted:
        await ipp_house.home_assistant.restart()
    else:
        await ipp_house.reload()
    await ipp_house.until_shared()
    assert await cups.open_jobs() == [job]
    assert await ipp_house.printed() == []
    pause.unlink()
    assert await cups.until_ended(job) == "job-completed-successfully"
    assert len(await ipp_house.printed()) == 1
    assert (await ipp_house.jobs())["Letter"]["state"] == "finished"
    assert await ipp_house.cloud.control("GET", "/violations") == []
