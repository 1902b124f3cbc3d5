"""Rules for spoken commands and language models: what these say, and never do."""

from typing import Any

import pytest

from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from ..actions import call
from ..rules import add_rule, decide, waiting_for_approval
from .conftest import Home
from .test_confirming import PAGES_1, PAGES_6, Chat, chat
from .test_llm import tools_of, use

__all__ = ["chat"]

LIST = "print the shopping list on the office printer"
DECISIONS = (
    *("approve the print", "approve the shopping list", "approve it", "approve"),
    *("allow the print job", "I approve the shopping list", "yes, print it"),
    *("deny the print job", "deny the shopping list", "reject the print"),
    *("print what is waiting for approval", "release the shopping list"),
    *("批准打印", "同意打印", "批准购物清单", "同意打印购物清单的任务", "拒绝打印任务"),
)


@pytest.fixture
async def ben(home: Home) -> User:
    """Add an administrator, who is a person, too."""
    ben = await home.hass.auth.async_create_user("ben83", group_ids=["system-admin"])
    home.hass.states.async_set(
        "person.ben", "home", {"friendly_name": "Ben", "user_id": ben.id}
    )
    return ben


def ask_ben(home: Home, ben: User, *kinds: str, **data: object) -> str:
    """Make a rule that asks Ben; return its id."""
    kinds = kinds or ("voice", "model")
    asked: dict[str, Any] = {
        "ask_above": 0,
        "approvers": [ben.id],
        "kinds": [*kinds],
        **data,
    }
    return add_rule(home.hass, home.account, **asked)


async def test_asked(home: Home, ben: User) -> None:
    """Who is asked is said at once, and nothing is called sent or printed."""
    ask_ben(home, ben)
    said = await home.say(LIST)
    assert said == (
        "Ben is asked first; I'll print “Shopping list” on Office printer once it is "
        "approved. I'll wait until Fri, Nov 27, 10:00 AM, and not print it after that."
    )
    said = await home.say("打印购物清单", satellite_id=home.satellite_id)
    assert said.startswith(
        "需要 Ben 先同意，同意后会在Office printer上打印“购物清单”。最晚等到"
    )
    assert home.printed() == []
    assert await home.say("how many documents are waiting?") == (
        "2 documents wait for approval: “Shopping list” and “购物清单”."
    )
    assert await home.say("打印队列里有几份文件") == (
        "有 2 份文档在等待审批：“Shopping list”和“购物清单”。"
    )
    # They are in no printer's order.
    assert await home.say("what is the office printer doing?") == (
        "Office printer has nothing to do."
    )
    said = await home.say("did the shopping list print?")
    assert said.startswith("“Shopping list” is not printed yet. Ben is asked first;")
    said = await home.say("购物清单打印好了吗")
    assert "需要 Ben 先同意" in said

    await decide(home.hass, home.account, ben, is_approved=True)
    assert home.printed() == ["Shopping list @ office", "购物清单 @ office"]


async def test_administrators_are_asked(home: Home, ben: User) -> None:
    """Without an approver, or with one that is gone, administrators are asked."""
    ask_ben(home, ben, approvers=["gone"])
    said = await home.say(LIST)
    assert said.startswith(
        "An administrator is asked first; I'll print “Shopping list”"
    )
    said = await home.say("打印购物清单", satellite_id=home.satellite_id)
    assert said.startswith("需要管理员先同意，同意后会")
    assert home.printed() == []


@pytest.mark.parametrize(
    ("words", "said", "gesagt"),
    [
        (
            "Use old paper",
            "was not approved: Use old paper",
            "没有获得批准：Use old paper",
        ),
        (None, "was not approved.", "没有获得批准。"),
    ],
)
async def test_denied(
    home: Home, ben: User, words: str | None, said: str, gesagt: str
) -> None:
    """A denied print is told, with the words of who denied it."""
    ask_ben(home, ben)
    await home.say(LIST)
    await decide(home.hass, home.account, ben, is_approved=False, message=words)
    assert await home.say("did the shopping list print?") == (
        f"No. “Shopping list” for Office printer {said}"
    )
    assert (await home.say("打印好了吗")).endswith(gesagt)
    assert home.printed() == []


async def test_not_approved_in_time(home: Home, ben: User) -> None:
    """A print that nobody has approved is told as such."""
    ask_ben(home, ben, wait_hours=1)
    await home.say(LIST)
    home.freezer.tick(3601)
    await home.settle()
    said = await home.say("did the shopping list print?")
    assert said == "No. Nobody approved this print on Office printer in time."


async def test_nobody_decides_by_voice(home: Home, ben: User) -> None:
    """No sentence, no intent and no tool approves or denies a print."""
    ask_ben(home, ben)
    await home.say(LIST)
    (job,) = waiting_for_approval(home.account)
    for text in DECISIONS:
        await home.say(text)
        for kind in (RequesterKind.VOICE, RequesterKind.MODEL):
            conversation = ConversationContext(
                language="en", context=Context(user_id=ben.id), kind=kind
            )
            await async_perform(home.hass, text, conversation)
        assert job in waiting_for_approval(home.account), text
    for given in (job.job_id, job.print_id):
        result, is_error = await use(home, "confirm", confirmation_id=given)
        assert is_error, result
    names = set(await tools_of(home.hass, "assist"))
    assert not [name for name in names if "appro" in name or "deny" in name]
    assert waiting_for_approval(home.account)[0] == job
    assert home.printed() == []


async def test_pages_used_up(home: Home) -> None:
    """Where no pages are left, the sentence of the limit is the answer."""
    add_rule(home.hass, home.account, "Speakers", kinds=["voice"], pages_a_day=1)
    assert (await home.say(LIST)).startswith("Sent “Shopping list”")
    assert home.printed() == ["Shopping list @ office"]
    assert await home.say(LIST) == (
        "This print has more pages (1) than “Speakers” leaves for today (0 of 1)."
    )
    assert await home.say("打印购物清单", satellite_id=home.satellite_id) == (
        "“Speakers”每天最多打印 1 页，今天还剩 0 页，而这份文件有 1 页。"
    )
    assert home.printed() == []


async def test_grey(home: Home) -> None:
    """Where color is not allowed, that is said."""
    add_rule(home.hass, home.account, kinds=["voice"], color="never")
    said = await home.say("print the shopping list in color on the study printer")
    assert said.endswith(
        "It is printed in black and white, because color is not allowed."
    )
    assert home.printed() == ["Shopping list @ study, monochrome"]


async def test_cancel_own(home: Home, ben: User) -> None:
    """Of several that wait, one's own is canceled, if there is one."""
    ask_ben(home, ben)
    cleo = await home.hass.auth.async_create_user("Cleo", group_ids=["system-admin"])

    async def say(user: User, command: Command) -> str:
        conversation = ConversationContext(
            language="en", context=Context(user_id=user.id)
        )
        return (await async_perform(home.hass, command, conversation)).speech

    note = Command(kind=Kind.NOTE, text="Hello", printer="Office printer")
    cancel = Command(kind=Kind.CANCEL)
    await home.say(LIST)
    for _ in range(2):
        await say(cleo, note)
    # Which of two?
    assert (await say(cleo, cancel)).startswith("Which one should I cancel")
    assert (await say(ben, cancel)).startswith("Which one should I cancel")
    assert await home.say("cancel the print job") == "Canceled: “Shopping list”."
    assert {job.requester.name for job in waiting_for_approval(home.account)} == {
        "Cleo"
    }
    assert await say(cleo, Command(kind=Kind.CANCEL_ALL)) == (
        "Canceled: “Note” and “Note”."
    )
    await decide(home.hass, home.account, ben, is_approved=True)
    assert home.printed() == []


async def test_again(home: Home, ben: User) -> None:
    """What was approved once is asked about again when it is printed again."""
    ask_ben(home, ben)
    await home.say(LIST)
    await decide(home.hass, home.account, ben, is_approved=True)
    assert home.printed() == ["Shopping list @ office"]
    home.freezer.tick(1)
    for sentence in ("print that again", "再打印一遍"):
        said = await home.say(sentence)
        assert "Ben" in said
    moved = "print it on the study printer instead"
    assert "Ben is asked first" in await home.say(moved)
    assert len(waiting_for_approval(home.account)) == 2
    assert home.printed() == []


async def test_confirmed_is_not_approved(chat: Chat, ben: User) -> None:
    """A person who confirms a model's print does not approve it."""
    ask_ben(chat.home, ben, "model", ask_above=3)
    answer = await chat.call("print", text=PAGES_6, title="Tea")
    assert answer["state"] == "not_printed"
    assert waiting_for_approval(chat.home.account) == []
    answer = await chat.call("confirm", confirmation_id=answer["confirmation_id"])
    assert answer["message"].startswith("Ben is asked first; I'll print “Tea”")
    assert (answer["state"], answer["reason"]) == ("held", "approval")
    again = await chat.call("confirm", confirmation_id=answer["job_id"])
    assert "error" in again
    assert len(waiting_for_approval(chat.home.account)) == 1
    assert chat.printed() == []
    # Small prints need neither.
    answer = await chat.call("print", text=PAGES_1, title="Tea")
    assert answer["state"] == "submitted"


async def test_rule_after_the_question(chat: Chat, ben: User) -> None:
    """A rule that was made after the question for confirmation counts."""
    answer = await chat.call("print", text=PAGES_6, title="Tea")
    ask_ben(chat.home, ben, "model", ask_above=3)
    answer = await chat.call("confirm", confirmation_id=answer["confirmation_id"])
    assert answer["reason"] == "approval"
    assert chat.printed() == []


async def test_limit_after_the_question(chat: Chat) -> None:
    """Pages that are used up at the confirmation are not printed."""
    add_rule(
        chat.home.hass, chat.home.account, "Models", kinds=["model"], pages_a_day=6
    )
    answer = await chat.call("print", text=PAGES_6, title="Tea")
    await chat.call("print", text=PAGES_1, title="Tea")
    assert len(chat.printed()) == 1
    answer = await chat.call("confirm", confirmation_id=answer["confirmation_id"])
    assert answer["error"].endswith("(6) than “Models” leaves for today (5 of 6).")
    assert chat.printed() == []


async def test_whose_print_it_is(home: Home, ben: User) -> None:
    """A command has a kind of its own, its user, and what has heard it."""
    requesters = list[Requester]()
    for kind in (RequesterKind.VOICE, RequesterKind.MODEL):
        for user_id in (ben.id, None):
            home.freezer.tick(1)
            conversation = ConversationContext(
                language="en",
                context=Context(user_id=user_id),
                device_id=home.satellite_id,
                kind=kind,
            )
            note = Command(kind=Kind.NOTE, text="Hi", printer="Office printer")
            result = await async_perform(home.hass, note, conversation)
            assert result.job is not None
            requesters.append(result.job.requester)
    home_name = requesters[1].name
    assert [
        (each.kind, each.user_id, each.name, each.is_exempt) for each in requesters
    ] == [
        ("voice", ben.id, "ben83", True),
        ("voice", None, home_name, False),
        ("model", ben.id, "ben83", True),
        ("model", None, home_name, False),
    ]
    budgets = [each.budget for each in requesters]
    assert budgets == [f"user:{ben.id}", "kind:voice", f"user:{ben.id}", "kind:model"]
    jobs = (await call(home.hass, "get_jobs"))["jobs"]
    assert [job["requested_by"] for job in reversed(jobs)] == [
        each.name for each in requesters
    ]


@pytest.mark.parametrize("has_user", [True, False])
async def test_exposed_script(home: Home, ben: User, has_user: bool) -> None:
    """A script that prints is the user's or an automation's, not a model's.

    That is a way round a rule for models, unless there is one for automations, too.
    """
    fields = {"device_id": home.device_id(home.office), "text": "Joke"}
    script = {"sequence": [{"action": "cloudprint.print", "data": fields}]}
    config = {"script": {"print_joke": {**script, "description": "Prints a joke"}}}
    assert await async_setup_component(home.hass, "script", config)
    async_expose_entity(home.hass, "conversation", "script.print_joke", True)
    user_id = ben.id if has_user else None

    async def act() -> list[Requester]:
        llm_context = llm.LLMContext(
            platform="test",
            context=Context(user_id=user_id),
            language="en",
            assistant="conversation",
            device_id=None,
        )
        api = await llm.async_get_api(home.hass, "assist", llm_context)
        (name,) = [tool.name for tool in api.tools if "joke" in tool.name]
        await api.async_call_tool(llm.ToolInput(tool_name=name, tool_args={}))
        await home.hass.async_block_till_done()
        return [job.requester for job in waiting_for_approval(home.account)]

    ask_ben(home, ben, "voice", "model")
    assert await act() == []
    (printed,) = home.printed()
    assert printed == "Joke @ office"
    store = home.account.runtime_data.store
    last = store.last_job(home.device_id(home.office))
    assert last is not None
    assert last.requester.kind == ("user" if has_user else "automation")
    assert last.requester.user_id == user_id
    ask_ben(home, ben, "user", "automation")
    assert len(await act()) == 1
    assert home.printed() == []


@pytest.mark.parametrize("has_own_history", [False, True])
async def test_who_knows_what_waits(
    home: Home, ben: User, has_own_history: bool
) -> None:
    """With own history, only who asked and who may approve know what waits for it."""
    ask_ben(home, ben)
    options = {**home.account.options, "own_history": has_own_history}
    home.hass.config_entries.async_update_entry(home.account, options=options)
    await home.settle()
    users = home.hass.auth
    cleo = await users.async_create_user("Cleo", group_ids=["system-users"])
    dana = await users.async_create_user("Dana", group_ids=["system-users"])

    async def say(user: User, command: Command) -> str:
        conversation = ConversationContext(
            language="en", context=Context(user_id=user.id)
        )
        return (await async_perform(home.hass, command, conversation)).speech

    note = Command(kind=Kind.NOTE, text="Hello", printer="Office printer")
    await say(cleo, note)
    waits = "One document waits for approval: “Note”."
    queue = Command(kind=Kind.QUEUE)
    assert [await say(user, queue) for user in (cleo, ben, dana)] == [
        waits,
        waits,
        "Nothing is waiting to be printed." if has_own_history else waits,
    ]
