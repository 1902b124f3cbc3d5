"""Jobs of which nobody knows whether they printed."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry
from ..repairs.issue import async_hide, async_show
from ..spool.job import Job

ISSUE_UNCONFIRMED: Final = "jobs_unconfirmed"


@callback
def async_track_unconfirmed(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Ask what became of an account's unconfirmed jobs."""
    register = entry.runtime_data.spooler.register

    @callback
    def track(job: Job | None = None) -> None:
        if not register.undecided_jobs:
            async_hide(hass, entry, ISSUE_UNCONFIRMED)
            return
        if job is not None and job.awaits_decision:
            # Who ignores what was asked before has not ignored this one.
            async_hide(hass, entry, ISSUE_UNCONFIRMED)
        async_show(hass, entry, ISSUE_UNCONFIRMED)

    entry.async_on_unload(register.async_add_listener(track))
    track()
