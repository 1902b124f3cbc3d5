"""Receives documents into the upload folder while they arrive."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
import zlib

from homeassistant.core import HomeAssistant

from ..document import DocumentError, DocumentFormat
from ..document.detection import check_head, detect, guess_format
from ..document.errors import naming_file
from ..document.formats import RASTER_FORMATS
from ..document.source_file import SourceFile
from ..document.text.text import decode_utf8_head
from ..exceptions import invalid
from ..source.request import create_document_error
from ..source.upload import UPLOADS, Upload
from .protocol.errors import IppError
from .protocol.vocabulary import Status

PIECE_BYTES: Final = 256 * 1024
"""Decompressed at a time."""
_GZIP: Final = zlib.MAX_WBITS | 16
_ZLIB_MARK: Final = 0x78
"""The first byte of a zlib stream; no compressor begins a bare one with it."""


@dataclass(slots=True, eq=False)
class ReceivedDocument:
    """A document in the upload folder, the digest of its content, and its format.

    The format is what the client says of it. `is_answered` tells whether the client
    knows that it was received.
    """

    upload: Upload
    digest: str
    document_format: str
    is_answered: bool = False


async def async_receive(
    hass: HomeAssistant,
    address: str,
    pieces: AsyncIterator[bytes],
    compression: str = "none",
    document_format: str = "",
    *,
    mark: str = "",
) -> ReceivedDocument | None:
    """Write a document to the upload folder; return None if there is none at all.

    For `mark` see UploadStore.async_receive.
    It stays until `discard`. Raises IppError for broken compression, HomeAssistantError
    for a document that is too large or cannot be stored, and what `pieces` raise; then
    nothing is left of it.
    """
    first = b""
    async for piece in pieces:
        if piece:
            first = piece
            break
    if not first:
        return None
    digest = sha256()

    async def contents() -> AsyncIterator[bytes]:
        data = _join(first, pieces)
        if compression != "none":
            data = _decompress(data, is_gzip=compression == "gzip")
        async for piece in data:
            digest.update(piece)
            yield piece

    uploads = hass.data[UPLOADS]
    upload = await uploads.async_receive(f"ipp {address}", "", contents(), mark=mark)
    uploads.claim(upload)
    return ReceivedDocument(upload, digest.hexdigest(), document_format)


async def has_data(pieces: AsyncIterator[bytes]) -> bool:
    """Return whether there is a document, which cannot be received any more then."""
    async for piece in pieces:
        if piece:
            return True
    return False


def discard(hass: HomeAssistant, document: ReceivedDocument) -> None:
    """Remove a document that was printed or refused."""
    hass.data[UPLOADS].remove(document.upload)


async def _join(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


class _Decompressor:
    """Decompresses data that arrive in pieces.

    A bare deflate stream (RFC 1951, as CUPS sends it) and one of zlib (RFC 1950) are
    both "deflate"; gzip may have several members (RFC 1952, 2.2).
    """

    def __init__(self, *, is_gzip: bool) -> None:
        """Set up without data."""
        self._is_gzip = is_gzip
        self._stream: zlib._Decompress | None = None
        self.rest = b""
        """Data that were not read; other data follow a stream if any is left."""

    @property
    def is_complete(self) -> bool:
        """Return whether the data so far are whole streams."""
        return self._stream is not None and self._stream.eof and not self.rest

    def read(self) -> bytes:
        """Return decompressed data; fewer than PIECE_BYTES when more data are needed.

        Reads many small members at once. Raises zlib.error.
        """
        output = bytearray()
        while len(output) < PIECE_BYTES:
            stream = self._stream
            if self.rest and (stream is None or (self._is_gzip and stream.eof)):
                stream = self._stream = zlib.decompressobj(self._get_window())
            if stream is None or stream.eof:
                break
            part = stream.decompress(self.rest, PIECE_BYTES - len(output))
            self.rest = stream.unused_data if stream.eof else stream.unconsumed_tail
            output += part
            if not part and not self.rest:
                break
        return bytes(output)

    def _get_window(self) -> int:
        if self._is_gzip:
            return _GZIP
        return zlib.MAX_WBITS if self.rest[0] == _ZLIB_MARK else -zlib.MAX_WBITS


async def _decompress(
    pieces: AsyncIterator[bytes], *, is_gzip: bool
) -> AsyncIterator[bytes]:
    """Yield decompressed pieces of bounded size.

    Raises IppError for data that are malformed, incomplete, or followed by others.
    """
    decompressor = _Decompressor(is_gzip=is_gzip)
    error = IppError(Status.COMPRESSION_ERROR, invalid("ipp_compression_broken"))
    async for piece in pieces:
        decompressor.rest += piece
        while True:
            try:
                output = await asyncio.to_thread(decompressor.read)
            except zlib.error:
                raise error from None
            if output:
                yield output
            if len(output) < PIECE_BYTES:
                break
    if not decompressor.is_complete:
        raise error


def detect_format(head: bytes, document_format: str) -> DocumentFormat | None:
    """Return the format of a text, which its content does not tell; None for others.

    The client's `document-format` is only a hint: other documents are known by their
    content.
    """
    if guess_format(head, "") is not None:
        return None
    if document_format == "text/plain" or _is_text(head):
        return DocumentFormat.TEXT
    return None


def _is_text(head: bytes) -> bool:
    """Return whether a document begins as a text in UTF-8 does."""
    text = decode_utf8_head(head)
    return text is not None and all(
        character.isprintable() or character in "\t\n\r\f" for character in text
    )


def create_source_file(document: ReceivedDocument) -> SourceFile:
    """Return a document as a file of a print."""
    return SourceFile(
        path=document.upload.path,
        wanted=detect_format(document.upload.head, document.document_format),
    )


async def async_check_documents(
    hass: HomeAssistant, documents: Sequence[ReceivedDocument]
) -> None:
    """Check the last one of received documents, and that several can be one print.

    Raises ServiceValidationError for what is certain at little cost.
    """
    try:
        last = documents[-1]
        check_head(last.upload.head, create_source_file(last).wanted)
        if len(documents) > 1:
            for index, document in enumerate(documents):
                with naming_file(index, len(documents)):
                    await hass.async_add_executor_job(_check_has_pages, document)
    except DocumentError as err:
        raise create_document_error(err, "document") from None


def _check_has_pages(document: ReceivedDocument) -> None:
    """Raise DocumentError for a document that is only printed alone."""
    file = create_source_file(document)
    if guess_format(document.upload.head, "", file.wanted) not in RASTER_FORMATS:
        found = detect(file.path.read_bytes(), wanted=file.wanted)
        raise DocumentError("file_not_arrangeable", format=found)
