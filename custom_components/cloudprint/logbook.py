"""Logbook descriptions of print jobs."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
    LazyEventPartialState,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN
from .coordinator import get_printer_name
from .job_events import EVENT_JOB
from .printing.viewer import Viewer
from .texts import get_common_texts

type Describe = Callable[[LazyEventPartialState], dict[str, Any]]


@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Describe], None]
) -> None:
    """Describe logbook events."""
    async_describe_event(
        DOMAIN, EVENT_JOB, lambda event: describe_event(hass, event.data)
    )


def describe_event(hass: HomeAssistant, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of a job's event, in Home Assistant's language.

    The message is complete without the name, which the frontend replaces by the entity's.
    Runs outside the event loop. With own history, also events of before have no names.
    """
    device = dr.async_get(hass).async_get(data["device_id"])
    accounts = (
        account
        for account in hass.config_entries.async_entries(DOMAIN)
        if device is None or device.config_entry_id == account.entry_id
    )
    for account in accounts:
        data = Viewer.public(hass).hide(account, data)
    texts = get_common_texts(hass)
    printer = get_printer_name(hass, data["device_id"], data["printer"])
    key = f"common.logbook_{data['state']}"
    template = texts.get(f"{key}_{data['reason']}", texts[key])
    message = template.format(
        name=data.get("job_name", texts["common.unnamed_print"]), printer=printer
    )
    if requested_by := data.get("requested_by"):
        message = texts["common.logbook_requested_by"].format(
            message=message, requested_by=requested_by
        )
    entry = {
        LOGBOOK_ENTRY_NAME: texts["common.logbook_name"],
        LOGBOOK_ENTRY_MESSAGE: message,
    }
    if (entity_id := data["entity_id"]) is not None:
        entry[LOGBOOK_ENTRY_ENTITY_ID] = entity_id
    return entry
