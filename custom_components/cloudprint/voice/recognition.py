"""Sentences: templates for triggers, and recognition with Home Assistant's `hassil`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
import re
from typing import Any, Final

from hassil import Intents, RecognizeResult, SlotList, TextSlotList, recognize_all

from .chinese import CHINESE_GRAMMAR
from .commands import UNKNOWN_DAY, Command, Kind, PrinterSelector, VoiceError
from .english import ENGLISH_GRAMMAR
from .grammar import Grammar
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
from .vocabulary import Vocabulary

GRAMMARS: Final = (ENGLISH_GRAMMAR, CHINESE_GRAMMAR)
"""Sentences of both languages are recognized, independent of Home Assistant's language."""

NO_NAME: Final = "\ue000"  # in place of a list without names; cannot be said

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_TOKEN: Final = rf"<(\w+)>|\{{(\w+)(?::\w+)?\}}|([{CHINESE_CHARACTERS}]+)|(.)"
_SEPARATORS: Final = r"[_：'-](?!\w*[>}:])"
"""Gaps, apostrophes and hyphens, but not the underscore in `<the_rule>`."""
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_MARKS: Final = {"_": "[ |,|，]", "：": '(：|:|，|,| |“|"|「|『)'}
_NOTE: Final = "{note}"  # without values, Home Assistant takes it for any text
_QUOTES: Final = ("“”", '""', "「」", "『』", "‘’", "''")
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_QUOTED: Final = frozenset({"list", "calendar", "weather", "document"})
"""The lists of titles, which people write in quotation marks."""


def build_templates(vocabulary: Vocabulary) -> list[str]:
    """Return all sentences as templates for a sentence trigger."""
    return [
        template
        for grammar in GRAMMARS
        for template in _build_templates(grammar, vocabulary)
    ]


def _build_templates(grammar: Grammar, vocabulary: Vocabulary) -> list[str]:
    """Return templates that contain all names, by list, since a trigger has no lists."""
    lists = {
        key: _build_alternatives(key, known.names)
        for key, known in vocabulary.by_list.items()
    }
    rules = {**grammar.rules}

    def convert(template: str) -> str:
        return "".join(
            f"({convert(rules[rule])})"
            if rule
            else lists[key]
            if key
            else _in_both_scripts(chinese) or _MARKS.get(character, character)
            for rule, key, chinese, character in re.findall(_TOKEN, template)
        )

    for key, words in grammar.words.items():
        lists[key] = f"({convert(grammar.short.get(key) or '|'.join(words))})"
    lists["number"] = f"({lists['number']}|{_NUMERAL})"
    lists["note"] = _NOTE
    templates: list[str] = []
    for kinds, sentences in grammar.sentences.items():
        rules["printed"] = f"<{'>|<'.join(kinds)}>"
        templates.extend(map(convert, sentences))
    for key, names in vocabulary.no_entities.items():
        lists[key] = _build_alternatives(key, names)
    if vocabulary.is_printer_an_entity:
        rules["printers"] = rules["named_printers"]
    for sentences in grammar.entity_sentences.values():
        templates.extend(map(convert, sentences))
    return templates


def _build_alternatives(key: str, names: Iterable[str]) -> str:
    spellings = "|".join(map(escape, get_spellings(names))) or NO_NAME
    return f"{_OPENING}({spellings}){_CLOSING}" if key in _QUOTED else f"({spellings})"


def _in_both_scripts(text: str) -> str:
    """Return a Chinese text in simplified characters, or traditional ones."""
    other = to_traditional(text)
    return text if other == text else f"({text}|{other})"


def recognize(sentence: str, vocabulary: Vocabulary) -> tuple[str, Command]:
    """Return the language and the command of a sentence.

    It takes some milliseconds: run it in the executor. Raises VoiceError for a sentence
    that is not in the grammars: it may contain a name that has just gone, or that the
    user may not see.
    """
    slot_lists = _build_slot_lists(vocabulary)
    for grammar in GRAMMARS:
        if not re.search(grammar.letters, sentence):
            continue
        before, note = _split_note(grammar, sentence)
        command = _recognize(before, grammar, slot_lists)
        if command and command.kind is Kind.NOTE:
            return grammar.language, replace(command, text=note)
        if command := _recognize(sentence, grammar, slot_lists):
            return grammar.language, command
    raise VoiceError("not_understood")


def _build_slot_lists(vocabulary: Vocabulary) -> dict[str, SlotList]:
    """Return all names; the values of printers and areas are selectors."""

    def select(key: str, name: str, ids: Sequence[str]) -> str | PrinterSelector:
        if key in ("printer", "short"):
            return PrinterSelector(name=name, device_ids=ids)
        return PrinterSelector(name=name, area_ids=ids) if key == "area" else name

    return {
        key: TextSlotList.from_tuples(
            [
                (split_name(name), select(key, name, ids))
                for name, ids in names.ids_by_name.items()
            ],
            allow_template=False,
            name=key,
        )
        for key, names in vocabulary.by_list.items()
    }


def _split_note(grammar: Grammar, sentence: str) -> tuple[str, str]:
    """Return what precedes a note, and its text without quotation marks.

    Both are empty if the sentence contains no note.
    """
    if (found := re.search(grammar.note, to_simplified(sentence))) is None:
        return "", ""
    text = sentence[found.start("text") :].strip()
    if text[:1] + text[-1:] in _QUOTES:
        text = text[1:-1].strip()
    return sentence[: found.start("text")], text


def _recognize(
    sentence: str, grammar: Grammar, slot_lists: dict[str, SlotList]
) -> Command | None:
    """Return the command of a sentence, of a note without its text."""
    if not (text := split_words(normalize(sentence))):
        return None
    results = (
        result
        for result in recognize_all(text, _build_intents(grammar), slot_lists)
        # Skip contradictions: two printers, or two numbers of copies
        if len(result.entities) == len(result.entities_list)
    )
    for kind, candidates in groupby(results, lambda result: result.intent.name):
        entities = max(candidates, key=_get_length_of_names).entities
        slots = {name: entity.value for name, entity in entities.items()}
        if slots.get("day") == UNKNOWN_DAY:
            return None
        return Command(kind=Kind(kind), **slots)
    return None


def _get_length_of_names(result: RecognizeResult) -> int:
    """Return how much of a sentence is names, so that the longest are chosen."""
    entities = [result.entities.get(slot) for slot in ("name", "printer", "day")]
    return sum([len(entity.text) for entity in entities if entity])


@cache
def _build_intents(grammar: Grammar) -> Intents:
    """Return an intent per kind of command, without the lists of names.

    They match normalized text of which the words are split, and notes without text.
    """

    def split(template: str) -> str:
        return split_words(re.sub(_SEPARATORS, " ", template.replace(_NOTE, "")))

    numerals = (*range(1000), *range(1000, 10_000, 10))
    numbers = {str(number): number for number in numerals}
    words = {**grammar.words, "number": {**grammar.words["number"], **numbers}}
    intents: dict[str, Any] = {}
    for kinds, sentences in grammar.sentences.items():
        templates = [*sentences, *grammar.entity_sentences.get(kinds, ())]
        for kind in kinds:
            data = {
                "sentences": [split(template) for template in templates],
                "expansion_rules": {"printed": f"<{kind}>"},
            }
            intents[kind] = {"data": [data]}
    return Intents.from_dict(
        {
            "language": grammar.language,
            # This filter of hassil before 3.12 drops sentences that match.
            "settings": {"filter_with_regex": False},
            "intents": intents,
            "expansion_rules": {
                name: split(rule) for name, rule in grammar.rules.items()
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
