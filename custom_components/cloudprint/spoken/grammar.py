"""Sentences, in a form of which both sentence triggers and a matcher are made.

They are written as Home Assistant's own sentence templates are: `[may be left out]`,
`(one|of|these)`, `<rule>`, `{slot}`. In addition, `_` is a place where Chinese has no
space but a speech engine, or a person, may put one, or a comma.

What Home Assistant's matcher of sentence triggers leaves of its time for a sentence is
worth some care: a gap belongs inside of what may be left out, since each one that may
stand alone doubles the ways to read the rest.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
import re
from typing import Final

from .matcher import Expression, Matcher, Slots, parse
from .text import as_said, escaped

NEVER: Final = "\ue000"
"""What nobody says: it stands for a slot that has no names."""

NUMERIC: Final = frozenset({"copies"})
"""The slots that may also be a number of up to three digits."""

_NUMBERS: Final = frozenset(map(str, range(1000)))

_TOKEN = re.compile(r"<(\w+)>|\{(\w+)\}|(.)")
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_GAP: Final = "[ |,|，|、]"
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The sentences of a language, each with the kind of command that it is.

    `words` are the slots that are the same in every home, by what they mean.
    """

    language: str
    words: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, str]
    sentences: tuple[tuple[str, str], ...]

    def templates(self, names: Mapping[str, Iterable[str]]) -> list[str]:
        """Return the sentences as templates of Home Assistant, with all names in them."""
        slots = {name: _template_of_names(names[name]) for name in names} | {
            name: _template_of_words(name, words) for name, words in self.words.items()
        }

        def converted(sentence: str) -> str:
            return "".join(
                f"({converted(self.rules[rule])})"
                if rule
                else slots[slot]
                if slot
                else _GAP
                if character == "_"
                else character
                for rule, slot, character in _TOKEN.findall(sentence)
            )

        return [converted(sentence) for _, sentence in self.sentences]

    def readings(
        self, said: str, names: Mapping[str, Container[str]]
    ) -> Iterator[tuple[str, Slots]]:
        """Yield the kinds of command that a comparable text is, with what fills its slots.

        The names are comparable, too. Longer ones come before shorter ones.
        """
        matcher = Matcher(text=said, rules=self._rules, names={**names, **self._known})
        for kind, expression in self._expressions:
            for slots in matcher.readings(expression):
                yield kind, slots

    @cached_property
    def _known(self) -> Mapping[str, Container[str]]:
        return {
            name: words.keys() | (_NUMBERS if name in NUMERIC else set())
            for name, words in self.words.items()
        }

    @cached_property
    def _expressions(self) -> list[tuple[str, Expression]]:
        return [(kind, parse(sentence)) for kind, sentence in self.sentences]

    @cached_property
    def _rules(self) -> Mapping[str, Expression]:
        return {name: parse(rule) for name, rule in self.rules.items()}


def _template_of_names(names: Iterable[str]) -> str:
    said = "|".join(map(escaped, as_said(names))) or NEVER
    return f"{_OPENING}({said}){_CLOSING}"


def _template_of_words(name: str, words: Iterable[str]) -> str:
    said = "|".join(words)
    if name in NUMERIC:
        said = f"{said}|({_DIGIT})[{_DIGIT}][{_DIGIT}]"
    return f"({said})"
