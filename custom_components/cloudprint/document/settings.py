"""Settings for the conversion of documents to pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .arrange.settings import ArrangeSettings, CleanUp
from .errors import MEBIBYTE

A4: Final = (210.0, 297.0)  # width and height in millimetres
SAME_PAPER_MM: Final = 2.0  # papers of a size differ by at most this in each side
MAX_DPI: Final = 300  # higher resolutions make pages larger, but not easier to read
MAX_PIXELS: Final = 18_000_000  # A3 at 300 dpi; larger paper is seen from further away
MILLIMETRES_PER_INCH: Final = 25.4
DEFAULT_MAX_BYTES: Final = 20 * MEBIBYTE
MAX_PAGES: Final = 500  # a ream of paper; more take minutes to draw
FONTS_VARIABLE: Final = "CLOUDPRINT_FONTS"

type Progress = Callable[[int], None]  # each page from 1, before it is drawn


type Margins = tuple[float, float, float, float]  # top, right, bottom, left, in mm


class Scaling(StrEnum):
    """How a page is scaled to its paper (PWG 5100.13, print-scaling)."""

    AUTO = "auto"
    """Documents like `AUTO_FIT`; pictures `FILL` borderless paper, and `FIT` any other."""
    AUTO_FIT = "auto-fit"  # `FIT` for a page larger than the paper, otherwise `NONE`
    FIT = "fit"
    FILL = "fill"  # over the whole paper; what is beyond it is cut
    NONE = "none"


class PageWord(StrEnum):
    """What `page_ranges` may have beside ranges."""

    ODD = "odd"
    EVEN = "even"
    REVERSE = "reverse"


def has_page_words(page_ranges: str | None) -> bool:
    """Return whether pages are selected in a way that the cloud does not know."""
    return any(part in PageWord for part in (page_ranges or "").split(","))


def no_progress(page: int) -> None:
    """Ignore the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """Options of a print, and limits of its printers, that affect the pages.

    `paper` is the width and height in millimetres for pictures and layouts, already
    swapped for landscape; pages of a PDF keep their own sizes unless the print itself
    names a paper (`is_paper_named`). `page_ranges` is as in "1-3,5,odd,reverse".
    `max_bytes` limits the content before base64, `max_pages` what is drawn. `encoding` is that of a text, by
    Python's name, if it was given. With `is_native`, the account takes ODF and WPS files
    unchanged, with `is_pdf_native` a PDF of the print, and with `is_pdf_url_native` its
    address. With `turns_landscape`, wide pages are turned to lie on upright
    sheets, and with `paginates_text`, a text becomes a page. With
    `has_header_or_footer`, the print has its own, and layouts have no title and number
    above their pages.

    With a `scaling`, each page of a PDF and each picture is laid on a sheet of `paper`,
    within `margins` where the scaling says so; they are those of the paper as it lies
    upright in the tray, and None for unknown. The page is turned clockwise by `rotation`
    before: 0, 90, 180 or 270 degrees. Neither has a meaning without a scaling.

    With `arrange`, the pages are laid on sheets of `paper` by it, within the `margins`,
    and with `clean_up`, pictures are photographed pages. With `is_manual_duplex`, the
    sides of the sheets are printed separately, for which pages have to be made here.

    Of several files without `arrange`, each begins on a new sheet of paper, which takes
    `pages_per_paper` pages: on both sides, and several on each.

    Without `has_remote_pictures`, nobody fetches a picture that Markdown names: its
    alternative text is printed. With `uses_webp`, the account takes pages with WebP.
    """

    dpi: int = MAX_DPI
    is_monochrome: bool = False
    paper: tuple[float, float] = A4
    is_paper_named: bool = False
    page_ranges: str | None = None
    password: str | None = field(default=None, repr=False)
    encoding: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    max_pages: int = MAX_PAGES
    is_native: bool = False
    has_header_or_footer: bool = False
    is_pdf_native: bool = False
    is_pdf_url_native: bool = False
    turns_landscape: bool = False
    paginates_text: bool = False
    scaling: Scaling | None = None
    rotation: int = 0
    margins: Margins | None = None
    arrange: ArrangeSettings | None = None
    clean_up: CleanUp | None = None
    is_manual_duplex: bool = False
    pages_per_paper: int = 1
    has_remote_pictures: bool = True
    uses_webp: bool = False

    @property
    def is_layout_free(self) -> bool:
        """Return whether the cloud may lay out the pages of a PDF itself."""
        return (
            self.scaling in (None, Scaling.AUTO)
            and not self.rotation
            and not self.is_arranged
            and not self.is_manual_duplex
            and not has_page_words(self.page_ranges)
        )

    @property
    def is_arranged(self) -> bool:
        """Return whether pages are changed or put together before they are printed."""
        return self.clean_up is not None or self.arrange not in (
            None,
            ArrangeSettings(),
        )
