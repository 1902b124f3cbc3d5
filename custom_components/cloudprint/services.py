"""The actions."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)

from .api import CloudPrintError, CloudPrintRefusedError
from .const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE, DOMAIN
from .exceptions import failed, invalid
from .fields import check_fields, device_id_of, line_of_text
from .printing.action import async_print
from .printing.jobs import async_cancel, async_get_jobs, async_release, async_reprint
from .printing.permission import allowed_account, allowed_target, async_user_of

type Action = Callable[
    [HomeAssistant, Mapping[str, Any], User | None], Awaitable[dict[str, Any]]
]
"""Does what fields say, for a user or an automation, and returns the response."""

type Handler = Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]

MAX_CODE: Final = 100
ANY_FIELDS: Final = vol.Schema({}, extra=vol.ALLOW_EXTRA)
"""The actions check their fields themselves: a person sees a sentence that names the
field and what would do, in the person's language, and never a schema's complaint."""


def _handler(action: Action) -> Handler:
    """Return what handles a call of an action that others have, too."""

    async def handle(call: ServiceCall) -> ServiceResponse:
        user = await async_user_of(call.hass, call.context)
        response = await action(call.hass, call.data, user)
        return response if call.return_response else None

    return handle


async def _async_add_printer(call: ServiceCall) -> ServiceResponse:
    check_fields(
        call.data, ("config_entry_id", CONF_SHARE_CODE, CONF_VERIFICATION_CODE)
    )
    user = await async_user_of(call.hass, call.context)
    entry = allowed_account(call.hass, call.data.get("config_entry_id"), user)
    share_code, verification_code = (
        line_of_text(field, call.data.get(field), MAX_CODE)
        for field in (CONF_SHARE_CODE, CONF_VERIFICATION_CODE)
    )
    account = entry.runtime_data
    try:
        printer = await account.client.add_share_printer(share_code, verification_code)
    except CloudPrintRefusedError as err:
        raise invalid("share_code_refused", message=err.message) from err
    except CloudPrintError as err:
        raise failed("service_failed", message=err.message) from err
    await account.coordinator.async_refresh()
    if not call.return_response:
        return None
    return {
        "device_id": account.coordinator.get_device_id(printer),
        "printer": printer.alias,
    }


async def _async_remove_printer(call: ServiceCall) -> None:
    check_fields(call.data, ("device_id",))
    user = await async_user_of(call.hass, call.context)
    target = allowed_target(call.hass, device_id_of(call.data), user)
    try:
        await target.account.client.revoke_share_printer(target.printer)
    except CloudPrintError as err:
        raise failed(
            "cannot_remove_printer", printer=target.name, message=err.message
        ) from err
    target.account.coordinator.async_remove(target.device_id)


async def _async_get_capabilities(call: ServiceCall) -> ServiceResponse:
    check_fields(call.data, ("device_id",))
    user = await async_user_of(call.hass, call.context)
    target = allowed_target(call.hass, device_id_of(call.data), user, POLICY_READ)
    try:
        capabilities = await target.account.capabilities.async_ask(target.device_id)
    except KeyError as err:
        # It went while it waited for its turn to be asked.
        raise invalid("printer_gone", printer=target.name) from err
    except CloudPrintError as err:
        raise failed(
            "cannot_get_capabilities",
            printer=target.name,
            message=err.message,
        ) from err
    return {
        "device_id": target.device_id,
        "printer": target.name,
        "capabilities": capabilities.to_dict(),
    }


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions, whether or not the cloud can be reached."""
    for name, handler, response in (
        ("print", _handler(async_print), SupportsResponse.OPTIONAL),
        ("add_printer", _async_add_printer, SupportsResponse.OPTIONAL),
        ("remove_printer", _async_remove_printer, SupportsResponse.NONE),
        ("get_capabilities", _async_get_capabilities, SupportsResponse.ONLY),
        ("get_jobs", _handler(async_get_jobs), SupportsResponse.ONLY),
        ("cancel_job", _handler(async_cancel), SupportsResponse.OPTIONAL),
        ("release_jobs", _handler(async_release), SupportsResponse.OPTIONAL),
        ("reprint_job", _handler(async_reprint), SupportsResponse.OPTIONAL),
    ):
        hass.services.async_register(
            DOMAIN, name, handler, schema=ANY_FIELDS, supports_response=response
        )
