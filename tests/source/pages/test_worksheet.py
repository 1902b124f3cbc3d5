"""The page with sums for school."""

import re
from typing import Any

import pytest

from custom_components.cloudprint.document.settings import A4
from docs.layouts.samples import worksheet
from homeassistant.core import HomeAssistant
from tests.actions import call, refuses
from tests.hub import Hub
from tests.simulator import CloudSimulator


def read(simulator: CloudSimulator) -> str:
    """Return the words of the last print."""
    page = simulator.printed[-1].content.decode()
    page = page[page.index("</head>") :]
    page = page.replace('<i class="blank"></i>', "_")
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


async def test_worksheet(hass: HomeAssistant, hub: Hub) -> None:
    """Without options, there are 40 sums up to 20, each time others."""
    fields = {"device_id": hub.device_id, "page": "worksheet"}
    printed = []
    for _ in range(2):
        response = await call(hass, "print", fields)
        assert response["jobs"][0]["warnings"] == []
        assert response["jobs"][0]["name"] == "Sums"
        printed.append(read(hub.simulator))
    text = printed[0]
    assert re.match(
        r"Sums \+ − up to 20 · No\. \d+ Name Date Time Right / 40 \d", text
    ), text
    assert text.count("= _") == 40
    assert "Answers" not in text
    assert printed[0] != printed[1]


async def test_options(hass: HomeAssistant, hub: Hub) -> None:
    """The options choose the sums; answers are on a sheet of their own."""
    options: dict[str, Any] = {
        "operations": ["divide", "add"],
        "count": "4",
        "largest": 30,
        "carrying": "with",
        "missing": True,
        "remainders": True,
        "answers": True,
        "columns": 2,
        "seed": 7,
        "title": "Für Anna & Ben",
    }
    fields = {"device_id": hub.device_id, "page": "worksheet", "page_options": options}
    await call(hass, "print", fields)
    assert read(hub.simulator) == (
        "Für Anna &amp; Ben + ÷ up to 30 · No. 7 Name Date Time Right / 4 "
        "_ + 9 = 22 _ ÷ 4 = 4 r 1 22 ÷ _ = 3 r 4 14 + _ = 30 "
        "Answers + ÷ up to 30 · No. 7 "
        "13 + 9 = 22 17 ÷ 4 = 4 r 1 22 ÷ 6 = 3 r 4 14 + 16 = 30"
    )
    assert hub.simulator.printed[-1].config["side"].lower() == "oneside"
    await call(hass, "print", fields, sides="two_sided_long_edge")
    assert hub.simulator.printed[-1].config["side"].lower() == "duplex"


async def test_chinese(hass: HomeAssistant, hub: Hub) -> None:
    """In Chinese, a remainder is written as at school."""
    hass.config.language = "zh-Hans"
    options = {"operations": "divide", "count": 1, "remainders": True, "seed": 1}
    await call(
        hass,
        "print",
        {"device_id": hub.device_id, "page": "worksheet"},
        page_options={**options, "answers": True},
    )
    assert read(hub.simulator) == (
        "口算练习 ÷ 100 以内 · 第 1 号 姓名 日期 用时 答对 / 1 81 ÷ 8 = _ "
        "答案 ÷ 100 以内 · 第 1 号 81 ÷ 8 = 10……1"
    )


async def test_repeated(hass: HomeAssistant, hub: Hub) -> None:
    """A warning of the job says that sums are there again."""
    options = {"operations": "multiply", "largest": 5, "count": 42}
    fields = {"device_id": hub.device_id, "page": "worksheet", "page_options": options}
    for more in ({}, {"dry_run": True}):
        response = await call(hass, "print", fields, **more)
        assert response["jobs"][0]["warnings"] == ["sums_repeated"]
    assert read(hub.simulator).count("2 × 2 = _") == 2


@pytest.mark.parametrize(
    ("options", "key", "placeholders"),
    [
        (
            {"largest": 9, "carrying": "with"},
            "sums_impossible",
            {"field": "page", "largest": "9"},
        ),
        ({"count": 501}, "option_invalid", {"field": "count", "value": "501"}),
        ({"largest": 4}, "option_invalid", {"field": "largest"}),
        ({"operations": ["root"]}, "option_invalid", {"field": "operations"}),
        ({"carrying": True}, "option_invalid", {"field": "carrying"}),
        ({"answers": "perhaps"}, "option_invalid", {"field": "answers"}),
    ],
)
async def test_wrong_options(
    hub: Hub, options: dict[str, Any], key: str, placeholders: dict[str, Any]
) -> None:
    """What cannot be is refused before anything is printed."""
    with refuses(key, **placeholders):
        await call(
            hub.hass,
            "print",
            {"device_id": hub.device_id, "page": "worksheet"},
            page_options=options,
        )
    assert hub.simulator.printed == []


@pytest.mark.parametrize(
    ("count", "columns", "pages", "row"),
    [(4, None, 2, 3.2), (40, None, 2, 2.4), (500, None, 9, 2.2), (40, 8, 2, 3.2)],
)
def test_rows(count: int, columns: int | None, pages: int | None, row: float) -> None:
    """Rows are spread over the sheet, and columns are there if they are readable."""
    points, fitted = worksheet("en", count=count, columns=columns).fit(A4)
    assert points >= 9
    assert fitted["page_count"] == pages
    assert fitted["row"] == pytest.approx(row, abs=0.2)
    assert columns is None or len(fitted["sheets"][0][0]) <= columns


@pytest.mark.parametrize(
    ("count", "columns"),
    [(10, 2), (25, 2), (30, 3), (40, 2), (50, 2), (60, 3), (75, 3), (80, 4), (100, 4)],
)
def test_even_rows(count: int, columns: int) -> None:
    """The last row is full where half as many columns do."""
    sheets = worksheet("en", ("multiply",), count=count).fit(A4)[1]["sheets"]
    assert len(sheets[0][0]) == columns
    assert (len(sheets[-1][-1]) == columns) is (count != 25)
    # Columns that somebody asked for are as many as that.
    sheets = worksheet("en", ("multiply",), count=count, columns=3).fit(A4)[1]["sheets"]
    assert len(sheets[0][0]) == 3
