"""Commands of language models, whose larger prints a person confirms first.

A confirmation is for one print, for the person and the device it was asked on, and it
counts in a later turn of their conversation: a model cannot confirm for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ulid import ulid_now

from ..const import DOMAIN
from ..document import MEBIBYTE
from ..printing.page_limit import ConfirmationNeededError, CountedPrint, PageLimit
from .commands import Command, VoiceError
from .performing import CommandResult, ConversationContext, async_perform
from .reports import Responses

CONFIRMABLE_SECONDS: Final = 10 * 60
MAX_OPEN: Final = 10
MAX_OPEN_BYTES: Final = 64 * MEBIBYTE  # of content; a single print may have more


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelResult:
    """The answer to a command, and its print; with an id if it has to be confirmed."""

    command: CommandResult
    counted: CountedPrint | None
    confirmation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A message of a person in a conversation; each has a context of its own."""

    conversation_id: str
    user_id: str | None
    device_id: str | None
    context_id: str
    number: int

    @classmethod
    def find(cls, conversation: ConversationContext) -> Self | None:
        """Return the turn in which a tool is called, or None outside of conversations."""
        chat_log, context = current_chat_log.get(), conversation.context
        if chat_log is None or context is None:
            return None
        return cls(
            conversation_id=chat_log.conversation_id,
            user_id=context.user_id,
            device_id=conversation.device_id,
            context_id=context.id,
            number=sum(content.role == "user" for content in chat_log.content),
        )

    @property
    def participant(self) -> tuple[str | None, ...]:
        """Return who takes part in which conversation, and on which device."""
        return self.conversation_id, self.user_id, self.device_id

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
    hass: HomeAssistant,
    command: Command,
    conversation: ConversationContext,
    confirmed: CountedPrint | None = None,
) -> ModelResult:
    """Perform a command, or keep its print until a person has confirmed it.

    Raises VoiceError outside of conversations, where no person can be asked.
    """
    page_limit = PageLimit(hass=hass, confirmed=confirmed)
    try:
        result = await async_perform(hass, command, conversation, page_limit=page_limit)
    except ConfirmationNeededError as err:
        return await _async_ask(hass, command, conversation, err)
    return ModelResult(command=result, counted=page_limit.counted)


async def async_confirm(
    hass: HomeAssistant, confirmation_id: str, conversation: ConversationContext
) -> ModelResult:
    """Print what a person has confirmed, once. Raises VoiceError."""
    turn = _Turn.find(conversation)
    confirmation = hass.data.get(_OPEN, {}).get(confirmation_id)
    if not (
        turn and confirmation and turn.participant == confirmation.turn.participant
    ):
        raise VoiceError("confirm_unknown")
    if not turn.is_after(confirmation.turn):
        raise VoiceError("confirm_later")
    _forget(hass, confirmation_id)
    return await async_perform_for_model(
        hass, confirmation.command, conversation, confirmation.counted
    )


async def _async_ask(
    hass: HomeAssistant,
    command: Command,
    conversation: ConversationContext,
    err: ConfirmationNeededError,
) -> ModelResult:
    counted, turn = err.counted, _Turn.find(conversation)
    if turn is None:
        raise VoiceError("confirm_nowhere", name=counted.name)
    responses = await Responses.async_load(hass, conversation.language)
    question = responses.say(
        "confirm_unknown_pages" if counted.pages is None else "confirm_pages",
        name=counted.name,
        printer=counted.printer,
        pages=str(counted.pages),
    )
    return ModelResult(
        command=CommandResult(speech=question),
        counted=counted,
        confirmation_id=_remember(hass, turn, command, counted),
    )


def _remember(
    hass: HomeAssistant, turn: _Turn, command: Command, counted: CountedPrint
) -> str:
    known = hass.data.setdefault(_OPEN, {})
    confirmation_id = ulid_now()

    @callback
    def expire(_: datetime) -> None:
        del known[confirmation_id]

    timer = HassJob(expire, cancel_on_shutdown=True)
    known[confirmation_id] = _Confirmation(
        turn=turn,
        command=command,
        counted=counted,
        stop_timer=async_call_later(hass, CONFIRMABLE_SECONDS, timer),
    )
    while len(known) > 1 and (
        len(known) > MAX_OPEN
        or sum(each.counted.size for each in known.values()) > MAX_OPEN_BYTES
    ):
        _forget(hass, next(iter(known)))
    return confirmation_id


def _forget(hass: HomeAssistant, confirmation_id: str) -> None:
    hass.data[_OPEN].pop(confirmation_id).stop_timer()
