"""Intents for voice commands, for custom sentences and `intent_script`."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent

from .compat import async_load
from .printing.capability_check import COLORS, SIDES
from .texts import own_language
from .voice.commands import (
    ASSISTANT,
    DAYS,
    Command,
    ConversationContext,
    Kind,
    Question,
)

type Slots = Mapping[vol.Marker, Any]

_PRINTER: Final[Slots] = {vol.Optional("printer"): intent.non_empty_string}
_OPTIONS: Final[Slots] = {
    **_PRINTER,
    vol.Optional("color"): vol.In(COLORS),
    vol.Optional("sides"): vol.In(SIDES),
}
_COPIES: Final[Slots] = {
    **_OPTIONS,
    vol.Optional("copies"): vol.All(vol.Coerce(int), vol.Range(min=0)),
}
_NAME: Final[Slots] = {**_COPIES, vol.Required("name"): intent.non_empty_string}
_MAYBE_NAME: Final[Slots] = {**_COPIES, vol.Optional("name"): intent.non_empty_string}
_NOTE: Final[Slots] = {**_COPIES, vol.Required("text"): intent.non_empty_string}
_STATUS: Final[Slots] = {**_PRINTER, vol.Optional("question"): vol.In(Question)}
_CANCEL: Final[Slots] = {**_PRINTER, vol.Optional("name"): intent.non_empty_string}

TYPE_PREFIX: Final = "CloudPrint"
INTENTS: Final = (
    ("PrintList", Kind.LIST, _NAME, "Prints a to-do list on paper"),
    (
        "PrintAgenda",
        Kind.AGENDA,
        {**_MAYBE_NAME, vol.Optional("day"): vol.In(DAYS)},
        "Prints the events of a day or a week on paper",
    ),
    ("PrintDocument", Kind.DOCUMENT, _NAME, "Prints a saved document on paper"),
    ("PrintWeather", Kind.WEATHER, _MAYBE_NAME, "Prints a weather forecast on paper"),
    ("PrintNote", Kind.NOTE, _NOTE, "Prints a short text on paper"),
    ("PrintTestPage", Kind.TEST_PAGE, _OPTIONS, "Prints a test page"),
    ("PrintAgain", Kind.REPRINT, _COPIES, "Prints the last document again"),
    ("GetPrinterStatus", Kind.PRINTER_STATUS, _STATUS, "Says what printers are doing"),
    (
        "GetJobStatus",
        Kind.JOB_STATUS,
        _PRINTER,
        "Says whether the last document was printed",
    ),
    ("GetQueue", Kind.QUEUE, _PRINTER, "Says which documents wait"),
    ("Cancel", Kind.CANCEL, _CANCEL, "Cancels a document that waits"),
    ("CancelAll", Kind.CANCEL_ALL, _PRINTER, "Cancels all that waits"),
    (
        "PrintOtherSides",
        Kind.BACK_PASS,
        _PRINTER,
        "Prints the other sides of paper that was turned",
    ),
)
"""The type after TYPE_PREFIX, the kind of command, slots and description of each."""


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for item in INTENTS:
        intent.async_register(hass, VoiceIntent(*item))


class VoiceIntent(intent.IntentHandler):
    """An intent for a kind of command."""

    def __init__(
        self, intent_type: str, kind: Kind, slots: Slots, description: str
    ) -> None:
        """Set up the intent."""
        self.intent_type = f"{TYPE_PREFIX}{intent_type}"
        self.description = description
        self._kind = kind
        self._slots = slots

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """Return the slots: `printer` is the name of a printer or of its area."""
        return dict(self._slots)

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        # Home Assistant adds slots of its own, and custom sentences may have others.
        slots = {
            name: slot["value"]
            for name, slot in self.async_validate_slots(intent_obj.slots).items()
            if name in self._slots
        }
        performing = await async_load(intent_obj.hass, "voice.performing")
        result = await performing.async_perform(
            intent_obj.hass,
            Command(kind=self._kind, **slots),
            ConversationContext(
                language=own_language(intent_obj.language),
                context=intent_obj.context,
                device_id=intent_obj.device_id,
                satellite_id=intent_obj.satellite_id,
                assistant=intent_obj.assistant or ASSISTANT,
            ),
        )
        response = intent_obj.create_response()
        if result.is_error:
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE, result.speech
            )
        else:
            response.async_set_speech(result.speech)
        return response
