"""Who may see a printer, and who may print on it."""

from collections.abc import Collection
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..data import CloudPrintConfigEntry
from ..exceptions import invalid, shown
from .targets import Target, target_of

_STANDS_FOR: Final = ("status", "print_job")
"""Keys of the entities that say who may do what with their printer, best first."""
_CONNECTION: Final = "cloud_connection"


def may(hass: HomeAssistant, user: User | None, device_id: str, policy: str) -> bool:
    """Return if somebody may read or control a printer; nobody is an automation.

    What holds for the status sensor holds for the printer. A printer that is gone is
    only for those who may do so with all entities.
    """
    if _may_all(user, policy):
        return True
    entity_id = entity_of(hass, device_id)
    return entity_id is not None and _may_entity(user, entity_id, policy)


def entity_of(hass: HomeAssistant, device_id: str) -> str | None:
    """Return the entity that stands for a printer, if there is one."""
    entities = [
        entity
        for entity in er.async_entries_for_device(
            er.async_get(hass), device_id, include_disabled_entities=True
        )
        if entity.platform == DOMAIN
    ]
    for key in _STANDS_FOR:
        for entity in entities:
            if entity.unique_id.endswith(f"_{key}"):
                return entity.entity_id
    return None


def allowed_target(
    hass: HomeAssistant,
    device_id: str,
    user: User | None,
    policy: str = POLICY_CONTROL,
) -> Target:
    """Return a printer that somebody may control, or do something else with.

    Raises ServiceValidationError as target_of does, and for what they may not: a printer
    that they may not see is not even known to them.
    """
    if not may(hass, user, device_id, POLICY_READ):
        raise invalid("device_unknown", device_id=shown(device_id))
    target = target_of(hass, device_id)
    if not may(hass, user, device_id, policy):
        raise invalid("printer_not_allowed", printer=target.name)
    return target


def readable_devices(
    hass: HomeAssistant, user: User | None, wanted: Collection[str] | None = None
) -> Collection[str] | None:
    """Return those of the wanted devices whose jobs somebody may see.

    None stands for all devices: for those that are wanted, and in the answer.
    """
    if _may_all(user, POLICY_READ):
        return wanted
    registry = dr.async_get(hass)
    return [
        device.id
        for entry in hass.config_entries.async_entries(DOMAIN)
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
        if (wanted is None or device.id in wanted)
        and may(hass, user, device.id, POLICY_READ)
    ]


def check_account(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, user: User | None
) -> None:
    """Raise ServiceValidationError for an account that somebody may not control.

    What holds for its connection holds for the account.
    """
    if _may_all(user, POLICY_CONTROL):
        return
    entity_id = er.async_get(hass).async_get_entity_id(
        Platform.BINARY_SENSOR, DOMAIN, f"{entry.unique_id}_{_CONNECTION}"
    )
    if entity_id is None or not _may_entity(user, entity_id, POLICY_CONTROL):
        raise invalid("account_not_allowed", account=entry.title)


def _may_all(user: User | None, policy: str) -> bool:
    return user is None or user.is_admin or user.permissions.access_all_entities(policy)


def _may_entity(user: User | None, entity_id: str, policy: str) -> bool:
    return user is not None and user.permissions.check_entity(entity_id, policy)
