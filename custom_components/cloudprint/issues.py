"""What only a person can put right, for as long as it is not."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .data import CloudPrintConfigEntry
from .spool.job import Job
from .spool.journal import Journal

ISSUE_JOURNAL: Final = "journal_damaged"
ISSUE_UNCONFIRMED: Final = "jobs_unconfirmed"
ISSUE_TOKEN: Final = "token_contention"

MAX_FORCED_RENEWALS: Final = 5
"""So many refused tokens in an hour may be chance; more are another client's doing."""


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
def async_track_issues(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Keep an account's issues as long as their causes, and no longer."""
    account = entry.runtime_data
    register = account.spooler.register

    @callback
    def track_undecided(job: Job | None = None) -> None:
        jobs = register.undecided_jobs
        issue_id = _issue_id(ISSUE_UNCONFIRMED, entry)
        if not jobs:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            data={"entry_id": entry.entry_id},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_UNCONFIRMED,
            translation_placeholders={
                "name": jobs[0].name,
                "printer": jobs[0].printer,
            },
        )

    @callback
    def track_token() -> None:
        renewals = account.client.forced_renewals_last_hour
        issue_id = _issue_id(ISSUE_TOKEN, entry)
        if renewals <= MAX_FORCED_RENEWALS:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_TOKEN,
            translation_placeholders={
                "account": entry.title,
                "app_id": account.coordinator.app_id,
                "count": str(renewals),
            },
        )

    entry.async_on_unload(register.async_add_listener(track_undecided))
    entry.async_on_unload(account.coordinator.async_add_listener(track_token))
    track_undecided()
    track_token()


@callback
def async_forget_issues(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Delete the issues of an account."""
    for issue in (ISSUE_UNCONFIRMED, ISSUE_TOKEN):
        ir.async_delete_issue(hass, DOMAIN, _issue_id(issue, entry))


def _issue_id(issue: str, entry: CloudPrintConfigEntry) -> str:
    return f"{issue}_{entry.entry_id}"
