"""Conditions on printers and their jobs."""

from typing import ClassVar, Final, override

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import Condition, EntityConditionBase

from .const import EntityKey
from .entity import filter_by_key
from .printers.status import PrinterState


class SensorCondition(EntityConditionBase):
    """A condition on the sensors with one key."""

    _domain_specs = {SENSOR_DOMAIN: DomainSpec()}
    _key: ClassVar[EntityKey]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        found = super().entity_filter(entities)
        return filter_by_key(self._hass, found, self._key)


class IsPrintingCondition(SensorCondition):
    """Tests whether a printer is printing."""

    _key = EntityKey.STATUS

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        return entity_state.state == PrinterState.PRINTING


class HasHeldJobsCondition(SensorCondition):
    """Tests whether a printer or an account has held jobs."""

    _key = EntityKey.HELD_JOBS

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        return entity_state.state.isdecimal() and int(entity_state.state) > 0


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "has_held_jobs": HasHeldJobsCondition,
    "is_printing": IsPrintingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
