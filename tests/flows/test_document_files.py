"""Tests of the form that saves a document of files."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
import shutil
import threading
from typing import Any, Final

from aiohttp import FormData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.printing.saved_document import get_documents
from custom_components.cloudprint.source import kept_files
from homeassistant.components import file_upload
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow

from ..actions import call
from ..conftest import Advance
from ..hub import Hub
from ..printing.test_saved_documents import begin
from ..samples import documents
from .steps import open_subentry, send, suggested
from .test_document import UNCLEAR

FRONT: Final = documents.picture("JPEG", (856, 540))
BACK: Final = documents.picture("PNG", (856, 540))
REMOVED: Final = kept_files.REMOVED_AFTER.total_seconds() + 1

type Upload = Callable[[str, bytes], Awaitable[str]]


@pytest.fixture
async def upload(
    hass: HomeAssistant,
    account: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Upload:
    """Return a function that sends a file as the form does, and returns its id."""
    # All Home Assistants of a machine have one folder, which each removes when it stops.
    monkeypatch.setattr(file_upload, "TEMP_DIR_NAME", str(tmp_path / "file_upload"))
    client = await hass_client()

    async def send_file(name: str, data: bytes) -> str:
        form = FormData(quote_fields=False)
        form.add_field("file", data, filename=name)
        answer = await client.post("/api/file_upload", data=form)
        assert answer.status == 200, await answer.text()
        file_id: str = (await answer.json())["file_id"]
        return file_id

    return send_file


async def choose(hass: HomeAssistant, result: Any, step: str) -> Any:
    """Choose a step of the menu."""
    assert result["type"] is FlowResultType.MENU
    return await send(hass, result, next_step_id=step)


async def change(
    hass: HomeAssistant, account: MockConfigEntry, subentry_id: str
) -> Any:
    """Open the form of a saved document."""
    return await open_subentry(hass, account, "document", subentry_id)


async def save_card(
    hass: HomeAssistant, account: MockConfigEntry, upload: Upload, **entered: Any
) -> str:
    """Save both sides of a card; return the id of the document."""
    result = await send(
        hass,
        await begin(hass, account, "files"),
        name="身份证复印件",
        file=await upload("正面.jpg", FRONT),
        **entered,
    )
    result = await choose(hass, result, "add")
    result = await send(hass, result, file=await upload("反面.png", BACK))
    result = await choose(hass, result, "save")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (document,) = get_documents(account)
    return document.subentry_id


async def test_save_and_change(
    hass: HomeAssistant, hub: Hub, upload: Upload, kept_folder: Path, advance: Advance
) -> None:
    """Files are added one by one, sorted, left out, and printed as one document."""
    options = {"copies": 2, "color": "monochrome"}
    subentry_id = await save_card(
        hass,
        hub.account,
        upload,
        device_id=hub.device_id,
        arrangement={"arrange": "id_card"},
        options=options,
    )
    (document,) = get_documents(hub.account)
    files = document.fields["files"]
    assert [(file["name"], file["size"]) for file in files] == [
        ("正面.jpg", len(FRONT)),
        ("反面.png", len(BACK)),
    ]
    assert document.fields == {
        "device_id": hub.device_id,
        "arrange": "id_card",
        **options,
        "files": files,
    }
    kept = [(kept_folder / file["file_id"]).read_bytes() for file in files]
    assert kept == [FRONT, BACK]
    await call(hass, "print", document="身份证复印件")
    (printed,) = hub.simulator.printed
    assert (printed.name, printed.config["copies"]) == ("身份证复印件", 2)

    result = await change(hass, hub.account, subentry_id)
    assert result["step_id"] == "files"
    assert result["description_placeholders"]["files"] == (
        "1. 正面\\.jpg\n2. 反面\\.png"
    )
    shown = suggested(result["data_schema"])
    assert shown == {
        "name": "身份证复印件",
        "device_id": hub.device_id,
        "arrange": "id_card",
        **options,
    }
    result = await send(
        hass,
        result,
        name="Cards",
        device_id=hub.device_id,
        file=await upload("other.png", BACK),
        arrangement={"arrange": "grid", "pictures_per_sheet": "4"},
    )
    result = await choose(hass, result, "order")
    assert suggested(result["data_schema"]) == {"files": ["1", "2", "3"]}
    result = await send(hass, result, files=[])
    assert result["errors"] == {"files": "files_missing"}
    result = await send(hass, result, files=["3", "1"])
    result = await choose(hass, result, "files")
    assert suggested(result["data_schema"])["name"] == "Cards"
    assert "file" not in result["data_schema"]({"name": "Cards"})
    result = await send(
        hass,
        result,
        name="Cards",
        device_id=hub.device_id,
        arrangement={"pictures_per_sheet": "4", "arrange": "grid"},
    )
    result = await choose(hass, result, "save")
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(hub.account)
    assert document.name == "Cards"
    assert document.fields["arrange"] == "grid"
    assert [file["name"] for file in document.fields["files"]] == [
        "other.png",
        "正面.jpg",
    ]
    changed = {file["file_id"] for file in document.fields["files"]}
    assert files[0]["file_id"] in changed
    await advance(REMOVED)
    assert {path.name for path in kept_folder.iterdir()} == changed
    result = await change(hass, hub.account, subentry_id)
    assert suggested(result["data_schema"])["pictures_per_sheet"] == "4"


async def test_other_fields_are_kept(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, upload: Upload
) -> None:
    """What the card has saved and the form does not show stays."""
    subentry_id = await save_card(hass, account, upload, device_id=device_id)
    subentry = account.subentries[subentry_id]
    files = [{**subentry.data["files"][0], "rotation": 90}]
    hass.config_entries.async_update_subentry(
        account,
        subentry,
        data={**subentry.data, "files": files, "margins": 10, "page_ranges": "2"},
    )
    result = await change(hass, account, subentry_id)
    assert suggested(result["data_schema"])["page_ranges"] == "2"
    card = {"name": "Card", "device_id": device_id}
    result = await send(hass, result, **card, options={"page_ranges": "x"})
    assert result["errors"] == {"options": "options_invalid"}
    result = await send(hass, result, **card, options={"page_ranges": "2"})
    result = await choose(hass, result, "save")
    assert result["errors"] == {"file": "content_invalid"}
    result = await send(hass, result, **card, options={"page_ranges": "odd"})
    assert "order" not in result["menu_options"]
    await choose(hass, result, "save")
    assert account.subentries[subentry_id].data == {
        "device_id": device_id,
        "margins": 10,
        "page_ranges": "odd",
        "files": files,
    }


async def test_file_that_is_there_twice(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, upload: Upload
) -> None:
    """Two parts of one file, as the card saves them, are sorted and left out alone."""
    subentry_id = await save_card(hass, account, upload, device_id=device_id)
    subentry = account.subentries[subentry_id]
    front, _ = subentry.data["files"]
    files = [{**front, "crop": [0, 0, 1, 0.5]}, {**front, "crop": [0, 0.5, 1, 1]}]
    hass.config_entries.async_update_subentry(
        account, subentry, data={**subentry.data, "files": files}
    )
    for chosen, expected in ((None, files), (["2", "1"], files[::-1])):
        result = await change(hass, account, subentry_id)
        result = await send(hass, result, name="Card", device_id=device_id)
        result = await choose(hass, result, "order")
        shown = suggested(result["data_schema"])["files"]
        result = await send(hass, result, files=chosen or shown)
        await choose(hass, result, "save")
        assert account.subentries[subentry_id].data["files"] == expected


async def test_given_up(
    hass: HomeAssistant, hub: Hub, upload: Upload, kept_folder: Path, advance: Advance
) -> None:
    """Files of a document that is not saved in the end are removed."""
    subentry_id = await save_card(hass, hub.account, upload, device_id=hub.device_id)
    before = {path.name for path in kept_folder.iterdir()}
    for form in (
        await begin(hass, hub.account, "files"),
        await change(hass, hub.account, subentry_id),
    ):
        result = await send(
            hass,
            form,
            name="Other",
            device_id=hub.device_id,
            file=await upload("a.jpg", FRONT),
        )
        assert len([*kept_folder.iterdir()]) == 3
        hass.config_entries.subentries.async_abort(result["flow_id"])
        await advance(REMOVED)
        assert {path.name for path in kept_folder.iterdir()} == before
    flow = await begin(hass, hub.account, "files")
    hass.config_entries.subentries.async_abort(flow["flow_id"])


async def test_given_up_during_an_upload(
    hub: Hub,
    upload: Upload,
    kept_folder: Path,
    advance: Advance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that is copied when the dialog is closed is removed."""
    is_copying, may_copy = asyncio.Event(), threading.Event()
    copy = shutil.copyfileobj

    def be_slow(*args: Any) -> None:
        hub.hass.loop.call_soon_threadsafe(is_copying.set)
        may_copy.wait()
        copy(*args)

    form = await begin(hub.hass, hub.account, "files")
    file = await upload("a.jpg", FRONT)
    monkeypatch.setattr(shutil, "copyfileobj", be_slow)
    sending = asyncio.ensure_future(send(hub.hass, form, name="Card", file=file))
    await is_copying.wait()
    hub.hass.config_entries.subentries.async_abort(form["flow_id"])
    may_copy.set()
    with pytest.raises(UnknownFlow):
        await sending
    assert len([*kept_folder.iterdir()]) == 1
    await advance(REMOVED)
    assert [*kept_folder.iterdir()] == []


async def test_errors(
    hub: Hub,
    upload: Upload,
    kept_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    advance: Advance,
) -> None:
    """What cannot be printed is refused with a reason, and can be corrected."""
    form = await begin(hub.hass, hub.account, "files")
    sent: dict[str, Any] = {"device_id": hub.device_id, "name": "Card"}
    archive = b"7z\xbc\xaf\x27\x1c"
    result = await send(hub.hass, form, **sent, file=await upload("a.7z", archive))
    assert result["errors"] == {"file": "content_invalid"}
    assert result["description_placeholders"]["message"].startswith("“File” is in")

    # The first file is kept, so that none is needed for another try.
    result = await send(
        hub.hass, result, **sent | {"name": " "}, file=await upload("a.jpg", FRONT)
    )
    assert result["errors"] == {"name": "name_invalid"}
    assert result["description_placeholders"]["files"] == "1. a\\.jpg"
    result = await send(hub.hass, result, **sent, options={"paper": "A0"})
    assert result["errors"] == {"options": "options_invalid"}

    result = await send(hub.hass, result, **sent, arrangement={"picture_fit": "fill"})
    result = await choose(hub.hass, result, "save")
    assert result["errors"] == {"arrangement": "content_invalid"}
    assert result["step_id"] == "files"
    assert result["description_placeholders"]["message"].startswith(
        "“Picture fit” applies only if “Arrangement” is one of these: Several per"
    )

    result = await send(hub.hass, result, **sent)
    result = await choose(hub.hass, result, "add")
    gone = "01234567-89ab-cdef-0123-456789abcdef"
    result = await send(hub.hass, result, file=gone)
    assert result["errors"] == {"file": "file_gone"}
    result = await send(hub.hass, result, file=await upload("a.docx", b"text \0"))
    assert result["errors"] == {"file": "content_invalid"}
    with monkeypatch.context() as patch:
        patch.setattr(kept_files, "MAX_DOCUMENT_BYTES", len(FRONT))
        result = await send(hub.hass, result, file=await upload("b.png", BACK))
        assert result["errors"] == {"file": "content_invalid"}
        message = result["description_placeholders"]["message"]
        assert message.startswith("The files of a saved document can have up to")
    result = await send(hub.hass, result, file=await upload("b.png", BACK))
    result = await choose(hub.hass, result, "save")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await advance(REMOVED)
    assert len([*kept_folder.iterdir()]) == 2


async def test_encoding(hass: HomeAssistant, hub: Hub, upload: Upload) -> None:
    """A text whose encoding is not recognized is saved with its own."""
    form = await begin(hass, hub.account, "files")
    entered: dict[str, Any] = {"name": "Note", "device_id": hub.device_id}
    result = await send(hass, form, **entered, file=await upload("a.txt", UNCLEAR))
    assert result["errors"] == {"file": "content_invalid"}
    result = await send(
        hass,
        result,
        **entered,
        file=await upload("a.txt", UNCLEAR),
        options={"encoding": "Shift_JIS"},
    )
    await choose(hass, result, "save")
    await call(hass, "print", document="Note")
    assert UNCLEAR.decode("cp932") in hub.simulator.printed[0].content.decode()


async def test_printer_that_cannot_be_asked(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, upload: Upload
) -> None:
    """While the account is not loaded, a document is saved without a trial."""
    await hass.config_entries.async_unload(account.entry_id)
    await save_card(
        hass, account, upload, device_id=device_id, arrangement={"picture_fit": "fill"}
    )


@pytest.mark.parametrize("gone", ["account_gone", "document_gone"])
async def test_deleted_meanwhile(
    hass: HomeAssistant, hub: Hub, upload: Upload, gone: str
) -> None:
    """The flow ends if the document or its account was deleted."""
    subentry_id = await save_card(hass, hub.account, upload, device_id=hub.device_id)
    flows = [
        await change(hass, hub.account, subentry_id),
        await send(
            hass,
            await change(hass, hub.account, subentry_id),
            name="Other",
            device_id=hub.device_id,
        ),
    ]
    if gone == "document_gone":
        hass.config_entries.async_remove_subentry(hub.account, subentry_id)
    else:
        flows.append(
            await send(
                hass,
                await begin(hass, hub.account, "files"),
                name="Other",
                device_id=hub.device_id,
                file=await upload("a.jpg", FRONT),
            )
        )
        await hass.config_entries.async_remove(hub.account.entry_id)
    for flow in flows:
        if flow["type"] is FlowResultType.MENU:
            result = await choose(hass, flow, "save")
        else:
            result = await send(hass, flow, name="Other", device_id=hub.device_id)
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, gone)
