"""Files in the folders that Home Assistant may read."""

import contextlib
import os
from pathlib import Path
import socket
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES
from custom_components.cloudprint.document.settings import RenderSettings
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from tests.actions import message_of, refuses
from tests.samples import documents

from .resolving import async_resolve


@pytest.fixture
def media(config_folder: Path) -> Path:
    """Return an allowed folder with a letter and a list."""
    folder = config_folder / "media"
    (folder / "letter.docx").write_bytes(documents.docx())
    (folder / "购物 list.txt").write_text("Milk", encoding="utf-8")
    return folder


async def test_file(hass: HomeAssistant, media: Path) -> None:
    """A file is printed byte for byte, under its name."""
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
    """A link is printed under its own name, with the content of its target."""
    (media / "newest.htm").symlink_to(media / "购物 list.txt")

    source = await async_resolve(hass, {"file": "media/newest.htm"})

    assert source.title == "newest.htm"
    assert source.content.media_format.value == "HTML"


async def test_not_allowed(
    hass: HomeAssistant, media: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No path leads to a file outside the allowed folders."""
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
        # The error does not tell which files exist.
        str(outside / "missing.txt"),
    ):
        with refuses("file_not_allowed", path=value):
            await async_resolve(hass, {"file": value})


async def test_not_found(hass: HomeAssistant, media: Path) -> None:
    """A path must lead to an existing file."""
    (media / "folder").mkdir()
    (media / "nowhere").symlink_to(media / "missing")
    for value in ("media/missing.txt", "media/folder", "media/nowhere", "media"):
        with refuses("file_not_found", path=value):
            await async_resolve(hass, {"file": value})


@pytest.mark.parametrize("value", ["", "  ", "media/a\0b", 3, True, [], {}, b"media/x"])
async def test_no_path(hass: HomeAssistant, media: Path, value: object) -> None:
    """A value that is not a path is refused."""
    with refuses("file_not_found"):
        await async_resolve(hass, {"file": value})


async def test_extremely_long_paths(hass: HomeAssistant, media: Path) -> None:
    """Extremely long paths are refused."""
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
    """A file that cannot be read is refused without the system's message."""
    with (
        patch.object(os, "open", side_effect=PermissionError("secret")),
        refuses("file_unreadable", path="media/letter.docx"),
    ):
        await async_resolve(hass, {"file": "media/letter.docx"})


async def test_large_files(hass: HomeAssistant, media: Path) -> None:
    """A file that is too large is refused before it is read into memory."""
    with (media / "large.pdf").open("wb") as file:
        for size, shown in ((MAX_SOURCE_BYTES + 1, "100.1"), (2**40, "1048576.0")):
            file.truncate(size)
            with refuses("content_too_large", field="file", size=shown, limit="100"):
                await async_resolve(hass, {"file": "media/large.pdf"})


@pytest.mark.slow  # for its memory
async def test_file_that_grows(hass: HomeAssistant, media: Path) -> None:
    """The size of the content that was read counts, not that of the directory entry."""
    fstat = os.fstat

    def before_growth(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        os.truncate(media / "letter.docx", 2 * MAX_SOURCE_BYTES)
        return status

    with (
        patch.object(os, "fstat", before_growth),
        refuses("content_too_large", field="file", size="100.1", limit="100"),
    ):
        await async_resolve(hass, {"file": "media/letter.docx"})


async def test_special_files(hass: HomeAssistant, media: Path) -> None:
    """Pipes are not waited for, and devices are not read."""
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
    """A link may lead to any allowed folder, including one within another."""
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
    """Return a folder outside with a file that exists in an allowed folder as well."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "note.txt").write_text("secret", encoding="utf-8")
    (media / "folder").mkdir()
    (media / "folder" / "note.txt").write_text("Milk", encoding="utf-8")
    return outside


EXCHANGES = ("folder", "folder/note.txt")
"""What is replaced by a link: the file, or its folder."""


@pytest.mark.parametrize("exchanged", EXCHANGES)
async def test_path_that_becomes_a_link(
    hass: HomeAssistant, media: Path, secret: Path, exchanged: str
) -> None:
    """A path that becomes a link after it was checked is not followed."""
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
        "There is no file media/folder/note.txt. Check the path, including upper and"
        " lower case.",
        "The file media/folder/note.txt cannot be read.",
    )


@pytest.mark.parametrize("exchanged", EXCHANGES)
async def test_race(
    hass: HomeAssistant, media: Path, secret: Path, exchanged: str
) -> None:
    """Nothing outside is read while a file is constantly replaced by a link."""
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
    """The account's options and limits apply to files."""
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
    """A file's content must match its ending."""
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
