"""Intents: the spoken commands for sentences, and scripts, of a person's own."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent

from .texts import own_language
from .voice.commands import Command
from .voice.performing import ASSISTANT, Answer, ConversationContext, async_perform
from .voice.requests import DAYS, Request
from .voice.vocabulary import Vocabulary

type Slots = Mapping[vol.Marker, Any]


_PLACE: Final[Slots] = {vol.Optional("printer"): intent.non_empty_string}
_AGAIN: Final[Slots] = {
    **_PLACE,
    vol.Optional("copies"): vol.All(vol.Coerce(int), vol.Range(min=0)),
}
_NAMED: Final[Slots] = {**_AGAIN, vol.Required("name"): intent.non_empty_string}
_AGENDA: Final[Slots] = {
    **_AGAIN,
    vol.Optional("name"): intent.non_empty_string,
    vol.Optional("day"): vol.In(DAYS),
}

INTENTS: Final = (
    ("CloudPrintPrintList", "list", _NAMED, "Prints a to-do list on paper"),
    ("CloudPrintPrintAgenda", "agenda", _AGENDA, "Prints the events of a day on paper"),
    ("CloudPrintPrintDocument", "document", _NAMED, "Prints a saved document on paper"),
    ("CloudPrintPrintTestPage", "test_page", _PLACE, "Prints a test page"),
    ("CloudPrintPrintAgain", "again", _AGAIN, "Prints the last document again"),
    ("CloudPrintGetPrinterStatus", "printers", _PLACE, "Says what printers do"),
    ("CloudPrintGetJobStatus", "last_job", _PLACE, "Says if the last document printed"),
)


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for intent_type, kind, slots, description in INTENTS:
        intent.async_register(hass, SpokenIntent(intent_type, kind, slots, description))


class SpokenIntent(intent.IntentHandler):
    """An intent that is a spoken command."""

    def __init__(
        self, intent_type: str, kind: str, slots: Slots, description: str
    ) -> None:
        """Set up the intent of a kind of command."""
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
        """Do what the intent asks for, and say what came of it."""
        slots = self.async_validate_slots(intent_obj.slots)
        values = {name: slot["value"] for name, slot in slots.items()}
        answer = await self._async_answer(intent_obj, values)
        response = intent_obj.create_response()
        if answer.is_done:
            response.async_set_speech(answer.text)
        else:
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE, answer.text
            )
        return response

    async def _async_answer(
        self, intent_obj: intent.Intent, values: Mapping[str, Any]
    ) -> Answer:
        hearing = ConversationContext(
            language=own_language(intent_obj.language),
            context=intent_obj.context,
            heard_by=intent_obj.device_id,
            assistant=intent_obj.assistant or ASSISTANT,
        )

        def understand(vocabulary: Vocabulary) -> tuple[str, Command]:
            request = Request(
                kind=self._kind,
                name=values.get("name", ""),
                day=DAYS[values.get("day", "today")],
                place=vocabulary.place(values.get("printer")),
                copies=values.get("copies"),
            )
            return hearing.language, request.command(vocabulary)

        return await async_perform(intent_obj.hass, understand, hearing)
