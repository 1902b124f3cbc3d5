"""Tests of what rules do to a print: limits, approvals, and ways around them."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.settings import PageLayout
from custom_components.cloudprint.document.source_file import SourceFile
from custom_components.cloudprint.policy.rules import get_rules
from custom_components.cloudprint.printing import prepare
from custom_components.cloudprint.printing.manual_duplex import async_create_submissions
from custom_components.cloudprint.printing.preparing import async_accept
from custom_components.cloudprint.printing.sending import SubmitOptions
from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.spool.preparation import Preparation
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..entities import device_id_of
from ..hub import Hub
from ..printing.one_sided import OneSided
from ..printing.test_jobs import other_account
from ..printing.test_permissions import call_as, person
from ..printing.test_quirks import answers
from ..rules import add_rule
from ..samples import documents
from ..samples.pdf_drawings import coloured_words
from ..samples.pdf_files import text
from ..samples.pictures import photo, saved
from ..simulator import CloudSimulator
from ..waits import until

__all__ = ["other_account"]  # a fixture


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a member of the home."""
    return await person(hass, {"all": True})


def pdf(pages: int) -> dict[str, str]:
    """Return a PDF as the fields of a print."""
    return {"data": b64encode(text(pages=pages, lines=2)).decode()}


def encoded(data: bytes) -> dict[str, str]:
    """Return a file as the fields of a print."""
    return {"data": b64encode(data).decode()}


COLORED = encoded(coloured_words())
PHOTO = saved(photo((60, 40)), "JPEG")
GREY_PHOTO = saved(photo((60, 40)).convert("L").convert("RGB"), "PNG")


async def jobs_of(hass: HomeAssistant, user: User, **fields: Any) -> list[Any]:
    """Print as a user; return the jobs."""
    return list((await call_as(hass, user, "print", **fields))["jobs"])


async def reasons(hass: HomeAssistant) -> list[tuple[str, str | None]]:
    """Return states and reasons of all jobs, oldest first."""
    jobs = (await call(hass, "get_jobs"))["jobs"]
    return [(job["state"], job["reason"]) for job in reversed(jobs)]


NEEDED = ("held", "approval")


async def test_no_rule(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Without a rule, nothing is asked, counted down or shown."""
    (job,) = await jobs_of(hass, anna, device_id=hub.device_id, **pdf(3), dry_run=True)
    assert "policy" not in job
    await jobs_of(hass, anna, device_id=hub.device_id, **pdf(3))
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        (pdf(6), 6),
        (pdf(3) | {"copies": 2}, 6),
        (pdf(12) | {"pages_per_sheet": 2}, 6),
        (pdf(20) | {"page_ranges": "1-3,18-20"}, 6),
        # Estimated: 60 lines a page
        ({"text": "x\n" * 359}, 6),
        (pdf(5), 5),
        (pdf(20) | {"page_ranges": "1-5"}, 5),
    ],
)
async def test_ask_above(
    hass: HomeAssistant, hub: Hub, anna: User, fields: Any, pages: int
) -> None:
    """Printed sides of all copies count, as a dry run says them."""
    add_rule(hass, hub.account, users=[anna.id], ask_above=5)
    asks = pages > 5
    (job,) = await jobs_of(hass, anna, device_id=hub.colour_id, **fields, dry_run=True)
    assert job["policy"] == {
        "pages": pages,
        "asks": asks,
        "causes": ["pages"] if asks else [],
        "ask_above": 5 if asks else None,
        "approvers": ["Owner"] if asks else [],
        "sentence": "Children: ask above 5",
        "left_today": None,
        "left_month": None,
        "used_up": False,
        "offers_grey": False,
    }
    assert await reasons(hass) == []
    await jobs_of(hass, anna, device_id=hub.colour_id, **fields)
    assert len(hub.simulator.printed) == (0 if asks else 1)
    if asks:
        assert await reasons(hass) == [NEEDED]


@pytest.mark.parametrize(
    ("raw", "causes"),
    [
        ({"copies": 50}, ["pages_unknown"]),
        ({"color": "COLOR"}, ["pages_unknown", "color"]),
        ({"color": "MONOCHROME"}, ["pages_unknown", "color"]),
        ({"anything": 1}, ["pages_unknown", "color"]),
    ],
)
async def test_raw_options(
    hass: HomeAssistant, hub: Hub, anna: User, raw: Any, causes: list[str]
) -> None:
    """Raw options may mean anything, so that they are asked for."""
    add_rule(hass, hub.account, users=[anna.id], pages_a_day=100, color="ask")
    fields = {"device_id": hub.device_id, "raw_options": raw, **pdf(1)}
    (job,) = await jobs_of(hass, anna, **fields, dry_run=True)
    assert set(causes) <= set(job["policy"]["causes"])
    assert job["policy"]["pages"] is None
    await jobs_of(hass, anna, **fields)
    assert hub.simulator.printed == []
    assert await reasons(hass) == [NEEDED]


@pytest.mark.parametrize(
    "options", [{}, {"color": "color"}, {"raw_options": {"color": "COLOR"}}]
)
async def test_never_color(
    hass: HomeAssistant, hub: Hub, anna: User, options: Any
) -> None:
    """A print in colour becomes grey with a warning, whatever says its colour."""
    add_rule(hass, hub.account, users=[anna.id], color="never")
    (job,) = await jobs_of(hass, anna, device_id=hub.colour_id, **pdf(1), **options)
    assert "color_denied" in job["warnings"]
    (printed,) = hub.simulator.printed
    assert printed.config["color"] == "MONOCHROME"
    # Somebody else's print in colour is grey when it is printed again.
    await call(hass, "print", {"device_id": hub.colour_id, **pdf(1)})
    await call_as(hass, anna, "reprint_job", device_id=hub.colour_id)
    assert hub.simulator.printed[-1].config["color"] == "MONOCHROME"


async def test_rule_of_color_is_made_meanwhile(
    hass: HomeAssistant, hub: Hub, anna: User
) -> None:
    """A rule that is made while pages are drawn applies to them."""
    create = async_create_submissions

    async def slowly(*args: Any, **details: Any) -> Any:
        add_rule(hass, hub.account, users=[anna.id], color="never")
        return await create(*args, **details)

    with patch.object(prepare, "async_create_submissions", slowly):
        (job,) = await jobs_of(hass, anna, device_id=hub.colour_id, **pdf(1))
    assert job["warnings"] == ["color_denied"]
    assert hub.simulator.printed[0].config["color"] == "MONOCHROME"


async def test_ask_for_color(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Colour is asked for, and grey is offered instead; grey is not asked for."""
    add_rule(hass, hub.account, users=[anna.id], color="ask", pages_a_day=5)
    fields = {"device_id": hub.colour_id, **COLORED, "page_ranges": "1"}
    (job,) = await jobs_of(hass, anna, **fields, dry_run=True)
    policy = job["policy"]
    assert (policy["causes"], policy["offers_grey"]) == (["color"], True)
    (job,) = await jobs_of(hass, anna, **fields, color="monochrome", dry_run=True)
    assert (job["policy"]["asks"], job["policy"]["offers_grey"]) == (False, False)
    await jobs_of(hass, anna, **fields, color="monochrome")
    assert len(hub.simulator.printed) == 1
    # More than what is left is refused, in grey as well.
    (job,) = await jobs_of(hass, anna, device_id=hub.colour_id, **pdf(5), dry_run=True)
    policy = job["policy"]
    assert (policy["used_up"], policy["offers_grey"]) == (True, False)
    assert policy["left_today"] == 4


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        (pdf(1), False),
        (COLORED, True),
        (COLORED | {"page_ranges": "1"}, True),
        (COLORED | {"page_ranges": "2"}, False),
        (COLORED | {"color": "monochrome"}, False),
        (COLORED | {"arrange": "grid", "pictures_per_sheet": 2}, True),
        (pdf(2) | {"arrange": "grid", "pictures_per_sheet": 2}, False),
        (encoded(PHOTO), True),
        (encoded(GREY_PHOTO), False),
        ({"text": "Milk"}, False),
        ({"markdown": "- [ ] Milk\n\n|a|b|\n|-|-|\n|[c](https://c.de)|d|"}, False),
        ({"markdown": "![](data:image/png;base64,iVBORw0KGgo=)"}, True),
        ({"html": "<p>Milk"}, True),
        (encoded(documents.docx()), True),
        (encoded(documents.docx()) | {"color": "monochrome"}, False),
        ({"text": "Milk", "raw_options": {"color": "MONOCHROME"}}, True),
    ],
)
async def test_color_that_counts(
    hass: HomeAssistant, hub: Hub, anna: User, fields: Any, asks: bool
) -> None:
    """Only what has color is asked for, on a printer that may print it."""
    add_rule(hass, hub.account, users=[anna.id], color="ask")
    fields = {"device_id": hub.colour_id, **fields}
    (job,) = await jobs_of(hass, anna, **fields, dry_run=True)
    assert job["policy"]["causes"] == (["color"] if asks else [])
    await jobs_of(hass, anna, **fields)
    assert len(hub.simulator.printed) == (0 if asks else 1)
    if not asks:
        # What is printed again is what was kept.
        await call_as(hass, anna, "reprint_job", device_id=hub.colour_id)
        assert len(hub.simulator.printed) == 2


@pytest.mark.parametrize(("answer", "asks"), [("grey", False), ("right", True)])
async def test_color_of_the_printer(
    hass: HomeAssistant, hub: Hub, anna: User, answer: str, asks: bool
) -> None:
    """A person says whether a printer prints color; what it reports is a hint."""
    options = answers(**{f"color_{hub.device_id}": answer})
    hass.config_entries.async_update_entry(hub.account, options=options)
    add_rule(hass, hub.account, users=[anna.id], color="ask")
    for fields in (COLORED, {"html": "<p>Milk"}):
        (job,) = await jobs_of(
            hass, anna, device_id=hub.device_id, **fields, dry_run=True
        )
        assert job["policy"]["asks"] is asks


async def test_limits(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Pages are counted on all printers of the rule, for each user alone."""
    ben = await hass.auth.async_create_user("Ben", group_ids=["system-users"])
    add_rule(hass, hub.account, others=True, pages_a_day=4, pages_a_month=6)
    await jobs_of(hass, anna, device_id=hub.device_id, **pdf(3))
    with refuses(
        "pages_used_up_day", HomeAssistantError, left="1", limit="4", pages="2"
    ):
        await jobs_of(hass, anna, device_id=hub.colour_id, **pdf(2))
    # Nothing of a print on two printers is printed that has too many pages in all.
    with refuses("pages_used_up_day", HomeAssistantError, pages="2"):
        await jobs_of(hass, anna, device_id=[hub.device_id, hub.colour_id], **pdf(1))
    assert len(hub.simulator.printed) == 1
    (job,) = await jobs_of(hass, anna, device_id=hub.colour_id, **pdf(1), dry_run=True)
    policy = job["policy"]
    assert (policy["left_today"], policy["left_month"]) == (1, 3)
    assert policy["sentence"] == "Children: 4 pages a day, 6 pages a month"
    await jobs_of(hass, ben, device_id=hub.colour_id, **pdf(4))
    # Automations have no rule.
    await call(hass, "print", {"device_id": hub.device_id, **pdf(9)})
    assert len(hub.simulator.printed) == 3


async def test_several_printers_and_rules(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    colour_id: str,
    anna: User,
    simulator: CloudSimulator,
) -> None:
    """Each printer has its rule; only what it asks for waits."""
    add_rule(hass, account, "Here", users=[anna.id], printers=[device_id], ask_above=0)
    add_rule(hass, account, "Elsewhere", users=[anna.id], pages_a_day=9)
    both = {"device_id": [device_id, colour_id], **pdf(2)}
    first, _ = await jobs_of(hass, anna, **both, dry_run=True)
    policy = first["policy"]
    assert (policy["pages"], policy["causes"], policy["left_today"]) == (
        4,
        ["pages"],
        9,
    )
    assert policy["sentence"] == "Here: ask each time\nElsewhere: 9 pages a day"
    await jobs_of(hass, anna, **both)
    assert NEEDED in await reasons(hass)
    assert len(simulator.printed) == 1


async def test_two_accounts(
    hass: HomeAssistant, other_account: MockConfigEntry, hub: Hub, anna: User
) -> None:
    """The rules of an account are for its printers."""
    other_id = device_id_of(hass, other_account, hub.simulator.printers[-1])
    add_rule(hass, other_account, users=[anna.id], ask_above=0)
    await jobs_of(hass, anna, device_id=[hub.device_id, other_id], **pdf(1))
    assert NEEDED in await reasons(hass)
    assert len(hub.simulator.printed) == 1


async def test_copies_as_jobs(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Copies that are jobs of their own are one print."""
    printer_settings = hub.data.printer_settings
    quirks = replace(printer_settings.get_quirks(hub.device_id), copies=False)
    add_rule(hass, hub.account, users=[anna.id], ask_above=5, pages_a_day=6)
    with patch.object(type(printer_settings), "get_quirks", return_value=quirks):
        with refuses("pages_used_up_day", HomeAssistantError, pages="8"):
            await jobs_of(hass, anna, device_id=hub.device_id, **pdf(2), copies=4)
        await jobs_of(hass, anna, device_id=hub.device_id, **pdf(2), copies=3)
    assert await reasons(hass) == [NEEDED] * 3
    assert hub.simulator.printed == []


async def test_manual_duplex(
    hass: HomeAssistant, account: MockConfigEntry, one_sided: OneSided, anna: User
) -> None:
    """Both passes are one print."""
    add_rule(hass, account, users=[anna.id], ask_above=2)
    fields = {"sides": "two_sided_long_edge", **pdf(4)}
    front, _ = await jobs_of(
        hass, anna, device_id=one_sided.device_id, **fields, dry_run=True
    )
    assert (front["policy"]["pages"], front["policy"]["asks"]) == (4, True)
    await jobs_of(hass, anna, device_id=one_sided.device_id, **fields)
    waiting = account.runtime_data.store.waiting.jobs
    assert [job.needs_approval for job in waiting] == [True, True]
    assert one_sided.simulator.printed == []


async def test_idempotency_key(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """A repeat is not counted, refused or asked for again."""
    add_rule(hass, hub.account, users=[anna.id], pages_a_day=3, ask_above=2)
    fields = {"device_id": hub.device_id, **pdf(2), "idempotency_key": "homework"}
    first = await jobs_of(hass, anna, **fields)
    again = await jobs_of(hass, anna, **fields)
    assert again == [first[0] | {"state": again[0]["state"], "repeated": True}]
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize("fields", [{"hold": False}, {"expires_in": 0}])
async def test_must_not_wait(
    hass: HomeAssistant, hub: Hub, anna: User, fields: Any
) -> None:
    """A print that must not wait fails at once if it has to be approved."""
    add_rule(hass, hub.account, users=[anna.id], ask_above=0)
    with refuses("job_needs_approval", HomeAssistantError):
        await jobs_of(hass, anna, device_id=hub.device_id, **pdf(1), **fields)
    assert hub.simulator.printed == []


async def test_only_while(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Outside the times of an entity, which may be gone, it is asked."""
    add_rule(hass, hub.account, users=[anna.id], only_while="schedule.school")
    (job,) = await jobs_of(hass, anna, device_id=hub.device_id, text="x", dry_run=True)
    assert job["policy"]["causes"] == ["time"]
    await jobs_of(hass, anna, device_id=hub.device_id, text="x")
    assert await reasons(hass) == [NEEDED]
    hass.states.async_set("schedule.school", "on")
    await jobs_of(hass, anna, device_id=hub.device_id, text="y")
    assert len(hub.simulator.printed) == 1


async def test_rule_is_made_while_a_print_waits(
    hass: HomeAssistant, hub: Hub, anna: User
) -> None:
    """What waits for an approval is not lost with its rule; what was let in stays."""
    rule_id = add_rule(hass, hub.account, users=[anna.id], ask_above=0, wait_hours=2)
    await jobs_of(hass, anna, device_id=hub.device_id, text="x")
    hass.config_entries.async_remove_subentry(hub.account, rule_id)
    assert get_rules(hub.account) == []
    await call(hass, "release_jobs")
    assert await reasons(hass) == [NEEDED]
    (job,) = hub.data.store.waiting.jobs
    assert (job.approval.rule.name, job.approval.rule.wait) == (
        "Children",
        timedelta(hours=2),
    )
    assert hub.simulator.printed == []


async def test_rule_is_made_while_a_print_is_prepared(
    hass: HomeAssistant, hub: Hub, tmp_path: Path
) -> None:
    """A document of a phone is counted once it is converted, by the rules of then."""
    path = tmp_path / "received.pdf"
    path.write_bytes(text(pages=3, lines=2))
    submit = SubmitOptions(
        requester=Requester(kind=RequesterKind.DEVICE, name="192.168.1.20"),
        name="Letter",
        idempotency_key="1",
        preparation=Preparation(
            layout=PageLayout(), client="192.168.1.20", pages_per_hour=100
        ),
    )
    files = [SourceFile(path=path)]
    job = await async_accept(
        hass, hub.device_id, files, submit, origin="ipp", options={}
    )
    add_rule(hass, hub.account, kinds=["device"], ask_above=2)
    store = hub.data.store
    await until(lambda: store.current(job).needs_approval)
    assert (
        store.current(job).pages.budget == f"rule:{get_rules(hub.account)[0].rule_id}"
    )
    assert hub.simulator.printed == []


async def test_approvers(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Who will be asked is named: as a person, never the one who asks, at least somebody."""
    ben = await hass.auth.async_create_user("ben2", group_ids=["system-users"])
    hass.states.async_set(
        "person.ben", "home", {"friendly_name": "Ben", "user_id": ben.id}
    )
    for approvers, expected in (
        ([ben.id], ["Ben"]),
        ([ben.id, anna.id], ["Ben"]),
        ([anna.id], ["Owner"]),
        (["gone"], ["Owner"]),
        ([], ["Owner"]),
    ):
        rule_id = add_rule(
            hass, hub.account, users=[anna.id], ask_above=0, approvers=approvers
        )
        (job,) = await jobs_of(
            hass, anna, device_id=hub.device_id, text="x", dry_run=True
        )
        assert job["policy"]["approvers"] == expected
        hass.config_entries.async_remove_subentry(hub.account, rule_id)
    owner = next(each for each in await hass.auth.async_get_users() if each.is_owner)
    add_rule(hass, hub.account, users=[owner.id], ask_above=0, approvers=[owner.id])
    (job,) = await jobs_of(hass, owner, device_id=hub.device_id, text="x", dry_run=True)
    assert job["policy"]["approvers"] == ["Owner"]


async def test_ways_of_a_member(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Reprint and move are asked for as a print is."""
    await jobs_of(hass, anna, device_id=hub.device_id, **pdf(1))
    add_rule(hass, hub.account, users=[anna.id], ask_above=0)
    await call_as(hass, anna, "reprint_job", device_id=hub.device_id)
    assert (await reasons(hass))[-1] == NEEDED
    assert len(hub.simulator.printed) == 1
