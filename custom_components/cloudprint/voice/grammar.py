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
from .numbers import Numbers
from .text import CHINESE_CHARACTERS, as_said, escaped, traditional

PRINTED: Final = ("document", "list", "agenda")
"""What is printed by its name, each a rule; what was kept for printing comes first."""

NEVER: Final = "\ue000"
"""What nobody says: it stands for a slot that has no names."""

COPIES: Final = "copies"
"""The slot that is a number, in words or in digits."""

_NUMERALS: Final = frozenset(map(str, (*range(1000), *range(1000, 10_000, 10))))

_TOKEN: Final = re.compile(rf"<(\w+)>|\{{(\w+)\}}|([{CHINESE_CHARACTERS}]+)|(.)")
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_GAP: Final = "[ |,|，]"
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_QUOTED: Final = frozenset({"list", "calendar", "document"})
"""The slots of titles, which people write in quotation marks."""


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The sentences of a language, each with the kinds of command that it is.

    `<what>` in a sentence of several kinds is the rule that is called as the kind is.
    `words` are the slots that are the same in every home, by what they mean.
    """

    language: str
    numbers: Numbers
    words: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, str]
    sentences: tuple[tuple[tuple[str, ...], str], ...]

    def templates(self, names: Mapping[str, Iterable[str]]) -> list[str]:
        """Return the sentences as templates of Home Assistant, with all names in them."""
        slots = {
            **{slot: _template_of_names(slot, known) for slot, known in names.items()},
            **{slot: f"({'|'.join(words)})" for slot, words in self.words.items()},
        }

        def converted(sentence: str) -> str:
            return "".join(
                f"({converted(self.rules[rule])})"
                if rule
                else f"({converted(self.numbers.expression)}|{_NUMERAL})"
                if slot == COPIES
                else slots[slot]
                if slot
                else _GAP
                if character == "_"
                else _in_both_scripts(chinese) or character
                for rule, slot, chinese, character in _TOKEN.findall(sentence)
            )

        return [
            converted(sentence.replace("<what>", f"(<{'>|<'.join(kinds)}>)"))
            for kinds, sentence in self.sentences
        ]

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
        return {**self.words, COPIES: self.numbers.words.keys() | _NUMERALS}

    @cached_property
    def _expressions(self) -> list[tuple[str, Expression]]:
        return [
            (kind, parse(sentence.replace("<what>", f"<{kind}>")))
            for kinds, sentence in self.sentences
            for kind in kinds
        ]

    @cached_property
    def _rules(self) -> Mapping[str, Expression]:
        return {name: parse(rule) for name, rule in self.rules.items()}


def _template_of_names(slot: str, names: Iterable[str]) -> str:
    said = "|".join(map(escaped, as_said(names))) or NEVER
    return f"{_OPENING}({said}){_CLOSING}" if slot in _QUOTED else f"({said})"


def _in_both_scripts(text: str) -> str:
    """Return a Chinese text in simplified characters, and in traditional ones."""
    other = traditional(text)
    return text if other == text else f"({text}|{other})"
