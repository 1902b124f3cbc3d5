"""Several files as one print, whose pages are arranged on sheets."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Final, Self

from .arrange.layout import arrange_pages, lay_single_pages
from .arrange.models import ArrangedSheet
from .arrange.settings import Arrangement, ArrangeSettings
from .content import Content
from .conversion import detect_file
from .detection import read_file
from .errors import DocumentError, naming_file
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
from .sheets.sheets import PageShape, Sheet
from .source_file import MAX_FILES, Edits, SourceFile

MAX_ARRANGED_PAGES: Final = 300
_BASE64: Final = 4 / 3
_PICTURE_BYTES: Final = 400
_LINE_BYTES: Final = 100

type PagePart = tuple[int, Sheet]  # the page's number, and a sheet of its own
type _PlacedPages = Sequence[tuple[Sheet, PagePart]]


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
    """The pages of several files, counted from 1 through all of them."""

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
            shape = document.page_shape(own_number)
            if not isinstance(document, PictureDocument):
                check_page_size(own_number, shape.size, Sheet.for_page(shape.size))
        edits = self._files[index].edits
        first, upper, last, lower = edits.part
        size = shape.size[0] * (last - first), shape.size[1] * (lower - upper)
        return replace(shape, size=size[::-1] if edits.rotation % 180 else size)

    def draw(self, number: int, sheet: Sheet, dpi: int) -> tuple[str, bytes]:
        """Return the picture within a sheet: png, jpeg or webp, and its bytes."""
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
        file, settings = self._files[index], self._settings
        data = read_file(file.path, file.name, file.wanted)
        document_format = detect_file(data, settings, file.name, file.wanted)
        if document_format not in RASTER_FORMATS:
            raise DocumentError("file_not_arrangeable", format=document_format)
        if file.edits.corners is not None and document_format not in PICTURE_FORMATS:
            raise DocumentError("corners_not_picture", format=document_format)
        self._formats[index] = document_format
        before = self._before[index]
        found_pages = None if file.edits.crop else self._found[index]

        def progress(number: int) -> None:
            self._progress(before + number)

        def get_max_bytes(size: Size) -> float:
            return self.budget.get_share(size)

        if document_format in PICTURE_FORMATS:
            return PictureDocument(
                data[:],
                document_format,
                settings=settings,
                corners=file.edits.corners,
                found_pages=found_pages,
                get_max_bytes=get_max_bytes,
                progress=progress,
            )
        if document_format is not DocumentFormat.PDF:
            pages = find_pages(data, document_format, progress)
            return RasterDocument(pages, settings, progress)
        # PDFium is large, and loaded for a PDF only.
        from .pdf.pdf import PdfDocument  # noqa: PLC0415
        from .pdf.pdfium import PdfFile  # noqa: PLC0415

        pdf = self._closing.enter_context(PdfFile(data, settings.password))
        if settings.clean_up is None:
            return PdfDocument(pdf, settings, progress)
        from .pdf.scans import ScannedPdf  # noqa: PLC0415

        return ScannedPdf(
            pdf=pdf,
            settings=settings,
            found_pages=found_pages,
            get_max_bytes=get_max_bytes,
            progress=progress,
        )


def convert_files(
    files: Sequence[SourceFile],
    settings: RenderSettings,
    progress: Progress = no_progress,
) -> Content:
    """Return the selected pages of all files, arranged on sheets, as one web page.

    One file is open and one picture decoded at a time. Blocking. Raises OSError and
    DocumentError.
    """
    if len(files) > MAX_FILES:
        raise DocumentError("files_too_many", count=len(files), limit=MAX_FILES)
    with FilePages(files, settings, progress) as pages:
        numbers = select_pages(
            settings.page_ranges,
            pages.page_count,
            min(settings.max_pages, MAX_ARRANGED_PAGES),
        )
        if pages.is_raster:
            settings = get_raster_settings(settings)
        shapes = {number: pages.read_shape(number) for number in sorted({*numbers})}
        ordered = [shapes[number] for number in numbers]
        arrange = settings.arrange or ArrangeSettings()
        if arrange.arrangement is Arrangement.PAGES and settings.scaling is not None:
            sheets = lay_single_pages(ordered, settings)
        else:
            sheets = arrange_pages(ordered, arrange, settings.paper, settings.margins)
        if settings.pages_per_paper > 1 and settings.arrange is None:
            file_indexes = [pages.find_file(number) for number in numbers]
            sheets = _separate_files(sheets, file_indexes, settings.pages_per_paper)
        if settings.turns_landscape:
            sheets = [sheet.upright() for sheet in sheets]
        sheets = [
            sheet if settings.is_shown(number) else ArrangedSheet(sheet.paper)
            for number, sheet in enumerate(sheets, 1)
        ]
        placed = [_place_pages(sheet, numbers, pages) for sheet in sheets]

        def draw(dpi: int, is_last: bool) -> bytes:
            pictures = _draw_parts(
                pages, sheets, placed, dpi, settings.max_bytes, is_last=is_last
            )
            printed = [
                PrintedSheet(
                    sheet.paper,
                    [(place, pictures[part]) for place, part in parts],
                    sheet.lines,
                )
                for sheet, parts in zip(sheets, placed, strict=True)
            ]
            return ArrangedPage(printed).finish()

        payload = fit_resolution(draw, numbers, settings)
    papers = [sheet.paper for sheet in sheets]
    # All sheets are upright, and any picture lies on its side.
    is_turned = all(width <= height for width, height in papers) and any(
        place.is_turned for parts in placed for place, _ in parts
    )
    return create_sheets_content(
        payload, papers, settings, warnings=pages.warnings, is_turned=is_turned
    )


def _separate_files(
    sheets: Sequence[ArrangedSheet], files: Sequence[int], pages_per_paper: int
) -> list[ArrangedSheet]:
    """Insert blank sheets so that each file begins on new paper."""
    separated: list[ArrangedSheet] = []
    last = files[0]
    for sheet, file in zip(sheets, files, strict=True):
        if file != last:
            blank = ArrangedSheet(separated[-1].paper)
            separated += [blank] * (-len(separated) % pages_per_paper)
            last = file
        separated.append(sheet)
    return separated


def _place_pages(
    sheet: ArrangedSheet, numbers: Sequence[int], pages: FilePages
) -> _PlacedPages:
    """Return where the parts of pages lie on a sheet whose cells refer to `numbers`."""
    placed = []
    for cell in sheet.cells:
        number = numbers[cell.page]
        edits = pages.get_edits(number)
        # The page is turned clockwise before it is laid there.
        size, rotation = cell.area.picture, edits.rotation
        area = replace(
            cell.area,
            picture=size[::-1] if rotation % 180 else size,
            rotation=(cell.area.rotation + rotation) % 360,
        )
        visible = area.cut()
        x, y = visible.offset or (0.0, 0.0)
        offset = cell.offset[0] + x, cell.offset[1] + y
        place = replace(visible, paper=sheet.paper, offset=offset)
        # What is in the cell, without turning it
        first, upper, last, lower = edits.part
        width, height = area.picture
        width, height = width / (last - first), height / (lower - upper)
        top, _, _, left = area.crop
        part = Sheet(
            paper=visible.picture,
            picture=(width, height),
            offset=(-left - first * width, -top - upper * height),
        )
        placed.append((place, (number, part)))
    return placed


def _draw_parts(
    pages: FilePages,
    sheets: Sequence[ArrangedSheet],
    placed: Sequence[_PlacedPages],
    dpi: int,
    max_bytes: int,
    *,
    is_last: bool,
) -> dict[PagePart, Picture]:
    """Return the pictures at a resolution, each drawn once, in the order of the files.

    Raises TooLargeError, unless this `is_last` also if it is likely to be too large.
    """
    counts = Counter(part for parts in placed for part in {part for _, part in parts})
    size = sum(
        _PICTURE_BYTES * (len(sheet.cells) + 1) + _LINE_BYTES * len(sheet.lines)
        for sheet in sheets
    )
    pages.budget = budget = Budget(
        (max_bytes - size) / _BASE64,
        sum(
            part.paper[0] * part.paper[1] * count for (_, part), count in counts.items()
        ),
    )
    pictures: dict[PagePart, Picture] = {}
    done, total = 0, counts.total()
    for part in sorted(counts, key=lambda part: part[0]):
        number, sheet = part
        pictures[part] = picture = pages.draw(number, sheet, dpi)
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
