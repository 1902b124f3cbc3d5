"""Documents of all kinds on paper: what comes out of the printer looks as it should.

Each is printed through Home Assistant. The simulated printer turns what has arrived
into a PDF with a real Chromium or LibreOffice, and that is compared with the original.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
import shutil
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import device_id_of
from ..simulator import CloudSimulator, Printer
from ..simulator.records import PrintedJob
from .paper import Measured, Paper, compared

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[1] / "corpus"

MAX_SIZE_MM = 1.0
MAX_DIFFERENCE = 0.03
MAX_INK_DIFFERENCE = 0.35

type Print = Callable[[dict[str, Any]], Awaitable[PrintedJob]]
type Report = Callable[..., None]


@pytest.fixture(autouse=True, scope="session")
def programs() -> None:
    """Have what looks at the paper; without it nothing is shown."""
    for name in ("pdfinfo", "pdftoppm", "pdftotext", "pdftohtml"):
        assert shutil.which(name), f"{name} is missing: start scripts/setup-programs"


@pytest.fixture
async def simulator(
    socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[CloudSimulator]:
    """Run a simulated cloud whose printers print to PDF."""
    cloud = CloudSimulator(folder=tmp_path / "paper", render=True)
    await cloud.start()
    yield cloud
    await cloud.stop()
    assert cloud.violations == []


@pytest.fixture
def print_on_paper(
    hass: HomeAssistant,
    config_folder: Path,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_printer: Printer,
) -> Print:
    """Return what prints on the colour printer, until the paper is there."""
    device_id = device_id_of(hass, account, colour_printer)

    async def print_it(fields: dict[str, Any]) -> PrintedJob:
        await call(hass, "print", fields, device_id=device_id)
        await simulator.wait_rendered()
        (job,) = simulator.printed
        assert job.pdf is not None, "nothing has come out: start scripts/setup-programs"
        return job

    return print_it


@pytest.fixture
def place(config_folder: Path) -> Callable[[str, bytes], str]:
    """Return what puts a file where it may be printed from, and says where that is."""

    def put(name: str, content: bytes) -> str:
        (config_folder / "media" / name).write_bytes(content)
        return f"media/{name}"

    return put


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    """Return what puts a line into the table of what was measured."""

    def add(group: str, name: str, measured: Measured) -> None:
        record_property(f"On paper: {group}", measured.row(name))

    return add


@pytest.mark.parametrize(
    ("page", "original"),
    [("bill.html", "chromium-bill.pdf"), ("ticket.html", "chromium-ticket.pdf")],
)
async def test_web_page(
    print_on_paper: Print,
    place: Callable[[str, bytes], str],
    report: Report,
    page: str,
    original: str,
) -> None:
    """A web page comes out as a browser prints it."""
    file = place(page, (CORPUS / "sources" / page).read_bytes())

    job = await print_on_paper({"file": file})

    assert job.pdf is not None
    measured = await asyncio.to_thread(
        compared, Paper(job.pdf), Paper(CORPUS / original)
    )
    report("web pages", page, measured)
    assert measured.size_mm <= MAX_SIZE_MM
    assert measured.difference < MAX_DIFFERENCE
    assert measured.ink_difference < MAX_INK_DIFFERENCE
