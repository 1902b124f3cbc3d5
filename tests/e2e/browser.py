"""Prints web pages with a real Chromium."""

from pathlib import Path
import subprocess

from custom_components.cloudprint.document import Content

from ..simulator.rendering import find_browser
from .paper import Paper

_SECONDS = 180


def print_to_paper(content: Content, folder: Path) -> Paper:
    """Return the paper that a browser prints a web page on; its files are in a folder."""
    browser = find_browser()
    assert browser is not None, "Chromium is missing: start scripts/setup-programs"
    page, made = folder / "page.html", folder / "page.pdf"
    page.write_bytes(content.payload)
    subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"),
            *("--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    return Paper(made)
