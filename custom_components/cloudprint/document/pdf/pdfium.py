"""PDF files, opened and drawn by PDFium, in one thread of a process.

Only its raw functions allow control over when each object is released.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from ctypes import addressof, c_ubyte, memmove
from dataclasses import dataclass
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
import re
from stringprep import in_table_b1, in_table_c12
from typing import Any, Final, Self, cast
import unicodedata

from PIL import Image
import pypdfium2.raw as pdfium

from ..detection import FileData
from ..errors import MEBIBYTE, DocumentError
from ..settings import MILLIMETRES_PER_INCH
from ..sheets.page_pictures import PixelBox
from .fonts import get_font_folders, set_font_folders
from .missing_text import TextCount, count_text
from .page_objects import PageObjects, count_scan_pixels, get_image_size, read_objects
from .path_load import split_length
from .repair import repair

set_font_folders(*get_font_folders())

_MARK: Final = b"%PDF"
_MARK_BYTES: Final = 1024  # where PDFium looks for the mark
_MAX_PASSWORD_BYTES: Final = 127  # PDF 2.0 ignores the rest (ISO 32000-2, 7.6.4.3.3)
_MAX_IMAGE_BYTES: Final = 512 * MEBIBYTE  # decoded: some seconds, but mostly in lines
# An entry of the catalog, which PDFium does not report (ISO 32000-1, 12.3.5)
_PORTFOLIO: Final = re.compile(rb"/Collection\b")
_UNREADABLE: Final = "pdf_unreadable"
_POINTS_PER_INCH: Final = 72
_WHITE: Final = 0xFFFFFFFF


class PdfFile:
    """An open PDF file."""

    def __init__(self, data: FileData, password: str | None = None) -> None:
        """Open a file. Raises DocumentError if that fails, or it has no pages."""
        if _MARK not in data[: _MARK_BYTES + len(_MARK)]:
            # PDFium needs it, and finds the objects that it moves all the same.
            data = _MARK + b"-1.7\n" + data[:]
        with ExitStack() as opened:
            try:
                self._open(data, password)
            except DocumentError as err:
                if err.key != _UNREADABLE or (repaired := repair(data)) is None:
                    raise
                self._open(repaired, password)
            opened.callback(pdfium.FPDF_CloseDocument, self._document)
            # Before any other call about pages, or form fields are not drawn
            self._form_info = pdfium.FPDF_FORMFILLINFO(version=2)
            self._form = pdfium.FPDFDOC_InitFormFillEnvironment(
                self._document, self._form_info
            )
            opened.callback(pdfium.FPDFDOC_ExitFormFillEnvironment, self._form)
            self.page_count = pdfium.FPDF_GetPageCount(self._document)
            if self.page_count < 1:
                raise DocumentError("pdf_without_pages")
            if self.page_count == 1:
                self._check_first_page()
            self._opened = opened.pop_all()

    def _open(self, data: FileData, password: str | None) -> None:
        # Both are used while the document is open.
        self._data = data
        self._access = _create_access(data)
        for encoded in _encode_password(password):
            if isinstance(data, bytes):
                opened = pdfium.FPDF_LoadMemDocument64(data, len(data), encoded)
            else:
                opened = pdfium.FPDF_LoadCustomDocument(self._access, encoded)
            if opened:
                self._document = opened
                return
        error = pdfium.FPDF_GetLastError()
        if error == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentError(
                "pdf_password_wrong" if password else "pdf_password_missing"
            )
        if error == pdfium.FPDF_ERR_SECURITY:
            raise DocumentError("pdf_encryption_unknown")
        raise DocumentError(_UNREADABLE)

    def __enter__(self) -> Self:
        """Return this file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._opened.close()

    def _check_first_page(self) -> None:
        """Raise DocumentError if the only page just asks for another program."""
        if pdfium.FPDF_GetFormType(self._document) == pdfium.FORMTYPE_XFA_FULL:
            raise DocumentError("pdf_form_dynamic")
        attached = pdfium.FPDFDoc_GetAttachmentCount(self._document)
        if attached and _PORTFOLIO.search(self._data):
            raise DocumentError("pdf_portfolio", files=attached)

    def page_size(self, number: int) -> tuple[float, float]:
        """Return a page's visible size in millimetres. Raises DocumentError."""
        size = pdfium.FS_SIZEF()
        has_size = pdfium.FPDF_GetPageSizeByIndexF(self._document, number - 1, size)
        if not (has_size and size.width > 0 and size.height > 0):
            raise DocumentError("pdf_page_unreadable", page=number)
        width, height = (
            side / _POINTS_PER_INCH * MILLIMETRES_PER_INCH
            for side in (size.width, size.height)
        )
        return width, height

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage]:
        """Load a page, from 1. Raises DocumentError if damaged, or of a huge image."""
        with ExitStack() as loaded:
            page = pdfium.FPDF_LoadPage(self._document, number - 1)
            if not page:
                raise DocumentError("pdf_page_unreadable", page=number)
            loaded.callback(pdfium.FPDF_ClosePage, page)
            objects = read_objects(page)
            if any(
                get_image_size(page, image.handle, _MAX_IMAGE_BYTES) > _MAX_IMAGE_BYTES
                for image in objects.items
                if not image.is_text
            ):
                raise DocumentError("pdf_page_too_complex", page=number)
            pdfium.FORM_OnAfterLoadPage(page, self._form)
            loaded.callback(pdfium.FORM_OnBeforeClosePage, page, self._form)
            yield PdfPage(number, self._document, page, self._form, objects)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A loaded page, its handles, and what is on it."""

    _number: int
    _document: pdfium.FPDF_DOCUMENT
    _page: pdfium.FPDF_PAGE
    _form: pdfium.FPDF_FORMHANDLE
    _objects: PageObjects

    def can_draw_lines(self, size: tuple[int, int]) -> bool:
        """Return whether all lines are drawn on a picture of `size` pixels."""
        return self._objects.path_load.count_parts(size) is not None

    def count_text(self) -> TextCount:
        """Count the text that may have no font."""
        return count_text(self._document, self._page, self._form, self._objects.items)

    def count_scan_pixels(self) -> int:
        """Return the number of pixels of a page that is one picture, otherwise 0."""
        return count_scan_pixels(self._document, self._page, self._objects)

    def draw(
        self, size: tuple[int, int], *, is_grey: bool, whole: PixelBox | None = None
    ) -> Image.Image:
        """Draw the page for print, in mode L or RGBX. Raises DocumentError if damaged.

        `whole` is the box of the page if the picture, which outlives it, shows a part.
        """
        width, height = size
        stride = width if is_grey else width * 4
        # Memory that is not set to zero, since PDFium fills it
        memory = mmap(-1, stride * height, flags=MAP_PRIVATE | MAP_ANONYMOUS)
        array = (c_ubyte * (stride * height)).from_buffer(memory)
        kind = pdfium.FPDFBitmap_Gray if is_grey else pdfium.FPDFBitmap_BGRx
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_PRINTING
        flags |= pdfium.FPDF_GRAYSCALE if is_grey else pdfium.FPDF_REVERSE_BYTE_ORDER
        x, y, across, along = whole or (0, 0, *size)
        columns, rows = self._objects.path_load.count_parts(size) or (1, 1)
        for top, bottom in split_length(height, rows):
            for left, right in split_length(width, columns):
                start = addressof(array) + top * stride + left * stride // width
                part = (right - left, bottom - top)
                bitmap = pdfium.FPDFBitmap_CreateEx(*part, kind, start, stride)
                try:
                    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *part, _WHITE)
                    self._draw(bitmap, (x - left, y - top, across, along), flags)
                finally:
                    pdfium.FPDFBitmap_Destroy(bitmap)
        mode = "L" if is_grey else "RGBX"
        # Pillow accepts any buffer, contrary to its types.
        pixels = cast(bytearray, memory)
        return Image.frombuffer(mode, size, pixels, "raw", mode, stride, 1)

    def _draw(self, bitmap: pdfium.FPDF_BITMAP, box: PixelBox, flags: int) -> None:
        # Only this function reports whether the page could be drawn.
        pause = pdfium.IFSDK_PAUSE(version=1)
        pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: False)
        status = pdfium.FPDF_RenderPageBitmap_Start(
            bitmap, self._page, *box, 0, flags, pause
        )
        pdfium.FPDF_RenderPage_Close(self._page)
        if status != pdfium.FPDF_RENDER_DONE:
            raise DocumentError("pdf_page_unreadable", page=self._number)
        pdfium.FPDF_FFLDraw(self._form, bitmap, self._page, *box, 0, flags)


def _create_access(data: FileData) -> pdfium.FPDF_FILEACCESS:
    """Return how PDFium reads a file that is mapped to memory."""

    def read(_: object, position: int, target: Any, size: int) -> int:
        block = data[position : position + size]
        memmove(target, block, len(block))
        return int(len(block) == size)

    access = pdfium.FPDF_FILEACCESS(m_FileLen=len(data))
    access.m_GetBlock = type(access.m_GetBlock)(read)
    return access


def _encode_password(password: str | None) -> Iterable[bytes | None]:
    """Return the encodings to try: as it is, and by SASLprep for PDF 2.0 (RFC 4013)."""
    if password is None:
        return (None,)
    mapped = (
        " " if in_table_c12(character) else character
        for character in password
        if not in_table_b1(character)
    )
    prepared = unicodedata.normalize("NFKC", "".join(mapped))
    encoded = (text.encode(errors="replace") for text in (password, prepared))
    return dict.fromkeys(text[:_MAX_PASSWORD_BYTES] for text in encoded)
