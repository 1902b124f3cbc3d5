"""Tools of language models."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
import voluptuous as vol

from custom_components.cloudprint.compat import tool_annotations, tool_result
from custom_components.cloudprint.llm import async_get_tools
from custom_components.cloudprint.voice.commands import DAYS
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, llm
from homeassistant.setup import async_setup_component
from tests.conftest import Advance, SetUpAccount

from ..waits import Gate, slowed
from .conftest import Home, set_one_sided

convert: Any = (
    import_module("probatio").to_openapi
    if find_spec("probatio")
    else import_module("voluptuous_openapi").convert
)
"""Converts a tool's fields to the form for models; 2026.8 has it in another package."""


def context(home: Home | None = None, language: str | None = "en") -> llm.LLMContext:
    """Return the context of a call, from the satellite in the office if there is a home."""
    return llm.LLMContext(
        platform="test",
        context=Context(),
        language=language,
        assistant="conversation",
        device_id=home.satellite_id if home else None,
    )


async def tools_of(
    hass: HomeAssistant, api_id: str, home: Home | None = None
) -> dict[str, llm.Tool]:
    """Return our tools of an API."""
    api = await llm.async_get_api(hass, api_id, context(home))
    return {tool.name: tool for tool in api.tools if tool.name.startswith("cloudprint")}


async def use(home: Home, name: str, language: str = "en", /, **fields: Any) -> Any:
    """Call a tool; return its result and whether it is an error."""
    api = await llm.async_get_api(home.hass, "assist", context(home, language))
    result: Any = await api.async_call_tool(
        llm.ToolInput(tool_name=f"cloudprint__{name}", tool_args=fields)
    )
    if isinstance(result, dict):
        return result, "error" in result
    return result.data, result.error


async def test_tools(home: Home) -> None:
    """The tools list the printers and names of the home, and have annotations."""
    tools = await tools_of(home.hass, "assist")
    pages = {name for name in tools if name.startswith("cloudprint__print_")}
    assert "cloudprint__print_worksheet" in pages
    assert set(tools) - pages == {
        "cloudprint__print",
        "cloudprint__get_status",
        "cloudprint__reprint",
        "cloudprint__cancel",
        "cloudprint__confirm",
    }
    for name, tool in tools.items():
        is_read_only = name == "cloudprint__get_status"
        assert tool.annotations == tool_annotations(is_read_only=is_read_only)
        assert tool.integration == "cloudprint"
        # Conversation agents need the fields in this form.
        fields = convert(tool.parameters, custom_serializer=llm.selector_serializer)
        if name == "cloudprint__confirm":
            assert fields["required"] == ["confirmation_id"]
            continue
        printers = fields["properties"]["printer"]["enum"]
        assert printers == ["Office printer", "彩色打印机"]
    fields = convert(tools["cloudprint__print"].parameters)["properties"]
    assert fields["list_name"]["enum"] == [
        "Bring!",
        "Groceries",
        "Shopping list",
        "买菜",
        "购物清单",
    ]
    assert list(fields["agenda"]["enum"]) == [*DAYS]
    assert fields["weather"]["enum"] == ["Forecast Home"]
    assert fields["color"]["enum"] == ["color", "monochrome"]
    assert fields["sides"]["enum"][0] == "one_sided"
    assert fields["document"]["enum"] == ["Maths sheet", "口算题"]
    assert fields["calendar"]["enum"] == ["Family", "学校"]
    assert fields["test_page"]["type"] == "boolean"
    assert fields["copies"]["maximum"] == 10
    assert all(field["description"] for field in fields.values())


async def test_other_sides(home: Home, advance: Advance) -> None:
    """There is a tool for the paper that was turned where a printer needs that."""
    office = await set_one_sided(home, advance, home.office)
    tool = (await tools_of(home.hass, "assist"))["cloudprint__print_other_sides"]
    assert tool.annotations == tool_annotations(is_read_only=False)
    result, is_error = await use(home, "print_other_sides")
    assert is_error
    assert result["error"] == "Nothing waits for paper to be turned."
    await office.print_fronts()
    result, is_error = await use(home, "print_other_sides", printer="Office printer")
    assert not is_error
    assert result["message"].startswith("I'm printing the other sides of “Letter”")


async def test_users(home: Home) -> None:
    """A deleted user, and one who is not in memory, has no tools."""
    asking = context(home)
    user = await home.hass.auth.async_create_user("Owner")
    user.is_owner = True
    asking.context = Context(user_id=user.id)
    assert async_get_tools(home.hass, asking, "assist") is not None
    gate = Gate()
    with slowed(home.hass.auth, "async_get_user", gate.wait):
        assert async_get_tools(home.hass, asking, "assist") is None
        gate.open()
        await home.hass.async_block_till_done()
    user.is_owner = False
    await home.hass.auth.async_remove_user(user)
    assert async_get_tools(home.hass, asking, "assist") is None


async def test_two_printers_of_a_name(home: Home) -> None:
    """A name of two printers is offered once, and refused as ambiguous."""
    devices = dr.async_get(home.hass)
    for printer in (home.office, home.study):
        device_id = home.device_id(printer)
        devices.async_update_device(device_id, name_by_user="Den", area_id=None)
    tools = await tools_of(home.hass, "assist")
    del tools["cloudprint__confirm"]
    for tool in tools.values():
        assert convert(tool.parameters, custom_serializer=llm.selector_serializer)[
            "properties"
        ]["printer"]["enum"] == ["Den"]
    data, is_error = await use(home, "print", text="Tea", printer="Den")
    assert is_error
    assert data["error"].startswith("There is more than one “Den”.")
    assert home.printed() == []


async def test_no_tools(home: Home) -> None:
    """There are no tools without printers or for other APIs."""
    assert async_get_tools(home.hass, context(home), "another") is None
    home.hass.config_entries.async_update_entry(
        home.account, options={"spoken_commands": False}
    )
    assert await tools_of(home.hass, "assist") == {}
    home.hass.config_entries.async_update_entry(home.account, options={})
    for name in ("Maths sheet", "口算题"):
        (subentry_id,) = (
            subentry.subentry_id
            for subentry in home.account.subentries.values()
            if subentry.title == name
        )
        home.hass.config_entries.async_remove_subentry(home.account, subentry_id)
    for state in home.hass.states.async_all(("todo", "calendar", "weather")):
        home.hass.states.async_remove(state.entity_id)
    fields = (await tools_of(home.hass, "assist"))["cloudprint__print"].parameters
    assert {str(field) for field in fields.schema} == {
        "text",
        "title",
        "test_page",
        "copies",
        "color",
        "sides",
        "printer",
    }


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"list_name": "Groceries"}, "Shopping list @ office"),
        ({"agenda": "tomorrow", "copies": 2}, "Agenda Tomorrow @ office x 2"),
        ({"document": "口算题", "printer": "彩色打印机"}, "2 + 2 = @ study"),
        ({"text": "# Tea", "title": "Recipe"}, "Recipe: # Tea @ office"),
        ({"text": "Tea"}, "None: Tea @ office"),
        ({"agenda": "today", "calendar": "Family"}, "Family Today @ office"),
        ({"agenda": "next_week"}, "Agenda Mon, Nov 30, 7 days @ office"),
        ({"weather": "Forecast Home"}, "Forecast Home @ office"),
        (
            {"document": "Maths sheet", "sides": "two_sided_long_edge"},
            "1 + 1 = @ office, duplex",
        ),
        ({"test_page": True, "color": "monochrome"}, "Test page @ office, monochrome"),
        ({"test_page": True, "copies": 1}, "Test page @ office"),
        ({"text": "Tea", "test_page": False}, "None: Tea @ office"),
    ],
)
async def test_print(home: Home, fields: dict[str, Any], printed: str) -> None:
    """Lists, agendas, documents and test pages are printed, and the model's own texts."""
    data, is_error = await use(home, "print", **fields)
    assert not is_error
    assert data["state"] == "submitted"
    assert data["reason"] is None
    assert data["job_id"]
    assert data["message"].startswith("Sent “")
    assert home.printed() == [printed]


async def test_refusals(home: Home) -> None:
    """A refusal is an error in the user's language."""
    for fields in (
        {},
        {"test_page": False},
        {"text": "a", "agenda": "today"},
        {"text": "a", "calendar": "Family"},
        {"calendar": "Family"},
    ):
        data, is_error = await use(home, "print", **fields)
        assert is_error
        assert data == {"error": "Choose exactly one thing to print."}
    data, is_error = await use(home, "print", test_page=True, copies=2)
    assert is_error
    assert data["error"].startswith("I'm afraid I print only one copy")
    data, is_error = await use(home, "reprint", "zh-CN")
    assert is_error
    assert data == {"error": "还没有打印过任何东西。"}
    for wrong in (
        {"text": "a", "printer": "Nobody's"},
        {"text": "a", "copies": 11},
        {"list_name": "Secret list"},
    ):
        with pytest.raises(vol.Invalid):
            await use(home, "print", **wrong)
    assert home.printed() == []


async def test_status_and_reprint(home: Home) -> None:
    """A model can ask for the outcome of a print, and print it again."""
    data, is_error = await use(home, "get_status")
    assert not is_error
    assert data == {
        "message": "Office printer has nothing to do. 彩色打印机 has nothing to do. "
        "Nothing is waiting to be printed. Nothing has been printed yet."
    }
    await use(home, "print", text="Tea")
    data, is_error = await use(home, "get_status", printer="Office printer")
    assert not is_error
    assert data["state"] == "submitted"
    assert "Not yet" in data["message"]
    data, is_error = await use(home, "reprint", copies=3)
    assert not is_error
    data, _ = await use(home, "reprint", color="monochrome")
    assert home.printed() == [
        "None: Tea @ office",
        "None: Tea @ office x 3",
        "None: Tea @ office x 3, monochrome",
    ]


async def test_cancel(home: Home) -> None:
    """A model can cancel documents that wait, by name or all of them."""
    home.office.online_status = "0"
    await home.account.runtime_data.coordinator.async_refresh()
    for fields in ({"list_name": "Groceries"}, {"document": "Maths sheet"}):
        await use(home, "print", **fields)
    data, is_error = await use(home, "cancel")
    assert is_error
    assert data["error"].startswith("Which one should I cancel: “Shopping list” and")
    data, is_error = await use(home, "cancel", name="Maths sheet")
    assert (data, is_error) == ({"message": "Canceled: “Maths sheet”."}, False)
    data, _ = await use(home, "get_status")
    assert "One document is waiting: “Shopping list”." in data["message"]
    data, is_error = await use(home, "cancel", all=True)
    assert (data, is_error) == ({"message": "Canceled: “Shopping list”."}, False)
    assert home.printed() == []


def test_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """A result is a mapping in releases without a class for it."""
    monkeypatch.delattr(llm, "ToolResult", raising=False)
    assert tool_result({"a": 1}, is_error=False) == {"a": 1}
    monkeypatch.delattr(llm, "ToolAnnotations", raising=False)
    assert tool_annotations(is_read_only=True)["read_only"] is True
    monkeypatch.setattr(llm, "ToolResult", dict, raising=False)
    assert tool_result({"a": 1}, is_error=True) == {"data": {"a": 1}, "error": True}


async def test_set_up_of_the_component_alone(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """The tools do not need conversation."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "llm", {})
    await set_up_account()
    assert await tools_of(hass, "assist") == {}
