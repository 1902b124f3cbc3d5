"""A week on one sheet, as Chromium prints it."""

from itertools import combinations
from pathlib import Path
import re
import subprocess

import pytest

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import ForecastStep
from custom_components.cloudprint.document.layouts.page import get_margin
from custom_components.cloudprint.document.layouts.planner import (
    PLANNED_DAYS,
    Planner,
    PlannerBand,
    PlannerItem,
)
from custom_components.cloudprint.document.settings import A4, RenderSettings

from .browser import print_to_paper
from .paper import Paper

pytestmark = pytest.mark.browser

WIDE = A4[::-1]
LETTER = (279.4, 215.9)
A5 = (210.0, 148.0)
PEOPLE = {
    "en": ("Family", "Anna", "Christopher", "Mom", "Dad"),
    "zh": ("全家", "小敏", "小宇", "妈妈", "爸爸"),
}
TEXTS = {
    "en": (
        "Parents' evening, room 12",
        "Dentist, Dr. Weber",
        "Football training",
        "🎂 Kindergarten birthday party",
        "WIMBLEDON MMXXVI WOMEN",
    ),
    "zh": (
        "小学家长会，二楼教室",
        "看牙医",
        "足球训练",
        "🎂幼儿园生日会",
        "取快递、买菜",
    ),
}


def build_planner(
    language: str, count: int, *, days: int = PLANNED_DAYS, people: int = 5
) -> Planner:
    """Return a week in which each of so many items ends with its number."""
    bands: list[list[PlannerItem]] = [[] for _ in range(people)]
    for number in range(count):
        first = number * 3 % days
        is_bar = number % 8 == 7
        last = min(first + 2, PLANNED_DAYS - 1) if is_bar else first
        bands[number % people].append(
            PlannerItem(
                text=f"{TEXTS[language][number % 5]} #{number}.",
                time=""
                if is_bar
                else "8:00\N{NO-BREAK SPACE}AM – 1:15\N{NO-BREAK SPACE}PM",
                first=first,
                last=last,
            )
        )
    return Planner(
        title="Our week",
        subtitle="October 12 – 18, 2026",
        language=language,
        more="+{count} more",
        note="Unavailable and therefore left out: School",
        days=[
            ForecastStep(
                heading=f"Wed, Nov {day}" if language == "en" else f"11月{day}日周三",
                condition="rainy",
                description="",
                temperature="-12°",
                low="-18°",
                precipitation="12.5\N{NO-BREAK SPACE}mm · 100\N{NO-BREAK SPACE}%",
            )
            for day in range(20, 27)
        ],
        weekend=(5, 6),
        bands=[
            PlannerBand(
                name=PEOPLE[language][number % 5],
                mark=("frame", "box", "")[number % 3],
                items=items,
                has_days=number != people - 1 or people == 1,
            )
            for number, items in enumerate(bands)
        ],
    )


def print_planner(planner: Planner, size: tuple[float, float], folder: Path) -> Paper:
    """Return the paper of a week."""
    content = build_layout_content(planner, RenderSettings(paper=size))
    return print_to_paper(content, folder)


def check(paper: Paper, size: tuple[float, float]) -> str:
    """Return all that can be read on the one page, where nothing is cut or small."""
    (words,) = paper.words()
    margin = get_margin(size)
    for word, place in words:
        assert place.left > margin - 1, word
        assert place.left + place.width < size[0] - margin + 1, word
        assert place.top + place.height / 2 < size[1] - margin - 1, word
    # No two words lie on each other.
    for (word, one), (other, two) in combinations(words, 2):
        across = min(one.left + one.width, two.left + two.width) - max(
            one.left, two.left
        )
        # The boxes of fonts are higher than their lines, which are 1.25 times 9 points.
        apart = abs(one.top + one.height / 2 - two.top - two.height / 2)
        assert across < 0.5 or apart > 3.4, (word, other)
    done = subprocess.run(
        ["pdftohtml", "-xml", "-zoom", "3", "-stdout", "-i", str(paper.file)],
        check=True,
        capture_output=True,
        text=True,
    )
    sizes = re.findall(r'fontspec[^>]* size="(\d+)"', done.stdout)
    assert min(int(each) / 3 for each in sizes) >= 9
    return "".join(word for word, _ in words)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [WIDE, LETTER, A4], ids=str)
def test_forty_entries(
    language: str, size: tuple[float, float], tmp_path: Path
) -> None:
    """Forty entries of five people are all on one sheet, and so is the note."""
    text = check(print_planner(build_planner(language, 40), size, tmp_path), size)
    for number in range(40):
        assert text.count(f"#{number}.") == 1
    assert "more" not in text
    assert "Unavailable" in text


@pytest.mark.parametrize(
    ("size", "count", "days", "people"),
    [
        (WIDE, 120, 7, 5),
        (WIDE, 40, 1, 1),
        (WIDE, 500, 7, 8),
        (LETTER, 90, 2, 4),
        (A5, 40, 7, 5),
        (A4, 300, 7, 3),
        (WIDE, 400, 7, 40),
    ],
)
def test_more(
    size: tuple[float, float], count: int, days: int, people: int, tmp_path: Path
) -> None:
    """What has no room is counted on each of its days, and the others are whole."""
    planner = build_planner("en", count, days=days, people=people)
    text = check(print_planner(planner, size, tmp_path), size)
    shown = [number for number in range(count) if f"#{number}." in text]
    assert 0 < len(shown) < count
    if people > 12:
        assert "+" in text
        return
    hidden = sum(
        item.last - item.first + 1
        for band in planner.bands
        for item in band.items
        if f"#{item.text.rpartition('#')[2]}" not in text
    )
    counted = sum(map(int, re.findall(r"\+(\d+)more", text)))
    # A bar may be shown on some of its days.
    assert hidden <= counted
    if not any(item.first < item.last for band in planner.bands for item in band.items):
        assert hidden == counted


def test_bars(tmp_path: Path) -> None:
    """A bar lies over its days, and what is timed on them below it."""
    planner = build_planner("en", 0, people=1)
    items = [
        PlannerItem(text="Holiday", first=1, last=3),
        PlannerItem(text="Trip", first=3, last=6),
        PlannerItem(text="Call", time="9:00", first=2, last=2),
        PlannerItem(text="Birthday", first=0, last=0),
    ]
    band = PlannerBand(name="Anna", mark="frame", items=items)
    planner = Planner(
        title="Week",
        subtitle="",
        language="en",
        more="+{count}",
        days=planner.days,
        bands=[band],
    )
    paper = print_planner(planner, WIDE, tmp_path)
    check(paper, WIDE)
    (words,) = paper.words()
    places = dict(words)
    columns = [place.left for word, place in words if word == "Wed,"]
    assert len(columns) == PLANNED_DAYS
    for word, day in (("Holiday", 1), ("Trip", 3), ("9:00", 2), ("Birthday", 0)):
        assert places[word].left == pytest.approx(columns[day], abs=2)
    assert places["Holiday"].top < places["Trip"].top
    assert places["Call"].top > places["Holiday"].top
    # Below no bar, a day begins at the top.
    assert places["Birthday"].top == pytest.approx(places["Holiday"].top, abs=1)


def test_nothing(tmp_path: Path) -> None:
    """A week without entries is a sheet to write on."""
    planner = build_planner("en", 0)
    assert planner.is_empty
    check(print_planner(planner, WIDE, tmp_path), WIDE)


def test_long_words(tmp_path: Path) -> None:
    """A long address is broken, and not cut."""
    address = f"https://shop.example/{'article' * 10}"
    planner = build_planner("en", 6)
    items = [PlannerItem(text=f"{address} #x.", first=3, last=3)]
    band = PlannerBand(name="Donaudampfschifffahrtsgesellschaft", items=items)
    planner = Planner(
        title="W" * 60,
        subtitle="October 12 – 18, 2026",
        language="en",
        more="+{count}",
        days=planner.days,
        bands=[*planner.bands, band],
    )
    text = check(print_planner(planner, WIDE, tmp_path), WIDE)
    assert "#x." in text
    assert address[-20:] in text
