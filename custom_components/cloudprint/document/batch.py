"""Several files as one print, whose pages are arranged on sheets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .arrange.layout import arrange_pages
from .arrange.models import ArrangedSheet, Cell, Line, PageShape
from .arrange.pages import lay_single_pages
from .arrange.settings import Arrangement, ArrangeSettings
from .arranged_page import ArrangedPage, Picture, PrintedSheet
from .content import Content
from .errors import DocumentError
from .file_pages import Budget, FilePages
from .page_pictures import TooLargeError, create_sheets_content, fit_resolution
from .raster.raster import get_raster_settings
from .settings import Progress, RenderSettings, no_progress
from .sheets import Sheet, Size, select_pages
from .source_file import MAX_FILES, Edits, SourceFile

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
