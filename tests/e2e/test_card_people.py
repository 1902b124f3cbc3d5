"""Asking and approving on the card, and the pages of each person, in a real browser.

With PEOPLE_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
import os
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples.pdf_files import text as pdf_text
from .flows import add_part
from .log import our_errors, read_log
from .visitor import DESKTOP, PHONE_DARK_CHINESE, Look, Visitor, looks, visiting

_READY_MS: Final = 60_000
_NARROW: Final = 320
"""Pixels: the smallest phones."""
_PASSWORD: Final = "mia's password"
_PAGES: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The names, and the card's texts that the test looks for."""

    search: str
    child: str
    rule: str
    file: str
    left: str
    asked: str
    ask: str
    promised: str
    waiting: str
    announced: str
    look: str
    why: str
    copies: str
    more_copies: str
    approve: str
    finished: str
    fewer: str
    deny: str
    words: str
    said: str
    denied: str
    text: str
    write: str
    print: str
    history: str
    usage: str
    months: str
    close: str
    used_up: str


ENGLISH: Final = Words(
    search="Cloud Print",
    child="Mia",
    rule="Children",
    file="Homework",
    left="20 of 20 pages left today.",
    asked="Anna will be asked first: 7 pages, 5 print without asking.",
    ask="Ask to print",
    promised="This is printed once Anna approves it.",
    waiting="Waiting for",
    announced="waiting for your approval",
    look="Look and decide: {name}",
    why="Mia asks to print this.",
    copies="Copies",
    more_copies="More copies",
    approve="Approve {name}",
    finished="Finished",
    fewer="13 of 20 pages left today.",
    deny="Do not print {name}",
    words="What do you want to say about it? (optional)",
    said="Only the first two pages, please",
    denied="not approved by Anna",
    text="Shopping",
    write="Write a text",
    print="Print",
    history="History",
    usage="Pages by person",
    months="Pages by month: All",
    close="Close",
    used_up="too many",
)
CHINESE: Final = Words(
    search="云打印",
    child="米雅",
    rule="孩子",
    file="作业",
    left="今天还可打印 20 页（共 20 页）。",
    asked="需要先由小安审批：共 7 页，5 页以内无需审批。",
    ask="提交审批",
    promised="已提交审批，小安同意后就会打印。",
    waiting="等待",
    announced="等您审批",
    look="查看并审批“{name}”",
    why="米雅想打印这份内容。",
    copies="份数",
    more_copies="增加份数",
    approve="同意打印“{name}”",
    finished="已完成",
    fewer="今天还可打印 13 页（共 20 页）。",
    deny="不同意打印“{name}”",
    words="想对对方说点什么？（可不填）",
    said="请只打印前两页",
    denied="小安未同意",
    text="买菜",
    write="输入文字",
    print="打印",
    history="历史记录",
    usage="每人打印页数",
    months="每月页数：全部",
    close="关闭",
    used_up="只剩",
)


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def _look(visitor: Visitor, name: str | None = None) -> None:
    """Check the card in all looks, also on the smallest phone."""
    await visitor.look_at_narrow_card(_NARROW)
    await visitor.look_at_card(name)


async def _add_child(home_assistant: HomeAssistant, words: Words) -> str:
    """Add a member of the family, who can sign in; return the user's id."""
    created = await home_assistant.command(
        "config/auth/create", name=words.child, group_ids=["system-users"]
    )
    user_id: str = created["user"]["id"]
    await home_assistant.command(
        "config/auth_provider/homeassistant/create",
        user_id=user_id,
        username="mia",
        password=_PASSWORD,
    )
    await home_assistant.command("person/create", name=words.child, user_id=user_id)
    return user_id


async def _add_rule(
    home_assistant: HomeAssistant, words: Words, child: str, approver: str
) -> None:
    """Make the rule with its form, as its page does."""
    rule = {
        "name": words.rule,
        "who": [child],
        "pages_a_day": 20,
        "ask_above": 5,
        "approvers": [approver],
    }
    made = (await add_part(home_assistant, "rule", rule)).steps[-1]
    assert made["type"] == "create_entry", made


@asynccontextmanager
async def _signed_in(visitor: Visitor) -> AsyncGenerator[Visitor]:
    """Open the dashboard in a browser of the other one, which has another size."""
    look = replace(visitor.look.other, is_dark=visitor.look.is_dark)
    async with visiting(visitor.home_assistant, look, visitor.pictures) as other:
        page = other.page
        await page.goto(visitor.home_assistant.url)
        await page.locator("input[name=username]").fill("mia")
        await page.locator("input[name=password]").fill(_PASSWORD)
        await page.locator("input[name=password]").press("Enter")
        await page.wait_for_function("localStorage.hassTokens")
        await page.locator("home-assistant-main").wait_for()
        await other.open_dashboard()
        yield other
        assert other.problems == []


async def _ask(
    child: Visitor, words: Words, copies: int, name: str | None = None
) -> None:
    """Drop a document above the limit, and ask for it."""
    card = child.card
    await child.drop((f"{words.file}.pdf", "application/pdf", pdf_text(_PAGES)))
    await expect(card.locator(".footer .rule")).to_contain_text(
        words.asked, timeout=_READY_MS
    )
    for _ in range(copies - 1):
        await _button(card, words.more_copies).click()
    await expect(_button(card, words.ask)).to_be_enabled()
    await _look(child, name)
    if name is not None:
        width, height = child.look.size
        await child.page.set_viewport_size({"width": width, "height": height})
        await expect(_button(card, words.ask)).to_be_in_viewport(ratio=1)
    await _button(card, words.ask).click()
    await expect(card.locator(".notice").first).to_contain_text(words.promised)
    job = card.locator("cloudprint-card-queue cloudprint-card-job").first
    await expect(job).to_contain_text(words.waiting, timeout=_READY_MS)
    await _look(child)


async def _open(parent: Visitor, words: Words) -> Locator:
    """Look at what waits, which comes before everything else, with its pages."""
    card, name = parent.card, f"{words.file}.pdf"
    questions = card.locator("cloudprint-card-queue.questions")
    await expect(questions).to_contain_text(name, timeout=_READY_MS)
    place, zone = (
        await questions.bounding_box(),
        await card.locator(".zone").bounding_box(),
    )
    assert place is not None and zone is not None
    assert place["y"] + place["height"] <= zone["y"]
    await _look(parent)
    await _button(questions, words.look.format(name=name)).click()
    approval = card.locator("cloudprint-card-approval")
    await expect(approval).to_contain_text(words.why)
    pages = approval.locator("cloudprint-card-pages")
    picture = pages.frame_locator("iframe").first.locator("body > div > img").first
    await expect(picture).to_be_visible(timeout=_READY_MS)
    strip = pages.locator(".strip")
    await strip.evaluate("strip => { strip.scrollLeft = strip.scrollWidth; }")
    await expect(pages.get_by_role("status")).to_contain_text(str(_PAGES))
    last = pages.frame_locator("iframe").last.locator("body > div > img").last
    await expect(last).to_be_visible(timeout=_READY_MS)
    await expect(last).not_to_have_js_property("naturalWidth", 0)
    await strip.evaluate("strip => { strip.scrollLeft = 0; }")
    return approval


async def _see_answer(parent: Visitor, approve: Locator) -> None:
    """See Approve, wherever the pages are scrolled to."""
    width, height = parent.look.size
    await parent.page.set_viewport_size({"width": width, "height": height})
    about = parent.card.locator("cloudprint-card-approval .about")
    await about.evaluate("about => about.scrollIntoView({block: 'center'})")
    await expect(approve).to_be_in_viewport(ratio=1)
    await parent.picture("approving-top")


async def _see_usage(parent: Visitor, words: Words) -> None:
    """See the pages of each person in a table; Back closes it, and nothing else."""
    card = parent.card
    await _button(card, words.history).click()
    await _button(card, words.usage).click()
    dialog = card.get_by_role("dialog")
    await expect(dialog.get_by_role("list", name=words.months)).to_be_visible()
    row = dialog.get_by_role("row").filter(has_text=words.child)
    await expect(row.get_by_role("cell")).to_have_text([str(_PAGES)])
    await parent.look_at_dialog(dialog, "usage")
    place = parent.page.url
    await parent.page.go_back()
    await expect(dialog).to_have_count(0)
    assert parent.page.url == place
    await _button(card, words.usage).click()
    await _button(dialog, words.close).click()
    await expect(dialog).to_have_count(0)
    assert parent.page.url == place


async def _get_user_id(home_assistant: HomeAssistant) -> str:
    user: dict[str, Any] = await home_assistant.command("auth/current_user")
    user_id: str = user["id"]
    return user_id


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_DARK_CHINESE, CHINESE))
async def test_asking_and_approving(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A child asks for a long print, and a parent looks at it, and decides."""
    pictures = Path(os.environ.get("PEOPLE_PICTURES", tmp_path / "pictures"))
    home_assistant, name = new_home_assistant, f"{words.file}.pdf"
    async with visiting(home_assistant, look, pictures) as parent:
        await parent.onboard()
        await home_assistant.command(
            "config/core/update", language=look.language, country="CN"
        )
        await parent.add_account(cloud)
        await parent.add_card(words.search)
        child_id = await _add_child(home_assistant, words)
        await _add_rule(
            home_assistant, words, child_id, await _get_user_id(home_assistant)
        )
        async with _signed_in(parent) as child:
            await _ask(child, words, 2, "asking")
            approval = await _open(parent, words)
            await _see_answer(
                parent, _button(approval, words.approve.format(name=name))
            )
            await approval.get_by_label(words.copies, exact=True).fill("1")
            await _look(parent, "approving")
            await _button(approval, words.approve.format(name=name)).click()
            finished = child.card.locator("cloudprint-card-job").filter(
                has_text=words.finished
            )
            await expect(finished).to_have_count(1, timeout=_READY_MS)
            (printed,) = await cloud.control("GET", "/printed")
            assert printed["task"]["config"]["copies"] == 1

            await _ask(child, words, 1)
            approval = await _open(parent, words)
            await _button(approval, words.deny.format(name=name)).click()
            await approval.get_by_label(words.words).fill(words.said)
            await _look(parent)
            await _button(approval, words.deny.format(name=name)).click()
            denied = child.card.locator("cloudprint-card-job").filter(
                has_text=words.denied
            )
            await expect(denied).to_contain_text(words.said, timeout=_READY_MS)
            await _look(child)
            assert len(await cloud.control("GET", "/printed")) == 1

            # What was printed counts, what was denied does not.
            await _button(child.card, words.write).click()
            await child.card.get_by_role("textbox").first.fill(words.text)
            rule = child.card.locator(".footer .rule")
            await expect(rule).to_contain_text(words.fewer, timeout=_READY_MS)
            await expect(_button(child.card, words.print)).to_be_enabled()
            await _look(child, "rule")
        await _see_usage(parent, words)
        assert parent.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(home_assistant.process.log)) == []
