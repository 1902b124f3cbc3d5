"""Conditions on what printers do and what waits for them."""

from typing import ClassVar, Final, override

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import Condition, EntityConditionBase

from .entity import entities_with_key


class PrinterCondition(EntityConditionBase):
    """What a sensor of ours shows."""

    _domain_specs = {SENSOR_DOMAIN: DomainSpec()}
    _key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the sensors that show it."""
        return entities_with_key(self._hass, entities, self._key)


class IsPrintingCondition(PrinterCondition):
    """A printer prints."""

    _key = "status"

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return if the printer prints."""
        return entity_state.state == "printing"


class HasHeldJobsCondition(PrinterCondition):
    """Jobs of a printer, or of an account, wait in Home Assistant."""

    _key = "held_jobs"

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return if there is a job that waits."""
        return entity_state.state.isdecimal() and int(entity_state.state) > 0


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "has_held_jobs": HasHeldJobsCondition,
    "is_printing": IsPrintingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
