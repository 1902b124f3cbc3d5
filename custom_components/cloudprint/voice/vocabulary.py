"""The names that voice commands can contain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
import re
from typing import Final, Self

from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er, intent

from ..printing.saved_document import get_readable_documents
from ..source.reading import can_access
from .commands import PrinterSelector
from .printers import get_printers_away, get_voice_accounts, get_voice_printers
from .responses import VoiceError
from .text import normalize

_PRINTER: Final = re.compile(
    r"(?:的?(?:打印机|打印機|印表机|印表機)|\s+printers?)\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Names:
    """Pairs of a name and an id. Names and ids may both repeat."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return sorted pairs, without names that cannot be said."""
        return cls(
            tuple(
                sorted({(name.strip(), id_) for name, id_ in pairs if normalize(name)})
            )
        )

    @property
    def names(self) -> list[str]:
        """Return the names, each once."""
        return list(dict.fromkeys(name for name, _ in self.pairs))

    @property
    def ids(self) -> list[str]:
        """Return the ids, each once."""
        return list(dict.fromkeys(id_ for _, id_ in self.pairs))

    @cached_property
    def ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids by normalized name."""
        found: dict[str, dict[str, None]] = {}
        for name, id_ in self.pairs:
            found.setdefault(normalize(name), {})[id_] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def find(self, name: str) -> tuple[str, ...]:
        """Return the ids of a name, which is compared in its normalized form."""
        return self.ids_by_name.get(normalize(name), ())

    def get_synonyms(self, name: str) -> tuple[str, ...]:
        """Return all names of the ids of a name."""
        ids = self.find(name)
        return tuple(dict.fromkeys(known for known, id_ in self.pairs if id_ in ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of exposed entities, documents, printers and areas.

    `short` are the names of printers without the word "printer", which may also be names
    of something else.
    """

    lists: Names
    calendars: Names
    weathers: Names
    documents: Names
    printers: Names
    short: Names
    areas: Names
    entities: Names = Names()
    """The names of exposed entities that end with the word "printer", or that a printer has.

    Needed for the sentences only, which Home Assistant has for its entities, too.
    """

    @classmethod
    def build(cls, hass: HomeAssistant, assistant: str, user: User | None) -> Self:
        """Return the current names of what a user may see and an assistant may use."""
        areas = ar.async_get(hass).async_list_areas()
        printer_names = get_printers_away(hass, user)
        for printer in get_voice_printers(hass, assistant, user):
            printer_names[printer.device_id] = printer.names
        printers = [
            (name, device_id)
            for device_id, names in printer_names.items()
            for name in names
        ]
        return cls(
            lists=Names.build(_get_entity_names(hass, assistant, user, "todo")),
            calendars=Names.build(_get_entity_names(hass, assistant, user, "calendar")),
            weathers=Names.build(_get_entity_names(hass, assistant, user, "weather")),
            documents=Names.build(
                (document.name, document.subentry_id)
                for entry in get_voice_accounts(hass)
                for document in get_readable_documents(hass, entry, user)
            ),
            printers=Names.build(printers),
            short=Names.build(
                (short, device_id)
                for name, device_id in printers
                if (short := _PRINTER.sub("", name)) not in (name, "")
            ),
            areas=Names.build(
                (name, area.id) for area in areas for name in (area.name, *area.aliases)
            ),
        )

    def with_entities(self, hass: HomeAssistant, assistant: str) -> Self:
        """Return a vocabulary with the exposed entities that are called like a printer."""
        registry = er.async_get(hass)
        own = {name.casefold() for name in self.printers.names}
        return replace(
            self,
            entities=Names.build(
                (name, state.entity_id)
                for state in hass.states.async_all()
                for name in intent.async_get_entity_aliases(
                    hass, registry.async_get(state.entity_id), state=state
                )
                if (is_called_printer(name) or name.casefold() in own)
                and async_should_expose(hass, assistant, state.entity_id)
            ),
        )

    @property
    def no_entities(self) -> Mapping[str, list[str]]:
        """Return the names of printers with which no exposed entity is called, by list.

        The word "printer" at the end of either one does not matter.
        """
        taken = {_get_short(name) for name in self.entities.names}
        return {
            key: [name for name in names.names if _get_short(name) not in taken]
            for key, names in self.by_list.items()
            if key in ("printer", "short", "area")
        }

    @property
    def is_printer_an_entity(self) -> bool:
        """Return whether an exposed entity is just called printer."""
        return any(not _get_short(name) for name in self.entities.names)

    @property
    def by_list(self) -> Mapping[str, Names]:
        """Return the names by the lists of the grammars."""
        return {
            "list": self.lists,
            "calendar": self.calendars,
            "weather": self.weathers,
            "document": self.documents,
            "printer": self.printers,
            "short": self.short,
            "area": self.areas,
        }

    def select_printer(self, name: str | PrinterSelector) -> PrinterSelector:
        """Return the printers of a name, or else its areas.

        Raises VoiceError for an unknown name.
        """
        if isinstance(name, PrinterSelector):
            return name
        if not name:
            return PrinterSelector()
        if device_ids := self.printers.find(name) or self.short.find(name):
            return PrinterSelector(name=name, device_ids=device_ids)
        if area_ids := self.areas.find(name):
            return PrinterSelector(name=name, area_ids=area_ids)
        raise VoiceError("no_printer_there", place=name)


def is_called_printer(name: str) -> bool:
    """Return whether the name of an entity ends with the word "printer"."""
    return bool(_PRINTER.search(f" {name}"))


def _get_short(name: str) -> str:
    """Return a name without the word "printer" at its end, normalized."""
    return _PRINTER.sub("", f" {normalize(name)}").strip()


def _get_entity_names(
    hass: HomeAssistant, assistant: str, user: User | None, domain: str
) -> Iterator[tuple[str, str]]:
    """Yield names and aliases, with entity ids, of the exposed entities of a domain."""
    registry = er.async_get(hass)
    for state in hass.states.async_all(domain):
        if not (
            async_should_expose(hass, assistant, state.entity_id)
            and can_access(user, state.entity_id)
        ):
            continue
        entry = registry.async_get(state.entity_id)
        for name in intent.async_get_entity_aliases(hass, entry, state=state):
            yield name, state.entity_id
