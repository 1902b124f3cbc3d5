"""Our page: how all that we lay out ourselves looks on paper."""

from functools import cache
from math import sqrt
from pathlib import Path
import re
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...api import MediaFormat
from ..content import Content
from ..fitting import MILLIMETRES_PER_INCH
from ..settings import A4, RenderSettings

BODY_POINTS: Final = 11.0
"""The type of running text on A4."""

_SMALLEST_POINTS: Final = 8.0
_WIDEST_MARGIN: Final = 15.0
_NARROWEST_MARGIN: Final = 3.0
_POINTS_PER_MILLIMETRE: Final = 72 / MILLIMETRES_PER_INCH

_UNPRINTABLE: Final = {
    number: "\ufffd" for number in (*range(0x20), 0x7F) if chr(number) not in "\t\n\r"
} | {ord("\v"): "\n", ord("\f"): "\n"}
"""What no HTML may hold, however it is written."""

_LANGUAGES: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7a3]"), "ko"),
    (re.compile(r"[\u3400-\u9fff]"), "zh-Hans"),
)
"""Letters that tell how the Chinese characters beside them are to be drawn."""


def margin_of(paper: tuple[float, float]) -> float:
    """Return the margin in millimetres: as wide as a paper of this size can spare."""
    return round(max(_NARROWEST_MARGIN, min(_WIDEST_MARGIN, min(paper) * 0.07)), 1)


def type_size(paper: tuple[float, float], points: float) -> float:
    """Return the size of type on a paper where it is so many points on A4.

    Half the paper is held half as far away, but not quite: it goes by the square root.
    """
    return max(_SMALLEST_POINTS, points * sqrt(min(paper) / min(A4)))


def room_on(paper: tuple[float, float], points: float) -> tuple[float, float]:
    """Return the width and height within the margins, in em of type of this size."""
    margin = margin_of(paper)
    width, height = (
        max(1.0, (side - 2 * margin) * _POINTS_PER_MILLIMETRE / points)
        for side in paper
    )
    return width, height


def language_of(text: str) -> str:
    """Return the language that the letters of a text tell, or nothing.

    It only decides how Chinese characters look, which many languages share.
    """
    for letters, language in _LANGUAGES:
        if letters.search(text):
            return language
    return ""


@cache
def _environment() -> Environment:
    """Return what reads our templates. It blocks the first time."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        auto_reload=False,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def page_content(
    template: str,
    settings: RenderSettings,
    *,
    title: str | None,
    subtitle: str | None,
    language: str,
    points: float,
    **values: Any,
) -> Content:
    """Return a template, filled with values, as a page of the paper of the settings.

    `points` is the size of its type. It blocks. Raises DocumentError for characters
    that are none.
    """
    html = (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            title=title,
            subtitle=subtitle,
            language=language,
            points=round(points, 2),
            paper=settings.paper,
            margin=margin_of(settings.paper),
            **values,
        )
    )
    return Content.from_string(
        html.translate(_UNPRINTABLE), MediaFormat.HTML, paper=settings.paper
    )
