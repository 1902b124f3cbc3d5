"""PDF pages whose fonts are not embedded, and a system without fonts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from custom_components.cloudprint.document.pdf.fonts import (
    get_font_folders,
    set_font_folders,
)

from .pdf_writer import (
    PdfWriter,
    bars_glyph,
    name_tables,
    outline_font,
    standard_fonts,
    truetype,
)


def standard_font(writer: PdfWriter) -> int:
    """Add Helvetica, which PDFium has itself; return its number."""
    return writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")


def cid_font(
    writer: PdfWriter,
    *,
    name: str = "STSong-Light",
    ordering: str = "GB1",
    encoding: str = "UniGB-UTF16-H",
) -> int:
    """Add an East Asian font that is not embedded, and return its number."""
    descendant = writer.add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering ({ordering}) /Supplement 4 >> >>"
    )
    return writer.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding}"
        f" /DescendantFonts [{descendant} 0 R] >>"
    )


def show(text: str, *, font: str = "F1", more: str = "", top: int = 700) -> str:
    """Return the content stream of a text in UTF-16."""
    code = text.encode("utf-16-be").hex()
    return f"BT /{font} 20 Tf {more} 60 {top} Td <{code}> Tj ET\n"


def cid_page(drawing: str, *, latin: str = "", **font: str) -> bytes:
    """Return a page in an East Asian font, with other text in Helvetica."""
    writer = PdfWriter()
    number = cid_font(writer, **font)
    fonts = f"/F1 {number} 0 R /F2 {standard_font(writer)} 0 R"
    drawing += f"BT /F2 12 Tf 60 600 Td ({latin}) Tj ET"
    writer.add_page(drawing, resources=f"/Font << {fonts} >>")
    return writer.finish()


def cyrillic_page() -> bytes:
    """Return Russian text in Arial, of which PDFium has Western characters only."""
    writer = PdfWriter()
    font = writer.add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 65 /LastChar 67"
        " /Widths [700 700 700] /Encoding << /Type /Encoding"
        " /Differences [65 /afii10017 /afii10018 /afii10019] >> >>"
    )
    writer.add_page(
        "BT /F1 20 Tf 60 700 Td (ABC) Tj ET", resources=f"/Font << /F1 {font} 0 R >>"
    )
    return writer.finish()


def filled_form(value: str, flags: int = 4) -> bytes:
    """Return a form field and a note in a font that is not embedded, and a stamp.

    `flags` say whether they are printed (ISO 32000-1, 12.5.3).
    """
    writer = PdfWriter()
    font = cid_font(writer)
    appearance = writer.add_stream(
        b"0 0 300 24 re S " + show(value, top=4).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 300 24]"
        f" /Resources << /Font << /F1 {font} 0 R >> >>",
    )
    encoded = f"<feff{value.encode('utf-16-be').hex()}>"
    bars = outline_font(writer, "ABCDEF+Bars", [b"", bars_glyph([(80, 0, 920, 80)])])
    stamp = writer.add_stream(
        show("\x01", top=4).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 300 24]"
        f" /Resources << /Font << /F1 {bars} 0 R >> >>",
    )
    field, note, mark = (
        writer.add(f"<< /Type /Annot /F {flags} /AP << /N {drawn} 0 R >> {entries} >>")
        for drawn, entries in (
            (
                appearance,
                f"/Subtype /Widget /FT /Tx /T (name) /V {encoded}"
                " /Rect [60 700 360 724]",
            ),
            (
                appearance,
                f"/Subtype /FreeText /Contents {encoded} /Rect [60 600 360 624]",
            ),
            (stamp, "/Subtype /Stamp /Rect [60 500 360 524]"),
        )
    )
    writer.catalog_entries = f"/AcroForm << /Fields [{field} 0 R] >>"
    writer.add_page(
        "BT /F1 20 Tf 60 800 Td (Name) Tj ET",
        resources=standard_fonts(F1="Helvetica"),
        entries=f"/Annots [{field} 0 R {note} 0 R {mark} 0 R]",
    )
    return writer.finish()


def font_file(name: str, characters: str) -> bytes:
    """Return an East Asian font with these characters, each a bar on the baseline."""
    found = sorted(set(characters))
    bar = bars_glyph([(80, 0, 920, 200)])
    return truetype([b"", *(bar for _ in found)], name_tables(name, found))


@contextmanager
def only_fonts_of(folder: Path) -> Iterator[None]:
    """Let PDFium find fonts in a folder only. No document may be open."""
    set_font_folders(str(folder))
    try:
        yield
    finally:
        set_font_folders(*get_font_folders())
