"""Sums for school."""

from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest

from custom_components.cloudprint.document import DocumentError
from custom_components.cloudprint.document.sums import (
    Carrying,
    Operator,
    SplitMix,
    Sum,
    SumOptions,
    make_sums,
)

ADD, SUBTRACT, MULTIPLY, DIVIDE = Operator
SIGNS = {ADD: "+", SUBTRACT: "-", MULTIPLY: "*", DIVIDE: "/"}


def write(one: Sum) -> str:
    """Return a sum with its answer in parentheses."""
    left, right, result = (
        f"({value})" if one.asked == part else f"{value}"
        for part, value in (
            ("left", one.left),
            ("right", one.right),
            ("result", one.result),
        )
    )
    remainder = f" r {one.remainder}" if one.remainder else ""
    return f"{left} {SIGNS[one.operator]} {right} = {result}{remainder}"


def check(one: Sum, options: SumOptions) -> None:
    """Compute a sum on another way than it was made."""
    assert one.operator in options.operators
    assert 0 <= min(one.left, one.result) <= max(one.left, one.result)
    assert 1 <= one.right <= options.largest
    assert max(one.left, one.result) <= options.largest
    remainder = 0
    match one.operator:
        case Operator.ADD:
            assert one.result - one.right == one.left
        case Operator.SUBTRACT:
            assert one.result + one.right == one.left
        case Operator.MULTIPLY:
            assert one.result / one.right == one.left
        case Operator.DIVIDE:
            remainder = one.left % one.right
            assert one.left // one.right == one.result
            assert bool(remainder) is options.has_remainders
    assert one.remainder == remainder
    if one.operator in (ADD, SUBTRACT) and options.carrying is not Carrying.EITHER:
        digits = [str(number)[::-1] for number in (one.left, one.right)]
        columns = list(zip(*digits, strict=False))
        sums = [int(first) + int(second) for first, second in columns]
        differences = [int(first) - int(second) for first, second in columns]
        carries = max(sums) > 9 if one.operator is ADD else min(differences) < 0
        assert carries is (options.carrying is Carrying.WITH)
    assert (one.asked != "result") is options.has_missing


def count_all(options: SumOptions) -> int:
    """Return how many different sums there are, up to 500."""
    low, high = 0, 500
    while low < high:
        half = (low + high + 1) // 2
        _, is_repeated = make_sums(replace(options, count=half))
        low, high = (low, half - 1) if is_repeated else (half, high)
    return low


def test_numbers() -> None:
    """The numbers are those of SplitMix64, as its authors' program makes them."""
    numbers = SplitMix(1234567)
    assert [numbers.draw() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 100, 4096])
def test_shuffle(size: int) -> None:
    """Each number is there once."""
    assert sorted(SplitMix(size).shuffle(size)) == [*range(size)]


def test_shuffle_is_fair() -> None:
    """Each order of three is about as frequent."""
    numbers = SplitMix(1)
    orders = Counter(tuple(numbers.shuffle(3)) for _ in range(6000))
    assert len(orders) == 6
    assert all(900 < count < 1100 for count in orders.values())
    # Of many, only what is drawn takes time.
    assert len(set(islice(numbers.shuffle(10**12), 1000))) == 1000


RECORDED = {
    "plus and minus up to 20": (
        SumOptions(operators=[ADD, SUBTRACT], count=12, largest=20, seed=1),
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
    "all up to 100, with remainders, carried": (
        SumOptions(
            operators=[*Operator],
            count=16,
            largest=100,
            seed=4821,
            carrying=Carrying.WITH,
            has_remainders=True,
        ),
        [
            "5 * 8 = (40)",
            "95 - 76 = (19)",
            "69 + 24 = (93)",
            "9 * 3 = (27)",
            "32 / 5 = (6) r 2",
            "19 / 6 = (3) r 1",
            "72 - 58 = (14)",
            "24 + 46 = (70)",
            "7 * 4 = (28)",
            "64 / 10 = (6) r 4",
            "8 + 44 = (52)",
            "76 - 37 = (39)",
            "60 - 24 = (36)",
            "48 / 5 = (9) r 3",
            "9 * 6 = (54)",
            "38 + 47 = (85)",
        ],
    ),
    "missing numbers up to 1000, several times": (
        SumOptions(
            operators=[MULTIPLY, DIVIDE],
            count=14,
            largest=6,
            seed=10**9,
            has_missing=True,
        ),
        [
            "4 / (2) = 2",
            "3 * (2) = 6",
            "(5) / 5 = 1",
            "6 / (3) = 2",
            "(4) / 4 = 1",
            "2 / (2) = 1",
            "6 / (2) = 3",
            "2 * (2) = 4",
            "2 * (3) = 6",
            "(3) / 3 = 1",
            "(6) / 6 = 1",
            "(2) * 2 = 4",
            "(5) / 5 = 1",
            "(3) * 2 = 6",
        ],
    ),
}


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_sheets(name: str) -> None:
    """A sheet stays as it is on every release: never change what is recorded."""
    options, recorded = RECORDED[name]
    sums, _ = make_sums(options)
    assert [write(one) for one in sums] == recorded


def test_each_sum_once_then_evenly() -> None:
    """All sums are used before one is there again, then all again."""
    options = SumOptions(operators=[ADD, MULTIPLY], count=500, largest=6, seed=5)
    every = count_all(options)
    # 1 + 1 to 5 + 1, and 2 x 2, 2 x 3, 3 x 2
    assert every == 15 + 3
    sums, is_repeated = make_sums(options)
    assert is_repeated
    names = [write(one) for one in sums]
    for first in range(0, len(names), every):
        part = names[first : first + every]
        assert len({*part}) == len(part)
    counts = Counter(names).values()
    assert len(counts) == every
    assert max(counts) - min(counts) <= 1
    assert make_sums(replace(options, count=every))[1] is False


def test_operators_take_turns() -> None:
    """A mixed sheet has about as many sums of each kind, in no order."""
    sums, _ = make_sums(
        SumOptions(operators=[*Operator], count=42, largest=100, seed=2)
    )
    counts = Counter(one.operator for one in sums)
    assert sorted(counts.values()) == [10, 10, 11, 11]
    assert len({one.operator for one in sums[:8]}) > 2


@pytest.mark.parametrize(
    ("operator", "carrying", "largest"),
    [(ADD, Carrying.WITH, 9), (SUBTRACT, Carrying.WITH, 9)],
)
def test_impossible(operator: Operator, carrying: Carrying, largest: int) -> None:
    """If there are no such sums, that is said."""
    options = SumOptions(
        operators=[operator], count=1, largest=largest, seed=1, carrying=carrying
    )
    with pytest.raises(DocumentError) as raised:
        make_sums(options)
    assert raised.value.key == "sums_impossible"
    assert raised.value.placeholders == {"largest": f"{largest}"}


@pytest.mark.slow
def test_ten_thousand_sheets() -> None:
    """No sheet has a wrong answer, or a sum again before all were used."""
    draw = SplitMix(2026).draw

    def choose(count: int) -> int:
        return draw() * count >> 64

    for seed in range(10_000):
        chosen = choose(15) + 1
        options = SumOptions(
            operators=[one for bit, one in enumerate(Operator) if chosen >> bit & 1],
            count=(10, 20, 40, 60)[choose(4)],
            largest=(5, 10, 20, 50, 100, 1000)[choose(6)],
            seed=seed,
            carrying=[*Carrying][choose(3)],
            has_missing=bool(choose(2)),
            has_remainders=bool(choose(2)),
        )
        try:
            sums, is_repeated = make_sums(options)
        except DocumentError:
            assert options.largest == 5
            assert options.carrying is Carrying.WITH
            assert {*options.operators} <= {ADD, SUBTRACT}
            continue
        assert len(sums) == options.count
        for one in sums:
            check(one, options)
        names = [(one.left, one.operator, one.right, one.remainder) for one in sums]
        counts = Counter(names).values()
        assert is_repeated is (len(counts) < len(names))
        assert max(counts) - min(counts) <= 1
        every = len(counts)
        for first in range(0, len(names), every):
            part = names[first : first + every]
            assert len({*part}) == len(part)
