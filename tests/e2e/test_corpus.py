"""Documents of all kinds on paper: what comes out of the printer looks as it should.

Each is printed through Home Assistant. The simulated printer turns what has arrived
into a PDF with a real Chromium or LibreOffice, and that is compared with the original.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
import shutil
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from ..actions import call
from ..entities import device_id_of
from ..samples.pdf_files import PASSWORDS, PDFS
from ..samples.pictures import PICTURES
from ..simulator import CloudSimulator, Printer
from ..simulator.records import PrintedJob
from .corpus_table import TITLE
from .looks import looks_of
from .paper import (
    DPI,
    Counted,
    Measured,
    Paper,
    compared,
    compared_pictures,
    differences,
    whereabouts,
)

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[1] / "samples/corpus"
OFFICE = Path(__file__).parents[1] / "samples/office"

MAX_SIZE_MM = 1.0
MAX_DIFFERENCE = 0.03
MAX_INK_DIFFERENCE = 0.35
SAME_LINE_MM = 3.0

FEW_DOTS = {"ribbon": 0.06}
"""Differences of pages that are too long for 300 dpi: browsers draw 16,384 dots."""
LESS_ALIKE = {"form": 0.5}
"""Ink differences of what poppler does not draw: the borders of form fields."""

REAL_PDFS = sorted(file.name for file in CORPUS.glob("*.pdf"))
OFFICE_FILES = sorted(
    file.name
    for file in OFFICE.iterdir()
    if file.suffix in {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx"}
    and "password" not in file.name
)

MARKDOWN_FIELDS = ("markdown", "file")
WEB_PAGES = {"bill.html": "chromium-bill.pdf", "ticket.html": "chromium-ticket.pdf"}
"""Pages, and what Chromium itself has made of them."""

type Print = Callable[..., Awaitable[PrintedJob]]
type Place = Callable[[str, bytes], str]
type Report = Callable[[str, str, Counted], None]


@pytest.fixture(autouse=True, scope="session")
def programs() -> None:
    """Require the programs that examine the paper."""
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
    """Return a function that prints on the colour printer and waits for the paper."""
    device_id = device_id_of(hass, account, colour_printer)

    async def print_it(**fields: Any) -> PrintedJob:
        await call(hass, "print", fields, device_id=device_id)
        await simulator.wait_rendered()
        (job,) = simulator.printed
        assert job.pdf is not None, "nothing has come out: start scripts/setup-programs"
        return job

    return print_it


@pytest.fixture
def place(config_folder: Path) -> Place:
    """Return a function that stores a file in an allowed folder and returns its path."""

    def put(name: str, content: bytes) -> str:
        (config_folder / "media" / name).write_bytes(content)
        return f"media/{name}"

    return put


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    """Return a function that adds a row to the table of measurements."""

    def add(group: str, name: str, measured: Counted) -> None:
        record_property(f"{TITLE}{group}", measured.row(name))

    return add


def check(name: str, measured: Measured) -> None:
    """Compare measurements with the promised limits."""
    assert measured.size_mm <= MAX_SIZE_MM
    assert measured.difference < FEW_DOTS.get(name, MAX_DIFFERENCE)
    assert measured.ink_difference < LESS_ALIKE.get(name, MAX_INK_DIFFERENCE)


async def compare(job: PrintedJob, original: Path, **password: str) -> Measured:
    """Compare the printed pages with the original PDF."""
    assert job.pdf is not None
    return await asyncio.to_thread(
        compared, Paper(job.pdf), Paper(original, **password)
    )


@pytest.mark.parametrize("name", REAL_PDFS)
async def test_pdf_of_a_real_program(
    print_on_paper: Print, place: Place, report: Report, name: str
) -> None:
    """A PDF that another program made comes out as it looks."""
    file = place(name, (CORPUS / name).read_bytes())

    job = await print_on_paper(file=file)

    measured = await compare(job, CORPUS / name)
    report("PDF", name, measured)
    check(name, measured)


@pytest.mark.parametrize("name", PDFS)
async def test_pdf(
    print_on_paper: Print,
    place: Place,
    report: Report,
    tmp_path: Path,
    name: str,
) -> None:
    """A PDF of each kind comes out as it looks."""
    content = await asyncio.to_thread(PDFS[name])
    password = {"password": PASSWORDS[name]} if name in PASSWORDS else {}
    original = tmp_path / "original.pdf"
    original.write_bytes(content)

    job = await print_on_paper(data=b64encode(content).decode(), **password)

    measured = await compare(job, original, **password)
    report("PDF", name, measured)
    check(name, measured)


async def test_pdf_in_grey(print_on_paper: Print, place: Place) -> None:
    """A print in monochrome has the original's greys."""
    original = CORPUS / "chromium-ticket.pdf"
    file = place("ticket.pdf", original.read_bytes())

    job = await print_on_paper(file=file, color="monochrome")

    assert job.pdf is not None
    (ours,) = await asyncio.to_thread(list, Paper(job.pdf).pictures())
    (theirs,) = await asyncio.to_thread(list, Paper(original).pictures())
    red, green, blue = ours.split()
    assert red == green == blue
    share, ink = differences(ours, theirs.convert("L").convert("RGB"))
    assert share < MAX_DIFFERENCE
    assert ink < MAX_INK_DIFFERENCE


async def test_pages_of_a_pdf(
    print_on_paper: Print, place: Place, tmp_path: Path
) -> None:
    """Only the requested pages come out, and the cloud does not select again."""
    original = tmp_path / "original.pdf"
    original.write_bytes(PDFS["mixed_sizes"]())
    file = place("mixed.pdf", original.read_bytes())

    job = await print_on_paper(file=file, page_ranges="2-4,6")

    assert "pageRanges" not in job.config
    assert job.pdf is not None
    ours = await asyncio.to_thread(list, Paper(job.pdf).pictures())
    theirs = await asyncio.to_thread(list, Paper(original).pictures())
    assert len(ours) == 4
    for one, other in zip(ours, [*theirs[1:4], theirs[5]], strict=True):
        assert one.width == pytest.approx(other.width, abs=DPI / 25.4)
        assert one.height == pytest.approx(other.height, abs=DPI / 25.4)
        assert differences(one, other)[0] < MAX_DIFFERENCE


async def test_pdf_on_another_paper(
    print_on_paper: Print, place: Place, tmp_path: Path
) -> None:
    """On a paper that was named, pages lie in its middle, and are never cut off."""
    original = tmp_path / "original.pdf"
    original.write_bytes(PDFS["mixed_sizes"]())
    file = place("mixed.pdf", original.read_bytes())

    job = await print_on_paper(file=file, paper="A5")

    assert (
        job.config["paperConfig"]["width"],
        job.config["paperConfig"]["height"],
    ) == (148.0, 210.0)
    assert job.pdf is not None
    sizes = await asyncio.to_thread(Paper(job.pdf).sizes)
    images = await asyncio.to_thread(Paper(job.pdf).images)
    originals = await asyncio.to_thread(Paper(original).sizes)
    for size, places, (width, height) in zip(sizes, images, originals, strict=True):
        paper = (210.0, 148.0) if width > height else (148.0, 210.0)
        assert size == pytest.approx(paper, abs=MAX_SIZE_MM)
        (at,) = places
        scale = min(1.0, paper[0] / width, paper[1] / height)
        assert at.width == pytest.approx(width * scale, abs=MAX_SIZE_MM)
        assert at.height == pytest.approx(height * scale, abs=MAX_SIZE_MM)
        assert at.left == pytest.approx((paper[0] - at.width) / 2, abs=MAX_SIZE_MM)
        assert at.top == pytest.approx((paper[1] - at.height) / 2, abs=MAX_SIZE_MM)


@pytest.mark.parametrize("name", PICTURES)
async def test_picture(
    print_on_paper: Print, place: Place, report: Report, name: str
) -> None:
    """A picture comes out as it is to be seen: upright, in its colours, undistorted."""
    content = await asyncio.to_thread(PICTURES[name])
    looks = looks_of(name)

    job = await print_on_paper(file=place(name, content))

    assert job.pdf is not None
    measured = await asyncio.to_thread(compared_pictures, Paper(job.pdf), looks)
    report("pictures", name, measured)
    check(name, measured)


@pytest.mark.parametrize("name", OFFICE_FILES)
async def test_office_file(
    print_on_paper: Print, place: Place, report: Report, name: str
) -> None:
    """An Office file arrives byte for byte, and prints."""
    content = (OFFICE / name).read_bytes()

    job = await print_on_paper(file=place(name, content))

    assert job.content == content
    assert job.pdf is not None
    sizes = await asyncio.to_thread(Paper(job.pdf).sizes)
    report("Office files", name, Counted(pages=len(sizes)))
    assert sizes


@pytest.mark.parametrize("field", MARKDOWN_FIELDS)
async def test_markdown(
    print_on_paper: Print, place: Place, report: Report, field: str
) -> None:
    """All that Markdown knows can be read, in its order and within the page."""
    name = "everything.md"
    content = (CORPUS / name).read_bytes()
    value = {"markdown": content.decode(), "file": place(name, content)}[field]
    readable = (CORPUS / "everything.txt").read_text("utf-8").splitlines()

    job = await print_on_paper(**{field: value})

    assert job.pdf is not None
    paper = Paper(job.pdf)
    sizes = await asyncio.to_thread(paper.sizes)
    pages = await asyncio.to_thread(paper.words)
    report("Markdown", f"{name} ({field})", Counted(pages=len(sizes)))
    found = whereabouts(pages, readable)
    for one, other, text in zip(found, found[1:], readable[1:], strict=False):
        assert one[0] <= other[0], text
        assert one[0] < other[0] or one[1] < other[1] + SAME_LINE_MM, text
    for (width, height), words in zip(sizes, pages, strict=True):
        for word, at in words:
            assert at.left > 0 and at.top > 0, word
            assert at.left + at.width < width and at.top + at.height < height, word


@pytest.mark.parametrize("page", WEB_PAGES)
async def test_web_page(
    print_on_paper: Print,
    place: Place,
    report: Report,
    page: str,
) -> None:
    """A web page comes out as a browser prints it."""
    file = place(page, (CORPUS / "sources" / page).read_bytes())

    job = await print_on_paper(file=file)

    measured = await compare(job, CORPUS / WEB_PAGES[page])
    report("web pages", page, measured)
    check(page, measured)
