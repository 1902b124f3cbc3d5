"""Tests of printing what is kept of a job on another printer: moved, and again."""

from base64 import b64encode
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.sheets.manual_duplex import Trays
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..actions import call, refuses
from ..entities import device_id_of, entity_id_of
from ..hub import Hub
from ..samples import pdf_files
from ..samples.pdf_writer import FONTS, PdfWriter, millimetres
from ..simulator import CloudSimulator, Printer
from .one_sided import NOT_TURNED, TURNED, OneSided
from .test_permissions import CONTROL, READ, call_as, person
from .test_quirks import answers

PDF = b64encode(pdf_files.text(pages=2)).decode()
NATIVE = {"pdf": "right", "pdf_url": "right"}
ADDRESS = "http://93.184.216.34/letter.pdf"


def pages(*sizes: tuple[float, float]) -> str:
    """Return a PDF with pages of sizes in mm, in Base64."""
    writer = PdfWriter()
    for size in sizes:
        writer.add_page("0 0 100 100 re f", millimetres(*size), resources=FONTS)
    return b64encode(writer.finish()).decode()


class Printers:
    """The colour printer, which is offline, and the document's own one."""

    def __init__(
        self,
        hass: HomeAssistant,
        account: MockConfigEntry,
        here: Printer,
        there: Printer,
    ) -> None:
        """Keep the printers."""
        self.hass = hass
        self.account = account
        self.here = here
        self.there = there
        self.here_id = device_id_of(hass, account, here)
        self.there_id = device_id_of(hass, account, there)

    async def report(self, printer: Printer, **capabilities: Any) -> None:
        """Let a printer report other capabilities."""
        printer.report(**capabilities)
        device_id = device_id_of(self.hass, self.account, printer)
        await self.account.runtime_data.capabilities.async_fetch(device_id)

    async def answer(self, **probes: str) -> None:
        """Answer questions of the check-up."""
        self.hass.config_entries.async_update_entry(
            self.account, options={**self.account.options, **answers(**probes)}
        )
        await self.hass.async_block_till_done()

    async def hold(self, **fields: Any) -> str:
        """Print on the printer that is offline; return the id of the first job."""
        self.here.online_status = "0"
        await self.account.runtime_data.coordinator.async_refresh()
        printed = await call(
            self.hass, "print", {"device_id": self.here_id, "name": "Letter", **fields}
        )
        return str(printed["jobs"][0]["job_id"])

    async def move(self, job_id: str) -> dict[str, Any]:
        """Move a job to the other printer."""
        return await call(self.hass, "move_job", job_id=job_id, device_id=self.there_id)


@pytest.fixture
def printers(hass: HomeAssistant, hub: Hub) -> Printers:
    """Return the printers of an account."""
    return Printers(hass, hub.account, hub.colour_printer, hub.printer)


def is_where(simulator: CloudSimulator, printer: Printer) -> bytes:
    """Return the content of the only print, which is on a printer."""
    (printed,) = simulator.printed
    assert printed.printer is printer
    return printed.content


@pytest.mark.parametrize("fields", [{"data": PDF}, {"text": "Hello"}, {"html": "<p>x"}])
async def test_as_it_is(
    simulator: CloudSimulator, printers: Printers, fields: dict[str, Any]
) -> None:
    """Printers that are alike print the same: nothing is rendered anew."""
    job_id = await printers.hold(**fields)
    account = printers.account.runtime_data
    (job,) = account.store.held_jobs
    kept = await account.spooler.contents.async_content(job)
    moved = await printers.move(job_id)
    assert moved["state"] == "submitted"
    assert is_where(simulator, printers.there) == kept.payload


async def test_paper(simulator: CloudSimulator, printers: Printers) -> None:
    """Pages on the paper of one printer are not for a printer with another one."""
    letter = {"name": "Letter", "width": 215.9, "height": 279.4}
    await printers.report(printers.there, defaultPaper=letter)
    job_id = await printers.hold(data=PDF)
    with refuses("print_anew", differences="paper size"):
        await printers.move(job_id)
    named = await printers.hold(data=PDF, paper="A4")
    await printers.move(named)
    assert b"794px 1123px" in is_where(simulator, printers.there)
    text = await printers.hold(text="x")
    await printers.move(text)


@pytest.mark.parametrize(("size", "suits"), [((148, 210), True), ((105, 148), False)])
async def test_paper_of_the_document(
    simulator: CloudSimulator,
    printers: Printers,
    size: tuple[float, float],
    suits: bool,
) -> None:
    """Pages with a size of their own need paper of that size."""
    await printers.report(printers.here)
    job_id = await printers.hold(data=pages(size))
    if suits:
        await printers.move(job_id)
        is_where(simulator, printers.there)
    else:
        with refuses("print_anew", differences="paper size"):
            await printers.move(job_id)


async def test_resolution(simulator: CloudSimulator, printers: Printers) -> None:
    """Pages that are too coarse for a printer are not printed on it."""
    await printers.report(printers.here, dpi=150)
    job_id = await printers.hold(data=PDF)
    with refuses("print_anew", differences="resolution"):
        await printers.move(job_id)
    await printers.report(printers.there, dpi=150)
    await printers.move(job_id)
    is_where(simulator, printers.there)


async def test_color(simulator: CloudSimulator, printers: Printers) -> None:
    """Pages in grey are not for a printer that prints color, unless that was asked for."""
    await printers.answer(**{f"color_{printers.here_id}": "grey"})
    job_id = await printers.hold(data=PDF)
    with refuses("print_anew", differences="color"):
        await printers.move(job_id)
    grey = await printers.hold(data=PDF, color="monochrome")
    await printers.move(grey)
    is_where(simulator, printers.there)


async def test_several(printers: Printers) -> None:
    """All differences are named."""
    await printers.answer(**{f"color_{printers.here_id}": "grey"})
    await printers.report(printers.here, dpi=150)
    job_id = await printers.hold(data=PDF)
    with refuses("print_anew", differences="color, resolution"):
        await printers.move(job_id)


async def test_option(printers: Printers) -> None:
    """What the other printer cannot do is refused before anything changes."""
    job_id = await printers.hold(data=PDF, paper="A6")
    with refuses("option_invalid", field="paper"):
        await printers.move(job_id)
    (job,) = printers.account.runtime_data.store.held_jobs
    assert job.job_id == job_id


@pytest.mark.parametrize("is_native", [False, True])
async def test_pdf_as_it_is(
    simulator: CloudSimulator, printers: Printers, is_native: bool
) -> None:
    """A PDF that was to be sent as it is is rendered where that does not come out."""
    simulator.settings.extra_forms = {("PDF", "BASE64")}
    await printers.answer(**NATIVE)
    job_id = await printers.hold(data=PDF, page_ranges="2")
    if not is_native:
        await printers.answer(pdf="nothing")
    await printers.move(job_id)
    content = is_where(simulator, printers.there)
    assert content.startswith(b"%PDF") is is_native
    assert content.count(b"<img") == (0 if is_native else 1)


async def test_damaged_pdf(printers: Printers) -> None:
    """One that cannot be rendered stays where it is."""
    await printers.answer(**NATIVE)
    job_id = await printers.hold(data=b64encode(b"%PDF-1.7 x").decode())
    await printers.answer(pdf="nothing")
    with refuses("pdf_unreadable"):
        await printers.move(job_id)


@pytest.mark.parametrize("is_native", [False, True])
async def test_pdf_of_an_address(
    simulator: CloudSimulator, printers: Printers, is_native: bool
) -> None:
    """The service fetches it, or it is printed from its address again."""
    simulator.settings.extra_forms = {("PDF", "URL")}
    await printers.answer(**NATIVE)
    job_id = await printers.hold(url=ADDRESS, format="pdf")
    if is_native:
        await printers.move(job_id)
        assert is_where(simulator, printers.there) == ADDRESS.encode()
        return
    await printers.answer(pdf_url="nothing")
    with refuses("print_anew", differences="PDF files from an address"):
        await printers.move(job_id)


async def test_text_that_needs_a_page(
    simulator: CloudSimulator, printers: Printers
) -> None:
    """A text becomes a page where it does not come out otherwise."""
    job_id = await printers.hold(text="买菜")
    await printers.answer(text="nothing")
    await printers.move(job_id)
    content = is_where(simulator, printers.there)
    assert content.startswith(b"<!DOCTYPE html>")
    assert "买菜".encode() in content


async def set_trays(printers: Printers, printer: Printer, trays: Trays) -> None:
    """Let a printer print one side, with known trays."""
    await printers.report(printer, supportedSides=["ONESIDE"])
    device_id = device_id_of(printers.hass, printers.account, printer)
    printers.account.runtime_data.capabilities.set_trays(device_id, trays)
    await printers.hass.async_block_till_done()


async def test_both_sides_by_hand(
    simulator: CloudSimulator, printers: Printers
) -> None:
    """A print on both sides becomes two passes on a printer that prints one."""
    await set_trays(printers, printers.there, TURNED)
    wide = await printers.hold(
        data=pages((297, 210), (297, 210)), sides="two_sided_long_edge"
    )
    with refuses("print_anew", differences="the way wide pages are turned"):
        await printers.move(wide)
    job_id = await printers.hold(data=PDF, sides="two_sided_long_edge")
    moved = await printers.move(job_id)
    assert moved["side"] == "front"
    is_where(simulator, printers.there)
    (back,) = printers.account.runtime_data.store.waiting.back_passes
    assert back.duplex.follows == moved["job_id"]


@pytest.mark.parametrize("trays", [TURNED, NOT_TURNED])
async def test_passes(
    simulator: CloudSimulator, printers: Printers, trays: Trays
) -> None:
    """Passes are for printers whose trays are alike."""
    await set_trays(printers, printers.here, TURNED)
    await set_trays(printers, printers.there, trays)
    job_id = await printers.hold(data=PDF, sides="two_sided_long_edge")
    if trays == TURNED:
        assert (await printers.move(job_id))["side"] == "front"
        is_where(simulator, printers.there)
        return
    with refuses("print_anew", differences="the trays for two sides by hand"):
        await printers.move(job_id)
    assert len(printers.account.runtime_data.store.held_jobs) == 2


# A kept job is printed again elsewhere


async def test_again_elsewhere(hass: HomeAssistant, hub: Hub) -> None:
    """A job that is kept is printed on the printer that is named, also its own."""
    printed = await call(
        hass, "print", {"device_id": hub.colour_id, "data": PDF, "copies": 2}
    )
    job_id = printed["jobs"][0]["job_id"]
    again = await call(hass, "reprint_job", job_id=job_id, device_id=hub.device_id)
    assert again["device_id"] == hub.device_id
    assert hub.simulator.printed[0].content == hub.simulator.printed[1].content
    again = await call(
        hass, "reprint_job", job_id=job_id, device_id=hub.colour_id, copies=3
    )
    assert again["device_id"] == hub.colour_id
    jobs = await hub.jobs()
    assert [job["reprint_of"] for job in jobs] == [job_id, job_id, None]
    assert [job["options"]["copies"] for job in jobs] == [3, 2, 2]
    assert {job["state"] for job in jobs} == {"submitted"}


async def test_one_side_elsewhere(
    hass: HomeAssistant, one_sided: OneSided, colour_id: str
) -> None:
    """One side alone is of no use on another printer."""
    front, back = await one_sided.print()
    for job in (front, back):
        with refuses("reprint_pass", printer=one_sided.name):
            await call(hass, "reprint_job", job_id=job["job_id"], device_id=colour_id)


# Permissions


@pytest.mark.parametrize("action", ["move_job", "reprint_job"])
@pytest.mark.parametrize(
    ("here", "there", "error"),
    [
        (CONTROL, CONTROL, None),
        (CONTROL, READ, "printer_not_allowed"),
        (READ, CONTROL, "printer_not_allowed"),
        (CONTROL, None, "device_unknown"),
        (None, CONTROL, "job_unknown"),
    ],
)
async def test_permissions(
    hass: HomeAssistant,
    printers: Printers,
    action: str,
    here: dict[str, bool] | None,
    there: dict[str, bool] | None,
    error: str | None,
) -> None:
    """A user needs to control both printers; what may not be read is unknown."""
    policy = {
        entity_id_of(hass, printers.account, Platform.SENSOR, "status", printer): may
        for printer, may in ((printers.here, here), (printers.there, there))
        if may
    }
    user = await person(hass, {"entity_ids": policy})
    job_id = await printers.hold(text="x")
    fields = {"job_id": job_id, "device_id": printers.there_id}
    if error is None:
        moved = await call_as(hass, user, action, **fields)
        assert moved["device_id"] == printers.there_id
        return
    with refuses(error):
        await call_as(hass, user, action, **fields)
    (job,) = printers.account.runtime_data.store.open_jobs
    assert job.job_id == job_id
