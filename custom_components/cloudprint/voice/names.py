"""Names of things, and the things that have them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .text import comparable


@dataclass(frozen=True, slots=True)
class Names:
    """What things may be called, each name with the id of a thing.

    Several things may have the same name, and one thing several names.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return the names that can be said at all, each once, in a fixed order."""
        return cls(
            tuple(
                sorted(
                    {(name.strip(), thing) for name, thing in pairs if comparable(name)}
                )
            )
        )

    @property
    def names(self) -> list[str]:
        """Return all names, each once."""
        return list(dict.fromkeys(name for name, _ in self.pairs))

    @property
    def all_things(self) -> list[str]:
        """Return everything that has a name, each once."""
        return list(dict.fromkeys(thing for _, thing in self.pairs))

    def things(self, name: str) -> tuple[str, ...]:
        """Return what has a name, however it is written; nothing if nothing has it."""
        wanted = comparable(name)
        return tuple(
            dict.fromkeys(
                thing for known, thing in self.pairs if comparable(known) == wanted
            )
        )

    def synonyms(self, name: str) -> tuple[str, ...]:
        """Return all names of what has a name, with that one; none if nothing has it."""
        things = self.things(name)
        return tuple(
            dict.fromkeys(known for known, thing in self.pairs if thing in things)
        )
