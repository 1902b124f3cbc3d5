"""Conversion of files and text to content that the cloud accepts.

Independent of Home Assistant.
"""

from .content import Content, ContentInfo
from .conversion import convert
from .converter import Converter
from .detection import create_foreign_error, guess_format
from .errors import MAX_SOURCE_BYTES, MEBIBYTE, DocumentError, check_entries, check_size
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    DocumentFormat,
    get_ending,
    list_supported_formats,
    parse_format,
)
from .layouts.markdown import build_markdown_content
from .settings import A4, DEFAULT_MAX_BYTES, MAX_DPI, RenderSettings, Scaling
from .text.charset_detection import find_encoding

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
    "Converter",
    "DocumentError",
    "DocumentFormat",
    "RenderSettings",
    "Scaling",
    "build_markdown_content",
    "check_entries",
    "check_size",
    "convert",
    "create_foreign_error",
    "find_encoding",
    "get_ending",
    "guess_format",
    "list_supported_formats",
    "parse_format",
]
