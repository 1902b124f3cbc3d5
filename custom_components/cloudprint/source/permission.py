"""Who may see what is to be printed."""

from homeassistant.auth.permissions.const import POLICY_READ

from ..exceptions import invalid, shown
from .request import Request


def check_readable(request: Request, entity_id: str) -> None:
    """Raise ServiceValidationError for an entity that whoever asked may not see.

    Automations may see all.
    """
    user = request.user
    if user is not None and not user.permissions.check_entity(entity_id, POLICY_READ):
        raise invalid("entity_not_allowed", entity=shown(entity_id))
