"""Tests of the parsers for the fields of actions."""

from collections.abc import Callable
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.cloudprint.exceptions import shown, shown_briefly
from custom_components.cloudprint.fields import (
    as_json,
    boolean,
    check_fields,
    choice,
    get_device_id,
    get_device_ids,
    get_duration,
    get_flag,
    one_line,
    parse_codes,
    parse_ids,
    parse_number,
    parse_text,
    parse_text_line,
    parse_whole_number,
    plain,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_dumps
from homeassistant.helpers.template import RESULT_WRAPPERS, Template
from homeassistant.util.read_only_dict import ReadOnlyDict
from homeassistant.util.yaml.objects import NodeDictClass, NodeListClass, NodeStrClass

from .actions import may_refuse, refuses

HUGE = 10**5000
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


def type_name(value: object) -> str:
    """Name a test by its value, shortened."""
    return type(value).__name__


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        (" 3.0 ", 3),
        (2.5, 2.5),
        ("2.5", 2.5),
        (1, 1),
        (9, 9),
    ],
)
def test_number(value: object, number: float) -> None:
    """A number may be a template's text; a whole number is an integer."""
    result = parse_number("scale", value, 1, 9)
    assert result == number
    assert type(result) is type(number)


@pytest.mark.parametrize(
    "value",
    [
        *(0, 9.1, -3, "x", "", "3 mm", None, True, [], {}, 1j, "nan", float("nan")),
        *("inf", float("-inf"), HUGE, -HUGE, "9" * 5000, "1e999", "3\ud800", DEEP),
    ],
    ids=type_name,
)
def test_no_number(value: object) -> None:
    """A value that is no number within the bounds is refused with the bounds."""
    with refuses("option_invalid", field="scale", supported="1 - 9"):
        parse_number("scale", value, 1, 9)


def test_number_with_example() -> None:
    """The error can have an example instead of the bounds."""
    with refuses("option_invalid", value="x", supported="10 mm"):
        parse_number("margins", "x", 1, 9, supported="10 mm")


def test_whole_number() -> None:
    """A whole number is required."""
    assert parse_whole_number("copies", "3.0", 1, 9999) == 3
    with refuses("option_invalid", field="copies", value="2.5", supported="1 - 9999"):
        parse_whole_number("copies", 2.5, 1, 9999)


@pytest.mark.parametrize("value", [True, "true", " YES", "on", "1", 1, 1.0, "Enable"])
def test_yes(value: object) -> None:
    """Home Assistant's words for true are accepted."""
    assert boolean("wait", value) is True


@pytest.mark.parametrize(
    "value", [False, "false", "No ", "off", "0", 0, 0.0, "disable"]
)
def test_no(value: object) -> None:
    """Home Assistant's words for false are accepted."""
    assert boolean("wait", value) is False


@pytest.mark.parametrize(
    "value", [None, "", "maybe", 2, -1, HUGE, float("nan"), [], {}], ids=type_name
)
def test_neither_yes_nor_no(value: object) -> None:
    """Other values are refused."""
    with refuses("option_invalid", field="wait", supported="true, false"):
        boolean("wait", value)


@pytest.mark.parametrize(
    ("share_code", "verification_code", "codes"),
    [
        ("830487711", "2598", ("830487711", "2598")),
        (" 830 487 711\n", "\t25 98 ", ("830487711", "2598")),
        ("８３０４８７７１１", "２５９８", ("830487711", "2598")),
        ("共享码：830487711", "验证码: 2598", ("830487711", "2598")),
        ("Share code 830487711", "Verification Code: 2598", ("830487711", "2598")),
        ("\u200b830487711\ufeff", "2598\x00", ("830487711", "2598")),
        ("aB-12", "cD", ("aB-12", "cD")),
        # Both, as they are copied
        ("830487711 2598", "", ("830487711", "2598")),
        ("830487711，2598", " ", ("830487711", "2598")),
        ("共享码：830 487 711 验证码：25 98", "", ("830487711", "2598")),
        ("共享码830487711\n验证码2598", "", ("830487711", "2598")),
        ("share code: 1, verification code: 2", "", ("1", "2")),
        # Codes that are left out
        ("", "", ("", "")),
        ("830487711", "", ("830487711", "")),
        ("830 487 711", "", ("830487711", "")),
        ("", "2598", ("", "2598")),
        ("共享码：", "验证码：", ("", "")),
        ("\ud800", "\ud800", ("", "")),
    ],
)
def test_codes(share_code: str, verification_code: str, codes: tuple[str, str]) -> None:
    """Codes are found in what people copy from the vendor's program."""
    assert parse_codes(share_code, verification_code) == codes


def test_flag_may_be_left_out() -> None:
    """None means that the field is left out."""
    assert get_flag({}, "hold", default=True) is True
    assert get_flag({"hold": None}, "hold") is False
    assert get_flag({"hold": "off"}, "hold", default=True) is False


def test_choice() -> None:
    """A choice is its name or its meaning, in any case."""
    sides = {"one_sided": "ONESIDE", "two_sided": "DUPLEX"}
    for value in ("two_sided", " Two_Sided", "DUPLEX", "duplex"):
        assert choice("sides", value, sides) == "DUPLEX"
    for wrong in ("", "both", None, 2, ["two_sided"], DEEP):
        with refuses("option_invalid", supported="one_sided, two_sided"):
            choice("sides", wrong, sides)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Draft", "Draft"),
        ("  草稿\u3000Draft ", "草稿\u3000Draft"),
        ("one\r\ntwo\tthree\0", "one two three"),
        ("a  b", "a  b"),
        ("x" * 500, "x" * 500),
        (12, "12"),
        (1.5, "1.5"),
        (10**100, "1" + "0" * 100),
        (NodeStrClass("from a file"), "from a file"),
    ],
)
def test_line_of_text(value: object, text: str) -> None:
    """A line has no line breaks and no surrounding spaces."""
    result = parse_text_line("header", value)
    assert result == text
    assert type(result) is str


@pytest.mark.parametrize(
    "value",
    ["", " \n", "\0", "x" * 501, "half\ud83d", None, True, [], {}, b"x", HUGE, DEEP],
    ids=type_name,
)
def test_no_line_of_text(value: object) -> None:
    """A text that is empty, too long or not encodable is refused without showing it."""
    length = "501" if value == "x" * 501 else "0"
    with refuses("text_invalid", field="header", length=length, longest="500"):
        parse_text_line("header", value)


def test_one_line() -> None:
    """Only printable characters are kept, on one line."""
    assert one_line(" a\u3000b\n\u202egnp.exe\ud83d\udcc4\0 ") == "a b gnp.exe"
    assert one_line("\u200b") == ""


def test_text_of() -> None:
    """Numbers of templates are texts; other values are not."""
    assert parse_text("") == ""
    assert parse_text(float("nan")) == "nan"
    wrong: list[Any] = [None, False, [], "\ud800", HUGE]
    for value in wrong:
        assert parse_text(value) is None


@pytest.mark.parametrize(
    "text", ["4, 8, 15", "(1,)", "[1, 2]", '{"milk": 2, "eggs": null}', "{1, 2}"]
)
def test_text_that_looks_like_python(hass: HomeAssistant, text: str) -> None:
    """A template's text is taken as it is where Home Assistant makes a value of it."""
    assert parse_text(Template(text, hass).async_render()) == text


def test_value_of_a_template() -> None:
    """A value that was never a text is none."""
    assert parse_text(RESULT_WRAPPERS[list]([1])) is None


def test_check_fields() -> None:
    """An unknown field is refused, whatever its name."""
    check_fields({"device_id": 1}, ("device_id",))
    wrong: list[Any] = ["devices", 1, None, "\ud800\n", HUGE]
    for name in wrong:
        with refuses("field_unknown", supported="device_id, text"):
            check_fields({name: 1}, ("device_id", "text"))


@pytest.mark.parametrize("value", ["a", ["a"], ("a", "a"), NodeListClass(["a"])])
def test_ids(value: object) -> None:
    """One id or several, each once, in order."""
    assert parse_ids("device_id", value) == ["a"]
    assert parse_ids("device_id", ["b", "a", "b"]) == ["b", "a"]


@pytest.mark.parametrize(
    "value",
    ["", [], [""], [None], 1, {"a": 1}, [["a"]], "\ud800", ["a", "\udfff"], DEEP],
    ids=type_name,
)
def test_no_ids(value: object) -> None:
    """Invalid ids are refused, and an empty list does not mean all."""
    with refuses("id_invalid", field="device_id"):
        parse_ids("device_id", value)


def test_devices() -> None:
    """A required device must be given; an optional one can be left out."""
    assert get_device_ids({"device_id": "a"}) == ["a"]
    assert get_device_ids({}) == []
    assert get_device_ids({"device_id": None}) == []
    with refuses("id_invalid"):
        get_device_ids({"device_id": []})
    with refuses("device_missing"):
        get_device_id({})
    nothings: list[Any] = [None, "", []]
    for nothing in nothings:
        with refuses("device_missing"):
            get_device_id({"device_id": nothing})


def test_one_device() -> None:
    """Several devices are refused where one is required."""
    assert get_device_id({"device_id": ["a", "a"]}) == "a"
    with refuses("device_not_one"):
        get_device_id({"device_id": ["a", "b"]})


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (5, 5),
        ("5", 5),
        (0.5, 0.5),
        (0, 0),
        ("0", 0),
        ("00:00:05", 5),
        ("00:00:00", 0),
        ("00:05", 300),
        ({"seconds": 5}, 5),
        ({"minutes": "5"}, 300),
        ({"days": 0, "hours": 1, "minutes": 0, "seconds": 0}, 3600),
        (NodeDictClass({"seconds": 5}), 5),
        (ReadOnlyDict({"milliseconds": 1500}), 1.5),
        ("24:00:00", 86400),
    ],
)
def test_duration(value: object, seconds: float) -> None:
    """Durations are parsed as Home Assistant does."""
    assert get_duration(
        {"timeout": value}, "timeout", timedelta(hours=24)
    ) == timedelta(seconds=seconds)


def test_duration_may_be_left_out() -> None:
    """None means that the field is left out."""
    assert get_duration({}, "timeout", timedelta(1)) is None
    assert get_duration({"timeout": None}, "timeout", timedelta(1)) is None


@pytest.mark.parametrize(
    "value",
    [
        *(-1, "-00:00:05", 86401, "24:00:01", "", "soon", "1:2:3:4", True, [], {}, [5]),
        *({"weeks": 1}, {"seconds": "x"}, {"seconds": None}, {1: 2}, {"seconds": DEEP}),
        *("nan", float("nan"), float("inf"), HUGE, {"days": HUGE}, "9" * 5000),
        *("99999999999999999999:00", {"seconds": "\ud800"}, DEEP),
    ],
    ids=type_name,
)
def test_no_duration(value: object) -> None:
    """An invalid or too long duration is refused with the longest."""
    with refuses("duration_invalid", field="timeout", longest="24:00:00"):
        get_duration({"timeout": value}, "timeout", timedelta(hours=24))


def test_plain() -> None:
    """Options become plain JSON values."""
    options = ReadOnlyDict(
        {
            "margins": NodeDictClass({"top": 1, "bottom": 2.5}),
            "dpi": (600, 600),
            "raw_options": {"labels": NodeListClass([NodeStrClass("a")]), "x": None},
            "booklet": True,
            "header": 10**30,
        }
    )
    expected = {
        "margins": {"top": 1, "bottom": 2.5},
        "dpi": [600, 600],
        "raw_options": {"labels": ["a"], "x": None},
        "booklet": True,
        "header": "1" + "0" * 30,
    }
    result = plain(options)
    assert result == expected
    assert type(result["margins"]) is dict
    assert type(result["raw_options"]["labels"][0]) is str
    json_dumps(result)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(-1e18, 1e18)
    | st.text(),
    lambda items: st.lists(items) | st.dictionaries(st.text(), items),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_json(value: Any) -> None:
    """Any JSON value is unchanged and can be written."""
    try:
        result = as_json(value, 10)
    except ValueError:
        # Deeper than any real value
        assert str(value).count("[") + str(value).count("{") > 10
        return
    assert result == value
    json_dumps(result)


def mapping_within(levels: int) -> dict[str, Any]:
    """Return nested mappings of this depth."""
    return {"x": mapping_within(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "value",
    [
        *(float("nan"), float("inf"), 2**63, HUGE, "\ud800", b"x", {1, 2}, 1j),
        *({"\ud800": 1}, {1: 1}, {None: 1}, object(), timedelta(1), [{"a": [b"x"]}]),
        *(DEEP, mapping_within(10)),
    ],
    ids=type_name,
)
def test_no_json(value: object) -> None:
    """Values that JSON or Home Assistant's writer cannot represent are refused."""
    with pytest.raises(ValueError):
        as_json(value, 10)


def test_json_of_other_mappings() -> None:
    """Home Assistant's mappings and lists become those of Python."""
    result = as_json(MappingProxyType({"a": NodeListClass([(1,)])}), 3)
    assert result == {"a": [[1]]}
    assert type(result) is dict
    assert type(result["a"]) is list
    assert as_json(mapping_within(9), 10) == mapping_within(9)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        ("", '""'),
        (None, "None"),
        ("a\nb\0\ud800", "a\ufffdb\ufffd\ufffd"),
        ("x" * 300, "x" * 200),
        (HUGE, "int"),
        (DEEP, "list"),
        ({"a": 1}, "{'a': 1}"),
    ],
    ids=type_name,
)
def test_shown(value: object, text: str) -> None:
    """Any value can be shown, and less of a long one where it is a wrong one."""
    assert shown(value) == text
    brief = shown_briefly(value)
    assert brief == text if len(text) <= 40 else brief == f"{text[:40]}…"


READERS: tuple[Callable[[object], object], ...] = (
    lambda value: parse_number("field", value, 0, 10),
    lambda value: parse_whole_number("field", value, 0, 10),
    lambda value: choice("field", value, {"a": "A"}),
    lambda value: boolean("field", value),
    lambda value: parse_text_line("field", value),
    lambda value: parse_ids("field", value),
    lambda value: get_duration({"field": value}, "field", timedelta(hours=1)),
)

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.builds(lambda: HUGE)
    | st.builds(lambda: -HUGE)
    | st.floats()
    | st.text(st.characters())
    | st.text(st.sampled_from("0123456789:.-e \ud800"), max_size=12)
    | st.binary(max_size=4),
    lambda items: (
        st.lists(items, max_size=3)
        | st.dictionaries(
            st.sampled_from(["days", "hours", "minutes", "seconds", 1, None]), items
        )
    ),
    max_leaves=4,
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(READERS), ANYTHING)
def test_any_value(read: Callable[[object], object], value: object) -> None:
    """Any value is parsed, or is a translated error."""
    with may_refuse():
        read(value)
