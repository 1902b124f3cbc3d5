"""Large areas of a page that are not paper stay as they are."""

from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageStat
import pytest

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.light import clean

from .pages import Color
from .scenes import (
    PAGE,
    PICTURE,
    PORTRAIT,
    Box,
    draw_card,
    draw_landscape,
    draw_page,
    draw_portrait,
    get_white_share,
    shade,
)

_MOST_WHITER = 0.01
_SIZE = (PICTURE[2] - PICTURE[0], PICTURE[3] - PICTURE[1])
_GROUNDS = ((250, 250, 250), (206, 224, 238), (240, 218, 222), (226, 232, 226))
_PICTURES = {
    "landscape": draw_landscape(_SIZE),
    "portrait": draw_portrait(_SIZE, (120, 140, 160)),
    "without color": draw_portrait(_SIZE, (120, 140, 160)).convert("L"),
    "ground": Image.new("RGB", _SIZE, (255, 226, 120)),
}


def get_change(cleaned: Image.Image, photo: Image.Image, box: Box) -> float:
    """Return the mean change of what is well within a box."""
    left, top, right, bottom = box
    inner = (left + 40, top + 40, right - 40, bottom - 40)
    parts = [image.convert(cleaned.mode).crop(inner) for image in (cleaned, photo)]
    return max(ImageStat.Stat(ImageChops.difference(*parts)).mean)


@pytest.mark.parametrize("how", [CleanUp.COLOR, CleanUp.GREY])
@pytest.mark.parametrize("ground", _GROUNDS)
def test_portrait_on_a_card(ground: Color, how: CleanUp) -> None:
    """The face on a card is not bleached, whatever the color of the card."""
    card = draw_card(ground)
    truth = get_white_share(card, PORTRAIT)
    assert 0 < truth < _MOST_WHITER
    for darkest in (120, 200):
        cleaned = clean(shade(card, darkest), how, is_straight=True)
        assert get_white_share(cleaned, PORTRAIT) < truth + _MOST_WHITER


@pytest.mark.parametrize("how", [CleanUp.COLOR, CleanUp.GREY])
@pytest.mark.parametrize("name", _PICTURES)
def test_picture_on_a_page(name: str, how: CleanUp) -> None:
    """A picture on a page is as it was photographed, and the paper around it white."""
    page = draw_page(_PICTURES[name])
    photo = shade(page, 130)
    cleaned = clean(photo, how, is_straight=True)
    truth = get_white_share(page, PICTURE)
    assert get_white_share(cleaned, PICTURE) < truth + _MOST_WHITER
    assert get_change(cleaned, photo, PICTURE) < 2
    for place in ((40, 40), (1000, 40), (40, 1440), (1000, 1440), (500, 280)):
        paper = (*place, place[0] + 20, place[1] + 10)
        assert get_white_share(cleaned, paper) > 0.9


@pytest.mark.parametrize("how", [CleanUp.COLOR, CleanUp.GREY])
def test_red_card(how: CleanUp) -> None:
    """A card in a color that no lamp gives to paper has no paper."""
    photo = shade(draw_card((176, 40, 44)), 150)
    assert get_change(clean(photo, how), photo, (0, 0, *photo.size)) < 1


@pytest.mark.parametrize("how", [CleanUp.COLOR, CleanUp.GREY])
def test_paper_in_a_frame(how: CleanUp) -> None:
    """Paper with a thick frame around it is paper."""
    page = draw_page(_PICTURES["portrait"])
    ImageDraw.Draw(page).rectangle((30, 30, 1020, 1455), None, (30, 30, 30), 40)
    cleaned = clean(shade(page, 200), how, is_straight=True)
    assert get_white_share(cleaned, (80, 750, 960, 770)) > 0.9


def lay_on_table(table: Color) -> Image.Image:
    """Return a photograph of a page on a table of boards."""
    photo = Image.new("RGB", PAGE, table)
    draw = ImageDraw.Draw(photo)
    for x in range(0, PAGE[0], 24):
        dark = tuple(value * 8 // 10 for value in table)
        draw.line((x, 0, x + 30, PAGE[1]), dark, 9)
    photo.paste(draw_page(_PICTURES["portrait"]).resize((700, 990)), (180, 240))
    return shade(photo, 150)


def count_stripes(image: Image.Image) -> int:
    """Return how often black and white change along the upper edge."""
    row = image.convert("L").crop((0, 100, image.width, 101)).tobytes()
    return sum(before < 128 <= after for before, after in pairwise(row))


def test_table_in_black() -> None:
    """A table around a page that was not found gets no stripes, its paper is white."""
    cleaned = clean(lay_on_table((188, 140, 92)), CleanUp.BLACK)
    assert count_stripes(cleaned) < 5
    assert get_white_share(cleaned, (190, 250, 260, 280)) > 0.95


@pytest.mark.parametrize("how", [CleanUp.COLOR, CleanUp.GREY])
def test_table(how: CleanUp) -> None:
    """A table is as it was photographed."""
    photo = lay_on_table((188, 140, 92))
    assert get_change(clean(photo, how), photo, (0, 0, PAGE[0], 180)) < 1


def test_straightened_only() -> None:
    """A page that is straightened has no other light."""
    card = shade(draw_card(_GROUNDS[1]), 150)
    assert clean(card, CleanUp.STRAIGHTEN) is card


@pytest.mark.parametrize("is_straight", [True, False])
def test_picture_in_black(is_straight: bool) -> None:
    """In black, a picture on a page is evened like the page, so that it has lines."""
    photo = shade(draw_page(_PICTURES["portrait"]), 130)
    cleaned = clean(photo, CleanUp.BLACK, is_straight=is_straight)
    counts = cleaned.crop(PICTURE).histogram()
    assert min(counts[0], counts[255]) > 0.1 * sum(counts)


def test_small_area() -> None:
    """What is small on a page, such as a stamp, is evened with the paper around it."""
    page = draw_page(_PICTURES["portrait"])
    box = (930, 800, 1038, 908)
    ImageDraw.Draw(page).rectangle(box, (190, 90, 80))
    photo = shade(page, 130)
    assert get_change(clean(photo, CleanUp.COLOR), photo, box) > 20
