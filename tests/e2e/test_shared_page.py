"""The page about a shared printer, in a real browser on a phone.

With PAGE_PICTURES=docs/images, the page is kept there.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from io import BytesIO
import os
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image
from playwright.async_api import Page, async_playwright
import pytest

from custom_components.cloudprint.ipp.server.page import render_page
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter

from ..ipp.printers import make_printer
from ..package import FOLDER, translation
from ..simulator.rendering import find_browser
from .visitor import AXE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("socket_enabled")]

HOST: Final = "192.168.1.2:8631"
PRINTERS: Final = {
    "en": make_printer(),
    "zh-Hans": make_printer(name="书房打印机", location="书房"),
}
_POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline';"
    " frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
_IS_TOO_WIDE: Final = "document.documentElement.scrollWidth > innerWidth"
_VIOLATIONS: Final = """async () => (await axe.run()).violations.map(
  ({ id, nodes }) => [id, nodes.map(({ target }) => target)],
)"""


@asynccontextmanager
async def opening(
    language: str, printers: list[SharedPrinter], *, is_dark: bool
) -> AsyncGenerator[Page]:
    """Open the page on a phone, and check that all of it was loaded."""
    html = render_page(printers, HOST, language, translation(language))

    async def show_page(_request: web.Request) -> web.Response:
        return web.Response(
            text=html,
            content_type="text/html",
            headers={"Content-Security-Policy": _POLICY},
        )

    async def show_icon(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(FOLDER / "brand/icon.png")

    app = web.Application()
    app.router.add_get("/", show_page)
    app.router.add_get("/{name:icon-[0-9]+.png}", show_icon)
    problems: list[str] = []
    async with TestServer(app) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox"]
        )
        context = await browser.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme="dark" if is_dark else "light",
        )
        page = await context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        await page.goto(str(server.make_url("/")))
        yield page
        await browser.close()
    assert problems == []


async def check_accessibility(page: Page) -> None:
    """Check that nothing is too wide, and what axe checks."""
    assert not await page.evaluate(_IS_TOO_WIDE)
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    assert await page.evaluate(_VIOLATIONS) == []


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("language", PRINTERS)
async def test_page(language: str, is_dark: bool, tmp_path: Path) -> None:
    """All of the page is readable on a phone, also with all its steps."""
    async with opening(language, [PRINTERS[language]], is_dark=is_dark) as page:
        assert await page.locator("img").evaluate("(image) => image.naturalWidth > 0")
        await check_accessibility(page)
        if not is_dark:
            folder = Path(os.environ.get("PAGE_PICTURES", tmp_path))
            await page.locator("summary").nth(1).click()
            shot = await page.screenshot(full_page=True)
            with Image.open(BytesIO(shot)) as picture:
                few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
            few.save(folder / f"shared-page-{language}.png", optimize=True)
        closed = page.locator("details:not([open]) summary")
        while await closed.count():
            await closed.first.click()
        await check_accessibility(page)


async def test_list() -> None:
    """The list of printers has a link to each."""
    async with opening("en", list(PRINTERS.values()), is_dark=False) as page:
        await check_accessibility(page)
        assert await page.get_by_role("link").count() == len(PRINTERS)
