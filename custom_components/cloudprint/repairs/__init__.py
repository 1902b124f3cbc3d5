"""Repair issues, a file for each subject: when they are reported, and how they are fixed."""

from typing import Any, Final

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
from ..data import Account
from .account import async_check_account
from .gone import ISSUE_GONE, GonePrinterFlow, async_track_gone
from .issue import AccountRepairFlow, issue_id
from .refused_network import ISSUE_NETWORK, RefusedNetworkFlow, async_track_refused
from .renamed import (
    ISSUE_RENAMED,
    RenamedPrinterFlow,
    async_check_renamed,
    async_track_devices,
)
from .sharing import (
    ISSUE_COLOR,
    ISSUE_PORT,
    PortTakenFlow,
    PrinterColorFlow,
    async_track_sharing,
)
from .turn_paper import ISSUE_TURN, TurnPaperFlow, async_track_turn
from .unconfirmed import ISSUE_UNCONFIRMED, UnconfirmedJobsFlow, async_track_unconfirmed
from .waiting import async_track_waiting

FLOWS: Final[dict[str, type[AccountRepairFlow]]] = {
    ISSUE_COLOR: PrinterColorFlow,
    ISSUE_GONE: GonePrinterFlow,
    ISSUE_NETWORK: RefusedNetworkFlow,
    ISSUE_PORT: PortTakenFlow,
    ISSUE_RENAMED: RenamedPrinterFlow,
    ISSUE_TURN: TurnPaperFlow,
    ISSUE_UNCONFIRMED: UnconfirmedJobsFlow,
}


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the fix flow of an issue."""
    if data is None:
        return ConfirmRepairFlow()
    entry = hass.config_entries.async_get_known_entry(data["entry_id"])
    flow = next(FLOWS[key] for key in FLOWS if issue_id.startswith(key))
    return flow(entry, data["part_id"])


def async_setup_issues(hass: HomeAssistant) -> None:
    """Delete an account's issues when it is disabled: they cannot be fixed then."""

    @callback
    def forget(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and entry.disabled_by:
            async_forget_issues(hass, entry)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, forget)


def async_track_issues(account: Account) -> None:
    """Create and delete an account's issues until it is unloaded."""

    def check() -> None:
        async_check_account(account)
        async_check_renamed(account)

    remove_listener = account.coordinator.async_add_listener(check)
    account.entry.async_on_unload(remove_listener)
    check()
    async_track_devices(account)
    async_track_gone(account)
    async_track_refused(account)
    async_track_sharing(account)
    async_track_turn(account)
    async_track_unconfirmed(account)
    async_track_waiting(account)


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


def async_forget_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Delete an account's issues."""
    for issue in get_issues(hass, entry):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
