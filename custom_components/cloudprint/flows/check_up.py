"""The check-up of an account: prints pages one by one, and asks what came out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partialmethod
import re
from typing import Final, override

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url
from homeassistant.helpers.selector import TextSelector, TextSelectorType
from homeassistant.util import dt as dt_util

from ..compat import async_load
from ..coordinator import get_printer_name, set_part_of_option
from ..data import Account, find_account
from ..exceptions import as_markdown, escape_markdown, failed
from ..forms import UserInput, list_selector, printer_selector
from ..frontend import CHECK_UP_URL
from ..requester import get_flow_requester
from ..settings import (
    ANSWER,
    CONF_CHECK_UP,
    GREY,
    PRINTED_AT,
    PRINTED_ON,
    RIGHT,
    Probe,
    build_result,
    get_result_key,
)
from ..spool.job import JobState
from ..texts import async_get_texts, async_message
from . import AccountFlow

AGAIN: Final = "again"
SKIP: Final = "skip"

_DEVICE: Final = "device_id"
_PROBES: Final = "probes"
_ANSWER: Final = "answer"
_ADDRESS: Final = "address"
_ADDRESS_SCHEMA: Final = vol.Schema(
    {vol.Optional(_ADDRESS): TextSelector({"type": TextSelectorType.URL})}
)

_REFUSALS: Final = ("job_refused", "job_task_error")
"""Errors of pages that the service does not print. Others say nothing about it."""

_PICTURES: Final = {Probe.PDF_URL: Probe.PDF}
"""Probes with the picture of another one."""

_STATES: Final = {
    JobState.FINISHED: "finished",
    JobState.UNCONFIRMED: "unconfirmed",
    JobState.CANCELED: "canceled",
}
"""What is said of a job that was printed or may have been; others are on their way."""

NOTHING: Final = "nothing"
ANSWERS: Final[Mapping[Probe, tuple[str, ...]]] = {
    Probe.LANDSCAPE: (RIGHT, "small", "cut", NOTHING),
    Probe.BACKGROUND: (RIGHT, "white", NOTHING),
    Probe.COLOR: (RIGHT, GREY, NOTHING),
    Probe.TEXT: (RIGHT, "boxes", "garbled", NOTHING),
    Probe.COPIES: (RIGHT, "one", "more", NOTHING),
    Probe.WEBP: (RIGHT, "blank", NOTHING),
    Probe.PDF: (RIGHT, "code", "blank", NOTHING),
    Probe.PDF_URL: (RIGHT, "code", "blank", NOTHING),
}
"""What may have come out, in the order of the pictures."""

type Results = Mapping[str, Mapping[str, str]]


async def _async_cancel(account: Account) -> None:
    printing = await async_load(account.hass, "printing.check_up")
    await printing.async_cancel_probes(account, get_flow_requester())


class CheckUpFlow(AccountFlow):
    """The steps of the check-up.

    Each answer is stored at once, and applies to the next print: no reload is needed.
    """

    _left: Sequence[Probe] = ()
    _url: str | None = None
    _task: asyncio.Task[None] | None = None
    _error: HomeAssistantError | None = None
    _state: str | None = None

    async def async_step_check_up(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Show the results so far, or start if there are none."""
        if not self._get_answered():
            return await self.async_step_check_up_start()
        return self.async_show_menu(
            step_id="check_up",
            menu_options=["check_up_start", "check_up_reset", "check_up_done"],
            description_placeholders={"results": await self._async_describe_results()},
        )

    async def async_step_check_up_reset(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Forget the results."""
        entry = self.config_entry
        options = {**entry.options}
        options.pop(CONF_CHECK_UP, None)
        self.hass.config_entries.async_update_entry(entry, options=options)
        if (account := find_account(self.hass, entry.entry_id)) is not None:
            account.coordinator.async_update_listeners()
        return await self.async_step_check_up_done()

    async_step_check_up_done = AccountFlow.async_step_finish

    async def async_step_check_up_start(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose a printer and the pages."""
        printers = self.printers
        errors: dict[str, str] = {}
        if user_input is not None:
            self._chosen = user_input[_DEVICE]
            self._left = [probe for probe in Probe if probe in user_input[_PROBES]]
            if self._left:
                return await self._async_next()
            errors[_PROBES] = "no_pages"
        default = next(iter(printers))
        unanswered = [
            probe for probe in Probe if ANSWER not in self._get_result(probe, default)
        ]
        schema = vol.Schema(
            {
                vol.Required(_DEVICE, default=default): printer_selector(printers),
                vol.Required(_PROBES, default=unanswered or list(Probe)): list_selector(
                    list(Probe), "probe", multiple=True
                ),
            }
        )
        return self.async_show_form(
            step_id="check_up_start",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
        )

    async def async_step_check_up_address(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Ask for the address of a PDF, by default in Home Assistant itself.

        It is the only public address that is known to hold a PDF and belongs to the
        user; no other site learns of the check-up.
        """
        errors: dict[str, str] = {}
        if user_input is not None:
            text = user_input.get(_ADDRESS, "").strip()
            if not text:
                return await self._async_skip()
            web = await async_load(self.hass, "source.web.address")
            stylesheet = await async_load(self.hass, "source.web.stylesheet")
            url = stylesheet.parse_url(text)
            if url is None:
                errors[_ADDRESS] = "address_invalid"
            elif await web.Hosts(self.hass).async_is_local(url):
                errors[_ADDRESS] = "address_not_public"
            else:
                self._url = text
                return await self.async_step_check_up_print()
        suggested = user_input or {_ADDRESS: await self._async_find_own_address()}
        return self.async_show_form(
            step_id="check_up_address",
            data_schema=self.add_suggested_values_to_schema(_ADDRESS_SCHEMA, suggested),
            errors=errors,
        )

    async def async_step_check_up_print(
        self, user_input: UserInput = None
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
                return await self._async_ask(probe)
        if not self._task.done():
            say = await self._async_load_words()
            return self.async_show_progress(
                step_id="check_up_print",
                progress_action="check_up_print",
                description_placeholders={
                    "page": say(f"probe.options.{probe}"),
                    "printer": self._printer,
                },
                progress_task=self._task,
            )
        self._task = None
        return self.async_show_progress_done(next_step_id=probe)

    async def _async_ask(
        self, probe: Probe, user_input: UserInput = None
    ) -> ConfigFlowResult:
        errors: dict[str, str] = {}
        answer: str | None = (user_input or {}).get(_ANSWER)
        if user_input is not None and not answer:
            errors[_ANSWER] = "no_answer"
        if answer:
            if answer == AGAIN:
                return await self._async_print_or_ask(probe)
            if answer != SKIP:
                self._store_result(probe, answer)
            return await self._async_skip()
        answers = ANSWERS[probe]
        if self._error is not None:
            is_refused = self._error.translation_key in _REFUSALS
            answers = (NOTHING,) if is_refused else ()
        selector = list_selector([*answers, AGAIN, SKIP], f"probe_{probe}")
        # Home Assistant's frontend selects the first option of a required field.
        default = AGAIN if self._error else vol.UNDEFINED
        question = vol.Optional(_ANSWER, default=default)
        picture = f"![]({CHECK_UP_URL}/{_PICTURES.get(probe, probe)}.svg)"
        return self.async_show_form(
            step_id=probe,
            data_schema=vol.Schema({question: selector}),
            errors=errors,
            description_placeholders={
                "state": await self._async_describe_state(),
                "picture": "" if self._error else picture,
            },
        )

    async_step_landscape = partialmethod(_async_ask, Probe.LANDSCAPE)
    async_step_background = partialmethod(_async_ask, Probe.BACKGROUND)
    async_step_color = partialmethod(_async_ask, Probe.COLOR)
    async_step_text = partialmethod(_async_ask, Probe.TEXT)
    async_step_copies = partialmethod(_async_ask, Probe.COPIES)
    async_step_webp = partialmethod(_async_ask, Probe.WEBP)
    async_step_pdf = partialmethod(_async_ask, Probe.PDF)
    async_step_pdf_url = partialmethod(_async_ask, Probe.PDF_URL)

    @callback
    @override
    def async_remove(self) -> None:
        """Print nothing more once the dialog is closed."""
        account = find_account(self.hass, self.handler)
        if account is not None and self._chosen:
            account.entry.async_create_task(
                self.hass, _async_cancel(account), "cloudprint check-up"
            )

    async def _async_skip(self) -> ConfigFlowResult:
        self._left = self._left[1:]
        return await self._async_next()

    async def _async_next(self) -> ConfigFlowResult:
        """Print the next page, or ask about it if it was printed before.

        Ends with the results after the last one.
        """
        self._error = self._url = self._state = None
        if not self._left:
            if not self._get_answered():
                return await self.async_step_check_up_done()
            return await self.async_step_check_up()
        probe = self._left[0]
        result = self._get_result(probe, self._chosen)
        if result.get(PRINTED_ON) == self._chosen and ANSWER not in result:
            self._state = "before"
            return await self._async_ask(probe)
        return await self._async_print_or_ask(probe)

    async def _async_print_or_ask(self, probe: Probe) -> ConfigFlowResult:
        """Print a page, once its address is known if it has one."""
        if probe is Probe.PDF_URL and self._url is None:
            return await self.async_step_check_up_address()
        return await self.async_step_check_up_print()

    async def _async_print(self, probe: Probe) -> None:
        """Print a page, and keep what became of it."""
        entry = self.config_entry
        # Until it is known to be sent or to wait, however the task ends.
        self._error = failed("account_not_loaded", account=entry.title)
        if (account := find_account(self.hass, entry.entry_id)) is None:
            return
        # What is asked at the end, also if the account was unloaded
        store = account.store
        before = store.last_job(self._chosen)
        printing = await async_load(self.hass, "printing.check_up")
        try:
            # The jobs before it may take longer than the page itself.
            async with asyncio.timeout(2 * printing.PRINT_TIME.total_seconds()):
                job = await printing.async_print_probe(
                    self.hass, get_flow_requester(), self._chosen, probe, self._url
                )
        except TimeoutError:
            if not printing.has_open_probe(store, self._chosen, probe):
                # It was still being created.
                name = get_printer_name(self.hass, self._chosen, "-")
                self._error = failed("job_expired", printer=name)
                return
            self._state = "waiting"
        except asyncio.CancelledError:
            # The dialog was closed or the account unloaded, but a page that was sent
            # comes out.
            last = store.last_job(self._chosen)
            is_new = last and (before is None or last.job_id != before.job_id)
            if last and is_new and printing.is_sent_probe(last, probe):
                self._error, self._state = None, _STATES.get(last.state, "sent")
                self._store_result(probe)
            raise
        except HomeAssistantError as err:
            self._error = err
            return
        else:
            self._state = _STATES.get(job.state, "sent")
        self._error = None
        self._store_result(probe)

    async def _async_describe_state(self) -> str:
        say = await self._async_load_words()
        if self._error is None:
            return say(str(self._state))
        message = await async_message(self.hass, self._error)
        return say("not_printed", message=escape_markdown(message))

    async def _async_find_own_address(self) -> str | None:
        """Return the public address of our PDF, if Home Assistant has one."""
        try:
            base = get_url(self.hass, allow_internal=False, prefer_external=True)
        except NoURLAvailableError:
            return None
        printing = await async_load(self.hass, "printing.check_up")
        return f"{base}{CHECK_UP_URL}/{printing.PDF_FILE.name}"

    def _get_answered(self) -> list[tuple[Probe, Mapping[str, str]]]:
        """Return the pages that were answered for with their results, in their order."""
        return [
            (probe, result)
            for probe in Probe
            for key, result in self._results.items()
            if ANSWER in result and key == get_result_key(probe, result[PRINTED_ON])
        ]

    def _store_result(self, probe: Probe, answer: str | None = None) -> None:
        """Store what came out, which the next print follows.

        Without an answer, store that a page was printed, unless there is one from before.
        """
        if answer is None and ANSWER in self._get_result(probe, self._chosen):
            return
        key, result = build_result(probe, self._chosen, answer)
        set_part_of_option(self.hass, self.config_entry, CONF_CHECK_UP, key, result)

    def _get_result(self, probe: Probe, device_id: str) -> Mapping[str, str]:
        """Return what came out, on the printer if each has its own answer, or nothing."""
        return self._results.get(get_result_key(probe, device_id), {})

    @property
    def _results(self) -> Results:
        results: Results = self.config_entry.options.get(CONF_CHECK_UP, {})
        return results

    async def _async_describe_results(self) -> str:
        """Return the answers and their effects as a list in Markdown."""
        lines: list[str] = []
        say = await self._async_load_words()
        for probe, result in self._get_answered():
            answer = result[ANSWER]
            printed_at = dt_util.parse_datetime(result[PRINTED_AT], raise_on_error=True)
            is_right = "right" if answer == RIGHT else "wrong"
            # Starts with the number of the picture.
            came_out = say(f"probe_{probe}.options.{answer}")
            line = say(
                "result",
                page=say(f"probe.options.{probe}"),
                answer=re.sub(r"^\d[:：]\s*", "", came_out),
                effect=say(f"effect_{probe}_{is_right}"),
                date=f"{dt_util.as_local(printed_at):%Y-%m-%d}",
                printer=as_markdown(
                    get_printer_name(self.hass, result[PRINTED_ON], "-")
                ),
            )
            lines.append(f"- {line}")
        return "\n".join(lines)

    async def _async_load_words(self) -> Callable[..., str]:
        """Return what says a text of the check-up, or the word of a selector's option."""
        texts = await async_get_texts(self.hass, None, "common", "selector")

        def say(key: str, **filled: str) -> str:
            path = f"selector.{key}" if ".options." in key else f"common.probe_{key}"
            return texts[path].format(**filled)

        return say
