"""Tests of the models of answers."""

from contextlib import suppress
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.api.answer import parse_json
from custom_components.cloudprint.api.capabilities import Paper, PrinterCapabilities
from custom_components.cloudprint.api.parsing import (
    number_or_none,
    parse_flag,
    parse_integer,
    text_or_none,
)
from custom_components.cloudprint.api.print_task import Task
from custom_components.cloudprint.api.printer import Printer
from custom_components.cloudprint.api.vocabulary import TaskStatus

from .conftest import sample, unhurried

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


def records(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return records with any values under some of these keys."""
    return st.dictionaries(st.sampled_from(keys), JSON)


def test_printer_of_the_document() -> None:
    """OpenAPI 3.4.3 has a printer with an alias."""
    printer = Printer.from_dict(
        {
            "sn": "pkDgrqeA",
            "printerName": "佳能复合机",
            "deviceType": "printer",
            "printerAlias": "1 楼公区打印机",
        }
    )
    assert printer == Printer(
        server_sn="pkDgrqeA", name="佳能复合机", alias="1 楼公区打印机"
    )
    assert printer.key == ("pkDgrqeA", "佳能复合机")
    assert printer.online is None
    assert printer.hidden is False


@pytest.mark.parametrize("alias", [{}, {"printerAlias": None}, {"printerAlias": " "}])
def test_printer_without_alias(alias: dict[str, Any]) -> None:
    """OpenAPI 3.2.3 has the default alias."""
    record = {"sn": "pkDgrqeA", "printerName": "佳能复合机", **alias}
    assert Printer.from_dict(record).alias == "佳能复合机-pkDgrqeA"
    printer = Printer(server_sn="pkDgrqeA", name="佳能复合机")
    assert printer.alias == "佳能复合机-pkDgrqeA"


def test_alias_on_one_line() -> None:
    """The alias is cleaned for display; the printer's identity is unchanged."""
    record = {"sn": "s\t1", "printerName": "front\ndesk "}
    assert Printer.from_dict(record | {"printerAlias": "\x1b Till\r\n2 🖨️"}).alias == (
        "Till 2 🖨️"
    )
    printer = Printer.from_dict(record | {"printerAlias": "\x00"})
    assert printer.alias == "front desk -s 1"
    assert (printer.server_sn, printer.name) == ("s\t1", "front\ndesk ")


@pytest.mark.parametrize("sn", ["sn", "shareSn", "controlSn", "unimsn"])
@pytest.mark.parametrize("name", ["printerName", "deviceName"])
def test_other_keys_of_a_printer(sn: str, name: str) -> None:
    """The service has four keys for the serial number and two for the name."""
    printer = Printer.from_dict({"sn": None, sn: "pkDgrqeA", name: "佳能复合机"})
    assert (printer.server_sn, printer.name) == ("pkDgrqeA", "佳能复合机")


@pytest.mark.parametrize(
    ("status", "online"),
    [
        ("1", True),
        ("0", False),
        ("ONLINE", True),
        ("offline", False),
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("", None),
        ("2", None),
        (2, None),
        (None, None),
        ([], None),
        ({"1": 1}, None),
    ],
)
def test_online_status(status: Any, online: bool | None) -> None:
    """The vendor's texts spell the state in several ways."""
    record = {"sn": "s", "printerName": "p", "onlineStatus": status}
    assert Printer.from_dict(record).online is online


@pytest.mark.parametrize(
    ("value", "hidden"), [(True, True), ("true", True), (None, False), ("maybe", False)]
)
def test_hidden(value: Any, hidden: bool) -> None:
    """Only an explicit true hides a printer."""
    record = {"sn": "s", "printerName": "p", "hidden": value}
    assert Printer.from_dict(record).hidden is hidden


def test_device_type() -> None:
    """Unknown device types are kept."""
    record = {"sn": "s", "printerName": "p"}
    assert Printer.from_dict(record | {"deviceType": "scanner"}).device_type == (
        "scanner"
    )
    assert Printer.from_dict(record | {"deviceType": None}).device_type == "printer"
    for known in "PRINTER", "Printer", " printer ":
        assert Printer.from_dict(record | {"deviceType": known}).device_type == (
            "printer"
        )
    for unknown in "Scanner", "printers":
        assert Printer.from_dict(record | {"deviceType": unknown}).device_type == (
            unknown
        )


def test_capabilities_of_the_document() -> None:
    """OpenAPI 3.5.3 has a whole record, which contradicts itself."""
    record = parse_json(sample("query_printer_detail")["data"])
    assert record is not None
    capabilities = PrinterCapabilities.from_dict(record)
    a4 = Paper(name="A4", width=210, height=297, left=5.08, top=5.08, system=False)
    papers = {paper.name: paper for paper in capabilities.supported_papers}
    assert len(papers) == 14
    assert papers["A4"] == a4
    assert papers["Envelope No. 10 (COM10)"].width == 104.648
    assert papers["B4"].height == 363.98199999999997
    assert capabilities == PrinterCapabilities(
        supported_colors=("MONOCHROME",),
        default_color="MONOCHROME",
        supports_copies=False,
        lower_copies=1,
        upper_copies=9999,
        supported_dpis=((300, 300), (600, 600), (1200, 1200)),
        dpi=300,
        supported_orientations=("PORTRAIT", "LANDSCAPE"),
        default_orientation="PORTRAIT",
        supported_collates=("COLLATE", "UNCOLLATE"),
        default_collate="COLLATE",
        supported_qualities=("HIGH", "NORMAL", "LOW", "DRAFT"),
        default_quality="NORMAL",
        supported_sides=("ONESIDE", "DUPLEX", "TUMBLE"),
        default_side="ONESIDE",
        default_pages_per_sheet=1,
        supported_papers=tuple(papers.values()),
        default_paper=a4,
    )


def test_malformed_capabilities() -> None:
    """Only the malformed values are dropped."""
    paper = {"name": "A4", "width": "210", "height": 297, "left": "wide", "system": 7}
    capabilities = PrinterCapabilities.from_dict(
        {
            "supportedColors": ["COLOR", 7, None, "COLOR", {}, "SEPIA"],
            "defaultColor": ["COLOR"],
            "supportsCopies": "yes",
            "lowerCopies": 1.5,
            "upperCopies": "99",
            "supportedDpis": [[600, 600], 300, [1], [0, 0], ["1200", 600.0], [1, None]],
            "dpi": True,
            "supportedSides": "DUPLEX",
            "supportedQualities": None,
            "supportedPapers": [
                paper,
                "A3",
                {"name": "A5", "width": 148},
                {"name": "", "width": 1, "height": 1},
                {"name": "flat", "width": 0, "height": 1},
                {"name": "long", "width": 1, "height": float("inf")},
            ],
            "defaultPaper": {"name": "A4"},
            "somethingNew": 1,
        }
    )
    assert capabilities == PrinterCapabilities(
        supported_colors=("COLOR", "7", "SEPIA"),
        upper_copies=99,
        supported_dpis=((600, 600), (1200, 600)),
        supported_papers=(Paper(name="A4", width=210, height=297),),
    )


def test_words_of_capabilities_in_any_case() -> None:
    """The document's words are accepted in any case; others are kept unchanged."""
    capabilities = PrinterCapabilities.from_dict(
        {
            "supportedColors": ["color", "Monochrome", "COLOR", "Sepia"],
            "defaultColor": "color",
            "supportedOrientations": [" portrait "],
            "supportedCollates": ["Collate", "unCollate"],
            "supportedQualities": ["draft", "Best"],
            "supportedSides": ["OneSide", "duplex"],
            "defaultSide": "flip",
        }
    )
    assert capabilities == PrinterCapabilities(
        supported_colors=("COLOR", "MONOCHROME", "Sepia"),
        default_color="COLOR",
        supported_orientations=("PORTRAIT",),
        supported_collates=("COLLATE", "UNCOLLATE"),
        supported_qualities=("DRAFT", "Best"),
        supported_sides=("ONESIDE", "DUPLEX"),
        default_side="flip",
    )


def test_task_of_the_document() -> None:
    """OpenAPI 3.7.3 has a finished task."""
    assert Task.from_dict(sample("task_get")["data"]) == Task(
        status=TaskStatus.FINISHED,
        task_id="pkDgrqeA-amel55ta2gw0",
        copies=1,
        config=sample("task_get")["data"]["config"],
        approve_status="2",
    )


def test_task_status() -> None:
    """The document's words are accepted in any case; others are kept unchanged."""
    for status in "finished", "Finished", " FINISHED\n":
        assert Task.from_dict({"taskStatus": status}).status == TaskStatus.FINISHED
    assert Task.from_dict({"taskStatus": "Partial"}).status == "Partial"
    odd: dict[str, Any] = {
        "taskId": {},
        "copies": "many",
        "config": [],
        "approveStatus": None,
    }
    assert Task.from_dict({"taskStatus": "partial_printed", **odd}) == Task(
        status=TaskStatus.PARTIAL_PRINTED
    )


@pytest.mark.parametrize("record", [{}, {"taskStatus": None}, {"taskStatus": " "}])
def test_task_without_status(record: dict[str, Any]) -> None:
    """A task without a status is refused."""
    with pytest.raises((LookupError, ValueError)):
        Task.from_dict(record)


@pytest.mark.parametrize(
    "record", [{}, {"sn": "s"}, {"printerName": "p"}, {"sn": [], "printerName": "p"}]
)
def test_printer_without_identity(record: dict[str, Any]) -> None:
    """A printer without its server's SN or its name is refused."""
    with pytest.raises((LookupError, ValueError)):
        Printer.from_dict(record)


@unhurried
@given(
    records(
        *("supportedColors", "defaultColor", "supportsCopies", "upperCopies", "dpi"),
        *("supportedDpis", "supportedPapers", "defaultPaper", "supportedSides"),
    )
)
def test_any_record_of_capabilities(record: dict[str, Any]) -> None:
    """Any record gives capabilities."""
    capabilities = PrinterCapabilities.from_dict(record)
    hash(capabilities)
    assert all(paper.width > 0 for paper in capabilities.supported_papers)


@unhurried
@given(
    st.sampled_from([Printer, Task]),
    records("sn", "unimsn", "printerName", "deviceName", "hidden", "onlineStatus")
    | records("taskStatus", "taskId"),
)
def test_any_record_of_a_printer_or_task(
    model: type[Printer | Task], record: dict[str, Any]
) -> None:
    """Printers and tasks raise no other errors."""
    with suppress(LookupError, ValueError):
        hash(model.from_dict(record))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" a ", " a "),
        (7, "7"),
        ("\ud800!", "?!"),
        ("", None),
        (" ", None),
        (True, None),
        (1.5, None),
        (None, None),
    ],
)
def test_text(value: Any, expected: str | None) -> None:
    """Texts can be written to files and databases."""
    assert text_or_none(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1.0),
        ("2.5", 2.5),
        (True, None),
        ("many", None),
        (float("nan"), None),
        ("inf", None),
        (10**400, None),
        ([], None),
    ],
)
def test_number(value: Any, expected: float | None) -> None:
    """Numbers are finite."""
    assert number_or_none(value) == expected


def test_integer_and_flag() -> None:
    """Whole numbers and booleans are accepted in several spellings."""
    assert [parse_integer(value) for value in (3, "3", 3.0, 3.5, "x")] == [
        3,
        3,
        3,
        None,
        None,
    ]
    assert [parse_flag(value) for value in ("TRUE", "0", 1, 2, "x", None)] == [
        True,
        False,
        True,
        None,
        None,
        None,
    ]
