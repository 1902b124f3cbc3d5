"""Tests of the form that saves a document."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing.saved_document import get_documents
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from ..actions import call
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..package import ROOT
from ..printing.test_saved_documents import begin, keep, save
from ..samples import documents
from ..simulator import Printer
from .steps import as_text, open_subentry, send, suggested

MEDIA = {
    "media_content_id": "media-source://media_source/local/note.txt",
    "media_content_type": "text/plain",
}
UNCLEAR = "ﾐﾙｸ".encode("cp932")
"""A text whose encoding cannot be told."""
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
    result = await open_subentry(hass, account, "document")
    assert result["menu_options"] == [
        "entity",
        "page",
        "files",
        "text",
        "markdown",
        "url",
        "media",
    ]


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
        ("url", {"url": f"{PUBLIC}/notes.txt", "options": {"encoding": "big5"}}),
        ("media", {"media": [MEDIA]}),
        ("media", {"media": [MEDIA], "options": {"encoding": "utf-8"}}),
        ("entity", {"entity": ["todo.list"], "layout": {"completed": True}}),
        (
            "entity",
            {
                "entity": ["calendar.a", "calendar.b"],
                "layout": {"title": "Week", "days": 7.0, "first_day": "1"},
            },
        ),
    ],
)
async def test_keep_and_change(
    hass: HomeAssistant, hub: Hub, kind: str, content: dict[str, Any]
) -> None:
    """Each kind has a form that can be filled in, shown again and changed."""
    own_options = content.get("options", {})
    content = {field: content[field] for field in content if field != "options"}
    subentry_id = await keep(
        hass,
        hub.account,
        kind,
        name=" 口算题 ",
        device_id=hub.device_id,
        options={"copies": 2, "color": "monochrome", **own_options},
        **content,
    )
    (document,) = get_documents(hub.account)
    layout = content.get("layout", {})
    plain = {key: value for key, value in content.items() if key != "layout"}
    assert document.name == "口算题"
    # A single entity or media item is stored without a list.
    stored = {
        field: value[0] if isinstance(value, list) and len(value) == 1 else value
        for field, value in plain.items()
    }
    assert document.fields == {
        **stored,
        **layout,
        "device_id": hub.device_id,
        "copies": 2,
        "color": "monochrome",
        **own_options,
    }

    flows = hass.config_entries.subentries
    result = await flows.async_init(
        (hub.account.entry_id, "document"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    assert result["step_id"] == kind
    shown = {"name": "口算题", **document.fields, **plain}
    assert suggested(result["data_schema"]) == shown
    result = await send(
        hass, result, name="Sums", **plain, device_id=hub.device_id, options={}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(hub.account)
    assert (document.name, document.fields) == (
        "Sums",
        stored | {"device_id": hub.device_id},
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
            {"options": "options_invalid"},
        ),
        (
            "entity",
            {"name": "a", "entity": ["todo.list"], "layout": {"days": 3}},
            {"layout": "options_invalid"},
        ),
    ],
)
async def test_errors(
    hass: HomeAssistant,
    hub: Hub,
    kind: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """Invalid entries are shown with an error and can be corrected."""
    save(hass, hub.account, "My list", text="x")
    result = await send(
        hass,
        await begin(hass, hub.account, kind),
        **({"device_id": hub.device_id, "options": {}} | entered),
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    shown = suggested(result["data_schema"])
    assert shown["name"] == entered["name"]
    right: dict[str, Any] = {"text": "x", "url": PUBLIC, "entity": ["todo.list"]}
    result = await send(
        hass, result, name="right", device_id=hub.device_id, **{kind: right[kind]}
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
    hass: HomeAssistant, hub: Hub, kind: str, content: dict[str, Any], message: str
) -> None:
    """What can never be printed is not saved, and the form says why."""
    form = await begin(hass, hub.account, kind)
    if "media" in content:
        content = {"media": [{"media_content_type": "text/plain", **content["media"]}]}
    result = await send(hass, form, name="a", device_id=hub.device_id, **content)
    assert result["errors"] == {kind: "content_invalid"}
    assert result["description_placeholders"]["message"].startswith(message)
    assert not hub.account.subentries


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
                "media": [
                    {
                        "media_content_id": "media-source://camera/camera.door",
                        "media_content_type": "image/jpeg",
                    }
                ]
            },
        ),
    ],
)
async def test_content_that_is_not_there_yet(
    hass: HomeAssistant, hub: Hub, kind: str, content: dict[str, Any]
) -> None:
    """What cannot be read at the moment is saved."""
    await keep(hass, hub.account, kind, name="a", device_id=hub.device_id, **content)


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("encoding", "errors", "message"),
    [
        (None, {"media": "content_invalid"}, "The encoding of the text in “Media”"),
        ("utf-8", {"media": "content_invalid"}, "The text of “Media” is not in the"),
        (
            "klingon",
            {"options": "options_invalid"},
            "klingon is not valid for “Encoding”",
        ),
    ],
)
async def test_encoding(
    hass: HomeAssistant,
    hub: Hub,
    encoding: str | None,
    errors: dict[str, str],
    message: str,
) -> None:
    """A text whose encoding is not recognized is saved, and printed, with its own."""
    Path(hass.config.media_dirs["local"], "note.txt").write_bytes(UNCLEAR)
    content = {"name": "a", "device_id": hub.device_id, "media": [MEDIA]}
    options = {} if encoding is None else {"encoding": encoding}
    form = await begin(hass, hub.account, "media")
    result = await send(hass, form, **content, options=options)
    assert result["errors"] == errors
    assert result["description_placeholders"]["message"].startswith(message)
    await send(hass, result, **content, options={"encoding": "Shift_JIS"})
    (document,) = get_documents(hub.account)
    assert document.fields["encoding"] == "Shift_JIS"

    await call(hass, "print", document="a")
    (printed,) = hub.simulator.printed
    assert UNCLEAR.decode("cp932") in printed.content.decode()


@pytest.mark.usefixtures("things")
async def test_several_media_items(hass: HomeAssistant, hub: Hub) -> None:
    """Several items are arranged, and printed as one, if that is possible."""
    items = []
    for name in ("front.png", "back.png"):
        path = Path(hass.config.media_dirs["local"], name)
        path.write_bytes(documents.picture("PNG"))
        items.append(
            {
                "media_content_id": f"media-source://media_source/local/{name}",
                "media_content_type": "image/png",
            }
        )
    form = await begin(hass, hub.account, "media")
    entered = {"name": "a", "device_id": hub.device_id}
    arrangement = {"arrange": "grid", "pictures_per_sheet": "2"}
    result = await send(
        hass, form, **entered, media=[*items, MEDIA], arrangement=arrangement
    )
    assert result["errors"] == {"media": "content_invalid"}
    message = result["description_placeholders"]["message"]
    assert message.startswith("“Media 3” is a TEXT file")
    await send(hass, result, **entered, media=items, arrangement=arrangement)
    (document,) = get_documents(hub.account)
    assert document.fields == {
        "device_id": hub.device_id,
        "media": items,
        **arrangement,
    }
    await call(hass, "print", document="a")
    assert len(hub.simulator.printed) == 1
    (job,) = await hub.jobs()
    assert (job["name"], job["pages"]) == ("a", 1)


@pytest.mark.usefixtures("things")
async def test_media_that_cannot_be_read_now(hass: HomeAssistant, hub: Hub) -> None:
    """A file on a disk that fails is saved."""
    with patch(
        "custom_components.cloudprint.source.media.read_regular_file",
        side_effect=OSError,
    ):
        for number, arrangement in enumerate(({}, {"clean_up": "grey"})):
            await keep(
                hass,
                hub.account,
                "media",
                name=f"{number}",
                device_id=hub.device_id,
                media=[MEDIA],
                arrangement=arrangement,
            )


async def test_address_of_the_own_network(hass: HomeAssistant, hub: Hub) -> None:
    """An address that may be fetched is saved, whether or not it answers."""
    hass.config.allowlist_external_urls = {"http://192.168.1.9/"}
    await keep(
        hass,
        hub.account,
        "url",
        name="a",
        url="http://192.168.1.9/x.exe",
        device_id=hub.device_id,
    )


@pytest.mark.parametrize(
    ("language", "default", "missing"),
    [
        (
            "en",
            "If left empty, “*Study*” is used.",
            "Required, as there are several printers",
        ),
        ("zh-Hans", "留空则使用“*Study*”。", "有多台打印机，但没有默认打印机"),
    ],
)
async def test_its_printer_is_clear(
    hass: HomeAssistant, hub: Hub, language: str, default: str, missing: str
) -> None:
    """The form shows which printer it will be, and asks for one if that is not clear."""
    hass.config.language = language
    form = await begin(hass, hub.account, "text")
    assert form["description_placeholders"]["hint"].startswith(missing)
    form = await send(hass, form, name="a", text="x")
    assert form["errors"] == {"device_id": "printer_missing"}
    form = await send(hass, form, name="a", text="x", device_id=hub.account.entry_id)
    assert form["errors"] == {"device_id": "printer_gone"}

    dr.async_get(hass).async_update_device(hub.colour_id, name_by_user="*Study*")
    hass.config_entries.async_update_entry(
        hub.account, options={"default_printer": hub.colour_id}
    )
    form = await begin(hass, hub.account, "text")
    assert as_text(form["description_placeholders"]["hint"]) == default
    # The options are checked for the printer that it will be.
    form = await send(hass, form, name="a", text="x", options={"paper": "Envelope C5"})
    assert form["errors"] == {"options": "options_invalid"}
    form = await send(hass, form, name="a", text="x", options={"copies": 99})
    assert form["type"] is FlowResultType.CREATE_ENTRY
    (document,) = get_documents(hub.account)
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
    placeholders = result["description_placeholders"]
    assert placeholders["name"] == "Sums \\*1\\*"
    # It leads to the blueprint for regular prints, as the documentation does.
    link = f"]({placeholders['blueprint']})"
    assert link in (ROOT / "docs/blueprints.md").read_text("utf-8")


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
            "The printer prints on one side only, so Two-sided, long edge is not possible for “Sides” yet.",
        ),
        (
            "zh-Hans",
            {"options": {"sides": "two_sided_long_edge"}},
            "这台打印机只能单面打印，“单双面”暂时不能为 双面，长边翻转。",
        ),
        ("zh-Hans", {"options": {"paper": "A0"}}, "“纸张”的值 A0 无效。可用："),
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
    assert result["errors"] == {next(iter(entered)): "options_invalid"}
    shown = result["description_placeholders"]["message"]
    assert shown.startswith(message)
    assert language == "en" or ", " not in shown


async def test_options_of_the_printer(hass: HomeAssistant, hub: Hub) -> None:
    """A document accepts the options of its printer."""
    two_sided = {"sides": "two_sided_long_edge"}
    hub.colour_printer.report(supportedSides=["ONESIDE"])
    await hub.data.capabilities.async_fetch(hub.colour_id)
    hass.config.language = "zh-Hans"
    only_ours = {"paper": "Envelope C5"}
    # The capabilities are fetched: the printer has more papers than the standard ones.
    await keep(
        hass,
        hub.account,
        "text",
        name="a",
        text="x",
        device_id=hub.device_id,
        options=only_ours,
    )
    await call(hass, "print", document="a")
    assert hub.simulator.printed[-1].config["paperConfig"]["width"] == 162.052

    form = await begin(hass, hub.account, "text")
    for options, told in (
        (only_ours, "Envelope DL"),
        (two_sided, "“单双面”暂时不能为 双面，长边翻转。"),
    ):
        form = await send(
            hass, form, name="c", text="x", device_id=hub.colour_id, options=options
        )
        assert form["errors"] == {"options": "options_invalid"}
        assert told in form["description_placeholders"]["message"]

    # Of a printer that cannot be reached, nothing is known.
    await hass.config_entries.async_unload(hub.account.entry_id)
    form = await send(
        hass, form, name="c", text="x", device_id=hub.colour_id, options=two_sided
    )
    assert form["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("things")
async def test_turned_off_again(hass: HomeAssistant, hub: Hub) -> None:
    """Empty groups of the form are not stored."""
    await keep(
        hass,
        hub.account,
        "entity",
        name="a",
        entity=["weather.home"],
        device_id=hub.device_id,
        layout={"title": "", "completed": False, "caption": False},
    )
    (document,) = get_documents(hub.account)
    assert document.fields == {"entity": "weather.home", "device_id": hub.device_id}


@pytest.mark.parametrize("template", ["{{", "{{ 1 | no_filter }}", ["x"]])
async def test_template_that_cannot_be_read(
    hass: HomeAssistant, account: MockConfigEntry, template: object
) -> None:
    """The form shows where a template is wrong."""
    form = await begin(hass, account, "markdown")
    with pytest.raises(InvalidData) as raised:
        await send(hass, form, name="a", markdown=template)
    assert "markdown" in raised.value.schema_errors
    assert not account.subentries


async def test_template_that_is_never_done(hass: HomeAssistant, hub: Hub) -> None:
    """A template is saved without computing it, which the event loop would wait for."""
    template = "{{ 10 ** (10 ** 10) }}"
    form = await begin(hass, hub.account, "text")
    await send(hass, form, name="a", text=f" {template}", device_id=hub.device_id)
    (document,) = get_documents(hub.account)
    assert document.fields["text"] == template


async def test_its_own_name_is_not_taken(hass: HomeAssistant, hub: Hub) -> None:
    """A document keeps its name when another field is changed."""
    subentry_id = save(hass, hub.account, "List", text="x")
    result = await open_subentry(hass, hub.account, "document", subentry_id)
    result = await send(hass, result, name="list", text="y", device_id=hub.device_id)
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(hub.account)
    assert document.name == "list"
    assert document.fields == {"text": "y", "device_id": hub.device_id}


@pytest.mark.parametrize("gone", ["account_gone", "document_gone"])
async def test_deleted_meanwhile(hass: HomeAssistant, hub: Hub, gone: str) -> None:
    """The flow ends if the document or its account was deleted."""
    subentry_id = save(hass, hub.account, text="Milk", device_id=hub.device_id)
    entered = {"name": "Other", "text": "Milk", "device_id": hub.device_id}
    forms = [await open_subentry(hass, hub.account, "document", subentry_id)]
    if gone == "document_gone":
        hass.config_entries.async_remove_subentry(hub.account, subentry_id)
    else:
        forms.append(await begin(hass, hub.account, "text"))
        await hass.config_entries.async_remove(hub.account.entry_id)
    for form in forms:
        result = await send(hass, form, **entered)
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, gone)
