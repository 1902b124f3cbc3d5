"""The page that all layouts share: templates, margins, type sizes."""

from functools import cache
from itertools import accumulate
from math import sqrt
from pathlib import Path
import re
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...api.vocabulary import MediaFormat
from ..content import Content, iterate_pieces
from ..errors import DocumentError
from ..settings import A4, MILLIMETRES_PER_INCH, RenderSettings

BODY_POINTS: Final = 11.0
_SMALLEST_POINTS: Final = 8.0
_WIDEST_MARGIN: Final = 15.0
_NARROWEST_MARGIN: Final = 3.0
_POINTS_PER_MILLIMETRE: Final = 72 / MILLIMETRES_PER_INCH
_RUNNING_POINTS: Final = 9.0
_RUNNING_WIDTH: Final = 0.8  # of the title beside the number

_UNPRINTABLE: Final = {  # HTML may not contain control characters even in escaped form
    number: "\ufffd" for number in (*range(0x20), 0x7F) if chr(number) not in "\t\n\r"
} | {ord("\v"): "\n", ord("\f"): "\n"}

_LANGUAGES: Final = (  # in which style Chinese characters are drawn
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7a3]"), "ko"),
    (re.compile(r"[\u3400-\u9fff]"), "zh-Hans"),
)


def get_margin(paper: tuple[float, float]) -> float:
    """Return the margin of a paper in millimetres."""
    return round(max(_NARROWEST_MARGIN, min(_WIDEST_MARGIN, min(paper) * 0.07)), 1)


def get_type_size(paper: tuple[float, float], points: float) -> float:
    """Return a type size in points, given its size on A4.

    Smaller paper is held closer.
    """
    return max(_SMALLEST_POINTS, points * sqrt(min(paper) / min(A4)))


def get_room(paper: tuple[float, float], points: float) -> tuple[float, float]:
    """Return the width and height within the margins, in em of this type size."""
    margin = get_margin(paper)
    width, height = (
        max(1.0, (side - 2 * margin) * _POINTS_PER_MILLIMETRE / points)
        for side in paper
    )
    return width, height


def detect_language(text: str) -> str:
    """Return the language whose style Chinese characters have, or an empty string."""
    languages = (language for letters, language in _LANGUAGES if letters.search(text))
    return next(languages, "")


def _css_string(text: str | None) -> Markup:
    escaped = (
        letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in text or ""
    )
    return Markup(f'"{"".join(escaped)}"')


def _shorten(text: str, paper: tuple[float, float], points: float) -> str:
    """Return as much of a text as stands beside the page number: nothing cuts it there."""
    room = get_room(paper, points or _RUNNING_POINTS)[0] * _RUNNING_WIDTH
    widths = accumulate(1.0 if ord(letter) > 0x1100 else 0.56 for letter in text)
    count = sum(width <= room for width in widths)
    return text if count == len(text) else f"{text[: count - 1].rstrip()}…"


def create_environment(folder: Path) -> Environment:
    """Return an environment for the templates in a folder; all values are escaped."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def _environment() -> Environment:
    """Return the environment of our templates. Blocking at the first call."""
    environment = create_environment(Path(__file__).parent / "templates")
    environment.filters["css_string"] = _css_string
    return environment


def build_page_content(
    template: str,
    settings: RenderSettings,
    *,
    title: str | None,
    subtitle: str | None,
    language: str,
    points: float,
    margin: float | None = None,
    has_color: bool = False,
    **values: Any,
) -> Content:
    """Render a template. Blocking. Raises DocumentError for invalid characters.

    A template that leaves no `margin` of its own, in millimetres, has the usual one.
    """
    margin = get_margin(settings.paper) if margin is None else margin
    running_points = 0.0
    if not settings.has_header_or_footer:
        # In narrow margins, the type is smaller; no printer prints up to the edge.
        most = margin * 0.6 * _POINTS_PER_MILLIMETRE / 1.2
        running_points = round(min(_RUNNING_POINTS, most), 1)
    html = (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            title=title,
            running_title=_shorten(title or "", settings.paper, running_points),
            subtitle=subtitle,
            language=language,
            points=round(points, 2),
            paper=settings.paper,
            margin=margin,
            running_points=running_points,
            **values,
        )
    )
    printable = "".join(piece.translate(_UNPRINTABLE) for piece in iterate_pieces(html))
    return Content.from_string(
        printable,
        MediaFormat.HTML,
        paper=settings.paper,
        margin=margin,
        has_color=has_color,
    )


def build_text_content(text: str, settings: RenderSettings) -> Content:
    """Return a text as a page. Blocking. Raises DocumentError."""
    if not text or text.isspace():
        raise DocumentError("content_empty")
    return build_page_content(
        "note",
        settings,
        title=None,
        subtitle=None,
        language=detect_language(text),
        points=get_type_size(settings.paper, BODY_POINTS),
        text=text,
    )
