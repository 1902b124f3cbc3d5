"""How the accounts are, in a few words."""

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


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Tell where all of it is shown, and who knows it."""
    register.async_register_info(
        system_health_info, f"/config/integrations/integration/{DOMAIN}"
    )


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return how the accounts are, taken together.

    Of several tokens it is the oldest that counts. There is no token, and no error,
    where there has been none.
    """
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
        "open_jobs": sum(account.store.counts.open() for account in accounts),
        "held_jobs": sum(account.store.counts.held() for account in accounts),
    }
    ages = [
        age for account in accounts if (age := account.client.token_age) is not None
    ]
    if ages:
        info["token_obtained"] = dt_util.utcnow() - timedelta(seconds=max(ages))
    errors = [str(error) for entry in entries if (error := _last_error(entry))]
    if errors:
        info["last_error"] = " / ".join(dict.fromkeys(errors))
    return info


def _last_error(entry: CloudPrintConfigEntry) -> object:
    """Return why an account is not there, or the last error that it met, if any."""
    if entry.reason is not None:
        return entry.reason
    if entry.state is not ConfigEntryState.LOADED:
        return None
    return entry.runtime_data.coordinator.last_exception


async def _async_can_reach(
    hass: HomeAssistant, urls: Iterable[str]
) -> str | dict[str, str]:
    """Return if all services can be reached, or what is wrong with one of them."""
    answers = await asyncio.gather(
        *(
            system_health.async_check_can_reach_url(hass, url)
            for url in dict.fromkeys(urls)
        )
    )
    return next((answer for answer in answers if answer != "ok"), "ok")
