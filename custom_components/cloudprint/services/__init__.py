"""The actions. What performs them is loaded with the first call."""

from typing import Final

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)

from ..compat import async_load
from ..const import DOMAIN

ACTIONS: Final = {
    "print": SupportsResponse.OPTIONAL,
    "add_printer": SupportsResponse.OPTIONAL,
    "remove_printer": SupportsResponse.NONE,
    "get_capabilities": SupportsResponse.ONLY,
    "get_jobs": SupportsResponse.ONLY,
    "get_usage": SupportsResponse.ONLY,
    "give_back_pages": SupportsResponse.OPTIONAL,
    "cancel_job": SupportsResponse.OPTIONAL,
    "move_job": SupportsResponse.OPTIONAL,
    "release_jobs": SupportsResponse.OPTIONAL,
    "print_other_sides": SupportsResponse.OPTIONAL,
    "reprint_job": SupportsResponse.OPTIONAL,
    "approve_job": SupportsResponse.OPTIONAL,
    "deny_job": SupportsResponse.OPTIONAL,
}
# The actions check their fields themselves, so that an error is a translated sentence that
# names the field and the supported values, not a message of the schema.
ANY_FIELDS: Final = vol.Schema({}, extra=vol.ALLOW_EXTRA)


def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, response in ACTIONS.items():
        hass.services.async_register(
            DOMAIN, name, _async_act, schema=ANY_FIELDS, supports_response=response
        )


async def _async_act(call: ServiceCall) -> ServiceResponse:
    actions = await async_load(call.hass, "services.actions")
    response: ServiceResponse = await actions.async_act(call)
    return response
