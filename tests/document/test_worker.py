"""The program of the child process, run in this process."""

from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
import json
import os
import resource
import signal
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from custom_components.cloudprint.document import (
    DocumentFormat,
    RenderSettings,
    convert,
    worker,
)
from custom_components.cloudprint.document.errors import MEBIBYTE
from tests import documents
from tests.pdf_files import BROKEN_PDFS, text
from tests.pictures import PICTURES

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
    return json.dumps(head).encode() + b"\n" + data


def conversion(
    data: bytes,
    settings: RenderSettings = SETTINGS,
    wanted: DocumentFormat | None = None,
) -> bytes:
    """Return the request to convert a file."""
    return request(
        data, job="convert", settings=asdict(settings), name="a", wanted=wanted
    )


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
                "is_file": False,
            },
            content.payload,
        ),
    ]
    assert alarms == [SECONDS, SECONDS, SECONDS, 0]


def test_pages_of_a_scan(alarms: list[int]) -> None:
    """Each page of a TIFF is reported."""
    found = list(answers(conversion(PICTURES["tiff_multi"]())))
    assert [head.get("page") for head, _ in found] == [2, 3, None]


def test_several_requests(alarms: list[int]) -> None:
    """Errors are answers, and further requests follow them."""
    picture = documents.picture("PNG")
    requests = (
        conversion(BROKEN_PDFS["zero_pages"]()),
        conversion(picture, wanted=DocumentFormat.JPG),
        request(picture, job="preview", document_format="PNG"),
        request(b"broken", job="preview", document_format="PNG"),
        conversion(picture, wanted=DocumentFormat.PNG),
    )
    found = list(answers(b"".join(requests)))
    content = convert(picture, SETTINGS)
    assert found[:4] == [
        ({"error": "pdf_without_pages", "placeholders": {}}, b""),
        ({"error": "content_mismatch", "placeholders": {"format": "JPG"}}, b""),
        ({}, create_preview(content)),
        ({}, b""),
    ]
    assert content.payload == picture
    head, payload = found[4]
    # The unchanged file is not returned.
    assert head["is_file"]
    assert payload == b""


def test_unexpected_error(alarms: list[int]) -> None:
    """An unexpected error is reported with its place, but without its message."""
    ((head, _),) = answers(
        request(b"secret", job="preview", document_format="secret", seconds=1)
    )
    assert head["unexpected"].startswith("ValueError\n")
    assert "worker.py" in head["unexpected"]
    assert "secret" not in head["unexpected"]


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
