"""Tests of the command that saves uploads as a document."""

from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing.saved_document import get_documents
from custom_components.cloudprint.source import kept_files
from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import Advance
from ..hub import Hub
from ..printing.test_saved_documents import button_of, save
from ..samples import documents
from ..samples.pdf_files import PASSWORD, encrypted
from ..simulator import CloudSimulator
from ..test_button import press
from ..waits import until
from .conftest import Browser

FRONT: Final = documents.picture("JPEG", (856, 540))
BACK: Final = documents.picture("PNG", (856, 540))
CORNERS: Final = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]


def names(folder: Path) -> set[str]:
    """Return the names of the files in a folder."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


async def test_save(
    hub: Hub, owner: Browser, member: Browser, uploads: Path, kept_folder: Path
) -> None:
    """Uploads become a document, which is printed by its name and its button."""
    front = await owner.uploaded(FRONT, "正面.jpg")
    back = await owner.uploaded(BACK, "反面.png")
    answer = await owner.ask(
        "documents/save",
        name=" 身份证复印件 ",
        device_id=hub.device_id,
        upload=[
            {"upload": front, "corners": CORNERS, "rotation": 180},
            {"upload": back, "crop": [0, 0, 1, 0.5]},
            front,
        ],
        arrange="id_card",
        clean_up="straighten",
        copies=2,
        page_ranges="1-2",
    )
    (document,) = get_documents(hub.account)
    record = {
        "id": document.subentry_id,
        "name": "身份证复印件",
        "kind": "files",
        "device_id": hub.device_id,
    }
    assert answer == {"document": record}
    for browser in (owner, member):
        assert (await browser.ask("documents"))["documents"] == [record]
    first, second, third = document.fields["files"]
    assert document.fields == {
        "device_id": hub.device_id,
        "arrange": "id_card",
        "clean_up": "straighten",
        "copies": 2,
        "page_ranges": "1-2",
        "files": [
            {
                "file_id": first["file_id"],
                "name": "正面.jpg",
                "size": len(FRONT),
                "corners": CORNERS,
                "rotation": 180,
            },
            {
                "file_id": second["file_id"],
                "name": "反面.png",
                "size": len(BACK),
                "crop": [0, 0, 1, 0.5],
            },
            {"file_id": first["file_id"], "name": "正面.jpg", "size": len(FRONT)},
        ],
    }
    await hub.hass.async_block_till_done()
    assert names(kept_folder) == {first["file_id"], second["file_id"]}
    await until(lambda: names(uploads) == set())
    assert (kept_folder / third["file_id"]).read_bytes() == FRONT

    dry = await call(hub.hass, "print", document="身份证复印件", dry_run=True)
    assert dry["jobs"][0]["preview"]
    assert hub.simulator.printed == []
    await call(hub.hass, "print", document="身份证复印件")
    await press(hub.hass, button_of(hub.hass, hub.account, document.subentry_id))
    await member.ask("print", document=document.subentry_id)
    assert [job.config["copies"] for job in hub.simulator.printed] == [2, 2, 2]
    assert {job.name for job in hub.simulator.printed} == {"身份证复印件"}
    assert len({job.content for job in hub.simulator.printed}) == 1
    assert hub.simulator.printed[0].content.count(b"<img") == 2
    preview = await owner.ask("preview", document=document.subentry_id)
    assert (preview["pages"], preview["name"]) == (1, "身份证复印件")

    # Its own fields can be overridden, but its files cannot be named from outside.
    await call(hub.hass, "print", document="身份证复印件", arrange="pages", copies=1)
    assert hub.simulator.printed[-1].config["copies"] == 1
    files = document.fields["files"]
    for browser in (owner, member):
        for command in ("print", "preview"):
            assert (
                await browser.refused(command, device_id=hub.device_id, files=files)
                == "field_unknown"
            )


async def test_without_a_printer(hass: HomeAssistant, hub: Hub, owner: Browser) -> None:
    """A document without a printer belongs to the account of the default printer."""
    hass.config_entries.async_update_entry(
        hub.account, options={"default_printer": hub.device_id}
    )
    await hass.async_block_till_done()
    upload = await owner.uploaded(b"plain text", "letter.txt")
    await owner.ask("documents/save", name="Letter", upload=upload, encoding="utf-8")
    (document,) = get_documents(hub.account)
    (file,) = document.fields["files"]
    assert document.fields == {"encoding": "utf-8", "files": [file]}


async def test_refusals(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    owner: Browser,
    member: Browser,
    uploads: Path,
    kept_folder: Path,
    advance: Advance,
) -> None:
    """What is refused saves nothing and leaves the uploads."""
    save(hass, account, "Card", text="x")
    subentries = dict(account.subentries)
    upload = await owner.uploaded(FRONT, "front.jpg")
    secret = await owner.uploaded(encrypted("aes-256"), "secret.pdf")
    waiting = names(uploads)
    given: dict[str, Any] = {"name": "New", "device_id": device_id, "upload": upload}
    for wrong, key in (
        ({"name": " "}, "text_invalid"),
        ({"name": "x" * 101}, "text_invalid"),
        ({"name": "CARD "}, "document_name_taken"),
        ({"upload": None}, "content_missing"),
        ({"upload": "x"}, "upload_unknown"),
        ({"upload": secret}, "document_password"),
        ({"upload": secret, "password": PASSWORD}, "field_unknown"),
        ({"text": "x"}, "field_unknown"),
        ({"device_id": "x"}, "device_unknown"),
        ({"device_id": []}, "device_missing"),
        ({"arrange": "x"}, "option_invalid"),
        ({"paper": "A0"}, "option_invalid"),
        ({"days": 3}, "content_option_misplaced"),
    ):
        assert await owner.refused("documents/save", **{**given, **wrong}) == key
    mine = await member.uploaded(FRONT, "front.jpg")
    waiting |= {mine}
    assert (
        await member.refused("documents/save", **given | {"upload": mine})
        == "document_not_allowed"
    )
    assert (
        await owner.refused("documents/save", **given | {"upload": mine})
        == "upload_unknown"
    )
    with patch.object(kept_files, "MAX_DOCUMENT_BYTES", len(FRONT)):
        other = await owner.uploaded(BACK, "back.png")
        waiting |= {other}
        assert (
            await owner.refused("documents/save", **given | {"upload": [upload, other]})
            == "document_files_too_large"
        )
    await advance(kept_files.REMOVED_AFTER.total_seconds() + 1)
    assert dict(account.subentries) == subentries
    assert names(kept_folder) == set()
    assert names(uploads) == waiting
    await owner.ask("documents/save", **given)
    await until(lambda: names(uploads) == waiting - {upload})


async def test_file_that_is_gone(
    device_id: str, owner: Browser, kept_folder: Path, simulator: CloudSimulator
) -> None:
    """Without a file, as after a partial restore, nothing is printed."""
    upload = await owner.uploaded(FRONT, "front.jpg")
    await owner.ask("documents/save", name="Card", upload=upload, device_id=device_id)
    for path in kept_folder.iterdir():
        path.unlink()
    assert await owner.refused("print", document="Card") == "document_file_gone"
    assert simulator.printed == []
