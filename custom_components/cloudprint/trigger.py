"""Triggers on states of print jobs."""

from typing import Any, Final, cast, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.automation import get_relative_description_key
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
)
from homeassistant.helpers.typing import ConfigType

from .const import DOMAIN, EntityKey
from .entity import find_targets
from .job_events import APPROVAL_ENDED, APPROVAL_NEEDED, SIGNAL_REPORT, JobReport
from .printing.viewer import Viewer, async_find_deciders
from .requester import AUTOMATION
from .spool.job import JobState, sum_impressions

# What is reported of the job
TRIGGERS: Final = {
    APPROVAL_ENDED: APPROVAL_ENDED,
    APPROVAL_NEEDED: APPROVAL_NEEDED,
    "job_failed": (JobState.FAILED, False),
    "job_finished": (JobState.FINISHED, False),
    "job_held": (JobState.HELD, False),
    "job_unconfirmed": (JobState.UNCONFIRMED, False),
    "paper_to_turn": (JobState.HELD, True),
}


class JobTrigger(Trigger):
    """Fires when a job of a printer comes to a state."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        return cast(ConfigType, ENTITY_STATE_TRIGGER_SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Initialize with the printers of a target."""
        super().__init__(hass, config)
        self._reported = TRIGGERS[get_relative_description_key(DOMAIN, config.key)]
        self._selection = TargetSelection(config.target or {})

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: Any = None
    ) -> CALLBACK_TYPE:
        if not self._selection.has_any_target:
            raise HomeAssistantError("The target of the trigger names nothing")

        # Without approval, nothing is waited for.
        async def async_handle(report: JobReport) -> None:
            if report.what != self._reported:
                return
            targets = find_targets(
                self._hass, self._selection, EntityKey.PRINT_JOB, EntityKey.STATUS
            )
            job = next((job for job in report.jobs if job.device_id in targets), None)
            if job is None:
                return
            viewer = Viewer.of_person(self._hass, AUTOMATION)
            record = viewer.show(job).as_record()
            if report.what == APPROVAL_NEEDED:
                record["approval"] |= {
                    "approvers": await async_find_deciders(self._hass, job),
                    "pages": sum_impressions(report.jobs),
                }
            entity_id = report.to_state.entity_id
            payload = {
                "entity_id": entity_id,
                "from_state": report.from_state,
                "to_state": report.to_state,
                "for": None,
                "job": record,
            }
            run_action(payload, f"state of {entity_id}", report.context)

        return async_dispatcher_connect(self._hass, SIGNAL_REPORT, async_handle)


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return dict.fromkeys(TRIGGERS, JobTrigger)
