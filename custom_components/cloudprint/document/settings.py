"""Settings for the conversion of documents to pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from .errors import MEBIBYTE

A4: Final = (210.0, 297.0)
"""Width and height in millimetres."""

MAX_DPI: Final = 300
"""Higher resolutions make pages larger, but not easier to read."""

MILLIMETRES_PER_INCH: Final = 25.4

DEFAULT_MAX_BYTES: Final = 20 * MEBIBYTE

type Progress = Callable[[int], None]
"""Called with the number of each page, from 1, before it is drawn."""


def no_progress(page: int) -> None:
    """Ignore the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """Options of a print, and limits of its printers, that affect the pages.

    `paper` is the width and height in millimetres for pictures and layouts, already
    swapped for landscape; pages of a PDF keep their own sizes unless the print itself
    names a paper (`is_paper_named`). `page_ranges` is as in "1-3,5". `max_bytes` limits
    the content before base64. `encoding` is that of a text, by Python's name, if it was
    given. With `is_native`, the account takes PDF, ODF and WPS files unchanged; `sends_pdf`
    and `sends_pdf_urls` say otherwise for PDF, in BASE64 and by address. With
    `turns_landscape`, wide pages are turned to lie on upright sheets, and with
    `paginates_text`, a text becomes a page. With `has_header_or_footer`, the print has its
    own, and layouts have no title and number above their pages.
    """

    dpi: int = MAX_DPI
    is_monochrome: bool = False
    paper: tuple[float, float] = A4
    is_paper_named: bool = False
    page_ranges: str | None = None
    password: str | None = field(default=None, repr=False)
    encoding: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    is_native: bool = False
    has_header_or_footer: bool = False
    sends_pdf: bool | None = None
    sends_pdf_urls: bool | None = None
    turns_landscape: bool = False
    paginates_text: bool = False

    @property
    def is_pdf_native(self) -> bool:
        """Return whether a PDF is sent unchanged: the cloud takes no password for it."""
        is_native = self.is_native if self.sends_pdf is None else self.sends_pdf
        return is_native and self.password is None

    @property
    def is_pdf_url_native(self) -> bool:
        """Return whether the address of a PDF is passed on."""
        urls = self.sends_pdf_urls
        return (self.is_native if urls is None else urls) and self.password is None
