"""Creates PDF files, the same bytes each time.

`PDFS` has those that can be printed, by name, `BROKEN_PDFS` the others. `PASSWORDS`
opens the encrypted ones.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from . import pdf_drawings, pdf_sizes
from .pdf_encryption import aes_encryption, rc4_encryption
from .pdf_writer import FONTS, PdfWriter, prose, text_lines

PASSWORD: Final = "geheim 1"
_SAMPLES: Final = Path(__file__).parent / "pdf"


def text(pages: int = 3, lines: int = 57) -> bytes:
    """Return pages of Latin text in three fonts, dense by default."""
    writer = PdfWriter()
    for number in range(pages):
        words = prose(lines, seed=number)
        drawing = (
            text_lines([f"Page {number + 1}"], font="F2", size=18, top=805)
            + text_lines(words[:20], font="F1", top=780)
            + text_lines(words[20:40], font="F2", top=520)
            + text_lines(words[40:], font="F3", size=8.5, top=260)
        )
        writer.add_page(drawing, resources=FONTS)
    return writer.finish()


def many_pages() -> bytes:
    """Return 200 pages of a few paragraphs each."""
    return text(200, 25)


def encrypted(kind: str, password: str = PASSWORD) -> bytes:
    """Return an encrypted page; `kind` is rc4-40, rc4-128 or aes-256."""
    writer = PdfWriter()
    writer.add_page(text_lines(["Secret", *prose(30, seed=4)]), resources=FONTS)
    encrypt, trailer = (
        aes_encryption(password)
        if kind == "aes-256"
        else rc4_encryption(int(kind.removeprefix("rc4-")), password, "owner")
    )
    return writer.finish(encrypt=encrypt, trailer=trailer)


def truncated() -> bytes:
    """Return a file without its end and cross-reference table."""
    whole = text(3)
    return whole[: whole.rindex(b"xref\n0")]


def misplaced() -> bytes:
    """Return a file whose cross-reference table is wrong, as after a bad copy."""
    return text(2).replace(
        b"%\xe2\xe3\xcf\xd3\n", b"%\xe2\xe3\xcf\xd3\n% moved on\n", 1
    )


def garbage_tail() -> bytes:
    """Return a file with other data after its end."""
    return text(2) + bytes(range(256)) * 8


def sample(name: str) -> bytes:
    """Return a file that another program created; see pdf/README.md."""
    return (_SAMPLES / name).read_bytes()


def zero_pages() -> bytes:
    """Return a document without pages."""
    return PdfWriter().finish()


def missing_page() -> bytes:
    """Return a document whose second page is not in the file."""
    writer = PdfWriter()
    writer.add_page(text_lines(["Page 1"]), resources=FONTS)
    writer.add_missing_page()
    return writer.finish()


def only_a_header() -> bytes:
    """Return a file that begins like a PDF."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 16


PDFS: Final[dict[str, Callable[[], bytes]]] = {
    "text": text,
    "many_pages": many_pages,
    "chinese": pdf_drawings.chinese,
    "chromium": lambda: sample("chromium.pdf"),
    "libreoffice": lambda: sample("libreoffice.pdf"),
    "rotated": pdf_sizes.rotated,
    "landscape": pdf_sizes.landscape,
    "mixed_sizes": pdf_sizes.mixed_sizes,
    "crop_box": pdf_sizes.crop_box,
    "user_unit": pdf_sizes.user_unit,
    "no_media_box": pdf_sizes.no_media_box,
    "huge": pdf_sizes.huge,
    "ribbon": pdf_sizes.ribbon,
    "tiny": pdf_sizes.tiny,
    "form": pdf_drawings.form,
    "transparency": pdf_drawings.transparency,
    "drawing": pdf_drawings.drawing,
    "long_curve": pdf_drawings.long_curve,
    "stretched_lines": pdf_drawings.stretched_lines,
    "photos": pdf_drawings.photos,
    "coloured_words": pdf_drawings.coloured_words,
    "encrypted_rc4_40": lambda: encrypted("rc4-40"),
    "encrypted_rc4_128": lambda: encrypted("rc4-128"),
    "encrypted_aes_256": lambda: encrypted("aes-256"),
    "encrypted_without_password": lambda: encrypted("rc4-128", ""),
    "misplaced": misplaced,
    "garbage_tail": garbage_tail,
}

PASSWORDS: Final = {
    "encrypted_rc4_40": PASSWORD,
    "encrypted_rc4_128": PASSWORD,
    "encrypted_aes_256": PASSWORD,
}

BROKEN_PDFS: Final[dict[str, Callable[[], bytes]]] = {
    "empty": bytes,
    "truncated": truncated,
    "zero_pages": zero_pages,
    "missing_page": missing_page,
    "only_a_header": only_a_header,
}
