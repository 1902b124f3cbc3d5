"""Answers in the language of a command: errors, jobs, the queue and printers.

They state only what is known: no job is called printed before it is finished.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, UnknownUser

from ..const import DOMAIN
from ..policy.people import async_get_people
from ..printers.status import PrinterState, get_open_jobs, get_status
from ..printing.outcome import create_job_error
from ..printing.viewer import name_approvers
from ..source.pages.locale_formatter import LocaleFormatter
from ..spool.job import Job, JobState, Reason
from ..texts import CHINESE, ENGLISH, async_get_texts, join_names
from .commands import Command, NotUnderstoodError, Question, VoiceError
from .vocabulary import VoicePrinter

MAX_NAMES: Final = 5  # of jobs in an answer

_SPOKEN_ERRORS: Final = ("sides_not_made_here", "trays_unknown")
"""Errors about manual duplex, which have answers of their own."""


_HELD_KEYS: Final[dict[Reason | None, str]] = {
    Reason.SERVICE: "held_service",
    Reason.AUTHENTICATION: "held_authentication",
    Reason.QUIET_HOURS: "held_quiet_hours",
    Reason.PRINTER_OFFLINE: "held_printer_offline",
    Reason.TURN_PAPER: "held_turn_paper",
}
_CANCELED_KEYS: Final[dict[Reason | None, str]] = {
    Reason.DENIED: "denied",
    Reason.TURN_PAPER: "fronts_failed",
}
_PRINT_KEYS: Final = {
    JobState.PREPARING: "preparing",
    JobState.FINISHED: "printed",
    JobState.UNCONFIRMED: "unconfirmed",
}
_LAST_JOB_KEYS: Final = {
    JobState.SUBMITTING: "not_yet_sending",
    JobState.PRINTING: "still_printing",
    JobState.UNCONFIRMED: "unknown_outcome",
}
_ONLINE_KEYS: Final = {
    True: "doing_online",
    False: "doing_offline",
    None: "online_unknown",
}
_NOT_PRINTED: Final = (JobState.FAILED, JobState.EXPIRED, JobState.CANCELED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The answers and errors in one language."""

    language: str
    formatter: LocaleFormatter
    texts: Mapping[str, str] = field(repr=False)
    people: Mapping[str, str] = field(repr=False)  # names by the ids of users

    @classmethod
    async def async_load(cls, hass: HomeAssistant, language: str) -> Self:
        """Load the texts of `en` or `zh-Hans`."""
        return cls(
            language=language,
            formatter=await LocaleFormatter.async_create(hass, language),
            texts=await async_get_texts(hass, language, "common", "exceptions"),
            people=await async_get_people(hass),
        )

    def say(self, key: str, **placeholders: str | Sequence[str]) -> str:
        """Return an answer. A list among the placeholders is read as alternatives."""
        filled = {
            name: value if isinstance(value, str) else self._join_names("or", value)
            for name, value in placeholders.items()
        }
        return self.texts[f"common.spoken_{key}"].format(**filled)

    def get_error(self, err: VoiceError | HomeAssistantError) -> str:
        """Return the message of an error; of another integration's, a general one.

        Those may be in any language and contain anything.
        """
        if isinstance(err, NotUnderstoodError):
            if names := err.placeholders.get("names"):
                return self.say("not_understood_names", names=self.quote_names(names))
            return self.say(err.key)
        if isinstance(err, UnknownUser):
            return self.say("unknown_user")
        if isinstance(err, VoiceError):
            return self.say(err.key, **err.placeholders)
        key = f"exceptions.{err.translation_key}.message"
        if err.translation_domain != DOMAIN or key not in self.texts:
            return self.say("failed")
        filled = err.translation_placeholders or {}
        if err.translation_key in _SPOKEN_ERRORS:
            return self.say(str(err.translation_key), **filled)
        if err.translation_key == "option_unsupported" and (
            (filled["field"], filled["value"]) == ("sides", "two_sided_long_edge")
        ):
            return self.say("no_two_sides")
        return self.texts[key].format(**filled)

    def format_days(self, first: date, last: date) -> str:
        """Return a day, or the first and the last of several days."""
        if first == last:
            return _unbind(self.formatter.day(first))
        return _unbind(self.formatter.days(first, last))

    def format_moment(self, moment: datetime) -> str:
        """Return the time, with its day if that is not today."""
        local = moment.astimezone(self.formatter.time_zone)
        text = self.formatter.time(local)
        if local.date() != self.formatter.today:
            text = self.formatter.together(self.formatter.day(local.date()), text)
        return _unbind(text)

    def join(self, *sentences: str) -> str:
        """Return sentences as one text."""
        return {CHINESE: "", ENGLISH: " "}[self.language].join(sentences)

    def quote_names(self, names: Sequence[str]) -> str:
        """Return some names in quotation marks, and how many more there are."""
        quoted = [f"“{name}”" for name in names[:MAX_NAMES]]
        if more := len(names) - len(quoted):
            quoted_names = join_names(quoted, self.language)
            return self.say("and_more", names=quoted_names, count=str(more))
        return self._join_names("and", quoted)

    def _join_names(self, key: str, names: Sequence[str]) -> str:
        *others, last = names
        if not others:
            return last
        return self.say(key, others=join_names(others, self.language), last=last)

    def describe_print(self, job: Job, printer: str, name: str) -> str:
        """Return the answer to a command to print."""
        if job.state is JobState.HELD:
            return self._describe_held(job, name, printer)
        if job.state in _NOT_PRINTED:
            return self._describe_failed(job, printer)
        key = _PRINT_KEYS.get(job.state, "sent")
        return self.say(key, name=name, printer=printer)

    def describe_warnings(self, job: Job, command: Command) -> Iterator[str]:
        """Yield what may come out otherwise than it was said, unless nothing comes out."""
        if job.state in _NOT_PRINTED:
            return
        if command.color is not None and "color_unsupported" in job.warnings:
            yield self.say(f"maybe_not_{command.color}")
        if "color_denied" in job.warnings:
            yield self.say("color_denied")
        if command.copies is not None and "copies_unsupported" in job.warnings:
            yield self.say("maybe_one_copy")

    def describe_manual_duplex(self, job: Job, printer: VoicePrinter) -> Iterator[str]:
        """Yield what a person has to do for the back pass, if a job has or is one."""
        store = printer.account.store
        if store.waiting.find_back_pass(job.job_id) and not job.state.is_final:
            yield self.say("turn_later")
        if job.can_release_back_pass:
            if any(
                front.job_id == job.duplex.follows for front in store.undecided_jobs
            ):
                yield self.say("turn_check")
            # The pages are in order for these trays, which may have changed since.
            if (trays := job.duplex.trays) is not None:
                yield self.say("turn_over" if trays.is_stack_turned else "turn_keep")
            yield self.say("turn_say")

    def describe_last_job(self, job: Job, printer: str) -> str:
        """Return the answer to a question for the outcome of a job."""
        names = {"name": job.name, "printer": printer}
        if job.state is JobState.HELD:
            not_yet = self.say("not_yet_held", name=job.name)
            return self.join(not_yet, self._describe_held(job, **names))
        if job.state is JobState.FINISHED:
            # No "yes", since the question may be whether it is still printing.
            time = self.format_moment(job.updated_at)
            return self.say("was_printed", **names, time=time)
        if job.state in _NOT_PRINTED:
            failed = self._describe_failed(job, printer)
            return self.join(self.say("no"), failed)
        return self.say(_LAST_JOB_KEYS.get(job.state, "not_yet_sent"), **names)

    def describe_queue(self, jobs: Iterable[Job]) -> str:
        """Return how many documents wait, held or sent or for approval, and their names."""
        jobs = leave_out_back_passes(
            [job for job in jobs if job.state is not JobState.PRINTING]
        )
        sentences = []
        for is_asked, one, several in (
            (False, "one_waiting", "waiting"),
            (True, "one_waiting_approval", "waiting_approval"),
        ):
            names = [job.name for job in jobs if job.needs_approval is is_asked]
            if names:
                key, quoted = several if names[1:] else one, self.quote_names(names)
                sentences.append(self.say(key, count=str(len(names)), names=quoted))
        return self.join(*sentences) or self.say("nothing_waiting")

    def describe_printers(
        self, printers: Sequence[VoicePrinter], question: str = ""
    ) -> str:
        """Return what printers are doing.

        A question is answered with yes or no first, if that is the same for all of them.
        """
        statements = [self._describe_printer(printer, question) for printer in printers]
        answers = {_answer(printer, question) for printer in printers}
        if answers == {True}:
            statements.insert(0, self.say("yes"))
        elif answers == {False}:
            # Chinese denies a question with its own word.
            statements.insert(0, self.say(f"no_{question}"))
        return self.join(*statements)

    def _describe_printer(self, printer: VoicePrinter, question: str) -> str:
        """Return what a printer is doing, by its jobs and the service's reports."""
        name, is_online = printer.name, printer.printer.online
        if not printer.account.coordinator.last_update_success:
            return self.say("service_away", printer=name)
        if question in (Question.ONLINE, Question.OFFLINE):
            return self.say(_ONLINE_KEYS[is_online], printer=name)
        jobs = [
            job
            for job in get_open_jobs(printer.account.store, printer.device_id)
            if not job.needs_approval
        ]
        printing = next((job for job in jobs if job.state is JobState.PRINTING), None)
        if printing:
            text = self.say(
                "doing_printing",
                name=printer.viewer.show(printing).job.name,
                printer=name,
            )
        elif is_online is False:
            text = self.say("doing_offline", printer=name)
        elif not jobs:
            return self.say("doing_idle", printer=name)
        else:
            text = self.say("doing_waiting", printer=name)
        others = [job for job in jobs if job is not printing]
        if waiting := len(leave_out_back_passes(others)):
            key = "also_waiting_one" if waiting == 1 else "also_waiting"
            text = self.join(text, self.say(key, count=str(waiting)))
        return text

    def _describe_held(self, job: Job, name: str, printer: str) -> str:
        key = _HELD_KEYS.get(job.reason, "held")
        if job.awaits_paper and not job.can_release_back_pass:
            key = "held_fronts_first"
        people = list[str]()
        if job.needs_approval:
            people = name_approvers(job, self.people)
            key = "held_approval" if people else "held_approval_admin"
        text = self.say(key, name=name, printer=printer, people=people or "")
        if job.waiting.expires_at is None:
            return text
        time = self.format_moment(job.waiting.expires_at)
        return self.join(text, self.say("until", time=time))

    def _describe_failed(self, job: Job, printer: str) -> str:
        if (error := create_job_error(job)) is None:
            key = _CANCELED_KEYS.get(job.reason, "canceled")
            if job.reason is Reason.DENIED and job.message:
                key = "denied_message"
            message = job.message or ""
            return self.say(key, name=job.name, printer=printer, message=message)
        return self.get_error(error)


def _unbind(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def leave_out_back_passes(jobs: Collection[Job]) -> list[Job]:
    """Return jobs without the back passes whose front passes are among them."""
    job_ids = {job.job_id for job in jobs}
    return [job for job in jobs if job.duplex.follows not in job_ids]


def _answer(printer: VoicePrinter, question: str) -> bool | None:
    """Return the answer to a question about a printer, or None if it is unknown."""
    if not question or not printer.account.coordinator.last_update_success:
        return None
    is_online = printer.printer.online
    store = printer.account.store
    state = get_status(store, printer.device_id, printer.printer)
    match question:
        case Question.OFFLINE:
            return None if is_online is None else not is_online
        case Question.ONLINE | Question.READY:
            return is_online
        case Question.PRINTING:
            return state is PrinterState.PRINTING
        case Question.IDLE:
            # That a printer is offline answers it neither with yes nor with no.
            return None if state is PrinterState.OFFLINE else state is PrinterState.IDLE
    return state in (PrinterState.PRINTING, PrinterState.WAITING)
