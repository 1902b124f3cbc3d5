"""Tests of uploads."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
import gzip
from io import BytesIO
import json
import os
from pathlib import Path
from random import Random
import threading
from typing import Any, BinaryIO
from unittest.mock import MagicMock, patch
from urllib.parse import quote

from aiohttp import web_protocol
from aiohttp.http_parser import HttpRequestParserPy
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.card_api import upload_view
from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.source import upload as store
from custom_components.cloudprint.source.upload import (
    UPLOADS,
    Upload,
    UploadStore,
    create_file,
    file_name,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import MESSAGES, refuses
from ..conftest import Advance
from ..document.clean_up.measures import get_error
from ..document.clean_up.photos import take_photo
from ..hub import Hub, add_account
from ..samples import documents
from ..samples.pdf_files import PASSWORD, encrypted, text
from ..samples.pictures import PICTURES
from ..waits import Gate, until
from .conftest import PATH, Browse, Browser


async def error_of(answer: Any) -> tuple[int, str]:
    """Return the status and the code of a response that has a readable message."""
    body = await answer.json()
    message = MESSAGES["en"][body["code"]]["message"]
    assert body["message"] == message.format(**body["placeholders"] or {})
    return answer.status, body["code"]


async def test_upload(uploads: Path, owner: Browser) -> None:
    """A file is stored as it was sent, readable by its user only."""
    picture = documents.picture("PNG")
    answer = await owner.upload(picture, "我的 图片.png")
    assert answer.status == 200
    body = await answer.json()
    assert body == {
        "upload_id": body["upload_id"],
        "name": "我的 图片.png",
        "size": len(picture),
        "format": "PNG",
        "expires_at": body["expires_at"],
    }
    (file,) = uploads.iterdir()
    assert file.read_bytes() == picture
    assert file.stat().st_mode & 0o777 == 0o600
    assert uploads.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (documents.docx(), "a.docx", "WORD"),
        (documents.docx(), "a", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "EXCEL"),
        (b"Hello", "a.txt", None),
        (b"Hello", "a.pdf", None),
    ],
)
async def test_format(
    owner: Browser, data: bytes, name: str, expected: str | None
) -> None:
    """The response has the format if the first bytes and the name tell it."""
    body = await (await owner.upload(data, name)).json()
    assert body.get("format") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a b.pdf", "a b.pdf"),
        ("C:/扫描/文 件.pdf", "文 件.pdf"),
        ("a\n\0\u202e.pdf", "a .pdf"),
        ("folder/", ""),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
        ("." + "x" * 300, "." + "x" * 199),
        ("x." + "y" * 300, "x." + "y" * 198),
    ],
)
def test_names(name: str, expected: str) -> None:
    """A file's name is cleaned and shortened, and keeps its ending."""
    assert file_name(name) == expected


async def test_empty_file(uploads: Path, owner: Browser) -> None:
    """An empty file is refused and leaves nothing behind."""
    assert await error_of(await owner.upload(b"")) == (400, "upload_empty")
    assert list(uploads.iterdir()) == []


async def test_permission(
    hass_client_no_auth: ClientSessionGenerator,
    member: Browser,
    guest: Browser,
    stranger: Browser,
) -> None:
    """Users who may control any printer can upload a file."""
    anonymous = await hass_client_no_auth()
    assert (await anonymous.post(PATH, data=b"x")).status == 401
    assert (await member.upload(b"x")).status == 200
    for browser in (guest, stranger):
        answer = await browser.upload(b"x")
        assert await error_of(answer) == (403, "upload_not_allowed")


async def send_raw(
    owner: Browser, headers: str, body: AsyncIterable[bytes]
) -> tuple[int, Any]:
    """Send a raw body; return the status and the response."""
    authorization = owner.client.session.headers["Authorization"]
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}"
    reader, writer = await asyncio.open_connection(owner.client.host, owner.client.port)
    try:
        writer.write(f"{head}\r\n{headers}\r\n\r\n".encode())
        async for piece in body:
            writer.write(piece)
        # The connection is closed after the response.
        answer = await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
    status, _, rest = answer.partition(b"\r\n")
    return int(status.split()[1]), json.loads(rest.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip", b"not packed"),
        ("Content-Encoding: gzip", gzip.compress(bytes(1000))[:-12]),
        ("Content-Encoding: gzip", gzip.compress(b"x")),
        ("Content-Encoding: deflate", b"not packed"),
        ("Content-Encoding: zstd", b"not packed"),
        ("Content-Encoding: secret", b"x"),
        (
            "Content-Encoding: GZIP\r\nContent-Type: multipart/form-data; boundary=b",
            b"x",
        ),
        (
            "Content-Type: multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n',
        ),
        ("Content-Type: Multipart/Form-Data", b"x"),
    ],
)
async def test_encodings(
    owner: Browser,
    uploads: Path,
    caplog: pytest.LogCaptureFixture,
    headers: str,
    body: bytes,
) -> None:
    """Encoded bodies are refused."""

    async def whole() -> AsyncIterator[bytes]:
        yield body

    headers = f"{headers}\r\nContent-Length: {len(body)}"
    status, answer = await send_raw(owner, headers, whole())
    assert (status, answer["code"]) == (400, "upload_encoded")
    assert not uploads.exists()
    assert not [record for record in caplog.records if record.exc_info]


async def test_broken_chunks(
    owner: Browser, uploads: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A malformed chunked body is a translated error.

    With aiohttp's parser in C, which does not report it, the file stalls instead.
    """

    async def breaking() -> AsyncIterator[bytes]:
        yield b"1\r\nx\r\n"
        await until(lambda: any(uploads.glob("*")))
        yield b"no length\r\n"

    with patch.object(web_protocol, "HttpRequestParser", HttpRequestParserPy):
        status, answer = await send_raw(owner, "Transfer-Encoding: chunked", breaking())
    assert (status, answer["code"]) == (400, "upload_malformed")
    assert list(uploads.iterdir()) == []
    assert not [record for record in caplog.records if record.exc_info]


async def test_identity_encoding(owner: Browser) -> None:
    """The identity encoding does not change the bytes of a file."""
    assert (await owner.upload(b"x", **{"Content-Encoding": "identity"})).status == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("en-GB", "en"),
        ("../../x", "en"),
    ],
)
async def test_languages(owner: Browser, header: str, language: str) -> None:
    """Errors are in the language of the browser."""
    answer = await owner.upload(b"", **{"Accept-Language": header})
    message = (await answer.json())["message"]
    assert message == MESSAGES[language]["upload_empty"]["message"]


async def test_language_of_home_assistant(hass: HomeAssistant, owner: Browser) -> None:
    """Without a language of the browser, errors are in Home Assistant's language."""
    hass.config.language = "zh-Hans"
    message = (await (await owner.upload(b"")).json())["message"]
    assert message == MESSAGES["zh-Hans"]["upload_empty"]["message"]


async def pieces_of(size: int) -> AsyncIterator[bytes]:
    """Yield a number of bytes, without a length in the headers."""
    for start in range(0, size, 64):
        yield bytes(min(64, size - start))


async def test_too_large(uploads: Path, owner: Browser) -> None:
    """A file that is too large is refused before or while it is read."""
    too_large = (413, "upload_too_large")
    with (
        patch.object(store, "MAX_SOURCE_BYTES", 1000),
        patch.object(store, "BLOCK_BYTES", 100),
    ):
        assert (await owner.upload(bytes(1000))).status == 200
        assert await error_of(await owner.upload(bytes(1001))) == too_large
        assert await error_of(await owner.upload(pieces_of(1001))) == too_large
    assert len(list(uploads.iterdir())) == 1


async def test_no_room_for_all(
    hass: HomeAssistant, browse: Browse, uploads: Path, owner: Browser
) -> None:
    """The uploads of all users together are limited."""
    no_room = (507, "upload_no_room")
    other = await browse()
    with patch.object(store, "MAX_TOTAL_BYTES", 1000):
        await owner.uploaded(bytes(600))
        assert await error_of(await other.upload(bytes(401))) == no_room
        assert await error_of(await other.upload(pieces_of(401))) == no_room
        assert (await other.upload(bytes(400))).status == 200
    assert len(list(uploads.iterdir())) == 2

    # Unfinished uploads count.
    users, gate = hass.data[UPLOADS], Gate()
    with patch.object(store, "MAX_TOTAL_BYTES", 2000):
        arriving = hass.async_create_task(
            users.async_receive(owner.user.id, "", gate.stream(b"x"), 1000)
        )
        await gate.reached.wait()
        assert await error_of(await other.upload(b"x")) == no_room
        gate.open()
        assert (await arriving).size == 1


async def test_room_of_a_user(
    hass: HomeAssistant, browse: Browse, uploads: Path, owner: Browser
) -> None:
    """A user's oldest uploads are deleted for newer ones, not those of others."""
    other = await browse()
    kept = await other.uploaded(b"of somebody else")
    with patch.object(store, "MAX_USER_FILES", 3):
        ids = [await owner.uploaded(b"x") for _ in range(4)]
    with patch.object(store, "MAX_USER_BYTES", 10):
        ids.append(await owner.uploaded(b"123456789"))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert {file.name for file in uploads.iterdir()} == {kept, *ids[3:]}
    for upload_id in ids[:3]:
        with refuses("upload_unknown"):
            hass.data[UPLOADS].get(upload_id, Requester.from_user(owner.user))


class Sending:
    """Unfinished uploads of a user at the same time."""

    def __init__(self, hass: HomeAssistant, browser: Browser) -> None:
        """Set up without uploads."""
        self._hass = hass
        self._user = browser.user
        self._rest = asyncio.Event()
        self.tasks: list[asyncio.Task[Upload]] = []

    async def send(self, *sizes: int, announced: int | None = None) -> None:
        """Send another file in pieces of these sizes; return once they have arrived."""
        arrived = asyncio.Event()

        async def pieces() -> AsyncIterator[bytes]:
            for size in sizes:
                yield bytes(size)
            arrived.set()
            await self._rest.wait()

        task = self._hass.async_create_task(
            self._hass.data[UPLOADS].async_receive(
                self._user.id, "a", pieces(), announced
            )
        )
        self.tasks.append(task)
        waits = asyncio.ensure_future(arrived.wait())
        await asyncio.wait((task, waits), return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        if task.done():
            # The reason for the refusal
            await self.tasks.pop()

    async def finish(self) -> list[str]:
        """End the files; return their ids."""
        self._rest.set()
        return [upload.upload_id for upload in await asyncio.gather(*self.tasks)]


async def test_bytes_that_arrive(
    hass: HomeAssistant, browse: Browse, uploads: Path, owner: Browser
) -> None:
    """Unfinished uploads count, with or without a length in the headers."""
    other = await browse()
    sending = Sending(hass, owner)
    with (
        patch.object(store, "MAX_USER_BYTES", 1000),
        patch.object(store, "BLOCK_BYTES", 100),
    ):
        await sending.send(100, announced=500)
        await sending.send(300)
        with refuses("upload_too_many", HomeAssistantError):
            await sending.send(0, announced=201)
        with refuses("upload_too_many", HomeAssistantError):
            await sending.send(100, 101)
        assert await error_of(await owner.upload(pieces_of(300))) == (
            *(429, "upload_too_many"),
        )
        # Other users can still upload.
        kept = await other.uploaded(bytes(1000))
        await sending.send(200)
        ids = await sending.finish()
    assert {file.name for file in uploads.iterdir()} == {kept, *ids}
    # The received bytes count, not the announced length
    sizes = [
        hass.data[UPLOADS].get(upload_id, Requester.from_user(owner.user)).size
        for upload_id in ids
    ]
    assert sizes == [100, 300, 200]


async def test_files_that_arrive(
    hass: HomeAssistant, uploads: Path, owner: Browser
) -> None:
    """Unfinished uploads are limited in number, also while they are empty."""
    sending = Sending(hass, owner)
    with patch.object(store, "MAX_USER_FILES", 3):
        for _ in range(3):
            await sending.send(1)
        with refuses("upload_too_many", HomeAssistantError):
            await sending.send(1)
        assert len(await sending.finish()) == 3
        await owner.uploaded(b"x")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(list(uploads.iterdir())) == 3


async def test_room_for_bytes_that_arrive(
    hass: HomeAssistant, uploads: Path, owner: Browser
) -> None:
    """A user's oldest uploads are deleted when new bytes need room, unless printed."""
    printed, old, young = [await owner.uploaded(bytes(200)) for _ in range(3)]
    sending = Sending(hass, owner)
    with (
        hass.data[UPLOADS].claimed([printed], Requester.from_user(owner.user)),
        patch.object(store, "MAX_USER_BYTES", 1000),
        patch.object(store, "BLOCK_BYTES", 100),
    ):
        await sending.send(200, 200)
        assert hass.data[UPLOADS].get(old, Requester.from_user(owner.user))
        await sending.send(100)
        with refuses("upload_unknown"):
            hass.data[UPLOADS].get(old, Requester.from_user(owner.user))
        # Nothing is deleted if that would not free enough room.
        with refuses("upload_too_many", HomeAssistantError):
            await sending.send(0, announced=400)
        assert hass.data[UPLOADS].get(young, Requester.from_user(owner.user))
        ids = await sending.finish()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert {file.name for file in uploads.iterdir()} == {young, *ids}


async def test_own_files_make_room_for_all(
    hass: HomeAssistant, browse: Browse, uploads: Path, owner: Browser
) -> None:
    """Deleting a user's uploads frees room for all users."""
    other = await browse()
    await other.uploaded(bytes(500))
    old = await owner.uploaded(bytes(500))
    with (
        patch.object(store, "MAX_USER_BYTES", 500),
        patch.object(store, "MAX_TOTAL_BYTES", 1000),
    ):
        await owner.uploaded(bytes(500))
    with refuses("upload_unknown"):
        hass.data[UPLOADS].get(old, Requester.from_user(owner.user))


async def test_one_of_two_alike_breaks_off(
    hass: HomeAssistant, owner: Browser, uploads: Path
) -> None:
    """Two uploads of the same size both count."""
    sending = Sending(hass, owner)
    with patch.object(store, "BLOCK_BYTES", 100):
        await sending.send(200)
        await sending.send(200)
        last = sending.tasks.pop()
        last.cancel()
        with pytest.raises(asyncio.CancelledError):
            await last
        with (
            patch.object(store, "MAX_USER_BYTES", 300),
            refuses("upload_too_many", HomeAssistantError),
        ):
            await sending.send(101)
    assert len(await sending.finish()) == 1


async def test_disk_that_is_full(owner: Browser, uploads: Path) -> None:
    """A full disk is an error of its own."""
    full = OSError(28, "No space left on device")
    with patch.object(os, "open", side_effect=full):
        answer = await owner.upload(b"x")
    assert await error_of(answer) == (507, "upload_unwritable")
    assert "No space left on device" in (await answer.json())["message"]

    fdopen = os.fdopen

    def full_file(descriptor: int, mode: str) -> Any:
        file = fdopen(descriptor, mode)
        return MagicMock(wraps=file, write=MagicMock(side_effect=full))

    with patch.object(os, "fdopen", full_file):
        assert await error_of(await owner.upload(b"x")) == (507, "upload_unwritable")
    assert list(uploads.iterdir()) == []


async def test_breaks_off(hass: HomeAssistant, owner: Browser, uploads: Path) -> None:
    """Nothing is kept of a truncated upload."""

    async def breaking() -> AsyncIterator[bytes]:
        yield bytes(store.BLOCK_BYTES)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await hass.data[UPLOADS].async_receive(owner.user.id, "a", breaking())
    assert list(uploads.iterdir()) == []

    gate = Gate()
    stopping = gate.stream(bytes(store.BLOCK_BYTES))
    task = hass.async_create_task(
        hass.data[UPLOADS].async_receive(owner.user.id, "a", stopping)
    )
    await gate.reached.wait()
    assert len(list(uploads.iterdir())) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(uploads.iterdir()) == []
    assert (await owner.upload(b"x")).status == 200


async def test_breaks_off_at_its_beginning(
    hass: HomeAssistant, owner: Browser, uploads: Path
) -> None:
    """A file that is being created when its upload breaks off is removed, too."""
    has_begun, may_create = asyncio.Event(), threading.Event()

    def create(path: Path) -> BinaryIO:
        hass.loop.call_soon_threadsafe(has_begun.set)
        may_create.wait()
        return create_file(path)

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    with patch.object(store, "create_file", create):
        receiving = hass.async_create_task(
            hass.data[UPLOADS].async_receive(owner.user.id, "a", nothing())
        )
        await has_begun.wait()
        receiving.cancel()
        hass.loop.call_soon(may_create.set)
        with pytest.raises(asyncio.CancelledError):
            await receiving
    assert list(uploads.iterdir()) == []


async def test_stalls(owner: Browser, uploads: Path) -> None:
    """A stalled upload is aborted."""
    gate = Gate()
    stalled = (408, "upload_stalled")
    with patch.object(store, "STALLED_AFTER", 0.01):
        assert await error_of(await owner.upload(gate.stream(b"x"))) == stalled
    gate.open()
    assert list(uploads.iterdir()) == []


async def test_too_slow(owner: Browser, uploads: Path) -> None:
    """Somebody who sends a little now and then does not hold the room for ever."""
    is_over = asyncio.Event()

    async def trickling() -> AsyncIterator[bytes]:
        while not is_over.is_set():
            yield b"x"
            await asyncio.sleep(0.01)

    with patch.object(upload_view, "MAX_UPLOAD_SECONDS", 2):
        answer = await owner.upload(trickling())
        assert await error_of(answer) == (408, "upload_too_slow")
    is_over.set()
    assert list(uploads.iterdir()) == []


async def test_expire(
    hass: HomeAssistant, advance: Advance, owner: Browser, uploads: Path
) -> None:
    """Uploads are deleted after an hour."""
    first = await owner.uploaded(b"first")
    await advance(1800)
    second = await owner.uploaded(b"second")
    await advance(1801)
    assert [file.name for file in uploads.iterdir()] == [second]
    with refuses("upload_unknown"):
        hass.data[UPLOADS].get(first, Requester.from_user(owner.user))
    assert hass.data[UPLOADS].get(second, Requester.from_user(owner.user)).size == 6
    await advance(1800)
    assert list(uploads.iterdir()) == []


async def test_expires_not_during_its_print(
    hass: HomeAssistant, advance: Advance, owner: Browser, uploads: Path
) -> None:
    """An upload that is being printed stays, and a file that is claimed, too."""
    upload_id = await owner.uploaded(b"Hello")
    store = hass.data[UPLOADS]

    async def pieces() -> AsyncIterator[bytes]:
        yield b"Claimed"

    claimed = await store.async_receive("print", "", pieces())
    store.claim(claimed)
    with (
        suppress(ValueError),
        store.claimed([upload_id], Requester.from_user(owner.user)),
    ):
        await advance(3601)
        assert len(list(uploads.iterdir())) == 2
        assert (
            store.get(upload_id, Requester.from_user(owner.user)).path.read_bytes()
            == b"Hello"
        )
        raise ValueError
    with refuses("upload_unknown"):
        store.get(upload_id, Requester.from_user(owner.user))
    await advance(0)
    assert list(uploads.iterdir()) == [claimed.path]
    await advance(3601)
    assert list(uploads.iterdir()) == [claimed.path]
    store.remove(claimed)
    await advance(0)
    assert list(uploads.iterdir()) == []


async def test_clock_that_runs_ahead(
    hass: HomeAssistant, freezer: Any, owner: Browser
) -> None:
    """An expired upload is not printed, even if its timer is late."""
    upload_id = await owner.uploaded(b"x")
    freezer.tick(3601)
    with refuses("upload_unknown"):
        hass.data[UPLOADS].get(upload_id, Requester.from_user(owner.user))


async def test_expire_in_use(
    hass: HomeAssistant, advance: Advance, owner: Browser
) -> None:
    """An upload that expires while it is printed is in use, not unknown."""
    upload_id = await owner.uploaded(b"x")
    with hass.data[UPLOADS].claimed([upload_id], Requester.from_user(owner.user)):
        await advance(3601)
        with (
            refuses("upload_in_use"),
            hass.data[UPLOADS].claimed([upload_id], Requester.from_user(owner.user)),
        ):
            pass
    with (
        refuses("upload_unknown"),
        hass.data[UPLOADS].claimed([upload_id], Requester.from_user(owner.user)),
    ):
        pass


async def test_restart(hass: HomeAssistant, owner: Browser, uploads: Path) -> None:
    """Uploads are deleted at a restart."""
    await owner.uploaded(b"x")
    fresh = UploadStore(hass, get_storage_folder(hass) / "uploads")
    await fresh.async_clear()
    assert list(uploads.iterdir()) == []


async def test_removed_with_the_last_account(
    hass: HomeAssistant, hub: Hub, uploads: Path, owner: Browser
) -> None:
    """No file is left with the last account, not even one that is claimed."""
    other = await add_account(hass, hub.simulator)
    for data in (b"first", b"second"):
        assert (await owner.upload(data)).status == 200
    store = hass.data[UPLOADS]
    claimed = await store.async_receive("client", "kept.pdf", pieces_of(9))
    store.claim(claimed)
    await hass.config_entries.async_remove(other.entry_id)
    await hass.async_block_till_done()
    assert len(list(uploads.iterdir())) == 3
    await hass.config_entries.async_remove(hub.account.entry_id)
    await until(lambda: not any(uploads.iterdir()))


async def test_strangers_in_the_folder(
    hass: HomeAssistant, owner: Browser, uploads: Path
) -> None:
    """A file that cannot be deleted does not stop the deletion of others."""
    await owner.uploaded(b"x")
    for name in "abcdefgh":
        (uploads / name).mkdir()
        (uploads / f"{name}.tmp").touch()
    await UploadStore(hass, get_storage_folder(hass) / "uploads").async_clear()
    assert sorted(path.name for path in uploads.iterdir()) == list("abcdefgh")


async def test_concurrent(owner: Browser, member: Browser, uploads: Path) -> None:
    """Uploads of several users at the same time are stored completely."""
    contents = [Random(seed).randbytes(300_000) for seed in range(4)]
    ids = await asyncio.gather(
        *(
            browser.uploaded(content, quote("a"))
            for browser, content in zip(
                (owner, member, owner, member), contents, strict=True
            )
        )
    )
    assert [(uploads / upload_id).read_bytes() for upload_id in ids] == contents


async def test_no_account(hub: Hub, owner: Browser) -> None:
    """Without printers, an upload is refused."""
    await hub.hass.config_entries.async_unload(hub.account.entry_id)
    answer = await owner.upload(b"x")
    assert await error_of(answer) == (403, "upload_not_allowed")


async def test_corners(owner: Browser) -> None:
    """The corners of a photographed page are found; a scan and a PDF have none."""
    photo = take_photo(9)
    with BytesIO() as file:
        photo.image.save(file, "JPEG")
        upload = await owner.uploaded(file.getvalue(), "photo.jpg")
    found = (await owner.ask("corners", upload=upload))["corners"]
    assert get_error(found, photo.corners, photo.image.size) < 0.01
    for data in (documents.picture("PNG"), text(1), b"plain"):
        upload = await owner.uploaded(data, "file")
        assert await owner.ask("corners", upload=upload) == {"corners": None}


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PICTURES["heic"](), None),
        (PICTURES["tiff_multi"](), None),
        (text(1), (424, 600)),
        (documents.picture("PNG", (2000, 1000)), (600, 300)),
    ],
    ids=["heic", "tiff", "pdf", "png"],
)
async def test_thumbnail(
    owner: Browser, data: bytes, size: tuple[int, int] | None
) -> None:
    """Files that a browser cannot show have a thumbnail."""
    upload = await owner.uploaded(data, "file")
    answer = await owner.ask("thumbnail", upload=upload)
    with Image.open(BytesIO(b64decode(answer["image"]))) as image:
        assert image.format == "JPEG"
        assert image.size == (answer["width"], answer["height"])
        assert size in (None, image.size)
    answer = await owner.ask("thumbnail", upload=upload, size=16)
    assert max(answer["width"], answer["height"]) == 16


@pytest.mark.parametrize("command", ["corners", "thumbnail"])
async def test_refusals(
    owner: Browser, member: Browser, uploads: Path, command: str
) -> None:
    """Only a user's own files are read, and only those that can be read."""
    upload = await owner.uploaded(PICTURES["heic"]()[:1500], "a.heic")
    assert await owner.refused(command, upload=upload) == "picture_broken"
    assert await member.refused(command, upload=upload) == "upload_unknown"
    assert await owner.refused(command, upload="nothing") == "upload_unknown"
    assert await owner.refused(command) == "upload_unknown"
    assert await owner.refused(command, upload=upload, nonsense=1) == "field_unknown"
    for path in uploads.iterdir():
        path.unlink()
    assert await owner.refused(command, upload=upload) == "upload_unknown"


async def test_thumbnail_refusals(owner: Browser) -> None:
    """A text has no thumbnail, a locked PDF none without its password."""
    upload = await owner.uploaded(b"plain", "a.txt")
    assert await owner.refused("thumbnail", upload=upload) == "thumbnail_unavailable"
    for size in (0, 5000, "large"):
        await owner.refused("thumbnail", upload=upload, size=size)
    locked = await owner.uploaded(encrypted("aes-256", PASSWORD), "a.pdf")
    assert await owner.refused("thumbnail", upload=locked) == "pdf_password_missing"
