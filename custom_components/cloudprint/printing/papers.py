"""The papers of printers: their names, sizes and margins. Lengths are millimetres."""

from collections.abc import Mapping, Sequence
from typing import Final

from ..api.capabilities import Paper, PrinterCapabilities
from ..document.settings import SAME_PAPER_MM, Margins
from ..document.sheets.paper import MOST_OF_SIDE, STANDARD_PAPERS, UNKNOWN_MARGIN_MM
from ..fields import SIZE, parse_number, refused

MAX_LENGTH_MM: Final = 5000
# Two numbers up to this, without a unit, may be inches: 4x6, 11x17.
MAX_LENGTH_INCHES: Final = 30


def get_papers(capabilities: PrinterCapabilities | None) -> list[Paper]:
    """Return a printer's papers, or the standard ones; each name once."""
    return list(_papers_by_name(capabilities or PrinterCapabilities()).values())


def parse_paper(value: object, capabilities: PrinterCapabilities) -> Paper:
    """Parse a paper: a name that the printer knows, or width and height in mm.

    Only the size is sent (OpenAPI 3.6.2): a name has other sizes on other printers. Names
    come first: the document's own printer has a paper "11x17", which are inches.
    """
    papers = _papers_by_name(capabilities)
    text = value.strip() if isinstance(value, str) else ""
    exact = (
        paper for paper in capabilities.supported_papers if paper.name.strip() == text
    )
    if paper := next(exact, papers.get(text.lower())):
        return paper
    if (match := SIZE.fullmatch(text)) and (
        match[3] or max(float(match[1]), float(match[2])) > MAX_LENGTH_INCHES
    ):
        value = {"width": match[1], "height": match[2]}
    if not isinstance(value, Mapping):
        names = (*(paper.name for paper in papers.values()), "105x156")
        raise refused("paper", value, ", ".join(names))
    if set(value) != {"width", "height"}:
        raise refused("paper", dict(value), "{width: 105, height: 156}")
    width, height = (
        parse_number("paper", value[side], 1, MAX_LENGTH_MM, supported="1 - 5000 mm")
        for side in ("width", "height")
    )
    return Paper(name="", width=float(width), height=float(height))


def find_same_papers(size: tuple[float, float], papers: Sequence[Paper]) -> list[Paper]:
    """Return the papers of a size, the wide ones only if none is upright."""
    short, long = sorted(size)
    for turned in ((short, long), (long, short)):
        if same := [paper for paper in papers if _has_size(paper, turned)]:
            return same
    return []


def is_wide_in_tray(
    size: tuple[float, float], capabilities: PrinterCapabilities
) -> bool:
    """Return whether a size is wide, as is the printer's own paper of that size."""
    return size[0] > size[1] and any(
        _has_size(paper, size) for paper in capabilities.supported_papers
    )


def _has_size(paper: Paper, size: tuple[float, float]) -> bool:
    return max(abs(paper.width - size[0]), abs(paper.height - size[1])) <= SAME_PAPER_MM


def get_margins(paper: Paper) -> Margins:
    """Return all margins of a paper; those at the right and bottom are not reported."""
    vertical, horizontal = (
        min(UNKNOWN_MARGIN_MM if side is None else max(side, 0), length / MOST_OF_SIDE)
        for side, length in zip(
            (paper.top, paper.left), limit_size(paper)[::-1], strict=True
        )
    )
    return vertical, horizontal, vertical, horizontal


def limit_size(paper: Paper) -> tuple[float, float]:
    """Return the size of a paper, within what a print may have."""
    width, height = (
        min(max(side, 1.0), float(MAX_LENGTH_MM))
        for side in (paper.width, paper.height)
    )
    return width, height


def _papers_by_name(capabilities: PrinterCapabilities) -> Mapping[str, Paper]:
    return {
        paper.name.strip().lower(): paper for paper in capabilities.supported_papers
    } or {
        name: Paper(name=name.capitalize(), width=float(width), height=float(height))
        for name, (width, height) in STANDARD_PAPERS.items()
    }
