"""Tests of what the card shows of rules before a print."""

from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..rules import add_rule
from ..samples.pdf_drawings import coloured_words
from ..samples.pdf_files import text
from .conftest import Browser


async def rule_of(browser: Browser, device_id: str) -> Any:
    """Return what a printer's record says of its rule."""
    printers = (await browser.ask("printers"))["printers"]
    (record,) = [each for each in printers if each["device_id"] == device_id]
    return record["rule"]


async def test_pages_that_are_left(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, guest: Browser
) -> None:
    """Each sees the own rule of each printer, with the own pages that are left."""
    assert await rule_of(member, hub.device_id) is None
    add_rule(
        hass,
        hub.account,
        others=True,
        printers=[hub.device_id],
        pages_a_day=5,
        only_while="schedule.secret",
    )
    hass.states.async_set("schedule.secret", "on", {"friendly_name": "Secret"})
    letter = await member.uploaded(text(pages=3, lines=2), "letter.pdf")
    preview = await member.ask("preview", device_id=hub.device_id, upload=letter)
    assert preview["policy"] == {
        "pages": 3,
        "asks": False,
        "causes": [],
        "ask_above": None,
        "approvers": [],
        "sentence": "Children: 5 pages a day, ask unless “…” is on",
        "left_today": 5,
        "left_month": None,
        "used_up": False,
        "offers_grey": False,
    }
    await member.ask("print", device_id=hub.device_id, upload=letter)
    assert await rule_of(member, hub.device_id) == {
        "sentence": "Children: 5 pages a day, ask unless “…” is on",
        "left_today": 2,
        "limit_today": 5,
        "left_month": None,
        "limit_month": None,
    }
    assert (await rule_of(guest, hub.device_id))["left_today"] == 5
    assert await rule_of(owner, hub.device_id) is None
    letter = await member.uploaded(text(pages=3, lines=2), "letter.pdf")
    preview = await member.ask("preview", device_id=hub.device_id, upload=letter)
    assert (preview["policy"]["used_up"], preview["policy"]["left_today"]) == (True, 2)
    assert await member.refused("print", device_id=hub.device_id, upload=letter) == (
        "pages_used_up_day"
    )


async def test_who_will_be_asked(
    hass: HomeAssistant, hub: Hub, member: Browser, stranger: Browser
) -> None:
    """Before Print, the card knows that somebody will be asked, whom, and why."""
    hass.states.async_set(
        "person.a", "home", {"friendly_name": "Anna", "user_id": member.user.id}
    )
    boss = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    # Who may not read the printer cannot decide.
    approvers = [stranger.user.id, boss.id]
    add_rule(
        hass,
        hub.account,
        users=[member.user.id],
        ask_above=1,
        approvers=approvers,
        color="ask",
    )
    letter = await member.uploaded(coloured_words(), "letter.pdf")
    preview = await member.ask("preview", device_id=hub.device_id, upload=letter)
    policy = preview["policy"]
    assert (policy["asks"], policy["causes"]) == (True, ["pages", "color"])
    assert (policy["approvers"], policy["offers_grey"]) == (["Boss"], False)
    # Also who prints before the preview is there, or a list of files, is told.
    printed = {"device_id": hub.device_id, "upload": letter, "idempotency_key": "once"}
    answer = await member.ask("print", **printed)
    assert answer["asked"] == ["Boss"]
    assert (await member.ask("print", **printed))["asked"] == ["Boss"]
    (job,) = answer["jobs"]
    await member.ask("jobs/cancel", job_id=job["job_id"])
    assert (await member.ask("print", **printed))["asked"] is None
    plain = await member.ask("print", device_id=hub.device_id, text="x")
    assert plain["asked"] is None


async def test_journal_cannot_be_read(
    hass: HomeAssistant, hub: Hub, member: Browser
) -> None:
    """What is left is unknown then; nothing else is missing."""
    add_rule(hass, hub.account, others=True, pages_a_day=5)
    with patch.object(Journal, "async_run", side_effect=JournalError("disk")):
        rule = await rule_of(member, hub.device_id)
        preview = await member.ask("preview", device_id=hub.device_id, text="x")
    assert (rule["left_today"], rule["limit_today"]) == (None, 5)
    assert preview["policy"]["left_today"] is None
    assert preview["policy"]["used_up"] is False
    assert hub.simulator.printed == []


@pytest.mark.parametrize("others", [True, False])
async def test_no_limit_in_numbers(
    hass: HomeAssistant, hub: Hub, member: Browser, *, others: bool
) -> None:
    """A rule without numbers counts nothing down; a rule for others is not shown."""
    add_rule(hass, hub.account, others=others, kinds=["voice"], color="never")
    rule = await rule_of(member, hub.device_id)
    if others:
        assert rule["sentence"] == "Children: black and white"
        assert {rule[name] for name in rule if name != "sentence"} == {None}
    else:
        assert rule is None
    await hub.print(text="x")
