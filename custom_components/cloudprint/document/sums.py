"""Sums for school. The same options and seed make the same sums on every release."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .errors import DocumentError

SIGNS: Final = {"add": "+", "subtract": "\u2212", "multiply": "\xd7", "divide": "\xf7"}
"""Of the kinds of sums."""

CARRYING: Final = ("either", "with", "without")
"""Whether additions carry to the next digit, and subtractions borrow from it."""

_BITS: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum; only a division may have a remainder."""

    left: int
    kind: str
    right: int
    result: int
    remainder: int = 0
    asked: str = "result"  # the field that is to be found


def make_sums(
    kinds: Sequence[str],
    *,
    count: int,
    largest: int,
    seed: int,
    carrying: str = "either",
    has_missing: bool = False,
    has_remainders: bool = False,
) -> tuple[list[Sum], bool]:
    """Return sums, and whether any is there again, which is after all were used.

    The kinds take turns. No number is above `largest`. One factor is 0 to 10, each
    divisor 2 to 10; the other factor, and the quotient, is at most 10, as in the times
    tables, or a tenth of `largest`. 3 + 5 comes after all others if 5 + 3 was there. With
    `has_missing`, a number before the equals sign is asked for, which only one answer
    fits; with `has_remainders`, all divisions have one. Raises DocumentError if there are
    no such sums.
    """

    def is_wanted(one: Sum) -> bool:
        if has_missing and one.kind == "multiply" and not one.result:
            return False
        if one.kind in ("multiply", "divide"):
            return bool(one.remainder) is (has_remainders and one.kind == "divide")
        return carrying == "either" or _carries(one) is (carrying == "with")

    numbers = draw_numbers(seed)
    sums: list[Sum] = []
    is_repeated = False
    while missing := count - len(sums):
        is_repeated = bool(sums)
        made: list[Sum] = []
        streams = deque(
            filter(is_wanted, _draw_sums(kind, largest, numbers)) for kind in kinds
        )
        while streams and len(made) < missing:
            stream = streams.popleft()
            if (one := next(stream, None)) is not None:
                made.append(one)
                streams.append(stream)
        if not made:
            raise DocumentError("sums_impossible", largest=largest)
        sums += [made[index] for index in shuffle(numbers, len(made))]
    if has_missing:
        sides = ("left", "right")
        sums = [replace(one, asked=sides[next(numbers) >> 63]) for one in sums]
    return sums, is_repeated


def draw_numbers(seed: int) -> Iterator[int]:
    """Yield random numbers of 64 bits by SplitMix64; `random` may change its own.

    Steele, Lea and Flood: Fast Splittable Pseudorandom Number Generators (2014).
    """
    while True:
        seed = mixed = (seed + 0x9E3779B97F4A7C15) & _BITS
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & _BITS
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _BITS
        yield mixed ^ mixed >> 31


def shuffle(numbers: Iterator[int], size: int) -> Iterator[int]:
    """Yield each number below `size` once: Fisher and Yates, only as far as needed."""
    moved: dict[int, int] = {}
    for last in range(size - 1, -1, -1):
        drawn = next(numbers) * (last + 1) >> 64
        yield moved.get(drawn, drawn)
        moved[drawn] = moved.pop(last, last)


def _draw_sums(kind: str, largest: int, numbers: Iterator[int]) -> Iterator[Sum]:
    """Yield each sum of a kind once; divisions with and without a remainder."""
    lefts = rights = range(1, largest + 1)
    if kind in ("multiply", "divide"):
        lowest, divisor = (0, 0) if kind == "multiply" else (1, 2)
        lefts, rights = range(lowest, max(10, largest // 10) + 1), range(divisor, 11)
    remainders = 10 if kind == "divide" else 1
    drawn_pairs, twins = set[tuple[int, int]](), list[Sum]()
    for drawn in shuffle(numbers, len(lefts) * len(rights) * remainders):
        pair, remainder = divmod(drawn, remainders)
        first, second = lefts[pair // len(rights)], rights[pair % len(rights)]
        results = {"add": first + second, "subtract": first - second}
        made = Sum(first, kind, second, results.get(kind, first * second))
        if kind == "divide":
            made = Sum(first * second + remainder, kind, second, first, remainder)
        if (
            made.result < 0
            or (remainder and remainder >= second)
            or max(made.left, made.right, made.result) > largest
        ):
            continue
        if kind in ("add", "multiply") and (second, first) in drawn_pairs:
            twins.append(made)
            continue
        drawn_pairs.add((first, second))
        yield made
    yield from twins


def _carries(made: Sum) -> bool:
    """Return whether an addition carries, or a subtraction borrows."""
    pairs = zip(str(made.left)[::-1], str(made.right)[::-1], strict=False)
    if made.kind == "add":
        return any(int(one) + int(two) > 9 for one, two in pairs)
    return any(one < two for one, two in pairs)
