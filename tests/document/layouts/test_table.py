"""Comma-separated values as a table."""

import csv
from io import StringIO

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE,
    build_table_content,
)
from custom_components.cloudprint.document.settings import RenderSettings

from ..pages import A5, get_html, get_soup

SETTINGS = RenderSettings()


def get_rows(content: Content) -> list[list[str]]:
    """Return the cells of all rows, beginning with the header."""
    return [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in get_soup(content).find_all("tr")
    ]


def get_header(content: Content) -> list[str]:
    """Return the names of the columns."""
    return [cell.get_text() for cell in get_soup(content).select("thead th")]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "a;b\n1;2",
        "a\tb\r\n1\t2\r\n",
        "a|b\r1|2",
        "\ufeffa,b\n1,2\n",
        '"a","b"\n\n"1","2"\n\n',
        "sep=;\na;b\n1;2",
        "SEP=#\r\na#b\r\n1#2",
    ],
)
def test_dialects(text: str) -> None:
    """All delimiters are recognized."""
    content = build_table_content(text, SETTINGS)
    assert get_rows(content) == [["a", "b"], ["1", "2"]]
    assert get_header(content) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n"1\n2","say ""hi"""', [["a", "b"], ["1\n2", 'say "hi"']]),
        ("a,b\n1\n1,2,3", [["a", "b", ""], ["1", "", ""], ["1", "2", "3"]]),
        ("a;b\n1,5;2,5\n3,5;4,5", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]),
        ("x;1,5\ny;2,5", [["x", "1,5"], ["y", "2,5"]]),
        ("x;1,5;2,5\ny;3;4,5", [["x", "1,5", "2,5"], ["y", "3", "4,5"]]),
        ("1,5;2,5\n-3.000,5;4,5 €", [["1,5", "2,5"], ["-3.000,5", "4,5 €"]]),
        ("1,5\t2,5\n3,5\t4,5", [["1,5", "2,5"], ["3,5", "4,5"]]),
        ("Li, An;Bonn\nXu, Bo;Ulm", [["Li, An", "Bonn"], ["Xu, Bo", "Ulm"]]),
        ("a,b;c,d\ne,f;g,h", [["a", "b;c", "d"], ["e", "f;g", "h"]]),
        ("a,1;2,3\nb,4;5,6", [["a", "1;2", "3"], ["b", "4;5", "6"]]),
        ("a,b\nx,1;2\ny,3;4", [["a", "b"], ["x", "1;2"], ["y", "3;4"]]),
        ("one\ntwo, three\nfour", [["one", ""], ["two", " three"], ["four", ""]]),
        ("a,b\n=1+1,@SUM(A1)", [["a", "b"], ["=1+1", "@SUM(A1)"]]),
        ("a,b\n<b>x</b>,&amp;", [["a", "b"], ["<b>x</b>", "&amp;"]]),
        ("名称,数量\n牛奶,2", [["名称", "数量"], ["牛奶", "2"]]),
        ('a,"b', [["a", "b"]]),
        ('sep="\na,b', [['sep="', ""], ["a", "b"]]),
        ("word", [["word"]]),
    ],
)
def test_values(text: str, rows: list[list[str]]) -> None:
    """Values are unchanged, and short rows are padded."""
    assert get_rows(build_table_content(text, SETTINGS)) == rows


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Name,Age\nAnna,4", ["Name", "Age"]),
        ("Name,City\nAnna,Bonn", ["Name", "City"]),
        ("Name,2025,2026\nAnna,x,y", ["Name", "2025", "2026"]),
        ("Milk,2\nEggs,12", []),
        (",\nEggs,12", ["", ""]),
        ("only,one", []),
    ],
)
def test_header(text: str, header: list[str]) -> None:
    """The first row is the header, unless it has numbers like the others."""
    assert get_header(build_table_content(text, SETTINGS)) == header


@pytest.mark.parametrize(
    ("value", "is_number"),
    [
        ("12", True),
        ("-1.234,56", True),
        ("+1 234.5", True),
        ("¥ 12.00", True),
        ("-$5", True),
        ("$-5", True),
        ("99.5 %", True),
        ("12元", True),
        ("1e-7", True),
        (" 7 ", True),
        ("2026-10-16", False),
        ("12:30", False),
        ("v2", False),
        ("−", False),
        ("n/a", False),
    ],
)
def test_alignment_of_numbers(value: str, is_number: bool) -> None:
    """Columns of numbers are aligned right, also with empty cells."""
    soup = get_soup(build_table_content(f'a,b\nx,"{value}"\nx,""\nx,1', SETTINGS))
    right = ["number"] if is_number else None
    assert [cell.get("class") for cell in soup.find_all("th")] == [None, right]
    cells = soup.find_all("td")
    assert [cell.get("class") for cell in cells] == [None, right] * 3


def test_empty_column() -> None:
    """An empty column is not numeric."""
    soup = get_soup(build_table_content("a,b\nx,\ny,", SETTINGS))
    assert soup.select(".number") == []


def get_scale(content: Content) -> float:
    """Return the scale of the type."""
    rule = get_html(content).partition("table { font-size: ")[2]
    return float(rule.partition("em;")[0])


def test_wide_tables_shrink() -> None:
    """More columns have smaller type, down to the smallest readable size."""
    scales = []
    for columns in (3, 9, 11, 13, 60):
        row = ",".join(["some text"] * columns)
        content = build_table_content(f"{row}\n{row}", RenderSettings(paper=A5))
        shares = get_soup(content).find_all("col")
        scales.append((get_scale(content), len(shares)))
    assert [count for _, count in scales] == [0, 9, 11, 13, 60]
    sizes = [scale for scale, _ in scales]
    assert sizes[0] == 1
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 0.5


@pytest.mark.parametrize(
    ("rows", "text", "points"),
    [
        (1, "Milk", 20),
        (25, "Milk", 13.12),
        (31, "Milk", 11.2),
        (200, "Milk", 10.45),
        (1, "some text " * 4, 18.4),
        (1, "some " * 100, 11.2),
        (1, "a" * 200 + '","' + "a" * 200, 10.45),
        (1, "\n".join("word" for _ in range(30)), 16.0),
    ],
)
def test_type_size(rows: int, text: str, points: float) -> None:
    """A short table has larger type, unless that would break lines."""
    content = build_table_content("Name,Note\n" + f'"{text}",x\n' * rows, SETTINGS)
    html = get_html(content)
    found = html.partition("html {\n  font-size: ")[2].partition("pt")[0]
    assert float(found) == points


def test_title() -> None:
    """A table may have a title."""
    header = get_soup(build_table_content("a,b", SETTINGS, title="Costs & more")).header
    assert header is not None
    assert [*header.stripped_strings] == ["Costs & more"]
    assert get_soup(build_table_content("a,b", SETTINGS)).header is None


def test_language() -> None:
    """The language is detected by the letters."""
    assert 'lang="zh-Hans"' in get_html(build_table_content("牛奶,2", SETTINGS))
    assert 'lang="ja"' in get_html(build_table_content("ミルク,2", SETTINGS))


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n,,", " ; ", "sep=,\n"])
def test_empty(text: str) -> None:
    """A table without values is refused."""
    with pytest.raises(DocumentError) as raised:
        build_table_content(text, SETTINGS)
    assert (raised.value.key, raised.value.placeholders) == ("content_empty", {})


@pytest.mark.parametrize(
    "text",
    [
        "a," * MAX_COLUMNS + "a",
        "a,b\n" * (MAX_CELLS // 2) + "a,b",
        "a\n" * (MAX_CELLS // 2) + "a,b,c",
        f"a,b\n{','.join(['a' * 100_000] * (MAX_LINE // 100_000))}",
    ],
    ids=["columns", "rows", "last row", "line"],
)
def test_too_large(text: str) -> None:
    """A table that is too large is refused with the limits."""
    with pytest.raises(DocumentError) as raised:
        build_table_content(text, SETTINGS)
    assert raised.value.key == "table_too_large"
    assert raised.value.placeholders == {"columns": "100", "cells": "50000"}


def test_largest_table() -> None:
    """A table with the most cells is printed."""
    content = build_table_content("a,b\n" * (MAX_CELLS // 2), SETTINGS)
    assert get_html(content).count("<td>") == MAX_CELLS - 2


@pytest.mark.parametrize("value", ["a" * 140_000, '"' + "a" * 140_000])
def test_unreadable(value: str) -> None:
    """A value that is longer than the limit of `csv` is refused."""
    with pytest.raises(DocumentError) as raised:
        build_table_content(f"a,b\n1,{value}", SETTINGS)
    assert (raised.value.key, raised.value.placeholders) == ("table_unreadable", {})


def test_larger_than_a_print() -> None:
    """A text that is too large to be sent is refused before it is read."""
    with pytest.raises(DocumentError) as raised:
        build_table_content("a,b\n" * 999, RenderSettings(max_bytes=1000))
    assert raised.value.key == "content_too_large"


def test_file() -> None:
    """A CSV file of any encoding is converted to a table."""
    content = convert("名称;数量\n牛奶;2".encode("gb18030"), SETTINGS, name="a.csv")
    assert get_rows(content) == [["名称", "数量"], ["牛奶", "2"]]


VALUES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n"),
    max_size=20,
)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(VALUES, min_size=width, max_size=width), min_size=1, max_size=8
        )
    ),
    st.sampled_from(",;\t|"),
)
def test_round_trip(rows: list[list[str]], delimiter: str) -> None:
    """All values of a spreadsheet are on the page."""
    assume(any(cell.strip() for row in rows for cell in row))
    file = StringIO(f"sep={delimiter}\n")
    file.seek(0, 2)
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert get_rows(build_table_content(file.getvalue(), SETTINGS)) == rows


@given(st.text(st.sampled_from('ab1,;\t|"\r\n\0=<&\ud800 中'), max_size=80))
def test_any_text(text: str) -> None:
    """Any text is a valid page or is refused."""
    refusal = ""
    try:
        get_html(build_table_content(text, SETTINGS))
    except DocumentError as err:
        refusal = err.key
    assert refusal in ("", "content_empty", "content_not_text")
