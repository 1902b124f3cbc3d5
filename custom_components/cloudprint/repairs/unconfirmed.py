"""Jobs with an unknown outcome: the issue and its fix flow."""

from typing import Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..compat import async_load
from ..coordinator import get_job_printer
from ..data import Account
from ..exceptions import as_markdown, escape_markdown
from ..forms import UserInput, list_selector
from ..printers.watch import describe_watched
from ..requester import AUTOMATION, get_flow_requester
from ..spool.job import Job
from ..texts import async_message
from .issue import AccountRepairFlow, async_set_issue

ISSUE_UNCONFIRMED: Final = "jobs_unconfirmed"
CONF_DECISION: Final = "decision"


class UnconfirmedJobsFlow(AccountRepairFlow):
    """Asks about the outcome of each unconfirmed job, oldest first."""

    _job: Job | None = None

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Ask about the first job."""
        return await self.async_step_job()

    async def async_step_job(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Apply the decision on a job, and ask about the next one."""
        printing = await async_load(self.hass, "printing.jobs")
        errors, message = dict[str, str](), ""
        decision = (user_input or {}).get(CONF_DECISION)
        if user_input is not None and not decision:
            errors[CONF_DECISION] = "no_answer"
        if decision and self._job is not None:
            try:
                await printing.async_decide(
                    self._account, self._job, decision, get_flow_requester()
                )
            except HomeAssistantError as err:
                errors[CONF_DECISION] = "cannot_print_again"
                message = await async_message(self.hass, err)
        if not (jobs := self._account.store.undecided_jobs):
            return self.async_create_entry(data={})
        self._job = jobs[0]
        # Only administrators, who may read all entities, see this.
        watched = describe_watched(self.hass, self._job, AUTOMATION) or ""
        decision_selector = list_selector(list(printing.DECISIONS), "decision")
        return self.async_show_form(
            step_id="job" if len(jobs) == 1 else "jobs",
            data_schema=self.add_suggested_values_to_schema(
                # Home Assistant's frontend selects the first option of a required field.
                vol.Schema({vol.Optional(CONF_DECISION): decision_selector}),
                user_input if errors else None,
            ),
            description_placeholders={
                "name": as_markdown(self._job.name),
                "printer": as_markdown(get_job_printer(self.hass, self._job)),
                "time": f"{dt_util.as_local(self._job.created_at):%Y-%m-%d %H:%M}",
                "remaining": str(len(jobs)),
                "message": message,
                "watched": watched and f"\n\n{escape_markdown(watched)}",
            },
            errors=errors,
        )

    async_step_jobs = async_step_job


def async_track_unconfirmed(account: Account) -> None:
    """Report an account's unconfirmed jobs until they are decided on."""
    store = account.store

    def check(job: Job | None = None) -> None:
        if job is not None and job.awaits_decision:
            # An issue that was ignored for earlier jobs is reported again for this one.
            async_set_issue(account, ISSUE_UNCONFIRMED, is_open=False)
        is_open = bool(store.undecided_jobs)
        async_set_issue(account, ISSUE_UNCONFIRMED, is_open=is_open)

    account.entry.async_on_unload(store.async_add_listener(check))
    check()
