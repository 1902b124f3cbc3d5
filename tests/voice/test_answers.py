"""Answers where something is missing, ambiguous or refused."""

import re
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.journal import Journal, JournalError
from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import Group
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.const import Platform
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    intent,
)
from tests.conftest import Advance
from tests.entities import entity_id_of
from tests.flows.steps import TEXTS
from tests.simulator import Fault

from .conftest import THURSDAY, Home

PRINT = "print the shopping list"


async def test_which_printer(home: Home) -> None:
    """If several printers are possible, the answer asks which one."""
    said = await home.say(PRINT)
    assert said.startswith("Which printer: Office printer or 彩色打印机?")
    said = await home.say("打印购物清单", language="zh-CN")
    assert said.startswith("用哪台打印机：Office printer还是彩色打印机？")
    # A satellite without an area, or in the area of both, does not decide it.
    devices, areas = dr.async_get(home.hass), ar.async_get(home.hass)
    devices.async_update_device(home.satellite_id, area_id=None)
    assert (await home.say(PRINT, satellite_id=home.satellite_id)).startswith("Which")
    office = areas.async_get_area_by_name("Office")
    assert office
    for device_id in (home.satellite_id, home.device_id(home.study)):
        devices.async_update_device(device_id, area_id=office.id)
    await home.settle()
    assert (await home.say(PRINT, satellite_id=home.satellite_id)).startswith("Which")
    assert (await home.say(f"{PRINT} in the office")).startswith("Which")
    assert home.printed() == []
    assert await home.say("what are the printers doing") == (
        "Office printer has nothing to do. 彩色打印机 has nothing to do."
    )
    assert await home.say("did my document print?") == "Nothing has been printed yet."
    assert await home.say("print that again") == "Nothing has been printed yet."


async def test_area_of_a_satellite(home: Home) -> None:
    """The area of a satellite is that of its entity, or else of its device."""
    devices, entities = dr.async_get(home.hass), er.async_get(home.hass)
    office = devices.async_get(home.satellite_id)
    study = devices.async_get(home.study_satellite_id)
    assert office
    assert study
    satellite_ids = [
        entities.async_get_or_create(
            "assist_satellite",
            "satellites",
            device.id,
            device_id=device.id,
            original_name="Ear",
        ).entity_id
        for device in (office, study)
    ]
    entities.async_update_entity(satellite_ids[0], area_id=study.area_id)
    for entity_id in (*satellite_ids, "assist_satellite.gone"):
        await home.say(
            PRINT, satellite_id=home.satellite_id, satellite_entity_id=entity_id
        )
    assert home.printed() == [
        *("Shopping list @ study", "Shopping list @ study", "Shopping list @ office"),
    ]
    response = await intent.async_handle(
        home.hass,
        "test",
        "CloudPrintPrintTestPage",
        device_id=home.satellite_id,
        satellite_id=satellite_ids[0],
    )
    assert response.speech["plain"]["speech"] == "Sent “Test page” to 彩色打印机."


async def test_printer_without_jobs(home: Home) -> None:
    """A printer without jobs is not asked about those of another printer."""
    await home.say(f"{PRINT} in the office")
    said = await home.say("did my document print in the study")
    assert said == "“study” has printed nothing yet."
    said = await home.say("彩色打印机打印好了吗", language="zh-Hans")
    assert said == "“彩色打印机”还没有打印过任何内容。"
    assert home.printed() == ["Shopping list @ office"]


async def test_only_one_printer(home: Home) -> None:
    """The only printer need not be named."""
    home.simulator.remove_printer(home.study)
    for _ in range(2):
        await home.account.runtime_data.coordinator.async_refresh()
    assert await home.say(PRINT) == "Sent “Shopping list” to Office printer."


async def test_printers_without_a_name_or_a_device(home: Home) -> None:
    """A printer may be called "printer", and its device may be removed."""
    devices = dr.async_get(home.hass)
    devices.async_update_device(home.device_id(home.study), name_by_user="打印机")
    devices.async_remove_device(home.device_id(home.office))
    await home.settle()
    assert await home.say("用打印机打印购物清单") == "已把“购物清单”发送到打印机。"
    assert home.printed() == ["购物清单 @ study"]


async def test_exposed_printers(home: Home) -> None:
    """As soon as a printer is exposed, the others are not used."""
    sensor = entity_id_of(
        home.hass, home.account, Platform.SENSOR, "last_job", home.study
    )
    async_expose_entity(home.hass, "conversation", sensor, True)
    await home.settle()
    assert await home.say(PRINT) == "Sent “Shopping list” to 彩色打印机."
    assert (await home.say(f"{PRINT} on the office printer")).startswith("There is no")
    assert home.printed() == ["Shopping list @ study"]


async def test_exposed_lists(home: Home) -> None:
    """Lists can be printed from when they are exposed until they are not."""
    for name, text in (("Secret list", "secret list"), ("Shopping list", "groceries")):
        is_exposed = name == "Secret list"
        async_expose_entity(home.hass, "conversation", home.entity_id(name), is_exposed)
        if not is_exposed:
            # The sentence is still registered, but the name is not known any more.
            said = await home.say(f"print the {text} in the office")
            assert said.startswith("I did not understand what to print, and printed")
        await home.settle()
        said = await home.say(f"print the {text} in the office")
        assert said.startswith("Sent" if is_exposed else "I did not understand")
    assert home.printed() == ["Secret list @ office"]


async def test_held_job(home: Home, advance: Advance) -> None:
    """The answers about a job follow it from held to finished."""
    home.office.online_status = "0"
    coordinator = home.account.runtime_data.coordinator
    await coordinator.async_refresh()
    text = f"{PRINT} on the office printer"
    said = await home.say(text)
    assert said.startswith(
        "Office printer is offline; I'll print “Shopping list” when it is back."
    )
    said = await home.say("did my document print?")
    assert said.startswith("“Shopping list” is not printed yet. Office printer is off")
    assert await home.say("what is the office printer doing") == (
        "Office printer is offline, or so the service says. One document is waiting."
    )
    assert home.printed() == []
    home.office.online_status = "1"
    await coordinator.async_refresh()
    await home.hass.async_block_till_done()
    assert home.printed() == ["Shopping list @ office"]
    assert await home.say("what is the office printer doing") == (
        "Office printer is not printing at the moment. One document is waiting."
    )
    (job,) = home.account.runtime_data.store.open_jobs
    assert job.sent.task_id
    for status, doing, printed in (
        (
            "PRINTING",
            "Office printer is printing “Shopping list”.",
            "Office printer is still",
        ),
        (
            "FINISHED",
            "Office printer has nothing to do.",
            "“Shopping list” was printed",
        ),
    ):
        home.simulator.set_task_status(job.sent.task_id, status)
        await advance(60)
        assert await home.say("what is the office printer doing") == doing
        for text in (
            "did it print",
            "is it still printing?",
            "what became of my print?",
        ):
            assert (await home.say(text)).startswith(printed)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.REFUSED, "The service did not accept the print job for “"),
        (Fault.DROP_AFTER_ACCEPT, "I sent “Shopping list” to Office printer, but"),
    ],
)
async def test_failures(home: Home, fault: Fault, expected: str) -> None:
    """Refusals of the service and unknown outcomes are answered as such."""
    home.simulator.faults.add("newPrintTask", fault)
    said = await home.say(PRINT, satellite_id=home.satellite_id)
    assert said.startswith(expected)
    home.printed()


async def test_reprint_of_which_some_copies_fail(home: Home) -> None:
    """A copy that the service refuses is not left out of the answer."""
    await home.say(PRINT, satellite_id=home.satellite_id)
    copies = {"answer": "one", "device_id": "x", "printed_at": THURSDAY.isoformat()}
    home.hass.config_entries.async_update_entry(
        home.account, options={**home.account.options, "check_up": {"copies": copies}}
    )
    await home.hass.async_block_till_done()
    home.simulator.faults.add("newPrintTask", Fault.REFUSED, after=1)
    said = await home.say("print it twice", satellite_id=home.satellite_id)
    assert said.startswith("The service did not accept the print job for “")
    assert len(home.printed()) == 2


async def test_service_away(home: Home) -> None:
    """The answers say that the service is away, or the account not set up."""
    home.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await home.account.runtime_data.coordinator.async_refresh()
    assert (await home.say("what is the office printer doing")).startswith(
        "I cannot tell what Office printer does"
    )
    config_entries = home.hass.config_entries
    await config_entries.async_unload(home.account.entry_id)
    said = await home.say(PRINT, satellite_id=home.satellite_id)
    assert said == "The print service is not connected at the moment."
    await home.settle()
    # The names of its printers are still known.
    said = await home.say("用彩色打印机打印购物清单", language="zh-CN")
    assert said == "打印服务目前没有连接。"


async def test_one_account_away(home: Home) -> None:
    """A printer of an account that is not set up is not called unknown."""
    second = await home.add_account()
    await home.hass.config_entries.async_unload(second.entry_id)
    await home.settle()
    for text in ("print the maths sheet on the den", "what is the den doing?"):
        said = await home.say(text)
        assert said == "The print service is not connected at the moment."
    assert (await home.say("print the maths sheet")).startswith("Which printer: Office")
    assert home.printed() == []


async def test_no_printer(home: Home) -> None:
    """The answer says that there is no printer."""
    for printer in (home.office, home.study):
        home.simulator.remove_printer(printer)
    for _ in range(2):
        await home.account.runtime_data.coordinator.async_refresh()
    assert await home.say(PRINT) == "There is no printer that I may use."


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("name", ["Maths sheet", "口算题"])
async def test_sentence_of_the_form(home: Home, language: str, name: str) -> None:
    """What the form of a saved document tells to say prints it."""
    form = TEXTS[language]["config_subentries"]["document"]
    told = form["create_entry"]["default"].format(name=name, blueprint="")
    (sentence,) = re.findall(f"“(Print {name}|打印{name})”", told)
    await home.say(sentence, language=language, satellite_id=home.satellite_id)
    content = "1 + 1 =" if name == "Maths sheet" else "2 + 2 ="
    assert home.printed() == [f"{content} @ office"]


async def test_saved_document_with_a_printer(home: Home) -> None:
    """It is printed on its own printer unless another one is named."""
    (document,) = (
        subentry
        for subentry in home.account.subentries.values()
        if subentry.title == "Maths sheet"
    )
    home.hass.config_entries.async_update_subentry(
        home.account,
        document,
        data={**document.data, "device_id": home.device_id(home.study), "copies": 2},
    )
    await home.say("print the maths sheet")
    await home.say("print the maths sheet on the office printer")
    await home.say("print three copies of the maths sheet")
    assert home.printed() == [
        "1 + 1 = @ study x 2",
        "1 + 1 = @ office x 2",
        "1 + 1 = @ study x 3",
    ]


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("en", "print the maths sheet", "There is nothing to print."),
        ("zh-Hans", "打印口算题", "没有需要打印的内容。"),
    ],
)
async def test_empty_saved_document(
    home: Home, language: str, said: str, answer: str
) -> None:
    """Who asks for a document that is left out while it is empty is told so."""
    for subentry in list(home.account.subentries.values()):
        home.hass.config_entries.async_update_subentry(
            home.account, subentry, data={"text": "{{ '' }}", "skip_empty": True}
        )
    told = await home.say(said, language=language, satellite_id=home.satellite_id)
    assert told == answer
    assert home.printed() == []


async def test_two_lists_of_a_name(home: Home) -> None:
    """Lists of the same name are not printed."""
    home.hass.states.async_set("todo.other", "0", {"friendly_name": "Shopping list"})
    async_expose_entity(home.hass, "conversation", "todo.other", True)
    await home.settle()
    said = await home.say(PRINT, satellite_id=home.satellite_id)
    assert said.startswith("There is more than one “shopping list”.")
    assert home.printed() == []


async def test_two_printers_of_a_name(home: Home) -> None:
    """The answer does not ask for a name that is ambiguous."""
    devices = dr.async_get(home.hass)
    for printer in (home.office, home.study):
        devices.async_update_device(home.device_id(printer), name_by_user="Den")
    await home.settle()
    for text in (PRINT, f"{PRINT} on den"):
        assert await home.say(text) == (
            "There is more than one “Den”. Please give one of them another name."
        )
    assert await home.say(f"{PRINT} in the study") == "Sent “Shopping list” to Den."
    assert home.printed() == ["Shopping list @ study"]


async def test_calendars(home: Home) -> None:
    """An agenda leaves out unavailable calendars, and the answer names them."""
    text = "print today's agenda in the office"
    family = home.entity_id("Family")
    state = home.hass.states.get(family)
    assert state
    home.hass.states.async_set(family, "unavailable", state.attributes)
    assert await home.say(text) == (
        "Sent “学校 (Thu, Nov 26)” to Office printer. Left out because they are"
        " unavailable: Family."
    )
    school = home.entity_id("学校")
    async_expose_entity(home.hass, "conversation", school, False)
    assert await home.say(text) == (
        "“Family” is unavailable at the moment. Try again once it is back."
    )
    async_expose_entity(home.hass, "conversation", family, False)
    assert await home.say(text) == (
        "There is no calendar that I may print. Calendars have to be exposed to voice"
        " assistants first."
    )
    assert home.printed() == ["学校 Today @ office"]


async def test_permissions(home: Home) -> None:
    """A user cannot print a list without permission to read it."""
    guest = await home.hass.auth.async_create_user("Guest")
    # The printers, but not the list
    policy = {"entities": {"domains": {"sensor": True}}}
    guest.groups = [Group(name="Guests", policy=policy)]
    command = Command(kind=Kind.LIST, name="Shopping list")
    for user_id, expected in (
        (guest.id, "I know nothing to print called “Shopping list”."),
        ("gone", "I don't know who is asking. Nothing was printed."),
    ):
        conversation = ConversationContext(
            language="en",
            context=Context(user_id=user_id),
            device_id=home.satellite_id,
        )
        result = await async_perform(home.hass, command, conversation)
        assert result.speech.startswith(expected)
        assert result.is_error
    assert home.printed() == []


@pytest.mark.parametrize(
    "kind", [Kind.TEST_PAGE, Kind.REPRINT, Kind.PRINTER_STATUS, Kind.JOB_STATUS]
)
async def test_permissions_of_printers(home: Home, kind: Kind) -> None:
    """A user needs permissions to print on a printer and to ask about it."""
    guest = await home.hass.auth.async_create_user("Guest", group_ids=["system-users"])
    conversation = ConversationContext(
        language="en",
        context=Context(user_id=guest.id),
        device_id=home.satellite_id,
    )
    await async_perform(home.hass, PRINT, conversation)
    assert home.printed() == ["Shopping list @ office"]
    asks = kind in (Kind.PRINTER_STATUS, Kind.JOB_STATUS)
    for sensors, expected in (
        ({}, "There is no printer that I may use."),
        ({"read": True}, None if asks else "You may not print on “Office"),
        (True, None),
    ):
        policy = {"entities": {"domains": {"sensor": sensors}}}
        guest.groups = [Group(name="Guests", policy=policy)]
        guest.invalidate_cache()
        result = await async_perform(home.hass, Command(kind=kind), conversation)
        assert result.is_error is (expected is not None)
        assert result.speech.startswith(expected or "")
        assert bool(home.printed()) is (sensors is True and not asks)


async def test_unreadable_journal(home: Home) -> None:
    """A print does not read the journal; a question about an older job is an error."""
    boo = JournalError("boo")
    with patch.object(Journal, "async_get", side_effect=boo):
        said = await home.say(PRINT, satellite_id=home.satellite_id)
    assert said.startswith("Sent “Shopping list” to")
    with patch.object(Journal, "async_jobs", side_effect=boo):
        said = await home.say("did the shopping list print?")
    assert said.startswith("The print journal cannot be read: boo")


async def test_limit_of_copies(home: Home) -> None:
    """The limit is that of the account."""
    home.hass.config_entries.async_update_entry(
        home.account, options={"max_spoken_copies": 2.0}
    )
    text = "print {} copies of the shopping list in the office"
    said = await home.say(text.format("three"))
    assert said == (
        "I'm afraid I can't print that number of copies; the limit is 2. Nothing was printed."
    )
    assert (await home.say(text.format(2))).startswith("Sent")
    assert home.printed() == ["Shopping list @ office x 2"]


async def test_off(home: Home) -> None:
    """There are sentences only while an account has voice commands enabled."""
    for is_on, start in ((False, "Sorry"), (True, "Sent")):
        home.hass.config_entries.async_update_entry(
            home.account, options={"spoken_commands": is_on}
        )
        await home.settle()
        assert bool(get_agent_manager(home.hass).trigger_sentences) is is_on
        assert (await home.say(f"{PRINT} in the office")).startswith(start)
    await home.hass.config_entries.async_set_disabled_by(
        home.account.entry_id, ConfigEntryDisabler.USER
    )
    await home.settle()
    assert (await home.say(PRINT)).startswith("Sorry")


async def test_names_change(home: Home) -> None:
    """Sentences follow the names of areas, printers, documents and lists."""
    areas, devices = ar.async_get(home.hass), dr.async_get(home.hass)
    study = areas.async_get_area_by_name("书房")
    assert study
    areas.async_update(study.id, aliases={"Library"})
    devices.async_update_device(home.device_id(home.office), name_by_user="Old printer")
    home.hass.states.async_set("todo.new", "0", {"friendly_name": "New list"})
    async_expose_entity(home.hass, "conversation", "todo.new", True)
    await home.settle()
    assert await home.say(f"{PRINT} in the library") == (
        "Sent “Shopping list” to 彩色打印机."
    )
    said = await home.say(f"{PRINT} in the study")
    assert said.startswith("I did not understand")
    assert await home.say(f"{PRINT} with the old printer") == (
        "Sent “Shopping list” to Old printer."
    )
    # It has a state, but no entity.
    said = await home.say("print the new list in the library")
    assert said.startswith("“New list” did not respond properly.")
    home.hass.states.async_remove("todo.new")
    await home.settle()
    said = await home.say("print the new list in the library")
    assert said.startswith("I did not understand what to print, and printed nothing")


async def test_error_of_another_integration(home: Home) -> None:
    """Its message may be in any language and contain anything, and is not read."""
    with patch(
        "custom_components.cloudprint.voice.performing.async_print",
        side_effect=HomeAssistantError("secret"),
    ):
        said = await home.say(PRINT, satellite_id=home.satellite_id)
    assert said == "That did not work. See Home Assistant's log for details."
