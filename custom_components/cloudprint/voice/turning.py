"""The other sides of a print: whose paper was turned, and what is said about them."""

from collections.abc import Iterator, Sequence

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..printers.status import get_open_jobs
from ..printing.manual_duplex import async_print_back_pass
from ..spool.job import Job, PaperSide
from .printers import VoicePrinter, filter_near
from .reports import describe_print
from .responses import Responses, VoiceError


async def async_print_turned(
    hass: HomeAssistant,
    printers: Sequence[VoicePrinter],
    area_id: str | None,
    user: User | None,
) -> tuple[VoicePrinter, Job]:
    """Print the other sides that wait at one of the printers; return their job.

    If they wait at several, it is the only one in the area where the command was heard.
    Raises VoiceError, which asks which one, if that fails, and HomeAssistantError
    as `async_print_back_pass` does.
    """
    found = [
        printer
        for printer in printers
        if any(job.can_be_turned for job in _find_other_sides(printer))
    ]
    if not found:
        for printer in printers:
            for job in _find_other_sides(printer):
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


def describe_turned(responses: Responses, job: Job, printer: str) -> str:
    """Return what became of the other sides, which may have to wait once more."""
    if job.state.is_task:
        return responses.say("turned", name=job.name, printer=printer)
    return describe_print(responses, job, printer, job.name)


def describe_turn(
    responses: Responses, job: Job, printer: VoicePrinter
) -> Iterator[str]:
    """Yield what a person has to do for the other sides, if a job is one of both."""
    if job.side is PaperSide.FRONT and not job.state.is_final:
        yield responses.say("turn_later")
    if job.can_be_turned:
        undecided = printer.target.account.store.undecided_jobs
        if any(front.job_id == job.follows for front in undecided):
            yield responses.say("turn_check")
        # The pages are in order for these trays, which may have changed since.
        if (trays := job.trays) is not None:
            yield responses.say("turn_over" if trays.is_stack_turned else "turn_keep")
        yield responses.say("turn_say")


def _find_other_sides(printer: VoicePrinter) -> Iterator[Job]:
    """Yield the jobs of a printer that wait until their paper is turned, oldest first."""
    store = printer.target.account.store
    for job in get_open_jobs(store, printer.device_id):
        if job.awaits_turn:
            yield job
