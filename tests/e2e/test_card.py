"""The card in a real browser, from a new Home Assistant to paper.

With CARD_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from collections.abc import Callable
from dataclasses import dataclass
import os
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .card_speed import card_speed
from .log import our_errors, read_log
from .visitor import DESKTOP, PHONE_DARK_CHINESE, Look, Visitor, looks, visiting

BILL = Path(__file__).parents[1] / "samples/corpus/chromium-bill.pdf"
_PRINTED_MS: Final = 60_000
"""Seconds: a task takes some in the cloud, and is polled a few later."""
_REFRESHED_MS: Final = 1_000
"""After which a page that refreshes itself at once is another one."""
_HOSTILE_PAGE: Final = """<!DOCTYPE html><html><head>
<meta http-equiv="refresh" content="0;url=/hostile-refresh">
<script>parent.reached = { ...parent.reached, script: true };</script>
</head><body onload="parent.reached = { ...parent.reached, handler: true }">
<h1>Hostile</h1>
<img src="data:image/png;base64,AA" onerror="parent.reached = { ...parent.reached, error: true }">
<div style="background: url(/hostile-picture)">Picture</div>
<iframe srcdoc="<script>top.reached = { ...top.reached, frame: true };</script>"></iframe>
<form action="/hostile-form" target="_top"><button>Send</button></form>
<a href="/hostile-link" target="_top">Leave</a>
</body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The card's texts that the test looks for."""

    search: str
    unloaded: str
    reload: str
    file_name: str
    remarks: str
    pages: str
    write: str
    print: str
    finished: str
    reprint: str
    two_copies: str
    markdown: str
    heading: str
    remove_text: str
    files: tuple[str, ...]
    film: str
    print_files: str
    skipped: str
    done: str
    show_all: str
    held: str
    cancel: str
    canceled: str
    unconfirmed: str
    question: str
    it_printed: str
    history: str
    paper: str
    copies: str


ENGLISH: Final = Words(
    search="Cloud Print",
    unloaded="This part of the card could not be loaded",
    reload="Reload the page",
    file_name="Electricity bill of the summer house, second quarter of 2026.pdf",
    remarks="Milk, bread, eggs",
    pages="2 pages",
    write="Write a text",
    print="Print",
    finished="Finished",
    reprint="Print {name} again",
    two_copies="Print 2 copies of",
    markdown="# Shopping\n\n- [ ] Milk\n- [x] Bread\n\n| Fruit | Kilos |\n|---|---|\n| Apples | 2 |",
    heading="Shopping",
    remove_text="Remove Text",
    files=("Invitation.txt", "Directions.txt", "Guests.txt"),
    film="Last year.mp4",
    print_files="Print 3 files",
    skipped="Skipped: this format cannot be printed",
    done="Done",
    show_all="Show all 7",
    held="Held",
    cancel="Cancel {name}",
    canceled="Canceled",
    unconfirmed="Unconfirmed",
    question="Did it print?",
    it_printed="It printed: {name}",
    history="History",
    paper="Paper",
    copies="More copies",
)
CHINESE: Final = Words(
    search="云打印",
    unloaded="无法加载卡片的这一部分",
    reload="刷新页面",
    file_name="二〇二六年第二季度避暑别墅电费账单（含滞纳金明细及缴费说明）.pdf",
    remarks="牛奶、面包、鸡蛋",
    pages="2 页",
    write="输入文字",
    print="打印",
    finished="已完成",
    reprint="重新打印“{name}”",
    two_copies="重新打印 2 份",
    markdown="# 购物清单\n\n- [ ] 牛奶\n- [x] 面包\n\n| 水果 | 公斤 |\n|---|---|\n| 苹果 | 2 |",
    heading="购物清单",
    remove_text="移除“文字”",
    files=("请柬.txt", "路线.txt", "客人名单.txt"),
    film="去年.mp4",
    print_files="打印 3 个文件",
    skipped="已跳过：不支持此格式",
    done="完成",
    show_all="显示全部 7 个",
    held="暂缓",
    cancel="取消“{name}”",
    canceled="已取消",
    unconfirmed="未确认",
    question="打印出来了吗？",
    it_printed="已打印：{name}",
    history="历史记录",
    paper="纸张",
    copies="增加份数",
)


def _jobs(visitor: Visitor) -> Locator:
    """Return the jobs of the queue, newest first."""
    return visitor.card.locator("cloudprint-card-queue cloudprint-card-job")


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def _meet_update(visitor: Visitor, words: Words) -> None:
    """Drop a PDF after an update, while the page is of the version before."""
    card, page = visitor.card, visitor.page
    await page.route("**/picked-*.js", lambda route: route.fulfill(status=404))
    await visitor.drop((words.file_name, "application/pdf", BILL.read_bytes()))
    await expect(card.get_by_role("alert")).to_contain_text(words.unloaded)
    assert visitor.problems.pop().startswith("Failed to load resource")
    await visitor.look_at_card()
    await page.unroute_all()
    await _button(card, words.reload).click()
    await card.locator(".zone").wait_for()


async def _print_bill(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> str:
    """Drop a PDF, preview it, print two copies, and wait for the end; return its name."""
    card = visitor.card
    await visitor.look_at_card()
    await visitor.drop((words.file_name, "application/pdf", BILL.read_bytes()))
    sheets = card.frame_locator("iframe").locator("body > div > img")
    await expect(sheets).to_have_count(2)
    await expect(card.get_by_text(words.pages)).to_be_visible()
    await _button(card, words.copies).click()
    await card.get_by_label(words.paper, exact=True).select_option("A4")
    await expect(card.locator("[aria-busy=true]")).to_have_count(0)
    await visitor.look_at_card("preview")
    await _button(card, words.print).click()
    newest = _jobs(visitor).first
    await expect(newest).to_contain_text(words.finished, timeout=_PRINTED_MS)
    await visitor.look_at_card()
    (printed,) = await cloud.control("GET", "/printed")
    name: str = printed["name"]
    assert name in words.file_name
    await expect(newest).to_contain_text(name)
    await _button(newest, words.reprint.format(name=name)).click()
    await expect(newest.get_by_role("group")).to_contain_text(words.two_copies)
    await expect(newest.get_by_role("group")).to_be_focused()
    await visitor.look_at_card("reprint")
    assert len(await cloud.control("GET", "/printed")) == 1
    await visitor.page.keyboard.press("Tab")
    await visitor.page.keyboard.press("Enter")
    await expect(_jobs(visitor)).to_have_count(2)
    await expect(_jobs(visitor).first).to_contain_text(
        words.finished, timeout=_PRINTED_MS
    )
    assert len(await cloud.control("GET", "/printed")) == 2
    return name


async def _cancel_held(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Print while the cloud is away, and cancel."""
    card = visitor.card
    await cloud.control("POST", "/connections", {"accept": False})
    await _button(card, words.write).click()
    await card.get_by_role("textbox").first.fill(words.remarks)
    await _button(card, words.print).click()
    newest = _jobs(visitor).first
    await expect(newest).to_contain_text(words.held)
    await visitor.look_at_card()
    await _button(newest, words.cancel.format(name=words.remarks)).click()
    await expect(newest).to_contain_text(words.canceled)
    await cloud.control("POST", "/connections", {"accept": True})
    assert len(await cloud.control("GET", "/printed")) == 2


async def _decide(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Answer that an unconfirmed job did print."""
    card = visitor.card
    fault = {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1}
    await cloud.control("POST", "/faults", fault)
    await _button(card, words.write).click()
    await card.get_by_role("textbox").first.fill(words.remarks)
    await _button(card, words.print).click()
    newest = _jobs(visitor).first
    await expect(newest).to_contain_text(words.unconfirmed, timeout=_PRINTED_MS)
    await expect(newest).to_contain_text(words.question)
    await visitor.look_at_card("unconfirmed")
    await _button(newest, words.it_printed.format(name=words.remarks)).click()
    await expect(newest).to_contain_text(words.finished)
    await expect(newest).not_to_contain_text(words.question)


async def _write_markdown(visitor: Visitor, words: Words) -> None:
    """Write a list in Markdown and see its page, without printing it."""
    card = visitor.card
    await _button(card, words.write).click()
    await card.get_by_role("textbox").first.fill(words.markdown)
    await card.get_by_role("checkbox").check()
    page = card.frame_locator("iframe")
    await expect(page.locator("h1")).to_have_text(words.heading)
    # No scripts are run in the page, whose pages are counted.
    sandbox = card.locator("iframe")
    await expect(sandbox).to_have_attribute("sandbox", "allow-same-origin")
    await expect(card.locator("[aria-busy=true]")).to_have_count(0)
    await visitor.look_at_card("markdown")
    await _lay_out_hostile_page(visitor)
    # What was written is not replaced without asking.
    await visitor.drop(
        (words.file_name, "application/pdf", BILL.read_bytes()), place="textarea"
    )
    question = card.locator(".offer")
    await expect(question).to_contain_text(words.file_name)
    await expect(question).to_be_focused()
    await visitor.look_at_card()
    await visitor.page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(card.get_by_role("textbox").first).to_have_value(words.markdown)
    await _button(card, words.remove_text).click()


async def _lay_out_hostile_page(visitor: Visitor) -> None:
    """Show a page that tries to reach the dashboard, which its frame does not let it."""
    page, card = visitor.page, visitor.card
    requested: list[str] = []
    # A browser also notes the requests that it does not send, as a policy wants it.
    answered: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("response", lambda response: answered.append(response.url))
    address = page.url
    # In a frame that protects from nothing, it does what the card's frame prevents.
    await page.evaluate(
        """html => {
          const frame = document.createElement("iframe");
          frame.id = "unprotected";
          frame.srcdoc = html;
          document.body.append(frame);
        }""",
        _HOSTILE_PAGE,
    )
    await page.wait_for_function("window.reached?.script && reached.handler")
    await expect(page.frame_locator("#unprotected").locator("h1")).to_have_count(0)
    for what in ("picture", "refresh"):
        assert any(url.endswith(f"/hostile-{what}") for url in requested), what
    assert any(url.endswith("/hostile-refresh") for url in answered)
    await page.evaluate("document.getElementById('unprotected').remove(); reached = {}")
    answered.clear()
    await card.locator("cloudprint-card-preview").evaluate(
        """(part, html) => {
          part.preview = { ...part.preview, layout: { ...part.preview.layout, html } };
        }""",
        _HOSTILE_PAGE,
    )
    frame = card.frame_locator("iframe").first
    await expect(frame.locator("h1")).to_have_text("Hostile")
    for selector in ("button", "a"):
        await frame.locator(selector).dispatch_event("click")
    # Its picture of a wrong format was tried, and the refresh is due by then.
    await expect(frame.locator("img")).to_have_js_property("complete", True)
    await page.wait_for_timeout(_REFRESHED_MS)
    await expect(frame.locator("h1")).to_have_text("Hostile")
    assert await page.evaluate("reached") == {}
    assert [url for url in answered if "hostile" in url] == []
    assert page.url == address


async def _print_several(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Drop several files, one of which cannot be printed, and print the others."""
    card, printed = visitor.card, len(await cloud.control("GET", "/printed"))
    await visitor.drop(
        *((name, "text/plain", name.encode()) for name in words.files),
        (words.film, "video/mp4", b"film"),
    )
    await visitor.look_at_card("files")
    await _button(card, words.print_files).click()
    batch = card.locator("cloudprint-card-batch")
    await expect(_button(batch, words.done)).to_be_visible()
    await expect(batch.get_by_role("listitem")).to_have_count(len(words.files) + 1)
    await expect(batch.get_by_role("listitem").last).to_contain_text(words.skipped)
    await visitor.look_at_card()
    await _button(card, words.done).click()
    # The newest jobs are shown, and the others on demand.
    await expect(_jobs(visitor)).to_have_count(5)
    await visitor.look_at_card()
    await _button(card, words.show_all).click()
    await expect(_jobs(visitor)).to_have_count(7)
    # They were held at first, since the last print had no answer.
    await expect(_jobs(visitor).first).to_contain_text(
        words.finished, timeout=_PRINTED_MS
    )
    names = [job["name"] for job in await cloud.control("GET", "/printed")]
    assert names[printed:] == list(words.files)


async def _read_history(visitor: Visitor, words: Words) -> None:
    """Read the history, all of it and the canceled jobs only."""
    # As a later visitor finds it
    await visitor.open_dashboard()
    history = visitor.card.locator("cloudprint-card-history")
    await _button(history, words.history).click()
    jobs = history.locator("cloudprint-card-job")
    await expect(jobs).to_have_count(7, timeout=_PRINTED_MS)
    await visitor.look_at_card()
    await history.get_by_role("combobox").select_option("canceled")
    await expect(jobs).to_have_count(1)
    await expect(jobs).to_contain_text(words.canceled)


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_DARK_CHINESE, CHINESE))
async def test_from_onboarding_to_paper(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """A person sets everything up with a mouse, prints, and sees the results."""
    pictures = Path(os.environ.get("CARD_PICTURES", tmp_path / "pictures"))
    async with visiting(new_home_assistant, look, pictures) as visitor:
        await visitor.onboard()
        await visitor.add_account(cloud)
        await visitor.add_card(words.search)
        await _meet_update(visitor, words)
        await _print_bill(visitor, cloud, words)
        await _cancel_held(visitor, cloud, words)
        await _decide(visitor, cloud, words)
        await _write_markdown(visitor, words)
        await _print_several(visitor, cloud, words)
        await _read_history(visitor, words)
        record_property("From opening a dashboard", await card_speed(visitor))
        assert visitor.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(new_home_assistant.process.log)) == []
