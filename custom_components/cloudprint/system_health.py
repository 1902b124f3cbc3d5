"""System health of all accounts."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .api.client import DEFAULT_BASE_URL
from .const import CONF_BASE_URL, DOMAIN
from .data import CloudPrintConfigEntry, get_accounts
from .ipp.sharing import SHARING


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register system health callbacks."""
    register.async_register_info(
        system_health_info, f"/config/integrations/integration/{DOMAIN}"
    )


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the system health of all accounts together."""
    entries: list[CloudPrintConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_disabled=False
    )
    accounts = get_accounts(hass)
    info: dict[str, Any] = {
        "can_reach_service": _async_can_reach(
            hass, [entry.data[CONF_BASE_URL] for entry in entries] or [DEFAULT_BASE_URL]
        ),
        "accounts": f"{len(accounts)}/{len(entries)}",
        "printers": sum(len(account.coordinator.data) for account in accounts),
        "shared_printers": sum(
            len(hass.data[SHARING].get_printers(entry.entry_id)) for entry in entries
        ),
        "open_jobs": sum(account.store.counts.open() for account in accounts),
        "held_jobs": sum(account.store.counts.held() for account in accounts),
    }
    ages = [
        age for account in accounts if (age := account.client.tokens.age) is not None
    ]
    if ages:
        # Of the oldest one
        info["token_obtained"] = dt_util.utcnow() - timedelta(seconds=max(ages))
    # Why accounts are not set up, or their last errors
    exceptions = {
        account.entry.entry_id: account.coordinator.last_exception
        for account in accounts
    }
    reasons = (entry.reason or exceptions.get(entry.entry_id) for entry in entries)
    if errors := [str(reason) for reason in reasons if reason]:
        info["last_error"] = " / ".join(dict.fromkeys(errors))
    return info


async def _async_can_reach(
    hass: HomeAssistant, urls: Iterable[str]
) -> str | dict[str, str]:
    """Return "ok" if all services can be reached, or the first failure."""
    answers = await asyncio.gather(
        *(
            system_health.async_check_can_reach_url(hass, url)
            for url in dict.fromkeys(urls)
        )
    )
    return next((answer for answer in answers if answer != "ok"), "ok")
