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
class PageLayout:
    """How the pages of documents lie on the paper; see RenderSettings."""

    scaling: Scaling = Scaling.AUTO
    rotation: int = 0
    margins: Margins = (0.0, 0.0, 0.0, 0.0)
    pages_per_paper: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """Options of a print, and limits of its printers, that affect the pages."""

    dpi: int = MAX_DPI
    is_monochrome: bool = False
    paper: tuple[float, float] = A4  # mm; swapped for landscape
    is_paper_named: bool = False  # by the print; else pages of a PDF keep their sizes
    page_ranges: str | None = None  # as in "1-3,5,odd,reverse"
    password: str | None = field(default=None, repr=False)
    encoding: str | None = None  # of a text, by Python's name, if it was given
    max_bytes: int = DEFAULT_MAX_BYTES  # of the content before base64
    max_pages: int = MAX_PAGES  # that are drawn
    is_native: bool = False  # the account takes ODF and WPS files unchanged,
    is_pdf_native: bool = False  # a PDF of the print,
    is_pdf_url_native: bool = False  # its address,
    uses_webp: bool = False  # and pages with WebP
    has_header_or_footer: bool = False  # its own: layouts have no title above pages
    turns_landscape: bool = False  # wide pages are turned to lie on upright sheets
    paginates_text: bool = False  # a text becomes a page
    scaling: Scaling | None = None  # of a PDF's page or a picture to a sheet of `paper`
    # Before it is scaled, clockwise: 0, 90, 180 or 270 degrees; only with a scaling
    rotation: int = 0
    margins: Margins | None = None  # of the paper upright in its tray; None for unknown
    arrange: ArrangeSettings | None = None  # on sheets of `paper`, within the margins
    clean_up: CleanUp | None = None  # pictures are photographed pages
    is_manual_duplex: bool = False  # sides are printed separately: pages are made here
    # Without `arrange`, each file begins on new paper, which takes this many on both sides
    pages_per_paper: int = 1
    shown_sheets: range | None = None  # of a preview, from 1; the others stay blank
    # If not, pictures in Markdown are not fetched: their texts are printed
    has_remote_pictures: bool = True
    is_fetched_here: bool = False  # an address that the cloud could fetch, too

    def is_shown(self, sheet: int) -> bool:
        """Return whether a sheet is drawn."""
        return self.shown_sheets is None or sheet in self.shown_sheets

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
        is_plain = self.arrange in (None, ArrangeSettings())
        return self.clean_up is not None or not is_plain
