"""What is along the border of a picture in which no page was found."""

from dataclasses import dataclass
from statistics import mean, median
from typing import Final, Self

from PIL import Image, ImageFilter

from .edges import shrink

_PIXELS: Final = 320  # longer side of the picture that is looked at
_TEXT_PIXELS: Final = 5  # dark strokes up to this width are not seen
_CELL: Final = 4  # pixels of a place

_SCANNED: Final = 200  # least brightness of scanned paper
_EVEN: Final = 12  # how far its places may be off it, in each band
_LEAST_EVEN: Final = 0.5  # share of them that are not

_PHOTOGRAPHED: Final = 100  # least brightness of photographed paper
_MOST_TINT: Final = 0.2  # how far a band of paper may be off their mean, as a share
_MOST_ROUGH: Final = 0.015  # the usual difference of places side by side, likewise


@dataclass(frozen=True, slots=True)
class Border:
    """Whether a picture is a page, or at least mostly paper, as its border tells."""

    is_scan: bool
    is_paper: bool

    @classmethod
    def read(cls, image: Image.Image) -> Self:
        """Look at a picture of mode L or RGB."""
        places = (
            shrink(image, _PIXELS, _CELL)
            .filter(ImageFilter.MaxFilter(_TEXT_PIXELS))
            .filter(ImageFilter.MinFilter(_TEXT_PIXELS))
            .reduce(_CELL)
        )
        width, height = places.size
        bands = [band.tobytes() for band in places.split()]
        around = [
            at
            for at in range(width * height)
            if at < width or at >= width * (height - 1) or at % width in (0, width - 1)
        ]
        usual = [median(band[at] for at in around) for band in bands]
        even = sum(
            all(
                abs(band[at] - level) <= _EVEN
                for band, level in zip(bands, usual, strict=True)
            )
            for at in around
        )
        light = mean(usual)
        grey = places.convert("L").tobytes()
        rough = median(abs(b - a) for a, b in zip(grey, grey[1:] or grey, strict=False))
        return cls(
            is_scan=light >= _SCANNED and even >= _LEAST_EVEN * len(around),
            is_paper=light >= _PHOTOGRAPHED
            and max(abs(level - light) for level in usual) < _MOST_TINT * light
            and rough < _MOST_ROUGH * light,
        )
