"""Prints of photos that are designed in the card, in a real browser, up to the cloud.

With CARD_PICTURES=docs/card, it draws the pictures of the documentation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import os
from pathlib import Path
from typing import Final

from playwright.async_api import CDPSession, Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .design_pictures import draw_landscape, draw_photographed_page
from .log import our_errors, read_log
from .visitor import DESKTOP, PHONE_DARK_CHINESE, Look, Visitor, looks, visiting

BILL = Path(__file__).parents[1] / "samples/corpus/chromium-bill.pdf"
"""Two pages."""
_READY_MS: Final = 60_000
_NARROW: Final = 320
"""Pixels: the smallest phones."""
_HOLD_MS: Final = 500
"""Longer than a finger rests before it drags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The card's texts that the test looks for."""

    search: str
    position: str
    names: tuple[str, ...]
    bill: str
    page: str
    per_sheet: str
    grid: str
    id_photos: str
    whole_sheet: str
    photos: str
    clean_up: str
    move_right: str
    rotate: str
    crop: str
    corners: str
    upper_left: str
    done: str
    remove: str
    next_side: str
    edit: str
    print: str
    finished: str


ENGLISH: Final = Words(
    search="Cloud Print",
    position="{name}: {at} of {count}",
    names=("Lake.jpg", "Coast.jpg", "Evening.jpg", "Tower.jpg"),
    bill="Bill.pdf",
    page="Worksheet.jpg",
    per_sheet="4",
    grid="Several per sheet",
    id_photos="ID photos",
    photos="Photos",
    whole_sheet="6 inch, 102 × 152 mm",
    clean_up="Black on white",
    move_right="Move right",
    rotate="Rotate right",
    crop="Crop",
    corners="Corners of the page",
    upper_left="Upper left corner",
    done="Done",
    remove="Remove {name}",
    next_side="Next side",
    edit="Edit and arrange",
    print="Print",
    finished="Finished",
)
CHINESE: Final = Words(
    search="云打印",
    position="{name}：第 {at} 个，共 {count} 个",
    names=("湖边.jpg", "海岸.jpg", "傍晚.jpg", "古塔.jpg"),
    bill="电费账单.pdf",
    page="作业.jpg",
    per_sheet="4",
    grid="拼图",
    id_photos="证件照",
    photos="照片",
    whole_sheet="6 寸",
    clean_up="黑白",
    move_right="右移",
    rotate="向右旋转",
    crop="裁剪",
    corners="调整四角",
    upper_left="左上角",
    done="完成",
    remove="移除“{name}”",
    next_side="下一面",
    edit="编辑和排版",
    print="打印",
    finished="已完成",
)


@dataclass(frozen=True, slots=True)
class Designer:
    """The designer of the card, as its user sees it."""

    visitor: Visitor
    words: Words

    @property
    def place(self) -> Locator:
        """The part of the card."""
        return self.visitor.card.locator("cloudprint-card-designer")

    def button(self, name: str) -> Locator:
        """Return a button by its name."""
        return self.place.get_by_role("button", name=name, exact=True)

    def thumbnail(self, name: str, at: int, count: int) -> Locator:
        """Return the thumbnail of a file, which is at a position."""
        position = self.words.position.format(name=name, at=at, count=count)
        return self.button(position)

    async def choose(self, name: str) -> None:
        """Choose an arrangement or an option by its name."""
        await self.place.get_by_role("radio", name=name, exact=True).check()

    async def wait(self, count: int) -> None:
        """Wait for the preview of some sheets, each with at least a picture."""
        await expect(self.place.locator("[aria-busy=true]")).to_have_count(
            0, timeout=_READY_MS
        )
        await expect(self.place.locator("cloudprint-card-pages .page")).to_have_count(
            count
        )
        frame = self.place.frame_locator("iframe").first
        await expect(frame.locator("body > div")).to_have_count(min(count, 4))

    async def expect_order(self, names: Sequence[str]) -> None:
        """Check the order of the thumbnails."""
        for at, name in enumerate(names, 1):
            await expect(self.thumbnail(name, at, len(names))).to_be_visible()

    async def look(self, name: str | None = None) -> None:
        """Check the card in all looks, also on the smallest phone."""
        await self.visitor.look_at_narrow_card(_NARROW)
        await self.visitor.look_at_card(name)


async def _drag(visitor: Visitor, start: Locator, end: Locator) -> None:
    """Drag an element to the right edge of another, with a mouse or a finger."""
    await start.scroll_into_view_if_needed()
    first, last = await start.bounding_box(), await end.bounding_box()
    assert first is not None and last is not None
    places = [
        (first["x"] + first["width"] / 2, first["y"] + first["height"] / 2),
        (last["x"] + last["width"] / 2, last["y"] + last["height"] / 2),
        (last["x"] + last["width"] - 3, last["y"] + last["height"] / 2),
    ]
    if not visitor.look.is_phone:
        mouse = visitor.page.mouse
        await mouse.move(*places[0])
        await mouse.down()
        for place in places[1:]:
            await mouse.move(*place, steps=4)
        await mouse.up()
        return
    touch = await visitor.context.new_cdp_session(visitor.page)
    await _touch(touch, "touchStart", places[0])
    await visitor.page.wait_for_timeout(_HOLD_MS)
    for place in places[1:]:
        await _touch(touch, "touchMove", place)
    await _touch(touch, "touchEnd")
    await touch.detach()


async def _touch(touch: CDPSession, kind: str, *places: tuple[float, float]) -> None:
    points = [{"x": x, "y": y} for x, y in places]
    await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def _design_photos(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Sort, rotate and crop photos, lay them four on a sheet, and print them."""
    designer, names = Designer(visitor, words), words.names
    await visitor.drop(
        *(
            (name, "image/jpeg", draw_landscape(number, is_upright=number == 3))
            for number, name in enumerate(names)
        ),
        (words.bill, "application/pdf", BILL.read_bytes()),
    )
    await designer.wait(6)
    await designer.look()
    # An upright photo is shown upright, and a PDF by its first page.
    boxes = designer.place.locator(".item > svg")
    assert [await boxes.nth(at).get_attribute("viewBox") for at in (0, 3)] == [
        "0 0 360 270",
        "0 0 270 360",
    ]
    await expect(boxes).to_have_count(5)

    first, second, third, fourth = names
    count = len(names) + 1
    await _drag(
        visitor,
        designer.thumbnail(first, 1, count),
        designer.thumbnail(third, 3, count),
    )
    order = [second, third, first, fourth, words.bill]
    await designer.expect_order(order)
    await designer.thumbnail(second, 1, count).focus()
    await visitor.page.keyboard.press("Alt+ArrowRight")
    await expect(designer.thumbnail(second, 2, count)).to_be_focused()
    await designer.button(words.move_right).click()
    await designer.expect_order([third, first, second, fourth, words.bill])

    await designer.thumbnail(first, 2, count).click()
    await designer.button(words.rotate).click()
    await designer.button(words.crop).click()
    dialog = designer.place.get_by_role("dialog")
    corner = dialog.get_by_role("button", name=words.upper_left, exact=True)
    await corner.focus()
    for _ in range(3):
        await visitor.page.keyboard.press("Shift+ArrowRight")
    await visitor.look_at_dialog(dialog)
    await dialog.get_by_role("button", name=words.done, exact=True).click()
    await expect(dialog).to_have_count(0)

    await designer.choose(words.grid)
    await designer.choose(words.per_sheet)
    await designer.wait(2)
    await designer.button(words.next_side).click()
    await designer.look()
    await designer.thumbnail(words.bill, 5, count).click()
    await designer.button(words.remove.format(name=words.bill)).click()
    await designer.wait(1)
    await designer.look("design")
    await designer.button(words.print).click()
    newest = visitor.card.locator("cloudprint-card-queue cloudprint-card-job").first
    await expect(newest).to_contain_text(words.finished, timeout=_READY_MS)
    (printed,) = await cloud.control("GET", "/printed")
    assert printed["name"] == f"{third} (+3)"


async def _straighten_page(visitor: Visitor, words: Words) -> None:
    """Clean up a photographed page, with a corner that is moved by hand."""
    designer = Designer(visitor, words)
    page = (words.page, "image/jpeg", draw_photographed_page())
    await visitor.drop(page)
    await expect(visitor.card.locator("cloudprint-card-preview img")).to_be_visible()
    await visitor.card.get_by_role("button", name=words.edit, exact=True).click()
    await designer.choose(words.clean_up)
    await designer.wait(1)
    await designer.button(words.corners).click()
    dialog = designer.place.get_by_role("dialog")
    corner = dialog.get_by_role("button", name=words.upper_left, exact=True)
    await visitor.look_at_dialog(dialog)
    before = await corner.bounding_box()
    assert before is not None
    middle = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    target = middle[0] + 24, middle[1] + 18
    touch = await visitor.context.new_cdp_session(visitor.page)
    mouse = visitor.page.mouse
    if visitor.look.is_phone:
        await _touch(touch, "touchStart", middle)
        await _touch(touch, "touchMove", target)
        await expect(dialog.locator(".magnifier")).to_be_visible()
    else:
        await mouse.move(*middle)
        await mouse.down()
        await mouse.move(*target, steps=3)
    moved = await corner.bounding_box()
    assert moved is not None
    assert moved["x"] - before["x"] == pytest.approx(24, abs=2)
    assert moved["y"] - before["y"] == pytest.approx(18, abs=2)
    if visitor.look.is_phone:
        await _touch(touch, "touchMove", middle)
        await visitor.picture("corners", dialog)
        await _touch(touch, "touchEnd")
    else:
        await mouse.move(*middle)
        await visitor.picture("corners", dialog)
        await mouse.up()
    await touch.detach()
    await dialog.get_by_role("button", name=words.done, exact=True).click()
    await designer.wait(1)
    await designer.look("clean-up")
    await designer.choose(words.id_photos)
    await designer.wait(1)
    await designer.look()
    await designer.choose(words.photos)
    await designer.choose(words.whole_sheet)
    await designer.wait(1)
    await designer.look()
    await designer.button(words.remove.format(name=words.page)).click()


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_DARK_CHINESE, CHINESE))
async def test_photos_to_paper(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person designs prints of photos with a mouse, a finger and the keyboard."""
    pictures = Path(os.environ.get("CARD_PICTURES", tmp_path / "pictures"))
    async with visiting(new_home_assistant, look, pictures) as visitor:
        await visitor.onboard()
        await visitor.add_account(cloud)
        await visitor.add_card(words.search)
        await _design_photos(visitor, cloud, words)
        await _straighten_page(visitor, words)
        assert visitor.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(new_home_assistant.process.log)) == []
