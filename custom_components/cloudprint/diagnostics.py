"""What helps to find a fault, without what is secret or personal."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .const import CONF_APP_ID, CONF_APP_KEY
from .data import JOURNAL, CloudPrintConfigEntry
from .spool.job import Job

TO_REDACT: Final = {
    CONF_APP_ID,
    CONF_APP_KEY,
    "alias",
    "name",
    "server_sn",
    "title",
    "unique_id",
}
RECENT_JOBS: Final = 20


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: CloudPrintConfigEntry
) -> dict[str, Any]:
    """Return the state of an account."""
    account = entry.runtime_data
    jobs = await hass.data[JOURNAL].async_jobs(
        entry_ids=[entry.entry_id], limit=RECENT_JOBS
    )
    return {
        "entry": async_redact_data(entry.as_dict(), TO_REDACT),
        "service": {
            "reachable": account.coordinator.last_update_success,
            "token_age": account.client.token_age,
            "forced_renewals_last_hour": account.client.forced_renewals_last_hour,
        },
        "printers": [
            _printer(entry, device_id) for device_id in account.coordinator.data
        ],
        "open_jobs": len(account.spooler.register.open_jobs),
        "recent_jobs": [_job(job) for job in jobs],
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the state of a printer, or of the account for the account's device."""
    if device.id not in entry.runtime_data.coordinator.data:
        return await async_get_config_entry_diagnostics(hass, entry)
    jobs = await hass.data[JOURNAL].async_jobs(
        device_ids=[device.id], limit=RECENT_JOBS
    )
    return {
        "printer": _printer(entry, device.id),
        "recent_jobs": [_job(job) for job in jobs],
    }


def _printer(entry: CloudPrintConfigEntry, device_id: str) -> dict[str, Any]:
    account = entry.runtime_data
    capabilities = account.capabilities.get(device_id)
    return {
        "device_id": device_id,
        **async_redact_data(asdict(account.coordinator.data[device_id]), TO_REDACT),
        # A paper's name says nothing of a person.
        "capabilities": capabilities and asdict(capabilities),
    }


def _job(job: Job) -> dict[str, Any]:
    """Return a job without what it is called, what it printed, and where."""
    return job.as_record() | {
        "name": REDACTED,
        "printer": REDACTED,
        "message": REDACTED if job.message else None,
        "task_id": REDACTED if job.task_id else None,
        "options": sorted(job.options),
    }
