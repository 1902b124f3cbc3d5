"""What a job in preparation needs to become the jobs that print it."""

from dataclasses import dataclass, field
import sys
from typing import Any

from ..document.formats import DocumentFormat
from ..document.settings import PageLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document in the content store; `wanted` is the format it is said to have."""

    content_id: str
    size: int
    name: str = field(default="", repr=False)
    wanted: DocumentFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """The documents of a job, how they are converted, and the device whose turn it is.

    The document of a `page` is its picture, once another integration has drawn it;
    `is_asked` is written before that is asked for it, which may cost money.
    """

    documents: tuple[StoredDocument, ...] = ()
    layout: PageLayout | None = None  # None for a page, which is made for its printer
    client: str | None = field(default=None, repr=False)
    pages_per_hour: int = sys.maxsize
    page: dict[str, Any] | None = field(default=None, repr=False)  # its fields
    is_asked: bool = False
    is_address: bool = False  # The document is the address of what is printed
    attempts: int = 0

    @property
    def size(self) -> int:
        """Return the size of all documents in bytes."""
        return sum(document.size for document in self.documents)
