"""What is approved is what is printed: an address is fetched when it is asked for."""

from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.cloudprint.api.vocabulary import Side
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..hub import Hub
from ..rules import add_rule, waiting_for_approval
from ..samples import documents
from ..samples.pdf_files import text
from ..samples.pictures import saved, scene
from ..source.web.conftest import internet, internet_address, lan, names
from ..source.web.site import Site
from ..waits import until
from .test_approval import USERS
from .test_permissions import call_as
from .test_print_accounts import (
    other_account,
    other_application,
    other_id,
    other_printer,
)

__all__ = ["internet", "internet_address", "lan", "names"]
__all__ += ["other_account", "other_application", "other_id", "other_printer"]

BEFORE, AFTER = "<title>Menu</title><p>Soup", "<title>Menu</title><p>Poison"


@dataclass(kw_only=True)
class Asker:
    """A child whose prints of an address a rule may ask about, and the mother."""

    hub: Hub
    site: Site
    child: User
    mother: User

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.hub.hass

    def rule(self, **data: Any) -> None:
        """Make the rule for the child."""
        data = {"users": [self.child.id], "approvers": [self.mother.id], **data}
        add_rule(self.hass, self.hub.account, "Child", **data)

    def url(self, path: str = "/menu.html", host: str = "example.com") -> str:
        """Return an address of the site."""
        return self.site.url(path, host)

    async def print(self, path: str = "/menu.html", **fields: Any) -> dict[str, Any]:
        """Print an address as the child; return the first job."""
        fields = {"device_id": self.hub.device_id, "url": self.url(path), **fields}
        job: dict[str, Any]
        job, *_ = (await call_as(self.hass, self.child, "print", **fields))["jobs"]
        return job

    async def approve(self, job: dict[str, Any], **fields: Any) -> None:
        """Approve a print as the mother, once the site has something else."""
        self.site.has("/menu.html", AFTER, "text/html")
        await call_as(
            self.hass, self.mother, "approve_job", job_id=job["job_id"], **fields
        )
        await self.hass.async_block_till_done()

    def check_paper(self, count: int = 1) -> None:
        """Check that what came out is what was there when it was asked for."""
        printed = self.hub.simulator.printed
        assert len(printed) == count
        for job in printed:
            assert job.media_source == "STRING"
            assert b"Soup" in job.content
            assert b"Poison" not in job.content


@pytest.fixture
async def asker(hub: Hub, internet: Site) -> Asker:
    """Return a child without a rule yet, and a site with a menu."""
    internet.has("/menu.html", BEFORE, "text/html")
    await hub.hass.auth.async_create_user("Owner")
    child, mother = [
        await hub.hass.auth.async_create_user(name, group_ids=USERS)
        for name in ("Child", "Mother")
    ]
    return Asker(hub=hub, site=internet, child=child, mother=mother)


@pytest.mark.parametrize(
    ("rule", "causes"),
    [
        ({"ask_above": 5}, ["pages_unknown"]),
        ({"pages_a_day": 5}, ["pages_unknown"]),
        ({"pages_a_month": 5}, ["pages_unknown"]),
        ({"color": "ask"}, ["color"]),
        ({"only_while": "schedule.day"}, ["time"]),
    ],
)
async def test_page_that_changes(
    asker: Asker, rule: dict[str, Any], causes: list[str]
) -> None:
    """What was there when it was asked for is approved, and comes out."""
    asker.rule(**rule)
    job = await asker.print()
    (waiting,) = waiting_for_approval(asker.hub.account)
    assert waiting.approval
    assert list(waiting.approval.causes) == causes
    assert job["name"] == "Menu"
    await asker.approve(job)
    asker.check_paper()
    assert asker.site.paths == ["/menu.html"]


async def test_restart(asker: Asker) -> None:
    """What was fetched is kept across a restart."""
    asker.rule(ask_above=0)
    job = await asker.print()
    await asker.hass.config_entries.async_reload(asker.hub.account.entry_id)
    await asker.approve(job)
    asker.check_paper()


async def test_counted_and_looked_at(asker: Asker) -> None:
    """A file is counted and looked at: nobody is asked about one that is let through."""
    photo, gray = saved(scene(), "PNG"), documents.picture("PNG")
    asker.site.has("/photo.png", photo, "image/png")
    asker.site.has("/gray.png", gray, "image/png")
    asker.site.has("/two.pdf", text(2), "application/pdf")
    asker.rule(ask_above=1, color="ask")
    assert (await asker.print("/gray.png"))["state"] != "held"
    for path, cause in (("/photo.png", "color"), ("/two.pdf", "pages")):
        assert (await asker.print(path))["state"] == "held"
        *_, waiting = waiting_for_approval(asker.hub.account)
        assert waiting.approval
        assert list(waiting.approval.causes) == [cause]
    await until(lambda: len(asker.hub.simulator.printed) == 1)
    assert asker.hub.simulator.printed[0].content == gray


@pytest.mark.parametrize(
    "rule",
    [None, {}, {"color": "never"}, {"users": ["another"], "ask_above": 0}],
)
async def test_untouched(asker: Asker, rule: dict[str, Any] | None) -> None:
    """Where no rule could ask, the service fetches the address itself."""
    if rule is not None:
        asker.rule(**rule)
    await asker.print()
    await asker.hass.async_block_till_done()
    (printed,) = asker.hub.simulator.printed
    assert (printed.media_source, printed.content) == ("URL", asker.url().encode())
    assert asker.site.paths == []


async def test_exempt(asker: Asker) -> None:
    """Automations and administrators are exempt, unless a rule names them."""
    asker.rule(users=[], others=True, ask_above=0)
    await asker.hub.print(url=asker.url())
    assert asker.hub.simulator.printed[0].media_source == "URL"
    assert asker.site.paths == []


@pytest.mark.parametrize(
    ("path", "status", "key"),
    [("/gone.html", 404, "url_status"), ("/secret.png", 403, "url_login_needed")],
)
async def test_refused(asker: Asker, path: str, status: int, key: str) -> None:
    """What cannot be fetched is refused then, with a sentence."""
    asker.site.has(path, "x", "text/html", status=status)
    asker.rule(ask_above=9)
    with refuses(key, HomeAssistantError, host="example.com"):
        await asker.print(path)
    with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
        await asker.print(url="https://no.example/a.png")
    assert asker.hub.simulator.printed == []
    assert await asker.hub.jobs() == []


async def test_private_addresses(asker: Asker, lan: Site) -> None:
    """What may be fetched of the home stays the same, also by a public address."""
    lan.has("/x.html", BEFORE, "text/html")
    private = lan.url("/x.html", "nas.lan")
    asker.site.redirects("/to", private)
    asker.rule(ask_above=9)
    for url in (private, asker.url("/to")):
        with refuses("url_not_allowed"):
            await asker.print(url=url)
    assert lan.paths == []
    asker.hass.config.allowlist_external_urls = {lan.url(host="nas.lan")}
    await asker.approve(await asker.print(url=private))
    asker.check_paper()


async def test_headers(asker: Asker) -> None:
    """The headers of a print go to its address, and nowhere else."""
    asker.rule(ask_above=0)
    await asker.approve(await asker.print(headers={"X-Token": "hunter2"}))
    asker.check_paper()
    assert asker.site.seen[0][1]["X-Token"] == "hunter2"
    assert "hunter2" not in str(asker.hub.simulator.printed[0].task)


async def test_several_printers(asker: Asker, other_id: str) -> None:
    """A print is one content, whichever printer's rule may ask."""
    asker.rule(ask_above=0, printers=[asker.hub.colour_id])
    devices = [asker.hub.device_id, asker.hub.colour_id, other_id]
    await asker.print(device_id=devices, copies=2)
    (waiting,) = waiting_for_approval(asker.hub.account)
    await asker.hass.async_block_till_done()
    asker.check_paper(2)
    await asker.approve({"job_id": waiting.job_id})
    await until(lambda: len(asker.hub.simulator.printed) == 3)
    asker.check_paper(3)
    assert asker.site.paths == ["/menu.html"]
    assert all(job.task["config"]["copies"] == 2 for job in asker.hub.simulator.printed)


async def test_approved_with_changes(asker: Asker) -> None:
    """In grey and on two sides, it is the same page."""
    asker.rule(color="ask")
    job = await asker.print()
    changes = {"color": "monochrome", "sides": "two_sided_long_edge"}
    await asker.approve(job, **changes)
    asker.check_paper()
    config = asker.hub.simulator.printed[0].task["config"]
    assert config["side"] == Side.DUPLEX.value
    assert asker.site.paths == ["/menu.html"]


async def test_again(asker: Asker) -> None:
    """What was kept is printed again; an address that was not fetched is fetched then."""
    job = await asker.print()
    await asker.hass.async_block_till_done()
    asker.hub.simulator.printed.clear()
    asker.rule(ask_above=0)
    await call_as(asker.hass, asker.child, "reprint_job", job_id=job["job_id"])
    (again,) = waiting_for_approval(asker.hub.account)
    await asker.approve({"job_id": again.job_id})
    asker.check_paper()
    await call_as(asker.hass, asker.child, "reprint_job", job_id=again.job_id)
    (third,) = waiting_for_approval(asker.hub.account)
    await asker.approve({"job_id": third.job_id})
    asker.check_paper(2)
    assert asker.site.paths == ["/menu.html"]


async def test_moved(asker: Asker) -> None:
    """An address that is moved to where a rule may ask is fetched then."""
    asker.rule(ask_above=0, printers=[asker.hub.device_id])
    await asker.hub.go_offline(asker.hub.colour_printer)
    job = await asker.print(
        device_id=asker.hub.colour_id, headers={"X-Token": "hunter2"}
    )
    assert (job["state"], asker.site.paths) == ("held", [])
    moved = await call(
        asker.hass, "move_job", job_id=job["job_id"], device_id=asker.hub.device_id
    )
    assert len(waiting_for_approval(asker.hub.account)) == 1
    await asker.approve(moved)
    asker.check_paper()
    assert asker.site.seen[0][1]["X-Token"] == "hunter2"
    # What cannot be fetched stays where it is.
    asker.site.answers.clear()
    job = await asker.print(device_id=asker.hub.colour_id)
    with refuses("url_status", HomeAssistantError):
        await call(
            asker.hass, "move_job", job_id=job["job_id"], device_id=asker.hub.device_id
        )
    record = (await asker.hub.jobs())[0]
    assert (record["job_id"], record["state"]) == (job["job_id"], "held")


@pytest.mark.parametrize("fields", [{"hold": False}, {"expires_in": 0}])
async def test_not_to_wait(asker: Asker, fields: dict[str, Any]) -> None:
    """A print that must not wait fails where it is asked about."""
    asker.rule(ask_above=0)
    with refuses("job_needs_approval", HomeAssistantError):
        await asker.print(**fields)
    assert asker.hub.simulator.printed == []


async def test_dry_run(asker: Asker) -> None:
    """A dry run says the same."""
    asker.rule(ask_above=1)
    asker.site.has("/two.pdf", text(2), "application/pdf")
    job = await asker.print("/two.pdf", dry_run=True)
    assert (job["policy"]["pages"], job["policy"]["causes"]) == (2, ["pages"])
