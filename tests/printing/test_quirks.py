"""Tests of an account's quirks: each answer of the check-up changes what is sent."""

from base64 import b64decode, b64encode
from io import BytesIO
import re
from typing import Any

from PIL import Image
import pytest

from custom_components.cloudprint.ipp.shared_printer import PrinterView
from custom_components.cloudprint.printing import job_ticket
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import documents
from ..samples.pdf_writer import FONTS, PdfWriter, millimetres
from ..samples.pictures import tiff_pages
from ..simulator import CloudSimulator, Fault, Printer

UPRIGHT_PAGE, WIDE_PAGE = millimetres(210, 297), millimetres(297, 210)
UPRIGHT = {"width": 210.0, "height": 297.0}
CHINESE = "买菜：\n  牛奶  面包"


def answers(**probes: str) -> dict[str, Any]:
    """Return the options of an account after a check-up."""
    return {
        "check_up": {
            probe: {
                "answer": answer,
                "device_id": "x",
                "printed_at": "2026-11-26T08:00:00+00:00",
            }
            for probe, answer in probes.items()
        }
    }


class House:
    """An account with a printer after a check-up."""

    def __init__(
        self, hass: HomeAssistant, simulator: CloudSimulator, device_id: str
    ) -> None:
        """Keep what the tests need."""
        self.hass, self.simulator, self.device_id = hass, simulator, device_id

    async def print(self, **fields: Any) -> tuple[dict[str, Any], bytes, list[str]]:
        """Print; return the task of the only job, its content and its warnings."""
        before = len(self.simulator.printed)
        response = await call(self.hass, "print", fields, device_id=self.device_id)
        (job,) = response["jobs"]
        (printed,) = self.simulator.printed[before:]
        return printed.task, printed.content, job["warnings"]


@pytest.fixture
def set_up(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
) -> Any:
    """Return a function that sets up an account after these answers."""

    async def set_up_house(**probes: str) -> House:
        entry = await set_up_account(**answers(**probes))
        return House(hass, simulator, device_id_of(hass, entry, colour_printer))

    return set_up_house


def pdf(size: tuple[float, float]) -> bytes:
    """Return a PDF of one page."""
    writer = PdfWriter()
    writer.add_page("0 0 100 100 re f", size, resources=FONTS)
    return writer.finish()


def base64(data: bytes) -> str:
    """Return a file for the field `data`."""
    return b64encode(data).decode()


@pytest.mark.parametrize("answer", [None, "right"])
async def test_landscape_is_said_with_an_orientation(
    set_up: Any, answer: str | None
) -> None:
    """A wide page is sent as it is, with its orientation."""
    house = await set_up(**({"landscape": answer} if answer else {}))
    task, content, warnings = await house.print(data=base64(pdf(WIDE_PAGE)))
    assert task["config"] == {"paperConfig": UPRIGHT, "orientation": "LANDSCAPE"}
    assert b"size:1123px 794px" in content
    assert b"rotate" not in content
    assert warnings == []


@pytest.mark.parametrize("answer", ["small", "cut", "nothing"])
async def test_landscape_is_turned_here(set_up: Any, answer: str) -> None:
    """A wide page is turned onto an upright sheet, and no orientation is sent."""
    house = await set_up(landscape=answer)
    wide = base64(pdf(WIDE_PAGE))
    for fields in ({}, {"orientation": "landscape"}, {"orientation": "portrait"}):
        task, content, warnings = await house.print(data=wide, **fields)
        assert task["config"] == {"paperConfig": UPRIGHT}
        assert b"size:794px 1123px" in content
        assert b"rotate(-90deg)" in content
        assert warnings == []
    # Also on a paper that the print names, however it says its size
    task, content, _ = await house.print(data=wide, paper="297x210")
    assert task["config"] == {"paperConfig": UPRIGHT}
    assert b"size:794px 1123px" in content
    # An upright page has nothing to be turned.
    upright = base64(pdf(UPRIGHT_PAGE))
    task, content, warnings = await house.print(data=upright)
    assert task["config"] == {"paperConfig": UPRIGHT}
    assert b"rotate" not in content
    assert warnings == []
    scans = base64(
        tiff_pages([Image.new("L", size) for size in ((400, 200), (200, 400))])
    )
    task, content, _ = await house.print(data=scans)
    assert task["config"] == {"paperConfig": UPRIGHT}
    assert content.count(b"rotate(-90deg)") == 1


async def test_landscape_on_wide_paper(colour_printer: Printer, set_up: Any) -> None:
    """A wide page is not turned onto a paper that is wide in the tray."""
    assert isinstance(colour_printer.capabilities, dict)
    label = {"name": "Label", "width": 60, "height": 40}
    colour_printer.capabilities["supportedPapers"].append(label)
    house = await set_up(landscape="cut")
    wide = base64(pdf(millimetres(60, 40)))
    for paper in ("Label", "60x40"):
        task, content, warnings = await house.print(data=wide, paper=paper)
        assert task["config"] == {"paperConfig": {"width": 60.0, "height": 40.0}}
        assert b"rotate" not in content
        assert warnings == []
    # An upright one would have to be turned with an orientation.
    upright = base64(pdf(millimetres(40, 60)))
    task, content, warnings = await house.print(data=upright, paper="Label")
    assert task["config"] == {"paperConfig": {"width": 60.0, "height": 40.0}}
    assert b"rotate" not in content
    assert warnings == ["landscape_unsupported"]


async def test_landscape_that_cannot_be_turned_here(set_up: Any) -> None:
    """Our own pages are laid out upright; other content is sent as it was asked for."""
    house = await set_up(landscape="cut")
    task, content, warnings = await house.print(markdown="x", orientation="landscape")
    assert task["config"] == {"paperConfig": UPRIGHT}
    assert b"size: 794px 1123px" in content
    assert warnings == ["landscape_unsupported"]
    for fields in ({"html": "<p>x"}, {"data": base64(documents.picture("PNG"))}):
        task, _, warnings = await house.print(**fields, orientation="landscape")
        assert task["config"] == {"orientation": "LANDSCAPE"}
        assert warnings == ["landscape_unsupported"]
    task, _, warnings = await house.print(html="<p>x", orientation="portrait")
    assert task["config"] == {"orientation": "PORTRAIT"}
    assert warnings == []


async def test_reprint_of_a_turned_page(hass: HomeAssistant, set_up: Any) -> None:
    """A page that was turned is not turned again once the check-up was reset."""
    house = await set_up(landscape="cut")
    await house.print(data=base64(pdf(WIDE_PAGE)), orientation="landscape")
    (entry,) = hass.config_entries.async_entries("cloudprint")
    hass.config_entries.async_update_entry(entry, options={})
    await call(hass, "reprint_job", device_id=house.device_id)
    assert house.simulator.printed[-1].task["config"] == {"paperConfig": UPRIGHT}


@pytest.mark.parametrize(
    ("answer", "option", "sent", "warnings"),
    [
        (None, None, True, []),
        (None, False, False, []),
        ("right", None, True, []),
        ("right", "yes", True, []),
        ("white", None, None, []),
        ("white", True, True, ["print_background_unsupported"]),
        ("nothing", False, False, []),
    ],
)
async def test_background_of_our_own_pages(
    set_up: Any, answer: str | None, option: object, sent: object, warnings: list[str]
) -> None:
    """It is asked for unless the account prints none, or the print says otherwise."""
    house = await set_up(**({"background": answer} if answer else {}))
    fields = {} if option is None else {"print_background": option}
    for content in ({"markdown": "x"}, {"data": base64(pdf(UPRIGHT_PAGE))}):
        task, _, found = await house.print(**content, **fields)
        assert task.get("printBackground") is sent
        assert found == warnings


async def test_background_of_other_content(set_up: Any) -> None:
    """It is sent as given for HTML, and means nothing for anything else."""
    house = await set_up()
    assert "printBackground" not in (await house.print(html="<p>x"))[0]
    for value in (True, False):
        task, _, warnings = await house.print(html="<p>x", print_background=value)
        assert (task["printBackground"], warnings) == (value, [])
    for content in ({"text": "x"}, {"data": base64(documents.docx())}):
        task, _, warnings = await house.print(**content, print_background=True)
        assert "printBackground" not in task
        assert warnings == ["print_background_unused"]
    with refuses("option_invalid", field="print_background", value="often"):
        await house.print(html="<p>x", print_background="often")
    # A reprint asks for the same.
    await house.print(html="<p>x", print_background=False)
    await call(house.hass, "reprint_job", device_id=house.device_id)
    assert house.simulator.printed[-1].task["printBackground"] is False


@pytest.mark.parametrize(
    ("answer", "fields", "default", "is_colored", "warnings"),
    [
        (None, {}, None, True, []),
        (None, {"color": "color"}, None, True, ["color_unsupported"]),
        (None, {"color": "monochrome"}, None, False, []),
        (None, {}, "monochrome", False, []),
        ("right", {"color": "color"}, "monochrome", True, []),
        ("grey", {}, None, False, []),
        ("nothing", {}, None, False, []),
        ("grey", {"color": "color"}, None, False, ["color_unsupported"]),
    ],
)
async def test_colors(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    answer: str | None,
    fields: dict[str, str],
    default: str | None,
    is_colored: bool,
    warnings: list[str],
) -> None:
    """Pages are in color unless a print, a default or the check-up says otherwise.

    That the printer reports MONOCHROME alone does not count.
    """
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    if answer:
        hass.config_entries.async_update_entry(
            account, options=answers(**{f"color_{device_id}": answer})
        )
    if default:
        account.runtime_data.defaults[device_id] = {"color": default}
    house = House(hass, simulator, device_id)
    drawing = PdfWriter()
    drawing.add_page("1 0 0 rg 50 50 200 200 re f")
    photo = BytesIO()
    Image.new("RGB", (300, 200), "red").save(photo, "WEBP")
    for data in (drawing.finish(), photo.getvalue()):
        task, content, found = await house.print(data=base64(data), **fields)
        if task["mediaFormat"] == "HTML":
            embedded = re.search(rb"base64,([A-Za-z0-9+/=]+)", content)
            assert embedded
            content = b64decode(embedded[1])
        with Image.open(BytesIO(content)) as image:
            (_, (_, most), _) = image.convert("HSV").getextrema()  # type: ignore[misc]
        assert (most > 0) is is_colored
        assert found == warnings
        sent = fields.get("color", default)
        assert task["config"].get("color") == (sent and sent.upper())


@pytest.mark.parametrize(("answer", "colors"), [("right", True), ("grey", False)])
async def test_reported_colors(
    hass: HomeAssistant, hub: Hub, answer: str, colors: bool
) -> None:
    """What came out counts for what other programs are offered, both ways."""
    capabilities = hub.data.capabilities
    both = ("COLOR", "MONOCHROME")
    for printer_id, reported in ((hub.device_id, both[1:]), (hub.colour_id, both)):
        assert capabilities.get(printer_id) is None
        await capabilities.async_fetch(printer_id)
        assert capabilities.get(printer_id).supported_colors == reported
        hass.config_entries.async_update_entry(
            hub.account, options=answers(**{f"color_{printer_id}": answer})
        )
        assert capabilities.get_reported(printer_id).supported_colors == reported
        snapshot = PrinterView(hub.data, printer_id).snapshot()
        assert snapshot.prints_color() is colors
        assert snapshot.get_raster_types()[0] == ("srgb_8" if colors else "sgray_8")
        # A default that a person chose is a color printer, too.
        hub.data.defaults[printer_id] = {"color": "color"}
        assert PrinterView(hub.data, printer_id).snapshot().prints_color()


@pytest.mark.parametrize("answer", [None, "right"])
async def test_text_is_sent_as_text(set_up: Any, answer: str | None) -> None:
    """A text arrives unchanged."""
    house = await set_up(**({"text": answer} if answer else {}))
    task, content, _ = await house.print(text=CHINESE)
    assert (task["mediaFormat"], content) == ("TEXT", CHINESE.encode())


@pytest.mark.parametrize("answer", ["boxes", "garbled", "nothing"])
async def test_text_is_sent_as_a_page(set_up: Any, answer: str) -> None:
    """A text becomes a page with Chinese fonts, in which it keeps its form."""
    house = await set_up(text=answer)
    for fields in ({"text": CHINESE}, {"data": base64(CHINESE.encode())}):
        task, content, _ = await house.print(**fields)
        assert (task["mediaFormat"], task["mediaSource"]) == ("HTML", "STRING")
        page = content.decode()
        assert f'<div class="text sheet">{CHINESE}</div>' in page
        assert "white-space: pre-wrap" in page
        assert "Microsoft YaHei" in page
        assert task["config"] == {"paperConfig": UPRIGHT}
    with refuses("content_empty", field="text"):
        await house.print(text=" \n")


@pytest.mark.parametrize("answer", [None, "right"])
async def test_copies_are_made_by_the_service(set_up: Any, answer: str | None) -> None:
    """One task says the number of copies."""
    house = await set_up(**({"copies": answer} if answer else {}))
    task, _, _ = await house.print(text="x", copies=3)
    assert task["config"] == {"copies": 3}


@pytest.mark.parametrize("answer", ["one", "more", "nothing"])
async def test_copies_are_repeated_here(
    hass: HomeAssistant, set_up: Any, answer: str
) -> None:
    """Each copy is a job, so that each is known to be printed or not."""
    house = await set_up(copies=answer)
    simulator, device_id = house.simulator, house.device_id
    fields = {"device_id": device_id, "copies": 3, "idempotency_key": "a"}
    for is_repeated in (False, True):
        response = await call(hass, "print", fields, text="x")
        assert len(response["jobs"]) == 3
        assert len({job["job_id"] for job in response["jobs"]}) == 3
        assert ["repeated" in job for job in response["jobs"]] == [is_repeated] * 3
    assert [job.task["config"] for job in simulator.printed] == [{}] * 3
    # A reprint of one of them is one copy, unless it says more.
    again = await call(hass, "reprint_job", device_id=device_id)
    assert len(simulator.printed) == 4
    await call(hass, "reprint_job", job_id=again["job_id"], copies=2)
    assert [job.task["config"] for job in simulator.printed] == [{}] * 6
    assert len((await call(hass, "get_jobs"))["jobs"]) == 6
    # Only the service knows what it takes as raw options.
    task, _, _ = await house.print(text="x", raw_options={"copies": 2})
    assert task["config"] == {"copies": 2}


async def test_reprint_of_which_some_copies_fail(
    hass: HomeAssistant, set_up: Any
) -> None:
    """It is no error, after which all copies would be printed again, but is said."""
    house = await set_up(copies="one")
    simulator, device_id = house.simulator, house.device_id
    await house.print(text="x")
    simulator.faults.add("newPrintTask", Fault.REFUSED, after=1, message="没有纸")
    again = await call(hass, "reprint_job", device_id=device_id, copies=3)
    states = [job["state"] for job in again["jobs"]]
    assert sorted(states) == ["failed", "submitted", "submitted"]
    assert again["job_id"] == again["jobs"][0]["job_id"]
    assert len(simulator.printed) == 3
    simulator.faults.add("newPrintTask", Fault.REFUSED, times=2, message="没有纸")
    with refuses("job_refused", HomeAssistantError, message="没有纸"):
        await call(hass, "reprint_job", device_id=device_id, copies=2)
    assert len(simulator.printed) == 3


async def test_too_many_copies_to_repeat(hass: HomeAssistant, set_up: Any) -> None:
    """As many jobs as copies would be too many."""
    house = await set_up(copies="one")
    most = job_ticket.MAX_REPEATED
    with refuses("option_invalid", field="copies", value="51", supported=f"1 - {most}"):
        await house.print(text="x", copies=51)
    assert house.simulator.printed == []
    response = await call(
        hass,
        "print",
        device_id=house.device_id,
        text="x",
        copies=most,
        dry_run=True,
    )
    assert len(response["jobs"]) == most


async def test_default_copies_of_a_test_page(hass: HomeAssistant, set_up: Any) -> None:
    """What prints one job by itself prints all copies of a default, too."""
    house = await set_up(copies="one")
    (number,) = hass.states.async_entity_ids("number")
    await hass.services.async_call(
        "number", "set_value", {"entity_id": number, "value": 2}, blocking=True
    )
    for button in hass.states.async_entity_ids("button"):
        if button.endswith("_test_page"):
            await hass.services.async_call(
                "button", "press", {"entity_id": button}, blocking=True
            )
    assert len(house.simulator.printed) == 2


@pytest.mark.parametrize(
    ("setting", "answer", "media_format"),
    [
        (False, None, "HTML"),
        (False, "right", "PDF"),
        (True, None, "PDF"),
        (True, "code", "HTML"),
        (True, "nothing", "HTML"),
    ],
)
async def test_pdf(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    setting: bool,
    answer: str | None,
    media_format: str,
) -> None:
    """A PDF is sent as it is where that works; the setting counts if it is not known."""
    simulator.settings.extra_forms = {("PDF", "BASE64")}
    probes = answers(pdf=answer) if answer else {}
    entry = await set_up_account(send_natively=setting, **probes)
    house = House(hass, simulator, device_id_of(hass, entry, colour_printer))
    data = pdf(UPRIGHT_PAGE)
    task, content, _ = await house.print(data=base64(data))
    assert task["mediaFormat"] == media_format
    assert (content == data) is (media_format == "PDF")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(None, b"png"), ("blank", b"png"), ("nothing", b"png"), ("right", b"webp")],
)
async def test_webp(set_up: Any, answer: str | None, kind: bytes) -> None:
    """Pages that are made here are WebP only where that is known to come out."""
    house = await set_up(**({"webp": answer} if answer else {}))
    scan = base64(tiff_pages([Image.new("1", (400, 200))] * 2))
    for fields in ({"data": base64(pdf(UPRIGHT_PAGE))}, {"data": scan}):
        _, content, _ = await house.print(**fields)
        assert b"data:image/" + kind in content
        assert content.count(b"data:image/" + kind) == content.count(b"data:image/")


@pytest.mark.parametrize(
    ("answer", "warnings"),
    [(None, ["copies_unsupported"]), ("right", []), ("one", [])],
)
async def test_doubted_copies(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    answer: str | None,
    warnings: list[str],
) -> None:
    """What the check-up has settled is no longer doubted."""
    account = await set_up_account(**(answers(copies=answer) if answer else {}))
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    fields = {"device_id": device_id, "text": "x", "copies": 2}
    response = await call(hass, "print", fields)
    assert [job["warnings"] for job in response["jobs"]] == [warnings] * (
        2 if answer == "one" else 1
    )


@pytest.mark.parametrize("answer", [None, "right"])
async def test_doubted_landscape(
    printer: Printer, hass: HomeAssistant, set_up_account: SetUpAccount, answer: Any
) -> None:
    """A printer that does not report landscape is doubted until it came out."""
    printer.report(supportedOrientations=["PORTRAIT"])
    account = await set_up_account(**(answers(landscape=answer) if answer else {}))
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    fields = {"device_id": device_id, "html": "x", "orientation": "landscape"}
    (job,) = (await call(hass, "print", fields))["jobs"]
    assert job["warnings"] == ([] if answer else ["orientation_unsupported"])
