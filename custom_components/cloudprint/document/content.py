"""Content in one of the forms that the cloud accepts."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

from ..api.vocabulary import MediaFormat, MediaSource
from .errors import DocumentError, check_size

INLINE_BYTES: Final = 64 * 1024  # more takes longer than handing it to a thread
_PIECE_CHARACTERS: Final = 64 * 1024
_PIECE_BYTES: Final = 48 * 1024  # a multiple of 3: base64 of pieces is the whole's


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentInfo:
    """One of the fifteen forms of content of OpenAPI 3.6.2, and its pages."""

    media_source: MediaSource
    media_format: MediaFormat
    pages: int | None = None  # of content converted to pages, like all that follows
    paper: tuple[float, float] | None = None  # of the first page, in millimetres
    is_ranged: bool = False  # page ranges are applied
    warnings: tuple[str, ...] = ()
    is_turned: bool = False  # wide pages lie on upright sheets
    stated_pages: int | None = None  # that an Office file or a layout says it has
    margin: float | None = None  # of each page of a layout, in millimetres
    has_color: bool = True  # or nothing is known of its colors

    @property
    def is_picture(self) -> bool:
        """Return whether this is a single picture."""
        return self.media_format in (MediaFormat.PNG, MediaFormat.JPG, MediaFormat.BMP)

    @property
    def has_sheets(self) -> bool:
        """Return whether this is a web page of sheets that were made here."""
        return self.media_format is MediaFormat.HTML and self.pages is not None

    def info(self) -> dict[str, Any]:
        """Return these fields by name, without those of a subclass."""
        return {item.name: getattr(self, item.name) for item in fields(ContentInfo)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(ContentInfo):
    """A text or URL in UTF-8, or the bytes of a file, without base64."""

    payload: bytes = field(repr=False)

    @classmethod
    def from_string(
        cls,
        text: str,
        media_format: MediaFormat,
        media_source: MediaSource = MediaSource.STRING,
        **pages: Any,
    ) -> Self:
        """Return text, HTML or a URL, unchanged. Slow for more than `INLINE_BYTES`.

        A text has no color. Raises DocumentError for an empty text, and for a lone
        surrogate.
        """
        pages.setdefault("has_color", media_format is not MediaFormat.TEXT)
        # strip() would copy the text.
        if not text or text.isspace():
            raise DocumentError("content_empty")
        try:
            payload = b"".join(piece.encode() for piece in iterate_pieces(text))
        except UnicodeEncodeError as err:
            raise DocumentError("content_not_text") from err
        return cls(
            media_format=media_format,
            media_source=media_source,
            payload=payload,
            **pages,
        )

    def within(self, max_bytes: int) -> Self:
        """Return this content. Raises DocumentError for more than `max_bytes` bytes."""
        check_size(self.size, max_bytes)
        return self

    @property
    def size(self) -> int:
        """Return the size in bytes, before base64."""
        return len(self.payload)


def iterate_pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces: work on each holds the GIL, which the event loop waits for."""
    for start in range(0, len(text), _PIECE_CHARACTERS):
        yield text[start : start + _PIECE_CHARACTERS]


def base64_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the base64 of data piece by piece, between which other threads can run."""
    for start in range(0, len(data), _PIECE_BYTES):
        yield b64encode(data[start : start + _PIECE_BYTES])
