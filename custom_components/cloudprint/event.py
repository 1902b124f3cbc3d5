"""Event entities of print jobs."""

from dataclasses import replace
from functools import partial
from typing import Final, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.core import Context, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import EntityKey
from .entity import CloudPrintPrinterEntity, async_setup_printer_entities
from .job_events import SIGNAL_JOB
from .printing.viewer import Viewer
from .spool.job import SHOWN_STATES, Job

PARALLEL_UPDATES: Final = 0

PRINT_JOB: Final = EventEntityDescription(
    key=EntityKey.PRINT_JOB,
    # Triggers, conditions and the logbook do without it.
    entity_registry_enabled_default=False,
    event_types=[state.value for state in SHOWN_STATES],
)


class PrintJobEvent(CloudPrintPrinterEntity, EventEntity):
    """Fires an event for each new state of a printer's jobs."""

    _needs_service = False  # jobs also change without it

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(
            async_dispatcher_connect(self.hass, SIGNAL_JOB, self._handle_job)
        )

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        last = await super().async_get_last_event_data()
        # It may be of before own history was switched on.
        return last and replace(
            last,
            last_event_attributes=Viewer.public(self.hass).hide(
                self.entry, last.last_event_attributes or {}
            ),
        )

    @callback
    def _handle_job(self, job: Job, context: Context) -> None:
        if job.device_id == self.device_id:
            attributes = Viewer.public(self.hass).show(job).as_attributes()
            # Of its own, or the activity would name the entity as the cause.
            self.async_set_context(Context(parent_id=context.parent_id))
            self._trigger_event(job.state.value, attributes)
            self.async_write_ha_state()


async_setup_entry = partial(
    async_setup_printer_entities, kinds=[(PrintJobEvent, PRINT_JOB)]
)
