"""Sizes of photos by their names, in millimetres."""

from collections.abc import Mapping
from typing import Final

from ..sheets.paper import Size

PHOTO_SIZES: Final[Mapping[str, Size]] = {
    "5_inch": (89.0, 127.0),
    "6_inch": (102.0, 152.0),
    "7_inch": (127.0, 178.0),
    "4x6": (101.6, 152.4),
    "10x15": (100.0, 150.0),
}
"""Sizes of photo paper; the names of the first three are those of Chinese shops."""

ID_PHOTO_SIZES: Final[Mapping[str, Size]] = {
    "1_inch": (25.0, 35.0),
    "2_inch": (35.0, 49.0),
    "22x32": (22.0, 32.0),
    "33x48": (33.0, 48.0),
    "35x45": (35.0, 45.0),
    "51x51": (51.0, 51.0),
}
"""Sizes of ID photos: by their names in Chinese shops (1 寸, 2 寸, 小一寸), of Chinese
passports (护照), of European ones (ICAO 9303), and of American ones (2 by 2 inches)."""
