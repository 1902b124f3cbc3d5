"""How much room text takes."""

import pytest

from custom_components.cloudprint.document.layouts.measure import (
    LINE,
    fit_columns,
    height_of,
    line_count,
    width_of,
    word_width,
)


def test_widths() -> None:
    """Chinese letters are about twice as wide as others; the longest line counts."""
    assert width_of("") == 0
    assert width_of("abcde") == pytest.approx(2.8)
    assert width_of("牛奶") == 2
    assert width_of("牛a\n牛奶好\nb") == 3
    assert width_of("é") == width_of("e")


def test_word_widths() -> None:
    """A word stays in one piece, Chinese text does not."""
    assert word_width("") == word_width(" \n") == 0
    assert word_width("a bcde f") == width_of("bcde")
    assert word_width("a") == word_width("我们去买牛奶") == 1
    assert word_width("我们去abcd买牛奶") == width_of("abcd")


def test_lines() -> None:
    """Text fills as many lines as it needs, and no text fills none."""
    assert line_count(None, 10) == line_count("", 10) == 0
    assert line_count("\n", 10) == line_count(" ", 10) == 1
    assert line_count("牛" * 10, 10) == 1
    assert line_count("牛" * 11, 10) == 2
    assert line_count("a\n\nb", 10) == 3
    assert line_count("牛牛", 0) == 2


def test_heights() -> None:
    """Smaller type takes fewer and lower lines."""
    assert height_of("牛" * 20, 10) == pytest.approx(2 * LINE)
    assert height_of("牛" * 20, 10, 0.5) == pytest.approx(0.5 * LINE)
    assert height_of(None, 10) == 0


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
    """Type shrinks a little first; then columns share what room there is."""
    found = fit_columns(columns, width)
    assert found[0] == pytest.approx(scale)
    assert found[1] == (shares and pytest.approx(shares, abs=0.1))
