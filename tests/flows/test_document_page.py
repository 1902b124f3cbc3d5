"""Tests of the forms that save a page as a document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.layouts.models import Note
from custom_components.cloudprint.exceptions import failed
from custom_components.cloudprint.printing.saved_document import get_documents
from custom_components.cloudprint.source.pages.kind import (
    MORE,
    Entities,
    Entity,
    Flag,
    Number,
    OneOf,
    PageKind,
    Secret,
    SomeOf,
    Text,
    Texts,
)
from custom_components.cloudprint.source.pages.kinds import chart
from custom_components.cloudprint.source.reading import get_state
from custom_components.cloudprint.source.request import Request
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..actions import call
from ..hub import Hub
from ..printing.test_saved_documents import begin
from ..subentries import add_subentry
from .steps import open_subentry, send, suggested

ROWS: Final = "Brush teeth\nMake the bed"


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Note]:
    if entity_id := options.get("todo"):
        get_state(request, entity_id)
    if options.get("title") == "away":
        raise failed("entity_failed", entity="A")

    def build() -> Note:
        if options.get("title") == "wrong":
            raise DocumentError("sums_impossible", largest=9)
        return Note(title="T", subtitle="", language="en", text=str(options))

    return build


MADE_UP: Final = PageKind(
    options={
        "todo": Entity(domains=["todo"]),
        "calendars": Entities(domains=["calendar"]),
        "answers": Flag(section=MORE),
        "count": Number(lowest=1, highest=40, default=20),
        "days": SomeOf(choices=["mon", "tue"], default=["mon", "tue"], section=MORE),
        "first_day": Number(lowest=0, highest=9, section=None),
        "security": OneOf(choices=["wpa", "none"]),
        "password": Secret(longest=8),
        "texts": Texts(),
        "title": Text(section=MORE),
    },
    async_build=_async_build,
)
"""A kind of page with each kind of option."""


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace a kind of page by another one, which has no texts."""
    monkeypatch.setattr(chart, "PAGE", MADE_UP)


async def open_page(hass: HomeAssistant, account: MockConfigEntry) -> Any:
    """Open the form of the page that was replaced."""
    configure = hass.config_entries.subentries.async_configure
    result = await hass.config_entries.subentries.async_init(
        (account.entry_id, "document"), context={"source": SOURCE_USER}
    )
    await configure(result["flow_id"], {"next_step_id": "page"})
    return await configure(result["flow_id"], {"next_step_id": "chart"})


async def test_page_is_saved_and_changed(hass: HomeAssistant, hub: Hub) -> None:
    """First comes what the page shows, then its name and printer; both can be changed."""
    result = await begin(hass, hub.account, "page")
    result = await send(hass, result, next_step_id="chart")
    assert result["step_id"] == "chart"
    result = await send(hass, result, rows=ROWS, title="")
    assert result["step_id"] == "page_save"
    result = await send(hass, result, name=" ")
    assert result["errors"] == {"name": "name_invalid"}
    result = await send(
        hass,
        result,
        name="Anna's chart",
        device_id=hub.device_id,
        options={"copies": 2.0, "skip_empty": True},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (document,) = get_documents(hub.account)
    assert document.fields == {
        "page": "chart",
        "page_options": {"rows": ROWS},
        "device_id": hub.device_id,
        "copies": 2,
        "skip_empty": True,
    }
    await call(hass, "print", document="Anna's chart")
    assert b"Make the bed" in hub.simulator.printed[-1].content

    result = await open_subentry(hass, hub.account, "document", document.subentry_id)
    assert result["step_id"] == "chart"
    assert suggested(result["data_schema"]) == {"rows": ROWS}
    result = await send(hass, result, rows="Feed the cat")
    assert suggested(result["data_schema"])["name"] == "Anna's chart"
    result = await send(hass, result, name="Cat", device_id=hub.device_id)
    assert result["reason"] == "reconfigure_successful"
    (document,) = get_documents(hub.account)
    assert document.name == "Cat"
    assert document.fields == {
        "page": "chart",
        "page_options": {"rows": "Feed the cat"},
        "device_id": hub.device_id,
    }


@pytest.mark.usefixtures("made_up")
async def test_each_option_is_asked_for(hass: HomeAssistant, hub: Hub) -> None:
    """Each kind of option has its selector; what was entered is stored."""
    hass.states.async_set("todo.list", "unavailable")
    hass.states.async_set("calendar.a", "on")
    result = await open_page(hass, hub.account)
    schema = result["data_schema"].schema
    more = schema[MORE].schema.schema
    assert schema[MORE].options == {"collapsed": True}
    assert result["data_schema"]({MORE: {}}) == {
        "count": 20,
        MORE: {"days": ["mon", "tue"]},
    }
    fields = {name: schema[name] for name in schema if name != MORE}
    assert [*map(str, more)] == ["answers", "days", "title"]
    kinds = {str(name): field.selector_type for name, field in (fields | more).items()}
    assert kinds == {
        "todo": "entity",
        "calendars": "entity",
        "answers": "boolean",
        "count": "number",
        "days": "select",
        "security": "select",
        "password": "text",
        "texts": "text",
        "title": "text",
    }
    assert schema["password"].config["type"] == "password"
    entered: dict[str, Any] = {
        "todo": "todo.list",
        "calendars": ["calendar.a"],
        "count": 3.0,
        "security": "wpa",
        "password": "swordfish",
        "texts": "a\nb",
        MORE: {"answers": False, "days": ["tue"], "title": ""},
    }
    configure = hass.config_entries.subentries.async_configure
    result = await configure(result["flow_id"], entered)
    assert result["errors"] == {"password": "content_invalid"}
    assert "swordfish" not in (result["description_placeholders"] or {})["message"]
    entered["password"] = "fish"
    result = await configure(result["flow_id"], entered)
    # A list that is not available at the moment is not a mistake.
    result = await configure(
        result["flow_id"], {"name": "All", "device_id": hub.device_id}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (document,) = get_documents(hub.account)
    del entered[MORE]
    assert document.fields["page_options"] == {
        **entered,
        "count": 3,
        "answers": False,
        "days": ["tue"],
    }


async def test_saved_before(hass: HomeAssistant, hub: Hub) -> None:
    """What no form asks for any more stays where it was saved, and can be removed."""
    result = await begin(hass, hub.account, "page")
    result = await send(hass, result, next_step_id="planner")
    assert "first_day" not in result["data_schema"].schema
    hass.states.async_set("todo.list", "0")
    saved = {"todo": ["todo.list"], "first_day": 3, "title": "Days"}
    document = {"page": "planner", "page_options": saved, "device_id": hub.device_id}
    document_id = add_subentry(hass, hub.account, "document", "Old", **document)
    form = {"todo": ["todo.list"], MORE: {"title": "Days"}}
    for changes in ({"first_day": 3.0}, {}):
        result = await open_subentry(hass, hub.account, "document", document_id)
        assert suggested(result["data_schema"]).items() >= saved.items()
        result = await send(hass, result, **form, **changes)
        await send(hass, result, name="Old", device_id=hub.device_id)
        (changed,) = get_documents(hub.account)
        left = saved if changes else {"todo": ["todo.list"], "title": "Days"}
        assert changed.fields["page_options"] == left


@pytest.mark.usefixtures("made_up")
async def test_defaults_are_not_stored(hub: Hub) -> None:
    """What is left as it is at first is what it means to leave it out."""
    configure = hub.hass.config_entries.subentries.async_configure
    result = await open_page(hub.hass, hub.account)
    result = await configure(result["flow_id"], {"texts": "a", MORE: {}})
    await configure(result["flow_id"], {"name": "All", "device_id": hub.device_id})
    (document,) = get_documents(hub.account)
    assert document.fields["page_options"] == {"texts": "a"}


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"todo": "todo.gone"}, "todo"),
        ({"calendars": ["calendar.gone"]}, "calendars"),
        ({MORE: {"title": "x" * 501}}, MORE),
    ],
)
async def test_mistakes_are_at_their_fields(
    hub: Hub, options: dict[str, Any], place: str
) -> None:
    """An entity that does not exist is refused, and so is what the page cannot take."""
    result = await open_page(hub.hass, hub.account)
    result = await hub.hass.config_entries.subentries.async_configure(
        result["flow_id"], options
    )
    assert result["step_id"] == "chart"
    assert result["errors"] == {place: "content_invalid"}
    assert (result["description_placeholders"] or {})["message"]
    assert (
        suggested(result["data_schema"]).items() >= options.get(MORE, options).items()
    )


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize(
    ("title", "errors"), [("wrong", {"base": "content_invalid"}), ("away", None)]
)
async def test_page_is_tried(
    hass: HomeAssistant, hub: Hub, title: str, errors: dict[str, str] | None
) -> None:
    """A page that cannot be made is not saved, unless it may be possible later."""
    result = await open_page(hass, hub.account)
    configure = hass.config_entries.subentries.async_configure
    await configure(result["flow_id"], {MORE: {"title": title}})
    result = await configure(
        result["flow_id"], {"name": "Try", "device_id": hub.device_id}
    )
    assert result.get("errors") == errors
    assert len(get_documents(hub.account)) == (errors is None)
