"""Files of the media source, picked in a real browser: on the card, and in a form."""

from dataclasses import dataclass
from pathlib import Path
import re
from typing import Final

from playwright.async_api import expect
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples import documents
from ..samples.pdf_files import text
from .visitor import (
    DASHBOARD,
    DESKTOP,
    PHONE_DARK_CHINESE,
    Look,
    Visitor,
    looks,
    moving_in,
)

_PRINTED_MS: Final = 60_000
"""A task takes some seconds in the cloud, and is polled a few later."""
_NARROW: Final = 320
"""Pixels: the smallest phones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts that the test looks for."""

    country: str
    from_home: str
    pages: str
    print: str
    finished: str
    add_document: str
    kind: str
    pick: str
    source: str
    submit: str


ENGLISH: Final = Words(
    country="GB",
    from_home="From Home Assistant",
    pages="2 pages",
    print="Print",
    finished="Finished",
    add_document="Add a saved document",
    kind="A file from the media browser",
    pick="Pick media",
    source="Printable files",
    submit="Submit",
)
CHINESE: Final = Words(
    country="CN",
    from_home="从 Home Assistant 选择",
    pages="2 页",
    print="打印",
    finished="已完成",
    add_document="添加常用文档",
    kind="媒体浏览器中的文件",
    pick="选择媒体",
    source="可打印的文件",
    submit="提交",
)


async def _print_on_card(visitor: Visitor, words: Words, folder: Path) -> None:
    """Find a PDF in a folder of a folder, see its first page, and print it."""
    card = visitor.card
    await card.get_by_role("button", name=words.from_home).click()
    media = card.locator("cloudprint-card-media")
    await media.get_by_role("button", name=folder.name, exact=True).click()
    await expect(media.locator("img")).to_have_count(1)
    await expect(media.get_by_role("heading", name="media")).to_be_focused()
    await visitor.look_at_card("home")
    await visitor.look_at_narrow_card(_NARROW)
    await media.get_by_role("button", name="Forms").click()
    await media.get_by_role("button", name="letter.pdf").click()
    await expect(card.get_by_text(words.pages)).to_be_visible()
    await card.get_by_role("button", name=words.print, exact=True).click()
    newest = card.locator("cloudprint-card-queue cloudprint-card-job").first
    await expect(newest).to_contain_text("letter")
    await expect(newest).to_contain_text(words.finished, timeout=_PRINTED_MS)


async def _save_in_form(visitor: Visitor, words: Words, folder: Path) -> None:
    """Pick the PDF in Home Assistant's own media browser."""
    page = visitor.page
    await visitor.open("config/integrations/integration/cloudprint")
    await page.get_by_role("button", name=words.add_document).click()
    form = page.locator("dialog-data-entry-flow")
    await form.get_by_text(words.kind).click()
    await form.locator("input[name=name]").fill("Form")
    await form.locator("ha-selector-media ha-card").first.click()
    browser = page.locator("dialog-media-player-browse")
    for title in (words.source, folder.name, "Forms"):
        await browser.locator(".child", has_text=title).first.click()
    letter = browser.locator(".child", has_text="letter.pdf")
    thumbnail = letter.locator("ha-media-browser-thumbnail .image")
    await expect(thumbnail).to_have_attribute("style", re.compile("data:image/jpeg"))
    await visitor.picture("printable-files")
    await letter.click()
    await expect(form.locator("ha-selector-media")).to_contain_text("letter.pdf")
    await form.get_by_role("button", name=words.submit).click()
    await form.locator("step-flow-create-entry").wait_for()


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_DARK_CHINESE, CHINESE))
async def test_printable_files(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A PDF in a folder of Home Assistant is found with its picture, and printed."""
    folder = new_home_assistant.config / "media"
    (folder / "Forms").mkdir(parents=True)
    (folder / "Forms/letter.pdf").write_bytes(text(2))
    (folder / "photo.png").write_bytes(documents.picture("PNG", (640, 480)))
    (folder / "notes.docx").write_bytes(documents.docx())
    home = new_home_assistant
    async with moving_in(home, cloud, look, words.country, tmp_path) as visitor:
        await add_account(home, cloud, cloud.printers[:1])
        await home.command(
            "lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Print desk",
            mode="storage",
        )
        cards = [{"type": "custom:cloudprint-card"}]
        view = {"type": "sections", "path": "print", "sections": [{"cards": cards}]}
        await home.command(
            "lovelace/config/save", url_path=DASHBOARD, config={"views": [view]}
        )
        await visitor.open_dashboard()
        await _print_on_card(visitor, words, folder)
        assert visitor.problems == []
        await _save_in_form(visitor, words, folder)
    assert [job["name"] for job in await cloud.control("GET", "/printed")] == [
        "letter.pdf"
    ]
