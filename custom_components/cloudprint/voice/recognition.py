"""Sentences: templates for triggers, and recognition with Home Assistant's `hassil`."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from itertools import chain, groupby
import re
from typing import Any, Final

from hassil import Intents, RecognizeResult, SlotList, TextSlotList, recognize_all

from .chinese import CHINESE_GRAMMAR
from .commands import (
    UNKNOWN_DAY,
    Command,
    Kind,
    NotUnderstoodError,
    PrinterSelector,
    VoiceError,
)
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
from .vocabulary import Names, Vocabulary

GRAMMARS: Final = (ENGLISH_GRAMMAR, CHINESE_GRAMMAR)
"""Sentences of both languages are recognized, independent of Home Assistant's language."""

NO_NAME: Final = "\ue000"  # in place of a list without names; cannot be said

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_TOKEN: Final = rf"<(\w+)>|\{{(\w+)(?::\w+)?\}}|([{CHINESE_CHARACTERS}]+)|(.)"
_SEPARATORS: Final = r"[_：'-](?!\w*[>}:])"
"""Gaps, apostrophes and hyphens, but not the underscore in `<the_rule>`."""
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_NUMBERS: Final = ("number", "page")
_MARKS: Final = {"_": "[ |,|，]", "：": '(：|:|，|,| |“|"|「|『)'}
_NOT_PRINTED: Final = "^(打印|列印)[机店社纸]"
"""It is about printers and others, and is Home Assistant's."""
_NOTE: Final = "{note}"  # without values, Home Assistant takes it for any text
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_SHORTENED: Final = ("document", "list", "picture")
"""Lists whose names may be shortened to a beginning that no other name has."""
_QUOTED: Final = frozenset({*_SHORTENED, "calendar", "weather"})
"""The lists of titles, which people write in quotation marks."""
_ATTRIBUTES: Final = frozenset(attribute.name for attribute in fields(Command))
_NO_BEGINNINGS: Final = frozenset({"the", "our", "all", "and", "for", "last", "other"})
_MIN_LETTERS: Final = 3  # of the beginning of a name
_MIN_CHARACTERS: Final = 2  # in Chinese


def build_templates(
    vocabulary: Vocabulary, *, has_other_agents: bool = True
) -> list[str]:
    """Return all sentences as templates for a sentence trigger.

    Without other conversation agents, they contain all that begins with "print", and
    answers to the question for the printer.
    """
    return [
        template
        for grammar in GRAMMARS
        for template in _build_templates(grammar, vocabulary, has_other_agents)
    ]


def _build_templates(
    grammar: Grammar, vocabulary: Vocabulary, has_other_agents: bool
) -> Iterator[str]:
    """Yield templates that contain all names, by list, since a trigger has no lists."""
    lists = {
        key: _build_alternatives(key, names)
        for key, names in vocabulary.by_list.items()
    }
    rules = {**grammar.rules}

    @cache  # most rules are in many sentences
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
    for key in _NUMBERS:
        lists[key] = f"({lists[key]}|{_NUMERAL})"
    lists |= {"note": _NOTE, "anything": "{anything}"}
    for kinds, sentences in grammar.sentences.items():
        rules["printed"] = f"<{'>|<'.join(kinds)}>"
        convert.cache_clear()
        yield from map(convert, sentences)
    unclaimed = {} if has_other_agents else {**grammar.unclaimed}
    if vocabulary.entities.names and grammar is CHINESE_GRAMMAR:
        # Home Assistant's sentences about 打印机 begin like commands.
        unclaimed.pop((), None)
    for key, names in vocabulary.no_entities.items():
        lists[key] = f"({'|'.join(map(escape, get_spellings(names))) or NO_NAME})"
    if vocabulary.is_printer_an_entity:
        rules["printers"] = rules["named_printers"]
        # Home Assistant understands the same words for the entity in an area.
        rules["powered"] = "{printer}"
    convert.cache_clear()
    # After all others, since the first template that matches counts.
    for sentences in (*grammar.entity_sentences.values(), *unclaimed.values()):
        yield from map(convert, sentences)


def _build_alternatives(key: str, names: Names) -> str:
    said = [*names.names]
    if key in _SHORTENED:
        said += _find_beginnings(names)
    text = "|".join(map(escape, get_spellings(said))) or NO_NAME
    if key in _SHORTENED:
        return f"{_OPENING}({text})[s]{_CLOSING}"
    return f"{_OPENING}({text}){_CLOSING}" if key in _QUOTED else f"({text})"


def _find_beginnings(names: Names) -> dict[str, dict[str, str]]:
    """Return the whole words, normalized, with which names begin; the names by their ids."""
    beginnings: dict[str, dict[str, str]] = {}
    for name in names.names:
        words = split_words(normalize(name)).split()
        for count in range(1, len(words)):
            text = normalize(" ".join(words[:count]))
            is_chinese = re.search(f"[{CHINESE_CHARACTERS}]", text)
            shortest = _MIN_CHARACTERS if is_chinese else _MIN_LETTERS
            if len(text) >= shortest and text not in _NO_BEGINNINGS:
                ids = dict.fromkeys(names.find(name), name)
                beginnings.setdefault(text, {}).update(ids)
    return beginnings


def _in_both_scripts(text: str) -> str:
    other = to_traditional(text)
    return text if other == text else f"({text}|{other})"


def recognize(sentence: str, vocabulary: Vocabulary) -> tuple[str, Command]:
    """Return the language and the command of a sentence.

    It takes some milliseconds: run it in the executor. Raises VoiceError for a sentence
    that is not in the grammars: it may contain a name that has just gone, or that the
    user may not see; or for the beginning of several names.
    """
    slot_lists = _build_slot_lists(vocabulary)
    grammars = [one for one in GRAMMARS if re.search(one.letters, sentence)]
    for grammar in grammars:
        spoken, paused = grammar.notes
        if command := (
            _recognize_note(spoken, sentence, grammar, slot_lists)
            or _recognize(sentence, grammar, slot_lists)
            or _recognize_note(paused, sentence, grammar, slot_lists)
        ):
            return grammar.language, command
    # Only now, since one name may be the beginning of another.
    text = f" {split_words(normalize(sentence)).strip()} "
    whole: dict[str, dict[str, str]] = {}
    for key in _SHORTENED:
        said: dict[str, str] = {}
        for start, by_id in _find_beginnings(vocabulary.by_list[key]).items():
            if f" {split_name(start)}" in text:
                said[start] = start
                whole.setdefault(start, {}).update(by_id)
        slot_lists[key] = _build_slot_list(key, said)
    for grammar in grammars if whole else ():
        if command := _recognize(sentence, grammar, slot_lists):
            names = sorted({*whole[command.name].values()})
            if len(names) > 1:
                raise VoiceError("which_name", names=names)
            return grammar.language, replace(command, name=normalize(names[0]))
    if re.search(_NOT_PRINTED, to_simplified(sentence)):
        raise NotUnderstoodError("unclear")
    by_list = vocabulary.by_list
    names = [*by_list["document"].names, *by_list["list"].names]
    raise NotUnderstoodError("not_understood", names=names)


def _build_slot_lists(vocabulary: Vocabulary) -> dict[str, SlotList]:
    """Return all names; the values of printers and areas are selectors."""
    by_list = vocabulary.by_list
    taken = {name for names in by_list.values() for name in names.ids_by_name}
    slot_lists: dict[str, SlotList] = {}
    for key, names in by_list.items():
        values: dict[str, str | PrinterSelector] = {}
        for name, ids in names.ids_by_name.items():
            values[name] = name
            if key in ("printer", "short"):
                values[name] = PrinterSelector(name=name, device_ids=ids)
            elif key == "area":
                values[name] = PrinterSelector(name=name, area_ids=ids)
            elif key in _SHORTENED and name.isascii() and f"{name}s" not in taken:
                values[f"{name}s"] = name
        slot_lists[key] = _build_slot_list(key, values)
    return slot_lists


def _build_slot_list(
    key: str, values: Mapping[str, int | str | PrinterSelector]
) -> SlotList:
    pairs = [(split_name(name), value) for name, value in values.items()]
    return TextSlotList.from_tuples(pairs, allow_template=False, name=key)


def _recognize_note(
    pattern: str, sentence: str, grammar: Grammar, slot_lists: dict[str, SlotList]
) -> Command | None:
    """Return the command for a note with its text, or None for any other sentence."""
    if (match := re.search(pattern, to_simplified(sentence))) is None:
        return None
    start = match.start("text")
    command = _recognize(sentence[:start], grammar, slot_lists, kind=Kind.NOTE)
    text = sentence[start:].strip()
    if text[:1] + text[-1:] in ("“”", '""', "「」", "『』", "‘’", "''"):
        text = text[1:-1].strip()
    return command and replace(command, text=text)


def _recognize(
    sentence: str,
    grammar: Grammar,
    slot_lists: dict[str, SlotList],
    *,
    kind: Kind | None = None,
) -> Command | None:
    """Return the command of a sentence, of a note without its text; of a kind if given."""
    text = split_words(normalize(sentence))
    results = (
        result
        for result in recognize_all(text, _build_intents(grammar), slot_lists)
        # Skip contradictions: two printers, or two numbers of copies
        if len(result.entities) == len(result.entities_list)
        and kind in (None, result.intent.name)
    )
    for name, candidates in groupby(results, lambda result: result.intent.name):
        entities = max(candidates, key=_get_length_of_names).entities
        slots = {name: entity.value for name, entity in entities.items()}
        if slots.get("day") == UNKNOWN_DAY:
            return None
        options = {key: slots.pop(key) for key in slots.keys() - _ATTRIBUTES}
        return Command(kind=Kind(name), page_options=options, **slots)
    return None


def _get_length_of_names(result: RecognizeResult) -> int:
    """Return how much of a sentence is names, so that the longest are chosen.

    A number of sums counts, too, which could be one of copies.
    """
    slots = ("name", "printer", "day", "count")
    entities = [result.entities.get(slot) for slot in slots]
    return sum([len(entity.text) for entity in entities if entity])


@cache
def _build_intents(grammar: Grammar) -> Intents:
    """Return an intent per kind of command, without the lists of names.

    They match normalized text of which the words are split, and notes without text.
    """

    def split(template: str) -> str:
        return split_words(re.sub(_SEPARATORS, " ", template.replace(_NOTE, "")))

    parts = (grammar.sentences, grammar.entity_sentences, grammar.unclaimed)
    data: dict[str, Any] = {}
    for kinds in chain(*parts):
        templates = [split(text) for part in parts for text in part.get(kinds, ())]
        for kind in kinds:
            rules = {"printed": f"<{kind}>"}
            data[kind] = {"data": [{"sentences": templates, "expansion_rules": rules}]}
    intents = Intents.from_dict(
        {
            "language": grammar.language,
            # This filter of hassil before 3.12 drops sentences that match.
            "settings": {"filter_with_regex": False},
            "intents": data,
            "expansion_rules": {
                name: split(rule) for name, rule in grammar.rules.items()
            },
        }
    )
    numerals = (*range(1000), *range(1000, 10_000, 10))
    numbers = {str(number): number for number in numerals}
    for key, words in grammar.words.items():
        values = {normalize(word): value for word, value in words.items()}
        values |= numbers if key in _NUMBERS else {}
        intents.slot_lists[key] = _build_slot_list(key, values)
    return intents
