"""Numbers, as people say them.

They go on well above what anybody prints: who asks for too many copies is to hear that,
and not that nobody understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ONES: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS: Final = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_DIGITS: Final = "一二三四五六七八九"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Words for numbers, and the same as an expression, which is much shorter."""

    words: Mapping[str, int]
    expression: str


def english_numbers() -> Numbers:
    """Return those from 0 to 99, whole hundreds and thousands, and some more words."""
    words = {"zero": 0, "another": 1, "a couple": 2, "a couple of": 2, "a dozen": 12}
    words |= {word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)}
    for ten, word in enumerate(_TENS, start=2):
        words[word] = 10 * ten
        words |= {f"{word} {one}": 10 * ten + words[one] for one in _ONES}
    for one, number in {"a": 1, **{one: words[one] for one in _ONES}}.items():
        words |= {f"{one} hundred": 100 * number, f"{one} thousand": 1000 * number}
    ones, teens, tens = map("|".join, (_ONES, _TEENS, _TENS))
    return Numbers(
        words=words,
        expression=f"(zero|another|a couple [of]|a dozen|{ones}|{teens}"
        f"|({tens}) [{ones}]|(a|{ones}) (hundred|thousand))",
    )


def chinese_numbers() -> Numbers:
    """Return those from 0 to 99, and whole hundreds and thousands."""
    ones = {word: number for number, word in enumerate(_DIGITS, start=1)}
    words = {"零": 0, "两": 2, **ones}
    for one, number in {"两": 2, **ones}.items():
        words |= {f"{one}百": 100 * number, f"{one}千": 1000 * number}
    for before in ("", *_DIGITS[1:]):
        ten = 10 * ones.get(before, 1)
        words |= {
            f"{before}十{after}": ten + ones.get(after, 0) for after in ("", *ones)
        }
    return Numbers(
        words=words,
        expression=f"(零|(两|{'|'.join(ones)})[百|千]"
        f"|[{'|'.join(_DIGITS[1:])}]十[{'|'.join(ones)}])",
    )
