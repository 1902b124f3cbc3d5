"""Conversion of files and text to content that the cloud accepts.

Independent of Home Assistant. Only what is light is imported here.
"""

from .content import Content, ContentInfo
from .errors import MAX_SOURCE_BYTES, MEBIBYTE, DocumentError, check_entries, check_size
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    DocumentFormat,
    get_ending,
    list_supported_formats,
    parse_format,
)
from .settings import A4, DEFAULT_MAX_BYTES, MAX_DPI, RenderSettings, Scaling

__all__ = [
    "A4",
    "DEFAULT_MAX_BYTES",
    "ENDINGS",
    "FOREIGN_ENDINGS",
    "MAX_DPI",
    "MAX_SOURCE_BYTES",
    "MEBIBYTE",
    "Content",
    "ContentInfo",
    "DocumentError",
    "DocumentFormat",
    "RenderSettings",
    "Scaling",
    "check_entries",
    "check_size",
    "get_ending",
    "list_supported_formats",
    "parse_format",
]
