"""Shopping lists and chores, as they reach the cloud."""

from typing import Any

from bs4 import BeautifulSoup
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import conversation
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify

from ..actions import call_again
from ..hub import Hub
from ..simulator import Fault, PrintedJob
from ..source.pages.test_checklist import LIST, act, add_list
from .conftest import Automate, MoveTo, run, show

BUTTON = "input_button.fridge"
PRESS: Any = [{"trigger": "state", "entity_id": BUTTON}]


def things(job: PrintedJob) -> list[str]:
    """Return what is on a printed list, its title first."""
    soup = BeautifulSoup(job.content, "html.parser")
    return [element.get_text(strip=True) for element in soup.select("h1, .summary")]


async def items_of(hass: HomeAssistant) -> list[str]:
    """Return what is on the list at home."""
    answer = await hass.services.async_call(
        "todo", "get_items", {"entity_id": LIST}, blocking=True, return_response=True
    )
    assert answer is not None
    found: Any = answer[LIST]
    return [item["summary"] for item in found["items"]]


async def say(hass: HomeAssistant, text: str, language: str = "en") -> str:
    """Say something to Assist; return what it answers."""
    result = await conversation.async_converse(
        hass, text, None, Context(), language=language
    )
    await hass.async_block_till_done()
    answer: str = result.response.speech["plain"]["speech"]
    return answer


async def press(hass: HomeAssistant, moment: str) -> None:
    """Press the button, whose state is when that was."""
    await show(hass, BUTTON, moment)


async def test_button(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """A press prints the list once, and takes nothing from it."""
    assert await async_setup_component(hub.hass, "conversation", {})
    await add_list(hub.hass)
    await automate(
        "shopping_list",
        printer=hub.device_id,
        shopping_list=LIST,
        press=PRESS,
        copies=2,
    )
    await press(hub.hass, "1")
    assert hub.simulator.printed == []

    await move_to("2026-11-25 10:00:00")
    for item in ("Milk", "Bread"):
        await act(hub.hass, "add_item", item=item)
    assert hub.simulator.printed == []
    await press(hub.hass, "2")
    await press(hub.hass, "3")
    (job,) = hub.simulator.printed
    assert things(job) == ["Chores", "Milk", "Bread"]
    assert job.config["copies"] == 2
    assert await items_of(hub.hass) == ["Milk", "Bread"]
    await move_to("2026-11-25 10:00:11")
    await press(hub.hass, "4")
    assert len(hub.simulator.printed) == 2


async def test_default_printer(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """Without a printer, the list is printed on the default printer."""
    assert await async_setup_component(hub.hass, "conversation", {})
    hub.hass.config_entries.async_update_entry(
        hub.account, options={"default_printer": hub.colour_id}
    )
    await add_list(hub.hass)
    await act(hub.hass, "add_item", item="Milk")
    await automate("shopping_list", shopping_list=LIST, press=PRESS)
    await move_to("2026-11-25 10:00:00")
    await press(hub.hass, "1")
    await press(hub.hass, "2")
    (job,) = hub.simulator.printed
    assert job.printer is hub.colour_printer


@pytest.mark.parametrize(
    ("language", "sentences", "answers"),
    [
        (
            "en",
            (
                "I am going shopping",
                "going shopping",
                "I'm going shopping!",
                "time to go shopping",
            ),
            (
                "There is nothing on Chores.",
                "Chores was sent to {printer}.",
                "Chores was sent to {printer}, but it is unknown whether it was printed.",
                "Chores could not be printed.",
                "{printer} cannot print at the moment. Chores waits for it.",
            ),
        ),
        (
            "zh-CN",
            ("我要去买菜了", "我们准备去超市", "要去购物", "我要去买东西"),
            (
                "Chores是空的。",
                "Chores已发往{printer}。",
                "Chores已发往{printer}，但不确定是否已打印。",
                "Chores没能打印。",
                "{printer}暂时无法打印，Chores会稍后打印。",
            ),
        ),
    ],
)
async def test_voice(
    hub: Hub,
    automate: Automate,
    language: str,
    sentences: tuple[str, ...],
    answers: tuple[str, ...],
) -> None:
    """The sentences print, and the answer is what became of it, as it was asked."""
    assert await async_setup_component(hub.hass, "conversation", {})
    await add_list(hub.hass)
    await automate("shopping_list", printer=hub.device_id, shopping_list=LIST)
    answers = tuple(text.format(printer=hub.printer.shown_alias) for text in answers)
    assert await say(hub.hass, sentences[0], language) == answers[0]
    assert hub.simulator.printed == []

    await act(hub.hass, "add_item", item="Milk")
    for count, sentence in enumerate(sentences, 1):
        assert await say(hub.hass, sentence, language) == answers[1]
        assert len(hub.simulator.printed) == count
    assert things(hub.simulator.printed[0]) == ["Chores", "Milk"]
    hub.simulator.forget()
    for fault, answer in (
        (Fault.DROP_AFTER_ACCEPT, answers[2]),
        (Fault.REFUSED, answers[3]),
    ):
        hub.simulator.faults.add("newPrintTask", fault)
        assert await say(hub.hass, sentences[0], language) == answer
        await call_again(hub.account)
    await hub.go_offline()
    assert await say(hub.hass, sentences[0], language) == answers[4]
    assert await items_of(hub.hass) == ["Milk"]


@pytest.mark.parametrize(
    "sentence", ["I went shopping", "shopping", "我去过超市", "买东西", "turn on going"]
)
async def test_other_sentences(hub: Hub, automate: Automate, sentence: str) -> None:
    """What is only about shopping prints nothing."""
    assert await async_setup_component(hub.hass, "conversation", {})
    await add_list(hub.hass, {"item": "Milk"})
    await automate("shopping_list", printer=hub.device_id, shopping_list=LIST)
    await say(hub.hass, sentence, "zh-CN" if ord(sentence[0]) > 255 else "en")
    assert hub.simulator.printed == []


async def add_child(hass: HomeAssistant, name: str, *items: str) -> str:
    """Set up a child's list; return its entity."""
    entry = MockConfigEntry(
        domain="local_todo",
        title=name,
        data={"todo_list_name": name, "storage_key": name.lower()},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    entity_id = f"todo.{slugify(name)}"
    for item in items:
        await hass.services.async_call(
            "todo", "add_item", {"entity_id": entity_id, "item": item}, blocking=True
        )
    return entity_id


async def test_chores(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """Each child has a page of its own, once, on the days and conditions chosen."""
    lists = [
        await add_child(hub.hass, "Anna", "Bins out", "Piano"),
        await add_child(hub.hass, "Ben"),
        await add_child(hub.hass, "Cleo", "Feed the cat"),
    ]
    await show(hub.hass, "todo.gone", "unavailable")
    lists.insert(1, "todo.gone")
    await show(hub.hass, "zone.home", "1")
    await automate(
        "chores",
        printer=hub.device_id,
        lists=lists,
        at="06:30:00",
        weekdays=["wed", "fri"],
        only_if=[{"condition": "state", "entity_id": "zone.home", "state": "1"}],
    )
    await move_to("2026-11-25 06:29:59")
    assert hub.simulator.printed == []
    await move_to("2026-11-25 06:30:00")
    assert [things(job) for job in hub.simulator.printed] == [
        ["Anna", "Bins out", "Piano"],
        ["Cleo", "Feed the cat"],
    ]
    await move_to("2026-11-26 06:30:00")
    assert len(hub.simulator.printed) == 2
    await move_to("2026-11-27 06:30:00")
    assert len(hub.simulator.printed) == 4
    await show(hub.hass, "zone.home", "0")
    await move_to("2026-12-02 06:30:00")
    assert len(hub.simulator.printed) == 4
    await run(hub.hass)
    assert len(hub.simulator.printed) == 6


async def test_chores_only_once_a_day(
    hass: HomeAssistant, hub: Hub, automate: Automate, move_to: MoveTo
) -> None:
    """A clock that is put back prints nothing again; what waited too long expires."""
    entity_id = await add_child(hass, "Ben")
    await automate(
        "chores",
        printer=hub.device_id,
        lists=[entity_id],
        print_empty=True,
        expires_in={"hours": 1},
    )
    await move_to("2026-11-25 07:00:00")
    (job,) = hub.simulator.printed
    assert things(job) == ["Ben"]
    # As if Home Assistant had started again within that second
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"})
    await hass.services.async_call(
        "automation", "turn_on", {"entity_id": "all"}, blocking=True
    )
    await move_to("2026-11-25 23:59:00")
    assert len(hub.simulator.printed) == 1

    await hub.go_offline()
    await move_to("2026-11-26 07:00:00")
    await move_to("2026-11-26 08:00:01")
    await hub.go_online()
    await move_to("2026-11-26 12:00:00")
    assert len(hub.simulator.printed) == 1


async def test_long_name_of_a_list(
    hass: HomeAssistant, hub: Hub, automate: Automate, move_to: MoveTo
) -> None:
    """A name whose entity id is several times as long does not cost the page."""
    name = "二年级暑假的作业和奶奶家的家务清单" * 3
    entity_id = await add_child(hass, name, "Bins out")
    await automate("chores", printer=hub.device_id, lists=[entity_id])
    await move_to("2026-11-25 07:00:00")
    (job,) = hub.simulator.printed
    assert things(job) == [name, "Bins out"]
