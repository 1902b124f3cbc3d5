"""Texts on sheets of labels."""

import csv
from itertools import batched
from pathlib import Path
from typing import Any

import pytest

from custom_components.cloudprint.document.layouts import labels
from custom_components.cloudprint.document.layouts.page_count import estimate_pages
from custom_components.cloudprint.document.settings import A4, RenderSettings
from homeassistant.core import HomeAssistant
from tests.actions import call, refuses
from tests.hub import Hub

from ..conftest import AddPerson, SetUpHome
from ..resolving import async_resolve
from .test_checklist import LIST, NOW, act, add_list

SHEET = "avery_l7160"
TWO_LABELS = {
    "columns": 1,
    "rows": 2,
    "width": 100,
    "height": 50,
    "left": 10,
    "top": 10,
    "paper": "A5",
}


@pytest.fixture
async def morning(set_up_home: SetUpHome) -> None:
    """Set up a home, in the morning."""
    await set_up_home(NOW)


async def get_pages(
    hass: HomeAssistant, layouts: list[Any], **options: Any
) -> list[list[Any]]:
    """Return the lines on each place of each sheet."""
    options = {"sheet": SHEET, **options}
    await async_resolve(hass, {"page": "labels", "page_options": options})
    sheet = layouts[-1].sheet
    places = [None if label is None else list(label[1]) for label in layouts[-1].places]
    return [
        list(page) for page in batched(places, sheet.columns * sheet.rows, strict=False)
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("Salt\n\n Rice \n", [["Salt"], ["Rice"]]),
        (["Anna\nLane 1\n\nYork", "", 5], [["Anna", "Lane 1", "York"], ["5"]]),
        ([["Anna", "Lane 1"], ["盐"]], [["Anna", "Lane 1"], ["盐"]]),
    ],
)
async def test_texts(
    hass: HomeAssistant,
    morning: None,
    layouts: list[Any],
    texts: object,
    expected: list[list[str]],
) -> None:
    """Each text is a label, and one of a list may have several lines."""
    assert await get_pages(hass, layouts, texts=texts) == [expected]


async def test_first(hass: HomeAssistant, morning: None, layouts: list[Any]) -> None:
    """Labels begin at the first one, and go on on further sheets."""
    texts = [f"n{number}" for number in range(500)]
    pages = await get_pages(hass, layouts, texts=texts, first=20)
    assert [len(page) for page in pages] == [21] * 24 + [15]
    assert pages[0] == [None] * 19 + [["n0"], ["n1"]]
    assert pages[1][0] == ["n2"]
    assert pages[-1][-1] == ["n499"]


async def test_outlines(hass: HomeAssistant, morning: None, layouts: list[Any]) -> None:
    """A test sheet without texts shows the number of each label."""
    (page,) = await get_pages(hass, layouts, outlines=True)
    assert page == [[str(number)] for number in range(1, 22)]
    (page,) = await get_pages(hass, layouts, outlines=True, first=20)
    assert page == [None] * 19 + [["20"], ["21"]]
    (page,) = await get_pages(hass, layouts, outlines=True, texts=["A"])
    assert page == [["A"]]


async def test_to_do_list(
    hass: HomeAssistant, morning: None, layouts: list[Any], add_person: AddPerson
) -> None:
    """Each open item is a label, for people who may see the list."""
    await add_list(hass, {"item": "Bake"}, {"item": "Bins"})
    await act(hass, "update_item", item="Bake", status="completed")
    assert await get_pages(hass, layouts, todo=LIST) == [[["Bins"]]]
    fields = {"page": "labels", "page_options": {"sheet": SHEET, "todo": LIST}}
    with refuses("entity_not_allowed"):
        await async_resolve(hass, fields, user=await add_person("todo.other"))
    await act(hass, "update_item", item="Bins", status="completed")
    with refuses("content_empty", field="todo"):
        await async_resolve(hass, fields)
    hass.states.async_set(LIST, "unknown")
    with refuses("entity_unavailable"):
        await async_resolve(hass, fields)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b'Anna,"Lane 1\n\nDoor 2",York\n\n,,\n"Bo, Jr.",,Hull\n',
            [["Anna", "Lane 1", "Door 2", "York"], ["Bo, Jr.", "Hull"]],
        ),
        (
            "张三;北京\n李四;上海\n".encode("gb18030"),
            [["张三", "北京"], ["李四", "上海"]],
        ),
    ],
)
async def test_file(
    hass: HomeAssistant,
    config_folder: Path,
    morning: None,
    layouts: list[Any],
    data: bytes,
    expected: list[list[str]],
) -> None:
    """Each row of a file is a label, and its cells are the lines."""
    (config_folder / "media" / "a.csv").write_bytes(data)
    assert await get_pages(hass, layouts, file="media/a.csv") == [expected]


NAMES = b"Name,Street,ZIP,City\nAnna,Lane 1,01101,York\nBo,Lane 2,01102,Hull\n"
NUMBERED = b"Who;Where;Box\nA;x;1\nB;y;2\nC;z;\nD;;4\n"


@pytest.mark.parametrize(
    ("data", "options", "count", "warnings"),
    [
        (NAMES, {}, 2, ["labels_header"]),
        ("\ufeffVorname;Straße;PLZ;Ort\nAnna;Weg 1;1;Köln".encode(), {}, 1, True),
        ("姓名,地址\n张三,北京\n".encode(), {}, 1, True),
        (NUMBERED, {}, 4, True),
        (NAMES, {"header": True}, 2, []),
        (NAMES, {"header": False}, 3, []),
        (b"Anna,York\nBo,Hull\n", {"header": True}, 1, []),
        (b"Anna,Lane 1,01101\nBo,Lane 2,01102\nCy,Lane 3,01103\nDi,,1\n", {}, 4, []),
        (b"Salt\nRice\nFlour\nTea\n", {}, 4, []),
        (b"Name,Street\n", {}, 1, []),
        (b"Company\nMiller,Lane 1\n", {"header": False}, 2, []),
    ],
)
async def test_header(
    hass: HomeAssistant,
    config_folder: Path,
    morning: None,
    layouts: list[Any],
    data: bytes,
    options: dict[str, Any],
    count: int,
    warnings: object,
) -> None:
    """The names of columns are no label, with a warning where that was not said."""
    (config_folder / "media" / "a.csv").write_bytes(data)
    (page,) = await get_pages(hass, layouts, file="media/a.csv", **options)
    assert len(page) == count
    expected = ["labels_header"] if warnings else []
    assert list(layouts[-1].warnings) == expected


async def test_one_long_text(
    hass: HomeAssistant, morning: None, layouts: list[Any]
) -> None:
    """One long text has small type; the others keep theirs."""
    long = "All that is to be kept in this box until the spring " * 4
    await get_pages(hass, layouts, texts=["Salt"])
    large = layouts[-1].places[0][0]
    for count in (1, 2, 3, 7):
        await get_pages(hass, layouts, texts=["Salt"] * count + [long])
        *others, smallest = [points for points, _ in layouts[-1].places]
        assert others == [large] * count
        assert smallest < large


def test_table_of_sheets() -> None:
    """Each sheet has a source, and equal margins or the reason why not."""
    file = Path(labels.__file__).with_suffix(".csv")
    for row in csv.DictReader(file.read_text("utf-8").splitlines()):
        sheet = labels.SHEETS[row["name"]]
        (width, height), (right, bottom) = sheet.paper, sheet.end
        uneven = max(abs(width - right - sheet.left), abs(height - bottom - sheet.top))
        source, _, reason = row["source"].partition("; ")
        assert source.startswith(("LibreOffice: ", "glabels: "))
        assert uneven < 0.3 or reason, row["name"]
    assert len(labels.SHEETS) == 46
    sheet = labels.SHEETS["avery_5160"]
    assert (sheet.left, sheet.across) == (4.7625, 69.85)


@pytest.mark.parametrize(
    ("data", "path", "key"),
    [
        (None, "media/none.csv", "file_not_found"),
        (None, "secrets.yaml", "file_not_allowed"),
        (b"", "media/a.csv", "content_empty"),
        (b"%PDF-1.7\n1 0 obj\n", "media/a.csv", "content_mismatch"),
        (b"\x00\x01\x02" * 50, "media/a.csv", "content_mismatch"),
        (b",,\n , \n", "media/a.csv", "content_empty"),
        (b"a\n" * 20_001, "media/a.csv", "entries_too_many"),
        (b"a," * 101, "media/a.csv", "table_too_large"),
    ],
)
async def test_wrong_files(
    hass: HomeAssistant,
    config_folder: Path,
    morning: None,
    data: bytes | None,
    path: str,
    key: str,
) -> None:
    """A file elsewhere, of another kind, or without rows is refused."""
    (config_folder / "secrets.yaml").write_text("a: b", encoding="utf-8")
    if data is not None:
        (config_folder / path).write_bytes(data)
    options = {"sheet": SHEET, "file": path}
    with refuses(key):
        await async_resolve(hass, {"page": "labels", "page_options": options})


@pytest.mark.parametrize(
    ("sheet", "count"),
    [(" Avery_L7160", 21), ("avery_5160", 30), ("a4_3x8", 24), (TWO_LABELS, 2)],
)
async def test_sheets(
    hass: HomeAssistant, morning: None, layouts: list[Any], sheet: object, count: int
) -> None:
    """A sheet is named as on its box, or measured."""
    (page,) = await get_pages(hass, layouts, sheet=sheet, outlines=True)
    assert len(page) == count


async def test_measures(hass: HomeAssistant, morning: None, layouts: list[Any]) -> None:
    """Labels have their measured places, moved by the nudge."""
    sheet = {**TWO_LABELS, "columns": 2, "width": 60, "gap_x": 2.5, "gap_y": 5}
    for nudge in ([1, -0.5], "1, -0.5"):
        await get_pages(hass, layouts, sheet=sheet, texts="A", nudge=nudge)
        corners = [(11, 9.5), (73.5, 9.5), (11, 64.5), (73.5, 64.5)]
        assert layouts[-1].sheet.get_corners() == corners
        assert layouts[-1].own_paper == (148, 210)


@pytest.mark.parametrize(
    ("options", "key", "placeholders"),
    [
        ({"sheet": SHEET}, "page_option_missing", {"field": "texts"}),
        ({"texts": "A"}, "page_option_missing", {"field": "sheet"}),
        ({"sheet": "avery_1", "texts": "A"}, "option_invalid", {"field": "sheet"}),
        ({"sheet": 5, "texts": "A"}, "option_invalid", {"field": "sheet"}),
        ({"sheet": SHEET, "texts": []}, "page_option_missing", {"field": "texts"}),
        ({"sheet": SHEET, "texts": [""]}, "page_option_missing", {"field": "texts"}),
        ({"sheet": SHEET, "texts": {}}, "option_invalid", {"field": "texts"}),
        ({"sheet": SHEET, "texts": ["A", None]}, "option_invalid", {"field": "texts"}),
        (
            {"sheet": SHEET, "texts": "A", "todo": LIST},
            "content_ambiguous",
            {"fields": "texts, todo"},
        ),
        (
            {"sheet": SHEET, "texts": "A", "first": 22},
            "option_invalid",
            {"field": "first", "value": "22", "supported": "1 - 21"},
        ),
        (
            {"sheet": "avery_l4732", "texts": ["A", "B " * 200, "C"]},
            "label_too_long",
            {"field": "texts", "number": "2", "size": "35.56 × 16.93 mm"},
        ),
        (
            {"sheet": {**TWO_LABELS, "width": 5, "left": 0}, "texts": "A"},
            "label_too_long",
            {"number": "1"},
        ),
        (
            {"sheet": {**TWO_LABELS, "rows": 5}, "texts": "A"},
            "labels_beyond",
            {"size": "110 × 260 mm", "paper": "148 × 210 mm"},
        ),
        (
            {"sheet": {**TWO_LABELS, "rows": 2.5}, "texts": "A"},
            "option_invalid",
            {"field": "sheet.rows"},
        ),
        (
            {"sheet": {"columns": 1, "rows": 2, "width": 50}, "texts": "A"},
            "option_invalid",
            {"field": "sheet.height", "supported": "5 - 400"},
        ),
        (
            {"sheet": {**TWO_LABELS, "paper": "A9"}, "texts": "A"},
            "option_invalid",
            {"field": "sheet.paper", "supported": "a4, letter, a5"},
        ),
        (
            {"sheet": {**TWO_LABELS, "gap": 2}, "texts": "A"},
            "field_unknown",
            {"field": "gap"},
        ),
        ({"sheet": SHEET, "nudge": "1"}, "option_invalid", {"field": "nudge"}),
        ({"sheet": SHEET, "nudge": "1, b"}, "option_invalid", {"field": "nudge"}),
        ({"sheet": SHEET, "nudge": [21, 0]}, "option_invalid", {"field": "nudge"}),
        ({"sheet": SHEET, "nudge": {"x": 1}}, "option_invalid", {"field": "nudge"}),
    ],
)
async def test_wrong_options(
    hass: HomeAssistant,
    morning: None,
    options: dict[str, Any],
    key: str,
    placeholders: dict[str, Any],
) -> None:
    """Each wrong option is named, with what would do."""
    with refuses(key, **placeholders):
        await async_resolve(hass, {"page": "labels", "page_options": options})


LABELS: dict[str, Any] = {
    "page": "labels",
    "page_options": {"sheet": "avery_5160", "texts": "A"},
}


async def test_print(hass: HomeAssistant, hub: Hub) -> None:
    """Labels are printed on the paper of their sheet, upright and on one side."""
    await call(hass, "print", LABELS, device_id=hub.device_id)
    printed = hub.simulator.printed[-1]
    assert printed.config["paperConfig"] == {"width": 215.9, "height": 279.4}
    assert printed.config["side"] == "ONESIDE"
    neutral: dict[str, Any] = {
        "orientation": "portrait",
        "scale": 100,
        "pages_per_sheet": 1,
    }
    neutral["raw_options"] = {"copies": 2}
    await call(
        hass, "print", LABELS, device_id=hub.device_id, paper="215.9x279.4", **neutral
    )
    assert len(hub.simulator.printed) == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("scale", 90),
        ("fit_to_page", True),
        ("pages_per_sheet", 2),
        ("orientation", "landscape"),
        ("margins", 10),
        ("header", "A"),
        ("sides", "two_sided_long_edge"),
        ("raw_options", {"scale": 90}),
        ("raw_options", {"marginTop": 5}),
    ],
)
async def test_options_that_move(
    hass: HomeAssistant, hub: Hub, option: str, value: object
) -> None:
    """What would move or scale labels is refused."""
    with refuses("labels_moved", field=option):
        await call(hass, "print", LABELS, device_id=hub.device_id, **{option: value})
    assert hub.simulator.printed == []


async def test_other_paper(hass: HomeAssistant, hub: Hub) -> None:
    """Sheets of Letter are not printed on A4."""
    with refuses("labels_other_paper", value="210 × 297 mm", own="215.9 × 279.4 mm"):
        await call(hass, "print", LABELS, device_id=hub.device_id, paper="210x297")
    assert hub.simulator.printed == []


async def test_pages(hass: HomeAssistant, morning: None) -> None:
    """Each sheet counts as a page, whatever is on it."""
    options = {"sheet": "a4_4x14", "texts": ["A"] * 113}
    source = await async_resolve(hass, {"page": "labels", "page_options": options})
    assert estimate_pages(source.content) == 3
    assert source.content.paper == A4
    assert source.title == "Labels"


async def test_margins(hass: HomeAssistant, morning: None, layouts: list[Any]) -> None:
    """On labels at the edge of the paper, text stays where the printer prints."""
    fields = {"page": "labels", "page_options": {"sheet": "a4_3x8", "texts": "A"}}
    await async_resolve(hass, fields, RenderSettings(margins=(6, 5, 7, 4)))
    assert layouts[-1].padding == pytest.approx((5, 7))
    await async_resolve(hass, fields)
    assert layouts[-1].padding == pytest.approx((4.23, 4.23))
