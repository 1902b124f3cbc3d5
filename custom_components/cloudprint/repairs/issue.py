"""An account's repair issues, and what their fix flows have in common."""

from homeassistant.components.repairs import RepairsFlow
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..data import Account, CloudPrintConfigEntry, find_account


def issue_id(key: str, entry_id: str, part_id: str | None = None) -> str:
    """Return the id of an issue of an account, or of one of its printers or jobs."""
    return "_".join((key, entry_id) if part_id is None else (key, entry_id, part_id))


def async_set_issue(
    account: Account,
    key: str,
    *,
    is_open: bool,
    part_id: str | None = None,
    keeps_ignored: bool = False,
    is_fixable: bool = True,
    learn_more_url: str | None = None,
    placeholders: dict[str, str] | None = None,
) -> None:
    """Create, update or delete an issue of an account, or of its printer or job `part_id`.

    All users can list issues with their placeholders, so these have no names of
    documents, printers, accounts or applications. Only administrators can open fix
    flows. With `keeps_ignored`, one that is ignored stays, and is not reported again.
    """
    hass, entry_id = account.hass, account.entry.entry_id
    name = issue_id(key, entry_id, part_id)
    if not is_open:
        issue = ir.async_get(hass).async_get_issue(DOMAIN, name)
        if not (keeps_ignored and issue and issue.dismissed_version):
            ir.async_delete_issue(hass, DOMAIN, name)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        name,
        data={"entry_id": entry_id, "part_id": part_id} if is_fixable else None,
        is_fixable=is_fixable,
        learn_more_url=learn_more_url,
        severity=ir.IssueSeverity.WARNING,
        translation_key=key,
        translation_placeholders=placeholders,
    )


class AccountRepairFlow(RepairsFlow):
    """The fix flow of an account's issue."""

    def __init__(self, entry: CloudPrintConfigEntry, part_id: str) -> None:
        """Set up a flow for an account, or for one of its printers or jobs."""
        self._entry = entry
        self._part_id = part_id

    @property
    def _account(self) -> Account:
        """Return the account. Raises AbortFlow if it is not loaded."""
        if (account := find_account(self.hass, self._entry.entry_id)) is None:
            raise AbortFlow("account_not_loaded")
        return account
