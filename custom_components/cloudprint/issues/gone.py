"""Jobs that wait for a printer that is no longer there."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry, CloudPrintData
from ..repairs.issue import async_hide, async_show
from ..spool.job import Job, JobState, Reason

ISSUE_GONE: Final = "printer_gone"


def jobs_of_gone_printers(account: CloudPrintData) -> list[Job]:
    """Return the held jobs whose printers are gone, oldest first.

    Without those of printers that may only have been renamed: that is asked elsewhere.
    """
    return [job for job in account.spooler.register.held_jobs if _is_lost(account, job)]


def _is_lost(account: CloudPrintData, job: Job) -> bool:
    """Return if a job waits for a printer that is gone, as far as is known."""
    return (
        job.state is JobState.HELD
        and job.reason is Reason.PRINTER_GONE
        and job.device_id not in account.coordinator.missing.renamed
    )


@callback
def async_track_gone(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask what is to become of an account's jobs that wait for nobody."""
    account = entry.runtime_data
    register = account.spooler.register
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

    entry.async_on_unload(register.async_add_listener(track_job))
    entry.async_on_unload(account.coordinator.async_add_listener(track))
    track()
