"""The check-up of an account: prints pages one by one, and asks what came out."""

import asyncio
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..coordinator import get_printer_name
from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown, escape_markdown, failed
from ..frontend import CHECK_UP_URL
from ..printing.check_up import (
    PDF_FILE,
    PRINT_TIME,
    async_cancel_probes,
    async_print_probe,
    has_open_probe,
    is_sent_probe,
)
from ..printing.targets import find_default_printer, get_printers
from ..settings import Probe
from ..source.web.address import Hosts
from ..source.web.stylesheet import parse_url
from ..spool.job import JobState
from ..texts import async_message
from . import AccountFlow
from .check_up_results import (
    ADDRESS_SCHEMA,
    AGAIN,
    CONF_ADDRESS,
    CONF_ANSWER,
    CONF_DEVICE,
    CONF_PROBES,
    SKIP,
    async_describe_results,
    async_word,
    build_answer_schema,
    build_start_schema,
    forget_results,
    get_answered,
    has_answer,
    is_unanswered,
    store_answer,
    store_printed,
)

_PICTURES: Final = {Probe.PDF_URL: Probe.PDF}
"""Probes with the picture of another one."""

_STATES: Final = {
    JobState.FINISHED: "finished",
    JobState.UNCONFIRMED: "unconfirmed",
    JobState.CANCELED: "canceled",
}
"""What is said of a job that was printed or may have been; others are on their way."""


class CheckUpFlow(AccountFlow):
    """The steps of the check-up.

    Each answer is stored at once, and applies to the next print: no reload is needed.
    """

    def __init__(self) -> None:
        """Start without pages."""
        self._device_id = ""
        self._left: list[Probe] = []
        self._url: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: HomeAssistantError | None = None
        self._state: str | None = None

    async def async_step_check_up(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the results so far, or start if there are none."""
        if not get_answered(self.config_entry):
            return await self.async_step_check_up_start()
        return self.async_show_menu(
            step_id="check_up",
            menu_options=["check_up_start", "check_up_reset", "check_up_done"],
            description_placeholders={
                "results": await async_describe_results(self.hass, self.config_entry)
            },
        )

    async def async_step_check_up_reset(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Forget the results."""
        forget_results(self.hass, self.config_entry)
        return await self.async_step_check_up_done()

    async def async_step_check_up_done(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """End the flow. The results are stored already."""
        return self.async_create_entry(data=dict(self.config_entry.options))

    async def async_step_check_up_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose a printer and the pages."""
        entry: CloudPrintConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        printers = {
            device_id: name
            for device_id, name in get_printers(self.hass, entry).items()
            if device_id in entry.runtime_data.coordinator.data
        }
        if not printers:
            return self.async_abort(reason="no_printers")
        errors: dict[str, str] = {}
        if user_input is not None:
            self._device_id = user_input[CONF_DEVICE]
            self._left = [probe for probe in Probe if probe in user_input[CONF_PROBES]]
            if self._left:
                return await self._async_next()
            errors[CONF_PROBES] = "no_pages"
        default = find_default_printer(self.hass, entry)
        if default not in printers:
            default = next(iter(printers))
        unanswered = [probe for probe in Probe if not has_answer(entry, probe, default)]
        schema = build_start_schema(
            printers,
            default=default,
            probes=unanswered or list(Probe),
        )
        return self.async_show_form(
            step_id="check_up_start",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
        )

    async def async_step_check_up_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the address of a PDF, by default in Home Assistant itself.

        It is the only public address that is known to hold a PDF and belongs to the
        user; no other site learns of the check-up.
        """
        errors: dict[str, str] = {}
        if user_input is not None:
            text = user_input.get(CONF_ADDRESS, "").strip()
            if not text:
                return await self._async_skip()
            url = parse_url(text)
            if url is None:
                errors[CONF_ADDRESS] = "address_invalid"
            elif await Hosts(self.hass).async_is_local(url):
                errors[CONF_ADDRESS] = "address_not_public"
            else:
                self._url = text
                return await self.async_step_check_up_print()
        suggested = user_input or {CONF_ADDRESS: self._find_own_address()}
        return self.async_show_form(
            step_id="check_up_address",
            data_schema=self.add_suggested_values_to_schema(ADDRESS_SCHEMA, suggested),
            errors=errors,
        )

    async def async_step_check_up_print(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the progress of a page."""
        probe = self._left[0]
        if self._task is None:
            # A closed dialog cancels the wait, but not the job.
            self._task = self.config_entry.async_create_background_task(
                self.hass, self._async_print(probe), "cloudprint check-up"
            )
            if self._task.done():
                # After a progress, Home Assistant repeats this input in the next step:
                # the answer about one page would count for another one.
                self._task = None
                return await self._async_step_answer(probe)
        if not self._task.done():
            return self.async_show_progress(
                step_id="check_up_print",
                progress_action="check_up_print",
                description_placeholders={
                    "page": await async_word(self.hass, f"probe.options.{probe}"),
                    "printer": as_markdown(
                        get_printer_name(self.hass, self._device_id, "-")
                    ),
                },
                progress_task=self._task,
            )
        self._task = None
        return self.async_show_progress_done(next_step_id=probe)

    async def _async_step_answer(
        self, probe: Probe, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what came out."""
        is_printed = self._error is None
        errors: dict[str, str] = {}
        answer: str | None = (user_input or {}).get(CONF_ANSWER)
        if user_input is not None and not answer:
            errors[CONF_ANSWER] = "no_answer"
        if answer:
            if answer == AGAIN:
                return await self._async_print_or_ask(probe)
            if answer != SKIP:
                store_answer(
                    self.hass, self.config_entry, probe, self._device_id, answer
                )
            return await self._async_skip()
        picture = f"{CHECK_UP_URL}/{_PICTURES.get(probe, probe)}.svg"
        return self.async_show_form(
            step_id=probe,
            data_schema=build_answer_schema(probe, self._error),
            errors=errors,
            description_placeholders={
                "state": await self._async_describe_state(),
                "picture": f"![]({picture})" if is_printed else "",
            },
        )

    async def async_step_landscape(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the landscape page."""
        return await self._async_step_answer(Probe.LANDSCAPE, user_input)

    async def async_step_background(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the colored background."""
        return await self._async_step_answer(Probe.BACKGROUND, user_input)

    async def async_step_color(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the colored areas."""
        return await self._async_step_answer(Probe.COLOR, user_input)

    async def async_step_text(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the Chinese text."""
        return await self._async_step_answer(Probe.TEXT, user_input)

    async def async_step_copies(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the copies."""
        return await self._async_step_answer(Probe.COPIES, user_input)

    async def async_step_webp(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the picture in WebP."""
        return await self._async_step_answer(Probe.WEBP, user_input)

    async def async_step_pdf(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the PDF."""
        return await self._async_step_answer(Probe.PDF, user_input)

    async def async_step_pdf_url(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask about the PDF's address."""
        return await self._async_step_answer(Probe.PDF_URL, user_input)

    @callback
    @override
    def async_remove(self) -> None:
        """Print nothing more once the dialog is closed."""
        entry: CloudPrintConfigEntry | None
        entry = self.hass.config_entries.async_get_entry(self.handler)
        if entry is None or not self._device_id:
            return
        if entry.state is ConfigEntryState.LOADED:
            entry.async_create_task(
                self.hass,
                async_cancel_probes(self.hass, entry),
                "cloudprint check-up",
            )

    async def _async_skip(self) -> ConfigFlowResult:
        """Go on to the page after this one."""
        del self._left[0]
        return await self._async_next()

    async def _async_next(self) -> ConfigFlowResult:
        """Print the next page, or ask about it if it was printed before.

        Ends with the results after the last one.
        """
        self._error = self._url = self._state = None
        if not self._left:
            if not get_answered(self.config_entry):
                return await self.async_step_check_up_done()
            return await self.async_step_check_up()
        probe = self._left[0]
        if is_unanswered(self.config_entry, probe, self._device_id):
            self._state = "before"
            return await self._async_step_answer(probe)
        return await self._async_print_or_ask(probe)

    async def _async_print_or_ask(self, probe: Probe) -> ConfigFlowResult:
        """Print a page, once its address is known if it has one."""
        if probe is Probe.PDF_URL and self._url is None:
            return await self.async_step_check_up_address()
        return await self.async_step_check_up_print()

    async def _async_print(self, probe: Probe) -> None:
        """Print a page, and keep what became of it."""
        entry: CloudPrintConfigEntry = self.config_entry
        # Until it is known to be sent or to wait, however the task ends.
        self._error = failed("account_not_loaded", account=entry.title)
        if entry.state is not ConfigEntryState.LOADED:
            return
        # Read before the first await: an entry that is unloaded has none.
        account = entry.runtime_data
        store = account.store
        before = store.last_job(self._device_id)
        try:
            # The jobs before it may take longer than the page itself.
            async with asyncio.timeout(2 * PRINT_TIME.total_seconds()):
                job = await async_print_probe(
                    self.hass, self._device_id, probe, self._url
                )
        except TimeoutError:
            if not has_open_probe(account, self._device_id, probe):
                # It was still being created.
                name = get_printer_name(self.hass, self._device_id, "-")
                self._error = failed("job_expired", printer=name)
                return
            self._state = "waiting"
        except asyncio.CancelledError:
            # The dialog was closed or the account unloaded, but a page that was sent
            # comes out.
            last = store.last_job(self._device_id)
            is_new = last and (before is None or last.job_id != before.job_id)
            if last and is_new and is_sent_probe(last, probe):
                self._error, self._state = None, _STATES.get(last.state, "sent")
                store_printed(self.hass, entry, probe, self._device_id)
            raise
        except HomeAssistantError as err:
            self._error = err
            return
        else:
            self._state = _STATES.get(job.state, "sent")
        self._error = None
        store_printed(self.hass, entry, probe, self._device_id)

    async def _async_describe_state(self) -> str:
        """Return what is known of the page."""
        if self._error is not None:
            message = await async_message(self.hass, self._error)
            return await async_word(
                self.hass, "not_printed", message=escape_markdown(message)
            )
        return await async_word(self.hass, str(self._state))

    def _find_own_address(self) -> str | None:
        """Return the public address of our PDF, if Home Assistant has one."""
        try:
            base = get_url(self.hass, allow_internal=False, prefer_external=True)
        except NoURLAvailableError:
            return None
        return f"{base}{CHECK_UP_URL}/{PDF_FILE.name}"
