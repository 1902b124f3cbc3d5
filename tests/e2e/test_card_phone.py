"""The card on a phone: Print stays in view, and all pages are drawn when they are looked at."""

from collections.abc import Callable
from dataclasses import dataclass
import json
import os
from pathlib import Path
from time import monotonic
from typing import Final

from playwright.async_api import Locator, WebSocket, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples.pdf_files import only_a_header, text
from .design_pictures import draw_landscape
from .log import our_errors, read_log
from .visitor import Look, Visitor, visiting

PAGES: Final = 30
_READY_MS: Final = 60_000
_PREVIEW_HEIGHT: Final = 240
_FIRST_SECONDS: Final = 15
"""In which the first of many pages is shown, on a machine that tests share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The card's texts that the test looks for."""

    search: str
    print: str
    first: str
    last: str
    last_group: str
    next: str
    write: str
    question: str
    it_printed: str
    copies: str
    check_up: str
    remove: str
    more_copies: str
    heading: str


ENGLISH: Final = Words(
    search="Cloud Print",
    print="Print",
    first="Side 1 of 30",
    last="Side 30 of 30",
    last_group="Sides 29 to 30 of 30",
    next="Next side",
    write="Write a text",
    question="Did it print?",
    it_printed="It printed: {name}",
    copies="More copies",
    check_up="Open the account",
    remove="Remove {name}",
    more_copies="More copies",
    heading="Waiting for your answer",
)
CHINESE: Final = Words(
    search="云打印",
    print="打印",
    first="第 1 面，共 30 面",
    last="第 30 面，共 30 面",
    last_group="第 29 至 30 面，共 30 面",
    next="下一面",
    write="输入文字",
    question="打印出来了吗？",
    it_printed="已打印：{name}",
    copies="增加份数",
    check_up="打开此账号",
    remove="移除“{name}”",
    more_copies="增加份数",
    heading="等您处理",
)


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def _count_previews(visitor: Visitor) -> list[int]:
    """Return a list to which the sheet of each preview that is asked for is added."""
    sheets: list[int] = []

    def note(payload: str | bytes) -> None:
        sent = json.loads(payload)
        messages = sent if isinstance(sent, list) else [sent]
        previews = [each for each in messages if each["type"] == "cloudprint/preview"]
        sheets.extend(each["sheet"] for each in previews)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", note)

    visitor.page.on("websocket", listen)
    return sheets


async def _as_on_phone(visitor: Visitor) -> None:
    width, height = visitor.look.size
    await visitor.page.set_viewport_size({"width": width, "height": height})


async def _open_printer(visitor: Visitor) -> None:
    """Open the printer from the header, in Home Assistant's dialog."""
    page = visitor.page
    await visitor.look_at_card("header")
    await visitor.card.locator("cloudprint-card-printer button.about").click()
    dialog = page.locator("ha-more-info-dialog")
    await expect(dialog.locator("ha-more-info-info")).to_be_visible()
    await visitor.picture("more-info")
    await page.keyboard.press("Escape")
    await expect(dialog.locator("ha-more-info-info")).to_have_count(0)


async def _look_through(
    visitor: Visitor, words: Words, sheets: list[int], record: Callable[..., None]
) -> None:
    """Look at some pages of a long PDF; Print is in view all the time."""
    card, name = visitor.card, "Minutes.pdf"
    await _as_on_phone(visitor)
    started = monotonic()
    await visitor.drop((name, "application/pdf", text(PAGES, 25)))
    pages = card.locator("cloudprint-card-pages")
    await expect(pages.get_by_role("status")).to_have_text(words.first)
    first = pages.frame_locator("iframe").first.locator("body > div > img").first
    await expect(first).to_be_visible()
    seconds = monotonic() - started
    record("Until the first of 30 pages", f"{seconds:.1f} s")
    assert seconds < _FIRST_SECONDS
    print_button = _button(card, words.print)
    await expect(print_button).to_be_in_viewport(ratio=1)
    await expect(print_button).to_be_enabled()
    await visitor.picture("pages-phone")
    place = await card.locator("cloudprint-card-preview").bounding_box()
    assert place is not None
    assert place["height"] <= _PREVIEW_HEIGHT
    for _ in range(3):
        await _button(pages, words.next).click()
    await expect(pages.get_by_title(words.last_group)).to_have_count(0)
    strip = pages.locator(".strip")
    await strip.evaluate("strip => { strip.scrollLeft = strip.scrollWidth; }")
    await expect(pages.get_by_role("status")).to_have_text(words.last)
    await expect(pages.get_by_title(words.last_group)).to_be_visible()
    await visitor.picture("pages-phone-last")
    # Those that were passed by are not drawn.
    assert {1, 5, 29} <= {*sheets} < {*range(1, PAGES + 1, 4)}
    assert len(sheets) == len({*sheets})
    await visitor.look_at_narrow_card(320)
    await visitor.look_at_card("pages")
    await _button(card, words.remove.format(name=name)).click()


async def _meet_damaged(visitor: Visitor, words: Words) -> None:
    """Drop a damaged PDF, which cannot be printed, and says so."""
    card, name = visitor.card, "Scan.pdf"
    await visitor.drop((name, "application/pdf", only_a_header()))
    await expect(card.get_by_role("alert")).to_contain_text(name)
    await expect(_button(card, words.print)).to_be_disabled()
    await visitor.look_at_card("damaged")
    await _button(card, words.remove.format(name=name)).click()


async def _design(visitor: Visitor, words: Words) -> None:
    """See Print beside photos, wherever they are scrolled to."""
    card = visitor.card
    await _as_on_phone(visitor)
    await visitor.drop(
        *(
            (f"{number}.jpg", "image/jpeg", draw_landscape(number, is_upright=False))
            for number in range(6)
        )
    )
    designer = card.locator("cloudprint-card-designer")
    await expect(designer.frame_locator("iframe").locator("img").first).to_be_visible()
    print_button = _button(designer, words.print)
    await visitor.page.evaluate("scrollTo(0, 0)")
    await expect(print_button).to_be_in_viewport(ratio=1)
    await visitor.picture("design-phone")
    await card.locator("cloudprint-card-history").scroll_into_view_if_needed()
    await visitor.picture("design-phone-end")
    # With a keyboard, a field may need all of the room.
    footer = designer.locator(".footer")
    await expect(footer).to_have_css("position", "sticky")
    await visitor.page.set_viewport_size({"width": visitor.look.size[0], "height": 400})
    await expect(footer).to_have_css("position", "static")
    await visitor.look_at_narrow_card(320)
    await visitor.look_at_card()
    await designer.locator(".head button").click()


async def _answer(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Answer a question, which comes before everything else."""
    card, name = visitor.card, "1, 2, 3"
    fault = {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1}
    await cloud.control("POST", "/faults", fault)
    await _button(card, words.write).click()
    await card.get_by_role("textbox").first.fill(name)
    await _button(card, words.print).click()
    questions = card.locator("cloudprint-card-queue.questions")
    await expect(questions).to_contain_text(words.question, timeout=_READY_MS)
    await expect(questions.get_by_role("heading")).to_have_text(words.heading)
    place, zone = (
        await questions.bounding_box(),
        await card.locator(".zone").bounding_box(),
    )
    assert place is not None and zone is not None
    assert place["y"] + place["height"] <= zone["y"]
    await visitor.look_at_card("question")
    await _button(questions, words.it_printed.format(name=name)).click()
    await expect(questions).to_have_count(0)
    await expect(card.locator("cloudprint-card-queue h2")).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", ENGLISH, id="English"),
        pytest.param("zh-Hans", CHINESE, id="Chinese"),
    ],
)
async def test_card_on_a_phone(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    language: str,
    words: Words,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """A person with a phone looks through documents, and finds Print and questions."""
    pictures = Path(os.environ.get("PHONE_PICTURES", tmp_path / "pictures"))
    look = Look(language=language, is_phone=True, is_dark=language != "en")  # type: ignore[arg-type]
    async with visiting(new_home_assistant, look, pictures) as visitor:
        sheets = _count_previews(visitor)
        await visitor.onboard()
        await visitor.add_account(cloud)
        await visitor.add_card(words.search)
        await _open_printer(visitor)
        await _look_through(visitor, words, sheets, record_property)
        await _meet_damaged(visitor, words)
        await _design(visitor, words)
        await _answer(visitor, cloud, words)
        assert visitor.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(new_home_assistant.process.log)) == []
