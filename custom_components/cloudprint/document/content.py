"""What is printed, in one of the cloud's forms."""

from dataclasses import dataclass, field
from typing import Any, Final, Self

from ..api.vocabulary import MediaFormat, MediaSource
from .encoding import base64_pieces
from .errors import DocumentError, check_size
from .text import decoded_pieces

INLINE_BYTES: Final = 64 * 1024
"""Up to this size, encoding takes less time than handing it to a thread."""
_PIECE_CHARACTERS: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Content in one of the fifteen forms of OpenAPI 3.6.2.

    `payload` is the text or URL in UTF-8, or the file's own bytes: base64 is only made
    when the content is sent. Content that we made into pages says how many `pages` it
    has, the width and height in millimetres of the first as its `paper`, and if
    `is_ranged`: then the page ranges of the print are applied already.
    """

    media_format: MediaFormat
    media_source: MediaSource
    payload: bytes = field(repr=False)
    pages: int | None = None
    paper: tuple[float, float] | None = None
    is_ranged: bool = False

    @classmethod
    def from_string(
        cls,
        text: str,
        media_format: MediaFormat,
        media_source: MediaSource = MediaSource.STRING,
        **pages: Any,
    ) -> Self:
        """Return text, HTML or a URL as content, unchanged.

        `pages` are the fields of content that was made into pages. More than
        `INLINE_BYTES` characters take long.

        Raises DocumentError for nothing, or for characters that are none (half of a
        surrogate pair), which no JSON can carry.
        """
        # What is stripped would be copied.
        if not text or text.isspace():
            raise DocumentError("content_empty")
        try:
            payload = _utf8(text)
        except UnicodeEncodeError as err:
            raise DocumentError("content_not_text") from err
        return cls(
            media_format=media_format,
            media_source=media_source,
            payload=payload,
            **pages,
        )

    def within(self, max_bytes: int) -> Self:
        """Return the content. Raises DocumentError if it is more than so many bytes."""
        check_size(self.size, max_bytes)
        return self

    @property
    def size(self) -> int:
        """Return the size in bytes, before base64."""
        return len(self.payload)

    async def async_encode(self) -> str:
        """Return the task's `content` field: the string itself, or base64."""
        if len(self.payload) <= INLINE_BYTES:
            return self._encode()
        # Where contents are made, in a child process, there is no event loop.
        from asyncio import to_thread  # noqa: PLC0415

        return await to_thread(self._encode)

    def _encode(self) -> str:
        """Return the string, made piece by piece.

        In one go, 20 MiB would hold up the event loop even from a thread, and so would
        joining the pieces at the end. Python adds to a string in its place as long as
        nothing else holds it.
        """
        pieces = (
            (piece.decode("ascii") for piece in base64_pieces(self.payload))
            if self.media_source is MediaSource.BASE64
            else decoded_pieces(self.payload, "utf-8")
        )
        text = ""
        for piece in pieces:
            text += piece
        return text


def _utf8(text: str) -> bytes:
    """Encode piece by piece: other threads wait for each, the event loop's as well."""
    return b"".join(
        text[start : start + _PIECE_CHARACTERS].encode()
        for start in range(0, len(text), _PIECE_CHARACTERS)
    )
