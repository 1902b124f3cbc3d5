"""What a person says of a job whose outcome nobody knows."""

from typing import Final

from homeassistant.core import HomeAssistant

from ..data import CloudPrintConfigEntry
from ..spool.errors import JobDecidedError
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
    if decision != PRINT_AGAIN:
        spooler.decide(job, is_printed=decision == PRINTED)
        return None
    if not spooler.register.current(job).awaits_decision:
        # Answered before, in another window.
        return None
    try:
        return await async_print_again(hass, entry, job, {}, decides=True)
    except JobDecidedError:
        # Answered meanwhile.
        return None
