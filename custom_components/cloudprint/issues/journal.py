"""A journal that was damaged."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..spool.journal import Journal

ISSUE_JOURNAL: Final = "journal_damaged"


@callback
def async_report_journal(hass: HomeAssistant, journal: Journal) -> None:
    """Tell that a damaged journal was put aside, until somebody has read it."""
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


@callback
def async_forget_journal(hass: HomeAssistant) -> None:
    """Delete the issue of a damaged journal that is not there any more."""
    ir.async_delete_issue(hass, DOMAIN, ISSUE_JOURNAL)
