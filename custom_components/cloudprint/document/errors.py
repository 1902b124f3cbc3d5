"""The error of a document that cannot be printed, and the limits of size."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Final

MEBIBYTE: Final = 1024 * 1024
MAX_SOURCE_BYTES: Final = 100 * MEBIBYTE
MAX_RASTER_BYTES: Final = 512 * MEBIBYTE  # pages are drawn already
MAX_FILE_PAGES: Final = 1000  # of a TIFF or raster; more is a mistake or an attack
MAX_ENTRIES: Final = 20_000  # of a checklist or an agenda, about 250 pages


class DocumentError(ValueError):
    """A document cannot be printed.

    `key` names a message in the translations (`exceptions`), filled by `placeholders`;
    neither contains text of the document. `file` counts from 1 if the print has
    several.
    """

    def __init__(self, key: str, **placeholders: object) -> None:
        """Store the key of the message, and its placeholders as strings."""
        super().__init__(key)
        self.key = key
        self.placeholders = {name: str(value) for name, value in placeholders.items()}
        self.file: int | None = None

    def get_field(self, field: str) -> str:
        """Return how a message names the document's field."""
        return field if self.file is None else f"{field} {self.file}"


@contextmanager
def naming_file(index: int, count: int) -> Iterator[None]:
    """Set the file's number on errors if the print has several; `index` is from 0."""
    try:
        yield
    except DocumentError as err:
        if count > 1:
            err.file = index + 1
        raise


def check_size(size: int, max_bytes: int = MAX_SOURCE_BYTES) -> None:
    """Raise DocumentError for more than `max_bytes` bytes."""
    if size > max_bytes:
        raise DocumentError(
            "content_too_large",
            # Rounded up, so that it does not read as the limit itself
            size=f"{ceil(size * 10 / MEBIBYTE) / 10:.1f}",
            limit=max_bytes // MEBIBYTE,
        )


def check_entries(count: int) -> None:
    """Raise DocumentError for more than `MAX_ENTRIES` entries."""
    if count > MAX_ENTRIES:
        raise DocumentError("entries_too_many", count=count, limit=MAX_ENTRIES)
