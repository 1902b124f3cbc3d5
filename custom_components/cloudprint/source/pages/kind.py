"""What a kind of page is: its options, and the layout that it builds from them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import randbelow
from typing import Any, Final, override

from homeassistant.core import split_entity_id, valid_entity_id

from ...document.layouts.models import Layout
from ...exceptions import invalid
from ...fields import (
    MAX_TEXT,
    boolean,
    check_fields,
    one_of,
    parse_text,
    parse_text_line,
    parse_whole_number,
    refused,
)
from ..request import Request

MAX_TEXTS: Final = 500
MORE: Final = "more"
"""The section of forms with what few people change."""
SEED: Final = "seed"
"""An option with which a page comes out the same; without it, one is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(ABC):
    """One of `page_options`. Forms show it as its class says."""

    is_required: bool = False
    default: Any = None
    """What forms show in its field at first, and what it means to leave it out."""
    section: str | None = ""
    """Where forms ask for it: in view, in a section, or only if it was saved (None)."""

    @abstractmethod
    def parse(self, field: str, value: object) -> Any:
        """Return a value that was given. Raises ServiceValidationError."""


class Flag(Option):
    """A switch."""

    @override
    def parse(self, field: str, value: object) -> bool:
        return boolean(field, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Option):
    """A whole number."""

    lowest: int
    highest: int

    @override
    def parse(self, field: str, value: object) -> int:
        return parse_whole_number(field, value, self.lowest, self.highest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Option):
    """A text on one line."""

    longest: int = MAX_TEXT
    is_exact: bool = False  # spaces at its ends belong to it

    @override
    def parse(self, field: str, value: object) -> str:
        return parse_text_line(field, value, self.longest, is_exact=self.is_exact)


class Secret(Text):
    """A text that is never shown or quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts(Option):
    """Several texts: a list, or the lines of one text. Empty ones are left out."""

    longest: int = MAX_TEXT

    @override
    def parse(self, field: str, value: object) -> list[str]:
        if not isinstance(value, list | tuple):
            if (text := parse_text(value)) is None:
                raise refused(field, value, '["A", "B"]')
            value = text.splitlines()
        if len(value) > MAX_TEXTS:
            raise refused(field, len(value), f"0 - {MAX_TEXTS}")
        return [
            parse_text_line(field, line, self.longest)
            for line in value
            if not (isinstance(line, str) and not line.strip())
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Option):
    """One of several words."""

    choices: Sequence[str]

    @override
    def parse(self, field: str, value: object) -> str:
        return one_of(field, value, self.choices)


class SomeOf(OneOf):
    """Some of several words, in their order."""

    @override
    def parse(self, field: str, value: object) -> Any:
        chosen = {OneOf.parse(self, field, part) for part in _as_list(value)}
        return [word for word in self.choices if word in chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Option):
    """The id of an entity of some domains."""

    domains: Sequence[str]

    @override
    def parse(self, field: str, value: object) -> Any:
        entity_id = value.strip().lower() if isinstance(value, str) else ""
        if (
            not valid_entity_id(entity_id)
            or split_entity_id(entity_id)[0] not in self.domains
        ):
            supported = (f"{domain}.…" for domain in self.domains)
            raise refused(field, value, ", ".join(supported))
        return entity_id


class Entities(Entity):
    """The ids of entities of some domains."""

    @override
    def parse(self, field: str, value: object) -> Any:
        ids = (Entity.parse(self, field, entity_id) for entity_id in _as_list(value))
        return list(dict.fromkeys(ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """A kind of page; its module has its name."""

    options: Mapping[str, Option]
    async_build: Callable[[Request, Mapping[str, Any]], Awaitable[Callable[[], Layout]]]
    """Read what the page shows, and return what lays it out in the executor.

    Called with a request and its parsed options. Raises HomeAssistantError.
    """
    async_draw: Callable[[Request, Mapping[str, Any]], Awaitable[bytes]] | None = None
    """Let another integration draw a picture, which takes long and may cost money.

    Called once, when the print is a job; `async_build` then finds the `picture` in the
    request's value. Without one, it builds what stands in. Raises HomeAssistantError.
    """
    print_options: Mapping[str, str] = field(default_factory=dict)
    """Unless a print says others, whatever the printer's defaults are."""
    separate_sheet: str = ""
    """An option for a part on a sheet of its own: one-sided, unless a print says another."""
    is_secret: bool = False
    """Its content is not kept, and neither its name nor a preview tells what is on it."""

    def parse(self, values: object) -> dict[str, Any]:
        """Parse `page_options`; empty ones are left out."""
        if not isinstance(values, Mapping):
            raise refused("page_options", "…", ", ".join(self.options))
        given = {
            name: value for name, value in values.items() if value not in (None, "")
        }
        check_fields(given, tuple(self.options))
        if SEED in self.options:
            given.setdefault(SEED, randbelow(9999) + 1)
        for name, option in self.options.items():
            if option.is_required and name not in given:
                raise invalid("page_option_missing", field=name)
        return {
            name: option.parse(name, given[name])
            for name, option in self.options.items()
            if name in given
        }


def _as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]
