"""Sentences: templates for triggers, and recognition with Home Assistant's `hassil`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
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
from .vocabulary import Vocabulary

GRAMMARS: Final = (ENGLISH_GRAMMAR, CHINESE_GRAMMAR)
"""Sentences of both languages are recognized, independent of Home Assistant's language."""

ANYTHING: Final = "anything"
"""What is printed according to the last template, which matches all that may be printed."""
NO_NAME: Final = "\ue000"  # in place of a list without names; cannot be said

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_TOKEN: Final = rf"<(\w+)>|\{{(\w+)(?::\w+)?\}}|([{CHINESE_CHARACTERS}]+)|(.)"
_SEPARATORS: Final = r"[_：'-](?!\w*[>}:])"
"""Gaps, apostrophes and hyphens, but not the underscore in `<the_rule>`."""
_DIGIT: Final = "|".join("0123456789０１２３４５６７８９")
_NUMERAL: Final = f"({_DIGIT})[{_DIGIT}][{_DIGIT}][0|０]"
_NUMBERS: Final = ("number", "page")
_MARKS: Final = {"_": "[ |,|，]", "：": '(：|:|，|,| |“|"|「|『)'}
_NOTE: Final = "{note}"  # without values, Home Assistant takes it for any text
_QUOTES: Final = ("“”", '""', "「」", "『』", "‘’", "''")
_OPENING: Final = "[“|\"|'|「|『|《|【]"
_CLOSING: Final = "[”|\"|'|」|』|》|】]"
_SHORTENED: Final = ("document", "list", "picture")
"""The lists of names of which the beginning is enough, if only one begins so."""
_QUOTED: Final = frozenset({*_SHORTENED, "calendar", "weather"})
"""The lists of titles, which people write in quotation marks."""
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
) -> list[str]:
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
    for key in _NUMBERS:
        lists[key] = f"({lists[key]}|{_NUMERAL})"
    lists |= {"note": _NOTE, "anything": f"{{{ANYTHING}}}"}
    templates: list[str] = []
    for kinds, sentences in grammar.sentences.items():
        rules["printed"] = f"<{'>|<'.join(kinds)}>"
        templates.extend(map(convert, sentences))
    unclaimed = {} if has_other_agents else {**grammar.unclaimed}
    if vocabulary.entities.names and grammar is CHINESE_GRAMMAR:
        # Home Assistant's sentences about 打印机 begin like commands.
        unclaimed.pop((), None)
    for key, names in vocabulary.no_entities.items():
        lists[key] = _build_alternatives(key, names)
    if vocabulary.is_printer_an_entity:
        rules["printers"] = rules["named_printers"]
        # It may be in any area, of which Home Assistant is asked in the same words.
        rules["powered"] = "{printer}"
    # After all others, since the first template that matches counts.
    for sentences in (*grammar.entity_sentences.values(), *unclaimed.values()):
        templates.extend(map(convert, sentences))
    return templates


def _build_alternatives(key: str, names: Sequence[str]) -> str:
    spellings = [*map(escape, get_spellings(names))]
    if key in _SHORTENED:
        spellings += dict.fromkeys(filter(None, map(_build_beginning, names)))
    text = "|".join(spellings) or NO_NAME
    if key in _SHORTENED:
        return f"{_OPENING}({text})[s]{_CLOSING}"
    return f"{_OPENING}({text}){_CLOSING}" if key in _QUOTED else f"({text})"


def _split_beginnings(name: str) -> list[list[str]]:
    """Return the words with which a normalized name begins, fewest first."""
    words = split_words(name).split()
    beginnings = [words[:count] for count in range(1, len(words))]
    return [words for words in beginnings if _is_beginning("".join(words))]


def _is_beginning(text: str) -> bool:
    if re.search(f"[{CHINESE_CHARACTERS}]", text):
        return len(text) >= _MIN_CHARACTERS
    return len(text) >= _MIN_LETTERS and text not in _NO_BEGINNINGS


def _build_beginning(name: str) -> str:
    """Return a template of all beginnings of a name, or nothing if it has none."""
    words = split_words(normalize(name)).split()
    if not (beginnings := _split_beginnings(normalize(name))):
        return ""
    template = ""
    shortest = len(beginnings[0])
    for count in range(len(words), 0, -1):
        word = _in_both_scripts(escape(words[count - 1]))
        pair = "".join(words[max(count - 2, 0) : count])
        has_space = count > 1 and not re.search(f"[{CHINESE_CHARACTERS}]", pair)
        template = f"{' ' if has_space else ''}{word}{template}"
        if count > shortest:
            template = f"[{template}]"
    return template


def _in_both_scripts(text: str) -> str:
    """Return a Chinese text in simplified characters, or traditional ones."""
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
    shortened = _build_slot_lists(vocabulary, is_shortened=True)
    for grammar in grammars:
        if command := _recognize(sentence, grammar, shortened):
            return grammar.language, _complete_name(command, vocabulary)
    names = [*vocabulary.documents.names, *vocabulary.lists.names]
    raise NotUnderstoodError("not_understood", names)


def _complete_name(command: Command, vocabulary: Vocabulary) -> Command:
    """Replace the beginning of a name by the name. Raises VoiceError if several begin so."""
    words = split_words(command.name).split()
    known = (vocabulary.by_list[key] for key in _SHORTENED)
    found = [name for names in known for name in names.find_beginning(words).values()]
    if len(found) > 1:
        raise VoiceError("which_name", names=found)
    return replace(command, name=normalize(found[0]))


def _build_slot_lists(
    vocabulary: Vocabulary, *, is_shortened: bool = False
) -> dict[str, SlotList]:
    """Return all names; the values of printers and areas are selectors."""

    def select(key: str, name: str, ids: Sequence[str]) -> str | PrinterSelector:
        if key in ("printer", "short"):
            return PrinterSelector(name=name, device_ids=ids)
        return PrinterSelector(name=name, area_ids=ids) if key == "area" else name

    def spell(key: str, name: str) -> list[str]:
        if key not in _SHORTENED:
            return [name]
        if is_shortened:
            return [" ".join(words) for words in _split_beginnings(name)]
        plural = f"{name}s"
        is_plural = name.isascii() and not any(
            plural in known.ids_by_name for known in vocabulary.by_list.values()
        )
        return [name, plural] if is_plural else [name]

    return {
        key: TextSlotList.from_tuples(
            [
                (split_name(text), select(key, text if is_shortened else name, ids))
                for name, ids in names.ids_by_name.items()
                for text in spell(key, name)
            ],
            allow_template=False,
            name=key,
        )
        for key, names in vocabulary.by_list.items()
    }


def _recognize_note(
    pattern: str, sentence: str, grammar: Grammar, slot_lists: dict[str, SlotList]
) -> Command | None:
    """Return the command for a note with its text, or None for any other sentence."""
    before, note = _split_note(pattern, sentence)
    command = _recognize(before, grammar, slot_lists, kind=Kind.NOTE)
    return command and replace(command, text=note)


def _split_note(pattern: str, sentence: str) -> tuple[str, str]:
    """Return what precedes a note, and its text without quotation marks.

    Both are empty if the sentence contains no note.
    """
    if (found := re.search(pattern, to_simplified(sentence))) is None:
        return "", ""
    text = sentence[found.start("text") :].strip()
    if text[:1] + text[-1:] in _QUOTES:
        text = text[1:-1].strip()
    return sentence[: found.start("text")], text


def _recognize(
    sentence: str,
    grammar: Grammar,
    slot_lists: dict[str, SlotList],
    *,
    kind: Kind | None = None,
) -> Command | None:
    """Return the command of a sentence, of a note without its text; of a kind if given."""
    if not (text := split_words(normalize(sentence))):
        return None
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
        return Command(kind=Kind(name), **slots)
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

    all_sentences = [*grammar.sentences.items(), *grammar.unclaimed.items()]

    numerals = (*range(1000), *range(1000, 10_000, 10))
    numbers = {str(number): number for number in numerals}
    words = {**grammar.words}
    for key in _NUMBERS:
        words[key] = {**grammar.words[key], **numbers}
    intents: dict[str, Any] = {}
    for kinds, sentences in all_sentences:
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
