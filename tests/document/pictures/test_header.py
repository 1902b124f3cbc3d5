"""The true sizes of pictures, and how they lie."""

from io import BytesIO
from itertools import count
import struct
from typing import Any

from PIL import ExifTags, Image
import pytest

from custom_components.cloudprint.document.pictures.header import (
    get_true_size,
    get_turn,
)
from tests.samples.pictures import png_file, saved, scene


def get_size(data: bytes) -> tuple[float, float] | None:
    """Return the true size of a picture in millimetres."""
    with Image.open(BytesIO(data)) as image:
        return get_true_size(image)


def with_density(unit: int, across: int, along: int) -> bytes:
    """Return a JPG of 100 by 100 pixels with a density in its JFIF header."""
    data = saved(scene((100, 100)), "JPEG")
    start = data.index(b"JFIF\0") + 7
    return data[:start] + struct.pack(">BHH", unit, across, along) + data[start + 5 :]


def with_exif(kind: str = "WEBP", **tags: Any) -> bytes:
    """Return a picture of 100 by 100 pixels with EXIF."""
    data = Image.Exif()
    for name, value in tags.items():
        data[ExifTags.Base[name]] = value
    return saved(scene((100, 100)), kind, exif=data.tobytes())


def physical(unit: int, across: int, along: int) -> bytes:
    """Return a PNG of 100 by 100 pixels with a pHYs chunk."""
    chunk = struct.pack(">IIB", across, along, unit)
    return png_file((100, 100), (8, 0, 0), bytes(101 * 100), (b"pHYs", chunk))


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (with_density(1, 100, 50), (25.4, 50.8)),
        (with_density(2, 100, 100), (10, 10)),
        # Only the shape of a pixel
        (with_density(0, 1, 1), None),
        (with_density(0, 100, 100), None),
        (with_density(1, 0, 0), None),
        (with_density(1, 1, 1), None),
        (with_density(1, 100, 1), None),
        (with_density(1, 65535, 65535), None),
        (physical(1, 10000, 10000), (10, 10)),
        (physical(0, 10000, 10000), None),
        (physical(1, 0, 0), None),
        (physical(1, 2**31, 2**31), None),
        (saved(scene((100, 100)), "PNG"), None),
        (saved(scene((100, 100)), "GIF"), None),
        (saved(scene((100, 100)), "BMP", dpi=(254, 254)), (10, 10)),
        (with_exif(XResolution=254.0, YResolution=127.0), (10, 20)),
        (with_exif(XResolution=254.0, YResolution=254.0, ResolutionUnit=2), (10, 10)),
        (with_exif(XResolution=100.0, YResolution=100.0, ResolutionUnit=3), (10, 10)),
        (with_exif(XResolution=100.0, YResolution=100.0, ResolutionUnit=1), None),
        (with_exif(XResolution=0.0, YResolution=0.0), None),
        (with_exif(XResolution=254.0), None),
        (with_exif("JPEG", XResolution=254.0, YResolution=254.0), (10, 10)),
        (with_exif("JPEG", XResolution=254.0), None),
        (with_exif("PNG", XResolution=254.0, YResolution=254.0), (10, 10)),
        (saved(scene((100, 100)), "WEBP", exif=b"Exif\0\0damaged"), None),
    ],
    ids=count(),
)
def test_true_size(data: bytes, size: tuple[float, float] | None) -> None:
    """The size is known from any header that has a plausible resolution."""
    found = get_size(data)
    assert found == (size if size is None else pytest.approx(size, abs=0.01))


def test_turn_of_damaged_exif() -> None:
    """A picture whose orientation cannot be read is upright."""
    data = png_file((2, 1), (8, 0, 0), b"\0\x10\xf0", (b"eXIf", b"damaged"))
    with Image.open(BytesIO(data)) as image:
        assert get_turn(image) is None
