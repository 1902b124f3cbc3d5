"""Reads entities: their states, and the responses of their actions."""

import asyncio
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State, split_entity_id, valid_entity_id

from ..exceptions import failed, invalid, shown

if TYPE_CHECKING:
    from .request import Request

ANSWER_TIMEOUT: Final = 30  # Seconds for another integration
MAX_AGENDA_DAYS: Final = 31

PICTURE_DOMAINS: Final = ("camera", "image")
PAGE_DOMAINS: Final = ("todo", "calendar", "weather")
DOMAINS: Final = (*PICTURE_DOMAINS, *PAGE_DOMAINS)


def get_state(
    request: Request, entity_id: str, *, may_be_unavailable: bool = False
) -> State:
    """Return a readable, available entity's state. Raises ServiceValidationError."""
    # Checked first, as the other errors would tell which entities exist.
    if not request.requester.can_access(entity_id):
        raise invalid("entity_not_allowed", entity=shown(entity_id))
    if (state := request.hass.states.get(entity_id)) is None:
        raise invalid("entity_unknown", entity=shown(entity_id))
    if state.state == STATE_UNAVAILABLE and not may_be_unavailable:
        raise invalid("entity_unavailable", entity=shown(state.name))
    return state


async def async_ask(
    hass: HomeAssistant, state: State, action: str, answer: str, **fields: Any
) -> list[dict[str, Any]]:
    """Return the list `answer` of an action's response. Raises HomeAssistantError."""
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            answers: Any = await hass.services.async_call(
                state.domain,
                action,
                {"entity_id": state.entity_id, **fields},
                blocking=True,
                return_response=True,
            )
        return list(answers[state.entity_id][answer])
    except Exception:  # noqa: BLE001 - of another integration
        # Its message may contain secrets.
        raise failed("entity_failed", entity=shown(state.name)) from None


def parse_entity_ids(value: object) -> list[str]:
    """Return one id, or several of calendars. Raises ServiceValidationError."""
    values = value if isinstance(value, list | tuple) else [value]
    texts = (item.strip().lower() if isinstance(item, str) else "" for item in values)
    entity_ids = list(dict.fromkeys(texts))
    if not entity_ids or not all(map(valid_entity_id, entity_ids)):
        raise invalid("entity_invalid", value=shown(value), example="todo.shopping")
    domains = [split_entity_id(entity_id)[0] for entity_id in entity_ids]
    for entity_id, domain in zip(entity_ids, domains, strict=True):
        if domain not in DOMAINS:
            raise invalid(
                "entity_not_printable", entity=entity_id, supported=", ".join(DOMAINS)
            )
    if len(entity_ids) > 1 and set(domains) != {"calendar"}:
        raise invalid("entity_not_one", entity=", ".join(entity_ids))
    return entity_ids
