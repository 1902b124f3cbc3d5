"""Entities in the form in which they are naturally printed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from homeassistant.core import State

from .pages.agenda import async_agenda
from .pages.checklist import async_checklist
from .pages.forecast import async_forecast
from .reading import entity_ids_of, state_of
from .request import Request, Source
from .snapshot import async_entity_snapshot

_FORMS: Final[Mapping[str, Callable[[Request, State], Awaitable[Source]]]] = {
    "camera": async_entity_snapshot,
    "image": async_entity_snapshot,
    "todo": async_checklist,
    "weather": async_forecast,
}


async def async_entity(request: Request) -> Source:
    """Return an entity's printed form: a picture, a checklist, an agenda, a forecast."""
    states = [state_of(request, entity_id) for entity_id in entity_ids_of(request)]
    if (domain := states[0].domain) == "calendar":
        return await async_agenda(request, states)
    return await _FORMS[domain](request, states[0])
