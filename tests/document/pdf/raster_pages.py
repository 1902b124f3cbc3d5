"""Pictures and sizes of a web page of sheets."""

from base64 import b64decode
from io import BytesIO
import re

from PIL import Image, ImageChops, ImageStat

from custom_components.cloudprint.document.content import Content

PICTURE = re.compile(rb'src="data:image/(png|jpeg);base64,([^"]*)"')


def kinds(content: Content) -> list[str]:
    """Return the encoding of each picture."""
    return [kind.decode() for kind, _ in PICTURE.findall(content.payload)]


def pictures(content: Content) -> list[Image.Image]:
    """Return the decoded picture of each sheet."""
    return [
        Image.open(BytesIO(b64decode(data, validate=True)))
        for _, data in PICTURE.findall(content.payload)
    ]


def paper_sizes(content: Content) -> list[tuple[int, int]]:
    """Return the width and height in CSS pixels of each sheet."""
    page = content.payload.decode()
    rules = {
        name: (int(width), int(height))
        for width, height, name in re.findall(
            r"@page[^{]*\{size:(\d+)px (\d+)px\}\.(\w+)\{", page
        )
    }
    return [rules[name] for name in re.findall(r'<div class="(\w+)">', page)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures of the same size, from 0 to 1."""
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    means = ImageStat.Stat(apart).mean
    return sum(means) / len(means) / 255
