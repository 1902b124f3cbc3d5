"""Performs commands and answers, the same for sentences, intents and tools."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, UnknownUser

from ..const import DOMAIN
from ..data import JOURNAL
from ..exceptions import failed
from ..printing.action import async_print
from ..printing.jobs import async_reprint
from ..printing.own_pages import async_print_test_page
from ..printing.permission import async_get_user
from ..printing.saved_document import SavedDocument, find_document
from ..spool.job import Job
from ..spool.journal import JournalError
from .commands import Command, Kind, PrinterSelector
from .printers import (
    VoicePrinter,
    choose_printer,
    filter_printers,
    get_printers_away,
    get_voice_accounts,
    get_voice_printers,
)
from .recognition import recognize
from .reports import describe_last_job, describe_print, describe_printer
from .responses import Responses, VoiceError
from .text import normalize
from .vocabulary import Names, Vocabulary

ASSISTANT: Final = "conversation"
"""The assistant of sentences and speech, to which entities are exposed."""

RECENT_JOBS: Final = 100
"""Number of jobs among which a job is searched by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext:
    """The language of a command, who gave it, and the device that heard it."""

    language: str
    context: Context | None = None
    device_id: str | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What to print, as fields of the print action.

    `left_out` are names of calendars that are unavailable.
    """

    fields: Mapping[str, Any] = field(repr=False)
    document: SavedDocument | None = None
    left_out: Sequence[str] = ()


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
        self._device_id = conversation.device_id
        self._user = user
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
                return CommandResult(speech=self._describe_printers())
            case Kind.JOB_STATUS:
                return self._describe_job(*await self._async_find_job(command))
            case Kind.STATUS:
                return self._describe_all()
            case Kind.TEST_PAGE:
                return await self._async_print_test_page(command)
            case Kind.REPRINT:
                return await self._async_print_again(command)
        return await self._async_print(command)

    async def _async_print_test_page(self, command: Command) -> CommandResult:
        if command.copies not in (None, 1):
            raise VoiceError("one_copy")
        printer = self._choose_printer()
        job = await async_print_test_page(self._hass, printer.device_id, self._user)
        return self._describe_print(printer, job)

    async def _async_print(self, command: Command) -> CommandResult:
        content = self._build_content(command)
        printer = self._choose_printer(content.document)
        fields = {
            **content.fields,
            "device_id": printer.device_id,
            "copies": _check_copies(command, printer),
        }
        (printed,) = await async_print(self._hass, fields, self._user)
        result = self._describe_print(printer, printed.job)
        if not content.left_out:
            return result
        left_out = self._responses.say("left_out", calendars=content.left_out)
        return replace(result, speech=self._responses.join(result.speech, left_out))

    async def _async_print_again(self, command: Command) -> CommandResult:
        printer, job = self._get_last_job()
        fields = {"job_id": job.job_id, "copies": _check_copies(command, printer)}
        reprint = await async_reprint(self._hass, fields, self._user)
        return self._describe_print(printer, reprint)

    def _build_content(self, command: Command) -> _Content:
        match command.kind:
            case Kind.LIST:
                entity_id = _find_one(self._vocabulary.lists, command.name)
                return _Content(fields={"entity": entity_id})
            case Kind.DOCUMENT:
                subentry_id = _find_one(self._vocabulary.documents, command.name)
                document = find_document(self._hass, subentry_id, self._user)
                return _Content(fields={"document": subentry_id}, document=document)
            case Kind.TEXT:
                return _Content(
                    fields={"markdown": command.text, "title": command.title}
                )
        assert command.kind is Kind.AGENDA
        return self._build_agenda(command)

    def _build_agenda(self, command: Command) -> _Content:
        fields: dict[str, Any] = {"first_day": command.day}
        known = self._vocabulary.calendars
        if command.name:
            return _Content(fields=fields | {"entity": _find_one(known, command.name)})
        calendars = [
            state
            for entity_id in known.ids
            if (state := self._hass.states.get(entity_id))
        ]
        if not calendars:
            raise VoiceError("no_calendar")
        available = [state for state in calendars if state.state != STATE_UNAVAILABLE]
        # If none is available, the print action raises an error that names them.
        used = available or calendars
        return _Content(
            fields=fields | {"entity": [state.entity_id for state in used]},
            left_out=[state.name for state in calendars if state not in used],
        )

    def _describe_printers(self) -> str:
        return self._responses.join(
            *(
                describe_printer(self._responses, printer)
                for printer in filter_printers(self._printers, self._selector)
            )
        )

    def _describe_job(self, printer: VoicePrinter, job: Job) -> CommandResult:
        speech = describe_last_job(self._responses, job, printer.name)
        return CommandResult(speech=speech, job=job)

    def _describe_all(self) -> CommandResult:
        printers = self._describe_printers()
        try:
            last = self._describe_job(*self._get_last_job())
        except VoiceError as err:
            last = CommandResult(speech=self._responses.get_error(err))
        return replace(last, speech=self._responses.join(printers, last.speech))

    def _choose_printer(self, document: SavedDocument | None = None) -> VoicePrinter:
        return choose_printer(
            self._hass,
            self._printers,
            self._selector,
            self._device_id,
            self._user,
            document,
        )

    def _get_last_job(self) -> tuple[VoicePrinter, Job]:
        """Return the newest job of the printers that were named, or of all."""
        jobs = [
            (printer, job)
            for printer in filter_printers(self._printers, self._selector)
            if (job := printer.last_job) is not None
        ]
        if not jobs and self._selector.name:
            raise VoiceError("nothing_there", place=self._selector.name)
        if not jobs:
            raise VoiceError("nothing_yet")
        return max(jobs, key=lambda item: item[1].created_at)

    async def _async_find_job(self, command: Command) -> tuple[VoicePrinter, Job]:
        """Return the newest job, of the name that was said if there is one."""
        names = {
            normalize(name)
            for known in (self._vocabulary.documents, self._vocabulary.lists)
            for name in known.get_synonyms(command.name)
        }
        if not names:
            return self._get_last_job()
        printers = {
            printer.device_id: printer
            for printer in filter_printers(self._printers, self._selector)
        }
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

    def _describe_print(self, printer: VoicePrinter, job: Job) -> CommandResult:
        speech = describe_print(self._responses, job, printer.name)
        return CommandResult(speech=speech, job=job)

    def _get_reason_for_none(self) -> str:
        """Return the key of the answer if there are no printers."""
        accounts = get_voice_accounts(self._hass)
        loaded = self._hass.config_entries.async_loaded_entries(DOMAIN)
        if accounts and not any(account in loaded for account in accounts):
            return "not_connected"
        return "no_printer"


def _find_one(names: Names, name: str) -> str:
    """Return the only id of a name. Raises VoiceError."""
    ids = names.find(name)
    if not ids:
        raise VoiceError("unknown", name=name)
    if len(ids) > 1:
        raise VoiceError("ambiguous", name=name)
    return ids[0]


def _check_copies(command: Command, printer: VoicePrinter) -> int | None:
    """Return the copies of a command. Raises VoiceError for too many, or none."""
    copies = command.copies
    if copies is not None and not 1 <= copies <= printer.max_copies:
        if printer.max_copies == 1:
            raise VoiceError("one_copy")
        raise VoiceError("copies", limit=str(printer.max_copies))
    return copies
