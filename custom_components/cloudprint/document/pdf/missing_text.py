"""Text of a page that PDFium cannot draw, since no font has its characters.

PDFium has fonts for Western text only. Others come from the PDF or from the system, and
containers, such as Home Assistant's, often have none.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from ctypes import c_float, c_ushort, c_void_p, cast
from dataclasses import dataclass
from math import inf
from sys import maxunicode
from typing import Any, Final
import unicodedata

import pypdfium2.raw as pdfium

from .page_objects import PageObject, hides_page
from .path_load import get_bounds

_FONT_SIZE: Final = 10.0  # any size would do
_NO_WIDTH: Final = 0.01  # points; PDFium reports no text of narrower objects
# Characters that PDFium's own fonts have, and its mark of a hyphen
_WESTERN: Final = frozenset(bytes(range(0x100)).decode("cp1252", "ignore") + "\ufffe")
_VERTICAL: Final = "一の가"  # a font that is written vertically has one of them


@dataclass(slots=True)
class TextCount:
    """The characters of a page: letters and digits, and what is missing."""

    letters: int = 0
    missing_letters: int = 0
    missing_signs: int = 0

    def add(self, character: str, *, is_missing: bool) -> None:
        """Count a character that is neither a space nor a control character."""
        category = unicodedata.category(character)[0]
        if category in "LN":
            self.letters += 1
            self.missing_letters += is_missing
        elif category not in "ZC":
            self.missing_signs += is_missing

    @property
    def is_any_missing(self) -> bool:
        """Return whether any character is missing."""
        return self.missing_letters + self.missing_signs > 0


def count_text(
    document: pdfium.FPDF_DOCUMENT,
    page: pdfium.FPDF_PAGE,
    form: pdfium.FPDF_FORMHANDLE,
    objects: Sequence[PageObject],
) -> TextCount:
    """Count the visible characters of a page, none if all can surely be drawn."""
    count = TextCount()
    texts = list(_visible_texts(document, page, objects))
    fonts = {
        _address(text): pdfium.FPDFTextObj_GetFont(text)
        for text in texts
        if not _is_embedded(text)
    }
    for text in texts:
        if (of_text := fonts.get(_address(text))) is not None:
            count.letters += (missing := _count_vertical(text, of_text))
            count.missing_letters += missing
    for font, value in _annotation_texts(page, form):
        for character in value if not _WESTERN.issuperset(value) else ():
            count.add(character, is_missing=not _has_outline(font, character))
    if fonts or count.letters:
        _count_page_text(page, {_address(text) for text in texts}, fonts, count)
    return count


def _count_page_text(
    page: pdfium.FPDF_PAGE,
    visible: Container[int | None],
    fonts: Mapping[int | None, pdfium.FPDF_FONT],
    count: TextCount,
) -> None:
    """Count the text of `visible` objects; `fonts` has those that are not embedded."""
    text_page = pdfium.FPDFText_LoadPage(page)
    number = pdfium.FPDFText_CountChars(text_page)
    missing: dict[tuple[int | None, str], bool] = {}
    characters = (c_ushort * (number + 1))()
    pdfium.FPDFText_GetText(text_page, 0, number, characters)
    text = bytes(characters).decode("utf-16-le", "replace")
    if count.letters or not _WESTERN.issuperset(text):
        for address, character in _read_characters(text_page, number):
            if address not in visible:
                continue
            font = fonts.get(address)
            key = (_address(font), character)
            if key not in missing:
                missing[key] = font is not None and not _has_outline(font, character)
            count.add(character, is_missing=missing[key])
    pdfium.FPDFText_ClosePage(text_page)


def _read_characters(
    text_page: pdfium.FPDF_TEXTPAGE, number: int
) -> Iterator[tuple[int | None, str]]:
    """Yield the address of the object, and the character."""
    high = 0
    for index in range(number):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
        character = chr(min(code, maxunicode))
        yield _address(pdfium.FPDFText_GetTextObject(text_page, index)), character


def _has_outline(font: pdfium.FPDF_FONT, character: str) -> bool:
    """Return whether PDFium draws a character in the place of a font."""
    # Its tables of East Asian characters have 16 bits.
    return character in _WESTERN or (
        ord(character) <= 0xFFFF
        and bool(pdfium.FPDFFont_GetGlyphPath(font, ord(character), _FONT_SIZE))
    )


def _is_embedded(text: pdfium.FPDF_PAGEOBJECT) -> bool:
    return bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(text)))


def _visible_texts(
    document: pdfium.FPDF_DOCUMENT,
    page: pdfium.FPDF_PAGE,
    objects: Sequence[PageObject],
) -> Iterable[pdfium.FPDF_PAGEOBJECT]:
    """Return the text objects that no picture hides, so far as fonts may lack."""
    texts: list[pdfium.FPDF_PAGEOBJECT] = []
    is_asked = False
    for graphic in objects:
        if graphic.is_visible_text:
            texts.append(graphic.handle)
            is_asked = is_asked or not _is_embedded(graphic.handle)
        elif is_asked and not graphic.is_text and hides_page(document, page, graphic):
            texts.clear()
            is_asked = False
    return texts


def _count_vertical(text: pdfium.FPDF_PAGEOBJECT, font: pdfium.FPDF_FONT) -> int:
    """Return the likely length of vertical text, which PDFium does not report."""
    x0, y0, x1, y1 = get_bounds(text)
    advance = c_float()
    pdfium.FPDFFont_GetGlyphWidth(font, ord(_VERTICAL[0]), _FONT_SIZE, advance)
    if (
        x1 - x0 > _NO_WIDTH
        or advance.value >= 0
        # Then it is spaces.
        or any(_has_outline(font, character) for character in _VERTICAL)
    ):
        return 0
    size, matrix = c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    pdfium.FPDFPageObj_GetMatrix(text, matrix)
    # From the first character to the last
    return round((y1 - y0) / (abs(size.value * matrix.d) or inf)) + 1


def _annotation_texts(
    page: pdfium.FPDF_PAGE, form: pdfium.FPDF_FORMHANDLE
) -> Iterator[tuple[pdfium.FPDF_FONT, str]]:
    """Yield texts of form fields and notes whose font is not embedded."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        count = pdfium.FPDFAnnot_GetObjectCount(annotation)
        for position in range(count if _is_printed(annotation) else 0):
            handle = pdfium.FPDFAnnot_GetObject(annotation, position)
            if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if not _is_embedded(handle):
                yield pdfium.FPDFTextObj_GetFont(handle), _read(annotation, form)
                break
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_field(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    return pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET


def _is_printed(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    """Return whether PDFium prints an annotation: fields also without the flag."""
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    if flags & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
        return False
    return _is_field(annotation) or bool(flags & pdfium.FPDF_ANNOT_FLAG_PRINT)


def _read(annotation: pdfium.FPDF_ANNOTATION, form: pdfium.FPDF_FORMHANDLE) -> str:
    get: Any = pdfium.FPDFAnnot_GetStringValue
    source: tuple[Any, Any] = annotation, b"Contents"
    if _is_field(annotation):
        get, source = pdfium.FPDFAnnot_GetFormFieldValue, (form, annotation)
    size = get(*source, None, 0)
    characters = (c_ushort * (size // 2))()
    get(*source, characters, size)
    return bytes(characters).decode("utf-16-le", "replace")


def _address(handle: Any) -> int | None:
    return cast(handle, c_void_p).value
