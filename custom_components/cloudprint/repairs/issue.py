"""An account's repair issues, and what their fix flows have in common."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry


def issue_id(key: str, entry_id: str, part_id: str | None = None) -> str:
    """Return the id of an issue of an account, or of one of its printers or jobs."""
    return "_".join((key, entry_id) if part_id is None else (key, entry_id, part_id))


@callback
def async_set_issue(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    key: str,
    *,
    is_open: bool,
    device_id: str | None = None,
    job_id: str | None = None,
    is_fixable: bool = True,
    learn_more_url: str | None = None,
    placeholders: dict[str, str] | None = None,
) -> None:
    """Create, update or delete an issue of an account, or of one of its printers or jobs.

    All users can list issues with their placeholders, so these have no names of
    documents, printers, accounts or applications. Only administrators can open fix
    flows.
    """
    name = issue_id(key, entry.entry_id, device_id or job_id)
    if not is_open:
        ir.async_delete_issue(hass, DOMAIN, name)
        return
    data: dict[str, str | int | float | None] = {"entry_id": entry.entry_id}
    if device_id is not None:
        data["device_id"] = device_id
    if job_id is not None:
        data["job_id"] = job_id
    ir.async_create_issue(
        hass,
        DOMAIN,
        name,
        data=data if is_fixable else None,
        is_fixable=is_fixable,
        learn_more_url=learn_more_url,
        severity=ir.IssueSeverity.WARNING,
        translation_key=key,
        translation_placeholders=placeholders,
    )


class AccountRepairFlow(RepairsFlow):
    """The fix flow of an account's issue."""

    def __init__(self, entry: CloudPrintConfigEntry) -> None:
        """Set up a flow for an account."""
        self._entry = entry

    @property
    def _is_loaded(self) -> bool:
        return self._entry.state is ConfigEntryState.LOADED

    def _finish(self, **options: Any) -> RepairsFlowResult:
        """Change options of the account, if it is still there, and reload it."""
        entries = self.hass.config_entries
        if entries.async_get_entry(self._entry.entry_id) is None:
            return self.async_abort(reason="account_gone")
        options = {**self._entry.options, **options}
        entries.async_update_entry(self._entry, options=options)
        entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})
