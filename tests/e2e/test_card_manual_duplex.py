"""Both sides by hand, and saving a document, in the card in a real browser.

With CARD_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from dataclasses import dataclass
import os
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples.pdf_files import text as pdf_text
from .log import our_errors, read_log
from .visitor import DESKTOP, PHONE_DARK_CHINESE, Look, Visitor, looks, visiting

_READY_MS: Final = 60_000
_ALL_PRINT_ONE_SIDE: Final = """async () => {
  const { hass } = document.querySelector("home-assistant");
  const { printers } = await hass.callWS({ type: "cloudprint/printers" });
  return printers.length > 0 && printers.every((printer) => printer.needs_trays);
}"""
_NARROW: Final = 320
"""Pixels: the smallest phones."""
_LONG: Final = 100.0
"""Seconds of each state of a task: the front sides are not out before the test wants it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The card's texts that the test looks for."""

    search: str
    file: str
    side: str
    answer: str
    save: str
    done: str
    advice: str
    print: str
    later: str
    waiting: str
    question: str
    turned: str
    finished: str
    last_time: str
    one_side: str
    forget: str
    remove: str
    save_document: str
    document: str
    saved: str


ENGLISH: Final = Words(
    search="Cloud Print",
    file="Handout",
    side="Sides",
    answer="Answer the questions",
    save="Save",
    done="Done",
    advice="Do not turn it over",
    print="Print",
    later="you read here how to put the paper back",
    waiting="waiting for the front sides",
    question="Are all front sides out?",
    turned="Print the other sides: {name}, other sides",
    finished="Finished",
    last_time="Sides as last time: use the default",
    one_side="This will be one-sided, not two-sided as last time",
    forget="Do not remember",
    remove="Remove {name}",
    save_document="Save as document",
    document="Weekly handout",
    saved="“Weekly handout” is saved.",
)
CHINESE: Final = Words(
    search="云打印",
    file="讲义",
    side="单双面",
    answer="回答问题",
    save="保存",
    done="完成",
    advice="也不要翻面",
    print="打印",
    later="这里会提示怎样放回纸张",
    waiting="等待正面打完",
    question="正面都打完了吗？",
    turned="打印反面：{name}（反面）",
    finished="已完成",
    last_time="单双面：沿用上次，点按恢复默认",
    one_side="这次打印单面，没有沿用上次的双面",
    forget="不再沿用",
    remove="移除“{name}”",
    save_document="存为常用文档",
    document="每周讲义",
    saved="“每周讲义”已存为常用文档。",
)


async def _print_one_side(cloud: SimulatedCloud) -> None:
    """Let the printers have no two-sided printing."""
    for printer in await cloud.control("GET", "/printers"):
        capabilities = {**printer["capabilities"], "supportedSides": ["ONESIDE"]}
        await cloud.control(
            "PATCH",
            f"/printers/{printer['share_code']}",
            {"capabilities": capabilities},
        )


def _button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def _see_pictures(place: Locator) -> None:
    """Wait until the pictures of trays are loaded."""
    pictures = place.locator("img.trays")
    await expect(pictures.first).to_be_visible()
    for picture in await pictures.all():
        await expect(picture).not_to_have_js_property("naturalWidth", 0)


async def _look(visitor: Visitor, name: str | None = None) -> None:
    """Check the card in all looks, also on the smallest phone."""
    await visitor.look_at_narrow_card(_NARROW)
    await visitor.look_at_card(name)


async def _drop(visitor: Visitor, words: Words) -> None:
    await visitor.drop((f"{words.file}.pdf", "application/pdf", pdf_text(3)))
    sheets = visitor.card.frame_locator("iframe").locator("body > div > img")
    await expect(sheets).to_have_count(3, timeout=_READY_MS)


async def _answer(visitor: Visitor, words: Words) -> None:
    """Choose both sides, and answer the questions with the keyboard."""
    card, keyboard = visitor.card, visitor.page.keyboard
    await card.get_by_label(words.side, exact=True).select_option("two_sided_long_edge")
    dialog = card.get_by_role("dialog")
    # The card asks by itself, unless it learned only now what the printer can do.
    answer = _button(card, words.answer)
    await expect(answer.or_(dialog).first).to_be_visible()
    if not await dialog.is_visible():
        await answer.click()
    await _see_pictures(dialog)
    await expect(_button(dialog, words.save)).to_be_disabled()
    for question in range(2):
        await dialog.get_by_role("radio").nth(2 * question).focus()
        await keyboard.press("Space")
    await visitor.look_at_dialog(dialog, "trays")
    await _button(dialog, words.save).press("Enter")
    await expect(dialog).to_contain_text(words.advice)
    await _see_pictures(dialog)
    await visitor.look_at_dialog(dialog)
    await _button(dialog, words.done).press("Enter")
    await expect(dialog).to_have_count(0)
    await _look(visitor)


async def _print_by_hand(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Print the front sides, and the other ones once the paper is back."""
    card = visitor.card
    for printer in cloud.printers:
        path = f"/printers/{printer.share_code}"
        await cloud.control("PATCH", path, {"step_seconds": _LONG})
    await _button(card, words.print).click()
    await expect(card.get_by_text(words.later)).to_be_visible(timeout=_READY_MS)
    jobs = card.locator("cloudprint-card-queue cloudprint-card-job")
    back = jobs.filter(has_text=words.waiting)
    await expect(back).to_have_count(1)
    await _look(visitor)
    await cloud.control("POST", "/time", {"advance": 10 * _LONG})
    back = jobs.filter(has_text=words.question)
    await expect(back).to_have_count(1, timeout=_READY_MS)
    await expect(back).to_contain_text(words.advice)
    await _see_pictures(back)
    await _look(visitor, "turn-paper")
    assert len(await cloud.control("GET", "/printed")) == 1
    await _button(back, words.turned.format(name=f"{words.file}.pdf")).click()
    await expect(back).to_have_count(0)
    await cloud.control("POST", "/time", {"advance": 10 * _LONG})
    await expect(jobs.filter(has_text=words.finished)).to_have_count(
        2, timeout=_READY_MS
    )
    assert len(await cloud.control("GET", "/printed")) == 2


async def _see_what_is_remembered(visitor: Visitor, words: Words) -> None:
    """See two sides marked as last time, and one side where they do not work."""
    card = visitor.card
    sides = card.get_by_label(words.side, exact=True)
    await _drop(visitor, words)
    await expect(sides).to_have_value("two_sided_long_edge")
    await _look(visitor, "as-last-time")
    await _button(card, words.last_time).click()
    await expect(sides).to_have_value("")
    await expect(sides).to_be_focused()
    await expect(_button(card, words.last_time)).to_have_count(0)
    await _button(card, words.remove.format(name=f"{words.file}.pdf")).click()
    await visitor.drop((f"{words.file}.txt", "text/plain", b"Handout"))
    await expect(card.get_by_text(words.one_side)).to_be_visible()
    await expect(sides).to_have_value("one_sided")
    await expect(_button(card, words.print)).to_be_enabled(timeout=_READY_MS)
    await _look(visitor)
    await _button(card, words.forget).click()
    await expect(sides).to_have_value("")
    await expect(card.get_by_text(words.one_side)).to_have_count(0)
    await _button(card, words.remove.format(name=f"{words.file}.txt")).click()


async def _save_document(visitor: Visitor, words: Words) -> None:
    """Save a file as a document by the keyboard, which is then ready to be printed."""
    card, keyboard = visitor.card, visitor.page.keyboard
    await _drop(visitor, words)
    await _button(card, words.save_document).press("Enter")
    name = card.locator("cloudprint-card-save-document input")
    await expect(name).to_have_value(words.file)
    await expect(name).to_be_focused()
    await name.fill(words.document)
    await _look(visitor, "save-document")
    await name.focus()
    await keyboard.press("Enter")
    await expect(card.get_by_text(words.saved)).to_be_visible(timeout=_READY_MS)
    await expect(_button(card, words.document)).to_be_visible()
    await _look(visitor)


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_DARK_CHINESE, CHINESE))
async def test_both_sides_by_hand(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person turns the paper as the card says, and saves what was printed."""
    pictures = Path(os.environ.get("CARD_PICTURES", tmp_path / "pictures"))
    await _print_one_side(cloud)
    async with visiting(new_home_assistant, look, pictures) as visitor:
        await visitor.onboard()
        await visitor.add_account(cloud)
        await visitor.page.wait_for_function(_ALL_PRINT_ONE_SIDE)
        await visitor.add_card(words.search)
        await _drop(visitor, words)
        await _answer(visitor, words)
        await _print_by_hand(visitor, cloud, words)
        await _see_what_is_remembered(visitor, words)
        await _save_document(visitor, words)
        assert visitor.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(new_home_assistant.process.log)) == []
