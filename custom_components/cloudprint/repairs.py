"""What only a person can put right: jobs of unknown outcome, and causes of trouble."""

from typing import TYPE_CHECKING, Any, Final

import voluptuous as vol

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .data import CloudPrintConfigEntry
from .exceptions import shown
from .jobs import async_print_again
from .spool.job import Job
from .spool.journal import Journal

if TYPE_CHECKING:
    # Only newer releases have it, and nothing needs it at run time.
    from homeassistant.components.repairs import RepairsFlowResult

ISSUE_JOURNAL: Final = "journal_damaged"
ISSUE_UNCONFIRMED: Final = "jobs_unconfirmed"
ISSUE_TOKEN: Final = "token_contention"

MAX_FORCED_RENEWALS: Final = 5
"""So many refused tokens in an hour may be chance; more are another client's doing."""

PRINTED: Final = "printed"
PRINT_AGAIN: Final = "print_again"
FORGET: Final = "forget"


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
                "account": entry.title,
                "count": str(len(jobs)),
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
    """Delete the issues of an account that is removed."""
    for issue in (ISSUE_UNCONFIRMED, ISSUE_TOKEN):
        ir.async_delete_issue(hass, DOMAIN, _issue_id(issue, entry))


def _issue_id(issue: str, entry: CloudPrintConfigEntry) -> str:
    return f"{issue}_{entry.entry_id}"


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow that puts an issue right."""
    if data and (entry := hass.config_entries.async_get_entry(data["entry_id"])):
        return UnconfirmedJobsFlow(entry)
    return ConfirmRepairFlow()


class UnconfirmedJobsFlow(RepairsFlow):
    """Asks what became of each unconfirmed job, oldest first."""

    def __init__(self, entry: CloudPrintConfigEntry) -> None:
        """Set up a flow over an account's unconfirmed jobs."""
        self._entry = entry
        self._job: Job | None = None

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask about the first job."""
        return await self.async_step_job()

    async def async_step_job(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Take a person's word for a job, and ask about the next."""
        errors: dict[str, str] = {}
        message = ""
        if user_input is not None and self._job is not None:
            try:
                await self._async_decide(self._job, user_input["decision"])
            except HomeAssistantError as err:
                errors["base"] = "cannot_print_again"
                message = str(err)
        register = self._entry.runtime_data.spooler.register
        if not (jobs := register.undecided_jobs):
            return self.async_create_entry(data={})
        self._job = jobs[0]
        return self.async_show_form(
            step_id="job",
            data_schema=vol.Schema(
                {
                    vol.Required("decision"): SelectSelector(
                        SelectSelectorConfig(
                            options=[PRINTED, PRINT_AGAIN, FORGET],
                            mode=SelectSelectorMode.LIST,
                            translation_key="decision",
                        )
                    )
                }
            ),
            description_placeholders={
                "name": shown(self._job.name),
                "printer": self._job.printer,
                "time": f"{dt_util.as_local(self._job.created_at):%Y-%m-%d %H:%M}",
                "remaining": str(len(jobs)),
                "message": message,
            },
            errors=errors,
        )

    async def _async_decide(self, job: Job, decision: str) -> None:
        spooler = self._entry.runtime_data.spooler
        # Decided first: two answers to the same question must not print twice.
        job = spooler.register.current(job)
        if not job.awaits_decision:
            return
        await spooler.async_decide(job, is_printed=decision == PRINTED)
        if decision == PRINT_AGAIN:
            await async_print_again(self.hass, self._entry, job, {})
