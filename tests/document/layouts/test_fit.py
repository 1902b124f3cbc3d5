"""Estimates of the size of text."""

import pytest

from custom_components.cloudprint.document.layouts.fit import (
    LINE,
    fit_columns,
    line_count,
    measure_height,
    measure_width,
    word_width,
)


def test_widths() -> None:
    """Chinese characters are about twice as wide as others; the longest line counts."""
    assert measure_width("") == 0
    assert measure_width("abcde") == pytest.approx(2.8)
    assert measure_width("牛奶") == 2
    assert measure_width("牛a\n牛奶好\nb") == 3
    assert measure_width("é") == measure_width("e")


def test_word_widths() -> None:
    """A word is not broken, Chinese text is."""
    assert word_width("") == word_width(" \n") == 0
    assert word_width("a bcde f") == measure_width("bcde")
    assert word_width("a") == word_width("我们去买牛奶") == 1
    assert word_width("我们去abcd买牛奶") == measure_width("abcd")


def test_lines() -> None:
    """Lines are counted; no text has no lines."""
    assert line_count(None, 10) == line_count("", 10) == 0
    assert line_count("\n", 10) == line_count(" ", 10) == 1
    assert line_count("牛" * 10, 10) == 1
    assert line_count("牛" * 11, 10) == 2
    assert line_count("a\n\nb", 10) == 3
    assert line_count("牛牛", 0) == 2


def test_heights() -> None:
    """Smaller type has fewer and lower lines."""
    assert measure_height("牛" * 20, 10) == pytest.approx(2 * LINE)
    assert measure_height("牛" * 20, 10, 0.5) == pytest.approx(0.5 * LINE)
    assert measure_height(None, 10) == 0


@pytest.mark.parametrize(
    ("columns", "width", "scale", "shares"),
    [
        ([(5, 3), (5, 3)], 10, 1, None),
        ([(5, 3), (6, 3)], 10, 10 / 11, None),
        ([(10, 2), (30, 4)], 20, 0.85, [26, 74]),
        ([(30, 12), (30, 12)], 20, 20 / 24, [50, 50]),
        ([(30, 12), (90, 36)], 20, 0.5, [25, 75]),
    ],
)
def test_columns(
    columns: list[tuple[float, float]],
    width: float,
    scale: float,
    shares: list[float] | None,
) -> None:
    """Type shrinks a little first, then columns share the available width."""
    found = fit_columns(columns, width)
    assert found[0] == pytest.approx(scale)
    assert found[1] == (shares and pytest.approx(shares, abs=0.1))
