"""Weeks of many families, each on one sheet that hides nothing beside white paper."""

from functools import partial
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.document.layouts.page import get_margin
from custom_components.cloudprint.document.settings import RenderSettings
from homeassistant.core import HomeAssistant, SupportsResponse

from ..source.resolving import async_resolve
from .browser import print_to_paper
from .paper import Paper
from .test_preview_on_paper import NOW, WIDER
from .weeks import COUNTRIES, PAPERS, Week, build_weeks

pytestmark = pytest.mark.browser

COUNT = 120
MOST_WHITE = 0.16
"""Of the height of a sheet: less than the entries need that it hides."""
NORMAL_GAP_MM = 3.0
"""Between the texts of two bands, or of the week's head and its first one."""


def answer(hass: HomeAssistant, week: Week) -> None:
    """Let calendars, lists and the weather be those of a week."""
    answers: dict[str, Any] = {
        **{name: {"events": found} for name, found in week.events.items()},
        **{name: {"events": found} for name, found in week.meals.items()},
        **{name: {"items": found} for name, found in week.tasks.items()},
        "weather.home": {
            "forecast": [
                {
                    "datetime": f"2026-11-{day}",
                    "condition": "rainy",
                    "temperature": 14,
                    "templow": -3,
                    "precipitation": 2.5,
                    "precipitation_probability": 50,
                }
                for day in range(23, 30)
            ]
        },
    }
    for name in answers:
        attributes = {
            "friendly_name": week.names.get(name, "Home"),
            "supported_features": 1,
            "precipitation_unit": "mm",
        }
        hass.states.async_set(name, "on", attributes)

    async def respond(service: Any) -> Any:
        name = service.data["entity_id"]
        events = answers[name].get("events")
        if events is None:
            return {name: answers[name]}
        since, until = (
            str(service.data[edge])[:10]
            for edge in ("start_date_time", "end_date_time")
        )
        return {
            name: {
                "events": [
                    e for e in events if since <= e["end"] and e["start"] < until
                ]
            }
        }

    for domain, action in (
        ("calendar", "get_events"),
        ("todo", "get_items"),
        ("weather", "get_forecasts"),
    ):
        hass.services.async_register(
            domain, action, respond, supports_response=SupportsResponse.ONLY
        )


def judge(paper: Paper, size: tuple[float, float]) -> tuple[int, int, float]:
    """Return the sheets, how many entries the first hides, and how much is white."""
    pages = paper.words()
    margin = get_margin(size)
    text = " ".join(word for word, _ in pages[0])
    hidden = re.findall(r"\+(\d+) more|还有 ?(\d+) ?项", text)
    places = sorted((p.top, p.top + p.height) for _, p in pages[0])
    white, down = 0.0, margin
    for top, bottom in [*places, (size[1] - margin, size[1] - margin)]:
        if top - down > NORMAL_GAP_MM:
            white += top - down
        down = max(down, bottom)
    return len(pages), sum(int(a or b) for a, b in hidden), white / size[1]


@pytest.mark.parametrize("is_wider", [False, True], ids=["here", "wider"])
@pytest.mark.timeout(900)
async def test_weeks(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    tmp_path: Path,
    is_wider: bool,
) -> None:
    """No week of 120 hides an entry beside white paper, or is on two sheets.

    The font of the one who prints may be wider: then, too, a week is one sheet.
    """
    freezer.move_to(NOW)
    verdicts = dict[str, tuple[int, int, float]]()
    for week in build_weeks(COUNT):
        hass.config.language = week.language
        hass.config.country = COUNTRIES[week.language]
        answer(hass, week)
        size = PAPERS[week.paper]
        fields = {"page": "planner", "page_options": week.options}
        source = await async_resolve(hass, fields, RenderSettings(paper=size))
        content = source.content
        if is_wider:
            page = content.payload.decode().replace("<style>", f"{WIDER}<style>", 1)
            content = content.from_string(page, content.media_format)
        name = f"{week.number} {week.language} {week.paper}"
        paper = await hass.async_add_executor_job(
            partial(print_to_paper, content, tmp_path)
        )
        verdicts[name] = judge(paper, size)
    assert {name: sheets for name, (sheets, *_) in verdicts.items() if sheets > 1} == {}
    assert (
        is_wider
        or {
            name: (hidden, white)
            for name, (_, hidden, white) in verdicts.items()
            if hidden and white > MOST_WHITE
        }
        == {}
    )
