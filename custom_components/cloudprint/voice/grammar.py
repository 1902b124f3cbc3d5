"""The sentences of a language, for sentence triggers and for recognition.

They are written in the template language of `hassil`: `[optional]`, `(one|of|these)`,
`<rule>`, `{list}`, `{list:slot}`. In addition, `_` is a place where Chinese has no space
but speech engines or people may put a space or a comma, and `：` one where a note begins.

Home Assistant matches the templates of sentence triggers in its event loop. Put a gap
inside of an optional part: each gap that stands alone doubles the ways to match the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .commands import Kind

PRINTED_KINDS: Final = (
    (Kind.DOCUMENT, Kind.LIST, Kind.AGENDA, Kind.WEATHER, Kind.PICTURE),
    (Kind.WEEK, Kind.WORKSHEET),
)
"""The kinds that share sentences, where `<printed>` stands for the rule of the kind.

Each group has its own templates, so that fewer are tried: names of a home's things have
no word that a sentence must contain.
"""

type Words = Mapping[str, int | str]


def build_words(**words: str) -> Words:
    """Return the value of each word. `words` are the words of each value, divided by "|"."""
    return {word: value for value, text in words.items() for word in text.split("|")}


@dataclass(frozen=True, eq=False, kw_only=True)
class Grammar:
    """The sentences of a language.

    A slot is an attribute of `Command`, or an option of its page.
    """

    language: str
    letters: str  # pattern of the characters of which every sentence contains one
    words: Mapping[str, Words]
    """The lists that are the same in every home, each with the values of its words.

    Numbers exceed every limit of copies, so that one above it is refused as such.
    """
    short: Mapping[str, str]  # templates that match the words of long lists
    rules: Mapping[str, str]
    sentences: Mapping[tuple[Kind, ...], Iterable[str]]
    entity_sentences: Mapping[tuple[Kind, ...], Iterable[str]]
    """Sentences that Home Assistant has for its entities, too.

    It answers them for an entity that is called like a printer, or just printer.
    """
    unclaimed: Mapping[tuple[Kind, ...], Iterable[str]]
    """Sentences for homes in which no other conversation agent could be asked for them."""
    notes: Sequence[str]
    """Patterns of a note, whose text, `{note}` in sentences, is the group `text`."""
