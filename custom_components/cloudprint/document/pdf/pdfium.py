"""PDF files, opened and drawn by PDFium.

PDFium is not thread-safe: use this in one thread of a process. Only the raw functions
allow control over when each object is released.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes import c_ubyte, c_uint
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from typing import Final, Self, cast

from PIL import Image
import pypdfium2.raw as pdfium

from ..errors import DocumentError
from ..settings import MILLIMETRES_PER_INCH

_MAX_IMAGE_PIXELS: Final = 100_000_000
"""A3 at 600 dpi has fewer; PDFium holds a whole image while it draws it."""

_POINTS_PER_INCH: Final = 72
_WHITE: Final = 0xFFFFFFFF


class PdfFile:
    """An open PDF file."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        """Open a file.

        Raises DocumentError for one that is damaged, has no pages, or has another
        password.
        """
        self._data = data
        with ExitStack() as opened:
            self._document = _open(data, password)
            opened.callback(pdfium.FPDF_CloseDocument, self._document)
            # Before any other call about pages, or form fields are not drawn
            self._form = _load_form(self._document)
            if self._form is not None:
                opened.callback(pdfium.FPDFDOC_ExitFormFillEnvironment, self._form[0])
            self.page_count = pdfium.FPDF_GetPageCount(self._document)
            if self.page_count < 1:
                raise DocumentError("pdf_without_pages")
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        """Return this file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._opened.close()

    def page_size(self, number: int) -> tuple[float, float]:
        """Return the visible width and height of a page in millimetres.

        Pages are counted from 1. Raises DocumentError for a damaged page.
        """
        size = pdfium.FS_SIZEF()
        found = pdfium.FPDF_GetPageSizeByIndexF(self._document, number - 1, size)
        if not (found and size.width > 0 and size.height > 0):
            raise DocumentError("pdf_page_unreadable", page=str(number))
        width, height = (
            side / _POINTS_PER_INCH * MILLIMETRES_PER_INCH
            for side in (size.width, size.height)
        )
        return width, height

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage]:
        """Load a page, counted from 1, for the duration of the block.

        Raises DocumentError for a page that is damaged or has too large an image.
        """
        with ExitStack() as loaded:
            page = pdfium.FPDF_LoadPage(self._document, number - 1)
            if not page:
                raise DocumentError("pdf_page_unreadable", page=str(number))
            loaded.callback(pdfium.FPDF_ClosePage, page)
            if any(pixels > _MAX_IMAGE_PIXELS for pixels in _image_sizes(page)):
                raise DocumentError("pdf_page_too_complex", page=str(number))
            form = None
            if self._form is not None:
                form = self._form[0]
                pdfium.FORM_OnAfterLoadPage(page, form)
                loaded.callback(pdfium.FORM_OnBeforeClosePage, page, form)
            yield PdfPage(number, page, form)


class PdfPage:
    """A loaded page."""

    def __init__(
        self,
        number: int,
        page: pdfium.FPDF_PAGE,
        form: pdfium.FPDF_FORMHANDLE | None,
    ) -> None:
        """Store the handles of the page."""
        self._number = number
        self._page = page
        self._form = form

    def draw(self, size: tuple[int, int], *, is_grey: bool) -> Image.Image:
        """Draw the page for print as a picture of `size` pixels.

        The mode is L or RGBX. The picture may be used after the page is closed. Raises
        DocumentError for a damaged page.
        """
        width, height = size
        stride = width if is_grey else width * 4
        # Memory that is not set to zero, since PDFium fills it
        memory = mmap(-1, stride * height, flags=MAP_PRIVATE | MAP_ANONYMOUS)
        array = (c_ubyte * (stride * height)).from_buffer(memory)
        kind = pdfium.FPDFBitmap_Gray if is_grey else pdfium.FPDFBitmap_BGRx
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_PRINTING
        flags |= pdfium.FPDF_GRAYSCALE if is_grey else pdfium.FPDF_REVERSE_BYTE_ORDER
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, array, stride)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            self._draw(bitmap, size, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        mode = "L" if is_grey else "RGBX"
        # Pillow accepts any buffer, contrary to its types.
        pixels = cast(bytearray, memory)
        return Image.frombuffer(mode, size, pixels, "raw", mode, stride, 1)

    def _draw(
        self, bitmap: pdfium.FPDF_BITMAP, size: tuple[int, int], flags: int
    ) -> None:
        # Only this function reports whether the page could be drawn.
        pause = pdfium.IFSDK_PAUSE(version=1)
        pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: False)
        status = pdfium.FPDF_RenderPageBitmap_Start(
            bitmap, self._page, 0, 0, *size, 0, flags, pause
        )
        pdfium.FPDF_RenderPage_Close(self._page)
        if status != pdfium.FPDF_RENDER_DONE:
            raise DocumentError("pdf_page_unreadable", page=str(self._number))
        if self._form is not None:
            pdfium.FPDF_FFLDraw(self._form, bitmap, self._page, 0, 0, *size, 0, flags)


def _open(data: bytes, password: str | None) -> pdfium.FPDF_DOCUMENT:
    """Open a document. Raises DocumentError."""
    # A lone surrogate cannot be encoded, and is in no real password.
    encoded = None if password is None else password.encode(errors="replace")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), encoded)
    if document:
        return document
    error = pdfium.FPDF_GetLastError()
    if error == pdfium.FPDF_ERR_PASSWORD:
        raise DocumentError(
            "pdf_password_wrong" if password else "pdf_password_missing"
        )
    if error == pdfium.FPDF_ERR_SECURITY:
        raise DocumentError("pdf_encryption_unknown")
    raise DocumentError("pdf_unreadable")


def _load_form(
    document: pdfium.FPDF_DOCUMENT,
) -> tuple[pdfium.FPDF_FORMHANDLE, pdfium.FPDF_FORMFILLINFO] | None:
    """Return the form of a document, if any, and the info that has to outlive it."""
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
        return None
    info = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, info)
    return (form, info) if form else None


def _image_sizes(page: pdfium.FPDF_PAGE) -> Iterator[int]:
    """Yield the number of pixels of each image on a page."""
    counted = pdfium.FPDFPage_CountObjects(page)
    waiting = [pdfium.FPDFPage_GetObject(page, index) for index in range(counted)]
    width, height = c_uint(), c_uint()
    while waiting:
        found = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFImageObj_GetImagePixelSize(found, width, height)
            yield width.value * height.value
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            within = range(pdfium.FPDFFormObj_CountObjects(found))
            waiting += [pdfium.FPDFFormObj_GetObject(found, index) for index in within]
