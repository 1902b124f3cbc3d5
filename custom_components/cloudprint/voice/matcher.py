"""Reads a text as a sentence: the part that Home Assistant's matcher keeps to itself.

It finds the same sentences, and says what stands in their slots.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Final

from .text import CHINESE_CHARACTERS

type Slots = Mapping[str, str]
type Expression = tuple[Element, ...]
type Element = Literal | Space | Slot | Rule | Choice

_TOKEN: Final = re.compile(
    r"<(\w+)>|\{(\w+)\}|([(\[])|([)\]])|(\|)|([ _'-])|([^<>{}()\[\]| _'-]+)"
)
_LETTERS: Final = re.compile(rf"[^\W{CHINESE_CHARACTERS}]{{2}}")


@dataclass(frozen=True, slots=True)
class Literal:
    """These very characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """A space, if there is one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the names of a slot, which a sentence fills once."""

    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several expressions."""

    options: tuple[Expression, ...]


_SPACE: Final = Space()
_NOTHING: Final[Slots] = {}


def parse(sentence: str) -> Expression:
    """Return a sentence, or a rule, that is written as in a grammar."""
    levels: list[list[list[Element]]] = [[[]]]
    for rule, slot, opening, closing, bar, space, text in _TOKEN.findall(sentence):
        if opening:
            levels.append([[]])
            continue
        if closing:
            options = levels.pop()
            if closing == "]":
                options.append([])
            levels[-1][-1].append(_choice(options))
        elif bar:
            levels[-1].append([])
        else:
            levels[-1][-1].append(
                Rule(rule)
                if rule
                else Slot(slot)
                if slot
                else _SPACE
                if space
                else Literal(text)
            )
    return (_choice(levels[0]),)


def _choice(options: list[list[Element]]) -> Choice:
    return Choice(tuple(tuple(option) for option in options))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A comparable text, the rules of a grammar, and the names that fill its slots."""

    text: str
    rules: Mapping[str, Expression]
    names: Mapping[str, Container[str]]

    def readings(self, expression: Expression) -> Iterator[Slots]:
        """Yield what stands in the slots, for each way to read the whole text.

        Longer names come before shorter ones, and what may be left out before nothing.
        """
        for end, slots in self._sequence(expression, 0, _NOTHING):
            if end == len(self.text):
                yield slots

    def _sequence(
        self, expression: Expression, start: int, slots: Slots
    ) -> Iterator[tuple[int, Slots]]:
        if not expression:
            yield start, slots
            return
        first, *rest = expression
        for end, found in self._element(first, start, slots):
            yield from self._sequence(tuple(rest), end, found)

    def _element(
        self, element: Element, start: int, slots: Slots
    ) -> Iterator[tuple[int, Slots]]:
        if isinstance(element, Literal):
            if self.text.startswith(element.text, start):
                yield start + len(element.text), slots
        elif isinstance(element, Space):
            yield start + self.text.startswith(" ", start), slots
        elif isinstance(element, Rule):
            yield from self._sequence(self.rules[element.name], start, slots)
        elif isinstance(element, Choice):
            for option in element.options:
                yield from self._sequence(option, start, slots)
        elif element.name not in slots:
            names = self.names[element.name]
            for end in range(len(self.text), start, -1):
                said = self.text[start:end]
                if said in names and self._is_whole(start, end):
                    yield end, {**slots, element.name: said}

    def _is_whole(self, start: int, end: int) -> bool:
        """Return if no word that has spaces around it is cut in two."""
        return not any(
            _LETTERS.match(self.text, place - 1) for place in (start, end) if place
        )
