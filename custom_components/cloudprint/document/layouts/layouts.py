"""The layouts in `models`: the type and columns that fit, and the pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from io import BytesIO
from itertools import batched
from math import ceil
from typing import Any, Final

from PIL import Image

from ...api.vocabulary import MediaFormat
from ..content import Content, base64_pieces
from ..settings import RenderSettings
from ..sheets.paper import Size
from .fit import (
    LINE,
    Fit,
    Section,
    fill_sheets,
    fit_layout,
    fit_text,
    line_count,
    measure_height,
    measure_width,
)
from .models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Forecast,
    ForecastStep,
    Layout,
    LinkSheet,
    NamedLayout,
    Note,
    Snapshot,
    TestPage,
)
from .page import BODY_POINTS, build_page_content, get_margin, get_room, get_type_size

_SMALL: Final = 0.82
_LINE: Final = 0.75  # points of a line, which is a pixel
_DETAIL: Final = 1.35 / LINE  # lines of details are closer
_NARROW_FORECAST: Final = 28.0
_HOUR_DETAIL: Final = 0.78
_HOUR_GAP: Final = 0.8
_DAY_DETAIL: Final = 0.85
_DAY_GAP: Final = 1.0
_DAY_TEMPERATURES: Final = 8.2  # of a day there, with its symbol
_CAPTION_POINTS: Final = 13.0
_NOTE_POINTS: Final = 13.0
_NOTE_SCALE: Final = 1.15
_NOTE_LINE: Final = 1.5 * _NOTE_SCALE
_LINK_POINTS: Final = 18.0
_LINK_CODE: Final = (30.0, 150.0)  # smallest and largest side in millimetres
_QUIET_ZONE: Final = 4  # modules on each side (ISO/IEC 18004)
_MEDIA_TYPES: Final = {
    MediaFormat.PNG: "image/png",
    MediaFormat.JPG: "image/jpeg",
    MediaFormat.BMP: "image/bmp",
}

type _Fitted = tuple[float, dict[str, Any]]  # points, and values for the template


def build_layout_content(layout: Layout, settings: RenderSettings) -> Content:
    """Return pages. Blocking. Raises DocumentError for invalid characters."""
    if isinstance(layout, Snapshot) and layout.picture.media_format not in _MEDIA_TYPES:
        # A picture of several pages is a web page already.
        return layout.picture
    warnings: Sequence[str] = ()
    if isinstance(layout, NamedLayout):
        settings = replace(settings, paper=layout.own_paper or settings.paper)
        template, (points, values) = layout.template, layout.fit(settings.paper)
        warnings = layout.warnings
    else:
        template, fit = _LAYOUTS[type(layout)]
        points, values = fit(layout, settings.paper)
    texts = {item.name: getattr(layout, item.name) for item in fields(layout)}
    content = build_page_content(template, settings, points=points, **(texts | values))
    return replace(
        content, warnings=tuple(warnings), stated_pages=values.get("page_count")
    )


def _fit_checklist(checklist: Checklist, paper: Size) -> _Fitted:
    """Fit a checklist; a long one has two columns if there is room."""

    def section(group: ChecklistGroup, fit: Fit) -> Section:
        def item_height(item: ChecklistItem) -> float:
            room = fit.width - 1.75
            height = measure_height(item.description, room, _SMALL) * _DETAIL
            if item.due and fit.is_narrow:
                height += measure_height(item.due, room, _SMALL)
            elif item.due:
                room = max(room - measure_width(item.due) * _SMALL - 0.8, 1)
            return (
                height + measure_height(item.summary, room) + 0.56 + _LINE / fit.points
            )

        heading = measure_height(group.heading, fit.width, 1.05) + 0.6
        return Section(heading, map(item_height, group.items))

    groups = [group for group in checklist.groups if group.items]
    fit = fit_layout(
        checklist, paper, lambda fit: (section(group, fit) for group in groups)
    )
    parts = [(group, group.items, section(group, fit)) for group in groups]
    return fit.points, {
        **_fill_sheets(checklist, paper, fit, parts, 0.65),
        "is_due_below": fit.is_narrow,
    }


def _fit_agenda(agenda: Agenda, paper: Size) -> _Fitted:
    """Fit an agenda; on narrow paper, times are above their events."""
    times = (event.time for day in agenda.days for event in day.events)
    widest = max(map(measure_width, times), default=0) + 0.9

    def get_time_width(fit: Fit) -> float:
        return min(widest, fit.width * 0.4)

    def section(day: AgendaDay, fit: Fit) -> Section:
        def event_height(event: AgendaEvent) -> float:
            room = fit.width - (0.0 if fit.is_narrow else get_time_width(fit))
            return (
                measure_height(event.summary, room)
                + measure_height(event.location, room, _SMALL) * _DETAIL
                + measure_height(event.description, room, _SMALL) * _DETAIL
                + _SMALL * LINE * _DETAIL * fit.is_narrow
                + 0.7
                + _LINE / fit.points
            )

        heading = measure_height(day.heading, fit.width, 1.15) + 1.24
        return Section(heading, map(event_height, day.events) if day.events else [2.0])

    fit = fit_layout(
        agenda, paper, lambda fit: (section(day, fit) for day in agenda.days)
    )
    parts = [(day, day.events, section(day, fit)) for day in agenda.days]
    return fit.points, {
        **_fill_sheets(agenda, paper, fit, parts, 1.0),
        "time_width": round(get_time_width(fit), 2),
        "is_time_above": fit.is_narrow,
    }


def _fill_sheets(
    layout: Layout,
    paper: Size,
    fit: Fit,
    sections: Sequence[tuple[Any, Any, Section]],
    gap: float,
) -> dict[str, Any]:
    title, subtitle = layout.title, layout.subtitle
    sheets, pages = fill_sheets(title, subtitle, paper, fit, sections, gap)
    return {"columns": fit.columns, "sheets": sheets, "page_count": pages}


def _hours_in_row(hours: Sequence[ForecastStep], width: float) -> int:
    """Return the number of hours side by side, in rows of about equal length."""
    widest = max(
        (_unbroken(hour.heading, *_details(hour)) for hour in hours), default=0
    )
    widest = widest * _HOUR_DETAIL + _HOUR_GAP
    most = max(1, min(12, int(width / max(widest, 3.3))))
    rows = max(1, ceil(len(hours) / most))
    return max(1, ceil(len(hours) / rows))


def _details(step: ForecastStep) -> Iterator[str]:
    return filter(None, (step.precipitation, step.wind))


def _unbroken(*texts: str | None) -> float:
    """Return the width of the longest part without a space."""
    return max(
        measure_width(part) for text in texts for part in (text or "").split(" ")
    )


def _days_width(days: Sequence[ForecastStep]) -> float:
    """Return the width in em of days with all their texts side by side."""

    def widest(*texts: Callable[[ForecastStep], float]) -> float:
        return sum(max(map(text, days), default=0) for text in texts)

    names = widest(lambda day: measure_width(day.heading) * 1.12)
    words = widest(lambda day: _unbroken(day.description))
    details = widest(
        lambda day: _unbroken(day.precipitation), lambda day: _unbroken(day.wind)
    )
    return names + words + details * _DAY_DETAIL + 4 * _DAY_GAP + _DAY_TEMPERATURES


def _fit_forecast(forecast: Forecast, paper: Size) -> _Fitted:
    """Fit a forecast; on wide paper, the days have a column of their own."""
    hours, days = forecast.hours, forecast.days

    def hour_rows(fit: Fit) -> Iterator[float]:
        across = _hours_in_row(hours, fit.width)
        room = fit.width / across - _HOUR_GAP
        for row in batched(hours, across, strict=False):
            details = (
                sum(measure_height(text, room, _HOUR_DETAIL) for text in _details(hour))
                for hour in row
            )
            yield 5.4 + max(details)

    def day_height(day: ForecastStep, fit: Fit) -> float:
        details = " \N{MIDDLE DOT} ".join(_details(day))
        return 2.9 + measure_height(details, fit.width - _DAY_TEMPERATURES, _DAY_DETAIL)

    def is_narrow(fit: Fit) -> bool:
        return fit.is_narrow or fit.columns > 1

    def sections(fit: Fit) -> Iterator[Section]:
        facts = len(forecast.facts) * (LINE + 0.25)
        now = (8.1 + facts if fit.width < _NARROW_FORECAST else max(7, facts)) + 1.1
        yield Section(now + (sum(hour_rows(fit)) + 2.9 if hours else 0), [])
        heights = (day_height(day, fit) if is_narrow(fit) else 2.8 for day in days)
        yield Section(sum(heights) + 1.9 if days else 0, [])

    has_panes = paper[0] > paper[1] and bool(days) and bool(hours)
    fit = fit_layout(
        forecast,
        paper,
        sections,
        narrow=max(_NARROW_FORECAST, _days_width(days)),
        may_have_columns=has_panes,
        is_flowing=False,
    )
    return fit.points, {
        "columns": fit.columns,
        "is_narrow": is_narrow(fit),
        # Whether they have no room beside the weather
        "has_facts_below": fit.width < _NARROW_FORECAST,
        "hours_in_row": _hours_in_row(hours, fit.width),
    }


def _fit_note(note: Note, paper: Size) -> _Fitted:
    def heights(width: float) -> list[float]:
        return [line_count(note.text, width / _NOTE_SCALE) * _NOTE_LINE]

    return fit_text(note.title, note.subtitle, paper, _NOTE_POINTS, heights), {}


def _fit_test_page(_: TestPage, paper: Size) -> _Fitted:
    width = paper[0] - 2 * get_margin(paper)
    return get_type_size(paper, BODY_POINTS), {
        "width": round(width, 1),
        "has_color": True,
        # Whole centimetres, so that the ruler ends at a number
        "length": max(10, int(width) // 10 * 10),
        "sample": (
            "The quick brown fox jumps over the lazy dog. 天地玄黄，宇宙洪荒。0123456789"
        ),
    }


def _fit_link_sheet(sheet: LinkSheet, paper: Size) -> _Fitted:
    """Fit the code: as large as there is room below the texts, or beside on wide paper."""
    import segno  # noqa: PLC0415 - hardly ever used

    points = get_type_size(paper, _LINK_POINTS)
    width, height = get_room(paper, points)
    across, along = (side - 2 * get_margin(paper) for side in paper)
    if is_wide := across > along:
        side = min(across * 0.5, along)
    else:
        address = "" if sheet.values else sheet.address
        sizes = [(sheet.title, 2.2), (sheet.subtitle, 1.2), (address, 0.8)]
        sizes += [(text.heading, 2.2) for text in sheet.texts[1:]]
        for text in sheet.texts:
            sizes += [(text.scan, 1.1), (text.network or "", 0.8)]
        for label, value in sheet.values:
            sizes += [(label, 1.2), (value, 1.4)]
        texts = 1.5 + sum(measure_height(text, width, size) for text, size in sizes)
        side = min(across, along * (1 - texts / height))
    smallest, largest = _LINK_CODE
    # Phones guess UTF-8, and seldom know what says so.
    code = segno.make(sheet.address, error="m", micro=False, encoding="utf-8")
    rows = [bytes(row) for row in code.matrix_iter(border=_QUIET_ZONE)]
    return points, {
        "is_wide": is_wide,
        "side": round(max(smallest, min(largest, side)), 1),
        "modules": len(rows),
        "code": "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        ),
    }


def _fit_snapshot(snapshot: Snapshot, paper: Size) -> _Fitted:
    points = get_type_size(paper, _CAPTION_POINTS)
    width, height = get_room(paper, points)
    caption = (
        measure_height(snapshot.title, width * 0.9, 1.15)
        + measure_height(snapshot.subtitle, width, 0.9)
        + 1.5
    )
    margins = 2 * get_margin(paper)
    room = max(paper[1] - margins, 1) * max(1 - caption / height, 0.2)
    payload = snapshot.picture.payload
    with Image.open(BytesIO(payload)) as image:
        across, down = image.size
    scale = min((paper[0] - margins) / across, room / down)
    media_type = _MEDIA_TYPES[snapshot.picture.media_format]
    data = b"".join(base64_pieces(payload)).decode("ascii")
    return points, {
        "has_color": snapshot.picture.has_color,
        "picture": f"data:{media_type};base64,{data}",
        # In millimetres, above the caption
        "picture_size": (round(across * scale, 1), round(down * scale, 1)),
    }


_LAYOUTS: Final[Mapping[type[Layout], tuple[str, Callable[[Any, Size], _Fitted]]]] = {
    Checklist: ("checklist", _fit_checklist),
    Agenda: ("agenda", _fit_agenda),
    Forecast: ("forecast", _fit_forecast),
    Snapshot: ("snapshot", _fit_snapshot),
    Note: ("note", _fit_note),
    TestPage: ("test_page", _fit_test_page),
    LinkSheet: ("link_sheet", _fit_link_sheet),
}
