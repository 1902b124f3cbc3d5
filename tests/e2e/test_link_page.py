"""A guest with a phone prints by a link: Home Assistant, the cloud and the browser are real.

With PAGE_PICTURES=docs/images, what the guest sees is kept there.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
import json
import os
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.async_api import (
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    Request,
    Route,
    async_playwright,
    expect,
)
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples.pdf_files import only_a_header, text
from ..simulator.rendering import find_browser
from .design_pictures import draw_landscape
from .flows import add_part
from .log import our_errors, read_log
from .visitor import AXE, ROOT

pytestmark = pytest.mark.browser

SIZE: Final = {"width": 390, "height": 844}
NAMES: Final = {"en": "Front door", "zh-Hans": "前台"}
_WAIT_MS: Final = 60_000
_IS_TOO_WIDE: Final = "document.documentElement.scrollWidth > innerWidth"
_IS_WITHIN: Final = "document.documentElement.scrollHeight <= innerHeight"
_VIOLATIONS: Final = """async () => (await axe.run()).violations.map(
  ({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])],
)"""


def _read_texts() -> dict[str, dict[str, str]]:
    """Return the texts of the page by language, as its source has them."""
    source = (ROOT / "card/src/link/texts.ts").read_text(encoding="utf-8")
    english, chinese = source.split("const zhHans")
    return {
        language: {
            key: json.loads(value)
            for line in part.splitlines()
            if line.startswith("  ")
            for key, _, value in [line.strip().rstrip(",").partition(": ")]
            if value.startswith('"') and value.endswith('"')
        }
        for language, part in (("en", english), ("zh-Hans", chinese))
    }


TEXTS: Final = _read_texts()


def photo(number: int = 0) -> FilePayload:
    """Return a photo that was taken."""
    picture = draw_landscape(number, is_upright=True)
    return {
        "name": f"IMG_{number}.jpg",
        "mimeType": "image/jpeg",
        "buffer": picture,
    }


def pdf(name: str, content: bytes) -> FilePayload:
    """Return a PDF file."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@dataclass(kw_only=True)
class Guest:
    """Somebody with a phone, who has scanned the code."""

    page: Page
    language: str
    pictures: Path
    problems: list[str]
    taps: int = 0
    printed: list[Request] = field(default_factory=list)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page."""
        return TEXTS[self.language][key].format(**values)

    def button(self, key: str, **values: object) -> Locator:
        """Return a button by its text."""
        return self.page.get_by_role("button", name=self.say(key, **values), exact=True)

    async def tap(self, place: Locator) -> None:
        """Tap, and count it."""
        self.taps += 1
        await place.tap()

    async def choose(self, key: str, *files: FilePayload) -> None:
        """Choose files: a tap on the page, and one in what the phone shows then."""
        async with self.page.expect_file_chooser() as waiting:
            await self.tap(self.page.get_by_text(self.say(key), exact=True))
        chooser = await waiting.value
        self.taps += 1
        await chooser.set_files(list(files))

    async def expect_state(self, state: str) -> None:
        """Wait until the page says what became of the print."""
        heading = self.page.get_by_role("heading", level=2)
        await expect(heading).to_have_text(self.say(f"state_{state}"))

    async def expect_pages(self, count: int) -> None:
        """Wait until the preview shows so many pages."""
        await expect(self.page.locator(".sheet")).to_have_count(count)
        first = self.say("page_of", page=1, pages=count)
        sheet = self.page.get_by_role("img", name=first, exact=True)
        await expect(sheet).to_be_visible()
        # It is drawn where it is, and not only there.
        ink = await self._get_colours(sheet)
        assert ink > 1, "The page is blank"

    async def _get_colours(self, place: Locator) -> int:
        with Image.open(BytesIO(await place.screenshot())) as picture:
            return len(picture.convert("RGB").getcolors(1 << 24) or ())

    async def look(self, name: str | None = None) -> None:
        """Check what is seen in light and dark, and with large letters; keep a picture."""
        page = self.page
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            assert await page.evaluate(_VIOLATIONS) == []
        assert not await page.evaluate(_IS_TOO_WIDE)
        root = page.locator("html")
        await root.evaluate("(root) => { root.style.fontSize = '32px'; }")
        assert not await page.evaluate(_IS_TOO_WIDE)
        await root.evaluate("(root) => { root.style.fontSize = ''; }")
        if name is not None:
            shot = await page.screenshot(animations="disabled")
            with Image.open(BytesIO(shot)) as picture:
                few = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
            self.pictures.mkdir(parents=True, exist_ok=True)
            path = self.pictures / f"link-{name}-{self.language}.png"
            few.save(path, optimize=True)

    async def start_again(self) -> None:
        """Go back to the first step."""
        await self.button("another").tap()
        await expect(self.page.get_by_text(self.say("choose"))).to_be_visible()
        self.taps = 0


async def make_link(home_assistant: HomeAssistant, language: str, **limits: Any) -> str:
    """Make a link by its dialog; return its address."""
    fields = {
        "name": NAMES[language],
        "is_on": True,
        "limits": limits,
        "network": {"local_only": True},
    }
    flow = await add_part(home_assistant, "link", fields)
    address: str = flow.steps[-1]["description_placeholders"]["address"]
    await flow.answer()
    return address


@asynccontextmanager
async def visiting(
    link: str, language: str, folder: Path, **context: Any
) -> AsyncGenerator[Guest]:
    """Scan the code of a link with a phone that knows nothing of this home."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox"]
        )
        phone = await browser.new_context(
            locale={"en": "en-GB", "zh-Hans": "zh-CN"}[language],
            viewport=SIZE,  # type: ignore[arg-type]
            device_scale_factor=1,
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
            **context,
        )
        phone.set_default_timeout(_WAIT_MS)
        expect.set_options(timeout=_WAIT_MS)
        page = await phone.new_page()
        problems: list[str] = []

        def note(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                problems.append(message.text)

        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(str(error)))
        guest = Guest(
            page=page,
            language=language,
            pictures=Path(os.environ.get("PAGE_PICTURES", folder / "pictures")),
            problems=problems,
        )

        def count(request: Request) -> None:
            if request.method == "POST" and request.url.endswith("/print"):
                guest.printed.append(request)

        page.on("request", count)
        try:
            await page.goto(link)
            yield guest
        except BaseException:
            await page.screenshot(path=folder / "failed.png")
            raise
        finally:
            await browser.close()


@pytest.fixture
async def host(home_assistant: HomeAssistant, cloud: SimulatedCloud) -> HomeAssistant:
    """A home with one printer."""
    await add_account(home_assistant, cloud, cloud.printers[:1])
    await home_assistant.command("config/core/update", internal_url=home_assistant.url)
    return home_assistant


async def get_prints(cloud: SimulatedCloud) -> list[Any]:
    """Return what was printed."""
    prints: list[Any] = await cloud.control("GET", "/tasks")
    return prints


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_guest(
    host: HomeAssistant,
    cloud: SimulatedCloud,
    language: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """A guest prints a photo in three taps, then a text, and then several files."""
    link = await make_link(host, language, pages_a_day=40)
    async with visiting(link, language, tmp_path) as guest:
        page = guest.page
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            guest.say("title")
        )
        await expect(page.get_by_text(NAMES[language], exact=True)).to_be_visible()
        assert await page.locator("html").get_attribute("lang") == language
        assert await page.evaluate(_IS_WITHIN), "The first step needs scrolling"
        await expect(guest.button("print")).to_be_disabled()
        await guest.look("start")

        # From the camera to "sent"
        await guest.choose("photo", photo())
        await guest.expect_pages(1)
        await expect(guest.button("print")).to_be_in_viewport(ratio=1)
        for option in ("copies", "color", "sides"):
            place = page.get_by_label(guest.say(option), exact=True)
            await expect(place).to_be_in_viewport(ratio=1)
        await guest.look("photo")
        await guest.tap(guest.button("print"))
        await expect(page.get_by_role("heading", level=2)).to_be_focused()
        record_property("Taps from the code to sent", str(guest.taps))
        assert guest.taps == 3
        await guest.expect_state("finished")
        await guest.look("sent")
        assert len(await get_prints(cloud)) == 1

        # Loaded again, the page still knows.
        await page.reload()
        await guest.expect_state("finished")

        await guest.start_again()
        left = guest.say("pages_left_other", count=39)
        await expect(page.get_by_text(left)).to_be_visible()
        words = {
            "en": "Parking space 12\n<b>Ms Li</b>",
            "zh-Hans": "12 号车位\n<b>李女士</b>",
        }
        await page.get_by_label(guest.say("text")).fill(words[language])
        await expect(guest.button("print")).to_be_enabled()
        await guest.look("text")
        await guest.tap(guest.button("print"))
        await guest.expect_state("finished")
        assert guest.taps == 1

        await guest.start_again()
        await guest.choose("choose", photo(1), pdf("Tickets.pdf", text(5, 20)))
        await guest.expect_pages(6)
        last = page.get_by_role("img", name=guest.say("page_of", page=6, pages=6))
        await page.locator(".strip").evaluate("(strip) => strip.scrollTo(9999, 0)")
        await expect(last).to_be_visible()
        await guest.button("further").tap()
        await page.get_by_label(guest.say("color"), exact=True).select_option(
            "monochrome"
        )
        await guest.look("files")
        await guest.button("print").tap()
        await guest.expect_state("finished")
        assert json.loads(guest.printed[-1].post_data or "")["options"] == {
            "copies": 2,
            "color": "monochrome",
        }
        assert guest.problems == []
    assert len(await get_prints(cloud)) == 3
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(host.process.log)) == []


async def test_trouble(
    host: HomeAssistant, cloud: SimulatedCloud, tmp_path: Path
) -> None:
    """Damaged files, lost answers, a broken connection and repeats are said in words."""
    link = await make_link(host, "en")
    async with visiting(link, "en", tmp_path) as guest:
        page = guest.page
        alert = page.get_by_role("alert")
        await guest.choose("choose", pdf("Scan.pdf", only_a_header()))
        await expect(alert.first).to_contain_text("Scan.pdf")
        await expect(guest.button("print")).to_be_disabled()
        await guest.look("damaged")
        await guest.button("remove", name="Scan.pdf").tap()
        await guest.choose("choose", pdf("Empty.pdf", b""))
        await expect(alert).to_have_text(guest.say("file_empty"))
        await expect(guest.button("print")).to_be_disabled()
        await guest.button("remove", name="Empty.pdf").tap()

        # The connection breaks while a file is sent: it is sent again by itself.
        broken: list[Route] = []

        async def cut_off(route: Route) -> None:
            broken.append(route)
            await (route.abort() if len(broken) < 3 else route.continue_())

        await page.route("**/upload", cut_off)
        await guest.choose("choose", photo())
        await guest.expect_pages(1)
        assert len(broken) == 3

        # The answer to a print is lost: it is asked for again, and not printed twice.
        lost: list[Route] = []

        async def lose(route: Route) -> None:
            lost.append(route)
            answer = await route.fetch()
            await (route.abort() if len(lost) < 2 else route.fulfill(response=answer))

        await page.route("**/print", lose)
        await guest.button("print").tap()
        await guest.expect_state("finished")
        keys = [json.loads(each.post_data or "")["key"] for each in guest.printed]
        assert len(keys) > 1
        assert len(set(keys)) == 1
        await expect(page.get_by_text(guest.say("repeated"))).to_have_count(0)
        assert len(await get_prints(cloud)) == 1
        await page.unroute("**/print")

        # The same once more is known, and printed only if that is wanted.
        await guest.start_again()
        await guest.choose("choose", photo())
        await guest.expect_pages(1)
        await guest.button("print").tap()
        await expect(page.get_by_text(guest.say("repeated"))).to_be_visible()
        assert len(await get_prints(cloud)) == 1
        await guest.look("repeated")
        await guest.button("again").tap()
        await expect(page.get_by_text(guest.say("repeated"))).to_have_count(0)
        await guest.expect_state("finished")
        assert len(await get_prints(cloud)) == 2

        # Without any connection, it says so, and prints once there is one.
        await guest.start_again()
        await guest.choose("choose", photo(2))
        await guest.expect_pages(1)
        await page.context.set_offline(True)
        await guest.button("print").tap()
        await expect(alert).to_have_text(guest.say("no_connection"))
        await page.context.set_offline(False)
        await guest.button("print").tap()
        await guest.expect_state("finished")
        assert len(await get_prints(cloud)) == 3


async def test_closed(
    host: HomeAssistant, cloud: SimulatedCloud, tmp_path: Path
) -> None:
    """A link that is switched off while its page is open prints nothing, and says so."""
    link = await make_link(host, "en")
    async with visiting(link, "en", tmp_path) as guest:
        await guest.choose("choose", photo())
        await guest.expect_pages(1)
        switch = f"switch.{NAMES['en'].lower().replace(' ', '_')}"
        await host.command(
            "call_service",
            domain="switch",
            service="turn_off",
            service_data={},
            target={"entity_id": switch},
        )
        await guest.button("print").tap()
        heading = guest.page.get_by_role("heading", level=1)
        await expect(heading).to_have_text(guest.say("gone_title"))
        await guest.look("closed")
    assert await get_prints(cloud) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_asking(
    host: HomeAssistant, cloud: SimulatedCloud, language: str, tmp_path: Path
) -> None:
    """Where a rule asks, the page says so before, waits, and says what was decided."""
    link = await make_link(host, language)
    rule = {"name": "Secret rule", "who": ["link"], "ask_above": 2}
    await add_part(host, "rule", rule)
    async with visiting(link, language, tmp_path) as guest:
        page = guest.page
        asked = page.get_by_text(guest.say("asked"))
        answers: list[str] = []

        async def keep(route: Route) -> None:
            answer = await route.fetch()
            answers.append(await answer.text())
            await route.fulfill(response=answer)

        await page.route("**/preview", keep)
        await page.route("**/print", keep)
        await page.route("**/jobs/*", keep)
        await guest.choose("choose", photo())
        await guest.expect_pages(1)
        await expect(asked).to_have_count(0)
        await guest.choose("more", pdf("Thesis.pdf", text(3, 20)))
        await expect(asked).to_be_visible()
        await guest.expect_pages(4)
        await guest.look("asked")
        await guest.button("ask_to_print").tap()
        await guest.expect_state("approval")
        await guest.look("approval")
        assert await get_prints(cloud) == []
        await host.action("cloudprint.approve_job", {"job_id": await get_waiting(host)})
        await guest.expect_state("finished")
        assert len(await get_prints(cloud)) == 1

        await guest.start_again()
        await guest.choose("choose", pdf("Book.pdf", text(4, 20)))
        await expect(asked).to_be_visible()
        await guest.button("ask_to_print").tap()
        await guest.expect_state("approval")
        await host.action("cloudprint.deny_job", {"job_id": await get_waiting(host)})
        await guest.expect_state("canceled")
        await guest.look()
        assert len(await get_prints(cloud)) == 1
        # Nothing of the home is told, but the names of the link and of the printer.
        told = " ".join(answers)
        for private in ("Secret rule", "Cloud Print", "entry_id", "device_id"):
            assert private not in told
        assert guest.problems == []


async def get_waiting(home: HomeAssistant) -> str:
    """Return the job that waits for an approval."""
    answer = await home.action("cloudprint.get_jobs", {})
    (job_id,) = (
        job["job_id"] for job in answer["jobs"] if job.get("reason") == "approval"
    )
    return str(job_id)


async def test_desk(host: HomeAssistant, cloud: SimulatedCloud, tmp_path: Path) -> None:
    """All of it works with a keyboard; an address may come with the link's own."""
    link = await make_link(host, "en")
    async with visiting(link, "en", tmp_path) as guest:
        page = guest.page
        await expect(page.get_by_text(guest.say("choose"))).to_be_visible()
        for _ in range(3):
            await page.keyboard.press("Tab")
        await expect(page.get_by_label(guest.say("text"))).to_be_focused()
        await page.keyboard.type("Hello")
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await guest.button("print").evaluate(
                "(button) => button === document.activeElement"
            ):
                break
        await page.keyboard.press("Enter")
        await guest.expect_state("finished")
        await page.goto("about:blank")
        await page.goto(f"{link}#url=https%3A%2F%2Fexample.com%2Fmenu.pdf")
        await guest.button("another").tap()
        assert guest.problems == []
