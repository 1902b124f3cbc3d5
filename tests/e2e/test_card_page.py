"""A page that is made on the card, in a real browser and on paper.

With PAGE_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, expect
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .browser import print_to_paper
from .visitor import DESKTOP, PHONE_DARK_CHINESE, Look, Visitor, moving_in

_PRINTED_MS: Final = 60_000
_PREVIEW_HEIGHT: Final = 240
_NARROW: Final = 320
"""Pixels: the smallest phones."""
_SUMS: Final = 24
_USUAL_KINDS: Final = 2
"""Kinds of sums that are chosen at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is entered, and the texts that the test looks for."""

    search: str
    make: str
    choose: str
    page: str
    kinds: str
    times: str
    count: str
    columns: str
    wrong: str
    seed: str
    title: str
    name: str
    print: str
    finished: str
    cancel: str


ENGLISH: Final = Words(
    search="Cloud Print",
    make="Make a page",
    choose="Which page?",
    page="Sums for school",
    kinds="Kinds of sums",
    times="Times",
    count="Number of sums",
    columns="Columns",
    wrong="Enter a number from 1 to 8.",
    seed="Number of the sheet",
    title="Title",
    name="Mia",
    print="Print",
    finished="Finished",
    cancel="Cancel",
)
CHINESE: Final = Words(
    search="云打印",
    make="制作页面",
    choose="要制作哪种页面？",
    page="口算练习",
    kinds="题型",
    times="乘法",
    count="题数",
    columns="列数",
    wrong="请输入 1 到 8 之间的数字。",
    seed="编号",
    title="标题",
    name="米雅",
    print="打印",
    finished="已完成",
    cancel="取消",
)


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def _look_at_layout(visitor: Visitor) -> float:
    """Check that the preview is above the form of a phone, or beside it; return where that is."""
    width, height = visitor.look.size
    await visitor.page.set_viewport_size({"width": width, "height": height})
    preview = await visitor.card.locator("cloudprint-card-preview").bounding_box()
    form = await visitor.card.locator("cloudprint-card-page-form").bounding_box()
    assert preview is not None
    assert form is not None
    if visitor.look.is_phone:
        assert preview["height"] <= _PREVIEW_HEIGHT
        assert preview["y"] + preview["height"] <= form["y"]
    else:
        assert form["x"] + form["width"] <= preview["x"]
        assert preview["y"] == form["y"]
    return form["y"] - preview["y"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "country", "words"),
    [
        pytest.param(DESKTOP, "GB", ENGLISH, id="English"),
        pytest.param(PHONE_DARK_CHINESE, "CN", CHINESE, id="Chinese"),
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
        sums = card.get_by_role("button", name=words.page)
        await sums.wait_for()
        await visitor.look_at_narrow_card(_NARROW)
        await visitor.look_at_card("make-page")
        await _button(card, words.cancel).press("Enter")
        await expect(_button(card, words.make)).to_be_focused()
        await visitor.page.keyboard.press("Enter")
        await sums.press("Enter")

        page = card.frame_locator("iframe")
        await expect(page.locator("body")).to_contain_text("=")
        await expect(card.get_by_role("alert")).to_have_count(0)
        await card.locator("cloudprint-card-page-form summary").press("Enter")
        columns = card.get_by_role("spinbutton", name=words.columns, exact=True)
        await columns.fill("9")
        await expect(card.get_by_role("alert")).to_have_text(words.wrong)
        await expect(_button(card, words.print)).to_be_disabled()
        place = await _look_at_layout(visitor)
        await columns.fill("3")
        await expect(card.get_by_role("alert")).to_have_count(0)
        kinds = card.get_by_role("group", name=words.kinds)
        await kinds.get_by_role("checkbox", name=words.times).press("Space")
        for _ in range(_USUAL_KINDS):
            await kinds.get_by_role("checkbox", checked=True).first.press("Space")
        for label, value in (
            (words.count, str(_SUMS)),
            (words.seed, "7"),
        ):
            await card.get_by_role("spinbutton", name=label, exact=True).fill(value)
        await card.get_by_role("textbox", name=words.title).fill(words.name)
        await expect(page.locator("body")).to_contain_text(words.name)
        await expect(card.locator("[aria-busy=true]")).to_have_count(0)
        assert await _look_at_layout(visitor) == place
        await visitor.look_at_narrow_card(_NARROW)
        await visitor.look_at_card("page")

        await _button(card, words.print).press("Enter")
        job = card.locator("cloudprint-card-queue cloudprint-card-job").first
        await expect(job).to_contain_text(words.finished, timeout=_PRINTED_MS)
        await expect(_button(card, words.make)).to_be_visible()
        await visitor.look_at_card()
        assert visitor.problems == []
    (printed,) = await cloud.control("GET", "/printed")
    assert words.name in printed["name"]
    (file,) = cloud.printed.rglob("*.html")
    page_content = Content.from_string(file.read_text("utf-8"), MediaFormat.HTML)
    (read,) = print_to_paper(page_content, tmp_path).words()
    texts = [text for text, _ in read]
    assert words.name in texts
    signs = "".join(texts)
    # The heading says which kinds of sums there are.
    assert (signs.count("×"), signs.count("=")) == (1 + _SUMS, _SUMS)
