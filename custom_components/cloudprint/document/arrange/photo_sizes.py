"""Sizes of photos by their names, in millimetres."""

from collections.abc import Mapping
from typing import Final

from ..sheets import Size

PHOTO_SIZES: Final[Mapping[str, Size]] = {
    "5_inch": (89.0, 127.0),
    "6_inch": (102.0, 152.0),
    "4x6": (101.6, 152.4),
    "10x15": (100.0, 150.0),
}
"""Sizes of photo paper; the names of the first two are those of Chinese shops."""

ID_PHOTO_SIZES: Final[Mapping[str, Size]] = {
    "1_inch": (25.0, 35.0),
    "2_inch": (35.0, 49.0),
}
"""Sizes of ID photos, by their names in Chinese shops (1 寸, 2 寸)."""
