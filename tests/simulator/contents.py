"""The content forms of OpenAPI 3.6.2."""

import base64
import binascii
from io import BytesIO
from urllib.parse import urlsplit
import zipfile

CONTENT_FORMS = frozenset(
    {
        ("HTML", "STRING"),
        ("HTML", "URL"),
        ("PNG", "URL"),
        ("PNG", "BASE64"),
        ("JPG", "URL"),
        ("JPG", "BASE64"),
        ("BMP", "URL"),
        ("BMP", "BASE64"),
        ("WORD", "URL"),
        ("WORD", "BASE64"),
        ("EXCEL", "URL"),
        ("EXCEL", "BASE64"),
        ("PPT", "URL"),
        ("PPT", "BASE64"),
        ("TEXT", "STRING"),
    }
)
"""The fifteen pairs of mediaFormat and mediaSource, "所有可用的组合"."""

_BEGINNINGS = {
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPG": b"\xff\xd8\xff",
    "BMP": b"BM",
    "PDF": b"%PDF-",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_FOLDERS = {"WORD": "word/", "EXCEL": "xl/", "PPT": "ppt/"}


class BadContent(Exception):
    """The content does not match the task."""


def decode_content(media_format: str, media_source: str, content: str) -> bytes:
    """Return a task's content as bytes, a URL in UTF-8. Raises BadContent."""
    if media_source == "URL":
        return _url(content)
    if media_source == "STRING":
        try:
            return content.encode()
        except UnicodeEncodeError as err:
            raise BadContent("content holds half a surrogate pair") from err
    try:
        # Strict: no line breaks, no data: prefix, with padding
        decoded = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as err:
        raise BadContent(f"content is not base64: {err}") from err
    if not matches_format(media_format, decoded):
        raise BadContent(f"content is not {media_format}")
    return decoded


def matches_format(media_format: str, content: bytes) -> bool:
    """Return whether content matches a format, judged by its first bytes.

    An Office document is an OLE file or a package with the folder of its kind. Web
    pages and texts cannot be recognized.
    """
    if media_format in {"HTML", "TEXT"}:
        return True
    if (folder := _OFFICE_FOLDERS.get(media_format)) is None:
        return content.startswith(_BEGINNINGS[media_format])
    if content.startswith(_OLE):
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return any(name.startswith(folder) for name in package.namelist())
    except zipfile.BadZipFile:
        return False


def file_ending(media_format: str, content: bytes) -> str:
    """Return the file ending of content, without a dot."""
    if media_format in _OFFICE_FOLDERS:
        new, old = {
            "WORD": ("docx", "doc"),
            "EXCEL": ("xlsx", "xls"),
            "PPT": ("pptx", "ppt"),
        }[media_format]
        return old if content.startswith(_OLE) else new
    return "txt" if media_format == "TEXT" else media_format.lower()


def _url(content: str) -> bytes:
    try:
        parts = urlsplit(content)
        host = parts.hostname
    except ValueError as err:
        raise BadContent(f"content is not a URL: {err}") from err
    if parts.scheme not in {"http", "https"} or not host or content != content.strip():
        raise BadContent("content is not a http or https URL")
    return content.encode()
