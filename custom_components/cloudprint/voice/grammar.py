"""The sentences of a language, for sentence triggers and for recognition.

They are written in the template language of `hassil`: `[optional]`, `(one|of|these)`,
`<rule>`, `{list}`, `{list:slot}`. In addition, `_` is a place where Chinese has no space
but speech engines or people may put a space or a comma.

Home Assistant matches the templates of sentence triggers in its event loop. Put a gap
inside of an optional part: each gap that stands alone doubles the ways to match the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
import re
from typing import Final

from hassil import Intents

from .commands import Kind
from .text import (
    CHINESE_CHARACTERS,
    escape,
    get_spellings,
    split_name,
    split_words,
    to_traditional,
)

PRINTED: Final = (Kind.DOCUMENT, Kind.LIST, Kind.AGENDA)
"""The kinds that share sentences, where `<printed>` stands for the rule of the kind."""

NO_NAME: Final = "\ue000"
"""Stands for a list without names in a template, and cannot be said."""

_TOKEN: Final = re.compile(
    rf"<(\w+)>|\{{(\w+)(?::\w+)?\}}|([{CHINESE_CHARACTERS}]+)|(.)"
)
_SEPARATORS: Final = re.compile(r"[_'-](?!\w*>)")
"""Gaps, apostrophes and hyphens, but not the underscore in `<the_rule>`."""
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_NUMERALS: Final = {str(n): n for n in (*range(1000), *range(1000, 10_000, 10))}
_GAP: Final = "[ |,|，]"
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_QUOTED: Final = frozenset({"list", "calendar", "document"})
"""The lists of titles, which people write in quotation marks."""


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The sentences of a language.

    `numbers` are the words for numbers, `number_template` matches the same words and is
    much shorter. `words` are the other lists that are the same in every home, each with
    the values of its words. Every value of a slot is an attribute of `Command`.
    """

    language: str
    numbers: Mapping[str, int]
    number_template: str
    words: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, str]
    sentences: Mapping[tuple[Kind, ...], Iterable[str]]

    def build_templates(self, names: Mapping[str, Iterable[str]]) -> list[str]:
        """Return the sentences as templates for a sentence trigger.

        They contain all names, by list, since a trigger has no lists.
        """
        lists = {
            **{key: _build_alternatives(key, known) for key, known in names.items()},
            **{key: f"({'|'.join(words)})" for key, words in self.words.items()},
        }
        rules = dict(self.rules)

        def convert(template: str) -> str:
            return "".join(
                f"({convert(rules[rule])})"
                if rule
                else lists[key]
                if key
                else _GAP
                if character == "_"
                else _in_both_scripts(chinese) or character
                for rule, key, chinese, character in _TOKEN.findall(template)
            )

        lists["number"] = f"({convert(self.number_template)}|{_NUMERAL})"
        templates: list[str] = []
        for kinds, sentences in self.sentences.items():
            rules["printed"] = f"<{'>|<'.join(kinds)}>"
            templates.extend(map(convert, sentences))
        return templates

    @cached_property
    def intents(self) -> Intents:
        """Return an intent per kind of command, without the lists of names.

        They match normalized text of which the words are split.
        """
        words = {**self.words, "number": {**self.numbers, **_NUMERALS}}
        return Intents.from_dict(
            {
                "language": self.language,
                # This filter of hassil before 3.12 drops sentences that match.
                "settings": {"filter_with_regex": False},
                "intents": {
                    kind: {
                        "data": [
                            {
                                "sentences": list(map(_split, sentences)),
                                "expansion_rules": {"printed": f"<{kind}>"},
                            }
                        ]
                    }
                    for kinds, sentences in self.sentences.items()
                    for kind in kinds
                },
                "expansion_rules": {
                    name: _split(rule) for name, rule in self.rules.items()
                },
                "lists": {
                    key: {
                        "values": [
                            {"in": split_name(word), "out": value}
                            for word, value in values.items()
                        ]
                    }
                    for key, values in words.items()
                },
            }
        )


def _split(template: str) -> str:
    return split_words(_SEPARATORS.sub(" ", template))


def _build_alternatives(key: str, names: Iterable[str]) -> str:
    spellings = "|".join(map(escape, get_spellings(names))) or NO_NAME
    return f"{_OPENING}({spellings}){_CLOSING}" if key in _QUOTED else f"({spellings})"


def _in_both_scripts(text: str) -> str:
    """Return a Chinese text in simplified characters, or traditional ones."""
    other = to_traditional(text)
    return text if other == text else f"({text}|{other})"
