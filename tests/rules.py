"""Decisions on prints that rules ask about."""

from typing import Any

from custom_components.cloudprint.policy.rules import RULE
from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .printing.test_permissions import call_as
from .subentries import add_subentry


def add_rule(
    hass: HomeAssistant,
    account: ConfigEntry[Any],
    name: str = "Children",
    /,
    **data: Any,
) -> str:
    """Make a rule, without its form; return its id."""
    return add_subentry(hass, account, RULE, name, **data)


def waiting_for_approval(account: ConfigEntry[Any]) -> list[Job]:
    """Return the jobs that wait for an approval."""
    return [job for job in account.runtime_data.store.open_jobs if job.needs_approval]


async def decide(
    hass: HomeAssistant,
    account: ConfigEntry[Any],
    user: User,
    *,
    is_approved: bool,
    message: str | None = None,
) -> None:
    """Let a user approve or deny all that waits for it."""
    prints = {job.print_id: job.job_id for job in waiting_for_approval(account)}
    for job_id in prints.values():
        if is_approved:
            await call_as(hass, user, "approve_job", job_id=job_id)
        else:
            await call_as(hass, user, "deny_job", job_id=job_id, message=message)
    await hass.async_block_till_done()
