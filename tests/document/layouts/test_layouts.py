"""Lists, agendas, forecasts and snapshots as pages."""

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
import re

from bs4 import Tag
from hypothesis import given, settings as hypothesis_settings, strategies as st
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts import layouts
from custom_components.cloudprint.document.layouts.fit import (
    Fit,
    Section,
    measure_width,
)
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Fact,
    Forecast,
    ForecastStep,
    Layout,
    Note,
    Snapshot,
    TestPage as PageToTest,
)
from custom_components.cloudprint.document.layouts.page import get_room, get_type_size
from custom_components.cloudprint.document.settings import A4, RenderSettings
from tests.samples.documents import picture
from tests.work import calls_in

from ..pages import A5, A6, LANDSCAPE, RECEIPT, get_body_text, get_html, get_soup

PAPERS = [A4, A5, A6, LANDSCAPE, RECEIPT]
CONDITIONS = [
    *("clear-night", "cloudy", "exceptional", "fog", "hail", "lightning"),
    *("lightning-rainy", "partlycloudy", "pouring", "rainy", "snowy", "snowy-rainy"),
    *("sunny", "windy", "windy-variant"),
]

CHECKLIST = Checklist(
    title="Weekend <1>",
    subtitle="Friday",
    language="en",
    empty="Nothing to do",
    groups=[
        ChecklistGroup(
            heading="Today",
            items=[
                ChecklistItem(summary="Milk & honey", due="18:00"),
                ChecklistItem(summary="Eggs", description="ten\nor twelve"),
                ChecklistItem(summary="Bread", is_done=True),
            ],
        ),
        ChecklistGroup(heading="Tomorrow", items=[]),
        ChecklistGroup(heading=None, items=[ChecklistItem(summary="面包")]),
    ],
)
AGENDA = Agenda(
    title="Calendar",
    subtitle="Friday",
    language="zh-Hans",
    empty="No events",
    days=[
        AgendaDay(
            heading="Friday",
            events=[
                AgendaEvent(time="All day", summary="Holiday"),
                AgendaEvent(
                    time="9:00 – 10:30",
                    summary="Dentist",
                    location="Main <street>",
                    description="card",
                ),
            ],
        ),
        AgendaDay(heading="Saturday", events=[]),
    ],
)


def step(
    number: int,
    condition: str | None = "sunny",
    low: str | None = None,
    precipitation: str | None = None,
    wind: str | None = None,
) -> ForecastStep:
    """Return a step of a forecast."""
    return ForecastStep(
        heading=f"at{number}",
        condition=condition,
        description=f"word{number}",
        temperature=f"{number}°",
        low=low,
        precipitation=precipitation,
        wind=wind,
    )


FORECAST = Forecast(
    title="Weather",
    subtitle="Friday",
    language="en",
    empty="No weather",
    condition="rainy",
    description="Rain",
    temperature="12 °C",
    facts=[Fact(name="Wind", value="12 km/h"), Fact(name="Humidity", value="80 %")],
    hours_heading="Today",
    hours=[step(number, precipitation=f"{number} %") for number in range(10)],
    days_heading="Next days",
    days=[
        step(number, low=f"{number - 9}°", precipitation="1 mm", wind="7 km/h")
        for number in range(20, 25)
    ],
)


def snapshot(size: tuple[int, int] = (40, 30), kind: str = "PNG") -> Snapshot:
    """Return a snapshot of a camera."""
    return Snapshot(
        title="Front <door>",
        subtitle="Friday",
        language="en",
        picture=Content(
            media_format={"JPEG": MediaFormat.JPG}.get(kind) or MediaFormat(kind),
            media_source=MediaSource.BASE64,
            payload=picture(kind, size),
        ),
    )


TEST_TEXTS = ("ruler", "lines", "greys", "colors", "text")
LAYOUTS: list[Layout] = [CHECKLIST, AGENDA, FORECAST, snapshot()]


def get_points(content: Content) -> float:
    """Return the type size of a page."""
    found = re.search(r"html \{\s*font-size: ([\d.]+)pt", get_html(content))
    assert found
    return float(found[1])


def get_columns(content: Content) -> int:
    """Return the number of columns of a page."""
    return len(get_soup(content).select(".sheet")[0].select(".column"))


def get_texts(tag: Tag | None) -> list[str]:
    """Return the texts in an element."""
    assert tag is not None
    return [*tag.stripped_strings]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: type(layout).__name__)
def test_page(layout: Layout, paper: tuple[float, float]) -> None:
    """Each layout is a valid page of each paper, with its language and title."""
    content = build_layout_content(layout, RenderSettings(paper=paper))
    soup = get_soup(content)

    assert content.paper == paper
    assert content.pages is None
    assert soup.html is not None
    assert soup.html["lang"] == layout.language
    assert soup.title is not None
    assert soup.title.get_text() == layout.title
    assert layout.title in get_body_text(content)
    assert layout.subtitle in get_body_text(content)
    assert 6 < get_points(content) < 21


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_checklist(paper: tuple[float, float]) -> None:
    """Each item has a box and its texts; completed ones are ticked."""
    soup = get_soup(build_layout_content(CHECKLIST, RenderSettings(paper=paper)))

    assert [get_texts(tag) for tag in soup.find_all("h2")] == [["Today"]]
    rows = soup.select("tbody tr")
    assert [sorted(get_texts(row)) for row in rows] == [
        ["18:00", "Milk & honey"],
        ["Eggs", "ten\nor twelve"],
        ["Bread"],
        ["面包"],
    ]
    assert [len(row.select("svg rect")) for row in rows] == [1, 1, 1, 1]
    assert [len(row.select("svg path")) for row in rows] == [0, 0, 1, 0]
    assert [row.get("class") for row in rows] == [None, None, ["done"], None]


def test_long_checklist() -> None:
    """A long list gets smaller type, then two columns if the paper has room."""

    def found(count: int, paper: tuple[float, float]) -> tuple[float, int]:
        items = [ChecklistItem(summary=f"thing {number}") for number in range(count)]
        group = ChecklistGroup(heading=None, items=items)
        content = build_layout_content(
            replace(CHECKLIST, groups=[group]), RenderSettings(paper=paper)
        )
        return get_points(content), get_columns(content)

    assert found(5, A4) == (20, 1)
    size, columns = found(20, A4)
    assert (size < 20, columns) == (True, 1)
    assert found(40, A4)[1] == 2
    assert found(1000, A4) == (14.08, 2)
    assert found(1000, RECEIPT)[1] == 1
    sizes = [found(count, RECEIPT)[0] for count in (5, 20, 25, 28)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


@pytest.mark.parametrize(
    "layout",
    [
        replace(CHECKLIST, groups=[]),
        replace(CHECKLIST, groups=[ChecklistGroup(heading="Today", items=[])]),
        replace(AGENDA, days=[]),
        replace(
            FORECAST,
            condition=None,
            description="",
            temperature=None,
            facts=[],
            hours=[],
            days=[],
        ),
    ],
    ids=["no groups", "no items", "no days", "no weather"],
)
def test_empty_checklist(layout: Layout) -> None:
    """An empty list is a page that says so."""
    soup = get_soup(build_layout_content(layout, RenderSettings()))
    assert get_texts(soup.main) == [layout.empty]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_agenda(paper: tuple[float, float]) -> None:
    """Each day has its events in order, with times; a free day says so."""
    soup = get_soup(build_layout_content(AGENDA, RenderSettings(paper=paper)))

    days = soup.find_all("section")
    assert get_texts(days[0]) == [
        *("Friday", "All day", "Holiday"),
        *("9:00 – 10:30", "Dentist", "Main <street>", "card"),
    ]
    assert get_texts(days[1]) == ["Saturday", "No events"]


def test_column_of_times() -> None:
    """Times are in a column of their width, or above the events on narrow paper."""

    def columns(paper: tuple[float, float], time: str = "All day") -> list[str]:
        day = AgendaDay(heading="a", events=[AgendaEvent(time=time, summary="b")])
        agenda = replace(AGENDA, days=[day])
        soup = get_soup(build_layout_content(agenda, RenderSettings(paper=paper)))
        return [str(column["style"]) for column in soup.select("col[style]")]

    assert columns(A4) == ["width: 4.82rem"]
    assert columns(A4, "9:00 – 10:30") == ["width: 7.62rem"]
    assert columns(A4, "a very long time" * 9)[0] < "width: 2"
    assert columns(RECEIPT) == []


def test_many_events() -> None:
    """Many events get two columns instead of a second page."""
    agenda = replace(AGENDA, days=[*AGENDA.days] * 7)
    content = build_layout_content(agenda, RenderSettings())
    assert get_columns(content) == 2
    assert get_body_text(content).count("Dentist") == 7


def test_sections() -> None:
    """A short section is whole; a longer one has its heading again where it continues."""
    event = AGENDA.days[0].events[0]
    days = [
        AgendaDay(heading=f"Day {count}", events=[event] * count)
        for count in (0, 1, 3, 60)
    ]
    group = CHECKLIST.groups[0]
    groups = [replace(group, items=[*group.items] * count) for count in (1, 60)]
    for layout, few in (
        (replace(AGENDA, days=days), 3),
        (replace(CHECKLIST, groups=groups), 1),
    ):
        content = build_layout_content(layout, RenderSettings())
        soup = get_soup(content)
        headings = [get_texts(section.h2) for section in soup.find_all("section")]
        assert len(headings) > few + 2
        assert headings[few:] == [headings[-1]] * (len(headings) - few)
        for column in soup.select(".column"):
            assert column.select("section")[0].select("thead h2")
        assert content.stated_pages == len(soup.select(".sheet")) > 1
    assert not get_soup(
        build_layout_content(
            replace(CHECKLIST, groups=[replace(group, heading=None)]), RenderSettings()
        )
    ).select("thead")


def test_last_sheet() -> None:
    """The columns of the last sheet are about equally high."""
    item = CHECKLIST.groups[0].items[1]
    groups = [replace(CHECKLIST.groups[0], items=[item] * 106)]
    soup = get_soup(
        build_layout_content(replace(CHECKLIST, groups=groups), RenderSettings())
    )
    *full, last = (
        [len(column.select("tbody tr")) for column in sheet.select(".column")]
        for sheet in soup.select(".sheet")
    )
    assert full
    assert sum(map(sum, full)) + sum(last) == 106
    assert 0 <= last[0] - last[1] <= 2
    assert last[0] <= full[0][1]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_what_is_higher_than_a_sheet(paper: tuple[float, float]) -> None:
    """It continues on the next pages, which are counted."""
    item = ChecklistItem(summary="Bake", description="Stir.\n" * 900)
    group = ChecklistGroup(heading=None, items=[item])
    content = build_layout_content(
        replace(CHECKLIST, groups=[group]), RenderSettings(paper=paper)
    )
    assert len(get_soup(content).select(".sheet")) == 1
    assert content.stated_pages is not None
    assert content.stated_pages > 9


def test_parts_of_sections() -> None:
    """The first two rows of a long section stay with its heading."""
    fit = Fit(points=16, columns=1, width=30, height=26.8, is_narrow=False)
    assert list(Section(2, [1, 2, 3]).get_parts(fit)) == [(8, 3)]
    assert list(Section(2, [1, 2, 3.1]).get_parts(fit)) == [(5, 2), (3.1, 1)]
    assert list(Section(2, [7, 1, 1]).get_parts(fit)) == [(9, 1), (1, 1), (1, 1)]
    assert list(Section(2, [1, 7, 1]).get_parts(fit)) == [(10, 2), (1, 1)]
    rows = iter([3.0, 3.0, 3.0, 3.0])
    assert next(Section(2, rows).get_parts(fit)) == (8, 2)
    assert next(rows) == 3


def test_columns_with_unbroken_sections() -> None:
    """Columns are filled as the printer does: with whole sections."""
    event = AGENDA.days[0].events[0]

    def columns(*counts: int) -> int:
        days = [AgendaDay(heading="a", events=[event] * count) for count in counts]
        layout = replace(AGENDA, title="", subtitle="", days=days)
        return get_columns(
            build_layout_content(layout, RenderSettings(paper=LANDSCAPE))
        )

    assert columns(6, 6) == 1
    assert columns(7, 7) == 2
    # A section that fills a column continues in the next one, under its heading again.
    assert columns(16) == 2


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_note(paper: tuple[float, float]) -> None:
    """A short message has larger type than a long one, as large as a checklist's."""

    def points(count: int) -> float:
        note = Note(title="a", subtitle="b", language="en", text="Ready. " * count)
        return get_points(build_layout_content(note, RenderSettings(paper=paper)))

    sizes = [points(count) for count in (1, 10, 100, 150, 250, 2000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == round(get_type_size(paper, 20), 2)
    assert sizes[-1] == round(get_type_size(paper, 13), 2)


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("kind", [Checklist, Agenda])
def test_linear_time(kind: type[Layout], paper: tuple[float, float]) -> None:
    """The work grows linearly with the number of entries."""

    def work(count: int) -> int:
        layout: Layout = replace(
            CHECKLIST,
            groups=[
                replace(CHECKLIST.groups[0], items=[*CHECKLIST.groups[0].items] * count)
            ],
        )
        if kind is Agenda:
            layout = replace(
                AGENDA,
                days=[replace(AGENDA.days[0], events=[*AGENDA.days[0].events] * count)],
            )
        return calls_in(
            lambda: build_layout_content(layout, RenderSettings(paper=paper))
        )

    work(1)
    assert work(1000) < 11 * work(100)


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_forecast(paper: tuple[float, float]) -> None:
    """A forecast has the current weather, the hours and the days."""
    soup = get_soup(build_layout_content(FORECAST, RenderSettings(paper=paper)))

    now = soup.select_one("table.now")
    assert get_texts(now)[:2] == ["12 °C", "Rain"]
    facts = soup.select_one("table.facts")
    assert get_texts(facts) == ["Wind", "12 km/h", "Humidity", "80 %"]
    hours = [
        get_texts(cell) for cell in soup.select("table.hours td") if cell.get_text()
    ]
    assert hours == [[f"at{n}", f"{n}°", f"{n} %"] for n in range(10)]
    days = [" ".join(get_texts(row)) for row in soup.select("table.days tr")]
    assert len(days) == 5
    for number, day in enumerate(days, 20):
        for text in (f"at{number}", f"word{number}", "1 mm", "7 km/h"):
            assert text in day
        assert day.endswith(f"{number}° {number - 9}°")
    assert [get_texts(tag) for tag in soup.find_all("h2")] == [["Today"], ["Next days"]]
    assert len(soup.select("svg.symbol")) == 16


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_gap_between_hours(paper: tuple[float, float]) -> None:
    """The texts of hours that are side by side have a gap."""
    wind = "NW 44.4\N{NO-BREAK SPACE}km/h"
    hours = [step(number, wind=wind) for number in range(12)]
    content = build_layout_content(
        replace(FORECAST, hours=hours, days=[]), RenderSettings(paper=paper)
    )
    rows = get_soup(content).select("table.hours tr")
    width, _ = get_room(paper, get_points(content))
    across = len(rows[0].find_all("td"))
    assert width / across >= measure_width(wind[3:]) * 0.78 + 0.8
    assert sum(len(row.select("b")) for row in rows) == 12


def test_days_side_by_side() -> None:
    """The texts of a day are below each other if they would have no gap."""

    def cells(description: str) -> int:
        day = replace(step(1, precipitation="1 mm", wind="2 km/h"))
        days = [replace(day, description=description)] * 7
        content = build_layout_content(replace(FORECAST, days=days), RenderSettings())
        return len(get_soup(content).select("table.days tr:first-child td"))

    assert cells("Rain") == 7
    assert cells("Rain and wind and hail and fog") == 7
    assert cells("Donaudampfschifffahrtsgesellschaftswetter") == 4


def test_panes_on_landscape_paper() -> None:
    """A landscape page has two panes if there is content for both."""

    def has_panes(forecast: Forecast) -> bool:
        settings = RenderSettings(paper=LANDSCAPE)
        return bool(
            get_soup(build_layout_content(forecast, settings)).select("table.panes")
        )

    assert has_panes(FORECAST)
    assert not has_panes(replace(FORECAST, hours=[]))
    assert not has_panes(replace(FORECAST, days=[]))
    # Panes are not used if they do not fit on a page.
    assert not has_panes(replace(FORECAST, days=[*FORECAST.days] * 20))


def test_incomplete_forecast() -> None:
    """Missing data leaves no trace on the page."""
    bare = replace(
        FORECAST,
        condition=None,
        temperature=None,
        facts=[],
        hours_heading="",
        hours=[step(1, wind="3 km/h", condition=None)],
        days_heading="",
        days=[step(2)],
    )
    for paper in PAPERS:
        soup = get_soup(build_layout_content(bare, RenderSettings(paper=paper)))
        assert get_texts(soup.main)[:4] == ["Rain", "at1", "1°", "3 km/h"]
        assert sorted(get_texts(soup.main)[4:]) == ["2°", "at2", "word2"]
        assert soup.select("h2, .facts, .temperature, .now svg") == []
        assert len(soup.select("svg")) == 1
    alone = replace(FORECAST, hours=[], days=[], facts=[])
    assert get_texts(get_soup(build_layout_content(alone, RenderSettings())).main) == [
        *("12 °C", "Rain")
    ]


def test_each_condition_has_a_symbol() -> None:
    """Each condition of Home Assistant has its own symbol; unknown ones have none."""
    drawings = []
    for condition in CONDITIONS:
        forecast = replace(FORECAST, condition=condition, hours=[], days=[])
        symbols = get_soup(build_layout_content(forecast, RenderSettings())).select(
            "svg"
        )
        assert len(symbols) == 1
        assert symbols[0].find_all(["path", "circle"])
        drawings.append(str(symbols[0]))
    assert len(set(drawings)) == len(CONDITIONS) == 15
    for unknown in (None, "", "unknown", "<svg>"):
        forecast = replace(FORECAST, condition=unknown, hours=[], days=[])
        soup = get_soup(build_layout_content(forecast, RenderSettings()))
        assert soup.select("svg, .sign") == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("size", [(160, 90), (30, 80), (1, 500), (500, 1)], ids=str)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_snapshot(paper: tuple[float, float], size: tuple[int, int], kind: str) -> None:
    """A picture is as large as possible beside its caption, and keeps its shape."""
    shot = snapshot(size, kind)
    soup = get_soup(build_layout_content(shot, RenderSettings(paper=paper)))

    image = soup.img
    assert image is not None
    head, _, data = str(image["src"]).partition(",")
    assert head == f"data:image/{kind.lower()};base64"
    assert b64decode(data) == shot.picture.payload
    found = re.search(r"img \{ .*width: ([\d.]+)mm; height: ([\d.]+)mm;", str(soup))
    assert found
    width, height = float(found[1]), float(found[2])
    margin = 2 * min(min(paper) * 0.07, 15)
    assert width <= paper[0] - margin + 0.2
    assert height <= paper[1] - margin - 5
    assert width >= paper[0] - margin - 0.3 or height >= (paper[1] - margin) * 0.75
    assert abs(width * size[1] - height * size[0]) <= 0.05 * sum(size) + 0.001
    assert get_texts(soup.figcaption) == ["Front <door>", "Friday"]


def test_snapshot_without_caption() -> None:
    """A picture needs no caption."""
    shot = replace(snapshot(), title="", subtitle="")
    soup = get_soup(build_layout_content(shot, RenderSettings()))
    assert soup.figcaption is None
    assert soup.header is None


def test_colors() -> None:
    """A picture has its colors, a test page all; lists have none."""
    grey = replace(snapshot().picture, has_color=False)
    test = PageToTest(
        title="Test", subtitle="", language="en", **dict.fromkeys(TEST_TEXTS, "x")
    )
    for layout, has_color in (
        (snapshot(), True),
        (replace(snapshot(), picture=grey), False),
        (test, True),
        (CHECKLIST, False),
        (AGENDA, False),
        (FORECAST, False),
    ):
        content = build_layout_content(layout, RenderSettings())
        assert content.has_color is has_color


def test_colors_of_templates() -> None:
    """No template has a color whose layout does not say so."""
    folder = Path(layouts.__file__).parent / "templates"
    colored = {
        file.name.partition(".")[0]
        for file in folder.glob("*.jinja")
        for color in re.findall(r"#([0-9a-f]{3,6})\b", file.read_text("utf-8"))
        if color != color[: len(color) // 3] * 3
    }
    assert colored == {"chart", "planner", "test_page"}


def test_picture_of_several_pages() -> None:
    """A picture that was converted to several pages is printed unchanged."""
    pages = Content.from_string("<p>1</p><p>2</p>", MediaFormat.HTML, pages=2)
    shot = replace(snapshot(), picture=pages)
    assert build_layout_content(shot, RenderSettings()) is pages


def test_lone_surrogate() -> None:
    """A lone surrogate is refused."""
    group = ChecklistGroup(heading=None, items=[ChecklistItem(summary="a\ud800")])
    with pytest.raises(DocumentError) as raised:
        build_layout_content(replace(CHECKLIST, groups=[group]), RenderSettings())
    assert raised.value.key == "content_not_text"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60)
SOME_TEXTS = TEXTS.filter(str.strip)
MAYBE = st.none() | SOME_TEXTS


def assert_holds(content: Content, *texts: str | None) -> None:
    """Check that a page contains all these texts."""
    body = get_body_text(content)
    for text in texts:
        assert " ".join((text or "").split()) in body


@hypothesis_settings(max_examples=40)
@given(
    SOME_TEXTS,
    TEXTS,
    MAYBE,
    st.lists(
        st.builds(
            ChecklistItem,
            summary=SOME_TEXTS,
            due=MAYBE,
            description=MAYBE,
            is_done=st.booleans(),
        ),
        max_size=5,
    ),
    st.sampled_from(PAPERS),
)
def test_any_checklist(
    title: str,
    subtitle: str,
    heading: str | None,
    items: list[ChecklistItem],
    paper: tuple[float, float],
) -> None:
    """Any checklist is a valid page with all its texts."""
    checklist = Checklist(
        title=title,
        subtitle=subtitle,
        language="en",
        groups=[ChecklistGroup(heading=heading, items=items)],
    )
    content = build_layout_content(checklist, RenderSettings(paper=paper))
    assert_holds(content, title, subtitle, heading if items else None)
    for item in items:
        assert_holds(content, item.summary, item.due, item.description)


@hypothesis_settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            AgendaEvent,
            time=SOME_TEXTS,
            summary=SOME_TEXTS,
            location=MAYBE,
            description=MAYBE,
        ),
        max_size=5,
    ),
    st.sampled_from(PAPERS),
)
def test_any_agenda(events: list[AgendaEvent], paper: tuple[float, float]) -> None:
    """Any agenda is a valid page with all its texts."""
    agenda = replace(AGENDA, days=[AgendaDay(heading="<Day>", events=events)])
    content = build_layout_content(agenda, RenderSettings(paper=paper))
    assert_holds(content, "<Day>")
    for event in events:
        assert_holds(content, event.time, event.summary)
        assert_holds(content, event.location, event.description)


@hypothesis_settings(max_examples=40)
@given(
    st.builds(
        ForecastStep,
        heading=SOME_TEXTS,
        condition=st.none() | st.sampled_from(CONDITIONS) | TEXTS,
        description=TEXTS,
        temperature=TEXTS,
        low=MAYBE,
        precipitation=MAYBE,
        wind=MAYBE,
    ),
    st.integers(0, 30),
    st.integers(0, 12),
    st.sampled_from(PAPERS),
)
def test_any_forecast(
    weather: ForecastStep, hours: int, days: int, paper: tuple[float, float]
) -> None:
    """Any forecast is a valid page with all its texts."""
    forecast = replace(
        FORECAST,
        condition=weather.condition,
        description=weather.description,
        temperature=weather.temperature,
        hours=[weather] * hours,
        days=[weather] * days,
    )
    content = build_layout_content(forecast, RenderSettings(paper=paper))
    assert_holds(content, weather.description, weather.temperature)
    if hours or days:
        assert_holds(content, weather.heading, weather.precipitation, weather.wind)
    if days:
        assert_holds(content, weather.low)
