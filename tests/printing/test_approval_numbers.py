"""Who approves reads how many pages a print has, and how many are left for its asker."""

from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.core import HomeAssistant

from ..rules import add_rule
from .test_approval import Family, family
from .test_permissions import call_as

__all__ = ["family"]


async def approval_of(
    hass: HomeAssistant, user: Any, job: dict[str, Any]
) -> dict[str, Any]:
    """Return the approval of a job as a user reads it."""
    jobs = (await call_as(hass, user, "get_jobs"))["jobs"]
    (record,) = [record for record in jobs if record["job_id"] == job["job_id"]]
    approval: dict[str, Any] = record["approval"]
    return approval


@pytest.fixture
def limited(hass: HomeAssistant, family: Family) -> Family:
    """Let five of 20 pages a day print without asking."""
    (rule,) = family.account.subentries.values()
    numbers = {"ask_above": 5, "pages_a_day": 20}
    hass.config_entries.async_update_subentry(
        family.account, rule, data={**rule.data, **numbers}
    )
    return family


async def test_numbers(hass: HomeAssistant, limited: Family) -> None:
    """A print says its pages and how many print without asking; those who decide, what is left."""
    await limited.print(copies=4)
    job = await limited.print(copies=16)
    shown = await approval_of(hass, limited.child, job)
    assert (shown["causes"], shown["pages"], shown["ask_above"]) == (["pages"], 16, 5)
    assert "left_today" not in shown
    assert "left_today" not in await approval_of(hass, limited.guest, job)
    for user in (limited.mother, limited.admin):
        assert (await approval_of(hass, user, job))["left_today"] == 16
    reading = "custom_components.cloudprint.policy.outlook.read_pages_left"
    with patch(reading, side_effect=JournalError("no")):
        assert (await approval_of(hass, limited.mother, job))["left_today"] is None
    # It is what is left now, and nothing is asked any more once it is decided.
    await limited.print(copies=3)
    assert (await approval_of(hass, limited.mother, job))["left_today"] == 13
    await limited.approve(limited.mother, job)
    assert "left_today" not in await approval_of(hass, limited.mother, job)


async def test_own_history(hass: HomeAssistant, limited: Family) -> None:
    """With own history, nobody but who decides knows anything of it."""
    job = await limited.print(copies=16)
    options = {**limited.account.options, "own_history": True}
    hass.config_entries.async_update_entry(limited.account, options=options)
    jobs = (await call_as(hass, limited.guest, "get_jobs"))["jobs"]
    assert [record["approval"] for record in jobs] == [None]
    assert (await approval_of(hass, limited.mother, job))["left_today"] == 20


@pytest.mark.parametrize(
    ("rule", "pages", "ask_above"),
    [({"ask_above": 0}, 16, 0), ({"only_while": "schedule.day"}, 16, None)],
)
async def test_other_causes(
    hass: HomeAssistant,
    family: Family,
    rule: dict[str, Any],
    pages: int,
    ask_above: int | None,
) -> None:
    """The number is said where it is the reason; pages without a limit are None."""
    add_rule(hass, family.account, "All", others=True, **rule)
    fields = {"device_id": family.device_id, "text": "x", "copies": 16}
    (dry,) = (await call_as(hass, family.guest, "print", **fields, dry_run=True))[
        "jobs"
    ]
    assert (dry["policy"]["pages"], dry["policy"]["ask_above"]) == (pages, ask_above)
    (job,) = (await call_as(hass, family.guest, "print", **fields))["jobs"]
    approval = await approval_of(hass, family.admin, job)
    assert (approval["pages"], approval["ask_above"]) == (pages, ask_above)
    assert approval["left_today"] is None
