"""What of a week has room on a sheet, and in what type."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import ForecastStep
from custom_components.cloudprint.document.layouts.page_count import estimate_pages
from custom_components.cloudprint.document.layouts.planner import (
    PLANNED_DAYS,
    Planner,
    PlannerBand,
    PlannerItem,
)
from custom_components.cloudprint.document.settings import A4, RenderSettings

from ..pages import get_body_text, get_soup

WIDE = A4[::-1]


def build(*bands: PlannerBand, **more: Any) -> Planner:
    """Return a week of some bands."""
    day = ForecastStep(heading="Day", condition=None, description="", temperature="")
    return Planner(
        title="Week",
        subtitle="",
        language="en",
        more="+{count} more",
        days=[day] * PLANNED_DAYS,
        bands=bands,
        **more,
    )


def band(*items: tuple[int, int, str], **more: Any) -> PlannerBand:
    """Return a band of items without times."""
    found = [PlannerItem(first=a, last=b, text=text) for a, b, text in items]
    return PlannerBand(name="Anna", items=found, **more)


def get_lanes(planner: Planner) -> list[list[str]]:
    """Return the bars of each lane."""
    _, values = planner.fit(WIDE)
    (row,) = values["rows"]
    return [
        [item.text for day, item in lane.items() if item.first == day]
        for lane in row["lanes"]
    ]


def test_lanes() -> None:
    """Bars are in as few lanes as possible, and days begin below their last one."""
    planner = build(
        band((0, 2, "a"), (2, 4, "b"), (3, 6, "c"), (5, 6, "d"), (1, 1, "one"))
    )
    assert get_lanes(planner) == [["a", "c"], ["b", "d"]]
    _, values = planner.fit(WIDE)
    assert [start for start, *_ in values["rows"][0]["cells"]] == [1, 1, 2, 2, 2, 2, 2]
    soup = get_soup(build_layout_content(planner, RenderSettings(paper=WIDE)))
    (cell,) = (td for td in soup.select("td[rowspan]") if "one" in td.text)
    assert cell["rowspan"] == "2"


@pytest.mark.parametrize(("count", "points"), [(0, 14), (5, 14), (290, 9), (5000, 9)])
def test_type(count: int, points: float) -> None:
    """A short week has large type, a full one the smallest."""
    items = [(number % 7, number % 7, f"Entry {number}") for number in range(count)]
    assert build(band(*items)).fit(WIDE)[0] == points


def test_more() -> None:
    """What has no room is counted; bars without a lane are counted on each day."""
    bars = [(1, 3, f"bar{number}.") for number in range(100)]
    planner = build(band(*bars, (1, 1, "Late"), (5, 5, "Fri")), band((6, 6, "Sun")))
    content = build_layout_content(planner, RenderSettings(paper=WIDE))
    text = get_body_text(content)
    assert "Sun" in text
    assert "Fri" in text
    lanes = get_soup(content).select("td[colspan='3']")
    for number, cell in enumerate(get_soup(content).select(".more")[:3]):
        shown = len(lanes) + len(cell.find_previous_siblings("div"))
        hidden = int(cell.text.strip("+ more"))
        assert shown + hidden == (101 if number == 0 else 100)
    assert len(get_soup(content).select(".more")) == 3


def test_small_bands_are_whole() -> None:
    """A full calendar takes no room from one with few entries."""
    full = band(*((0, 0, f"full{number}") for number in range(80)))
    few = band((0, 0, "a"), (0, 0, "b"), (0, 0, "c"))
    _, values = build(full, few).fit(WIDE)
    assert values["rows"][1]["cells"][0][2] == ""
    assert values["rows"][0]["cells"][0][2] != ""


def test_boxes_and_frames() -> None:
    """Tasks have boxes; entries of all day have frames; a place is not a day."""
    planner = build(
        band((0, 0, "task"), mark="box", has_days=False),
        band((5, 5, "birthday"), mark="frame"),
        band((5, 5, "soup")),
        weekend=(5, 6),
        note="Left out: <School>",
    )
    soup = get_soup(build_layout_content(planner, RenderSettings(paper=WIDE)))
    loose, framed, plain = soup.select("tbody")
    assert loose.svg is not None
    assert not loose.select(".weekend")
    assert framed.select(".bar")
    assert framed.select(".weekend")
    assert not plain.select(".bar, svg")
    assert [note.text for note in soup.select(".note")] == ["Left out: <School>"]


def test_pages() -> None:
    """A week counts as one page."""
    items = [(number % 7, number % 7, f"Entry {number}") for number in range(60)]
    content = build_layout_content(build(band(*items)), RenderSettings(paper=WIDE))
    assert estimate_pages(content) == 1
    assert content.has_color


@pytest.mark.parametrize("paper", [(148, 210), (80, 200), (297, 90)])
def test_small_paper(paper: tuple[float, float]) -> None:
    """Paper without room for seven days is refused."""
    with pytest.raises(DocumentError) as raised:
        build().fit(paper)
    assert raised.value.key == "planner_paper"
    assert raised.value.placeholders == {"paper": f"{paper[0]} × {paper[1]}"}


def test_long_words() -> None:
    """Large type breaks no words; a text longer than a line has as many as it needs."""
    word = "Straßenbahnhalt"
    points, _ = build(band(*((day, day, word) for day in range(7)))).fit(WIDE)
    assert 9 < points < 14
    address = "https://shop.example/" + "article" * 30
    few = band((1, 1, "小学家长会"))
    _, values = build(band((0, 0, address), (0, 0, "b" * 3000)), few).fit(WIDE)
    assert values["rows"][0]["cells"][0][2] == "+1 more"


@pytest.mark.parametrize("count", [40, 200])
def test_many_bands(count: int) -> None:
    """Bands without room for their names and items are named below the others."""
    bands = [band(*((day, day, "Entry " * 5) for day in range(7)))] * count
    planner = build(*bands, note="Left out: School")
    _, values = planner.fit(WIDE)
    shown = len(values["rows"])
    assert 7 < shown < 20
    assert values["note"] == (
        f"Left out: School | +{count - shown} more: {' · '.join([*['Anna'] * 8, '…'])}"
    )
    endless = PlannerBand(name="word " * 400, items=[])
    _, values = build(endless).fit(WIDE)
    assert values["rows"] == []
    assert values["note"] == f"+1 more: {endless.name[:40]}…"


def test_condition_alone() -> None:
    """A symbol takes room without a temperature, too."""
    symbol = ForecastStep(heading="Day", condition="rainy")
    bands = [band((0, 0, "a"), (1, 1, "b"))] * 5
    plain, rainy = build(*bands), build(*bands)
    rainy = replace(rainy, days=[symbol] * PLANNED_DAYS)
    heights = [planner.fit(WIDE)[1]["rows"][0]["height"] for planner in (plain, rainy)]
    assert heights[0] > heights[1]


@pytest.mark.parametrize("name", ["DAD", "SCHOOL", "Mom", "Schule", "全家"])
def test_names(name: str) -> None:
    """The name of a calendar has the room that was made for it, in large type."""
    person = replace(band((0, 0, "a"), (3, 3, "b")), name=name)
    assert build(person).fit(WIDE)[0] == 14
