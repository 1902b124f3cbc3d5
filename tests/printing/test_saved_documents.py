"""Tests of saved documents: the forms, the buttons, and the field of the print."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import async_remove_config_entry_device
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.saved_document import MODEL_ID, get_documents
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryDisabler,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount, device_id_of
from ..flows.steps import check_texts, suggested
from ..package import read
from ..simulator import Application, CloudSimulator, Printer
from ..test_button import press


async def begin(hass: HomeAssistant, account: MockConfigEntry, kind: str) -> Any:
    """Open the form of a kind of document."""
    flows = hass.config_entries.subentries
    result = await flows.async_init(
        (account.entry_id, "document"), context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.MENU
    check_texts("config_subentries.document", result)
    result = await flows.async_configure(result["flow_id"], {"next_step_id": kind})
    assert result["step_id"] == kind
    check_texts("config_subentries.document", result)
    return result


async def send(hass: HomeAssistant, result: Any, **entered: Any) -> Any:
    """Submit a form."""
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], entered
    )
    check_texts("config_subentries.document", result)
    await hass.async_block_till_done()
    return result


async def keep(
    hass: HomeAssistant, account: MockConfigEntry, kind: str, **entered: Any
) -> str:
    """Save a document; return its id."""
    before = set(account.subentries)
    result = await send(hass, await begin(hass, account, kind), **entered)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (subentry_id,) = set(account.subentries) - before
    return subentry_id


def button_of(hass: HomeAssistant, account: MockConfigEntry, subentry_id: str) -> str:
    """Return the button of a document."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "button", DOMAIN, f"{account.unique_id}_document_{subentry_id}"
    )
    assert entity_id is not None
    return entity_id


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"text": "牛奶"}),
        (
            "markdown",
            {
                "markdown": "# {{ 1 + 1 }}",
                "layout": {"title": "T", "show_date": True},
            },
        ),
        ("url", {"url": "https://example.com/menu.html"}),
        ("media", {"media": {"media_content_id": "x", "media_content_type": "y"}}),
        ("entity", {"entity": "todo.list", "layout": {"completed": True}}),
    ],
)
async def test_keep_and_change(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    kind: str,
    content: dict[str, Any],
) -> None:
    """Each kind has a form that can be filled in, shown again and changed."""
    subentry_id = await keep(
        hass,
        account,
        kind,
        name=" 口算题 ",
        device_id=device_id,
        options={"copies": 2, "color": "monochrome"},
        **content,
    )
    (document,) = get_documents(account)
    layout = content.get("layout", {})
    plain = {key: value for key, value in content.items() if key != "layout"}
    assert document.name == "口算题"
    assert document.fields == {
        **plain,
        **layout,
        "device_id": device_id,
        "copies": 2,
        "color": "monochrome",
    }

    flows = hass.config_entries.subentries
    result = await flows.async_init(
        (account.entry_id, "document"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    assert result["step_id"] == kind
    assert suggested(result["data_schema"]) == {"name": "口算题", **document.fields}
    result = await send(hass, result, name="Sums", **plain, options={})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(account)
    assert (document.name, document.fields) == ("Sums", plain)


@pytest.mark.parametrize(
    ("kind", "entered", "errors"),
    [
        ("text", {"name": " ", "text": "x"}, {"name": "name_invalid"}),
        ("text", {"name": "x" * 101, "text": "x"}, {"name": "name_invalid"}),
        ("text", {"name": "MY  LIST", "text": "x"}, {"name": "name_taken"}),
        (
            "url",
            {"name": "a", "url": "https://a.example", "options": {"paper": "A0"}},
            {"base": "options_invalid"},
        ),
        (
            "entity",
            {"name": "a", "entity": "todo.list", "layout": {"days": 3}},
            {"base": "options_invalid"},
        ),
    ],
)
async def test_errors(
    hass: HomeAssistant,
    account: MockConfigEntry,
    kind: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """Invalid entries are shown with an error and can be corrected."""
    await keep(hass, account, "text", name="My list", text="x")
    result = await send(
        hass, await begin(hass, account, kind), **({"options": {}} | entered)
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    shown = suggested(result["data_schema"])
    assert shown["name"] == entered["name"]
    right = {"text": "x", "url": "https://a.example", "entity": "todo.list"}
    result = await send(hass, result, name="right", **{kind: right[kind]})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("language", "entered", "message"),
    [
        (
            "en",
            {"layout": {"completed": True}},
            "“Completed items” does not apply to Camera. It applies to: To-do list.",
        ),
        ("zh-Hans", {"layout": {"days": 3}}, "“天数”不适用于"),
        (
            "en",
            {"options": {"sides": "two_sided_long_edge"}},
            "The printer does not support Two-sided, long edge for “Sides”. It supports: One-sided.",
        ),
        (
            "zh-Hans",
            {"options": {"sides": "two_sided_long_edge"}},
            "打印机的“单双面”不支持 双面，长边翻转。支持：单面。",
        ),
    ],
)
async def test_errors_are_in_the_words_of_the_form(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    language: str,
    entered: dict[str, Any],
    message: str,
) -> None:
    """Errors use the labels of the form, not the names of the action's fields."""
    printer.capabilities["supportedSides"] = ["ONESIDE"]
    account = await set_up_account()
    hass.config.language = language
    device_id = device_id_of(hass, account, printer)
    form = await begin(hass, account, "entity")
    result = await send(
        hass, form, name="a", entity="camera.door", device_id=device_id, **entered
    )
    assert result["errors"] == {"base": "options_invalid"}
    assert result["description_placeholders"]["message"].startswith(message)


async def test_options_of_the_printer(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    simulator: CloudSimulator,
) -> None:
    """A document accepts the options of its printer, or of any if it has none."""
    hass.config.language = "zh-Hans"
    only_ours = {"paper": "Envelope C5"}
    # The capabilities are fetched: the printer has more papers than the standard ones.
    await keep(
        hass,
        account,
        "text",
        name="a",
        text="x",
        device_id=device_id,
        options=only_ours,
    )
    await keep(hass, account, "text", name="b", text="x", options=only_ours)
    await call(hass, "print", document="a")
    assert simulator.printed[-1].config["paperConfig"]["width"] == 162.052

    form = await begin(hass, account, "text")
    for options, told in (
        (only_ours, "Envelope DL"),
        ({"copies": 100}, "打印机的“份数”不支持 100。支持：1 - 99。"),
    ):
        form = await send(
            hass, form, name="c", text="x", device_id=colour_id, options=options
        )
        assert form["errors"] == {"base": "options_invalid"}
        assert told in form["description_placeholders"]["message"]

    # A printer that is gone is not refused, as it may come back.
    account.runtime_data.coordinator.async_remove(colour_id)
    form = await send(
        hass, form, name="c", text="x", device_id=colour_id, options={"copies": 100}
    )
    assert form["type"] is FlowResultType.CREATE_ENTRY


async def test_turned_off_again(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Empty groups of the form are not stored."""
    await keep(
        hass,
        account,
        "entity",
        name="a",
        entity="weather.home",
        layout={"completed": False, "caption": False},
    )
    (document,) = get_documents(account)
    assert document.fields == {"entity": "weather.home"}


async def test_template_that_cannot_be_read(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """The form shows where a template is wrong."""
    form = await begin(hass, account, "markdown")
    with pytest.raises(InvalidData) as raised:
        await send(hass, form, name="a", markdown="{{")
    assert "markdown" in raised.value.schema_errors
    assert not account.subentries


async def test_its_own_name_is_not_taken(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """A document keeps its name when another field is changed."""
    subentry_id = await keep(hass, account, "text", name="List", text="x")
    result = await hass.config_entries.subentries.async_init(
        (account.entry_id, "document"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    result = await send(hass, result, name="list", text="y")
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(account)
    assert (document.name, document.fields) == ("list", {"text": "y"})


async def test_button(
    hass: HomeAssistant,
    account: MockConfigEntry,
    colour_id: str,
    simulator: CloudSimulator,
) -> None:
    """A document's button is added, renamed and removed with it, and prints it."""
    subentry_id = await keep(
        hass,
        account,
        "text",
        name="Count",
        text="{{ states('sensor.count') }} 个",
        device_id=colour_id,
        options={"copies": 3},
    )
    entity_id = button_of(hass, account, subentry_id)
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.attributes["friendly_name"] == "Count"
    for count in ("7", "8"):
        hass.states.async_set("sensor.count", count)
        await press(hass, entity_id)
    assert [job.content.decode() for job in simulator.printed] == ["7 个", "8 个"]
    assert {job.name for job in simulator.printed} == {"Count"}
    assert all(job.config == {"copies": 3} for job in simulator.printed)

    hass.config_entries.async_update_subentry(
        account, account.subentries[subentry_id], title="数一数"
    )
    await hass.async_block_till_done()
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.attributes["friendly_name"] == "数一数"

    hass.config_entries.async_remove_subentry(account, subentry_id)
    await hass.async_block_till_done()
    assert hass.states.get(entity_id) is None
    assert er.async_get(hass).async_get(entity_id) is None


async def test_device(
    hass: HomeAssistant, account: MockConfigEntry, advance: Advance
) -> None:
    """A document is a service device, and is removed with the document alone."""
    subentry_id = await keep(hass, account, "text", name="List", text="x")
    entity = er.async_get(hass).async_get(button_of(hass, account, subentry_id))
    assert entity is not None
    device_id = entity.device_id
    assert device_id is not None
    devices = dr.async_get(hass)

    def device() -> dr.DeviceEntry:
        found = devices.async_get(device_id)
        assert isinstance(found, dr.DeviceEntry)
        return found

    assert device().name == "List"
    assert device().entry_type is dr.DeviceEntryType.SERVICE
    for _ in range(3):
        await advance(121)
    assert device().name == "List"
    assert not await async_remove_config_entry_device(hass, account, device())
    with refuses("device_not_printer", device="List"):
        await call(hass, "print", device_id=device_id, text="x")

    hass.config_entries.async_update_subentry(
        account, account.subentries[subentry_id], title="Lists"
    )
    assert device().name == "Lists"
    hass.config_entries.async_remove_subentry(account, subentry_id)
    await hass.async_block_till_done()
    assert devices.async_get(device_id) is None


async def test_only_printer(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    application: Application,
    advance: Advance,
) -> None:
    """A document without a printer is printed if there is exactly one printer."""
    account = await set_up_account()
    subentry_id = await keep(hass, account, "text", name="List", text="x")
    await press(hass, button_of(hass, account, subentry_id))
    await call(hass, "print", document="List")
    assert [job.content for job in simulator.printed] == [b"x", b"x"]

    simulator.bind(application, simulator.add_colour_printer())
    await advance(121)
    with refuses("printer_missing"):
        await press(hass, button_of(hass, account, subentry_id))


async def test_kept_across_a_restart(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """The buttons exist once after a reload."""
    first = await keep(hass, account, "text", name="a", text="x")
    runtime_data = account.runtime_data
    second = await keep(hass, account, "text", name="b", text="x")
    # Running jobs are not affected.
    assert account.runtime_data is runtime_data
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    for subentry_id in (first, second):
        assert hass.states.get(button_of(hass, account, subentry_id)) is not None


async def test_print_by_name(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    simulator: CloudSimulator,
) -> None:
    """The action's own fields override the document's."""
    subentry_id = await keep(
        hass,
        account,
        "text",
        name="Maths sheet",
        text="1+1=",
        device_id=colour_id,
        options={"copies": 3, "sides": "one_sided"},
    )
    for document in (" maths  SHEET ", subentry_id):
        await call(hass, "print", document=document)
    answer = await call(
        hass, "print", document="Maths sheet", device_id=device_id, copies=1, name="Now"
    )
    assert answer["jobs"][0]["device_id"] == device_id
    assert [job.config.get("copies") for job in simulator.printed] == [3, 3, 1]
    assert [job.name for job in simulator.printed] == ["Maths sheet"] * 2 + ["Now"]
    assert simulator.printed[-1].config == {"copies": 1, "side": "ONESIDE"}


async def test_print_by_device(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """The form of the action lists the documents' devices, and no other."""
    subentry_id = await keep(
        hass, account, "text", name="Facts", text="x", device_id=device_id
    )
    selector = read("services.yaml")["print"]["fields"]["document"]["selector"]
    (only,) = selector["device"]["filter"]
    assert only == {"integration": DOMAIN, "model_id": MODEL_ID}
    (document,) = [
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), account.entry_id
        )
        if device.model_id == only["model_id"]
    ]
    assert document.name == "Facts"
    assert document.model == "Saved document"

    await call(hass, "print", document=document.id)
    hass.config_entries.async_update_subentry(
        account, account.subentries[subentry_id], title="Sums"
    )
    await call(hass, "print", document=document.id)
    assert [job.name for job in simulator.printed] == ["Facts", "Sums"]
    with refuses("document_unknown", value=device_id, supported="Sums"):
        await call(hass, "print", document=device_id)


async def test_print_after_choices_were_removed(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """Empty lists that the editor leaves are ignored."""
    await keep(hass, account, "text", name="Facts", text="x", device_id=device_id)
    await call(hass, "print", document="Facts", device_id=[], entity=[])
    await call(hass, "print", device_id=device_id, text="y", entity=[])
    assert [job.content for job in simulator.printed] == [b"x", b"y"]
    with refuses("printer_missing"):
        await call(hass, "print", device_id=[], text="x")


async def test_print_by_number(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """A name that a template turned into a number is found."""
    await keep(hass, account, "text", name="101", text="x", device_id=device_id)
    await call(hass, "print", document=101)
    assert [job.name for job in simulator.printed] == ["101"]
    with refuses("document_unknown", value="True", supported="101"):
        await call(hass, "print", document=True)


async def test_refusals(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    simulator: CloudSimulator,
) -> None:
    """Invalid uses are refused, with the supported ones."""
    with refuses("document_unknown", value="x", supported="-"):
        await call(hass, "print", document="x")
    await keep(hass, account, "markdown", name="Sums", markdown="{{ 1 / 0 }}")
    await keep(hass, account, "text", name="Facts", text="x")
    with refuses("document_unknown", value="7", supported="Facts, Sums"):
        await call(hass, "print", document=7, device_id=device_id)
    with refuses("content_ambiguous", fields="document, text"):
        await call(hass, "print", document="Facts", text="x", device_id=device_id)
    with refuses("printer_missing"):
        await call(hass, "print", document="Facts")
    with refuses("document_template", HomeAssistantError, document="Sums"):
        await call(hass, "print", document="Sums", device_id=device_id)
    assert simulator.printed == []


async def test_same_name_in_two_accounts(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Two documents with the same name are distinguished by id."""
    first = await set_up_account()
    await keep(
        hass,
        first,
        "text",
        name="a",
        text="1",
        device_id=device_id_of(hass, first, printer),
    )
    application = simulator.add_application("second", "key")
    simulator.bind(application, printer)
    second = MockConfigEntry(
        domain=DOMAIN,
        unique_id=application.app_id,
        data={
            "app_id": application.app_id,
            "app_key": application.app_key,
            "base_url": simulator.base_url,
        },
    )
    second.add_to_hass(hass)
    assert await hass.config_entries.async_setup(second.entry_id)
    subentry_id = await keep(hass, second, "text", name="A", text="2")
    with refuses("document_ambiguous", value="a"):
        await call(hass, "print", document="a")
    device_id = device_id_of(hass, second, printer)
    await call(hass, "print", document=subentry_id, device_id=device_id)
    assert simulator.printed[-1].content == b"2"

    # Documents of disabled accounts are ignored.
    await hass.config_entries.async_set_disabled_by(
        second.entry_id, ConfigEntryDisabler.USER
    )
    await call(hass, "print", document="A")
    assert simulator.printed[-1].content == b"1"


async def test_its_printer_is_gone(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    simulator: CloudSimulator,
) -> None:
    """A document whose printer is gone is an error, and prints on another printer."""
    subentry_id = await keep(
        hass, account, "text", name="Facts", text="x", device_id=device_id
    )
    account.runtime_data.coordinator.async_remove(device_id)
    for document in ("Facts", subentry_id):
        with refuses("document_printer_gone", document="Facts"):
            await call(hass, "print", document=document)
    await call(hass, "print", document="Facts", device_id=colour_id)
    assert len(simulator.printed) == 1
