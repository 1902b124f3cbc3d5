"""Answers about jobs, the queue and printers.

They state only what is known: no job is called printed before it is finished.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from ..printers.status import PrinterState, get_open_jobs, get_status
from ..printing.outcome import create_job_error
from ..spool.job import Job, JobState, PaperSide, Reason
from .commands import Command, Question
from .printers import VoicePrinter
from .responses import Responses

_HELD_KEYS: Final[dict[Reason | None, str]] = {
    Reason.SERVICE: "held_service",
    Reason.AUTHENTICATION: "held_authentication",
    Reason.QUIET_HOURS: "held_quiet_hours",
    Reason.PRINTER_OFFLINE: "held_printer_offline",
    Reason.TURN_PAPER: "held_turn_paper",
}
_PRINT_KEYS: Final = {
    JobState.FINISHED: "printed",
    JobState.UNCONFIRMED: "unconfirmed",
}
_LAST_JOB_KEYS: Final = {
    JobState.SUBMITTING: "not_yet_sending",
    JobState.PRINTING: "still_printing",
    JobState.UNCONFIRMED: "unknown_outcome",
}
_NOT_PRINTED: Final = (JobState.FAILED, JobState.EXPIRED, JobState.CANCELED)


def describe_print(responses: Responses, job: Job, printer: str, name: str) -> str:
    """Return the answer to a command to print."""
    if job.state is JobState.HELD:
        return _describe_held(responses, job, name, printer)
    if job.state in _NOT_PRINTED:
        return _describe_failed(responses, job, printer)
    key = _PRINT_KEYS.get(job.state, "sent")
    return responses.say(key, name=name, printer=printer)


def describe_warnings(
    responses: Responses, job: Job, command: Command
) -> Iterator[str]:
    """Yield what may come out otherwise than it was said, unless nothing comes out."""
    if job.state in _NOT_PRINTED:
        return
    if command.color is not None and "color_unsupported" in job.warnings:
        yield responses.say(f"maybe_not_{command.color}")
    if command.copies is not None and "copies_unsupported" in job.warnings:
        yield responses.say("maybe_one_copy")


def describe_manual_duplex(
    responses: Responses, job: Job, printer: VoicePrinter
) -> Iterator[str]:
    """Yield what a person has to do for the back pass, if a job is one of both passes."""
    if job.side is PaperSide.FRONT and not job.state.is_final:
        yield responses.say("turn_later")
    if job.can_release_back_pass:
        undecided = printer.target.account.store.undecided_jobs
        if any(front.job_id == job.follows for front in undecided):
            yield responses.say("turn_check")
        # The pages are in order for these trays, which may have changed since.
        if (trays := job.trays) is not None:
            yield responses.say("turn_over" if trays.is_stack_turned else "turn_keep")
        yield responses.say("turn_say")


def describe_last_job(responses: Responses, job: Job, printer: str) -> str:
    """Return the answer to a question for the outcome of a job."""
    names = {"name": job.name, "printer": printer}
    if job.state is JobState.HELD:
        not_yet = responses.say("not_yet_held", name=job.name)
        return responses.join(not_yet, _describe_held(responses, job, **names))
    if job.state is JobState.FINISHED:
        # No "yes", since the question may be whether it is still printing.
        time = responses.format_moment(job.updated_at)
        return responses.say("was_printed", **names, time=time)
    if job.state in _NOT_PRINTED:
        failed = _describe_failed(responses, job, printer)
        return responses.join(responses.say("no"), failed)
    return responses.say(_LAST_JOB_KEYS.get(job.state, "not_yet_sent"), **names)


def leave_out_back_passes(jobs: Collection[Job]) -> list[Job]:
    """Return jobs without the back passes whose front passes are among them."""
    job_ids = {job.job_id for job in jobs}
    return [job for job in jobs if job.follows not in job_ids]


def describe_queue(responses: Responses, jobs: Iterable[Job]) -> str:
    """Return how many documents wait, held or sent, and their names."""
    jobs = leave_out_back_passes(
        [job for job in jobs if job.state is not JobState.PRINTING]
    )
    if not jobs:
        return responses.say("nothing_waiting")
    key = "waiting" if len(jobs) > 1 else "one_waiting"
    names = responses.quote_names([job.name for job in jobs])
    return responses.say(key, count=str(len(jobs)), names=names)


def describe_printers(
    responses: Responses, printers: Iterable[VoicePrinter], question: str = ""
) -> str:
    """Return what printers are doing.

    A question is answered with yes or no first, if that is the same for all of them.
    """
    statements: list[str] = []
    answers: set[bool | None] = set()
    for printer in printers:
        if not printer.target.account.coordinator.last_update_success:
            statements.append(responses.say("service_away", printer=printer.name))
            answers.add(None)
        elif question in (Question.ONLINE, Question.OFFLINE):
            is_online = printer.target.printer.online
            key = "doing_online" if is_online else "doing_offline"
            key = "online_unknown" if is_online is None else key
            statements.append(responses.say(key, printer=printer.name))
            answers.add(_answer(printer, question))
        else:
            statements.append(_describe_printer(responses, printer))
            answers.add(_answer(printer, question) if question else None)
    if answers == {True}:
        statements.insert(0, responses.say("yes"))
    elif answers == {False}:
        # Chinese denies a question with its own word.
        statements.insert(0, responses.say(f"no_{question}"))
    return responses.join(*statements)


def _answer(printer: VoicePrinter, question: str) -> bool | None:
    """Return the answer to a question about a printer, or None if it is unknown."""
    is_online = printer.target.printer.online
    store = printer.target.account.store
    state = get_status(store, printer.device_id, printer.target.printer)
    match question:
        case Question.OFFLINE:
            return None if is_online is None else not is_online
        case Question.ONLINE | Question.READY:
            return is_online
        case Question.PRINTING:
            return state is PrinterState.PRINTING
        case Question.IDLE:
            # That a printer is offline answers it neither with yes nor with no.
            is_idle = state is PrinterState.IDLE
            return None if state is PrinterState.OFFLINE else is_idle
    return state in (PrinterState.PRINTING, PrinterState.WAITING)


def _describe_printer(responses: Responses, printer: VoicePrinter) -> str:
    """Return what a printer is doing, by its jobs and the service's reports."""
    name = printer.name
    jobs = get_open_jobs(printer.target.account.store, printer.device_id)
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
    if waiting := len(leave_out_back_passes(others)):
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
