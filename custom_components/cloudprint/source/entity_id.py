"""The entity that a print names."""

from typing import Final

from homeassistant.core import split_entity_id, valid_entity_id

from ..exceptions import invalid, shown
from .request import Request

PICTURE_DOMAINS: Final = ("camera", "image")
PAGE_DOMAINS: Final = ("todo", "calendar", "weather")
DOMAINS: Final = (*PICTURE_DOMAINS, *PAGE_DOMAINS)
"""The kinds of entities that have a printed form."""


def entity_id_of(request: Request) -> str:
    """Return the one entity that is to be printed.

    Raises ServiceValidationError for none, for several, and for a kind of entity that
    has no printed form.
    """
    value = request.value
    if isinstance(value, list | tuple) and len(value) == 1:
        (value,) = value
    entity_id = value.strip().lower() if isinstance(value, str) else ""
    if not valid_entity_id(entity_id):
        raise invalid("entity_invalid", value=shown(value), example="todo.shopping")
    if domain_of(entity_id) not in DOMAINS:
        raise invalid(
            "entity_not_printable", entity=entity_id, supported=", ".join(DOMAINS)
        )
    return entity_id


def domain_of(entity_id: str) -> str:
    """Return the kind of an entity."""
    return split_entity_id(entity_id)[0]
