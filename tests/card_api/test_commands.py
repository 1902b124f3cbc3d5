"""Tests of the commands that list printers and documents, print and preview."""

from base64 import b64decode
from io import BytesIO
import logging
from pathlib import Path
import re
from typing import Any, Final
from unittest.mock import patch

from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.card_api import records
from custom_components.cloudprint.settings import CONF_DEFAULT_PRINTER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..actions import call, refuses
from ..hub import Hub
from ..printing.test_saved_documents import save
from ..samples import documents
from ..samples.pdf_files import PASSWORD, PDFS, encrypted
from ..simulator import Fault
from ..source.pages.test_checklist import LIST, add_list
from ..waits import Gate, slowed
from .conftest import Browser

PICTURE = documents.picture("PNG")
PRINTING: Final = "custom_components.cloudprint.printing.preview"


def get_size(preview: Any) -> tuple[int, int]:
    """Return the width and height of a preview's picture."""
    with Image.open(BytesIO(b64decode(preview["image"]))) as image:
        return image.size


async def test_printers_of_an_account_that_is_unloaded(
    hass: HomeAssistant, account: MockConfigEntry, owner: Browser
) -> None:
    """Printers that go away while their rules are read are left out."""
    gate = Gate()
    with slowed(records, "async_describe_rules", gate.wait):
        await owner.send("printers")
        await gate.reached.wait()
        await hass.config_entries.async_unload(account.entry_id)
        gate.open()
        answer = await owner.socket.receive_json()
    assert answer["result"] == {"printers": [], "default_printer": None}


async def test_printers(
    hass: HomeAssistant, hub: Hub, status: str, owner: Browser
) -> None:
    """Printers are listed with the supported values of the options."""
    await call(hass, "get_capabilities", device_id=hub.device_id)
    dr.async_get(hass).async_update_device(hub.device_id, name_by_user="A printer")
    hub.data.defaults[hub.device_id] = {"copies": 2}
    printers = (await owner.ask("printers"))["printers"]
    first, second = printers
    assert first == {
        "device_id": hub.device_id,
        "entry_id": hub.account.entry_id,
        "account": "Cloud Print",
        "name": "A printer",
        "entity_id": status,
        "status": "idle",
        "online": first["online"],
        "available": True,
        "can_control": True,
        "capabilities_known": True,
        "colors": first["colors"],
        "sides": first["sides"],
        "qualities": first["qualities"],
        "orientations": ["portrait", "landscape"],
        "papers": first["papers"],
        "copies": {"min": 1, "max": 9999},
        "needs_trays": False,
        "trays": None,
        "defaults": {"copies": 2},
        "rule": None,
    }
    assert set(first["colors"]) <= {"color", "monochrome"}
    assert {"name": "A4", "width": 210, "height": 297} in first["papers"]
    assert (second["device_id"], second["capabilities_known"]) == (hub.colour_id, False)
    assert second["qualities"] == ["draft", "low", "normal", "high"]
    assert {paper["name"] for paper in second["papers"]} >= {"A4", "Letter"}


async def test_some_printers(
    hub: Hub, owner: Browser, member: Browser, stranger: Browser
) -> None:
    """A card asks for the printers that changed; of others it learns nothing."""
    both = [hub.device_id, hub.colour_id]
    for browser, asked, expected in (
        (owner, hub.colour_id, [hub.colour_id]),
        (owner, both, both),
        (owner, ["gone"], []),
        (member, both, [hub.device_id]),
        (stranger, both, []),
    ):
        printers = (await browser.ask("printers", device_id=asked))["printers"]
        assert {printer["device_id"] for printer in printers} == set(expected)
    everything = (await owner.ask("printers"))["printers"]
    assert await owner.ask("printers", device_id=both) == {
        "printers": everything,
        "default_printer": None,
    }
    assert await owner.refused("printers", device_id=5) == "id_invalid"


async def test_printers_by_permission(
    device_id: str, member: Browser, guest: Browser, stranger: Browser
) -> None:
    """Users see the printers that they may read, and whether they may control them."""
    for browser, expected in (
        (member, [(device_id, True)]),
        (guest, [(device_id, False)]),
        (stranger, []),
    ):
        printers = (await browser.ask("printers"))["printers"]
        assert [
            (printer["device_id"], printer["can_control"]) for printer in printers
        ] == expected


async def test_printers_while_the_cloud_is_away(hub: Hub, owner: Browser) -> None:
    """Printers stay listed as unavailable while the service is away."""
    hub.simulator.refuse_connections()
    await hub.refresh()
    printers = (await owner.ask("printers"))["printers"]
    assert [printer["available"] for printer in printers] == [False, False]


async def test_default_printer(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, guest: Browser
) -> None:
    """The default printer is told to users who may print on it."""
    assert (await owner.ask("printers"))["default_printer"] is None
    for default, told in (
        (hub.device_id, (hub.device_id, hub.device_id, None)),
        (hub.colour_id, (hub.colour_id, None, None)),
        ("gone", (None, None, None)),
    ):
        hass.config_entries.async_update_entry(
            hub.account, options={CONF_DEFAULT_PRINTER: default}
        )
        await hass.async_block_till_done()
        for browser, expected in zip((owner, member, guest), told, strict=True):
            answer = await browser.ask("printers")
            assert answer["default_printer"] == expected


async def test_documents(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, stranger: Browser
) -> None:
    """Saved documents are listed for users who may read their printers."""
    ids = {}
    for name, kind, content, chosen in (
        ("Note", "text", "Hello", None),
        ("Agenda", "entity", "calendar.x", hub.device_id),
        ("Poster", "url", "https://example.com/a.png", hub.colour_id),
    ):
        entered = {kind: content}
        if chosen:
            entered["device_id"] = chosen
        ids[name] = save(hass, hub.account, name, **entered)
    agenda = {
        "id": ids["Agenda"],
        "name": "Agenda",
        "kind": "entity",
        "device_id": hub.device_id,
    }
    note = {"id": ids["Note"], "name": "Note", "kind": "text", "device_id": None}
    poster = {
        "id": ids["Poster"],
        "name": "Poster",
        "kind": "url",
        "device_id": hub.colour_id,
    }
    assert (await owner.ask("documents"))["documents"] == [agenda, note, poster]
    assert (await member.ask("documents"))["documents"] == [agenda, note]
    assert (await stranger.ask("documents"))["documents"] == []

    await member.ask("print", document=ids["Note"], device_id=hub.device_id)
    assert await member.refused("print", document=ids["Poster"]) == "document_unknown"
    assert [job.content for job in hub.simulator.printed] == [b"Hello"]


async def test_print(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, uploads: Path
) -> None:
    """An upload is printed as the action prints a file, and deleted."""
    upload_id = await member.uploaded(PICTURE, "photo.png")
    fields = {"device_id": hub.device_id, "upload": upload_id}
    # Other users can neither print nor detect it.
    assert await owner.refused("print", **fields) == "upload_unknown"
    assert await owner.refused("preview", **fields) == "upload_unknown"

    answer = await member.ask("print", **fields, copies=2)
    (job,) = answer["jobs"]
    assert (job["name"], job["state"]) == ("photo.png", "submitted")
    (printed,) = hub.simulator.printed
    assert printed.content == PICTURE
    assert printed.task["config"]["copies"] == 2
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(uploads.iterdir()) == []
    for command in ("print", "preview"):
        assert await member.refused(command, **fields) == "upload_unknown"
    (record,) = (await owner.ask("jobs/list"))["jobs"]
    assert record["content"]["source"] == "upload"


async def test_print_at_the_same_time(hub: Hub, owner: Browser) -> None:
    """Two clicks print once."""
    upload_id = await owner.uploaded(PICTURE, "photo.png")
    for _ in range(2):
        await owner.send("print", device_id=hub.device_id, upload=upload_id)
    answers = [await owner.socket.receive_json() for _ in range(2)]
    assert sorted(answer["success"] for answer in answers) == [False, True]
    assert len(hub.simulator.printed) == 1


async def test_print_that_fails(hub: Hub, owner: Browser, uploads: Path) -> None:
    """An upload that was not printed can be printed with other options."""
    upload_id = await owner.uploaded(documents.office("letter.docx"), "letter.docx")
    fields = {"device_id": hub.device_id, "upload": upload_id}
    assert await owner.refused("print", **fields, copies=0) == "option_invalid"
    assert await owner.refused("print", **fields, text="x") == "content_ambiguous"
    assert await owner.refused("print", **fields, document="x") == "content_ambiguous"
    assert await owner.refused("print", **fields, days=1) == "content_option_misplaced"
    assert await owner.refused("print", **fields, format="PDF") == "content_mismatch"
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    assert await owner.refused("print", **fields) == "job_refused"
    assert hub.simulator.printed == []
    assert (await owner.ask("print", **fields))["jobs"][0]["state"] == "submitted"


async def test_encoding(device_id: str, owner: Browser) -> None:
    """An upload can have an encoding, of a preview and of the print."""
    upload_id = await owner.uploaded("ﾐﾙｸ".encode("cp932"), "a.txt")
    fields = {"device_id": device_id, "upload": upload_id}
    for command in ("preview", "print"):
        assert await owner.refused(command, **fields) == "encoding_unknown"
        key = await owner.refused(command, **fields, encoding="UTF-8")
        assert key == "encoding_mismatch"
        await owner.ask(command, **fields, encoding="Shift_JIS")


async def test_password(device_id: str, owner: Browser) -> None:
    """An upload can have a password."""
    upload_id = await owner.uploaded(encrypted("aes-256"), "a.pdf")
    fields = {"device_id": device_id, "upload": upload_id}
    assert await owner.refused("preview", **fields) == "pdf_password_missing"
    key = await owner.refused("preview", **fields, password="x")
    assert key == "pdf_password_wrong"
    preview = await owner.ask("preview", **fields, password=PASSWORD)
    assert preview["pages"] and preview["image"]


async def test_upload_is_not_for_automations(
    hass: HomeAssistant, device_id: str, owner: Browser
) -> None:
    """The action does not accept uploads."""
    upload_id = await owner.uploaded(PICTURE)
    with refuses("field_unknown", field="upload"):
        await call(hass, "print", device_id=device_id, upload=upload_id)


async def test_file_that_went_missing(
    device_id: str, owner: Browser, uploads: Path
) -> None:
    """An upload whose file was removed is reported as unknown."""
    upload_id = await owner.uploaded(PICTURE)
    (uploads / upload_id).unlink()
    fields = {"device_id": device_id, "upload": upload_id}
    assert await owner.refused("print", **fields) == "upload_unknown"


@pytest.mark.parametrize("wrong", [1, ["x"], {"a": 1}, "", "../../x", True])
async def test_no_upload(device_id: str, owner: Browser, wrong: Any) -> None:
    """An invalid upload id is a translated error."""
    for command in ("print", "preview"):
        key = await owner.refused(command, device_id=device_id, upload=wrong)
        assert key == "upload_unknown"


async def test_dry_run(device_id: str, owner: Browser, uploads: Path) -> None:
    """A dry run keeps the upload."""
    upload_id = await owner.uploaded(PICTURE, "a.png")
    fields = {"device_id": device_id, "upload": upload_id}
    answer = await owner.ask("print", **fields, dry_run=True)
    assert answer["jobs"][0]["name"] == "a.png"
    assert [file.name for file in uploads.iterdir()] == [upload_id]


async def test_preview(hub: Hub, owner: Browser, uploads: Path) -> None:
    """A preview shows the first page, and prints nothing."""
    upload_id = await owner.uploaded(documents.picture("PNG", (1200, 800)), "a.png")
    preview = await owner.ask("preview", device_id=hub.device_id, upload=upload_id)
    assert (preview["name"], preview["warnings"]) == ("a.png", [])
    # On the printer's own paper, which is A4
    assert get_size(preview) == (424, 600)
    assert preview["layout"] is None
    preview = await owner.ask(
        "preview",
        device_id=[hub.colour_id, hub.device_id],
        markdown="# Hello",
        copies=2,
    )
    assert preview.keys() == {
        *("pages", "image", "layout", "sheets", "name", "warnings", "policy")
    }
    assert preview["policy"] == {
        "pages": 4,
        "asks": False,
        "causes": [],
        "ask_above": None,
        "approvers": [],
        "sentence": None,
        "left_today": None,
        "left_month": None,
        "used_up": False,
        "offers_grey": False,
    }
    preview = await owner.ask(
        "preview", device_id=hub.device_id, text="Hello", copies=2
    )
    assert (preview["pages"], preview["image"], preview["layout"]) == (None, None, None)
    assert preview["warnings"] == ["copies_unsupported"]
    assert [file.name for file in uploads.iterdir()] == [upload_id]
    assert hub.simulator.count("newPrintTask") == 0
    assert (await owner.ask("jobs/list"))["jobs"] == []


@pytest.mark.parametrize(
    ("paper", "size"),
    [("A4", (424, 600)), ("102x152", (403, 600)), ("B5", (425, 600))],
)
async def test_preview_is_on_paper(
    device_id: str, owner: Browser, paper: str, size: tuple[int, int]
) -> None:
    """A PDF and a picture are shown on the paper that they are printed on."""
    for upload in (
        await owner.uploaded(next(iter(PDFS.values()))(), "a.pdf"),
        await owner.uploaded(documents.picture("PNG", (1200, 800)), "a.png"),
    ):
        preview = await owner.ask(
            "preview", device_id=device_id, upload=upload, paper=paper
        )
        assert get_size(preview) == size


async def test_preview_of_layouts(
    hass: HomeAssistant, device_id: str, owner: Browser
) -> None:
    """A page of the integration's own is previewed as HTML, unless it is too large."""
    await add_list(hass, {"item": "Hoover"})
    table = await owner.uploaded(b"Name,Age\nAda,36\n", "ages.csv")
    for content, words in (
        ({"markdown": "# Hello"}, "<h1>Hello</h1>"),
        ({"entity": LIST}, "Hoover"),
        ({"upload": table}, "<td>Ada</td>"),
    ):
        preview = await owner.ask("preview", device_id=device_id, paper="A5", **content)
        layout = preview["layout"]
        assert (layout["width"], layout["height"]) == (148, 210)
        assert layout["margin"] == pytest.approx(10.4)
        assert words in layout["html"]
        assert preview["image"] is None
    page = await owner.uploaded(b"<html><body>Mine", "page.html")
    preview = await owner.ask("preview", device_id=device_id, upload=page)
    assert preview["layout"] is None

    with patch(f"{PRINTING}.MAX_LAYOUT_BYTES", 100):
        preview = await owner.ask("preview", device_id=device_id, markdown="# Hello")
    assert preview["layout"] is None


@pytest.mark.parametrize(
    ("content", "margin"),
    [
        (
            {
                "page": "labels",
                "page_options": {"sheet": "avery_l7160", "texts": ["Salt"]},
            },
            0,
        ),
        ({"page": "chart", "page_options": {"rows": ["Hoover"]}}, 14.7),
        ({"markdown": "# Hello"}, 14.7),
    ],
)
async def test_preview_of_margins(
    device_id: str, owner: Browser, content: dict[str, Any], margin: float
) -> None:
    """A page is previewed with the margin that it is printed with; labels have none."""
    layout = (await owner.ask("preview", device_id=device_id, **content))["layout"]
    assert layout["margin"] == pytest.approx(margin)
    (printed,) = re.findall(r"@page {.* margin: (\d+)px; }", layout["html"])
    assert int(printed) == round(margin / 25.4 * 96)


async def test_preview_of_a_drawn_page(
    hass: HomeAssistant, hub: Hub, owner: Browser
) -> None:
    """With what its preview answers, a page is printed as it was shown."""
    options: dict[str, Any] = {"count": 8, "operations": ["add"]}
    saved = save(hass, hub.account, "Sums", page="worksheet", page_options=options)
    for content in (
        {"page": "worksheet", "page_options": options},
        {"document": saved},
    ):
        fields: dict[str, Any] = {"device_id": hub.device_id, **content}
        shown, other = [await owner.ask("preview", **fields) for _ in range(2)]
        assert shown["layout"]["html"] != other["layout"]["html"]
        given: Any = content.get("page_options", {})
        fields["page_options"] = {**given, "seed": shown["seed"]}
        await owner.ask("print", **fields)
        assert hub.simulator.printed[-1].content.decode() == shown["layout"]["html"]
        assert shown["layout"]["html"].count('class="asks"') == 8


async def test_print_permission(
    hub: Hub, member: Browser, guest: Browser, stranger: Browser
) -> None:
    """Only users who may control a printer can print on it."""
    for command in ("print", "preview"):
        for browser, target, expected in (
            (member, hub.colour_id, "device_unknown"),
            (member, [hub.device_id, hub.colour_id], "device_unknown"),
            (guest, hub.device_id, "printer_not_allowed"),
            (stranger, hub.device_id, "device_unknown"),
        ):
            key = await browser.refused(command, device_id=target, text="x")
            assert key == expected
    assert hub.simulator.count("newPrintTask") == 0
    await member.ask("print", device_id=hub.device_id, text="x")
    assert len(hub.simulator.printed) == 1


async def test_unknown_fields(owner: Browser) -> None:
    """An unknown field is refused."""
    for command in ("printers", "documents", "jobs/list", "jobs/subscribe"):
        assert await owner.refused(command, nonsense=1) == "field_unknown"


async def test_logs_nothing_of_uploads(
    device_id: str, caplog: pytest.LogCaptureFixture, owner: Browser
) -> None:
    """The log contains neither content nor names of prints."""
    # It shows the results of slow tasks.
    caplog.set_level(logging.ERROR, "asyncio")
    caplog.set_level("DEBUG", "custom_components.cloudprint")
    upload_id = await owner.uploaded(b"SECRET-TEXT", "SECRET-NAME.txt")
    fields = {"device_id": device_id, "upload": upload_id}
    await owner.refused("print", **fields, html="SECRET-HTML", copies=0)
    await owner.refused("print", text="SECRET-OTHER", device_id=device_id, x=1)
    await owner.ask("print", **fields)
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components") or record.levelno >= logging.INFO
        # The test helpers log each event.
        if record.name != "homeassistant.core"
    ]
    assert ours
    assert not [message for message in ours if "SECRET" in message]
