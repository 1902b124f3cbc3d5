"""Recognition of sentences, with Home Assistant's own matcher `hassil`."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
import re
from typing import Final

from hassil import RecognizeResult, SlotList, TextSlotList, recognize_all

from .chinese import CHINESE_GRAMMAR
from .commands import UNKNOWN_DAY, Command, Kind, PrinterSelector, VoiceError
from .english import ENGLISH_GRAMMAR
from .grammar import Grammar
from .text import normalize, split_name, split_words
from .vocabulary import Names, Vocabulary

GRAMMARS: Final = (ENGLISH_GRAMMAR, CHINESE_GRAMMAR)
"""Sentences of both languages are recognized, independent of Home Assistant's language."""


def build_templates(vocabulary: Vocabulary) -> list[str]:
    """Return all sentences as templates for a sentence trigger."""
    names = {key: known.names for key, known in vocabulary.by_list.items()}
    return [
        template
        for grammar in GRAMMARS
        for template in grammar.build_templates(
            names,
            vocabulary.no_entities,
            is_printer_an_entity=vocabulary.is_printer_an_entity,
        )
    ]


def recognize(sentence: str, vocabulary: Vocabulary) -> tuple[str, Command]:
    """Return the language and the command of a sentence.

    It takes some milliseconds: run it in the executor. Raises VoiceError for a sentence
    that is not in the grammars: it may contain a name that has just gone, or that the
    user may not see.
    """
    slot_lists = {
        key: _build_slot_list(key, names) for key, names in vocabulary.by_list.items()
    }
    for grammar in GRAMMARS:
        if not re.search(grammar.letters, sentence):
            continue
        before, note = grammar.split_note(sentence)
        command = _recognize(before, grammar, slot_lists)
        if command and command.kind is Kind.NOTE:
            return grammar.language, replace(command, text=note)
        if command := _recognize(sentence, grammar, slot_lists):
            return grammar.language, command
    raise VoiceError("not_understood")


def _recognize(
    sentence: str, grammar: Grammar, slot_lists: Mapping[str, SlotList]
) -> Command | None:
    """Return the command of a sentence, of a note without its text."""
    if not (text := split_words(normalize(sentence))):
        return None
    results = (
        result
        for result in recognize_all(text, grammar.intents, {**slot_lists})
        # Skip contradictions: two printers, or two numbers of copies
        if len(result.entities) == len(result.entities_list)
    )
    for kind, candidates in groupby(results, lambda result: result.intent.name):
        entities = max(candidates, key=_get_length_of_names).entities
        slots = {name: entity.value for name, entity in entities.items()}
        return (
            None
            if slots.get("day") == UNKNOWN_DAY
            else Command(kind=Kind(kind), **slots)
        )
    return None


def _get_length_of_names(result: RecognizeResult) -> int:
    """Return how much of a sentence is names, so that the longest are chosen."""
    entities = [result.entities.get(slot) for slot in ("name", "printer", "day")]
    return sum([len(entity.text) for entity in entities if entity])


def _build_slot_list(key: str, names: Names) -> SlotList:
    """Return names; the values of printers and areas are selectors."""
    values: list[tuple[str, str | PrinterSelector]] = []
    for name, ids in names.ids_by_name.items():
        value: str | PrinterSelector = name
        if key in ("printer", "short"):
            value = PrinterSelector(name=name, device_ids=ids)
        elif key == "area":
            value = PrinterSelector(name=name, area_ids=ids)
        values.append((split_name(name), value))
    return TextSlotList.from_tuples(values, allow_template=False, name=key)
