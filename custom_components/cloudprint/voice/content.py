"""What commands print, as fields of the print action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from homeassistant.auth.models import User
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State

from ..printing.saved_document import SavedDocument, find_document
from .commands import Command, Kind
from .days import find_days
from .printers import get_area_id
from .responses import Responses, VoiceError
from .vocabulary import Names, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFields:
    """What to print."""

    fields: Mapping[str, Any] = field(repr=False)
    document: SavedDocument | None = None
    days: str = ""
    """The days of an agenda, for the answer."""
    left_out: Sequence[str] = ()
    """Names of calendars that are unavailable."""


def build_print_fields(
    hass: HomeAssistant,
    command: Command,
    vocabulary: Vocabulary,
    responses: Responses,
    user: User | None,
    area_id: str | None,
) -> PrintFields:
    """Return what a command prints; `area_id` is the area where it was heard.

    Raises VoiceError, and HomeAssistantError for a saved document that is gone.
    """
    match command.kind:
        case Kind.LIST:
            entity_id = _find_one(vocabulary.lists, command.name)
            return PrintFields(fields={"entity": entity_id})
        case Kind.DOCUMENT:
            subentry_id = _find_one(vocabulary.documents, command.name)
            document = find_document(hass, subentry_id, user)
            return PrintFields(fields={"document": subentry_id}, document=document)
        case Kind.WEATHER:
            entity_id = _find_weather(hass, vocabulary.weathers, command, area_id)
            return PrintFields(fields={"entity": entity_id})
        case Kind.TEXT:
            fields = {"markdown": command.text, "title": command.title}
            return PrintFields(fields=fields)
    assert command.kind is Kind.AGENDA
    return _build_agenda(hass, command, vocabulary.calendars, responses)


def _find_one(names: Names, name: str) -> str:
    """Return the only id of a name. Raises VoiceError."""
    if len(ids := names.find(name)) == 1:
        return ids[0]
    raise VoiceError("ambiguous" if ids else "unknown", name=name)


def _build_agenda(
    hass: HomeAssistant, command: Command, known: Names, responses: Responses
) -> PrintFields:
    first, last = find_days(command.day, responses.formatter)
    fields = {
        "first_day": (first - responses.formatter.today).days,
        "days": (last - first).days + 1,
    }
    days = responses.format_days(first, last)
    if command.name:
        entity_id = _find_one(known, command.name)
        return PrintFields(fields={**fields, "entity": entity_id}, days=days)
    calendars = _get_states(hass, known)
    if not calendars:
        raise VoiceError("no_calendar")
    available = [state for state in calendars if state.state != STATE_UNAVAILABLE]
    # If none is available, the print action raises an error that names them.
    used = available or calendars
    return PrintFields(
        fields={**fields, "entity": [state.entity_id for state in used]},
        days=days,
        left_out=[state.name for state in calendars if state not in used],
    )


def _find_weather(
    hass: HomeAssistant, known: Names, command: Command, area_id: str | None
) -> str:
    """Return the weather entity of a name, or the only one, at all or in the area."""
    if command.name:
        return _find_one(known, command.name)
    found = _get_states(hass, known)
    if not found:
        raise VoiceError("no_weather")
    near = [
        state
        for state in found
        if area_id and get_area_id(hass, state.entity_id) == area_id
    ]
    for states in (found, near):
        if len(states) == 1:
            return states[0].entity_id
    raise VoiceError("which_weather", names=[state.name for state in found])


def _get_states(hass: HomeAssistant, known: Names) -> list[State]:
    return [state for entity_id in known.ids if (state := hass.states.get(entity_id))]
