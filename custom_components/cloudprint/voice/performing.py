"""Does what was asked, and says what came of it: one way for all who ask."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, UnknownUser

from ..const import DOMAIN
from ..data import JOURNAL
from ..exceptions import failed
from ..printing.action import async_print
from ..printing.jobs import async_reprint
from ..printing.own_pages import async_print_test_page
from ..printing.permission import async_get_user
from ..spool.job import Job
from ..spool.journal import JournalError
from .commands import (
    AskEverything,
    AskLastJob,
    AskPrinters,
    Command,
    Print,
    PrintAgain,
    PrinterSelector,
    PrintTestPage,
)
from .contents import content_of
from .printers import (
    SpokenPrinter,
    printer_for,
    printers_at,
    printers_away,
    spoken_accounts,
    spoken_printers,
)
from .reports import report_of_last, report_of_print, report_of_printer
from .text import comparable
from .vocabulary import Vocabulary
from .words import VoiceError, Words

ASSISTANT: Final = "conversation"
"""The assistant that speech and sentences come to; entities are exposed to it."""

RECENT_JOBS: Final = 100
"""The jobs among which one is looked for by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext:
    """Who said something, in which language, and which device heard it."""

    language: str
    context: Context | None = None
    heard_by: str | None = None
    assistant: str = ASSISTANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to say, and the job that it is about; `is_done` if it was done as asked."""

    text: str
    is_done: bool = True
    job: Job | None = None


type Understand = Callable[[Vocabulary], tuple[str, Command]]
"""Returns the language to answer in, and the command. Raises VoiceError."""


async def async_perform(
    hass: HomeAssistant, understand: Understand, hearing: ConversationContext
) -> Answer:
    """Do what was asked for. Never raises for what a person can be told.

    `understand` is given only the names of what the user may see. What it refuses is
    answered in the language of `hearing`.
    """
    language = hearing.language
    try:
        user = await async_get_user(hass, hearing.context)
        vocabulary = Vocabulary.of(hass, hearing.assistant, user)
        language, command = understand(vocabulary)
        words = await Words.async_of(hass, language)
        performance = _Performance(hass, hearing, user, words)
        return await performance.async_perform(command)
    except UnknownUser:
        refusal: VoiceError | HomeAssistantError = VoiceError("unknown_user")
    except (VoiceError, HomeAssistantError) as err:
        refusal = err
    words = await Words.async_of(hass, language)
    return Answer(text=words.refusal(refusal), is_done=False)


class _Performance:
    """One command on its way."""

    def __init__(
        self,
        hass: HomeAssistant,
        hearing: ConversationContext,
        user: User | None,
        words: Words,
    ) -> None:
        self._hass = hass
        self._hearing = hearing
        self._user = user
        self._words = words
        self._printers = spoken_printers(hass, hearing.assistant, user)

    async def async_perform(self, command: Command) -> Answer:
        if not self._printers:
            raise VoiceError(self._reason_for_none())
        if named := set(command.place.device_ids):
            if named <= printers_away(self._hass, self._user).keys():
                raise VoiceError("not_connected")
        if isinstance(command, AskPrinters):
            return Answer(text=self._report(command.place))
        if isinstance(command, AskEverything):
            return self._everything(command.place)
        if isinstance(command, AskLastJob):
            printer, job = await self._async_last(command)
            return Answer(text=report_of_last(self._words, job, printer.name), job=job)
        if isinstance(command, PrintTestPage):
            printer = self._printer(command.place)
            job = await async_print_test_page(self._hass, printer.device_id, self._user)
            return self._answer(printer, job)
        if isinstance(command, PrintAgain):
            return await self._async_print_again(command)
        assert isinstance(command, Print)
        return await self._async_print(command)

    async def _async_print(self, command: Print) -> Answer:
        content = content_of(self._hass, command, self._hearing.assistant, self._user)
        printer = self._printer(command.place, content.device_id)
        fields = {
            **content.fields,
            "device_id": printer.device_id,
            "copies": _copies(command, printer),
        }
        (printed,) = await async_print(self._hass, fields, self._user)
        answer = self._answer(printer, printed.job)
        if not content.left_out:
            return answer
        left_out = self._words.say("left_out", calendars=content.left_out)
        return replace(answer, text=self._words.sentences(answer.text, left_out))

    async def _async_print_again(self, command: PrintAgain) -> Answer:
        printer, job = self._newest(command.place)
        fields = {"job_id": job.job_id, "copies": _copies(command, printer)}
        return self._answer(
            printer, await async_reprint(self._hass, fields, self._user)
        )

    def _report(self, place: PrinterSelector) -> str:
        """Return what the printers that are named do."""
        found = printers_at(self._printers, place)
        return self._words.sentences(
            *(report_of_printer(self._words, printer) for printer in found)
        )

    def _everything(self, place: PrinterSelector) -> Answer:
        report = self._report(place)
        try:
            printer, job = self._newest(place)
        except VoiceError as err:
            last = self._words.say(err.key, **err.filled)
            return Answer(text=self._words.sentences(report, last))
        last = report_of_last(self._words, job, printer.name)
        return Answer(text=self._words.sentences(report, last), job=job)

    def _printer(
        self, place: PrinterSelector, kept_for: str | None = None
    ) -> SpokenPrinter:
        """Return the printer that is named, or else that a document is kept for."""
        if place == PrinterSelector():
            for printer in self._printers:
                if printer.device_id == kept_for:
                    return printer
        return printer_for(self._hass, self._printers, place, self._hearing.heard_by)

    def _newest(self, place: PrinterSelector) -> tuple[SpokenPrinter, Job]:
        """Return the newest job of the printers that are named, or of all."""
        jobs = [
            (printer, job)
            for printer in printers_at(self._printers, place)
            if (job := printer.last_job) is not None
        ]
        if not jobs and place.name:
            raise VoiceError("nothing_there", place=place.name)
        if not jobs:
            raise VoiceError("nothing_yet")
        return max(jobs, key=lambda item: item[1].created_at)

    async def _async_last(self, command: AskLastJob) -> tuple[SpokenPrinter, Job]:
        """Return the job that is asked about."""
        if not command.names:
            return self._newest(command.place)
        printers = {
            printer.device_id: printer
            for printer in printers_at(self._printers, command.place)
        }
        try:
            jobs = await self._hass.data[JOURNAL].async_jobs(
                device_ids=printers, limit=RECENT_JOBS
            )
        except JournalError as err:
            raise failed("journal_unreadable", error=str(err)) from err
        names = set(map(comparable, command.names))
        for job in jobs:
            if comparable(job.name) in names:
                printer = printers[job.device_id]
                return printer, printer.current(job)
        raise VoiceError("not_lately", name=command.name)

    def _answer(self, printer: SpokenPrinter, job: Job) -> Answer:
        """Return what became of a job so far."""
        return Answer(text=report_of_print(self._words, job, printer.name), job=job)

    def _reason_for_none(self) -> str:
        accounts = spoken_accounts(self._hass)
        loaded = self._hass.config_entries.async_loaded_entries(DOMAIN)
        if accounts and not any(account in loaded for account in accounts):
            return "not_connected"
        return "no_printer"


def _copies(command: Print, printer: SpokenPrinter) -> int | None:
    copies = command.copies
    if copies is not None and not 1 <= copies <= printer.max_copies:
        if printer.max_copies == 1:
            raise VoiceError("one_copy")
        raise VoiceError("copies", limit=str(printer.max_copies))
    return copies
