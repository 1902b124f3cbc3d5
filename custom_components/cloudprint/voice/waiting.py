"""The jobs that wait: which ones, and how they are canceled and released."""

from collections.abc import Collection, Iterable, Sequence

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..printers.status import get_open_jobs
from ..printing.jobs import async_cancel
from ..printing.manual_duplex import async_print_back_pass
from ..spool.job import Job
from .commands import VoiceError
from .printers import VoicePrinter, filter_near
from .reports import leave_out_back_passes
from .responses import Responses
from .text import normalize


def find_open_jobs(
    printers: Iterable[VoicePrinter], names: Collection[str] = ()
) -> list[Job]:
    """Return the jobs of printers that have not ended, of some normalized names if given."""
    return [
        job
        for printer in printers
        for job in get_open_jobs(printer.target.account.store, printer.device_id)
        if not names or normalize(job.name) in names
    ]


async def async_cancel_jobs(
    hass: HomeAssistant,
    responses: Responses,
    jobs: Sequence[Job],
    user: User | None,
    *,
    is_clear: bool,
) -> str:
    """Cancel the waiting jobs among open ones; return what was canceled.

    A held back pass is canceled with its front pass if that is held, too. The service
    cannot cancel jobs that were sent, which is answered; for a front pass, also unless
    `is_clear`, when only one job is meant. Raises VoiceError if there is none, or if it
    is not clear which one, and HomeAssistantError if none could be canceled.
    """
    held = leave_out_back_passes([job for job in jobs if job.state.is_waiting])
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
        names = responses.quote_names([job.name for job in held])
        raise VoiceError("which_job", names=names)
    canceled: list[str] = []
    errors: list[HomeAssistantError] = []
    for job in held:
        try:
            job = await async_cancel(hass, {"job_id": job.job_id}, user)
            canceled.append(job.name)
        except HomeAssistantError as err:
            errors.append(err)
    if not canceled:
        raise errors[0]
    sentences = [
        responses.say(key, names=responses.quote_names(names))
        for key, names in (
            ("did_cancel", canceled),
            ("fronts_sent", fronts),
            ("already_sent", sent if is_clear else []),
        )
        if names
    ]
    return responses.join(*sentences, *map(responses.get_error, errors[:1]))


async def async_release_back_pass(
    hass: HomeAssistant,
    printers: Sequence[VoicePrinter],
    area_id: str | None,
    user: User | None,
) -> tuple[VoicePrinter, Job]:
    """Release the back pass that waits at one of the printers; return its job.

    If several wait, it is the only one in the area where the command was heard. Raises
    VoiceError, which asks which one, if that fails, and HomeAssistantError as
    `async_print_back_pass` does.
    """
    waiting = [
        (printer, job)
        for printer in printers
        for job in find_open_jobs([printer])
        if job.awaits_paper
    ]
    ready = {
        printer.device_id: printer
        for printer, job in waiting
        if job.can_release_back_pass
    }
    found = list(ready.values())
    if not found:
        for printer, job in waiting:
            raise VoiceError("turn_too_early", name=job.name, printer=printer.name)
        raise VoiceError("turn_nothing")
    near = filter_near(found, area_id)
    printer, *others = near if len(near) == 1 else found
    if others:
        names = list(dict.fromkeys(printer.name for printer in found))
        raise VoiceError("turn_which", printers=names)
    return printer, await async_print_back_pass(
        hass, {"device_id": printer.device_id}, user
    )
