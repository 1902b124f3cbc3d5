"""The colours of pictures as every printer's program reads them: sRGB or grey, 8 bit."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from math import inf
from typing import Final, cast

from PIL import Image, ImageCms

_HIGH_BYTES: Final = {"I;16": 1, "I;16L": 1, "I;16B": 0, "I;16N": 1}
"""Modes of two bytes a pixel, and which of the two is the higher."""
_NUMBERS: Final = frozenset({"I", "F"})
_GREY: Final = frozenset({"1", "L", "LA", *_NUMBERS, *_HIGH_BYTES})
_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
"""The colour space of each mode, as profiles name them (ICC.1:2022, 7.2.8)."""
_MAX: Final = 255

type Conversion = Callable[[Image.Image], Image.Image]
"""Makes a picture, or a strip of it, plain."""


def plain_mode(image: Image.Image) -> str:
    """Return the mode that a picture's plain colours are in: L or RGB."""
    return "L" if image.mode in _GREY else "RGB"


def is_transparent(image: Image.Image) -> bool:
    """Return if anything of a picture lets through what is behind it."""
    if not image.has_transparency_data:
        return False
    alpha = image if "A" in image.getbands() else image.convert("RGBA")
    return alpha.getchannel("A").getextrema()[0] != _MAX


def conversion_of(image: Image.Image) -> Conversion:
    """Return what makes the pixels of a loaded picture plain, whatever they are.

    What can be seen through becomes white, as the paper is. Colours become what the
    picture's own profile says that they are.
    """
    solid = _to_solid(image)
    plain = _to_plain(image)
    return lambda strip: plain(solid(strip))


def in_mode(image: Image.Image, mode: str) -> Image.Image:
    """Return a picture in a mode, itself if it is."""
    return image if image.mode == mode else image.convert(mode)


def _solid_mode(image: Image.Image) -> str:
    """Return the mode with all of the colours, but no transparency and no depth."""
    return image.mode if image.mode in ("CMYK", "LAB") else plain_mode(image)


def _to_solid(image: Image.Image) -> Conversion:
    """Return what brings pixels to `_solid_mode`."""
    if image.mode in _HIGH_BYTES:
        # Pillow would make white of all that is more than 255.
        return partial(_high_bytes, first=_HIGH_BYTES[image.mode])
    if image.mode in _NUMBERS:
        return _to_range(image)
    if image.has_transparency_data:
        return partial(_on_white, mode=_solid_mode(image))
    return partial(in_mode, mode=_solid_mode(image))


def _high_bytes(strip: Image.Image, *, first: int) -> Image.Image:
    return Image.frombytes("L", strip.size, strip.tobytes()[first::2])


def _to_range(image: Image.Image) -> Conversion:
    """Return what brings numbers of any size to grey.

    Those that are grey already, or a fraction of white, stay what they are; others are
    stretched from the least, which becomes black, to the most.
    """
    # It is one pair for a picture of one band, as those of numbers are.
    least, most = cast("tuple[float, float]", image.getextrema())
    if least >= 0 and most <= 1 and image.mode == "F":
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
    """Return what brings pixels from `_solid_mode` to `plain_mode`."""
    mode, plain = _solid_mode(image), plain_mode(image)
    try:
        if mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile := image.info.get("icc_profile"):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        else:
            return partial(in_mode, mode=plain)
        if mode in _SPACES and source.profile.xcolor_space.strip() != _SPACES[mode]:
            return partial(in_mode, mode=plain)
        usual = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(source, usual, mode, "RGB")
    except ImageCms.PyCMSError, OSError, TypeError, ValueError:
        # A profile that says nothing: then the colours are the usual ones.
        return partial(in_mode, mode=plain)
    return lambda strip: in_mode(transform.apply(strip), plain)
