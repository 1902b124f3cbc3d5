"""Charts with boxes to tick."""

from dataclasses import replace
from itertools import chain
from typing import Any

from bs4 import BeautifulSoup
import pytest

from custom_components.cloudprint.document.settings import A4
from custom_components.cloudprint.source.pages.kinds.chart import Chart
from homeassistant.core import HomeAssistant, SupportsResponse
from tests.actions import call, refuses
from tests.flows.steps import send, suggested
from tests.hub import Hub
from tests.printing.test_permissions import CONTROL, call_as, person
from tests.printing.test_saved_documents import begin
from tests.simulator import CloudSimulator

from .test_checklist import LIST, act, add_list

WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
CHINESE_WEEK = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


async def print_chart(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str, **options: Any
) -> BeautifulSoup:
    """Print a chart, and return its page."""
    await call(hass, "print", device_id=device_id, page="chart", page_options=options)
    return BeautifulSoup(simulator.printed[-1].content, "html.parser")


def days_of(page: BeautifulSoup) -> list[str]:
    """Return the heads of the columns after the first."""
    assert page.thead is not None
    return [cell.text for cell in page.thead.find_all("th")][1:]


def rows_of(page: BeautifulSoup) -> list[str]:
    """Return the texts of all rows."""
    return [cell.text for cell in page.select("td.row")]


async def test_texts(hass: HomeAssistant, hub: Hub) -> None:
    """Each row has a box for each day; a name is at the top, and a reward below."""
    page = await print_chart(
        hass,
        hub.simulator,
        hub.device_id,
        rows=["Brush teeth", "Feed <b>the</b> cat 🐈"],
        title="Anna",
        reward="a {movie}",
    )
    assert rows_of(page) == ["Brush teeth", "Feed <b>the</b> cat 🐈"]
    assert [len(row.select(".box")) for row in page.select("tbody tr")] == [7, 7]
    assert page.h1 is not None
    assert page.h1.text == hub.simulator.printed[-1].name == "Anna"
    assert [each.text.strip() for each in page.select(".reward")] == [
        "Reward: a {movie}"
    ]


@pytest.mark.parametrize(
    ("language", "country", "days"),
    [
        ("en", "US", [WEEK[-1], *WEEK[:-1]]),
        ("en", "GB", WEEK),
        ("zh-Hans", "CN", CHINESE_WEEK),
    ],
)
async def test_weekdays(
    hass: HomeAssistant, hub: Hub, language: str, country: str, days: list[str]
) -> None:
    """Days are named in the home's language, and begin with its first; some are chosen."""
    await hass.config.async_update(language=language, country=country)
    page = await print_chart(hass, hub.simulator, hub.device_id, rows="吃药", days=[])
    assert days_of(page) == days
    assert page.h1 is not None
    assert page.h1.text == {"en": "My week", "zh-Hans": "本周打卡"}[language]
    assert page.select(".reward") == []
    page = await print_chart(
        hass, hub.simulator, hub.device_id, rows="吃药", days=["sun", "fri", "mon"]
    )
    chosen = {WEEK[0], WEEK[4], WEEK[6], "周一", "周五", "周日"}
    assert days_of(page) == [day for day in days if day in chosen]


async def test_todo(
    hass: HomeAssistant,
    device_id: str,
    simulator: CloudSimulator,
    config_folder: Any,
) -> None:
    """Open items of a list follow the texts; a chart of the list has its name."""
    (config_folder / ".storage").mkdir(exist_ok=True)
    await add_list(hass, {"item": "Water the plants"}, {"item": "Done already"})
    await act(hass, "update_item", item="Done already", status="completed")
    page = await print_chart(hass, simulator, device_id, rows=["Homework"], todo=LIST)
    assert rows_of(page) == ["Homework", "Water the plants"]
    assert simulator.printed[-1].name == "Chores"
    await act(hass, "update_item", item="Water the plants", status="completed")
    page = await print_chart(hass, simulator, device_id, todo=LIST, title="Anna")
    assert rows_of(page) == ["Nothing to do"]
    assert page.select(".box") == []
    assert simulator.printed[-1].name == "Anna"


async def test_items_without_a_name(hass: HomeAssistant, hub: Hub) -> None:
    """What another integration leaves empty has a row nevertheless."""

    async def get_items(call: Any) -> dict[str, Any]:
        return {"todo.other": {"items": [{"summary": None}, {"summary": "Bins"}]}}

    hass.services.async_register(
        "todo", "get_items", get_items, supports_response=SupportsResponse.ONLY
    )
    hass.states.async_set("todo.other", "2")
    page = await print_chart(hass, hub.simulator, hub.device_id, todo="todo.other")
    assert rows_of(page) == ["(no title)", "Bins"]


@pytest.mark.parametrize(
    ("options", "key", "placeholders"),
    [
        ({}, "page_option_missing", {"field": "rows"}),
        ({"rows": " \n "}, "page_option_missing", {"field": "rows"}),
        ({"rows": ["a" * 501]}, "text_invalid", {"field": "rows"}),
        ({"rows": ["a"] * 501}, "option_invalid", {"field": "rows"}),
        ({"rows": "a", "days": ["someday"]}, "option_invalid", {"field": "days"}),
        ({"todo": "light.kitchen"}, "option_invalid", {"field": "todo"}),
        ({"todo": "todo.nowhere"}, "entity_unknown", {"entity": "todo.nowhere"}),
    ],
)
async def test_refused(
    hub: Hub, options: dict[str, Any], key: str, placeholders: dict[str, Any]
) -> None:
    """Errors name the option."""
    with refuses(key, **placeholders):
        await print_chart(hub.hass, hub.simulator, hub.device_id, **options)
    assert hub.simulator.printed == []


async def test_permission(hass: HomeAssistant, hub: Hub) -> None:
    """Who may not see a list cannot print it in a chart."""
    hass.states.async_set("todo.chores", "1")
    user = await person(hass, {"domains": {"sensor": CONTROL}})
    fields = {"device_id": hub.device_id, "page": "chart"}
    with refuses("entity_not_allowed", entity="todo.chores"):
        await call_as(
            hass, user, "print", **fields, page_options={"todo": "todo.chores"}
        )
    assert hub.simulator.printed == []


async def test_saved(
    hass: HomeAssistant, account: Any, device_id: str, simulator: CloudSimulator
) -> None:
    """The form asks for all of it."""
    result = await send(hass, await begin(hass, account, "page"), next_step_id="chart")
    assert result["step_id"] == "chart"
    more = {"days": ["fri", "mon"]}
    result = await send(hass, result, more=more)
    assert result["errors"] == {"rows": "content_invalid"}
    assert suggested(result["data_schema"])["days"] == ["fri", "mon"]
    result = await send(hass, result, rows="Piano\nHomework", more=more)
    await send(hass, result, name="Weekdays", device_id=device_id)
    await call(hass, "print", document="weekdays")
    page = BeautifulSoup(simulator.printed[-1].content, "html.parser")
    assert (rows_of(page), days_of(page)) == (["Piano", "Homework"], ["Mon", "Fri"])


def build_chart(rows: int) -> Chart:
    """Return a chart of many rows."""
    return Chart(
        title="Anna",
        subtitle="",
        language="en",
        empty="Nothing to do",
        rows=[f"Row {number}" for number in range(rows)],
        days=WEEK,
        reward="",
    )


@pytest.mark.parametrize("rows", [0, 1, 2, 7, 40, 41, 500])
@pytest.mark.parametrize("paper", [(210, 297), (148, 210), (297, 210), (50, 30)])
def test_fit(rows: int, paper: tuple[float, float]) -> None:
    """All rows come out, on sheets that are filled evenly."""
    chart = build_chart(rows)
    points, values = chart.fit(paper)
    assert points >= 9
    assert not values["has_color"]
    assert replace(chart, reward="Cinema").fit(paper)[1]["has_color"]
    assert chart.is_empty is (rows == 0)
    sheets = values["sheets"]
    texts = [text for text, _ in chain.from_iterable(sheets)]
    assert texts == (list(chart.rows) or ["Nothing to do"])
    assert values["page_count"] == len(sheets)
    assert {len(sheet) for sheet in sheets[:-1]} <= {len(sheets[0])}
    assert all(height >= 15 for _, height in chain.from_iterable(sheets))
    if paper[1] == A4[1]:
        assert len(sheets) == 1 or rows > 40
