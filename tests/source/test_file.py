"""A file in one of the folders that Home Assistant may read from."""

import contextlib
import os
from pathlib import Path
import socket
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.document import MAX_SOURCE_BYTES, RenderSettings
from custom_components.cloudprint.source import async_resolve
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from tests import documents
from tests.actions import message_of, refuses


@pytest.fixture
def media(config_folder: Path) -> Path:
    """Return the folder that may be read from, with a letter and a list in it."""
    folder = config_folder / "media"
    (folder / "letter.docx").write_bytes(documents.docx())
    (folder / "购物 list.txt").write_text("Milk", encoding="utf-8")
    return folder


async def test_file(hass: HomeAssistant, media: Path) -> None:
    """A file is printed byte for byte, and called by its name."""
    for value in (
        str(media / "letter.docx"),
        "media/letter.docx",
        " media/letter.docx\n",
    ):
        source = await async_resolve(hass, {"file": value})
        assert source.origin == "file"
        assert source.title == "letter.docx"
        assert source.content.payload == documents.docx()
        assert source.content.media_format.value == "WORD"
    source = await async_resolve(hass, {"file": "media/购物 list.txt"})
    assert source.title == "购物 list.txt"
    assert source.content.media_format.value == "TEXT"


async def test_links_within(hass: HomeAssistant, media: Path) -> None:
    """A link is called what it is called, and read where it leads."""
    (media / "newest.htm").symlink_to(media / "购物 list.txt")

    source = await async_resolve(hass, {"file": "media/newest.htm"})

    assert source.title == "newest.htm"
    assert source.content.media_format.value == "HTML"


async def test_not_allowed(
    hass: HomeAssistant, media: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing outside the allowed folders is read, however one gets there."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (media.parent / "secrets.yaml").write_text("secret", encoding="utf-8")
    (media / "link.txt").symlink_to(outside / "secret.txt")
    (media / "folder").symlink_to(outside)
    (media.parent / "media-too").mkdir()
    (media.parent / "media-too" / "x.txt").write_text("secret", encoding="utf-8")

    for value in (
        str(outside / "secret.txt"),
        str(media / ".." / "secrets.yaml"),
        "media/../secrets.yaml",
        "secrets.yaml",
        "media/link.txt",
        "media/folder/secret.txt",
        f"media/../../{outside.name}/secret.txt",
        "/etc/passwd",
        "/dev/zero",
        "media-too/x.txt",
        # Nor is it told what there is.
        str(outside / "missing.txt"),
    ):
        with refuses("file_not_allowed", path=value):
            await async_resolve(hass, {"file": value})


async def test_not_found(hass: HomeAssistant, media: Path) -> None:
    """A file must be there, and be one."""
    (media / "folder").mkdir()
    (media / "nowhere").symlink_to(media / "missing")
    for value in ("media/missing.txt", "media/folder", "media/nowhere", "media"):
        with refuses("file_not_found", path=value):
            await async_resolve(hass, {"file": value})


@pytest.mark.parametrize("value", ["", "  ", "media/a\0b", 3, True, [], {}, b"media/x"])
async def test_no_path(hass: HomeAssistant, media: Path, value: object) -> None:
    """What is no path is no file."""
    with refuses("file_not_found"):
        await async_resolve(hass, {"file": value})


async def test_paths_that_no_system_has(hass: HomeAssistant, media: Path) -> None:
    """Paths beyond all measure are refused as well."""
    (media / "circle").symlink_to(media / "circle")
    for value in (
        "media/\ud800",
        f"media/{'x' * 5000}",
        "media/circle",
        "media/circle/x",
    ):
        with pytest.raises(ServiceValidationError) as raised:
            await async_resolve(hass, {"file": value})
        message_of(raised.value)


async def test_unreadable(hass: HomeAssistant, media: Path) -> None:
    """A file that the system will not give is refused without the system's words."""
    with (
        patch.object(os, "fdopen", side_effect=PermissionError("secret")),
        refuses("file_unreadable", path="media/letter.docx"),
    ):
        await async_resolve(hass, {"file": "media/letter.docx"})


async def test_large_files(hass: HomeAssistant, media: Path) -> None:
    """No more is read than may be made into pages, whatever comes out of it."""
    with (media / "large.pdf").open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    with (
        patch.object(os, "fdopen") as read,
        refuses("content_too_large", field="file", size="100.1", limit="100"),
    ):
        await async_resolve(hass, {"file": "media/large.pdf"})
    read.assert_not_called()


async def test_file_that_grows(hass: HomeAssistant, media: Path) -> None:
    """What counts is what was read, not what the folder said."""
    fdopen = os.fdopen

    def grown(*args: Any, **kwargs: Any) -> Any:
        os.truncate(media / "letter.docx", 2 * MAX_SOURCE_BYTES)
        return fdopen(*args, **kwargs)

    with (
        patch.object(os, "fdopen", grown),
        refuses("content_too_large", field="file", size="100.1", limit="100"),
    ):
        await async_resolve(hass, {"file": "media/letter.docx"})


async def test_what_is_no_regular_file(hass: HomeAssistant, media: Path) -> None:
    """A pipe that nobody writes to is not waited for, and no device is read."""
    os.mkfifo(media / "pipe.txt")
    (media / "zero.txt").symlink_to("/dev/zero")
    hass.config.allowlist_external_dirs.add("/dev")
    for value in ("media/pipe.txt", "media/zero.txt", "/dev/null"):
        with refuses("file_not_found", path=value):
            await async_resolve(hass, {"file": value})
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(media / "socket.txt"))
        with refuses("file_unreadable", path="media/socket.txt"):
            await async_resolve(hass, {"file": "media/socket.txt"})


async def test_links_between_allowed_folders(
    hass: HomeAssistant, media: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A link may lead to any folder that may be read from, also one within another."""
    other = tmp_path_factory.mktemp("other")
    (other / "deep" / "er").mkdir(parents=True)
    (other / "deep" / "er" / "note.txt").write_text("Milk", encoding="utf-8")
    (media / "elsewhere").symlink_to(other)
    hass.config.allowlist_external_dirs |= {str(other / "deep" / "er"), str(other)}
    for value in (str(other / "deep/er/note.txt"), "media/elsewhere/deep/er/note.txt"):
        source = await async_resolve(hass, {"file": value})
        assert source.content.payload == b"Milk"


@pytest.fixture
def secret(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder outside, with a file in it that is also in an allowed folder."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "note.txt").write_text("secret", encoding="utf-8")
    (media / "folder").mkdir()
    (media / "folder" / "note.txt").write_text("Milk", encoding="utf-8")
    return outside


EXCHANGES = ("folder", "folder/note.txt")
"""What is exchanged for a link: the file, or the folder that it is in."""


@pytest.mark.parametrize("exchanged", EXCHANGES)
async def test_link_that_appears(
    hass: HomeAssistant, media: Path, secret: Path, exchanged: str
) -> None:
    """What is exchanged for a link once it has been looked at is not followed."""
    really = os.open
    target = secret / Path(exchanged).relative_to("folder")

    def exchange(path: Any, *args: Any, **kwargs: Any) -> int:
        if not (media / "away").exists():
            (media / exchanged).rename(media / "away")
            (media / exchanged).symlink_to(target)
        return really(path, *args, **kwargs)

    with (
        patch.object(os, "open", exchange),
        pytest.raises(ServiceValidationError) as raised,
    ):
        await async_resolve(hass, {"file": "media/folder/note.txt"})
    assert (media / "folder" / "note.txt").read_text() == "secret"
    assert message_of(raised.value) in (
        "There is no file media/folder/note.txt.",
        "The file media/folder/note.txt cannot be read.",
    )


@pytest.mark.parametrize("exchanged", EXCHANGES)
async def test_race(
    hass: HomeAssistant, media: Path, secret: Path, exchanged: str
) -> None:
    """Somebody who exchanges a file for a link all the time reads nothing outside."""
    place, link = media / exchanged, media / "link"
    target = secret / Path(exchanged).relative_to("folder")
    is_over = threading.Event()

    def exchange() -> None:
        while not is_over.is_set():
            place.rename(media / "away")
            link.symlink_to(target)
            link.rename(place)
            place.unlink()
            (media / "away").rename(place)

    exchanging = threading.Thread(target=exchange)
    exchanging.start()
    printed, refused = set(), set()
    try:
        for _ in range(1000):
            try:
                source = await async_resolve(hass, {"file": "media/folder/note.txt"})
            except ServiceValidationError as err:
                refused.add(err.translation_key)
            else:
                printed.add(source.content.payload)
    finally:
        is_over.set()
        exchanging.join()
    assert printed == {b"Milk"}
    assert refused <= {"file_not_allowed", "file_not_found", "file_unreadable"}


async def test_settings(hass: HomeAssistant, media: Path) -> None:
    """What the account allows and takes decides about a file, too."""
    (media / "letter.odt").write_bytes(documents.office("letter.odt"))
    with refuses("office_foreign", field="file", value="ODT"):
        await async_resolve(hass, {"file": "media/letter.odt"})
    native = RenderSettings(is_native=True)
    source = await async_resolve(hass, {"file": "media/letter.odt"}, native)
    assert source.content.payload == documents.office("letter.odt")
    with refuses("content_too_large", field="file"):
        await async_resolve(
            hass, {"file": "media/letter.docx"}, RenderSettings(max_bytes=100)
        )


async def test_wrong_contents(hass: HomeAssistant, media: Path) -> None:
    """What a file holds must be what it says it is."""
    (media / "fake.png").write_bytes(b"<html>")
    (media / "form.txt").write_bytes(documents.office("letter.rtf"))
    (media / "empty.txt").touch()
    with refuses("content_mismatch", field="file", format="PNG"):
        await async_resolve(hass, {"file": "media/fake.png"})
    with refuses("content_mismatch", field="file", format="EXCEL"):
        await async_resolve(hass, {"file": "media/letter.docx", "format": "xlsx"})
    with refuses("format_unknown", field="file", value="RTF"):
        await async_resolve(hass, {"file": "media/form.txt"})
    with refuses("content_empty", field="file"):
        await async_resolve(hass, {"file": "media/empty.txt"})
