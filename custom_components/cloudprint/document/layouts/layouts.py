"""Rendering of the layouts in `models`."""

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


def build_layout_content(layout: Layout, settings: RenderSettings) -> Content:
    """Return pages. Blocking. Raises DocumentError for invalid characters."""
    match layout:
        case Checklist():
            return _checklist(layout, settings)
        case Agenda():
            return _agenda(layout, settings)
        case Forecast():
            return _forecast(layout, settings)
        case Snapshot():
            return _snapshot(layout, settings)
        case Note():
            return _note(layout, settings)
        case TestPage():
            return _test_page(layout, settings)
    raise TypeError(f"{type(layout).__name__} is not a layout")


def _page(
    layout: Layout,
    template: str,
    settings: RenderSettings,
    points: float,
    **values: Any,
) -> Content:
    layout_values = {item.name: getattr(layout, item.name) for item in fields(layout)}
    return build_page_content(
        template, settings, points=points, **(layout_values | values)
    )


def _checklist(checklist: Checklist, settings: RenderSettings) -> Content:
    fit = fit_checklist(checklist, settings.paper)
    return _page(
        checklist,
        "checklist",
        settings,
        fit.points,
        columns=fit.columns,
        is_due_below=fit.is_narrow,
        groups=[
            (group, checklist_section(group, fit).is_short(fit))
            for group in checklist.groups
            if group.items
        ],
    )


def _agenda(agenda: Agenda, settings: RenderSettings) -> Content:
    fit = fit_agenda(agenda, settings.paper)
    return _page(
        agenda,
        "agenda",
        settings,
        fit.points,
        columns=fit.columns,
        days=[(day, agenda_section(day, fit).is_short(fit)) for day in agenda.days],
        time_width=round(fit.time_width, 2),
        is_time_above=fit.is_narrow,
    )


def _forecast(forecast: Forecast, settings: RenderSettings) -> Content:
    fit = fit_forecast(forecast, settings.paper)
    return _page(
        forecast,
        "forecast",
        settings,
        fit.points,
        columns=fit.columns,
        is_narrow=fit.is_narrow,
        has_facts_below=has_facts_below(fit),
        hours_in_row=hours_in_row(forecast.hours, fit.width),
    )


def _note(note: Note, settings: RenderSettings) -> Content:
    points = fit_text(
        note.title,
        note.subtitle,
        settings.paper,
        _NOTE_POINTS,
        lambda width: [line_count(note.text, width / _NOTE_SCALE) * _NOTE_LINE],
    )
    return _page(note, "note", settings, points)


def _test_page(page: TestPage, settings: RenderSettings) -> Content:
    width = settings.paper[0] - 2 * get_margin(settings.paper)
    return _page(
        page,
        "test_page",
        settings,
        get_type_size(settings.paper, BODY_POINTS),
        width=round(width, 1),
        # Whole centimetres, so that the ruler ends at a number
        length=max(10, int(width) // 10 * 10),
        sample=_SAMPLE,
    )


def _snapshot(snapshot: Snapshot, settings: RenderSettings) -> Content:
    if (media_type := _MEDIA_TYPES.get(snapshot.picture.media_format)) is None:
        # A picture of several pages is a web page already.
        return snapshot.picture
    points = get_type_size(settings.paper, _CAPTION_POINTS)
    data = b"".join(base64_pieces(snapshot.picture.payload)).decode("ascii")
    return _page(
        snapshot,
        "snapshot",
        settings,
        points,
        picture=f"data:{media_type};base64,{data}",
        picture_size=_picture_size(snapshot, settings.paper, points),
    )


def _picture_size(
    snapshot: Snapshot, paper: tuple[float, float], points: float
) -> tuple[float, float]:
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
