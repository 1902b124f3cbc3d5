"""What a job in preparation needs to become the jobs that print it."""

from dataclasses import dataclass, field
import sys
from typing import Any, Final, Self

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..api import CloudPrintError
from ..const import DOMAIN
from ..document import DocumentFormat
from ..document.settings import Margins, Scaling
from ..exceptions import invalid, service_failed

UNKNOWN_FAILURE: Final = "preparation_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document in the content store; `wanted` is the format it is said to have."""

    content_id: str
    size: int
    name: str = field(default="", repr=False)
    wanted: DocumentFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """How the pages of documents lie on the paper; see RenderSettings."""

    scaling: Scaling = Scaling.AUTO
    rotation: int = 0
    margins: Margins = (0.0, 0.0, 0.0, 0.0)
    pages_per_paper: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """The documents of a job, how they are converted, and the device whose turn it is.

    The document of a `page` is its picture, once another integration has drawn it;
    `is_asked` is written before that is asked for it, which may cost money.
    """

    documents: tuple[StoredDocument, ...] = ()
    layout: PageLayout | None = None  # for a page, it is none
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a job could not be prepared or sent: one of the translated `exceptions`."""

    key: str
    placeholders: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_error(cls, err: HomeAssistantError) -> Self:
        """Return what one of our errors says; the message of another one is not shown."""
        key = err.translation_key if err.translation_domain == DOMAIN else None
        return cls(
            key=key or UNKNOWN_FAILURE,
            placeholders=dict(err.translation_placeholders or {}),
        )

    def as_error(self) -> ServiceValidationError:
        """Return the error again."""
        return invalid(self.key, **self.placeholders)


type Details = str | Failure


def get_details(err: CloudPrintError) -> Details:
    """Return what the vendor said of a call that failed, else what happened."""
    return err.message or Failure.from_error(service_failed(HomeAssistantError, err))
