"""How the pages and pictures of a print are arranged on its sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ID_CARD: Final = (85.6, 54.0)  # Chinese, in mm (GA 448, as ID-1 of ISO/IEC 7810)
PER_SHEET: Final = (2, 4, 6, 9, 16)

PHOTO_SIZES: Final[Mapping[str, tuple[float, float]]] = {  # of photo paper
    "5_inch": (89.0, 127.0),
    "6_inch": (102.0, 152.0),
    "7_inch": (127.0, 178.0),
    "4x6": (101.6, 152.4),
    "10x15": (100.0, 150.0),
}

ID_PHOTO_SIZES: Final[Mapping[str, tuple[float, float]]] = {
    "1_inch": (25.0, 35.0),
    "2_inch": (35.0, 49.0),
    "22x32": (22.0, 32.0),
    "33x48": (33.0, 48.0),
    "35x45": (35.0, 45.0),
    "51x51": (51.0, 51.0),
}
"""Sizes of ID photos: by their names in Chinese shops (1 寸, 2 寸, 小一寸), of Chinese
passports (护照), of European ones (ICAO 9303), and of American ones (2 by 2 inches)."""


class Arrangement(StrEnum):
    """How pages lie on sheets."""

    PAGES = "pages"
    GRID = "grid"  # several on a sheet, in rows; or one as often as its size fits
    PHOTO = "photo"
    ID_CARD = "id_card"  # both sides of a card on one sheet, at its true size
    INVOICES = "invoices"  # two on a sheet, with a line to cut along
    ID_PHOTOS = "id_photos"  # a portrait as often as it fits, with marks to cut along
    BOOKLET = "booklet"  # two pages on each side of a sheet, to be folded


class PictureFit(StrEnum):
    """What happens where a picture has another shape than its place."""

    FIT = "fit"
    FILL = "fill"  # it covers its place; what is beyond is cut


class CleanUp(StrEnum):
    """How a photographed page is cleaned up."""

    STRAIGHTEN = "straighten"  # straightened only, as ID cards and photos are
    COLOR = "color"  # straightened, with even light on its paper
    GREY = "grey"  # likewise, without colors
    BLACK = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeSettings:
    """An arrangement and its options; None is the usual value."""

    arrangement: Arrangement = Arrangement.PAGES
    per_sheet: int | None = None  # one of `PER_SHEET`
    size: tuple[float, float] | None = None  # each picture's, in millimetres
    fit: PictureFit | None = None
