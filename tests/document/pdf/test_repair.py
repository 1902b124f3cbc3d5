"""Damage that PDFium does not repair."""

from mmap import ACCESS_READ, mmap
from pathlib import Path

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pdf.pdfium import PdfFile
from custom_components.cloudprint.document.pdf.repair import repair

from ...samples.pdf_files import PASSWORD, PDFS, encrypted, text


def cut_trailer(end: bytes, data: bytes | None = None) -> bytes:
    """Return a file that ends within its trailer, as after a bad copy."""
    whole = text(2) if data is None else data
    return whole[: whole.rindex(b">>\nstartxref")] + end


def object_stream(kind: str, *, entries: str = "") -> bytes:
    """Return a file whose objects are in a stream of a kind."""
    objects = [
        "<< /Type /Catalog /Pages 3 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 200 50] >>",
    ]
    places, content = "", ""
    for number, body in enumerate(objects, 2):
        places += f"{number} {len(content)} "
        content += f"{body}\n"
    head = "%PDF-1.5\n"
    body = (
        f"1 0 obj\n<< /Type {kind} /N 3 /First {len(places)} {entries}"
        f" /Length {len(places + content)} >>\nstream\n{places}{content}\nendstream\n"
        "endobj\n"
    )
    start = len(head + body)
    rows = b"".join(
        (
            b"\0\0\0\0\0",
            b"\1" + len(head).to_bytes(2) + b"\0\0",
            *(b"\2\0\1" + index.to_bytes(2) for index in range(3)),
            b"\1" + start.to_bytes(2) + b"\0\0",
        )
    )
    table = (
        f"5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 2] /Root 2 0 R /Length {len(rows)} >>"
        "\nstream\n"
    )
    end = f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n"
    return (head + body + table).encode() + rows + end.encode()


@pytest.mark.parametrize(
    "data",
    [
        cut_trailer(b""),
        cut_trailer(b" /ID [<904e5a162f03"),
        cut_trailer(b" /ID [<904e\xff\x00\x12 (\\"),
        cut_trailer(b" /Info (a"),
    ],
)
def test_trailer_that_is_cut_off(data: bytes, tmp_path: Path) -> None:
    """All pages are there, in memory and in a file that is mapped."""
    with PdfFile(data) as pdf, pdf.page(2) as page:
        assert pdf.page_count == 2
        assert page.draw((210, 297), is_grey=True).getextrema() != (255, 255)
    path = tmp_path / "cut.pdf"
    path.write_bytes(data)
    with (
        path.open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as mapped,
        PdfFile(mapped) as pdf,
    ):
        assert pdf.page_count == 2


@pytest.mark.parametrize(
    ("kind", "entries"),
    [("/ObjStm", ""), ("/Potato", ""), ("/X", ""), ("/ObjectStream", "/Extends null")],
)
def test_object_stream_of_another_type(kind: str, entries: str) -> None:
    """Objects in a stream are found, whatever its type is called."""
    with PdfFile(object_stream(kind, entries=entries)) as pdf:
        assert pdf.page_count == 1
        assert pdf.page_size(1)[0] == pytest.approx(200 / 72 * 25.4, abs=0.01)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\ntrailer",
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>",
        # It may be that not all objects are there.
        text(3)[:3000],
        cut_trailer(b" /Encrypt 9 0 R"),
        cut_trailer(b"", encrypted("rc4-128", PASSWORD)),
        object_stream("/ObjStm"),
        b"<< /Type /Potato /N 3 >>\nstream\n",
        *(PDFS[name]() for name in ("text", "chromium", "libreoffice")),
    ],
    ids=range(11),
)
def test_nothing_to_repair(data: bytes) -> None:
    """Files without such damage, or with more of it, stay as they are."""
    assert repair(data) is None


def test_damage_that_remains() -> None:
    """A file that cannot be opened after its repair is refused as before."""
    with pytest.raises(DocumentError) as raised:
        PdfFile(b"%PDF-1.7\ntrailer << /Root 1 0 R /ID [<90")
    assert raised.value.key == "pdf_unreadable"
