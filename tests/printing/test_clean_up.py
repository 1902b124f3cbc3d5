"""Photographed and scanned pages that the action cleans up, as they are printed."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
import re

from PIL import Image, ImageStat
import pytest

from homeassistant.core import HomeAssistant

from ..actions import call
from ..document.clean_up.scenes import (
    CARD,
    PICTURE,
    PORTRAIT,
    Box,
    draw_card,
    draw_landscape,
    draw_page,
    get_white_share,
    shade,
)
from ..samples.pdf_drawings import scan
from ..samples.pdf_files import text
from ..samples.pictures import saved
from ..simulator import CloudSimulator

_DATA = re.compile(rb"data:image/\w+;base64,([^\"')]+)")
_GROUND = (206, 224, 238)
_TABLE = (52, 40, 34)
_CORNER: Box = (10, 10, 50, 50)


@pytest.fixture
def media(config_folder: Path) -> Path:
    """Return an allowed folder with a card, a scan, and a page of text."""
    folder = config_folder / "media"
    photo = Image.new("RGB", (1400, 1000), _TABLE)
    photo.paste(draw_card(_GROUND), (180, 170))
    (folder / "card.jpg").write_bytes(saved(shade(photo, 170), "JPEG", quality=92))
    size = (PICTURE[2] - PICTURE[0], PICTURE[3] - PICTURE[1])
    page = shade(draw_page(draw_landscape(size)), 140)
    (folder / "scan.pdf").write_bytes(scan(page))
    (folder / "text.pdf").write_bytes(text(1))
    return folder


def get_picture(content: bytes) -> Image.Image:
    """Return the only picture of a printed page."""
    (data,) = _DATA.findall(content)
    return Image.open(BytesIO(b64decode(data)))


def get_mean(image: Image.Image, box: Box) -> list[float]:
    """Return the mean color in a box."""
    return ImageStat.Stat(image.convert("RGB").crop(box)).mean


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("how", ["straighten", "color", "grey"])
async def test_card(
    hass: HomeAssistant, colour_id: str, simulator: CloudSimulator, how: str
) -> None:
    """A card is straightened; its portrait is never bleached, nor its ground then."""
    answer = await call(
        hass,
        "print",
        device_id=colour_id,
        file="media/card.jpg",
        arrange="id_card",
        clean_up=how,
    )
    (job,) = answer["jobs"]
    assert job["warnings"] == []
    (printed,) = simulator.printed
    card = get_picture(printed.content)
    assert card.width / card.height == pytest.approx(85.6 / 54, rel=0.01)
    card = card.resize(CARD)
    truth = get_white_share(draw_card(_GROUND), PORTRAIT)
    assert get_white_share(card, PORTRAIT) < truth + 0.01
    ground = get_mean(card, (560, 500, 640, 600))
    if how == "straighten":
        light = (170 + 80 * (180 + 600) / 1400) / 255
        assert ground == pytest.approx([value * light for value in _GROUND], abs=12)
    else:
        assert min(ground) > 245


@pytest.mark.usefixtures("media")
async def test_scan(
    hass: HomeAssistant, colour_id: str, simulator: CloudSimulator
) -> None:
    """A scanned PDF is cleaned up; another one is printed as it is, and that is said."""
    warnings = {}
    for name in ("scan.pdf", "text.pdf"):
        answer = await call(
            hass, "print", device_id=colour_id, file=f"media/{name}", clean_up="color"
        )
        (job,) = answer["jobs"]
        warnings[name] = job["warnings"]
    assert warnings == {"scan.pdf": [], "text.pdf": ["clean_up_ignored"]}
    cleaned, _ = (get_picture(printed.content) for printed in simulator.printed)
    assert min(get_mean(cleaned, _CORNER)) > 245
