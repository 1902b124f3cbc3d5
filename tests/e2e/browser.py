"""Prints web pages with a real Chromium."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page, PdfMargins, sync_playwright

from custom_components.cloudprint.document.content import Content

from ..simulator.rendering import find_browser
from .paper import Paper

_SECONDS = 180
_MARGIN = "0.4in"
"""Chromium's default, for pages that set no margin."""
_MARGINS: PdfMargins = {
    "top": _MARGIN,
    "right": _MARGIN,
    "bottom": _MARGIN,
    "left": _MARGIN,
}


class Press:
    """A Chromium that prints page after page, in a thread of its own.

    Tests run in an event loop, in whose thread playwright's sync API does not work.
    """

    def __init__(self) -> None:
        """Initialize without a Chromium."""
        self._thread = ThreadPoolExecutor(1, "press")
        self._open = ExitStack()
        self._page: Page | None = None

    def start(self) -> None:
        """Start the thread; Chromium is started by the first print."""
        self._thread.submit(lambda: None).result()

    def print(self, page: Path, made: Path) -> None:
        """Print a web page to a PDF file."""
        self._thread.submit(self._print, page, made).result(_SECONDS)

    def run[T](self, function: Callable[[Browser], T]) -> T:
        """Call a function with Chromium, in its thread."""
        return self._thread.submit(lambda: function(self._get_browser())).result(
            _SECONDS
        )

    def _get_browser(self) -> Browser:
        self._page = self._page or self._launch()
        browser = self._page.context.browser
        assert browser is not None
        return browser

    def stop(self) -> None:
        """End Chromium and the thread."""
        self._thread.submit(self._close).result(_SECONDS)
        self._thread.shutdown()

    def _print(self, page: Path, made: Path) -> None:
        if self._page is None:
            self._page = self._launch()
        try:
            self._page.goto(page.as_uri(), timeout=_SECONDS * 1000)
            # Not with `path`: playwright writes files in one more thread.
            paper = self._page.pdf(
                prefer_css_page_size=True,
                print_background=True,
                margin=_MARGINS,
                tagged=True,
            )
            made.write_bytes(paper)
        except BaseException:
            # The next page is not to fail for this one.
            self._close()
            raise

    def _launch(self) -> Page:
        browser = find_browser()
        assert browser is not None, "Chromium is missing: start scripts/setup-programs"
        playwright = self._open.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=browser,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        self._open.callback(chromium.close)
        return chromium.new_page(no_viewport=True)

    def _close(self) -> None:
        self._page = None
        self._open.close()


PRESS = Press()


def print_to_paper(content: Content, folder: Path) -> Paper:
    """Return the paper that a browser prints a web page on; its files are in a folder."""
    page, made = folder / "page.html", folder / "page.pdf"
    page.write_bytes(content.payload)
    PRESS.print(page, made)
    return Paper(made)
