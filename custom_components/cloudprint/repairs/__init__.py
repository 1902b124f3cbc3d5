"""Repair issues, one file per problem: when there is one, and how it is mended."""

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
from .gone import ISSUE_GONE, GonePrinterFlow, async_track_gone
from .issue import issue_id
from .journal import async_forget_journal, async_report_journal
from .no_printer import async_track_printers
from .renamed import ISSUE_RENAMED, RenamedPrinterFlow, async_track_renamed
from .token import async_track_token
from .unconfirmed import UnconfirmedJobsFlow, async_track_unconfirmed

__all__ = [
    "async_forget_issues",
    "async_forget_journal",
    "async_report_journal",
    "async_setup_issues",
    "async_track_issues",
    "issues_of",
]


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


@callback
def async_setup_issues(hass: HomeAssistant) -> None:
    """Delete the issues of an account when it is disabled, set up or not.

    They cannot be fixed while it is.
    """

    @callback
    def forget(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and entry.disabled_by:
            async_forget_issues(hass, entry)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, forget)


@callback
def async_track_issues(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Keep an account's issues as long as their causes, and no longer."""
    for track in (
        async_track_gone,
        async_track_printers,
        async_track_renamed,
        async_track_token,
        async_track_unconfirmed,
    ):
        track(hass, entry)


def issues_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> list[ir.IssueEntry]:
    """Return the issues of an account that are open, the oldest first."""
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
    """Delete the issues of an account."""
    for issue in issues_of(hass, entry):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
