"""From what was said to what is meant."""

from collections.abc import Mapping
from typing import Final

from .chinese import CHINESE
from .commands import (
    AskLastJob,
    AskPrinters,
    Command,
    Place,
    PrintAgain,
    PrintAgenda,
    PrintDocument,
    PrintList,
    PrintTestPage,
)
from .english import ENGLISH
from .grammar import Grammar
from .text import comparable
from .vocabulary import Vocabulary

GRAMMARS: Final = (ENGLISH, CHINESE)
"""People speak both, whatever Home Assistant's language is."""


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
            return grammar.language, _command(grammar, kind, slots, vocabulary)
    return None


def _names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {
        "list": vocabulary.lists.names,
        "calendar": vocabulary.calendars.names,
        "document": vocabulary.documents.names,
        "printer": vocabulary.printers.names,
        "area": vocabulary.areas.names,
    }


def _command(
    grammar: Grammar, kind: str, slots: Mapping[str, str], vocabulary: Vocabulary
) -> Command:
    place = _place(slots, vocabulary)
    copies = _copies(grammar, slots)
    match kind:
        case "list":
            name = slots["list"]
            return PrintList(
                place=place,
                copies=copies,
                name=name,
                entity_ids=vocabulary.lists.things(name),
            )
        case "document":
            name = slots["document"]
            return PrintDocument(
                place=place,
                copies=copies,
                name=name,
                subentry_ids=vocabulary.documents.things(name),
            )
        case "agenda":
            name = slots.get("calendar", "")
            day = slots.get("day")
            return PrintAgenda(
                place=place,
                copies=copies,
                name=name,
                entity_ids=vocabulary.calendars.things(name),
                first_day=0 if day is None else grammar.words["day"][day],
            )
        case "again":
            return PrintAgain(place=place, copies=copies)
        case "test_page":
            return PrintTestPage(place=place)
        case "printers":
            return AskPrinters(place=place)
    return AskLastJob(place=place)


def _place(slots: Mapping[str, str], vocabulary: Vocabulary) -> Place:
    if name := slots.get("printer"):
        return Place(name=name, device_ids=vocabulary.printers.things(name))
    if name := slots.get("area"):
        return Place(name=name, area_ids=vocabulary.areas.things(name))
    return Place()


def _copies(grammar: Grammar, slots: Mapping[str, str]) -> int | None:
    if (value := slots.get("copies")) is not None:
        return grammar.words["copies"].get(value) or int(value)
    if (value := slots.get("times")) is not None:
        return grammar.words["times"][value]
    return None
