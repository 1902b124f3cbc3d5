"""Jobs that wait for a printer that is gone: the issue, and its fix flow."""

from typing import Final

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry, CloudPrintData
from ..exceptions import as_markdown
from ..spool.errors import JobNotHeldError, SpoolUnwritableError
from ..spool.job import Job, JobState, Reason
from .issue import async_hide, async_show

ISSUE_GONE: Final = "printer_gone"


def jobs_of_gone_printers(account: CloudPrintData) -> list[Job]:
    """Return the held jobs whose printers are gone, oldest first.

    Without those of printers that may only have been renamed: that is asked elsewhere.
    """
    return [job for job in account.spooler.store.held_jobs if _is_lost(account, job)]


def _is_lost(account: CloudPrintData, job: Job) -> bool:
    """Return if a job waits for a printer that is gone, as far as is known."""
    return (
        job.state is JobState.HELD
        and job.reason is Reason.PRINTER_GONE
        and job.device_id not in account.coordinator.missing.renamed
    )


@callback
def async_track_gone(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Track whether jobs of the account wait for a printer that is gone."""
    account = entry.runtime_data
    store = account.spooler.store
    waiting = set[str]()

    @callback
    def show() -> None:
        if waiting:
            async_show(hass, entry, ISSUE_GONE)
        else:
            async_hide(hass, entry, ISSUE_GONE)

    @callback
    def track() -> None:
        waiting.clear()
        waiting.update(job.job_id for job in jobs_of_gone_printers(account))
        show()

    @callback
    def track_job(job: Job) -> None:
        # Most steps of a job have nothing to do with it.
        was_asked = bool(waiting)
        if _is_lost(account, job):
            waiting.add(job.job_id)
        else:
            waiting.discard(job.job_id)
        if bool(waiting) is not was_asked:
            show()

    entry.async_on_unload(store.async_add_listener(track_job))
    entry.async_on_unload(account.coordinator.async_add_listener(track))
    track()


class GonePrinterFlow(RepairsFlow):
    """Asks whether jobs are to wait for a printer that is gone."""

    def __init__(self, entry: CloudPrintConfigEntry) -> None:
        """Set up a flow over an account's jobs that wait for gone printers."""
        self._entry = entry
        self._jobs: list[Job] = []

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the jobs, and ask what is to become of them."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        self._jobs = jobs_of_gone_printers(self._entry.runtime_data)
        return self.async_show_menu(
            step_id="init",
            menu_options=["cancel", "wait"],
            description_placeholders={
                "jobs": "\n".join(
                    f"- {as_markdown(job.name)} ({as_markdown(job.printer)})"
                    for job in self._jobs
                )
                or "-"
            },
        )

    async def async_step_cancel(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Cancel the jobs that were shown, as far as they still wait."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        spooler = self._entry.runtime_data.spooler
        for job in self._jobs:
            try:
                await spooler.async_cancel(job)
            except JobNotHeldError:
                # It expired, or its printer came back.
                continue
            except SpoolUnwritableError:
                return self.async_abort(reason="cannot_cancel")
        return self.async_create_entry(data={})

    async def async_step_wait(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Leave everything as it is: the jobs wait, and the question stands."""
        return self.async_abort(reason="still_waiting")
