"""Conditions on printers and their jobs."""

from datetime import timedelta
from typing import Any, ClassVar, Final, cast, override

from homeassistant.const import CONF_FOR
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
)
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .const import EntityKey
from .coordinator import is_printer
from .data import get_accounts
from .entity import find_targets
from .spool.job import JobState


class JobsCondition(Condition):
    """Tests whether printers, or accounts, have jobs in a state."""

    _keys: ClassVar[tuple[EntityKey, ...]] = (EntityKey.HELD_JOBS, EntityKey.STATUS)
    _state = JobState.HELD
    _needs_service = False

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        return cast(ConfigType, ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Initialize with the printers and accounts of a target."""
        super().__init__(hass, config)
        self._selection = TargetSelection(config.target or {})
        options = config.options or {}
        self._is_all = options[ATTR_BEHAVIOR] == BEHAVIOR_ALL
        self._duration: timedelta = options.get(CONF_FOR, timedelta())

    @override
    def _async_check(self, **kwargs: Any) -> bool:
        targets = find_targets(self._hass, self._selection, *self._keys)
        devices = dr.async_get(self._hass)
        latest = dt_util.utcnow() - self._duration
        results = []
        for account in get_accounts(self._hass):
            coordinator, entry_id = account.coordinator, account.entry.entry_id
            printers = coordinator.data if coordinator.last_update_success else {}
            for device in dr.async_entries_for_config_entry(devices, entry_id):
                is_known = device.id in printers or not self._needs_service
                if device.id in targets and is_known:
                    printer = device.id if is_printer(device) else None
                    since = account.store.counts.since(self._state, printer)
                    results.append(since is not None and since <= latest)
        return all(results) if self._is_all else any(results)


class IsPrintingCondition(JobsCondition):
    """Tests whether printers are printing."""

    _keys = (EntityKey.STATUS,)
    _state = JobState.PRINTING
    _needs_service = True


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "has_held_jobs": JobsCondition,
    "is_printing": IsPrintingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
