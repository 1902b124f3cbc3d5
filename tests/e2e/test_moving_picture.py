"""From a file to paper, as the moving picture on the README's first screen shows it.

With PAGE_PICTURES=docs/images, it is drawn anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps, ImageSequence
from playwright.async_api import expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .design_pictures import draw_landscape
from .visitor import DESKTOP, DESKTOP_CHINESE, Look, Visitor, looks, moving_in

_PRINTED_MS: Final = 60_000
_MOST_BYTES: Final = 1_500_000
_CARD: Final = 440
"""Pixels: the width of the card in the picture."""
_PAPER: Final = (260, 190)
"""Pixels of the sheet beside it, which lies on its long side."""
_GAP: Final = 24
_WHITE: Final = (255, 255, 255)
_ROOM: Final = (238, 240, 244)
_CASE: Final = (78, 84, 96)
_SLOT: Final = (40, 44, 52)
_GREEN: Final = (76, 175, 80)
_STEPS: Final = 14
_STEP_MS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is entered, and the texts that the test looks for."""

    country: str
    search: str
    printer: str
    file: str
    print: str
    finished: str


ENGLISH: Final = Words(
    country="GB",
    search="Cloud Print",
    printer="Study",
    file="Holiday.jpg",
    print="Print",
    finished="Finished",
)
CHINESE: Final = Words(
    country="CN",
    search="云打印",
    printer="书房打印机",
    file="海边.jpg",
    print="打印",
    finished="已完成",
)


def _draw_printer(out: float, photo: Image.Image) -> Image.Image:
    """Return a printer from whose slot a share of a sheet has come."""
    width, height = _PAPER
    case = 96
    picture = Image.new("RGB", (width + 60, case + height + 30), _ROOM)
    draw = ImageDraw.Draw(picture)
    shown = round(height * out)
    if shown:
        sheet = Image.new("RGB", _PAPER, _WHITE)
        small = photo.copy()
        small.thumbnail((width - 24, height - 24))
        sheet.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
        picture.paste(sheet.crop((0, height - shown, width, height)), (30, case - 6))
        draw.rectangle((30, case - 6, 29 + width, case - 6 + shown), outline=_CASE)
    draw.rounded_rectangle((6, 10, width + 54, case), 14, _CASE)
    draw.rounded_rectangle((24, case - 16, width + 36, case - 6), 5, _SLOT)
    draw.circle((width + 30, 32), 6, _GREEN if out else _SLOT)
    return picture


@dataclass(frozen=True, slots=True)
class Stage:
    """The card on the left, and the printer on the right."""

    photo: Image.Image
    height: int

    def draw(self, card: Image.Image, out: float = 0) -> Image.Image:
        """Return both, with a share of the sheet out of the printer."""
        printer = _draw_printer(out, self.photo)
        size = (3 * _GAP + _CARD + printer.width, self.height + 2 * _GAP)
        whole = Image.new("RGB", size, _ROOM)
        whole.paste(card, (_GAP, _GAP + (self.height - card.height) // 2))
        at = _GAP + (self.height - printer.height) // 2
        whole.paste(printer, (2 * _GAP + _CARD, at))
        return whole

    def drag(self, card: Image.Image, way: float) -> Image.Image:
        """Return both, with the file on a share of its way to the card."""
        whole = self.draw(card)
        file = self.photo.copy()
        file.thumbnail((110, 110))
        start, end = whole.width - 140, _GAP + _CARD // 2 - 55
        place = (round(start + (end - start) * way), whole.height // 2 - 60)
        whole.paste(ImageOps.expand(file, 3, _WHITE), place)
        return whole


async def _shoot(visitor: Visitor) -> Image.Image:
    with Image.open(BytesIO(await visitor.card.screenshot())) as shot:
        card = shot.convert("RGB")
    return card.resize(
        (_CARD, round(card.height * _CARD / card.width)), Image.Resampling.LANCZOS
    )


def _frames(
    shots: Sequence[Image.Image], photo: Image.Image
) -> Iterator[tuple[Image.Image, int]]:
    """Yield pictures, each with its milliseconds."""
    empty, preview, sent, done = shots
    stage = Stage(photo, max(card.height for card in shots))
    shares = [step / _STEPS for step in range(1, _STEPS)]
    yield stage.draw(empty), 900
    for way in shares:
        yield stage.drag(empty, way), _STEP_MS
    yield stage.draw(preview), 2500
    yield stage.draw(sent), 900
    for out in shares:
        yield stage.draw(sent, out), _STEP_MS
    yield stage.draw(done, 1), 3000


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (DESKTOP_CHINESE, CHINESE))
async def test_moving_picture(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A file is dropped on the card, looked at, and printed; the picture is a small file."""
    async with moving_in(
        new_home_assistant, cloud, look, words.country, tmp_path
    ) as visitor:
        await visitor.add_account(cloud)
        command = new_home_assistant.command
        (printer,) = [
            device
            for device in await command("config/device_registry/list")
            if device["model"] == cloud.printers[0].name
        ]
        await command(
            "config/device_registry/update",
            device_id=printer["id"],
            name_by_user=words.printer,
        )
        await visitor.add_card(words.search)
        card = visitor.card
        await visitor.page.set_viewport_size({"width": look.size[0], "height": 1600})
        shots = [await _shoot(visitor)]
        await visitor.drop((words.file, "image/jpeg", draw_landscape(1)))
        await expect(card).to_contain_text(words.file)
        await card.locator("cloudprint-card-preview").wait_for()
        await expect(card.locator("[aria-busy=true]")).to_have_count(0)
        shots.append(await _shoot(visitor))
        await card.get_by_role("button", name=words.print, exact=True).click()
        job = card.locator("cloudprint-card-queue cloudprint-card-job").first
        await job.wait_for()
        shots.append(await _shoot(visitor))
        await expect(job).to_contain_text(words.finished, timeout=_PRINTED_MS)
        shots.append(await _shoot(visitor))
        pictures = visitor.pictures
    (printed,) = cloud.printed.rglob("*.jpg")
    with Image.open(printed) as sheet:
        photo = sheet.convert("RGB")
    frames = list(_frames(shots, photo))
    first, *others = (frame for frame, _ in frames)
    file = pictures / f"first-print-{look.language}.webp"
    pictures.mkdir(parents=True, exist_ok=True)
    first.save(
        file,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=[duration for _, duration in frames],
        loop=0,
        quality=80,
        method=6,
    )
    assert file.stat().st_size <= _MOST_BYTES
    with Image.open(file) as moving:
        assert sum(1 for _ in ImageSequence.Iterator(moving)) == len(frames)
