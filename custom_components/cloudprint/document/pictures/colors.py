"""Conversion of colors to those that every print program reads: 8-bit sRGB or grey."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from math import inf
from typing import Final, cast

from PIL import Image, ImageChops, ImageCms

# Modes of two bytes a pixel, and the index of the high byte
_HIGH_BYTES: Final = {"I;16": 1, "I;16L": 1, "I;16B": 0, "I;16N": 1}
_NUMBERS: Final = frozenset({"I", "F"})
_GREY: Final = frozenset({"1", "L", "LA", *_NUMBERS, *_HIGH_BYTES})
# The color space of each mode, by its name in profiles (ICC.1:2022, 7.2.8)
_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_MAX: Final = 255

type Conversion = Callable[[Image.Image], Image.Image]


def get_plain_mode(image: Image.Image) -> str:
    """Return the mode for the plain colors of a picture: L or RGB."""
    return "L" if image.mode in _GREY else "RGB"


def is_transparent(image: Image.Image) -> bool:
    """Return whether any pixel of a picture is transparent."""
    if not image.has_transparency_data:
        return False
    alpha = image if "A" in image.getbands() else image.convert("RGBA")
    return alpha.getchannel("A").getextrema()[0] != _MAX


def is_grey(image: Image.Image) -> bool:
    """Return whether all pixels of a loaded picture are exactly grey."""
    if image.mode in _GREY:
        return True
    colors = image.convert("RGB") if image.mode == "P" else image
    red, green, blue, *_ = colors.split()
    return not any(ImageChops.difference(red, band).getbbox() for band in (green, blue))


def build_conversion(image: Image.Image) -> Conversion:
    """Return the conversion of a loaded picture to plain colors, on white."""
    solid, plain = _to_solid(image), _to_plain(image)
    return lambda strip: plain(solid(strip))


def in_mode(image: Image.Image, mode: str) -> Image.Image:
    """Convert without copying a picture that is in the mode."""
    return image if image.mode == mode else image.convert(mode)


def without_bits(image: Image.Image) -> Image.Image:
    """Return a picture of one bit a pixel in grey, any other unchanged."""
    return image.convert("L") if image.mode == "1" else image


def _solid_mode(image: Image.Image) -> str:
    """Return the 8-bit mode that keeps all colors, but no transparency."""
    return image.mode if image.mode in ("CMYK", "LAB") else get_plain_mode(image)


def _to_solid(image: Image.Image) -> Conversion:
    if image.mode in _HIGH_BYTES:
        # Pillow would clip everything above 255 to white.
        return partial(_high_bytes, first=_HIGH_BYTES[image.mode])
    if image.mode in _NUMBERS:
        return _to_range(image)
    if image.format == "BMP" and image.mode == "RGBA":
        # Programs leave the fourth bytes of a BMP without alpha zero.
        has_alpha = image.getchannel("A").getextrema() != (0, 0)
    else:
        has_alpha = image.has_transparency_data
    return partial(_on_white if has_alpha else in_mode, mode=_solid_mode(image))


def _high_bytes(strip: Image.Image, *, first: int) -> Image.Image:
    """Return the high byte of each pixel, and white for the transparent grey if any."""
    pixels = strip.tobytes()
    grey = Image.frombytes("L", strip.size, pixels[first::2])
    if (transparent := strip.info.get("transparency")) is None:
        return grey
    low = Image.frombytes("L", strip.size, pixels[1 - first :: 2])
    masks = [
        band.point([_MAX if value == byte else 0 for value in range(256)])
        for band, byte in zip((grey, low), divmod(transparent, 256), strict=True)
    ]
    grey.paste(_MAX, mask=ImageChops.darker(*masks))
    return grey


def _to_range(image: Image.Image) -> Conversion:
    """Return the conversion of numbers of any size to grey.

    Bytes, fractions and a PPM's, which Pillow scales to 16 bits, keep their brightness.
    Others are scaled from the least to the greatest.
    """
    # A picture of one band, as these are, has a single pair of extremes.
    least, most = cast("tuple[float, float]", image.getextrema())
    if image.format == "PPM":
        least, most = 0, 65_535
    elif least >= 0 and most <= 1 and image.mode == "F":
        least, most = 0, 1
    elif (least >= 0 and most <= _MAX) or not 0 < most - least < inf:
        least, most = 0, _MAX
    scale = _MAX / (most - least)
    offset = -least * scale
    return lambda strip: strip.point(lambda value: value * scale + offset).convert("L")


def _on_white(strip: Image.Image, *, mode: str) -> Image.Image:
    strip = strip.convert("RGBA")
    white = Image.new("RGB", strip.size, (_MAX, _MAX, _MAX))
    white.paste(strip, mask=strip)
    return in_mode(white, mode)


def _to_plain(image: Image.Image) -> Conversion:
    mode, plain = _solid_mode(image), get_plain_mode(image)
    # Without a valid profile, the colors are taken as sRGB.
    with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        if mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile := image.info.get("icc_profile"):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        else:
            return partial(in_mode, mode=plain)
        space = source.profile.xcolor_space.strip()
        if _SPACES.get(mode, space) == space:
            srgb = ImageCms.createProfile("sRGB")
            transform = ImageCms.buildTransform(source, srgb, mode, "RGB")
            return lambda strip: in_mode(transform.apply(strip), plain)
    return partial(in_mode, mode=plain)
