"""A damaged journal, or one with jobs that cannot be read."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..spool.journal import Journal

ISSUE_JOURNAL: Final = "journal_damaged"
ISSUE_UNREADABLE: Final = "jobs_unreadable"


@callback
def async_report_journal(hass: HomeAssistant, journal: Journal) -> None:
    """Report a damaged journal until it is confirmed, and unreadable jobs at each start."""
    if journal.damaged is not None:
        ir.async_create_issue(
            hass,
            DOMAIN,
            ISSUE_JOURNAL,
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_JOURNAL,
            translation_placeholders={"path": str(journal.damaged)},
        )
    if journal.unreadable:
        ir.async_create_issue(
            hass,
            DOMAIN,
            ISSUE_UNREADABLE,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_UNREADABLE,
            translation_placeholders={"count": str(journal.unreadable)},
        )


@callback
def async_forget_journal(hass: HomeAssistant) -> None:
    """Delete the journal's issues once its jobs are deleted."""
    for key in (ISSUE_JOURNAL, ISSUE_UNREADABLE):
        ir.async_delete_issue(hass, DOMAIN, key)
