"""Triggers on states of print jobs."""

from typing import Any, ClassVar, Final, cast, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
)
from homeassistant.helpers.typing import ConfigType

from .const import EntityKey
from .coordinator import with_printer_name
from .entity import find_targets
from .job_events import SIGNAL_REPORT, JobReport, get_reported
from .printers.watch import describe_watched
from .printing.outcome import with_message
from .requester import AUTOMATION
from .spool.job import JobState


class JobTrigger(Trigger):
    """Fires when a job of a printer comes to a state."""

    _reported: ClassVar[tuple[JobState, bool]]

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        return cast(ConfigType, ENTITY_STATE_TRIGGER_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Initialize with the printers of a target."""
        super().__init__(hass, config)
        self._selection = TargetSelection(config.target or {})

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: Any = None
    ) -> CALLBACK_TYPE:
        if not self._selection.has_any_target:
            raise HomeAssistantError("The target of the trigger names nothing")

        @callback
        def handle(report: JobReport) -> None:
            job = report.job
            if get_reported(job) != self._reported or job.device_id not in find_targets(
                self._hass, self._selection, EntityKey.PRINT_JOB, EntityKey.STATUS
            ):
                return
            described = with_message(self._hass, with_printer_name(self._hass, job))
            entity_id = report.to_state.entity_id
            payload = {
                "entity_id": entity_id,
                "from_state": report.from_state,
                "to_state": report.to_state,
                "for": None,
                "job": described.as_record()
                | {"watched": describe_watched(self._hass, job, AUTOMATION)},
            }
            run_action(payload, f"state of {entity_id}", report.context)

        return async_dispatcher_connect(self._hass, SIGNAL_REPORT, handle)


def _make_trigger(state: JobState, *, awaits_paper: bool = False) -> type[Trigger]:
    """Return a trigger for jobs that come to a state."""

    class StateTrigger(JobTrigger):
        _reported = state, awaits_paper

    return StateTrigger


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "job_failed": _make_trigger(JobState.FAILED),
    "job_finished": _make_trigger(JobState.FINISHED),
    "job_held": _make_trigger(JobState.HELD),
    "job_unconfirmed": _make_trigger(JobState.UNCONFIRMED),
    "paper_to_turn": _make_trigger(JobState.HELD, awaits_paper=True),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
