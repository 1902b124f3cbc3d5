"""Prints of language models that a person confirms in a conversation."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.printing.saved_document import SUBENTRY_TYPE
from homeassistant.components import conversation
from homeassistant.components.conversation import chat_log as logs
from homeassistant.core import Context
from homeassistant.helpers import llm
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.util import dt as dt_util

from ..conftest import Advance
from ..samples.pdf_files import text
from ..subentries import add_subentry
from .conftest import Home, set_one_sided
from .test_llm import use

PAGES_6 = "Tea\n<br>" * 250
PAGES_1 = "Tea\n<br>" * 3

type Call = Callable[..., Awaitable[dict[str, Any]]]
type Act = Callable[[Call], Awaitable[Any]]


class Model(conversation.ConversationEntity):
    """A language model that calls the tools that a test tells it to."""

    _attr_has_entity_name = True
    _attr_name = "Model"
    _attr_unique_id = "model"
    act: Act
    context: Context
    conversation_id: str

    @property
    @override
    def supported_languages(self) -> list[str]:
        return ["en"]

    @override
    async def _async_handle_message(
        self, user_input: conversation.ConversationInput, chat_log: logs.ChatLog
    ) -> conversation.ConversationResult:
        self.context = user_input.context
        self.conversation_id = chat_log.conversation_id
        await chat_log.async_provide_llm_data(
            user_input.as_llm_context("test"), llm.LLM_API_ASSIST
        )

        async def call(name: str, **fields: Any) -> dict[str, Any]:
            tool = llm.ToolInput(tool_name=f"cloudprint__{name}", tool_args=fields)
            content = logs.AssistantContent(agent_id=self.entity_id, tool_calls=[tool])
            (answer,) = [
                each async for each in chat_log.async_add_assistant_content(content)
            ]
            if (result := getattr(answer, "result", None)) is not None:
                return dict(result.data)
            return dict(answer.tool_result)

        await self.act(call)
        chat_log.async_add_assistant_content_without_tools(
            logs.AssistantContent(agent_id=self.entity_id, content="Done")
        )
        return conversation.async_get_result_from_chat_log(user_input, chat_log)


@dataclass(kw_only=True)
class Chat:
    """A conversation of a person with a model."""

    home: Home
    model: Model
    client: Any = field(repr=False)
    device_id: str | None
    conversation_id: str | None = None

    async def turn(self, act: Act, *, device_id: str | None = None) -> Any:
        """Let a person say something, and the model act; return what that returns."""
        results = list[Any]()

        async def wrapped(call: Call) -> None:
            results.append(await act(call))

        self.model.act = wrapped
        self.home.freezer.tick(timedelta(milliseconds=1))
        await self.client.send_json_auto_id(
            {
                "type": "conversation/process",
                "text": "Please",
                "language": "en",
                "agent_id": self.model.entity_id,
                "conversation_id": self.conversation_id,
                "device_id": device_id or self.device_id,
            }
        )
        response = await self.client.receive_json()
        assert response["success"], response
        self.conversation_id = response["result"]["conversation_id"]
        (result,) = results
        return result

    async def call(
        self, name: str, *, device_id: str | None = None, **fields: Any
    ) -> dict[str, Any]:
        """Let the model call one tool in a turn."""
        result: dict[str, Any] = await self.turn(
            lambda call: call(name, **fields), device_id=device_id
        )
        return result

    def printed(self) -> list[str]:
        """Return what was printed, with its first words."""
        return [text.partition("\n")[0] for text in self.home.printed()]


@pytest.fixture
async def chat(home: Home) -> Chat:
    """Set up a model."""
    model = Model()
    component = home.hass.data[DATA_INSTANCES]["conversation"]
    await component.async_add_entities([model])
    return Chat(
        home=home,
        model=model,
        client=await home.websocket(home.hass),
        device_id=home.satellite_id,
    )


async def add_document(home: Home, **fields: Any) -> None:
    """Save a document "Report"."""
    add_subentry(home.hass, home.account, SUBENTRY_TYPE, "Report", **fields)
    await home.settle()


async def test_small_print(chat: Chat) -> None:
    """A small print needs no confirmation; its answer says how many pages it has."""
    answer = await chat.call("print", text=PAGES_1, title="Tea", copies=5)
    assert answer["name"] == "Tea"
    assert answer["pages"] == 5
    assert answer["state"] == "submitted"
    assert "confirmation_id" not in answer
    answer = await chat.call("print", test_page=True)
    assert answer["pages"] == 1
    answer = await chat.call("print", list_name="Groceries")
    assert (answer["name"], answer["pages"]) == ("Shopping list", 1)
    assert len(chat.printed()) == 3


async def test_confirmed(chat: Chat) -> None:
    """A larger print is only printed after the person's next message, once."""
    asked = await chat.call("print", text=PAGES_6, title="Tea")
    assert asked.pop("confirmation_id")
    assert asked == {
        "message": "“Tea” comes to 6 pages on Office printer. Shall I print it?",
        "name": "Tea",
        "pages": 6,
        "state": "not_printed",
    }
    assert chat.printed() == []

    async def ask_and_confirm(call: Call) -> Any:
        asked = await call("print", text=PAGES_6, title="Tea")
        confirmation_id = asked["confirmation_id"]
        return confirmation_id, await call("confirm", confirmation_id=confirmation_id)

    confirmation_id, answer = await chat.turn(ask_and_confirm)
    assert answer == {
        "error": "I wait for your answer before I print that. Nothing was printed."
    }
    assert chat.printed() == []
    answer = await chat.call("confirm", confirmation_id=confirmation_id)
    assert answer["state"] == "submitted"
    assert (answer["name"], answer["pages"]) == ("Tea", 6)
    assert chat.printed() == ["Tea: Tea"]
    for wrong in (confirmation_id, "wrong"):
        answer = await chat.call("confirm", confirmation_id=wrong)
        assert answer["error"].startswith("I don't know what you are agreeing to.")
    assert chat.printed() == []


async def test_copies(chat: Chat) -> None:
    """All copies count, also of a default option and of reprints."""
    asked = await chat.call("print", text=PAGES_1, title="Tea", copies=6)
    assert asked["pages"] == 6
    await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert chat.printed() == ["Tea: Tea"]
    asked = await chat.call("reprint", copies=7)
    assert asked["pages"] == 7
    assert chat.printed() == []
    answer = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert answer["pages"] == 7
    assert chat.printed() == ["Tea: Tea"]


async def test_unknown_pages(chat: Chat) -> None:
    """What cannot be counted is asked about."""
    await add_document(chat.home, html="<p>1")
    asked = await chat.call("print", document="Report")
    assert asked["message"] == (
        "I can't tell how many pages “Report” has. Shall I print it on Office printer?"
    )
    assert asked["pages"] is None
    answer = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert answer["state"] == "submitted"
    assert chat.printed() == ["<p>1 @ office"]


async def test_unknown_copies(chat: Chat) -> None:
    """Copies in raw options may be anything."""
    await add_document(chat.home, markdown="1", raw_options={"copies": "3"})
    asked = await chat.call("print", document="Report")
    assert asked["pages"] is None
    assert chat.printed() == []


async def test_limit(chat: Chat) -> None:
    """The number of pages is a setting of the account."""
    home = chat.home
    home.hass.config_entries.async_update_entry(
        home.account, options={"max_unasked_pages": 6.0}
    )
    await home.settle()
    answer = await chat.call("print", text=PAGES_6)
    assert answer["state"] == "submitted"
    asked = await chat.call("print", text=PAGES_6, copies=2)
    assert asked["pages"] == 12


async def test_exactly_that_print(chat: Chat) -> None:
    """What was rendered is printed, though the document says something else by now."""
    await add_document(chat.home, markdown="{{ states('sensor.day') }}", copies=6)
    chat.home.hass.states.async_set("sensor.day", "Monday")
    asked = await chat.call("print", document="Report")
    chat.home.hass.states.async_set("sensor.day", "Tuesday")
    await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert chat.printed() == ["None: Monday @ office x 6"]


async def test_other_options(chat: Chat) -> None:
    """A print that would come out otherwise than confirmed is asked about again."""
    home = chat.home
    asked = await chat.call("print", text=PAGES_1, title="Tea", copies=6)
    await home.hass.services.async_call(
        "select",
        "select_option",
        {
            "entity_id": next(
                state.entity_id
                for state in home.hass.states.async_all("select")
                if state.name.startswith("Office printer")
                and "monochrome" in state.attributes["options"]
            ),
            "option": "monochrome",
        },
        blocking=True,
    )
    again = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert again["state"] == "not_printed"
    assert again["confirmation_id"] != asked["confirmation_id"]
    assert chat.printed() == []
    await chat.call("confirm", confirmation_id=again["confirmation_id"])
    assert chat.printed() == ["Tea: Tea"]


async def test_last_document_has_changed(chat: Chat) -> None:
    """A reprint is of the document that was the last one when it was asked about."""
    await chat.call("print", text=PAGES_1, title="Tea")
    asked = await chat.call("reprint", copies=6)
    await chat.call("print", text=PAGES_1, title="Coffee")
    chat.printed()
    again = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert (again["name"], again["state"]) == ("Coffee", "not_printed")
    assert chat.printed() == []


async def test_last_document_is_shorter(chat: Chat) -> None:
    """Not even one page of another document is printed instead of a confirmed one."""
    asked = await chat.call("print", text=PAGES_6, title="Tea")
    await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    asked = await chat.call("reprint")
    assert asked["pages"] == 6
    await chat.call("print", text=PAGES_1, title="Coffee")
    chat.printed()
    again = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert (again["name"], again["pages"]) == ("Coffee", 1)
    assert chat.printed() == []
    await chat.call("confirm", confirmation_id=again["confirmation_id"])
    assert chat.printed() == ["Coffee: Tea"]


async def test_model_speaks_for_the_person(chat: Chat) -> None:
    """What a model says in the conversation by an action is not the person's message."""
    chat.device_id = None

    async def ask_and_answer(call: Call) -> Any:
        asked = await call("print", text=PAGES_6, printer="Office printer")
        answers = []

        async def confirm(call: Call) -> None:
            fields = {"confirmation_id": asked["confirmation_id"]}
            answers.append(await call("confirm", **fields))

        chat.model.act = confirm
        await chat.home.hass.services.async_call(
            "conversation",
            "process",
            {
                "text": "Yes",
                "agent_id": chat.model.entity_id,
                "conversation_id": chat.model.conversation_id,
            },
            blocking=True,
            context=chat.model.context,
            return_response=True,
        )
        return asked["confirmation_id"], answers

    confirmation_id, answers = await chat.turn(ask_and_answer)
    assert answers == [
        {"error": "I wait for your answer before I print that. Nothing was printed."}
    ]
    assert chat.printed() == []
    answer = await chat.call("confirm", confirmation_id=confirmation_id)
    assert answer["state"] == "submitted"


async def test_another_person(chat: Chat) -> None:
    """Neither another device nor another conversation can confirm a print."""
    asked = await chat.call("print", text=PAGES_6)
    fields = {"confirmation_id": asked["confirmation_id"]}
    answer = await chat.call(
        "confirm", device_id=chat.home.study_satellite_id, **fields
    )
    assert "error" in answer
    mine, chat.conversation_id = chat.conversation_id, None
    assert "error" in await chat.call("confirm", **fields)
    _, is_error = await use(chat.home, "confirm", **fields)
    assert is_error
    assert chat.printed() == []
    chat.conversation_id = mine
    assert (await chat.call("confirm", **fields))["state"] == "submitted"


async def test_outside_of_conversations(home: Home) -> None:
    """Outside of conversations, larger prints are refused."""
    data, is_error = await use(home, "print", text=PAGES_6, title="Tea")
    assert is_error
    assert data == {
        "error": "“Tea” may have more pages than I print without asking, and I can't ask "
        "you here. Print it from a dashboard, or ask Assist for it. Nothing was printed."
    }
    data, is_error = await use(home, "print", "zh-CN", text=PAGES_6, title="茶")
    assert data["error"].startswith("“茶”的页数较多")
    data, is_error = await use(home, "print", text=PAGES_1, title="Tea")
    assert not is_error
    assert data["pages"] == 1


async def test_forgotten(chat: Chat, freezer: FrozenDateTimeFactory) -> None:
    """A confirmation is possible for ten minutes."""
    asked = await chat.call("print", text=PAGES_6)
    freezer.tick(timedelta(minutes=9))
    async_fire_time_changed(chat.home.hass, dt_util.utcnow())
    await chat.call("get_status")
    freezer.tick(timedelta(minutes=1, seconds=1))
    async_fire_time_changed(chat.home.hass, dt_util.utcnow())
    answer = await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert "error" in answer
    assert chat.printed() == []


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_OPEN", 2), ("MAX_OPEN_BYTES", 2 * len(PAGES_6) + 99)]
)
async def test_bounded(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """Only a few prints wait for a confirmation; the oldest is forgotten."""
    monkeypatch.setattr(f"custom_components.cloudprint.voice.confirming.{limit}", value)

    async def ask(call: Call) -> list[str]:
        return [
            (await call("print", text=PAGES_6, title=title))["confirmation_id"]
            for title in ("A", "B", "C")
        ]

    first, *others = await chat.turn(ask)
    assert "error" in await chat.call("confirm", confirmation_id=first)
    for confirmation_id in others:
        await chat.call("confirm", confirmation_id=confirmation_id)
    assert chat.printed() == ["B: Tea", "C: Tea"]


async def test_manual_duplex(chat: Chat, advance: Advance) -> None:
    """Pages count once though each side is a job; for a reprint, those of the jobs."""
    await set_one_sided(chat.home, advance, chat.home.office)
    pdf = b64encode(text(pages=3, lines=2)).decode()
    await add_document(chat.home, data=pdf, sides="two_sided_long_edge")
    asked = await chat.call("print", document="Report", copies=2)
    assert asked["pages"] == 6
    await chat.call("confirm", confirmation_id=asked["confirmation_id"])
    assert len(chat.home.simulator.printed) == 1
    # Each pass has two pages; the blank one is none.
    answer = await chat.call("reprint", printer="Office printer")
    assert answer["pages"] == 6
