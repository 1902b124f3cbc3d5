"""Rules of an account, and decisions on the prints that they ask about."""

from types import MappingProxyType
from typing import Any

from custom_components.cloudprint.policy.rules import SUBENTRY_TYPE
from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant


def add_rule(
    hass: HomeAssistant, account: ConfigEntry[Any], name: str = "House", **data: Any
) -> str:
    """Make a rule, without its form; return its id."""
    subentry = ConfigSubentry(
        data=MappingProxyType(data),
        subentry_type=SUBENTRY_TYPE,
        title=name,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(account, subentry)
    return subentry.subentry_id


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
    """Approve or deny all that waits for it."""
    await account.runtime_data.spooler.async_decide_approval(
        waiting_for_approval(account),
        Requester.from_user(user),
        is_approved=is_approved,
        message=message,
    )
    await hass.async_block_till_done()
