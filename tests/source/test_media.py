"""Media source items: files, uploads, cameras, and those of other integrations."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import gzip
import os
from pathlib import Path
from threading import get_ident
from types import SimpleNamespace
from typing import Any, override
from unittest.mock import Mock, patch
import zlib

from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
import pytest
from pytest_homeassistant_custom_component.common import (
    MockModule,
    mock_integration,
    mock_platform,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES
from custom_components.cloudprint.source import media as media_module
from homeassistant.components import media_source
from homeassistant.components.http import HomeAssistantView
from homeassistant.components.media_source import (
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError
from homeassistant.setup import async_setup_component
from tests.actions import message_of, refuses
from tests.samples import documents

from .conftest import AddPerson
from .pictures import CAMERA, IMAGE, DoorCamera, MapImage, add_camera, add_image
from .resolving import async_resolve

LOCAL = "media-source://media_source/local"
FRAME = "media-source://frame"
PNG = documents.picture("PNG")


class Frame(MediaSource):
    """A media source with items chosen by each test."""

    def __init__(self) -> None:
        """Start without items."""
        super().__init__("frame")
        self.items: dict[str, PlayMedia | Exception] = {}

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return an item."""
        found = self.items.get(item.identifier, Unresolvable("secret"))
        if isinstance(found, Exception):
            raise found
        return found


class Photos(HomeAssistantView):
    """Content that the other integration serves to authenticated clients."""

    url = "/api/frame/{name}"
    name = "api:frame"

    async def get(self, request: web.Request, name: str) -> web.StreamResponse:
        """Return a picture, or an endless response."""
        if name == "endless":
            response = web.StreamResponse()
            await response.prepare(request)
            piece = bytes(1024 * 1024)
            while True:
                await response.write(piece)
        if name != "photo 1.png":
            raise web.HTTPNotFound
        return web.Response(body=PNG, content_type="image/png")


@pytest.fixture
async def media(hass: HomeAssistant, config_folder: Path) -> Path:
    """Set up media sources, with a picture in the local media folder."""
    folder = config_folder / "media"
    (folder / "图片 1.png").write_bytes(PNG)
    assert await async_setup_component(hass, "media_source", {})
    await hass.async_block_till_done()
    return folder


@pytest.fixture
async def frame(hass: HomeAssistant, media: Path) -> Frame:
    """Set up the other integration."""
    source = Frame()

    async def async_get_media_source(hass: HomeAssistant) -> Frame:
        return source

    mock_integration(hass, MockModule("frame"))
    mock_platform(
        hass,
        "frame.media_source",
        Mock(async_get_media_source=async_get_media_source),
    )
    assert await async_setup_component(hass, "frame", {})
    await hass.async_block_till_done()
    return source


@pytest.fixture
async def web_client(
    hass: HomeAssistant,
    media: Path,
    socket_enabled: None,
    hass_client: ClientSessionGenerator,
) -> TestClient[Any, Any]:
    """Serve Home Assistant at its configured address, and accept uploads."""
    assert await async_setup_component(hass, "image_upload", {})
    hass.http.register_view(Photos)
    client = await hass_client()
    hass.config.internal_url = str(client.make_url("")).rstrip("/")
    return client


async def resolve(hass: HomeAssistant, value: object, **more: Any) -> tuple[Any, ...]:
    """Return the title, the format and the bytes of an item."""
    source = await async_resolve(hass, {"media": value}, **more)
    assert source.origin == "media"
    content = source.content
    return source.title, content.media_format.value, content.payload


async def test_local_media(hass: HomeAssistant, media: Path) -> None:
    """A file of local media is printed, also by its bare ID."""
    media_id = f"{LOCAL}/图片 1.png"
    for value in (
        media_id,
        f" {media_id}\n",
        {"media_content_id": media_id, "media_content_type": "image/png"},
        {"media_content_id": media_id, "metadata": {"title": None}},
    ):
        assert await resolve(hass, value) == ("图片 1.png", "PNG", PNG)
    selected = {
        "media_content_id": media_id,
        "media_content_type": "image/png",
        "metadata": {"title": "Our picture", "thumbnail": "x", "navigateIds": [{}]},
    }
    assert await resolve(hass, selected) == ("Our picture", "PNG", PNG)
    (media / "notes.txt").write_text("牛奶", encoding="gb18030")
    assert await resolve(hass, f"{LOCAL}/notes.txt") == (
        *("notes.txt", "TEXT", "牛奶".encode()),
    )
    with refuses("content_mismatch", field="media", format="JPG"):
        await async_resolve(hass, {"media": media_id, "format": "jpg"})


async def test_missing_local_media(hass: HomeAssistant, media: Path) -> None:
    """Missing files, folders and files of unknown types are refused."""
    (media / "holidays").mkdir()
    (media / "holidays.jpg").mkdir()
    (media / "README").write_text("x", encoding="utf-8")
    for name in ("missing.jpg", "../media/图片 1.png", "holidays/missing.png"):
        with refuses("media_not_found", media=f"{LOCAL}/{name}"):
            await async_resolve(hass, {"media": f"{LOCAL}/{name}"})
    for name in ("holidays", "holidays.jpg", "README", "."):
        with refuses("media_not_file", media=f"{LOCAL}/{name}", example=".pdf"):
            await async_resolve(hass, {"media": f"{LOCAL}/{name}"})
    with refuses("media_not_found", media="media-source://nobody/x"):
        await async_resolve(hass, {"media": "media-source://nobody/x"})
    for name in ("", "media_source", "camera", "image/x"):
        with refuses("media_not_file", media=f"media-source://{name}"):
            await async_resolve(hass, {"media": f"media-source://{name}"})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "secret.jpg",
        "https://example.com/x.jpg?secret",
        "/media/local/secret.jpg",
        "media-source:/secret",
        3,
        True,
        ["media-source:/secret"],
        {},
        {"media_content_id": 3},
        {"media_content_id": None},
        {"a": "secret"},
        "media-source://Camera/camera.secret",
        "media-source://frame//secret",
    ],
)
async def test_no_media(hass: HomeAssistant, media: Path, value: object) -> None:
    """Values that are not media source IDs are refused; addresses have another field.

    The message does not repeat what was given, as there may be a key in an address.
    """
    with refuses("media_invalid", field="media", example="media-source://") as raised:
        await async_resolve(hass, {"media": value})
    assert "secret" not in message_of(raised.value)


async def test_without_media_sources(hass: HomeAssistant) -> None:
    """The error says that media sources are not set up."""
    with refuses("media_not_set_up", integration="media_source"):
        await async_resolve(hass, {"media": f"{LOCAL}/x.png"})


async def test_speech_and_video(hass: HomeAssistant, media: Path) -> None:
    """Video, audio and speech are refused; the text to speak is not shown."""
    with refuses("media_speech", type="tts") as raised:
        await async_resolve(hass, {"media": "media-source://tts/x?message=secret"})
    assert "secret" not in str(raised.value.translation_placeholders)
    (media / "film.mp4").write_bytes(PNG)
    (media / "song.mp3").write_bytes(PNG)
    for name, kind in (("film.mp4", "video/mp4"), ("song.mp3", "audio/mpeg")):
        with refuses("media_moving", media=f"{LOCAL}/{name}", type=kind):
            await async_resolve(hass, {"media": f"{LOCAL}/{name}"})


async def test_size(hass: HomeAssistant, media: Path) -> None:
    """A file that is too large is not read."""
    path = media / "huge.bmp"
    with path.open("wb") as file:
        file.truncate(2**40)
    with refuses("content_too_large", field="media", size="1048576.0", limit="100"):
        await async_resolve(hass, {"media": f"{LOCAL}/huge.bmp"})


async def test_unreadable(hass: HomeAssistant, media: Path) -> None:
    """A file that cannot be read is refused without the system's message."""
    with (
        patch.object(os, "open", side_effect=PermissionError("secret")),
        refuses("media_unreadable", HomeAssistantError, media=f"{LOCAL}/图片 1.png"),
    ):
        await async_resolve(hass, {"media": f"{LOCAL}/图片 1.png"})


async def test_pipe(hass: HomeAssistant, frame: Frame, media: Path) -> None:
    """A pipe is not waited for."""
    os.mkfifo(media / "pipe.png")
    frame.items["x"] = PlayMedia("/x", "image/png", path=media / "pipe.png")
    for name in (f"{LOCAL}/pipe.png", f"{FRAME}/x"):
        with refuses("media_not_found", media=name):
            await async_resolve(hass, {"media": name})


async def test_links(
    hass: HomeAssistant,
    frame: Frame,
    media: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A link in local media leads only to files that may be read."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.png").write_bytes(PNG)
    (media / "newest.png").symlink_to(media / "图片 1.png")
    (media / "away.png").symlink_to(outside / "secret.png")
    (media / "folder").symlink_to(outside)
    assert await resolve(hass, f"{LOCAL}/newest.png") == ("newest.png", "PNG", PNG)
    leading_out = (f"{LOCAL}/away.png", f"{LOCAL}/folder/secret.png")
    for media_id in leading_out:
        with refuses("media_not_allowed", media=media_id):
            await async_resolve(hass, {"media": media_id})
    hass.config.allowlist_external_dirs.add(str(outside))
    for media_id in leading_out:
        assert (await resolve(hass, media_id))[2] == PNG
    # Other integrations are responsible for the paths of their own files.
    (outside / "link.png").symlink_to(media / "图片 1.png")
    hass.config.allowlist_external_dirs = {str(media)}
    for name in ("secret.png", "link.png"):
        frame.items["x"] = PlayMedia("/x", "image/png", path=outside / name)
        assert await resolve(hass, f"{FRAME}/x") == (name, "PNG", PNG)


async def test_folder_of_local_media_that_is_a_link(
    hass: HomeAssistant, media: Path
) -> None:
    """The local media folder itself may be a link."""
    really = media.with_name("really")
    media.rename(really)
    media.symlink_to(really)
    assert await resolve(hass, f"{LOCAL}/图片 1.png") == ("图片 1.png", "PNG", PNG)


async def test_path_that_becomes_a_link(
    hass: HomeAssistant, media: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A path that becomes a link after it was checked is not followed."""
    (outside := tmp_path_factory.mktemp("outside") / "secret.png").write_bytes(PNG)
    really, path = os.open, media / "图片 1.png"

    def exchange(*args: Any, **kwargs: Any) -> int:
        path.unlink()
        path.symlink_to(outside)
        return really(*args, **kwargs)

    with (
        patch.object(os, "open", exchange),
        refuses("media_unreadable", HomeAssistantError),
    ):
        await async_resolve(hass, {"media": f"{LOCAL}/图片 1.png"})


async def test_upload(hass: HomeAssistant, web_client: TestClient[Any, Any]) -> None:
    """An uploaded picture is printed under its title in the media browser."""
    form = FormData()
    form.add_field("file", PNG, filename="cat.png", content_type="image/png")
    response = await web_client.post("/api/image/upload", data=form)
    assert response.status == 200
    media_id = f"media-source://image_upload/{(await response.json())['id']}"
    assert await resolve(hass, media_id) == (None, "PNG", PNG)
    selected = {"media_content_id": media_id, "metadata": {"title": "cat.png"}}
    assert await resolve(hass, selected) == ("cat.png", "PNG", PNG)


async def test_camera_and_image(
    hass: HomeAssistant, media: Path, add_person: AddPerson
) -> None:
    """Cameras and image entities are printed as pictures, if the user may read them."""
    await add_camera(hass, DoorCamera(PNG))
    await add_image(hass, MapImage(hass, PNG))
    for entity_id, name in ((CAMERA, "Front door"), (IMAGE, "Vacuum map")):
        media_id = f"media-source://{entity_id.partition('.')[0]}/{entity_id}"
        assert await resolve(hass, media_id) == (name, "PNG", PNG)
        assert await resolve(hass, media_id, user=await add_person(entity_id))
        with refuses("entity_not_allowed", entity=entity_id):
            await resolve(hass, media_id, user=await add_person())
    with refuses("entity_unknown", entity="camera.attic"):
        await resolve(hass, "media-source://camera/camera.attic")
    with refuses("entity_not_allowed", entity="camera.attic"):
        await resolve(
            hass, "media-source://camera/camera.attic", user=await add_person(CAMERA)
        )


async def test_stream_of_other_integration(hass: HomeAssistant, frame: Frame) -> None:
    """Streams are refused, whatever their source."""
    for kind in (
        "video/webm",
        "application/vnd.apple.mpegurl",
        "application/x-mpegURL",
        "multipart/x-mixed-replace; boundary=x",
    ):
        frame.items["x"] = PlayMedia("/api/frame/endless", kind)
        with refuses("media_moving", media=f"{FRAME}/x"):
            await async_resolve(hass, {"media": f"{FRAME}/x"})


async def test_file_of_other_integration(
    hass: HomeAssistant, frame: Frame, config_folder: Path
) -> None:
    """The MIME type decides where the bytes of a text do not."""
    path = config_folder / "original"
    path.write_text("<b>Milk</b>", encoding="utf-8")
    content = Content.from_string("page", MediaFormat.HTML)
    layouts = "custom_components.cloudprint.document.layouts"
    with (
        patch(
            f"{layouts}.markdown.build_markdown_content", return_value=content
        ) as markdown,
        patch(f"{layouts}.table.build_table_content", return_value=content) as table,
    ):
        for kind, expected in (
            ("text/plain", ("TEXT", b"<b>Milk</b>")),
            ("application/octet-stream", ("TEXT", b"<b>Milk</b>")),
            ("", ("TEXT", b"<b>Milk</b>")),
            ("Text/HTML; charset=utf-8", ("HTML", b"<b>Milk</b>")),
            ("text/markdown", ("HTML", b"page")),
            ("text/csv", ("HTML", b"page")),
        ):
            frame.items["x"] = PlayMedia("/x", kind, path=path)
            assert await resolve(hass, f"{FRAME}/x") == (None, *expected)
        assert markdown.call_count == table.call_count == 1
        # The file has no name that could be its heading.
        assert table.call_args.kwargs["title"] is None
    path.write_bytes(PNG)
    # The bytes decide where they can.
    assert await resolve(hass, f"{FRAME}/x") == (None, "PNG", PNG)


async def test_other_integration_that_is_too_slow(
    hass: HomeAssistant, frame: Frame
) -> None:
    """An item that another integration does not find in time is not called unknown."""
    frame.items["x"] = TimeoutError("secret")
    with refuses("media_unreadable", HomeAssistantError, media=f"{FRAME}/x"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})


async def test_other_integration_that_fails(hass: HomeAssistant, frame: Frame) -> None:
    """The message of another integration's error is not shown."""
    frame.items["broken?secret"] = KeyError("secret")
    for name, key in (("missing", "media_not_found"), ("broken", "media_not_file")):
        with refuses(key, media=f"{FRAME}/{name}") as raised:
            await async_resolve(hass, {"media": f"{FRAME}/{name}?secret"})
        assert "secret" not in str(raised.value)


async def test_internal_address(
    hass: HomeAssistant, frame: Frame, web_client: TestClient[Any, Any]
) -> None:
    """Home Assistant's own addresses are fetched with a signed path."""
    for url in ("/api/frame/photo 1.png", "/api/frame/photo%201.png"):
        frame.items["x"] = PlayMedia(url, "image/png")
        assert await resolve(hass, f"{FRAME}/x") == ("photo 1.png", "PNG", PNG)
    frame.items["x"] = PlayMedia("/api/frame/other.png", "image/png")
    with refuses("media_unreadable", HomeAssistantError, media=f"{FRAME}/x"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})
    with (
        patch.object(media_module, "get_url", side_effect=NoURLAvailableError),
        refuses("media_unreadable", HomeAssistantError, media=f"{FRAME}/x"),
    ):
        await async_resolve(hass, {"media": f"{FRAME}/x"})
    # A configured address to which no secure connection can be made
    hass.config.internal_url = str(web_client.make_url("")).replace("http", "https")
    with refuses("url_untrusted", HomeAssistantError, host="127.0.0.1"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})


async def test_endless_address(
    hass: HomeAssistant,
    frame: Frame,
    web_client: TestClient[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A response without an end is aborted by size or by time."""
    frame.items["x"] = PlayMedia("/api/frame/endless", "image/png")
    # A busy machine takes long for 100 MiB.
    monkeypatch.setattr(media_module, "FETCH_TIMEOUT", 600)
    with refuses("content_too_large", field="media", limit="100"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})
    monkeypatch.setattr(media_module, "FETCH_TIMEOUT", 0)
    with refuses("media_unreadable", HomeAssistantError, media=f"{FRAME}/x"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})


@asynccontextmanager
async def _serving(*handlers: Any) -> AsyncGenerator[str]:
    """Serve each handler under its name; yield the address."""
    served = web.Application()
    for handler in handlers:
        served.router.add_get(f"/{handler.__name__}", handler)
    async with TestServer(served, host="127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.port}"


async def test_external_address(
    hass: HomeAssistant, frame: Frame, web_client: TestClient[Any, Any]
) -> None:
    """Addresses on other servers are fetched, and decompressed in a thread."""
    threads: set[int] = set()
    really = zlib.decompressobj

    def decompressobj(*args: Any) -> Any:
        threads.add(get_ident())
        return really(*args)

    async def picture(request: web.Request) -> web.Response:
        return web.Response(body=PNG)

    async def packed(request: web.Request) -> web.Response:
        body = gzip.compress(PNG)
        return web.Response(body=body, headers={"Content-Encoding": "gzip"})

    async def huge(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = MAX_SOURCE_BYTES + 1
        await response.prepare(request)
        return response

    async with _serving(picture, packed, huge) as address:
        frame.items["x"] = PlayMedia(f"{address}/picture?size=1", "image/png")
        assert await resolve(hass, f"{FRAME}/x") == (None, "PNG", PNG)
        frame.items["x"] = PlayMedia(f"{address}/packed", "image/png")
        with patch.object(zlib, "decompressobj", decompressobj):
            assert await resolve(hass, f"{FRAME}/x") == (None, "PNG", PNG)
        assert threads
        assert get_ident() not in threads
        frame.items["x"] = PlayMedia(f"{address}/huge", "image/png")
        with refuses("content_too_large", field="media", size="100.1"):
            await async_resolve(hass, {"media": f"{FRAME}/x"})
    for url in (f"{address}/picture", "ftp://x/y", "http://[", "x.png", ""):
        frame.items["x"] = PlayMedia(url, "image/png")
        with refuses("media_unreadable", HomeAssistantError, media=f"{FRAME}/x"):
            await async_resolve(hass, {"media": f"{FRAME}/x"})


@pytest.mark.slow  # It takes much memory.
async def test_compressed_bomb(
    hass: HomeAssistant, frame: Frame, web_client: TestClient[Any, Any]
) -> None:
    """What grows beyond the limit is refused."""

    async def bomb(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=bytes(MAX_SOURCE_BYTES + 1))
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with _serving(bomb) as address:
        frame.items["x"] = PlayMedia(f"{address}/bomb", "image/png")
        with refuses("content_too_large", field="media", limit="100"):
            await async_resolve(hass, {"media": f"{FRAME}/x"})


async def test_pictures_of_a_stream(
    hass: HomeAssistant, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since 2026.11, a source may return one picture of a stream."""
    frame.items["x"] = PlayMedia("/x", "multipart/x-mixed-replace")

    async def give(*_: Any) -> Any:
        return SimpleNamespace(content=PNG, mime_type="image/png")

    async def give_none(*_: Any) -> None:
        return None

    get_image = "async_get_media_image"
    monkeypatch.setattr(media_source, get_image, give, raising=False)
    assert await resolve(hass, f"{FRAME}/x") == (None, "PNG", PNG)
    monkeypatch.setattr(media_source, get_image, give_none)
    with refuses("media_moving"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})
    monkeypatch.delattr(media_source, get_image)
    with refuses("media_moving"):
        await async_resolve(hass, {"media": f"{FRAME}/x"})
