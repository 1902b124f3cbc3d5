"""Render printed jobs to PDF with the installed programs."""

import asyncio
import html
import logging
import os
from pathlib import Path
import re
import shutil
import signal
from tempfile import TemporaryDirectory

from .records import PrintedJob

_LOGGER = logging.getLogger(__name__)

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OFFICES = ("libreoffice", "soffice")
_OFFICE_FORMATS = frozenset({"WORD", "EXCEL", "PPT"})
_SECONDS = 180

# Places where a style does not change how the page is parsed: in its head, else after
# the doctype
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)

# What ends a line beside a line feed; a form feed ends a page
_LINE_ENDS = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")


class Renderer:
    """Renders one job at a time to `<task id>.pdf`, beside the job's content.

    Web pages, text and pictures need Chromium, Office documents LibreOffice; without
    the program, a job has no PDF. Nothing is fetched from a network.
    """

    def __init__(self) -> None:
        """Find the programs."""
        self.browser = find_browser()
        self.office = _find(_OFFICES)
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, job: PrintedJob) -> None:
        """Render a job in the background; its `pdf` is set at the end."""
        if job.file is None or job.file.suffix == ".url":
            return
        if job.media_format == "PDF":
            job.pdf = job.file
            return
        task = asyncio.create_task(self._render(job, job.file))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait(self) -> None:
        """Wait until all jobs are rendered."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Cancel the jobs that are not rendered yet."""
        for task in self._tasks:
            task.cancel()
        await self.wait()

    async def _render(self, job: PrintedJob, file: Path) -> None:
        async with self._one_at_a_time:
            # Removed in a thread, as Chromium leaves many files
            temporary = TemporaryDirectory(ignore_cleanup_errors=True)
            try:
                made = await self._print(job, file, Path(temporary.name))
                if made is not None:
                    target = file.with_name(f"{file.name.rsplit('.', 1)[0]}.pdf")
                    job.pdf = Path(await asyncio.to_thread(shutil.move, made, target))
            finally:
                await asyncio.to_thread(temporary.cleanup)

    async def _print(self, job: PrintedJob, file: Path, scratch: Path) -> Path | None:
        if job.media_format in _OFFICE_FORMATS:
            if self.office is None:
                return None
            arguments = [
                self.office,
                f"-env:UserInstallation={(scratch / 'profile').as_uri()}",
                *("--headless", "--convert-to", "pdf", "--outdir", str(scratch)),
                str(file.resolve()),
            ]
            made = scratch / f"{file.name.rsplit('.', 1)[0]}.pdf"
        else:
            if self.browser is None:
                return None
            page = scratch / "page.html"
            content = await asyncio.to_thread(file.read_bytes)
            page.write_text(build_page(job, file, content), encoding="utf-8")
            made = scratch / "page.pdf"
            arguments = [
                self.browser,
                *("--headless", "--no-sandbox", "--disable-gpu"),
                *("--disable-dev-shm-usage", "--no-first-run"),
                "--no-pdf-header-footer",
                # A proxy that does not exist, also for local addresses
                *("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"),
                f"--user-data-dir={scratch / 'profile'}",
                f"--print-to-pdf={made}",
                page.as_uri(),
            ]
        if await _run(arguments) and made.exists():
            return made
        _LOGGER.warning("%s could not be printed to PDF", job.task_id)
        return None


def find_browser() -> str | None:
    """Return the path of Chromium, or None."""
    return _find(_BROWSERS)


def _find(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


async def _run(arguments: list[str]) -> bool:
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        # The programs start others, which must end with them.
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            return await process.wait() == 0
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def build_page(job: PrintedJob, file: Path, content: bytes) -> str:
    """Return a job's content as a web page in its paper's size."""
    style = f"<style>{_style(job)}</style>"
    if job.media_format == "HTML":
        page = content.decode(errors="replace")
        place = _HEAD.search(page) or _DOCTYPE.match(page)
        where = place.end() if place else 0
        return page[:where] + style + page[where:]
    if job.media_format == "TEXT":
        text = html.escape(content.decode(errors="replace"))
        parts = _LINE_ENDS.sub("\n", text).removesuffix("\f").split("\f")
        body = "".join(f"<pre>\n{part}</pre>" for part in parts)
        text_style = "white-space: pre-wrap; min-height: 1px; overflow-wrap: anywhere"
        after = "pre + pre { break-before: page }"
        style = style.replace("</style>", f"pre {{ {text_style} }} {after}</style>")
    else:
        body = (
            f'<img src="{html.escape(file.resolve().as_uri())}"'
            ' style="max-width: 100%; max-height: 100vh">'
        )
        style = style.replace("</style>", "body { margin: 0 }</style>")
    return f'<!doctype html><meta charset="utf-8">{style}{body}'


def _style(job: PrintedJob) -> str:
    paper = job.config.get("paperConfig")
    if paper is None and isinstance(job.printer.capabilities, dict):
        paper = job.printer.capabilities.get("defaultPaper")
    style = ""
    if paper is not None:
        size = (paper["width"], paper["height"])
        if job.config.get("orientation") == "LANDSCAPE":
            size = (max(size), min(size))
        style = f"@page {{ size: {size[0]}mm {size[1]}mm }}"
    for edge in ("top", "right", "bottom", "left"):
        if (margin := job.config.get(f"margin{edge.capitalize()}")) is not None:
            style += f" @page {{ margin-{edge}: {margin}mm }}"
    if isinstance(scale := job.config.get("scale"), int | float):
        style += f" body {{ zoom: {scale}% }}"
    if job.config.get("color") == "MONOCHROME":
        style += " html { filter: grayscale(1) }"
    return style
