"""Tests of the thirty fields of `config`, and the seven of its paper."""

from typing import Any

import pytest

from . import Printer
from .bare_client import BareClient, task_body

PAPER = {"width": 105, "height": 156}

TAKEN: dict[str, list[Any]] = {
    "pagesPerSheet": [1, 2, 16],
    "paperConfig": [
        PAPER,
        {"width": 101.6, "height": 152.4},
        PAPER | {"name": "A4", "left": 5.08, "top": 0, "description": "x"},
        PAPER | {"system": False, "name": None, "left": None, "top": None},
    ],
    "copies": [1, 9999],
    "header": ["x"],
    "footer": ["x"],
    "marginTop": [0, 12.5],
    "marginBottom": [0, 12.5],
    "marginLeft": [0, 12.5],
    "marginRight": [0, 12.5],
    "orientation": ["PORTRAIT", "LANDSCAPE"],
    "color": ["COLOR", "MONOCHROME"],
    "side": ["ONESIDE", "DUPLEX", "TUMBLE"],
    "quality": ["HIGH", "NORMAL", "LOW", "DRAFT"],
    "collate": ["COLLATE", "UNCOLLATE"],
    "repeats": [1],
    "pageRanges": ["1", "1-3", "1-3,5,8-9"],
    "scale": ["NOSCALE", "AUTO", 50, 99.5],
    "xdpi": [300],
    "ydpi": [300],
    "autofit": [True, False],
    "fullfill": [True, False],
    "booklet": [True, False],
    "inputSlot": ["Tray1"],
    "mediaType": ["Plain"],
    "monoPages": ["1-2", True],
    "pageRotate": ["90", 90],
    "contentAdaptive": [True, False],
    "finishings": ["STAPLE", ["STAPLE", "PUNCH"]],
    "labels": ["x", ["x"], {"rows": 2}],
    "watermark": ["x", {"text": "x"}],
}

REFUSED: dict[str, list[Any]] = {
    "pagesPerSheet": [0, 1.5, "2", True],
    "paperConfig": [
        "A4",
        {},
        {"name": "A4"},
        {"width": 105},
        {"width": 105, "height": None},
        {"width": 0, "height": 156},
        {"width": "105", "height": 156},
        PAPER | {"unit": "mm"},
        PAPER | {"left": -1},
        PAPER | {"top": "0"},
        PAPER | {"system": "false"},
        PAPER | {"name": 4},
        PAPER | {"description": ""},
    ],
    "copies": [0, 10_000, -1, 1.0, "1", True],
    "header": ["", 1],
    "footer": ["", {}],
    "marginTop": [-1, "1"],
    "marginBottom": [-1, "1"],
    "marginLeft": [-1, "1"],
    "marginRight": [-1, True],
    "orientation": ["portrait", "AUTO", 1],
    "color": ["color", "GRAY", True],
    "side": ["TWO_SIDED", "oneside", 1],
    "quality": ["BEST", 1],
    "collate": [True, "collate"],
    "repeats": [0, "1"],
    "pageRanges": ["", "1-", "a", "1;2", "1, 2", ["1"], 1],
    "scale": [0, -1, "", True],
    "xdpi": [0, "300", [300, 300]],
    "ydpi": [0, 1.5],
    "autofit": ["true", 1],
    "fullfill": ["true", 0],
    "booklet": ["true"],
    "inputSlot": ["", 1],
    "mediaType": ["", 1],
    "monoPages": ["", 1],
    "pageRotate": ["", True],
    "contentAdaptive": [1],
    "finishings": ["", [1], 1],
    "labels": ["", 1],
    "watermark": ["", 1, []],
}


def test_every_field_is_tried() -> None:
    """The document's answer (OpenAPI 3.7.3) has thirty fields."""
    assert len(TAKEN) == 30
    assert TAKEN.keys() == REFUSED.keys()


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in TAKEN.items() for value in (*values, None)],
)
async def test_accepted(
    caller: BareClient, printer: Printer, name: str, value: Any
) -> None:
    """Each field is accepted with its valid values; null means unset."""
    await caller.print(config={name: value})
    assert caller.simulator.violations == []
    [job] = caller.simulator.printed
    assert job.config == {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in REFUSED.items() for value in values],
)
async def test_refused(
    caller: BareClient, printer: Printer, name: str, value: Any
) -> None:
    """Each field is refused with invalid values."""
    answer = await caller.call("newPrintTask", task_body(config={name: value}))
    assert answer == {"success": False, "message": "打印参数错误", "data": None}
    [violation] = caller.simulator.violations
    assert violation.detail == f"config.{name} cannot be {value!r}"
