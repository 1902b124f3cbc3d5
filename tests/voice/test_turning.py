"""The other sides of a print: the paper was turned, and a person says so."""

from dataclasses import replace

import pytest

from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import Group, User
from homeassistant.core import Context
from tests.actions import call, call_again
from tests.conftest import Advance
from tests.printing.one_sided import NOT_TURNED, TURNED, OneSided
from tests.simulator import Fault

from .conftest import Home, set_one_sided
from .test_intent import handle


@pytest.fixture
async def office(home: Home, advance: Advance) -> OneSided:
    """Let the printer in the office print one side."""
    return await set_one_sided(home, advance, home.office)


ENGLISH = (
    "I turned the paper",
    "I've turned over the stack",
    "I have just flipped the pages over",
    "The paper is turned",
    "OK, the sheets have been turned over.",
    "I turned the paper in the office",
    "Print the other side",
    "Please print the other sides on the office printer, thanks",
    "Could you print the back side of the paper?",
    "Continue printing",
    "Go on with the other side",
)
CHINESE = (
    "纸翻好了",
    "纸已经翻好了。",
    "我把纸翻过来了",
    "我已经把办公室打印机里的纸翻面了",
    "翻好了",
    "纸放回去了",
    "紙翻好了",
    "继续打印反面",
    "打印背面吧",
    "能不能接着打另一面？",
    "继续打印",
    "繼續列印背面",
    "用办公室的打印机继续打印反面",
)
OTHERS = (
    *("turn the paper", "I turned it over", "print the side", "continue"),
    *("I turned the light over", "the page is turned off"),
    *("翻纸", "书翻好了", "继续", "双面打印", "打印正反面", "别打印反面", "把纸翻过来"),
)


@pytest.mark.parametrize(
    ("language", "sentences", "nothing"),
    [
        ("en", ENGLISH, "Nothing waits for paper to be turned."),
        ("zh-Hans", CHINESE, "没有等待翻纸的打印任务。"),
    ],
)
async def test_sentences(
    home: Home, language: str, sentences: tuple[str, ...], nothing: str
) -> None:
    """Each sentence is understood, in the language in which it is said."""
    answers = {text: await home.say(text, language=language) for text in sentences}
    assert answers == dict.fromkeys(sentences, nothing)


async def test_other_sentences(home: Home) -> None:
    """What is about something else is left to Home Assistant, or not understood."""
    for text in OTHERS:
        language = "en" if text.isascii() else "zh-cn"
        said = await home.say(text, language=language)
        assert "waits for paper" not in said
        assert "等待翻纸" not in said


async def test_both_sides_by_voice(
    home: Home, office: OneSided, hass_admin_user: User
) -> None:
    """A print on both sides is explained, and its other sides are asked for."""
    await office.print("Sheet", sides="one_sided", on_behalf_of=hass_admin_user.id)
    await office.finish()
    home.simulator.forget()
    assert await home.say("print that again on both sides") == (
        "Sent “Sheet” to Office printer. This is printed on one side first. When it is"
        " out, put the stack back into the paper tray and say “I turned the paper”."
    )
    assert await home.say("I turned the paper") == (
        "Not yet: Office printer has not finished the front sides of “Sheet”. Turn the"
        " paper when they are out."
    )
    assert await home.say("did my document print?") == (
        "“Sheet” is not printed yet. The other sides of “Sheet” come after the front"
        " sides, which Office printer has not finished yet."
    )
    await office.finish()
    assert (await home.say("did my document print?")).startswith(
        "“Sheet” is not printed yet. The other sides of “Sheet” wait for you at Office"
        " printer. I'll wait until "
    )
    assert (await home.say("did my document print?")).endswith(
        "Turn the whole stack over, and put it back with the edge first that came out"
        " first. Then say “I turned the paper”."
    )
    assert len(home.simulator.printed) == 1
    assert await home.say("纸翻好了", language="zh-Hans") == (
        "好的，Office printer开始打印“Sheet”的反面。"
    )
    assert len(home.simulator.printed) == 2
    assert await home.say("I turned the paper") == (
        "Nothing waits for paper to be turned."
    )


async def test_print_again(home: Home, office: OneSided, hass_admin_user: User) -> None:
    """What was printed on both sides is printed on both sides again."""
    await office.print_fronts("Sheet", on_behalf_of=hass_admin_user.id)
    await home.say("I turned the paper")
    await office.finish()
    home.simulator.forget()
    assert await home.say("再打印一次", language="zh-Hans") == (
        "已把“Sheet”发送到Office printer。先打印正面。正面打完后，把整叠纸放回纸盒，"
        "再对我说“纸翻好了”。"
    )
    await office.finish()
    (back,) = office.open_jobs
    assert back.can_release_back_pass
    await office.set_trays(NOT_TURNED)
    said = await home.say("print that again on both sides")
    assert said.startswith("Since this was printed on both sides, the answers about")
    assert len(home.simulator.printed) == 1


async def test_not_turned_over(home: Home, office: OneSided) -> None:
    """The answer is about the trays for which the pages are in order, if these are known."""
    await office.set_trays(NOT_TURNED)
    await office.print_fronts()
    said = await home.say("打印好了吗", language="zh-Hans")
    assert said.endswith(
        "整叠纸不用翻面，直接放回纸盒，让先出来的那一边先进纸。放好后对我说“纸翻好了”。"
    )
    await office.set_trays(TURNED)
    assert await home.say("打印好了吗", language="zh-Hans") == said
    (job,) = office.open_jobs
    home.account.runtime_data.store.transition(
        job, job.state, job.reason, duplex=replace(job.duplex, trays=None)
    )
    said = await home.say("打印好了吗", language="zh-Hans")
    assert "整叠纸" not in said


async def test_unconfirmed_front_sides(home: Home, office: OneSided) -> None:
    """It is not said that front sides are printed of which that is unknown."""
    home.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await office.print("Sheet")
    await call_again(home.account)
    said = await home.say("did my document print?")
    assert (
        "I don't know whether the front sides were printed: please check that all of"
        " them have come out. Turn the whole stack over,"
    ) in said
    said = await home.say("打印好了吗", language="zh-Hans")
    assert "不确定正面是否已经打完，请先看看纸是不是都出来了。请把整叠纸翻面后" in said
    (front,) = home.account.runtime_data.store.undecided_jobs
    home.account.runtime_data.spooler.decide(front, is_printed=True)
    assert "front sides" not in await home.say("did my document print?")


async def test_one_side_again(home: Home, office: OneSided) -> None:
    """Front sides that are printed again have no other sides; these have their paper."""
    front, back = await office.print("Sheet")
    await office.finish()
    await call(home.hass, "cancel_job", job_id=back["job_id"])
    await call(home.hass, "reprint_job", job_id=front["job_id"])
    assert "I turned the paper" not in await home.say("did my document print?")
    await office.finish()
    await call(home.hass, "reprint_job", job_id=back["job_id"])
    assert "I turned the paper" in await home.say("did my document print?")
    assert await home.say("I turned the paper") == (
        "I'm printing the other sides of “Sheet” on Office printer."
    )


async def test_not_possible(home: Home, office: OneSided) -> None:
    """The answer says what it takes, and nothing is printed."""
    said = await home.say("print the maths sheet on both sides on the office printer")
    assert said == (
        "Office printer prints on one side only. I can only print PDF files and pictures"
        " on both sides there, not this. Nothing was printed."
    )
    home.account.runtime_data.capabilities.set_trays(office.device_id, None)
    said = await home.say("用办公室的打印机双面打印口算题", language="zh-Hans")
    assert said == (
        "这台打印机只能单面打印。如果想手动翻纸，请先在账号的设置中回答两个问题。"
        "这次没有打印。"
    )
    assert home.printed() == []


async def test_several_printers(home: Home, office: OneSided, advance: Advance) -> None:
    """Of several printers, the one of the room, or the named one, is meant."""
    study = await set_one_sided(home, advance, home.study)
    for printer in (office, study):
        await printer.print_fronts()
    assert await home.say("I turned the paper") == (
        "Where did you turn the paper? The other sides wait at Office printer or"
        " 彩色打印机."
    )
    assert await home.say("翻好了", language="zh-Hans") == (
        "您翻好了哪台打印机的纸，Office printer还是彩色打印机？"
    )
    home.simulator.forget()
    said = await home.say("I turned the paper", satellite_id=home.study_satellite_id)
    assert said == "I'm printing the other sides of “Letter” on 彩色打印机."
    (printed,) = home.simulator.printed
    assert printed.printer is home.study
    said = await home.say("I turned the paper on the office printer")
    assert said == "I'm printing the other sides of “Letter” on Office printer."


async def test_held_once_more(home: Home, office: OneSided) -> None:
    """If the other sides have to wait for the service, that is said."""
    await office.print_fronts()
    home.simulator.faults.add("newPrintTask", Fault.HTTP_429, retry_after="60")
    assert (await home.say("I turned the paper")).startswith(
        "The print service cannot be reached; I'll print “Letter” on Office printer when"
    )
    assert await home.say("I turned the paper") == (
        "Nothing waits for paper to be turned."
    )


async def test_front_sides_failed(home: Home, office: OneSided) -> None:
    """The answer says why the other sides are not printed."""
    front, back = await office.print()
    store = home.account.runtime_data.store
    (job,) = (job for job in store.open_jobs if job.job_id == front["job_id"])
    store.transition(job, type(job.state).FAILED, None)
    await home.hass.async_block_till_done()
    assert await home.say("did my document print?") == (
        "No. The other sides of “Letter” are not printed on Office printer, because its"
        " front sides were not."
    )
    assert back["job_id"] != front["job_id"]


async def test_cancel_both_sides(home: Home, office: OneSided) -> None:
    """Both sides are one document, whether their front sides wait or are printed."""
    home.office.online_status = "0"
    await home.account.runtime_data.coordinator.async_refresh()
    await office.print("Sheet")
    assert await home.say("what's in the print queue?") == (
        "One document is waiting: “Sheet”."
    )
    assert (await home.say("is the office printer printing?")).endswith(
        "One document is waiting."
    )
    assert await home.say("cancel the print job") == "Canceled: “Sheet”."
    await home.hass.async_block_till_done()
    assert office.open_jobs == []
    for name in ("Sheet", "Letter"):
        await office.print(name)
    assert (await home.say("stop printing")).startswith(
        "Which one should I cancel: “Sheet” and “Letter”?"
    )
    assert await home.say("cancel all print jobs") == "Canceled: “Sheet” and “Letter”."
    await home.hass.async_block_till_done()
    assert office.open_jobs == []
    home.office.online_status = "1"
    await home.account.runtime_data.coordinator.async_refresh()
    await office.print_fronts("Sheet")
    assert await home.say("what's in the print queue?") == (
        "One document is waiting: “Sheet”."
    )
    assert await home.say("cancel the print job") == "Canceled: “Sheet”."
    assert office.open_jobs == []


async def test_cancel_while_front_sides_come_out(home: Home, office: OneSided) -> None:
    """It is said that the front sides go on, whose other sides are canceled."""
    await office.print("Sheet")
    assert await home.say("取消打印", language="zh-Hans") == (
        "已取消：“Sheet”。“Sheet”的正面已经发到打印机，只能在打印机上停止。"
    )
    await office.finish()
    await office.print("Letter")
    await home.say("print the shopping list on the office printer")
    assert await home.say("cancel all print jobs") == (
        "Canceled: “Letter”. The front sides of “Letter” were already sent to the printer,"
        " where only the printer itself can stop them. Already sent to the printer, where"
        " only the printer itself can stop it: “Shopping list”."
    )


async def test_permissions(home: Home, office: OneSided) -> None:
    """A user who may see a printer, but not print on it, prints no other sides."""
    await office.print_fronts()
    guest = await home.hass.auth.async_create_user("Guest")
    guest.groups = [
        Group(
            name="Guests",
            policy={"entities": {"domains": {"sensor": {"read": True}}}},
        )
    ]
    guest.invalidate_cache()
    result = await async_perform(
        home.hass,
        Command(kind=Kind.BACK_PASS),
        ConversationContext(language="en", context=Context(user_id=guest.id)),
    )
    assert result.is_error
    assert result.speech.startswith("You may not print on “Office printer”")
    assert len(home.simulator.printed) == 1


async def test_intent(home: Home, office: OneSided) -> None:
    """The intent prints the other sides of a printer."""
    said, is_error = await handle(home, "CloudPrintPrintOtherSides", printer="Office")
    assert (said, is_error) == ("Nothing waits for paper to be turned.", True)
    await office.print_fronts()
    said, is_error = await handle(home, "CloudPrintPrintOtherSides", printer="Office")
    assert (said, is_error) == (
        "I'm printing the other sides of “Letter” on Office printer.",
        False,
    )
