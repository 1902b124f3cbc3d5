"""The entity, or the calendars, that a print names."""

from typing import Final

from homeassistant.core import split_entity_id, valid_entity_id

from ..exceptions import invalid, shown
from .request import Request

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
