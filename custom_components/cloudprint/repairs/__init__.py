"""How a person puts right what only a person can."""

from typing import Any

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant

from ..issues.gone import ISSUE_GONE
from ..issues.renamed import ISSUE_RENAMED
from .gone import GonePrinterFlow
from .renamed import RenamedPrinterFlow
from .unconfirmed import UnconfirmedJobsFlow


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow that puts an issue right."""
    if data is None:
        return ConfirmRepairFlow()
    entry = hass.config_entries.async_get_known_entry(data["entry_id"])
    if issue_id.startswith(ISSUE_RENAMED):
        return RenamedPrinterFlow(entry, data["device_id"])
    if issue_id.startswith(ISSUE_GONE):
        return GonePrinterFlow(entry)
    return UnconfirmedJobsFlow(entry)
