"""What each action does, and answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintRefusedError,
)
from ..const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE
from ..coordinator import PRINTER_DEVICE_TYPE, describe_refused_key, get_printer_name
from ..exceptions import failed, invalid, service_failed
from ..fields import (
    check_fields,
    get_device_id,
    parse_codes,
    parse_text,
    parse_text_line,
)
from ..printers.binding import async_bind
from ..printing.action import async_print
from ..printing.approval import async_approve, async_deny, async_read_left_today
from ..printing.jobs import (
    async_cancel,
    async_get_jobs,
    async_map_jobs,
    async_move,
    async_release,
    async_reprint,
)
from ..printing.manual_duplex import async_print_back_pass
from ..printing.permission import get_allowed_account, get_allowed_target
from ..printing.targets import expand_target
from ..printing.usage import async_get_usage, async_give_back
from ..printing.viewer import Viewer
from ..requester import Requester, async_get_requester
from ..spool.job import Job

MAX_CODE: Final = 100

type _Action = Callable[[ServiceCall, Requester], Awaitable[ServiceResponse]]


async def _async_print(call: ServiceCall, requester: Requester) -> ServiceResponse:
    printed = await async_print(call.hass, call.data, requester)
    viewer = Viewer.of_person(call.hass, requester)
    response: dict[str, Any] = {"jobs": [item.as_response(viewer) for item in printed]}
    return response if printed else {**response, "skipped": "empty"}


async def _async_get_jobs(call: ServiceCall, requester: Requester) -> ServiceResponse:
    viewer = Viewer.of_person(call.hass, requester)
    jobs, _ = await async_get_jobs(call.hass, call.data, requester)
    left = await async_read_left_today(call.hass, requester, jobs)
    records: list[Any] = await async_map_jobs(
        jobs, lambda job: viewer.show(job).as_record(left)
    )
    return {"jobs": records}


def _answer_with_jobs(act: Callable[..., Awaitable[list[Job]]]) -> _Action:
    async def async_answer(call: ServiceCall, requester: Requester) -> ServiceResponse:
        viewer = Viewer.of_person(call.hass, requester)
        jobs: list[Any] = await async_map_jobs(
            await act(call.hass, call.data, requester),
            lambda job: viewer.show(job).as_response(),
        )
        return {"jobs": jobs}

    return async_answer


def _answer(act: Callable[..., Awaitable[ServiceResponse]]) -> _Action:
    return lambda call, requester: act(call.hass, call.data, requester)


def _answer_with_job(act: Callable[..., Awaitable[Job]]) -> _Action:
    async def async_answer(call: ServiceCall, requester: Requester) -> ServiceResponse:
        job = await act(call.hass, call.data, requester)
        return Viewer.of_person(call.hass, requester).show(job).as_response()

    return async_answer


async def _async_reprint(call: ServiceCall, requester: Requester) -> ServiceResponse:
    printed = await async_reprint(call.hass, call.data, requester)
    viewer = Viewer.of_person(call.hass, requester)
    responses = [viewer.show(job).as_response() for job in printed]
    return {**responses[0], "jobs": responses}


async def _async_add_printer(
    call: ServiceCall, requester: Requester
) -> ServiceResponse:
    fields = (CONF_SHARE_CODE, CONF_VERIFICATION_CODE)
    check_fields(call.data, ("config_entry_id", *fields))
    account_id = call.data.get("config_entry_id")
    account = get_allowed_account(call.hass, account_id, requester)
    # Lists what was added even if the account was unloaded meanwhile
    coordinator, client = account.coordinator, account.client
    codes = parse_codes(*(parse_text(call.data.get(field)) or "" for field in fields))
    share_code, verification_code = (
        parse_text_line(field, code, MAX_CODE)
        for field, code in zip(fields, codes, strict=True)
    )
    if not coordinator.last_update_success:
        # What is new can only be told from a list of now.
        await coordinator.async_refresh()
    known_keys = {printer.key for printer in coordinator.data.values()}
    try:
        printer, *others = await async_bind(
            client, share_code, verification_code, known_keys
        )
    except CloudPrintRefusedError as err:
        raise service_failed(ServiceValidationError, err, "share_code_refused") from err
    except CloudPrintAuthenticationError as err:
        key, placeholders = describe_refused_key(call.hass, client, err)
        raise failed(key, **placeholders) from err
    except CloudPrintError as err:
        raise service_failed(HomeAssistantError, err) from err
    await coordinator.async_refresh()
    if printer.device_type != PRINTER_DEVICE_TYPE:
        raise invalid("not_a_printer")
    if others:
        # One of them was added elsewhere, and the answer, which named this one, is lost.
        raise failed("service_failed")
    device_id = coordinator.get_device_id(printer)
    return {
        "device_id": device_id,
        "printer": get_printer_name(call.hass, device_id or "", printer.alias),
    }


async def _async_remove_printer(call: ServiceCall, requester: Requester) -> None:
    check_fields(call.data, ("device_id",))
    target = get_allowed_target(call.hass, get_device_id(call.data), requester)
    await target.account.coordinator.async_revoke(target.device_id)


async def _async_capabilities(
    call: ServiceCall, requester: Requester
) -> ServiceResponse:
    fields = expand_target(call.hass, call.data, requester, POLICY_READ)
    check_fields(fields, ("device_id",))
    target = get_allowed_target(
        call.hass, get_device_id(fields), requester, POLICY_READ
    )
    try:
        capabilities = await target.account.capabilities.async_fetch(target.device_id)
    except KeyError as err:
        # It was removed while another request for it was running.
        raise invalid("printer_gone", printer=target.name) from err
    except CloudPrintError as err:
        raise service_failed(
            HomeAssistantError, err, "cannot_get_capabilities", printer=target.name
        ) from err
    return {
        "device_id": target.device_id,
        "printer": target.name,
        "capabilities": capabilities.to_dict(),
    }


_ACTIONS: Final[Mapping[str, _Action]] = {
    "print": _async_print,
    "approve_job": _answer_with_jobs(async_approve),
    "deny_job": _answer_with_jobs(async_deny),
    "add_printer": _async_add_printer,
    "remove_printer": _async_remove_printer,
    "get_capabilities": _async_capabilities,
    "get_jobs": _async_get_jobs,
    "get_usage": _answer(async_get_usage),
    "give_back_pages": _answer(async_give_back),
    "cancel_job": _answer_with_job(async_cancel),
    "move_job": _answer_with_job(async_move),
    "release_jobs": _answer_with_jobs(async_release),
    "print_other_sides": _answer_with_job(async_print_back_pass),
    "reprint_job": _async_reprint,
}


async def async_act(call: ServiceCall) -> ServiceResponse:
    """Perform an action for the user who calls it."""
    requester = await async_get_requester(call.hass, call.context)
    return await _ACTIONS[call.service](call, requester)
