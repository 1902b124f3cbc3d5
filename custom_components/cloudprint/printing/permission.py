"""The printers, accounts and jobs that an action targets, and which users may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..api.printer import Printer
from ..const import DOMAIN, EntityKey
from ..coordinator import find_entity, get_printer_name, is_printer
from ..data import (
    Account,
    CloudPrintConfigEntry,
    find_account,
    get_account,
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
    device = dr.async_get(hass).async_get(device_id)
    if device is None:
        raise invalid("device_unknown", device_id=shown(device_id))
    name = get_printer_name(hass, device_id)
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or entry.domain != DOMAIN or not is_printer(device):
        raise invalid("device_not_printer", device=name)
    account = get_account(hass, entry.entry_id)
    if (printer := account.coordinator.data.get(device_id)) is None:
        raise invalid("printer_gone", printer=name)
    return Target(device_id=device_id, name=name, account=account, printer=printer)


def get_printers(
    hass: HomeAssistant,
    entries: Iterable[CloudPrintConfigEntry] | None = None,
    *,
    among: Collection[str] | None = None,
    is_default: bool = False,
    is_listed: bool = False,
) -> dict[str, str]:
    """Return the names of printers by device id, of accounts or of all enabled ones.

    On request, only the default ones, or the listed ones. An account lists what it
    listed when loaded.
    """
    if entries is None:
        entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    registry = dr.async_get(hass)
    return {
        device.id: get_printer_name(hass, device.id)
        for entry in entries
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
        if is_printer(device)
        and (among is None or device.id in among)
        and (not is_default or device.id == entry.options.get(CONF_DEFAULT_PRINTER))
        and (not is_listed or _is_listed(hass, entry, device.id))
    }


def get_allowed_printers(
    hass: HomeAssistant,
    entries: Iterable[CloudPrintConfigEntry] | None,
    requester: Requester,
    policy: str,
    **which: Any,
) -> dict[str, str]:
    """Return the printers of `get_printers` for which a user has a permission."""
    return {
        device_id: name
        for device_id, name in get_printers(hass, entries, **which).items()
        if may(hass, requester, device_id, policy)
    }


def name_printers(hass: HomeAssistant, device_ids: Iterable[str]) -> str:
    """Return the names of printers as a list in a sentence."""
    names = sorted({get_printer_name(hass, device_id) for device_id in device_ids})
    return join_names(names, hass.config.language)


def find_default_printer(
    hass: HomeAssistant, entry: CloudPrintConfigEntry | None = None
) -> str | None:
    """Return the default printer of an account, or the only one of all loaded ones."""
    entries = (
        hass.config_entries.async_loaded_entries(DOMAIN) if entry is None else [entry]
    )
    return _find_only(get_printers(hass, entries, is_default=True))


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
    return _may_all(requester, policy) or bool(
        get_allowed_printers(hass, [entry], requester, policy)
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
    for entries in (None,) if entry is None else ([entry], None):
        for is_default in (True, False):
            printers = get_allowed_printers(
                hass,
                entries,
                requester,
                policy,
                among=among,
                is_default=is_default,
                is_listed=not is_default,
            )
            if device_id := _find_only(printers):
                return device_id
    return None


def choose_device(
    hass: HomeAssistant,
    requester: Requester,
    entry: CloudPrintConfigEntry | None = None,
) -> str:
    """Return the device that `find_device` finds. Raises ServiceValidationError."""
    if (device_id := find_device(hass, requester, entry)) is not None:
        return device_id
    printers = get_allowed_printers(hass, None, requester, POLICY_CONTROL)
    if not printers:
        raise invalid("printer_none")
    raise invalid("printer_missing", printers=name_printers(hass, printers))


def get_readable_devices(
    hass: HomeAssistant, requester: Requester, among: Collection[str] | None = None
) -> Collection[str] | None:
    """Return the devices that a user may read; None means all, also unknown ones."""
    if _may_all(requester, POLICY_READ):
        return among
    return list(get_allowed_printers(hass, None, requester, POLICY_READ, among=among))


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


def _find_only(device_ids: Collection[str]) -> str | None:
    return next(iter(device_ids)) if len(device_ids) == 1 else None


def _is_listed(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
) -> bool:
    account = find_account(hass, entry.entry_id)
    return account is None or device_id in account.coordinator.data


def _may_all(requester: Requester, policy: str) -> bool:
    user = requester.user
    if user is None:
        return requester.user_id is None
    return user.is_admin or all(
        user.permissions.access_all_entities(required)
        for required in {POLICY_READ, policy}
    )


def _may_entity(requester: Requester, entity_id: str | None, policy: str) -> bool:
    return entity_id is not None and all(
        requester.can_access(entity_id, required) for required in {POLICY_READ, policy}
    )
