"""Writes PDF files (ISO 32000) from objects, the same bytes each time."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final
import zlib

A4: Final = (595.276, 841.89)
"""Width and height in points."""

POINTS_PER_MM: Final = 72 / 25.4

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfWriter:
    """Collects objects and pages, and numbers them in order."""

    def __init__(self) -> None:
        """Initialize with a catalog and a page tree, which are written at the end."""
        self._objects: list[tuple[bytes, bytes | None]] = [(b"", None), (b"", None)]
        self._pages: list[int] = []
        self.catalog_entries = ""

    def add(self, body: str) -> int:
        """Add an object, and return its number."""
        self._objects.append((body.encode("latin-1"), None))
        return len(self._objects)

    def add_stream(
        self, data: bytes, entries: str = "", *, compress: bool = True
    ) -> int:
        """Add a stream with entries of its dictionary, and return its number."""
        if compress:
            data = zlib.compress(data, 9)
            entries = f"/Filter /FlateDecode {entries}"
        self._objects.append((entries.encode("latin-1"), data))
        return len(self._objects)

    def add_page(
        self,
        drawing: str | bytes,
        size: tuple[float, float] | None = A4,
        *,
        resources: str = "",
        entries: str = "",
    ) -> int:
        """Add a page with a content stream, and return its number.

        A page without a size has no MediaBox.
        """
        if isinstance(drawing, str):
            drawing = drawing.encode("latin-1")
        content = self.add_stream(drawing)
        if size is not None:
            entries += f" /MediaBox [0 0 {size[0]:g} {size[1]:g}]"
        page = self.add(
            f"<< /Type /Page /Parent 2 0 R /Contents {content} 0 R"
            f" /Resources << {resources} >> {entries} >>"
        )
        self._pages.append(page)
        return page

    def add_missing_page(self) -> None:
        """Add a page to the tree that is not in the file."""
        self._pages.append(9999)

    def finish(
        self,
        *,
        encrypt: Callable[[int, bytes], bytes] | None = None,
        trailer: str = "",
    ) -> bytes:
        """Return the file. `encrypt` gets each stream with its object's number."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._objects[0] = (
            f"<< /Type /Catalog /Pages 2 0 R {self.catalog_entries} >>".encode(),
            None,
        )
        self._objects[1] = (
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode(),
            None,
        )
        file = bytearray(_HEADER)
        offsets = []
        for number, (body, data) in enumerate(self._objects, 1):
            offsets.append(len(file))
            if data is None:
                file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
                continue
            if encrypt is not None:
                data = encrypt(number, data)
            file += (
                b"%d 0 obj\n<< %b /Length %d >>\nstream\n%b\nendstream\nendobj\n"
                % (
                    number,
                    body,
                    len(data),
                    data,
                )
            )
        start = len(file)
        file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        file += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(offsets) + 1,
            trailer.encode("latin-1"),
            start,
        )
        return bytes(file)


def millimetres(width: float, height: float) -> tuple[float, float]:
    """Return a size in points."""
    return (round(width * POINTS_PER_MM, 3), round(height * POINTS_PER_MM, 3))


def standard_fonts(**names: str) -> str:
    """Return the resources of standard fonts, such as F1="Helvetica"."""
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name}"
        " /Encoding /WinAnsiEncoding >>"
        for key, name in names.items()
    )
    return f"/Font << {fonts} >>"


FONTS: Final = standard_fonts(F1="Helvetica", F2="Times-Roman", F3="Courier")


def text_lines(
    lines: Sequence[str],
    *,
    font: str = "F1",
    size: float = 10,
    left: float = 50,
    top: float = 790,
) -> str:
    """Return the content stream of lines of text."""
    escaped = (
        line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        for line in lines
    )
    shown = " T* ".join(f"({line}) Tj" for line in escaped)
    return f"BT /{font} {size:g} Tf {size * 1.3:g} TL {left:g} {top:g} Td {shown} ET\n"


_WORDS: Final = (
    *("the", "milk", "is", "nearly", "out", "and", "rain", "should", "reach", "us"),
    *("before", "noon", "so", "please", "take", "an", "umbrella", "along", "when"),
    *("you", "fetch", "that", "parcel", "from", "a", "shop", "around", "the", "corner"),
)


def prose(lines: int, *, seed: int = 0, width: int = 90) -> list[str]:
    """Return lines of words that differ from page to page."""
    state = seed * 7919 + 1
    found = []
    for _ in range(lines):
        line = ""
        while len(line) < width - 10:
            state = (state * 1103515245 + 12345) % 2**31
            line += f"{_WORDS[(state >> 8) % len(_WORDS)]} "
        found.append(line.strip())
    return found


def outline_font(writer: PdfWriter, name: str, glyphs: Sequence[bytes]) -> int:
    """Embed a TrueType font whose glyphs are each one em wide; return its number.

    Text in this font has two bytes a character, the number of the glyph.
    """
    data = truetype(glyphs)
    file = writer.add_stream(data, f"/Length1 {len(data)}")
    descriptor = writer.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /ItalicAngle 0"
        " /FontBBox [0 -200 1000 1000] /Ascent 900 /Descent -100 /CapHeight 900"
        f" /StemV 80 /FontFile2 {file} 0 R >>"
    )
    descendant = writer.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity >>"
    )
    return writer.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant} 0 R] >>"
    )


def bars_glyph(bars: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Return a TrueType glyph of bars: left, bottom, right, top in 1/1000 em."""
    if not bars:
        return b""
    points = [
        point
        for left, bottom, right, top in bars
        for point in ((left, bottom), (left, top), (right, top), (right, bottom))
    ]
    xs, ys = zip(*points, strict=True)
    glyph = _shorts(len(bars), min(xs), min(ys), max(xs), max(ys))
    glyph += _shorts(*range(3, len(points), 4), 0)
    glyph += b"\x01" * len(points)
    for along in (xs, ys):
        glyph += _shorts(
            *(here - there for there, here in zip((0, *along), along, strict=False))
        )
    return glyph + bytes(-len(glyph) % 4)


def _shorts(*numbers: int) -> bytes:
    return b"".join((number % 65536).to_bytes(2) for number in numbers)


def _longs(*numbers: int) -> bytes:
    return b"".join((number % 2**32).to_bytes(4) for number in numbers)


def name_tables(name: str, characters: Sequence[str]) -> dict[bytes, bytes]:
    """Return the tables by which a program finds an East Asian font and its glyphs.

    `characters` are in the order of their codes, with the glyphs from 1 on.
    """
    text = name.encode("utf-16-be")
    groups = b"".join(
        _longs(ord(character), ord(character), glyph)
        for glyph, character in enumerate(characters, 1)
    )
    return {
        # A regular one (400) for the code pages of East Asia
        b"OS/2": _shorts(1, 1000, 400, 5, *[0] * 27, 0x40, 0, 0, 900, -100, 0, 900, 100)
        + _longs(0b1111 << 17, 0),
        # For Unicode beyond its first plane
        b"cmap": _shorts(0, 1, 3, 10)
        + _longs(12)
        + _shorts(12, 0)
        + _longs(16 + len(groups), 0, len(characters))
        + groups,
        b"name": _shorts(0, 2, 30)
        + _shorts(3, 1, 0x409, 1, len(text), 0)
        + _shorts(3, 1, 0x409, 4, len(text), 0)
        + text,
    }


def truetype(
    glyphs: Sequence[bytes], more: Mapping[bytes, bytes] = MappingProxyType({})
) -> bytes:
    """Return a font file (OpenType 1.9) with the tables that a PDF needs, and `more`."""
    count = len(glyphs)
    starts = [0]
    for glyph in glyphs:
        starts.append(starts[-1] + len(glyph))
    tables = {
        **more,
        b"glyf": b"".join(glyphs),
        b"head": _longs(0x00010000, 0x00010000, 0, 0x5F0F3CF5)
        + _shorts(0, 1000)
        + bytes(16)
        + _shorts(0, -200, 1000, 1000, 0, 8, 2, 1, 0),
        b"hhea": _longs(0x00010000)
        + _shorts(900, -100, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, count),
        b"hmtx": _shorts(*chain.from_iterable((1000, 0) for _ in glyphs)),
        b"loca": _longs(*starts),
        b"maxp": _longs(0x00010000)
        + _shorts(count, 64, 16, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    directory = _longs(0x00010000) + _shorts(len(tables), 64, 2, 32)
    contents = b""
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(
            int.from_bytes(padded[at : at + 4]) for at in range(0, len(padded), 4)
        )
        directory += tag + _longs(total, offset + len(contents), len(table))
        contents += padded
    return directory + contents
