"""Text of the encodings that people's files are in."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
import re

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
"""Control characters, of which every binary file has some."""


def decode_text(data: bytes) -> str | None:
    """Return the text in UTF-8, UTF-16 with its mark, or GB18030; None for no text."""
    encodings: tuple[str, ...]
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif data.startswith(BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNREADABLE.search(text):
            return text
    return None
