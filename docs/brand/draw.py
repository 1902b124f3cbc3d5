"""Draw the icons and logos in custom_components/cloudprint/brand.

A cloud goes into a printer, a page comes out. Run it with
`.venv/bin/python docs/brand/draw.py`; it needs Pillow only, which Home Assistant has.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

BRAND = Path(__file__).resolve().parents[2] / "custom_components/cloudprint/brand"
CANVAS = 2048
NAME = "Cloud Print"

type Color = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The colours of one variant."""

    cloud: Color
    body: Color
    lid: Color
    page: Color
    ink: Color
    light: Color
    text: Color


ON_WHITE = Palette(
    cloud=(24, 160, 232, 255),
    body=(52, 71, 92, 255),
    lid=(36, 51, 68, 255),
    page=(214, 230, 245, 255),
    ink=(120, 144, 168, 255),
    light=(124, 226, 142, 255),
    text=(36, 51, 68, 255),
)
ON_DARK = Palette(
    cloud=(64, 184, 248, 255),
    body=(214, 224, 234, 255),
    lid=(168, 184, 201, 255),
    page=(255, 255, 255, 255),
    ink=(110, 132, 156, 255),
    light=(52, 178, 76, 255),
    text=(236, 242, 248, 255),
)


def cloud(draw: ImageDraw.ImageDraw, color: Color) -> None:
    """Draw a cloud that sinks into the printer."""
    for x, y, radius in ((560, 650, 300), (1010, 470, 430), (1480, 650, 320)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
    draw.rectangle((260, 650, 1800, 1100), fill=color)


def printer(image: Image.Image, palette: Palette) -> None:
    """Draw a printer with a page in its tray, on clear ground."""
    draw = ImageDraw.Draw(image)
    gap = 56  # clear, so that cloud, printer and page stay apart on any ground
    clear = (0, 0, 0, 0)
    body = (40, 960, 2008, 1700)
    draw.rounded_rectangle(
        (body[0] - gap, body[1] - gap, body[2] + gap, body[3] + gap),
        radius=240,
        fill=clear,
    )
    draw.rounded_rectangle(body, radius=190, fill=palette.body)
    draw.ellipse((1690, 1080, 1810, 1200), fill=palette.light)
    draw.rounded_rectangle((230, 1105, 1130, 1175), radius=35, fill=palette.lid)
    page = (400, 1390, 1648, 2030)
    draw.rounded_rectangle((320, 1320, 1728, 1440), radius=60, fill=palette.lid)
    draw.rectangle((page[0] - gap, 1700, page[2] + gap, CANVAS), fill=clear)
    draw.rounded_rectangle(
        page, radius=70, fill=palette.page, corners=(False, False, True, True)
    )
    for y, end in ((1530, 1500), (1680, 1500), (1830, 1180)):
        draw.rounded_rectangle((548, y, end, y + 66), radius=33, fill=palette.ink)


def icon(palette: Palette) -> Image.Image:
    """Return the icon, large and square, trimmed on its longer sides."""
    image = Image.new("RGBA", (CANVAS, CANVAS), (0, 0, 0, 0))
    cloud(ImageDraw.Draw(image), palette.cloud)
    printer(image, palette)
    trimmed = image.crop(image.getbbox())
    side = max(trimmed.size)
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(trimmed, ((side - trimmed.width) // 2, (side - trimmed.height) // 2))
    return square


def logo(palette: Palette) -> Image.Image:
    """Return the icon with the name beside it, trimmed."""
    mark = icon(palette).resize((1024, 1024), Image.Resampling.LANCZOS)
    font = ImageFont.load_default(560)
    box = font.getbbox(NAME, stroke_width=8)
    width = int(box[2] - box[0])
    image = Image.new("RGBA", (1024 + 160 + width, 1024), (0, 0, 0, 0))
    text = Image.new("L", image.size, 0)
    ImageDraw.Draw(text).text(
        (1024 + 160 - box[0], 512),
        NAME,
        fill=255,
        font=font,
        anchor="lm",
        stroke_width=8,
    )
    image.paste(mark)
    colored = Image.new("RGBA", image.size, palette.text)
    colored.putalpha(ImageChops.multiply(colored.getchannel("A"), text))
    image.alpha_composite(colored)
    return image.crop(image.getbbox())


def save(image: Image.Image, name: str, height: int) -> None:
    """Write an image of a height, as small as PNG goes."""
    width = round(image.width * height / image.height)
    image.resize((width, height), Image.Resampling.LANCZOS).save(
        BRAND / name, optimize=True
    )


def main() -> None:
    """Draw all eight files."""
    BRAND.mkdir(exist_ok=True)
    for prefix, palette in (("", ON_WHITE), ("dark_", ON_DARK)):
        for suffix, height in (("", 256), ("@2x", 512)):
            save(icon(palette), f"{prefix}icon{suffix}.png", height)
            save(logo(palette), f"{prefix}logo{suffix}.png", height)


if __name__ == "__main__":
    main()
