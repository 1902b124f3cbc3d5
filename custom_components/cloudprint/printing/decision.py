"""What a person says of a job whose outcome nobody knows."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..data import CloudPrintConfigEntry
from ..spool.job import Job
from .jobs import async_print_again

PRINTED: Final = "printed"
PRINT_AGAIN: Final = "print_again"
FORGET: Final = "forget"

DECISIONS: Final = (PRINTED, PRINT_AGAIN, FORGET)


async def async_decide(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, job: Job, decision: str
) -> Job | None:
    """Take a decision for an unconfirmed job; return the new one if it prints again.

    Whoever comes second changes nothing. Raises HomeAssistantError when it cannot be
    printed again, and then the question stands.
    """
    spooler = entry.runtime_data.spooler
    if job.job_id not in {job.job_id for job in spooler.register.undecided_jobs}:
        # Answered before, in another window.
        return None
    # Decided first: two answers to the same question must not print twice.
    decided = spooler.decide(job, is_printed=decision == PRINTED)
    if decision != PRINT_AGAIN:
        return None
    try:
        return await async_print_again(hass, entry, job, {})
    except HomeAssistantError:
        # It did not print again: the question stands.
        spooler.register.move(
            decided, decided.state, decided.reason, is_dismissed=False
        )
        raise
