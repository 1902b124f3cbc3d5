"""Tests of saved documents: the forms, the buttons, and the field of the print."""

from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import async_remove_config_entry_device
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.saved_document import MODEL_ID, get_documents
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryDisabler,
    ConfigSubentry,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

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


def save(
    hass: HomeAssistant, account: ConfigEntry[Any], name: str = "Sheet", **fields: Any
) -> str:
    """Save a document without its form, as earlier versions did; return its id."""
    subentry = ConfigSubentry(
        data=MappingProxyType(fields),
        subentry_type="document",
        title=name,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(account, subentry)
    return subentry.subentry_id


def button_of(hass: HomeAssistant, account: MockConfigEntry, subentry_id: str) -> str:
    """Return the button of a document."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "button", DOMAIN, f"{account.unique_id}_document_{subentry_id}"
    )
    assert entity_id is not None
    return entity_id


MEDIA = {
    "media_content_id": "media-source://media_source/local/note.txt",
    "media_content_type": "text/plain",
}
PUBLIC = "https://93.184.215.14"
"""A host that need not be resolved."""


@pytest.fixture
async def things(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Add entities and a file that can be printed."""
    assert await async_setup_component(hass, "media_source", {})
    Path(hass.config.media_dirs["local"], "note.txt").write_text("Milk")
    Path(hass.config.media_dirs["local"], "archive.7z").write_bytes(
        b"7z\xbc\xaf\x27\x1c"
    )
    for entity_id in ("todo.list", "weather.home", "camera.door", "calendar.a"):
        hass.states.async_set(entity_id, "unknown")
    hass.states.async_set("calendar.b", "unavailable")
    er.async_get(hass).async_get_or_create(
        "todo", "test", "1", suggested_object_id="later"
    )
    er.async_get(hass).async_get_or_create(
        "todo",
        "test",
        "2",
        suggested_object_id="off",
        disabled_by=er.RegistryEntryDisabler.USER,
    )


async def test_menu(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """What Home Assistant knows comes first."""
    result = await hass.config_entries.subentries.async_init(
        (account.entry_id, "document"), context={"source": SOURCE_USER}
    )
    assert result["menu_options"] == ["entity", "text", "markdown", "url", "media"]


@pytest.mark.usefixtures("things")
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
        ("url", {"url": f"{PUBLIC}/menu.html"}),
        ("media", {"media": MEDIA}),
        ("entity", {"entity": ["todo.list"], "layout": {"completed": True}}),
        (
            "entity",
            {
                "entity": ["calendar.a", "calendar.b"],
                "layout": {"title": "Week", "days": 7.0, "first_day": 1.0},
            },
        ),
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
    # One entity is stored as earlier versions did.
    stored = {**plain}
    if stored.get("entity") == ["todo.list"]:
        stored["entity"] = "todo.list"
    assert document.fields == {
        **stored,
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
    shown = {"name": "口算题", **document.fields, **plain}
    assert suggested(result["data_schema"]) == shown
    result = await send(
        hass, result, name="Sums", **plain, device_id=device_id, options={}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(account)
    assert (document.name, document.fields) == (
        "Sums",
        stored | {"device_id": device_id},
    )


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("kind", "entered", "errors"),
    [
        ("text", {"name": " ", "text": "x"}, {"name": "name_invalid"}),
        ("text", {"name": "x" * 101, "text": "x"}, {"name": "name_invalid"}),
        ("text", {"name": "MY  LIST", "text": "x"}, {"name": "name_taken"}),
        (
            "url",
            {"name": "a", "url": PUBLIC, "options": {"paper": "A0"}},
            {"base": "options_invalid"},
        ),
        (
            "entity",
            {"name": "a", "entity": ["todo.list"], "layout": {"days": 3}},
            {"base": "options_invalid"},
        ),
    ],
)
async def test_errors(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    kind: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """Invalid entries are shown with an error and can be corrected."""
    save(hass, account, "My list", text="x")
    result = await send(
        hass,
        await begin(hass, account, kind),
        **({"device_id": device_id, "options": {}} | entered),
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    shown = suggested(result["data_schema"])
    assert shown["name"] == entered["name"]
    right: dict[str, Any] = {"text": "x", "url": PUBLIC, "entity": ["todo.list"]}
    result = await send(
        hass, result, name="right", device_id=device_id, **{kind: right[kind]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        ("text", {"text": " \n"}, "“Text” contains nothing to print."),
        ("markdown", {"markdown": " "}, "“Markdown” contains nothing to print."),
        (
            "markdown",
            {"markdown": "x", "layout": {"title": "x" * 501}},
            "“Title” must be a text of 1 to 500 characters;",
        ),
        ("url", {"url": "example"}, "“Address” is not a web address"),
        ("url", {"url": "ftp://a.example/x"}, "“Address” is not a web address"),
        ("url", {"url": "http://192.168.1.9/x"}, "192.168.1.9 is an address in your"),
        ("url", {"url": f"{PUBLIC}/x.epub"}, "“Address” is in the format"),
        ("media", {"media": {"media_content_id": "x"}}, "“Media” is not a media item."),
        (
            "media",
            {"media": {"media_content_id": "media-source://tts/x"}},
            "“tts” generates speech",
        ),
        (
            "media",
            {"media": {"media_content_id": f"{MEDIA['media_content_id']}.txt"}},
            "There is no media item",
        ),
        (
            "media",
            {"media": {"media_content_id": "media-source://camera/camera.none"}},
            "There is no entity camera.none.",
        ),
        (
            "media",
            {
                "media": {
                    "media_content_id": "media-source://media_source/local/archive.7z"
                }
            },
            "“Media” is in the format",
        ),
        ("entity", {"entity": []}, "[] is not an entity ID."),
        ("entity", {"entity": ["todo.gone"]}, "There is no entity todo.gone."),
        ("entity", {"entity": ["todo.off"]}, "There is no entity todo.off."),
        (
            "entity",
            {"entity": ["calendar.a", "todo.list"]},
            "Choose one of these: calendar.a, todo.list.",
        ),
        (
            "entity",
            {"entity": ["calendar.a"], "layout": {"days": 1.5}},
            "1.5 is not valid for “Days”.",
        ),
    ],
)
async def test_content_that_cannot_be_printed(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    kind: str,
    content: dict[str, Any],
    message: str,
) -> None:
    """What can never be printed is not saved, and the form says why."""
    form = await begin(hass, account, kind)
    for entered in content.values():
        if isinstance(entered, dict) and "media_content_id" in entered:
            entered.setdefault("media_content_type", "text/plain")
    result = await send(hass, form, name="a", device_id=device_id, **content)
    assert result["errors"] == {kind: "content_invalid"}
    assert result["description_placeholders"]["message"].startswith(message)
    assert not account.subentries


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"text": "{{ states('sensor.count') }}"}),
        ("entity", {"entity": ["todo.later"]}),
        ("entity", {"entity": ["calendar.b"]}),
        (
            "media",
            {
                "media": {
                    "media_content_id": "media-source://camera/camera.door",
                    "media_content_type": "image/jpeg",
                }
            },
        ),
    ],
)
async def test_content_that_is_not_there_yet(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    kind: str,
    content: dict[str, Any],
) -> None:
    """What cannot be read at the moment is saved."""
    await keep(hass, account, kind, name="a", device_id=device_id, **content)


@pytest.mark.usefixtures("things")
async def test_media_that_cannot_be_read_now(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str
) -> None:
    """A file on a disk that fails is saved."""
    with patch(
        "custom_components.cloudprint.source.media.read_file", side_effect=OSError
    ):
        await keep(hass, account, "media", name="a", device_id=device_id, media=MEDIA)


async def test_address_of_the_own_network(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str
) -> None:
    """An address that may be fetched is saved, whether or not it answers."""
    hass.config.allowlist_external_urls = {"http://192.168.1.9/"}
    await keep(
        hass,
        account,
        "url",
        name="a",
        url="http://192.168.1.9/x.exe",
        device_id=device_id,
    )


@pytest.mark.parametrize(
    ("language", "default", "missing"),
    [
        (
            "en",
            "If left empty, “Study” is used.",
            "Required, as there are several printers",
        ),
        ("zh-Hans", "留空则使用“Study”。", "有多台打印机，但没有默认打印机"),
    ],
)
async def test_its_printer_is_clear(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    language: str,
    default: str,
    missing: str,
) -> None:
    """The form shows which printer it will be, and asks for one if that is not clear."""
    hass.config.language = language
    form = await begin(hass, account, "text")
    assert form["description_placeholders"]["hint"].startswith(missing)
    form = await send(hass, form, name="a", text="x")
    assert form["errors"] == {"device_id": "printer_missing"}
    form = await send(hass, form, name="a", text="x", device_id=account.entry_id)
    assert form["errors"] == {"device_id": "printer_gone"}

    dr.async_get(hass).async_update_device(colour_id, name_by_user="Study")
    hass.config_entries.async_update_entry(
        account, options={"default_printer": colour_id}
    )
    form = await begin(hass, account, "text")
    assert form["description_placeholders"]["hint"] == default
    # The options are checked for the printer that it will be.
    form = await send(hass, form, name="a", text="x", options={"paper": "Envelope C5"})
    assert form["errors"] == {"base": "options_invalid"}
    form = await send(hass, form, name="a", text="x", options={"copies": 99})
    assert form["type"] is FlowResultType.CREATE_ENTRY
    (document,) = get_documents(account)
    assert document.fields == {"text": "x", "copies": 99}


async def test_before_the_first_printer(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """A document can be saved before there is a printer."""
    account = await set_up_account()
    form = await begin(hass, account, "text")
    assert form["description_placeholders"]["hint"] == ""
    form = await send(hass, form, name="a", text="x")
    assert form["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("options", "description"),
    [({}, None), ({"spoken_commands": False}, "without_voice")],
)
async def test_end(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    options: dict[str, Any],
    description: str | None,
) -> None:
    """The end says which button to press, and what to say if voice is on."""
    account = await set_up_account(**options)
    form = await begin(hass, account, "text")
    result = await send(hass, form, name="Sums *1*", text="x")
    assert result["description"] == description
    assert result["description_placeholders"] == {"name": "Sums \\*1\\*"}


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
    hass.states.async_set("camera.door", "idle")
    device_id = device_id_of(hass, account, printer)
    form = await begin(hass, account, "entity")
    result = await send(
        hass, form, name="a", entity=["camera.door"], device_id=device_id, **entered
    )
    assert result["errors"] == {"base": "options_invalid"}
    assert result["description_placeholders"]["message"].startswith(message)


async def test_options_of_the_printer(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    colour_printer: Printer,
    simulator: CloudSimulator,
) -> None:
    """A document accepts the options of its printer."""
    two_sided = {"sides": "two_sided_long_edge"}
    colour_printer.capabilities = {
        **colour_printer.capabilities,
        "supportedSides": ["ONESIDE"],
    }
    await account.runtime_data.capabilities.async_fetch(colour_id)
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
    await call(hass, "print", document="a")
    assert simulator.printed[-1].config["paperConfig"]["width"] == 162.052

    form = await begin(hass, account, "text")
    for options, told in (
        (only_ours, "Envelope DL"),
        (two_sided, "打印机的“单双面”不支持 双面，长边翻转。支持：单面。"),
    ):
        form = await send(
            hass, form, name="c", text="x", device_id=colour_id, options=options
        )
        assert form["errors"] == {"base": "options_invalid"}
        assert told in form["description_placeholders"]["message"]

    # Of a printer that cannot be reached, nothing is known.
    await hass.config_entries.async_unload(account.entry_id)
    form = await send(
        hass, form, name="c", text="x", device_id=colour_id, options=two_sided
    )
    assert form["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("things")
async def test_turned_off_again(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str
) -> None:
    """Empty groups of the form are not stored."""
    await keep(
        hass,
        account,
        "entity",
        name="a",
        entity=["weather.home"],
        device_id=device_id,
        layout={"title": "", "completed": False, "caption": False},
    )
    (document,) = get_documents(account)
    assert document.fields == {"entity": "weather.home", "device_id": device_id}


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
    hass: HomeAssistant, account: MockConfigEntry, device_id: str
) -> None:
    """A document keeps its name when another field is changed."""
    subentry_id = save(hass, account, "List", text="x")
    result = await hass.config_entries.subentries.async_init(
        (account.entry_id, "document"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    result = await send(hass, result, name="list", text="y", device_id=device_id)
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(account)
    assert document.name == "list"
    assert document.fields == {"text": "y", "device_id": device_id}


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
    subentry_id = save(hass, account, "List", text="x")
    await hass.async_block_till_done()
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
    first = save(hass, account, "a", text="x")
    runtime_data = account.runtime_data
    second = save(hass, account, "b", text="x")
    await hass.async_block_till_done()
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
    save(hass, account, "Sums", markdown="{{ 1 / 0 }}")
    save(hass, account, "Facts", text="x")
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
