"""One guest's slow address holds up nobody else: sites answer when the test lets them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, patch

from aiohttp import web
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.settings import PageLayout
from custom_components.cloudprint.document.source_file import SourceFile
from custom_components.cloudprint.inbox import view
from custom_components.cloudprint.printing.preparing import async_accept
from custom_components.cloudprint.printing.sending import SubmitOptions
from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.source import url as url_module
from custom_components.cloudprint.spool import preparer
from custom_components.cloudprint.spool.errors import SpoolFullError
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import JournalError
from custom_components.cloudprint.spool.preparation import Preparation
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..ipp.slow_conversion import SlowConversion
from ..samples.pdf_files import text
from ..source.web.site import Site
from ..waits import Gate, let_run, slowed, until
from .conftest import AddLink, Sender
from .test_prints import form, settle

SLOW = url_module.MAX_FETCHING_EACH


class SlowSite:
    """A site that answers with a PDF once it is let."""

    def __init__(self, site: Site) -> None:
        """Keep all requests waiting."""
        self._site, self._gate = site, Gate()

        async def answer(request: web.Request) -> web.Response:
            await self._gate.wait()
            return web.Response(body=text(2), content_type="application/pdf")

        site.answers |= {f"/{number}.pdf": answer for number in range(2 * SLOW)}

    def url(self, number: int) -> str:
        """Return an address."""
        return self._site.url(f"/{number}.pdf", "example.com")

    async def asked(self, count: int) -> None:
        """Wait until so many requests wait, and see that no more come."""
        await until(lambda: len(self._site.seen) >= count)
        await let_run(200)
        assert len(self._site.seen) == count

    def open(self) -> None:
        """Answer all requests."""
        self._gate.open()


@pytest.fixture
def slow(internet: Site) -> Iterator[SlowSite]:
    """Return a site that is opened at the end, if not before."""
    site = SlowSite(internet)
    yield site
    site.open()


def preparing(account: MockConfigEntry) -> list[Job]:
    """Return the jobs in preparation."""
    jobs = account.runtime_data.store.open_jobs
    return [job for job in jobs if job.state is JobState.PREPARING]


async def send_by_phone(hass: HomeAssistant, device_id: str) -> None:
    """Print a page by IPP."""
    path = Path(hass.config.path("received"))
    path.write_bytes(text(1))
    submit = SubmitOptions(
        requester=Requester(kind=RequesterKind.DEVICE, name="192.168.1.20"),
        name="Photo",
        idempotency_key="photo",
        preparation=Preparation(
            layout=PageLayout(), client="192.168.1.20", pages_per_hour=100
        ),
    )
    files = [SourceFile(path=path)]
    await async_accept(hass, device_id, files, submit, origin="ipp", options={})


async def test_previews(add_link: AddLink, slow: SlowSite) -> None:
    """Other guests see their previews while addresses of one are waited for."""
    one, other = add_link(), add_link()
    asked = [
        asyncio.create_task(one.ask("preview", url=slow.url(number)))
        for number in range(SLOW + 1)
    ]
    await slow.asked(SLOW)
    for sender in (other, other):
        response = await sender.ask("preview", text="Hello", sheet=1)
        assert response.status == 200
    slow_too = asyncio.create_task(other.ask("preview", url=slow.url(7)))
    await slow.asked(SLOW + 1)
    assert not any(each.done() for each in (*asked, slow_too))
    slow.open()
    answers = await asyncio.gather(*asked, slow_too)
    assert [(await each.json())["pages"] for each in answers] == [2] * len(answers)


async def test_prints(hub: Hub, add_link: AddLink, slow: SlowSite) -> None:
    """Prints of others, also on the same printer, are sent while addresses are slow."""
    one, other = add_link(), add_link()
    for number in range(SLOW + 2):
        await one.send(form(url=slow.url(number)))
    await slow.asked(SLOW)
    await other.send(form(("a.pdf", text(3))))
    await until(lambda: len(hub.simulator.printed) == 1)
    await send_by_phone(hub.hass, hub.device_id)
    await until(lambda: len(hub.simulator.printed) == 2)
    waiting = [job.preparation for job in preparing(hub.account)]
    assert len(waiting) == SLOW + 2
    # Nothing was begun that may be cut off twice only.
    assert {each and each.attempts for each in waiting} == {0}
    slow.open()
    jobs = await settle(hub.hass, hub.account)
    assert [job.content.pages for job in jobs] == [1, 3, *[2] * (SLOW + 2)]
    assert {job.failure for job in jobs} == {None}


async def test_in_all(
    add_link: AddLink, slow: SlowSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All links together have not many addresses that are waited for."""
    monkeypatch.setattr(url_module, "MAX_FETCHING", 2)
    for number in range(3):
        await add_link().send(form(url=slow.url(number)))
    await slow.asked(2)
    slow.open()
    await slow.asked(3)


async def test_receiving(
    add_link: AddLink, slow: SlowSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All senders of a link together leave previews to those of others."""
    monkeypatch.setattr(view, "MAX_RECEIVING_OF_LINK", 1)
    one, other = add_link(), add_link()
    asked = asyncio.create_task(one.ask("preview", url=slow.url(0)))
    await slow.asked(1)
    with patch("aiohttp.web_request.BaseRequest.remote", "127.0.0.5"):
        refused = await one.ask("preview", text="Hello")
    assert await one.refused(refused) == (429, "link_busy")
    assert (await other.ask("preview", text="Hello")).status == 200
    slow.open()
    assert (await asked).status == 200


async def test_fetched_once(hub: Hub, sender: Sender, internet: Site) -> None:
    """What was fetched is converted after a restart, and not fetched again."""
    internet.has("/a.pdf", text(2), "application/pdf")
    with SlowConversion() as conversion:
        await sender.send(form(url=internet.url("/a.pdf", "example.com")))
        await conversion.is_converting.wait()
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
        conversion.go_on.set()
        job, *_ = await settle(hub.hass, hub.account)
    assert (job.content.pages, len(internet.seen)) == (2, 1)
    assert {len(each) for each in conversion.documents} == {1}


@pytest.mark.parametrize(
    ("name", "error"),
    [("async_reserve", SpoolFullError()), ("async_write", JournalError("full"))],
)
async def test_no_room_for_a_while(
    hass: HomeAssistant,
    account: MockConfigEntry,
    sender: Sender,
    internet: Site,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    error: Exception,
) -> None:
    """What cannot be kept is fetched again later, from the address that is kept."""
    monkeypatch.setattr(preparer, "PREPARE_AGAIN_AFTER", 0)
    internet.has("/a.pdf", text(2), "application/pdf")
    contents, failures = account.runtime_data.spooler.contents, 0
    really = getattr(contents, name)

    async def fail_at_first(*arguments: Any, **options: Any) -> None:
        nonlocal failures
        # The address itself is reserved before it is looked up.
        if internet.seen and failures < 2:
            failures += 1
            raise error
        await really(*arguments, **options)

    with patch.object(contents, name, fail_at_first):
        await sender.send(form(url=internet.url("/a.pdf", "example.com")))
        job, *_ = await settle(hass, account)
    assert (job.content.pages, len(internet.seen)) == (2, 3)


async def test_no_room_for_strangers(hub: Hub, sender: Sender, internet: Site) -> None:
    """What is too large beside what waits fails before it is kept."""
    internet.has("/a.txt", "x" * 2000, "text/plain")
    object.__setattr__(hub.data.settings, "content_limit", 4 * 1000)
    await sender.send(form(url=internet.url("/a.txt", "example.com")))
    job, *_ = await settle(hub.hass, hub.account)
    assert job.failure is not None
    assert job.failure.key == "links_full"


async def test_address_is_gone(hub: Hub, sender: Sender) -> None:
    """An address that is no longer kept fails with a sentence."""
    contents = hub.data.spooler.contents
    with patch.object(contents, "async_provide_documents", AsyncMock(return_value=[])):
        await sender.send(form(url="http://example.com/a.pdf"))
        job, *_ = await settle(hub.hass, hub.account)
    assert job.failure is not None
    assert job.failure.key == "document_gone"


async def test_canceled_while_it_is_kept(
    hass: HomeAssistant, account: MockConfigEntry, sender: Sender, internet: Site
) -> None:
    """Nothing is left of an address that was canceled, nor of what was fetched."""
    internet.has("/a.pdf", text(2), "application/pdf")
    contents, gate = account.runtime_data.spooler.contents, Gate()
    with slowed(contents, "async_write", gate.wait):
        await sender.send(form(url=internet.url("/a.pdf", "example.com")))
        await gate.reached.wait()
        (job,) = preparing(account)
        preparation = job.preparation
        assert preparation is not None
        await account.runtime_data.spooler.async_cancel(job)
        gate.open()
        await hass.async_block_till_done(wait_background_tasks=True)
    (job,) = await settle(hass, account)
    assert job.state is JobState.CANCELED
    await contents.async_clean_up()
    assert not any(contents.has(each.content_id) for each in preparation.documents)
