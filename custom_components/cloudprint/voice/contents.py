"""What a command prints, as the fields of a print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from homeassistant.auth.models import User
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State

from ..printing.saved_document import find_document
from .commands import Print, PrintAgenda, PrintDocument, PrintList, PrintText
from .vocabulary import Vocabulary
from .words import VoiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenContent:
    """The fields of a print, and the printer that a saved document is kept for.

    `left_out` are the calendars that are not on an agenda, as they are unavailable.
    """

    fields: Mapping[str, Any] = field(repr=False)
    device_id: str | None = None
    left_out: Sequence[str] = ()


def content_of(
    hass: HomeAssistant, command: Print, assistant: str, user: User | None
) -> SpokenContent:
    """Return what a command prints. Raises VoiceError, and ServiceValidationError."""
    match command:
        case PrintList(name=name, entity_ids=entity_ids):
            return SpokenContent(fields={"entity": _only(name, entity_ids)})
        case PrintDocument(name=name, subentry_ids=subentry_ids):
            subentry_id = _only(name, subentry_ids)
            document = find_document(hass, subentry_id, user)
            return SpokenContent(
                fields={"document": subentry_id},
                device_id=document.fields.get("device_id"),
            )
        case PrintText(text=text, title=title):
            return SpokenContent(fields={"markdown": text, "title": title})
    assert isinstance(command, PrintAgenda)
    return _agenda(hass, command, assistant, user)


def _only(name: str, things: Sequence[str]) -> str:
    if len(things) > 1:
        raise VoiceError("ambiguous", name=name)
    return things[0]


def _agenda(
    hass: HomeAssistant, command: PrintAgenda, assistant: str, user: User | None
) -> SpokenContent:
    fields: dict[str, Any] = {"first_day": command.first_day}
    if command.name:
        return SpokenContent(
            fields=fields | {"entity": _only(command.name, command.entity_ids)}
        )
    calendars = [
        state
        for entity_id in Vocabulary.of(hass, assistant, user).calendars.all_things
        if (state := hass.states.get(entity_id))
    ]
    if not calendars:
        raise VoiceError("no_calendar")
    there = [state for state in calendars if state.state != STATE_UNAVAILABLE]
    # If none of them is there, the print says so of each.
    found: Sequence[State] = there or calendars
    return SpokenContent(
        fields=fields | {"entity": [state.entity_id for state in found]},
        left_out=[state.name for state in calendars if state not in found],
    )
