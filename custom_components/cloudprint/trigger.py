"""Triggers for what becomes of print jobs."""

from typing import ClassVar, Final, override

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
)

from .entity import entities_with_key
from .event import PRINT_JOB
from .spool.job import JobState


class JobTrigger(StatelessEntityTriggerBase):
    """A job of a printer came to a state."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    _state: ClassVar[JobState]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the events of printers' jobs."""
        return entities_with_key(self._hass, entities, PRINT_JOB.key)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return if the event is about the state."""
        return bool(state.attributes.get("event_type") == self._state.value)


class JobFinishedTrigger(JobTrigger):
    """The service says that a job was printed."""

    _state = JobState.FINISHED


class JobFailedTrigger(JobTrigger):
    """A job failed."""

    _state = JobState.FAILED


class JobUnconfirmedTrigger(JobTrigger):
    """Nobody knows what became of a job."""

    _state = JobState.UNCONFIRMED


class JobHeldTrigger(JobTrigger):
    """A job waits in Home Assistant."""

    _state = JobState.HELD


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "job_failed": JobFailedTrigger,
    "job_finished": JobFinishedTrigger,
    "job_held": JobHeldTrigger,
    "job_unconfirmed": JobUnconfirmedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
