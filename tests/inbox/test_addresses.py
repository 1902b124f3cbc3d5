"""Tests of addresses that strangers print: nothing of this home is fetched."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.source.web.address import Hosts
from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..networks import Names
from ..samples.pdf_files import text
from ..source.web.site import PUBLIC, Site
from ..waits import Gate
from .conftest import Sender
from .test_prints import form, settle


async def fail(
    hass: HomeAssistant, account: MockConfigEntry, sender: Sender, url: str
) -> str:
    """Print an address that fails; return the key of the failure."""
    response = await sender.ask("preview", url=url)
    status, code = await sender.refused(response)
    assert status in (400, 503)
    await sender.send(form(url=url))
    job, *_ = await settle(hass, account)
    assert job.state is JobState.FAILED
    assert job.failure is not None
    assert job.failure.key == code
    return code


async def test_public_addresses(hub: Hub, sender: Sender, internet: Site) -> None:
    """Pages and files are fetched here, after the sender was answered."""
    internet.has("/a.html", "<html><title>News</title>Hello", "text/html")
    internet.has("/a.pdf", text(2), "application/pdf")
    answer = await sender.send(form(url=internet.url("/a.html", "example.com")))
    assert answer["name"] == "example.com"
    job, *_ = await settle(hub.hass, hub.account)
    assert job.failure is None
    assert job.content.media_source.value == "STRING"
    await sender.send(form(url=internet.url("/a.pdf", "example.com")))
    job, *_ = await settle(hub.hass, hub.account)
    assert job.content.pages == 2
    response = await sender.ask("preview", url=internet.url("/a.pdf", "example.com"))
    assert (await response.json())["pages"] == 2


@pytest.mark.parametrize(
    "host", ["nas.lan", "127.0.0.1", "127.1", "printer.example.com"]
)
async def test_addresses_of_the_home(
    hub: Hub, sender: Sender, lan: Site, host: str
) -> None:
    """Nothing local is fetched, even if an automation may."""
    lan.has("/a.txt", "hunter2")
    url = lan.url("/a.txt", host)
    hub.hass.config.allowlist_external_urls = {url}
    assert await fail(hub.hass, hub.account, sender, url) == "url_not_public"
    assert not lan.seen


async def test_ways_home(
    hub: Hub, sender: Sender, internet: Site, lan: Site, names: Names
) -> None:
    """Redirects, own names and the home's own public address do not lead home."""
    lan.has("/a.txt", "hunter2")
    internet.has("/b.txt", "hunter2")
    internet.redirects("/a.txt", lan.url("/a.txt"))
    url = internet.url("/a.txt", "example.com")
    assert await fail(hub.hass, hub.account, sender, url) == "url_not_public"
    await hub.hass.config.async_update(
        external_url=internet.url("", "home.example.com")
    )
    names["home.example.com"] = [PUBLIC]
    for host in ("home.example.com", "cdn.example.com", PUBLIC):
        url = internet.url("/b.txt", host)
        assert await fail(hub.hass, hub.account, sender, url) == "url_not_public"
    names["fake.example.com"] = ["198.18.0.5"]
    url = "http://fake.example.com/a"
    assert await fail(hub.hass, hub.account, sender, url) == "url_not_public"
    assert not lan.seen
    assert internet.paths == ["/a.txt"] * 2


async def test_pictures_of_the_home(
    hub: Hub, sender: Sender, internet: Site, lan: Site
) -> None:
    """A public page cannot bring in pictures of the home."""
    lan.has("/a.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    hub.hass.config.allowlist_external_urls = {lan.url("/")}
    page = f'<html><img src="{lan.url("/a.png")}">Hello'
    internet.has("/a.html", page, "text/html")
    await sender.send(form(url=internet.url("/a.html", "example.com")))
    await settle(hub.hass, hub.account)
    assert not lan.seen


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:x", "http://", "http://[x"]
)
async def test_no_addresses(sender: Sender, url: str) -> None:
    """What is no address of the web is refused at once."""
    for response in (
        await sender.ask("preview", url=url),
        await sender.post(form(url=url)),
    ):
        assert await sender.refused(response) == (400, "url_invalid")


async def test_restart(hub: Hub, sender: Sender, internet: Site) -> None:
    """An address that was accepted is fetched after a restart."""
    internet.has("/a.pdf", text(2), "application/pdf")
    gate = Gate()

    async def wait(*_: Any) -> bool:
        await gate.wait()
        return False

    with patch.object(Hosts, "async_is_local", wait):
        await sender.send(form(url=internet.url("/a.pdf", "example.com")))
        await gate.reached.wait()
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
    job, *_ = await settle(hub.hass, hub.account)
    assert job.content.pages == 2
