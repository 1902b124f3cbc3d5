"""Intents for custom sentences."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from custom_components.cloudprint.intent import INTENTS, TYPE_PREFIX
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from tests.conftest import SetUpAccount

from .conftest import Home


async def handle(
    home: Home, intent_type: str, language: str = "en", **slots: Any
) -> tuple[str, bool]:
    """Handle an intent; return the answer and whether it is an error."""
    response = await intent.async_handle(
        home.hass,
        "test",
        intent_type,
        {name: {"value": value} for name, value in slots.items()},
        language=language,
        assistant="conversation",
        device_id=home.satellite_id,
    )
    is_error = response.response_type is intent.IntentResponseType.ERROR
    return response.speech["plain"]["speech"], is_error


@pytest.mark.parametrize(
    ("intent_type", "slots", "printed"),
    [
        ("CloudPrintPrintList", {"name": "groceries"}, "Shopping list @ office"),
        (
            "CloudPrintPrintList",
            {"name": "购物清单", "copies": "2", "printer": "书房"},
            "购物清单 @ study x 2",
        ),
        ("CloudPrintPrintAgenda", {}, "Agenda Today @ office"),
        (
            "CloudPrintPrintAgenda",
            {"name": "family", "day": "tomorrow"},
            "Family Tomorrow @ office",
        ),
        (
            "CloudPrintPrintDocument",
            {"name": "maths sheet", "printer": "彩色打印机"},
            "1 + 1 = @ study",
        ),
        ("CloudPrintPrintTestPage", {}, "Test page @ office"),
    ],
)
async def test_print(
    home: Home, intent_type: str, slots: dict[str, Any], printed: str
) -> None:
    """Slots are printed like the words of a sentence."""
    said, is_error = await handle(home, intent_type, **slots)
    assert said.startswith("Sent “")
    assert not is_error
    assert home.printed() == [printed]


async def test_ask(home: Home) -> None:
    """Questions are answered and the last document is printed again."""
    said, is_error = await handle(home, "CloudPrintGetPrinterStatus", printer="office")
    assert (said, is_error) == ("Office printer has nothing to do.", False)
    said, is_error = await handle(home, "CloudPrintGetJobStatus", "zh-Hans")
    assert (said, is_error) == ("还没有打印过任何东西。", True)
    await handle(home, "CloudPrintPrintTestPage", "zh")
    said, is_error = await handle(home, "CloudPrintPrintAgain", copies=2)
    assert (said, is_error) == (
        "Sent “Test page” to Office printer. The printer may print only one copy.",
        False,
    )
    assert home.printed() == ["Test page @ office", "Test page @ office x 2"]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({"name": "Secret list"}, "I know nothing to print called “Secret list”."),
        ({"name": "Groceries", "copies": 0}, "I'm afraid I can't print that number of"),
        (
            {"name": "Groceries", "printer": "Moon"},
            "There is no printer for “Moon”.",
        ),
        (
            {"name": "Groceries", "printer": "Kitchen"},
            "There is no printer for “Kitchen”.",
        ),
    ],
)
async def test_refusals(home: Home, slots: dict[str, Any], expected: str) -> None:
    """A refusal is an error that says why."""
    said, is_error = await handle(home, "CloudPrintPrintList", **slots)
    assert said.startswith(expected)
    assert is_error
    assert home.printed() == []


async def test_custom_sentences(home: Home, config_folder: Path) -> None:
    """A custom sentence works on a voice satellite in an area, of which slots tell."""
    slots = {
        "CloudPrintPrintList": {"name": "Shopping list"},
        "CloudPrintPrintDocument": {"name": "Maths sheet"},
        "CloudPrintPrintNote": {"text": "x"},
    }
    intents = {
        intent_type: {
            "data": [
                {
                    "sentences": [f"custom {intent_type}"],
                    "slots": slots.get(intent_type, {}),
                }
            ]
        }
        for intent_type in (f"{TYPE_PREFIX}{name}" for name, *_ in INTENTS)
    }
    folder = config_folder / "custom_sentences" / "en"
    folder.mkdir(parents=True)
    (folder / "printing.yaml").write_text(
        yaml.safe_dump({"language": "en", "intents": intents}), "utf-8"
    )
    answers = {
        intent_type: await home.say(
            f"custom {intent_type}", satellite_id=home.satellite_id
        )
        for intent_type in intents
    }
    assert home.printed() == [
        *("Shopping list @ office", "Agenda Today @ office", "1 + 1 = @ office"),
        *("Forecast Home @ office", "x @ office", "Test page @ office"),
        "Test page @ office",
    ]
    asked = {
        "CloudPrintGetPrinterStatus": "Office printer is not printing at the moment.",
        "CloudPrintGetJobStatus": "Not yet: “Test page” was sent to Office printer",
        "CloudPrintGetQueue": "7 documents are waiting: ",
        "CloudPrintCancel": "Already sent to the printer, ",
        "CloudPrintCancelAll": "Already sent to the printer, ",
        "CloudPrintPrintOtherSides": "Nothing waits for paper to be turned.",
    }
    for intent_type, answer in asked.items():
        assert answers[intent_type].startswith(answer)


async def test_registered_without_conversation(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """The intents are registered as soon as the intent integration is set up."""
    assert await async_setup_component(hass, "intent", {})
    await set_up_account()
    await hass.async_block_till_done()
    registered = {handler.intent_type for handler in intent.async_get(hass)}
    assert registered >= {f"{TYPE_PREFIX}{name}" for name, *_ in INTENTS}
