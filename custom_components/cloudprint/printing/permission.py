"""The printers, accounts and jobs that an action targets, and which users may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..api import Printer
from ..const import DOMAIN, EntityKey
from ..coordinator import find_entity, get_printer_name, is_printer, with_printer_name
from ..data import JOURNAL, CloudPrintConfigEntry, CloudPrintData
from ..exceptions import failed, invalid, shown
from ..fields import one_line, parse_text_line
from ..settings import CONF_DEFAULT_PRINTER
from ..source.reading import can_access
from ..spool.job import Job
from ..spool.journal import JournalError
from ..texts import join_names

MAX_REQUESTER: Final = 100  # Of the name of a user or a device, kept with a job
MAX_JOB_ID: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A printer, its present name, and its account, which its entry may lose."""

    device_id: str
    name: str
    entry: CloudPrintConfigEntry
    account: CloudPrintData
    printer: Printer


def find_listing_entry(
    hass: HomeAssistant, device_id: str | None
) -> CloudPrintConfigEntry | None:
    """Return the loaded account that lists a printer, if there is one."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if device_id in entry.runtime_data.coordinator.data:
            return entry
    return None


def get_target(hass: HomeAssistant, device_id: str) -> Target:
    """Return the printer of a device. Raises ServiceValidationError."""
    device = dr.async_get(hass).async_get(device_id)
    if device is None:
        raise invalid("device_unknown", device_id=shown(device_id))
    name = device.name_by_user or device.name or device_id
    if (entry := find_listing_entry(hass, device_id)) is not None:
        account = entry.runtime_data
        return Target(
            device_id=device_id,
            name=name,
            entry=entry,
            account=account,
            printer=account.coordinator.data[device_id],
        )
    owner = hass.config_entries.async_get_entry(device.config_entry_id)
    if owner is None or owner.domain != DOMAIN or not is_printer(device):
        raise invalid("device_not_printer", device=name)
    get_loaded_entry(hass, owner.entry_id)
    raise invalid("printer_gone", printer=name)


def get_printers(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> dict[str, str]:
    """Return the names of an account's printers by device id, also unlisted ones."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {
        device.id: get_printer_name(hass, device.id)
        for device in devices
        if is_printer(device)
    }


def get_all_printers(hass: HomeAssistant) -> dict[str, str]:
    """Return the names of the printers of all accounts by device id."""
    return {
        device_id: name
        for account in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for device_id, name in get_printers(hass, account).items()
    }


def name_printers(hass: HomeAssistant, device_ids: Iterable[str]) -> str:
    """Return the names of printers as a list in a sentence."""
    names = sorted({get_printer_name(hass, device_id) for device_id in device_ids})
    return join_names(names, hass.config.language)


def get_listed_printers(
    hass: HomeAssistant, entries: Iterable[CloudPrintConfigEntry]
) -> list[str]:
    """Return the devices of the printers that accounts list, or listed when loaded."""
    return [
        device_id
        for entry in entries
        for device_id in (
            entry.runtime_data.coordinator.data
            if entry.state is ConfigEntryState.LOADED
            else get_printers(hass, entry)
        )
    ]


def get_default_printers(
    hass: HomeAssistant, entries: Iterable[CloudPrintConfigEntry]
) -> list[str]:
    """Return the devices of the default printers of accounts that still exist."""
    return [
        device_id
        for entry in entries
        if (device_id := entry.options.get(CONF_DEFAULT_PRINTER))
        in get_printers(hass, entry)
    ]


def find_default_printer(
    hass: HomeAssistant, entry: CloudPrintConfigEntry | None = None
) -> str | None:
    """Return the default printer of an account, or the only one of all accounts."""
    entries = (
        hass.config_entries.async_loaded_entries(DOMAIN) if entry is None else [entry]
    )
    defaults = get_default_printers(hass, entries)
    return defaults[0] if len(defaults) == 1 else None


def get_entry(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return an account, loaded or not. Raises ServiceValidationError."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.entry_id == entry_id:
            return entry
    raise invalid("account_unknown", value=shown(entry_id))


def get_loaded_entry(hass: HomeAssistant, entry_id: object) -> CloudPrintConfigEntry:
    """Return an account that is loaded. Raises ServiceValidationError."""
    entry = get_entry(hass, entry_id)
    if entry.state is not ConfigEntryState.LOADED:
        raise invalid("account_not_loaded", account=entry.title)
    return entry


async def async_get_user(hass: HomeAssistant, context: Context | None) -> User | None:
    """Return the user of a context, or None for an automation. Raises UnknownUser."""
    if context is None or context.user_id is None:
        return None
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        # None has all permissions.
        raise UnknownUser(context=context)
    return user


def get_requester(user: User | None, heard_by: str | None = None) -> str | None:
    """Return the name of the user, or of the device that heard a command, if any."""
    name = (user and user.name) or heard_by or ""
    return one_line(name)[:MAX_REQUESTER] or None


async def async_get_requester(
    hass: HomeAssistant, context: Context | None
) -> str | None:
    """Return the name of the user of a context, if it has one. Raises UnknownUser."""
    return get_requester(await async_get_user(hass, context))


def may(hass: HomeAssistant, user: User | None, device_id: str, policy: str) -> bool:
    """Return whether a user may read or control a printer by its status sensor.

    Only users with access to all entities may read a printer that is gone.
    """
    return _may_all(user, policy) or _may_entity(
        user, find_printer_entity(hass, device_id), policy
    )


def may_any(
    hass: HomeAssistant, user: User | None, entry: CloudPrintConfigEntry, policy: str
) -> bool:
    """Return whether a user may read or control any printer of an account."""
    return _may_all(user, policy) or any(
        may(hass, user, device_id, policy) for device_id in get_printers(hass, entry)
    )


def find_printer_entity(hass: HomeAssistant, device_id: str) -> str | None:
    """Return the entity whose permissions are those of a printer, if there is one."""
    entity = find_entity(hass, device_id, EntityKey.STATUS, EntityKey.PRINT_JOB)
    return None if entity is None else entity.entity_id


def get_allowed_target(
    hass: HomeAssistant, device_id: str, user: User | None, policy: str = POLICY_CONTROL
) -> Target:
    """Return a printer that a user may control, or read if that is the policy."""
    if not may(hass, user, device_id, POLICY_READ):
        # What a user may not read is unknown.
        raise invalid("device_unknown", device_id=shown(device_id))
    target = get_target(hass, device_id)
    if not may(hass, user, device_id, policy):
        raise invalid("printer_not_allowed", printer=target.name)
    return target


def find_device(
    hass: HomeAssistant,
    user: User | None,
    entry: CloudPrintConfigEntry | None = None,
    among: Collection[str] | None = None,
    policy: str = POLICY_CONTROL,
) -> str | None:
    """Return the default or only device that the user may control, or `policy`.

    Of `among` only, if given, and of an account first. None if that is not clear.
    """
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    for accounts in (entries,) if entry is None else ([entry], entries):
        for devices in (
            get_default_printers(hass, accounts),
            get_listed_printers(hass, accounts),
        ):
            allowed = [
                device_id
                for device_id in devices
                if (among is None or device_id in among)
                and may(hass, user, device_id, policy)
            ]
            if len(allowed) == 1:
                return allowed[0]
    return None


def choose_device(
    hass: HomeAssistant, user: User | None, entry: CloudPrintConfigEntry | None = None
) -> str:
    """Return the device that `find_device` finds. Raises ServiceValidationError."""
    if (device_id := find_device(hass, user, entry)) is not None:
        return device_id
    allowed = [
        device_id
        for device_id in get_all_printers(hass)
        if may(hass, user, device_id, POLICY_CONTROL)
    ]
    if not allowed:
        raise invalid("printer_none")
    raise invalid("printer_missing", printers=name_printers(hass, allowed))


def get_readable_devices(
    hass: HomeAssistant, user: User | None, wanted: Collection[str] | None = None
) -> Collection[str] | None:
    """Return the wanted devices that a user may read; None means all."""
    if _may_all(user, POLICY_READ):
        return wanted
    return [
        device_id
        for device_id in get_all_printers(hass)
        if (wanted is None or device_id in wanted)
        and may(hass, user, device_id, POLICY_READ)
    ]


def get_allowed_account(
    hass: HomeAssistant, entry_id: object, user: User | None
) -> CloudPrintConfigEntry:
    """Return a loaded account that a user may control; an unreadable one is unknown."""
    entry = get_entry(hass, entry_id)
    connection = er.async_get(hass).async_get_entity_id(
        Platform.BINARY_SENSOR,
        DOMAIN,
        f"{entry.unique_id}_{EntityKey.CLOUD_CONNECTION}",
    )

    def has_permission(policy: str) -> bool:
        return _may_all(user, policy) or _may_entity(user, connection, policy)

    if not has_permission(POLICY_READ):
        raise invalid("account_unknown", value=shown(entry_id))
    if not has_permission(POLICY_CONTROL):
        raise invalid("account_not_allowed", account=entry.title)
    return get_loaded_entry(hass, entry_id)


async def async_get_job(
    hass: HomeAssistant, value: object, user: User | None
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return a job that a user may control, and its account. Raises HomeAssistantError."""
    job_id = parse_text_line("job_id", value, MAX_JOB_ID)
    job = await async_read_job(hass, job_id)
    if job is None or not may(hass, user, job.device_id, POLICY_READ):
        raise invalid("job_unknown", job_id=shown(job_id))
    job = with_printer_name(hass, job)
    if not may(hass, user, job.device_id, POLICY_CONTROL):
        raise invalid("printer_not_allowed", printer=job.printer)
    return get_loaded_entry(hass, job.entry_id), job


async def async_read_job(hass: HomeAssistant, job_id: str) -> Job | None:
    """Return a job, or None for an unknown one. Raises HomeAssistantError."""
    try:
        return await hass.data[JOURNAL].async_get(job_id)
    except JournalError as err:
        raise failed("journal_unreadable", error=str(err)) from err


def _may_all(user: User | None, policy: str) -> bool:
    return (
        user is None
        or user.is_admin
        or all(
            user.permissions.access_all_entities(needed)
            for needed in {POLICY_READ, policy}
        )
    )


def _may_entity(user: User | None, entity_id: str | None, policy: str) -> bool:
    return entity_id is not None and all(
        can_access(user, entity_id, needed) for needed in {POLICY_READ, policy}
    )
