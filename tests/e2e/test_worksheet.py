"""Sums for school, as Chromium prints them."""

from pathlib import Path
import re
import subprocess
from typing import Any

import pytest

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.settings import A4, RenderSettings
from docs.layouts.samples import worksheet

from .browser import print_to_paper
from .paper import Paper

pytestmark = pytest.mark.browser

A5 = (148.0, 210.0)
LETTER = (215.9, 279.4)
MARGIN = 9.0  # mm, at least, with nothing in it
RUNNING = 14.0  # mm, in which the title is again, from the second page on


def smallest_type(paper: Paper, width: float) -> float:
    """Return the smallest type in points on paper of a width in mm."""
    made = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", str(paper.file)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    scale = width / 25.4 * 72 / float(re.findall(r'<page [^>]*width="(\d+)"', made)[0])
    return (
        min(float(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', made))
        * scale
    )


@pytest.mark.parametrize(
    ("language", "size"),
    [("en", A4), ("zh-Hans", LETTER), ("zh-Hans", A5)],
    ids=str,
)
@pytest.mark.parametrize(
    ("details", "pages"),
    [
        ({"count": 1}, 2),
        ({"count": 40, "largest": 20, "kinds": ["add", "subtract"]}, 2),
        ({"count": 40, "has_missing": True, "has_remainders": True}, None),
        ({"count": 500, "largest": 1000, "has_remainders": True, "columns": 8}, None),
        ({"count": 12, "largest": 1000, "has_missing": True, "columns": 1}, None),
        ({"count": 30, "title": "Größe " + "verylongword" * 20}, None),
    ],
)
def test_paper(
    language: str,
    size: tuple[float, float],
    details: dict[str, Any],
    pages: int | None,
    tmp_path: Path,
) -> None:
    """All sums and answers are on paper, in rows, in type of at least 9 points."""
    layout = worksheet(language, **details)
    content = build_layout_content(layout, RenderSettings(paper=size))
    paper = print_to_paper(content, tmp_path)
    printed = list(paper.words())
    assert pages is None or len(printed) == pages
    for page in printed:
        for _, place in page:
            if place.top + place.height < RUNNING:
                continue
            assert place.left >= MARGIN
            assert place.left + place.width <= size[0] - MARGIN
            assert place.top + place.height <= size[1] - MARGIN
    words = [[word for word, _ in page] for page in printed]
    every = [word for page in words for word in page]
    assert every.count("=") == 2 * len(layout.sums)
    (first,) = (
        number
        for number, page in enumerate(words)
        if layout.words["sums_answers"] in page
    )
    # The answers begin on a sheet of their own.
    assert sum(page.count("=") for page in words[:first]) == len(layout.sums)
    assert smallest_type(paper, size[0]) > 8.5
    _, fitted = layout.fit(size)
    assert len(fitted["sheets"][0][0]) <= (details.get("columns") or 5)
