"""The program of the child process, run in this process."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
import json
import os
from pathlib import Path
import pickle
import resource
import signal
import sys
from types import SimpleNamespace
from typing import Any

from PIL import ExifTags, Image, ImageDraw
import pytest

from custom_components.cloudprint.document import worker
from custom_components.cloudprint.document.batch import convert_files
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import MEBIBYTE
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.pictures.thumbnail import preview_sheet
from custom_components.cloudprint.document.settings import A4, RenderSettings
from custom_components.cloudprint.document.sheets.first_page import (
    find_first_page,
    find_pictures,
)
from custom_components.cloudprint.document.sheets.page_image import is_colored
from custom_components.cloudprint.document.source_file import Edits, SourceFile
from tests.samples import documents
from tests.samples.drawings import cat, encode
from tests.samples.pdf_files import BROKEN_PDFS, text
from tests.samples.pdf_writer import PdfWriter
from tests.samples.pictures import PICTURES
from tests.samples.raster_files import RasterSheet, draw_sheet, write_pwg

from .previews import create_preview

SECONDS = 60
SETTINGS = RenderSettings(dpi=100, page_ranges="2-3", paper=(148.0, 210.0))


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the alarms that are set; they are not triggered."""
    found: list[int] = []
    monkeypatch.setattr(signal, "alarm", found.append)
    return found


def request(data: bytes, **values: Any) -> bytes:
    """Return a request."""
    head = {"size": len(data), "seconds": SECONDS, **values}
    return pickle.dumps(head) + data


def conversion(
    data: bytes,
    settings: RenderSettings = SETTINGS,
    wanted: DocumentFormat | None = None,
) -> bytes:
    """Return the request to convert a file."""
    return request(data, job="convert", settings=settings, name="a", wanted=wanted)


def preview(
    document_format: str, data: bytes, paper: tuple[float, float] | None = None
) -> bytes:
    """Return the request to preview a picture."""
    pictures = [(document_format, len(data))]
    return request(
        data, job="preview", pictures=pictures, paper=paper, description=None
    )


def error(key: str, file: int | None = None, **placeholders: str) -> dict[str, Any]:
    """Return the answer to a request that failed."""
    return {"error": key, "placeholders": placeholders, "file": file}


def answers(requests: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield the answers."""
    with BytesIO() as written:
        worker.serve(BytesIO(requests), written)
        written.seek(0)
        assert written.readline() == b"\n"
        for line in iter(written.readline, b""):
            head = json.loads(line)
            yield head, written.read(head.pop("size", 0))


def test_pages(alarms: list[int]) -> None:
    """Each page is reported before it is drawn, and has its own alarm."""
    content = convert(text(3), SETTINGS)
    assert list(answers(conversion(text(3)))) == [
        ({"page": 2}, b""),
        ({"page": 3}, b""),
        (
            {
                "media_format": "HTML",
                "media_source": "STRING",
                "pages": 2,
                "paper": [210.0, 297.0],
                "is_ranged": True,
                "warnings": [],
                "is_turned": False,
                "stated_pages": None,
                "margin": None,
                "has_color": False,
                "is_file": False,
            },
            content.payload,
        ),
    ]
    assert alarms == [SECONDS, SECONDS, SECONDS, 0]


@pytest.mark.parametrize("text", ["# 牛奶\n\nMilk", "![a](https://example.com/a.png)"])
def test_markdown(alarms: list[int], text: str) -> None:
    """Markdown becomes a page with its heading, by the settings of the request."""
    settings = RenderSettings(has_remote_pictures=False)
    values = {"title": "Shopping", "date": "1 May"}
    message = request(text.encode(), job="markdown", settings=settings, **values)
    content = build_markdown_content(text, settings, keeps_lines=True, **values)
    assert list(answers(message)) == [
        (json.loads(json.dumps(content.info())), content.payload)
    ]
    message = request(b"a\xed\xa0\x80", job="markdown", settings=settings, **values)
    assert list(answers(message)) == [(error("content_not_text"), b"")]


def test_pages_of_a_scan(alarms: list[int]) -> None:
    """Each page of a TIFF is reported."""
    found = list(answers(conversion(PICTURES["tiff_multi"]())))
    assert [head.get("page") for head, _ in found] == [2, 3, None]


@pytest.mark.parametrize(
    ("data", "is_file"),
    [
        (text(3), False),
        (write_pwg([RasterSheet(picture=draw_sheet((50.0, 70.0)))] * 3), False),
        (documents.picture("PNG"), True),
        (b"", None),
    ],
)
def test_path(
    alarms: list[int], tmp_path: Path, data: bytes, is_file: bool | None
) -> None:
    """A file is read by its path, and is not returned if it is unchanged."""
    path = tmp_path / "received"
    path.write_bytes(data)
    *_, (head, payload) = answers(
        request(
            b"",
            job="convert",
            settings=SETTINGS,
            name="",
            wanted=None,
            path=path,
        )
    )
    if is_file is None:
        assert head["error"] == "content_empty"
    else:
        assert head["is_file"] is is_file
        assert payload == (b"" if is_file else convert(data, SETTINGS).payload)


def test_several_files(alarms: list[int], tmp_path: Path) -> None:
    """Files of one print are read by their paths, and the first sheet is previewed."""
    files = []
    for number, data in enumerate((text(2), documents.picture("PNG"), b"broken")):
        path = tmp_path / str(number)
        path.write_bytes(data)
        files.append(SourceFile(path=path, name="a.png", edits=Edits(rotation=90)))
    settings = RenderSettings(dpi=50)

    def arrange(*files: SourceFile) -> bytes:
        return request(b"", job="arrange", settings=settings, files=list(files))

    found = list(answers(arrange(*files[:2]) + arrange(*files)))
    assert {head["page"] for head, _ in found if "page" in head} == {1, 2, 3, 4}
    (head, payload), (failed, _) = (item for item in found if "page" not in item[0])
    content = convert_files(files[:2], settings)
    assert (
        Content(**{**head, "paper": (297.0, 210.0), "warnings": (), "payload": payload})
        == content
    )
    assert failed == error("content_mismatch", 3, format="PNG")

    page = find_first_page(content)
    assert page is not None
    ((document_format, data),) = page.pictures
    ((_, drawn),) = answers(
        request(
            data,
            job="preview",
            pictures=[(document_format, len(data))],
            paper=page.paper,
            description=page.description,
        )
    )
    assert drawn == create_preview(content)


def test_several_requests(alarms: list[int]) -> None:
    """Errors are answers, and further requests follow them."""
    picture = documents.picture("PNG")
    requests = (
        conversion(BROKEN_PDFS["zero_pages"]()),
        conversion(picture, wanted=DocumentFormat.JPG),
        preview("PNG", picture),
        preview("PNG", b"broken"),
        preview("PNG", picture, paper=A4),
        preview("PNG", b"broken", paper=A4),
        conversion(picture, wanted=DocumentFormat.PNG),
    )
    found = list(answers(b"".join(requests)))
    content = convert(picture, SETTINGS)
    assert found[:6] == [
        (error("pdf_without_pages"), b""),
        (error("content_mismatch", format="JPG"), b""),
        ({}, create_preview(content)),
        (error("picture_broken", format="PNG"), b""),
        ({}, preview_sheet([(DocumentFormat.PNG, picture)], A4)),
        (error("picture_broken", format="PNG"), b""),
    ]
    assert content.payload == picture
    head, payload = found[6]
    # The unchanged file is not returned.
    assert head["is_file"]
    assert payload == b""


@pytest.mark.parametrize("kind", ["png", "tiff_multi", "gif_animated", "heic"])
def test_thumbnail(alarms: list[int], tmp_path: Path, kind: str) -> None:
    """A picture of any format is a small JPEG."""
    path = tmp_path / "upload"
    path.write_bytes(PICTURES[kind]())
    ((head, jpeg),) = answers(
        request(b"", job="thumbnail", pixels=20, path=path, name="")
    )
    with Image.open(BytesIO(jpeg)) as image:
        assert image.format == "JPEG"
        assert list(image.size) == head["dimensions"]
    assert max(head["dimensions"]) <= 20


def test_lines(alarms: list[int], tmp_path: Path) -> None:
    """A drawing is a picture of its lines; a shade has none."""
    drawing, shade = tmp_path / "drawing", tmp_path / "shade"
    drawing.write_bytes(encode(cat(256, line=2)))
    Image.linear_gradient("L").save(shade, "PNG")
    (head, png), (refused, _) = answers(
        request(b"", job="lines", path=drawing, name="")
        + request(b"", job="lines", path=shade, name="")
    )
    assert (head["media_format"], head["pages"]) == ("PNG", 1)
    with Image.open(BytesIO(png)) as image:
        assert image.mode == "1"
    assert refused == error("coloring_not_lines")


def test_no_corners(alarms: list[int], tmp_path: Path) -> None:
    """There are no corners without a page."""
    path = tmp_path / "upload"
    Image.linear_gradient("L").save(path, "PNG")
    ((found, _),) = answers(request(b"", job="corners", path=path, name=""))
    assert found == {"corners": None}


def test_thumbnail_of_pdf(alarms: list[int], tmp_path: Path) -> None:
    """The first page of a PDF is drawn; a PDF has no corners, and a text neither."""
    path = tmp_path / "upload"
    path.write_bytes(text(2))
    values = {"path": path, "name": ""}
    (head, jpeg), (found, _) = answers(
        request(b"", job="thumbnail", pixels=297, **values)
        + request(b"", job="corners", **values)
    )
    assert head["dimensions"] == [210, 297]
    with Image.open(BytesIO(jpeg)) as image:
        assert image.size == (210, 297)
    assert found == {"corners": None}
    path.write_bytes(b"plain")
    ((refusal, _),) = answers(request(b"", job="thumbnail", pixels=9, **values))
    assert refusal["error"] == "thumbnail_unavailable"


def test_corners(alarms: list[int], tmp_path: Path) -> None:
    """The corners are those of the upright picture."""
    upright = Image.new("RGB", (800, 600), (60, 50, 40))
    ImageDraw.Draw(upright).polygon(
        [(120, 80), (650, 120), (700, 500), (90, 540)], (240, 240, 235)
    )
    path = tmp_path / "upload"
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    upright.transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", exif=exif)
    ((found, _),) = answers(request(b"", job="corners", path=path, name=""))
    assert found["corners"][0] == pytest.approx([0.15, 0.133], abs=0.01)
    assert found["corners"][2] == pytest.approx([0.875, 0.833], abs=0.01)


def test_unexpected_error(alarms: list[int]) -> None:
    """An unexpected error is reported with its place, but without its message."""
    message = request(b"secret", job="convert", settings=None, name="", wanted=None)
    ((head, _),) = answers(message)
    assert head["unexpected"].startswith("AttributeError\n")
    assert "worker.py" in head["unexpected"]
    assert "secret" not in head["unexpected"]


def test_grey(alarms: list[int]) -> None:
    """Each picture of sheets is reported; colored ones become grey."""
    writer = PdfWriter()
    for color in ("1 0 0", "0 0 0"):
        writer.add_page(f"{color} rg 100 100 60 60 re f")
    settings = replace(SETTINGS, page_ranges=None)
    colored, grey = (
        convert(writer.finish(), replace(settings, is_monochrome=is_monochrome))
        for is_monochrome in (False, True)
    )
    assert (colored.has_color, grey.has_color) == (True, False)
    *pages, (_, payload) = answers(
        request(colored.payload, job="grey", settings=settings)
    )
    assert pages == [({"page": 1}, b""), ({"page": 2}, b"")]
    ((_, red), (_, black)), ((_, red_as_grey), (_, same)) = (
        find_pictures(page) for page in (colored.payload, payload)
    )
    assert (is_colored(red), is_colored(red_as_grey)) == (True, False)
    assert same == black
    assert len(payload) == pytest.approx(len(grey.payload), rel=0.1)


def test_missing_file(alarms: list[int], tmp_path: Path) -> None:
    """A file that is gone is no unexpected error."""
    values = {"path": tmp_path / "gone", "name": ""}
    ((head, _),) = answers(request(b"", job="thumbnail", pixels=9, **values))
    assert head == {"is_gone": True}


def test_out_of_memory(alarms: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A MemoryError ends the process, also while a picture is read."""

    def out_of_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(
        "custom_components.cloudprint.document.pictures.picture.open_picture",
        out_of_memory,
    )
    with pytest.raises(MemoryError):
        list(answers(conversion(documents.picture("PNG")) * 2))


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process limits its resources before it reads anything."""
    limited: dict[object, object] = {}
    written = BytesIO()
    monkeypatch.setattr(resource, "setrlimit", limited.__setitem__)
    monkeypatch.setattr(os, "nice", lambda step: limited.update(nice=step))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO()))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    worker.main()
    assert limited == {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_DATA: (384 * MEBIBYTE, 384 * MEBIBYTE),
        "nice": 5,
    }
    assert written.getvalue() == b"\n"
