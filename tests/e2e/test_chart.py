"""Charts with boxes to tick, as Chromium prints them."""

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.settings import A4, RenderSettings
from custom_components.cloudprint.source.pages.kinds.chart import Chart

from .browser import print_to_paper
from .paper import MM_PER_POINT

pytestmark = pytest.mark.browser

PAPERS: Final = {
    "A4": A4,
    "A4, wide": (297.0, 210.0),
    "Letter": (215.9, 279.4),
    "A5": (148.0, 210.0),
}
TASKS: Final = (
    "Brush teeth",
    "Practice the piano for twenty minutes, also on days with swimming",
    "练琴二十分钟，游泳日也不例外",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "喂猫",
)


def make_chart(rows: int, reward: str = "Reward: a movie") -> Chart:
    """Return a chart with numbered rows."""
    return Chart(
        title="Anna",
        subtitle="",
        language="en",
        empty="Nothing to do",
        rows=[f"n{row}. {TASKS[row % 5]}" for row in range(rows)],
        days=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        reward=reward,
    )


@pytest.mark.parametrize(
    ("paper", "rows"), list(product(PAPERS, (1, 6, 25, 120))), ids=str
)
def test_sheets(paper: str, rows: int, tmp_path: Path) -> None:
    """As many sheets come out as were planned; nothing is cut, small or over the edge."""
    size, chart = PAPERS[paper], make_chart(rows)
    content = build_layout_content(chart, RenderSettings(paper=size))
    printed = print_to_paper(content, tmp_path)
    _, values = chart.fit(size)
    pages = printed.words()
    assert len(pages) == values["page_count"]
    texts = ["".join(word for word, _ in page) for page in pages]
    assert "".join(texts).count("Reward:amovie") == 1
    for text, part in zip(texts, values["sheets"], strict=True):
        assert "MonTueWedThuFriSatSun" in text
        for row, _ in part:
            assert "".join(row.split()) in text
    for page in pages:
        for word, place in page:
            assert place.left >= 0
            assert place.left + place.width <= size[0]
            assert place.top + place.height <= size[1]
            if word.startswith("n"):
                # A line of a font is higher than its type.
                assert place.height / MM_PER_POINT >= 9
    if rows in (6, 25) and len(pages) == 1:
        (reward,) = (place for word, place in pages[0] if word == "Reward:")
        assert reward.top > size[1] * 0.7


def test_forty(tmp_path: Path) -> None:
    """Forty short rows are on one sheet."""
    chart = make_chart(40)
    rows = [row[:12] for row in chart.rows]
    content = build_layout_content(
        Chart(
            title="Anna",
            subtitle="",
            language="en",
            rows=rows,
            days=chart.days,
            reward=chart.reward,
        ),
        RenderSettings(paper=A4),
    )
    (page,) = print_to_paper(content, tmp_path).words()
    assert sum(word.startswith("n") for word, _ in page) == 40
    assert max(place.top for _, place in page) > 240
