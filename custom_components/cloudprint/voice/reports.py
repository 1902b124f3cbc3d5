"""What is said of a job: only what is known, and never "printed" before it is."""

from typing import Final

from ..printers.status import get_open_jobs
from ..printing.outcome import create_job_error
from ..spool.job import Job, JobState, Reason
from .printers import SpokenPrinter
from .words import Words

_HELD: Final[dict[Reason | None, str]] = {
    Reason.SERVICE: "held_service",
    Reason.AUTHENTICATION: "held_authentication",
    Reason.QUIET_HOURS: "held_quiet_hours",
    Reason.PRINTER_OFFLINE: "held_printer_offline",
}


def report_of_print(words: Words, job: Job, printer: str) -> str:
    """Return what to say of a job that was just asked for."""
    match job.state:
        case JobState.HELD:
            return _held(words, job, printer)
        case JobState.FINISHED:
            return words.say("printed", printer=printer)
        case JobState.UNCONFIRMED:
            return words.say("unconfirmed", printer=printer)
        case JobState.FAILED | JobState.EXPIRED | JobState.CANCELED:
            return _failed(words, job, printer)
    return words.say("sent", printer=printer)


def report_of_last(words: Words, job: Job, printer: str) -> str:
    """Return what to say when somebody asks what became of a job."""
    named = {"name": job.name, "printer": printer}
    match job.state:
        case JobState.HELD:
            return words.sentences(
                words.say("not_yet_held", name=job.name), _held(words, job, printer)
            )
        case JobState.SUBMITTING:
            return words.say("not_yet_sending", **named)
        case JobState.PRINTING:
            return words.say("still_printing", **named)
        case JobState.FINISHED:
            # Without a yes, which is no answer to whether it is still printing.
            moment = words.moment(job.updated_at)
            return words.say("was_printed", **named, time=moment)
        case JobState.UNCONFIRMED:
            return words.say("unknown_outcome", **named)
        case JobState.FAILED | JobState.EXPIRED | JobState.CANCELED:
            return words.sentences(words.say("no"), _failed(words, job, printer))
    return words.say("not_yet_sent", **named)


def report_of_printer(words: Words, printer: SpokenPrinter) -> str:
    """Return what a printer does, as far as its jobs and the service's reports tell."""
    account = printer.target.account
    store, named = account.store, {"printer": printer.name}
    if not account.coordinator.last_update_success:
        return words.say("service_away", **named)
    jobs = get_open_jobs(store, printer.device_id)
    now = [job for job in jobs if job.state is JobState.PRINTING]
    if now:
        said = words.say("doing_printing", name=now[0].name, **named)
    elif printer.target.printer.online is False:
        said = words.say("doing_offline", **named)
    elif not jobs:
        return words.say("doing_idle", **named)
    else:
        said = words.say("doing_waiting", **named)
    if waiting := len(jobs) - len(now[:1]):
        return words.sentences(said, words.say("also_waiting", count=str(waiting)))
    return said


def _held(words: Words, job: Job, printer: str) -> str:
    said = words.say(_HELD.get(job.reason, "held"), printer=printer)
    if job.expires_at is None:
        return said
    return words.sentences(said, words.say("until", time=words.moment(job.expires_at)))


def _failed(words: Words, job: Job, printer: str) -> str:
    if (error := create_job_error(job)) is None:
        return words.say("canceled", name=job.name, printer=printer)
    return words.error(error)
