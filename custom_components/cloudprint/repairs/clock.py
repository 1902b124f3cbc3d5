"""A wrong clock, for which the service may refuse the AppKey."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..api import CloudPrintClient
from ..const import DOMAIN, LOGGER
from ..texts import ENGLISH, describe_clock, get_common_texts
from .issue import async_set_issue, issue_id

ISSUE_CLOCK: Final = "clock_wrong"


@callback
def async_check_clock(
    hass: HomeAssistant, entry: ConfigEntry[Any], client: CloudPrintClient
) -> None:
    """Report by how much the clock is wrong while the service refuses the key."""
    offset = client.clock_offset
    clock = describe_clock(get_common_texts(hass), offset)
    known = ir.async_get(hass).async_get_issue(
        DOMAIN, issue_id(ISSUE_CLOCK, entry.entry_id)
    )
    if clock and known is None:
        LOGGER.warning(describe_clock(get_common_texts(hass, ENGLISH), offset))
    async_set_issue(
        hass,
        entry,
        ISSUE_CLOCK,
        is_open=bool(clock),
        is_fixable=False,
        placeholders={"clock": clock},
    )
