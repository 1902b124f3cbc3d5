"""The pages of a TIFF: a scan, a fax, or a single picture."""

from io import BytesIO
from typing import Final

from PIL import Image, TiffImagePlugin

from ..errors import DocumentError
from ..fitting import MILLIMETRES_PER_INCH
from ..formats import DocumentFormat
from ..sheets import Size
from .picture_file import check_pixels

MAX_PAGES: Final = 1000
"""More are a mistake, or meant to keep us busy."""

_KIND: Final = 254
"""The tag that says what a picture in the file is for (TIFF 6.0, page 36)."""
_NO_PAGE: Final = 0b101
"""Its bits for a smaller copy of another picture, and for a mask."""
_RESOLUTIONS: Final = (282, 283)
"""The tags of pixels for each unit of width and height; `_UNIT` says which."""
_UNIT: Final = 296
_UNITS_PER_INCH: Final = {2: 1.0, 3: 2.54}
_PROFILE: Final = 34675
_DPI: Final = (20.0, 5000.0)
"""Which resolutions can be believed: a coarse fax has 98, the scan of a slide 4800."""
_SQUARE: Final = 0.02
"""How far from a square a pixel is still one."""


class TiffPages:
    """The pages of a TIFF. Anything may be raised for a broken one."""

    def __init__(self, data: bytes) -> None:
        """Find the pages, and read nothing of what is on them.

        Raises DocumentError for more pages than anybody prints.
        """
        self._image = TiffImagePlugin.TiffImageFile(BytesIO(data))
        self._frames = self._find_pages()

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(self._frames)

    def open(self, page: int) -> Image.Image:
        """Return a page, counted from 0, to be read before the next is opened.

        Raises DocumentError for too many pixels.
        """
        image = self._image
        image.seek(self._frames[page])
        # What a page does not say, Pillow leaves as the last one said.
        image.info["icc_profile"] = image.tag_v2.get(_PROFILE)
        check_pixels(image, DocumentFormat.TIFF)
        return image

    def millimetres(self) -> Size | None:
        """Return the true width and height of the page that is open, if it tells."""
        tags = self._image.tag_v2
        per_inch = _UNITS_PER_INCH.get(tags.get(_UNIT, 2))
        across, along = (float(tags.get(tag, 0)) for tag in _RESOLUTIONS)
        if per_inch is None or not all(
            _DPI[0] <= dots * per_inch <= _DPI[1] for dots in (across, along)
        ):
            return None
        width, height = self._image.size
        return (
            width / (across * per_inch) * MILLIMETRES_PER_INCH,
            height / (along * per_inch) * MILLIMETRES_PER_INCH,
        )

    def square_size(self) -> tuple[int, int]:
        """Return the size in pixels of the page that is open, were each a square.

        Those of a fax are longer than wide: it would be printed too short.
        """
        width, height = self._image.size
        if (true_size := self.millimetres()) is None:
            return width, height
        stretch = (true_size[1] / height) / (true_size[0] / width)
        if stretch > 1 + _SQUARE:
            return width, round(height * stretch)
        if stretch < 1 - _SQUARE:
            return round(width / stretch), height
        return width, height

    def _find_pages(self) -> list[int]:
        """Return the numbers of the pictures that are pages, one at least."""
        frames: list[int] = []
        for frame in range(MAX_PAGES + 1):
            try:
                self._image.seek(frame)
            except EOFError:
                return frames or [0]
            if not self._image.tag_v2.get(_KIND, 0) & _NO_PAGE:
                frames.append(frame)
        raise DocumentError(
            "tiff_pages_too_many", format=DocumentFormat.TIFF, limit=str(MAX_PAGES)
        )
