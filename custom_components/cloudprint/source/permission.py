"""Who may see what is to be printed."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ

from ..exceptions import invalid, shown
from .request import Request


def can_access(user: User | None, entity_id: str, policy: str = POLICY_READ) -> bool:
    """Return whether a user may read or control an entity; None is an automation."""
    return user is None or user.permissions.check_entity(entity_id, policy)


def check_readable(request: Request, entity_id: str) -> None:
    """Raise ServiceValidationError for an entity that the user may not read."""
    if not can_access(request.user, entity_id):
        raise invalid("entity_not_allowed", entity=shown(entity_id))
