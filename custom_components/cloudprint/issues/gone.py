"""Jobs that wait for a printer that is no longer there."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry, CloudPrintData
from ..spool.job import Job, Reason
from .issue import async_hide, async_show

ISSUE_GONE: Final = "printer_gone"


def jobs_of_gone_printers(account: CloudPrintData) -> list[Job]:
    """Return the held jobs whose printers are gone, oldest first.

    Without those of printers that may only have been renamed: that is asked elsewhere.
    """
    renamed = account.coordinator.missing.renamed
    return [
        job
        for job in account.spooler.register.held_jobs
        if job.reason is Reason.PRINTER_GONE and job.device_id not in renamed
    ]


@callback
def async_track_gone(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask what is to become of an account's jobs that wait for nobody."""
    account = entry.runtime_data
    register = account.spooler.register
    asked = set[str]()

    @callback
    def track() -> None:
        jobs = jobs_of_gone_printers(account)
        asked.clear()
        asked.update(job.job_id for job in jobs)
        if not jobs:
            async_hide(hass, entry, ISSUE_GONE)
            return
        async_show(hass, entry, ISSUE_GONE)

    @callback
    def track_job(job: Job) -> None:
        # Most steps of a job have nothing to do with it.
        if job.reason is Reason.PRINTER_GONE or job.job_id in asked:
            track()

    entry.async_on_unload(register.async_add_listener(track_job))
    entry.async_on_unload(account.coordinator.async_add_listener(track))
    track()
