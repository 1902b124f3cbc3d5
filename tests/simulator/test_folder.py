"""Tests of the folder of printed jobs."""

import json
from pathlib import Path

from aiohttp import ClientSession, web
import pytest

from . import CloudSimulator, Printer
from .bare_client import BareClient
from .listener import Listener
from .test_contents import CONTENTS, FORMS, OLE, encoded, sample

ENDINGS = {
    "HTML": "html",
    "PNG": "png",
    "JPG": "jpg",
    "BMP": "bmp",
    "WORD": "docx",
    "EXCEL": "xlsx",
    "PPT": "pptx",
    "TEXT": "txt",
}


@pytest.mark.parametrize("form", sorted(FORMS))
async def test_kept(
    caller: BareClient, printer: Printer, tmp_path: Path, form: tuple[str, str]
) -> None:
    """Each job is kept with its content byte for byte, and a ticket."""
    content, expected = sample(*form)
    task_id = await caller.print(
        mediaFormat=form[0],
        mediaSource=form[1],
        content=content,
        config={"copies": 2},
    )
    folder = tmp_path / "paper" / "佳能复合机-pkDgrqeA"
    ending = "url" if form[1] == "URL" else ENDINGS[form[0]]
    file = folder / f"{task_id}.{ending}"
    [job] = caller.simulator.printed
    assert job.file == file
    assert file.read_bytes() == expected
    ticket = json.loads((folder / f"{task_id}.json").read_text(encoding="utf-8"))
    assert ticket == {
        "taskId": task_id,
        "time": caller.simulator.now(),
        "appId": caller.application.app_id,
        "sha256": job.digest,
        "bytes": len(expected),
        "task": {k: v for k, v in job.task.items() if k != "content"},
    }
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("media_format", "ending"), [("WORD", "doc"), ("EXCEL", "xls"), ("PPT", "ppt")]
)
async def test_old_office(
    caller: BareClient, printer: Printer, media_format: str, ending: str
) -> None:
    """Old Office files have their old ending."""
    await caller.print(
        mediaFormat=media_format, mediaSource="BASE64", content=encoded(OLE)
    )
    [job] = caller.simulator.printed
    assert job.file is not None
    assert job.file.suffix == f".{ending}"


@pytest.mark.parametrize(
    ("alias", "folder"),
    [("../../etc", "__.._etc"), ("a/b\\c:d", "a_b_c_d"), (".", "_"), (" x ", "_x_")],
)
async def test_folder_names(
    caller: BareClient, printer: Printer, tmp_path: Path, alias: str, folder: str
) -> None:
    """No alias can leave the folder."""
    printer.alias = alias
    await caller.print()
    [job] = caller.simulator.printed
    assert job.file is not None
    assert job.file.parent.parent == tmp_path / "paper"
    assert job.file.parent.name == folder


async def test_without_a_folder(socket_enabled: None) -> None:
    """Without a folder jobs are kept in memory only; rendering needs a folder."""
    simulator = CloudSimulator()
    await simulator.start()
    application = simulator.add_application()
    simulator.bind(application, simulator.add_printer())
    async with ClientSession() as session:
        client = BareClient(session, simulator, application)
        await client.sign_in()
        await client.print(content="x")
    await simulator.wait_rendered()
    await simulator.stop()
    [job] = simulator.printed
    assert job.content == b"x"
    assert job.file is None
    assert job.pdf is None
    with pytest.raises(ValueError, match="folder"):
        CloudSimulator(render=True)


PNG = CONTENTS["PNG"]


@pytest.mark.parametrize(
    ("path", "media_format", "fetched", "status"),
    [
        ("/picture", "PNG", PNG, "SUBMITTED"),
        ("/picture", "HTML", PNG, "SUBMITTED"),
        ("/picture", "JPG", None, "ERROR"),
        ("/moved", "PNG", None, "ERROR"),
        ("/nothing", "PNG", None, "ERROR"),
    ],
)
async def test_fetching(
    caller: BareClient,
    printer: Printer,
    path: str,
    media_format: str,
    fetched: bytes | None,
    status: str,
) -> None:
    """A URL on this machine is fetched if that is allowed."""
    asked = []

    async def serve(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        if request.path == "/moved":
            return web.Response(status=302, headers={"Location": "/picture"})
        if request.path == "/nothing":
            return web.Response(status=404, body=PNG)
        return web.Response(body=PNG)

    listener = Listener(web.Server(serve, lingering_time=0), "127.0.0.1", 0)
    await listener.start()
    task = {
        "mediaFormat": media_format,
        "mediaSource": "URL",
        "content": listener.url + path,
    }
    await caller.print(**task)
    assert asked == []
    caller.simulator.settings.fetch_local_urls = True
    task_id = await caller.print(**task)
    await listener.stop()
    assert asked == [path]
    job = caller.simulator.printed[-1]
    assert job.fetched == fetched
    assert job.content == task["content"].encode()
    assert caller.simulator.task_status(task_id) == status
    assert job.file is not None
    assert job.file.suffix == (
        ".url" if fetched is None else f".{media_format.lower()}"
    )
    assert job.file.with_suffix(".url").read_text() == task["content"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/a.png", "http://localhost/", "https://example.com/"]
)
async def test_not_fetched(caller: BareClient, printer: Printer, url: str) -> None:
    """A URL that fails, or is on another host, ends as ERROR."""
    caller.simulator.settings.fetch_local_urls = True
    task_id = await caller.print(mediaFormat="PNG", mediaSource="URL", content=url)
    assert caller.simulator.task_status(task_id) == "ERROR"
    assert caller.simulator.printed[0].fetched is None
