"""Receives documents into the upload folder while they arrive."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
import zlib

from homeassistant.core import HomeAssistant

from ..document.detection import check_head, detect, guess_format
from ..document.errors import DocumentError, naming_file
from ..document.formats import RASTER_FORMATS, DocumentFormat
from ..document.source_file import SourceFile
from ..document.text.text import decode_utf8_head
from ..exceptions import invalid
from ..source.request import document_errors
from ..source.upload import UPLOADS, Upload
from .protocol.errors import IppError
from .protocol.message import Status

INFLATED_BYTES: Final = 256 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_ZLIB_MARK: Final = 0x78  # the first byte; no bare stream begins with it


@dataclass(slots=True, eq=False)
class ReceivedDocument:
    """A document in the upload folder, and the digest of its content."""

    upload: Upload
    digest: str
    document_format: DocumentFormat | None  # where its content does not tell it
    is_answered: bool = False  # Whether the client knows that it was received

    @property
    def file(self) -> SourceFile:
        """Return the document as a file of a print."""
        return SourceFile(path=self.upload.path, wanted=self.document_format)


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

    Raises IppError, HomeAssistantError, and what `pieces` raise; then nothing is left.
    """
    if not (first := await async_read_first(pieces)):
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
    detected = detect_format(upload.head, document_format)
    return ReceivedDocument(upload, digest.hexdigest(), detected)


async def async_read_first(pieces: AsyncIterator[bytes]) -> bytes:
    """Return the first piece of a document, nothing without one."""
    async for piece in pieces:
        if piece:
            return piece
    return b""


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
        self._is_gzip = is_gzip
        self._stream: zlib._Decompress | None = None
        self.rest = b""  # not read; other data follow a stream if any is left

    @property
    def is_complete(self) -> bool:
        """Return whether the data so far are whole streams."""
        return self._stream is not None and self._stream.eof and not self.rest

    def read(self) -> bytes:
        """Return less than INFLATED_BYTES if more data are needed. Raises zlib.error."""
        output = bytearray()
        while len(output) < INFLATED_BYTES:
            stream = self._stream
            if self.rest and (stream is None or (self._is_gzip and stream.eof)):
                is_zlib = self.rest[0] == _ZLIB_MARK
                window = zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
                stream = self._stream = zlib.decompressobj(
                    _GZIP if self._is_gzip else window
                )
            if stream is None or stream.eof:
                break
            part = stream.decompress(self.rest, INFLATED_BYTES - len(output))
            self.rest = stream.unused_data if stream.eof else stream.unconsumed_tail
            output += part
            if not part and not self.rest:
                break
        return bytes(output)


async def _decompress(
    pieces: AsyncIterator[bytes], *, is_gzip: bool
) -> AsyncIterator[bytes]:
    """Raise IppError for data that are malformed, incomplete, or followed by others."""
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
            if len(output) < INFLATED_BYTES:
                break
    if not decompressor.is_complete:
        raise error


def detect_format(head: bytes, document_format: str) -> DocumentFormat | None:
    """Return TEXT where the octets or the hint of the client say so, else None."""
    if guess_format(head, "") is not None:
        return None
    text = decode_utf8_head(head)
    if document_format == "text/plain" or (
        text is not None
        and all(
            character.isprintable() or character in "\t\n\r\f" for character in text
        )
    ):
        return DocumentFormat.TEXT
    return None


async def async_check_documents(
    hass: HomeAssistant, documents: Sequence[ReceivedDocument]
) -> None:
    """Check the last document, and that several can be one print, at little cost."""
    with document_errors("document"):
        last = documents[-1]
        check_head(last.upload.head, last.document_format)
        if len(documents) > 1:
            for index, document in enumerate(documents):
                with naming_file(index, len(documents)):
                    await hass.async_add_executor_job(_check_has_pages, document)


def _check_has_pages(document: ReceivedDocument) -> None:
    head, requested = document.upload.head, document.document_format
    if guess_format(head, "", requested) not in RASTER_FORMATS:
        detected = detect(document.upload.path.read_bytes(), wanted=requested)
        raise DocumentError("file_not_arrangeable", format=detected)
