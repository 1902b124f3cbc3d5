"""Several files as one print, whose pages are arranged on sheets."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Final, Self

from .arrange.layout import arrange_pages
from .arrange.models import ArrangedSheet, Cell, Line, PageShape
from .arrange.photo import lay_single_pages
from .arrange.settings import Arrangement, ArrangeSettings
from .content import Content
from .conversion import detect_file
from .errors import DocumentError, naming_file
from .file_data import FileData, read_file
from .formats import (
    PICTURE_FORMATS,
    PRINTER_RASTER_FORMATS,
    RASTER_FORMATS,
    DocumentFormat,
)
from .pictures.picture_document import CLEAN_UP_IGNORED, FoundByPage, PictureDocument
from .raster.raster import RasterDocument, find_pages, get_raster_settings
from .settings import Progress, RenderSettings, no_progress
from .sheets.arranged_page import ArrangedPage, Picture, PrintedSheet
from .sheets.page_pictures import (
    PagedDocument,
    TooLargeError,
    check_page_size,
    create_sheets_content,
    fit_resolution,
)
from .sheets.page_ranges import select_pages
from .sheets.paper import Size
from .sheets.sheets import Sheet
from .source_file import MAX_FILES, Edits, SourceFile


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
                    pdf=pdf,
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


MAX_ARRANGED_PAGES: Final = 300
_BASE64: Final = 4 / 3
_PICTURE_BYTES: Final = 400
_LINE_BYTES: Final = 100
"""Of the web page for each picture, beside the picture itself, and for each line."""
_NO_OFFSET: Final = (0.0, 0.0)

type PagePart = tuple[int, Sheet]
"""The number of a page, and a sheet of its own on which a part of it is drawn."""


def convert_files(
    files: Sequence[SourceFile],
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return the selected pages of all files, arranged on sheets, as one web page.

    Pages are counted through all files, without the blank ones between them. One file is
    open at a time, and one picture decoded. Blocking; use
    `Converter.async_convert_files` for untrusted files.

    Raises DocumentError for a file that cannot be printed so, with its number, and for
    more files or pages than are arranged; OSError for a file that cannot be read.
    """
    if len(files) > MAX_FILES:
        raise DocumentError(
            "files_too_many", count=str(len(files)), limit=str(MAX_FILES)
        )
    with FilePages(files, settings, progress) as pages:
        numbers = select_pages(
            settings.page_ranges,
            pages.page_count,
            min(settings.max_pages, MAX_ARRANGED_PAGES),
        )
        if pages.is_raster:
            settings = get_raster_settings(settings)
        shapes = {number: pages.read_shape(number) for number in sorted({*numbers})}
        sheets = _arrange([shapes[number] for number in numbers], settings)
        if settings.pages_per_paper > 1 and settings.arrange is None:
            found = [pages.find_file(number) for number in numbers]
            sheets = _separate_files(sheets, found, settings.pages_per_paper)
        if settings.turns_landscape:
            sheets = [sheet.upright() for sheet in sheets]
        drawing = _Drawing(
            pages, [_place_pages(sheet, numbers, pages) for sheet in sheets]
        )

        def draw(dpi: int, is_last: bool) -> bytes:
            return drawing.draw(dpi, settings.max_bytes, is_last=is_last)

        payload = fit_resolution(draw, numbers, settings)
    return create_sheets_content(
        payload,
        [sheet.paper for sheet in sheets],
        settings,
        warnings=pages.warnings,
        is_turned=drawing.is_turned,
    )


def _arrange(
    shapes: Sequence[PageShape], settings: RenderSettings
) -> list[ArrangedSheet]:
    """Return the sheets; cells refer to shapes. Raises DocumentError."""
    arrange = settings.arrange or ArrangeSettings()
    if arrange.arrangement is not Arrangement.PAGES or settings.scaling is None:
        return arrange_pages(shapes, arrange, settings.paper, settings.margins)
    return lay_single_pages(shapes, settings)


def _separate_files(
    sheets: Sequence[ArrangedSheet], files: Sequence[int], pages_per_paper: int
) -> list[ArrangedSheet]:
    """Return sheets, with blank ones so that each file begins on new paper.

    `files` has the index of the file of each sheet.
    """
    separated: list[ArrangedSheet] = []
    last = files[0]
    for sheet, file in zip(sheets, files, strict=True):
        if file != last:
            blank = ArrangedSheet(separated[-1].paper)
            separated += [blank] * (-len(separated) % pages_per_paper)
            last = file
        separated.append(sheet)
    return separated


@dataclass(frozen=True, slots=True)
class _PlacedPages:
    """A sheet of `paper`: the place of each picture on it, and what is drawn there."""

    paper: Size
    parts: Sequence[tuple[Sheet, PagePart]]
    lines: Sequence[Line]


def _place_pages(
    sheet: ArrangedSheet, numbers: Sequence[int], pages: FilePages
) -> _PlacedPages:
    """Return a sheet whose cells refer to these numbers of pages."""
    parts = []
    for cell in sheet.cells:
        number = numbers[cell.page]
        edits = pages.get_edits(number)
        area = _turn_page(cell.area, edits.rotation)
        parts.append(
            (_get_place(cell, area, sheet.paper), (number, _get_part(area, edits)))
        )
    return _PlacedPages(sheet.paper, parts, sheet.lines)


def _turn_page(area: Sheet, rotation: int) -> Sheet:
    """Return a sheet with a page that is turned clockwise before it is laid there."""
    width, height = area.picture
    return replace(
        area,
        picture=(height, width) if rotation % 180 else (width, height),
        rotation=(area.rotation + rotation) % 360,
    )


def _get_place(cell: Cell, area: Sheet, paper: Size) -> Sheet:
    """Return a sheet of paper with what of a page is in its cell."""
    visible = area.cut()
    offset = visible.offset or _NO_OFFSET
    return replace(
        visible,
        paper=paper,
        offset=(cell.offset[0] + offset[0], cell.offset[1] + offset[1]),
    )


def _get_part(area: Sheet, edits: Edits) -> Sheet:
    """Return a sheet of what of a page is in its cell, without turning it."""
    first, upper, last, lower = edits.part
    width, height = area.picture
    width, height = width / (last - first), height / (lower - upper)
    top, _, _, left = area.crop
    return Sheet(
        paper=area.cut().picture,
        picture=(width, height),
        offset=(-left - first * width, -top - upper * height),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Sheets, whose pages are drawn."""

    pages: FilePages
    sheets: Sequence[_PlacedPages]

    @property
    def is_turned(self) -> bool:
        """Return whether all sheets are upright, and any picture lies on its side."""
        return all(sheet.paper[0] <= sheet.paper[1] for sheet in self.sheets) and any(
            place.is_turned for sheet in self.sheets for place, _ in sheet.parts
        )

    def draw(self, dpi: int, max_bytes: int, *, is_last: bool) -> bytes:
        """Return the web page at a resolution, for which each part is drawn once.

        Raises TooLargeError as soon as it is too large. Unless this `is_last`, also as
        soon as it is likely to become too large.
        """
        pictures = self._draw_parts(dpi, max_bytes, is_last=is_last)
        sheets = [
            PrintedSheet(
                sheet.paper,
                [(place, pictures[part]) for place, part in sheet.parts],
                sheet.lines,
            )
            for sheet in self.sheets
        ]
        page = ArrangedPage(sheets)
        for sheet in sheets:
            page.add_sheet(sheet)
        return page.finish()

    def _draw_parts(
        self, dpi: int, max_bytes: int, *, is_last: bool
    ) -> dict[PagePart, Picture]:
        """Return the pictures, drawn in the order of the files.

        Each is written once on each of its sheets.
        """
        counts = Counter(
            part for sheet in self.sheets for part in {part for _, part in sheet.parts}
        )
        size = sum(
            _PICTURE_BYTES * (len(sheet.parts) + 1) + _LINE_BYTES * len(sheet.lines)
            for sheet in self.sheets
        )
        budget = Budget(
            (max_bytes - size) / _BASE64,
            sum(
                part.paper[0] * part.paper[1] * count
                for (_, part), count in counts.items()
            ),
        )
        self.pages.budget = budget
        pictures: dict[PagePart, Picture] = {}
        done, total = 0, counts.total()
        for part in sorted(counts, key=lambda part: part[0]):
            number, sheet = part
            pictures[part] = picture = self.pages.draw(number, sheet, dpi)
            count = counts[part]
            budget.spend(sheet.paper, picture[1], count)
            size += round(count * len(picture[1]) * _BASE64)
            done += count
            likely_size = size / done * total
            # The first few pages say little about the others.
            is_hopeless = likely_size > max_bytes * (1 + 2 / done)
            if size > max_bytes or (is_hopeless and not is_last):
                raise TooLargeError(len(pictures) - 1, likely_size)
        return pictures
