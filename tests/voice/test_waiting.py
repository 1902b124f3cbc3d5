"""Answers about jobs that wait, and how they are canceled."""

from unittest.mock import patch

from custom_components.cloudprint.exceptions import invalid
from custom_components.cloudprint.spool.job import JobState
from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import Group
from homeassistant.core import Context

from .conftest import Home

LIST = "print the shopping list on the office printer"
DOCUMENT = "print the maths sheet on the office printer"


async def set_online(home: Home, status: str) -> None:
    """Report the office's printer as online or offline."""
    home.office.online_status = status
    await home.account.runtime_data.coordinator.async_refresh()
    await home.hass.async_block_till_done()


async def test_only_one(home: Home) -> None:
    """The only job that waits need not be named, and is not printed later."""
    await set_online(home, "0")
    await home.say(LIST)
    assert await home.say("how many documents are waiting?") == (
        "One document is waiting: “Shopping list”."
    )
    assert await home.say("打印队列里有几份文件") == (
        "有 1 份文档在等待打印：“Shopping list”。"
    )
    assert await home.say("how many documents are waiting on the study printer") == (
        "Nothing is waiting to be printed."
    )
    assert await home.say("cancel the print job on the study printer") == (
        "Nothing is waiting to be printed."
    )
    assert await home.say("cancel the print job") == "Canceled: “Shopping list”."
    assert await home.say("取消打印") == "没有在等待打印的文档。"
    await set_online(home, "1")
    assert home.printed() == []


async def test_which_one(home: Home) -> None:
    """Several jobs that wait are canceled by name, or all of them."""
    await set_online(home, "0")
    for text in (LIST, DOCUMENT, LIST):
        await home.say(text)
    assert await home.say("what's in the print queue?") == (
        "3 documents are waiting: “Shopping list”, “Maths sheet” and “Shopping list”."
    )
    said = await home.say("stop printing")
    assert said.startswith("Which one should I cancel: “Shopping list”, “Maths sheet”")
    said = await home.say("取消打印任务")
    assert said.startswith("要取消哪一份：“Shopping list”、“Maths sheet”和")
    assert await home.say("cancel printing the groceries") == (
        "Canceled: “Shopping list” and “Shopping list”."
    )
    assert (await home.say("cancel the shopping list print")).startswith(
        "No. “Shopping list” for Office printer was canceled."
    )
    await home.say(LIST)
    assert await home.say("取消所有打印任务") == (
        "已取消：“Maths sheet”和“Shopping list”。"
    )
    await set_online(home, "1")
    assert home.printed() == []


async def test_already_sent(home: Home) -> None:
    """Jobs that were sent cannot be canceled, which is said."""
    await home.say(LIST)
    assert home.printed() == ["Shopping list @ office"]
    for text in ("cancel the print job", "cancel printing the shopping list"):
        assert await home.say(text) == (
            "Already sent to the printer, where only the printer itself can stop it: "
            "“Shopping list”."
        )
    await set_online(home, "0")
    await home.say(DOCUMENT)
    assert await home.say("cancel all print jobs") == (
        "Canceled: “Maths sheet”. Already sent to the printer, where only the printer "
        "itself can stop it: “Shopping list”."
    )
    await home.say(DOCUMENT)
    assert await home.say("cancel my print job") == "Canceled: “Maths sheet”."


async def test_sent_meanwhile(home: Home) -> None:
    """A job that is sent at that moment is not called canceled."""
    await set_online(home, "0")
    for text in (LIST, DOCUMENT):
        await home.say(text)
    store = home.account.runtime_data.store
    first, second = store.held_jobs
    error = invalid("job_not_cancelable", printer="Office printer")
    with patch(
        "custom_components.cloudprint.voice.performing.async_cancel",
        side_effect=[first, error],
    ):
        said = await home.say("cancel all print jobs")
    assert said.startswith("Canceled: “Shopping list”. ")
    assert second.name not in said.partition(". ")[0]


async def test_permissions(home: Home) -> None:
    """A user who may see a printer, but not print on it, cancels nothing."""
    await set_online(home, "0")
    await home.say(LIST)
    guest = await home.hass.auth.async_create_user("Guest")
    for sensors, expected in (
        ({"read": True}, "You may not print on “Office printer”"),
        (True, "Canceled: “Shopping list”."),
    ):
        guest.groups = [
            Group(name="Guests", policy={"entities": {"domains": {"sensor": sensors}}})
        ]
        guest.invalidate_cache()
        result = await async_perform(
            home.hass,
            Command(kind=Kind.CANCEL_ALL),
            ConversationContext(language="en", context=Context(user_id=guest.id)),
        )
        assert result.speech.startswith(expected)
        assert result.is_error is not (sensors is True)


async def test_printing(home: Home) -> None:
    """A job that is being printed does not wait, and answers questions."""
    await home.say(LIST)
    for text, said in (
        ("is the office printer busy?", "Yes. Office printer is not printing at"),
        ("is the office printer printing?", "No. Office printer is not printing at"),
        ("is the office printer idle?", "No. Office printer is not printing at"),
        ("how many documents are waiting", "One document is waiting: “Shopping"),
    ):
        assert (await home.say(text)).startswith(said)
    (job,) = home.account.runtime_data.store.open_jobs
    printing = job.with_state(JobState.PRINTING)
    with patch.object(type(home.account.runtime_data.store), "open_jobs", [printing]):
        said = await home.say("how many documents are waiting")
    assert said == "Nothing is waiting to be printed."
