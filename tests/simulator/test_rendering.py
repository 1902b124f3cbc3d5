"""Tests of rendering to PDF, with fake programs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import sys
from typing import Any

from aiohttp import ClientSession
import pytest

from . import CloudSimulator
from .bare_client import BareClient
from .test_contents import CONTENTS, encoded

BROWSER = """#!{python}
import pathlib, sys
from urllib.parse import unquote, urlsplit
options = dict(a.lstrip("-").split("=", 1) for a in sys.argv if "=" in a)
page = pathlib.Path(unquote(urlsplit(sys.argv[-1]).path)).read_text("utf-8")
if "unprintable" in page:
    sys.exit(1)
assert not pathlib.Path(options["user-data-dir"]).exists()
assert "proxy-server" in options
pathlib.Path(options["print-to-pdf"]).write_text("%PDF-" + page, "utf-8")
"""
OFFICE = """#!{python}
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
(folder / (file.stem + ".pdf")).write_bytes(b"%PDF-" + file.read_bytes()[:2])
"""
STUCK = """#!{python}
import os, pathlib, time
unfinished = pathlib.Path({begun!r} + ".new")
unfinished.write_text(str(os.getpid()))
unfinished.rename({begun!r})
time.sleep(3600)
"""


def install(folder: Path, name: str, text: str, **values: str) -> None:
    """Install a fake program."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(text.format(python=sys.executable, **values))
    program.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@asynccontextmanager
async def printing_to_pdf(folder: Path) -> AsyncGenerator[BareClient]:
    """Yield a client of a cloud that renders to PDF, bound to a printer."""
    simulator = CloudSimulator(folder=folder, render=True)
    await simulator.start()
    application = simulator.add_application()
    simulator.bind(application, simulator.add_printer())
    try:
        async with ClientSession() as session:
            client = BareClient(session, simulator, application)
            await client.sign_in()
            yield client
    finally:
        await simulator.stop()


@pytest.fixture
async def rendering_caller(
    socket_enabled: None, tmp_path: Path, programs: Path
) -> AsyncGenerator[BareClient]:
    """Return a client of a cloud with a fake Chromium and LibreOffice."""
    install(programs, "chromium", BROWSER)
    install(programs, "soffice", OFFICE)
    async with printing_to_pdf(tmp_path / "paper") as client:
        yield client


async def printed(client: BareClient, **task: Any) -> str | None:
    """Print, and return the printed pages as text."""
    await client.print(**task)
    await client.simulator.wait_rendered()
    job = client.simulator.printed[-1]
    if job.pdf is None:
        return None
    assert job.file is not None
    assert job.pdf == job.file.with_suffix(".pdf")
    return job.pdf.read_text(encoding="utf-8")


async def test_text(rendering_caller: BareClient) -> None:
    """Text is printed unchanged on the printer's default paper."""
    page = await printed(rendering_caller, content="<b> & 你好")
    assert page is not None
    assert "&lt;b&gt; &amp; 你好" in page
    assert "@page { size: 210.0mm 297.0mm }" in page
    assert "grayscale" not in page


async def test_ends_of_lines_and_pages(rendering_caller: BareClient) -> None:
    """A form feed ends a page, and what ends a line does so in all spellings."""
    page = await printed(rendering_caller, content="a\v\u2028b\r\n\f\fc\f")
    assert page is not None
    assert "<pre>\na\n\nb\n</pre><pre>\n</pre><pre>\nc</pre>" in page


async def test_options(rendering_caller: BareClient) -> None:
    """The task's paper, orientation and colour are used."""
    page = await printed(
        rendering_caller,
        config={
            "paperConfig": {"width": 105, "height": 156},
            "orientation": "LANDSCAPE",
            "color": "MONOCHROME",
            "marginTop": 20,
            "scale": 150,
        },
    )
    assert page is not None
    assert "@page { margin-top: 20mm }" in page
    assert "zoom: 150%" in page
    assert "@page { size: 156mm 105mm }" in page
    assert "grayscale(1)" in page


async def test_unknown_paper(rendering_caller: BareClient) -> None:
    """A printer without known papers prints, too."""
    rendering_caller.simulator.printers[0].capabilities = "{broken"
    page = await printed(rendering_caller)
    assert page is not None
    assert "@page" not in page


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>x", "%PDF-<style>{}</style><p>x"),
        ("<!DOCTYPE html><p>x", "%PDF-<!DOCTYPE html><style>{}</style><p>x"),
        ("<html><head a=b></head>", "%PDF-<html><head a=b><style>{}</style></head>"),
    ],
)
async def test_web_page(
    rendering_caller: BareClient, content: str, expected: str
) -> None:
    """A web page gets its paper without a change of how it is parsed."""
    page = await printed(rendering_caller, mediaFormat="HTML", content=content)
    assert page == expected.format("@page { size: 210.0mm 297.0mm }")
    job = rendering_caller.simulator.printed[0]
    assert job.file is not None
    assert job.file.read_text() == content


@pytest.mark.parametrize("media_format", ["PNG", "JPG", "BMP"])
async def test_picture(rendering_caller: BareClient, media_format: str) -> None:
    """A picture is put on a page."""
    page = await printed(
        rendering_caller,
        mediaFormat=media_format,
        mediaSource="BASE64",
        content=encoded(CONTENTS[media_format]),
    )
    assert page is not None
    file = rendering_caller.simulator.printed[0].file
    assert file is not None
    assert f'<img src="{file.as_uri()}"' in page


@pytest.mark.parametrize("media_format", ["WORD", "EXCEL", "PPT"])
async def test_office(rendering_caller: BareClient, media_format: str) -> None:
    """Office documents are rendered by LibreOffice."""
    page = await printed(
        rendering_caller,
        mediaFormat=media_format,
        mediaSource="BASE64",
        content=encoded(CONTENTS[media_format]),
    )
    assert page == "%PDF-PK"


async def test_pdf(rendering_caller: BareClient) -> None:
    """A PDF is kept unchanged."""
    rendering_caller.simulator.settings.extra_forms = {("PDF", "BASE64")}
    page = await printed(
        rendering_caller,
        mediaFormat="PDF",
        mediaSource="BASE64",
        content=encoded(CONTENTS["PDF"]),
    )
    assert page == CONTENTS["PDF"].decode()


async def test_address(rendering_caller: BareClient) -> None:
    """A URL that is not fetched is not rendered."""
    url = "https://example.com/"
    assert (
        await printed(
            rendering_caller, mediaFormat="HTML", mediaSource="URL", content=url
        )
        is None
    )


async def test_unprintable(
    rendering_caller: BareClient, caplog: pytest.LogCaptureFixture
) -> None:
    """If the program fails, there is no PDF and a warning is logged."""
    assert await printed(rendering_caller, content="unprintable") is None
    task_id = rendering_caller.simulator.printed[0].task_id
    assert f"{task_id} could not be printed to PDF" in caplog.text
    assert await printed(rendering_caller) is not None


@pytest.mark.parametrize("media_format", ["TEXT", "WORD"])
async def test_no_programs(
    socket_enabled: None, tmp_path: Path, programs: Path, media_format: str
) -> None:
    """Without programs nothing is rendered."""
    source = {"TEXT": "STRING", "WORD": "BASE64"}[media_format]
    async with printing_to_pdf(tmp_path / "paper") as client:
        page = await printed(
            client,
            mediaFormat=media_format,
            mediaSource=source,
            content=encoded(CONTENTS["WORD"]),
        )
        assert page is None


async def test_takes_too_long(
    socket_enabled: None,
    tmp_path: Path,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program that takes too long is killed."""
    monkeypatch.setattr("tests.simulator.rendering._SECONDS", 0)
    install(programs, "chromium", STUCK, begun=str(tmp_path / "begun"))
    async with printing_to_pdf(tmp_path / "paper") as client:
        assert await printed(client) is None


async def test_stopped_while_printing(
    socket_enabled: None, tmp_path: Path, programs: Path
) -> None:
    """`stop` kills a running program."""
    begun = tmp_path / "begun"
    install(programs, "chromium", STUCK, begun=str(begun))
    async with printing_to_pdf(tmp_path / "paper") as client:
        await client.print()
        await client.print()
        while not begun.exists():
            await asyncio.sleep(0.01)
    assert [job.pdf for job in client.simulator.printed] == [None, None]
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)
