"""Creates small files that take much time or memory to read."""

from collections.abc import Iterable
import struct
import zlib

from .pdf_writer import PdfWriter

_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"


def nested_forms(depth: int = 6) -> bytes:
    """Return a PDF of 2 kB with forms that have 10 forms each, nested.

    PDFium keeps all of them: a depth of 6 takes 2 GB, and a minute on a busy machine.
    """
    writer = PdfWriter()
    form = writer.add_stream(b"0 0 9 9 re f", _FORM, compress=False)
    for _ in range(depth):
        resources = f"/Resources << /XObject << /F {form} 0 R >> >>"
        form = writer.add_stream(b"/F Do " * 10, f"{_FORM} {resources}", compress=False)
    writer.add_page("/F Do", resources=f"/XObject << /F {form} 0 R >>")
    return writer.finish()


def slow_shading() -> bytes:
    """Return a PDF of 1 kB whose second page takes minutes to draw, and no memory.

    Each pixel's grey is computed in thousands of steps.
    """
    writer = PdfWriter()
    writer.add_page("0 0 100 100 re f")
    function = writer.add_stream(
        b"{ pop %b }" % (b"dup mul sqrt " * 2000),
        "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]",
    )
    shading = writer.add(
        "<< /ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0]"
        f" /Function {function} 0 R >>"
    )
    writer.add_page("/S sh", resources=f"/Shading << /S {shading} 0 R >>")
    return writer.finish()


def many_pages(count: int, *, told: int | None = None) -> bytes:
    """Return a PDF of 6 bytes a page, all of which are one object.

    `told` is the number that the file tells, by default the true one.
    """
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>"
        % (b"3 0 R " * count, count if told is None else told),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    return _write_objects(objects)


def nested_pages(depth: int, width: int) -> bytes:
    """Return a PDF of 2 kB with `width ** depth` pages, whose number it does not tell."""
    kids = [f"[{f'{number} 0 R ' * width}]".encode() for number in range(3, depth + 3)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [b"<< /Type /Pages /Kids %b >>" % each for each in kids]
    objects.append(b"<< /Type /Page /MediaBox [0 0 595 842] >>")
    return _write_objects(objects)


def _write_objects(objects: Iterable[bytes]) -> bytes:
    """Return a PDF without a table of its objects, which readers then look for."""
    numbered = (b"%d 0 obj %b endobj\n" % item for item in enumerate(objects, start=1))
    return b"%%PDF-1.7\n%btrailer << /Root 1 0 R >>\n%%%%EOF\n" % b"".join(numbered)


def empty_png(side: int = 12_200) -> bytes:
    """Return a white RGBA picture that takes 600 MB in Pillow."""
    row = b"\0" + b"\xff" * (4 * side)
    packer = zlib.compressobj(9)
    pixels = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )
