"""Recognition of sentences, with Home Assistant's own matcher `hassil`."""

from itertools import groupby
from typing import Final

from hassil import RecognizeResult, SlotList, TextSlotList, recognize_all

from .chinese import CHINESE
from .commands import Command, Kind, PrinterSelector
from .english import ENGLISH
from .responses import VoiceError
from .text import normalize, split_name, split_words
from .vocabulary import Names, Vocabulary

GRAMMARS: Final = (ENGLISH, CHINESE)
"""Sentences of both languages are recognized, independent of Home Assistant's language."""


def build_templates(vocabulary: Vocabulary) -> list[str]:
    """Return all sentences as templates for a sentence trigger."""
    names = {key: known.names for key, known in vocabulary.by_list.items()}
    return [
        template for grammar in GRAMMARS for template in grammar.build_templates(names)
    ]


def recognize(sentence: str, vocabulary: Vocabulary) -> tuple[str, Command]:
    """Return the language and the command of a sentence.

    It takes some milliseconds: run it in the executor. Raises VoiceError for a sentence
    that is not in the grammars: it may contain a name that has just gone, or that the
    user may not see.
    """
    text = split_words(normalize(sentence))
    slot_lists = {
        key: _build_slot_list(key, names) for key, names in vocabulary.by_list.items()
    }
    for grammar in GRAMMARS:
        results = (
            result
            for result in recognize_all(text, grammar.intents, slot_lists)
            # Skip contradictions: two printers, or two numbers of copies
            if len(result.entities) == len(result.entities_list)
        )
        for kind, candidates in groupby(results, lambda result: result.intent.name):
            entities = max(candidates, key=_get_length_of_names).entities
            slots = {name: entity.value for name, entity in entities.items()}
            return grammar.language, Command(kind=Kind(kind), **slots)
    raise VoiceError("not_understood")


def _get_length_of_names(result: RecognizeResult) -> int:
    """Return how much of a sentence is names, so that the longest names are chosen."""
    entities = (result.entities.get(slot) for slot in ("name", "printer"))
    return sum(len(entity.text) for entity in entities if entity)


def _build_slot_list(key: str, names: Names) -> SlotList:
    """Return names, those of printers and areas with selectors as their values."""
    values: list[tuple[str, str | PrinterSelector]] = []
    for name, ids in names.ids_by_name.items():
        value: str | PrinterSelector = name
        if key in ("printer", "short"):
            value = PrinterSelector(name=name, device_ids=ids)
        elif key == "area":
            value = PrinterSelector(name=name, area_ids=ids)
        values.append((split_name(name), value))
    return TextSlotList.from_tuples(values, allow_template=False, name=key)
