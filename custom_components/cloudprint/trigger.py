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
from .job_events import SIGNAL_REPORT, JobReport
from .printers.watch import describe_watched
from .printing.outcome import with_message
from .spool.job import Job, JobState


class JobTrigger(Trigger):
    """Fires when a job of a printer comes to a state."""

    _state: ClassVar[JobState]

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

    def is_about(self, job: Job) -> bool:
        """Return whether a job has come to the state of the trigger."""
        return job.state is self._state

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: Any = None
    ) -> CALLBACK_TYPE:
        if not self._selection.has_any_target:
            raise HomeAssistantError("The target of the trigger names nothing")

        @callback
        def handle(report: JobReport) -> None:
            job = report.job
            if not self.is_about(job) or job.device_id not in find_targets(
                self._hass, self._selection, EntityKey.PRINT_JOB, EntityKey.STATUS
            ):
                return
            described = with_message(self._hass, with_printer_name(self._hass, job))
            payload = {
                "entity_id": report.entity_id,
                "from_state": report.from_state,
                "to_state": report.to_state,
                "for": None,
                "job": described.as_record()
                | {"watched": describe_watched(self._hass, job, None)},
            }
            run_action(payload, f"state of {report.entity_id}", report.context)

        return async_dispatcher_connect(self._hass, SIGNAL_REPORT, handle)


def make_job_trigger(state: JobState) -> type[JobTrigger]:
    """Return a trigger for jobs that come to a state."""

    class StateTrigger(JobTrigger):
        _state = state

    return StateTrigger


class JobHeldTrigger(JobTrigger):
    """Fires when a job is held, and not because its paper has to be turned."""

    _state = JobState.HELD

    @override
    def is_about(self, job: Job) -> bool:
        return super().is_about(job) and not job.awaits_paper


class PaperToTurnTrigger(JobTrigger):
    """Fires when the front pass is out, and the paper has to be turned."""

    @override
    def is_about(self, job: Job) -> bool:
        return job.awaits_paper


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
