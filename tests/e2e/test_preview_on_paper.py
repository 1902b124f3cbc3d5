"""What the card's preview shows of each kind of page is what comes out on paper."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.util import dt as dt_util

from ..card_api.conftest import Browser, browse, owner
from ..conftest import SetUpAccount
from ..hub import Hub
from ..printing.test_quirks import answers
from ..samples import documents
from ..simulator import CloudSimulator, Printer
from ..simulator.records import PrintedJob
from ..simulator.rendering import build_page
from .browser import PRESS
from .shown import (
    Letter,
    Side,
    compare_looks,
    find_stray,
    look_at_paper,
    look_at_preview,
    open_stage,
    read_paper,
)

__all__ = ["browse", "owner"]

pytestmark = pytest.mark.browser

NOW: Final = "2026-11-25 07:30:00+00:00"
"""A Wednesday."""
MOST_MM: Final = 1.5
MOST_DIFFERENCE: Final = 0.02
WIDER: Final = "".join(
    f'<style>@font-face {{ font-family: "Microsoft YaHei UI"; font-weight: {weight};'
    f' src: local("Noto Sans CJK SC{name}"); size-adjust: 105%; }}</style>'
    for weight, name in ((400, ""), (700, " Bold"))
)
"""The first font of each page, 5 % wider than the one that it has here."""
FLOWING: Final = {"text", "markdown"}
"""What has no sheets of its own; all else stays on them then."""
BILL: Final = Path(__file__).parents[1] / "samples/corpus/chromium-bill.pdf"
ITEMS: Final = (
    "Milk · 牛奶",
    "Bread and a very long explanation of which bread it is",
    "Eggs",
)


def make_table(rows: int) -> str:
    """Return a table of so many rows, some with several lines."""
    lines = [
        f"{n},Person {n},{'Lane ' * (n % 9)}{n},{n * 17 % 100}" for n in range(rows)
    ]
    return "\n".join(["No.,Name,Address,Amount", *lines])


TODO: Final = {"todo.few": 9, "todo.many": 120, "todo.most": 160}
PAGES: Final[Mapping[str, dict[str, Any]]] = {
    "planner": {"page": "planner"},
    "chart": {
        "page": "chart",
        "page_options": {"rows": [f"Task {n}" for n in range(6)], "reward": "A movie"},
    },
    "chart, 74 rows": {
        "page": "chart",
        "page_options": {"rows": [f"Task {n}" for n in range(74)]},
    },
    "chart, 120 rows": {
        "page": "chart",
        "page_options": {
            "rows": [f"{ITEMS[n % 3]} {n}" for n in range(120)],
            "reward": "A movie",
        },
    },
    "sums": {"page": "worksheet", "page_options": {"seed": 1}},
    "sums with answers": {
        "page": "worksheet",
        "page_options": {"seed": 1, "answers": True},
    },
    "200 sums": {
        "page": "worksheet",
        "page_options": {"seed": 1, "count": 200, "answers": True, "largest": 1000},
    },
    "labels": {
        "page": "labels",
        "page_options": {
            "sheet": "avery_l7160",
            "texts": [f"Label {n}" for n in range(50)],
            "outlines": True,
        },
    },
    "labels on Letter": {
        "page": "labels",
        "page_options": {"sheet": "avery_5160", "texts": ["One", "Two"]},
    },
    "wifi": {
        "page": "wifi",
        "page_options": {"ssid": "Home", "password": "correct horse"},
    },
    "wifi, wide": {
        "page": "wifi",
        "page_options": {"ssid": "Home", "password": "correct horse"},
        "orientation": "landscape",
    },
    "agenda, a day": {"entity": "calendar.family"},
    "agenda, a month": {"entity": "calendar.family", "days": 31},
    "agenda, two calendars": {
        "entity": ["calendar.family", "calendar.full"],
        "days": 16,
    },
    "agenda, A5": {"entity": "calendar.full", "days": 7, "paper": "A5"},
    "list": {"entity": "todo.few"},
    "list, 120": {"entity": "todo.many"},
    "list, 160": {"entity": "todo.most"},
    "list, A5": {"entity": "todo.many", "paper": "A5"},
    "table": {"file": 20},
    "table, 74 rows": {"file": 74},
    "table, 120 rows": {"file": 120},
    "forecast": {"entity": "weather.home"},
    "forecast, wide": {"entity": "weather.home", "orientation": "landscape"},
    "message": {"text": "The washing machine has finished.\n" * 5},
    "long message": {"text": "The washing machine has finished. 洗衣机好了。\n" * 150},
    "form feeds": {"text": "One\fTwo\f\fFour\f"},
    "Markdown": {
        "markdown": "# Week\n\n- [ ] Milk\n- Eggs\n\n|a|b|\n|-|-|\n|1|2|\n\nWords and words.\n"
        * 14,
        "title": "Running",
    },
    "margins of 0": {
        "markdown": "Words and more words.\n\n" * 60,
        "margins": {"top": 0, "right": 0, "bottom": 0, "left": 0},
    },
    "own header": {
        "markdown": "Words and more words.\n\n" * 60,
        "title": "No running head",
        "header": "Ours",
    },
    "arrangement": {"upload": ["a.pdf"], "arrange": "pages"},
    "grid": {
        "upload": ["a.png", "b.png", "a.pdf"],
        "arrange": "grid",
        "pictures_per_sheet": 2,
    },
    "booklet": {"upload": ["a.pdf"], "arrange": "booklet", "sides": "one_sided"},
    "layout": {
        "upload": ["a.png", "b.png"],
        "arrange": "photo",
        "picture_size": "6_inch",
    },
}


@pytest.fixture
async def account(
    printer: Printer, colour_printer: Printer, set_up_account: SetUpAccount
) -> MockConfigEntry:
    """Set up an account for which a text becomes a page."""
    return await set_up_account(**answers(text="boxes"))


def _set_up(hass: HomeAssistant) -> None:
    """Let lists, calendars and the weather answer."""
    today = dt_util.start_of_local_day()

    def get_items(entity_id: str) -> list[dict[str, Any]]:
        items = []
        for n in range(TODO.get(entity_id, 0)):
            item = {"summary": f"{ITEMS[n % 3]} {n}", "status": "needs_action"}
            if n % 5 == 0:
                item["due"] = (today + timedelta(days=n % 6 - 2)).date().isoformat()
            if n % 7 == 0:
                item["description"] = "From the shop at the corner\nor the market"
            items.append(item)
        return items

    def get_events(entity_id: str) -> list[dict[str, Any]]:
        events = []
        for day in range(31):
            start = today + timedelta(days=day)
            for n in range(
                (0, 3, 14)[day % 3] if entity_id == "calendar.full" else day % 5
            ):
                begin = start + timedelta(hours=8 + n / 2)
                event = {
                    "start": begin.isoformat(),
                    "end": (begin + timedelta(minutes=45)).isoformat(),
                    "summary": f"Appointment {day}.{n} 看牙医",
                }
                if n % 3 == 0:
                    event["location"] = "4 Station Road, second floor"
                events.append(event)
        return events

    def get_forecast(entity_id: str) -> list[dict[str, Any]]:
        return [
            {
                "datetime": (today + timedelta(days=n)).isoformat(),
                "condition": ("sunny", "rainy", "snowy")[n % 3],
                "temperature": 3 + n,
                "templow": n - 4,
                "precipitation": n % 4 * 0.7,
                "precipitation_probability": n * 9,
                "wind_speed": 4 + n,
                "wind_bearing": n * 45,
            }
            for n in range(8)
        ]

    for domain, action, answer, get in (
        ("todo", "get_items", "items", get_items),
        ("calendar", "get_events", "events", get_events),
        ("weather", "get_forecasts", "forecast", get_forecast),
    ):

        async def respond(call: Any, answer: str = answer, get: Any = get) -> Any:
            entity_id = call.data["entity_id"]
            return {entity_id: {answer: get(entity_id)}}

        hass.services.async_register(
            domain, action, respond, supports_response=SupportsResponse.ONLY
        )
    for entity_id in (*TODO, "calendar.family", "calendar.full"):
        hass.states.async_set(entity_id, "5", {"friendly_name": "Family"})
    weather = {"temperature": 4, "humidity": 80, "pressure": 1013, "wind_speed": 9}
    units = {
        "temperature_unit": "°C",
        "pressure_unit": "hPa",
        "wind_speed_unit": "km/h",
    }
    hass.states.async_set(
        "weather.home", "rainy", weather | units | {"supported_features": 3}
    )
    hass.states.async_set("ai_task.artist", "unknown", {"supported_features": 4})


async def _prepare(fields: Mapping[str, Any], owner: Browser) -> dict[str, Any]:
    """Return the fields of a print, whose files are uploaded."""
    fields = dict(fields)
    if "file" in fields:
        table = make_table(fields.pop("file")).encode()
        fields["upload"] = await owner.uploaded(table, "table.csv")
    elif "upload" in fields:
        contents = {
            "a.png": documents.picture("PNG"),
            "b.png": documents.picture("PNG"),
            "a.pdf": BILL.read_bytes(),
        }
        fields["upload"] = [
            {"upload": await owner.uploaded(contents[name], name)}
            for name in fields["upload"]
        ]
    return fields


async def test_paper(
    hub: Hub, owner: Browser, simulator: CloudSimulator, tmp_path: Path
) -> None:
    """As many pages, each letter in its place on the same page, and the same look.

    Where the type is wider, no letter is lost, and a week is one sheet.
    """
    _set_up(hub.hass)
    run = hub.hass.async_add_executor_job
    stage = await run(PRESS.run, open_stage)
    wrong = {}
    for name, asked in PAGES.items():
        fields = {"device_id": hub.colour_id} | await _prepare(asked, owner)
        preview = await owner.ask("preview", **fields, sheet=1)
        groups = {}
        for sheet in range(5, ((preview["sheets"] or {}).get("count") or 0) + 1, 4):
            more = await owner.ask("preview", **fields, sheet=sheet)
            groups[sheet] = more["sheets"]
        await owner.ask("print", **fields)
        look = partial(look_at_preview, stage, preview, groups)
        shown = await run(PRESS.run, lambda _, look=look: look())
        paper = await run(_print, simulator.printed[-1], tmp_path)
        problems = _compare(shown, await run(look_at_paper, paper))
        if preview["layout"]:
            usual = await run(read_paper, paper)
            await run(_print, simulator.printed[-1], tmp_path, WIDER)
            problems += _find_lost(
                usual,
                await run(read_paper, paper),
                is_whole=asked.keys().isdisjoint(FLOWING),
            )
        if problems:
            wrong[name] = problems
    assert wrong == {}


def _print(job: PrintedJob, folder: Path, style: str = "") -> Path:
    """Return what the simulator's printer makes of a job."""
    page, made = folder / "page.html", folder / "page.pdf"
    html = build_page(job, page, job.content)
    page.write_text(html.replace("</head>", f"{style}</head>"), "utf-8")
    PRESS.print(page, made)
    return made


def _compare(shown: list[Side], printed: list[Side]) -> list[str]:
    problems = []
    if len(shown) != len(printed):
        problems.append(f"{len(shown)} pages are shown, {len(printed)} printed")
    for number, (ours, theirs) in enumerate(zip(shown, printed, strict=False), 1):
        surplus = find_stray(ours, theirs, MOST_MM)
        missing = find_stray(theirs, ours, MOST_MM)
        difference = compare_looks(ours, theirs)
        if surplus or missing or difference > MOST_DIFFERENCE:
            problems.append(
                f"page {number}: {len(surplus)} letters are only shown {surplus[:3]},"
                f" {len(missing)} only printed {missing[:3]}, {difference:.1%} differ"
            )
    return problems


def _find_lost(
    usual: list[list[Letter]], wider: list[list[Letter]], is_whole: bool
) -> list[str]:
    problems = []
    if len(usual) != len(wider) and (is_whole or len(usual) > len(wider)):
        problems.append(
            f"{len(wider)} instead of {len(usual)} pages where type is wider"
        )
    counts = [
        Counter(letter for page in pages for letter, *_ in page)
        for pages in (usual, wider)
    ]
    if lost := counts[0] - counts[1]:
        problems.append(f"lost where type is wider: {lost}")
    return problems
