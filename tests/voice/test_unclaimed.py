"""Sentences that are ours only if no one else understands them."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from custom_components.cloudprint.voice.commands import (
    Command,
    Kind,
    NotUnderstoodError,
    VoiceError,
)
from custom_components.cloudprint.voice.performing import async_refuse
from custom_components.cloudprint.voice.recognition import build_templates, recognize
from homeassistant.components.conversation import async_set_agent
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.conversation.models import ConversationInput
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..waits import until
from .conftest import Home
from .homes import HOME, build_vocabulary
from .test_new_sentences import Talk
from .test_waiting import set_online

UNKNOWN = "print the labels"
NOT_UNDERSTOOD = "I did not understand what to print, and printed nothing; I can print "


async def test_what_can_be_printed(home: Home, hass: HomeAssistant) -> None:
    """The answer has names of documents and lists, if there are some."""
    said = await home.say(UNKNOWN)
    assert said.startswith(f"{NOT_UNDERSTOOD}“Maths sheet”, “口算题”, “Bring!”, ")
    assert (await home.say("please print")).startswith(NOT_UNDERSTOOD)
    assert (await home.say("帮我打印", language="zh-CN")).startswith("没听明白")
    said = await home.say("把标签打印出来", language="zh-CN")
    assert said.startswith(
        "没听明白要打印什么，这次没有打印；可以打印的有“Maths sheet”"
    )
    assert await home.say("打印机没墨了", language="zh-CN") == "抱歉，没有听明白。"
    said = await home.say("印度在哪里", language="zh-CN")
    assert not said.startswith(("没听明白", "抱歉，没有听明白"))
    with pytest.raises(NotUnderstoodError) as raised:
        recognize(UNKNOWN, build_vocabulary())
    result = await async_refuse(hass, raised.value, "en")
    assert result.speech.startswith(f"{NOT_UNDERSTOOD}lists, the agenda")


async def test_other_agents(home: Home) -> None:
    """What is not understood is left to other agents, from when there is one."""
    assert (await home.say(UNKNOWN)).startswith(NOT_UNDERSTOOD)
    home.hass.states.async_set("conversation.model", "unknown")
    await home.settle()
    for text in (UNKNOWN, "study", "move it to the study"):
        assert (await home.say(text)).startswith("Sorry")
    assert (await home.say("move the print job to the study")).startswith("Nothing")
    assert (await home.say("print the maths sheet in the study")).startswith("Sent")
    home.hass.states.async_remove("conversation.model")
    await home.settle()
    assert (await home.say(UNKNOWN)).startswith(NOT_UNDERSTOOD)
    # An agent without an entity belongs to its entry.
    entry = MockConfigEntry(domain="agents", state=ConfigEntryState.LOADED)
    entry.add_to_hass(home.hass)
    agent = get_agent_manager(home.hass).default_agent
    async_set_agent(home.hass, entry, agent)  # type: ignore[arg-type]  # any agent
    home.hass.config_entries.async_update_entry(entry, title="Model")
    await home.settle()
    assert (await home.say(UNKNOWN)).startswith("Sorry")


async def test_own_sentences(home: Home, config_folder: Path) -> None:
    """A person's own sentences and automations go first."""
    folder = config_folder / "custom_sentences" / "en"
    folder.mkdir(parents=True)
    intents = {"CloudPrintPrintTestPage": {"data": [{"sentences": [UNKNOWN]}]}}
    (folder / "labels.yaml").write_text(
        yaml.safe_dump({"language": "en", "intents": intents}), "utf-8"
    )
    said = await home.say(UNKNOWN, satellite_id=home.satellite_id)
    assert said == "Sent “Test page” to Office printer."
    assert home.printed() == ["Test page @ office"]

    async def answer(user_input: ConversationInput, result: object) -> str:
        return "Labels!"

    get_agent_manager(home.hass).register_trigger(["print [the] labels"], answer)
    assert await home.say(UNKNOWN) == "Labels!"
    assert home.printed() == []


async def test_answer_to_the_question_for_the_printer(home: Home) -> None:
    """The name of a printer or an area answers it, once, and not much later."""
    talk = Talk(home, "en")
    assert await talk.say("study", is_near=False) == "Sorry, I did not understand that."
    assert (await talk.say("print the maths sheet", is_near=False)).startswith("Which")
    said = await talk.say("kitchen", is_near=False)
    assert said == "There is no printer for “kitchen”."
    assert (await talk.say("print the maths sheet", is_near=False)).startswith("Which")
    assert (await talk.say("in the study", is_near=False)).startswith("Sent")
    assert (await talk.say("in the study", is_near=False)).startswith("Sorry")
    assert home.printed() == ["1 + 1 = @ study"]
    assert (await talk.say("print the maths sheet", is_near=False)).startswith("Which")
    # Another device in the same conversation was not asked.
    assert (await talk.say("study")).startswith("Sorry")
    assert (await talk.say("print the maths sheet", is_near=False)).startswith("Which")
    home.freezer.tick(timedelta(minutes=3))
    assert (await talk.say("study", is_near=False)).startswith("Sorry")
    assert home.printed() == []


async def test_other_printer(home: Home) -> None:
    """A job that waits is moved, and is not printed twice."""
    move = "move it to the study printer"
    instead = "print it on the study printer instead"
    assert await home.say(move) == "Nothing is waiting to be printed."
    assert await home.say(instead) == "Nothing is waiting to be printed."
    await home.say("print the maths sheet in the office")
    assert home.printed() == ["1 + 1 = @ office"]
    said = await home.say(move)
    assert said.startswith("Already sent to the printer, where only the printer itself")
    assert (await home.say(instead)).startswith("Print “Maths sheet” again, or move")
    assert home.printed() == []
    await set_online(home, "0")
    await home.say("print the maths sheet in the office")
    await home.say("print the shopping list in the office")
    assert await home.say("move the maths sheet print to the study printer") == (
        "Sent “Maths sheet” to 彩色打印机."
    )
    assert await home.say(instead) == "Sent “Shopping list” to 彩色打印机."
    await home.say("print a note in the office saying hello")
    said = await home.say("move it over to the study")
    assert said == "Sent “Note” to 彩色打印机."
    await set_online(home, "1")
    printed = ["1 + 1 = @ study", "Shopping list @ study", "hello @ study"]
    assert home.printed() == printed
    # There and back again
    home.study.online_status = "0"
    await set_online(home, "0")
    await home.say("print the maths sheet in the office")
    await home.say(instead)
    await home.say("print it on the office printer instead")
    home.study.online_status = "1"
    await set_online(home, "1")
    assert home.printed() == ["1 + 1 = @ office"]


async def test_nothing_to_move(home: Home) -> None:
    """What waits is moved, or else it may be something of others that is meant."""
    move, move_zh = "move it to the study", "把它移到书房"
    assert await home.say(move) == "Nothing is waiting to be printed."
    assert await home.say(move_zh, language="zh-CN") == "没有在等待打印的文档。"

    async def answer(user_input: ConversationInput, result: object) -> str:
        return "Moved the music."

    get_agent_manager(home.hass).register_trigger([move, move_zh], answer)
    tasks = asyncio.all_tasks()
    assert await home.say(move) == "Moved the music."
    assert await home.say(move_zh, language="zh-CN") == "Moved the music."
    # Home Assistant does not wait for the slower answer, which is ours.
    await until(lambda: asyncio.all_tasks() <= tasks)


async def test_moving_the_right_job(home: Home) -> None:
    """Without a name, it is the newest job, or the only one that waits."""
    move = "move it to the study printer"
    await set_online(home, "0")
    for name in ("maths sheet", "shopping list", "bring list"):
        await home.say(f"print the {name} in the office")
    await home.say("print the maths sheet in the study")
    assert home.printed() == ["1 + 1 = @ study"]
    said = await home.say(move)
    assert said.endswith("only the printer itself can stop it: “Maths sheet”.")
    await home.say("print a note in the office saying hello")
    await home.say("cancel the bring list print")
    assert await home.say(move) == "Sent “Note” to 彩色打印机."
    assert home.printed() == ["hello @ study"]
    await home.say("print the agenda in the office")
    account = home.account.runtime_data
    (agenda,) = (job for job in account.store.held_jobs if job.name == "Agenda")
    await account.spooler.async_cancel(agenda)
    assert (await home.say(move)).startswith("Which one: Maths sheet or Shopping list?")
    await home.say("cancel the shopping list print")
    assert await home.say(move) == "Sent “Maths sheet” to 彩色打印机."
    assert home.printed() == ["1 + 1 = @ study"]


def test_beginnings() -> None:
    """A beginning means the only name with it, and no other name."""
    documents = [("ID card copy", "i"), ("Homework Anna", "a"), ("Homework Ben", "b")]
    vocabulary = build_vocabulary(
        documents=documents, lists=[("Shopping list", "l"), ("The list", "t")]
    )
    for text, kind, name in (
        ("print my ID card", Kind.DOCUMENT, "id card copy"),
        ("print the homework of", None, ""),
        ("print shopping", Kind.LIST, "shopping list"),
        ("did the ID card print?", Kind.JOB_STATUS, "id card copy"),
        ("print the", None, ""),
        ("print ID", None, ""),
    ):
        if kind is None:
            with pytest.raises(NotUnderstoodError):
                recognize(text, vocabulary)
        else:
            assert recognize(text, vocabulary) == ("en", Command(kind=kind, name=name))
    with pytest.raises(VoiceError) as raised:
        recognize("print the homework", vocabulary)
    assert raised.value.placeholders == {"names": ["Homework Anna", "Homework Ben"]}


def test_plurals() -> None:
    """A plural is another name if something is called so."""
    for documents, name in (
        ([("Letter", "a")], "letter"),
        ([("Letter", "a"), ("Letters", "b")], "letters"),
    ):
        vocabulary = build_vocabulary(documents=documents)
        command = Command(kind=Kind.DOCUMENT, name=name)
        assert recognize("print the letters", vocabulary) == ("en", command)


def test_other_agents_hear_most() -> None:
    """Without other agents, there are sentences for anything that is printed."""
    ours = {*build_templates(HOME)}
    alone = {*build_templates(HOME, has_other_agents=False)}
    assert ours < alone


async def test_pages_in_any_order(home: Home) -> None:
    """Pages that were said backwards are those between."""
    await home.say("print pages 3 to 2 of the maths sheet in the office")
    assert [job.config["pageRanges"] for job in home.simulator.printed] == ["2-3"]
