"""Jobs held for a printer that is gone: the issue and its fix flow."""

from collections.abc import Sequence
from typing import Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..compat import async_load
from ..coordinator import get_job_printer
from ..data import Account
from ..exceptions import as_markdown
from ..forms import UserInput
from ..requester import get_flow_requester
from ..spool.job import Job, JobState, Reason
from .issue import AccountRepairFlow, async_set_issue

ISSUE_GONE: Final = "printer_gone"


def _find_jobs(account: Account) -> list[Job]:
    return [job for job in account.store.held_jobs if _is_lost(account, job)]


def _is_lost(account: Account, job: Job) -> bool:
    # A printer that may have been renamed has an issue of its own.
    return (
        job.state is JobState.HELD
        and job.reason is Reason.PRINTER_GONE
        and job.device_id not in account.coordinator.missing.renamed
    )


def async_track_gone(account: Account) -> None:
    """Report that jobs of an account are held for a printer that is gone."""
    entry = account.entry
    # Kept, as each change of a job would otherwise go through all held jobs.
    lost = set[str]()

    def check(job: Job | None = None) -> None:
        was_open = bool(lost)
        if job is None:
            lost.clear()
            lost.update(job.job_id for job in _find_jobs(account))
        elif _is_lost(account, job):
            lost.add(job.job_id)
        else:
            lost.discard(job.job_id)
        if job is None or bool(lost) is not was_open:
            async_set_issue(account, ISSUE_GONE, is_open=bool(lost))

    entry.async_on_unload(account.store.async_add_listener(check))
    entry.async_on_unload(account.coordinator.async_add_listener(check))
    check()


class GonePrinterFlow(AccountRepairFlow):
    """Asks whether to cancel the jobs for printers that are gone."""

    _jobs: Sequence[Job] = ()

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """List the jobs, and ask whether to cancel them."""
        self._jobs = _find_jobs(self._account)
        return self.async_show_menu(
            step_id="init",
            menu_options=["cancel", "wait"],
            description_placeholders=self._placeholders(),
        )

    async def async_step_cancel(
        self, user_input: UserInput = None
    ) -> RepairsFlowResult:
        """Cancel the listed jobs that are still held, once that is confirmed."""
        account = self._account
        if user_input is None:
            return self.async_show_form(
                step_id="cancel",
                data_schema=vol.Schema({}),
                description_placeholders=self._placeholders(),
            )
        jobs = await async_load(self.hass, "printing.jobs")
        for job in self._jobs:
            try:
                await jobs.async_cancel_job(account, job, get_flow_requester())
            except ServiceValidationError:
                # It expired, or its printer came back.
                continue
            except HomeAssistantError as err:
                # The account was unloaded since the job before was canceled.
                is_loaded = err.translation_key == "cannot_cancel_job"
                reason = "cannot_cancel" if is_loaded else "account_not_loaded"
                return self.async_abort(reason=reason)
        return self.async_create_entry(data={})

    async def async_step_wait(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Keep the jobs and the issue."""
        return self.async_abort(reason="still_waiting")

    def _placeholders(self) -> dict[str, str]:
        """Return the list of the jobs, in Markdown."""
        jobs = (
            f"- {as_markdown(job.name)} · {as_markdown(printer)}"
            for job in self._jobs
            for printer in [get_job_printer(self.hass, job)]
        )
        return {"jobs": "\n".join(jobs) or "-"}
