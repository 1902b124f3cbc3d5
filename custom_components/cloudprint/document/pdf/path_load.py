"""Paths that PDFium draws completely only if their page is drawn in parts.

It stores at most 4,194,304 cells of a path, the pixels that its outline crosses
(`outline_aa::add_cur_cell`). It also moves points of a line beyond 32,000 to it
(`HardClip`), in units of its first axis: where the second axis is scaled to less,
points in the middle of the page (`CFX_AggDeviceDriver::DrawPath`).
"""

from collections.abc import Iterator
from ctypes import c_float, c_int, sizeof
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, sqrt
from typing import Final

import pypdfium2.raw as pdfium

from ..settings import MAX_PIXELS

_MAX_CELLS: Final = 3_000_000  # less than PDFium's limit, since they are estimated
_MAX_POSITION: Final = 28_000  # less than PDFium's limit, since lines also have a width
_HARMLESS_STRETCH: Final = 1.5  # up to this, no position is too large
_MAX_PARTS: Final = 256  # of the width and of the height of a page
_MAX_LOAD: Final = 1.0  # of a path, for each pixel: no number of parts would be enough
_OUTLINES: Final = 2  # one on each side of a line
# Segments of few enough cells, even if each is as long as the page
_FEW: Final = int(_MAX_CELLS / (_OUTLINES * 2 * sqrt(MAX_PIXELS)))
# Every how many segments one is read, which takes longer than drawing: few at first.
# Nothing repeats like this in drawings, as the five points of boxes do.
_STEPS: Final = (37, 7)
_ERROR: Final = 2  # factor by which the first sample of crossings may be off
_BINS: Final = 64
_LAST: Final = _BINS - 1e-6
_SCALE_BYTES: Final = 4 * sizeof(c_float)  # of a matrix, before its offsets

type Bounds = tuple[float, float, float, float]  # left, bottom, right, top
type Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def get_matrix(handle: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    """Return the matrix of an object, to the coordinates around it."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def get_bounds(handle: pdfium.FPDF_PAGEOBJECT) -> Bounds:
    """Return the bounds of an object in its page or form XObject, all 0 for none."""
    x0, y0, x1, y1 = (c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, x0, y0, x1, y1)
    return x0.value, y0.value, x1.value, y1.value


def combine(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that transforms by one after the other."""
    a, b, c, d, e, f = outer
    return (
        inner[0] * a + inner[1] * c,
        inner[0] * b + inner[1] * d,
        inner[2] * a + inner[3] * c,
        inner[2] * b + inner[3] * d,
        inner[4] * a + inner[5] * c + e,
        inner[4] * b + inner[5] * d + f,
    )


@dataclass(frozen=True, slots=True)
class PathLoad:
    """The shares of PDFium's limits for each pixel drawn at a time: together, 1."""

    across: float = 0.0
    along: float = 0.0

    def count_parts(self, size: tuple[int, int]) -> tuple[int, int] | None:
        """Return in how many columns and rows to draw a size; None for too many."""
        across, along = self.across * size[0], self.along * size[1]
        parts = 1, 1
        if across + along > 1:
            # One side alone, if the other one has hardly a share
            if across <= 1 / 4:
                parts = 1, ceil(along / (1 - across))
            elif along <= 1 / 4:
                parts = ceil(across / (1 - along)), 1
            else:
                parts = ceil(2 * across), ceil(2 * along)
        return None if max(parts) > _MAX_PARTS else parts


def split_length(length: int, count: int) -> Iterator[tuple[int, int]]:
    """Yield the beginning and the end of each part of a length in pixels."""
    count = min(count, length)
    return pairwise(length * part // count for part in range(count + 1))


class PathLoadMeter:
    """Measures the paths of a page, one after the other."""

    def __init__(self, page: pdfium.FPDF_PAGE) -> None:
        """Initialize without paths."""
        self._page = page
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self._left, self._bottom = box.left, box.bottom
        self._width = max(box.right - box.left, 1.0)
        self._height = max(box.top - box.bottom, 1.0)
        self._matrix = pdfium.FS_MATRIX()
        self._last: tuple[bytes, Matrix] | None = None
        self._across = 0.0
        self._along = 0.0

    @property
    def load(self) -> PathLoad:
        """Return the load of the paths on the page as it is drawn."""
        if pdfium.FPDFPage_GetRotation(self._page) % 2:
            return PathLoad(self._along, self._across)
        return PathLoad(self._across, self._along)

    def add(self, path: pdfium.FPDF_PAGEOBJECT, outer: Matrix) -> None:
        """Add a path; `outer` is the matrix of the form XObjects around it."""
        pdfium.FPDFPageObj_GetMatrix(path, self._matrix)
        # Most paths are scaled like the one before, which saves to calculate.
        this = bytes(self._matrix)[:_SCALE_BYTES], outer
        if this != self._last:
            across, along = _get_stretch(combine(get_matrix(path), outer))
            self._last = this
            if max(across, along) > _HARMLESS_STRETCH:
                pdfium.FPDFPath_GetDrawMode(path, c_int(), stroke := c_int())
                if stroke.value:
                    self._add(across / _MAX_POSITION, along / _MAX_POSITION)
                else:
                    # The next one may be a line.
                    self._last = None
        if (count := pdfium.FPDFPath_CountSegments(path)) > _FEW:
            self._add_long(path, count, outer)

    def _add(self, across: float, along: float) -> None:
        self._across = min(max(self._across, across), _MAX_LOAD)
        self._along = min(max(self._along, along), _MAX_LOAD)

    def _add_long(
        self, path: pdfium.FPDF_PAGEOBJECT, count: int, outer: Matrix
    ) -> None:
        """Add the load of a path's cells, if there may be too many."""
        x0, y0, x1, y1 = get_bounds(path)
        a, b, c, d = map(abs, outer[:4])
        length = (x1 - x0) * (a + b) + (y1 - y0) * (c + d)
        if count * length / (self._width + self._height) <= _FEW:
            return
        matrix = combine(get_matrix(path), outer)
        step, smaller_step = _STEPS
        if max(self._count_crossings(path, count, matrix, step)) * _ERROR > _FEW:
            across, along = self._count_crossings(path, count, matrix, smaller_step)
            self._add(across * _OUTLINES / _MAX_CELLS, along * _OUTLINES / _MAX_CELLS)

    def _count_crossings(
        self, path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix, step: int
    ) -> tuple[float, float]:
        """Return how often a path crosses any column, and any row, at most."""
        across, along = _BINS / self._width, _BINS / self._height
        offset = -self._left * across, -self._bottom * along
        to_bins = (across, 0.0, 0.0, along, *offset)
        a, b, c, d, e, f = combine(matrix, to_bins)
        columns, rows = _Crossings(), _Crossings()
        x, y = c_float(), c_float()
        for index in range(1, count, step):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                continue
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            x1, y1 = x.value, y.value
            segment = pdfium.FPDFPath_GetPathSegment(path, index - 1)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            x0, y0 = x.value, y.value
            columns.add(a * x0 + c * y0 + e, a * x1 + c * y1 + e)
            rows.add(b * x0 + d * y0 + f, b * x1 + d * y1 + f)
        return columns.most * step, rows.most * step


def _get_stretch(matrix: Matrix) -> tuple[float, float]:
    """Return how many units of the first axis a pixel across and along the page is."""
    a, b, c, d = map(abs, matrix[:4])
    unit, area = max(a, b), abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
    if not area:
        # There is nothing to be seen.
        return 0.0, 0.0
    return max(b, d) * unit / area, max(a, c) * unit / area


class _Crossings:
    """Counts lines that cross each bin; positions are in bins."""

    def __init__(self) -> None:
        self._passing = [0] * (_BINS + 1)
        self._partly = [0.0] * _BINS

    def add(self, start: float, end: float) -> None:
        if start > end:
            start, end = end, start
        start, end = max(start, 0.0), min(end, _LAST)
        # Also if it is not a number
        if not start < end:
            return
        first, last = int(start), int(end)
        if first == last:
            self._partly[first] += end - start
        else:
            self._partly[first] += first + 1 - start
            self._partly[last] += end - last
            self._passing[first + 1] += 1
            self._passing[last] -= 1

    @property
    def most(self) -> float:
        passing = accumulate(self._passing[:-1])
        return max(
            whole + partly for whole, partly in zip(passing, self._partly, strict=True)
        )
