"""A damaged journal, or one with jobs that cannot be read."""

from contextlib import suppress
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..spool.journal import Journal, JournalError

ISSUE_JOURNAL: Final = "journal_damaged"
ISSUE_UNREADABLE: Final = "jobs_unreadable"


def async_report_damage(hass: HomeAssistant, journal: Journal) -> None:
    """Report a damaged journal until it is confirmed."""
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


async def async_check_records(hass: HomeAssistant, journal: Journal) -> None:
    """Report jobs that cannot be read, at each start.

    Those of removed accounts are deleted first, if the journal failed at their removal.
    """
    with suppress(JournalError):
        await journal.async_forget_others(
            [entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)]
        )
    with suppress(JournalError):
        await journal.async_count_unreadable()
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


def async_forget_journal(hass: HomeAssistant) -> None:
    """Delete the journal's issues once its jobs are deleted."""
    for key in (ISSUE_JOURNAL, ISSUE_UNREADABLE):
        ir.async_delete_issue(hass, DOMAIN, key)
