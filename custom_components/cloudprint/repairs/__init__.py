"""Repair issues, one file per problem: when it is reported, and how it is fixed."""

from typing import Any

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from .clock import async_check_clock
from .gone import ISSUE_GONE, GonePrinterFlow, async_track_gone
from .issue import issue_id
from .journal import async_check_records, async_forget_journal, async_report_damage
from .no_printer import async_check_printers
from .port_taken import ISSUE_PORT, PortTakenFlow, async_track_port
from .renamed import (
    ISSUE_RENAMED,
    RenamedPrinterFlow,
    async_check_renamed,
    async_track_devices,
)
from .token import async_check_token
from .turn_paper import ISSUE_TURN, TurnPaperFlow, async_track_turn
from .unconfirmed import UnconfirmedJobsFlow, async_track_unconfirmed
from .unencrypted import ISSUE_UNENCRYPTED, UnencryptedFlow, async_track_encryption

__all__ = [
    "async_check_clock",
    "async_check_records",
    "async_forget_issues",
    "async_forget_journal",
    "async_report_damage",
    "async_setup_issues",
    "async_track_issues",
    "get_issues",
]


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the fix flow of an issue."""
    if data is None:
        return ConfirmRepairFlow()
    entry = hass.config_entries.async_get_known_entry(data["entry_id"])
    if issue_id.startswith(ISSUE_RENAMED):
        return RenamedPrinterFlow(entry, data["device_id"])
    if issue_id.startswith(ISSUE_GONE):
        return GonePrinterFlow(entry)
    if issue_id.startswith(ISSUE_PORT):
        return PortTakenFlow(entry)
    if issue_id.startswith(ISSUE_TURN):
        return TurnPaperFlow(entry, data["job_id"])
    if issue_id.startswith(ISSUE_UNENCRYPTED):
        return UnencryptedFlow(entry)
    return UnconfirmedJobsFlow(entry)


@callback
def async_setup_issues(hass: HomeAssistant) -> None:
    """Delete an account's issues when it is disabled, whether it is loaded or not.

    They cannot be fixed while it is disabled.
    """

    @callback
    def forget(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and entry.disabled_by:
            async_forget_issues(hass, entry)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, forget)


@callback
def async_track_issues(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Create and delete an account's issues until it is unloaded."""
    coordinator = entry.runtime_data.coordinator

    @callback
    def check() -> None:
        for async_check in (
            async_check_printers,
            async_check_renamed,
            async_check_token,
        ):
            async_check(hass, entry)
        async_check_clock(hass, entry, entry.runtime_data.client)

    entry.async_on_unload(coordinator.async_add_listener(check))
    check()
    async_track_devices(hass, entry)
    async_track_gone(hass, entry)
    async_track_port(hass, entry)
    async_track_turn(hass, entry)
    async_track_unconfirmed(hass, entry)
    async_track_encryption(hass, entry)


def get_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> list[ir.IssueEntry]:
    """Return an account's open issues, oldest first."""
    return sorted(
        (
            issue
            for issue in ir.async_get(hass).issues.values()
            if issue.active
            and issue.domain == DOMAIN
            and issue.issue_id.startswith(
                issue_id(str(issue.translation_key), entry.entry_id)
            )
        ),
        key=lambda issue: issue.created,
    )


@callback
def async_forget_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Delete an account's issues."""
    for issue in get_issues(hass, entry):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
