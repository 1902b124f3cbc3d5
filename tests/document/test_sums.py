"""Sums for school."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.sums import (
    CARRYING,
    SIGNS,
    Sum,
    draw_numbers,
    make_sums,
    shuffle,
)

KINDS: Final = tuple(SIGNS)


def write(one: Sum) -> str:
    """Return a sum with what is asked for in parentheses."""
    left, right, result = (
        f"({number})" if one.asked == field else f"{number}"
        for field, number in (
            ("left", one.left),
            ("right", one.right),
            ("result", one.result),
        )
    )
    remainder = f" r {one.remainder}" if one.remainder else ""
    sign = "+-*/"[KINDS.index(one.kind)]
    return f"{left} {sign} {right} = {result}{remainder}"


def check(one: Sum, kinds: Sequence[str], options: Mapping[str, Any]) -> None:
    """Compute a sum in another way than it was made."""
    assert one.kind in kinds
    assert min(one.left, one.result) >= 0
    assert one.right >= (0 if one.kind == "multiply" else 1)
    assert max(one.left, one.right, one.result) <= options["largest"]
    remainder = 0
    match one.kind:
        case "add":
            assert one.result - one.right == one.left
        case "subtract":
            assert one.result + one.right == one.left
        case "multiply":
            assert sum([one.left] * one.right) == one.result
        case "divide":
            assert one.left // one.right == one.result
            remainder = one.left % one.right
            assert bool(remainder) is options["has_remainders"]
    assert one.remainder == remainder
    if one.kind in ("add", "subtract") and options["carrying"] != "either":
        numbers, carry = (one.left, one.right), False
        for place in (1, 10, 100):
            first, second = (number // place % 10 for number in numbers)
            carry |= first + second > 9 if one.kind == "add" else first < second
        # A digit that only carries because of another one is no other answer.
        assert carry is (options["carrying"] == "with")
    assert (one.asked != "result") is options["has_missing"]
    if one.kind == "multiply" and options["has_missing"]:
        assert one.result  # else any number fits, or none is to be found


def test_numbers() -> None:
    """The numbers are what the program of SplitMix64's authors makes."""
    assert [*islice(draw_numbers(1234567), 5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 100, 4096])
def test_shuffle(size: int) -> None:
    """Each number is there once."""
    assert sorted(shuffle(draw_numbers(size), size)) == [*range(size)]


def test_shuffle_is_fair() -> None:
    """Each order of three is about as frequent."""
    numbers = draw_numbers(1)
    orders = Counter(tuple(shuffle(numbers, 3)) for _ in range(6000))
    assert len(orders) == 6
    assert all(900 < count < 1100 for count in orders.values())
    # Of many, only what is drawn takes time.
    assert len(set(islice(shuffle(numbers, 10**12), 1000))) == 1000


@pytest.mark.parametrize(
    ("kinds", "options", "recorded"),
    [
        (
            ["add", "subtract"],
            {"count": 12, "largest": 20, "seed": 1},
            [
                "17 - 1 = (16)",
                "9 + 11 = (20)",
                "18 - 10 = (8)",
                "18 - 7 = (11)",
                "16 + 3 = (19)",
                "14 + 6 = (20)",
                "2 + 6 = (8)",
                "16 - 15 = (1)",
                "11 + 8 = (19)",
                "20 - 3 = (17)",
                "20 - 8 = (12)",
                "12 + 7 = (19)",
            ],
        ),
        (
            KINDS,
            {
                "count": 16,
                "largest": 100,
                "seed": 4821,
                "carrying": "with",
                "has_remainders": True,
            },
            [
                "61 - 46 = (15)",
                "18 + 7 = (25)",
                "60 - 24 = (36)",
                "76 - 37 = (39)",
                "4 * 5 = (20)",
                "8 + 44 = (52)",
                "3 / 2 = (1) r 1",
                "48 / 5 = (9) r 3",
                "84 / 8 = (10) r 4",
                "32 / 5 = (6) r 2",
                "6 * 5 = (30)",
                "38 + 47 = (85)",
                "8 * 9 = (72)",
                "69 + 24 = (93)",
                "7 * 4 = (28)",
                "72 - 58 = (14)",
            ],
        ),
        (
            ["multiply", "divide"],
            {"count": 14, "largest": 6, "seed": 10**9, "has_missing": True},
            [
                "(2) * 2 = 4",
                "(6) / 6 = 1",
                "1 * (3) = 3",
                "(1) * 2 = 2",
                "(4) / 2 = 2",
                "(6) / 3 = 2",
                "(6) / 2 = 3",
                "(1) * 5 = 5",
                "(1) * 1 = 1",
                "3 * (2) = 6",
                "1 * (6) = 6",
                "(5) / 5 = 1",
                "(3) / 3 = 1",
                "(2) / 2 = 1",
            ],
        ),
    ],
)
def test_recorded_sheets(
    kinds: Sequence[str], options: dict[str, Any], recorded: Sequence[str]
) -> None:
    """A sheet stays as it is on every release: never change what is recorded."""
    sums, _ = make_sums(kinds, **options)
    assert [write(one) for one in sums] == recorded


def test_each_sum_once_then_evenly() -> None:
    """All sums are used before one is there again, then all again."""
    options: dict[str, Any] = {"largest": 6, "seed": 5}
    # 1 + 1 to 5 + 1; 0 x 0 to 6 x 0, 1 x 1 to 6 x 1, and 2 x 2, 2 x 3, 3 x 2
    every = 15 + 13 + 11 + 3
    sums, is_repeated = make_sums(["add", "multiply"], count=500, **options)
    assert is_repeated
    names = [write(one) for one in sums]
    for first in range(0, len(names), every):
        part = names[first : first + every]
        assert len({*part}) == len(part)
    counts = Counter(names).values()
    assert len(counts) == every
    assert max(counts) - min(counts) <= 1
    once, is_repeated = make_sums(["add", "multiply"], count=every, **options)
    assert not is_repeated
    assert {write(one) for one in once} == {*names}


def test_kinds_take_turns() -> None:
    """A mixed sheet has about as many sums of each kind, in no order."""
    sums, _ = make_sums(KINDS, count=42, largest=100, seed=2)
    counts = Counter(one.kind for one in sums)
    assert sorted(counts.values()) == [10, 10, 11, 11]
    assert len({one.kind for one in sums[:8]}) > 2


def test_twins() -> None:
    """5 + 3 is not there beside 3 + 5 while there are others."""
    # Of 190 sums up to 20, 100 differ; of 121 products, 66.
    for kind, largest, pairs, every in (
        ("add", 20, 100, 190),
        ("multiply", 100, 66, 121),
    ):
        sums, is_repeated = make_sums([kind], count=every, largest=largest, seed=3)
        assert not is_repeated
        assert len({(one.left, one.right) for one in sums}) == every
        sums, _ = make_sums([kind], count=pairs, largest=largest, seed=3)
        assert len({frozenset((one.left, one.right)) for one in sums}) == pairs


def test_times_tables() -> None:
    """Times tables have 0 and 1, but no number is asked for that could be any."""
    sums, _ = make_sums(["multiply"], count=66, largest=100, seed=1)
    assert {0, 1, 10} <= {one.left for one in sums} & {one.right for one in sums}
    sums, _ = make_sums(["multiply"], count=100, largest=100, seed=1, has_missing=True)
    assert all(one.result for one in sums)


@pytest.mark.parametrize("kind", ["add", "subtract"])
def test_impossible(kind: str) -> None:
    """If there are no such sums, that is said."""
    with pytest.raises(DocumentError) as raised:
        make_sums([kind], count=1, largest=9, seed=1, carrying="with")
    assert raised.value.key == "sums_impossible"
    assert raised.value.placeholders == {"largest": "9"}


@pytest.mark.slow
def test_ten_thousand_sheets() -> None:
    """No sheet has a wrong answer, or a sum again before all were used."""
    numbers = draw_numbers(2026)

    def choose(count: int) -> int:
        return next(numbers) * count >> 64

    for seed in range(10_000):
        chosen = choose(15) + 1
        kinds = [kind for bit, kind in enumerate(KINDS) if chosen >> bit & 1]
        options: dict[str, Any] = {
            "count": (10, 20, 40, 60)[choose(4)],
            "largest": (5, 10, 20, 50, 100, 1000)[choose(6)],
            "seed": seed,
            "carrying": CARRYING[choose(3)],
            "has_missing": bool(choose(2)),
            "has_remainders": bool(choose(2)),
        }
        try:
            sums, is_repeated = make_sums(kinds, **options)
        except DocumentError:
            assert options["largest"] == 5
            assert options["carrying"] == "with"
            assert {*kinds} <= {"add", "subtract"}
            continue
        assert len(sums) == options["count"]
        for one in sums:
            check(one, kinds, options)
        names = [(one.left, one.kind, one.right) for one in sums]
        counts = Counter(names).values()
        assert is_repeated is (len(counts) < len(names))
        assert max(counts) - min(counts) <= 1
        every = len(counts)
        for first in range(0, len(names), every):
            part = names[first : first + every]
            assert len({*part}) == len(part)
