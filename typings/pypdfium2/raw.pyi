"""PDFium's own functions, as far as they are used (fpdfview.h, fpdf_formfill.h)."""

from ctypes import Array, Structure, c_ubyte, c_uint
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

class FPDF_FORMFILLINFO(Structure):
    """What a form may call."""

    def __init__(self, *, version: int) -> None: ...

class FS_SIZEF(Structure):
    """Width and height in points."""

    width: float
    height: float

class IFSDK_PAUSE(Structure):
    """What is asked now and then if the drawing is to pause."""

    NeedToPauseNow: Any
    def __init__(self, *, version: int) -> None: ...

FPDF_ERR_PASSWORD: int
FPDF_ERR_SECURITY: int
FORMTYPE_NONE: int
FPDFBitmap_Gray: int
FPDFBitmap_BGRx: int
FPDF_ANNOT: int
FPDF_GRAYSCALE: int
FPDF_PRINTING: int
FPDF_REVERSE_BYTE_ORDER: int
FPDF_PAGEOBJ_FORM: int
FPDF_PAGEOBJ_IMAGE: int
FPDF_RENDER_DONE: int
FPDF_RENDER_TOBECONTINUED: int

def FPDF_LoadMemDocument64(
    data_buf: bytes, size: int, password: bytes | None
) -> FPDF_DOCUMENT: ...
def FPDF_GetLastError() -> int: ...
def FPDF_CloseDocument(document: FPDF_DOCUMENT) -> None: ...
def FPDF_GetPageCount(document: FPDF_DOCUMENT) -> int: ...
def FPDF_GetPageSizeByIndexF(
    document: FPDF_DOCUMENT, page_index: int, size: FS_SIZEF
) -> int: ...
def FPDF_LoadPage(document: FPDF_DOCUMENT, page_index: int) -> FPDF_PAGE: ...
def FPDF_ClosePage(page: FPDF_PAGE) -> None: ...
def FPDF_GetFormType(document: FPDF_DOCUMENT) -> int: ...
def FPDFDOC_InitFormFillEnvironment(
    document: FPDF_DOCUMENT, formInfo: FPDF_FORMFILLINFO
) -> FPDF_FORMHANDLE: ...
def FPDFDOC_ExitFormFillEnvironment(hHandle: FPDF_FORMHANDLE) -> None: ...
def FORM_OnAfterLoadPage(page: FPDF_PAGE, hHandle: FPDF_FORMHANDLE) -> None: ...
def FORM_OnBeforeClosePage(page: FPDF_PAGE, hHandle: FPDF_FORMHANDLE) -> None: ...
def FPDFPage_CountObjects(page: FPDF_PAGE) -> int: ...
def FPDFPage_GetObject(page: FPDF_PAGE, index: int) -> FPDF_PAGEOBJECT: ...
def FPDFPageObj_GetType(page_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFFormObj_CountObjects(form_object: FPDF_PAGEOBJECT) -> int: ...
def FPDFFormObj_GetObject(
    form_object: FPDF_PAGEOBJECT, index: int
) -> FPDF_PAGEOBJECT: ...
def FPDFImageObj_GetImagePixelSize(
    image_object: FPDF_PAGEOBJECT, width: c_uint, height: c_uint
) -> int: ...
def FPDFBitmap_CreateEx(
    width: int, height: int, format: int, first_scan: Array[c_ubyte], stride: int
) -> FPDF_BITMAP: ...
def FPDFBitmap_FillRect(
    bitmap: FPDF_BITMAP, left: int, top: int, width: int, height: int, color: int
) -> int: ...
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
