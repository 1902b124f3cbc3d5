"""The check-up: prints a page for each thing that only a live account settles.

Each page is a job like any other, but is never held: it belongs to a person who stands at
the printer.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..api import MediaFormat, MediaSource
from ..data import CloudPrintData
from ..document import Content
from ..document.layouts.page import BODY_POINTS, build_page_content, get_type_size
from ..frontend import CHECK_UP_FOLDER
from ..settings import Probe
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.request import Request, Source, async_get_converter
from ..source.resolving import Resolver
from ..spool.errors import JobNotHeldError, SpoolStoppedError
from ..spool.job import Job, JobState
from ..spool.journal import JournalError
from .action import async_print

PRINT_TIME: Final = timedelta(seconds=90)
"""How long a page is waited for."""

PDF_FILE: Final = CHECK_UP_FOLDER / "page.pdf"

_GROUND: Final = "#f2a33a"
_CHINESE: Final = "你好，世界！\n\n天地玄黄，宇宙洪荒。\n云打印、共享码、验证码。\n\nHello, world! 0123456789"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of our own, with the options that it is printed with."""

    is_wide: bool = False
    ground: str | None = None
    areas: Sequence[str] = ()
    """Colors that are printed without `printBackground`, too."""


PAGES: Final[Mapping[str, Page]] = {
    Probe.LANDSCAPE: Page(is_wide=True),
    Probe.BACKGROUND: Page(ground=_GROUND),
    Probe.COLOR: Page(areas=("#e00000", "#00a000", "#0040e0")),
    Probe.COPIES: Page(),
}
_OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    Probe.BACKGROUND: {"print_background": True},
    Probe.COLOR: {"color": "color"},
    # As raw options, which are sent also by an account that makes no copies.
    Probe.COPIES: {"raw_options": {"copies": 2}},
}


async def _async_page(request: Request) -> Source:
    probe = request.origin.removeprefix(_PREFIX)
    page = PAGES[probe]
    formatter = await LocaleFormatter.async_create(request.hass)
    paper = request.settings.paper
    paper = (max(paper), min(paper)) if page.is_wide else (min(paper), max(paper))
    title = formatter.word("check_up")
    content = await async_get_converter(request.hass).async_run(
        lambda: build_page_content(
            "probe",
            replace(request.settings, paper=paper),
            title=title,
            subtitle=formatter.word(f"check_up_{probe}"),
            language=formatter.language,
            points=get_type_size(paper, BODY_POINTS),
            ground=page.ground,
            areas=page.areas,
        )
    )
    return request.create_source(content, title)


async def _async_text(request: Request) -> Source:
    formatter = await LocaleFormatter.async_create(request.hass)
    content = Content.from_string(_CHINESE, MediaFormat.TEXT)
    return request.create_source(content, formatter.word("check_up"))


async def _async_pdf(request: Request) -> Source:
    formatter = await LocaleFormatter.async_create(request.hass)
    data = await request.hass.async_add_executor_job(PDF_FILE.read_bytes)
    content = Content(
        media_format=MediaFormat.PDF, media_source=MediaSource.BASE64, payload=data
    )
    return request.create_source(content, formatter.word("check_up"))


async def _async_webp(request: Request) -> Source:
    formatter = await LocaleFormatter.async_create(request.hass)
    data = await request.hass.async_add_executor_job(PDF_FILE.read_bytes)
    settings = replace(
        request.settings, uses_webp=True, sends_pdf=False, is_monochrome=False
    )
    content = await replace(request, settings=settings).async_convert(data)
    return request.create_source(content, formatter.word("check_up"))


async def _async_pdf_url(request: Request) -> Source:
    formatter = await LocaleFormatter.async_create(request.hass)
    content = Content.from_string(str(request.value), MediaFormat.PDF, MediaSource.URL)
    return request.create_source(content, formatter.word("check_up"))


_PREFIX: Final = "check_up_"
PROBES: Final[Mapping[str, Resolver]] = {
    **dict.fromkeys((f"{_PREFIX}{probe}" for probe in PAGES), _async_page),
    f"{_PREFIX}{Probe.TEXT}": _async_text,
    f"{_PREFIX}{Probe.WEBP}": _async_webp,
    f"{_PREFIX}{Probe.PDF}": _async_pdf,
    f"{_PREFIX}{Probe.PDF_URL}": _async_pdf_url,
}
"""Content fields that no action has. The value of the last one is the address."""


async def async_print_probe(
    hass: HomeAssistant, device_id: str, probe: Probe, url: str | None = None
) -> Job:
    """Print a page of the check-up, without applying the account's quirks.

    Returns its job when it has ended, or as it is after `PRINT_TIME`. `url` is the
    address of a PDF. Raises HomeAssistantError as async_print does, also if it cannot be
    sent now.
    """
    (printed,) = await async_print(
        hass,
        {
            "device_id": device_id,
            f"{_PREFIX}{probe}": url or True,
            "hold": False,
            "ignore_quiet_hours": True,
            "wait": True,
            "timeout": PRINT_TIME.total_seconds(),
            **_OPTIONS.get(probe, {}),
        },
        resolvers=PROBES,
        use_defaults=False,
    )
    return printed.job


def is_sent_probe(job: Job, probe: Probe) -> bool:
    """Return whether a job is a page of the check-up that comes out, or may have."""
    not_sent = JobState.HELD, JobState.CANCELED, JobState.FAILED, JobState.EXPIRED
    return _is_probe(job, probe) and job.state not in not_sent


def has_open_probe(account: CloudPrintData, device_id: str, probe: Probe) -> bool:
    """Return whether a printer has a job for a page of the check-up, not yet ended."""
    return any(
        job.device_id == device_id and _is_probe(job, probe)
        for job in account.store.open_jobs
    )


def _is_probe(job: Job, probe: Probe) -> bool:
    return job.content.origin == f"{_PREFIX}{probe}"


async def async_cancel_probes(account: CloudPrintData) -> None:
    """Cancel pages that wait for the jobs before them."""
    for job in account.store.held_jobs:
        if job.content.origin in PROBES:
            with suppress(JobNotHeldError, JournalError, SpoolStoppedError):
                await account.spooler.async_cancel(job)
