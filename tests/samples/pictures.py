"""Creates pictures of all kinds, the same bytes each time.

All of them show the same scene (`scene`), except the photos and the pages of a TIFF,
which differ by their colours (`PAGE_COLOURS`).
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from io import BytesIO
import random
import struct
from typing import Any, Final
import zlib

from PIL import Image, ImageCms, ImageDraw
import pillow_heif

SIZE: Final = (240, 160)
"""Width and height in pixels of the scene."""

RED: Final = (220, 40, 30)
GREEN: Final = (30, 160, 60)
BLUE: Final = (40, 60, 200)
YELLOW: Final = (240, 210, 40)
WHITE: Final = (255, 255, 255)
BLACK: Final = (0, 0, 0)

PAGE_COLOURS: Final = (RED, GREEN, BLUE)
"""What the pages of a TIFF of several pages are filled with."""

ORIENTATION: Final = 0x0112
"""The EXIF tag that says how a picture is to be turned."""
PLACE: Final = struct.pack(">6I", 52, 1, 30, 1, 59, 1)
"""How the place where a picture was taken is written in it."""
_UNTURN: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored for each orientation."""


def scene(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return four fields of colour, and a black bar at the top left.

    Red and green are above, blue and yellow below, so that turning and mirroring show.
    """
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), BLUE)
    draw.rectangle((width // 2, height // 2, width, height), YELLOW)
    draw.rectangle((width // 16, height // 16, width // 4, height // 8), BLACK)
    return image


def drawing(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return the scene in black and white with one bit a pixel; its bar is black."""
    return scene(size).convert("L").point(lambda grey: 255 if grey else 0).convert("1")


def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return soft colours with grain; no two neighbouring pixels are the same."""
    width, height = size
    grain = Image.frombytes("RGB", size, random.Random(4).randbytes(width * height * 3))
    soft = Image.merge(
        "RGB",
        [
            Image.radial_gradient("L").resize(size),
            Image.linear_gradient("L").resize(size),
            Image.linear_gradient("L")
            .transpose(Image.Transpose.ROTATE_90)
            .resize(size),
        ],
    )
    return Image.blend(soft, grain, 0.15)


def see_through(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return the scene with a transparent yellow field and a half-transparent blue one."""
    width, height = size
    image = scene(size).convert("RGBA")
    alpha = Image.new("L", size, 255)
    draw = ImageDraw.Draw(alpha)
    draw.rectangle((0, height // 2, width // 2 - 1, height), 128)
    draw.rectangle((width // 2, height // 2, width, height), 0)
    image.putalpha(alpha)
    return image


def _empty_alpha() -> Image.Image:
    """Return the scene in pixels whose fourth byte is not used."""
    image = scene().convert("RGBA")
    image.putalpha(0)
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file in a format of Pillow."""
    with BytesIO() as file:
        image.save(file, kind, **options)
        return file.getvalue()


def exif(orientation: int) -> bytes:
    """Return EXIF data with an orientation and a location."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 59.0)})
    return data.tobytes()


def turned(orientation: int, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the scene as a camera stores it with an EXIF orientation."""
    image = scene()
    if orientation in _UNTURN:
        image = image.transpose(_UNTURN[orientation])
    return saved(image, kind, exif=exif(orientation), **options)


@cache
def srgb_profile() -> bytes:
    """Return the sRGB profile without its time of creation."""
    profile = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    profile[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    profile[84:100] = bytes(16)
    return bytes(profile)


def swapped_profile() -> bytes:
    """Return a colour profile with red and green swapped."""
    profile = srgb_profile()
    return (
        profile.replace(b"rXYZ", b"?XYZ")
        .replace(b"gXYZ", b"rXYZ")
        .replace(b"?XYZ", b"gXYZ")
    )


def swapped() -> Image.Image:
    """Return the scene in the colours of `swapped_profile`."""
    red, green, blue = scene().split()
    return Image.merge("RGB", (green, red, blue))


def grey_profile(gamma: float) -> bytes:
    """Return a profile of greys (ICC.1:2022) with a white point and a tone curve."""
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv" + struct.pack(">4xIH2x", 1, round(gamma * 256))
    text = b"desc" + struct.pack(">4xI", 5) + b"Grey\0" + bytes(78 + 5)
    tags = ((b"desc", text[:92]), (b"wtpt", white), (b"kTRC", curve))
    table = struct.pack(">I", len(tags))
    data = b""
    for name, tag in tags:
        start = 128 + 4 + 12 * len(tags) + len(data)
        table += name + struct.pack(">II", start, len(tag))
        data += tag
    header = struct.pack(
        ">I4xI4s4s4s6H4s",
        128 + len(table) + len(data),
        0x02400000,
        b"mntr",
        b"GRAY",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
    )
    illuminant = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return header.ljust(68, b"\0") + illuminant.ljust(60, b"\0") + table + data


def lab_tiff(compression: str | None = None) -> bytes:
    """Return the scene in CIELAB."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    return saved(transform.apply(scene()), "TIFF", compression=compression)


def _cmyk() -> Image.Image:
    """Return the scene in CMYK."""
    return scene().convert("CMYK")


def _ycck() -> bytes:
    """Return the scene in YCCK, as Photoshop writes it.

    Pillow writes CMYK only. The channels are those of YCCK, and the Adobe marker says
    so.
    """
    cyan, magenta, yellow, black = _cmyk().split()
    inks = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr")
    channels = [channel.point(lambda value: 255 - value) for channel in inks.split()]
    data = saved(Image.merge("CMYK", (*channels, black)), "JPEG", quality=95)
    mark = data.index(b"Adobe")
    return data[: mark + 11] + b"\2" + data[mark + 12 :]


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def png_file(
    size: tuple[int, int],
    header: tuple[int, int, int],
    rows: bytes,
    *chunks: tuple[bytes, bytes],
) -> bytes:
    """Return a PNG of rows, each of which begins with its filter.

    `header` has the bit depth, the colour type, and whether it is interlaced. `chunks`
    come before the rows.
    """
    bits, colour, interlaced = header
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _png_chunk(
                b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, interlaced)
            ),
            *(_png_chunk(kind, data) for kind, data in chunks),
            _png_chunk(b"IDAT", zlib.compress(rows, 9)),
            _png_chunk(b"IEND", b""),
        )
    )


_PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
"""First column and row, and steps, of the passes of an interlaced PNG."""


def _png_interlaced() -> bytes:
    width, height = SIZE
    pixels = scene().tobytes()
    rows = bytearray()
    for left, top, step_x, step_y in _PASSES:
        for row in range(top, height, step_y):
            rows.append(0)
            for column in range(left, width, step_x):
                start = (row * width + column) * 3
                rows += pixels[start : start + 3]
    return png_file(SIZE, (8, 2, 1), bytes(rows))


def _png_16_bit() -> bytes:
    """Return the scene in 16 bits a colour; the lower eight are noise."""
    width, height = SIZE
    pixels = scene().tobytes()
    noise = random.Random(16).randbytes(len(pixels))
    deep = bytes(value for pair in zip(pixels, noise, strict=True) for value in pair)
    rows = b"".join(
        b"\0" + deep[start : start + width * 6]
        for start in range(0, width * height * 6, width * 6)
    )
    return png_file(SIZE, (16, 2, 0), rows)


def deep_grey(image: Image.Image) -> Image.Image:
    """Return a grey picture in 16 bits."""
    pixels = image.convert("L").tobytes()
    return Image.frombytes(
        "I;16", image.size, bytes(value for grey in pixels for value in (grey, grey))
    )


def _png_palette() -> bytes:
    """Return the scene with a palette in which one colour is transparent."""
    image = scene().quantize(8)
    return saved(image, "PNG", transparency=image.getpixel((SIZE[0] - 1, SIZE[1] - 1)))


def _bmp_transparent(picture: Image.Image) -> bytes:
    """Return a picture with a header of version 4, which has transparency."""
    width, height = SIZE
    pixels = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    blue_first = pixels.tobytes("raw", "BGRA")
    header = struct.pack("<IiiHHI20x", 108, width, height, 1, 32, 3)
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    header = (header + masks + b"BGRs").ljust(108, b"\0")
    start = 14 + len(header)
    file_header = struct.pack("<2sI4xI", b"BM", start + len(blue_first), start)
    return file_header + header + blue_first


def _gif_animated() -> bytes:
    """Return the scene with a transparent yellow field, then a black frame."""
    image = scene().quantize(8)
    return saved(
        image,
        "GIF",
        save_all=True,
        append_images=[Image.new("RGB", SIZE, BLACK).quantize(8)],
        transparency=image.getpixel((SIZE[0] - 1, SIZE[1] - 1)),
        disposal=2,
    )


def tiff_pages(pages: Sequence[Image.Image], dpi: float = 72, **options: Any) -> bytes:
    """Return a TIFF of pages."""
    return saved(
        pages[0],
        "TIFF",
        save_all=True,
        append_images=pages[1:],
        compression="tiff_adobe_deflate",
        dpi=(dpi, dpi),
        **options,
    )


def _tiff_multi() -> bytes:
    """Return pages in `PAGE_COLOURS`; the second is on its side."""
    sizes = [(420, 594), (594, 420), (420, 594)]
    pages = [
        Image.new("RGB", size, colour)
        for size, colour in zip(sizes, PAGE_COLOURS, strict=True)
    ]
    return tiff_pages(pages)


def _tiff_big_endian() -> bytes:
    """Return the scene in grey of 16 bits, big-endian."""
    width, height = SIZE
    grey = scene().convert("L").tobytes()
    strip = bytes(value for pixel in grey for value in (pixel, 255 - pixel))
    entries = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 16 << 16),
        (259, 3, 1 << 16),
        (262, 3, 1 << 16),
        (273, 4, 8),
        (277, 3, 1 << 16),
        (278, 4, height),
        (279, 4, len(strip)),
    ]
    directory = struct.pack(">H", len(entries)) + b"".join(
        struct.pack(">HHII", tag, kind, 1, value) for tag, kind, value in entries
    )
    start = struct.pack(">2sHI", b"MM", 42, 8 + len(strip))
    return start + strip + directory + bytes(4)


def heic(image: Image.Image, **options: Any) -> bytes:
    """Return a picture as a phone creates it."""
    with BytesIO() as file:
        pillow_heif.from_pillow(image).save(file, quality=90, **options)
        return file.getvalue()


def _avif(image: Image.Image, **options: Any) -> bytes:
    return saved(image, "AVIF", quality=90, speed=8, max_threads=1, **options)


PICTURES: Final[dict[str, Callable[[], bytes]]] = {
    "jpg": lambda: saved(scene(), "JPEG", quality=95),
    "jpg_grey": lambda: saved(scene().convert("L"), "JPEG", quality=95),
    "jpg_photo": lambda: saved(photo(), "JPEG", quality=90),
    "jpg_progressive": lambda: saved(scene(), "JPEG", quality=95, progressive=True),
    "jpg_cmyk": lambda: saved(_cmyk(), "JPEG", quality=95),
    "jpg_ycck": _ycck,
    "jpg_profile": lambda: saved(
        swapped(), "JPEG", quality=95, icc_profile=swapped_profile()
    ),
    **{
        f"jpg_orientation_{orientation}": partial(turned, orientation, quality=95)
        for orientation in (1, 2, 3, 4, 5, 6, 7, 8)
    },
    "png": lambda: saved(scene(), "PNG"),
    "png_grey": lambda: saved(scene().convert("L"), "PNG"),
    "png_palette": lambda: saved(scene().quantize(8), "PNG"),
    "png_1_bit": lambda: saved(drawing(), "PNG"),
    "png_interlaced": _png_interlaced,
    "png_opaque": lambda: saved(scene().convert("RGBA"), "PNG"),
    "png_transparent": lambda: saved(see_through(), "PNG"),
    "png_grey_transparent": lambda: saved(see_through().convert("LA"), "PNG"),
    "png_palette_transparent": _png_palette,
    "png_16_bit": _png_16_bit,
    "png_grey_16_bit": lambda: saved(deep_grey(scene()), "PNG"),
    "png_orientation_6": lambda: turned(6, "PNG"),
    "bmp": lambda: saved(scene(), "BMP"),
    "bmp_palette": lambda: saved(scene().quantize(8), "BMP"),
    "bmp_transparent": lambda: _bmp_transparent(see_through()),
    "bmp_empty_alpha": lambda: _bmp_transparent(_empty_alpha()),
    "webp": lambda: saved(scene(), "WEBP", quality=90),
    "webp_photo": lambda: saved(photo(), "WEBP", quality=90),
    "webp_lossless": lambda: saved(scene(), "WEBP", lossless=True),
    "webp_transparent": lambda: saved(see_through(), "WEBP", lossless=True),
    "webp_animated": lambda: saved(
        scene(),
        "WEBP",
        save_all=True,
        append_images=[Image.new("RGB", SIZE, BLACK)],
        lossless=True,
    ),
    "webp_orientation_6": lambda: turned(6, "WEBP", lossless=True),
    "gif": lambda: saved(scene().quantize(8), "GIF"),
    "gif_animated": _gif_animated,
    "tiff": lambda: saved(scene(), "TIFF"),
    "tiff_lzw": lambda: saved(scene(), "TIFF", compression="tiff_lzw"),
    "tiff_jpeg": lambda: saved(scene(), "TIFF", compression="jpeg", quality=95),
    "tiff_multi": _tiff_multi,
    "tiff_cmyk": lambda: saved(_cmyk(), "TIFF", compression="tiff_lzw"),
    "tiff_16_bit": lambda: saved(deep_grey(scene()), "TIFF"),
    "tiff_16_bit_big_endian": _tiff_big_endian,
    "tiff_float": lambda: saved(
        scene().convert("L").convert("F").point(lambda grey: grey * (1 / 255) + 0),
        "TIFF",
    ),
    "tiff_group4": lambda: saved(drawing(), "TIFF", compression="group4"),
    "tiff_transparent": lambda: saved(see_through(), "TIFF"),
    "heic": lambda: heic(scene()),
    "heic_photo": lambda: heic(photo()),
    "heic_transparent": lambda: heic(see_through()),
    "heic_orientation_6": lambda: heic(scene().transpose(_UNTURN[6]), exif=exif(6)),
    "avif": lambda: _avif(scene()),
    "avif_photo": lambda: _avif(photo()),
    "avif_transparent": lambda: _avif(see_through()),
    "avif_orientation_6": lambda: _avif(scene().transpose(_UNTURN[6]), exif=exif(6)),
}
"""Each kind of picture and how its file is made."""
