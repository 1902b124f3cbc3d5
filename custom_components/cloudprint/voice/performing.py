"""Performs commands and answers, the same for sentences, intents and tools."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..printers.status import get_open_jobs
from ..printing.action import async_print
from ..printing.jobs import (
    async_cancel,
    async_get_jobs,
    async_get_last_job,
    async_move,
    async_reprint,
)
from ..printing.manual_duplex import async_print_back_pass
from ..printing.outcome import raise_failures
from ..printing.own_pages import async_print_message, async_print_test_page
from ..printing.page_limit import CountedPrint, UnaskedLimit
from ..printing.permission import find_device, get_target
from ..printing.saved_document import SavedDocument
from ..printing.viewer import Viewer, may_see_job
from ..requester import async_get_requester
from ..settings import has_own_history
from ..spool.job import Job
from .commands import Command, ConversationContext, Kind, NotUnderstoodError, VoiceError
from .content import ContentFinder
from .recognition import recognize
from .reports import Responses, leave_out_back_passes
from .text import normalize
from .vocabulary import Vocabulary, VoicePrinter, VoicePrinters, get_area_id

MAX_SEARCHED_JOBS: Final = 100  # among which one is searched by name
REPRINTED_WITHIN: Final = timedelta(hours=1)  # while "that" is the speaker's last print


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    """The answer to a command, and the job that it is about."""

    speech: str
    is_error: bool = False
    job: Job | None = None
    is_understood: bool = True
    unanswered: Command | None = None  # by which printer is to be used for it
    counted: CountedPrint | None = None  # only for models
    confirmation_id: str | None = None  # with which a model prints it


async def async_perform(
    hass: HomeAssistant,
    request: Command | str,
    conversation: ConversationContext,
    *,
    unanswered: Command | None = None,
    page_limit: UnaskedLimit | None = None,
) -> CommandResult:
    """Perform a command or a sentence, which may name the printer of an unanswered one.

    Errors are answered, not raised, except ConfirmationNeededError for too many pages.
    Sentences are answered in their own language.
    """
    language = conversation.language
    try:
        heard_by = _get_heard_by(hass, conversation)
        requester = await async_get_requester(hass, conversation.context)
        requester = requester.via(conversation.kind, heard_by)
        printers = VoicePrinters.find(hass, conversation.assistant, requester)
        vocabulary = Vocabulary.build(hass, conversation.assistant, requester, printers)
        if isinstance(request, Command):
            command = request
        else:
            language, command = await hass.async_add_executor_job(
                recognize, request, vocabulary
            )
        if command.kind is Kind.PRINTER:
            if unanswered is None:
                raise NotUnderstoodError("unclear")
            command = replace(unanswered, printer=command.printer)
        unanswered = command
        selector = vocabulary.select_printer(command.printer)
        handler = _CommandHandler(
            hass=hass,
            command=command,
            requester=requester,
            area_id=get_area_id(
                hass, conversation.satellite_id, conversation.device_id
            ),
            place=selector.name,
            printers=printers.select(selector),
            all_printers=printers.connected,
            vocabulary=vocabulary,
            responses=await Responses.async_load(hass, language),
            page_limit=page_limit,
        )
        return await handler.async_handle()
    except (VoiceError, HomeAssistantError) as err:
        result = await async_refuse(hass, err, language)
        if isinstance(err, VoiceError) and err.key == "which_printer":
            return replace(result, unanswered=unanswered)
        return result


async def async_refuse(
    hass: HomeAssistant, err: VoiceError | HomeAssistantError, language: str
) -> CommandResult:
    """Return the answer to a command that is not performed."""
    responses = await Responses.async_load(hass, language)
    return CommandResult(
        speech=responses.get_error(err),
        is_error=True,
        is_understood=not isinstance(err, NotUnderstoodError),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandHandler(ContentFinder):
    """Performs a command on the printers of the place that it names, or on one of all."""

    place: str
    printers: Sequence[VoicePrinter]
    all_printers: Sequence[VoicePrinter]
    page_limit: UnaskedLimit | None = None

    async def async_handle(self) -> CommandResult:
        """Perform the command. Raises VoiceError and HomeAssistantError."""
        command, responses = self.command, self.responses
        match command.kind:
            case Kind.PRINTER_STATUS:
                return CommandResult(
                    speech=responses.describe_printers(self.printers, command.question)
                )
            case Kind.JOB_STATUS:
                return self._describe_job(await self._async_find_job())
            case Kind.STATUS:
                return await self._async_describe_all()
            case Kind.TEST_PAGE:
                return await self._async_print_test_page()
            case Kind.NOTE:
                return await self._async_print_note()
            case Kind.REPRINT | Kind.THERE:
                own = await self._async_find_own_job()
                if command.kind is Kind.THERE and own.state.is_waiting:
                    return await self._async_move_to(self._choose_printer(), own)
                return await self._async_reprint(own)
            case Kind.QUEUE:
                jobs = self._find_open_jobs(self.printers)
                return CommandResult(speech=responses.describe_queue(jobs))
            case Kind.MOVE | Kind.INSTEAD:
                return await self._async_move()
            case Kind.CANCEL | Kind.CANCEL_ALL:
                return await self._async_cancel()
            case Kind.BACK_PASS:
                return await self._async_release_back_pass()
        return await self._async_print()

    async def _async_print_test_page(self) -> CommandResult:
        if self.command.copies not in (None, 1):
            raise VoiceError("one_copy")
        printer = self._choose_printer()
        options = self._build_options(printer)
        del options["copies"]
        job = await async_print_test_page(
            self.hass, self.requester, page_limit=self.page_limit, **options
        )
        return self._describe_print(printer, job)

    async def _async_print_note(self) -> CommandResult:
        if not normalize(self.command.text):
            raise VoiceError("which_text")
        printer = self._choose_printer()
        job = await async_print_message(
            self.hass,
            self.requester,
            text=self.command.text,
            name=self.responses.say("note"),
            **self._build_options(printer),
        )
        return self._describe_print(printer, job)

    async def _async_print(self) -> CommandResult:
        content = self.build_print_fields()
        printer = self._choose_printer(content.document)
        printed = await async_print(
            self.hass,
            {**content.fields, **self._build_options(printer)},
            self.requester,
            allow_fetching=False,
            page_limit=self.page_limit,
        )
        if not printed:
            return CommandResult(speech=self.responses.say("nothing_to_print"))
        result = self._describe_print(printer, printed[0].job, content.days)
        if not content.left_out:
            return result
        left_out = self.responses.say("left_out", calendars=content.left_out)
        return replace(result, speech=self.responses.join(result.speech, left_out))

    async def _async_reprint(self, job: Job) -> CommandResult:
        """Print a job again, on the printer where it was unless another one is named."""
        here = [one for one in self.printers if one.device_id == job.device_id]
        printer = here[0] if here else self._choose_printer()
        last = await self._async_find_last_job(here)
        # By its id, only one pass of manual duplex would be printed.
        job_id = None if last and last.job_id == job.job_id else job.job_id
        reprints = await async_reprint(
            self.hass,
            {**self._build_options(printer), "job_id": job_id},
            self.requester,
            page_limit=self.page_limit,
        )
        raise_failures(reprints)
        return self._describe_print(printer, reprints[0])

    async def _async_move(self) -> CommandResult:
        """Move the waiting job of the name that was said, or else the newest job.

        If that has ended, move the only one that waits, or ask for INSTEAD.
        """
        names, printer = self._get_job_names(), self._choose_printer()
        jobs = self._find_open_jobs(self.all_printers, names, can_act=True)
        last = await self._async_find_last_job(self.all_printers)
        if last is not None and not names and not last.state.is_waiting:
            if self.command.kind is Kind.INSTEAD:
                raise VoiceError("again_or_move", name=last.name, printer=printer.name)
            if not last.state.is_final:
                jobs = [last]
        held = self._find_waiting(jobs)
        held_names = list(dict.fromkeys(job.name for job in held))
        if last is not None and last.state.is_final and len(held_names) > 1:
            raise VoiceError("which_name", names=held_names)
        return await self._async_move_to(
            printer, max(held, key=attrgetter("created_at"))
        )

    async def _async_move_to(self, printer: VoicePrinter, job: Job) -> CommandResult:
        fields = {"job_id": job.job_id, "device_id": printer.device_id}
        job = await async_move(self.hass, fields, self.requester)
        return self._describe_print(printer, job)

    async def _async_cancel(self) -> CommandResult:
        """Cancel the waiting jobs that are meant, and say so.

        A held back pass is canceled with its front pass if that is held, too. The service
        cannot cancel jobs that were sent, which is answered; for a front pass, also when
        only one job is meant.
        """
        responses, names = self.responses, self._get_job_names()
        jobs = self._find_open_jobs(self.printers, names, can_act=True)
        if names and not jobs:
            # It has ended, or was never printed.
            return self._describe_job(await self._async_find_job())
        is_clear = bool(names) or self.command.kind is Kind.CANCEL_ALL
        held = self._find_waiting(jobs)
        front_ids = {job.duplex.follows for job in held}
        out = [job for job in jobs if not job.state.is_waiting]
        fronts = [job.name for job in out if job.job_id in front_ids]
        sent = [job.name for job in out if job.job_id not in front_ids]
        own = [job for job in held if self.requester.is_owner_of(job.requester)]
        if len(own) == 1 and not is_clear:
            held = own
        if len(held) > 1 and not is_clear:
            quoted = responses.quote_names([job.name for job in held])
            raise VoiceError("which_job", names=quoted)
        canceled: list[str] = []
        errors: list[HomeAssistantError] = []
        for job in held:
            try:
                job = await async_cancel(
                    self.hass, {"job_id": job.job_id}, self.requester
                )
                canceled.append(job.name)
            except HomeAssistantError as err:
                errors.append(err)
        if not canceled:
            raise errors[0]
        sentences = [
            responses.say(key, names=responses.quote_names(job_names))
            for key, job_names in (
                ("did_cancel", canceled),
                ("fronts_sent", fronts),
                ("already_sent", sent if is_clear else []),
            )
            if job_names
        ]
        sentences += map(responses.get_error, errors[:1])
        return CommandResult(speech=responses.join(*sentences))

    def _find_waiting(self, jobs: Sequence[Job]) -> list[Job]:
        """Return the jobs that wait. Raises VoiceError if all were sent, or none is left."""
        held = leave_out_back_passes([job for job in jobs if job.state.is_waiting])
        if held:
            return held
        if not jobs:
            # Triggers of a person's own may have something to cancel.
            raise NotUnderstoodError("nothing_waiting")
        names = self.responses.quote_names([job.name for job in jobs])
        raise VoiceError("already_sent", names=names)

    async def _async_release_back_pass(self) -> CommandResult:
        """Release the only back pass that waits, at all or in the area of the command."""
        waiting = [
            job for job in self._find_open_jobs(self.printers) if job.awaits_paper
        ]
        ready = {job.device_id for job in waiting if job.can_release_back_pass}
        printers = [printer for printer in self.printers if printer.device_id in ready]
        if not printers:
            for job in waiting:
                name = self._get_printer(job).name
                raise VoiceError("turn_too_early", name=job.name, printer=name)
            raise VoiceError("turn_nothing")
        near = self._filter_near(printers)
        printer, *others = near if len(near) == 1 else printers
        if others:
            raise VoiceError("turn_which", printers=_get_names(printers))
        job = await async_print_back_pass(
            self.hass, {"device_id": printer.device_id}, self.requester
        )
        job = printer.viewer.show(job).job
        if job.state.is_task:
            speech = self.responses.say("turned", name=job.name, printer=printer.name)
        else:
            # It has to wait once more.
            speech = self.responses.describe_print(job, printer.name, job.name)
        return CommandResult(speech=speech, job=job)

    def _describe_job(self, job: Job) -> CommandResult:
        printer = self._get_printer(job)
        speech = self.responses.join(
            self.responses.describe_last_job(job, printer.name),
            *self.responses.describe_manual_duplex(job, printer),
        )
        return CommandResult(speech=speech, job=job)

    async def _async_describe_all(self) -> CommandResult:
        try:
            last = self._describe_job(await self._async_get_last_job())
        except VoiceError as err:
            last = CommandResult(speech=self.responses.get_error(err))
        speech = self.responses.join(
            self.responses.describe_printers(self.printers),
            self.responses.describe_queue(self._find_open_jobs(self.printers)),
            last.speech,
        )
        return replace(last, speech=speech)

    def _choose_printer(self, document: SavedDocument | None = None) -> VoicePrinter:
        """Return one of the printers of the command.

        Of several, the only one in the area where the command was heard, the document's
        own one, or the default printer. Raises VoiceError, which asks which one, and
        ServiceValidationError if the document's own one is gone or not connected.
        """
        hass, requester, printers = self.hass, self.requester, self.printers
        own = document and document.fields.get("device_id")
        is_bound = own is not None and not self.place
        by_device = {printer.device_id: printer for printer in printers}
        # The only printer that voice may use may not be the document's.
        if len(printers) == 1 and not is_bound:
            return printers[0]
        if len(near := self._filter_near(printers)) == 1:
            return near[0]
        # A document with a printer of its own is not printed on another one by default.
        entry = document.entry if document else None
        device_id = own or find_device(hass, requester, entry, by_device)
        if device_id in by_device:
            return by_device[device_id]
        if document is not None and is_bound:
            get_target(hass, document.get_device_id(hass, requester))
        names = _get_names(printers)
        if len(names) == 1 < len(printers):
            # The name does not tell them apart.
            raise VoiceError("ambiguous", name=names[0])
        raise VoiceError("which_printer", printers=names)

    def _filter_near(self, printers: Sequence[VoicePrinter]) -> Sequence[VoicePrinter]:
        return [
            printer
            for printer in printers
            if self.area_id is not None and printer.area_id == self.area_id
        ]

    def _build_options(self, printer: VoicePrinter) -> dict[str, Any]:
        """Return fields of the action. Raises VoiceError for too many copies, or none."""
        command = self.command
        options: dict[str, Any] = {
            "device_id": printer.device_id,
            "copies": command.copies,
        }
        if command.copies is not None and not 1 <= command.copies <= printer.max_copies:
            if printer.max_copies == 1:
                raise VoiceError("one_copy")
            raise VoiceError("copies", limit=str(printer.max_copies))
        chosen = {"color": command.color, "sides": command.sides}
        first, last = command.first_page, command.last_page
        if last:
            chosen["page_ranges"] = "{}-{}".format(*sorted((first or 1, last)))
        elif first:
            chosen["page_ranges"] = f"{first}"
        return options | {name: value for name, value in chosen.items() if value}

    def _get_printer(self, job: Job) -> VoicePrinter:
        return next(
            printer for printer in self.printers if printer.device_id == job.device_id
        )

    async def _async_get_last_job(self) -> Job:
        if (job := await self._async_find_last_job(self.printers)) is not None:
            return job
        is_own = any(
            has_own_history(target.account.entry) for target in self.all_printers
        )
        if self.place:
            key = "nothing_there_own" if is_own else "nothing_there"
            raise VoiceError(key, place=self.place)
        raise VoiceError("nothing_yet_own" if is_own else "nothing_yet")

    async def _async_find_job(self) -> Job:
        names = self._get_job_names()
        if not names:
            return await self._async_get_last_job()
        for job in await self._async_get_jobs(self.printers):
            is_seen = may_see_job(self.hass, self.requester, job)
            if is_seen and normalize(job.name) in names:
                return job
        raise VoiceError("not_lately", name=self.command.name)

    async def _async_get_jobs(self, printers: Iterable[VoicePrinter]) -> list[Job]:
        device_ids = [printer.device_id for printer in printers]
        fields = {"device_id": device_ids, "limit": MAX_SEARCHED_JOBS}
        jobs, _ = await async_get_jobs(self.hass, fields, self.requester)
        viewer = Viewer.of_person(self.hass, self.requester)
        return [viewer.show(job).job for job in jobs]

    async def _async_find_own_job(self) -> Job:
        """Return the newest recent job of the speaker, or else of the satellite."""
        if not (jobs := await self._async_get_jobs(self.all_printers)):
            raise VoiceError("nothing_yet")
        since = dt_util.utcnow() - REPRINTED_WITHIN
        for job in jobs:
            if job.created_at >= since and job.moved_to is None and self._is_own(job):
                return job
        if self.command.kind is Kind.THERE:
            raise NotUnderstoodError("which_one")
        raise VoiceError("which_one")

    def _is_own(self, job: Job) -> bool:
        requester, asked = self.requester, job.requester
        if requester.is_owner_of(asked):
            return True
        # Neither a user nor a satellite is known, as for intents of scripts.
        names = {requester.user_id, requester.name, asked.user_id, asked.name}
        return names == {None} and requester.kind is asked.kind

    async def _async_find_last_job(
        self, printers: Iterable[VoicePrinter]
    ) -> Job | None:
        """Return the newest job; where it is, not where it was before it was moved."""
        jobs = [
            await async_get_last_job(printer, self.requester) for printer in printers
        ]
        return max(
            filter(None, jobs),
            key=lambda job: (job.created_at, job.moved_to is None),
            default=None,
        )

    def _find_open_jobs(
        self,
        printers: Iterable[VoicePrinter],
        names: Collection[str] = (),
        *,
        can_act: bool = False,
    ) -> list[Job]:
        """Return open jobs, of some normalized names or to be acted on if given."""
        shown = [
            printer.viewer.show(job).job
            for printer in printers
            for job in get_open_jobs(printer.account.store, printer.device_id)
            # What waits for an approval is in no queue that others know of.
            if not (can_act or job.needs_approval)
            or may_see_job(self.hass, self.requester, job)
        ]
        return [job for job in shown if not names or normalize(job.name) in names]

    def _get_job_names(self) -> set[str]:
        name = self.command.name
        by_list = self.vocabulary.by_list
        return (
            by_list["document"].get_synonyms(name) | by_list["list"].get_synonyms(name)
        ) or {normalize(name)} - {""}

    def _describe_print(
        self, printer: VoicePrinter, job: Job, days: str = ""
    ) -> CommandResult:
        name = job.name
        if days:
            name = self.responses.say("on_days", name=name, days=days)
        speech = self.responses.join(
            self.responses.describe_print(job, printer.name, name),
            *self.responses.describe_warnings(job, self.command),
            *self.responses.describe_manual_duplex(job, printer),
        )
        return CommandResult(speech=speech, job=job)


def _get_names(printers: Iterable[VoicePrinter]) -> list[str]:
    return list(dict.fromkeys(printer.name for printer in printers))


def _get_heard_by(hass: HomeAssistant, conversation: ConversationContext) -> str | None:
    device_id, satellite_id = conversation.device_id, conversation.satellite_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    if device is not None:
        return device.name_by_user or device.name
    state = hass.states.get(satellite_id) if satellite_id else None
    return None if state is None else state.name
