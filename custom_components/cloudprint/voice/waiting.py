"""The jobs that wait: how many there are, and how they are canceled."""

from collections.abc import Collection, Iterable, Sequence

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..printers.status import get_open_jobs
from ..printing.jobs import async_cancel
from ..spool.job import Job, JobState
from .printers import VoicePrinter
from .responses import Responses, VoiceError
from .text import normalize


def find_open_jobs(
    printers: Iterable[VoicePrinter], names: Collection[str] = ()
) -> list[Job]:
    """Return the jobs of printers that have not ended, of some names if given.

    The names are normalized.
    """
    return [
        job
        for printer in printers
        for job in get_open_jobs(printer.target.account.store, printer.device_id)
        if not names or normalize(job.name) in names
    ]


def leave_out_other_sides(jobs: Iterable[Job]) -> list[Job]:
    """Return jobs without the back sides of those whose front sides are among them."""
    jobs = list(jobs)
    job_ids = {job.job_id for job in jobs}
    return [job for job in jobs if job.follows not in job_ids]


def describe_queue(responses: Responses, jobs: Iterable[Job]) -> str:
    """Return how many documents wait, held or sent, and their names."""
    waiting = [job for job in jobs if job.state is not JobState.PRINTING]
    names = [job.name for job in leave_out_other_sides(waiting)]
    if not names:
        return responses.say("nothing_waiting")
    key = "waiting" if len(names) > 1 else "one_waiting"
    return responses.say(key, count=str(len(names)), names=responses.quote_names(names))


async def async_cancel_jobs(
    hass: HomeAssistant,
    responses: Responses,
    jobs: Sequence[Job],
    user: User | None,
    *,
    is_clear: bool,
) -> str:
    """Cancel the waiting jobs of those that are open; return what was canceled.

    Held back sides are canceled with their front sides if these are held, too. The
    service cannot cancel jobs that were sent, which is answered; for front sides, also
    unless `is_clear`, when only one job is meant. Raises VoiceError if there is none, or
    if it is not clear which one, and HomeAssistantError if none could be canceled.
    """
    held = leave_out_other_sides(job for job in jobs if job.state.is_waiting)
    front_ids = {job.follows for job in held}
    sent: list[str] = []
    fronts: list[str] = []
    for job in jobs:
        if not job.state.is_waiting:
            (fronts if job.job_id in front_ids else sent).append(job.name)
    if not jobs:
        raise VoiceError("nothing_waiting")
    if not held:
        raise VoiceError("already_sent", names=responses.quote_names(sent))
    if len(held) > 1 and not is_clear:
        raise VoiceError(
            "which_job", names=responses.quote_names([job.name for job in held])
        )
    canceled: list[str] = []
    errors: list[HomeAssistantError] = []
    for job in held:
        try:
            canceled.append(
                (await async_cancel(hass, {"job_id": job.job_id}, user)).name
            )
        except HomeAssistantError as err:
            errors.append(err)
    if not canceled:
        raise errors[0]
    sentences = [responses.say("did_cancel", names=responses.quote_names(canceled))]
    if fronts:
        sentences.append(
            responses.say("fronts_sent", names=responses.quote_names(fronts))
        )
    if sent and is_clear:
        sentences.append(
            responses.say("already_sent", names=responses.quote_names(sent))
        )
    sentences += map(responses.get_error, errors[:1])
    return responses.join(*sentences)
