"""System health of all accounts."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .api import DEFAULT_BASE_URL
from .const import CONF_BASE_URL, DOMAIN
from .data import CloudPrintConfigEntry
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
    accounts = [
        entry.runtime_data for entry in hass.config_entries.async_loaded_entries(DOMAIN)
    ]
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
    errors = [str(error) for entry in entries if (error := _get_last_error(entry))]
    if errors:
        info["last_error"] = " / ".join(dict.fromkeys(errors))
    return info


def _get_last_error(entry: CloudPrintConfigEntry) -> object:
    """Return why an account is not set up, or its last error, if any."""
    if entry.reason is not None or entry.state is not ConfigEntryState.LOADED:
        return entry.reason
    return entry.runtime_data.coordinator.last_exception


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
