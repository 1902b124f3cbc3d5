"""Triggers on states of print jobs."""

from typing import ClassVar, Final, override

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
)

from .const import EntityKey
from .entity import filter_by_key
from .spool.job import JobState, Reason


class JobTrigger(StatelessEntityTriggerBase):
    """Fires when a job of a printer comes to a state."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    _state: ClassVar[JobState]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        found = super().entity_filter(entities)
        return filter_by_key(self._hass, found, EntityKey.PRINT_JOB)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        return bool(state.attributes.get("event_type") == self._state)


def make_job_trigger(state: JobState) -> type[JobTrigger]:
    """Return a trigger for jobs that come to a state."""

    class StateTrigger(JobTrigger):
        _state = state

    return StateTrigger


class JobHeldTrigger(JobTrigger):
    """Fires when a job is held, and not because its paper has to be turned."""

    _state = JobState.HELD
    _is_about_paper = False

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        is_about_paper = state.attributes.get("reason") == Reason.TURN_PAPER
        return is_about_paper is self._is_about_paper and super().is_valid_state(
            state, report_not_triggered
        )


class PaperToTurnTrigger(JobHeldTrigger):
    """Fires when the front pass is out, and the paper has to be turned."""

    _is_about_paper = True


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "job_failed": make_job_trigger(JobState.FAILED),
    "job_finished": make_job_trigger(JobState.FINISHED),
    "job_held": JobHeldTrigger,
    "job_unconfirmed": make_job_trigger(JobState.UNCONFIRMED),
    "paper_to_turn": PaperToTurnTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
