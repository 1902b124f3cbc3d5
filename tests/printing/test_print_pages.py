"""Tests of printing PDF files, pictures and our own pages."""

import asyncio
from base64 import b64decode, b64encode
from datetime import timedelta
from io import BytesIO
from pathlib import Path
import re
from typing import Any

from aiohttp.test_utils import make_mocked_request
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.cloudprint.printing import action
from custom_components.cloudprint.printing.action import async_get_preview
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.http import current_request

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of
from ..hub import Hub
from ..samples import documents
from ..samples.pdf_files import PDFS, text
from ..samples.pdf_fonts import cid_page, font_file, show
from ..samples.pdf_writer import PdfWriter, millimetres, prose
from ..simulator import CloudSimulator, PrintedJob, Printer
from ..test_button import press


def given(content: bytes) -> dict[str, str]:
    """Return a file as the fields of a print."""
    return {"data": b64encode(content).decode()}


def pdf(name: str) -> dict[str, str]:
    """Return a PDF as the fields of a print."""
    return given(PDFS[name]())


def page(width: float, height: float) -> dict[str, str]:
    """Return a PDF with an empty page of a size in millimetres as the fields of a print."""
    writer = PdfWriter()
    writer.add_page("", millimetres(width, height))
    return given(writer.finish())


def sheets(job: PrintedJob) -> int:
    """Return the number of rendered sheets of a print."""
    assert job.media_format == "HTML"
    return job.content.count(b"<img")


async def test_pdf(hass: HomeAssistant, hub: Hub) -> None:
    """A PDF is one job with a sheet per page, on the paper of its pages."""
    await hub.data.capabilities.async_fetch(hub.device_id)
    answer = await call(hass, "print", pdf("text"), device_id=hub.device_id)
    (printed,) = hub.simulator.printed
    (job,) = answer["jobs"]
    assert job["pages"] == sheets(printed)
    # The printer's own A4, which differs slightly from the pages' size.
    assert printed.config == {"paperConfig": {"width": 210.0, "height": 297.0}}
    (known,) = await hub.jobs()
    assert known["pages"] == job["pages"]
    assert known["content"]["format"] == "HTML"
    assert known["content"]["bytes"] == len(printed.content)


async def test_page_ranges_are_applied_once(hass: HomeAssistant, hub: Hub) -> None:
    """Page ranges are applied here and not sent; a reprint has the same pages."""
    answer = await call(
        hass, "print", pdf("mixed_sizes"), device_id=hub.device_id, page_ranges="2-3"
    )
    assert answer["jobs"][0]["pages"] == 2
    (printed,) = hub.simulator.printed
    assert sheets(printed) == 2
    assert "pageRanges" not in printed.config
    (job,) = await hub.jobs()
    assert job["options"] == {"page_ranges": "2-3"}

    again = await call(hass, "reprint_job", job_id=job["job_id"], copies=2)
    assert again["pages"] == 2
    reprinted = hub.simulator.printed[-1]
    assert reprinted.content == printed.content
    assert reprinted.config == {**printed.config, "copies": 2}
    # The second page of the printed ones is the third of the file.
    await call(hass, "reprint_job", job_id=job["job_id"], page_ranges="2")
    assert hub.simulator.printed[-1].config == {**printed.config, "pageRanges": "2"}


@pytest.mark.parametrize("is_native", [False, True])
async def test_page_words(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    is_native: bool,
) -> None:
    """Odd, even and reverse are applied here, also where a PDF is sent as it is."""
    account = await set_up_account(send_natively=is_native)
    device_id = device_id_of(hass, account, printer)
    answer = await call(
        hass, "print", pdf("mixed_sizes"), device_id=device_id, page_ranges="odd"
    )
    (printed,) = simulator.printed
    assert answer["jobs"][0]["pages"] == sheets(printed) > 1
    assert "pageRanges" not in printed.config
    await call(hass, "reprint_job", device_id=device_id)
    assert simulator.printed[-1].content == printed.content
    with refuses("page_words_unsupported", field="page_ranges", value="even"):
        await call(hass, "reprint_job", device_id=device_id, page_ranges="even")


async def test_page_words_of_one_page(hass: HomeAssistant, hub: Hub) -> None:
    """A picture is an odd page, and not an even one."""
    fields = given(documents.picture("PNG")) | {"device_id": hub.device_id}
    await call(hass, "print", fields, page_ranges="1-2,odd")
    assert "pageRanges" not in hub.simulator.printed[-1].config
    with refuses("page_ranges_empty", field="data", part="even", pages="1"):
        await call(hass, "print", fields, page_ranges="even")


async def test_page_ranges_outside_of_a_picture(hass: HomeAssistant, hub: Hub) -> None:
    """A picture has one page, of which no others are printed."""
    fields = given(documents.picture("PNG")) | {"device_id": hub.device_id}
    with refuses("page_ranges_outside", field="data", part="2-3", pages="1"):
        await call(hass, "print", fields, page_ranges="1,2-3")
    assert hub.simulator.printed == []
    await call(hass, "print", fields, page_ranges="1-3")
    assert hub.simulator.printed[-1].config == {"pageRanges": "1-3"}


async def test_page_ranges_outside_of_a_reprint(hass: HomeAssistant, hub: Hub) -> None:
    """A reprint has no other pages than the print, also of a longer file."""
    fields = pdf("mixed_sizes") | {"device_id": hub.device_id}
    await call(hass, "print", fields, page_ranges="2-3")
    with refuses("page_ranges_outside", field="data", part="3", pages="2"):
        await call(hass, "reprint_job", device_id=hub.device_id, page_ranges="3")
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "a"},
        {"html": "<p>a</p>"},
        {"markdown": "a"},
        given(documents.docx()),
    ],
    ids=["text", "html", "markdown", "office"],
)
async def test_page_words_of_other_pages(
    hass: HomeAssistant, hub: Hub, fields: dict[str, str]
) -> None:
    """Where the pages are not made here, such page ranges are refused."""
    with refuses("page_words_unsupported", field="page_ranges", value="2-4,reverse"):
        await call(
            hass, "print", fields, device_id=hub.device_id, page_ranges="2-4, reverse"
        )
    assert hub.simulator.printed == []


async def test_landscape(hass: HomeAssistant, hub: Hub) -> None:
    """Landscape pages are printed in landscape, on upright paper."""
    await hub.data.capabilities.async_fetch(hub.device_id)
    await call(hass, "print", pdf("landscape"), device_id=hub.device_id)
    assert hub.simulator.printed[-1].config == {
        "paperConfig": {"width": 210.0, "height": 297.0},
        "orientation": "LANDSCAPE",
    }
    # The given option overrides it.
    await call(
        hass,
        "print",
        pdf("landscape"),
        device_id=hub.device_id,
        orientation="portrait",
        paper="A5",
    )
    assert hub.simulator.printed[-1].config == {
        "paperConfig": {"width": 148.0, "height": 210.0},
        "orientation": "PORTRAIT",
    }


LABEL = {"name": "Label", "width": 60, "height": 40, "top": 1, "left": 5}


@pytest.mark.parametrize(
    ("size", "fields", "paper", "orientation"),
    [
        ((60, 40), {}, (60, 40), None),
        ((60, 40), {"paper": "label"}, (60, 40), None),
        ((60, 40), {"paper": "60x40"}, (60, 40), None),
        ((60, 40), {"orientation": "landscape"}, (60, 40), None),
        ((60, 40), {"orientation": "portrait"}, (60, 40), "PORTRAIT"),
        ((40, 60), {}, (60, 40), "LANDSCAPE"),
        ((50, 50), {"paper": "label"}, (60, 40), None),
        # Sizes of which the printer has no wide paper are those of upright paper.
        ((60, 40), {"paper": "40x60"}, (40, 60), "LANDSCAPE"),
        ((297, 210), {"paper": "297x210"}, (297, 210), "LANDSCAPE"),
    ],
)
async def test_paper_that_is_wide_in_the_tray(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    size: tuple[float, float],
    fields: dict[str, str],
    paper: tuple[float, float],
    orientation: str | None,
) -> None:
    """A wide page lies on a printer's wide paper as it is; an upright one is turned."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["supportedPapers"].append(LABEL)
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    await call(hass, "print", page(*size), device_id=device_id, **fields)
    (printed,) = simulator.printed
    width, height = paper
    assert printed.config["paperConfig"] == {"width": width, "height": height}
    assert printed.config.get("orientation") == orientation


async def test_upright_paper_comes_first(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
) -> None:
    """Of a printer's papers of a size, the upright one is taken if none is named."""
    assert isinstance(printer.capabilities, dict)
    turned = {"name": "A4 Rotated", "width": 297, "height": 210}
    printer.capabilities["supportedPapers"].insert(0, turned)
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    await call(hass, "print", pdf("landscape"), device_id=device_id)
    assert simulator.printed[-1].config == {
        "paperConfig": {"width": 210.0, "height": 297.0},
        "orientation": "LANDSCAPE",
    }
    await call(hass, "print", pdf("landscape"), device_id=device_id, paper="A4 Rotated")
    assert simulator.printed[-1].config == {
        "paperConfig": {"width": 297.0, "height": 210.0}
    }


async def test_native(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """An account that prints PDF natively gets the file and the page ranges."""
    simulator.settings.extra_forms = {("PDF", "BASE64")}
    account = await set_up_account(send_natively=True)
    device_id = device_id_of(hass, account, printer)
    await call(hass, "print", pdf("text"), device_id=device_id, page_ranges="1")
    (printed,) = simulator.printed
    assert printed.media_format == "PDF"
    assert printed.content == PDFS["text"]()
    assert printed.config == {"pageRanges": "1"}


async def test_missing_characters(hass: HomeAssistant, hub: Hub) -> None:
    """A print says that a few of its characters have no font, also when repeated."""
    fields = given(cid_page(show("\U00013000"), latin=" ".join(prose(2))))
    answer = await call(hass, "print", fields, device_id=hub.device_id)
    (job,) = answer["jobs"]
    assert job["warnings"] == ["characters_missing"]
    again = await call(hass, "reprint_job", job_id=job["job_id"])
    assert again["warnings"] == ["characters_missing"]
    assert len(hub.simulator.printed) == 2


async def test_missing_text(hass: HomeAssistant, hub: Hub) -> None:
    """A page is not printed without its text, and a dry run says so, too."""
    fields = given(cid_page(show("\U00013000")))
    for dry_run in (True, False):
        with pytest.raises(ServiceValidationError) as raised:
            await call(hass, "print", fields, device_id=hub.device_id, dry_run=dry_run)
        assert raised.value.translation_key == "pdf_font_missing"
        assert "page 1" in str(raised.value)
    assert hub.simulator.printed == []


async def test_fonts_of_the_configuration(
    hass: HomeAssistant, config_folder: Path, hub: Hub
) -> None:
    """Text is printed in a font of the configuration, also right after a refusal."""
    folder = config_folder / "fonts"
    folder.mkdir()
    # It comes before those that the system may have. Its characters are bars.
    path, font = folder / "chinese.ttf", font_file("AA", "牛奶")
    path.write_bytes(font[:-8])
    unknown = given(cid_page(show("\U00013000")))
    with refuses("pdf_font_damaged", field="data", page="1", file=path.name):
        await call(hass, "print", unknown, device_id=hub.device_id)
    path.write_bytes(font)
    fields = given(cid_page(show("牛奶")))
    answer = await call(hass, "print", fields, device_id=hub.device_id)
    assert answer["jobs"][0]["warnings"] == []
    (printed,) = hub.simulator.printed
    embedded = re.search(rb"base64,([A-Za-z0-9+/=]+)", printed.content)
    assert embedded
    with Image.open(BytesIO(b64decode(embedded[1]))) as picture:
        box = picture.convert("L").point(lambda grey: 255 - grey).getbbox()
    points = [side * 72 / 300 for side in box or ()]
    assert points == pytest.approx([60, 138, 97, 142], abs=1)
    with refuses("pdf_font_missing", field="data", page="1"):
        await call(hass, "print", unknown, device_id=hub.device_id)


async def test_odd_pdf(hass: HomeAssistant, hub: Hub) -> None:
    """A PDF with other lines before it is never printed as its source text."""
    fields = given(b"Page 1\r\n" + text(1, 5))
    await call(hass, "print", fields, device_id=hub.device_id)
    assert sheets(hub.simulator.printed[-1]) == 1
    with pytest.raises(ServiceValidationError) as raised:
        await call(hass, "print", {**fields, "format": "txt"}, device_id=hub.device_id)
    assert raised.value.translation_key == "content_mismatch"
    assert len(hub.simulator.printed) == 1


async def test_dry_run_shows_the_first_page(hass: HomeAssistant, hub: Hub) -> None:
    """A dry run returns the number of pages and the first one, and prints nothing."""

    async def dry_run(fields: dict[str, Any]) -> dict[str, Any]:
        answer = await call(
            hass, "print", fields, device_id=hub.device_id, dry_run=True
        )
        (job,) = answer["jobs"]
        assert isinstance(job, dict)
        return job

    shown = await dry_run(pdf("mixed_sizes"))
    assert shown["pages"] > 1
    with Image.open(BytesIO(b64decode(shown["preview"]))) as preview:
        assert preview.format == "PNG"
        assert max(preview.size) == 600
    shown = await dry_run(given(documents.picture("WEBP")))
    assert shown["pages"] == 1
    assert shown["preview"]
    for field in ("text", "markdown", "html"):
        shown = await dry_run({field: "x"})
        assert "pages" not in shown
        assert "preview" not in shown
    assert hub.simulator.requests[-1].call != "newPrintTask"
    assert hub.simulator.printed == []


async def test_request_without_user(hass: HomeAssistant, hub: Hub) -> None:
    """A request without a user is not treated as an automation."""
    with pytest.raises(UnknownUser):
        await hass.services.async_call(
            "cloudprint",
            "print",
            {"device_id": hub.device_id, "text": "x"},
            blocking=True,
            context=Context(user_id="gone"),
        )
    assert hub.simulator.printed == []


@pytest.fixture
async def image_id(
    hass: HomeAssistant, account: MockConfigEntry, printer: Printer, advance: Advance
) -> str:
    """Enable the image of the printer's last document."""
    entity_id = entity_id_of(hass, account, Platform.IMAGE, "last_document", printer)
    entry = er.async_get(hass).async_get(entity_id)
    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    er.async_get(hass).async_update_entity(entity_id, disabled_by=None)
    await advance(60)
    return entity_id


async def test_last_document(
    hass: HomeAssistant, hub: Hub, image_id: str, hass_client: Any
) -> None:
    """The image shows the last document if there is a preview, and no older one."""

    def shown() -> str:
        return hub.state(Platform.IMAGE, "last_document").state

    async def picture() -> Image.Image:
        client = await hass_client()
        state = hass.states.get(image_id)
        assert state is not None
        answer = await client.get(state.attributes["entity_picture"])
        assert answer.status == 200
        assert answer.content_type == "image/png"
        return Image.open(BytesIO(await answer.read()))

    assert shown() == STATE_UNKNOWN
    await call(hass, "print", pdf("landscape"), device_id=hub.device_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    first = shown()
    assert first != STATE_UNKNOWN
    with await picture() as shown_picture:
        assert shown_picture.width > shown_picture.height
    # Another printer's document does not matter.
    await call(hass, "print", pdf("text"), device_id=hub.colour_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown() == first

    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown() == first

    await hub.print(text="not for everybody to see")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown() == STATE_UNKNOWN
    await press(hass, hub.entity_id(Platform.BUTTON, "reprint_last"))
    assert shown() == STATE_UNKNOWN


async def test_last_document_for_automations(
    hass: HomeAssistant, hub: Hub, image_id: str
) -> None:
    """An automation gets the image, also if a user's request triggered it."""
    await call(hass, "print", pdf("landscape"), device_id=hub.device_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    request = make_mocked_request("POST", "/api/webhook/doorbell")
    await hass.auth.async_create_user("Owner")
    request[KEY_HASS_USER] = await hass.auth.async_create_user("Guest")
    token = current_request.set(request)
    try:
        await call(hass, "print", entity=image_id, device_id=hub.colour_id)
    finally:
        current_request.reset(token)
    assert len(hub.simulator.printed) == 2


async def test_last_document_that_is_gone(
    hass: HomeAssistant, hub: Hub, image_id: str, config_folder: Path
) -> None:
    """Content that is no longer kept is not shown."""
    await call(hass, "print", pdf("text"), device_id=hub.device_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hub.state(Platform.IMAGE, "last_document")
    assert state.state != STATE_UNKNOWN
    await hass.config_entries.async_unload(hub.account.entry_id)
    folder = config_folder / ".storage/cloudprint" / hub.account.entry_id
    for content in folder.iterdir():
        content.unlink()
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hub.state(Platform.IMAGE, "last_document")
    assert state.state == STATE_UNKNOWN


async def test_last_document_goes_with_its_content(
    hass: HomeAssistant, hub: Hub, image_id: str, advance: Advance, hass_client: Any
) -> None:
    """Deleted content is no longer shown."""
    await call(hass, "print", pdf("text"), device_id=hub.device_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    for _ in range(3):
        await advance(60)
    shown = hub.state(Platform.IMAGE, "last_document")
    assert shown.state != STATE_UNKNOWN
    await advance(timedelta(days=8).total_seconds())
    client = await hass_client()
    answer = await client.get(shown.attributes["entity_picture"])
    assert answer.status == 500
    await hub.refresh()
    shown = hub.state(Platform.IMAGE, "last_document")
    assert shown.state == STATE_UNKNOWN


async def test_preview_that_comes_late(
    hass: HomeAssistant, hub: Hub, image_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newer of two documents is shown, even if the older one takes longer."""
    slow = asyncio.Event()
    asked: list[str] = []

    async def preview(hass: HomeAssistant, spooler: Any, job: Any) -> bytes | None:
        asked.append(job.name)
        if job.name == "first":
            await slow.wait()
        return await async_get_preview(hass, spooler, job)

    monkeypatch.setattr(action, "async_get_preview", preview)
    await call(hass, "print", pdf("landscape"), device_id=hub.device_id, name="first")
    await call(hass, "print", text="second", name="second", device_id=hub.device_id)
    slow.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert asked == ["first", "second"]
    state = hub.state(Platform.IMAGE, "last_document")
    assert state.state == STATE_UNKNOWN


async def test_preview_while_the_disk_fails(
    hass: HomeAssistant, hub: Hub, image_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that cannot be read is not shown, without an error."""

    async def unreadable(job: Any) -> None:
        raise JournalError

    monkeypatch.setattr(hub.data.spooler.contents, "async_content", unreadable)
    await call(hass, "print", pdf("text"), device_id=hub.device_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hub.state(Platform.IMAGE, "last_document")
    assert state.state == STATE_UNKNOWN


async def test_user(hass: HomeAssistant, hub: Hub, hass_admin_user: MockUser) -> None:
    """A user prints as an automation does."""
    await hass.services.async_call(
        "cloudprint",
        "print",
        {"device_id": hub.device_id, "text": "x"},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    assert len(hub.simulator.printed) == 1
