"""Tests of the media source of printable files: what it lists, for whom, and its prints."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import io
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp.test_utils import TestClient
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
import yaml

from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES
from custom_components.cloudprint.document.formats import ENDINGS
from custom_components.cloudprint.flows.document_form import CONTENT
from custom_components.cloudprint.source import printable_files
from custom_components.cloudprint.source.kept_files import KEPT_FILES
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.auth.models import Group, User
from homeassistant.components import media_source
from homeassistant.components.media_player import BrowseError
from homeassistant.components.media_source import Unresolvable
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component

from .actions import MESSAGES, call, refuses
from .hub import Hub
from .package import FOLDER
from .printing.test_saved_documents import save
from .samples import documents
from .samples.pdf_files import text
from .simulator import CloudSimulator

ROOT = "media-source://cloudprint"
PNG = documents.picture("PNG", (800, 400))


@dataclass
class Person:
    """A user with a browser."""

    user: User
    client: TestClient[Any, Any]
    socket: Any

    async def send(self, command: str, **fields: Any) -> Any:
        """Return the answer to a websocket command."""
        await self.socket.send_json_auto_id({"type": command, **fields})
        return await self.socket.receive_json()

    async def browse(self, media_id: str = ROOT) -> Any:
        """Return a folder of the media browser."""
        answer = await self.send("media_source/browse_media", media_content_id=media_id)
        assert answer["success"], answer
        return answer["result"]

    async def list_ids(self, media_id: str = ROOT) -> dict[str, str]:
        """Return the IDs of what is in a folder, by their titles."""
        children = (await self.browse(media_id))["children"]
        return {child["title"]: child["media_content_id"] for child in children}

    async def refused(self, command: str, media_id: str) -> str:
        """Return the message of an error."""
        answer = await self.send(f"media_source/{command}", media_content_id=media_id)
        assert not answer["success"], answer
        message: str = answer["error"]["message"]
        return message

    async def print(self, device_id: str, media: Any) -> Any:
        """Print by the action; return the answer."""
        return await self.send(
            "call_service",
            domain="cloudprint",
            service="print",
            service_data={"device_id": device_id, "media": media},
            return_response=True,
        )


type AddPerson = Callable[..., Awaitable[Person]]


@pytest.fixture
def language() -> str:
    """Return the language of the home."""
    return "en"


@pytest.fixture
async def allowed_folder(hub: Hub, language: str) -> Path:
    """Set up media sources; return the only allowed folder."""
    hub.hass.config.language = language
    assert await async_setup_component(hub.hass, "media_source", {})
    return Path(hub.hass.config.path("media"))


@pytest.fixture
def add_person(
    hass: HomeAssistant,
    allowed_folder: Path,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> AddPerson:
    """Return a function that adds a user of a group, or with permissions."""

    async def add(group: str, policy: Any = None) -> Person:
        await hass.auth.async_create_user("Owner")  # The first one
        user = await hass.auth.async_create_user("Anna", group_ids=[group])
        if policy is not None:
            user.groups = [Group(name="Group", policy={"entities": policy})]
        token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
        access_token = hass.auth.async_create_access_token(token)
        return Person(
            user,
            await hass_client(access_token),
            await hass_ws_client(hass, access_token),
        )

    return add


@pytest.fixture
async def admin(add_person: AddPerson) -> Person:
    """Return an administrator."""
    return await add_person(GROUP_ID_ADMIN)


@pytest.fixture
async def member(hass: HomeAssistant, hub: Hub, add_person: AddPerson) -> Person:
    """Return a user who may only use the document's printer."""
    status = hub.entity_id(Platform.SENSOR, "status")
    policy = {"entity_ids": {status: {"read": True, "control": True}}}
    return await add_person(GROUP_ID_USER, policy)


@pytest.fixture
async def guest(hass: HomeAssistant, hub: Hub, add_person: AddPerson) -> Person:
    """Return a user who may look at the document's printer, but not print."""
    status = hub.entity_id(Platform.SENSOR, "status")
    return await add_person(GROUP_ID_USER, {"entity_ids": {status: {"read": True}}})


async def keep(
    hass: HomeAssistant, account: MockConfigEntry, path: Path, name: str
) -> str:
    """Save a document with a file; return the ID of this in the media browser."""
    file = await hass.data[KEPT_FILES].async_add(path, name)
    save(hass, account, "ID card", files=[file])
    await hass.async_block_till_done()
    return f"{ROOT}/document/{file['file_id']}"


def message(key: str, language: str = "en", **placeholders: str) -> str:
    """Return an error's message."""
    return MESSAGES[language][key]["message"].format(**placeholders)


async def test_browse(allowed_folder: Path, member: Person) -> None:
    """Folders and printable files are listed, folders first, by their names."""
    (allowed_folder / "Scans").mkdir()
    (allowed_folder / "letter.pdf").write_bytes(text(1))
    (allowed_folder / "Photo.JPG").write_bytes(documents.picture("JPEG"))
    (allowed_folder / "合同.docx").write_bytes(documents.docx())
    (allowed_folder / "notes.md").write_text("# Notes", encoding="utf-8")
    for name in ("song.mp3", "film.mp4", "archive.zip", ".hidden.pdf", "README"):
        (allowed_folder / name).write_bytes(b"x")
    (allowed_folder / ".secret").mkdir()

    listed = await member.browse()
    assert listed["title"] == "Printable files"
    assert await member.list_ids() == {"media": f"{ROOT}/file{allowed_folder}"}
    listed = await member.browse(f"{ROOT}/file{allowed_folder}")
    assert listed["title"] == "media"
    assert listed["not_shown"] == 0
    assert [
        (
            child["title"],
            child["media_class"],
            child["media_content_type"],
            child["can_expand"],
            child["can_play"],
            child["thumbnail"] is not None,
        )
        for child in listed["children"]
    ] == [
        ("Scans", "directory", "", True, False, False),
        ("letter.pdf", "image", "application/pdf", False, True, True),
        ("notes.md", "app", "application/octet-stream", False, True, False),
        ("Photo.JPG", "image", "image/jpg", False, True, True),
        ("合同.docx", "app", "application/octet-stream", False, True, False),
    ]
    assert (await member.browse(f"{ROOT}/file{allowed_folder}/Scans"))["children"] == []


@pytest.mark.parametrize("language", ["zh-Hans"])
async def test_other_language(hub: Hub, allowed_folder: Path, admin: Person) -> None:
    """The source is named in the language of the home."""
    (allowed_folder / "a.txt").write_text("x", encoding="utf-8")
    await keep(hub.hass, hub.account, allowed_folder / "a.txt", "a.txt")
    root = await admin.list_ids("media-source://")
    assert root["可打印的文件"] == ROOT
    assert (await admin.browse())["title"] == "可打印的文件"
    assert "常用文档" in await admin.list_ids()
    assert await admin.refused(
        "resolve_media", f"{ROOT}/file{allowed_folder}/a.txt"
    ) == (message("media_not_served", "zh-Hans"))


async def test_never_served(allowed_folder: Path, admin: Person) -> None:
    """No one gets a file by its ID."""
    (allowed_folder / "letter.pdf").write_bytes(text(1))
    for name in (f"/file{allowed_folder}/letter.pdf", f"/file{allowed_folder}", ""):
        assert await admin.refused("resolve_media", f"{ROOT}{name}") == (
            message("media_not_served")
        )


async def test_nobody(hass: HomeAssistant, allowed_folder: Path, guest: Person) -> None:
    """Without a user who may print, nothing is listed."""
    (allowed_folder / "letter.png").write_bytes(PNG)
    inside = f"{ROOT}/file{allowed_folder}"
    assert await guest.list_ids() == {}
    assert await guest.refused("browse_media", inside) == (
        message("media_not_found", media=inside)
    )
    assert await guest.refused("browse_media", f"{ROOT}/document") == (
        message("media_not_found", media=f"{ROOT}/document")
    )
    url = f"/api/cloudprint/thumbnail?file=file{allowed_folder}/letter.png"
    assert (await guest.client.get(url)).status == 404
    # An automation is no user of a connection.
    listed = await media_source.async_browse_media(hass, ROOT)
    assert not listed.children
    with pytest.raises(BrowseError, match="There is no media item"):
        await media_source.async_browse_media(hass, inside)
    with pytest.raises(Unresolvable):
        await media_source.async_resolve_media(hass, f"{inside}/letter.png", None)


async def test_inherited_connection(hass: HomeAssistant, admin: Person) -> None:
    """What a command starts, such as a server, does not list files for its user."""
    started: list[asyncio.Task[Any]] = []

    async def start(_: ServiceCall) -> None:
        work = media_source.async_browse_media(hass, ROOT)
        started.append(hass.async_create_task(work))

    hass.services.async_register("server", "start", start)
    await admin.send("call_service", domain="server", service="start")
    (task,) = started
    assert not (await task).children
    assert await admin.list_ids() != {}


async def test_deactivated_user(admin: Person) -> None:
    """A connection that outlives its user's account lists nothing."""
    assert await admin.list_ids() != {}
    admin.user.is_active = False
    assert await admin.list_ids() == {}


@pytest.mark.parametrize(
    "path",
    [
        "/file/etc",
        "/file{folder}/..",
        "/file{folder}/../.storage",
        "/file{folder}/.hidden",
        "/file{folder}/missing",
        "/file{folder}/letter.pdf",
        "/file{folder}/outside",
        "/file{folder}/disguised",
        "/file{folder}/%00",
        "/file{folder}/loop",
        "/file",
        "/files{folder}",
        "/document",
        "/document/letter.pdf",
    ],
)
async def test_not_listed(
    allowed_folder: Path,
    admin: Person,
    tmp_path_factory: pytest.TempPathFactory,
    path: str,
) -> None:
    """Only visible folders that Home Assistant may read are listed."""
    outside = tmp_path_factory.mktemp("outside")
    (allowed_folder / "letter.pdf").write_bytes(text(1))
    (allowed_folder / ".hidden").mkdir()
    (allowed_folder / "outside").symlink_to(outside)
    (allowed_folder / "disguised").symlink_to(allowed_folder / ".hidden")
    (allowed_folder / "loop").symlink_to(allowed_folder / "loop")
    media_id = f"{ROOT}{path.format(folder=allowed_folder)}"
    assert await admin.refused("browse_media", media_id) == (
        message("media_not_found", media=media_id)
    )
    assert list(await admin.list_ids(f"{ROOT}/file{allowed_folder}")) == ["letter.pdf"]


async def test_links(
    allowed_folder: Path,
    member: Person,
    device_id: str,
    simulator: CloudSimulator,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Links are listed that lead to what may be read."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (allowed_folder / "Letters").mkdir()
    (allowed_folder / "Letters/a.txt").write_text("Milk", encoding="utf-8")
    (allowed_folder / "Latest").symlink_to(allowed_folder / "Letters")
    (allowed_folder / "b.txt").symlink_to(allowed_folder / "Letters/a.txt")
    (allowed_folder / "c.txt").symlink_to(outside / "secret.txt")
    (allowed_folder / "gone.txt").symlink_to(allowed_folder / "missing.txt")
    (allowed_folder / "loop.txt").symlink_to(allowed_folder / "loop.txt")
    os.mkfifo(allowed_folder / "pipe.txt")
    inside = f"{ROOT}/file{allowed_folder}"
    assert list(await member.list_ids(inside)) == ["Latest", "Letters", "b.txt"]
    latest = f"{inside}/Latest"
    assert await member.list_ids(latest) == {"a.txt": f"{latest}/a.txt"}
    assert (await member.print(device_id, f"{latest}/a.txt"))["success"]
    assert simulator.printed[-1].content == b"Milk"
    refusal = await member.print(device_id, f"{inside}/c.txt")
    assert refusal["error"]["translation_key"] == "file_not_allowed"
    # A folder that becomes a link meanwhile is not followed.
    resolve = Path.resolve

    def replace(path: Path) -> Path:
        resolved = resolve(path)
        if path == allowed_folder / "Letters":
            (allowed_folder / "Letters").rename(allowed_folder / "Moved")
            (allowed_folder / "Letters").symlink_to(outside)
        return resolved

    with patch.object(Path, "resolve", replace):
        assert await member.refused("browse_media", f"{inside}/Letters") == (
            message("media_not_found", media=f"{inside}/Letters")
        )


async def test_all_allowed_folders(
    hass: HomeAssistant, allowed_folder: Path, member: Person, tmp_path: Path
) -> None:
    """Each folder that exists is listed by its name, or by its path if several have it."""
    hidden = tmp_path / ".share"
    hidden.mkdir()
    (hidden / "a.pdf").write_bytes(text(1))
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path)
    names = ("missing", "file", "link", ".share", "media")
    hass.config.allowlist_external_dirs = {str(tmp_path / name) for name in names}
    assert await member.list_ids() == {
        path.name: f"{ROOT}/file{path}" for path in (hidden, allowed_folder)
    }
    assert list(await member.list_ids(f"{ROOT}/file{hidden}")) == ["a.pdf"]
    other = tmp_path / "photos/media"
    other.mkdir(parents=True)
    hass.config.allowlist_external_dirs |= {str(other)}
    assert list(await member.list_ids()) == [
        ".share",
        *sorted(map(str, (allowed_folder, other))),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "100% sure? #1 & <b>.txt",
        "%2e%2e%2f.txt",
        " a\nb\t.txt",
        "家庭 👨‍👩‍👧.txt",
        "at 1.00\u202fPM.txt",
        b"caf\xe9.txt",
        "'\"\\.txt",
    ],
)
async def test_odd_names(
    allowed_folder: Path, hub: Hub, member: Person, name: str | bytes
) -> None:
    """A file is printed by its listed ID, whatever it and its folder are called."""
    path = allowed_folder / os.fsdecode(name)
    path.mkdir()
    (path / path.name).write_bytes(b"Milk")
    (listed,) = (await member.browse(f"{ROOT}/file{allowed_folder}"))["children"]
    if isinstance(name, str):
        assert listed["title"] == name
    (listed,) = (await member.browse(listed["media_content_id"]))["children"]
    answer = await member.print(
        hub.device_id, {"media_content_id": listed["media_content_id"]}
    )
    assert answer["success"], answer
    assert hub.simulator.printed[-1].content == b"Milk"


async def test_large_folder(allowed_folder: Path, member: Person) -> None:
    """The first files of a large folder are listed, with the number of all others."""
    for number in range(30):
        (allowed_folder / f"{number:02}.txt").touch()
    (allowed_folder / "Z").mkdir()
    with patch.object(printable_files, "MAX_ITEMS", 10):
        listed = await member.browse(f"{ROOT}/file{allowed_folder}")
    titles = [child["title"] for child in listed["children"]]
    assert titles == ["Z", *(f"{number:02}.txt" for number in range(9))]
    assert listed["not_shown"] == 21


async def test_print(allowed_folder: Path, hub: Hub, member: Person) -> None:
    """What was selected is printed, also several files, and named after its title."""
    (allowed_folder / "Scans").mkdir()
    (allowed_folder / "Scans/letter.pdf").write_bytes(text(2))
    (allowed_folder / "Scans/photo.png").write_bytes(PNG)
    selected = [
        {
            "media_content_id": child["media_content_id"],
            "media_content_type": child["media_content_type"],
            "metadata": {"title": child["title"], "thumbnail": child["thumbnail"]},
        }
        for child in (await member.browse(f"{ROOT}/file{allowed_folder}/Scans"))[
            "children"
        ]
    ]
    answer = await member.print(hub.device_id, selected[0])
    (job,) = answer["result"]["response"]["jobs"]
    assert (job["name"], job["pages"]) == ("letter.pdf", 2)
    assert hub.simulator.printed[-1].content.count(b"data:image/") == 2
    (job,) = (await member.print(hub.device_id, selected))["result"]["response"]["jobs"]
    assert (job["name"], job["pages"]) == ("letter.pdf (+1)", 3)
    missing = await member.print(hub.device_id, f"{ROOT}/file{allowed_folder}/gone.pdf")
    assert missing["error"]["translation_key"] == "file_not_found"
    for path in ("", "/", "/file", "/other/x"):
        refusal = await member.print(hub.device_id, f"{ROOT}{path}")
        assert not refusal["success"], path
    assert len(hub.simulator.printed) == 2


async def test_kept_files(
    hass: HomeAssistant, hub: Hub, allowed_folder: Path, admin: Person
) -> None:
    """Administrators find the files of saved documents, which automations print, too."""
    assert "Saved documents" not in await admin.list_ids()
    (allowed_folder / "card.txt").write_text("Card", encoding="utf-8")
    media_id = await keep(hass, hub.account, allowed_folder / "card.txt", "front.txt")
    assert (await admin.list_ids())["Saved documents"] == f"{ROOT}/document"
    listed = await admin.list_ids(f"{ROOT}/document")
    assert listed == {"ID card: front.txt": media_id}
    assert (await admin.print(hub.device_id, media_id))["success"]
    assert hub.simulator.printed[-1].content == b"Card"
    printed = await call(hass, "print", device_id=hub.device_id, media=media_id)
    assert [job["name"] for job in printed["jobs"]] == ["front.txt"]
    with refuses("media_not_found", media=f"{ROOT}/document/journal.db"):
        await call(
            hass, "print", device_id=hub.device_id, media=f"{ROOT}/document/journal.db"
        )
    hass.data[KEPT_FILES].get_path(media_id.rpartition("/")[2]).unlink()
    with refuses("document_file_gone"):
        await call(hass, "print", device_id=hub.device_id, media=media_id)


async def test_kept_files_are_for_administrators(
    hass: HomeAssistant, hub: Hub, allowed_folder: Path, member: Person
) -> None:
    """Other users neither find nor print the files of saved documents."""
    (allowed_folder / "card.png").write_bytes(PNG)
    media_id = await keep(hass, hub.account, allowed_folder / "card.png", "front.png")
    assert list(await member.list_ids()) == ["media"]
    assert await member.refused("browse_media", f"{ROOT}/document") == (
        message("media_not_found", media=f"{ROOT}/document")
    )
    refusal = await member.print(hub.device_id, media_id)
    assert refusal["error"]["translation_key"] == "media_not_found"
    identifier = media_id.removeprefix(f"{ROOT}/")
    url = f"/api/cloudprint/thumbnail?file={identifier}"
    assert (await member.client.get(url)).status == 404
    assert hub.simulator.printed == []


async def test_thumbnails(hub: Hub, allowed_folder: Path, admin: Person) -> None:
    """Pictures and first pages have thumbnails; what is none is not found."""
    (allowed_folder / "a & b.png").write_bytes(PNG)
    (allowed_folder / "broken.png").write_bytes(PNG[:99])
    (allowed_folder / "letter.pdf").write_bytes(text(2))
    with (allowed_folder / "large.png").open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    await keep(hub.hass, hub.account, allowed_folder / "letter.pdf", "card.pdf")
    sizes: dict[str, object] = {}
    for inside in (f"{ROOT}/file{allowed_folder}", f"{ROOT}/document"):
        for child in (await admin.browse(inside))["children"]:
            answer = await admin.client.get(child["thumbnail"])
            sizes[child["title"]] = answer.status
            if answer.status == 200:
                assert answer.content_type == "image/jpeg"
                assert answer.headers["Cache-Control"] == "private, max-age=300"
                image = Image.open(io.BytesIO(await answer.read()))
                sizes[child["title"]] = image.size
    assert sizes.pop("ID card: card.pdf") == sizes.pop("letter.pdf")
    assert sizes == {"a & b.png": (360, 180), "broken.png": 404, "large.png": 404}
    (allowed_folder / "notes.txt").write_text("x", encoding="utf-8")
    for path in (
        f"file{allowed_folder}/notes.txt",
        "file/etc/hostname",
        "",
        "document/x",
    ):
        url = f"/api/cloudprint/thumbnail?file={path}"
        assert (await admin.client.get(url)).status == 404
    assert (await admin.client.get("/api/cloudprint/thumbnail")).status == 404


async def test_thumbnails_after_restart(allowed_folder: Path, admin: Person) -> None:
    """A page that was open before a restart gets thumbnails before anyone browses."""
    (allowed_folder / "a.png").write_bytes(PNG)
    url = f"/api/cloudprint/thumbnail?file=file{allowed_folder}/a.png"
    assert (await admin.client.get(url)).status == 200


async def test_thumbnails_need_a_user(
    allowed_folder: Path, admin: Person, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Thumbnails are not for everyone."""
    (allowed_folder / "a.png").write_bytes(PNG)
    (child,) = (await admin.browse(f"{ROOT}/file{allowed_folder}"))["children"]
    client = await hass_client_no_auth()
    assert (await client.get(child["thumbnail"])).status == 401


async def test_selectors_accept_all_files(allowed_folder: Path, member: Person) -> None:
    """All printable files can be picked in the forms of the action and of documents."""
    for ending in ENDINGS:
        (allowed_folder / f"a.{ending}").touch()
    children = (await member.browse(f"{ROOT}/file{allowed_folder}"))["children"]
    assert len(children) == len(ENDINGS)
    actions = yaml.safe_load((FOLDER / "services.yaml").read_text("utf-8"))
    fields: dict[str, Any] = {}
    for name, field in actions["print"]["fields"].items():
        fields |= field.get("fields", {name: field})
    for accepted in (
        fields["media"]["selector"]["media"]["accept"],
        CONTENT["media"].config["accept"],
    ):
        beginnings = tuple(each.removesuffix("*") for each in accepted)
        assert all(
            child["media_content_type"].startswith(beginnings) for child in children
        )


async def test_saved_document(hub: Hub, allowed_folder: Path) -> None:
    """A document of such a file is saved by its form, and printed."""
    (allowed_folder / "form.txt").write_text("Form", encoding="utf-8")
    result: Any = await hub.hass.config_entries.subentries.async_init(
        (hub.account.entry_id, "document"), context={"source": "user"}
    )
    result = await hub.hass.config_entries.subentries.async_configure(
        result["flow_id"], {"next_step_id": "media"}
    )
    media = {"media_content_id": f"{ROOT}/file{allowed_folder}/form.txt"}
    result = await hub.hass.config_entries.subentries.async_configure(
        result["flow_id"],
        {
            "name": "Form",
            "media": [{**media, "media_content_type": "application/octet-stream"}],
            "device_id": hub.device_id,
        },
    )
    assert result["type"] == "create_entry", result
    await hub.hass.async_block_till_done()
    await call(hub.hass, "print", document="Form")
    assert hub.simulator.printed[-1].content == b"Form"
