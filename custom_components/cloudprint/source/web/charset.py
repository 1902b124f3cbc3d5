"""Decodes pages and files from the web."""

from ...document.text import decode_text, detect_encoding


def decode_file(data: bytes, charset: str | None) -> str | None:
    """Return the text of a file, or None if no encoding is detected.

    `charset` is what the server says.
    """
    encoding = detect_encoding(data, charset)
    return None if encoding is None else decode_text(data, encoding)


def decode_page(data: bytes, charset: str | None) -> str:
    """Return the text of a page or stylesheet, as windows-1252 if none is detected."""
    encoding = detect_encoding(data, charset) or "cp1252"
    return decode_text(data, encoding) or ""
