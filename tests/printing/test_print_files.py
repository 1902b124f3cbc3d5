"""Tests of printing several files, and files that are arranged, as one job."""

from base64 import b64decode
from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.source.upload import UPLOADS
from homeassistant.core import HomeAssistant

from ..actions import call, refuses
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import documents
from ..samples.pdf_files import PDFS
from ..simulator import CloudSimulator, PrintedJob, Printer

SIZE = re.compile(rb"@page\{size:(\d+)px (\d+)px\}")
PHOTO = {"name": "4x6", "width": 101.6, "height": 152.4}
WIDE_PHOTO = {"name": "6x4", "width": 152.4, "height": 101.6}


@pytest.fixture
def pile(account: MockConfigEntry, config_folder: Path) -> Path:
    """Return an allowed folder with pictures, a PDF of three pages, and a letter."""
    folder = config_folder / "media"
    (folder / "a.png").write_bytes(documents.picture("PNG"))
    (folder / "b.jpg").write_bytes(documents.picture("JPEG", (24, 32)))
    (folder / "c.pdf").write_bytes(PDFS["text"]())
    (folder / "d.docx").write_bytes(documents.docx())
    return folder


FILES = ["media/a.png", "media/b.jpg", "media/c.pdf"]


def size_of(job: PrintedJob) -> tuple[int, int]:
    """Return the width and height of the sheets of a print in millimetres."""
    found = SIZE.search(job.content)
    assert found is not None
    width, height = (round(int(pixels) * 25.4 / 96) for pixels in found.groups())
    return width, height


async def test_several_files(hass: HomeAssistant, pile: Path, hub: Hub) -> None:
    """Several files are one job with one name, and printed again as one."""
    answer = await call(
        hass, "print", device_id=hub.device_id, file=FILES, idempotency_key="x"
    )
    (job,) = answer["jobs"]
    assert (job["name"], job["pages"]) == ("a.png (+2)", 5)
    again = await call(
        hass, "print", device_id=hub.device_id, file=["gone"], idempotency_key="x"
    )
    assert again["jobs"][0]["job_id"] == job["job_id"]
    (printed,) = hub.simulator.printed
    assert printed.content.count(b"<img") == 5
    await call(hass, "reprint_job", job_id=job["job_id"])
    assert hub.simulator.printed[-1].content == printed.content
    (record,) = await hub.jobs(limit=1)
    assert record["content"]["source"] == "file"


async def test_pages_are_counted_through_all_files(pile: Path, hub: Hub) -> None:
    """Ranges, odd pages and the order are those of all pages, before arranging."""
    answer = await call(
        hub.hass,
        "print",
        device_id=hub.device_id,
        file=FILES,
        page_ranges="2-5,odd,reverse",
        arrange="grid",
        pictures_per_sheet=2,
    )
    (job,) = answer["jobs"]
    assert job["pages"] == 1
    (printed,) = hub.simulator.printed
    assert printed.content.count(b"<img") == 2
    assert "pageRanges" not in printed.config


async def test_dry_run(hass: HomeAssistant, pile: Path, hub: Hub) -> None:
    """A dry run returns the first sheet, with all that lies on it."""
    fields = {"device_id": hub.device_id, "file": FILES, "arrange": "grid"}
    answer = await call(hass, "print", fields, dry_run=True)
    (job,) = answer["jobs"]
    assert job["pages"] == 1
    assert b64decode(job["preview"]).startswith(b"\x89PNG")
    assert hub.simulator.printed == []
    assert list((pile.parent / ".storage/cloudprint/uploads").iterdir()) == []


async def test_office_file(
    hass: HomeAssistant, pile: Path, device_id: str, simulator: CloudSimulator
) -> None:
    """What cannot be laid out is refused, and says which file it is."""
    with refuses("file_not_arrangeable", field="file 2", format="WORD"):
        await call(
            hass, "print", device_id=device_id, file=["media/a.png", "media/d.docx"]
        )
    with refuses("file_not_arrangeable", field="file", format="WORD"):
        await call(
            hass, "print", device_id=device_id, file="media/d.docx", arrange="booklet"
        )
    with refuses("content_option_misplaced", field="clean_up", content="text"):
        await call(hass, "print", device_id=device_id, text="a", clean_up="black")
    assert simulator.printed == []


async def test_empty_lists_are_left_out(
    hass: HomeAssistant, pile: Path, device_id: str, simulator: CloudSimulator
) -> None:
    """The editor leaves an empty list where the last item is removed."""
    await call(hass, "print", device_id=device_id, text="a", media=[], file=[""])
    assert simulator.printed[-1].content == b"a"


@pytest.mark.parametrize(
    ("given", "side"), [(None, "TUMBLE"), ("one_sided", "ONESIDE")]
)
async def test_booklet(pile: Path, hub: Hub, given: str | None, side: str) -> None:
    """A booklet is printed on both sides, turned at the short edge, unless told."""
    await call(
        hub.hass,
        "print",
        device_id=hub.colour_id,
        file=FILES,
        arrange="Booklet",
        sides=given,
    )
    (printed,) = hub.simulator.printed
    assert printed.config["side"] == side
    # On upright paper, whose sheets are wide
    assert printed.config["orientation"] == "LANDSCAPE"
    assert size_of(printed) == (297, 210)


@pytest.mark.parametrize(
    ("fields", "field", "example"),
    [
        (
            {"arrange": "grid", "pages_per_sheet": 4},
            "pages_per_sheet",
            "arrange: grid, pictures_per_sheet: 4",
        ),
        ({"arrange": "booklet", "booklet": True}, "booklet", "arrange: booklet"),
        (
            {"arrange": "id_card", "raw_options": {"booklet": True}},
            "booklet",
            "arrange: booklet",
        ),
    ],
)
async def test_laid_out_once(
    pile: Path, hub: Hub, fields: dict[str, Any], field: str, example: str
) -> None:
    """The service does not lay out sheets again that are arranged here."""
    with refuses("option_arranged_twice", field=field, example=example):
        await call(hub.hass, "print", fields, device_id=hub.colour_id, file=FILES)
    assert hub.simulator.printed == []


@pytest.mark.parametrize(
    ("fields", "config"),
    [
        ({"arrange": "pages", "pages_per_sheet": 2}, {"pagesPerSheet": 2}),
        ({"arrange": "grid", "pages_per_sheet": 1}, {"pagesPerSheet": 1}),
        ({"arrange": "booklet", "booklet": False}, {"booklet": False}),
    ],
)
async def test_laid_out_by_the_service(
    pile: Path, hub: Hub, fields: dict[str, Any], config: dict[str, Any]
) -> None:
    """The service lays out what has a sheet of its own, and may be told not to."""
    await call(hub.hass, "print", fields, device_id=hub.colour_id, file=FILES)
    (printed,) = hub.simulator.printed
    assert printed.config.items() >= config.items()


@pytest.mark.parametrize("paper", [None, "A4"])
async def test_an_arrangement_decides_the_orientation(
    hass: HomeAssistant, pile: Path, hub: Hub, paper: str | None
) -> None:
    """The orientation is that of the sheets, whatever else is said."""
    for number, size, orientation in (
        (2, (297, 210), "LANDSCAPE"),
        (4, (210, 297), None),
    ):
        await call(
            hass,
            "print",
            device_id=hub.colour_id,
            file=["media/b.jpg"] * number,
            arrange="grid",
            orientation="portrait" if orientation else "landscape",
            paper=paper,
        )
        printed = hub.simulator.printed[-1]
        assert size_of(printed) == size
        assert printed.config.get("orientation") == orientation
        assert sorted(printed.config["paperConfig"].values()) == [210, 297]


@pytest.mark.parametrize(
    ("papers", "fields", "size"),
    [
        # On the printer's photo paper, on paper that is named, on the usual one
        ([PHOTO], {"picture_size": "6_inch"}, (102, 152)),
        ([PHOTO], {"picture_size": "6_inch", "paper": "A4"}, (210, 297)),
        ([PHOTO], {"picture_size": "5_inch"}, (210, 297)),
        ([PHOTO], {}, (210, 297)),
        ([], {"picture_size": "6_inch"}, (210, 297)),
        ([WIDE_PHOTO, PHOTO], {"picture_size": "6_inch"}, (102, 152)),
    ],
)
async def test_paper_of_photos(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    config_folder: Path,
    papers: list[dict[str, Any]],
    fields: dict[str, Any],
    size: tuple[int, int],
) -> None:
    """Photos are printed on the printer's paper of their size, if it has some."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["supportedPapers"] += papers
    (config_folder / "media/b.jpg").write_bytes(documents.picture("JPEG", (24, 32)))
    account = await set_up_account()
    await call(
        hass,
        "print",
        {"arrange": "photo", "file": "media/b.jpg", **fields},
        device_id=device_id_of(hass, account, printer),
    )
    (printed,) = simulator.printed
    assert size_of(printed) == size
    paper = printed.config["paperConfig"]
    assert (round(paper["width"]), round(paper["height"])) == size


@pytest.mark.parametrize(
    ("size", "orientation"), [((32, 24), None), ((24, 32), "LANDSCAPE")]
)
async def test_photo_paper_that_is_wide_in_the_tray(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    config_folder: Path,
    size: tuple[int, int],
    orientation: str | None,
) -> None:
    """Photos are printed on the printer's paper of their size, also if that is wide."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["supportedPapers"].append(WIDE_PHOTO)
    (config_folder / "media/b.jpg").write_bytes(documents.picture("JPEG", size))
    account = await set_up_account()
    await call(
        hass,
        "print",
        {"arrange": "photo", "picture_size": "6_inch", "file": "media/b.jpg"},
        device_id=device_id_of(hass, account, printer),
    )
    (printed,) = simulator.printed
    assert printed.config["paperConfig"] == {"width": 152.4, "height": 101.6}
    assert printed.config.get("orientation") == orientation


async def test_uploads_of_others(pile: Path, hub: Hub) -> None:
    """The action does not print uploads of the card."""
    assert UPLOADS in hub.hass.data
    with refuses("field_unknown", field="upload"):
        await call(hub.hass, "print", device_id=hub.device_id, upload=["x"])
