"""The names that voice commands can contain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
import re
from typing import Final, Self

from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er, intent

from ..printing.saved_document import get_readable_documents
from ..source.reading import can_access
from .commands import PrinterSelector, VoiceError
from .printers import VoicePrinters
from .text import normalize

_PRINTER: Final = re.compile(
    r"(?:的?(?:打印机|打印機|印表机|印表機)|\s+printers?)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names, sorted and each once, and what they stand for. Ids may have several names."""

    names: Sequence[str] = ()
    ids: Sequence[str] = ()
    ids_by_name: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By normalized name."""

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return the names of pairs with ids, without those that cannot be said."""
        names, ids = dict[str, None](), dict[str, None]()
        ids_by_name: dict[str, dict[str, None]] = {}
        for name, id_ in sorted({(name.strip(), id_) for name, id_ in pairs}):
            if normalized := normalize(name):
                names[name] = ids[id_] = None
                ids_by_name.setdefault(normalized, {})[id_] = None
        return cls(
            names=list(names),
            ids=list(ids),
            ids_by_name={name: tuple(found) for name, found in ids_by_name.items()},
        )

    def find(self, name: str) -> Sequence[str]:
        """Return the ids of a name, which is compared in its normalized form."""
        return self.ids_by_name.get(normalize(name), ())

    def get_synonyms(self, name: str) -> set[str]:
        """Return all normalized names of the ids of a name."""
        ids = {*self.find(name)}
        return {known for known, found in self.ids_by_name.items() if ids & {*found}}


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
    entities: Names = field(default_factory=Names)
    """The names of exposed entities that end with the word "printer", or that a printer has.

    Needed for the sentences only, which Home Assistant has for its entities, too.
    """

    @classmethod
    def build(
        cls,
        hass: HomeAssistant,
        assistant: str,
        user: User | None,
        found: VoicePrinters,
    ) -> Self:
        """Return the names of printers, and of what else may be read and used."""
        areas = ar.async_get(hass).async_list_areas()
        printers = [
            (name, device_id)
            for device_id, names in found.away.items()
            for name in names
        ]
        printers += [
            (name, printer.device_id)
            for printer in found.connected
            for name in printer.names
        ]
        return cls(
            lists=Names.build(_get_entity_names(hass, assistant, user, "todo")),
            calendars=Names.build(_get_entity_names(hass, assistant, user, "calendar")),
            weathers=Names.build(_get_entity_names(hass, assistant, user, "weather")),
            documents=Names.build(
                [
                    (document.name, document.subentry_id)
                    for entry in found.accounts
                    for document in get_readable_documents(hass, entry, user)
                ]
            ),
            printers=Names.build(printers),
            short=Names.build(
                [
                    (short, device_id)
                    for name, device_id in printers
                    if (short := _PRINTER.sub("", name)) not in (name, "")
                ]
            ),
            areas=Names.build(
                [
                    (name, area.id)
                    for area in areas
                    for name in (area.name, *area.aliases)
                ]
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
        by_list = self.by_list
        return {
            key: [name for name in by_list[key].names if _get_short(name) not in taken]
            for key in ("printer", "short", "area")
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
        entity_id = state.entity_id
        if async_should_expose(hass, assistant, entity_id) and can_access(
            user, entity_id
        ):
            entry = registry.async_get(entity_id)
            for name in intent.async_get_entity_aliases(hass, entry, state=state):
                yield name, entity_id
