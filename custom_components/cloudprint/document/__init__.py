"""From bytes and text to what the cloud accepts; knows nothing of Home Assistant."""

from .content import Content, ContentInfo
from .conversion import convert
from .converter import Converter
from .detection import likely_format
from .errors import DocumentError
from .formats import (
    ENDINGS,
    FOREIGN_ENDINGS,
    DocumentFormat,
    ending_of,
    parse_format,
    supported_formats,
)
from .layouts.markdown import markdown_content
from .limits import MAX_SOURCE_BYTES, MEBIBYTE, check_entries, check_size
from .settings import A4, DEFAULT_MAX_BYTES, MAX_DPI, RenderSettings

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
    "check_entries",
    "check_size",
    "convert",
    "ending_of",
    "likely_format",
    "markdown_content",
    "parse_format",
    "supported_formats",
]
