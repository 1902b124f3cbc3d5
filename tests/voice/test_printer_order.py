"""Tests of the printer on which something is printed, in all ways to print."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pytest

from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import Group
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.const import Platform
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, intent, llm
from tests.actions import call
from tests.entities import entity_id_of
from tests.printing.test_saved_documents import button_of
from tests.test_button import press

from .conftest import Home
from .test_llm import context

DOCUMENT: Final = "Maths sheet"
LIST: Final = "Shopping list"
NAMES: Final = {"office": "Office printer", "study": "彩色打印机"}
ASKED: Final = "asked"


class Case(NamedTuple):
    """Which printers are given, and where it is printed by voice and elsewhere."""

    named: str | None
    near: str | None
    own: str | None
    default: str | None
    voice: str
    elsewhere: str


CASES: Final = (
    # named, near, own, default, voice, elsewhere
    Case("office", "study", "study", "study", "office", "office"),
    Case("study", "office", None, None, "study", "study"),
    Case(None, "office", "study", "study", "office", "study"),
    Case(None, None, "study", "office", "study", "study"),
    Case(None, "office", "study", None, "office", "study"),
    Case(None, None, "office", None, "office", "office"),
    Case(None, "office", None, "study", "office", "study"),
    Case(None, None, None, "study", "study", "study"),
    Case(None, "office", None, None, "office", ASKED),
    Case(None, None, None, None, ASKED, ASKED),
)


def document_id(home: Home) -> str:
    """Return the id of the saved document."""
    (found,) = (
        subentry_id
        for subentry_id, subentry in home.account.subentries.items()
        if subentry.title == DOCUMENT
    )
    return found


def arrange(home: Home, case: Case) -> None:
    """Give the account and the document their printers."""
    devices = {"office": home.office, "study": home.study}
    config = home.hass.config_entries
    if case.default:
        default = home.device_id(devices[case.default])
        config.async_update_entry(home.account, options={"default_printer": default})
    if case.own:
        subentry = home.account.subentries[document_id(home)]
        own = home.device_id(devices[case.own])
        config.async_update_subentry(
            home.account, subentry, data={**subentry.data, "device_id": own}
        )


async def _print(home: Home, case: Case, **fields: Any) -> str | None:
    """Call the action; return its error."""
    if case.named:
        printer = home.office if case.named == "office" else home.study
        fields["device_id"] = home.device_id(printer)
    try:
        await call(home.hass, "print", fields)
    except HomeAssistantError as err:
        return str(err.translation_key)
    return None


async def by_action(home: Home, case: Case) -> bool:
    """Print a text; return whether a printer is asked for."""
    return await _print(home, case, text="x") == "printer_missing"


async def by_document(home: Home, case: Case) -> bool:
    """Print the document by the action."""
    return await _print(home, case, document=DOCUMENT) == "printer_missing"


async def by_button(home: Home, case: Case) -> bool:
    """Press the document's button."""
    try:
        await press(home.hass, button_of(home.hass, home.account, document_id(home)))
    except HomeAssistantError as err:
        return err.translation_key == "printer_missing"
    return False


def _is_asking(speech: str) -> bool:
    return speech.startswith("Which printer: Office printer or 彩色打印机?")


async def _say(home: Home, case: Case, text: str) -> bool:
    if case.named:
        text = f"{text} on the {NAMES[case.named]}"
    near = home.satellite_id if case.near else None
    return _is_asking(await home.say(text, satellite_id=near))


async def by_sentence(home: Home, case: Case) -> bool:
    """Say that a list is to be printed."""
    return await _say(home, case, "print the shopping list")


async def by_sentence_of_document(home: Home, case: Case) -> bool:
    """Say that the document is to be printed."""
    return await _say(home, case, "print the maths sheet")


async def _handle(home: Home, case: Case, kind: str, name: str) -> bool:
    slots = {"name": {"value": name}}
    if case.named:
        slots["printer"] = {"value": NAMES[case.named]}
    response = await intent.async_handle(
        home.hass,
        "test",
        kind,
        slots,
        language="en",
        device_id=home.satellite_id if case.near else None,
    )
    return _is_asking(response.speech["plain"]["speech"])


async def by_intent(home: Home, case: Case) -> bool:
    """Handle the intent of a list."""
    return await _handle(home, case, "CloudPrintPrintList", LIST)


async def by_intent_of_document(home: Home, case: Case) -> bool:
    """Handle the intent of the document."""
    return await _handle(home, case, "CloudPrintPrintDocument", DOCUMENT)


async def _use(home: Home, case: Case, **fields: Any) -> bool:
    if case.named:
        fields["printer"] = NAMES[case.named]
    asking = context(home if case.near else None)
    api = await llm.async_get_api(home.hass, "assist", asking)
    result: Any = await api.async_call_tool(
        llm.ToolInput(tool_name="cloudprint__print", tool_args=fields)
    )
    data: Mapping[str, Any] = result if isinstance(result, dict) else result.data
    return _is_asking(data.get("error", ""))


async def by_tool(home: Home, case: Case) -> bool:
    """Have a language model print a text."""
    return await _use(home, case, text="x")


async def by_tool_of_document(home: Home, case: Case) -> bool:
    """Have a language model print the document."""
    return await _use(home, case, document=DOCUMENT)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_order(home: Home, case: Case) -> None:
    """All ways to print choose the printer in the same order."""
    arrange(home, case)
    for way in (
        by_action,
        by_document,
        by_button,
        by_sentence,
        by_sentence_of_document,
        by_intent,
        by_intent_of_document,
        by_tool,
        by_tool_of_document,
    ):
        prints_document = way is by_button or way.__name__.endswith("document")
        if (way is by_button and case.named) or (case.own and not prints_document):
            continue
        is_voice = way not in (by_action, by_document, by_button)
        expected = case.voice if is_voice else case.elsewhere
        is_asking = await way(home, case)
        printed = [text.split(" @ ")[1] for text in home.printed()]
        assert (ASKED if is_asking else printed) == (
            ASKED if expected == ASKED else [expected]
        ), way.__name__
        assert is_asking is not bool(printed)


async def test_default_among_the_named(home: Home) -> None:
    """The default decides between two printers of the area that is named."""
    arrange(home, Case(None, None, None, "office", "", ""))
    devices = dr.async_get(home.hass)
    office = devices.async_get(home.device_id(home.office))
    assert office
    devices.async_update_device(home.device_id(home.study), area_id=office.area_id)
    await home.settle()
    for place in ("office", "study"):
        await home.say(f"print the shopping list in the {place}")
    assert home.printed() == ["Shopping list @ office"]


async def test_default_of_a_document_s_account(home: Home) -> None:
    """A document is printed on the default, or the only, printer of its account."""
    arrange(home, Case(None, None, None, "study", "", ""))
    second = await home.add_account()
    subentry = home.account.subentries[document_id(home)]
    config = home.hass.config_entries
    config.async_remove_subentry(home.account, subentry.subentry_id)
    config.async_add_subentry(second, subentry)
    await home.settle()
    # The default of the other account is that of all accounts.
    assert await home.say("print the shopping list") == (
        "Sent “Shopping list” to 彩色打印机."
    )
    assert await home.say("print the maths sheet") == "Sent “Maths sheet” to Den."

    config.async_remove_subentry(second, subentry.subentry_id)
    config.async_add_subentry(home.account, subentry)
    (den_id,) = second.runtime_data.coordinator.data
    config.async_update_entry(second, options={"default_printer": den_id})
    await home.settle()
    # Two defaults decide nothing but the printer of a document.
    assert (await home.say("print the shopping list")).startswith("Which printer: Den")
    assert await home.say("print the maths sheet") == (
        "Sent “Maths sheet” to 彩色打印机."
    )


@pytest.mark.parametrize("is_alone", [False, True])
async def test_document_s_printer_is_gone(home: Home, is_alone: bool) -> None:
    """A document whose printer is gone is printed on no other one that is not named."""
    arrange(home, Case(None, None, "study", "office", "", ""))
    if is_alone:
        home.simulator.remove_printer(home.study)
        for _ in range(2):
            await home.account.runtime_data.coordinator.async_refresh()
    else:
        subentry = home.account.subentries[document_id(home)]
        home.hass.config_entries.async_update_subentry(
            home.account, subentry, data={**subentry.data, "device_id": "gone"}
        )
    said = await home.say("print the maths sheet")
    assert said.startswith("The printer of the saved document “Maths sheet” is gone.")
    assert home.printed() == []
    said = await home.say("print the maths sheet on the office printer")
    assert said == "Sent “Maths sheet” to Office printer."


async def test_document_s_printer_is_not_exposed(home: Home) -> None:
    """The only printer that voice may use is not that of the document."""
    arrange(home, Case(None, None, "study", None, "", ""))
    sensor = entity_id_of(
        home.hass, home.account, Platform.SENSOR, "status", home.office
    )
    async_expose_entity(home.hass, "conversation", sensor, True)
    await home.settle()
    said = await home.say("print the maths sheet")
    assert said.startswith("Which printer: Office printer?")
    assert home.printed() == []
    # In the office, it may be printed there.
    said = await home.say("print the maths sheet", satellite_id=home.satellite_id)
    assert said == "Sent “Maths sheet” to Office printer."


async def test_document_s_account_is_away(home: Home) -> None:
    """The only printer of another account is not that of the document."""
    second = await home.add_account()
    home.simulator.remove_printer(home.study)
    await home.account.runtime_data.coordinator.async_refresh()
    await home.account.runtime_data.coordinator.async_refresh()
    config, subentry = (
        home.hass.config_entries,
        home.account.subentries[document_id(home)],
    )
    (den_id,) = second.runtime_data.coordinator.data
    config.async_update_subentry(
        home.account, subentry, data={**subentry.data, "device_id": den_id}
    )
    await home.hass.config_entries.async_unload(second.entry_id)
    await home.settle()
    assert await home.say("print the maths sheet") == (
        "The account “Second” is not connected at the moment. Try again once it is."
    )
    assert home.printed() == []


async def test_permissions(home: Home) -> None:
    """A default that a user may not control is passed over."""
    arrange(home, Case(None, None, None, "office", "", ""))
    guest = await home.hass.auth.async_create_user("Guest")
    office, study = (
        entity_id_of(home.hass, home.account, Platform.SENSOR, "status", printer)
        for printer in (home.office, home.study)
    )
    policy: Any = {"entity_ids": {office: {"read": True}, study: True}}
    guest.groups = [Group(name="Guests", policy={"entities": policy})]
    conversation = ConversationContext(language="en", context=Context(user_id=guest.id))
    result = await async_perform(
        home.hass, Command(kind=Kind.TEXT, text="x", title="x"), conversation
    )
    assert result.speech == "Sent “x” to 彩色打印机."
    assert home.printed() == ["x: x @ study"]
