"""Layouts of one and several pages, as Chromium prints them."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from pathlib import Path
import re

import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.layouts.models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Note,
)
from custom_components.cloudprint.document.layouts.table import build_table_content
from custom_components.cloudprint.document.settings import A4, RenderSettings

from .browser import print_to_paper
from .paper import Place

pytestmark = pytest.mark.browser

A5 = (148.0, 210.0)
RECEIPT = (80.0, 200.0)
TITLE = "Family's <week> \\ 家庭"

type Build = Callable[[int, RenderSettings], Content]
type Words = Sequence[tuple[str, Place]]


def build_agenda(days: int, settings: RenderSettings) -> Content:
    """Return an agenda in which each third day has many events."""
    agenda = Agenda(
        title=TITLE,
        subtitle="",
        language="en",
        empty="Nothing",
        days=[
            AgendaDay(
                heading=f"Day{day}.",
                events=[
                    AgendaEvent(
                        time="9:00",
                        summary=f"of{day}.",
                    )
                    for _ in range((0, 3, 14)[day % 3])
                ],
            )
            for day in range(days)
        ],
    )
    return build_layout_content(agenda, settings)


def build_checklist(items: int, settings: RenderSettings) -> Content:
    """Return a list in groups of four."""
    groups = [
        ChecklistGroup(
            heading=f"Day{first}.",
            items=[ChecklistItem(summary=f"of{first}.") for _ in range(4)],
        )
        for first in range(0, items, 4)
    ]
    checklist = Checklist(title=TITLE, subtitle="", language="en", groups=groups)
    return build_layout_content(checklist, settings)


def build_note(lines: int, settings: RenderSettings) -> Content:
    """Return a message of many lines."""
    text = "\n".join(f"The washing machine has finished {n}" for n in range(lines))
    note = Note(title=TITLE, subtitle="Friday", language="en", text=text)
    return build_layout_content(note, settings)


def build_markdown(sections: int, settings: RenderSettings) -> Content:
    """Return Markdown of many sections."""
    text = "## Day\n\n- [ ] Milk\n- Eggs, a **dozen** of them\n\nand bread\n\n|a|b|\n|-|-|\n|1|2|\n\n> said\n\n```\ncode\n```\n\n"
    return build_markdown_content(text * sections, settings, title=TITLE)


def build_table(rows: int, settings: RenderSettings) -> Content:
    """Return a table of many rows."""
    return build_table_content(
        "Day,Item\n" + "Fri,Milk\n" * rows, settings, title=TITLE
    )


def print_page(content: Content, folder: Path) -> list[Words]:
    """Return the words on each printed page."""
    return list(print_to_paper(content, folder).words())


def get_columns(pages: Sequence[Words], width: float) -> list[list[str]]:
    """Return the words of each column below the margin, from top to bottom."""
    columns = []
    for page in pages:
        for left, right in ((0, width / 2), (width / 2, width)):
            words = [
                (place.top, word)
                for word, place in page
                if left <= place.left < right and word.startswith(("Day", "of"))
            ]
            columns.append([word for _, word in sorted(words)])
    return [column for column in columns if column]


@pytest.mark.parametrize("paper", [A4, A5, RECEIPT], ids=str)
@pytest.mark.parametrize(
    ("build", "count"), [(build_agenda, 24), (build_checklist, 150)]
)
def test_headings(
    build: Build, count: int, paper: tuple[float, float], tmp_path: Path
) -> None:
    """Each column and page begins with a heading, and no heading stands alone."""
    content = build(count, RenderSettings(paper=paper))
    pages = print_page(content, tmp_path)
    assert len(pages) > 1

    columns = get_columns(pages, paper[0])
    for column in columns:
        assert column[0].startswith("Day")
    words = [word for column in columns for word in column]
    for word, following in pairwise(words):
        if following.startswith("of"):
            # It is under its own heading.
            assert following[2:] == word.removeprefix("Day").removeprefix("of")
    for number in range(count):
        parts = [part for column in columns if (part := column.count(f"of{number}."))]
        if sum(parts) <= 5:
            assert len(parts) <= 1
        else:
            assert parts[0] >= 2


@pytest.mark.parametrize("paper", [A4, A5, RECEIPT], ids=str)
@pytest.mark.parametrize("due", [None, "Tue, Dec 1"])
def test_long_addresses(
    due: str | None, paper: tuple[float, float], tmp_path: Path
) -> None:
    """What is longer than a line of a list is broken, and nothing is cut."""
    address = f"https://shop.example/{'article' * 20}"
    item = ChecklistItem(
        summary=f"Milk {address} Eggs", due=due, description=f"Bread {address} Salt"
    )
    group = ChecklistGroup(heading=f"Oats {address} Rice", items=[item])
    checklist = Checklist(title=TITLE, subtitle="", language="en", groups=[group])
    content = build_layout_content(checklist, RenderSettings(paper=paper))
    (page,) = print_page(content, tmp_path)
    text = "".join(word for word, _ in page)
    for word in ("Oats", "Rice", "Milk", "Eggs", "Bread", "Salt"):
        assert word in text
    assert text.count(address) == 3
    for _, place in page:
        assert place.left + place.width < paper[0]


@pytest.mark.parametrize("paper", [A4, RECEIPT], ids=str)
@pytest.mark.parametrize(
    ("build", "few", "many"),
    [
        (build_agenda, 1, 30),
        (build_checklist, 10, 150),
        (build_note, 5, 200),
        (build_markdown, 1, 20),
        (build_table, 5, 150),
    ],
)
def test_running_title(
    build: Build, few: int, many: int, paper: tuple[float, float], tmp_path: Path
) -> None:
    """From the second page on, the title and the page number are in the margin."""
    settings = RenderSettings(paper=paper)
    (only,) = print_page(build(few, settings), tmp_path)
    assert not any(word == "/" for word, _ in only)

    first, *others = pages = print_page(build(many, settings), tmp_path)
    margin = min(paper) * 0.07
    assert not any(word == "/" for word, _ in first)
    for number, page in enumerate(others, 2):
        running = [
            word for word, place in page if place.top + place.height / 2 < margin
        ]
        assert running == [*TITLE.split(), str(number), "/", str(len(pages))]


@pytest.mark.parametrize(
    ("build", "paper"),
    [
        (build_agenda, A4),
        (build_checklist, A4),
        *product((build_note, build_markdown, build_table), (A4, RECEIPT)),
    ],
)
def test_largest_type(build: Build, paper: tuple[float, float], tmp_path: Path) -> None:
    """What has larger type than something long is on one page."""
    settings = RenderSettings(paper=paper)
    smallest = get_points(build(500, settings))
    fitting = 0
    for count in (2, 5, 11, 25, 60):
        content = build(count, settings)
        if get_points(content) > smallest:
            fitting += 1
            assert len(print_page(content, tmp_path)) == 1
    assert fitting


def get_points(content: Content) -> float:
    """Return the type size of a page."""
    found = re.search(rb"html \{\s*font-size: ([\d.]+)pt", content.payload)
    assert found is not None
    return float(found[1])
