"""A person who uses Home Assistant in a browser."""

from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
import os
from pathlib import Path
import re
from typing import Any, Final, Literal

from PIL import Image
from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    async_playwright,
    expect,
)
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import PASSWORD, USERNAME, HomeAssistant

from ..simulator.rendering import find_browser
from .log import our_errors, read_log

ROOT = Path(__file__).parents[2]
AXE = ROOT / "card/node_modules/axe-core/axe.min.js"
MODULE = "cloudprint-card"
FILES = "/cloudprint_static/"
DASHBOARD = "print-desk"
_ANY = re.compile(".")
_WAIT_MS = 60_000
_HIGH = 2000
_COLOURS = 128
"""Colours of a kept picture: enough to see everything, in a third of the bytes."""

_TRANSFER = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
}"""
_VIOLATIONS = """async (card) => (await axe.run(card)).violations.map(
  ({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])],
)"""
_OVERFLOWING = """(card) => {
  const found = [];
  const { left, right } = card.getBoundingClientRect();
  const isScrolled = (element) => {
    const { overflowX } = element ? getComputedStyle(element) : {};
    return element && (["auto", "scroll"].includes(overflowX) || isScrolled(element.parentElement));
  };
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      const isSeen = box.width > 1 && box.height > 1;
      const isBeyond = box.left < left - 1 || box.right > right + 1;
      if (isSeen && isBeyond && !isScrolled(element.parentElement)) found.push(element.outerHTML);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(card.shadowRoot);
  return found;
}"""

_AFTER_ANIMATIONS = """() => Promise.race([
  // Of those that are cancelled, `finished` rejects; others may have no end.
  Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  new Promise((done) => setTimeout(done, 2000)),
])"""
_IS_WITHIN = """(dialog) => {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const isWithin = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return isWithin && dialog.scrollWidth <= dialog.clientWidth;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Language, window and theme of a browser."""

    language: Literal["en", "zh-Hans"]
    is_phone: bool
    is_dark: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the window."""
        return (390, 844) if self.is_phone else (1280, 960)

    @property
    def locale(self) -> str:
        """Language of the browser."""
        return {"en": "en-US", "zh-Hans": "zh-CN"}[self.language]

    @property
    def other(self) -> Look:
        """The same language in the other window size and theme."""
        return Look(
            language=self.language,
            is_phone=not self.is_phone,
            is_dark=not self.is_dark,
        )


DESKTOP: Final = Look(language="en", is_phone=False, is_dark=False)
DESKTOP_CHINESE: Final = Look(language="zh-Hans", is_phone=False, is_dark=False)
PHONE: Final = Look(language="en", is_phone=True, is_dark=False)
PHONE_CHINESE: Final = Look(language="zh-Hans", is_phone=True, is_dark=False)
PHONE_DARK_CHINESE: Final = Look(language="zh-Hans", is_phone=True, is_dark=True)


def looks(
    english: tuple[Look, object], chinese: tuple[Look, object]
) -> pytest.MarkDecorator:
    """Run a test in both languages, each with a `look` and its `words`."""
    return pytest.mark.parametrize(
        ("look", "words"),
        [pytest.param(*english, id="English"), pytest.param(*chinese, id="Chinese")],
    )


# Without slots: playwright keeps notes on objects whose methods it calls.
@dataclass(kw_only=True)
class Visitor:
    """A person with one page open.

    Attributes:
        place: Where the card is on the page; or else the panel.
        pictures: The folder for pictures of what is seen.
        problems: What the browser's console said of the card.
    """

    home_assistant: HomeAssistant
    look: Look
    context: BrowserContext
    page: Page
    pictures: Path
    place: str = f"hui-grid-section {MODULE}"
    problems: list[str] = field(default_factory=list)

    @property
    def card(self) -> Locator:
        """The card on the dashboard."""
        return self.page.locator(self.place)

    def listen(self) -> None:
        """Collect the console's messages about the card from now on."""
        self.page.on("console", self._note_message)
        self.page.on("pageerror", self._note_error)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and FILES in message.location["url"]:
            self.problems.append(message.text)

    def _note_error(self, error: Error) -> None:
        if FILES in (error.stack or ""):
            self.problems.append(str(error))

    async def onboard(self) -> None:
        """Go through the onboarding of a new Home Assistant."""
        await self.page.goto(self.home_assistant.url)
        await _buttons(self.page.locator("onboarding-welcome")).first.click()
        for name, value in (
            ("name", {"en": "Anna", "zh-Hans": "小安"}[self.look.language]),
            ("username", USERNAME),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
        ):
            await self.page.locator(f"input[name={name}]").fill(value)
        await _buttons(self.page.locator("onboarding-create-user")).last.click()
        # The later steps would use the internet, and count as done.
        await self.page.wait_for_function("localStorage.hassTokens")
        await self.home_assistant.sign_in()

    async def add_account(self, cloud: SimulatedCloud) -> None:
        """Add the integration, and its printers by their share codes."""
        page = self.page
        await page.goto(
            f"{self.home_assistant.url}/config/integrations/dashboard/add?domain=cloudprint"
        )
        await _buttons(page.locator("dialog-box")).last.click()
        form = page.locator("dialog-data-entry-flow")
        await form.locator("input[name=app_id]").fill(cloud.app_id)
        await form.locator("input[name=app_key]").fill(cloud.app_key)
        await form.locator("ha-expansion-panel [aria-expanded]").click()
        await form.locator("input[name=base_url]").fill(cloud.base_url)
        await _buttons(form).last.click()
        choices = form.locator("step-flow-menu ha-list-item")
        for printer in cloud.printers:
            if printer is not cloud.printers[0]:
                # After "Finish and print a test page"
                await choices.nth(1).click()
            await form.locator("input[name=share_code]").fill(printer.share_code)
            await form.locator("input[name=verification_code]").fill(
                printer.verification_code
            )
            await _buttons(form).last.click()
            await choices.first.wait_for()
        await choices.last.click()
        if len(cloud.printers) > 1:
            # None is the default one.
            await form.locator("ha-selector-select").wait_for()
            await _buttons(form).last.click()
        await form.locator("step-flow-create-entry").wait_for()
        await _buttons(form).last.click()
        await form.locator("step-flow-create-entry").wait_for(state="detached")

    async def add_card(self, words: str) -> None:
        """Put the card on a new dashboard, as the picker finds it by words."""
        home_assistant, page = self.home_assistant, self.page
        await home_assistant.command(
            "lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Print desk",
            mode="storage",
        )
        view = {"type": "sections", "path": "print", "sections": [{"cards": []}]}
        await home_assistant.command(
            "lovelace/config/save", url_path=DASHBOARD, config={"views": [view]}
        )
        await page.goto(f"{home_assistant.url}/{DASHBOARD}/print?edit=1")
        await page.locator("hui-grid-section button").first.click()
        await page.locator("hui-dialog-create-card ha-tab-group-tab").last.click()
        picker = page.locator("hui-card-picker")
        await picker.locator("input").first.fill(words)
        await picker.locator(f"{MODULE} .zone").wait_for()
        await picker.locator(".card", has=page.locator(MODULE)).first.click()
        dialog = page.locator("hui-dialog-edit-card")
        await dialog.locator(f"{MODULE} .zone").wait_for()
        await dialog.locator("ha-selector-boolean ha-switch").nth(3).wait_for()
        await dialog.locator("[slot=primaryAction]").last.click()
        await dialog.locator(MODULE).wait_for(state="detached")
        await self.open_dashboard()

    async def open_dashboard(self) -> None:
        """Open the card's dashboard."""
        await self.page.goto(f"{self.home_assistant.url}/{DASHBOARD}/print")
        await self.card.locator("cloudprint-card-printer").wait_for()

    async def drop(self, *files: tuple[str, str, bytes], place: str = ".zone") -> None:
        """Drop files on the card: each with its name, MIME type and content."""
        given = [
            [name, content_type, b64encode(content).decode("ascii")]
            for name, content_type, content in files
        ]
        transfer = await self.page.evaluate_handle(_TRANSFER, given)
        zone = self.card.locator(place)
        for event in ("dragenter", "dragover", "drop"):
            await zone.dispatch_event(event, {"dataTransfer": transfer})

    async def open(self, path: str) -> None:
        """Go to a page of Home Assistant."""
        await self.page.goto(f"{self.home_assistant.url}/{path}")

    async def picture(self, name: str, locator: Locator | None = None) -> None:
        """Keep a picture of the page or of a part of it, in few colours."""
        await self.page.evaluate(_AFTER_ANIMATIONS)
        shot = await (locator or self.page).screenshot(animations="disabled")
        with Image.open(BytesIO(shot)) as picture:
            few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        self.pictures.mkdir(parents=True, exist_ok=True)
        few.save(
            self.pictures / f"{name}-{self.look.language}.png", "PNG", optimize=True
        )

    async def look_at_card(self, name: str | None = None) -> None:
        """Check that the card is accessible in each look; keep a picture by a name."""
        await self._look_as(self.look.other)
        await self._assert_accessible()
        await self._look_as(self.look)
        await self._assert_accessible()
        if name is not None:
            await self.picture(name, self.card)

    async def look_at_narrow_card(self, width: int) -> None:
        """Check that the card is accessible in a narrow window."""
        await self.page.set_viewport_size({"width": width, "height": _HIGH})
        await self._assert_accessible()

    async def look_at_dialog(self, dialog: Locator, name: str | None = None) -> None:
        """Check that a dialog of the card is accessible; keep a picture by a name."""
        width, height = self.look.size
        await self.page.set_viewport_size({"width": width, "height": height})
        violations: list[Any] = await self.card.evaluate(_VIOLATIONS)
        assert violations == []
        assert await dialog.evaluate(_IS_WITHIN)
        if name is not None:
            await self.picture(name, dialog)

    async def _look_as(self, look: Look) -> None:
        # High enough that nothing of Home Assistant is in front of the card
        await self.page.set_viewport_size({"width": look.size[0], "height": _HIGH})
        await self.page.emulate_media(color_scheme="dark" if look.is_dark else "light")

    async def _assert_accessible(self) -> None:
        violations: list[Any] = await self.card.evaluate(_VIOLATIONS)
        assert violations == [], violations
        overflowing: list[str] = await self.card.evaluate(_OVERFLOWING)
        assert overflowing == [], overflowing


def _buttons(place: Locator) -> Locator:
    """Return the buttons whose labels are loaded, in any language."""
    return place.get_by_role("button", name=_ANY)


@asynccontextmanager
async def visiting(
    home_assistant: HomeAssistant, look: Look, pictures: Path
) -> AsyncGenerator[Visitor]:
    """Open a browser with a look, and the tools to examine the page."""
    width, height = look.size
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox"]
        )
        context = await browser.new_context(
            locale=look.locale,
            viewport={"width": width, "height": height},
            color_scheme="dark" if look.is_dark else "light",
            has_touch=look.is_phone,
            is_mobile=look.is_phone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(_WAIT_MS)
        expect.set_options(timeout=_WAIT_MS)
        await context.add_init_script(path=AXE)
        page = await context.new_page()
        visitor = Visitor(
            home_assistant=home_assistant,
            look=look,
            context=context,
            page=page,
            pictures=pictures,
        )
        visitor.listen()
        try:
            yield visitor
        except BaseException:
            await page.screenshot(path=pictures / "failed.png")
            raise
        finally:
            await browser.close()


@asynccontextmanager
async def moving_in(
    home_assistant: HomeAssistant,
    cloud: SimulatedCloud,
    look: Look,
    country: str,
    folder: Path,
) -> AsyncGenerator[Visitor]:
    """Onboard in a browser with a look, and check at the end that nothing went wrong.

    Pictures are kept in the folder that PAGE_PICTURES names, otherwise in `folder`.
    """
    pictures = Path(os.environ.get("PAGE_PICTURES", folder / "pictures"))
    async with visiting(home_assistant, look, pictures) as visitor:
        await visitor.onboard()
        await home_assistant.command(
            "config/core/update", language=look.language, country=country
        )
        yield visitor
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(home_assistant.process.log)) == []
