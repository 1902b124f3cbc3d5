"""Answers about jobs and printers.

They state only what is known: no job is called printed before it is finished.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ..printers.status import PrinterState, get_open_jobs, get_status
from ..printing.outcome import create_job_error
from ..spool.job import Job, JobState, Reason
from .commands import Command, Question
from .printers import VoicePrinter
from .responses import Responses
from .waiting import leave_out_other_sides

_HELD_KEYS: Final[dict[Reason | None, str]] = {
    Reason.SERVICE: "held_service",
    Reason.AUTHENTICATION: "held_authentication",
    Reason.QUIET_HOURS: "held_quiet_hours",
    Reason.PRINTER_OFFLINE: "held_printer_offline",
    Reason.TURN_PAPER: "held_turn_paper",
}

_NO_KEYS: Final[dict[str, str]] = {
    Question.ONLINE: "no_online",
    Question.OFFLINE: "no_offline",
    Question.READY: "no_ready",
    Question.BUSY: "no_busy",
    Question.IDLE: "no_idle",
    Question.PRINTING: "no_printing",
}
"""Chinese denies a question with its own word."""

_COLOR_KEYS: Final = {
    "color": "maybe_not_color",
    "monochrome": "maybe_not_monochrome",
}
"""What may come out otherwise, by the color that was said."""


def describe_print(responses: Responses, job: Job, printer: str, name: str) -> str:
    """Return the answer to a command to print."""
    names = {"name": name, "printer": printer}
    match job.state:
        case JobState.HELD:
            return _describe_held(responses, job, **names)
        case JobState.FINISHED:
            return responses.say("printed", **names)
        case JobState.UNCONFIRMED:
            return responses.say("unconfirmed", **names)
        case JobState.FAILED | JobState.EXPIRED | JobState.CANCELED:
            return _describe_failed(responses, job, printer)
    return responses.say("sent", **names)


def describe_warnings(
    responses: Responses, job: Job, command: Command
) -> Iterator[str]:
    """Yield what may come out otherwise than it was said, unless nothing comes out."""
    if job.state in (JobState.FAILED, JobState.EXPIRED, JobState.CANCELED):
        return
    if command.color is not None and "color_unsupported" in job.warnings:
        yield responses.say(_COLOR_KEYS[command.color])
    if command.copies is not None and "copies_unsupported" in job.warnings:
        yield responses.say("maybe_one_copy")


def describe_last_job(responses: Responses, job: Job, printer: str) -> str:
    """Return the answer to a question for the outcome of a job."""
    names = {"name": job.name, "printer": printer}
    match job.state:
        case JobState.HELD:
            return responses.join(
                responses.say("not_yet_held", name=job.name),
                _describe_held(responses, job, **names),
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


def describe_printers(
    responses: Responses, printers: Sequence[VoicePrinter], question: str = ""
) -> str:
    """Return what printers are doing.

    A question is answered with yes or no first, if that is the same for all of them.
    """
    is_about_service = question in (Question.ONLINE, Question.OFFLINE)
    describe = _describe_online if is_about_service else describe_printer
    statements = [describe(responses, printer) for printer in printers]
    answers = {question and _answer(printer, question) for printer in printers}
    if answers == {True}:
        statements.insert(0, responses.say("yes"))
    elif answers == {False}:
        statements.insert(0, responses.say(_NO_KEYS[question]))
    return responses.join(*statements)


def _answer(printer: VoicePrinter, question: str) -> bool | None:
    """Return the answer to a question about a printer, or None if it is unknown."""
    account, device_id = printer.target.account, printer.device_id
    if not account.coordinator.last_update_success:
        return None
    is_online = printer.target.printer.online
    match question:
        case Question.OFFLINE:
            return None if is_online is None else not is_online
        case Question.ONLINE | Question.READY:
            return is_online
    state = get_status(account.store, device_id, printer.target.printer)
    match question:
        case Question.PRINTING:
            return state is PrinterState.PRINTING
        case Question.IDLE:
            # That a printer is offline answers it neither with yes nor with no.
            is_idle = state is PrinterState.IDLE
            return None if state is PrinterState.OFFLINE else is_idle
    return state in (PrinterState.PRINTING, PrinterState.WAITING)


def _describe_online(responses: Responses, printer: VoicePrinter) -> str:
    """Return whether the service reports a printer as online."""
    is_online = printer.target.printer.online
    if not printer.target.account.coordinator.last_update_success:
        key = "service_away"
    elif is_online is None:
        key = "online_unknown"
    else:
        key = "doing_online" if is_online else "doing_offline"
    return responses.say(key, printer=printer.name)


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
    others = [job for job in jobs if job is not printing]
    if waiting := len(leave_out_other_sides(others)):
        key = "also_waiting_one" if waiting == 1 else "also_waiting"
        text = responses.join(text, responses.say(key, count=str(waiting)))
    return text


def _describe_held(responses: Responses, job: Job, name: str, printer: str) -> str:
    key = _HELD_KEYS.get(job.reason, "held")
    if job.awaits_paper and not job.can_release_back_pass:
        key = "held_fronts_first"
    text = responses.say(key, name=name, printer=printer)
    if job.expires_at is None:
        return text
    time = responses.format_moment(job.expires_at)
    return responses.join(text, responses.say("until", time=time))


def _describe_failed(responses: Responses, job: Job, printer: str) -> str:
    if (error := create_job_error(job)) is None:
        key = "fronts_failed" if job.reason is Reason.TURN_PAPER else "canceled"
        return responses.say(key, name=job.name, printer=printer)
    return responses.get_error(error)
