"""Reading of pictures in strips."""

import zlib

from PIL import ExifTags, Image

from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.pictures.header import get_turn
from custom_components.cloudprint.document.pictures.picture_file import open_picture
from tests.samples.pictures import PICTURES


def test_orientation_after_the_rows() -> None:
    """The orientation is found after the rows, which are not read for it."""
    data = PICTURES["png"]()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    chunk = exif.tobytes().removeprefix(b"Exif\0\0")
    checksum = zlib.crc32(b"eXIf" + chunk).to_bytes(4)
    end = data.index(b"IEND") - 4
    turned = b"".join(
        (data[:end], len(chunk).to_bytes(4), b"eXIf", chunk, checksum, data[end:])
    )
    for file, turn in ((turned, Image.Transpose.ROTATE_270), (data, None)):
        image = open_picture(file, DocumentFormat.PNG)
        assert get_turn(image) is turn
        assert image.tile
