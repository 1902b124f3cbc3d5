"""The event entity of print jobs, and the `cloudprint_job` event for the logbook."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import Platform
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, add_printer_entities
from .spool.job import Job, JobState
from .texts import CHINESE, ENGLISH, own_language

EVENT_JOB: Final = f"{DOMAIN}_job"

NOTABLE_STATES: Final = frozenset(
    {
        JobState.HELD,
        JobState.FINISHED,
        JobState.FAILED,
        JobState.CANCELED,
        JobState.UNCONFIRMED,
        JobState.EXPIRED,
    }
)
"""What people want to read of a job; the steps between are the event entity's."""

_PREFIX: Final = f"component.{DOMAIN}.common.logbook_"
_TEXTS: HassKey[Mapping[str, Mapping[str, str]]] = HassKey(f"{DOMAIN}_logbook")


async def async_load_texts(hass: HomeAssistant) -> None:
    """Load the texts of the sentences, which are made where nothing can be awaited."""
    texts: dict[str, Mapping[str, str]] = {}
    for language in (ENGLISH, CHINESE):
        found = await async_get_translations(hass, language, "common", {DOMAIN})
        texts[language] = {
            key.removeprefix(_PREFIX): text
            for key, text in found.items()
            if key.startswith(_PREFIX)
        }
    hass.data[_TEXTS] = texts


@callback
def async_fire_job(hass: HomeAssistant, entity_id: str | None, job: Job) -> None:
    """Tell everyone of a job's new state, if it is one to know of.

    `entity_id` is the event entity of its printer, if there still is one.
    """
    if job.state not in NOTABLE_STATES:
        return
    hass.bus.async_fire(
        EVENT_JOB,
        {
            "entity_id": entity_id,
            "device_id": job.device_id,
            "printer": job.printer,
            "job_id": job.job_id,
            "job_name": job.name,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
        },
    )


@callback
def async_fire_job_without_printer(hass: HomeAssistant, job: Job) -> None:
    """Tell everyone how a job ended whose printer has no event entity.

    That, which tells of all others, went with the printer's device, or is disabled.
    """
    if job.state.is_final and not job.stays_unconfirmed and not _is_told(hass, job):
        async_fire_job(hass, None, job)


def _is_told(hass: HomeAssistant, job: Job) -> bool:
    """Return if a job's printer has an event entity that is not disabled."""
    return any(
        entity.domain == Platform.EVENT and entity.platform == DOMAIN
        for entity in er.async_entries_for_device(er.async_get(hass), job.device_id)
    )


def sentence_of(hass: HomeAssistant, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an event says, in Home Assistant's language: of what, and what.

    Such as (Print job, “Shopping list” was printed on Office). The frontend writes the
    entity's name in place of the first, so that the second says all there is to say.
    """
    texts = hass.data[_TEXTS][own_language(hass.config.language)]
    device = dr.async_get(hass).async_get(data["device_id"])
    printer = (device and (device.name_by_user or device.name)) or data["printer"]
    state = data["state"]
    said = texts.get(f"{state}_{data['reason']}", texts[state])
    return texts["name"], said.format(name=data["job_name"], printer=printer)


PARALLEL_UPDATES: Final = 0

PRINT_JOB: Final = EventEntityDescription(
    key="print_job",
    translation_key="print_job",
    event_types=[state.value for state in JobState],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of each printer."""
    entry.async_on_unload(
        entry.runtime_data.store.async_add_listener(
            partial(async_fire_job_without_printer, hass)
        )
    )
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [PrintJobEvent(entry, device_id, PRINT_JOB)],
    )


class PrintJobEvent(CloudPrintPrinterEntity, EventEntity):
    """An event for each state that a job of a printer comes to."""

    # Most of what happens to jobs happens here.
    _needs_service = False

    def __init__(
        self,
        entry: CloudPrintConfigEntry,
        device_id: str,
        description: EventEntityDescription,
    ) -> None:
        """Set up events of the jobs from now on."""
        super().__init__(entry, device_id, description)
        self._states = {
            job.job_id: job.state
            for job in self.store.open_jobs
            if job.device_id == device_id
        }

    @override
    async def async_added_to_hass(self) -> None:
        """Tell what became of jobs while nobody could be told: while starting."""
        await super().async_added_to_hass()
        # As long as an entity is only being added, it has no state that could change.
        self.hass.loop.call_soon(self._tell_untold)

    @callback
    def _tell_untold(self) -> None:
        """Tell of unconfirmed jobs that are newer than what was told last."""
        last = dt_util.parse_datetime(self.state) if self.state else None
        for job in self.store.undecided_jobs:
            # What was told is known to the millisecond only.
            if last is None or job.updated_at >= last + timedelta(milliseconds=1):
                self._handle_job(job)

    @callback
    @override
    def _follow_jobs(self) -> CALLBACK_TYPE:
        """Follow each step of each job: an event is more than a number of jobs."""
        return self.store.async_add_listener(self._handle_job)

    @callback
    def _handle_job(self, job: Job) -> None:
        """Tell a job's new state; a job that stays in its state has nothing to tell."""
        is_known = self._states.get(job.job_id) is job.state
        if (
            job.device_id != self.device_id
            or is_known
            or job.stays_unconfirmed
            or job.is_waiting_its_turn
        ):
            return
        # One that nobody knows the outcome of may be asked about again.
        if job.state.is_final and job.state is not JobState.UNCONFIRMED:
            self._states.pop(job.job_id, None)
        else:
            self._states[job.job_id] = job.state
        self._trigger_event(
            job.state.value,
            {
                "job_id": job.job_id,
                "task_id": job.task_id,
                "job_name": job.name,
                "device_id": job.device_id,
                "reason": job.reason and job.reason.value,
                "message": job.message,
            },
        )
        self.async_write_ha_state()
        async_fire_job(self.hass, self.entity_id, job)
