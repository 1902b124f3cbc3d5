"""Reads entities: their states, and what their own actions answer."""

import asyncio
from typing import Any, Final

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State

from ..exceptions import failed, invalid, shown
from .permission import check_readable
from .request import Request

ANSWER_TIMEOUT: Final = 30
"""Seconds that another integration has for its answer."""


def state_of(request: Request, entity_id: str) -> State:
    """Return an entity's state, if whoever asked may see it.

    Raises ServiceValidationError for an entity that they may not see, that there is not,
    or that is unavailable.
    """
    # First of all: what somebody may not see is not even known to them.
    check_readable(request, entity_id)
    if (state := request.hass.states.get(entity_id)) is None:
        raise invalid("entity_unknown", entity=shown(entity_id))
    if state.state == STATE_UNAVAILABLE:
        raise invalid("entity_unavailable", entity=name_of(state))
    return state


def name_of(state: State) -> str:
    """Return what an entity is called, for a message."""
    return shown(state.name)


async def async_ask(
    hass: HomeAssistant, state: State, action: str, answer: str, **fields: Any
) -> list[dict[str, Any]]:
    """Return a list that an action of an entity's own domain answers for it.

    `answer` is what the action calls the list. Raises HomeAssistantError when there is
    none.
    """
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            answers: Any = await hass.services.async_call(
                state.domain,
                action,
                {"entity_id": state.entity_id, **fields},
                blocking=True,
                return_response=True,
            )
        found = list(answers[state.entity_id][answer])
    except Exception:  # noqa: BLE001 - of another integration
        # Whatever another integration raises, with all that it may tell
        raise failed("entity_failed", entity=name_of(state)) from None
    return found
