"""Conversion in a thread and in a child process, which may die."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from io import BytesIO
import os
from pathlib import Path
import signal
import sys
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from PIL import Image
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
)
from custom_components.cloudprint.document.batch import convert_files
from custom_components.cloudprint.document.child_process import TimeLimits
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.detection import read_head
from custom_components.cloudprint.document.errors import (
    MAX_SOURCE_BYTES,
    MEBIBYTE,
    DocumentError,
)
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.source_file import Edits, SourceFile
from custom_components.cloudprint.document.turns import TimeUsedUpError, Turn
from tests.document.child_processes import converting_processes, is_at_work
from tests.package import ROOT
from tests.samples import documents
from tests.samples.hostile_files import nested_forms, slow_shading
from tests.samples.pdf_files import BROKEN_PDFS, PASSWORD, encrypted, text
from tests.samples.pdf_fonts import cid_page, show
from tests.samples.pictures import PICTURES, heic
from tests.samples.raster_files import RasterSheet, draw_sheet, write_pwg, write_urf

from ..waits import let_run, until
from .clean_up.measures import get_error
from .clean_up.photos import take_photo
from .previews import create_preview

SETTINGS = RenderSettings(dpi=100)
PHONE = Turn(client="192.168.1.20")
LAPTOP = Turn(client="192.168.1.21")
ONE_PAGE = text(1, 5)
SHEET = RasterSheet(picture=draw_sheet((50.0, 70.0)), dpi=(100, 100))


@pytest.fixture
async def converter() -> AsyncIterator[Converter]:
    """Return a converter that is stopped at the end without leaving a process."""
    made = Converter()
    yield made
    await made.async_stop()
    assert converting_processes() == []


@pytest.fixture
async def impatient() -> AsyncIterator[Converter]:
    """Return a converter that interrupts clients soon."""
    made = Converter(patience=0.1)
    yield made
    await made.async_stop()


@pytest.mark.parametrize(
    ("make", "settings"),
    [
        (
            lambda: text(3),
            RenderSettings(page_ranges="2-3", is_monochrome=True, dpi=100),
        ),
        (lambda: encrypted("aes-256", "密码"), RenderSettings(password="密码")),
        (lambda: cid_page(show("\U0001f000"), latin="Mahjong"), SETTINGS),
        (lambda: ONE_PAGE, RenderSettings(paper=(148.0, 210.0), is_paper_named=True)),
        (PICTURES["png"], SETTINGS),
        (PICTURES["jpg_progressive"], SETTINGS),
        (PICTURES["heic"], SETTINGS),
        (PICTURES["avif"], SETTINGS),
        (PICTURES["tiff_multi"], SETTINGS),
        (lambda: write_pwg([SHEET]), SETTINGS),
        (lambda: documents.picture("PNG", (2000, 1000)), SETTINGS),
    ],
)
async def test_same_as_here(
    converter: Converter, make: Callable[[], bytes], settings: RenderSettings
) -> None:
    """The result of a child process equals that of this process."""
    data = make()
    content = await converter.async_convert(data, settings)
    assert content == convert(data, settings)
    assert await converter.async_preview(content) == create_preview(content)


@pytest.mark.slow
async def test_heic_of_48_megapixels(converter: Converter) -> None:
    """A large photo of a phone fits the memory of the child process, as a JPG."""
    photo = Image.linear_gradient("L").resize((6048, 8064)).convert("RGB")
    data = heic(photo, chroma=420)
    content = await converter.async_convert(data, RenderSettings(dpi=300))
    assert content.media_format is MediaFormat.JPG
    with Image.open(BytesIO(content.payload)) as image:
        assert image.width < image.height
        assert image.height > 3000


@pytest.mark.parametrize(
    ("make", "wanted"),
    [
        (BROKEN_PDFS["truncated"], None),
        (lambda: encrypted("rc4-128", PASSWORD), None),
        (lambda: PICTURES["heic"]()[:1500], None),
        (PICTURES["heic"], DocumentFormat.PDF),
        (lambda: b"", None),
        (lambda: b"\x89PNG", DocumentFormat.PNG),
    ],
)
async def test_same_errors(
    converter: Converter, make: Callable[[], bytes], wanted: DocumentFormat | None
) -> None:
    """Errors are the same, and the child process survives them."""
    data = make()
    with pytest.raises(DocumentError) as here:
        convert(data, SETTINGS, wanted=wanted)
    with pytest.raises(DocumentError) as there:
        await converter.async_convert(data, SETTINGS, wanted=wanted)
    assert there.value.key == here.value.key
    assert there.value.placeholders == here.value.placeholders
    before = converting_processes()
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1
    if before:
        assert converting_processes() == before


async def test_several_files(converter: Converter, tmp_path: Path) -> None:
    """Several files are one content, whose first sheet is previewed."""
    files = []
    for number, data in enumerate((text(3), PICTURES["jpg"](), PICTURES["heic"]())):
        path = tmp_path / str(number)
        path.write_bytes(data)
        files.append(SourceFile(path=path, edits=Edits(rotation=180)))
    grid = ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=4)
    settings = RenderSettings(dpi=100, arrange=grid)
    content = await converter.async_convert_files(files, settings)
    assert content == convert_files(files, settings)
    assert content.pages == 2
    preview = await converter.async_preview(content)
    assert preview is not None
    assert preview == create_preview(content)

    (tmp_path / "1").write_bytes(b"broken")
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert_files(files, settings)
    assert raised.value.file == 2
    with pytest.raises(FileNotFoundError):
        await converter.async_convert_files(
            [*files, SourceFile(path=tmp_path / "gone")], settings
        )
    with (tmp_path / "0").open("wb") as large:
        large.write(b"%PDF-1.7")
        large.truncate(MAX_SOURCE_BYTES + 1)
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert_files(files[::-1], settings)
    assert (raised.value.key, raised.value.file) == ("content_too_large", 3)
    # An unchanged file is as ever.
    (tmp_path / "2").write_bytes(documents.docx())
    office = SourceFile(path=tmp_path / "2", name="a.docx")
    alone = await converter.async_convert_files([office], RenderSettings())
    assert alone.media_format is MediaFormat.WORD


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"Page 1\n" + ONE_PAGE, "page.txt", None),
        (ONE_PAGE.partition(b"\n")[2], "", None),
        (b"UPDF" + ONE_PAGE[4:], "page.pdf", None),
        (b"UPDF" + ONE_PAGE[4:], "", DocumentFormat.PDF),
    ],
)
async def test_odd_pdf(
    converter: Converter, data: bytes, name: str, wanted: DocumentFormat | None
) -> None:
    """A PDF without its mark at the beginning is read in the child process, too."""
    content = await converter.async_convert(data, SETTINGS, name=name, wanted=wanted)
    assert content == convert(ONE_PAGE, SETTINGS)
    assert converting_processes() != []


@pytest.mark.parametrize(
    ("data", "name", "settings"),
    [
        (b"Milk", "a.txt", SETTINGS),
        (b"<p>Milk", "a.html", SETTINGS),
        (b"# Milk", "a.md", SETTINGS),
        (documents.docx(), "a.docx", SETTINGS),
        (ONE_PAGE, "a.pdf", RenderSettings(is_pdf_native=True)),
    ],
)
async def test_no_child_process(
    converter: Converter, data: bytes, name: str, settings: RenderSettings
) -> None:
    """Other formats are converted in a thread, and have no preview."""
    content = await converter.async_convert(data, settings, name=name)
    assert content == convert(data, settings, name=name)
    assert await converter.async_preview(content) is None
    assert converting_processes() == []


@pytest.mark.parametrize(
    "markdown",
    [
        "|\n" * 49_000,
        "- a\n" * 3000,
        "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|\n" * 100,
        f"# 牛奶\n{'word ' * 2000}",
    ],
    ids=["lines", "list", "table", "text"],
)
async def test_long_markdown(
    converter: Converter, tmp_path: Path, markdown: str
) -> None:
    """Markdown of many parts is parsed in the child process, a file of it, too."""
    made = await converter.async_build_markdown(
        markdown, SETTINGS, title="Title", date="Today"
    )
    assert made == build_markdown_content(
        markdown, SETTINGS, title="Title", date="Today", keeps_lines=True
    )
    (child,) = converting_processes()
    path = tmp_path / "received"
    path.write_text(markdown, encoding="utf-8")
    content = await converter.async_convert_files(
        [SourceFile(path=path, name="a.md")], SETTINGS
    )
    assert content == convert(path.read_bytes(), SETTINGS, name="a.md")
    assert content == await converter.async_convert(
        path.read_bytes(), SETTINGS, wanted=DocumentFormat.MARKDOWN
    )
    assert converting_processes() == [child]


@pytest.mark.parametrize("markdown", ["", "# Milk", "|a|\n|-|\n" * 100, "a " * 4000])
async def test_short_markdown(converter: Converter, markdown: str) -> None:
    """Markdown that is parsed in no time needs no child process."""
    if markdown:
        await converter.async_build_markdown(markdown, SETTINGS)
    else:
        with pytest.raises(DocumentError):
            await converter.async_build_markdown(markdown, SETTINGS)
    assert converting_processes() == []


@pytest.mark.parametrize(
    ("markdown", "settings", "key"),
    [
        ("a" * 100_001, SETTINGS, "markdown_too_long"),
        ("> " * 12_000, SETTINGS, "markdown_too_deep"),
        ("a" * 20_000, RenderSettings(max_bytes=15_000), "content_too_large"),
        ("a" * 20_000 + "\ud800", SETTINGS, "content_not_text"),
    ],
)
async def test_refused_markdown(
    converter: Converter, markdown: str, settings: RenderSettings, key: str
) -> None:
    """Long Markdown is refused for the same reasons."""
    with pytest.raises(DocumentError) as raised:
        await converter.async_build_markdown(markdown, settings)
    assert raised.value.key == key


@pytest.mark.parametrize(
    ("make", "name", "settings"),
    [
        (lambda: text(3), "a", RenderSettings(page_ranges="2-3", dpi=100)),
        (lambda: encrypted("aes-256", "密码"), "", RenderSettings(password="密码")),
        (PICTURES["png"], "a.png", SETTINGS),
        (PICTURES["tiff_multi"], "a.tiff", SETTINGS),
        (lambda: documents.picture("PNG", (2000, 1000)), "a", SETTINGS),
        (lambda: write_pwg([SHEET] * 2), "a.bin", SETTINGS),
        (lambda: write_urf([SHEET]), "", SETTINGS),
        (lambda: b"# Milk", "a.md", SETTINGS),
        (documents.docx, "a.docx", SETTINGS),
        (lambda: ONE_PAGE, "a.pdf", RenderSettings(is_pdf_native=True)),
    ],
)
async def test_file(
    converter: Converter,
    tmp_path: Path,
    make: Callable[[], bytes],
    name: str,
    settings: RenderSettings,
) -> None:
    """A file is converted where it is, with the same result as its bytes."""
    data = make()
    path = tmp_path / "received"
    path.write_bytes(data)
    content = await converter.async_convert_files(
        [SourceFile(path=path, name=name)], settings
    )
    assert content == await converter.async_convert(data, settings, name=name)


@pytest.mark.parametrize(
    ("data", "wanted", "key"),
    [
        (b"", None, "content_empty"),
        (b"", DocumentFormat.PWG, "content_empty"),
        (ONE_PAGE, DocumentFormat.URF, "content_mismatch"),
        (BROKEN_PDFS["truncated"](), None, "pdf_unreadable"),
        (PICTURES["heic"]()[:1500], None, "picture_broken"),
        (write_pwg([SHEET])[:-1], None, "raster_broken"),
    ],
)
async def test_errors_of_a_file(
    converter: Converter,
    tmp_path: Path,
    data: bytes,
    wanted: DocumentFormat | None,
    key: str,
) -> None:
    """Errors are the same as for bytes."""
    path = tmp_path / "received"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        await converter.async_convert_files(
            [SourceFile(path=path, wanted=wanted)], SETTINGS
        )
    assert caught.value.key == key


async def test_missing_file(converter: Converter, tmp_path: Path) -> None:
    """A file that is not there is an OSError."""
    with pytest.raises(FileNotFoundError):
        await converter.async_convert_files(
            [SourceFile(path=tmp_path / "gone")], SETTINGS
        )


@pytest.mark.parametrize(
    ("data", "mebibytes"), [(ONE_PAGE, 100), (b"text", 100), (write_pwg([SHEET]), 512)]
)
async def test_size_of_a_file(
    converter: Converter, tmp_path: Path, data: bytes, mebibytes: int
) -> None:
    """A file may have as many bytes as its format needs, and is not read otherwise."""
    path = tmp_path / "received"
    path.write_bytes(data)
    os.truncate(path, mebibytes * MEBIBYTE + 1)
    with pytest.raises(DocumentError) as caught:
        await converter.async_convert_files([SourceFile(path=path)], SETTINGS)
    assert caught.value.key == "content_too_large"
    assert caught.value.placeholders["limit"] == str(mebibytes)
    assert converting_processes() == []


async def test_file_larger_than_the_memory_limit(
    converter: Converter, tmp_path: Path
) -> None:
    """Raster is not read as a whole, and may exceed the memory of the child process."""
    page = write_urf([SHEET], count=0)
    path = tmp_path / "received"
    path.write_bytes(page)
    os.truncate(path, 500 * MEBIBYTE)
    with pytest.raises(DocumentError) as caught:
        await converter.async_convert_files([SourceFile(path=path)], SETTINGS)
    # The process has read the first page, and then what is none.
    assert caught.value.key == "raster_unsupported"
    assert converting_processes() != []


async def test_one_child_process(converter: Converter) -> None:
    """Conversions share one child process."""
    contents = await asyncio.gather(
        *(converter.async_convert(ONE_PAGE, SETTINGS) for _ in range(5))
    )
    assert len(set(contents)) == 1
    (child,) = converting_processes()
    await converter.async_convert(ONE_PAGE, SETTINGS)
    assert converting_processes() == [child]


async def test_environment(
    converter: Converter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child process gets only the environment variables that it needs to start."""
    monkeypatch.setenv("SUPERVISOR_TOKEN", "secret")
    monkeypatch.setenv("MALLOC_CONF", "narenas:1")
    settings = RenderSettings(password="secret")
    await converter.async_convert(ONE_PAGE, settings)
    (child,) = converting_processes()
    environment = Path(f"/proc/{child}/environ").read_bytes()
    assert b"MALLOC_CONF=narenas:1" in environment
    assert b"secret" not in environment
    assert b"secret" not in Path(f"/proc/{child}/cmdline").read_bytes()


@pytest.mark.slow
async def test_page_timeout() -> None:
    """A child process that exceeds the time of a page is killed and replaced."""
    converter = Converter(limits=TimeLimits(page_seconds=8))
    await converter.async_convert(ONE_PAGE, SETTINGS)
    before = converting_processes()
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert(slow_shading(), SETTINGS)
    assert raised.value.key == "pdf_page_too_complex"
    assert raised.value.placeholders == {"page": "2"}
    assert converting_processes() == []
    await converter.async_convert(ONE_PAGE, SETTINGS)
    assert converting_processes() != before
    await converter.async_stop()


@pytest.mark.slow
async def test_timeout_among_files(tmp_path: Path) -> None:
    """A page that takes too long is told by its number among all files."""
    files = []
    for number, data in enumerate((ONE_PAGE, slow_shading())):
        path = tmp_path / str(number)
        path.write_bytes(data)
        files.append(SourceFile(path=path))
    converter = Converter(limits=TimeLimits(page_seconds=8))
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert_files(files, SETTINGS)
    assert raised.value.key == "pdf_page_too_complex"
    assert raised.value.placeholders == {"page": "3"}
    await converter.async_stop()


@pytest.mark.slow
async def test_document_timeout() -> None:
    """The limit for the whole document names no page."""
    converter = Converter(limits=TimeLimits(seconds=8))
    await converter.async_convert(ONE_PAGE, SETTINGS)
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert(slow_shading(), SETTINGS)
    assert raised.value.key == "conversion_too_complex"
    assert raised.value.placeholders == {}
    await converter.async_stop()


async def test_memory_limit(converter: Converter) -> None:
    """A page that exceeds the memory is refused."""
    with pytest.raises(DocumentError) as raised:
        await converter.async_convert(nested_forms(), SETTINGS)
    assert raised.value.key == "pdf_page_too_complex"
    assert raised.value.placeholders == {"page": "1"}
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1


async def test_crash(converter: Converter) -> None:
    """A crash during a conversion is an error; while idle, it has no effect."""
    conversion = asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
    os.kill(await is_at_work(), signal.SIGSEGV)
    with pytest.raises(DocumentError) as raised:
        await conversion
    assert raised.value.key == "pdf_page_too_complex"

    await converter.async_convert(ONE_PAGE, SETTINGS)
    (child,) = converting_processes()
    os.kill(child, signal.SIGKILL)
    await until(lambda: not Path(f"/proc/{child}").exists())
    await converter.async_convert(b"Milk", SETTINGS)
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1


@pytest.mark.slow
async def test_preview_timeout() -> None:
    """A preview that takes too long is omitted."""
    converter = Converter(limits=TimeLimits(page_seconds=8))
    content = await converter.async_convert(documents.picture("PNG"), SETTINGS)
    (child,) = converting_processes()
    os.kill(child, signal.SIGSTOP)
    assert await converter.async_preview(content) is None
    assert converting_processes() == []
    await converter.async_stop()


async def test_unexpected_error(converter: Converter) -> None:
    """An unexpected error reports its place, and the child process survives it."""
    await converter.async_convert(ONE_PAGE, SETTINGS)
    before = converting_processes()
    settings = RenderSettings(page_ranges="a")
    with pytest.raises(RuntimeError, match="ValueError(.|\n)*pdf.py"):
        await converter.async_convert(ONE_PAGE, settings)
    assert converting_processes() == before


async def test_idle() -> None:
    """An idle child process is ended after a while."""
    converter = Converter(idle_seconds=0.1)
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1
    await until(lambda: not converting_processes())
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1
    await converter.async_stop()


async def test_cancelled(converter: Converter) -> None:
    """A cancelled conversion kills the child process, and others continue."""
    conversion = asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
    waiting = asyncio.create_task(converter.async_convert(ONE_PAGE, SETTINGS))
    child = await is_at_work()
    conversion.cancel()
    with pytest.raises(asyncio.CancelledError):
        await conversion
    assert (await waiting).pages == 1
    assert converting_processes() != [child]


@pytest.mark.parametrize(
    "convert_path",
    [
        lambda converter, path: converter.async_convert_files(
            [SourceFile(path=path)], SETTINGS
        ),
        lambda converter, path: converter.async_convert_files(
            [SourceFile(path=path, edits=Edits(rotation=90))], SETTINGS
        ),
        lambda converter, path: converter.async_create_thumbnail(path),
    ],
)
async def test_file_that_is_removed_meanwhile(
    converter: Converter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    convert_path: Callable[[Converter, Path], Awaitable[object]],
) -> None:
    """A file may be removed while the child process is busy with another one."""
    path = tmp_path / "removed"
    path.write_bytes(ONE_PAGE)
    is_checked = threading.Event()

    def check(*args: Any) -> bytes:
        head = read_head(*args)
        is_checked.set()
        return head

    monkeypatch.setattr(
        "custom_components.cloudprint.document.converter.read_head", check
    )
    busy = asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
    await is_at_work()
    waiting = asyncio.ensure_future(convert_path(converter, path))
    await until(is_checked.is_set)
    path.unlink()
    busy.cancel()
    with pytest.raises(FileNotFoundError):
        await waiting


async def test_release(converter: Converter) -> None:
    """An idle child process is ended, a busy one is not."""
    converter.release()
    await converter.async_convert(ONE_PAGE, SETTINGS)
    converter.release()
    await until(lambda: not converting_processes())
    conversion = asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
    child = await is_at_work()
    converter.release()
    await let_run()
    assert converting_processes() == [child]
    conversion.cancel()


async def test_stop(converter: Converter) -> None:
    """Running, waiting and later conversions raise DocumentError."""
    conversions = [
        asyncio.create_task(converter.async_convert(data, SETTINGS))
        for data in (slow_shading(), ONE_PAGE)
    ]
    await is_at_work()
    await converter.async_stop()
    assert converting_processes() == []
    conversions.append(asyncio.create_task(converter.async_convert(ONE_PAGE, SETTINGS)))
    for conversion in conversions:
        with pytest.raises(DocumentError) as raised:
            await conversion
        assert raised.value.key == "conversion_stopped"
    assert converting_processes() == []


async def test_stop_while_starting(converter: Converter) -> None:
    """A child process that is just starting is ended."""
    conversion = asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
    await until(converting_processes)
    await converter.async_stop()
    with pytest.raises(DocumentError) as raised:
        await conversion
    assert raised.value.key == "conversion_stopped"


async def test_killed_parent() -> None:
    """A child process does not outlive its parent."""
    program = """
import asyncio, os, signal
from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.settings import RenderSettings
from tests.document.child_processes import converting_processes
from tests.samples.pdf_files import text

async def main():
    await Converter().async_convert(text(1, 5), RenderSettings())
    print(*converting_processes(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    child = Path(f"/proc/{int(output)}/cmdline")
    # The files of a zombie are empty.
    await until(lambda: not child.exists() or not child.read_bytes())


@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("/nowhere/python", "[Errno 2] No such file or directory: '/nowhere/python'"),
        ("/bin/false", "exit status 1"),
    ],
)
async def test_no_child_process_can_be_started(
    converter: Converter, monkeypatch: pytest.MonkeyPatch, program: str, error: str
) -> None:
    """If no child process can be started, the file is not read in this process."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", program)
        with pytest.raises(DocumentError) as raised:
            await converter.async_convert(ONE_PAGE, SETTINGS)
    assert raised.value.key == "conversion_unavailable"
    assert raised.value.placeholders == {"error": error}
    # The next conversion tries again.
    assert (await converter.async_convert(ONE_PAGE, SETTINGS)).pages == 1


async def test_two_at_a_time(converter: Converter) -> None:
    """At most two conversions take threads."""
    started: list[int] = []
    go_on = threading.Event()

    def work(number: int) -> None:
        started.append(number)
        go_on.wait()

    working = [asyncio.create_task(converter.async_run(work, n)) for n in range(4)]
    await until(lambda: len(started) == 2)
    # Other work is not blocked meanwhile.
    await asyncio.gather(*(asyncio.to_thread(int) for _ in range(20)))
    assert sorted(started) == [0, 1]
    go_on.set()
    await asyncio.gather(*working)
    assert sorted(started) == [0, 1, 2, 3]


async def test_waiting_for_the_child_process(converter: Converter) -> None:
    """Conversions that wait for the child process do not block others."""
    conversions = [
        asyncio.create_task(converter.async_convert(slow_shading(), SETTINGS))
        for _ in range(5)
    ]
    await is_at_work()
    content = await converter.async_convert(b"Milk", SETTINGS)
    assert content == Content.from_string("Milk", MediaFormat.TEXT)
    assert not any(conversion.done() for conversion in conversions)
    for conversion in conversions:
        conversion.cancel()


def receive(folder: Path, data: bytes) -> list[SourceFile]:
    """Write a file that a client has sent."""
    path = folder / f"received-{len(data)}"
    path.write_bytes(data)
    return [SourceFile(path=path)]


async def test_house_before_clients(impatient: Converter, tmp_path: Path) -> None:
    """A photo of the house does not wait for the slow files of a phone."""
    files = receive(tmp_path, slow_shading())
    slow = [
        asyncio.create_task(impatient.async_convert_files(files, SETTINGS, turn=PHONE))
        for _ in range(5)
    ]
    interrupted = await is_at_work()
    content = await impatient.async_convert(PICTURES["jpg"](), SETTINGS)
    assert content.pages == 1
    assert not any(conversion.done() for conversion in slow)
    # One process at a time
    assert await is_at_work() != interrupted
    for conversion in slow:
        conversion.cancel()


@pytest.mark.slow
async def test_interrupted_conversion_of_a_client(
    impatient: Converter, tmp_path: Path
) -> None:
    """It is the same as without the interruption, and before its later files."""
    # Some seconds of work: it is interrupted after one
    data = text(80)
    settings = RenderSettings()
    done: list[str] = []

    async def convert_as(name: str, conversion: Awaitable[Content]) -> Content:
        content = await conversion
        done.append(name)
        return content

    long = asyncio.create_task(
        convert_as(
            "long",
            impatient.async_convert_files(
                receive(tmp_path, data), settings, turn=PHONE
            ),
        )
    )
    await is_at_work()
    files = receive(tmp_path, ONE_PAGE)
    short = asyncio.create_task(
        convert_as("short", impatient.async_convert_files(files, SETTINGS, turn=PHONE))
    )
    await convert_as("photo", impatient.async_convert(PICTURES["jpg"](), SETTINGS))
    assert await long == convert(data, settings)
    await short
    assert done == ["photo", "long", "short"]


@pytest.mark.slow
async def test_client_whose_file_ran_into_a_limit(tmp_path: Path) -> None:
    """Its next files wait for those of other clients."""
    file = replace(receive(tmp_path, ONE_PAGE)[0], edits=Edits(rotation=90))
    converter = Converter(limits=TimeLimits(page_seconds=8))
    done: list[Turn] = []

    async def convert_for(turn: Turn) -> None:
        await converter.async_convert_files([file], SETTINGS, turn=turn)
        done.append(turn)

    files = receive(tmp_path, slow_shading())
    slow = asyncio.create_task(
        converter.async_convert_files(files, SETTINGS, turn=PHONE)
    )
    await is_at_work()
    others = [
        asyncio.create_task(convert_for(turn))
        for turn in (PHONE, LAPTOP, LAPTOP, LAPTOP)
    ]
    with pytest.raises(DocumentError) as raised:
        await slow
    assert raised.value.key == "pdf_page_too_complex"
    await asyncio.gather(*others)
    assert done == [LAPTOP, LAPTOP, LAPTOP, PHONE]
    await converter.async_stop()


async def test_time_of_a_client(converter: Converter, tmp_path: Path) -> None:
    """Texts and files in the child process share the seconds of a client."""
    phone = Turn(client="192.168.1.20", seconds_per_hour=0.0001)
    converter.check_time(phone)
    files = receive(tmp_path, ONE_PAGE)
    turn = replace(phone, seconds_per_hour=60)
    await converter.async_convert_files(files, SETTINGS, turn=turn)
    with pytest.raises(TimeUsedUpError):
        converter.check_time(phone)
    for data in (ONE_PAGE, b"Milk"):
        files = receive(tmp_path, data)
        with pytest.raises(TimeUsedUpError):
            await converter.async_convert_files(files, SETTINGS, turn=phone)
        await converter.async_convert_files(files, SETTINGS, turn=LAPTOP)


async def test_time_that_a_client_waits(
    converter: Converter, freezer: FrozenDateTimeFactory, tmp_path: Path
) -> None:
    """Only work counts, not waiting for a thread when the child process is free."""
    phone = Turn(client="192.168.1.20", seconds_per_hour=60)
    go_on = threading.Event()
    started: list[int] = []

    def work(number: int) -> None:
        started.append(number)
        go_on.wait()

    files = receive(tmp_path, ONE_PAGE)
    # One takes the other thread, the next one the thread that has read the head.
    conversion = asyncio.create_task(
        converter.async_convert_files(files, SETTINGS, turn=phone), eager_start=True
    )
    working = [
        asyncio.create_task(converter.async_run(work, n), eager_start=True)
        for n in range(2)
    ]
    await until(lambda: len(started) == 2)
    freezer.tick(90)
    go_on.set()
    await asyncio.gather(*working)
    assert (await conversion).pages == 1
    again = await converter.async_convert_files(files, SETTINGS, turn=phone)
    assert again.pages == 1


async def test_corners(converter: Converter, tmp_path: Path) -> None:
    """Corners and thumbnails are made in the child process, which reads the file."""
    photo = take_photo(9)
    path = tmp_path / "upload"
    photo.image.save(path, "JPEG")
    corners = await converter.async_find_corners(path, "photo.jpg")
    assert get_error(corners, photo.corners, photo.image.size) < 0.01
    thumbnail = await converter.async_create_thumbnail(path, pixels=200)
    assert max(thumbnail.size) == 200
    assert thumbnail.jpeg.startswith(b"\xff\xd8")


async def test_no_corners(converter: Converter, tmp_path: Path) -> None:
    """A file without a page has no corners; a broken or missing one is refused."""
    path = tmp_path / "upload"
    path.write_bytes(text(1))
    assert await converter.async_find_corners(path) is None
    path.write_bytes(PICTURES["heic"]()[:1500])
    with pytest.raises(DocumentError) as refusal:
        await converter.async_find_corners(path)
    assert refusal.value.key == "picture_broken"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        await converter.async_create_thumbnail(path)
    path.write_bytes(documents.picture("PNG"))
    assert await converter.async_find_corners(path) is None


async def test_files_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that wait for their turn are not in memory."""
    read_bytes = Path.read_bytes
    read, converted, most = 0, 0, 0

    def count_read(path: Path) -> bytes:
        nonlocal read, most
        read += 1
        most = max(most, read - converted)
        return read_bytes(path)

    def count_converted(*arguments: Any, **options: Any) -> Content:
        nonlocal converted
        content = convert(*arguments, **options)
        converted += 1
        return content

    path = tmp_path / "a.txt"
    path.write_text("text")
    monkeypatch.setattr(Path, "read_bytes", count_read)
    folder = "custom_components.cloudprint.document.converter"
    monkeypatch.setattr(f"{folder}.convert", count_converted)
    converter = Converter()
    settings = RenderSettings()
    await asyncio.gather(
        *(
            converter.async_convert_files(
                [SourceFile(path=path, name="a.txt")], settings
            )
            for _ in range(8)
        )
    )
    assert (read, converted) == (8, 8)
    assert most <= 2
