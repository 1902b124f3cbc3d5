"""All that spoken commands can name."""

from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Final, Self

from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er, intent

from ..printing.saved_document import get_readable_documents
from ..source.reading import can_access
from .commands import PrinterSelector
from .names import Names
from .printers import printers_away, spoken_accounts, spoken_printers
from .words import VoiceError

_PRINTER: Final = re.compile(
    r"(?:的?(?:打印机|打印機|印表機)|\s+printer)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of exposed to-do lists and calendars, documents, printers and areas.

    `short` are those of printers without the word for a printer, which alone may also
    be the name of something else.
    """

    lists: Names
    calendars: Names
    documents: Names
    printers: Names
    short: Names
    areas: Names

    @classmethod
    def of(cls, hass: HomeAssistant, assistant: str, user: User | None) -> Self:
        """Return what a user can name to an assistant now: what the user may see."""
        areas = ar.async_get(hass).async_list_areas()
        called = printers_away(hass, user)
        for printer in spoken_printers(hass, assistant, user):
            called[printer.device_id] = printer.names
        printers = [
            (name, device_id) for device_id, names in called.items() for name in names
        ]
        return cls(
            lists=Names.of(_entities(hass, assistant, user, "todo")),
            calendars=Names.of(_entities(hass, assistant, user, "calendar")),
            documents=Names.of(
                (document.name, document.subentry_id)
                for entry in spoken_accounts(hass)
                for document in get_readable_documents(hass, entry, user)
            ),
            printers=Names.of(printers),
            short=Names.of(
                (short, device_id)
                for name, device_id in printers
                if (short := _PRINTER.sub("", name)) not in (name, "")
            ),
            areas=Names.of(
                (name, area.id) for area in areas for name in (area.name, *area.aliases)
            ),
        )

    def place(self, name: str | None) -> PrinterSelector:
        """Return the printer of a name, or those of an area.

        Raises VoiceError if nothing has the name.
        """
        if not name:
            return PrinterSelector()
        if device_ids := self.printers.things(name) or self.short.things(name):
            return PrinterSelector(name=name, device_ids=device_ids)
        if area_ids := self.areas.things(name):
            return PrinterSelector(name=name, area_ids=area_ids)
        raise VoiceError("no_printer_there", place=name)


def _entities(
    hass: HomeAssistant, assistant: str, user: User | None, domain: str
) -> Iterator[tuple[str, str]]:
    """Yield the names and aliases of a domain's exposed entities that a user may see."""
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
