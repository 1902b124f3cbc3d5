"""Tests of the check-up in the options flow."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.cloudprint.api.print_task import PrintTask
from custom_components.cloudprint.flows.check_up import ANSWERS
from custom_components.cloudprint.frontend import CHECK_UP_FOLDER, CHECK_UP_URL
from custom_components.cloudprint.printing.check_up import (
    PRINT_TIME,
    async_cancel_probes,
)
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.settings import Probe, Quirks
from custom_components.cloudprint.source.request import async_get_converter
from custom_components.cloudprint.spool.job import Job, JobState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.data_entry_flow import (
    EVENT_DATA_ENTRY_FLOW_PROGRESSED,
    FlowResultType,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..actions import call
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..networks import resolve_names
from ..simulator import CloudSimulator, Fault, Printer
from ..spool.samples import make_job
from ..waits import Gate, slowed, until
from .steps import check_texts, suggested

UPRIGHT = {"width": 210.0, "height": 297.0}
NOW = "2026-11-26T08:00:00+00:00"


class CheckUp:
    """A check-up of an account with a printer."""

    def __init__(
        self,
        hass: HomeAssistant,
        simulator: CloudSimulator,
        entry: MockConfigEntry,
        device_id: str,
        advance: Advance,
        freezer: FrozenDateTimeFactory,
    ) -> None:
        """Keep what the tests need."""
        self.freezer = freezer
        self.hass, self.simulator, self.entry = hass, simulator, entry
        self.device_id, self.advance = device_id, advance
        self.makes_jobs = True
        self.flow: Any

    async def open(self) -> Any:
        """Open the options, and choose the check-up."""
        flows = self.hass.config_entries.options
        self.flow = await flows.async_init(self.entry.entry_id)
        assert self.flow["type"] is FlowResultType.MENU
        assert "check_up" in self.flow["menu_options"]
        return await self.go_on({"next_step_id": "check_up"})

    async def go_on(self, entered: dict[str, Any] | None) -> Any:
        """Submit a step, and wait while a page is printed."""
        flows, flow_id = self.hass.config_entries.options, self.flow["flow_id"]
        result = await flows.async_configure(flow_id, entered)
        if result["type"] is FlowResultType.SHOW_PROGRESS:
            assert result["progress_action"] == "check_up_print"
            assert set(result["description_placeholders"] or {}) == {"page", "printer"}
            while result["type"] is FlowResultType.SHOW_PROGRESS:
                if self._waits_for_time:
                    self.freezer.tick(timedelta(seconds=3))
                    async_fire_time_changed(self.hass)
                # The page itself is waited for in the background.
                await self.hass.async_block_till_done()
                await asyncio.to_thread(time.sleep, 0.001)
                result = await flows.async_configure(flow_id)
        check_texts("options", result)
        self.flow = result
        return result

    @property
    def _waits_for_time(self) -> bool:
        """Return whether nothing goes on without the time: no request, no conversion.

        Frozen time that passes meanwhile would end their time limits.
        """
        connector = async_get_clientsession(self.hass).connector
        assert connector is not None
        jobs = self.entry.runtime_data.store.open_jobs
        return (
            not connector._acquired  # noqa: SLF001 - no other way
            and (bool(jobs) or not self.makes_jobs)
            and all(job.state is not JobState.SUBMITTING for job in jobs)
        )

    async def start(self, *probes: str) -> Any:
        """Print the first of some pages."""
        result = await self.open()
        if result["type"] is FlowResultType.MENU:
            await self.go_on({"next_step_id": "check_up_start"})
        return await self.go_on({"device_id": self.device_id, "probes": list(probes)})

    async def begin(self, probe: str) -> None:
        """Print a page, without waiting for it."""
        await self.open()
        self.flow = await self.hass.config_entries.options.async_configure(
            self.flow["flow_id"], {"probes": [probe]}
        )
        assert self.flow["type"] is FlowResultType.SHOW_PROGRESS

    async def begin_behind_others(
        self, probe: str, monkeypatch: pytest.MonkeyPatch
    ) -> tuple[asyncio.Event, asyncio.Future[Any]]:
        """Print a page while jobs before it are being sent.

        Returns what lets them be sent, and their end.
        """
        account = self.entry.runtime_data
        really = account.client.new_print_task
        may_send, is_held = asyncio.Event(), asyncio.Event()

        async def new_print_task(task: PrintTask) -> str:
            await may_send.wait()
            task_id: str = await really(task)
            return task_id

        def job_changed(job: Job) -> None:
            is_probe = job.content.origin == f"check_up_{probe}"
            if is_probe and account.store.is_held(job):
                is_held.set()

        monkeypatch.setattr(account.client, "new_print_task", new_print_task)
        account.store.async_add_listener(job_changed)
        others = asyncio.gather(
            *(
                call(self.hass, "print", device_id=self.device_id, text="x")
                for _ in range(2)
            )
        )
        await self.begin(probe)
        await is_held.wait()
        return may_send, others

    async def answer(self, answer: str) -> Any:
        """Say what came out."""
        return await self.go_on({"answer": answer})

    @property
    def options(self) -> list[str]:
        """Return the answers that can be given."""
        (field,) = self.flow["data_schema"].schema.values()
        return list(field.config["options"])

    @property
    def state(self) -> str:
        """Return what is said of the page."""
        placeholders = self.flow["description_placeholders"] or {}
        return str(placeholders["state"])

    @property
    def answers(self) -> dict[str, str | None]:
        """Return the stored answers."""
        results = self.entry.options.get("check_up", {})
        return {
            key.removesuffix(f"_{self.device_id}"): result.get("answer")
            for key, result in results.items()
        }

    @property
    def quirks(self) -> Quirks:
        """Return what was found out about the account and the printer."""
        return Quirks.from_options(self.entry.options, self.device_id)


@pytest.fixture
async def check_up(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> CheckUp:
    """Set up an account that was never checked."""
    resolve_names(hass, monkeypatch, {"home.example.com": ["8.8.8.8"]})
    freezer.move_to(NOW)
    colour_printer.step_seconds = 0
    simulator.settings.extra_forms = {("PDF", "BASE64"), ("PDF", "URL")}
    entry = await set_up_account(content_days=1)
    device_id = device_id_of(hass, entry, colour_printer)
    return CheckUp(hass, simulator, entry, device_id, advance, freezer)


async def test_whole_check_up(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
) -> None:
    """Each page is printed once, in turn, as the document says; answers become quirks."""
    await async_process_ha_core_config(
        hass, {"external_url": "https://home.example.com"}
    )
    account = check_up.entry.runtime_data
    result = await check_up.open()
    assert result["step_id"] == "check_up_start"
    assert result["data_schema"]({}) == {
        "device_id": check_up.device_id,
        "probes": list(Probe),
    }
    result = await check_up.go_on({})
    for probe in (*Probe,)[:-1]:
        assert result["step_id"] == probe
        assert check_up.options == [*ANSWERS[probe], "again", "skip"]
        assert check_up.state == "The service says that the page was printed."
        result = await check_up.answer("right")
    assert result["step_id"] == "check_up_address"
    address = f"https://home.example.com{CHECK_UP_URL}/page.pdf"
    assert suggested(result["data_schema"]) == {"address": address}
    result = await check_up.go_on({"address": address})
    assert result["step_id"] == "pdf_url"
    assert (result["description_placeholders"] or {})["picture"] == (
        f"![]({CHECK_UP_URL}/pdf.svg)"
    )
    result = await check_up.answer("nothing")

    landscape, background, color, text, copies, webp, pdf, pdf_url = simulator.printed
    for printed in simulator.printed:
        assert printed.name == "Check-up"
    assert landscape.task["config"] == {
        "paperConfig": UPRIGHT,
        "orientation": "LANDSCAPE",
    }
    assert b"size: 1123px 794px" in landscape.content
    assert background.task["printBackground"] is True
    assert b"background: #f2a33a" in background.content
    assert color.task["config"] == {"paperConfig": UPRIGHT, "color": "COLOR"}
    for area in (b"#e00000", b"#00a000", b"#0040e0"):
        assert b'fill="' + area in color.content
    assert text.task["mediaFormat"] == "TEXT"
    assert "天地玄黄".encode() in text.content
    assert copies.task["config"] == {"paperConfig": UPRIGHT, "copies": 2}
    assert webp.task["mediaFormat"] == "HTML"
    assert webp.content.count(b"data:image/webp;base64,") == 1
    assert (pdf.task["mediaFormat"], pdf.task["mediaSource"]) == ("PDF", "BASE64")
    assert pdf.content == (CHECK_UP_FOLDER / "page.pdf").read_bytes()
    assert (pdf_url.task["mediaFormat"], pdf_url.task["mediaSource"]) == ("PDF", "URL")
    assert pdf_url.content == address.encode()

    assert result["step_id"] == "check_up"
    assert result["type"] is FlowResultType.MENU
    lines = (result["description_placeholders"] or {})["results"].splitlines()
    assert len(lines) == 8
    assert lines[0].startswith("- A landscape page: The frame fills the sheet")
    assert "2026-11-26" in lines[0]
    assert lines[2].endswith("→ Pages for this printer are rendered in color.")
    assert lines[7].endswith("→ Home Assistant fetches PDF files itself.")
    assert check_up.quirks == Quirks(
        landscape=True,
        background=True,
        color=True,
        text=True,
        copies=True,
        webp=True,
        pdf=True,
        pdf_url=False,
    )
    result = await check_up.go_on({"next_step_id": "check_up_done"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    # Nothing was reloaded, and each page is a job of the history.
    assert check_up.entry.runtime_data is account
    assert check_up.entry.options["content_days"] == 1
    assert len((await call(hass, "get_jobs"))["jobs"]) == 8


@pytest.mark.parametrize(
    ("probe", "answer"),
    [(probe, answer) for probe in Probe for answer in ANSWERS[probe][1:]],
)
async def test_answers(check_up: CheckUp, probe: Probe, answer: str) -> None:
    """Every answer but the first says that it did not come out right."""
    await check_up.start(probe)
    if probe is Probe.PDF_URL:
        await check_up.go_on({"address": "https://no.example/a.pdf"})
    result = await check_up.answer(answer)
    assert result["step_id"] == "check_up"
    assert check_up.answers == {probe: answer}
    assert check_up.quirks == Quirks(**{probe: False})


async def test_a_second_check_up_prints_the_same(
    check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """Pages are printed as the document says, whatever the quirks and defaults are."""
    probes = [probe for probe in Probe if probe is not Probe.PDF_URL]
    for answer in (1, 0):
        await check_up.start(*probes)
        for probe in probes:
            await check_up.answer(ANSWERS[probe][answer])
        check_up.entry.runtime_data.defaults[check_up.device_id] = {
            "copies": 3,
            "orientation": "landscape",
            "sides": "two_sided_long_edge",
        }
    first, second = simulator.printed[:7], simulator.printed[7:]
    assert len(second) == 7
    for before, after in zip(first, second, strict=True):
        assert before.task["config"] == after.task["config"]
        assert before.content == after.content
    assert Quirks.from_options(check_up.entry.options).landscape is True


async def test_colors_are_of_a_printer(
    hass: HomeAssistant, printer: Printer, check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """Each printer has its own answer about colors, and is asked about by itself."""
    first = check_up.device_id
    second = device_id_of(hass, check_up.entry, printer)
    listeners: list[None] = []
    coordinator = check_up.entry.runtime_data.coordinator
    coordinator.async_add_listener(lambda: listeners.append(None))
    await check_up.start("color", "text")
    await check_up.answer("grey")
    await check_up.answer("right")
    assert listeners
    check_up.device_id = second
    await check_up.start("color", "text")
    assert check_up.flow["step_id"] == "color"
    result = await check_up.answer("right")
    # About the account, it was answered for on the other printer.
    assert result["step_id"] == "text"
    result = await check_up.answer("skip")
    assert len(simulator.printed) == 4
    lines = (result["description_placeholders"] or {})["results"].splitlines()
    assert [line.rsplit("→ ")[1] for line in lines] == [
        "Pages for this printer are rendered in gray.",
        "Pages for this printer are rendered in color.",
        "Text is sent as text.",
    ]
    options = check_up.entry.options
    assert Quirks.from_options(options, first) == Quirks(text=True, color=False)
    assert Quirks.from_options(options, second) == Quirks(text=True, color=True)
    assert Quirks.from_options(options) == Quirks(text=True)

    for device_id, is_selected in ((first, False), (second, False), ("", True)):
        hass.config_entries.async_update_entry(
            check_up.entry, options={**options, "default_printer": device_id}
        )
        if not device_id:
            results = {**options["check_up"]}
            del results[f"color_{first}"], results[f"color_{second}"]
            hass.config_entries.async_update_entry(
                check_up.entry, options={"check_up": results}
            )
        await check_up.open()
        result = await check_up.go_on({"next_step_id": "check_up_start"})
        selected = result["data_schema"]({})["probes"]
        assert ("color" in selected) is is_selected
        assert "text" not in selected


async def test_closed_dialog(
    hass: HomeAssistant, check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """Answers are kept, nothing more is printed, and a page is not printed again."""
    await check_up.start("landscape", "background", "text")
    await check_up.answer("right")
    assert check_up.flow["step_id"] == "background"
    hass.config_entries.options.async_abort(check_up.flow["flow_id"])
    await check_up.advance(60)
    assert len(simulator.printed) == 2
    assert check_up.answers == {"landscape": "right", "background": None}
    assert Quirks.from_options(check_up.entry.options) == Quirks(landscape=True)

    await check_up.open()
    result = await check_up.go_on({"next_step_id": "check_up_start"})
    selected = result["data_schema"]({})["probes"]
    assert selected == [probe for probe in Probe if probe != "landscape"]
    result = await check_up.go_on({"probes": ["background"]})
    assert result["step_id"] == "background"
    assert "already printed" in check_up.state
    assert len(simulator.printed) == 2
    # On request, it is.
    await check_up.answer("again")
    assert len(simulator.printed) == 3
    await check_up.answer("white")
    assert check_up.answers == {"landscape": "right", "background": "white"}


async def test_closed_while_it_is_printed(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
    colour_printer: Printer,
) -> None:
    """A page that was sent is asked about later, and not printed again."""
    colour_printer.step_seconds = 600
    is_sent = asyncio.Event()

    def job_changed(job: Job) -> None:
        if job.sent.task_id is not None:
            is_sent.set()

    check_up.entry.runtime_data.store.async_add_listener(job_changed)
    await check_up.begin("background")
    await is_sent.wait()
    assert len(simulator.tasks) == 1
    hass.config_entries.options.async_abort(check_up.flow["flow_id"])
    # Home Assistant does not wait for tasks that are being cancelled.
    await until(lambda: check_up.answers == {"background": None})

    await check_up.start("background")
    assert check_up.flow["step_id"] == "background"
    assert "already printed" in check_up.state
    assert len(simulator.tasks) == 1


@pytest.mark.parametrize("is_removed", [False, True])
async def test_closed_without_its_account(
    hass: HomeAssistant,
    check_up: CheckUp,
    caplog: pytest.LogCaptureFixture,
    is_removed: bool,
) -> None:
    """A dialog of an account that is not loaded, or was removed, can be closed."""
    await check_up.start("background")
    entries = hass.config_entries
    leave = entries.async_remove if is_removed else entries.async_unload
    await leave(check_up.entry.entry_id)
    hass.config_entries.options.async_abort(check_up.flow["flow_id"])
    assert "Error removing" not in caplog.text


async def test_address_is_asked_for_again(
    hass: HomeAssistant, check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """A page from an address that an earlier dialog knew is not printed without one."""
    await check_up.start("pdf_url")
    address = "https://home.example.com/page.pdf"
    await check_up.go_on({"address": address})
    assert check_up.flow["step_id"] == "pdf_url"
    hass.config_entries.options.async_abort(check_up.flow["flow_id"])
    await check_up.start("pdf_url")
    assert "already printed" in check_up.state
    await check_up.answer("again")
    assert check_up.flow["step_id"] == "check_up_address"
    assert len(simulator.printed) == 1
    await check_up.go_on({"address": address})
    await check_up.answer("again")
    assert [printed.content for printed in simulator.printed] == [address.encode()] * 3


async def test_closed_while_it_waits_for_its_turn(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page behind other jobs is canceled when the dialog is closed."""
    may_send, others = await check_up.begin_behind_others("background", monkeypatch)
    hass.config_entries.options.async_abort(check_up.flow["flow_id"])
    may_send.set()
    await others
    await check_up.advance(60)
    assert len(simulator.printed) == 2
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert [job["state"] for job in jobs] == ["canceled", "finished", "finished"]


async def test_closed_while_home_assistant_stops(
    hass: HomeAssistant, check_up: CheckUp
) -> None:
    """A page that waits is left to the next start, which does not send it."""
    account = check_up.entry.runtime_data
    job = make_job(
        entry_id=check_up.entry.entry_id,
        device_id=check_up.device_id,
        hold=False,
        content=replace(make_job().content, origin="check_up_background"),
    )
    account.store.reserve(job)
    await account.store.async_add([job], before=lambda: None)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await async_cancel_probes(check_up.entry.runtime_data, AUTOMATION)
    assert account.store.held_jobs == [job]


async def test_page_that_takes_long(check_up: CheckUp, colour_printer: Printer) -> None:
    """A page that is not printed in time is asked about all the same."""
    colour_printer.step_seconds = 600
    result = await check_up.start("background")
    assert result["step_id"] == "background"
    assert "has not yet said" in check_up.state
    assert check_up.options == [*ANSWERS[Probe.BACKGROUND], "again", "skip"]


async def test_page_behind_a_long_queue(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page is not waited for without end."""
    may_send, others = await check_up.begin_behind_others("background", monkeypatch)
    is_over = asyncio.Event()

    @callback
    def progressed(event: Event) -> None:
        is_over.set()

    hass.bus.async_listen_once(EVENT_DATA_ENTRY_FLOW_PROGRESSED, progressed)
    check_up.freezer.tick(2 * PRINT_TIME)
    async_fire_time_changed(hass)
    await is_over.wait()
    await check_up.go_on(None)
    assert "still waiting" in check_up.state
    assert check_up.options == [*ANSWERS[Probe.BACKGROUND], "again", "skip"]
    may_send.set()
    await others
    await check_up.advance(60)
    assert len(simulator.printed) == 3


async def test_page_that_is_created_for_too_long(check_up: CheckUp) -> None:
    """A page that no job was created for does not wait."""
    check_up.makes_jobs = False
    with slowed(async_get_converter(check_up.hass), "async_run", Gate().wait):
        await check_up.start("background")
    assert check_up.state.startswith("The page was not printed.")
    assert "it waited too long" in check_up.state
    assert check_up.answers == {}


async def test_page_that_may_be_printed(
    check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """A page whose outcome is unknown is not called printed."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await check_up.start("background")
    assert "unknown whether" in check_up.state
    await check_up.answer("right")
    assert len(simulator.printed) == 1


async def test_page_for_an_account_that_is_not_loaded(
    hass: HomeAssistant, check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """A page that cannot be sent is not said to wait, whether it is the first or not."""
    await check_up.start("landscape", "background")
    await hass.config_entries.async_unload(check_up.entry.entry_id)
    for answer, step in (("again", "landscape"), ("skip", "background")):
        result = await check_up.answer(answer)
        assert result["step_id"] == step
        assert check_up.state.startswith("The page was not printed.")
        assert "not connected" in check_up.state
        # Nothing came out, but that says nothing about the service.
        assert check_up.options == ["again", "skip"]
    assert check_up.answers == {"landscape": None}

    await hass.config_entries.async_setup(check_up.entry.entry_id)
    await check_up.answer("again")
    assert check_up.state == "The service says that the page was printed."
    assert len(simulator.printed) == 2


async def test_answer_for_an_account_that_is_not_loaded(
    hass: HomeAssistant, check_up: CheckUp
) -> None:
    """What came out is stored, also once the account is unloaded."""
    await check_up.start("text")
    await hass.config_entries.async_unload(check_up.entry.entry_id)
    await check_up.answer("boxes")
    assert check_up.answers == {"text": "boxes"}


async def test_page_for_a_printer_that_is_gone(
    check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """The answer about a page is not that about the next one, which fails at once."""
    await check_up.start("landscape", "background")
    check_up.entry.runtime_data.coordinator.async_remove(check_up.device_id)
    result = await check_up.answer("right")
    assert result["step_id"] == "background"
    assert check_up.state.startswith("The page was not printed.")
    assert check_up.answers == {"landscape": "right"}
    assert len(simulator.printed) == 1


async def test_reload_while_it_is_created(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
) -> None:
    """A page that the account did not get before it was unloaded is not printed."""
    gate = Gate()
    with slowed(async_get_converter(hass), "async_run", gate.wait):
        await check_up.begin("background")
        await gate.reached.wait()
        await hass.config_entries.async_reload(check_up.entry.entry_id)
    await check_up.go_on(None)
    assert check_up.flow["step_id"] == "background"
    assert check_up.state.startswith("The page was not printed.")
    assert check_up.answers == {}

    await check_up.answer("again")
    assert check_up.state == "The service says that the page was printed."
    assert len(simulator.printed) == 1


async def test_reload_while_it_waits_for_its_turn(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page behind other jobs is not printed if the account is unloaded before."""
    may_send, others = await check_up.begin_behind_others("background", monkeypatch)
    reloading = hass.async_create_task(
        hass.config_entries.async_reload(check_up.entry.entry_id)
    )
    may_send.set()
    await asyncio.gather(reloading, others)
    await check_up.go_on(None)
    assert check_up.flow["step_id"] == "background"
    assert check_up.state.startswith("The page was not printed.")
    assert check_up.answers == {}
    await check_up.advance(60)
    assert "Check-up" not in {printed.name for printed in simulator.printed}


@pytest.mark.parametrize(
    ("fault", "answers"), [(Fault.REFUSED, ["nothing"]), (Fault.HTTP_429, [])]
)
async def test_page_that_is_not_printed(
    check_up: CheckUp, simulator: CloudSimulator, fault: Fault, answers: list[str]
) -> None:
    """The reason is shown; the page can be printed again or skipped."""
    simulator.faults.add("newPrintTask", fault)
    result = await check_up.start("pdf")
    assert check_up.state.startswith("The page was not printed.")
    assert check_up.options == [*answers, "again", "skip"]
    assert result["data_schema"]({}) == {"answer": "again"}
    assert (result["description_placeholders"] or {})["picture"] == ""
    assert check_up.answers == {}
    await check_up.advance(600)
    assert simulator.printed == []

    await check_up.answer("again")
    assert len(simulator.printed) == 1
    result = await check_up.answer("skip")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert check_up.answers == {"pdf": None}
    assert Quirks.from_options(check_up.entry.options) == Quirks()


async def test_refused_page_is_an_answer(
    check_up: CheckUp, simulator: CloudSimulator
) -> None:
    """A service that refuses a PDF prints none."""
    simulator.faults.add("newPrintTask", Fault.REFUSED)
    await check_up.start("pdf")
    await check_up.answer("nothing")
    assert Quirks.from_options(check_up.entry.options) == Quirks(pdf=False)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("example.com/a.pdf", "address_invalid"),
        ("http://homeassistant.local/a.pdf", "address_not_public"),
        ("http://192.168.1.2/a.pdf", "address_not_public"),
    ],
)
async def test_addresses(
    check_up: CheckUp, simulator: CloudSimulator, address: str, error: str
) -> None:
    """An address that the service cannot reach is refused; without one, it is skipped."""
    result = await check_up.start("pdf_url")
    # This Home Assistant cannot be reached from the internet.
    assert suggested(result["data_schema"]) == {"address": None}
    result = await check_up.go_on({"address": address})
    assert result["errors"] == {"address": error}
    assert suggested(result["data_schema"]) == {"address": address}
    result = await check_up.go_on({})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert simulator.printed == []


async def test_no_pages(check_up: CheckUp) -> None:
    """At least one page has to be selected."""
    result = await check_up.start()
    assert result["errors"] == {"probes": "no_pages"}
    result = await check_up.go_on({"probes": ["text"]})
    assert result["step_id"] == "text"


async def test_no_answer(check_up: CheckUp) -> None:
    """Nothing is stored that a person did not select: the form starts empty."""
    await check_up.start("landscape")
    (field,) = check_up.flow["data_schema"].schema
    # The frontend fills in the first option of a required field.
    assert isinstance(field, vol.Optional)
    result = await check_up.go_on({})
    assert result["step_id"] == "landscape"
    assert result["errors"] == {"answer": "no_answer"}
    assert check_up.answers == {"landscape": None}
    await check_up.answer("right")
    assert check_up.answers == {"landscape": "right"}


@pytest.mark.parametrize("is_loaded", [True, False])
async def test_reset_and_settings(
    hass: HomeAssistant, check_up: CheckUp, is_loaded: bool
) -> None:
    """Settings keep the results; a reset forgets them, also without the account."""
    await check_up.start("text")
    await check_up.answer("boxes")
    await check_up.go_on({"next_step_id": "check_up_done"})
    flows = hass.config_entries.options
    result = await flows.async_init(check_up.entry.entry_id)
    result = await flows.async_configure(
        result["flow_id"], {"next_step_id": "settings"}
    )
    result = await flows.async_configure(
        result["flow_id"],
        {
            "quiet_hours": {},
            "documents": {},
            "voice": {},
            "local_network": {},
            "storage": {},
        },
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert check_up.answers == {"text": "boxes"}

    if not is_loaded:
        await hass.config_entries.async_unload(check_up.entry.entry_id)
    result = await check_up.open()
    assert result["step_id"] == "check_up"
    result = await check_up.go_on({"next_step_id": "check_up_reset"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "check_up" not in check_up.entry.options


async def test_chinese_and_a_printer_that_is_gone(
    hass: HomeAssistant,
    check_up: CheckUp,
    simulator: CloudSimulator,
    printer: Printer,
) -> None:
    """The results are in Home Assistant's language, and name no printer that is gone."""
    hass.config.language = "zh-Hans"
    devices = dr.async_get(hass)
    devices.async_update_device(check_up.device_id, name_by_user="书房*打印机")
    await check_up.start("copies")
    assert simulator.printed[0].name == "功能检查"
    result = await check_up.answer("one")
    results = (result["description_placeholders"] or {})["results"]
    assert results == (
        "- 打印两份：一张（书房\\*打印机，2026-11-26）。"
        "→ Home Assistant 为每一份发送一个打印任务。"
    )
    # Another one is still there.
    await check_up.entry.runtime_data.coordinator.async_refresh()
    devices.async_remove_device(check_up.device_id)
    result = await check_up.open()
    assert "（\\-，" in (result["description_placeholders"] or {})["results"]


async def test_default_printer(
    hass: HomeAssistant, check_up: CheckUp, printer: Printer
) -> None:
    """The account's default printer is chosen at first."""
    await check_up.entry.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    for device_id in (device_id_of(hass, check_up.entry, printer), check_up.device_id):
        hass.config_entries.async_update_entry(
            check_up.entry,
            options={**check_up.entry.options, "default_printer": device_id},
        )
        result = await check_up.open()
        assert result["data_schema"]({})["device_id"] == device_id


async def test_without_printers(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """An account needs a printer; the last one may go while the dialog is open."""
    entry = await set_up_account()
    coordinator, flows = entry.runtime_data.coordinator, hass.config_entries.options
    result = await flows.async_init(entry.entry_id)
    for device_id in coordinator.data:
        coordinator.async_remove(device_id)
    result = await flows.async_configure(
        result["flow_id"], {"next_step_id": "check_up"}
    )
    check_texts("options", result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_printers")
    for is_loaded in (True, False):
        if not is_loaded:
            await hass.config_entries.async_unload(entry.entry_id)
        result = await flows.async_init(entry.entry_id)
        assert result["menu_options"] == ["add_printer", "settings"]


async def test_pictures(
    hass_client_no_auth: ClientSessionGenerator, check_up: CheckUp
) -> None:
    """The pictures and the PDF are served to the browser and to the cloud."""
    client = await hass_client_no_auth()
    names = {*(f"{probe}.svg" for probe in Probe if probe != "pdf_url"), "page.pdf"}
    assert {file.name for file in CHECK_UP_FOLDER.iterdir()} == names
    for name in names:
        response = await client.get(f"{CHECK_UP_URL}/{name}")
        assert response.status == HTTPStatus.OK
        assert response.content_type in ("image/svg+xml", "application/pdf")
        assert await response.read() == (CHECK_UP_FOLDER / name).read_bytes()
    for name in ("../__init__.py", "%2e%2e/__init__.py", ""):
        response = await client.get(f"{CHECK_UP_URL}/{name}")
        assert response.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


@pytest.mark.parametrize("step", ["check_up_start", "check_up_reset", "check_up_done"])
async def test_deleted_while_the_results_are_shown(
    check_up: CheckUp, step: str
) -> None:
    """The flow ends if its account was deleted."""
    await check_up.start("landscape")
    await check_up.answer("right")
    await check_up.hass.config_entries.async_remove(check_up.entry.entry_id)
    result = await check_up.go_on({"next_step_id": step})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


@pytest.mark.parametrize("answer", ["right", "again", "skip"])
async def test_deleted_while_a_page_is_asked_about(
    check_up: CheckUp, answer: str
) -> None:
    """The flow ends if its account was deleted."""
    await check_up.start("landscape")
    await check_up.hass.config_entries.async_remove(check_up.entry.entry_id)
    result = await check_up.answer(answer)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


async def test_deleted_while_a_page_is_printed(
    hass: HomeAssistant, check_up: CheckUp
) -> None:
    """The page is asked about; the answer finds that the account was deleted."""
    gate = Gate()
    with slowed(async_get_converter(hass), "async_run", gate.wait):
        await check_up.begin("background")
        await gate.reached.wait()
        await hass.config_entries.async_remove(check_up.entry.entry_id)
    await check_up.go_on(None)
    assert check_up.flow["step_id"] == "background"
    result = await check_up.answer("again")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")
