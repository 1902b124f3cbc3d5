"""Tests of the questions about trays in the options flow."""

from base64 import b64encode
from http import HTTPStatus
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.frontend import TRAYS_FOLDER, TRAYS_URL
from custom_components.cloudprint.settings import PrinterSettings
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..actions import call
from ..entities import device_id_of
from ..printing.one_sided import NOT_TURNED, OneSided
from ..samples.pdf_files import text
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import Gate, slowed
from .steps import as_text, check_texts

PICTURES = {
    *("output.svg", "input.svg"),
    *(f"{output}_{input_}.svg" for output in OutputTray for input_ in InputTray),
}


class Questions:
    """The questions about the trays of an account's printers."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, device_id: str
    ) -> None:
        """Keep what the tests need."""
        self.hass, self.entry, self.device_id = hass, entry, device_id
        self.result: Any = None

    async def open(self) -> Any:
        """Open the options, and choose the trays."""
        flows = self.hass.config_entries.options
        self.result = await flows.async_init(self.entry.entry_id)
        return await self.choose("trays")

    async def go_on(self, entered: dict[str, Any]) -> Any:
        """Submit a step."""
        flows = self.hass.config_entries.options
        self.result = await flows.async_configure(self.result["flow_id"], entered)
        check_texts("options", self.result)
        return self.result

    async def choose(self, step: str) -> Any:
        """Choose an option of a menu."""
        return await self.go_on({"next_step_id": step})

    def trays(self) -> Trays | None:
        """Return the stored answers."""
        return PrinterSettings(self.entry).get_trays(self.device_id)


@pytest.fixture
def questions(
    hass: HomeAssistant, printer: Printer, account: MockConfigEntry, device_id: str
) -> Questions:
    """Set up an account with a printer of each kind."""
    printer.report(supportedSides=["ONESIDE"])
    return Questions(hass, account, device_id)


@pytest.mark.parametrize("output", OutputTray)
@pytest.mark.parametrize("input_", InputTray)
async def test_answers(
    questions: Questions,
    simulator: CloudSimulator,
    output: OutputTray,
    input_: InputTray,
) -> None:
    """A marked page is printed; the answers are stored, shown, and kept by the settings."""
    spooler = questions.entry.runtime_data.spooler
    result = await questions.open()
    assert result["data_schema"]({}) == {"device_id": questions.device_id}
    result = await questions.go_on({})
    assert result["menu_options"] == ["trays_test", "trays_output"]
    result = await questions.choose("trays_test")
    (page,) = simulator.printed
    assert page.name == "Test page"
    assert result["step_id"] == "trays_output"
    assert result["description_placeholders"]["picture"] == (
        f"![]({TRAYS_URL}/output.svg)"
    )
    result = await questions.go_on({})
    assert result["errors"] == {"output": "no_answer"}
    result = await questions.go_on({"output": output})
    assert result["step_id"] == "trays_input"
    result = await questions.go_on({})
    assert result["errors"] == {"input": "no_answer"}
    assert questions.trays() is None
    result = await questions.go_on({"input": input_})
    assert questions.trays() == Trays(output=output, input=input_)

    assert result["step_id"] == "trays_known"
    shown = result["description_placeholders"]
    assert shown["picture"] == f"![]({TRAYS_URL}/{output}_{input_}.svg)"
    assert ("turn it over" in shown["turn"].replace("not turn it over", "")) is (
        Trays(output=output, input=input_).is_stack_turned
    )
    result = await questions.choose("trays_done")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await questions.hass.async_block_till_done()
    # The account was not set up again.
    assert questions.entry.runtime_data.spooler is spooler

    flows = questions.hass.config_entries.options
    questions.result = await flows.async_init(questions.entry.entry_id)
    await questions.choose("settings")
    await questions.go_on(_sections())
    assert questions.entry.options["content_days"] == 2
    assert questions.trays() == Trays(output=output, input=input_)


def _sections() -> dict[str, Any]:
    """Return the input of the settings, with another number of days."""
    sections = ("quiet_hours", "documents", "local_network", "voice")
    return {**{name: {} for name in sections}, "storage": {"content_days": 2}}


async def test_change_and_remove(questions: Questions) -> None:
    """Answers are shown the next time, and can be given again or removed."""
    await questions.open()
    await questions.go_on({})
    for output, input_ in (
        (OutputTray.FACE_UP, InputTray.PRINTS_LOWER),
        (OutputTray.FACE_DOWN, InputTray.PRINTS_UPPER),
    ):
        await questions.choose("trays_output")
        await questions.go_on({"output": output})
        await questions.go_on({"input": input_})
        assert questions.trays() == Trays(output=output, input=input_)
        await questions.choose("trays_done")
        await questions.open()
        result = await questions.go_on({})
        assert result["step_id"] == "trays_known"
        assert result["menu_options"] == ["trays_done", "trays_start", "trays_forget"]
        await questions.choose("trays_start")
    await questions.open()
    await questions.go_on({})
    result = await questions.choose("trays_forget")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert questions.trays() is None
    assert questions.entry.options["trays"] == {}


async def test_while_other_sides_wait(
    questions: Questions, one_sided: OneSided
) -> None:
    """The answers cannot be changed while pages wait that are in order for them."""
    assert questions.entry is one_sided.account
    await one_sided.print()
    await questions.open()
    result = await questions.go_on({})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "trays_in_use")


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_printed_while_the_questions_are_open(
    questions: Questions, one_sided: OneSided, is_forgotten: bool
) -> None:
    """Nor are they by answers to questions that were open before."""
    before = questions.trays()
    await questions.open()
    await questions.go_on({})
    await one_sided.print()
    if is_forgotten:
        result = await questions.choose("trays_forget")
    else:
        await questions.choose("trays_start")
        await questions.choose("trays_output")
        await questions.go_on({"output": OutputTray.FACE_DOWN})
        result = await questions.go_on({"input": InputTray.PRINTS_LOWER})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "trays_in_use")
    assert questions.trays() == before


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_unloaded_while_the_questions_are_open(
    questions: Questions, is_forgotten: bool
) -> None:
    """The answers of an account that is not loaded stay as they are."""
    questions.entry.runtime_data.capabilities.set_trays(
        questions.device_id, NOT_TURNED if is_forgotten else None
    )
    before = questions.trays()
    await questions.open()
    await questions.go_on({})
    if not is_forgotten:
        await questions.choose("trays_output")
        await questions.go_on({"output": OutputTray.FACE_DOWN})
    await questions.hass.config_entries.async_unload(questions.entry.entry_id)
    if is_forgotten:
        result = await questions.choose("trays_forget")
    else:
        result = await questions.go_on({"input": InputTray.PRINTS_LOWER})
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "account_not_loaded",
    )
    assert questions.trays() == before


@pytest.mark.parametrize("is_chosen", [False, True])
async def test_unloaded_while_a_printer_is_asked(
    questions: Questions, is_chosen: bool
) -> None:
    """The flow ends if the account is unloaded while printers report what they can."""
    capabilities = questions.entry.runtime_data.capabilities
    if is_chosen:
        await questions.open()
    gate = Gate()
    with slowed(capabilities, "async_get", gate.wait):
        going = questions.hass.async_create_task(
            questions.go_on({}) if is_chosen else questions.open()
        )
        await gate.reached.wait()
        await questions.hass.config_entries.async_unload(questions.entry.entry_id)
        gate.open()
        result = await going
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "account_not_loaded",
    )


async def test_page_not_printed(
    questions: Questions, simulator: CloudSimulator
) -> None:
    """If the test page cannot be printed, the flow says why, and stores nothing."""
    await questions.open()
    await questions.go_on({})
    simulator.faults.add("newPrintTask", Fault.REFUSED, message="**No**")
    result = await questions.choose("trays_test")
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "test_page_failed",
    )
    assert "**No**" in as_text(result["description_placeholders"]["message"])
    assert questions.trays() is None


async def test_printer_that_reports_two_sides(
    questions: Questions, colour_printer: Printer
) -> None:
    """It is listed with a note; answers for it count from then on, until removed."""
    capabilities = questions.entry.runtime_data.capabilities
    other = device_id_of(questions.hass, questions.entry, colour_printer)
    # Stored before, when it reported one side
    options = {"trays": {other: NOT_TURNED.as_json()}}
    questions.hass.config_entries.async_update_entry(questions.entry, options=options)
    result = await questions.open()
    assert result["data_schema"]({}) == {"device_id": questions.device_id}
    (choices,) = result["data_schema"].schema.values()
    names = {item["value"]: item["label"] for item in choices.config["options"]}
    note = "reports that it prints on both sides by itself"
    assert [note in names[device] for device in (questions.device_id, other)] == [
        False,
        True,
    ]
    assert capabilities.get_trays(other) is None
    result = await questions.go_on({"device_id": other})
    assert result["step_id"] == "trays_known"
    result = await questions.choose("trays_start")
    assert "Go on only if it cannot" in result["description_placeholders"]["note"]
    await questions.choose("trays_output")
    await questions.go_on({"output": NOT_TURNED.output})
    await questions.go_on({"input": NOT_TURNED.input})
    assert capabilities.get_trays(other) == NOT_TURNED
    known = capabilities.get(other)
    assert known is not None
    assert len(set(known.supported_sides)) == len(known.supported_sides)

    job = await print_both_sides(questions.hass, other)
    assert job["side"] == "front"
    capabilities.set_trays(other, None)
    assert capabilities.get_trays(other) is None
    assert "side" not in await print_both_sides(questions.hass, other)


async def print_both_sides(hass: HomeAssistant, device_id: str) -> Any:
    """Print two pages on both sides; return the first job."""
    fields = {
        "device_id": device_id,
        "data": b64encode(text(pages=2, lines=2)).decode(),
        "sides": "two_sided_long_edge",
    }
    answer = await call(hass, "print", fields)
    return answer["jobs"][0]


async def test_nothing_to_ask(questions: Questions, simulator: CloudSimulator) -> None:
    """Without printers, the menu leaves out what would ask for one."""
    account = questions.entry.runtime_data
    await questions.hass.config_entries.async_unload(questions.entry.entry_id)
    result = await questions.open()
    assert result["reason"] == "account_not_loaded"
    await questions.hass.config_entries.async_setup(questions.entry.entry_id)
    account = questions.entry.runtime_data
    flows = questions.hass.config_entries.options
    questions.result = await flows.async_init(questions.entry.entry_id)
    assert "trays" in questions.result["menu_options"]
    for shared in list(simulator.printers):
        simulator.remove_printer(shared)
    for _ in range(3):
        await account.coordinator.async_refresh()
    result = await questions.choose("trays")
    assert result["reason"] == "no_printers"
    result = await flows.async_init(questions.entry.entry_id)
    assert result["menu_options"] == ["add_printer", "settings"]


async def test_pictures(
    hass_client_no_auth: ClientSessionGenerator, questions: Questions
) -> None:
    """The pictures are served to the browser, and have no words but a letter."""
    client = await hass_client_no_auth()
    assert {file.name for file in TRAYS_FOLDER.iterdir()} == PICTURES
    for name in PICTURES:
        response = await client.get(f"{TRAYS_URL}/{name}")
        assert response.status == HTTPStatus.OK
        assert response.content_type == "image/svg+xml"
        assert await response.read() == (TRAYS_FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        ([], {}),
        ([{}, "trays_output", {"output": "face_up"}], {"input": "lower_side"}),
        *(
            (
                [{}, "trays_output", {"output": "face_up"}, {"input": "lower_side"}],
                step,
            )
            for step in ("trays_done", "trays_forget")
        ),
    ],
)
async def test_deleted_meanwhile(
    questions: Questions, before: list[Any], answer: Any
) -> None:
    """The flow ends if its account was deleted."""
    result = await questions.open()
    for number, entered in enumerate([*before, answer]):
        if number == len(before):
            await questions.hass.config_entries.async_remove(questions.entry.entry_id)
        if isinstance(entered, str):
            entered = {"next_step_id": entered}
        result = await questions.go_on(entered)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")
