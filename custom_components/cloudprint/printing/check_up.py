"""The check-up: prints a page for each thing that only a live account settles."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..api.vocabulary import MediaFormat, MediaSource
from ..data import Account
from ..document.content import Content
from ..document.layouts.page import BODY_POINTS, build_page_content, get_type_size
from ..frontend import CHECK_UP_FOLDER
from ..requester import Requester
from ..settings import Probe
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.request import Request, async_get_converter, document_errors
from ..spool.job import Job, JobState
from ..spool.job_store import JobStore
from .action import async_submit
from .jobs import async_cancel_job
from .reading import async_read_print

PRINT_TIME: Final = timedelta(seconds=90)

PDF_FILE: Final = CHECK_UP_FOLDER / "page.pdf"

_CHINESE: Final = "你好，世界！\n\n天地玄黄，宇宙洪荒。\n云打印、共享码、验证码。\n\nHello, world! 0123456789"


@dataclass(frozen=True, slots=True)
class CheckUpPage:
    """A page of our own, with the options that it is printed with."""

    is_wide: bool = False
    ground: str | None = None
    areas: Sequence[str] = ()  # Colors that are printed without `printBackground`, too
    options: Mapping[str, Any] = field(default_factory=dict)


PAGES: Final[Mapping[str, CheckUpPage]] = {
    Probe.LANDSCAPE: CheckUpPage(is_wide=True),
    Probe.BACKGROUND: CheckUpPage(ground="#f2a33a", options={"print_background": True}),
    Probe.COLOR: CheckUpPage(
        areas=("#e00000", "#00a000", "#0040e0"), options={"color": "color"}
    ),
    # As a raw option, which is sent also by an account that makes no copies.
    Probe.COPIES: CheckUpPage(options={"raw_options": {"copies": 2}}),
}


async def _async_content(
    request: Request, probe: Probe, formatter: LocaleFormatter, title: str
) -> Content:
    if (page := PAGES.get(probe)) is not None:
        short, long = sorted(request.settings.paper)
        paper = (long, short) if page.is_wide else (short, long)
        return await async_get_converter(request.hass).async_run(
            lambda: build_page_content(
                "probe",
                replace(request.settings, paper=paper),
                title=title,
                subtitle=formatter.word(f"check_up_{probe}"),
                language=formatter.language,
                points=get_type_size(paper, BODY_POINTS),
                ground=page.ground,
                areas=page.areas,
                has_color=bool(page.ground or page.areas),
            )
        )
    if probe is Probe.TEXT:
        return Content.from_string(_CHINESE, MediaFormat.TEXT)
    if probe is Probe.PDF_URL:
        url = str(request.value)
        return Content.from_string(url, MediaFormat.PDF, MediaSource.URL)
    data = await request.hass.async_add_executor_job(PDF_FILE.read_bytes)
    if probe is Probe.PDF:
        return Content(
            media_format=MediaFormat.PDF, media_source=MediaSource.BASE64, payload=data
        )
    settings = replace(
        request.settings, uses_webp=True, is_pdf_native=False, is_monochrome=False
    )
    return await replace(request, settings=settings).async_convert(data)


_PREFIX: Final = "check_up_"


async def async_print_probe(
    hass: HomeAssistant,
    requester: Requester,
    device_id: str,
    probe: Probe,
    url: str | None = None,
) -> Job:
    """Print a page, which is never held, and wait for its job; `url` is of a PDF."""
    origin = f"{_PREFIX}{probe}"
    request = await async_read_print(
        hass,
        {
            "device_id": device_id,
            origin: url or True,
            "hold": False,
            "ignore_quiet_hours": True,
            "wait": True,
            "timeout": PRINT_TIME.total_seconds(),
            **PAGES.get(probe, CheckUpPage()).options,
        },
        requester,
        contents=(origin,),
        use_defaults=False,
    )
    formatter = await LocaleFormatter.async_create(hass)
    title = formatter.word("check_up")
    with document_errors(origin):
        content = await _async_content(request.content, probe, formatter, title)
        source = request.content.create_source(content, title)
    return (await async_submit(hass, request, source))[0].job


def is_sent_probe(job: Job, probe: Probe) -> bool:
    """Return whether a job is a page of the check-up that comes out, or may have."""
    not_sent = JobState.HELD, JobState.CANCELED, JobState.FAILED, JobState.EXPIRED
    return _is_probe(job, probe) and job.state not in not_sent


def has_open_probe(store: JobStore, device_id: str, probe: Probe) -> bool:
    """Return whether a printer has a job for a page of the check-up, not yet ended."""
    return any(
        job.device_id == device_id and _is_probe(job, probe) for job in store.open_jobs
    )


def _is_probe(job: Job, probe: Probe) -> bool:
    return job.content.origin == f"{_PREFIX}{probe}"


async def async_cancel_probes(account: Account, requester: Requester) -> None:
    """Cancel pages that wait for the jobs before them."""
    for job in account.store.held_jobs:
        if job.content.origin.startswith(_PREFIX):
            with suppress(HomeAssistantError):
                await async_cancel_job(account, job, requester)
