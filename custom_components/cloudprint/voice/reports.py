"""Answers about jobs and printers.

They state only what is known: no job is called printed before it is finished.
"""

from typing import Final

from ..printers.status import get_open_jobs
from ..printing.outcome import create_job_error
from ..spool.job import Job, JobState, Reason
from .printers import VoicePrinter
from .responses import Responses

_HELD_KEYS: Final[dict[Reason | None, str]] = {
    Reason.SERVICE: "held_service",
    Reason.AUTHENTICATION: "held_authentication",
    Reason.QUIET_HOURS: "held_quiet_hours",
    Reason.PRINTER_OFFLINE: "held_printer_offline",
}


def describe_print(responses: Responses, job: Job, printer: str) -> str:
    """Return the answer to a command to print."""
    match job.state:
        case JobState.HELD:
            return _describe_held(responses, job, printer)
        case JobState.FINISHED:
            return responses.say("printed", printer=printer)
        case JobState.UNCONFIRMED:
            return responses.say("unconfirmed", printer=printer)
        case JobState.FAILED | JobState.EXPIRED | JobState.CANCELED:
            return _describe_failed(responses, job, printer)
    return responses.say("sent", printer=printer)


def describe_last_job(responses: Responses, job: Job, printer: str) -> str:
    """Return the answer to a question for the outcome of a job."""
    names = {"name": job.name, "printer": printer}
    match job.state:
        case JobState.HELD:
            return responses.join(
                responses.say("not_yet_held", name=job.name),
                _describe_held(responses, job, printer),
            )
        case JobState.SUBMITTING:
            return responses.say("not_yet_sending", **names)
        case JobState.PRINTING:
            return responses.say("still_printing", **names)
        case JobState.FINISHED:
            # No "yes", since the question may be whether it is still printing.
            time = responses.format_moment(job.updated_at)
            return responses.say("was_printed", **names, time=time)
        case JobState.UNCONFIRMED:
            return responses.say("unknown_outcome", **names)
        case JobState.FAILED | JobState.EXPIRED | JobState.CANCELED:
            return responses.join(
                responses.say("no"), _describe_failed(responses, job, printer)
            )
    return responses.say("not_yet_sent", **names)


def describe_printer(responses: Responses, printer: VoicePrinter) -> str:
    """Return what a printer is doing, by its jobs and the service's reports."""
    account, name = printer.target.account, printer.name
    if not account.coordinator.last_update_success:
        return responses.say("service_away", printer=name)
    jobs = get_open_jobs(account.store, printer.device_id)
    printing = next((job for job in jobs if job.state is JobState.PRINTING), None)
    if printing:
        text = responses.say("doing_printing", name=printing.name, printer=name)
    elif printer.target.printer.online is False:
        text = responses.say("doing_offline", printer=name)
    elif not jobs:
        return responses.say("doing_idle", printer=name)
    else:
        text = responses.say("doing_waiting", printer=name)
    if waiting := len(jobs) - bool(printing):
        key = "also_waiting_one" if waiting == 1 else "also_waiting"
        text = responses.join(text, responses.say(key, count=str(waiting)))
    return text


def _describe_held(responses: Responses, job: Job, printer: str) -> str:
    text = responses.say(_HELD_KEYS.get(job.reason, "held"), printer=printer)
    if job.expires_at is None:
        return text
    time = responses.format_moment(job.expires_at)
    return responses.join(text, responses.say("until", time=time))


def _describe_failed(responses: Responses, job: Job, printer: str) -> str:
    if (error := create_job_error(job)) is None:
        return responses.say("canceled", name=job.name, printer=printer)
    return responses.get_error(error)
