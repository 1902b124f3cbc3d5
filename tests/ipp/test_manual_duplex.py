"""Both sides of paper by hand, as clients in the network see them."""

import pytest

from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    IppJobState,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.printing.manual_duplex import async_print_back_pass
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.core import HomeAssistant

from ..conftest import Advance
from ..hub import Hub
from ..samples import documents, pdf_files
from ..simulator import CloudSimulator
from .client import Client, keyword
from .test_documents import create, send

LONG = keyword("sides", "two-sided-long-edge")


@pytest.fixture
async def by_hand(hass: HomeAssistant, hub: Hub) -> Client:
    """Return a client of a printer that prints both sides by hand."""
    device_id = hub.colour_id
    hub.colour_printer.step_seconds = 0
    hub.colour_printer.report(supportedSides=["ONESIDE"])
    capabilities = hub.data.capabilities
    await capabilities.async_fetch(device_id)
    capabilities.set_trays(
        device_id, Trays(output=OutputTray.FACE_DOWN, input=InputTray.PRINTS_LOWER)
    )
    return Client(IppPrinter(hub.data, device_id))


async def test_one_job(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    by_hand: Client,
    advance: Advance,
) -> None:
    """It is completed only once both sides are."""
    printed = await by_hand.print(pdf_files.text(pages=3), job=[LONG])
    job_id = printed["job-id"]
    await hass.async_block_till_done()
    await advance(3)
    job = await by_hand.job(job_id)
    assert job["job-state"] == IppJobState.PENDING
    assert job["job-state-reasons"] == "resources-are-not-ready"
    assert job["sides"] == "two-sided-long-edge"
    assert (job["job-impressions"], job["job-impressions-completed"]) == (3, 0)
    await async_print_back_pass(hass, {}, AUTOMATION)
    await advance(3)
    job = await by_hand.job(job_id)
    assert job["job-state"] == IppJobState.COMPLETED
    assert (job["job-impressions"], job["job-impressions-completed"]) == (3, 3)
    assert (job["job-media-sheets"], job["job-media-sheets-completed"]) == (2, 2)
    assert len(simulator.printed) == 2


async def test_several_documents(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    by_hand: Client,
    advance: Advance,
) -> None:
    """Each begins on a front side; the backs of their last pages stay blank."""
    job_id = await create(by_hand, LONG)
    await send(by_hand, job_id, pdf_files.text(pages=3))
    await send(by_hand, job_id, documents.picture("PNG"), is_last=True)
    await hass.async_block_till_done()
    await advance(3)
    await async_print_back_pass(hass, {}, AUTOMATION)
    await advance(3)
    counts = [
        (job.content.count(b'<div class="s'), job.content.count(b"<img"))
        for job in simulator.printed
    ]
    assert counts == [(3, 3), (3, 1)]


async def test_cancel(
    hass: HomeAssistant, by_hand: Client, simulator: CloudSimulator, advance: Advance
) -> None:
    """A client drops the sides that wait."""
    job_id = (await by_hand.print(pdf_files.text(pages=2), job=[LONG]))["job-id"]
    await hass.async_block_till_done()
    await advance(3)
    request = by_hand.build(Operation.CANCEL_JOB, job_id=job_id)
    assert (await by_hand.send(request)).code == Status.OK
    job = await by_hand.job(job_id)
    assert job["job-state"] == IppJobState.CANCELED
    assert len(simulator.printed) == 1


async def test_supported(by_hand: Client) -> None:
    """Two sides are announced as of any other printer."""
    response = await by_hand.ask(Operation.GET_PRINTER_ATTRIBUTES)
    (printer,) = (group for group in response.groups if group.tag == Tag.PRINTER_GROUP)
    (sides,) = (item for item in printer.attributes if item.name == "sides-supported")
    assert list(sides.contents) == [
        "one-sided",
        "two-sided-long-edge",
        "two-sided-short-edge",
    ]


async def test_content_of_others(
    hass: HomeAssistant, by_hand: Client, simulator: CloudSimulator
) -> None:
    """A text is not printed, and its client is told why."""
    job_id = (await by_hand.print(b"Hello", job=[LONG]))["job-id"]
    await hass.async_block_till_done()
    job = await by_hand.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert "one side only" in job["job-state-message"]
    assert simulator.printed == []
