"""From names to commands: the same for sentences, intents and tools."""

from dataclasses import dataclass, field
from typing import Final

from .commands import (
    AskLastJob,
    AskPrinters,
    Command,
    PrintAgain,
    PrintAgenda,
    PrintDocument,
    PrinterSelector,
    PrintList,
    PrintTestPage,
)
from .names import Names
from .vocabulary import Vocabulary
from .words import VoiceError

DAYS: Final = {"today": 0, "tomorrow": 1}
"""The days that have a name, where no grammar reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A kind of command, and all that was said about it.

    The kinds are those of the grammars. `name` is that of a list, a document or a
    calendar; `day` is 0 for today and 1 for tomorrow.
    """

    kind: str
    name: str = ""
    day: int = 0
    place: PrinterSelector = field(default_factory=PrinterSelector)
    copies: int | None = None

    def command(self, vocabulary: Vocabulary) -> Command:
        """Return what is asked for. Raises VoiceError for a name that nothing has."""
        place, copies, name = self.place, self.copies, self.name
        match self.kind:
            case "list":
                found = _known(vocabulary.lists, name)
                return PrintList(
                    place=place, copies=copies, name=name, entity_ids=found
                )
            case "document":
                found = _known(vocabulary.documents, name)
                return PrintDocument(
                    place=place, copies=copies, name=name, subentry_ids=found
                )
            case "agenda":
                return PrintAgenda(
                    place=place,
                    copies=copies,
                    name=name,
                    entity_ids=_known(vocabulary.calendars, name) if name else (),
                    first_day=self.day,
                )
            case "again":
                return PrintAgain(place=place, copies=copies)
            case "test_page":
                return PrintTestPage(place=place)
            case "printers":
                return AskPrinters(place=place)
        names = vocabulary.documents.synonyms(name) + vocabulary.lists.synonyms(name)
        return AskLastJob(place=place, name=name, names=names)


def _known(names: Names, name: str) -> tuple[str, ...]:
    if not (found := names.things(name)):
        raise VoiceError("unknown", name=name)
    return found
