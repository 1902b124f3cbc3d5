"""Tests of what is said when a print may come out otherwise than it was said."""

import pytest

from .conftest import Home

MONOCHROME = "The printer may print it in black and white."
ONE_COPY = "The printer may print only one copy."


@pytest.mark.parametrize(
    ("said", "warnings"),
    [
        ("print the shopping list in the office in colour", [MONOCHROME]),
        ("print two copies of the shopping list in the office", [ONE_COPY]),
        (
            "print two copies of the shopping list in the office in colour",
            [MONOCHROME, ONE_COPY],
        ),
        ("print the shopping list in the office in black and white", []),
        ("print one copy of the shopping list in the office", []),
        ("print the shopping list in the office", []),
        ("print the shopping list in the study in colour", []),
    ],
)
async def test_what_was_said(home: Home, said: str, warnings: list[str]) -> None:
    """What was asked, and is not reported by the printer, has a short warning."""
    place = "Office printer" if "office" in said else "彩色打印机"
    answer = " ".join([f"Sent “Shopping list” to {place}.", *warnings])
    assert await home.say(said) == answer


async def test_reprint_and_chinese(home: Home) -> None:
    """It is said in both languages, and when something is printed again."""
    await home.say("print a test page in the office in colour")
    answer = await home.say("print that again in colour")
    assert answer.endswith(f"to Office printer. {MONOCHROME}")
    answer = await home.say("在办公室彩色打印两份购物清单", language="zh-CN")
    assert answer.endswith("。打出来可能是黑白的。可能只会打出 1 份。")
