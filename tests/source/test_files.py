"""Tests of several files, and changed ones, as one content."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
)
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.source_file import Edits, SourceFile
from custom_components.cloudprint.source import files as files_module
from custom_components.cloudprint.source.upload import UPLOADS, UploadStore
from homeassistant.components.media_source import PlayMedia
from homeassistant.const import ATTR_FRIENDLY_NAME
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from tests.actions import refuses
from tests.samples import documents
from tests.samples.pdf_files import PDFS

from .conftest import AddPerson
from .pictures import CAMERA, DoorCamera, add_camera
from .resolving import async_resolve

LOCAL = "media-source://media_source/local"
PNG = documents.picture("PNG")
JPEG = documents.picture("JPEG")
GRID = RenderSettings(arrange=ArrangeSettings(arrangement=Arrangement.GRID))


@pytest.fixture
async def local_media(hass: HomeAssistant, config_folder: Path) -> Path:
    """Return a folder with a picture, a photo, a PDF of three pages and a letter."""
    hass.data[UPLOADS] = UploadStore(hass, config_folder / "uploads")
    folder = config_folder / "media"
    (folder / "a.png").write_bytes(PNG)
    (folder / "b.jpg").write_bytes(JPEG)
    (folder / "c.pdf").write_bytes(PDFS["text"]())
    (folder / "d.docx").write_bytes(documents.docx())
    (folder / "empty.png").touch()
    assert await async_setup_component(hass, "media_source", {})
    return folder


@pytest.fixture
def uploads(config_folder: Path) -> Path:
    """Return the folder of uploads and copies."""
    return config_folder / "uploads"


async def async_remaining(hass: HomeAssistant, uploads: Path) -> list[Path]:
    """Return the copies that are left."""
    await hass.async_block_till_done(wait_background_tasks=True)
    return list(uploads.iterdir()) if uploads.exists() else []


async def test_several_files(
    hass: HomeAssistant, local_media: Path, uploads: Path
) -> None:
    """Pictures and PDF files become the sheets of one content, in their order."""
    value = ["media/c.pdf", str(local_media / "a.png"), "media/b.jpg"]
    source = await async_resolve(hass, {"file": value})
    assert source.origin == "file"
    assert source.title == "c.pdf (+2)"
    assert source.content.media_format.value == "HTML"
    assert source.content.pages == 3 + 2
    assert await async_remaining(hass, uploads) == []


async def test_one_file_of_a_list(
    hass: HomeAssistant, local_media: Path, uploads: Path
) -> None:
    """A list of one file is that file, unchanged."""
    for value in (["media/d.docx"], [{"file": "media/d.docx"}]):
        source = await async_resolve(hass, {"file": value})
        assert source.title == "d.docx"
        assert source.content.payload == documents.docx()


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"file": "media/c.pdf"}, "c.pdf"),
        ({"media": f"{LOCAL}/c.pdf"}, "c.pdf"),
        (
            {"media": {"media_content_id": f"{LOCAL}/c.pdf", "metadata": {}}},
            "c.pdf",
        ),
        ({"data": b64encode(PDFS["text"]()).decode()}, None),
    ],
)
async def test_arranged_file(
    hass: HomeAssistant,
    local_media: Path,
    uploads: Path,
    fields: dict[str, Any],
    title: str | None,
) -> None:
    """One file can be arranged, too: here its pages are on a sheet."""
    source = await async_resolve(hass, fields, GRID)
    assert source.title == title
    assert source.content.pages == 1
    assert await async_remaining(hass, uploads) == []


async def test_copies(hass: HomeAssistant, local_media: Path, uploads: Path) -> None:
    """Files are copied privately, named for their format and for people, until done."""
    await add_camera(hass, DoorCamera(JPEG))
    given: list[SourceFile] = []

    async def async_convert_files(
        self: Converter, files: Sequence[SourceFile], settings: RenderSettings
    ) -> Content:
        given.extend(files)
        copies = list(uploads.iterdir())
        assert {copy.stat().st_mode & 0o777 for copy in copies} == {0o600}
        assert {file.path for file in files} == set(copies)
        assert [file.path.read_bytes() for file in files] == [PNG, JPEG, PNG, PNG]
        raise OSError

    edited = {"media": f"{LOCAL}/a.png", "rotation": 90, "crop": [0, 0, 0.5, 1]}
    titled = {
        "media_content_id": f"{LOCAL}/a.png",
        "metadata": {"title": "Summer"},
    }
    value = [
        edited,
        f"media-source://camera/{CAMERA}",
        titled,
        {**titled, "metadata": {"title": "Winter.PNG"}},
    ]
    with (
        patch.object(Converter, "async_convert_files", async_convert_files),
        refuses("upload_unknown"),
    ):
        await async_resolve(hass, {"media": value})
    assert [file.name for file in given] == [
        *("a.png", "Front door", "Summer.png", "Winter.PNG"),
    ]
    assert given[0].edits == Edits(rotation=90, crop=(0, 0, 0.5, 1))
    assert await async_remaining(hass, uploads) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("DSC_0001.NEF", "DSC_0001"),
        ("Letter.docx.zip", "Letter"),
        ("Dr. Smith", "Dr. Smith"),
        (".nef", ".nef"),
    ],
)
async def test_title_that_ends_like_a_file(
    hass: HomeAssistant, local_media: Path, title: str, shown: str
) -> None:
    """The format of an item without a file name is that of its bytes, not of its title."""
    (local_media / "original").write_bytes(JPEG)
    media = PlayMedia("/x", "image/jpeg", path=local_media / "original")
    value = {
        "media_content_id": "media-source://photos/7",
        "metadata": {"title": title},
    }
    await add_camera(hass, DoorCamera(JPEG))
    hass.states.async_set(CAMERA, "idle", {ATTR_FRIENDLY_NAME: title})
    with patch(
        "homeassistant.components.media_source.async_resolve_media", return_value=media
    ):
        for one in (value, f"media-source://camera/{CAMERA}"):
            source = await async_resolve(hass, {"media": one}, GRID)
            assert source.title == shown
            source = await async_resolve(hass, {"media": [one, one]})
            assert source.title == f"{shown} (+1)"


@pytest.mark.parametrize(
    ("value", "key", "placeholders"),
    [
        (["media/a.png", "media/x.png"], "file_not_found", {"path": "media/x.png"}),
        (["media/a.png", "/etc/passwd"], "file_not_allowed", {}),
        (["media/a.png", 5], "file_not_found", {"path": "5"}),
        (["media/a.png", "media/empty.png"], "content_empty", {"field": "file 2"}),
        (
            ["media/a.png", "media/b.jpg", "media/d.docx"],
            "file_not_arrangeable",
            {"field": "file 3"},
        ),
    ],
)
async def test_wrong_file(
    hass: HomeAssistant,
    local_media: Path,
    uploads: Path,
    value: list[object],
    key: str,
    placeholders: dict[str, str],
) -> None:
    """An error tells which file it is about, and nothing is left of the others."""
    with refuses(key, ServiceValidationError, **placeholders):
        await async_resolve(hass, {"file": value})
    assert await async_remaining(hass, uploads) == []


async def test_wrong_media(
    hass: HomeAssistant, local_media: Path, uploads: Path
) -> None:
    """Likewise for media, whose values are not shown."""
    with refuses("media_invalid", field="media 2"):
        await async_resolve(hass, {"media": [f"{LOCAL}/a.png", "x"]})
    with refuses("media_invalid", field="media"):
        await async_resolve(hass, {"media": [{"media": "x", "rotation": 90}]})
    assert await async_remaining(hass, uploads) == []


async def test_files_that_are_too_large(
    hass: HomeAssistant, local_media: Path, uploads: Path
) -> None:
    """All files of a print together have a limit."""
    with (
        patch.object(files_module, "MAX_USER_BYTES", len(PNG) + len(JPEG)),
        refuses("files_too_large", field="file 3"),
    ):
        await async_resolve(
            hass, {"file": ["media/a.png", "media/b.jpg", "media/a.png"]}
        )
    assert await async_remaining(hass, uploads) == []


async def test_permission(
    hass: HomeAssistant, local_media: Path, uploads: Path, add_person: AddPerson
) -> None:
    """A user needs permission for each camera of a list."""
    await add_camera(hass, DoorCamera(JPEG))
    value = [f"{LOCAL}/a.png", f"media-source://camera/{CAMERA}"]
    with refuses("entity_not_allowed", entity=CAMERA):
        await async_resolve(hass, {"media": value}, user=await add_person())
    user = await add_person(CAMERA)
    source = await async_resolve(hass, {"media": value}, user=user)
    assert source.content.pages == 2
    assert await async_remaining(hass, uploads) == []


async def test_camera_without_a_picture(
    hass: HomeAssistant, local_media: Path, uploads: Path
) -> None:
    """A camera that fails is named."""
    await add_camera(hass, DoorCamera(None))
    value = [f"{LOCAL}/a.png", f"media-source://camera/{CAMERA}"]
    with refuses("snapshot_failed", HomeAssistantError, entity="Front door"):
        await async_resolve(hass, {"media": value})
    assert await async_remaining(hass, uploads) == []


@pytest.mark.parametrize(
    ("fields", "content"),
    [({"text": "a"}, "text"), ({"url": "https://example.com/a.pdf"}, "url")],
)
async def test_other_contents(
    hass: HomeAssistant, local_media: Path, fields: dict[str, str], content: str
) -> None:
    """What is not a file here is not laid out."""
    with refuses(
        "content_option_misplaced",
        field="arrange",
        content=content,
        supported="file, data, media",
    ):
        await async_resolve(hass, {**fields, "arrange": "grid"}, GRID)


async def test_data_of_one_file(hass: HomeAssistant, local_media: Path) -> None:
    """Base64 in a list is one file of several, with or without others."""
    data = b64encode(PNG).decode()
    alone = await async_resolve(hass, {"data": data})
    assert await async_resolve(hass, {"data": [data]}) == alone


async def test_name_is_bounded(hass: HomeAssistant, local_media: Path) -> None:
    """The number of the other files follows a long name, too."""
    name = "很" * 70 + ".png"
    (local_media / name).write_bytes(PNG)
    value = {"media_content_id": f"{LOCAL}/a.png", "metadata": {"title": "x " * 200}}
    source = await async_resolve(hass, {"file": [f"media/{name}", "media/a.png"]})
    assert source.title == f"{name} (+1)"
    source = await async_resolve(hass, {"media": [value, value]})
    assert source.title is not None
    assert source.title.endswith("x (+1)")
    assert len(source.title) < 200
