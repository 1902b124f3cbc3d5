"""Pictures to color in, as Chromium prints them."""

from pathlib import Path

import pytest

from custom_components.cloudprint.document import A4, DocumentFormat, RenderSettings
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import Snapshot
from custom_components.cloudprint.document.pictures.line_art import draw_lines

from ..samples.drawings import cat, encode
from .browser import print_to_paper

pytestmark = pytest.mark.browser

TITLES = {"": "", "en": "For Anna", "zh-Hans": "送给小雨"}


@pytest.mark.parametrize("paper", [A4, (215.9, 279.4), (148.0, 210.0)], ids=str)
@pytest.mark.parametrize("language", TITLES)
def test_page(language: str, paper: tuple[float, float], tmp_path: Path) -> None:
    """One page, filled by the picture in one direction, in black and white alone."""
    layout = Snapshot(
        title=TITLES[language],
        subtitle="",
        language=language,
        picture=draw_lines(
            encode(cat(512, line=4, is_colored=True)), DocumentFormat.PNG
        ),
    )
    content = build_layout_content(layout, RenderSettings(paper=paper))
    printed = print_to_paper(content, tmp_path)
    ((picture,),) = printed.images()
    margin = min(paper) * 0.07 - 1
    assert picture.left >= margin
    assert picture.left + picture.width <= paper[0] - margin
    assert picture.top >= margin
    below = picture.top + picture.height
    assert below <= paper[1] - margin
    assert picture.width > 0.8 * paper[0] or picture.height > 0.75 * paper[1]
    (words,) = printed.words()
    assert "".join(word for word, _ in words) == TITLES[language].replace(" ", "")
    assert all(place.top + place.height / 2 >= below for _, place in words)
    (page,) = printed.pictures()
    histogram = page.convert("L").histogram()
    grey = sum(histogram[64:192]) / sum(histogram)
    assert grey < 0.02
    assert 0.01 < sum(histogram[:64]) / sum(histogram) < 0.15
