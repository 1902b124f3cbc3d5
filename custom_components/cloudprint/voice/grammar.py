"""The sentences of a language, for sentence triggers and for recognition.

They are written in the template language of `hassil`: `[optional]`, `(one|of|these)`,
`<rule>`, `{list}`, `{list:slot}`. In addition, `_` is a place where Chinese has no space
but speech engines or people may put a space or a comma, and `：` one where a note begins.

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
    normalize,
    split_name,
    split_words,
    to_simplified,
    to_traditional,
)

PRINTED_KINDS: Final = (Kind.DOCUMENT, Kind.LIST, Kind.AGENDA, Kind.WEATHER)
"""The kinds that share sentences, where `<printed>` stands for the rule of the kind."""

NO_NAME: Final = "\ue000"
"""Stands for a list without names in a template, and cannot be said."""

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_TOKEN: Final = rf"<(\w+)>|\{{(\w+)(?::\w+)?\}}|([{CHINESE_CHARACTERS}]+)|(.)"
_SEPARATORS: Final = r"[_：'-](?!\w*[>}:])"
"""Gaps, apostrophes and hyphens, but not the underscore in `<the_rule>`."""
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_GAP: Final = "[ |,|，]"
_BEFORE_NOTE: Final = '(：|:|，|,| |“|"|「|『)'
_NOTE: Final = "{note}"
"""A list without values, which Home Assistant takes for any text."""
_QUOTES: Final = ("“”", '""', "「」", "『』", "‘’", "''")
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_QUOTED: Final = frozenset({"list", "calendar", "weather", "document"})
"""The lists of titles, which people write in quotation marks."""

type Words = Mapping[str, int | str]


def build_words(**words: str) -> Words:
    """Return the value of each word. `words` are the words of each value, divided by "|"."""
    return {word: value for value, text in words.items() for word in text.split("|")}


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The sentences of a language. Every value of a slot is an attribute of `Command`."""

    language: str
    letters: str
    """Pattern of the characters of which every sentence contains one."""
    words: Mapping[str, Words]
    """The lists that are the same in every home, each with the values of its words."""
    short: Mapping[str, str]
    """Templates that match the words of long lists."""
    rules: Mapping[str, str]
    sentences: Mapping[tuple[Kind, ...], Iterable[str]]
    entity_sentences: Mapping[tuple[Kind, ...], Iterable[str]]
    """Sentences that Home Assistant has for its entities, too.

    It answers them for an entity that is called like a printer, or just printer.
    """
    note: str
    """Pattern of a note, whose text, `{note}` in sentences, is the group `text`."""

    def build_templates(
        self,
        names: Mapping[str, Iterable[str]],
        no_entities: Mapping[str, Iterable[str]],
        *,
        is_printer_an_entity: bool,
    ) -> list[str]:
        """Return the sentences as templates for a sentence trigger.

        They contain all names, by list, since a trigger has no lists; `no_entities` are
        names of printers with which no entity is called.
        """
        lists = {key: _build_alternatives(key, known) for key, known in names.items()}
        rules = dict(self.rules)

        def convert(template: str) -> str:
            return "".join(
                f"({convert(rules[rule])})"
                if rule
                else lists[key]
                if key
                else _GAP
                if character == "_"
                else _BEFORE_NOTE
                if character == "："
                else _in_both_scripts(chinese) or character
                for rule, key, chinese, character in re.findall(_TOKEN, template)
            )

        for key, words in self.words.items():
            lists[key] = f"({convert(self.short.get(key) or '|'.join(words))})"
        lists["number"] = f"({lists['number']}|{_NUMERAL})"
        lists["note"] = _NOTE
        templates: list[str] = []
        for kinds, sentences in self.sentences.items():
            rules["printed"] = f"<{'>|<'.join(kinds)}>"
            templates.extend(map(convert, sentences))
        for key, known in no_entities.items():
            lists[key] = _build_alternatives(key, known)
        if is_printer_an_entity:
            rules["printers"] = rules["named_printers"]
        for sentences in self.entity_sentences.values():
            templates.extend(map(convert, sentences))
        return templates

    def split_note(self, sentence: str) -> tuple[str, str]:
        """Return what precedes a note, and its text without quotation marks.

        Both are empty if the sentence contains no note.
        """
        if (found := re.search(self.note, to_simplified(sentence))) is None:
            return "", ""
        text = sentence[found.start("text") :].strip()
        if text[:1] + text[-1:] in _QUOTES:
            text = text[1:-1].strip()
        return sentence[: found.start("text")], text

    @cached_property
    def intents(self) -> Intents:
        """Return an intent per kind of command, without the lists of names.

        They match normalized text of which the words are split, and notes without text.
        """
        numerals = (*range(1000), *range(1000, 10_000, 10))
        numbers = {
            **self.words["number"],
            **{str(number): number for number in numerals},
        }
        words = {**self.words, "number": numbers}
        return Intents.from_dict(
            {
                "language": self.language,
                # This filter of hassil before 3.12 drops sentences that match.
                "settings": {"filter_with_regex": False},
                "intents": {
                    kind: {
                        "data": [
                            {
                                "sentences": [
                                    _split(sentence)
                                    for sentence in (
                                        *sentences,
                                        *self.entity_sentences.get(kinds, ()),
                                    )
                                ],
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
                            {"in": split_name(normalize(word)), "out": value}
                            for word, value in values.items()
                        ]
                    }
                    for key, values in words.items()
                },
            }
        )


def _split(template: str) -> str:
    return split_words(re.sub(_SEPARATORS, " ", template.replace(_NOTE, "")))


def _build_alternatives(key: str, names: Iterable[str]) -> str:
    spellings = "|".join(map(escape, get_spellings(names))) or NO_NAME
    return f"{_OPENING}({spellings}){_CLOSING}" if key in _QUOTED else f"({spellings})"


def _in_both_scripts(text: str) -> str:
    """Return a Chinese text in simplified characters, or traditional ones."""
    other = to_traditional(text)
    return text if other == text else f"({text}|{other})"
