"""What the header of a picture says: its orientation and its true size."""

from contextlib import suppress
from typing import Final

from PIL import ExifTags, Image

from ..settings import MILLIMETRES_PER_INCH
from ..sheets.paper import Size

TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by EXIF's orientation."""
_QUARTER_TURNS: Final = [TURNS[orientation] for orientation in (5, 6, 7, 8)]
_DPI: Final = (20.0, 5000.0)  # a coarse fax has 98, the scan of a slide 4800
UNITS_PER_INCH: Final = {2: 1.0, 3: 2.54}
"""Inches and centimetres (Exif 2.32, ResolutionUnit); less by one in JFIF's header."""
_INCHES: Final = 2


def get_turn(image: Image.Image) -> Image.Transpose | None:
    """Return what turns a picture upright; None if it is, or its EXIF is damaged."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001
        # Damaged bytes can raise anything, but the picture can be printed without them.
        return None


def get_upright_size(image: Image.Image) -> tuple[tuple[int, int], Size | None]:
    """Return the size of a picture, no TIFF, in pixels and, if known, in millimetres."""
    size, true_size = image.size, get_true_size(image)
    if get_turn(image) in _QUARTER_TURNS:
        return size[::-1], true_size and true_size[::-1]
    return size, true_size


def get_true_size(image: Image.Image) -> Size | None:
    """Return the size in millimetres before a turn, by the header, then by EXIF."""
    for get_dpi in (_get_dpi_of_header, _get_dpi_of_exif):
        # Damaged bytes can raise anything, but the picture can be printed.
        with suppress(Exception):
            return get_size(image.size, *get_dpi(image))
    return None


def get_size(pixels: tuple[int, int], across: float, along: float) -> Size:
    """Return a size in millimetres. Raises ValueError for implausible resolutions."""
    if not all(_DPI[0] <= dpi <= _DPI[1] for dpi in (across, along)):
        raise ValueError
    return (
        pixels[0] / across * MILLIMETRES_PER_INCH,
        pixels[1] / along * MILLIMETRES_PER_INCH,
    )


def _get_dpi_of_header(image: Image.Image) -> tuple[float, float]:
    if image.format == "JPEG":
        # Pillow has 72 dpi for an EXIF that it does not understand. The unit 0 is for the
        # shape of a pixel only (ITU-T T.871, 10.1).
        unit = UNITS_PER_INCH[image.info["jfif_unit"] + 1]
        across, along = image.info["jfif_density"]
        return across * unit, along * unit
    across, along = image.info["dpi"]
    return float(across), float(along)


def _get_dpi_of_exif(image: Image.Image) -> tuple[float, float]:
    exif = image.getexif()
    unit = UNITS_PER_INCH[exif.get(ExifTags.Base.ResolutionUnit, _INCHES)]
    return (
        float(exif[ExifTags.Base.XResolution]) * unit,
        float(exif[ExifTags.Base.YResolution]) * unit,
    )
