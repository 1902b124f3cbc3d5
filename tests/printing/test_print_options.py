"""Tests of the print options and the `config` that they become."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.cloudprint.api.capabilities import PrinterCapabilities
from custom_components.cloudprint.printing.options import OPTIONS
from homeassistant.helpers.json import json_dumps
from homeassistant.util.yaml.objects import NodeDictClass

from ..actions import may_refuse, message_of, refuses
from ..simulator import load_capabilities
from .configs import build_config

DOCUMENT = PrinterCapabilities.from_dict(load_capabilities("monochrome"))
COLOR = PrinterCapabilities.from_dict(load_capabilities("colour_duplex"))


def config(
    known: PrinterCapabilities | None = None, /, **options: Any
) -> dict[str, Any]:
    """Return the config of options that cause no warning."""
    result, warnings = build_config(options, known)
    assert warnings == []
    return result


@pytest.mark.parametrize(
    ("option", "value", "fields"),
    [
        ("copies", 2, {"copies": 2}),
        ("copies", "3", {"copies": 3}),
        ("copies", 4.0, {"copies": 4}),
        ("color", "color", {"color": "COLOR"}),
        ("color", "Monochrome", {"color": "MONOCHROME"}),
        ("sides", "one_sided", {"side": "ONESIDE"}),
        ("sides", "two_sided_long_edge", {"side": "DUPLEX"}),
        ("sides", "two_sided_short_edge", {"side": "TUMBLE"}),
        ("sides", "tumble", {"side": "TUMBLE"}),
        ("orientation", "landscape", {"orientation": "LANDSCAPE"}),
        ("quality", "draft", {"quality": "DRAFT"}),
        ("quality", "HIGH", {"quality": "HIGH"}),
        ("collate", True, {"collate": "COLLATE"}),
        ("collate", "no", {"collate": "UNCOLLATE"}),
        ("pages_per_sheet", "4", {"pagesPerSheet": 4}),
        ("page_ranges", "1-3,5", {"pageRanges": "1-3,5"}),
        ("page_ranges", " 1 – 3，5、7～9 ", {"pageRanges": "1-3,5,7-9"}),
        # As Chinese keyboards type it
        (
            "page_ranges",
            "１－３，５；７——９、１１至１２",
            {"pageRanges": "1-3,5,7-9,11-12"},
        ),
        ("page_ranges", "１～９，ｏｄｄ", {"pageRanges": "1-9,odd"}),
        ("page_ranges", 2, {"pageRanges": "2"}),
        ("page_ranges", [1, "3-5"], {"pageRanges": "1,3-5"}),
        ("page_ranges", (1, 3), {"pageRanges": "1,3"}),
        ("page_ranges", "odd", {"pageRanges": "odd"}),
        ("page_ranges", "1-9， Odd，REVERSE", {"pageRanges": "1-9,odd,reverse"}),
        ("page_ranges", ["reverse", 3, "even"], {"pageRanges": "reverse,3,even"}),
        ("scale", 90, {"scale": 90}),
        ("scale", "90%", {"scale": 90}),
        ("scale", "92.5 %", {"scale": 92.5}),
        ("scale", "NOSCALE", {"scale": "NOSCALE"}),
        ("dpi", 600, {"xdpi": 600, "ydpi": 600}),
        ("dpi", "300", {"xdpi": 300, "ydpi": 300}),
        ("dpi", "300 x 600 DPI", {"xdpi": 300, "ydpi": 600}),
        ("dpi", "300×600", {"xdpi": 300, "ydpi": 600}),
        ("dpi", [300, "600"], {"xdpi": 300, "ydpi": 600}),
        (
            "margins",
            10,
            {"marginTop": 10, "marginBottom": 10, "marginLeft": 10, "marginRight": 10},
        ),
        (
            "margins",
            {"left": "12.5", "top": 0},
            {"marginTop": 0, "marginLeft": 12.5},
        ),
        ("margins", NodeDictClass({"right": 3}), {"marginRight": 3}),
        ("header", "Family", {"header": "Family"}),
        ("footer", 2026, {"footer": "2026"}),
        ("fit_to_page", "on", {"autofit": True}),
        ("booklet", False, {"booklet": False}),
        ("input_slot", "Tray 2", {"inputSlot": "Tray 2"}),
        ("media_type", "Photo", {"mediaType": "Photo"}),
        ("watermark", "草稿", {"watermark": "草稿"}),
        ("raw_options", {}, {}),
        (
            "raw_options",
            {"repeats": 2, "labels": ["a"]},
            {"repeats": 2, "labels": ["a"]},
        ),
    ],
)
def test_option(option: str, value: object, fields: dict[str, Any]) -> None:
    """Each option becomes fields of the document, with values of its types."""
    result = config(**{option: value})
    assert result == fields
    assert {name: type(item) for name, item in result.items()} == {
        name: type(item) for name, item in fields.items()
    }


NONSENSE: dict[str, list[Any]] = {
    "copies": [0, 10_000, 1.5, "two", True, -1, [1]],
    "color": ["red", "", True, 1, ["color"]],
    "sides": ["both", 2, {}],
    "orientation": ["sideways", 90],
    "quality": ["best", 1],
    "collate": ["sometimes", 2, []],
    "pages_per_sheet": [0, 17, "many"],
    "page_ranges": [
        *("", "0", "3-1", "1-", "-3", "a", "1/2", "1,,2", "٣", "1," * 300 + "1"),
        *("1234567", 0, True, 1.5, [], {}, ["1", {}], "odd,even", "odd even", "all"),
    ],
    "scale": [
        *(0, 1001, "", "%", "-5", "1.2.3", True, [90], "90 percent", "no-scale"),
        float("nan"),
    ],
    "dpi": [
        *(0, 9601, 1.5, "fine", "0x600", "600x", "٣٠٠x٣٠٠", True, {}),
        *([300], [300] * 3, [300, 0]),
    ],
    "margins": [
        *(-1, 5001, "wide", True, [], {}, {"inner": 3}, {"top": None}, {"top": -1}),
        {1: 1},
    ],
    "fit_to_page": ["maybe", 2],
    "booklet": ["x", []],
    "paper": [
        *("", "A9", "x", "0x10", "5001x10", "10x", "-5x5", "1x" * 9, 4, True),
        *([105, 156], {}, {"width": 105}, {"width": 105, "height": 156, "name": "x"}),
        *({"width": width, "height": 5} for width in (0, None, "x")),
        {"width": 100, "height": []},
    ],
}


@pytest.mark.parametrize(
    ("option", "value"),
    [(option, value) for option, values in NONSENSE.items() for value in values],
)
def test_nonsense(option: str, value: object) -> None:
    """An invalid value is refused with the field's name and the supported values."""
    for known in (None, DOCUMENT):
        with refuses("option_invalid", field=option) as raised:
            config(known, **{option: value})
        assert (raised.value.translation_placeholders or {})["supported"]


@pytest.mark.parametrize(
    "value",
    [
        *("{}", [], 3, {1: 2}, {"a": {2: 3}}, {"a": 2**63}, {"a": "\ud800"}),
        *({"a": b""}, {"a": float("inf")}, {"a": "x" * 65_536}),
        {"watermark": "secret", "a": b""},
    ],
)
def test_no_raw_options(value: object) -> None:
    """A value that JSON cannot represent is refused without showing it."""
    with refuses("raw_options_invalid", field="raw_options", limit="65536") as raised:
        config(raw_options=value)
    assert "secret" not in message_of(raised.value)


@pytest.mark.parametrize(
    "option", ["header", "footer", "watermark", "input_slot", "media_type"]
)
def test_texts(option: str) -> None:
    """Texts are one line of 1 to 500 characters."""
    wrong: list[Any] = ["", " ", "x" * 501, "\ud800", True, [], {}]
    for value in wrong:
        with refuses("text_invalid", field=option, longest="500"):
            config(**{option: value})
    with refuses("text_invalid", field="scale", longest="40"):
        config(scale="x" * 41)


def test_nothing_is_nothing() -> None:
    """Options that are left out or None are not sent."""
    assert config() == {}
    assert config(DOCUMENT, **dict.fromkeys(OPTIONS)) == {}


def test_raw_options_come_last() -> None:
    """Raw options override the other options, field by field."""
    result = config(
        DOCUMENT,
        raw_options={
            "copies": 1,
            "side": "TUMBLE",
            "paperConfig": {"name": "A4", "width": 210, "height": 297},
            "monoPages": "1-2",
            "marginTop": None,
        },
        copies=1,
        sides="one_sided",
        paper="A3",
        margins=5,
        quality="high",
    )
    assert result == {
        "copies": 1,
        "side": "TUMBLE",
        "paperConfig": {"name": "A4", "width": 210, "height": 297},
        "quality": "HIGH",
        "monoPages": "1-2",
        "marginTop": None,
        "marginBottom": 5,
        "marginLeft": 5,
        "marginRight": 5,
    }


def test_raw_options_are_not_checked() -> None:
    """Raw options are never refused for the capabilities, which only warn of them."""
    raw = {"color": "COLOR", "side": "BOTH"}
    assert build_config({"raw_options": raw}, DOCUMENT) == (raw, ["color_unsupported"])


@pytest.mark.parametrize(
    ("known", "value", "size"),
    [
        (DOCUMENT, "A4", (210, 297)),
        (DOCUMENT, " a4 ", (210, 297)),
        # The name has another size on other printers (vendor-api.md 5.2).
        (DOCUMENT, "b5", (182.118, 257.048)),
        (DOCUMENT, "envelope no. 10 (com10)", (104.648, 241.3)),
        # Not 11 x 17 mm: the printer's paper of this name is 11 x 17 inches.
        (DOCUMENT, "11x17", (279.4, 431.8)),
        (COLOR, "4X6 in", (101.6, 152.4)),
        (COLOR, "11x17 mm", (11, 17)),
        (COLOR, "12x50", (12, 50)),
        (None, "11x17", (279.4, 431.8)),
        (None, "A4", (210, 297)),
        (None, "B5", (182, 257)),
        (None, "letter", (215.9, 279.4)),
        (DOCUMENT, "105x156", (105, 156)),
        (DOCUMENT, "105 × 156.5 MM", (105, 156.5)),
        (DOCUMENT, "105*156mm", (105, 156)),
        (DOCUMENT, {"width": 105, "height": "156"}, (105, 156)),
        (DOCUMENT, NodeDictClass({"height": 156, "width": 105.0}), (105, 156)),
    ],
)
def test_paper(
    known: PrinterCapabilities | None, value: object, size: tuple[float, float]
) -> None:
    """A paper is a name that the printer knows, or a size; the size is sent."""
    width, height = size
    sent = config(known, paper=value)["paperConfig"]
    assert sent == {"width": width, "height": height}
    assert {type(length) for length in sent.values()} == {float}


def test_papers_that_differ_in_case_only() -> None:
    """A paper's name in the printer's own spelling takes precedence."""
    known = PrinterCapabilities.from_dict(
        {
            "supportedPapers": [
                {"name": "Card", "width": 90, "height": 50},
                {"name": "CARD", "width": 86, "height": 54},
            ]
        }
    )
    for name, width in (("Card", 90), ("CARD", 86)):
        assert config(known, paper=name)["paperConfig"]["width"] == width


def test_papers_that_would_do() -> None:
    """A paper that the printer does not have is refused with those that it has."""
    with refuses(
        "option_invalid",
        field="paper",
        value="A6",
        supported="Letter, 11x17, Legal, Statement, Executive, A5, B5, A4, B4, A3,"
        " Envelope Monarch, Envelope No. 10 (COM10), Envelope DL, Envelope C5, 105x156",
    ):
        config(DOCUMENT, paper="A6")
    # Too small for millimetres: probably inches.
    for value in ("11x17", "4x6", "10 x 8"):
        with refuses("option_invalid", field="paper", value=value):
            config(COLOR, paper=value)
    with refuses(
        "option_invalid",
        supported="A3, A4, A5, A6, B4, B5, Letter, Legal, 11x17, 105x156",
    ):
        config(paper="A2")


@pytest.mark.parametrize(
    ("supported", "value", "words"),
    [
        (
            ("ONESIDE", "TUMBLE"),
            "two_sided_long_edge",
            "one_sided, two_sided_short_edge",
        ),
        (("DUPLEX",), "ONESIDE", "two_sided_long_edge"),
        # The printer only reports unknown words.
        (("BOOKLET",), "two_sided_short_edge", "BOOKLET"),
    ],
)
def test_excluded(supported: tuple[str, ...], value: str, words: str) -> None:
    """Sides that the printer does not have are refused with those that it has."""
    with refuses("option_unsupported", field="sides", value=value, supported=words):
        config(replace(COLOR, supported_sides=supported), sides=value)
    # Unknown capabilities exclude nothing.
    assert config(None, sides=value)


@pytest.mark.parametrize("value", ["two_sided_long_edge", "TUMBLE"])
def test_two_sides_of_one(value: str) -> None:
    """A printer of one side prints two by hand, for which its trays must be known."""
    with refuses("trays_unknown", field="sides", value=value):
        config(replace(COLOR, supported_sides=("ONESIDE",)), sides=value)
    assert config(PrinterCapabilities(), sides=value)


@pytest.mark.parametrize(
    ("known", "option", "value", "fields"),
    [
        # As in the document's own example
        (DOCUMENT, "color", "color", {"color": "COLOR"}),
        (DOCUMENT, "dpi", "600x300", {"xdpi": 600, "ydpi": 300}),
        (DOCUMENT, "dpi", 360, {"xdpi": 360, "ydpi": 360}),
        (COLOR, "quality", "low", {"quality": "LOW"}),
        (COLOR, "copies", 100, {"copies": 100}),
        (replace(COLOR, lower_copies=2), "copies", 1, {"copies": 1}),
        (
            replace(COLOR, supported_orientations=("PORTRAIT",)),
            "orientation",
            "LANDSCAPE",
            {"orientation": "LANDSCAPE"},
        ),
        (
            replace(COLOR, supported_collates=("COLLATE",)),
            "collate",
            False,
            {"collate": "UNCOLLATE"},
        ),
        # The printer only reports unknown words.
        (
            replace(COLOR, supported_qualities=("ULTRA",)),
            "quality",
            "high",
            {"quality": "HIGH"},
        ),
    ],
)
def test_warned_of(
    known: PrinterCapabilities, option: str, value: object, fields: dict[str, Any]
) -> None:
    """A value that the printer does not report is sent, with a warning."""
    assert build_config({option: value}, known) == (fields, [f"{option}_unsupported"])
    # Unknown capabilities warn of nothing.
    assert config(None, **{option: value}) == fields
    assert config(PrinterCapabilities(), **{option: value}) == fields


@pytest.mark.parametrize(
    ("known", "option", "value"),
    [
        (DOCUMENT, "color", "monochrome"),
        (DOCUMENT, "dpi", 1200),
        (DOCUMENT, "sides", "two_sided_short_edge"),
        (DOCUMENT, "collate", False),
        (COLOR, "copies", 99),
        # Empty ranges are ignored.
        (replace(COLOR, lower_copies=5, upper_copies=2), "copies", 3),
        (replace(COLOR, lower_copies=None, upper_copies=-1), "copies", 9999),
        (replace(COLOR, lower_copies=None, upper_copies=None), "copies", 9999),
        # Options that capabilities do not cover
        (DOCUMENT, "booklet", True),
        (DOCUMENT, "pages_per_sheet", 16),
    ],
)
def test_not_excluded(known: PrinterCapabilities, option: str, value: object) -> None:
    """Values that the capabilities allow, or do not mention, cause no warning."""
    sent, warnings = build_config({option: value}, known)
    assert sent
    assert warnings == (
        ["copies_unsupported"] if option == "copies" and known is DOCUMENT else []
    )


@pytest.mark.parametrize("options", [{"copies": 2}, {"raw_options": {"copies": 3}}])
def test_a_record_that_contradicts_itself(options: dict[str, Any]) -> None:
    """The document's printer reports no copies, and up to 9999: that only warns."""
    assert DOCUMENT.supports_copies is False
    assert DOCUMENT.upper_copies == 9999

    assert build_config(options, DOCUMENT)[1] == ["copies_unsupported"]
    assert build_config(options, COLOR)[1] == []
    assert build_config(options, None)[1] == []
    assert build_config({"copies": 1}, DOCUMENT)[1] == []
    # Only the service knows what it takes as raw options.
    assert build_config({"raw_options": {"copies": "many"}}, COLOR)[1] == []


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.text(st.sampled_from("0123456789.,-x×%mM ANOSCLE"), max_size=9),
    lambda items: (
        st.lists(items, max_size=3)
        | st.dictionaries(
            st.sampled_from(["top", "left", "width", "height", "copies", 1]), items
        )
    ),
    max_leaves=5,
)


@settings(max_examples=500, deadline=None)
@given(
    st.dictionaries(st.sampled_from(OPTIONS), VALUES, max_size=4),
    st.sampled_from([None, DOCUMENT, COLOR]),
)
def test_any_options(
    options: dict[str, Any], known: PrinterCapabilities | None
) -> None:
    """Any options become a valid config or a translated error."""
    with may_refuse():
        json_dumps(build_config(options, known)[0])
