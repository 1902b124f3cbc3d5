"""The printers, accounts and jobs that an action targets, and which users may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..api import Printer
from ..const import DOMAIN, EntityKey
from ..coordinator import find_entity, get_printer_name, is_printer
from ..data import (
    Account,
    CloudPrintConfigEntry,
    find_account,
    get_account,
    get_account_of,
    get_accounts,
)
from ..exceptions import invalid, shown
from ..requester import Requester
from ..settings import CONF_DEFAULT_PRINTER, get_entry
from ..texts import join_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A printer, its present name, and its account."""

    device_id: str
    name: str
    account: Account
    printer: Printer

    @property
    def entry(self) -> CloudPrintConfigEntry:
        """Return the entry of its account."""
        return self.account.entry


def find_listing_account(hass: HomeAssistant, device_id: str | None) -> Account | None:
    """Return the loaded account that lists a printer, if there is one."""
    for account in get_accounts(hass):
        if device_id in account.coordinator.data:
            return account
    return None


def get_target(hass: HomeAssistant, device_id: str) -> Target:
    """Return the printer of a device. Raises ServiceValidationError."""
    account = get_account_of(hass, device_id)
    name = get_printer_name(hass, device_id)
    if (printer := account.coordinator.data.get(device_id)) is None:
        raise invalid("printer_gone", printer=name)
    return Target(device_id=device_id, name=name, account=account, printer=printer)


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
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for device_id, name in get_printers(hass, entry).items()
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
        for account in [find_account(hass, entry.entry_id)]
        for device_id in (
            account.coordinator.data if account else get_printers(hass, entry)
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


def may(hass: HomeAssistant, requester: Requester, device_id: str, policy: str) -> bool:
    """Return whether a user may read or control a printer by its status sensor.

    Only users with access to all entities may read a printer that is gone.
    """
    return _may_all(requester, policy) or _may_entity(
        requester, find_printer_entity(hass, device_id), policy
    )


def may_any(
    hass: HomeAssistant, requester: Requester, entry: CloudPrintConfigEntry, policy: str
) -> bool:
    """Return whether a user may read or control any printer of an account."""
    return _may_all(requester, policy) or any(
        may(hass, requester, device_id, policy)
        for device_id in get_printers(hass, entry)
    )


def find_printer_entity(hass: HomeAssistant, device_id: str) -> str | None:
    """Return the entity whose permissions are those of a printer, if there is one."""
    entity = find_entity(hass, device_id, EntityKey.STATUS, EntityKey.PRINT_JOB)
    return None if entity is None else entity.entity_id


def get_allowed_target(
    hass: HomeAssistant,
    device_id: str,
    requester: Requester,
    policy: str = POLICY_CONTROL,
) -> Target:
    """Return a printer that a user may control, or read if that is the policy."""
    if not may(hass, requester, device_id, POLICY_READ):
        # What a user may not read is unknown.
        raise invalid("device_unknown", device_id=shown(device_id))
    target = get_target(hass, device_id)
    if not may(hass, requester, device_id, policy):
        raise invalid("printer_not_allowed", printer=target.name)
    return target


def find_device(
    hass: HomeAssistant,
    requester: Requester,
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
                and may(hass, requester, device_id, policy)
            ]
            if len(allowed) == 1:
                return allowed[0]
    return None


def choose_device(
    hass: HomeAssistant,
    requester: Requester,
    entry: CloudPrintConfigEntry | None = None,
) -> str:
    """Return the device that `find_device` finds. Raises ServiceValidationError."""
    if (device_id := find_device(hass, requester, entry)) is not None:
        return device_id
    allowed = [
        device_id
        for device_id in get_all_printers(hass)
        if may(hass, requester, device_id, POLICY_CONTROL)
    ]
    if not allowed:
        raise invalid("printer_none")
    raise invalid("printer_missing", printers=name_printers(hass, allowed))


def get_readable_devices(
    hass: HomeAssistant, requester: Requester, wanted: Collection[str] | None = None
) -> Collection[str] | None:
    """Return the wanted devices that a user may read; None means all."""
    if _may_all(requester, POLICY_READ):
        return wanted
    return [
        device_id
        for device_id in get_all_printers(hass)
        if (wanted is None or device_id in wanted)
        and may(hass, requester, device_id, POLICY_READ)
    ]


def get_allowed_account(
    hass: HomeAssistant, entry_id: object, requester: Requester
) -> Account:
    """Return a loaded account that a user may control; an unreadable one is unknown."""
    entry = get_entry(hass, entry_id)
    connection = er.async_get(hass).async_get_entity_id(
        Platform.BINARY_SENSOR,
        DOMAIN,
        f"{entry.unique_id}_{EntityKey.CLOUD_CONNECTION}",
    )

    def has_permission(policy: str) -> bool:
        return _may_all(requester, policy) or _may_entity(requester, connection, policy)

    if not has_permission(POLICY_READ):
        raise invalid("account_unknown", value=shown(entry_id))
    if not has_permission(POLICY_CONTROL):
        raise invalid("account_not_allowed", account=entry.title)
    return get_account(hass, entry_id)


def _may_all(requester: Requester, policy: str) -> bool:
    user = requester.user
    if user is None:
        return requester.user_id is None
    return user.is_admin or all(
        user.permissions.access_all_entities(needed) for needed in {POLICY_READ, policy}
    )


def _may_entity(requester: Requester, entity_id: str | None, policy: str) -> bool:
    return entity_id is not None and all(
        requester.can_access(entity_id, needed) for needed in {POLICY_READ, policy}
    )
