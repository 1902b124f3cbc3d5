"""The card's command that sets the trays of a printer."""

from collections.abc import Mapping
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document.passes import InputTray, OutputTray, Trays
from ..exceptions import invalid
from ..fields import check_fields, choice, get_device_id
from ..printing.permission import get_allowed_target
from ..printing.turn_paper import uses_trays
from ..settings import INPUT_TRAY, OUTPUT_TRAY


async def ws_set_trays(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Set or forget the trays of a printer that prints one side, for both sides by hand.

    Raises ServiceValidationError, also for a user who is not an administrator, and while
    back sides wait.
    """
    check_fields(fields, ("device_id", OUTPUT_TRAY, INPUT_TRAY))
    target = get_allowed_target(hass, get_device_id(fields), user)
    if not user.is_admin:
        raise invalid("trays_not_allowed", printer=target.name)
    if uses_trays(target.account, target.device_id):
        raise invalid("trays_in_use", printer=target.name)
    trays = None
    if any(fields.get(name) is not None for name in (OUTPUT_TRAY, INPUT_TRAY)):
        trays = Trays(
            output=choice(
                OUTPUT_TRAY,
                fields.get(OUTPUT_TRAY),
                {tray: tray for tray in OutputTray},
            ),
            input=choice(
                INPUT_TRAY, fields.get(INPUT_TRAY), {tray: tray for tray in InputTray}
            ),
        )
    target.account.capabilities.set_trays(target.device_id, trays)
    return {"trays": trays and trays.as_json()}
