"""PDFium's own functions, as far as they are used (fpdfview.h, fpdf_formfill.h)."""

from ctypes import (
    Array,
    Structure,
    c_char,
    c_double,
    c_float,
    c_int,
    c_uint,
    c_ushort,
    c_void_p,
)
from typing import Any

class FPDF_DOCUMENT:
    """A document; false if there is none, as are all of these."""

class FPDF_PAGE:
    """A page of a document."""

class FPDF_BITMAP:
    """A bitmap, with memory of ours."""

class FPDF_FORMHANDLE:
    """The filled-in form of a document."""

class FPDF_PAGEOBJECT:
    """Something that a page shows."""

class FPDF_PATHSEGMENT:
    """A point of a path, and what leads there."""

class FPDF_TEXTPAGE:
    """The text of a page."""

class FPDF_FONT:
    """A font of a document, or the one that is drawn in its place."""

class FPDF_GLYPHPATH:
    """The outline of a character."""

class FPDF_ANNOTATION:
    """A form field or a note on a page."""

class FPDF_FORMFILLINFO(Structure):
    """What a form may call."""

    def __init__(self, *, version: int) -> None: ...

class FS_SIZEF(Structure):
    """Width and height in points."""

    width: float
    height: float

class FS_RECTF(Structure):
    """The edges of a rectangle in points."""

    left: float
    top: float
    right: float
    bottom: float

class FS_MATRIX(Structure):
    """How an object is moved, scaled and turned."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

class FPDF_IMAGEOBJ_METADATA(Structure):
    """What an image is like."""

    bits_per_pixel: int

class FPDF_FILEACCESS(Structure):
    """How the bytes of a file are read."""

    m_GetBlock: Any  # noqa: N815 - the name in PDFium
    def __init__(self, *, m_FileLen: int) -> None: ...

class IFSDK_PAUSE(Structure):
    """What is asked now and then if the drawing is to pause."""

    NeedToPauseNow: Any
    def __init__(self, *, version: int) -> None: ...

FPDF_ERR_PASSWORD: int
FPDF_ERR_SECURITY: int
FORMTYPE_XFA_FULL: int
FPDFBitmap_Gray: int
FPDFBitmap_BGRx: int
FPDF_ANNOT: int
FPDF_ANNOT_FLAG_HIDDEN: int
FPDF_ANNOT_FLAG_PRINT: int
FPDF_ANNOT_WIDGET: int
FPDF_GRAYSCALE: int
FPDF_PRINTING: int
FPDF_REVERSE_BYTE_ORDER: int
FPDF_PAGEOBJ_FORM: int
FPDF_PAGEOBJ_IMAGE: int
FPDF_PAGEOBJ_PATH: int
FPDF_PAGEOBJ_SHADING: int
FPDF_PAGEOBJ_TEXT: int
FPDF_SEGMENT_MOVETO: int
FPDF_TEXTRENDERMODE_CLIP: int
FPDF_TEXTRENDERMODE_INVISIBLE: int
FPDF_RENDER_DONE: int
FPDF_RENDER_TOBECONTINUED: int

def FPDF_LoadMemDocument64(
    data_buf: bytes, size: int, password: bytes | None
) -> FPDF_DOCUMENT: ...
def FPDF_LoadCustomDocument(
    pFileAccess: FPDF_FILEACCESS, password: bytes | None
) -> FPDF_DOCUMENT: ...
def FPDF_GetLastError() -> int: ...
def FPDF_CloseDocument(document: FPDF_DOCUMENT) -> None: ...
def FPDF_GetPageCount(document: FPDF_DOCUMENT) -> int: ...
def FPDF_GetPageSizeByIndexF(
    document: FPDF_DOCUMENT, page_index: int, size: FS_SIZEF
) -> int: ...
def FPDF_GetPageBoundingBox(page: FPDF_PAGE, rect: FS_RECTF) -> int: ...
def FPDF_LoadPage(document: FPDF_DOCUMENT, page_index: int) -> FPDF_PAGE: ...
def FPDF_ClosePage(page: FPDF_PAGE) -> None: ...
def FPDFDoc_GetAttachmentCount(document: FPDF_DOCUMENT) -> int: ...
def FPDF_GetFormType(document: FPDF_DOCUMENT) -> int: ...
def FPDFDOC_InitFormFillEnvironment(
    document: FPDF_DOCUMENT, formInfo: FPDF_FORMFILLINFO
) -> FPDF_FORMHANDLE: ...
def FPDFDOC_ExitFormFillEnvironment(hHandle: FPDF_FORMHANDLE) -> None: ...
def FORM_OnAfterLoadPage(page: FPDF_PAGE, hHandle: FPDF_FORMHANDLE) -> None: ...
def FORM_OnBeforeClosePage(page: FPDF_PAGE, hHandle: FPDF_FORMHANDLE) -> None: ...
def FPDFPage_GetRotation(page: FPDF_PAGE) -> int: ...
def FPDFPage_CountObjects(page: FPDF_PAGE) -> int: ...
def FPDFPage_GetObject(page: FPDF_PAGE, index: int) -> FPDF_PAGEOBJECT: ...
def FPDFPageObj_GetType(page_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFFormObj_CountObjects(form_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFFormObj_GetObject(
    form_object: FPDF_PAGEOBJECT, index: int
) -> FPDF_PAGEOBJECT: ...
def FPDFPath_CountSegments(path: FPDF_PAGEOBJECT) -> int: ...
def FPDFPath_GetPathSegment(path: FPDF_PAGEOBJECT, index: int) -> FPDF_PATHSEGMENT: ...
def FPDFPath_GetDrawMode(
    path: FPDF_PAGEOBJECT, fillmode: c_int, stroke: c_int
) -> int: ...
def FPDFPathSegment_GetType(segment: FPDF_PATHSEGMENT) -> int: ...
def FPDFPathSegment_GetPoint(
    segment: FPDF_PATHSEGMENT, x: c_float, y: c_float
) -> int: ...
def FPDFImageObj_GetImagePixelSize(
    image_object: FPDF_PAGEOBJECT, width: c_uint, height: c_uint
) -> int: ...
def FPDFImageObj_GetImageFilterCount(image_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFImageObj_GetImageFilter(
    image_object: FPDF_PAGEOBJECT, index: int, buffer: Array[c_char], buflen: int
) -> int: ...
def FPDFImageObj_GetImageMetadata(
    image_object: FPDF_PAGEOBJECT, page: FPDF_PAGE, metadata: FPDF_IMAGEOBJ_METADATA
) -> int: ...
def FPDFPageObj_GetBounds(
    page_object: FPDF_PAGEOBJECT,
    left: c_float,
    bottom: c_float,
    right: c_float,
    top: c_float,
) -> int: ...
def FPDFPageObj_HasTransparency(page_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFImageObj_GetRenderedBitmap(
    document: FPDF_DOCUMENT, page: FPDF_PAGE, image_object: FPDF_PAGEOBJECT
) -> FPDF_BITMAP: ...
def FPDFPageObj_GetMatrix(page_object: FPDF_PAGEOBJECT, matrix: FS_MATRIX) -> int: ...
def FPDFTextObj_GetFont(text: FPDF_PAGEOBJECT) -> FPDF_FONT: ...
def FPDFTextObj_GetFontSize(text: FPDF_PAGEOBJECT, size: c_float) -> int: ...
def FPDFTextObj_GetTextRenderMode(text: FPDF_PAGEOBJECT) -> int: ...
def FPDFFont_GetIsEmbedded(font: FPDF_FONT) -> int: ...
def FPDFFont_GetGlyphPath(
    font: FPDF_FONT, glyph: int, font_size: float
) -> FPDF_GLYPHPATH: ...
def FPDFFont_GetGlyphWidth(
    font: FPDF_FONT, glyph: int, font_size: float, width: c_float
) -> int: ...
def FPDFText_LoadPage(page: FPDF_PAGE) -> FPDF_TEXTPAGE: ...
def FPDFText_ClosePage(text_page: FPDF_TEXTPAGE) -> None: ...
def FPDFText_CountChars(text_page: FPDF_TEXTPAGE) -> int: ...
def FPDFText_GetUnicode(text_page: FPDF_TEXTPAGE, index: int) -> int: ...
def FPDFText_GetCharOrigin(
    text_page: FPDF_TEXTPAGE, index: int, x: c_double, y: c_double
) -> int: ...
def FPDFText_GetTextObject(text_page: FPDF_TEXTPAGE, index: int) -> FPDF_PAGEOBJECT: ...
def FPDFText_GetText(
    text_page: FPDF_TEXTPAGE, start_index: int, count: int, result: Array[c_ushort]
) -> int: ...
def FPDFPage_GetAnnotCount(page: FPDF_PAGE) -> int: ...
def FPDFPage_GetAnnot(page: FPDF_PAGE, index: int) -> FPDF_ANNOTATION: ...
def FPDFPage_CloseAnnot(annot: FPDF_ANNOTATION) -> None: ...
def FPDFAnnot_GetFlags(annot: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetSubtype(annot: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetObjectCount(annot: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetObject(annot: FPDF_ANNOTATION, index: int) -> FPDF_PAGEOBJECT: ...
def FPDFAnnot_GetStringValue(
    annot: FPDF_ANNOTATION, key: bytes, buffer: Array[c_ushort] | None, buflen: int
) -> int: ...
def FPDFAnnot_GetFormFieldValue(
    hHandle: FPDF_FORMHANDLE,
    annot: FPDF_ANNOTATION,
    buffer: Array[c_ushort] | None,
    buflen: int,
) -> int: ...
def FPDFBitmap_CreateEx(
    width: int, height: int, format: int, first_scan: int, stride: int
) -> FPDF_BITMAP: ...
def FPDFBitmap_FillRect(
    bitmap: FPDF_BITMAP, left: int, top: int, width: int, height: int, color: int
) -> int: ...
def FPDFBitmap_GetBuffer(bitmap: FPDF_BITMAP) -> c_void_p: ...
def FPDFBitmap_GetHeight(bitmap: FPDF_BITMAP) -> int: ...
def FPDFBitmap_GetStride(bitmap: FPDF_BITMAP) -> int: ...
def FPDFBitmap_Destroy(bitmap: FPDF_BITMAP) -> None: ...
def FPDF_RenderPageBitmap_Start(
    bitmap: FPDF_BITMAP,
    page: FPDF_PAGE,
    start_x: int,
    start_y: int,
    size_x: int,
    size_y: int,
    rotate: int,
    flags: int,
    pause: IFSDK_PAUSE,
) -> int: ...
def FPDF_RenderPage_Close(page: FPDF_PAGE) -> None: ...
def FPDF_FFLDraw(
    hHandle: FPDF_FORMHANDLE,
    bitmap: FPDF_BITMAP,
    page: FPDF_PAGE,
    start_x: int,
    start_y: int,
    size_x: int,
    size_y: int,
    rotate: int,
    flags: int,
) -> None: ...
