"""What triggers and conditions have in common: the entities that they are about."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


def entities_with_key(hass: HomeAssistant, entities: set[str], key: str) -> set[str]:
    """Return those entities that are ours and show one thing, such as "status".

    A device or an area that is the target has other entities, too.
    """
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.unique_id.endswith(f"_{key}")
    }
