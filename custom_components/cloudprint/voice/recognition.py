"""From what was said to what is meant."""

from collections.abc import Iterable
from typing import Final

from .chinese import CHINESE
from .commands import Command, PrinterSelector
from .english import ENGLISH
from .grammar import COPIES, Grammar
from .matcher import Slots
from .requests import Request
from .text import comparable
from .vocabulary import Vocabulary

GRAMMARS: Final = (ENGLISH, CHINESE)
"""People speak both, whatever Home Assistant's language is."""

_NAMES: Final = {"agenda": ("calendar",), "last_job": ("document", "list")}
"""The slots that name what is printed, where none is called as the kind is."""

_PLACES: Final = ("printer", "short", "area")
_AMOUNTS: Final = (COPIES, "single", "times")


def templates(vocabulary: Vocabulary) -> list[str]:
    """Return all that can be said, as templates of Home Assistant."""
    names = _names(vocabulary)
    return [template for grammar in GRAMMARS for template in grammar.templates(names)]


def recognize(text: str, vocabulary: Vocabulary) -> tuple[str, Command] | None:
    """Return the language of a command, and what it is; None if it is none of ours."""
    said = comparable(text)
    names = {
        slot: frozenset(map(comparable, known))
        for slot, known in _names(vocabulary).items()
    }
    for grammar in GRAMMARS:
        for kind, slots in grammar.readings(said, names):
            if _says_twice(slots):
                continue
            request = _request(grammar, kind, slots, vocabulary)
            return grammar.language, request.command(vocabulary)
    return None


def _names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {
        "list": vocabulary.lists.names,
        "calendar": vocabulary.calendars.names,
        "document": vocabulary.documents.names,
        "printer": vocabulary.printers.names,
        "short": vocabulary.short.names,
        "area": vocabulary.areas.names,
    }


def _says_twice(slots: Slots) -> bool:
    """Return if there are two places, or two numbers, of which one cannot be meant."""
    return any(len(slots.keys() & group) > 1 for group in (_PLACES, _AMOUNTS))


def _request(
    grammar: Grammar, kind: str, slots: Slots, vocabulary: Vocabulary
) -> Request:
    day = slots.get("day")
    return Request(
        kind=kind,
        name=_first(slots, _NAMES.get(kind, (kind,))) or "",
        day=0 if day is None else grammar.words["day"][day],
        place=_place(slots, vocabulary),
        copies=_copies(grammar, slots),
    )


def _place(slots: Slots, vocabulary: Vocabulary) -> PrinterSelector:
    if name := slots.get("printer"):
        return PrinterSelector(name=name, device_ids=vocabulary.printers.things(name))
    if name := slots.get("short"):
        return PrinterSelector(name=name, device_ids=vocabulary.short.things(name))
    if name := slots.get("area"):
        return PrinterSelector(name=name, area_ids=vocabulary.areas.things(name))
    return PrinterSelector()


def _copies(grammar: Grammar, slots: Slots) -> int | None:
    words = {COPIES: grammar.numbers.words, **grammar.words}
    for slot in _AMOUNTS:
        if (said := slots.get(slot)) is not None:
            return int(said) if said.isdecimal() else words[slot][said]
    return None


def _first(slots: Slots, names: Iterable[str]) -> str | None:
    """Return what fills the first of some slots that is filled."""
    return next((slots[name] for name in names if name in slots), None)
