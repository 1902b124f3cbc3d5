"""Tests of the fifteen content forms."""

import base64
from hashlib import sha256
from io import BytesIO
from itertools import product
import zipfile

import pytest

from . import Printer
from .bare_client import BareClient, task_body

FORMATS = ("HTML", "PNG", "JPG", "BMP", "WORD", "EXCEL", "PPT", "TEXT", "PDF")
SOURCES = ("STRING", "URL", "BASE64")
FORMS = {
    *(("HTML", "STRING"), ("HTML", "URL"), ("TEXT", "STRING")),
    *product(("PNG", "JPG", "BMP", "WORD", "EXCEL", "PPT"), ("URL", "BASE64")),
}
URL = "https://example.com/a?b=c#d"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def package(folder: str) -> bytes:
    """Return an Office package with a folder of its kind."""
    with BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(f"{folder}/document.xml", "<x/>")
        return file.getvalue()


CONTENTS = {
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "JPG": b"\xff\xd8\xff\xe0" + bytes(20),
    "BMP": b"BM" + bytes(20),
    "WORD": package("word"),
    "EXCEL": package("xl"),
    "PPT": package("ppt"),
    "PDF": b"%PDF-1.7\n",
}
TEXTS = {"HTML": "<h1>你好</h1>", "TEXT": "你好\r\n\tworld\n"}


def encoded(content: bytes) -> str:
    """Return content in base64."""
    return base64.b64encode(content).decode()


def sample(media_format: str, media_source: str) -> tuple[str, bytes]:
    """Return content of a form as it is sent, and as it should arrive."""
    if media_source == "URL":
        return URL, URL.encode()
    if media_source == "STRING":
        text = TEXTS.get(media_format, "x")
        return text, text.encode()
    content = CONTENTS.get(media_format, b"x")
    return encoded(content), content


@pytest.mark.parametrize("form", product(FORMATS, SOURCES))
async def test_forms(
    caller: BareClient, printer: Printer, form: tuple[str, str]
) -> None:
    """The fifteen documented forms are accepted byte for byte, all others refused."""
    content, expected = sample(*form)
    body = task_body(mediaFormat=form[0], mediaSource=form[1], content=content)
    answer = await caller.call("newPrintTask", body)
    simulator = caller.simulator
    if form not in FORMS:
        assert answer["message"] == "不支持的打印内容格式"
        [violation] = simulator.violations
        assert violation.detail == f"{form[0]}+{form[1]} is not a content form"
        assert simulator.printed == []
        return
    assert answer["success"] is True
    assert simulator.violations == []
    [job] = simulator.printed
    assert job.content == expected
    assert (job.media_format, job.media_source) == form
    assert job.task["content"] == content
    assert job.task_id == answer["data"]["taskId"]


def test_there_are_fifteen() -> None:
    """The document lists fifteen forms."""
    assert len(FORMS) == 15


@pytest.mark.parametrize("media_format", ["WORD", "EXCEL", "PPT"])
async def test_old_office(
    caller: BareClient, printer: Printer, media_format: str
) -> None:
    """Old Office files are accepted, too."""
    await caller.print(
        mediaFormat=media_format, mediaSource="BASE64", content=encoded(OLE)
    )
    assert caller.simulator.printed[0].content == OLE


@pytest.mark.parametrize("media_format", sorted(CONTENTS.keys() - {"PDF"}))
@pytest.mark.parametrize("actual", [*sorted(CONTENTS), "zip", "truncated", "nothing"])
async def test_content_matches_its_format(
    caller: BareClient, printer: Printer, media_format: str, actual: str
) -> None:
    """Content must start with the signature of its format."""
    contents = CONTENTS | {
        "zip": package("other"),
        "truncated": package("word")[:40],
        "nothing": b"\0",
    }
    body = task_body(
        mediaFormat=media_format,
        mediaSource="BASE64",
        content=encoded(contents[actual]),
    )
    answer = await caller.call("newPrintTask", body)
    assert answer["success"] is (media_format == actual)
    if media_format != actual:
        assert answer["message"] == "打印内容无效"
        [violation] = caller.simulator.violations
        assert violation.detail == f"content is not {media_format}"


@pytest.mark.parametrize(
    "content",
    [
        "data:image/png;base64," + encoded(CONTENTS["PNG"]),
        encoded(CONTENTS["PNG"]).rstrip("="),
        encoded(CONTENTS["PNG"]) + "\n",
        "\n".join((encoded(CONTENTS["PNG"])[:8], encoded(CONTENTS["PNG"])[8:])),
        encoded(CONTENTS["PNG"]) + encoded(b"x"),
        base64.urlsafe_b64encode(CONTENTS["PNG"] + b"\xff\xff\xff").decode(),
        "你好",
        "=",
    ],
)
async def test_base64_is_strict(
    caller: BareClient, printer: Printer, content: str
) -> None:
    """Base64 must be complete, without line breaks, and in the standard alphabet."""
    body = task_body(mediaFormat="PNG", mediaSource="BASE64", content=content)
    assert (await caller.call("newPrintTask", body))["success"] is False
    [violation] = caller.simulator.violations
    assert violation.detail.startswith("content is not base64")


@pytest.mark.parametrize(
    "content",
    [
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "//example.com/a.png",
        "example.com/a.png",
        "https://",
        "https:///a.png",
        "https://[::1/a.png",
        " https://example.com/a.png",
        "data:image/png;base64,iVBO",
    ],
)
async def test_url_is_http(caller: BareClient, printer: Printer, content: str) -> None:
    """A URL must be http or https, and have a host."""
    body = task_body(mediaFormat="PNG", mediaSource="URL", content=content)
    assert (await caller.call("newPrintTask", body))["success"] is False
    [violation] = caller.simulator.violations
    assert "URL" in violation.detail


async def test_lone_surrogate(caller: BareClient, printer: Printer) -> None:
    """A lone surrogate is JSON, but not text."""
    answer = await caller.call("newPrintTask", task_body(content="\ud83d"))
    assert answer["success"] is False
    [violation] = caller.simulator.violations
    assert "surrogate" in violation.detail


async def test_extra_forms(caller: BareClient, printer: Printer) -> None:
    """Further forms such as PDF can be accepted."""
    caller.simulator.settings.extra_forms = {("PDF", "BASE64")}
    form = {"mediaFormat": "PDF", "mediaSource": "BASE64"}
    await caller.print(**form, content=encoded(CONTENTS["PDF"]))
    assert caller.simulator.printed[0].content == CONTENTS["PDF"]
    body = task_body(**form, content=encoded(CONTENTS["PNG"]))
    assert (await caller.call("newPrintTask", body))["success"] is False
    assert len(caller.simulator.violations) == 1


@pytest.mark.slow  # for its memory
async def test_large_content(caller: BareClient, printer: Printer) -> None:
    """64 MiB of content are accepted."""
    content = CONTENTS["BMP"] + bytes(64 * 1024**2)
    await caller.print(
        mediaFormat="BMP", mediaSource="BASE64", content=encoded(content)
    )
    [job] = caller.simulator.printed
    assert job.digest == sha256(content).hexdigest()
    assert job.file is not None
    assert job.file.stat().st_size == len(content)


async def test_times_printed(caller: BareClient, printer: Printer) -> None:
    """Prints are counted by name, content and printer."""
    simulator = caller.simulator
    other = simulator.add_colour_printer()
    await caller.print(name="a", content="x")
    await caller.print(name="b", content="x")
    await caller.print(name="a", content="y")
    assert simulator.times_printed() == 3
    assert simulator.times_printed(name="a") == 2
    assert simulator.times_printed(content=b"x") == 2
    assert simulator.times_printed(digest=sha256(b"y").hexdigest()) == 1
    assert simulator.times_printed(name="a", content=b"x") == 1
    assert simulator.times_printed(name="c") == 0
    assert simulator.times_printed(printer=printer) == 3
    assert simulator.times_printed(printer=other) == 0
    [job] = simulator.find_printed(name="b")
    assert job.printer is printer
    assert job.printer_name == "佳能复合机"
    assert job.sn == "pkDgrqeA"
    assert job.app_id == caller.application.app_id
    assert job.time == simulator.now()
    assert job.config == {}
