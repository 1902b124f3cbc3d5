"""Reads entities: their states, and what their own actions answer."""

import asyncio
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State, split_entity_id, valid_entity_id

from ..exceptions import failed, invalid, shown
from .request import Request


def can_access(user: User | None, entity_id: str, policy: str = POLICY_READ) -> bool:
    """Return whether a user may read or control an entity; None is an automation."""
    return user is None or user.permissions.check_entity(entity_id, policy)


def check_readable(request: Request, entity_id: str) -> None:
    """Raise ServiceValidationError for an entity that the user may not read."""
    if not can_access(request.user, entity_id):
        raise invalid("entity_not_allowed", entity=shown(entity_id))


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


PICTURE_DOMAINS: Final = ("camera", "image")
PAGE_DOMAINS: Final = ("todo", "calendar", "weather")
DOMAINS: Final = (*PICTURE_DOMAINS, *PAGE_DOMAINS)
"""The kinds of entities that have a printed form."""


def entity_ids_of(request: Request) -> list[str]:
    """Return the entity that is to be printed, or several calendars, each once.

    Raises ServiceValidationError for none, for several others, and for a kind of entity
    that has no printed form.
    """
    value = request.value
    values = list(value) if isinstance(value, list | tuple) else [value]
    entity_ids = list(
        dict.fromkeys(
            item.strip().lower() if isinstance(item, str) else "" for item in values
        )
    )
    if not entity_ids or not all(map(valid_entity_id, entity_ids)):
        raise invalid("entity_invalid", value=shown(value), example="todo.shopping")
    for entity_id in entity_ids:
        if domain_of(entity_id) not in DOMAINS:
            raise invalid(
                "entity_not_printable", entity=entity_id, supported=", ".join(DOMAINS)
            )
    if len(entity_ids) > 1 and {domain_of(name) for name in entity_ids} != {"calendar"}:
        raise invalid("entity_not_one", entity=", ".join(entity_ids))
    return entity_ids


def domain_of(entity_id: str) -> str:
    """Return the kind of an entity."""
    return split_entity_id(entity_id)[0]
