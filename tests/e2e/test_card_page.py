"""A page that is made on the card, in a real browser and on paper.

With PAGE_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .paper import Paper
from .visitor import Look, moving_in

_PRINTED_MS: Final = 60_000
_NARROW: Final = 320
"""Pixels: the smallest phones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is entered, and the texts that the test looks for."""

    search: str
    make: str
    choose: str
    page: str
    rows: tuple[str, ...]
    rows_label: str
    title: str
    title_label: str
    fill_in: str
    print: str
    finished: str
    cancel: str


ENGLISH: Final = Words(
    search="Cloud Print",
    make="Make a page",
    choose="Which page?",
    page="Chart with boxes to tick",
    rows=("Brush teeth", "Make the bed", "Feed the cat", "Practise the piano"),
    rows_label="Rows",
    title="Mia",
    title_label="Title",
    fill_in="The page is shown here once",
    print="Print",
    finished="Finished",
    cancel="Cancel",
)
CHINESE: Final = Words(
    search="云打印",
    make="制作页面",
    choose="要制作哪种页面？",
    page="打卡表",
    rows=("早晚刷牙", "整理床铺", "喂猫", "练琴半小时"),
    rows_label="事项",
    title="米雅",
    title_label="标题",
    fill_in="填好必填项后",
    print="打印",
    finished="已完成",
    cancel="取消",
)
DESKTOP: Final = Look(language="en", is_phone=False, is_dark=False)
PHONE: Final = Look(language="zh-Hans", is_phone=True, is_dark=True)


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "country", "words"),
    [
        pytest.param(DESKTOP, "GB", ENGLISH, id="English"),
        pytest.param(PHONE, "CN", CHINESE, id="Chinese"),
    ],
)
async def test_page_is_made(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    country: str,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person chooses a page by keyboard, fills it in, sees it whole, and prints it."""
    async with moving_in(new_home_assistant, cloud, look, country, tmp_path) as visitor:
        await visitor.add_account(cloud)
        await visitor.add_card(words.search)
        card = visitor.card
        await _button(card, words.make).press("Enter")
        heading = card.get_by_role("heading", name=words.choose)
        await expect(heading).to_be_focused()
        chart = card.get_by_role("button", name=words.page)
        await chart.wait_for()
        await visitor.look_at_narrow_card(_NARROW)
        await visitor.look_at_card("make-page")
        await _button(card, words.cancel).press("Enter")
        await expect(_button(card, words.make)).to_be_focused()
        await visitor.page.keyboard.press("Enter")
        await chart.press("Enter")

        rows = card.get_by_role("textbox", name=words.rows_label)
        await expect(rows).to_be_visible()
        await expect(card.get_by_text(words.fill_in)).to_be_visible()
        await expect(card.get_by_role("alert")).to_have_count(0)
        await expect(_button(card, words.print)).to_be_disabled()
        await rows.fill("\n".join(words.rows))
        title = card.get_by_role("textbox", name=words.title_label)
        await title.fill(words.title)
        await visitor.page.keyboard.press("Tab")
        page = card.frame_locator("iframe")
        await expect(page.get_by_text(words.title, exact=True)).to_be_visible()
        for row in words.rows:
            await expect(page.get_by_text(row)).to_be_visible()
        await expect(card.locator("[aria-busy=true]")).to_have_count(0)
        await visitor.look_at_narrow_card(_NARROW)
        await visitor.look_at_card("page")

        await _button(card, words.print).press("Enter")
        job = card.locator("cloudprint-card-queue cloudprint-card-job").first
        await expect(job).to_contain_text(words.finished, timeout=_PRINTED_MS)
        await expect(_button(card, words.make)).to_be_visible()
        await visitor.look_at_card()
        assert visitor.problems == []
    (printed,) = await cloud.control("GET", "/printed")
    assert printed["name"] == words.title

    async def is_on_paper() -> bool:
        (printed,) = await cloud.control("GET", "/printed")
        return printed["pdf"] is not None

    await cloud.process.until(is_on_paper, "print to paper", _PRINTED_MS / 1000)
    (printed,) = await cloud.control("GET", "/printed")
    (page_words,) = Paper(Path(printed["pdf"])).words()
    read = "".join(word for word, _ in page_words)
    for text in (words.title, *words.rows):
        assert text.replace(" ", "") in read
