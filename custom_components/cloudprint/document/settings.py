"""How documents are made into pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from .limits import MEBIBYTE

A4: Final = (210.0, 297.0)
"""Width and height in millimetres."""

MAX_DPI: Final = 300
"""More makes a page larger and no better to read."""

DEFAULT_MAX_BYTES: Final = 20 * MEBIBYTE

type Progress = Callable[[int], None]
"""Called with the number of each page, from 1, before it is made."""


def no_progress(page: int) -> None:
    """Report the progress to no one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """What a print asks of its pages, and what its printers can show.

    `paper` is the width and height in millimetres of what pictures and layouts are made
    for, already turned for a print in landscape; a PDF's pages keep their own sizes
    unless the paper `is_paper_named` by the print. `page_ranges` is as in "1-3,5".
    `max_bytes` is how much the content may hold before it is encoded for sending.
    `is_native` says that the account takes PDF and open documents as they are.
    """

    dpi: int = MAX_DPI
    is_monochrome: bool = False
    paper: tuple[float, float] = A4
    is_paper_named: bool = False
    page_ranges: str | None = None
    password: str | None = field(default=None, repr=False)
    max_bytes: int = DEFAULT_MAX_BYTES
    is_native: bool = False

    @property
    def is_pdf_native(self) -> bool:
        """Return if a PDF goes as it is: the cloud could not be told its password."""
        return self.is_native and self.password is None
