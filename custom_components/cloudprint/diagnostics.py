"""Diagnostics of accounts and printers, without secret and personal data."""

from collections import Counter
from dataclasses import asdict
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .api.client import DEFAULT_BASE_URL
from .const import CONF_BASE_URL
from .data import JOURNAL, Account, CloudPrintConfigEntry, find_account
from .ipp.sharing import SHARING
from .printing.capability_check import get_defaults
from .printing.saved_document import KINDS, get_documents
from .printing.viewer import Viewer
from .repairs import get_issues
from .requester import AUTOMATION
from .settings import TOLD_OPTIONS, IppSettings
from .source.arranging import FILES
from .spool.job import Job
from .spool.journal import JournalError

JOB_FIELDS: Final = (
    *("job_id", "device_id", "state", "reason", "pages", "side", "follows", "content"),
    *("reprint_of", "moved_to", "warnings", "task_status"),
    *("created_at", "updated_at", "expires_at"),
)
MAX_RECENT_JOBS: Final = 20


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: CloudPrintConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of an account, set up or not."""
    documents = get_documents(entry)
    diagnostics = {
        "entry": {
            "entry_id": entry.entry_id,
            "version": f"{entry.version}.{entry.minor_version}",
            "source": entry.source,
            "state": entry.state.value,
            # An address of the user's own may identify the user.
            "has_own_address": entry.data[CONF_BASE_URL] != DEFAULT_BASE_URL,
            "options": {
                name: entry.options[name]
                for name in TOLD_OPTIONS
                if name in entry.options
            },
        },
        "saved_documents": Counter(
            next((kind for kind in KINDS if kind in document.fields), "unknown")
            for document in documents
        ),
        "saved_files": sum(
            len(document.fields.get(FILES, ())) for document in documents
        ),
        # The answers of the check-up are in the options above.
        "local_network": _describe_local_network(hass, entry),
        "issues": [
            {"issue": issue.translation_key, "created": issue.created.isoformat()}
            for issue in get_issues(hass, entry)
        ],
        "journal": await _async_describe_journal(hass, entry.entry_id),
    }
    if (account := find_account(hass, entry.entry_id)) is not None:
        diagnostics |= _describe_account(account)
    return diagnostics


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the diagnostics of a printer, or of the account for another device."""
    account = find_account(hass, entry.entry_id)
    if account is None or device.id not in account.coordinator.data:
        return await async_get_config_entry_diagnostics(hass, entry)
    return {
        "printer": _describe_printer(account, device.id),
        "journal": await _async_describe_journal(hass, entry.entry_id, device.id),
    }


def _describe_local_network(
    hass: HomeAssistant, entry: CloudPrintConfigEntry
) -> dict[str, Any]:
    """Return how printers are shared, without addresses and names of clients."""
    sharing, network = hass.data[SHARING], IppSettings.from_options(entry.options)
    ports = sharing.get_ports(entry.entry_id)
    return {
        "port": network.port,
        "is_running": any(port.is_running for port in ports),
        "is_announced": any(port.is_announced for port in ports),
        "needs_password": network.needs_password,
        "allowed_networks": len(network.networks),
        "pages_per_hour": network.pages_per_hour,
        "clients_today": {
            device_id: printer.clients_today
            for device_id, printer in sharing.get_printers(entry.entry_id).items()
        },
    }


def _describe_account(account: Account) -> dict[str, Any]:
    reason, changed_at = account.coordinator.reason, account.printer_store.changed_at
    remembered = "journal" if changed_at else "devices"
    return {
        "service": {
            "reachable": account.coordinator.last_update_success,
            "reason": reason and reason.value,
            "token_age": account.client.tokens.age,
            "forced_renewals_last_hour": account.client.tokens.forced_renewals_last_hour,
            "task_aliases": len(account.store.tasks.aliases),
            "answers_about_other_tasks": account.tracker.doubted_count,
        },
        "printer_list": {
            "source": "service"
            if account.coordinator.listed is not None
            else remembered,
            "changed_at": changed_at and changed_at.isoformat(),
        },
        "printers": [
            _describe_printer(account, device_id)
            for device_id in account.coordinator.data
        ],
        "missing_printers": {
            device_id: sorted(candidates)
            for device_id, candidates in account.coordinator.missing.renamed.items()
        },
        "open_jobs": account.store.counts.open(),
        "held_jobs": account.store.counts.held(),
        "documents": asdict(account.documents),
    }


def _describe_printer(account: Account, device_id: str) -> dict[str, Any]:
    capabilities = account.capabilities.get_reported(device_id)
    trays = account.capabilities.get_trays(device_id)
    return {
        "device_id": device_id,
        "online": account.coordinator.data[device_id].online,
        "hidden": account.coordinator.data[device_id].hidden,
        # The names of papers are not personal.
        "capabilities": capabilities and asdict(capabilities),
        "trays": trays and trays.as_json(),
        "quirks": asdict(account.printer_settings.get_quirks(device_id)),
        "defaults": get_defaults(account, device_id),
    }


async def _async_describe_journal(
    hass: HomeAssistant, entry_id: str, device_id: str | None = None
) -> dict[str, Any]:
    """Return the newest jobs of an account or a printer, or the error of the journal."""
    journal = hass.data[JOURNAL]
    try:
        jobs = await journal.async_jobs(
            entry_ids=[entry_id],
            device_ids=None if device_id is None else [device_id],
            limit=MAX_RECENT_JOBS,
        )
        await journal.async_count_unreadable()
    except JournalError as err:
        return {"error": str(err)}
    return {
        "recent_jobs": [_describe_job(hass, job) for job in jobs],
        "unreadable_jobs": journal.unreadable,
    }


def _describe_job(hass: HomeAssistant, job: Job) -> dict[str, Any]:
    record = Viewer.of_person(hass, AUTOMATION).show(job).as_record()
    return {name: record[name] for name in JOB_FIELDS if name in record} | {
        "failure": job.failure and job.failure.key,
        "requester": job.requester.kind.value,
        "has_task": job.sent.task_id is not None,
        "has_message": job.message is not None,
        "options": sorted(job.options),
        "approve_status": job.sent.approve_status,
    }
