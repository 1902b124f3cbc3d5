"""The websocket commands of the dashboard card."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from ..document.sheets.manual_duplex import InputTray, OutputTray, Trays
from ..exceptions import invalid
from ..fields import check_fields, choice, get_device_id
from ..printing.manual_duplex import uses_trays
from ..printing.permission import get_allowed_target
from ..settings import INPUT_TRAY, OUTPUT_TRAY
from . import SUBSCRIBE
from .documents import ws_save_document
from .job_actions import (
    ws_cancel_jobs,
    ws_decide_job,
    ws_list_jobs,
    ws_print_back_pass,
    ws_release_jobs,
    ws_reprint_job,
)
from .job_feed import JobFeed
from .printing import ws_preview, ws_print
from .records import build_document_records, build_printer_records, find_allowed_default
from .upload_view import ws_create_thumbnail, ws_find_corners


async def ws_set_trays(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Set or forget the trays of a printer for manual duplex.

    Raises ServiceValidationError, also for a user who is not an administrator, and while
    a back pass waits.
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


type CommandHandler = Callable[
    [HomeAssistant, User, Mapping[str, Any]], Awaitable[dict[str, Any]]
]


async def _async_printers(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    check_fields(fields, ())
    return {
        "printers": build_printer_records(hass, user),
        "default_printer": find_allowed_default(hass, user),
    }


async def _async_documents(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    check_fields(fields, ())
    return {"documents": build_document_records(hass, user)}


_COMMANDS: Final[Mapping[str, CommandHandler]] = {
    f"{DOMAIN}/printers": _async_printers,
    f"{DOMAIN}/documents": _async_documents,
    f"{DOMAIN}/documents/save": ws_save_document,
    f"{DOMAIN}/trays": ws_set_trays,
    f"{DOMAIN}/print": ws_print,
    f"{DOMAIN}/preview": ws_preview,
    f"{DOMAIN}/corners": ws_find_corners,
    f"{DOMAIN}/thumbnail": ws_create_thumbnail,
    f"{DOMAIN}/jobs/list": ws_list_jobs,
    f"{DOMAIN}/jobs/cancel": ws_cancel_jobs,
    f"{DOMAIN}/jobs/release": ws_release_jobs,
    f"{DOMAIN}/jobs/turned": ws_print_back_pass,
    f"{DOMAIN}/jobs/reprint": ws_reprint_job,
    f"{DOMAIN}/jobs/decide": ws_decide_job,
}


async def async_handle(
    hass: HomeAssistant, connection: ActiveConnection, message: dict[str, Any]
) -> None:
    """Perform a command and answer. A subscription is confirmed before its jobs."""
    fields = {
        name: value for name, value in message.items() if name not in ("id", "type")
    }
    feed, result = None, None
    try:
        if message["type"] == SUBSCRIBE:
            feed = JobFeed(hass, connection, message["id"], fields)
        else:
            result = await _COMMANDS[message["type"]](hass, connection.user, fields)
    except HomeAssistantError as err:
        _send_error(connection, message["id"], err)
        return
    if feed is None:
        connection.send_result(message["id"], result)
    else:
        connection.subscriptions[message["id"]] = feed.start()
        connection.send_result(message["id"])
        await feed.async_send()


def _send_error(
    connection: ActiveConnection, message_id: int, err: HomeAssistantError
) -> None:
    """Send an error without logging it: it is meant for one user only."""
    connection.send_error(
        message_id,
        websocket_api.ERR_SERVICE_VALIDATION_ERROR
        if isinstance(err, ServiceValidationError)
        else websocket_api.ERR_HOME_ASSISTANT_ERROR,
        str(err),
        translation_domain=err.translation_domain,
        translation_key=err.translation_key,
        translation_placeholders=err.translation_placeholders,
    )
