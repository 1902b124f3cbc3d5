"""Sums for school. The same options and seed make the same sums on every release."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .errors import DocumentError

_BITS: Final = 2**64 - 1
_LARGEST_FACTOR: Final = 10


class Operator(StrEnum):
    """What is done with the numbers of a sum."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"


class Carrying(StrEnum):
    """Whether additions carry to the next digit, and subtractions borrow from it."""

    EITHER = "either"
    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum; only a division may have a remainder."""

    left: int
    operator: Operator
    right: int
    result: int
    remainder: int = 0
    asked: str = "result"  # the field that is to be found


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOptions:
    """Which sums are made. No number of a sum is above `largest`.

    One factor, and each divisor, is 2 to 10. The other factor, and the quotient, is at
    most 10 as in the times tables, or a tenth of `largest` if that is more.
    """

    operators: Sequence[Operator]
    count: int
    largest: int
    seed: int
    carrying: Carrying = Carrying.EITHER
    has_missing: bool = False  # asks for a number before the equals sign
    has_remainders: bool = False  # all divisions have one


class SplitMix:
    """Random numbers of 64 bits by SplitMix64; those of `random` may change.

    Steele, Lea and Flood: Fast Splittable Pseudorandom Number Generators (2014).
    """

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._state = seed

    def draw(self) -> int:
        """Return the next number."""
        self._state = mixed = (self._state + 0x9E3779B97F4A7C15) & _BITS
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & _BITS
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _BITS
        return mixed ^ mixed >> 31

    def shuffle(self, size: int) -> Iterator[int]:
        """Yield each number below `size` once: Fisher and Yates, only as far as needed."""
        moved: dict[int, int] = {}
        for last in range(size - 1, -1, -1):
            drawn = self.draw() * (last + 1) >> 64
            yield moved.get(drawn, drawn)
            moved[drawn] = moved.pop(last, last)


def make_sums(options: SumOptions) -> tuple[list[Sum], bool]:
    """Return sums, and whether any is there again, which is after all were used.

    The operators take turns. Raises DocumentError if there are no such sums.
    """
    numbers = SplitMix(options.seed)
    sums: list[Sum] = []
    is_repeated = False
    while missing := options.count - len(sums):
        is_repeated = bool(sums)
        made: list[Sum] = []
        streams = deque(_draw_sums(one, options, numbers) for one in options.operators)
        while streams and len(made) < missing:
            stream = streams.popleft()
            if (one := next(stream, None)) is not None:
                made.append(one)
                streams.append(stream)
        if not made:
            raise DocumentError("sums_impossible", largest=options.largest)
        sums += [made[index] for index in numbers.shuffle(len(made))]
    return sums, is_repeated


def _draw_sums(
    operator: Operator, options: SumOptions, numbers: SplitMix
) -> Iterator[Sum]:
    """Yield each sum with an operator once."""
    is_table = operator in (Operator.MULTIPLY, Operator.DIVIDE)
    lefts = rights = range(1, options.largest + 1)
    if is_table:
        lefts = range(
            2 if operator is Operator.MULTIPLY else 1,
            max(_LARGEST_FACTOR, options.largest // 10) + 1,
        )
        rights = range(2, _LARGEST_FACTOR + 1)
    has_remainder = options.has_remainders and operator is Operator.DIVIDE
    remainders = range(1, _LARGEST_FACTOR) if has_remainder else range(1)
    for drawn in numbers.shuffle(len(lefts) * len(rights) * len(remainders)):
        pair, remainder = divmod(drawn, len(remainders))
        left, right = divmod(pair, len(rights))
        made = _make_sum(operator, lefts[left], rights[right], remainders[remainder])
        if (
            max(made.left, made.result) <= options.largest
            and made.result >= 0
            and made.remainder < made.right
            and (
                is_table
                or options.carrying is Carrying.EITHER
                or _carries(made) is (options.carrying is Carrying.WITH)
            )
        ):
            if options.has_missing:
                made = replace(made, asked=("left", "right")[numbers.draw() >> 63])
            yield made


def _make_sum(operator: Operator, left: int, right: int, remainder: int) -> Sum:
    """Return a sum; for a division, `left` is its quotient."""
    match operator:
        case Operator.ADD:
            return Sum(left, operator, right, left + right)
        case Operator.SUBTRACT:
            return Sum(left, operator, right, left - right)
        case Operator.MULTIPLY:
            return Sum(left, operator, right, left * right)
    return Sum(left * right + remainder, operator, right, left, remainder)


def _carries(made: Sum) -> bool:
    """Return whether an addition carries, or a subtraction borrows."""
    left, right = made.left, made.right
    while left and right:
        ones, others = left % 10, right % 10
        if ones + others > 9 if made.operator is Operator.ADD else ones < others:
            return True
        left, right = left // 10, right // 10
    return False
