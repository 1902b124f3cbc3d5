"""Intents for voice commands, for custom sentences and `intent_script`."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent

from .texts import own_language
from .voice.commands import DAYS, Command, Kind
from .voice.performing import ASSISTANT, ConversationContext, async_perform

type Slots = Mapping[vol.Marker, Any]


_PRINTER: Final[Slots] = {vol.Optional("printer"): intent.non_empty_string}
_COPIES: Final[Slots] = {
    **_PRINTER,
    vol.Optional("copies"): vol.All(vol.Coerce(int), vol.Range(min=0)),
}
_NAME: Final[Slots] = {**_COPIES, vol.Required("name"): intent.non_empty_string}
_AGENDA: Final[Slots] = {
    **_COPIES,
    vol.Optional("name"): intent.non_empty_string,
    vol.Optional("day"): vol.In(DAYS),
}

INTENTS: Final = (
    ("CloudPrintPrintList", Kind.LIST, _NAME, "Prints a to-do list on paper"),
    (
        "CloudPrintPrintAgenda",
        Kind.AGENDA,
        _AGENDA,
        "Prints the events of a day on paper",
    ),
    (
        "CloudPrintPrintDocument",
        Kind.DOCUMENT,
        _NAME,
        "Prints a saved document on paper",
    ),
    ("CloudPrintPrintTestPage", Kind.TEST_PAGE, _PRINTER, "Prints a test page"),
    ("CloudPrintPrintAgain", Kind.REPRINT, _COPIES, "Prints the last document again"),
    (
        "CloudPrintGetPrinterStatus",
        Kind.PRINTER_STATUS,
        _PRINTER,
        "Says what printers are doing",
    ),
    (
        "CloudPrintGetJobStatus",
        Kind.JOB_STATUS,
        _PRINTER,
        "Says whether the last document was printed",
    ),
)
"""The type, the kind of command, the slots and the description of each intent."""


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
        self.intent_type = intent_type
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
        """Perform the command and answer."""
        slots = {
            name: slot["value"]
            for name, slot in self.async_validate_slots(intent_obj.slots).items()
        }
        slots["day"] = DAYS[slots.get("day", "today")]
        result = await async_perform(
            intent_obj.hass,
            Command(kind=self._kind, **slots),
            ConversationContext(
                language=own_language(intent_obj.language),
                context=intent_obj.context,
                device_id=intent_obj.device_id,
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
