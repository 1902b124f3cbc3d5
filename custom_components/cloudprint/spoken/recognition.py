"""From what was said to what is meant."""

from typing import Final

from .chinese import CHINESE
from .commands import Command, Place
from .english import ENGLISH
from .grammar import Grammar
from .matcher import Slots
from .requests import Request
from .text import comparable
from .vocabulary import Vocabulary

GRAMMARS: Final = (ENGLISH, CHINESE)
"""People speak both, whatever Home Assistant's language is."""

_NAMES: Final = {"agenda": "calendar"}
"""The slot that names what is printed, where it is not called as the kind is."""


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
            request = _request(grammar, kind, slots, vocabulary)
            return grammar.language, request.command(vocabulary)
    return None


def _names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {
        "list": vocabulary.lists.names,
        "calendar": vocabulary.calendars.names,
        "document": vocabulary.documents.names,
        "printer": vocabulary.printers.names,
        "area": vocabulary.areas.names,
    }


def _request(
    grammar: Grammar, kind: str, slots: Slots, vocabulary: Vocabulary
) -> Request:
    day = slots.get("day")
    return Request(
        kind=kind,
        name=slots.get(_NAMES.get(kind, kind), ""),
        day=0 if day is None else grammar.words["day"][day],
        place=_place(slots, vocabulary),
        copies=_copies(grammar, slots),
    )


def _place(slots: Slots, vocabulary: Vocabulary) -> Place:
    if name := slots.get("printer"):
        return Place(name=name, device_ids=vocabulary.printers.things(name))
    if name := slots.get("area"):
        return Place(name=name, area_ids=vocabulary.areas.things(name))
    return Place()


def _copies(grammar: Grammar, slots: Slots) -> int | None:
    if (value := slots.get("copies")) is not None:
        return grammar.words["copies"].get(value) or int(value)
    if (value := slots.get("times")) is not None:
        return grammar.words["times"][value]
    return None
