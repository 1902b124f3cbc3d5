"""Performs commands and answers, the same for sentences, intents and tools."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, UnknownUser
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN
from ..data import JOURNAL
from ..exceptions import failed
from ..printing.action import async_print
from ..printing.jobs import async_reprint
from ..printing.outcome import raise_failures
from ..printing.own_pages import async_print_message, async_print_test_page
from ..printing.permission import async_get_user, get_requester
from ..printing.saved_document import SavedDocument
from ..spool.job import Job
from ..spool.journal import JournalError
from .commands import Command, Kind, PrinterSelector
from .content import build_print_fields, get_options
from .printers import (
    VoicePrinter,
    choose_printer,
    filter_printers,
    get_area_id,
    get_printers_away,
    get_voice_accounts,
    get_voice_printers,
)
from .recognition import recognize
from .reports import (
    describe_last_job,
    describe_print,
    describe_printers,
    describe_warnings,
)
from .responses import Responses, VoiceError
from .text import normalize
from .turning import async_print_turned, describe_turn, describe_turned
from .vocabulary import Vocabulary
from .waiting import async_cancel_jobs, describe_queue, find_open_jobs

ASSISTANT: Final = "conversation"
"""The assistant of sentences and speech, to which entities are exposed."""

RECENT_JOBS: Final = 100
"""Number of jobs among which a job is searched by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext:
    """The language of a command, who gave it, and the device that heard it.

    `satellite_id` is the entity of a voice satellite, which may be in another area.
    """

    language: str
    context: Context | None = None
    device_id: str | None = None
    satellite_id: str | None = None
    assistant: str = ASSISTANT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    """The answer to a command, and the job that it is about."""

    speech: str
    is_error: bool = False
    job: Job | None = None


async def async_perform(
    hass: HomeAssistant, request: Command | str, conversation: ConversationContext
) -> CommandResult:
    """Perform a command or a sentence.

    Errors are answered, not raised. Sentences are answered in their own language.
    """
    language = conversation.language
    try:
        user = await async_get_user(hass, conversation.context)
        vocabulary = Vocabulary.build(hass, conversation.assistant, user)
        if isinstance(request, Command):
            command = request
        else:
            language, command = await hass.async_add_executor_job(
                recognize, request, vocabulary
            )
        responses = await Responses.async_load(hass, language)
        handler = _CommandHandler(
            hass,
            conversation,
            user,
            vocabulary,
            responses,
            vocabulary.select_printer(command.printer),
        )
        return await handler.async_handle(command)
    except UnknownUser:
        return await async_refuse(hass, VoiceError("unknown_user"), language)
    except (VoiceError, HomeAssistantError) as err:
        return await async_refuse(hass, err, language)


async def async_refuse(
    hass: HomeAssistant, err: VoiceError | HomeAssistantError, language: str
) -> CommandResult:
    """Return the answer to a command that is not performed."""
    responses = await Responses.async_load(hass, language)
    return CommandResult(speech=responses.get_error(err), is_error=True)


class _CommandHandler:
    """Performs a command on one of the printers that a user may see."""

    def __init__(
        self,
        hass: HomeAssistant,
        conversation: ConversationContext,
        user: User | None,
        vocabulary: Vocabulary,
        responses: Responses,
        selector: PrinterSelector,
    ) -> None:
        """Set up the handler. `selector` is the printer that the command names."""
        self._hass = hass
        self._area_id = get_area_id(
            hass, conversation.satellite_id, conversation.device_id
        )
        self._user = user
        self._requested_by = get_requester(user, _get_heard_by(hass, conversation))
        self._vocabulary = vocabulary
        self._responses = responses
        self._printers = get_voice_printers(hass, conversation.assistant, user)
        self._selector = selector

    async def async_handle(self, command: Command) -> CommandResult:
        """Perform the command. Raises VoiceError and HomeAssistantError."""
        if not self._printers:
            raise VoiceError(self._get_reason_for_none())
        if named := set(self._selector.device_ids):
            if named <= get_printers_away(self._hass, self._user).keys():
                raise VoiceError("not_connected")
        match command.kind:
            case Kind.PRINTER_STATUS:
                return CommandResult(speech=self._describe_printers(command.question))
            case Kind.JOB_STATUS:
                return self._describe_job(*await self._async_find_job(command))
            case Kind.STATUS:
                return self._describe_all()
            case Kind.TEST_PAGE:
                return await self._async_print_test_page(command)
            case Kind.NOTE:
                return await self._async_print_note(command)
            case Kind.REPRINT:
                return await self._async_print_again(command)
            case Kind.QUEUE:
                return CommandResult(speech=self._describe_queue())
            case Kind.CANCEL | Kind.CANCEL_ALL:
                return await self._async_cancel(command)
            case Kind.TURNED:
                return await self._async_print_turned()
        return await self._async_print(command)

    async def _async_print_test_page(self, command: Command) -> CommandResult:
        if command.copies not in (None, 1):
            raise VoiceError("one_copy")
        printer = self._choose_printer()
        job = await async_print_test_page(
            self._hass,
            printer.device_id,
            self._user,
            requested_by=self._requested_by,
            **get_options(command),
        )
        return self._describe_print(command, printer, job)

    async def _async_print_note(self, command: Command) -> CommandResult:
        if not normalize(command.text):
            raise VoiceError("which_text")
        printer = self._choose_printer()
        job = await async_print_message(
            self._hass,
            printer.device_id,
            command.text,
            user=self._user,
            requested_by=self._requested_by,
            name=self._responses.say("note"),
            copies=_check_copies(command, printer),
            **get_options(command),
        )
        return self._describe_print(command, printer, job)

    async def _async_print(self, command: Command) -> CommandResult:
        print_fields = build_print_fields(
            self._hass,
            command,
            self._vocabulary,
            self._responses,
            self._user,
            self._area_id,
        )
        printer = self._choose_printer(print_fields.document)
        fields = {
            **print_fields.fields,
            **get_options(command),
            "device_id": printer.device_id,
            "copies": _check_copies(command, printer),
        }
        printed = await async_print(
            self._hass,
            fields,
            self._user,
            allow_fetching=False,
            requested_by=self._requested_by,
        )
        result = self._describe_print(
            command, printer, printed[0].job, print_fields.days
        )
        if not print_fields.left_out:
            return result
        left_out = self._responses.say("left_out", calendars=print_fields.left_out)
        return replace(result, speech=self._responses.join(result.speech, left_out))

    async def _async_print_again(self, command: Command) -> CommandResult:
        printer, _ = self._get_last_job()
        # By its id, only one side of a print by hand on both would be printed.
        fields = {
            **get_options(command),
            "device_id": printer.device_id,
            "copies": _check_copies(command, printer),
        }
        reprints = await async_reprint(
            self._hass, fields, self._user, requested_by=self._requested_by
        )
        raise_failures(reprints)
        return self._describe_print(command, printer, reprints[0])

    async def _async_cancel(self, command: Command) -> CommandResult:
        names = self._get_job_names(command.name)
        jobs = find_open_jobs(self._filter_printers(), names)
        if names and not jobs:
            # It has ended, or was never printed.
            return self._describe_job(*await self._async_find_job(command))
        is_clear = bool(names) or command.kind is Kind.CANCEL_ALL
        return CommandResult(
            speech=await async_cancel_jobs(
                self._hass, self._responses, jobs, self._user, is_clear=is_clear
            )
        )

    async def _async_print_turned(self) -> CommandResult:
        printers = self._filter_printers()
        printer, job = await async_print_turned(
            self._hass, printers, self._area_id, self._user
        )
        speech = describe_turned(self._responses, job, printer.name)
        return CommandResult(speech=speech, job=job)

    def _filter_printers(self) -> Sequence[VoicePrinter]:
        return filter_printers(self._printers, self._selector)

    def _describe_printers(self, question: str = "") -> str:
        return describe_printers(self._responses, self._filter_printers(), question)

    def _describe_queue(self) -> str:
        return describe_queue(self._responses, find_open_jobs(self._filter_printers()))

    def _describe_job(self, printer: VoicePrinter, job: Job) -> CommandResult:
        speech = self._responses.join(
            describe_last_job(self._responses, job, printer.name),
            *describe_turn(self._responses, job, printer),
        )
        return CommandResult(speech=speech, job=job)

    def _describe_all(self) -> CommandResult:
        sentences = self._describe_printers(), self._describe_queue()
        try:
            last = self._describe_job(*self._get_last_job())
        except VoiceError as err:
            last = CommandResult(speech=self._responses.get_error(err))
        return replace(last, speech=self._responses.join(*sentences, last.speech))

    def _choose_printer(self, document: SavedDocument | None = None) -> VoicePrinter:
        return choose_printer(
            self._hass,
            self._printers,
            self._selector,
            self._area_id,
            self._user,
            document,
        )

    def _get_last_job(self) -> tuple[VoicePrinter, Job]:
        """Return the newest job of the printers that were named, or of all."""
        jobs = [
            (printer, job)
            for printer in self._filter_printers()
            if (job := printer.last_job) is not None
        ]
        if not jobs and self._selector.name:
            raise VoiceError("nothing_there", place=self._selector.name)
        if not jobs:
            raise VoiceError("nothing_yet")
        return max(jobs, key=lambda item: item[1].created_at)

    async def _async_find_job(self, command: Command) -> tuple[VoicePrinter, Job]:
        """Return the newest job, of the name that was said if there is one."""
        names = self._get_job_names(command.name)
        if not names:
            return self._get_last_job()
        printers = {printer.device_id: printer for printer in self._filter_printers()}
        try:
            jobs = await self._hass.data[JOURNAL].async_jobs(
                device_ids=printers, limit=RECENT_JOBS
            )
        except JournalError as err:
            raise failed("journal_unreadable", error=str(err)) from err
        for job in jobs:
            if normalize(job.name) in names:
                printer = printers[job.device_id]
                return printer, printer.get_current(job)
        raise VoiceError("not_lately", name=command.name)

    def _get_job_names(self, name: str) -> set[str]:
        """Return the normalized names of the jobs of a name, or of none."""
        synonyms = {
            normalize(synonym)
            for known in (self._vocabulary.documents, self._vocabulary.lists)
            for synonym in known.get_synonyms(name)
        }
        return synonyms or {normalize(name)} - {""}

    def _describe_print(
        self, command: Command, printer: VoicePrinter, job: Job, days: str = ""
    ) -> CommandResult:
        name = job.name
        if days:
            name = self._responses.say("on_days", name=name, days=days)
        speech = self._responses.join(
            describe_print(self._responses, job, printer.name, name),
            *describe_warnings(self._responses, job, command),
            *describe_turn(self._responses, job, printer),
        )
        return CommandResult(speech=speech, job=job)

    def _get_reason_for_none(self) -> str:
        """Return the key of the answer if there are no printers."""
        accounts = get_voice_accounts(self._hass)
        loaded = self._hass.config_entries.async_loaded_entries(DOMAIN)
        if accounts and not any(account in loaded for account in accounts):
            return "not_connected"
        return "no_printer"


def _get_heard_by(hass: HomeAssistant, conversation: ConversationContext) -> str | None:
    """Return the name of the device that heard a command, or else of the satellite."""
    device_id, satellite_id = conversation.device_id, conversation.satellite_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    if device is not None:
        return device.name_by_user or device.name
    state = hass.states.get(satellite_id) if satellite_id else None
    return None if state is None else state.name


def _check_copies(command: Command, printer: VoicePrinter) -> int | None:
    """Return the copies of a command. Raises VoiceError for too many, or none."""
    copies = command.copies
    if copies is not None and not 1 <= copies <= printer.max_copies:
        if printer.max_copies == 1:
            raise VoiceError("one_copy")
        raise VoiceError("copies", limit=str(printer.max_copies))
    return copies
