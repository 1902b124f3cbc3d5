"""Rendering of the layouts in `models`."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from io import BytesIO
from typing import Any, Final

from PIL import Image

from ...api.vocabulary import MediaFormat
from ..content import Content, base64_pieces
from ..settings import RenderSettings
from .fit import (
    agenda_section,
    checklist_section,
    fit_agenda,
    fit_checklist,
    fit_forecast,
    fit_text,
    has_facts_below,
    hours_in_row,
)
from .measure import line_count, measure_height
from .models import Agenda, Checklist, Forecast, Layout, Note, Snapshot, TestPage
from .page import BODY_POINTS, build_page_content, get_margin, get_room, get_type_size

_CAPTION_POINTS: Final = 13.0
_NOTE_POINTS: Final = 13.0
_NOTE_SCALE: Final = 1.15
_NOTE_LINE: Final = 1.5 * _NOTE_SCALE
_SAMPLE: Final = (
    "The quick brown fox jumps over the lazy dog. 天地玄黄，宇宙洪荒。0123456789"
)
_MEDIA_TYPES: Final = {
    MediaFormat.PNG: "image/png",
    MediaFormat.JPG: "image/jpeg",
    MediaFormat.BMP: "image/bmp",
}

type Size = tuple[float, float]
type _Fitted = tuple[float, dict[str, Any]]
"""The type size in points, and further values for the template."""


def build_layout_content(layout: Layout, settings: RenderSettings) -> Content:
    """Return pages. Blocking. Raises DocumentError for invalid characters."""
    if isinstance(layout, Snapshot) and layout.picture.media_format not in _MEDIA_TYPES:
        # A picture of several pages is a web page already.
        return layout.picture
    template, fit = _LAYOUTS[type(layout)]
    points, values = fit(layout, settings.paper)
    texts = {item.name: getattr(layout, item.name) for item in fields(layout)}
    return build_page_content(template, settings, points=points, **(texts | values))


def _fit_checklist(checklist: Checklist, paper: Size) -> _Fitted:
    fit = fit_checklist(checklist, paper)
    groups = [
        (group, checklist_section(group, fit).is_short(fit))
        for group in checklist.groups
        if group.items
    ]
    return fit.points, {
        "columns": fit.columns,
        "is_due_below": fit.is_narrow,
        "groups": groups,
    }


def _fit_agenda(agenda: Agenda, paper: Size) -> _Fitted:
    fit = fit_agenda(agenda, paper)
    return fit.points, {
        "columns": fit.columns,
        "days": [(day, agenda_section(day, fit).is_short(fit)) for day in agenda.days],
        "time_width": round(fit.time_width, 2),
        "is_time_above": fit.is_narrow,
    }


def _fit_forecast(forecast: Forecast, paper: Size) -> _Fitted:
    fit = fit_forecast(forecast, paper)
    return fit.points, {
        "columns": fit.columns,
        "is_narrow": fit.is_narrow,
        "has_facts_below": has_facts_below(fit),
        "hours_in_row": hours_in_row(forecast.hours, fit.width),
    }


def _fit_note(note: Note, paper: Size) -> _Fitted:
    def heights(width: float) -> list[float]:
        return [line_count(note.text, width / _NOTE_SCALE) * _NOTE_LINE]

    return fit_text(note.title, note.subtitle, paper, _NOTE_POINTS, heights), {}


def _fit_test_page(_: TestPage, paper: Size) -> _Fitted:
    width = paper[0] - 2 * get_margin(paper)
    return get_type_size(paper, BODY_POINTS), {
        "width": round(width, 1),
        # Whole centimetres, so that the ruler ends at a number
        "length": max(10, int(width) // 10 * 10),
        "sample": _SAMPLE,
    }


def _fit_snapshot(snapshot: Snapshot, paper: Size) -> _Fitted:
    points = get_type_size(paper, _CAPTION_POINTS)
    media_type = _MEDIA_TYPES[snapshot.picture.media_format]
    data = b"".join(base64_pieces(snapshot.picture.payload)).decode("ascii")
    return points, {
        "picture": f"data:{media_type};base64,{data}",
        "picture_size": _picture_size(snapshot, paper, points),
    }


_LAYOUTS: Final[Mapping[type[Layout], tuple[str, Callable[[Any, Size], _Fitted]]]] = {
    Checklist: ("checklist", _fit_checklist),
    Agenda: ("agenda", _fit_agenda),
    Forecast: ("forecast", _fit_forecast),
    Snapshot: ("snapshot", _fit_snapshot),
    Note: ("note", _fit_note),
    TestPage: ("test_page", _fit_test_page),
}
"""The templates of layouts, and how these fit on paper."""


def _picture_size(snapshot: Snapshot, paper: Size, points: float) -> Size:
    """Return the width and height in millimetres beside the caption."""
    width, height = get_room(paper, points)
    caption = (
        measure_height(snapshot.title, width * 0.9, 1.15)
        + measure_height(snapshot.subtitle, width, 0.9)
        + 1.5
    )
    room = (
        paper[0] - 2 * get_margin(paper),
        max(paper[1] - 2 * get_margin(paper), 1) * max(1 - caption / height, 0.2),
    )
    with Image.open(BytesIO(snapshot.picture.payload)) as image:
        across, down = image.size
    scale = min(room[0] / across, room[1] / down)
    return round(across * scale, 1), round(down * scale, 1)
