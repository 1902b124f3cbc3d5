"""The pages of several files, of which one is open at a time."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Self

from .arrange.models import PageShape
from .conversion import detect_file
from .errors import DocumentError, naming_file
from .file_data import FileData, read_file
from .formats import (
    PICTURE_FORMATS,
    PRINTER_RASTER_FORMATS,
    RASTER_FORMATS,
    DocumentFormat,
)
from .page_pictures import PagedDocument, check_page_size
from .picture_document import CLEAN_UP_IGNORED, FoundByPage, PictureDocument
from .raster.raster import RasterDocument, find_pages
from .settings import Progress, RenderSettings
from .sheets import Sheet, Size
from .source_file import Edits, SourceFile


@dataclass(slots=True)
class Budget:
    """The bytes that are left for the pictures of an area, in square millimetres."""

    max_bytes: float
    area: float

    def get_share(self, size: Size) -> float:
        """Return how many bytes a picture of a size in millimetres may have."""
        return self.max_bytes * min(1.0, size[0] * size[1] / self.area)

    def spend(self, size: Size, data: bytes, count: int) -> None:
        """Take off the bytes of a picture that is written `count` times."""
        self.max_bytes = max(0.0, self.max_bytes - count * len(data))
        self.area = max(1.0, self.area - count * size[0] * size[1])


class FilePages:
    """The pages of several files, counted from 1 through all of them.

    Errors of a file have its number. `warnings` are those of the files that are closed.
    """

    def __init__(
        self, files: Sequence[SourceFile], settings: RenderSettings, progress: Progress
    ) -> None:
        """Initialize without opening a file."""
        self._files = files
        self._settings = settings
        self._progress = progress
        self._formats: dict[int, DocumentFormat] = {}
        self._found: list[FoundByPage] = [{} for _ in files]
        # How many pages are before each file
        self._before: list[int] = []
        self._opened: tuple[int, PagedDocument] | None = None
        self._closing = ExitStack()
        self.budget = Budget(settings.max_bytes, 1.0)
        self.page_count = 0
        self.warnings: set[str] = set()

    def __enter__(self) -> Self:
        """Count the pages of all files. Raises DocumentError and OSError."""
        with ExitStack() as on_error:
            on_error.callback(self._close)
            for index in range(len(self._files)):
                self._before.append(self.page_count)
                self._progress(self.page_count + 1)
                with self._open(index) as document:
                    self.page_count += document.page_count
            on_error.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file that is open."""
        self._close()

    @property
    def is_raster(self) -> bool:
        """Return whether a driver has drawn all pages for their paper already."""
        return PRINTER_RASTER_FORMATS.issuperset(self._formats.values())

    def get_edits(self, number: int) -> Edits:
        """Return the changes to a page."""
        return self._files[self.find_file(number)].edits

    def read_shape(self, number: int) -> PageShape:
        """Return the shape of a page with its edits. Raises DocumentError."""
        self._progress(number)
        index = self.find_file(number)
        with self._open(index) as document:
            own_number = number - self._before[index]
            if isinstance(document, PictureDocument):
                shape = document.page_shape(own_number)
            else:
                shape = PageShape(size=document.page_size(own_number))
                check_page_size(own_number, shape.size, Sheet.for_page(shape.size))
        return replace(shape, size=_edit_size(shape.size, self._files[index].edits))

    def draw(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return what of a page lies on its sheet: png, jpeg or webp, and its bytes.

        The sheet is that of a page without edits, except that its corners are those that
        are given or found. Raises DocumentError.
        """
        index = self.find_file(number)
        with self._open(index) as document:
            if self._settings.clean_up and not isinstance(document, PictureDocument):
                self.warnings.add(CLEAN_UP_IGNORED)
            return document.draw_picture(number - self._before[index], sheet, dpi)

    def find_file(self, number: int) -> int:
        """Return the index of the file with a page."""
        return bisect_left(self._before, number) - 1

    @contextmanager
    def _open(self, index: int) -> Iterator[PagedDocument]:
        """Open a file, which stays open until another one is; errors name it."""
        with naming_file(index, len(self._files)):
            if self._opened is None or self._opened[0] != index:
                self._close()
                self._opened = index, self._read(index)
            yield self._opened[1]

    def _close(self) -> None:
        if self._opened is not None:
            self.warnings.update(self._opened[1].warnings)
        self._opened = None
        self._closing.close()

    def _read(self, index: int) -> PagedDocument:
        file = self._files[index]
        data = read_file(file.path, file.name, file.wanted)
        found = detect_file(data, self._settings, name=file.name, wanted=file.wanted)
        if found not in RASTER_FORMATS:
            raise DocumentError("file_not_arrangeable", format=found)
        if file.edits.corners is not None and found not in PICTURE_FORMATS:
            raise DocumentError("corners_not_picture", format=found)
        self._formats[index] = found
        if found in PICTURE_FORMATS:
            return PictureDocument(
                data[:],
                found,
                is_monochrome=self._settings.is_monochrome,
                corners=file.edits.corners,
                clean_up=self._settings.clean_up,
                found=self._get_found(index),
                uses_webp=self._settings.uses_webp,
                get_max_bytes=self._get_max_bytes,
                progress=self._count_from(index),
            )
        return self._read_pages(index, found, data)

    def _read_pages(
        self, index: int, found: DocumentFormat, data: FileData
    ) -> PagedDocument:
        progress = self._count_from(index)
        settings = self._settings
        is_monochrome, uses_webp = settings.is_monochrome, settings.uses_webp
        if found is DocumentFormat.PDF:
            # PDFium is large, and loaded for a PDF only.
            from .pdf.pdf import PdfDocument  # noqa: PLC0415
            from .pdf.pdfium import PdfFile  # noqa: PLC0415

            pdf = self._closing.enter_context(PdfFile(data, self._settings.password))
            if self._settings.clean_up is not None:
                from .pdf.scans import ScannedPdf  # noqa: PLC0415

                return ScannedPdf(
                    pdf,
                    is_monochrome=is_monochrome,
                    clean_up=self._settings.clean_up,
                    found=self._get_found(index),
                    uses_webp=uses_webp,
                    get_max_bytes=self._get_max_bytes,
                    progress=progress,
                )
            return PdfDocument(pdf, is_monochrome, uses_webp, progress)
        pages = find_pages(data, found, progress)
        return RasterDocument(pages, is_monochrome, uses_webp, progress)

    def _get_found(self, index: int) -> FoundByPage | None:
        """Return where the pages found in a file are kept, None if none are looked for."""
        return None if self._files[index].edits.crop else self._found[index]

    def _get_max_bytes(self, size: Size) -> float:
        return self.budget.get_share(size)

    def _count_from(self, index: int) -> Progress:
        """Return the progress of a file, whose pages are counted through all files."""
        before = self._before[index]
        return lambda number: self._progress(before + number)


def _edit_size(size: Size, edits: Edits) -> Size:
    """Return the size of a page with its crop and rotation."""
    left, top, right, bottom = edits.part
    width, height = size[0] * (right - left), size[1] * (bottom - top)
    return (height, width) if edits.rotation % 180 else (width, height)
