"""Commands of language models, whose larger prints a person confirms first.

A confirmation is for one print, for the person and the device it was asked on, and it
counts in a later turn of their conversation: a model cannot confirm for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ulid import ulid_now

from ..const import DOMAIN
from ..document.errors import MEBIBYTE
from ..printing.page_limit import ConfirmationNeededError, CountedPrint, UnaskedLimit
from .commands import Command, ConversationContext, VoiceError
from .performing import CommandResult, async_perform
from .reports import Responses

CONFIRMABLE_SECONDS: Final = 10 * 60
MAX_OPEN: Final = 10
MAX_OPEN_BYTES: Final = 64 * MEBIBYTE  # of content; a single print may have more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A message of a person in a conversation; each has a context of its own."""

    participant: tuple[str | None, ...]  # conversation, user and device
    context_id: str
    number: int

    @classmethod
    def find(cls, conversation: ConversationContext) -> Self | None:
        """Return the turn in which a tool is called, or None outside of conversations."""
        chat_log, context = current_chat_log.get(), conversation.context
        if chat_log is None or context is None:
            return None
        return cls(
            participant=(
                chat_log.conversation_id,
                context.user_id,
                conversation.device_id,
            ),
            context_id=context.id,
            number=sum(content.role == "user" for content in chat_log.content),
        )

    def is_after(self, other: Self) -> bool:
        """Return whether the person has said something since."""
        return self.number > other.number and self.context_id != other.context_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Confirmation:
    """A print that a person was asked about, and the command for it."""

    turn: _Turn
    command: Command
    counted: CountedPrint
    stop_timer: Callable[[], None] = field(repr=False)


_OPEN: Final[HassKey[dict[str, _Confirmation]]] = HassKey(f"{DOMAIN}_confirmations")


async def async_perform_for_model(
    hass: HomeAssistant, request: Command | str, conversation: ConversationContext
) -> CommandResult:
    """Perform a command, or once what a person has confirmed, by its id.

    A print that needs it is kept until it is confirmed. Raises VoiceError for an id that
    does not count, and outside of conversations, where no person can be asked.
    """
    turn, confirmed = _Turn.find(conversation), None
    if not isinstance(request, Command):
        confirmation = hass.data.get(_OPEN, {}).get(request)
        if not (
            turn and confirmation and turn.participant == confirmation.turn.participant
        ):
            raise VoiceError("confirm_unknown")
        if not turn.is_after(confirmation.turn):
            raise VoiceError("confirm_later")
        _forget(hass, request)
        request, confirmed = confirmation.command, confirmation.counted
    page_limit = UnaskedLimit(hass=hass, confirmed=confirmed)
    try:
        result = await async_perform(hass, request, conversation, page_limit=page_limit)
    except ConfirmationNeededError as err:
        counted = err.counted
    else:
        return replace(result, counted=page_limit.counted)
    if turn is None:
        raise VoiceError("confirm_nowhere", name=counted.name)
    responses = await Responses.async_load(hass, conversation.language)
    question = responses.say(
        "confirm_unknown_pages" if counted.pages is None else "confirm_pages",
        name=counted.name,
        printer=counted.printer,
        pages=str(counted.pages),
    )
    return CommandResult(
        speech=question,
        counted=counted,
        confirmation_id=_remember(hass, turn, request, counted),
    )


def _remember(
    hass: HomeAssistant, turn: _Turn, command: Command, counted: CountedPrint
) -> str:
    confirmations = hass.data.setdefault(_OPEN, {})
    confirmation_id = ulid_now()

    @callback
    def expire(_: datetime) -> None:
        del confirmations[confirmation_id]

    timer = HassJob(expire, cancel_on_shutdown=True)
    confirmations[confirmation_id] = _Confirmation(
        turn=turn,
        command=command,
        counted=counted,
        stop_timer=async_call_later(hass, CONFIRMABLE_SECONDS, timer),
    )
    while len(confirmations) > 1 and (
        len(confirmations) > MAX_OPEN
        or sum(confirmation.counted.size for confirmation in confirmations.values())
        > MAX_OPEN_BYTES
    ):
        _forget(hass, next(iter(confirmations)))
    return confirmation_id


def _forget(hass: HomeAssistant, confirmation_id: str) -> None:
    hass.data[_OPEN].pop(confirmation_id).stop_timer()
